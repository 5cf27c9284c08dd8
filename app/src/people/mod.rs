//! The people of a book: finding them, their roles, letting them in, stopping them. With network only.

mod add;
mod change;
pub mod desk;
mod person;

use crate::{
    routes::Route,
    state::{DeskPerson, Living},
    text::{people as words, roles, slip as slip_words},
    ui::{
        Held, Node, Ui, button,
        confirm::confirm,
        dates, el,
        form::{Choice, Field, choose, field},
        list::{section, skeleton, state, tag},
        live, note, nothing, of,
        page::Page,
        query, slip,
    },
};
use desk::Desk;
use jiefang_domain::Id;

const FIND: Field = Field { kind: "search", ..Field::line("find", words::FIND) };

/// Whether this person lets people in here. Tracked.
fn lets_in(ui: Ui) -> bool {
    query::i_am(ui, jiefang_domain::identity::STAFF)
}

/// What the desk adds to the page of one person of the current book: roles, a sheet, changes, a stop.
pub fn sections(ui: Ui, person: &Id) -> Node {
    let (desk, person) = (Desk::new(), person.clone());
    let open = crate::ui::looked::Looked::new(move || lets_in(ui));
    live(move || {
        open.get().then(|| {
            leptos::prelude::untrack(|| {
                desk.chosen.set(Some(person.clone()));
                desk.look(ui);
                person::sections(ui, desk, &person)
            })
        })
    })
}

/// Whether this device holds the people of the current book: then there is one list, here too without network.
pub fn has_rows(ui: Ui) -> bool {
    leptos::prelude::untrack(|| query::i_am(ui, &[jiefang_domain::identity::Role::CommunityWorker]))
}

/// What the desk adds to the list of people: codes not used, and somebody new.
pub fn more(ui: Ui) -> Node {
    let desk = Desk::new();
    let open = crate::ui::looked::Looked::new(move || lets_in(ui));
    live(move || {
        open.get().then(|| {
            leptos::prelude::untrack(|| {
                desk.look(ui);
                vec![
                    live(move || desk.made.with(Option::is_some).then(|| sheet(ui, desk))),
                    desk.form.summary(ui),
                    living(ui, desk, None),
                    add::section(ui, desk),
                ]
            })
        })
    })
}

/// What somebody's standing is, in a word.
fn standing(ui: Ui, person: &DeskPerson) -> Node {
    let (class, words) = match person {
        DeskPerson { stopped_from_ms: 1.., .. } => ("tag bad", words::STOPPED),
        DeskPerson { code_until_ms: 1.., .. } => ("tag wait", words::HAS_CODE),
        DeskPerson { has_account: false, .. } => ("tag", words::NO_ACCOUNT),
        _ => return nothing(),
    };
    tag(class, ui.t(words)).into()
}

/// What somebody is, where: one line.
fn roles_of(ui: Ui, person: &DeskPerson) -> String {
    if person.roles.is_empty() {
        return ui.t(words::NO_ROLE).into();
    }
    let said = person.roles.iter().map(|held| [ui.t(roles::role(held.role)), " ", &held.place_name].concat());
    said.collect::<Vec<_>>().join("，")
}

fn row(ui: Ui, desk: Desk, person: &DeskPerson) -> Node {
    let id = person.id.clone();
    let say = of("span", "say").put(el("b").put(person.name.clone())).put(el("span").put(roles_of(ui, person)));
    let open = move || {
        desk.form.clear();
        desk.chosen.set(Some(id.clone()));
    };
    let row = button("cell", say, open).put(of("span", "end").put(standing(ui, person)));
    el("li").put(row).into()
}

fn list(ui: Ui, desk: Desk) -> Node {
    desk.found
        .with(|found| {
            let Some(found) = found else { return Some(skeleton(ui.t(words::OFFLINE))) };
            if found.people.is_empty() {
                let (title, text) = if desk.find.now().trim().is_empty() {
                    (words::NONE_YET, words::NONE_YET_TEXT)
                } else {
                    (words::NOBODY, words::NOBODY_TEXT)
                };
                return Some(state("", "空", ui.t(title), ui.t(text)).into());
            }
            let rows = found.people.iter().map(|person| row(ui, desk, person));
            let list: Node = of("ul", "list").all(rows).into();
            Some(vec![list, found.more.then(|| note("note", ui, words::MORE)).into()].into())
        })
        .into()
}

