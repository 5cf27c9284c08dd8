//! For the audit role: what happened at the door and in the books, searched on the server.

mod table;

use crate::{
    routes::Route,
    sync::AuditPage as Page,
    text::{Words, audit as words, privacy},
    ui::{
        Held, Node, Ui,
        act::{Form, call_error},
        button, dates, el,
        form::{Choice, Field, chips, field},
        live, note, nothing, of, p, page,
    },
};
use jiefang_domain::{Millis, calendar::DAY_MS};
use leptos::prelude::*;

const WHO: Field = Field { hint: Some(words::WHO_HINT), ..Field::line("who", words::WHO) };
const FROM: Field = Field { hint: Some(words::FROM_HINT), ..Field::line("from", words::FROM) };
const SINCE: Field = Field { kind: "date", ..Field::line("since", words::SINCE) };
const UNTIL: Field = Field { kind: "date", ..Field::line("until", words::UNTIL) };
/// The kinds of acts that are asked for at one tap; the first is everything.
const GROUPS: [(&str, Words); 9] = [
    ("", words::ANY),
    ("looks", words::LOOKS),
    ("sign_ins", words::SIGN_INS),
    ("links", words::LINKS),
    ("rights", words::RIGHTS),
    ("acts", words::ACTS),
    ("exports", words::EXPORTS),
    ("refused", words::REFUSED),
    ("searches", words::SEARCHES),
];
const RESULTS: [(&str, Words); 3] = [("", words::ANY), ("true", words::DONE), ("false", words::FAILED)];
/// What a search asked for, and why somebody looked, by its name on the wire.
const NAMES: [(&str, Words); 9] = [
    ("group", words::WHAT),
    ("what", words::WHAT),
    ("who", words::WHO),
    ("from", words::FROM),
    ("since_ms", words::SINCE),
    ("until_ms", words::UNTIL),
    ("done", words::RESULT),
    ("reason", privacy::WHY),
    ("note", words::NOTE),
];

/// What is asked for. A handle: copy it freely.
#[derive(Clone, Copy)]
struct Asked {
    who: Held<String>,
    from: Held<String>,
    since: Held<String>,
    until: Held<String>,
    /// The kind of act; none before one was chosen.
    group: Held<Option<usize>>,
    result: Held<usize>,
}

impl Asked {
    /// As the server reads it. A day is the neighbourhood's.
    fn query(self) -> Vec<(&'static str, String)> {
        let day = |text: String, after: Millis| {
            dates::read_day(&text).map_or_else(String::new, |day| (day.start_ms() + after).to_string())
        };
        vec![
            ("who", self.who.now()),
            ("from", self.from.now()),
            ("since_ms", day(self.since.now(), 0)),
            ("until_ms", day(self.until.now(), DAY_MS - 1)),
            ("group", GROUPS[self.group.now().unwrap_or_default()].0.into()),
            ("done", RESULTS[self.result.now()].0.into()),
        ]
    }
}

/// What was found: nothing before the first search.
type Found = Held<Option<Page>>;

fn look(ui: Ui, form: Form, asked: Asked, found: Found, more: bool) {
    let before = found.now().filter(|_| more);
    let mut query = asked.query();
    query.push(("before", before.as_ref().map_or_else(String::new, |page| page.next.clone())));
    form.run(ui, async move {
        let mut page = ui.hood.audit(&query).await.map_err(|error| untrack(|| call_error(ui, error)))?;
        if let Some(Page { entries, words, .. }) = before {
            page.entries.splice(..0, entries);
            page.words.extend(words);
        }
        Ok(move |_: Ui| found.set(Some(page)))
    });
}

/// One tap for each kind of act.
fn groups(ui: Ui, form: Form, asked: Asked, found: Found) -> Node {
    live(move || {
        let chip = |(at, (_, words)): (usize, &(_, Words))| {
            let pressed = if asked.group.get() == Some(at) { "true" } else { "false" };
            let look = move || {
                asked.group.set(Some(at));
                look(ui, form, asked, found, false);
            };
            button("chip", el("span").say(ui, *words), look).attr("aria-pressed", pressed).into()
        };
        of("div", "chips")
            .attr("role", "group")
            .attr("aria-label", ui.t(words::WHAT))
            .all(GROUPS.iter().enumerate().map(chip))
    })
}

fn results(ui: Ui, form: Form, chosen: Held<usize>) -> Node {
    live(move || {
        let choices = RESULTS.iter().enumerate().map(|(i, (_, words))| Choice::new(ui.t(*words), chosen.get() == i));
        chips(ui, form, "result", words::RESULT, choices.collect(), move |i| chosen.set(i))
    })
}

/// The screen.
pub fn page(ui: Ui) -> page::Page {
    let text = || Held::new(String::new());
    let (group, result) = (Held::new(None), Held::new(0));
    let asked = Asked { who: text(), from: text(), since: text(), until: text(), group, result };
    let (form, found): (Form, Found) = (Form::new(), Held::new(None));
    let fields = Form::element(move || look(ui, form, asked, found, false))
        .put(of("div", "two").put(field(ui, form, WHO, asked.who)).put(field(ui, form, FROM, asked.from)))
        .put(of("div", "two").put(field(ui, form, SINCE, asked.since)).put(field(ui, form, UNTIL, asked.until)))
        .put(results(ui, form, asked.result))
        .put(form.submit(ui, "btn", words::LOOK));
    let fold = of("details", "fold").put(live(move || el("summary").say(ui, words::NARROW))).put(fields);
    let shown = live(move || match found.get() {
        None => nothing(),
        Some(page) if page.entries.is_empty() => note("note", ui, words::NONE).attr("role", "status").into(),
        Some(page) => {
            let more = (!page.next.is_empty())
                .then(|| button("btn ghost", ui.t(words::MORE), move || look(ui, form, asked, found, true)));
            let many = ui.fill(words::FOUND, &[&page.entries.len().to_string()]);
            let many = p("note", many).attr("role", "status");
            of("div", "stack").put(many).put(table::table(ui, &page)).put(more).into()
        }
    });
    let about = live(move || note("note", ui, words::ABOUT));
    let body =
        of("div", "stack").put(form.summary(ui)).put(groups(ui, form, asked, found)).put(fold).put(shown).put(about);
    page::Page::new("page slim", move || ui.t(words::TITLE).into(), body).back(Route::Me)
}
