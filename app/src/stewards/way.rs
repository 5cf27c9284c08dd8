//! A hazard's way: the stations it passes, and its history.

use crate::{
    text::{Words, entry, stewards as words},
    ui::{
        Node, Ui, dates, nothing, query,
        track::{Past, Station, history, mark_now, track},
    },
};
use jiefang_domain::{
    Id, Millis,
    grid::Place,
    stewards::{Hazard, HazardState, HazardStep, Review},
};

fn steps(hazard: &Hazard) -> &[HazardStep] {
    hazard.steps.known().map_or(&[], Vec::as_slice)
}

fn when(hazard: &Hazard, is: impl Fn(&HazardStep) -> bool) -> Option<Millis> {
    steps(hazard).iter().rev().find(|step| is(step)).map(|step| step.at_ms)
}

/// Found, reviewed, put right, rechecked, cleared.
pub fn stations(ui: Ui, hazard: &Hazard) -> Node {
    let author = hazard.author.known().map_or_else(String::new, |author| query::person_name(ui, author));
    let reviewed = matches!(hazard.review, Review::Reviewed | Review::Counted);
    let station = |done: bool, title: Words, sub: &str, at: Option<Millis>| {
        if done { Station::done(ui, title, String::new(), at) } else { Station::todo(ui, title, sub.into()) }
    };
    let reviewed_at = when(hazard, |s| s.review == Review::Reviewed && s.state <= HazardState::Graded);
    let mut all = vec![
        Station::done(ui, words::FOUND, author, Some(hazard.found_at_ms)),
        station(reviewed, words::REVIEWED, "", reviewed_at),
        station(
            hazard.state >= HazardState::Rectified,
            words::RECTIFIED,
            "",
            when(hazard, |s| s.state == HazardState::Rectified),
        ),
        station(
            hazard.rechecked_at_ms != 0,
            words::RECHECKED,
            ui.t(words::OTHERS_RECHECK),
            Some(hazard.rechecked_at_ms),
        ),
        station(hazard.state == HazardState::Cleared, words::CLEARED, "", Some(hazard.cleared_at_ms)),
    ];
    let open = hazard.rechecked_at_ms == 0;
    let (left, late) = dates::limit(ui, hazard.due_at_ms);
    // By then it is to be rechecked, whatever comes before that.
    let next = if hazard.state >= HazardState::Rectified { words::DUE } else { words::DUE_ALL };
    let due = ui.fill(next, &[&dates::last_moment(ui, hazard.due_at_ms), &left]);
    let returned = (hazard.review == Review::Returned).then(|| ui.t(words::RETURNED_TAG).to_owned());
    mark_now(&mut all, returned.or_else(|| open.then_some(due)), open && late);
    track(ui, words::NOW, all)
}

/// What became of something whose state stayed: an issue was made of it, its place changed, or who has it.
pub fn changed(ui: Ui, was: &Id, is_issue: bool) -> Words {
    if is_issue {
        entry::ISSUE
    } else if query::record::<Place>(ui, was).is_some() {
        entry::MOVED
    } else {
        entry::HANDED
    }
}

/// What a step was, told from what stood before it.
fn what(ui: Ui, hazard: &Hazard, before: Option<&HazardStep>, step: &HazardStep) -> Words {
    let Some(before) = before else { return words::FOUND };
    if let ([was], true) = (step.was.as_slice(), (before.state, before.review) == (step.state, step.review)) {
        return changed(ui, was, hazard.issues.known().is_some_and(|issues| issues.contains(was)));
    }
    match (before.review, step.review) {
        (Review::Submitted, Review::Reviewed) => words::REVIEWED,
        (_, Review::Void) => words::STATE_VOID,
        (_, Review::Returned) => words::RETURNED_TAG,
        (Review::Returned, Review::Submitted) => words::CORRECT,
        _ if step.state < before.state => words::FAILED,
        _ => match step.state {
            HazardState::Found | HazardState::Graded => words::REVIEWED,
            HazardState::Controlled => words::CONTROLLED,
            HazardState::Assigned => words::ASSIGNED,
            HazardState::Rectified => words::RECTIFIED,
            HazardState::Rechecked => words::RECHECKED,
            HazardState::Cleared => words::CLEARED,
        },
    }
}

/// All that happened to it.
pub fn past(ui: Ui, hazard: &Hazard) -> Node {
    let all = steps(hazard);
    let lines = all.iter().enumerate().map(|(i, step)| Past {
        at_ms: step.at_ms,
        what: what(ui, hazard, i.checked_sub(1).and_then(|before| all.get(before)), step),
        by: step.by.clone(),
        note: step.note.clone(),
        below: nothing(),
    });
    history(ui, lines.collect())
}
