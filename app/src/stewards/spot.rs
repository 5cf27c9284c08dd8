//! Where in a place: a stairwell or the yard, in choices; the same for hazards and entries.

use crate::{
    text::stewards as words,
    ui::{Node, Ui, act::Form, pick::Pick},
};

/// The stairwells offered; a building with more names it in the note.
const SPOTS: [&str; 6] = ["1", "2", "3", "4", "5", "yard"];

/// A spot being chosen. A handle: copy it freely.
#[derive(Clone, Copy)]
pub struct Spot(Pick<&'static str>);

impl Spot {
    /// Not said.
    pub fn new() -> Self {
        Self(Pick::new(&SPOTS))
    }

    /// Says it for somebody who has said it before.
    pub fn say(self, spot: &str) {
        self.0.clear();
        if let Some(spot) = SPOTS.into_iter().find(|known| *known == spot) {
            self.0.set(spot);
        }
    }

    /// What is chosen; empty where nothing is.
    pub fn now(self) -> String {
        self.0.now().unwrap_or_default().into()
    }

    /// The choice.
    pub fn field(self, ui: Ui, form: Form) -> Node {
        self.0.chips(ui, form, "spot", words::SPOT, in_words)
    }
}

/// Where in the place, in words.
pub fn in_words(ui: Ui, spot: &str) -> String {
    match spot {
        "" => String::new(),
        "yard" => ui.t(words::YARD).into(),
        number => ui.fill(words::UNIT, &[number]),
    }
}
