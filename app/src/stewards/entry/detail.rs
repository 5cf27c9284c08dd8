//! One entry: where it stands, what it is, what can be done now, what happened.

use super::{
    new::call_110,
    open::Opening,
    sheet::{Answers, label},
    steps::{self, open_to_me},
    way,
};
use crate::{
    meet,
    photo::gallery,
    privacy::calling,
    routes::{Route, Show},
    text::{entry as words, shell},
    ui::{
        Node, Ui, button, dates,
        dialog::sheet,
        el, link,
        list::{self, facts, gone, section, state, tag},
        live, nothing, of,
        page::Page,
        query,
    },
};
use jiefang_domain::{
    Id, Key, Kind,
    stewards::{Entry, EntryKind, EntryState, Party, Review},
};
use leptos::prelude::*;

const BACK: Route = Route::Stewards(Show::All);

/// What somebody it concerns is called here.
pub fn called(ui: Ui, party: &Party) -> String {
    if party.person.is_none() || !party.name.is_empty() {
        party.name.clone()
    } else {
        query::person_called(ui, &party.person)
    }
}

fn people(ui: Ui, entry: &Entry, call: calling::Calling) -> Option<Node> {
    let all = entry.parties.known().filter(|all| !all.is_empty())?;
    let line = |party: &Party| {
        let mut said = [party.consented_at_ms, party.confirmed_at_ms]
            .into_iter()
            .zip([words::PARTY_CONSENTED, words::PARTY_CONFIRMED]);
        let said = said.rfind(|(at_ms, _)| *at_ms != 0).map(|(_, words)| words);
        let asks = matches!(entry.entry_kind, EntryKind::Dispute | EntryKind::Errand);
        let said = said.or_else(|| asks.then_some(words::PARTY_WAITS)).map(|words| tag("tag", ui.t(words)));
        let number = call.button(ui, &party.person, called(ui, party));
        of("div", "row").put(el("span").put(called(ui, party)).put(" ").put(said)).put(number).into()
    };
    Some(Node::Many(all.iter().map(line).collect()))
}

/// What it corrects, and what corrects it.
fn beside(ui: Ui, entry: &Entry) -> Vec<(&'static str, Node)> {
    let to = |other: &Entry| {
        let words = [&steps::title(ui, other), " · ", &steps::stands(ui, other)].concat();
        link("", &Route::Entry(other.id.clone())).put(words).into()
    };
    let mut all = Vec::new();
    if let Some((old, _)) = query::record::<Entry>(ui, &entry.replaces) {
        all.push((ui.t(words::CORRECTS), to(&old)));
    }
    for new in steps::corrections(ui, &entry.id).iter().filter(|new| new.review != Review::Void) {
        let label = if new.review == Review::Counted { words::CORRECTED } else { words::CORRECTING };
        all.push((ui.t(label), to(new)));
    }
    all
}

fn details(ui: Ui, entry: &Entry, waiting: bool, call: calling::Calling) -> Node {
    let mut all: Vec<(&'static str, Node)> = vec![
        (ui.t(words::WHAT), steps::title(ui, entry).into()),
        (ui.t(words::HAPPENED), dates::moment_node(ui, entry.happened_at_ms)),
        (ui.t(words::AUTHOR), query::person_name(ui, &entry.author).into()),
    ];
    if entry.keeper != entry.author {
        all.push((ui.t(words::KEEPER), query::person_name(ui, &entry.keeper).into()));
    }
    all.extend(people(ui, entry, call).map(|people| (ui.t(words::PEOPLE), people)));
    all.extend(way::checkpoints(ui, entry).map(|points| (ui.t(words::POINTS), points)));
    let texts = [(words::SAID, &entry.note), (words::AGREED_ON, &entry.agreement), (words::REPORT_NO, &entry.report)];
    let said = texts.into_iter().filter(|(_, text)| !query::shown(text).is_empty());
    all.extend(said.map(|(title, text)| (ui.t(title), query::shown(text).to_owned().into())));
    all.extend(beside(ui, entry));
    if !entry.issue.is_none() {
        let issue = Key { kind: Kind::Issue, id: entry.issue.clone() };
        all.extend(meet::link_to(ui, &issue, words::ISSUE_LINK).map(|to| (ui.t(words::ISSUE), to)));
    }
    let tag = waiting.then(|| tag("tag wait", ui.t(shell::WAITING_TAG)));
    section(ui.t(words::FACTS), None).put(tag).put(facts(all)).into()
}

