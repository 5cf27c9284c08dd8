//! Signing out: what it clears, and what stays until the same person comes back.

use crate::{
    text::{me as words, shell},
    ui::{
        Held, Node, Ui,
        act::{Form, storage_error},
        button as push,
        dialog::sheet,
        live, note, of, p,
    },
};
use leptos::prelude::*;

fn go(ui: Ui, form: Form, open: Held<Option<usize>>) {
    form.run(ui, async move {
        let out = ui.hood.sign_out().await.map_err(|error| untrack(|| storage_error(ui, error).to_owned()))?;
        Ok(move |ui: Ui| {
            open.set(None);
            ui.toasts.tell(untrack(|| match out.kept {
                0 => ui.t(words::SIGNED_OUT).into(),
                kept => ui.fill(words::SIGNED_OUT_KEPT, &[&kept.to_string()]),
            }));
        })
    });
}

/// The button, and the question it asks.
pub fn button(ui: Ui) -> Node {
    let form = Form::new();
    let open = Held::new(None::<usize>);
    let ask = live(move || of("div", "btns").put(push("btn ghost", ui.t(words::SIGN_OUT), move || open.set(Some(0)))));
    let sure = sheet(ui, open, move |_| {
        let waiting = ui.hood.sync().with_untracked(|status| match status.waiting + status.attention {
            0 => status.photos,
            entries => entries,
        });
        let kept = (waiting > 0).then(|| p("", ui.fill(words::SIGN_OUT_WAITING, &[&waiting.to_string()])));
        let buttons = of("div", "btns")
            .put(push("btn danger", ui.t(words::SIGN_OUT), move || go(ui, form, open)))
            .put(push("btn ghost", ui.t(shell::CANCEL), move || open.set(None)));
        let body = vec![form.summary(ui), kept.into(), note("", ui, words::SIGN_OUT_PLAIN).into(), buttons.into()];
        (ui.t(words::SIGN_OUT_TITLE), body.into())
    });
    vec![ask, sure].into()
}
