//! What a deployment decides for itself: what the brands are called, and how long things may take with the stewards. Of
//! the subdistrict's own, at the desk. The limits of the other brands come with their pages.

use crate::{
    people::desk::Desk,
    routes::Route,
    text::{Words, settings as words, shell},
    ui::{
        Held, Node, Ui,
        act::Form,
        form::{Field, field},
        list::section,
        live,
        looked::Looked,
        note, of,
        page::Page,
        query,
    },
};
use jiefang_domain::{
    Id,
    grid::{BRAND_CHARS_MAX, OFFICE, Place, Policy, StewardLimits},
    tree::Wood,
};
use leptos::prelude::untrack;

const COUNCIL: Field = Field::line("council-name", shell::COUNCIL);
const TIMEBANK: Field = Field::line("timebank-name", shell::TIMEBANK);
const STEWARDS: Field = Field::line("stewards-name", shell::STEWARDS);

const fn number(id: &'static str, label: Words) -> Field {
    Field { kind: "number", ..Field::line(id, label) }
}

/// The limits, in the order of [`StewardLimits::values`].
const LIMITS: [Field; 6] = [
    number("hazard-days", words::HAZARD_DAYS),
    number("danger-hours", words::DANGER_HOURS),
    number("climb-ordinary", words::CLIMB_ORDINARY),
    number("climb-today", words::CLIMB_TODAY),
    number("climb-danger", words::CLIMB_DANGER),
    number("breach-days", words::BREACH_DAYS),
];

/// The settings in force; nothing while they may still be on their way.
fn known(ui: Ui) -> Option<Policy> {
    let kept = query::record::<Policy>(ui, &Policy::row_id()).map(|(policy, _)| policy);
    let whole = || ui.hood.read(|book| book.complete).unwrap_or_default();
    kept.or_else(|| whole().then(Policy::default))
}

/// The subdistrict that the current book belongs to.
fn subdistrict(ui: Ui) -> Option<Id> {
    let (home, _) = query::record::<Place>(ui, &ui.hood.book().get()?)?;
    home.path.last().cloned()
}

/// Settings are put down in the subdistrict's book, whichever of its communities somebody looks at (docs/adr/0037).
fn form(ui: Ui, desk: Desk, subdistrict: Id) -> Option<Node> {
    let policy = untrack(|| known(ui))?;
    desk.elsewhere.set(Some(subdistrict));
    let names =
        [&policy.council_name, &policy.timebank_name, &policy.stewards_name].map(|name| Held::new(name.clone()));
    let limits = policy.limits().values().map(|limit| Held::new(limit.to_string()));
    let send = move || {
        let [council_name, timebank_name, stewards_name] = names.map(|name| name.now().trim().to_owned());
        let typed = limits.map(|limit| limit.now().trim().parse::<u32>().unwrap_or_default());
        let bad = |name: &String| !(1..=BRAND_CHARS_MAX).contains(&name.chars().count());
        let called = [(COUNCIL, &council_name), (TIMEBANK, &timebank_name), (STEWARDS, &stewards_name)];
        let mut wrong: Vec<(&'static str, String)> = Vec::new();
        for (field, _) in called.into_iter().filter(|(_, name)| bad(name)) {
            wrong.push((field.id, untrack(|| ui.fill(words::NAME_BAD, &[&BRAND_CHARS_MAX.to_string()]))));
        }
        for ((field, most), limit) in LIMITS.into_iter().zip(StewardLimits::MOST).zip(typed) {
            if !(1..=most).contains(&limit) {
                wrong.push((field.id, untrack(|| ui.fill(words::LIMIT_BAD, &[&most.to_string()]))));
            }
        }
        if !wrong.is_empty() {
            return desk.form.tell(wrong);
        }
        // What this page does not ask stays as it stands now, not as it stood when the page was opened.
        let Some(now) = untrack(|| known(ui)) else { return };
        let stewards = StewardLimits::of(typed).into();
        let policy = Policy { council_name, timebank_name, stewards_name, stewards, ..now };
        desk.act(ui, "policy.set@1", vec![("policy", policy.tree())], move |ui| ui.told(words::SAVED));
    };
    let [council, timebank, stewards] = names;
    let names = of("div", "stack")
        .put(field(ui, desk.form, COUNCIL, council))
        .put(field(ui, desk.form, TIMEBANK, timebank))
        .put(field(ui, desk.form, STEWARDS, stewards));
    let limits = LIMITS.into_iter().zip(limits).map(|(limit, value)| field(ui, desk.form, limit, value));
    let form = Form::element(send)
        .put(section(ui.t(words::NAMES), None).put(names))
        .put(section(ui.t(words::LIMITS), None).put(of("div", "stack").all(limits)))
        .put(desk.form.submit(ui, "btn", words::SAVE));
    Some(form.into())
}

/// The screen.
pub fn page(ui: Ui) -> Page {
    let desk = Desk::new();
    // What is typed stays while rows arrive; another subdistrict has settings of its own.
    let whose = move || subdistrict(ui).filter(|_| known(ui).is_some());
    let ready = Looked::new(move || query::i_am(ui, OFFICE).then(whose));
    let body = live(move || -> Node {
        match ready.get() {
            Some(Some(subdistrict)) => form(ui, desk, subdistrict).into(),
            Some(None) => note("note", ui, words::ON_THEIR_WAY).into(),
            None => note("note", ui, words::NOT_YOURS).into(),
        }
    });
    let body = of("div", "stack").put(desk.form.summary(ui)).put(live(move || note("note", ui, words::WHAT))).put(body);
    Page::new("page slim", move || ui.t(words::TITLE).into(), body)
        .sub(move || subdistrict(ui).map(|place| query::name_of_book(ui, &place)).unwrap_or_default())
        .back(Route::Me)
}
