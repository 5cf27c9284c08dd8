//! For the audit role: what happened at the door and in the books, searched on the server.

mod table;

use crate::{
    routes::Route,
    sync::{AuditEntry, AuditPage},
    text::audit as words,
    ui::{
        Held, Node, Ui,
        act::{Form, call_error},
        button, dates,
        form::{Choice, Field, chips, field},
        live, note, nothing, of,
        page::Page,
    },
};
use jiefang_domain::{Millis, calendar::DAY_MS};
use leptos::prelude::*;

const WHO: Field = Field { hint: Some(words::WHO_HINT), ..Field::line("who", words::WHO) };
const FROM: Field = Field { hint: Some(words::FROM_HINT), ..Field::line("from", words::FROM) };
const SINCE: Field = Field { kind: "date", ..Field::line("since", words::SINCE) };
const UNTIL: Field = Field { kind: "date", ..Field::line("until", words::UNTIL) };
/// What can be asked for; the first is everything.
const WHATS: [(&str, crate::text::Words); 6] = [
    ("", words::ANY),
    ("sign_in", words::SIGN_IN),
    ("sign_out", words::SIGN_OUT),
    ("enrolment", words::ENROLMENT),
    ("refused", words::REFUSED),
    ("audit_search", words::AUDIT_SEARCH),
];
const RESULTS: [(&str, crate::text::Words); 3] = [("", words::ANY), ("true", words::DONE), ("false", words::FAILED)];

/// What is asked for. A handle: copy it freely.
#[derive(Clone, Copy)]
struct Asked {
    who: Held<String>,
    from: Held<String>,
    since: Held<String>,
    until: Held<String>,
    what: Held<usize>,
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
            ("what", WHATS[self.what.now()].0.into()),
            ("done", RESULTS[self.result.now()].0.into()),
        ]
    }
}

/// What was found: nothing before the first search.
type Found = Held<Option<(Vec<AuditEntry>, String)>>;

fn look(ui: Ui, form: Form, mut query: Vec<(&'static str, String)>, found: Found, more: bool) {
    let (mut entries, next) = if more { found.now().unwrap_or_default() } else { Default::default() };
    query.push(("before", next));
    form.run(ui, async move {
        let AuditPage { entries: page, next } =
            ui.hood.audit(&query).await.map_err(|error| untrack(|| call_error(ui, error)))?;
        entries.extend(page);
        Ok(move |_: Ui| found.set(Some((entries, next))))
    });
}

fn choice(
    ui: Ui,
    form: Form,
    (id, legend): (&'static str, crate::text::Words),
    all: &'static [(&'static str, crate::text::Words)],
    chosen: Held<usize>,
) -> Node {
    live(move || {
        let choices = all.iter().enumerate().map(|(i, (_, words))| Choice::new(ui.t(*words), chosen.get() == i));
        chips(ui, form, id, legend, choices.collect(), move |i| chosen.set(i))
    })
}

/// The screen.
pub fn page(ui: Ui) -> Page {
    let text = || Held::new(String::new());
    let (what, result) = (Held::new(0), Held::new(0));
    let asked = Asked { who: text(), from: text(), since: text(), until: text(), what, result };
    let (form, found): (Form, Found) = (Form::new(), Held::new(None));
    let fields = Form::element(move || look(ui, form, asked.query(), found, false))
        .put(form.summary(ui))
        .put(of("div", "two").put(field(ui, form, WHO, asked.who)).put(field(ui, form, FROM, asked.from)))
        .put(of("div", "two").put(field(ui, form, SINCE, asked.since)).put(field(ui, form, UNTIL, asked.until)))
        .put(choice(ui, form, ("what", words::WHAT), &WHATS, asked.what))
        .put(choice(ui, form, ("result", words::RESULT), &RESULTS, asked.result))
        .put(form.submit(ui, "btn", words::LOOK));
    let shown = live(move || match found.get() {
        None => nothing(),
        Some((entries, _)) if entries.is_empty() => note("note", ui, words::NONE).attr("role", "status").into(),
        Some((entries, next)) => {
            let more = (!next.is_empty())
                .then(|| button("btn ghost", ui.t(words::MORE), move || look(ui, form, asked.query(), found, true)));
            of("div", "stack").put(table::table(ui, &entries)).put(more).into()
        }
    });
    let body = of("div", "stack").put(live(move || note("note", ui, words::ABOUT))).put(fields).put(shown);
    Page::new("page slim", move || ui.t(words::TITLE).into(), body).back(Route::Me)
}
