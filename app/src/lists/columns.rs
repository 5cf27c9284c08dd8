//! Columns that were not recognised, each with what it may be.

use super::Desk;
use crate::{
    sync::Draft,
    text::{Words, lists as words},
    ui::{Node, Ui, button, el, list::section, note, nothing, of},
};
use leptos::prelude::event_target_value;

/// What a column can be: its name in a map, and in words.
const FIELDS: [(&str, Words); 17] = [
    ("not_kept", words::F_NOT_KEPT),
    ("name", words::F_NAME),
    ("phone", words::F_PHONE),
    ("community", words::F_COMMUNITY),
    ("area", words::F_AREA),
    ("estate", words::F_ESTATE),
    ("building", words::F_BUILDING),
    ("unit", words::F_UNIT),
    ("room", words::F_ROOM),
    ("since", words::F_SINCE),
    ("branch", words::F_BRANCH),
    ("volunteer", words::F_VOLUNTEER),
    ("skills", words::F_SKILLS),
    ("card", words::F_CARD),
    ("units", words::F_UNITS),
    ("households", words::F_HOUSEHOLDS),
    ("unmanaged", words::F_UNMANAGED),
];

fn row(ui: Ui, desk: Desk, (n, heading): (usize, &String)) -> Node {
    let id = ["column-", &n.to_string()].concat();
    let said = desk.said.now();
    let chosen = said.iter().find(|(there, _)| there == heading).map(|(_, field)| *field);
    let option = |(code, label): &(&'static str, Words)| {
        el("option").attr("value", *code).flag("selected", Some(*code) == chosen).say(ui, *label).into()
    };
    let none = el("option").attr("value", "").flag("selected", chosen.is_none()).put("—");
    let heading = heading.clone();
    let select = of("select", "input").attr("id", id.clone()).put(none).all(FIELDS.iter().map(option)).on("change", {
        let heading = heading.clone();
        move |event| {
            let code = event_target_value(&event);
            let mut said = desk.said.now();
            said.retain(|(there, _)| *there != heading);
            said.extend(FIELDS.iter().find(|(field, _)| *field == code).map(|(field, _)| (heading.clone(), *field)));
            desk.said.set(said);
        }
    });
    of("div", "field").put(el("label").attr("for", id).put(heading)).put(select).into()
}

/// The section; nothing where every column is known.
pub fn unknown(ui: Ui, desk: Desk, draft: &Draft) -> Node {
    let mut headings: Vec<&String> = Vec::new();
    let unknown = draft.columns.iter().filter(|column| column.field.is_empty()).map(|column| &column.column);
    for heading in unknown.chain(draft.skipped.iter().flat_map(|sheet| &sheet.headings)) {
        if !headings.contains(&heading) {
            headings.push(heading);
        }
    }
    // What was said once can be said otherwise.
    let said = desk.said.now();
    headings.extend(
        said.iter().map(|(heading, _)| heading).filter(|heading| !headings.contains(heading)).collect::<Vec<_>>(),
    );
    if headings.is_empty() {
        return nothing();
    }
    let rows: Vec<Node> = headings.into_iter().enumerate().map(|each| row(ui, desk, each)).collect();
    let again = button("btn ghost", ui.t(words::AGAIN), move || desk.act(ui, "map", desk.said.now()));
    section(ui.t(words::COLUMNS), None)
        .put(of("div", "stack").put(note("note", ui, words::COLUMNS_TEXT)).all(rows).put(of("div", "btns").put(again)))
        .into()
}
