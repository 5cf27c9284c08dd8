//! An entry of the outbox in words: what was done, what was typed, and where it leads.

use crate::{
    routes::Route,
    state::{Pending, PendingState},
    text::{Words, council, stewards, sync as words, timebank},
    ui::{Ui, dates, query},
};
use jiefang_domain::{
    Id,
    command::Command,
    council::Issue,
    stewards::{Hazard, ReviewOutcome},
    timebank::Recipient,
};

/// What was done, in one line.
pub fn title(ui: Ui, command: &Command) -> String {
    let with = |words: Words, what: &str| ui.fill(words, &[what]);
    let plain = match command {
        Command::FindHazard(c) => return with(words::DO_FIND_HAZARD, ui.t(stewards::category(c.category))),
        Command::CorrectHazard(c) => return with(words::DO_CORRECT_HAZARD, ui.t(stewards::category(c.category))),
        Command::RaiseIssue(c) => return with(words::DO_RAISE_ISSUE, &c.title),
        Command::CaptureHour(c) => return with(words::DO_CAPTURE_HOUR, ui.t(timebank::activity(c.activity))),
        Command::ReviewHazard(_) => words::DO_REVIEW_HAZARD,
        Command::RectifyHazard(_) => words::DO_RECTIFY_HAZARD,
        Command::RecheckHazard(_) => words::DO_RECHECK_HAZARD,
        Command::ClearHazard(_) => words::DO_CLEAR_HAZARD,
        Command::AcceptIssue(_) => words::DO_ACCEPT_ISSUE,
        Command::DeclineIssue(_) => words::DO_DECLINE_ISSUE,
        Command::PutOnAgenda(_) => words::DO_PUT_ON_AGENDA,
        Command::ConfirmHour(_) => words::DO_CONFIRM_HOUR,
        Command::RejectHour(_) => words::DO_REJECT_HOUR,
        Command::AddPlace(_)
        | Command::SetPolicy(_)
        | Command::EnterPerson(_)
        | Command::GiveGrant(_)
        | Command::EndGrant(_)
        | Command::PublishReported(_)
        | Command::EscalateIssue(_)
        | Command::OpenCard(_) => words::DO_OTHER,
    };
    ui.t(plain).into()
}

