//! What was found, a row each: narrow enough for a phone. What the codes say came with the page, in both languages.

use super::{GROUPS, NAMES, Page};
use crate::{
    json,
    sync::AuditEntry,
    text::{audit as words, privacy, shell},
    ui::{Node, Ui, dates, el, list::tag, of},
};
use jiefang_domain::{
    Lang,
    privacy::LookReason,
    tree::{Tree, Wood},
};

/// What a code says; the code itself where nothing is known of it.
fn said(ui: Ui, page: &Page, code: &str) -> String {
    let known = page.words.iter().find(|words| words.code == code);
    known.map_or(code, |words| if ui.lang() == Lang::Zh { &words.zh } else { &words.en }).to_owned()
}

fn who(ui: Ui, name: &str, id: &str) -> String {
    match (name, id) {
        ("", "-") => ui.t(words::NOBODY).into(),
        ("", "system") => ui.t(shell::SYSTEM).into(),
        ("", id) => id.into(),
        (name, _) => name.into(),
    }
}

/// What was asked for, or why somebody looked: each thing by its name.
fn detail(ui: Ui, text: &str) -> Option<String> {
    let mut all = Vec::new();
    for (name, value) in json::parse(text)?.branches()? {
        // Where a page went on says nothing to anybody.
        let Some((_, label)) = NAMES.iter().find(|(known, _)| *known == name) else { continue };
        let value = match (&*name, value) {
            ("reason", value) => ui.t(privacy::reason(LookReason::read(value)?)).to_owned(),
            ("group", Tree::Text(code)) => {
                ui.t(GROUPS.iter().find(|(known, _)| *known == code).map_or(words::ANY, |(_, words)| *words)).to_owned()
            }
            (_, Tree::Int(at_ms)) => dates::moment(ui, at_ms),
            (_, Tree::Bool(done)) => ui.t(if done { words::DONE } else { words::FAILED }).to_owned(),
            (_, value) => String::read(value)?,
        };
        all.push(ui.fill(words::PAIR, &[ui.t(*label), &value]));
    }
    (!all.is_empty()).then(|| all.join(ui.t(words::AND)))
}

fn row(ui: Ui, page: &Page, entry: &AuditEntry) -> Node {
    let small = |text: String| of("div", "note").put(text);
    let about = (entry.about != "-").then(|| [" → ", &who(ui, &entry.about_name, &entry.about)].concat());
    let times = (entry.times > 1).then(|| [" · ", &ui.fill(words::TIMES, &[&entry.times.to_string()])].concat());
    let from = match (entry.request.as_str(), entry.from.as_str()) {
        // What the clock does comes from nowhere.
        (_, "system") => None,
        ("-", client) => Some(ui.fill(words::DEVICE, &[client])),
        (_, address) => Some(ui.fill(words::ADDRESS, &[address])),
    };
    let place = if entry.book_name.is_empty() { ui.t(words::SERVER) } else { &entry.book_name };
    let result =
        if entry.result.is_empty() { tag("tag ok", ui.t(words::DONE)) } else { tag("tag bad", ui.t(words::FAILED)) };
    let told = || ui.fill(words::TOLD, &[&said(ui, page, &entry.result)]);
    let why = (!entry.result.is_empty()).then(|| small(told()).attr("title", entry.result.clone()));
    let what = el("b").attr("title", entry.what.clone()).put(said(ui, page, &entry.what)).put(times);
    el("tr")
        .put(el("td").put(dates::moment_node(ui, entry.at_ms)).put(small(place.to_owned())))
        .put(
            el("td")
                .put(el("div").put(what))
                .put(el("div").put(who(ui, &entry.name, &entry.person)).put(about))
                .put(detail(ui, &entry.detail).map(small))
                .put(from.map(small)),
        )
        .put(el("td").put(result).put(why))
        .into()
}

/// The table.
pub fn table(ui: Ui, page: &Page) -> Node {
    let heads = [words::WHEN, words::WHAT_WHO, words::RESULT];
    let heads = heads.map(|head| el("th").attr("scope", "col").say(ui, head).into());
    of("table", "table")
        .put(el("thead").put(el("tr").all(heads)))
        .put(el("tbody").all(page.entries.iter().map(|entry| row(ui, page, entry))))
        .into()
}