fn actions(ui: Ui, entry: &Entry, answers: &Answers) -> Node {
    let answers = *answers;
    let buttons = open_to_me(ui, entry).into_iter().enumerate().map(|(at, step)| {
        let subject = entry.clone();
        let class = if at == 0 && steps::is_hoped(step) { "btn" } else { "btn ghost" };
        button(class, label(ui, entry, step), move || answers.begin(ui, &subject, step)).into()
    });
    list::buttons(buttons.collect())
}

/// What stands where the body is sealed for this person.
fn sealed(ui: Ui, entry: &Entry) -> Node {
    let hidden = entry.entry_kind.has_sealed() && entry.note.known().is_none();
    hidden.then(|| state("", "封", ui.t(words::SEALED), ui.t(words::SEALED_TEXT))).into()
}

fn danger(ui: Ui, entry: &Entry) -> Node {
    if entry.state == EntryState::Observed { call_110(ui) } else { nothing() }
}

/// The record, with what was opened of it.
fn seen(ui: Ui, id: &Id, opening: Opening) -> Option<(Entry, bool)> {
    let (entry, waiting) = query::record::<Entry>(ui, id)?;
    let mut whole = opening.shown.get().filter(|(opened, _)| opened.id == *id);
    if let Some((opened, _)) = &mut whole {
        // What was opened says what is hidden; where it stands says the record.
        let mut entry = entry.clone();
        jiefang_domain::record::Record::fill(&mut entry, opened);
        return Some((entry, waiting));
    }
    Some((entry, waiting))
}

/// The screen.
pub fn page(ui: Ui, id: Id) -> Page {
    let answers = Answers::new();
    let call = calling::Calling::new();
    let raising = meet::Raising::new();
    let (of_title, of_place, of_sheet, of_photos) = (id.clone(), id.clone(), id.clone(), id.clone());
    let photos = move || {
        let seen = seen(ui, &of_photos, answers.opening);
        let photos = seen.and_then(|(entry, _)| entry.photos.known().cloned()).unwrap_or_default();
        (photos, answers.opening.by())
    };
    let pictures = gallery(ui, photos);
    let scan = answers.points.sheet(ui, id.clone());
    let title =
        move || query::record::<Entry>(ui, &of_title).map_or_else(String::new, |(entry, _)| steps::title(ui, &entry));
    let place =
        move || query::record::<Entry>(ui, &of_place).map_or_else(String::new, |(entry, _)| steps::place(ui, &entry));
    let body = live(move || {
        let Some((entry, waiting)) = seen(ui, &id, answers.opening) else { return gone(ui, &BACK) };
        let opened = answers.opening.by();
        let raise = meet::About {
            from: Key::of::<Entry>(&entry.id),
            place: entry.place.clone(),
            title: if entry.entry_kind.is_sealed() { String::new() } else { steps::title(ui, &entry) },
            sides: entry.entry_kind.is_sealed().then(|| entry.parties.known().map_or(0, Vec::len)),
        };
        Node::Many(vec![
            danger(ui, &entry),
            way::stations(ui, &entry),
            live(move || if answers.open.get().is_none() { answers.summary(ui) } else { nothing() }),
            actions(ui, &entry, &answers),
            if opened.is_some() { Opening::said(ui) } else { sealed(ui, &entry) },
            details(ui, &entry, waiting, call),
            // Who does not know the sides of what is sealed opens it first: each of them has to agree.
            if entry.entry_kind.is_sealed() && entry.parties.known().is_none() {
                nothing()
            } else {
                raising.button(ui, raise)
            },
            way::past(ui, &entry, &opened),
        ])
    });
    let sheet = sheet(ui, answers.open, move |_| match untrack(|| query::record::<Entry>(ui, &of_sheet)) {
        Some((entry, _)) => answers.sheet(ui, &entry),
        None => ("", nothing()),
    });
    Page::new("page slim s", title, vec![pictures, body, sheet, scan, call.sheet(ui), raising.sheet(ui)])
        .sub(place)
        .back(BACK)
}
