//! One hazard: where it stands, what it is, what can be done now, what happened.

use super::{
    draft::call_119,
    sheet::{Answers, label},
    steps::{self, Step, open_to_me},
    way,
};
use crate::{
    meet,
    photo::gallery,
    routes::{Route, Show},
    text::{entry, shell, stewards as words},
    ui::{
        Node, Ui, button, dates,
        dialog::sheet,
        list::{self, facts, gone, section, tag},
        live, nothing,
        page::Page,
        pick::Pick,
        query,
    },
};
use jiefang_domain::{
    Id, Key, Kind,
    stewards::{Grade, Hazard, HazardState},
};
use leptos::prelude::*;

const BACK: Route = Route::Stewards(Show::All);

fn details(ui: Ui, hazard: &Hazard, waiting: bool) -> Node {
    let mut all: Vec<(&'static str, Node)> = vec![
        (ui.t(words::WHAT), steps::title(ui, hazard).into()),
        (ui.t(words::GRADE), ui.t(words::grade(hazard.grade)).into()),
        (ui.t(words::FOUND_AT), dates::moment_node(ui, hazard.found_at_ms)),
    ];
    if let Some(author) = hazard.author.known() {
        all.push((ui.t(words::FOUND_BY), query::person_name(ui, author).into()));
    }
    match query::shown(&hazard.note) {
        "" => {}
        note => all.push((ui.t(words::NOTE), note.to_owned().into())),
    }
    if let Some(keeper) = hazard.keeper().filter(|keeper| hazard.author.known() != Some(keeper)) {
        all.push((ui.t(entry::KEEPER), query::person_name(ui, keeper).into()));
    }
    for issue in hazard.issues.known().into_iter().flatten() {
        all.extend(
            meet::link_to(ui, &Key { kind: Kind::Issue, id: issue.clone() }, entry::ISSUE_LINK)
                .map(|to| (ui.t(entry::ISSUE), to)),
        );
    }
    let tag = waiting.then(|| tag("tag wait", ui.t(shell::WAITING_TAG)));
    section(ui.t(words::FACTS), None).put(tag).put(facts(all)).into()
}

fn actions(ui: Ui, hazard: &Hazard, answers: Answers, open: Pick<Step>) -> Node {
    let mut steps = open_to_me(ui, hazard);
    if steps.contains(&Step::Review) {
        steps.insert(1, Step::Return);
    }
    // What is offered and not asked for yet is no one's next step.
    let asked = steps::waits(ui, hazard);
    let buttons = steps.into_iter().enumerate().map(|(i, step)| {
        let subject = hazard.clone();
        let act = move || {
            answers.begin(&subject);
            if step == Step::Clear { answers.send(ui, &subject, step, open) } else { open.set(step) }
        };
        button(if i == 0 && asked { "btn" } else { "btn ghost" }, ui.t(label(step)), act).into()
    });
    list::buttons(buttons.collect())
}

fn danger(ui: Ui, hazard: &Hazard) -> Node {
    let now = hazard.grade == Grade::Immediate && hazard.state < HazardState::Rectified;
    if now { call_119(ui) } else { nothing() }
}

/// What an issue made of it begins with.
fn about(ui: Ui, hazard: &Hazard) -> meet::About {
    let from = Key::of::<Hazard>(&hazard.id);
    meet::About { from, place: hazard.place.clone(), title: steps::title(ui, hazard), sides: None }
}

/// What is said of the hazard; nothing where it is not seen.
fn with(ui: Ui, id: &Id, say: fn(Ui, &Hazard) -> String) -> String {
    query::record::<Hazard>(ui, id).map_or_else(String::new, |(hazard, _)| say(ui, &hazard))
}

/// The screen.
pub fn page(ui: Ui, id: Id) -> Page {
    let answers = Answers::new();
    let open = Pick::new(Step::ALL);
    let raising = meet::Raising::new();
    let (of_title, of_place, of_sheet, of_photos) = (id.clone(), id.clone(), id.clone(), id.clone());
    let photos = move || {
        let seen = query::record::<Hazard>(ui, &of_photos);
        (seen.and_then(|(hazard, _)| hazard.photos.known().cloned()).unwrap_or_default(), None)
    };
    let pictures = gallery(ui, photos);
    let title = move || with(ui, &of_title, steps::title);
    let place = move || with(ui, &of_place, |ui, hazard| query::long_place_name(ui, &hazard.place));
    let body = live(move || {
        let Some((hazard, waiting)) = query::record::<Hazard>(ui, &id) else { return gone(ui, &BACK) };
        Node::Many(vec![
            danger(ui, &hazard),
            way::stations(ui, &hazard),
            live(move || if open.get().is_none() { answers.summary(ui) } else { nothing() }),
            actions(ui, &hazard, answers, open),
            details(ui, &hazard, waiting),
            raising.button(ui, about(ui, &hazard)),
            section(ui.t(words::HISTORY), None).put(way::past(ui, &hazard)).into(),
        ])
    });
    let sheet =
        sheet(ui, open.signal(), move |_| match (untrack(|| query::record::<Hazard>(ui, &of_sheet)), open.now()) {
            (Some((hazard, _)), Some(step)) => answers.sheet(ui, hazard, step, open),
            _ => ("", nothing()),
        });
    Page::new("page slim s", title, vec![pictures, body, sheet, raising.sheet(ui)]).sub(place).back(BACK)
}
