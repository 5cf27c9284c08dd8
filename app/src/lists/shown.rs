//! A draft: how far it is, what it would do, what came of it.

use super::{Desk, columns};
use crate::{
    routes::{Route, Show},
    sync::{self, Draft, Fault},
    text::{Words, lists as words},
    ui::{
        Node, Ui, button, el, file, link,
        list::{facts, section, state},
        live, note, of, p,
    },
};

fn work(ui: Ui, desk: Desk, title: Words, stops: bool) -> Node {
    let lines = move || {
        let (done, total) = desk.lines.get();
        ui.fill(words::LEFT_LINES, &[&done.to_string(), &(total - done).max(0).to_string()])
    };
    let bar = move || {
        let (done, total) = desk.lines.get();
        let bar = el("progress").attr("aria-label", ui.t(title));
        if total > 0 { bar.attr("max", total.to_string()).attr("value", done.to_string()) } else { bar }
    };
    let stop = stops.then(|| button("btn ghost", ui.t(words::STOP), move || desk.act(ui, "stop", Vec::new())));
    let line = of("p", "").put(el("b").attr("role", "status").say(ui, title)).put(" ").put(live(lines));
    of("div", "stack").put(desk.form.summary(ui)).put(line).put(live(bar)).put(of("div", "btns").put(stop)).into()
}

fn counts(ui: Ui, draft: &Draft) -> Node {
    let all = [
        (words::ADD, draft.add),
        (words::CHANGE, draft.change),
        (words::SAME, draft.same),
        (words::BAD, draft.bad_lines),
    ];
    let fact = |(words, count): (Words, i64)| (ui.t(words), of("b", "num").put(count.to_string()).into());
    let new = &draft.written;
    let new = [
        (words::NEW_PLACES, new.places),
        (words::NEW_PEOPLE, new.people),
        (words::NEW_STEWARDS, new.stewards),
        (words::NEW_CARDS, new.cards),
    ];
    let said = new.into_iter().filter(|(_, count)| *count != 0);
    let said: Vec<String> = said.map(|(words, count)| ui.fill(words, &[&count.to_string()])).collect();
    let new = (!said.is_empty()).then(|| p("", said.join("，")));
    let all = facts(all.into_iter().map(fact).collect());
    section(ui.t(words::WHAT), None).put(of("div", "stack").put(all).put(new)).into()
}

/// What is said of cells, one row for each.
fn table(ui: Ui, all: &[Fault]) -> Node {
    let row = |fault: &Fault| {
        let at = ui.fill(words::AT, &[&fault.sheet, &fault.lines, &fault.column]);
        let value = of("div", "note").put(fault.value.clone());
        el("tr").put(el("td").put(at).put(value)).put(el("td").put(fault.words.clone())).into()
    };
    let heads = [words::PLACE, words::REASON].map(|head| el("th").attr("scope", "col").say(ui, head).into());
    of("table", "table").put(el("thead").put(el("tr").all(heads))).put(el("tbody").all(all.iter().map(row))).into()
}

fn bad(ui: Ui, desk: Desk, draft: &Draft) -> Option<Node> {
    if draft.bad.is_empty() {
        return None;
    }
    let (shown, all) = (draft.bad.len().to_string(), draft.bad_all.to_string());
    let more = (shown != all).then(|| p("note", ui.fill(words::MORE_BAD, &[&shown, &all])));
    let id = draft.id.clone();
    let file = button("btn ghost", ui.t(words::BAD_FILE), move || {
        let id = id.clone();
        file::fetched(ui, desk.form, "bad.csv", "text/csv", async move { sync::bad_lines(&id).await });
    });
    let body = of("div", "stack").put(table(ui, &draft.bad)).put(more).put(of("div", "btns").put(file));
    Some(section(ui.t(words::BAD_TITLE), None).put(body).into())
}

fn notes(ui: Ui, draft: &Draft) -> Option<Node> {
    let count: i64 = draft.notes.iter().map(|note| note.count).sum();
    let more = if draft.notes_all.to_string() == draft.notes.len().to_string() { "" } else { "+" };
    let title = [ui.t(words::NOTES), " · ", &count.to_string(), more].concat();
    let details = el("details").put(el("summary").put(title)).put(table(ui, &draft.notes));
    (!draft.notes.is_empty()).then(|| details.into())
}

