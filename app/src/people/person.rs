//! One person: what they hold, a new role, a sheet, a stop.

use super::{
    desk::{Desk, text},
    standing,
};
use crate::{
    state::DeskPerson,
    text::{people as words, privacy, roles},
    ui::{
        Held, Node, Ui,
        act::{Form, call_error},
        button,
        confirm::confirm,
        dates, el,
        form::{Choice, Field, choose, choose_one, field},
        list::{section, skeleton},
        live,
        looked::Looked,
        note, of, p, query,
    },
};
use jiefang_domain::{
    Id,
    grid::Place,
    identity::{LOOKS_AFTER, Person, Role},
    tree::{Tree, Wood},
};
use leptos::prelude::*;

const REASON: Field = Field::line("reason", words::REASON);

/// What they hold, each to be ended by who may.
fn held(ui: Ui, desk: Desk, open: Held<Option<usize>>) -> Node {
    let Some(person) = desk.person() else { return skeleton(ui.t(words::OFFLINE)) };
    let rows = person.roles.iter().enumerate().map(|(n, held)| {
        let title = [ui.t(roles::role(held.role)), " · ", &held.place_name].concat();
        let since = ui.fill(words::SINCE, &[&dates::day(ui, held.from_ms)]);
        let say = of("span", "say").put(el("b").put(title)).put(el("span").put(since));
        let end = held.ends.then(|| button("btn ghost sm", ui.t(words::END), move || open.set(Some(n))));
        el("li").put(of("div", "cell").put(say).put(of("span", "end").put(end))).into()
    });
    let none = person.roles.is_empty().then(|| note("note", ui, words::NO_ROLE));
    let list = (!person.roles.is_empty()).then(|| of("ul", "list").all(rows));
    section(ui.t(privacy::ROLES), None).put(of("div", "stack").put(standing(ui, &person)).put(list).put(none)).into()
}

fn ending(ui: Ui, desk: Desk, open: Held<Option<usize>>) -> Node {
    let role = move |which: usize| untrack(|| desk.person().and_then(|person| person.roles.get(which).cloned()));
    let ask = move |which| {
        let name = untrack(|| desk.person().map_or_else(String::new, |person| person.name));
        let held = role(which).map_or("", |held| ui.t(roles::role(held.role)));
        (words::END_TITLE, ui.fill(words::END_TEXT, &[&name, held]))
    };
    let work = move |which| {
        let fields = role(which).map(|held| vec![("grant", held.grant.tree())]).unwrap_or_default();
        desk.work(ui, "grant.end@1", fields, words::ENDED)
    };
    confirm(ui, open, ask, work, |_| {})
}

/// Where this role may be held: the places of the current book, or the book itself; of buildings and estates nowhere else.
fn places(ui: Ui, desk: Desk, role: Option<Role>) -> Vec<(Id, String)> {
    let book = desk.book(ui);
    let of_buildings = role.is_some_and(|role| LOOKS_AFTER.contains(&role));
    let mut all = Vec::new();
    if desk.elsewhere.get().is_none() {
        query::each(ui, &mut |place: &Place| {
            if place.stands() && (!of_buildings || place.place_kind.is_looked_after()) {
                all.push((place.place_kind as i64, query::long_place_name(ui, &place.id), place.id.clone()));
            }
        });
    }
    let all = query::told_apart(ui, &crate::ui::order::named(all));
    if all.is_empty() && !of_buildings { vec![(book, ui.t(words::BOOK).into())] } else { all }
}

fn give(ui: Ui, desk: Desk, person: Id) -> Node {
    let (role, place) = (Held::new(None::<Role>), Held::new(None::<Id>));
    let send = move || {
        let what = role.now();
        let all = untrack(|| places(ui, desk, what));
        let chosen = place.now().filter(|chosen| all.iter().any(|(place, _)| place == chosen));
        let at = if let [(only, _)] = all.as_slice() { Some(only.clone()) } else { chosen };
        let asked =
            [(what.is_none(), "role", words::GIVE_WHAT_MISSING), (at.is_none(), "place", words::GIVE_WHERE_MISSING)];
        if desk.form.lacks(ui, &asked) {
            return;
        }
        let (Some(what), Some(at)) = (what, at) else { return };
        let id = ui.hood.new_id();
        let fields = vec![
            ("id", id.tree()),
            ("person", person.tree()),
            ("role", what.tree()),
            ("place", at.tree()),
            ("since_ms", Tree::Int(0)),
        ];
        desk.act(ui, "grant.give@2", fields, move |ui| {
            role.set(None);
            place.set(None);
            ui.told(words::GIVEN);
        });
    };
    let which = live(move || {
        let gives = desk.found.with(|found| found.as_ref().map_or_else(Vec::new, |found| found.gives.clone()));
        let now = role.get();
        let choice = |one: &Role| Choice::new(ui.t(roles::role(*one)), now == Some(*one));
        let choices = gives.iter().map(choice).collect();
        choose(ui, desk.form, "role", words::GIVE_WHAT, choices, move |at| role.set(gives.get(at).copied()))
    });
    let at = live(move || {
        let all = places(ui, desk, role.get());
        if all.is_empty() {
            return note("hint", ui, words::GIVE_NOWHERE).node();
        }
        if all.len() == 1 {
            return crate::ui::nothing();
        }
        choose_one(ui, desk.form, "place", words::GIVE_WHERE, all, place)
    });
    let form = Form::element(send).put(which).put(at).put(desk.form.submit(ui, "btn ghost", words::GIVE_DO));
    section(live(move || ui.t(words::GIVE)), None).put(form).into()
}

