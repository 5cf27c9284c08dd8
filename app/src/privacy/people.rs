//! The people of a community, for those who work with them: found by name or by the last four digits.

use super::{WORKERS, answers::Answers, masked};
use crate::{
    people as people_desk,
    routes::Route,
    text::privacy as words,
    ui::{
        Held, Node, Ui,
        act::Form,
        el,
        form::{Field, field},
        link,
        list::{empty, locked, state},
        live, note, of,
        page::Page,
        query,
    },
};
use jiefang_domain::{
    Id,
    identity::{Grant, Person, Role, STAFF},
};

const SHOWN_MAX: usize = 50;
const FIND: Field = Field { kind: "search", ..Field::line("find", words::FIND) };

/// What is shown of a person's number.
pub fn number(ui: Ui, person: &Person) -> String {
    match (person.tails.known().and_then(|tails| tails.first()), person.phone.known()) {
        (Some(tail), _) => masked(Some(tail)),
        // One's own.
        (None, Some(phone)) if !phone.is_empty() => phone.clone(),
        (None, _) => ui.t(words::NO_PHONE).into(),
    }
}

/// Where these people live, each at the place of their number.
fn homes(ui: Ui, of: &[(Id, String)]) -> Vec<Id> {
    let mut all = vec![Id::none(); of.len()];
    query::each(ui, &mut |grant: &Grant| {
        if grant.role == Role::Resident && grant.until_ms == 0 {
            for (home, _) in all.iter_mut().zip(of).filter(|(_, (person, _))| grant.person == *person) {
                *home = grant.place.clone();
            }
        }
    });
    all
}

fn row(ui: Ui, (id, name): &(Id, String), home: &Id) -> Node {
    let number = query::record::<Person>(ui, id).map_or_else(String::new, |(person, _)| number(ui, &person));
    let home = query::long_place_name(ui, home);
    let say = of("span", "say").put(el("b").put(name.clone())).put(el("span").put(home));
    let cell = link("cell", &Route::Person(id.clone())).put(say).put(of("span", "end num").put(number));
    el("li").put(cell).into()
}

fn found(ui: Ui, typed: &str) -> Node {
    let mut all = query::people(ui);
    all.retain(|(person, name)| query::is_called(ui, person, name, typed));
    all.truncate(SHOWN_MAX);
    for found in query::at_door(ui, typed).into_iter().take(SHOWN_MAX) {
        if !all.contains(&found) {
            all.push(found);
        }
    }
    all.truncate(SHOWN_MAX);
    if all.is_empty() {
        return note("hint", ui, words::NOBODY).into();
    }
    of("ul", "list").all(all.iter().zip(&homes(ui, &all)).map(|(person, home)| row(ui, person, home))).into()
}

/// The screen.
pub fn page(ui: Ui) -> Page {
    let typed = Held::new(String::new());
    let (form, answers) = (Form::new(), Answers::new());
    let body = live(move || {
        if locked(ui) {
            return empty(ui, "人", words::PEOPLE, words::ONLY_STAFF);
        }
        if !query::i_am(ui, WORKERS) && !query::i_am(ui, STAFF) {
            return state("", "人", ui.t(words::PEOPLE), ui.t(words::ONLY_STAFF)).into();
        }
        let found = live(move || found(ui, typed.get().trim()));
        let find = of("div", "stack").put(field(ui, form, FIND, typed)).put(found);
        vec![answers.section(ui), find.into()].into()
    });
    // Beside what is looked at again with every row: what is typed there stays.
    let body = vec![body, people_desk::more(ui)];
    Page::new("page slim", move || ui.t(words::PEOPLE).into(), body).sub(move || query::book_name(ui)).back(Route::Me)
}
