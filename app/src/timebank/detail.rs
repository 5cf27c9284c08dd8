//! One hour: who, for whom, how long, and somebody's word on it.

use super::steps::{giver, may_confirm, may_reject, receiver};
use crate::{
    routes::Route,
    text::{shell, timebank as words},
    ui::{
        Held, Node, Ui,
        act::Form,
        button, dates,
        dialog::sheet,
        form::{Field, field},
        list::{self, facts, gone, tag},
        live, note, nothing, p,
        page::Page,
        query,
    },
};
use jiefang_domain::{
    Id,
    command::Command,
    timebank::{ConfirmHour, Hour, HourState, RejectHour},
};
use leptos::prelude::*;

const REASON: Field = Field { hint: None, ..Field::area("reason", words::REJECT_REASON) };

fn details(ui: Ui, hour: &Hour, waiting: bool) -> Node {
    let mut all: Vec<(&'static str, Node)> = vec![
        (ui.t(words::WHAT), ui.t(words::activity(hour.activity)).into()),
        (ui.t(words::GIVER), giver(ui, hour).into()),
        (ui.t(words::RECEIVER), receiver(ui, hour).into()),
        (ui.t(words::LENGTH), dates::length(ui, hour.minutes).into()),
        (ui.t(words::WHEN), dates::moment_node(ui, hour.started_at_ms)),
        (ui.t(words::STATE), ui.t(words::state(hour.state, hour.evidence)).into()),
    ];
    match query::shown(&hour.reason) {
        "" => {}
        reason => all.push((ui.t(words::REASON), reason.to_owned().into())),
    }
    let tag = waiting.then(|| p("", tag("tag wait", ui.t(shell::WAITING_TAG))));
    let pending = (hour.state == HourState::Pending).then(|| note("note", ui, words::EXPLAIN_PENDING));
    vec![tag.into(), facts(all), pending.into()].into()
}

fn actions(ui: Ui, hour: &Hour, form: Form, open: Held<Option<usize>>) -> Node {
    let id = hour.id.clone();
    let confirm = move || {
        let what = untrack(|| ui.t(words::CONFIRM).to_owned());
        form.act(ui, Command::ConfirmHour(ConfirmHour { hour: id.clone() }), what, |_| {});
    };
    let reject = move || {
        form.clear();
        open.set(Some(0));
    };
    let mut all: Vec<Node> = Vec::new();
    if may_confirm(ui, hour) {
        all.push(button("btn", ui.t(words::CONFIRM), confirm).into());
    }
    if may_reject(ui, hour) {
        all.push(button("btn ghost", ui.t(words::REJECT), reject).into());
    }
    list::buttons(all)
}

fn send(ui: Ui, form: Form, hour: Id, reason: String, open: Held<Option<usize>>) {
    if reason.trim().is_empty() {
        return form.tell(vec![("reason", untrack(|| ui.t(words::REASON_MISSING).into()))]);
    }
    let what = untrack(|| ui.t(words::REJECT).to_owned());
    form.act(ui, Command::RejectHour(RejectHour { hour, reason }), what, move |_| open.set(None));
}

/// What is said of the hour; nothing where it is not seen.
fn with(ui: Ui, id: &Id, say: fn(Ui, &Hour) -> String) -> String {
    query::record::<Hour>(ui, id).map_or_else(String::new, |(hour, _)| say(ui, &hour))
}

/// The screen.
pub fn page(ui: Ui, id: Id) -> Page {
    let form = Form::new();
    let open = Held::new(None::<usize>);
    let reason = Held::new(String::new());
    let (of_title, of_length, of_sheet) = (id.clone(), id.clone(), id.clone());
    let title = move || with(ui, &of_title, |ui, hour| ui.t(words::activity(hour.activity)).into());
    let length = move || with(ui, &of_length, |ui, hour| dates::length(ui, hour.minutes));
    let body = live(move || {
        let Some((hour, waiting)) = query::record::<Hour>(ui, &id) else { return gone(ui, &Route::Timebank) };
        let summary = live(move || if open.get().is_none() { form.summary(ui) } else { nothing() });
        Node::Many(vec![summary, details(ui, &hour, waiting), actions(ui, &hour, form, open)])
    });
    let sheet = sheet(ui, open, move |_| {
        let hour = of_sheet.clone();
        let body = Form::element(move || send(ui, form, hour.clone(), reason.now(), open))
            .put(form.summary(ui))
            .put(field(ui, form, REASON, reason))
            .put(form.submit(ui, "btn t", words::SEND));
        (ui.t(words::REJECT), body.into())
    });
    Page::new("page slim t", title, vec![body, sheet]).sub(length).back(Route::Timebank)
}
