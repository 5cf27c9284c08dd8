//! Commands on people and grants.

use super::{Left, Role};
use crate::tree::{Tree, Wood, map};
use crate::{Field, Id, Key, Millis};

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
    /// Unit and room, `3-502`, or empty.
    pub door: String,
    /// What they can do for others.
    pub skills: Vec<String>,
    /// Whether they are a volunteer.
    pub volunteer: bool,
}

map!(EnterPerson { id, name, phone, household, invented, door, skills, volunteer });

impl EnterPerson {
    /// Somebody of whom nothing is known but the name and the household.
    pub fn named(id: Id, name: &str, household: Id) -> Self {
        let (name, phone, door, skills) = (name.to_owned(), String::new(), String::new(), Vec::new());
        Self { id, name, phone, household, invented: false, door, skills, volunteer: false }
    }
}

/// The same as it was before a residents' list could be taken over; the log holds the hash of its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnterPerson1(pub EnterPerson);

/// The fields of version 1.
#[derive(Clone)]
struct OldPerson {
    id: Id,
    name: String,
    phone: String,
    household: Id,
    invented: bool,
}

map!(OldPerson { id, name, phone, household, invented });

impl Wood for EnterPerson1 {
    fn tree(&self) -> Tree {
        let EnterPerson { id, name, phone, household, invented, .. } = self.0.clone();
        OldPerson { id, name, phone, household, invented }.tree()
    }

    fn read(tree: Tree) -> Option<Self> {
        let OldPerson { id, name, phone, household, invented } = OldPerson::read(tree)?;
        let (door, skills, volunteer) = (String::new(), Vec::new(), false);
        Some(Self(EnterPerson { id, name, phone, household, invented, door, skills, volunteer }))
    }
}

/// What is known of a person changes. What is `Hidden` (null) stays as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangePerson {
    /// Who.
    pub person: Id,
    /// The name.
    pub name: Field<String>,
    /// The phone number.
    pub phone: Field<String>,
    /// The household.
    pub household: Field<Id>,
    /// Unit and room.
    pub door: Field<String>,
    /// What they can do for others.
    pub skills: Field<Vec<String>>,
    /// Whether they are a volunteer.
    pub volunteer: Field<bool>,
    /// What they hold now, where the name changes: it stands there too. The server's desk says which these are.
    pub grants: Vec<Id>,
}

map!(ChangePerson { person, name, phone, household, door, skills, volunteer, grants });

impl ChangePerson {
    /// Nothing changes yet.
    pub fn none(person: Id) -> Self {
        let (name, phone, household, door) = (Field::Hidden, Field::Hidden, Field::Hidden, Field::Hidden);
        let (skills, volunteer) = (Field::Hidden, Field::Hidden);
        Self { person, name, phone, household, door, skills, volunteer, grants: Vec::new() }
    }
}

/// Somebody leaves the community.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeavePerson {
    /// Who.
    pub person: Id,
    /// Why.
    pub why: Left,
    /// What they hold now, all of it. The server's desk says which these are.
    pub grants: Vec<Id>,
    /// For whom they act, all of them. The server's desk says who these are.
    pub wards: Vec<Id>,
    /// What they were told of as guardians, and who acts for them of them. The server's desk says which that is.
    pub told: Vec<Key>,
}

map!(LeavePerson { person, why, grants, wards } or { told });

/// Somebody who left is back, or never left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReturnPerson {
    /// Who.
    pub person: Id,
}

map!(ReturnPerson { person });

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
    /// Since when (任职日期), not in the future; 0 from now on.
    pub since_ms: Millis,
}

map!(GiveGrant { id, person, role, place, since_ms });

/// The same as it was before a grant could say since when; the log holds the hash of its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GiveGrant1(pub GiveGrant);

/// The fields of version 1.
#[derive(Clone)]
struct OldGrant {
    id: Id,
    person: Id,
    role: Role,
    place: Id,
}

map!(OldGrant { id, person, role, place });

impl Wood for GiveGrant1 {
    fn tree(&self) -> Tree {
        let GiveGrant { id, person, role, place, .. } = self.0.clone();
        OldGrant { id, person, role, place }.tree()
    }

    fn read(tree: Tree) -> Option<Self> {
        let OldGrant { id, person, role, place } = OldGrant::read(tree)?;
        Some(Self(GiveGrant { id, person, role, place, since_ms: 0 }))
    }
}

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

/// A steward is replaced: one grant ends, another begins at the same place, and the open work goes with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReplaceSteward {
    /// The grant that ends.
    pub grant: Id,
    /// The grant that begins.
    pub id: Id,
    /// Who takes it up.
    pub person: Id,
    /// The open entries and hazards that are handed over. The server's desk says which these are.
    pub work: Vec<Key>,
}

map!(ReplaceSteward { grant, id, person, work });

/// Two entries for one person become one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MergePerson {
    /// The entry that goes.
    pub person: Id,
    /// The entry that stays.
    pub into: Id,
    /// What the one that goes holds, all of it. This and the rest the server's desk says.
    pub grants: Vec<Id>,
    /// What the one that stays holds.
    pub kept: Vec<Id>,
    /// For whom the one that goes acts.
    pub wards: Vec<Id>,
    /// The open entries and hazards that the one that goes has in hand.
    pub work: Vec<Key>,
    /// What the one that goes was told of as a guardian, and who acts for it of it.
    pub told: Vec<Key>,
}

map!(MergePerson { person, into, grants, kept, wards, work } or { told });
