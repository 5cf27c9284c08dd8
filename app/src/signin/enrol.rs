//! The first time, and after a forgotten passphrase: a code from a worker, by link, QR or typed from paper, and a passphrase
//! of one's own.

use super::{CHOSEN, CODE, is_whole, passphrase};
use crate::{
    routes::Route,
    scan::{Scan, said_here},
    text::{Words, scan, signin as words},
    ui::{
        Held, Ui,
        act::{Form, call_error, focus},
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

/// Takes what a QR code says as if it had been typed.
fn take(read: &str, code: Held<String>) -> Result<(), Words> {
    let said = said_here(read, "/enrol/").filter(|said| is_whole(said)).ok_or(scan::FOREIGN)?;
    code.set(said.to_owned());
    request_animation_frame(|| focus(CHOSEN.id));
    Ok(())
}

fn send(ui: Ui, form: Form, code: String, passphrase: String) {
    let asked = [
        (!is_whole(&code), "code", words::CODE_WRONG),
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
    let typed = !is_whole(carried);
    let scan = Scan::new();
    let sheet = Form::element(move || send(ui, form, code.now(), secret.now()))
        .put(form.summary(ui))
        .put(typed.then(|| scan.beside(ui, field(ui, form, CODE, code))))
        .put(passphrase(ui, form, CHOSEN, secret))
        .put(form.submit(ui, "btn", words::OPEN))
        .put(live(move || note("note", ui, words::SHARED)))
        .put(live(move || of("div", "btns").put(link("btn ghost", &Route::Home).say(ui, words::BACK))));
    let body = vec![hello, sheet.into(), scan.sheet(ui, move |read| take(read, code))];
    Page::new("page slim signin", move || ui.t(title).into(), body)
}