fn skipped(ui: Ui, draft: &Draft) -> Option<Node> {
    let name = |sheet: &sync::Skipped| {
        let words = if sheet.why == "hidden" { words::HIDDEN } else { words::NO_HEADING };
        ui.fill(words, &[&sheet.sheet])
    };
    let all: Vec<String> = draft.skipped.iter().map(name).collect();
    (!all.is_empty()).then(|| section(ui.t(words::SKIPPED), None).put(p("", all.join("、"))).into())
}

fn ready(ui: Ui, desk: Desk, draft: &Draft) -> Node {
    let writes = draft.add + draft.change > 0;
    let go = writes.then(|| button("btn", ui.t(words::GO), move || desk.confirming.set(Some(0))));
    let other = button("btn ghost", ui.t(words::OTHER), move || desk.again());
    let nothing = (!writes).then(|| note("note", ui, words::NOTHING));
    let moved = draft.moved.then(|| note("notice warn", ui, words::MOVED).attr("role", "alert"));
    of("div", "stack")
        .put(desk.form.summary(ui))
        .put(Node::from(moved))
        .put(counts(ui, draft))
        .put(Node::from(nothing))
        .put(of("div", "btns").put(Node::from(go)).put(other))
        .put(columns::unknown(ui, desk, draft))
        .put(Node::from(skipped(ui, draft)))
        .put(Node::from(bad(ui, desk, draft)))
        .put(Node::from(notes(ui, draft)))
        .into()
}

/// The end of it, with what can be done next.
fn end(ui: Ui, desk: Desk, sign: &'static str, title: &'static str, text: String, more: Vec<Node>) -> Node {
    let other = button("btn ghost", ui.t(words::OTHER), move || desk.again());
    let class = if sign == "好" { "" } else { "off" };
    let said = state(class, sign, title, text).attr("role", "status");
    of("div", "stack").put(desk.form.summary(ui)).put(said).put(of("div", "btns").all(more).put(other)).into()
}

fn applied(ui: Ui, desk: Desk, draft: &Draft) -> Node {
    let counts = [draft.add, draft.change, draft.same, draft.bad_lines].map(|count| count.to_string());
    let text = ui.fill(words::DONE_TEXT, &counts.each_ref().map(String::as_str));
    let grid = link("btn", &Route::Stewards(Show::All)).say(ui, words::GRID);
    let id = draft.id.clone();
    let undo = button("btn ghost", ui.t(words::UNDO), move || desk.ask_undo(id.clone()));
    let end = end(ui, desk, "好", ui.t(words::DONE), text, vec![grid.into(), undo.into()]);
    of("div", "stack").put(end).put(Node::from(bad(ui, desk, draft))).into()
}

/// What is shown of a draft.
pub fn shown(ui: Ui, desk: Desk, draft: &Draft) -> Node {
    match draft.phase.as_str() {
        "planning" => work(ui, desk, words::READING, true),
        "applying" => work(ui, desk, words::WRITING, true),
        "undoing" => work(ui, desk, words::UNDOING, false),
        "ready" => ready(ui, desk, draft),
        "applied" => applied(ui, desk, draft),
        "undone" => {
            let mut said = ui.fill(words::UNDONE_TEXT, &[&draft.undone.to_string()]);
            if !draft.left.is_empty() {
                said.push_str(&ui.fill(words::KEPT, &[&draft.left.join("、")]));
            }
            end(ui, desk, "好", ui.t(words::UNDONE), said, Vec::new())
        }
        "stopped" => end(ui, desk, "停", ui.t(words::STOP), ui.t(words::STOPPED).into(), Vec::new()),
        _ => {
            let text = if draft.words.is_empty() { ui.t(words::FAILED).into() } else { draft.words.clone() };
            end(ui, desk, "误", ui.t(words::TITLE), text, Vec::new())
        }
    }
}
