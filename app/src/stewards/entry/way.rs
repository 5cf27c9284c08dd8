//! An entry's way: the stations it passes, and its history.

use super::super::way::changed;
use crate::{
    photo::strip,
    text::{Words, entry as words, stewards},
    ui::{
        Node, Ui, dates,
        list::section,
        nothing, query,
        track::{Past, Station, history, mark_now, track},
    },
};
use jiefang_domain::{
    Id,
    stewards::{Entry, EntryKind, EntryState, EntryStep, Review, ends},
};

/// The stations of a kind where everything goes well.
const fn line(kind: EntryKind) -> &'static [EntryState] {
    use EntryState as S;
    match kind {
        EntryKind::Dispute => &[S::Recorded, S::Consented, S::Mediating, S::Agreed, S::Fulfilled],
        EntryKind::Errand => &[S::Requested, S::Accepted, S::Doing, S::HandedBack, S::Confirmed],
        EntryKind::Patrol => &[S::Planned, S::Started, S::Done],
        EntryKind::Theft | EntryKind::Fight => &[S::Observed, S::PoliceCalled, S::HandedOver, S::Confirmed],
        EntryKind::Visit => &[S::Planned, S::Done, S::FollowUp],
        EntryKind::StudyVisit => &[S::Booked, S::Held, S::Feedback],
    }
}

fn steps(entry: &Entry) -> &[EntryStep] {
    entry.steps.known().map_or(&[], Vec::as_slice)
}

/// Its stations; where it stands now is marked until it ends. One that turned off the line ends after those it passed.
pub fn stations(ui: Ui, entry: &Entry) -> Node {
    let kind = entry.entry_kind;
    let line = line(kind);
    let passed = |state: EntryState| steps(entry).iter().find(|step| step.state == state).map(|step| step.at_ms);
    let here = line.iter().position(|state| *state == entry.state);
    let last = here.unwrap_or_else(|| line.iter().rposition(|state| passed(*state).is_some()).unwrap_or(0));
    let over =
        ends(entry.state) && entry.entry_kind != EntryKind::Dispute || here.is_none_or(|at| at + 1 == line.len());
    let mut all = Vec::new();
    for (at, state) in line.iter().enumerate().take_while(|(at, _)| here.is_some() || *at <= last) {
        let title = words::state(kind, *state);
        all.push(if at < last || (at == last && over) {
            Station::done(ui, title, String::new(), passed(*state))
        } else {
            Station::todo(ui, title, String::new())
        });
    }
    if here.is_none() {
        let ended = (entry.ended_at_ms != 0).then_some(entry.ended_at_ms);
        all.push(Station::done(ui, words::state(kind, entry.state), String::new(), ended));
    }
    let review = ui.t(words::review(entry.review));
    if !over {
        mark_now(&mut all, Some(review.into()), false);
    } else if let Some(station) = all.get_mut(here.unwrap_or(last + 1)) {
        station.sub = review.into();
    }
    track(ui, stewards::NOW, all)
}

/// What a step was, told from what stood before it.
fn what(ui: Ui, entry: &Entry, before: Option<&EntryStep>, step: &EntryStep) -> Words {
    let kind = entry.entry_kind;
    let Some(before) = before else {
        return if entry.replaces.is_none() { words::state(kind, step.state) } else { words::AGAIN };
    };
    // Of another kind it begins anew, so that state and review change too.
    if step.was.len() == 2 {
        return words::MOVED;
    }
    if step.review == Review::Void && !step.was.is_empty() {
        return words::CORRECTED;
    }
    if before.review != step.review {
        return words::review(step.review);
    }
    if before.state != step.state {
        return words::state(kind, step.state);
    }
    match (step.was.as_slice(), step.state) {
        ([was], _) => changed(ui, was, *was == entry.issue),
        (_, EntryState::Mediating) if step.by == before.by => words::D_SESSION,
        (_, EntryState::Agreed | EntryState::Fulfilled) => words::BREACHED,
        _ if step.review == Review::Returned => words::RETURNED,
        _ => words::ANSWERED,
    }
}

/// The photos that came with a step, as long as the entry names them.
fn pictures(ui: Ui, entry: &Entry, opened: &Opened, step: &EntryStep) -> Node {
    let there = entry.photos.known().map_or(&[][..], Vec::as_slice);
    let all: Vec<Id> = step.photos.iter().filter(|id| there.contains(id)).cloned().collect();
    let named = (all, opened.clone());
    if named.0.is_empty() { nothing() } else { strip(ui, move || named.clone()) }
}

/// The entry and the look that opened it, where it is sealed and was opened.
pub type Opened = Option<(Id, Id)>;

/// All that happened to it; nothing where that is hidden.
pub fn past(ui: Ui, entry: &Entry, opened: &Opened) -> Node {
    let all = steps(entry);
    if all.is_empty() {
        return nothing();
    }
    let lines = all.iter().enumerate().map(|(at, step)| Past {
        at_ms: step.at_ms,
        what: what(ui, entry, at.checked_sub(1).and_then(|before| all.get(before)), step),
        by: step.by.clone(),
        note: step.note.clone(),
        below: pictures(ui, entry, opened, step),
    });
    section(ui.t(words::HISTORY), None).put(history(ui, lines.collect())).into()
}

/// The checkpoints of a patrol, each with when it was seen.
pub fn checkpoints(ui: Ui, entry: &Entry) -> Option<Node> {
    let all = entry.checkpoints.known().filter(|all| !all.is_empty())?;
    let line = |point: &jiefang_domain::stewards::Checkpoint| {
        let seen = match point.seen_at_ms {
            0 => ui.t(words::NOT_SEEN).into(),
            at_ms => ui.fill(words::TIME_SEEN, &[&dates::moment(ui, at_ms)]),
        };
        crate::ui::el("div").put([&point_name(ui, &point.at), " · ", &seen].concat()).into()
    };
    Some(Node::Many(all.iter().map(line).collect()))
}

/// What a checkpoint is called: a place by its name, a code as it stands on its sign.
pub fn point_name(ui: Ui, at: &Id) -> String {
    match query::long_place_name(ui, at) {
        name if name.is_empty() => at.as_str().into(),
        name => name,
    }
}
