//! Who a projection is for.

use super::Id;
use core::fmt;

/// A scope of one book (SYNC, "Scopes"). It hangs on the smallest place; a person's ancestors are
/// resolved when pulling, so that a building that moves re-projects nothing.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Audience {
    /// Anyone, walls included.
    Public,
    /// Workers, branch secretaries and mediators of the community.
    Staff,
    /// Those who look after a building or an estate.
    Place(Id),
    /// Of those the stewards alone.
    Steward(Id),
    /// The audit role: who looked at whose data.
    Audit,
    /// One person.
    Person(Id),
}

impl Audience {
    /// Reads `public`, `staff`, `audit`, `place:…`, `steward:…`, `person:…`.
    pub fn parse(text: &str) -> Option<Self> {
        match text.split_once(':') {
            None if text == "public" => Some(Self::Public),
            None if text == "staff" => Some(Self::Staff),
            None if text == "audit" => Some(Self::Audit),
            Some(("steward", id)) => Id::parse(id).map(Self::Steward),
            Some(("place", id)) => Id::parse(id).map(Self::Place),
            Some(("person", id)) => Id::parse(id).map(Self::Person),
            _ => None,
        }
    }
}

impl fmt::Display for Audience {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Public => f.write_str("public"),
            Self::Staff => f.write_str("staff"),
            Self::Audit => f.write_str("audit"),
            Self::Steward(id) => write!(f, "steward:{id}"),
            Self::Place(id) => write!(f, "place:{id}"),
            Self::Person(id) => write!(f, "person:{id}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scope_reads_back_as_it_was_written() {
        for text in ["public", "staff", "audit", "place:b5", "steward:b5", "person:p1"] {
            assert_eq!(Audience::parse(text).map(|a| a.to_string()).as_deref(), Some(text));
        }
        for bad in ["", "Public", "place:", "place:a/b", "admin"] {
            assert_eq!(Audience::parse(bad), None, "{bad}");
        }
    }
}
