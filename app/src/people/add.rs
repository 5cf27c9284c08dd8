//! Somebody new.

use super::desk::{Desk, text};
use crate::{
    text::people as words,
    ui::{
        Held, Node, Ui,
        act::Form,
        form::{Field, field},
        list::section as part,
        live,
    },
};
use jiefang_domain::{
    Id,
    identity::phone as digits,
    tree::{Tree, Wood},
};

const NAME: Field = Field::line("new-name", words::NAME);
const PHONE: Field = Field { kind: "tel", hint: Some(words::PHONE_HINT), ..Field::line("new-phone", words::PHONE) };

fn add(ui: Ui, desk: Desk, name: Held<String>, phone: Held<String>) {
    let named = name.now().trim().to_owned();
    let number = digits(&phone.now());
    let wrong = [
        (named.is_empty(), "new-name", words::NAME_MISSING),
        (number.is_none(), "new-phone", crate::text::privacy::PHONE_WRONG),
    ];
    if desk.form.lacks(ui, &wrong) {
        return;
    }
    let id = ui.hood.new_id();
    let household = Id::join(&["hh", id.as_str()]);
    let fields = vec![
        ("id", id.tree()),
        ("name", text(named)),
        ("phone", text(number.unwrap_or_default())),
        ("household", household.tree()),
        ("invented", Tree::Bool(false)),
        ("door", text("")),
        ("skills", Tree::List(Vec::new())),
        ("volunteer", Tree::Bool(false)),
    ];
    desk.act(ui, "person.enter@2", fields, move |ui| {
        name.set(String::new());
        phone.set(String::new());
        ui.told(words::ADDED);
        // Where this device holds the people's rows, everybody has one page.
        if super::has_rows(ui) {
            ui.go(&crate::routes::Route::Person(id));
        } else {
            desk.chosen.set(Some(id));
        }
    });
}

/// The form.
pub fn section(ui: Ui, desk: Desk) -> Node {
    let (name, phone) = (Held::new(String::new()), Held::new(String::new()));
    let form = Form::element(move || add(ui, desk, name, phone))
        .put(field(ui, desk.form, NAME, name))
        .put(field(ui, desk.form, PHONE, phone))
        .put(desk.form.submit(ui, "btn", words::ADD));
    part(live(move || ui.t(words::ADD)), None).put(form).into()
}
