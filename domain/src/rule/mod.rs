//! What every rule is written with: a view of what is known, guards, refusals and changes.

mod guard;
mod refusal;
mod view;
mod words;

pub use guard::{Guards, Tri, Verdict};
pub use refusal::Refusal;
pub use view::{Seen, View, get};

use crate::{Id, Millis, Row, identity::Actor, record::Record, timebank::Transfer};

/// The two languages; zh-Hans is the default.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lang {
    /// Simplified Chinese.
    #[default]
    Zh,
    /// English.
    En,
}

impl Lang {
    /// Its tag for `lang` attributes and `Accept-Language`.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Zh => "zh-Hans",
            Self::En => "en",
        }
    }

    /// The first of the two that an `Accept-Language` header or a tag asks for; Chinese otherwise.
    pub fn asked(header: &str) -> Self {
        let first = header.split(',').map(str::trim).find(|t| t.starts_with("zh") || t.starts_with("en"));
        if first.is_some_and(|tag| tag.starts_with("en")) { Self::En } else { Self::Zh }
    }

    /// Picks one of two texts.
    pub const fn pick(self, zh: &'static str, en: &'static str) -> &'static str {
        match self {
            Self::Zh => zh,
            Self::En => en,
        }
    }
}

/// Whether a text has at most `chars_max` characters.
pub(crate) fn short(text: &str, chars_max: usize) -> bool {
    // A character has at most four bytes: a huge text is refused without being walked through.
    text.len() <= chars_max * 4 && text.chars().count() <= chars_max
}

/// What a command changes: rows as they stand afterwards, and lines for the ledger.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Rows as they stand after the command.
    pub rows: Vec<Row>,
    /// One atomic group of transfers.
    pub transfers: Vec<Transfer>,
}

impl Changes {
    /// Changes of rows alone.
    pub fn rows<const N: usize>(rows: [Row; N]) -> Self {
        Self { rows: rows.into(), transfers: Vec::new() }
    }
}

/// One case before the rules: who acts, when, in which book, and what may be looked at.
#[derive(Clone, Copy)]
pub struct Case<'a> {
    /// Who acts.
    pub actor: &'a Actor,
    /// The authored time corrected by the estimated offset, never later than receipt.
    pub now: Millis,
    /// The book the command stands in.
    pub book: &'a Id,
    /// What may be looked at.
    pub view: &'a dyn View,
}

impl<'a> Case<'a> {
    /// The record of kind `R` with that id.
    pub fn get<R: Record + 'a>(&self, id: &Id) -> Seen<&'a R> {
        view::get(self.view, id)
    }
}
