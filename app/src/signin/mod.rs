//! Coming in: with a passphrase, as somebody of the demonstration, or for the first time.

mod enrol;
mod unlock;

pub use enrol::page as enrol;
pub use unlock::page as unlock;

use crate::{
    state::DemoPerson,
    text::{roles, shell, signin as words},
    ui::{
        Held, Node, Ui,
        act::{Form, call_error},
        button, el,
        form::{Field, check, field},
        live, note, nothing, of,
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
    let wrong: Vec<_> = asked
        .into_iter()
        .filter(|(missing, ..)| *missing)
        .map(|(_, id, words)| (id, untrack(|| ui.t(words).into())))
        .collect();
    if !wrong.is_empty() {
        return form.tell(wrong);
    }
    form.run(ui, async move {
        let came = ui.hood.sign_in(name.trim().into(), passphrase).await;
        came.map_err(|error| untrack(|| call_error(ui, error)))?;
        Ok(|_: Ui| {})
    });
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
        .put(live(move || note("note", ui, words::NO_PASSPHRASE)));
    let body = vec![live(move || vec![hello(ui), quick(ui)]), form.summary(ui), tiles, own.into()];
    Page::new("page slim signin", move || ui.t(words::TITLE).into(), body)
}
