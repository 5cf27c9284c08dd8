//! What is known of me: who looked at it, what I agreed to; the same of those I act for.

use super::{
    agreed::agreed,
    looks,
    wish::{Wishing, export},
};
use crate::{
    routes::Route,
    text::privacy as words,
    ui::{Node, Ui, act::Form, list::section, live, page::Page, query},
};
use jiefang_domain::{
    Id,
    privacy::{Given, Guardian},
};

/// Those this person acts for, with their names.
fn wards(ui: Ui) -> Vec<(Id, String)> {
    let me = query::my_id(ui);
    let mut all = Vec::new();
    query::each(ui, &mut |row: &Guardian| {
        if row.guardian == me && row.lasts() {
            all.push((0, row.person_name.clone(), row.person.clone()));
        }
    });
    crate::ui::order::named(all)
}

fn of_ward(ui: Ui, form: Form, (person, name): &(Id, String)) -> Node {
    let looked = section(ui.fill(words::WHO_LOOKED_OF, &[name]), None).put(looks::list(ui, person));
    let title = ui.fill(words::AGREED_OF, &[name]);
    vec![looked.into(), agreed(ui, form, title, person, Given::Guardian)].into()
}

/// The screen.
pub fn page(ui: Ui) -> Page {
    let (form, saving, wishing) = (Form::new(), Form::new(), Wishing::new());
    let body = live(move || {
        let me = query::my_id(ui);
        let looked = section(ui.t(words::WHO_LOOKED), None).put(looks::list(ui, &me));
        let mut all = vec![looked.into(), agreed(ui, form, ui.t(words::AGREED).into(), &me, Given::Themself)];
        let wards = wards(ui);
        let mut people = vec![(me.clone(), ui.t(words::MYSELF).to_owned(), Given::Themself)];
        people.extend(wards.iter().map(|(ward, name)| (ward.clone(), name.clone(), Given::Guardian)));
        all.push(wishing.section(ui, people, false));
        all.push(export(ui, saving));
        all.extend(wards.iter().map(|ward| of_ward(ui, form, ward)));
        Node::Many(all)
    });
    let body = vec![form.summary(ui), body];
    Page::new("page slim", move || ui.t(words::MINE).into(), body).sub(move || query::book_name(ui)).back(Route::Me)
}
