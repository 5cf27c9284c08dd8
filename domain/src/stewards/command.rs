//! Commands on hazards.

use super::{Grade, HazardCategory};
use crate::tree::{Tree, Wood, map};
use crate::{Id, Millis};

/// A steward records a hazard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FindHazard {
    /// The hazard's id.
    pub id: Id,
    /// The building or estate.
    pub place: Id,
    /// Where in it: a stairwell number or `yard`; empty where not said.
    pub spot: String,
    /// What is wrong.
    pub category: HazardCategory,
    /// How urgent.
    pub grade: Grade,
    /// In the steward's own words, or empty.
    pub note: String,
    /// When it was found.
    pub found_at_ms: Millis,
    /// What it looks like: at most [`crate::photo::PHOTOS_MAX`], each named by the hash of its bytes.
    pub photos: Vec<Id>,
}

map!(FindHazard { id, place, spot, category, grade, note, found_at_ms } or { photos });

/// The same as it was before there were photos: read and written to the very bytes of that time, because the log holds
/// their hash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FindHazard1(pub FindHazard);

impl Wood for FindHazard1 {
    fn tree(&self) -> Tree {
        self.0.tree()
    }

    fn read(tree: Tree) -> Option<Self> {
        FindHazard::read(tree).filter(|find| find.photos.is_empty()).map(Self)
    }
}

/// What the area branch says of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReviewOutcome {
    /// It stands, with this grade.
    Reviewed {
        /// The grade from now on.
        grade: Grade,
    },
    /// It goes back to its author.
    Returned {
        /// Why.
        reason: String,
    },
}

impl Wood for ReviewOutcome {
    fn tree(&self) -> Tree {
        match self {
            Self::Reviewed { grade } => Tree::branch("reviewed", Tree::branch("grade", grade.tree())),
            Self::Returned { reason } => Tree::branch("returned", Tree::branch("reason", reason.tree())),
        }
    }

    fn read(tree: Tree) -> Option<Self> {
        let (outcome, content) = tree.variant()?;
        let (field, value) = content.variant()?;
        match (&*outcome, &*field) {
            ("reviewed", "grade") => Wood::read(value).map(|grade| Self::Reviewed { grade }),
            ("returned", "reason") => Wood::read(value).map(|reason| Self::Returned { reason }),
            _ => None,
        }
    }
}

/// The area branch reviews a hazard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReviewHazard {
    /// The hazard.
    pub hazard: Id,
    /// What it says.
    pub outcome: ReviewOutcome,
}

map!(ReviewHazard { hazard, outcome });

/// The author corrects what was returned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CorrectHazard {
    /// The hazard.
    pub hazard: Id,
    /// Where in the place.
    pub spot: String,
    /// What is wrong.
    pub category: HazardCategory,
    /// How urgent.
    pub grade: Grade,
    /// In the steward's own words, or empty.
    pub note: String,
}

map!(CorrectHazard { hazard, spot, category, grade, note });

/// Somebody put it right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RectifyHazard {
    /// The hazard.
    pub hazard: Id,
    /// What was done.
    pub note: String,
}

map!(RectifyHazard { hazard, note });

/// Somebody else looks whether it is right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecheckHazard {
    /// The hazard.
    pub hazard: Id,
    /// Whether it is.
    pub passed: bool,
    /// What was seen.
    pub note: String,
}

map!(RecheckHazard { hazard, passed, note });

/// The general branch clears and counts it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClearHazard {
    /// The hazard.
    pub hazard: Id,
}

map!(ClearHazard { hazard });

/// The danger is held off for now: roped off, switched off, somebody stands there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ControlHazard {
    /// The hazard.
    pub hazard: Id,
    /// 119 was called; needed where the danger is immediate.
    pub called: bool,
    /// What was done.
    pub note: String,
}

map!(ControlHazard { hazard, called, note });

/// Somebody is to put it right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AssignHazard {
    /// The hazard.
    pub hazard: Id,
    /// Who: by which grant they look after its place.
    pub grant: Id,
    /// What is to be done, or empty.
    pub note: String,
}

map!(AssignHazard { hazard, grant, note });

/// It is no hazard, or it is there twice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VoidHazard {
    /// The hazard.
    pub hazard: Id,
    /// Why.
    pub reason: String,
}

map!(VoidHazard { hazard, reason });

/// The wrong place is put right, before it is cleared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MoveHazard {
    /// The hazard.
    pub hazard: Id,
    /// Where it is.
    pub place: Id,
    /// Where in it: a stairwell number or `yard`; empty where not said.
    pub spot: String,
}

map!(MoveHazard { hazard, place, spot });

/// The clock: it is overdue and climbs the grid.
#[cfg(feature = "office")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClimbHazard {
    /// The hazard.
    pub hazard: Id,
    /// The moment that passed.
    pub due_at_ms: Millis,
}

#[cfg(feature = "office")]
map!(ClimbHazard { hazard, due_at_ms });
