//! A sheet from below: one question, closed at its top or by the escape key.

use super::{Held, Node, Ui, el, live, of};
use crate::text::shell;
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

/// Closes the sheet that this stands in as the escape key does: the browser gives the focus back to whatever opened it.
pub fn close(within: &web_sys::Element) {
    if let Ok(Some(dialog)) = within.closest("dialog") {
        dialog.unchecked_into::<web_sys::HtmlDialogElement>().close();
    }
}

fn shown(ui: Ui, open: Held<Option<usize>>, (title, body): (&'static str, Node)) -> Node {
    let cross = el("button").attr("type", "button").attr("class", "x").put("✕").on("click", |event| {
        if let Some(target) = event.target() {
            close(target.unchecked_ref());
        }
    });
    let top = of("div", "dialog-top").put(el("h2").put(title)).put(cross.attr("aria-label", ui.t(shell::CLOSE)));
    of("dialog", "dialog")
        .attr("aria-label", title)
        .put(top)
        .put(of("div", "dialog-body").put(body))
        .on("close", move |_| open.set(None))
        .ready(|element| {
            let _ = element.unchecked_into::<web_sys::HtmlDialogElement>().show_modal();
        })
        .into()
}
