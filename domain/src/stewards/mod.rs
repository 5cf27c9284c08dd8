//! 党员楼长: what a steward finds and records, and what becomes of it.

mod command;
mod control;
mod decide;
mod entry;
mod hazard;
#[cfg(test)]
mod tests;

#[cfg(feature = "office")]
pub use command::ClimbHazard;
pub use command::{
    AssignHazard, ClearHazard, ControlHazard, CorrectHazard, FindHazard, FindHazard1, MoveHazard, RecheckHazard,
    RectifyHazard, ReviewHazard, ReviewOutcome, VoidHazard,
};
#[cfg(feature = "office")]
pub use control::climb;
pub use control::{assign, control, move_hazard, void};
use decide::LATE_MAX_MS;
pub use decide::{NOTE_CHARS_MAX, SPOT_CHARS_MAX, clear, correct, find, recheck, rectify, review};
#[cfg(feature = "office")]
pub(crate) use entry::taken_over;
pub use entry::{
    AdvanceEntry, AnswerEntry, BreachEntry, Checkpoint, CorrectEntry, CountEntry, Entry, EntryCategory, EntryContent,
    EntryKind, EntryState, EntryStep, HandOver, LookAtEntry, MoveEntry, Named, Need, PARTY_NAME_CHARS_MAX, Party,
    PartyAnswer, RecordEntry, ReviewEntry, SeenAt, VoidEntry, WAYS, Way, advance_entry, answer_entry, breach_entry,
    correct_entry, count_entry, ends, hand_over, is_open_work, look_at_entry, move_entry, record_entry, review_entry,
    void_entry,
};
pub use hazard::{Grade, Hazard, HazardCategory, HazardState, HazardStep, Review, Rung};

use crate::{
    Id,
    identity::{Actor, Role},
};

/// The community's office: it sees all that stewards record, gives it out, moves it and confirms it.
const OFFICE: &[Role] = &[Role::CommunityWorker, Role::BranchSecretary];
/// Party branches: of an area, or of the whole community.
const BRANCH: &[Role] = &[Role::BranchSecretary];

/// Whether the actor is of the general branch, which counts, clears and voids: a branch secretary of the community itself.
fn is_general_branch(actor: &Actor, path: &[Id], book: &Id) -> bool {
    let from = path.iter().position(|place| place == book).unwrap_or(path.len());
    actor.holds(BRANCH, &path[from..])
}
