//! The people of a community, for those who work with them: found by name or by the last four digits.

use super::{WORKERS, answers::Answers, masked};
use crate::{
    people as people_desk,
    routes::Route,
    text::{people as desk_words, privacy as words, roles},
    ui::{
        Held, Node, Ui,
        act::Form,
        el,
        form::{Field, field},
        link,
        list::{Shown, empty, locked, state, tag},
        live, note, of,
        order::named,
        page::Page,
        query,
    },
};
use jiefang_domain::{
    Id,
    identity::{Grant, Person, Role, STAFF},
    privacy::ERASED,
};

/// How many people a list goes on by.
const STEP: usize = 50;
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

/// Where these people live, or what they are where, each at the place of their number.
fn wheres(ui: Ui, of: &[(Id, String)]) -> Vec<String> {
    let mut all = vec![(false, String::new()); of.len()];
    query::each(ui, &mut |grant: &Grant| {
        if grant.until_ms != 0 {
            return;
        }
        let home = grant.role == Role::Resident;
        for ((at_home, said), _) in all.iter_mut().zip(of).filter(|(_, (person, _))| grant.person == *person) {
            if home || !*at_home && said.is_empty() {
                let place = query::long_place_name(ui, &grant.place);
                *said = if home { place } else { [ui.t(roles::role(grant.role)), " · ", &place].concat() };
                *at_home = home;
            }
        }
    });
    all.into_iter().map(|(_, said)| said).collect()
}

fn row(ui: Ui, (id, name): &(Id, String), said: &str) -> Node {
    let person = query::record::<Person>(ui, id).map(|(person, _)| person);
    let number = person.as_ref().map_or_else(String::new, |person| number(ui, person));
    let door = person.as_ref().map_or("", |person| query::shown(&person.door));
    let gone = person.as_ref().filter(|person| !person.active).map(|_| tag("tag", ui.t(desk_words::GONE)));
    let said = el("span").put([said, " ", door].concat()).put(gone);
    let say = of("span", "say").put(el("b").put(name.clone())).put(said);
    let cell = link("cell", &Route::Person(id.clone())).put(say).put(of("span", "end num").put(number));
    el("li").put(cell).into()
}

/// Who is here no more, moved away or known twice, where they are called so: what is kept of them can be asked about.
fn departed(ui: Ui, typed: &str) -> Vec<(Id, String)> {
    let mut all = Vec::new();
    query::each(ui, &mut |person: &Person| {
        let name = query::shown(&person.name);
        let known = !person.active && !name.is_empty() && name != ERASED;
        if known && query::is_called(ui, &person.id, name, typed) {
            all.push((0, name.to_owned(), person.id.clone()));
        }
    });
    named(all)
}

fn found(ui: Ui, typed: &str, shown: Shown) -> Node {
    let mut all = query::people(ui);
    if !typed.is_empty() {
        all.retain(|(person, name)| query::is_called(ui, person, name, typed));
        for found in query::at_door(ui, typed) {
            if !all.contains(&found) {
                all.push(found);
            }
        }
        all.extend(departed(ui, typed));
    } else if all.is_empty() {
        return state("", "空", ui.t(desk_words::NONE_YET), ui.t(desk_words::NONE_YET_TEXT)).into();
    }
    if all.is_empty() {
        return note("hint", ui, words::NOBODY).into();
    }
    let mut top = shown.top();
    let wheres = wheres(ui, all.get(..shown.most()).unwrap_or(&all));
    let said = wheres.iter().map(String::as_str).chain(std::iter::repeat(""));
    for ((nth, person), said) in (0..).zip(&all).zip(said) {
        top.offer((nth, 0), &mut || row(ui, person, said));
    }
    shown.rows(ui, top)
}

/// The screen.
pub fn page(ui: Ui) -> Page {
    let typed = Held::new(String::new());
    let (form, answers, shown) = (Form::new(), Answers::new(), Shown::by(STEP));
    let body = live(move || {
        if locked(ui) {
            return empty(ui, "人", words::PEOPLE, words::ONLY_STAFF);
        }
        if !query::i_am(ui, WORKERS) && !query::i_am(ui, STAFF) {
            return state("", "人", ui.t(words::PEOPLE), ui.t(words::ONLY_STAFF)).into();
        }
        let found = live(move || found(ui, typed.get().trim(), shown));
        let find = of("div", "stack").put(field(ui, form, FIND, typed)).put(found);
        vec![answers.section(ui), find.into()].into()
    });
    // Beside what is looked at again with every row: what is typed there stays.
    let body = vec![body, people_desk::more(ui)];
    Page::new("page slim", move || ui.t(words::PEOPLE).into(), body).sub(move || query::book_name(ui)).back(Route::Me)
}
