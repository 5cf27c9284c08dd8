//! The first start of an empty server: who sets it up, what the places are called, who the three administrators are.

use super::{CHOSEN, is_whole, passphrase};
use crate::{
    routes::Route,
    state::{StartCode, Started},
    text::{roles, signin, slip as slip_words, start as words},
    ui::{
        Held, Node, Ui,
        act::{Form, call_error},
        button, el,
        form::{Field, field},
        live, note, of,
        page::Page,
        prefs::quick,
        seal, slip,
    },
};
use leptos::prelude::*;

const CODE: Field = Field { hint: Some(signin::CODE_HINT), ..Field::line("code", words::CODE) };
const SUBDISTRICT: Field = Field::line("subdistrict", words::SUBDISTRICT);
const COMMUNITIES: Field =
    Field { hint: Some(words::COMMUNITIES_HINT), ..Field::area("communities", words::COMMUNITIES) };
const NAME: Field =
    Field { autocomplete: "username", hint: Some(words::NAME_HINT), ..Field::line("name", words::NAME) };
const ADMINS: [Field; 3] = [
    Field { hint: Some(words::SYSTEM_HINT), ..Field::line("system", roles::SYSTEM_ADMIN) },
    Field { hint: Some(words::AUDIT_HINT), ..Field::line("audit", roles::AUDIT_ADMIN) },
    Field { hint: Some(words::SECURITY_HINT), ..Field::line("security", roles::SECURITY_ADMIN) },
];
const CHARS_MIN: usize = 8;

/// What is typed. A handle: copy it freely.
#[derive(Clone, Copy)]
struct Typed {
    form: Form,
    code: Held<String>,
    subdistrict: Held<String>,
    communities: Held<String>,
    name: Held<String>,
    secret: Held<String>,
    admins: [Held<String>; 3],
    /// Whether the code was looked at and is right.
    known: Held<bool>,
    made: Held<Option<Started>>,
}

impl Typed {
    fn look(self, ui: Ui) {
        let code = self.code.now();
        if self.form.lacks(ui, &[(!is_whole(&code), "code", signin::CODE_WRONG)]) {
            return;
        }
        self.form.run(ui, async move {
            ui.hood.look_start(code).await.map_err(|error| untrack(|| call_error(ui, error)))?;
            Ok(move |_: Ui| self.known.set(true))
        });
    }

    fn send(self, ui: Ui) {
        let communities: Vec<String> =
            self.communities.now().lines().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect();
        let empty = |held: Held<String>| held.now().trim().is_empty();
        let short = self.secret.now().chars().count() < CHARS_MIN;
        let [system, audit, security] = self.admins.map(empty);
        let asked = [
            (empty(self.subdistrict), SUBDISTRICT),
            (communities.is_empty(), COMMUNITIES),
            (empty(self.name), NAME),
            (short, CHOSEN),
            (system, ADMINS[0]),
            (audit, ADMINS[1]),
            (security, ADMINS[2]),
        ];
        // Each says which it is: on top of the form they stand one under the other.
        let say = |line: Field| match line.id {
            "passphrase" => ui.t(signin::TOO_SHORT).into(),
            _ => ui.fill(words::MISSING, &[ui.t(line.label)]),
        };
        let wrong = asked.into_iter().filter(|(wrong, _)| *wrong);
        let wrong: Vec<_> = wrong.map(|(_, line)| (line.id, untrack(|| say(line)))).collect();
        if !wrong.is_empty() {
            return self.form.tell(wrong);
        }
        let texts = vec![
            ("code", self.code.now()),
            ("subdistrict", self.subdistrict.now()),
            ("name", self.name.now()),
            ("passphrase", self.secret.now()),
            ("system", self.admins[0].now()),
            ("audit", self.admins[1].now()),
            ("security", self.admins[2].now()),
        ];
        self.form.run(ui, async move {
            let made = ui.hood.start_server(communities, texts).await;
            let made = made.map_err(|error| untrack(|| call_error(ui, error)))?;
            Ok(move |_: Ui| self.made.set(Some(made)))
        });
    }

    fn asked(self, ui: Ui) -> Node {
        let (form, title) = (self.form, |words| live(move || el("h2").say(ui, words)));
        let admins = ADMINS.into_iter().zip(self.admins).map(|(line, held)| field(ui, form, line, held));
        Form::element(move || self.send(ui))
            .put(title(words::PLACES))
            .put(field(ui, form, SUBDISTRICT, self.subdistrict))
            .put(field(ui, form, COMMUNITIES, self.communities))
            .put(title(words::YOU))
            .put(field(ui, form, NAME, self.name))
            .put(passphrase(ui, form, CHOSEN, self.secret))
            .put(title(words::ADMINS))
            .put(live(move || note("", ui, words::ADMINS_TEXT)))
            .all(admins)
            .put(form.submit(ui, "btn", words::DO))
            .into()
    }

    fn code_asked(self, ui: Ui) -> Node {
        Form::element(move || self.look(ui))
            .put(field(ui, self.form, CODE, self.code))
            .put(self.form.submit(ui, "btn", words::NEXT))
            .into()
    }
}

fn enter(ui: Ui, form: Form, made: Started, passphrase: String) {
    form.run(ui, async move {
        ui.hood.enter_started(made.me, passphrase).await.map_err(|error| untrack(|| call_error(ui, error)))?;
        Ok(|ui: Ui| ui.go(&Route::Home))
    });
}

/// The three sheets, to be printed before going on.
fn done(ui: Ui, form: Form, made: Started, secret: Held<String>) -> Node {
    let sheet = |code: &StartCode| [role(ui, code), slip::slip(ui, &code.enrolment)];
    let head = of("div", "stack").put(el("h2").say(ui, words::DONE)).put(note("", ui, words::DONE_TEXT));
    let sheets: Vec<Node> = made.codes.iter().flat_map(sheet).collect();
    let go = button("btn ghost", ui.t(words::GO), move || enter(ui, form, made.clone(), secret.now()));
    of("div", "printed stack")
        .put(head)
        .put(of("div", "btns row").put(slip::print(ui)))
        .all(sheets)
        .put(note("note", ui, slip_words::ONCE))
        .put(of("div", "btns").put(go))
        .into()
}

fn role(ui: Ui, code: &StartCode) -> Node {
    el("h3").say(ui, roles::role(code.role)).into()
}

/// The screen.
pub fn page(ui: Ui, carried: &str) -> Page {
    let text = || Held::new(String::new());
    let typed = Typed {
        form: Form::new(),
        code: Held::new(carried.to_owned()),
        subdistrict: text(),
        communities: text(),
        name: text(),
        secret: text(),
        admins: [text(), text(), text()],
        known: Held::new(false),
        made: Held::new(None),
    };
    if !carried.is_empty() {
        typed.look(ui);
    }
    let hello = live(move || {
        let hello = of("div", "hello")
            .put(seal("seal lg", "街"))
            .put(el("h1").attr("id", "title").attr("tabindex", "-1").say(ui, words::TITLE))
            .put(note("", ui, words::HELLO));
        vec![hello.into(), quick(ui)]
    });
    let which = crate::ui::looked::Looked::new(move || (typed.made.with(Option::is_some), typed.known.get()));
    let body = live(move || match which.get() {
        (true, _) => live(move || typed.made.get().map(|made| done(ui, typed.form, made, typed.secret))),
        (_, true) => typed.asked(ui),
        _ => typed.code_asked(ui),
    });
    let body = vec![hello, typed.form.summary(ui), body];
    Page::new("page slim signin", move || ui.t(words::TITLE).into(), body)
}
