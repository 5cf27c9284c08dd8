//! A draft: how far it is, what it would do, what came of it.

use super::{Desk, columns};
use crate::{
    routes::{Route, Show},
    sync::{self, BadCell, Draft},
    text::{Words, lists as words},
    ui::{
        Node, Ui, button, el, link,
        list::{facts, section, state},
        live, note, of, p,
    },
};

/// What the list of bad lines shows at most; the server tells more of them.
const BAD_MAX: usize = 50;

/// How many runs of lines one fault names.
const RUNS_MAX: usize = 5;

/// Cells with the same fault, and the runs of lines they stand in: a list of the whole subdistrict has hundreds of lines
/// of other communities.
struct Fault<'d> {
    first: &'d BadCell,
    runs: Vec<(i64, i64)>,
}

fn faults(all: &[BadCell]) -> Vec<Fault<'_>> {
    let mut faults: Vec<Fault> = Vec::new();
    for bad in all {
        let same = |fault: &&mut Fault| {
            let first = fault.first;
            (&first.sheet, &first.column, &first.value, &first.reason)
                == (&bad.sheet, &bad.column, &bad.value, &bad.reason)
        };
        match faults.iter_mut().find(same) {
            None => faults.push(Fault { first: bad, runs: vec![(bad.line, bad.line)] }),
            Some(fault) => match fault.runs.last_mut() {
                Some((_, last)) if *last + 1 == bad.line => *last = bad.line,
                _ => fault.runs.push((bad.line, bad.line)),
            },
        }
    }
    faults
}

impl Fault<'_> {
    /// Its lines in words: `2、7–9`, `2、7–9、11、13、20 等 31`.
    fn lines(&self, ui: Ui) -> String {
        let run = |(first, last): &(i64, i64)| match last - first {
            0 => first.to_string(),
            _ => [&first.to_string(), "–", &last.to_string()].concat(),
        };
        let named: Vec<String> = self.runs.iter().take(RUNS_MAX).map(run).collect();
        let named = named.join("、");
        if self.runs.len() <= RUNS_MAX {
            return named;
        }
        let all: i64 = self.runs.iter().map(|(first, last)| last - first + 1).sum();
        ui.fill(words::SEVERAL, &[&named, &all.to_string()])
    }
}

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
    section(ui.t(words::WHAT), None).put(facts(all.into_iter().map(fact).collect())).into()
}

fn bad(ui: Ui, draft: &Draft) -> Option<Node> {
    if draft.bad.is_empty() {
        return None;
    }
    let row = |fault: &Fault| {
        let bad = fault.first;
        let at = ui.fill(words::AT, &[&bad.sheet, &fault.lines(ui), &bad.column]);
        let value = of("div", "note").put(bad.value.clone());
        el("tr").put(el("td").put(at).put(value)).put(el("td").put(bad.reason.clone())).into()
    };
    let all = faults(&draft.bad);
    let rows = all.iter().take(BAD_MAX).map(row);
    let heads = [words::PLACE, words::REASON].map(|head| el("th").attr("scope", "col").say(ui, head).into());
    let table = of("table", "table").put(el("thead").put(el("tr").all(heads))).put(el("tbody").all(rows));
    let more = (all.len() > BAD_MAX).then(|| p("note", ui.fill(words::MORE_BAD, &[&BAD_MAX.to_string()])));
    let file = of("a", "btn ghost")
        .attr("href", sync::bad_address(&draft.id))
        .attr("target", "_self")
        .attr("download", "")
        .say(ui, words::BAD_FILE);
    let body = of("div", "stack").put(table).put(more).put(of("div", "btns").put(file));
    Some(section(ui.t(words::BAD_TITLE), None).put(body).into())
}

fn notes(ui: Ui, draft: &Draft) -> Option<Node> {
    let row = |note: &sync::NoteCell| {
        let at = ui.fill(words::AT, &[&note.sheet, &note.line.to_string(), &note.value]);
        el("li").put(of("div", "note").put(at)).put(note.note.clone()).into()
    };
    let all = draft.notes.iter().take(BAD_MAX).map(row);
    let title = [ui.t(words::NOTES), " · ", &draft.notes.len().to_string()].concat();
    let details = el("details").put(el("summary").put(title)).put(of("ul", "stack").all(all));
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
        .put(Node::from(bad(ui, draft)))
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
    of("div", "stack").put(end).put(Node::from(bad(ui, draft))).into()
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
            let kept =
                if draft.left.is_empty() { String::new() } else { ui.fill(words::KEPT, &[&draft.left.join("、")]) };
            end(ui, desk, "好", ui.t(words::UNDONE), kept, Vec::new())
        }
        "stopped" => end(ui, desk, "停", ui.t(words::STOP), ui.t(words::STOPPED).into(), Vec::new()),
        _ => {
            let text = if draft.words.is_empty() { ui.t(words::FAILED).into() } else { draft.words.clone() };
            end(ui, desk, "误", ui.t(words::TITLE), text, Vec::new())
        }
    }
}
