//! Calling somebody from a record: the number of a contact lies on the device, masked until it is asked for with a reason.

use super::{
    look::{Looking, Subject, sample},
    masked,
};
use crate::{
    text::entry as words,
    ui::{El, Node, Ui, act::may, button, query},
};
use jiefang_domain::{
    Id,
    privacy::{Contact, tail},
};

/// A call that may be made. A handle: copy it freely.
#[derive(Clone, Copy)]
pub struct Calling(Looking);

impl Calling {
    /// Nobody is called.
    pub fn new() -> Self {
        Self(Looking::new())
    }

    /// The button; nothing where this person may not know the number.
    pub fn button(self, ui: Ui, person: &Id, name: String) -> Option<El> {
        if person.is_none() || *person == query::my_id(ui) || !may(ui, &sample(person)) {
            return None;
        }
        let contact = query::record::<Contact>(ui, &Contact::row_id(person));
        let number =
            contact.filter(|(contact, _)| !contact.place.is_none()).and_then(|(c, _)| c.phone.known().cloned());
        let shown = number.as_ref().map(|number| [" ", &masked(tail(number).as_deref())].concat()).unwrap_or_default();
        let subject = Subject { person: Some(person.clone()), name, number };
        let words = [ui.t(words::CALL), &shown].concat();
        Some(button("btn ghost sm", words, move || self.0.begin(subject.clone())))
    }

    /// The sheet.
    pub fn sheet(self, ui: Ui) -> Node {
        self.0.sheet(ui)
    }
}
