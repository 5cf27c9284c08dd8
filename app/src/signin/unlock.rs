//! The device asks before it opens: six digits, or the passphrase.

use super::passphrase;
use crate::{
    state::{UnlockError, Way},
    text::signin as words,
    ui::{
        Held, Node, Ui,
        act::{Form, storage_error},
        button, el,
        form::{Field, field},
        live, note, of,
        page::Page,
        prefs::quick,
        seal,
    },
};
use jiefang_domain::{Millis, calendar::MINUTE_MS};
use leptos::{prelude::*, task::spawn_local};

const PIN: Field = Field { kind: "pin", ..Field::line("pin", words::PIN) };
const PASSPHRASE: Field =
    Field { kind: "password", autocomplete: "current-password", ..Field::line("passphrase", words::PASSPHRASE) };

/// For whom it is locked, and which ways open it.
type Locked = Option<(String, bool, bool)>;

fn waits(ui: Ui, wait_ms: Millis) -> String {
    let time = match wait_ms {
        ..MINUTE_MS => ui.fill(words::WAIT_S, &[&(wait_ms / 1_000 + 1).to_string()]),
        _ => ui.fill(words::WAIT_MIN, &[&(wait_ms / MINUTE_MS + 1).to_string()]),
    };
    ui.fill(words::WAIT, &[&time])
}

fn wrong(ui: Ui, error: UnlockError) -> String {
    match error {
        UnlockError::Wrong => ui.t(words::WRONG_PIN).into(),
        UnlockError::Wait(wait_ms) => waits(ui, wait_ms),
        UnlockError::Wiped => ui.t(words::WIPED).into(),
        UnlockError::Storage(error) => storage_error(ui, error).into(),
    }
}

fn send(ui: Ui, form: Form, locked: Held<Locked>, way: Way, typed: Held<String>) {
    form.run(ui, async move {
        let error = ui.hood.unlock(way, &typed.now()).await.err();
        if error.is_some() {
            locked.set(ui.hood.locked_for().await);
        }
        Ok(move |ui: Ui| {
            let Some(error) = error else { return };
            // Asked anew: the field is empty, and whoever types goes on at once.
            typed.set(String::new());
            let at = match (error, way) {
                (UnlockError::Wiped | UnlockError::Storage(_), _) => "errors",
                (_, Way::Pin) => PIN.id,
                (_, Way::Passphrase) => PASSPHRASE.id,
            };
            form.tell_at(at, vec![("", untrack(|| wrong(ui, error)))]);
        })
    });
}

fn ways(ui: Ui, form: Form, locked: Held<Locked>, by_passphrase: Held<bool>, typed: Held<String>) -> Node {
    let Some((_, pin, remembered)) = locked.get() else { return note("", ui, words::UNLOCK_NEITHER).into() };
    let way = match (pin, remembered) {
        (false, false) => return note("", ui, words::UNLOCK_NEITHER).into(),
        (true, true) if by_passphrase.get() => Way::Passphrase,
        (true, _) => Way::Pin,
        (false, true) => Way::Passphrase,
    };
    let asked = if way == Way::Pin { field(ui, form, PIN, typed) } else { passphrase(ui, form, PASSPHRASE, typed) };
    let (other, to) = match way {
        Way::Pin => (words::UNLOCK_PASSPHRASE, true),
        Way::Passphrase => (words::UNLOCK_PIN, false),
    };
    let other = (pin && remembered).then(|| {
        button("btn ghost", ui.t(other), move || {
            form.clear();
            typed.set(String::new());
            by_passphrase.set(to);
        })
    });
    Form::element(move || send(ui, form, locked, way, typed))
        .put(asked)
        .put(form.submit(ui, "btn", words::UNLOCK))
        .put(other)
        .into()
}

/// The screen.
pub fn page(ui: Ui) -> Page {
    let form = Form::new();
    let (locked, by_passphrase) = (Held::new(None), Held::new(false));
    let (asked, typed) = (Held::new(false), Held::new(String::new()));
    spawn_local(async move {
        locked.set(ui.hood.locked_for().await);
        asked.set(true);
    });
    let hello = live(move || {
        let name = locked.with(|locked| locked.as_ref().map(|(name, ..)| ui.fill(words::LOCKED_FOR, &[name])));
        let title = el("h1").attr("id", "title").attr("tabindex", "-1").put(ui.t(words::LOCKED));
        let hello = of("div", "hello").put(seal("seal lg", "锁")).put(title).put(name.map(|name| el("p").put(name)));
        vec![hello.into(), quick(ui)]
    });
    let ways =
        live(move || if asked.get() { ways(ui, form, locked, by_passphrase, typed) } else { Node::Many(Vec::new()) });
    let instead = live(move || {
        let instead = button("btn ghost", ui.t(words::SIGN_IN_INSTEAD), move || ui.hood.sign_in_instead());
        of("div", "btns").put(instead)
    });
    let body = vec![hello, form.summary(ui), ways, instead];
    Page::new("page slim signin", move || ui.t(words::LOCKED).into(), body)
}
