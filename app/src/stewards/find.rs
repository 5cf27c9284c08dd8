//! Finding a record by what it says, where it is, and whom it concerns.

use super::{
    entry::{stands, title},
    spot::in_words,
    steps,
};
use crate::ui::{Ui, query};
use jiefang_domain::{
    Id,
    identity::{Person, is_at},
    stewards::{Entry, Hazard},
};

/// What is looked at of a record.
struct Sought<'r> {
    texts: Vec<String>,
    path: &'r [Id],
    spot: &'r str,
    people: Vec<&'r Id>,
}

impl Sought<'_> {
    /// Whether this part of what was typed is a part of it.
    fn has(&self, ui: Ui, typed: &str) -> bool {
        self.texts.iter().any(|text| text.contains(typed))
            || self.path.iter().any(|place| query::place_name(ui, place).contains(typed))
            || self.people.iter().any(|person| query::is_called(ui, person, &query::person_called(ui, person), typed))
    }

    /// Whether building, unit and room that were typed are where it is, or where somebody lives whom it concerns.
    fn is_at(&self, ui: Ui, typed: &str) -> bool {
        if !typed.bytes().any(|byte| byte.is_ascii_digit()) {
            return false;
        }
        let building = self.path.first().map_or_else(String::new, |place| query::place_name(ui, place));
        let door = |person: &&Id| {
            let person = query::record::<Person>(ui, person);
            person.map_or_else(String::new, |(person, _)| query::shown(&person.door).to_owned())
        };
        is_at(&building, self.spot, typed) || self.people.iter().any(|person| is_at(&building, &door(person), typed))
    }

    /// All of it in one, or each word of it somewhere.
    fn found(&self, ui: Ui, typed: &str) -> bool {
        self.has(ui, typed)
            || self.is_at(ui, typed)
            || typed.split_whitespace().all(|word| self.has(ui, word) || self.is_at(ui, word))
    }
}

/// Whether a hazard is what was typed.
pub fn finds_hazard(ui: Ui, typed: &str, hazard: &Hazard) -> bool {
    let note = query::shown(&hazard.note).to_owned();
    let people = hazard.author.known().into_iter().chain(hazard.keeper()).collect();
    let sought = Sought {
        texts: vec![steps::title(ui, hazard), note, steps::stands(ui, hazard)],
        path: &hazard.path,
        spot: query::shown(&hazard.spot),
        people,
    };
    typed.is_empty() || sought.found(ui, typed)
}

/// Whether an entry is what was typed.
pub fn finds_entry(ui: Ui, typed: &str, one: &Entry) -> bool {
    let parties = one.parties.known().map_or(&[][..], Vec::as_slice);
    let spot = query::shown(&one.spot);
    let mut texts = vec![title(ui, one), stands(ui, one), in_words(ui, spot)];
    texts.extend([&one.note, &one.agreement].map(|field| query::shown(field).to_owned()));
    texts.extend(parties.iter().map(|party| party.name.clone()));
    let mut people = vec![&one.author, &one.keeper];
    people.extend(parties.iter().map(|party| &party.person).filter(|person| !person.is_none()));
    typed.is_empty() || Sought { texts, path: &one.path, spot, people }.found(ui, typed)
}
