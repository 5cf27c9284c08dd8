//! Whom an entry concerns, as far as its kind asks: people chosen among those this device may know, or names in words.

use super::may::as_resident;
use crate::{
    text::{Words, entry as words},
    ui::{
        Held, Node, Ui,
        act::Form,
        form::{Field, field},
        nothing,
        people::Picker,
        query,
    },
};
use jiefang_domain::{
    Id,
    privacy::Contact,
    stewards::{EntryKind, Named},
};
use leptos::prelude::untrack;

/// The sides of a dispute: the picker's legend, the field for a name, and what a side is called of whom nothing was said.
const SIDES: [(Words, Field, Words); 2] = [
    (words::FIRST_SIDE, Field::line("side-a", words::NAME_THEM), words::SIDE_A),
    (words::SECOND_SIDE, Field::line("side-b", words::NAME_THEM), words::SIDE_B),
];

/// Who is named. A handle: copy it freely.
#[derive(Clone, Copy)]
pub struct Whom {
    kind: EntryKind,
    chosen: [Picker; 2],
    names: [Held<String>; 2],
}

/// Whom this device may know: the people of the community, or the contacts of one's building.
fn known(ui: Ui) -> Vec<(Id, String)> {
    let mut all = query::people(ui);
    query::each(ui, &mut |contact: &Contact| {
        if !contact.place.is_none() && !all.iter().any(|(person, _)| *person == contact.person) {
            all.push((contact.person.clone(), query::shown(&contact.name).to_owned()));
        }
    });
    let me = query::my_id(ui);
    all.retain(|(person, _)| *person != me);
    all
}

impl Whom {
    /// Nobody yet.
    pub fn new(kind: EntryKind) -> Self {
        let chosen = [Picker::named("find-a"), Picker::named("find-b")];
        Self { kind, chosen, names: [Held::new(String::new()), Held::new(String::new())] }
    }

    /// Those who were named before.
    pub fn recall(self, parties: Vec<Named>) {
        for ((picker, name), party) in self.chosen.into_iter().zip(self.names).zip(parties) {
            picker.chosen.set(Some(party.person).filter(|person| !person.is_none()));
            name.set(party.name);
        }
    }

    /// The one of that number; `instead` is the name of whom nothing was said.
    fn one(self, ui: Ui, at: usize, instead: Option<Words>) -> Option<Named> {
        let (picker, name) = (self.chosen.get(at)?, self.names.get(at)?.now().trim().to_owned());
        match (picker.chosen.now(), instead) {
            (Some(person), _) => Some(Named { person, name: String::new() }),
            (None, _) if !name.is_empty() => Some(Named { person: Id::none(), name }),
            (None, Some(instead)) => Some(Named { person: Id::none(), name: untrack(|| ui.t(instead).to_owned()) }),
            (None, None) => None,
        }
    }

    /// What is written down of them.
    pub fn parties(self, ui: Ui) -> Vec<Named> {
        if self.is_self(ui) {
            return vec![Named { person: untrack(|| query::my_id(ui)), name: String::new() }];
        }
        if self.kind == EntryKind::Dispute {
            return (0..).zip(SIDES).filter_map(|(at, (.., side))| self.one(ui, at, Some(side))).collect();
        }
        let instead = (self.kind.parties().0 > 0).then_some(words::A_RESIDENT);
        self.one(ui, 0, instead).into_iter().collect()
    }

    /// Whether it is a resident who asks for themself.
    fn is_self(self, ui: Ui) -> bool {
        self.kind == EntryKind::Errand && untrack(|| as_resident(ui))
    }

    /// The fields.
    pub fn fields(self, ui: Ui, form: Form) -> Node {
        if self.kind.parties().1 == 0 || self.is_self(ui) {
            return nothing();
        }
        let [first, second] = self.chosen;
        let [name, other] = self.names;
        if self.kind == EntryKind::Dispute {
            let [(legend, line, _), (other_legend, other_line, _)] = SIDES;
            return vec![
                first.fields(ui, form, "whom", legend, known),
                field(ui, form, line, name),
                second.fields(ui, form, "whom-b", other_legend, known),
                field(ui, form, other_line, other),
            ]
            .into();
        }
        let legend = if self.kind == EntryKind::Errand { words::FOR_WHOM } else { words::WHOM };
        let line = Field::line("name", words::NAME_THEM);
        vec![first.fields(ui, form, "whom", legend, known), field(ui, form, line, name)].into()
    }
}