/// Where the security administrator looks.
fn books(ui: Ui, desk: Desk) -> Node {
    let books = desk.found.with(|found| found.as_ref().map_or_else(Vec::new, |found| found.books.clone()));
    let current = desk.elsewhere.get().or_else(|| ui.hood.book().get());
    let choices = books.iter().map(|book| Choice::new(book.name.clone(), current.as_ref() == Some(&book.id))).collect();
    choose(ui, desk.form, "book", words::BOOK, choices, move |at| {
        desk.elsewhere.set(books.get(at).map(|book| book.id.clone()));
        desk.look(ui);
    })
}

/// The codes that were made and not used, each to be taken back; of one person only, or of everybody.
fn living(ui: Ui, desk: Desk, of_one: Option<&Id>) -> Node {
    let open = Held::new(None::<usize>);
    let of_one = of_one.cloned();
    let theirs = move || {
        let mut all = desk.living.get();
        all.retain(|living| of_one.as_ref().is_none_or(|person| living.person == *person));
        all
    };
    let theirs = crate::ui::looked::Looked::new(theirs);
    let at = move |which: usize| theirs.get().get(which).cloned();
    let row = move |(n, living): (usize, Living)| {
        let by = if living.made_by_name.is_empty() { ui.t(words::COMMAND_LINE) } else { &living.made_by_name };
        let sub = ui.fill(words::LIVING_SUB, &[by, &dates::moment(ui, living.expires_at_ms)]);
        let say = of("span", "say").put(el("b").put(living.name)).put(el("span").put(sub));
        let back = button("btn ghost sm", ui.t(words::TAKE_BACK), move || open.set(Some(n)));
        el("li").put(of("div", "cell").put(say).put(of("span", "end").put(back))).into()
    };
    let list = live(move || {
        let all = theirs.get();
        let some = !all.is_empty();
        let list =
            || section(ui.t(words::LIVING), None).put(of("ul", "list").all(all.into_iter().enumerate().map(row)));
        some.then(list)
    });
    let ask = move |which| {
        let name = at(which).map_or_else(String::new, |living| living.name);
        (words::TAKE_BACK_TITLE, ui.fill(words::TAKE_BACK_TEXT, &[&name]))
    };
    let work = move |which| {
        let (book, living) = (desk.book(ui), leptos::prelude::untrack(|| at(which)));
        Box::pin(async move {
            match living {
                Some(living) => ui.hood.revoke_enrolment(book, living.person).await,
                None => Ok(()),
            }
        }) as crate::ui::confirm::Work
    };
    let done = move |ui: Ui| {
        ui.told(words::TAKEN_BACK);
        desk.look(ui);
    };
    vec![list, confirm(ui, open, ask, work, done)].into()
}

fn everybody(ui: Ui, desk: Desk) -> Node {
    let find = crate::ui::act::Form::element(move || desk.look(ui))
        .put(field(ui, desk.form, FIND, desk.find))
        .put(live(move || el("button").attr("class", "btn ghost").attr("type", "submit").say(ui, words::FIND_GO)));
    let people = live(move || section(ui.t(words::PEOPLE), None).put(list(ui, desk)));
    vec![
        live(move || books(ui, desk)),
        find.into(),
        desk.form.summary(ui),
        people,
        living(ui, desk, None),
        add::section(ui, desk),
    ]
    .into()
}

/// The sheet that was just made, alone on the page: what is printed is what is seen.
fn sheet(ui: Ui, desk: Desk) -> Node {
    let back = of("div", "btns").put(button("btn ghost", ui.t(slip_words::BACK), move || desk.made.set(None)));
    of("div", "printed stack")
        .put(live(move || desk.made.get().map(|made| slip::with_buttons(ui, &made))))
        .put(back)
        .into()
}

/// The screen.
pub fn page(ui: Ui) -> Page {
    let desk = Desk::new();
    desk.look(ui);
    let which = crate::ui::looked::Looked::new(move || (desk.made.with(Option::is_some), desk.chosen.get()));
    let body = live(move || match which.get() {
        (true, _) => sheet(ui, desk),
        (_, Some(person)) => person::page(ui, desk, &person),
        _ => everybody(ui, desk),
    });
    Page::new("page slim", move || ui.t(words::TITLE).into(), body).sub(move || query::book_name(ui)).back(Route::Me)
}
