//! What was just done, in one line that goes by itself. Nothing hangs on catching it: the list says the same.

use super::{Held, Node, Ui, el, live, of};
use leptos::leptos_dom::helpers::set_timeout;
use std::time::Duration;

const SHOWN_FOR: Duration = Duration::from_secs(10);

/// The lines shown now, each with its number.
#[derive(Clone, Copy)]
pub struct Toasts {
    shown: Held<Vec<(u32, String)>>,
    last: Held<u32>,
}

impl Toasts {
    /// None yet.
    pub fn new() -> Self {
        Self { shown: Held::new(Vec::new()), last: Held::new(0) }
    }

    /// Shows a line for ten seconds.
    pub fn tell(self, text: String) {
        let number = self.last.now() + 1;
        self.last.set(number);
        // One at a time: a pile of them would cover the page.
        self.shown.set(vec![(number, text)]);
        set_timeout(move || self.shown.set(gone(self.shown.now(), number)), SHOWN_FOR);
    }
}

fn gone(mut shown: Vec<(u32, String)>, number: u32) -> Vec<(u32, String)> {
    shown.retain(|(n, _)| *n != number);
    shown
}

/// Where they are shown.
pub fn toasts(ui: Ui) -> Node {
    live(move || {
        let shown = ui.toasts.shown.get();
        of("div", "toasts")
            .attr("role", "status")
            .all(shown.into_iter().map(|(_, text)| of("div", "toast still").put(el("p").put(text)).into()))
    })
}