/// What was recorded, all of it: what was asked, and what was answered.
pub type Said = Vec<(&'static str, String)>;

/// What was typed and chosen, so that it can be read, used again, or handed on. Names are looked up in the current book.
pub fn said(ui: Ui, command: &Command) -> Said {
    use words::{ABOUT, BY, FOR, HOW_LONG, WHAT, WHEN, WHERE, YOUR_WORDS};
    let place = |id: &Id| query::long_place_name(ui, id);
    let when = |at_ms| dates::moment(ui, at_ms);
    let grade = |grade| (stewards::GRADE, ui.t(stewards::grade(grade)).to_owned());
    let hazard = |id: &Id| {
        let title = |h: &Hazard| [&place(&h.place), " · ", ui.t(stewards::category(h.category))].concat();
        (ABOUT, query::record::<Hazard>(ui, id).map_or_else(String::new, |(hazard, _)| title(&hazard)))
    };
    let issue = |id: &Id| {
        let title = |issue: &Issue| issue.title.clone();
        (ABOUT, query::record::<Issue>(ui, id).map_or_else(String::new, |(issue, _)| title(&issue)))
    };
    let text = |text: &String| (YOUR_WORDS, text.clone());
    let all: Vec<(Words, String)> = match command {
        Command::FindHazard(c) => {
            let at = [&place(&c.place), " ", &spot(ui, &c.spot)].concat();
            let what = ui.t(stewards::category(c.category)).into();
            vec![(WHAT, what), (WHERE, at), (WHEN, when(c.found_at_ms)), grade(c.grade), text(&c.note)]
        }
        Command::CorrectHazard(c) => {
            let what = ui.t(stewards::category(c.category)).into();
            vec![(WHAT, what), (WHERE, spot(ui, &c.spot)), grade(c.grade), text(&c.note)]
        }
        Command::RectifyHazard(c) => vec![hazard(&c.hazard), text(&c.note)],
        Command::RecheckHazard(c) => {
            let result = if c.passed { stewards::PASSED } else { stewards::FAILED };
            vec![hazard(&c.hazard), (stewards::RESULT, ui.t(result).into()), text(&c.note)]
        }
        Command::ReviewHazard(c) => match &c.outcome {
            ReviewOutcome::Returned { reason } => vec![hazard(&c.hazard), text(reason)],
            ReviewOutcome::Reviewed { grade: to } => vec![hazard(&c.hazard), grade(*to)],
        },
        Command::ClearHazard(c) => vec![hazard(&c.hazard)],
        Command::RaiseIssue(c) => {
            let whom = if c.raiser == query::my_id(ui) { String::new() } else { query::person_name(ui, &c.raiser) };
            let what = ui.t(council::category(c.category)).into();
            vec![(WHAT, what), (WHERE, place(&c.place)), text(&c.title), text(&c.detail), (FOR, whom)]
        }
        Command::AcceptIssue(c) => vec![issue(&c.issue)],
        Command::DeclineIssue(c) => vec![issue(&c.issue), text(&c.reason)],
        Command::PutOnAgenda(c) => vec![issue(&c.issue), (WHEN, when(c.meets_at_ms)), text(&c.topic)],
        Command::CaptureHour(c) => {
            let whom = match &c.recipient {
                Recipient::Person(person) => query::person_name(ui, person),
                Recipient::Card(number) => ui.fill(timebank::NUMBER, &[number.as_str()]),
                Recipient::Community => ui.t(timebank::EVERYONE).into(),
            };
            let what = ui.t(timebank::activity(c.activity)).into();
            let long = dates::length(ui, c.minutes);
            let by = query::person_name(ui, &c.provider);
            vec![(WHAT, what), (WHEN, when(c.started_at_ms)), (HOW_LONG, long), (FOR, whom), (BY, by)]
        }
        Command::RejectHour(c) => vec![text(&c.reason)],
        _ => Vec::new(),
    };
    let told = all.into_iter().filter(|(_, text)| !text.trim().is_empty());
    told.map(|(label, text)| (ui.t(label), text.trim().to_owned())).collect()
}

/// Where in the place, in words.
fn spot(ui: Ui, spot: &str) -> String {
    match spot {
        "" => String::new(),
        "yard" => ui.t(stewards::YARD).into(),
        number => ui.fill(stewards::UNIT, &[number]),
    }
}

/// The record it is about.
pub fn leads_to(command: &Command) -> Option<Route> {
    let hazard = |id: &Id| Some(Route::Hazard(id.clone()));
    match command {
        Command::ReviewHazard(c) => hazard(&c.hazard),
        Command::CorrectHazard(c) => hazard(&c.hazard),
        Command::RectifyHazard(c) => hazard(&c.hazard),
        Command::RecheckHazard(c) => hazard(&c.hazard),
        Command::ClearHazard(c) => hazard(&c.hazard),
        Command::AcceptIssue(c) => Some(Route::Issue(c.issue.clone())),
        Command::DeclineIssue(c) => Some(Route::Issue(c.issue.clone())),
        Command::PutOnAgenda(c) => Some(Route::Issue(c.issue.clone())),
        Command::ConfirmHour(c) => Some(Route::Hour(c.hour.clone())),
        Command::RejectHour(c) => Some(Route::Hour(c.hour.clone())),
        _ => None,
    }
}

/// The sign of the brand it belongs to.
pub fn seal(command: &Command) -> (&'static str, &'static str) {
    match command.kind().split('.').next() {
        Some("hazard") => ("seal s sm", "隐"),
        Some("issue") => ("seal c sm", "议"),
        Some("hour" | "card") => ("seal t sm", "时"),
        _ => ("seal sm", "记"),
    }
}

/// How far it has come: a tag's class and its words.
pub fn state(pending: &Pending) -> (&'static str, Words) {
    match pending.state {
        PendingState::Waiting => ("tag wait", words::STATE_WAITING),
        PendingState::Arrived => ("tag ok", words::STATE_ARRIVED),
        PendingState::NoLongerHolds(_) => ("tag bad", words::STATE_STUCK),
        PendingState::Refused(_) => ("tag bad", words::STATE_REFUSED),
        PendingState::Held(_) => ("tag bad", words::STATE_HELD),
    }
}
