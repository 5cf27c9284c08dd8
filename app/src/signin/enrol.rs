//! The first time: a single-use link from a worker, and a passphrase of one's own.

use super::passphrase;
use crate::{
    routes::Route,
    text::signin as words,
    ui::{
        Held, Ui,
        act::{Form, call_error},
        el,
        form::Field,
        live, note, of,
        page::Page,
        prefs::quick,
        seal,
    },
};
use leptos::prelude::*;

const CHARS_MIN: usize = 8;
const PASSPHRASE: Field = Field {
    kind: "password",
    autocomplete: "new-password",
    hint: Some(words::ENROL_HINT),
    ..Field::line("passphrase", words::PASSPHRASE)
};

fn send(ui: Ui, form: Form, token: String, passphrase: String) {
    if passphrase.chars().count() < CHARS_MIN {
        return form.tell(vec![("passphrase", untrack(|| ui.t(words::TOO_SHORT).into()))]);
    }
    form.run(ui, async move {
        ui.hood.enrol(token, passphrase).await.map_err(|error| untrack(|| call_error(ui, error)))?;
        Ok(|ui: Ui| ui.go(&Route::Home))
    });
}

/// The screen.
pub fn page(ui: Ui, token: String) -> Page {
    let form = Form::new();
    let secret = Held::new(String::new());
    let hello = live(move || {
        let hello = of("div", "hello")
            .put(seal("seal lg", "街"))
            .put(el("h1").attr("id", "title").attr("tabindex", "-1").say(ui, words::ENROL_TITLE))
            .put(note("", ui, words::ENROL));
        vec![hello.into(), quick(ui)]
    });
    let sheet = Form::element(move || send(ui, form, token.clone(), secret.now()))
        .put(form.summary(ui))
        .put(passphrase(ui, form, PASSPHRASE, secret))
        .put(form.submit(ui, "btn", words::OPEN))
        .put(live(move || note("note", ui, words::SHARED)));
    let body = vec![hello, sheet.into()];
    Page::new("page slim signin", move || ui.t(words::ENROL_TITLE).into(), body)
}
