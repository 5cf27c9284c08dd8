//! Coming in: with a passphrase, as somebody of the demonstration, or for the first time.

mod enrol;
mod start;
mod unlock;

pub use enrol::page as enrol;
pub use start::page as start;
pub use unlock::page as unlock;

use crate::{
    routes::Route,
    state::DemoPerson,
    text::{roles, shell, signin as words},
    ui::{
        Held, Node, Ui,
        act::{Form, call_error},
        button, el,
        form::{Field, check, field},
        link, live, note, nothing, of,
        page::Page,
        prefs::quick,
        seal,
    },
};
use jiefang_domain::Id;
use leptos::{prelude::*, task::spawn_local};

const NAME: Field = Field { autocomplete: "username", ..Field::line("name", words::NAME) };
const PASSPHRASE: Field =
    Field { kind: "password", autocomplete: "current-password", ..Field::line("passphrase", words::PASSPHRASE) };

const CODE_LETTERS: usize = 16;

/// Whether it has as many letters and digits as a code has.
fn is_whole(code: &str) -> bool {
    code.chars().filter(|c| c.is_alphanumeric()).count() == CODE_LETTERS
}

const CODE: Field = Field { hint: Some(words::CODE_HINT), ..Field::line("code", words::CODE) };
/// A passphrase that is being chosen.
const CHOSEN: Field = Field {
    kind: "password",
    autocomplete: "new-password",
    hint: Some(words::ENROL_HINT),
    ..Field::line("passphrase", words::PASSPHRASE)
};

/// The name of the house and what it is for.
fn hello(ui: Ui) -> Node {
    let title = el("h1").attr("id", "title").attr("tabindex", "-1").say(ui, shell::APP);
    of("div", "hello").put(seal("seal lg", "街")).put(title).put(note("", ui, words::HELLO)).into()
}

/// A passphrase and the box that shows it.
pub fn passphrase(ui: Ui, form: Form, line: Field, value: Held<String>) -> Node {
    let shown = Held::new(false);
    let typed = live(move || {
        let kind = if shown.get() { "text" } else { line.kind };
        field(ui, form, Field { kind, ..line }, value)
    });
    vec![typed, live(move || check(ui.t(words::SHOW), shown))].into()
}

fn come_in(ui: Ui, form: Form, person: Id) {
    form.run(ui, async move {
        ui.hood.sign_in_demo(person).await.map_err(|error| untrack(|| call_error(ui, error)))?;
        Ok(|_: Ui| {})
    });
}

/// One tile a role; only where the server holds demonstration data.
fn demo(ui: Ui, form: Form, people: Vec<DemoPerson>) -> Node {
    let tiles = people.into_iter().map(|person| {
        let (class, sign) = roles::sign(person.role);
        let seal = match class {
            "c" => seal("seal c", sign),
            "t" => seal("seal t", sign),
            "s" => seal("seal s", sign),
            _ => seal("seal", sign),
        };
        let id = person.person;
        let about = [&person.name, " · ", &person.place_name].concat();
        let say = of("span", "say").put(el("b").say(ui, roles::role(person.role))).put(el("span").put(about));
        el("li").put(button("role", seal, move || come_in(ui, form, id.clone())).put(say)).into()
    });
    el("section")
        .put(el("h2").say(ui, words::DEMO_TITLE))
        .put(note("note", ui, words::DEMO))
        .put(of("ul", "roles").all(tiles))
        .into()
}

fn send(ui: Ui, form: Form, name: String, passphrase: String) {
    let asked = [
        (name.trim().is_empty(), "name", words::NAME_MISSING),
        (passphrase.is_empty(), "passphrase", words::PASSPHRASE_MISSING),
    ];
    if form.lacks(ui, &asked) {
        return;
    }
    form.run(ui, async move {
        let came = ui.hood.sign_in(name.trim().into(), passphrase).await;
        came.map_err(|error| untrack(|| call_error(ui, error)))?;
        Ok(|_: Ui| {})
    });
}

/// What to do in the three cases where name and passphrase are not enough.
fn help(ui: Ui) -> Node {
    let case = |(when, what)| el("div").put(el("dt").say(ui, when)).put(el("dd").say(ui, what)).into();
    let cases = [
        (words::FORGOTTEN, words::FORGOTTEN_HOW),
        (words::NEW_PHONE, words::NEW_PHONE_HOW),
        (words::LOST_PHONE, words::LOST_PHONE_HOW),
    ];
    of("details", "fold")
        .put(el("summary").say(ui, words::HELP))
        .put(of("dl", "facts").all(cases.into_iter().map(case)))
        .into()
}

/// The screen.
pub fn page(ui: Ui) -> Page {
    let form = Form::new();
    let (name, secret) = (Held::new(String::new()), Held::new(String::new()));
    let people = Held::new(Vec::<DemoPerson>::new());
    spawn_local(async move {
        // Without a server, or without demonstration data, there is nothing to offer.
        if let Ok(all) = ui.hood.demo_people().await {
            people.set(all);
        }
    });
    let tiles = live(move || {
        let people = people.get();
        if people.is_empty() { nothing() } else { demo(ui, form, people) }
    });
    let own = Form::element(move || send(ui, form, name.now(), secret.now()))
        .put(live(move || el("h2").say(ui, words::OWN)))
        .put(field(ui, form, NAME, name))
        .put(passphrase(ui, form, PASSPHRASE, secret))
        .put(form.submit(ui, "btn", words::ENTER))
        .put(live(move || {
            of("div", "btns").put(link("btn ghost", &Route::Enrol(String::new())).say(ui, words::HAVE_CODE))
        }))
        .put(live(move || help(ui)));
    let body = vec![live(move || vec![hello(ui), quick(ui)]), form.summary(ui), tiles, own.into()];
    Page::new("page slim signin", move || ui.t(words::TITLE).into(), body)
}
