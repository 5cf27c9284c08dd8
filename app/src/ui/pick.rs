//! One of a fixed list, or none yet.

use super::{
    Held, Node, Ui,
    act::Form,
    form::{Choice, chips},
    live,
};
use crate::text::Words;
use leptos::prelude::*;

/// What is picked. All kinds of it are numbers underneath, so that one signal serves them all. A handle: copy it freely.
#[derive(Clone, Copy)]
pub struct Pick<T: 'static> {
    at: Held<Option<usize>>,
    all: &'static [T],
}

impl<T: Copy + PartialEq + Send + Sync> Pick<T> {
    /// Nothing picked.
    pub fn new(all: &'static [T]) -> Self {
        Self { at: Held::new(None), all }
    }

    /// What is picked. Tracked.
    pub fn get(self) -> Option<T> {
        self.at.get().and_then(|at| self.all.get(at)).copied()
    }

    /// What is picked. Not tracked.
    pub fn now(self) -> Option<T> {
        untrack(|| self.get())
    }

    /// The signal underneath, for a sheet that is open while something is picked.
    pub fn signal(self) -> Held<Option<usize>> {
        self.at
    }

    /// Picks.
    pub fn set(self, one: T) {
        self.at.set(self.all.iter().position(|known| *known == one));
    }

    /// Begins anew.
    pub fn clear(self) {
        self.at.set(None);
    }

    /// Chips to pick from. `id` is where an error about them leads.
    pub fn chips(self, ui: Ui, form: Form, id: &'static str, legend: Words, label: fn(Ui, T) -> String) -> Node {
        let all = self.all;
        group(ui, form, id, legend, self.at, Box::new(move || all.iter().map(|one| label(ui, *one)).collect()))
    }
}

type Labels = Box<dyn Fn() -> Vec<String> + Send>;

fn group(ui: Ui, form: Form, id: &'static str, legend: Words, at: Held<Option<usize>>, labels: Labels) -> Node {
    live(move || {
        let picked = at.get();
        let choices = labels().into_iter().enumerate().map(|(i, label)| Choice::new(label, picked == Some(i)));
        chips(ui, form, id, legend, choices.collect(), move |i| at.set(Some(i)))
    })
}
