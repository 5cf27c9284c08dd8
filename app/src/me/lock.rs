//! The lock of this device: six digits that are asked for before it opens.

use crate::{
    state::StorageError,
    text::{Words, me as words, shell},
    ui::{
        Held, Node, Ui,
        act::{Form, storage_error},
        button,
        dialog::sheet,
        form::{Field, field},
        list::section as part,
        live, note, nothing, of,
    },
};
use leptos::prelude::*;

const NEW: Field = Field { kind: "pin", autocomplete: "new-password", ..Field::line("pin", words::LOCK_NEW) };
const AGAIN: Field = Field { kind: "pin", autocomplete: "new-password", ..Field::line("pin-again", words::LOCK_AGAIN) };
const DIGITS: usize = 6;

/// All alike, or one after the other: the first that anybody tries.
fn easy(pin: &str) -> bool {
    let steps = |by: i16| pin.as_bytes().windows(2).all(|two| i16::from(two[1]) - i16::from(two[0]) == by);
    [-1, 0, 1].into_iter().any(steps)
}

/// What is wrong with the digits, and at which field.
fn wrong_with(pin: &str, again: &str) -> Option<(&'static str, Words)> {
    if pin.len() != DIGITS || !pin.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(("pin", words::LOCK_SIX));
    }
    if easy(pin) {
        return Some(("pin", words::LOCK_EASY));
    }
    (pin != again).then_some(("pin-again", words::LOCK_DIFFER))
}

fn told(ui: Ui, done: Result<(), StorageError>) -> Result<(), String> {
    done.map_err(|error| untrack(|| storage_error(ui, error).to_owned()))
}

fn set(ui: Ui, form: Form, open: Held<Option<usize>>, (pin, again): (Held<String>, Held<String>)) {
    if let Some((at, words)) = wrong_with(&pin.now(), &again.now()) {
        return form.tell(vec![(at, untrack(|| ui.t(words).into()))]);
    }
    form.run(ui, async move {
        told(ui, ui.hood.set_pin(&pin.now()).await)?;
        Ok(move |ui: Ui| {
            open.set(None);
            ui.told(words::LOCK_DONE);
        })
    });
}

fn remove(ui: Ui, form: Form) {
    form.run(ui, async move {
        told(ui, ui.hood.remove_pin().await)?;
        Ok(|ui: Ui| ui.told(words::LOCK_REMOVED))
    });
}

/// The section.
pub fn section(ui: Ui) -> Node {
    // Without the browser's ciphers there is nothing to lock; the page says elsewhere that it is not secure.
    if !crate::state::secure_context() {
        return nothing();
    }
    let form = Form::new();
    let open = Held::new(None::<usize>);
    let shown = live(move || {
        let has = ui.hood.has_pin().get();
        let (text, label) =
            if has { (words::LOCK_IS_SET, words::LOCK_CHANGE) } else { (words::LOCK_TEXT, words::LOCK_SET) };
        let mut buttons = of("div", "btns row");
        if has {
            buttons = buttons.put(button("btn", ui.t(words::LOCK_NOW), move || ui.hood.lock()));
        }
        buttons = buttons.put(button("btn ghost", ui.t(label), move || open.set(Some(0))));
        if has {
            buttons = buttons.put(button("btn ghost", ui.t(words::LOCK_REMOVE), move || remove(ui, form)));
        }
        part(ui.t(words::LOCK), None).put(of("div", "stack").put(note("", ui, text)).put(buttons))
    });
    let sheet = sheet(ui, open, move |_| {
        let (pin, again) = (Held::new(String::new()), Held::new(String::new()));
        let body = Form::element(move || set(ui, form, open, (pin, again)))
            .put(form.summary(ui))
            .put(field(ui, form, NEW, pin))
            .put(field(ui, form, AGAIN, again))
            .put(form.submit(ui, "btn", words::LOCK_SET))
            .put(button("btn ghost", ui.t(shell::CANCEL), move || open.set(None)));
        (ui.t(words::LOCK), body.into())
    });
    vec![shown, sheet].into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    #[wasm_bindgen_test]
    fn digits_that_anybody_tries_first_are_not_taken() {
        let at = |pin: &str, again: &str| wrong_with(pin, again).map(|(at, _)| at);
        assert_eq!(at("482915", "482915"), None);
        for bad in ["", "12345", "1234567", "48291a", "４８２９１５", "111111", "123456", "654321"] {
            assert_eq!(at(bad, bad), Some("pin"), "{bad}");
        }
        assert_eq!(at("482915", "482916"), Some("pin-again"));
    }
}
