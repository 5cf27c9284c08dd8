//! One issue as a track: where it is, who has it, until when.

use super::{
    sheet::{Answers, label},
    steps::{Step, open_to_me},
    way,
};
use crate::{
    meet,
    routes::{Route, Show},
    text::{council as words, entry, shell},
    ui::{
        Node, Ui, button, dates,
        dialog::sheet,
        list::{self, facts, gone, section, tag},
        live, note, nothing, of, p,
        page::Page,
        pick::Pick,
        query,
    },
};
use jiefang_domain::{
    Day, Id,
    council::{Issue, IssueState},
};
use leptos::prelude::*;

const BACK: Route = Route::Council(Show::All);

/// The clock that never stops, and where it has gone up to.
fn clocks(ui: Ui, issue: &Issue) -> Node {
    if issue.state == IssueState::Declined {
        return nothing();
    }
    let days = (Day::at(ui.hood.now_ms()).0 - Day::at(issue.raised_at_ms).0).max(0).to_string();
    let up = match way::gone_up(ui, issue.level) {
        // Once accepted it is the branch's turn anyway.
        _ if issue.state != IssueState::Raised => String::new(),
        up => up,
    };
    let up = (!up.is_empty()).then(|| p("", tag("tag bad", up)));
    let clock = of("div", "panel").put(p("", ui.fill(words::CLOCK, &[&days]))).put(note("note", ui, words::CLOCK_NOTE));
    clock.put(up).into()
}

fn details(ui: Ui, issue: &Issue, waiting: bool) -> Node {
    let mut all: Vec<(&'static str, Node)> = vec![
        (ui.t(words::ABOUT), ui.t(words::category(issue.category)).into()),
        (ui.t(words::WHERE), query::long_place_name(ui, &issue.place).into()),
    ];
    if let Some(raiser) = issue.raiser.known() {
        all.push((ui.t(words::BY), query::person_name(ui, raiser).into()));
    }
    match query::shown(&issue.detail) {
        "" => {}
        detail => all.push((ui.t(words::WORDS), detail.to_owned().into())),
    }
    for from in issue.origin.known().into_iter().flatten() {
        all.extend(meet::link_to(ui, from, entry::ORIGIN_LINK).map(|to| (ui.t(entry::ORIGIN), to)));
    }
    if issue.meets_at_ms != 0 {
        all.push((ui.t(words::DAY), dates::moment_node(ui, issue.meets_at_ms)));
    }
    let tag = waiting.then(|| tag("tag wait", ui.t(shell::WAITING_TAG)));
    section(ui.t(words::DETAILS), None).put(tag).put(facts(all)).into()
}

fn past(ui: Ui, issue: &Issue) -> Node {
    let seen = issue.steps.known().is_some();
    seen.then(|| section(ui.t(words::HISTORY), None).put(way::past(ui, issue))).into()
}

fn actions(ui: Ui, issue: &Issue, answers: Answers, open: Pick<Step>) -> Node {
    let buttons = open_to_me(ui, issue).into_iter().enumerate().map(|(i, step)| {
        let issue = issue.clone();
        let act = move || {
            answers.begin(ui, &issue);
            open.set(step);
        };
        button(if i == 0 { "btn" } else { "btn ghost" }, ui.t(label(step)), act).into()
    });
    list::buttons(buttons.collect())
}

/// What is said of the issue; nothing where it is not seen.
fn with(ui: Ui, id: &Id, say: fn(Ui, &Issue) -> String) -> String {
    query::record::<Issue>(ui, id).map_or_else(String::new, |(issue, _)| say(ui, &issue))
}

/// The screen.
pub fn page(ui: Ui, id: Id) -> Page {
    let answers = Answers::new();
    let open = Pick::new(Step::ALL);
    let (of_title, of_place, of_sheet) = (id.clone(), id.clone(), id.clone());
    let title = move || with(ui, &of_title, |_, issue| issue.title.clone());
    let place = move || with(ui, &of_place, |ui, issue| query::long_place_name(ui, &issue.place));
    let body = live(move || {
        let Some((issue, waiting)) = query::record::<Issue>(ui, &id) else { return gone(ui, &BACK) };
        Node::Many(vec![
            way::stations(ui, &issue),
            actions(ui, &issue, answers, open),
            clocks(ui, &issue),
            details(ui, &issue, waiting),
            past(ui, &issue),
        ])
    });
    let sheet =
        sheet(ui, open.signal(), move |_| match (untrack(|| query::record::<Issue>(ui, &of_sheet)), open.now()) {
            (Some((issue, _)), Some(step)) => answers.sheet(ui, issue, step, open),
            _ => ("", nothing()),
        });
    Page::new("page slim c", title, vec![body, sheet]).sub(place).back(BACK)
}
