//! Choosing a person: by typing a part of the name, then tapping.

use super::{
    Held, Node, Ui,
    act::Form,
    form::{Choice, Field, chips, field},
    live,
    looked::Looked,
    note, query,
};
use crate::text::{Words, privacy as words};
use jiefang_domain::Id;

const SHOWN_MAX: usize = 8;
const FIND: Field = Field { kind: "search", ..Field::line("find", words::FIND) };

/// Who is being chosen. A handle: copy it freely.
#[derive(Clone, Copy)]
pub struct Picker {
    /// The person chosen.
    pub chosen: Held<Option<Id>>,
    find: &'static str,
    typed: Held<String>,
}

impl Picker {
    /// Nobody yet.
    pub fn new() -> Self {
        Self::named("find")
    }

    /// Nobody yet, where another one stands on the same page: the search field's id is its own.
    pub fn named(find: &'static str) -> Self {
        Self { chosen: Held::new(None), find, typed: Held::new(String::new()) }
    }

    /// The field and the people found. `id` is where an error leads; `people` is looked at again when it changes.
    pub fn fields(
        self,
        ui: Ui,
        form: Form,
        id: &'static str,
        legend: Words,
        people: fn(Ui) -> Vec<(Id, String)>,
    ) -> Node {
        let many = Looked::new(move || people(ui).len() > SHOWN_MAX);
        let find = live(move || many.get().then(|| field(ui, form, Field { id: self.find, ..FIND }, self.typed)));
        let found = live(move || {
            let typed = self.typed.get();
            let typed = typed.trim();
            let chosen = self.chosen.get();
            let mut found = people(ui);
            found.retain(|(person, name)| chosen.as_ref() == Some(person) || query::is_called(ui, person, name, typed));
            if found.is_empty() {
                return note("hint", ui, crate::text::me::NOBODY).node();
            }
            found.truncate(SHOWN_MAX);
            let choices = found.iter().map(|(person, name)| Choice::new(name.clone(), chosen.as_ref() == Some(person)));
            let choices = choices.collect();
            chips(ui, form, id, legend, choices, move |i| {
                self.chosen.set(found.get(i).map(|(person, _)| person.clone()));
            })
        });
        vec![find, found].into()
    }
}
