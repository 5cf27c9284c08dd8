//! The first time, and after a forgotten passphrase: a code from a worker, by link, QR or typed from paper, and a passphrase
//! of one's own.

use super::{CHOSEN, CODE, CODE_LETTERS, passphrase};
use crate::{
    routes::Route,
    text::signin as words,
    ui::{
        Held, Ui,
        act::{Form, call_error},
        el,
        form::field,
        link, live, note, of,
        page::Page,
        prefs::quick,
        seal,
    },
};
use leptos::prelude::*;

const CHARS_MIN: usize = 8;

fn send(ui: Ui, form: Form, code: String, passphrase: String) {
    let letters = code.chars().filter(|c| c.is_alphanumeric()).count();
    let asked = [
        (letters != CODE_LETTERS, "code", words::CODE_WRONG),
        (passphrase.chars().count() < CHARS_MIN, "passphrase", words::TOO_SHORT),
    ];
    if form.lacks(ui, &asked) {
        return;
    }
    form.run(ui, async move {
        ui.hood.enrol(code, passphrase).await.map_err(|error| untrack(|| call_error(ui, error)))?;
        Ok(|ui: Ui| ui.go(&Route::Home))
    });
}

/// The screen. A link brings its code along; on paper it is typed.
pub fn page(ui: Ui, carried: &str) -> Page {
    let form = Form::new();
    let title = if carried.is_empty() { words::CODE_TITLE } else { words::ENROL_TITLE };
    let (code, secret) = (Held::new(carried.to_owned()), Held::new(String::new()));
    let hello = live(move || {
        let hello = of("div", "hello")
            .put(seal("seal lg", "街"))
            .put(el("h1").attr("id", "title").attr("tabindex", "-1").say(ui, title))
            .put(note("", ui, words::ENROL));
        vec![hello.into(), quick(ui)]
    });
    // A link that was cut short can be mended by hand.
    let typed = carried.chars().filter(|c| c.is_alphanumeric()).count() != CODE_LETTERS;
    let sheet = Form::element(move || send(ui, form, code.now(), secret.now()))
        .put(form.summary(ui))
        .put(typed.then(|| field(ui, form, CODE, code)))
        .put(passphrase(ui, form, CHOSEN, secret))
        .put(form.submit(ui, "btn", words::OPEN))
        .put(live(move || note("note", ui, words::SHARED)))
        .put(live(move || of("div", "btns").put(link("btn ghost", &Route::Home).say(ui, words::BACK))));
    let body = vec![hello, sheet.into()];
    Page::new("page slim signin", move || ui.t(title).into(), body)
}
