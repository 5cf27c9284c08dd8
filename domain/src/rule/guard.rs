//! Guards: all of them run, any known refusal wins, otherwise anything unknown leaves the act for the server.

use super::{Changes, Refusal, Seen};
use crate::record::Field;

/// Yes, no, or not for this device to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tri {
    /// It holds.
    Yes,
    /// It does not.
    No,
    /// Something it needs is unknown here.
    Unknown,
}

impl From<bool> for Tri {
    fn from(holds: bool) -> Self {
        if holds { Self::Yes } else { Self::No }
    }
}

impl Tri {
    /// Whether a field's value passes `test`; unknown where the field is hidden.
    pub fn of<T>(field: &Field<T>, test: impl FnOnce(&T) -> bool) -> Self {
        field.known().map_or(Self::Unknown, |value| test(value).into())
    }

    /// The opposite.
    #[must_use]
    pub fn negate(self) -> Self {
        match self {
            Self::Yes => Self::No,
            Self::No => Self::Yes,
            Self::Unknown => Self::Unknown,
        }
    }

    /// Both hold.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::No, _) | (_, Self::No) => Self::No,
            (Self::Yes, Self::Yes) => Self::Yes,
            _ => Self::Unknown,
        }
    }

    /// At least one holds.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        self.negate().and(other.negate()).negate()
    }
}

/// What a rule says of a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It holds, with this effect.
    Allowed(Changes),
    /// It does not.
    Refused(Refusal),
    /// Nothing known speaks against it, but only the server can say; this is the effect as far as
    /// it can be told here. On the server this is an error.
    Unsure(Changes),
}

/// Collects what the guards of one command found.
#[derive(Debug, Default)]
pub struct Guards {
    refused: Option<Refusal>,
    unknown: bool,
}

impl Guards {
    /// No guard has run yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// `refusal` unless `holds`. The first known refusal is the one told.
    pub fn check(&mut self, holds: impl Into<Tri>, refusal: Refusal) {
        match holds.into() {
            Tri::Yes => {}
            Tri::No => {
                self.refused.get_or_insert(refusal);
            }
            Tri::Unknown => self.unknown = true,
        }
    }

    /// A guard whose ground the person may not know: it refuses with one generic code.
    pub fn check_hidden(&mut self, holds: impl Into<Tri>) {
        self.check(holds, Refusal::NotPossible);
    }

    /// A row the command needs: `missing` where it does not exist.
    pub fn need<T>(&mut self, seen: Seen<T>, missing: Refusal) -> Option<T> {
        match seen {
            Seen::Known(value) => Some(value),
            Seen::Absent => {
                self.refused.get_or_insert(missing);
                None
            }
            Seen::Unknown => {
                self.unknown = true;
                None
            }
        }
    }

    /// A new row's id must be free. A device cannot see every row, and ids are random: unknown is free there.
    pub fn fresh<T>(&mut self, seen: &Seen<T>) {
        if matches!(seen, Seen::Known(_)) {
            self.refused.get_or_insert(Refusal::IdTaken);
        }
    }

    /// The verdict, with `changes` made only where nothing refuses.
    pub fn verdict(self, changes: impl FnOnce() -> Changes) -> Verdict {
        match (self.refused, self.unknown) {
            (Some(refusal), _) => Verdict::Refused(refusal),
            (None, true) => Verdict::Unsure(changes()),
            (None, false) => Verdict::Allowed(changes()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_known_refusal_wins_over_the_unknown() {
        let mut guards = Guards::new();
        guards.check(Tri::Unknown, Refusal::NotYours);
        guards.check(false, Refusal::InFuture);
        guards.check(false, Refusal::TextTooLong);
        assert_eq!(guards.verdict(Changes::default), Verdict::Refused(Refusal::InFuture));
    }

    #[test]
    fn anything_unknown_leaves_it_to_the_server() {
        let mut guards = Guards::new();
        guards.check(true, Refusal::NotYours);
        assert!(guards.need(Seen::<()>::Unknown, Refusal::NotFound).is_none());
        assert_eq!(guards.verdict(Changes::default), Verdict::Unsure(Changes::default()));
    }

    #[test]
    fn three_valued_logic_keeps_what_is_certain() {
        assert_eq!(Tri::No.and(Tri::Unknown), Tri::No);
        assert_eq!(Tri::Yes.or(Tri::Unknown), Tri::Yes);
        assert_eq!(Tri::No.or(Tri::Unknown), Tri::Unknown);
    }
}
