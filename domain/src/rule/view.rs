//! What a rule may look at, and what it can be told.

use crate::record::{Id, Key, Record, Row};

/// The answer to a look: there, surely not there, or not for this device to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seen<T> {
    /// It is there.
    Known(T),
    /// It does not exist (said only where the whole scope is held).
    Absent,
    /// This device may not see it, or the server has not loaded it yet.
    Unknown,
}

impl<T> Seen<T> {
    /// The value, where it is known.
    pub fn known(self) -> Option<T> {
        match self {
            Self::Known(value) => Some(value),
            Self::Absent | Self::Unknown => None,
        }
    }

    /// Applies `f` to a known value.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Seen<U> {
        match self {
            Self::Known(value) => Seen::Known(f(value)),
            Self::Absent => Seen::Absent,
            Self::Unknown => Seen::Unknown,
        }
    }
}

/// The rows of one book as a rule sees them.
///
/// A rule says what it reads by asking. The server's view notes each row it has not loaded and answers
/// `Unknown`; the caller loads those and decides again until nothing new is asked for. So there is no second list of
/// reads that could drift from the rule.
pub trait View {
    /// The row with that key.
    fn row(&self, key: &Key) -> Seen<&Row>;
}

/// The record of kind `R` with that id.
pub fn get<'v, R: Record + 'v>(view: &'v dyn View, id: &Id) -> Seen<&'v R> {
    match view.row(&Key::of::<R>(id)) {
        Seen::Known(row) => R::of(row).map_or(Seen::Absent, Seen::Known),
        Seen::Absent => Seen::Absent,
        Seen::Unknown => Seen::Unknown,
    }
}
