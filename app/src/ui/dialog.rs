//! A sheet from below: one question, closed at its top or by the escape key.

use super::{Held, Node, Ui, button, el, live, of};
use crate::text::shell;
use leptos::prelude::document;
use wasm_bindgen::JsCast;

/// What a sheet shows: its heading and what stands under it.
pub type Content = Box<dyn Fn(usize) -> (&'static str, Node) + Send + Sync>;

/// Shows a sheet while `open` says which; closing it sets `open` to nothing.
pub fn sheet(
    ui: Ui,
    open: Held<Option<usize>>,
    content: impl Fn(usize) -> (&'static str, Node) + Send + Sync + 'static,
) -> Node {
    follow(ui, open, Box::new(content))
}

fn follow(ui: Ui, open: Held<Option<usize>>, content: Content) -> Node {
    live(move || open.get().map(|which| shown(ui, open, content(which))))
}

/// Closes it as the escape key does: the browser gives the focus back to whatever opened it.
fn closed() {
    if let Ok(Some(dialog)) = document().query_selector("dialog[open]") {
        dialog.unchecked_into::<web_sys::HtmlDialogElement>().close();
    }
}

fn shown(ui: Ui, open: Held<Option<usize>>, (title, body): (&'static str, Node)) -> Node {
    let close = move || open.set(None);
    let top = of("div", "dialog-top")
        .put(el("h2").attr("id", "sheet-title").put(title))
        .put(button("x", "✕", closed).attr("aria-label", ui.t(shell::CLOSE)));
    of("dialog", "dialog")
        .attr("aria-labelledby", "sheet-title")
        .put(top)
        .put(of("div", "dialog-body").put(body))
        .on("close", move |_| close())
        .ready(|element| {
            let _ = element.unchecked_into::<web_sys::HtmlDialogElement>().show_modal();
        })
        .into()
}
