//! What was found, a row each: narrow enough for a phone.

use crate::{
    sync::AuditEntry,
    text::{Words, audit as words},
    ui::{Node, Ui, dates, el, of},
};

const DOOR: [(&str, Words); 12] = [
    ("sign_in", words::SIGN_IN),
    ("sign_out", words::SIGN_OUT),
    ("enrolment_made", words::ENROLMENT_MADE),
    ("enrolment_used", words::ENROLMENT_USED),
    ("enrolment_revoked", words::ENROLMENT_REVOKED),
    ("first_start", words::FIRST_START),
    ("session_ended", words::SESSION_ENDED),
    ("refused", words::REFUSED),
    ("audit_search", words::AUDIT_SEARCH),
    ("export", words::EXPORT),
    ("more", words::FLOOD),
    ("lost", words::LOST),
];

/// What happened: the door's in words, a command by its name.
fn what(ui: Ui, entry: &AuditEntry) -> Node {
    match DOOR.iter().find(|(name, _)| *name == entry.what) {
        Some((_, words)) => el("span").say(ui, *words).into(),
        None => el("code").put(entry.what.clone()).into(),
    }
}

fn who(ui: Ui, name: &str, id: &str) -> String {
    match (name, id) {
        ("", "-") => ui.t(words::NOBODY).into(),
        ("", id) => id.into(),
        (name, _) => name.into(),
    }
}

fn row(ui: Ui, entry: &AuditEntry) -> Node {
    let about = (entry.about != "-").then(|| [" → ", &who(ui, &entry.about_name, &entry.about)].concat());
    let times = (entry.times > 1).then(|| [" · ", &ui.fill(words::TIMES, &[&entry.times.to_string()])].concat());
    let small = |text: &str| of("div", "note").put(text.to_owned());
    let detail = (!entry.detail.is_empty()).then(|| small(&entry.detail));
    let result = match entry.result.as_str() {
        "" => el("span").say(ui, words::DONE),
        code => el("code").put(code.to_owned()),
    };
    el("tr")
        .put(el("td").put(dates::moment_node(ui, entry.at_ms)).put(small(&entry.from)))
        .put(
            el("td")
                .put(who(ui, &entry.name, &entry.person))
                .put(about)
                .put(el("div").put(what(ui, entry)).put(times))
                .put(detail),
        )
        .put(el("td").put(result).put(small(&entry.book)))
        .into()
}

/// The table.
pub fn table(ui: Ui, entries: &[AuditEntry]) -> Node {
    let heads = [words::WHEN, words::WHO, words::RESULT];
    let heads = heads.map(|head| el("th").attr("scope", "col").say(ui, head).into());
    of("table", "table")
        .put(el("thead").put(el("tr").all(heads)))
        .put(el("tbody").all(entries.iter().map(|entry| row(ui, entry))))
        .into()
}
