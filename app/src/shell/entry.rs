//! An entry of the outbox in words: what was done, what was typed, and where it leads.

use crate::{
    routes::Route,
    state::{Pending, PendingState},
    text::{Words, stewards, sync as words, timebank},
    ui::Ui,
};
use jiefang_domain::{
    Id,
    command::Command,
    stewards::{FindHazard1, ReviewOutcome},
};

/// What was done, in one line.
pub fn title(ui: Ui, command: &Command) -> String {
    let with = |words: Words, what: &str| ui.fill(words, &[what]);
    let plain = match command {
        Command::FindHazard1(FindHazard1(c)) | Command::FindHazard(c) => {
            return with(words::DO_FIND_HAZARD, ui.t(stewards::category(c.category)));
        }
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

/// What was typed, so that it can be used again.
pub fn typed(command: &Command) -> Vec<String> {
    let all: Vec<&String> = match command {
        Command::FindHazard1(FindHazard1(c)) | Command::FindHazard(c) => vec![&c.note],
        Command::CorrectHazard(c) => vec![&c.note],
        Command::RectifyHazard(c) => vec![&c.note],
        Command::RecheckHazard(c) => vec![&c.note],
        Command::ReviewHazard(c) => match &c.outcome {
            ReviewOutcome::Returned { reason } => vec![reason],
            ReviewOutcome::Reviewed { .. } => Vec::new(),
        },
        Command::RaiseIssue(c) => vec![&c.title, &c.detail],
        Command::DeclineIssue(c) => vec![&c.reason],
        Command::PutOnAgenda(c) => vec![&c.topic],
        Command::RejectHour(c) => vec![&c.reason],
        _ => Vec::new(),
    };
    all.into_iter().filter(|text| !text.is_empty()).cloned().collect()
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
