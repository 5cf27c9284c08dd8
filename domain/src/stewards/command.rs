//! Commands on hazards.

use super::{Grade, HazardCategory};
use crate::{Id, Millis};
use serde::{Deserialize, Serialize};

/// A steward records a hazard.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
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
}

/// What the area branch says of a record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
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

/// The area branch reviews a hazard.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReviewHazard {
    /// The hazard.
    pub hazard: Id,
    /// What it says.
    pub outcome: ReviewOutcome,
}

/// The author corrects what was returned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
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

/// Somebody put it right.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RectifyHazard {
    /// The hazard.
    pub hazard: Id,
    /// What was done.
    pub note: String,
}

/// Somebody else looks whether it is right.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecheckHazard {
    /// The hazard.
    pub hazard: Id,
    /// Whether it is.
    pub passed: bool,
    /// What was seen.
    pub note: String,
}

/// The general branch clears and counts it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClearHazard {
    /// The hazard.
    pub hazard: Id,
}
