//! An issue's way: the stations it passes, and its history.

use crate::{
    text::{Words, council as words},
    ui::{
        Node, Ui, dates, nothing, query,
        track::{Past, Station, history, mark_now, track},
    },
};
use jiefang_domain::{
    Millis,
    council::{Issue, IssueState, IssueStep, Level},
};

fn steps(issue: &Issue) -> &[IssueStep] {
    issue.steps.known().map_or(&[], Vec::as_slice)
}

fn step_to(issue: &Issue, state: IssueState) -> Option<&IssueStep> {
    steps(issue).iter().find(|step| step.state == state)
}

/// Until when this step has to be done, and what is left of it.
pub fn due(ui: Ui, issue: &Issue) -> (String, bool) {
    let (left, late) = dates::limit(ui, issue.due_at_ms);
    let mut text = ui.fill(words::DUE, &[&dates::last_moment(ui, issue.due_at_ms), &left]);
    if issue.due_provisional {
        text.push_str(ui.t(crate::text::dates::PROVISIONAL));
    }
    (text, late)
}

fn meeting(ui: Ui, at_ms: Millis) -> String {
    ui.fill(words::MEETS_ON, &[&dates::moment(ui, at_ms)])
}

/// Raised, answered, on the agenda, met.
pub fn stations(ui: Ui, issue: &Issue) -> Node {
    let raiser = issue.raiser.known().map_or_else(String::new, |raiser| query::person_name(ui, raiser));
    let mut all = vec![Station::done(ui, words::RAISED, raiser, Some(issue.raised_at_ms))];
    if issue.state == IssueState::Declined {
        let reason = step_to(issue, IssueState::Declined).map_or_else(String::new, |step| step.note.clone());
        all.push(Station::done(ui, words::DECLINED, reason, Some(issue.answered_at_ms)));
        return track(ui, words::NOW, all);
    }
    all.push(if issue.state == IssueState::Raised {
        Station::todo(ui, words::ACCEPTED, String::new())
    } else {
        Station::done(ui, words::ACCEPTED, String::new(), Some(issue.answered_at_ms))
    });
    let on_agenda = issue.state == IssueState::Agenda;
    all.push(if on_agenda {
        let step = step_to(issue, IssueState::Agenda);
        Station::done(ui, words::AGENDA, step.map_or_else(String::new, |s| s.note.clone()), step.map(|s| s.at_ms))
    } else {
        Station::todo(ui, words::AGENDA, String::new())
    });
    let meets = if on_agenda { meeting(ui, issue.meets_at_ms) } else { String::new() };
    all.push(Station::todo(ui, words::MEETING, meets));
    if issue.due_at_ms == 0 {
        mark_now(&mut all, None, false);
    } else {
        let (due, late) = due(ui, issue);
        mark_now(&mut all, Some(due), late);
    }
    track(ui, words::NOW, all)
}

/// What a step was, told from what stood before it.
fn what(before: Option<&IssueStep>, step: &IssueStep) -> Words {
    if before.is_some_and(|before| before.state == step.state) {
        return words::ESCALATED;
    }
    match step.state {
        IssueState::Raised => words::RAISED,
        IssueState::Accepted => words::ACCEPTED,
        IssueState::Declined => words::DECLINED,
        IssueState::Agenda => words::AGENDA,
    }
}

/// All that happened to it.
pub fn past(ui: Ui, issue: &Issue) -> Node {
    let all = steps(issue);
    let lines = all.iter().enumerate().map(|(i, step)| {
        let what = what(i.checked_sub(1).and_then(|before| all.get(before)), step);
        let note = if what == words::ESCALATED { gone_up(ui, step.level) } else { step.note.clone() };
        Past { at_ms: step.at_ms, what, by: step.by.clone(), note, below: nothing() }
    });
    history(ui, lines.collect())
}

/// Where it has gone up to, in words.
pub fn gone_up(ui: Ui, level: Level) -> String {
    words::level(level).map_or_else(String::new, |words| ui.t(words).into())
}
