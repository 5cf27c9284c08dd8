//! 党员楼长: what a steward finds and what becomes of it.

mod command;
mod decide;
mod hazard;
#[cfg(test)]
mod tests;

pub use command::{
    ClearHazard, CorrectHazard, FindHazard, FindHazard1, RecheckHazard, RectifyHazard, ReviewHazard, ReviewOutcome,
};
pub use decide::{clear, correct, find, recheck, rectify, review};
pub use hazard::{Grade, Hazard, HazardCategory, HazardState, HazardStep, Review};
