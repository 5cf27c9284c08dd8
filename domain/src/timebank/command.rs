//! Commands on hours and cards.

use super::Activity;
use crate::tree::{Tree, Wood, map};
use crate::{Id, Millis};

/// A worker opens a savings card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenCard {
    /// The number printed on it.
    pub number: Id,
    /// Whose it is.
    pub person: Id,
}

map!(OpenCard { number, person });

/// Whom the service was for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recipient {
    /// Somebody already known to the device.
    Person(Id),
    /// The number on the recipient's card.
    Card(Id),
    /// The yard as a whole; a worker attests it.
    Community,
}

impl Wood for Recipient {
    fn tree(&self) -> Tree {
        match self {
            Self::Person(person) => Tree::branch("person", person.tree()),
            Self::Card(number) => Tree::branch("card", number.tree()),
            Self::Community => Tree::word("community"),
        }
    }

    fn read(tree: Tree) -> Option<Self> {
        let (who, content) = tree.variant()?;
        match (&*who, content) {
            ("person", id) => Wood::read(id).map(Self::Person),
            ("card", number) => Wood::read(number).map(Self::Card),
            ("community", Tree::Null) => Some(Self::Community),
            _ => None,
        }
    }
}

/// A volunteer's hour is captured, with or without network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaptureHour {
    /// The hour's id.
    pub id: Id,
    /// Who gave it: the actor, or somebody a worker enters it for.
    pub provider: Id,
    /// Whom it was for.
    pub recipient: Recipient,
    /// The community or estate it was given in.
    pub place: Id,
    /// What was done.
    pub activity: Activity,
    /// When it began.
    pub started_at_ms: Millis,
    /// How long.
    pub minutes: i64,
}

map!(CaptureHour { id, provider, recipient, place, activity, started_at_ms, minutes });

/// The recipient or a worker confirms an hour.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfirmHour {
    /// The hour.
    pub hour: Id,
}

map!(ConfirmHour { hour });

/// The recipient or a worker says it was not so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RejectHour {
    /// The hour.
    pub hour: Id,
    /// Why.
    pub reason: String,
}

map!(RejectHour { hour, reason });
