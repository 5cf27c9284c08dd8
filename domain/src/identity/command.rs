//! Commands on people and grants.

use super::Role;
use crate::Id;
use serde::{Deserialize, Serialize};

/// A person becomes known to the community.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
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

/// Somebody takes up a role at a place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
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

/// A role ends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EndGrant {
    /// The grant.
    pub grant: Id,
}
