//! What was just done, in one line that goes by itself. Nothing hangs on catching it: the list says the same. A line with
//! an undo stays until its time is over, whatever else is told meanwhile.

use super::{Held, Node, Ui, act::focus, button, el, live, of};
use crate::text::shell;
use leptos::{leptos_dom::helpers::set_timeout, prelude::*};
use std::{sync::Arc, time::Duration};

const SHOWN_FOR: Duration = Duration::from_secs(10);

type Act = Arc<dyn Fn() + Send + Sync>;

/// What a line offers.
#[derive(Clone)]
enum Offer {
    Nothing,
    /// To keep what is about to go.
    Keep(Act),
    /// To take back what was just done. The next act takes its place: only the last one can be taken back.
    TakeBack(Act),
}

/// A line, with its number and what it offers.
#[derive(Clone)]
struct Line {
    number: u32,
    text: String,
    offer: Offer,
    shown_for: Duration,
}

/// The lines shown now.
#[derive(Clone, Copy)]
pub struct Toasts {
    shown: Held<Vec<Line>>,
    last: Held<u32>,
}

fn name(number: u32) -> String {
    ["undo-", &number.to_string()].concat()
}

impl Toasts {
    /// None yet.
    pub fn new() -> Self {
        Self { shown: Held::new(Vec::new()), last: Held::new(0) }
    }

    /// Shows a line for ten seconds.
    pub fn tell(self, text: String) {
        self.show(text, Offer::Nothing, SHOWN_FOR, || {});
    }

    /// Shows what was just done, and offers for so long to take it back. The focus stays where the work goes on.
    pub fn taken(self, text: String, offered_for: Duration, take_back: impl Fn() + Send + Sync + 'static) {
        self.show(text, Offer::TakeBack(Arc::new(take_back)), offered_for, || {});
    }

    /// Shows a line with its undo for ten seconds. When they are over and nobody has undone it, `after` happens.
    pub fn undoable(self, text: String, undo: impl Fn() + Send + Sync + 'static, after: impl FnOnce() + 'static) {
        let number = self.show(text, Offer::Keep(Arc::new(undo)), SHOWN_FOR, after);
        request_animation_frame(move || focus(&name(number)));
    }

    fn show(self, text: String, offer: Offer, shown_for: Duration, after: impl FnOnce() + 'static) -> u32 {
        let number = self.last.now() + 1;
        self.last.set(number);
        // One at a time: a pile of them would cover the page.
        let mut shown = self.shown.now();
        let acted = matches!(offer, Offer::TakeBack(_));
        shown.retain(|line| match line.offer {
            Offer::Nothing => false,
            Offer::Keep(_) => true,
            Offer::TakeBack(_) => !acted,
        });
        shown.push(Line { number, text, offer, shown_for });
        self.shown.set(shown);
        set_timeout(
            move || {
                if self.remove(number) {
                    after();
                }
            },
            shown_for,
        );
        number
    }

    /// Takes a line away; `false` where it is gone already.
    fn remove(self, number: u32) -> bool {
        let mut shown = self.shown.now();
        let Some(at) = shown.iter().position(|line| line.number == number) else { return false };
        shown.remove(at);
        let focused = document().active_element().is_some_and(|element| element.id() == name(number));
        self.shown.set(shown);
        if focused {
            focus("title");
        }
        true
    }
}

fn line(ui: Ui, line: Line) -> Node {
    let Line { number, text, offer, shown_for } = line;
    let undo = match offer {
        Offer::Nothing => None,
        Offer::Keep(act) | Offer::TakeBack(act) => Some(act),
    };
    let class = match undo {
        None => "toast still",
        Some(_) if shown_for > SHOWN_FOR => "toast long",
        Some(_) => "toast",
    };
    let undo = undo.map(|undo| {
        let act = move || {
            if ui.toasts.remove(number) {
                undo();
            }
        };
        button("undo", ui.t(shell::UNDO), act).attr("id", name(number))
    });
    of("div", class).put(el("p").put(text)).put(undo).into()
}

/// Where they are shown.
pub fn toasts(ui: Ui) -> Node {
    live(move || {
        let shown = ui.toasts.shown.get();
        of("div", "toasts").attr("role", "status").all(shown.into_iter().map(|shown| line(ui, shown)))
    })
}
