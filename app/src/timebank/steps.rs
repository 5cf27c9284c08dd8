//! What can be done with an hour now, asked of the rulebook; and how an hour is written in a list.

use crate::{
    routes::Route,
    text::timebank as words,
    ui::{
        Node, Ui,
        act::may,
        dates, el, link,
        list::{self, Row},
        of,
        order::Items,
        query,
    },
};
use jiefang_domain::{
    Millis,
    calendar::DAY_MS,
    command::Command,
    timebank::{ConfirmHour, Hour, HourState, RejectHour},
};

/// Days until a pending hour is worth a complaint (DOMAIN, "pending over 7 days").
const PENDING_DAYS: Millis = 7;

/// Whether this person may confirm it now.
pub fn may_confirm(ui: Ui, hour: &Hour) -> bool {
    hour.state == HourState::Pending && may(ui, &Command::ConfirmHour(ConfirmHour { hour: hour.id.clone() }))
}

/// Whether this person may say that it was not so. What overlaps can only be taken back.
pub fn may_reject(ui: Ui, hour: &Hour) -> bool {
    let command = Command::RejectHour(RejectHour { hour: hour.id.clone(), reason: "…".into() });
    hour.state == HourState::Pending && may(ui, &command)
}

/// Whom it was for, in words.
pub fn receiver(ui: Ui, hour: &Hour) -> String {
    match hour.recipient.known() {
        Some(person) if person.is_none() => ui.t(words::EVERYONE).into(),
        Some(person) if *person == query::my_id(ui) => query::person_name(ui, person),
        _ => match query::shown(&hour.recipient_name) {
            "" => ui.t(crate::text::shell::SOMEONE).into(),
            name => name.into(),
        },
    }
}

/// Who gave it.
pub fn giver(ui: Ui, hour: &Hour) -> String {
    match query::shown(&hour.provider_name) {
        "" => query::person_name(ui, &hour.provider),
        _ if hour.provider == query::my_id(ui) => query::person_name(ui, &hour.provider),
        name => name.into(),
    }
}

/// A row of work: who did what, how long, when.
pub fn row(ui: Ui, hour: &Hour) -> Row {
    let length = dates::length(ui, hour.minutes);
    Row {
        to: Route::Hour(hour.id.clone()),
        seal: ("seal t sm", "时"),
        title: [&giver(ui, hour), " · ", ui.t(words::activity(hour.activity))].concat(),
        sub: [&length, " · ", ui.t(words::state(hour.state, hour.evidence))].concat(),
        waiting: query::is_waiting(ui, hour),
        end: (dates::day(ui, hour.started_at_ms), false),
    }
}

/// A line of the passbook.
pub fn line(ui: Ui, hour: &Hour) -> Node {
    let minutes = dates::hours_minutes(hour.minutes);
    let end = match hour.state {
        HourState::Posted => of("b", "plus").put(["＋", &minutes].concat()),
        HourState::Pending => of("b", "pend").put([&minutes, " ", ui.t(words::WAITING)].concat()),
        HourState::Voided => of("b", "gone").put([&minutes, " ", ui.t(words::VOIDED)].concat()),
    };
    let waiting = query::is_waiting(ui, hour);
    let tag = waiting.then(|| of("span", "tag wait").say(ui, crate::text::shell::WAITING_TAG));
    let day = dates::day(ui, hour.started_at_ms);
    let state = ui.t(words::state(hour.state, hour.evidence));
    let sub = el("span").put([&day, " · ", &receiver(ui, hour), " · ", state, " "].concat()).put(tag);
    let cell = link("cell", &Route::Hour(hour.id.clone()))
        .put(of("span", "say").put(el("b").say(ui, words::activity(hour.activity))).put(sub))
        .put(of("span", "end").put(end));
    el("li").put(cell).into()
}

/// What waits for this person, by when it should be done.
pub fn waiting(ui: Ui, all: &mut Items) {
    query::each(ui, &mut |hour: &Hour| {
        if may_reject(ui, hour) {
            all.push((dates::pressing(ui, hour.started_at_ms + PENDING_DAYS * DAY_MS), list::row(ui, row(ui, hour))));
        }
    });
}