fn make(ui: Ui, desk: Desk, person: Id) {
    let book = desk.book(ui);
    desk.form.run(ui, async move {
        let made = ui.hood.make_enrolment(book, person).await;
        let made = made.map_err(|error| untrack(|| call_error(ui, error)))?;
        Ok(move |ui: Ui| {
            desk.made.set(Some(made));
            desk.look(ui);
        })
    });
}

fn letting_in(ui: Ui, desk: Desk, person: &DeskPerson) -> Node {
    let id = person.id.clone();
    let can = person.lets_in && person.stopped_from_ms == 0;
    let words = if person.lets_in { words::SHEET_TEXT } else { words::SHEET_NONE };
    let first = can && person.roles.is_empty();
    let class = if first { "btn ghost" } else { "btn" };
    let button = can.then(|| button(class, ui.t(words::SHEET_MAKE), move || make(ui, desk, id.clone())));
    let first = first.then(|| note("hint", ui, words::SHEET_ROLE_FIRST));
    section(ui.t(words::SHEET), None)
        .put(of("div", "stack").put(note("", ui, words)).put(first).put(of("div", "btns").put(button)))
        .into()
}

/// Stopping, or letting in again, with a reason.
fn stopping(ui: Ui, desk: Desk, person: &DeskPerson, reason: Held<String>) -> Node {
    let (id, stopped) = (person.id.clone(), person.stopped_from_ms != 0);
    let (kind, title, done) = if stopped {
        ("person.readmit@1", words::READMIT, words::READMITTED)
    } else {
        ("person.stop@1", words::STOP, words::STOPPED_DONE)
    };
    let send = move || {
        let why = reason.now().trim().to_owned();
        if desk.form.lacks(ui, &[(why.is_empty(), "reason", words::REASON_MISSING)]) {
            return;
        }
        let fields: Vec<(&'static str, Tree)> = vec![("person", id.tree()), ("reason", text(why))];
        desk.act(ui, kind, fields, move |ui| {
            reason.set(String::new());
            ui.told(done);
        });
    };
    let since = || ui.fill(words::STOPPED_SINCE, &[&dates::moment(ui, person.stopped_from_ms), &person.stopped_for]);
    let about: Node = if stopped { p("", since()).into() } else { note("", ui, words::STOP_TEXT).into() };
    let class = if stopped { "btn" } else { "btn danger" };
    let form = Form::element(send).put(field(ui, desk.form, REASON, reason)).put(desk.form.submit(ui, class, title));
    section(ui.t(title), None).put(of("div", "stack").put(about).put(form)).into()
}

/// All that the desk knows and does of one person.
pub fn sections(ui: Ui, desk: Desk, person: &Id) -> Node {
    let open = Held::new(None::<usize>);
    let reason = Held::new(String::new());
    let mine = move || desk.person().filter(|person| person.id != query::my_id(ui));
    let sheet = live(move || mine().map(|person| letting_in(ui, desk, &person)));
    let stop = live(move || mine().filter(|person| person.stops).map(|person| stopping(ui, desk, &person, reason)));
    let (gives_to, of_change) = (person.clone(), person.clone());
    // What is being chosen stays while the server is asked anew.
    let gives = Looked::new(move || mine().is_some());
    let giving = live(move || gives.get().then(|| untrack(|| give(ui, desk, gives_to.clone()))));
    let known = Looked::new(move || query::record::<Person>(ui, &of_change).map(|(person, _)| person));
    let changes = live(move || {
        let person = known.get().filter(|person| person.id != query::my_id(ui));
        person.map(|person| untrack(|| super::change::section_of(ui, desk, &person)))
    });
    let made = live(move || desk.made.with(Option::is_some).then(|| super::sheet(ui, desk)));
    vec![
        made,
        desk.form.summary(ui),
        live(move || held(ui, desk, open)),
        ending(ui, desk, open),
        sheet,
        super::living(ui, desk, Some(person)),
        giving,
        changes,
        stop,
    ]
    .into()
}

/// The page of one person, where this device holds no rows of theirs.
pub fn page(ui: Ui, desk: Desk, person: &Id) -> Node {
    let back = button("btn ghost", live(move || ui.t(words::ALL)), move || {
        desk.form.clear();
        desk.chosen.set(None);
        desk.look(ui);
    });
    let name = live(move || desk.person().map(|person| el("h2").put(person.name)));
    vec![of("div", "btns").put(back).into(), name, sections(ui, desk, person)].into()
}
