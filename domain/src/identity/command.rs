//! Commands on people and grants.

use super::Role;
use crate::Id;
use crate::tree::map;

/// A person becomes known to the community.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnterPerson {
    /// The person's id.
    pub id: Id,
    /// The name as the person writes it.
    pub name: String,
    /// Phone number, or empty.
    pub phone: String,
    /// The household.
    pub household: Id,
    /// Invented for the demonstration.
    pub invented: bool,
}

map!(EnterPerson { id, name, phone, household, invented });

/// Somebody takes up a role at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GiveGrant {
    /// The grant's id.
    pub id: Id,
    /// Who.
    pub person: Id,
    /// What.
    pub role: Role,
    /// Where.
    pub place: Id,
}

map!(GiveGrant { id, person, role, place });

/// Somebody is not let in any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StopPerson {
    /// Who.
    pub person: Id,
    /// Why.
    pub reason: String,
}

map!(StopPerson { person, reason });

/// Somebody who was stopped is let in again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadmitPerson {
    /// Who.
    pub person: Id,
    /// Why.
    pub reason: String,
}

map!(ReadmitPerson { person, reason });

/// A role ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EndGrant {
    /// The grant.
    pub grant: Id,
}

map!(EndGrant { grant });
