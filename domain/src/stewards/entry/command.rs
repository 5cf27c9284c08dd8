//! Commands on entries.

use super::{EntryCategory, EntryKind, EntryState, PartyAnswer};
use crate::{
    Id, Key, Millis,
    privacy::{Given, LookReason},
    tree::map,
};

/// Somebody an entry concerns: known by an id, or by a name in words alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// The person; `-` where only a name is known.
    pub person: Id,
    /// The name in words; may be empty where the person is known.
    pub name: String,
}

map!(Named { person, name });

/// What is written down of an entry at first, and anew when it is corrected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryContent {
    /// What it is about.
    pub category: EntryCategory,
    /// Where in the place: a stairwell number or `yard`; empty where not said.
    pub spot: String,
    /// In one's own words, or empty.
    pub note: String,
    /// When it happened, or for when it is planned.
    pub happened_at_ms: Millis,
    /// Whom it concerns: both sides of a dispute, whose errand, who is visited.
    pub parties: Vec<Named>,
    /// Of a patrol: the places or codes to be seen.
    pub checkpoints: Vec<Id>,
    /// At most [`crate::photo::PHOTOS_MAX`], each named by the hash of its bytes.
    pub photos: Vec<Id>,
}

map!(EntryContent { category, spot, note, happened_at_ms, parties, checkpoints, photos });

/// Something is recorded; a resident asks for an errand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordEntry {
    /// The entry's id.
    pub id: Id,
    /// What kind.
    pub entry_kind: EntryKind,
    /// The building or estate.
    pub place: Id,
    /// After a review: the entry of one's own that this one corrects; `-` otherwise.
    pub replaces: Id,
    /// What is written down.
    pub content: EntryContent,
}

map!(RecordEntry { id, entry_kind, place, replaces, content });

/// A checkpoint that was seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeenAt {
    /// The place or the code at it.
    pub at: Id,
    /// When.
    pub at_ms: Millis,
}

map!(SeenAt { at, at_ms });

/// An entry goes a step on (see [`super::WAYS`]). What does not belong to the step is left empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AdvanceEntry {
    /// The entry.
    pub entry: Id,
    /// The state it goes to.
    pub to: EntryState,
    /// What was done or said, or empty.
    pub note: String,
    /// In mediation: what both sides are to confirm. Put down anew it has to be confirmed anew; empty leaves it as it is.
    pub agreement: String,
    /// The police's number of the report, or empty.
    pub report: String,
    /// Of a mediation that failed: both sides were told their remedies.
    pub remedies_told: bool,
    /// Of a patrol: what was seen.
    pub seen: Vec<SeenAt>,
    /// More photos.
    pub photos: Vec<Id>,
}

map!(AdvanceEntry { entry, to, note, agreement, report, remedies_told, seen, photos });

/// What somebody whom it concerns says: to be mediated, to an agreement, to an errand that was handed back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerEntry {
    /// The entry.
    pub entry: Id,
    /// Which of the people it concerns, counted from 0.
    pub party: u32,
    /// What that person says.
    pub answer: PartyAnswer,
    /// By whom it is said.
    pub how: Given,
    /// In words, or empty; needed for "no".
    pub note: String,
}

map!(AnswerEntry { entry, party, answer, how, note });

/// An agreement was not kept: either party says so, or who has the dispute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BreachEntry {
    /// The dispute.
    pub entry: Id,
    /// What was not kept.
    pub note: String,
}

map!(BreachEntry { entry, note });

/// The area branch reviews an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReviewEntry {
    /// The entry.
    pub entry: Id,
    /// It stands; otherwise it goes back to its author.
    pub passed: bool,
    /// Why it goes back; may be empty where it stands.
    pub reason: String,
}

map!(ReviewEntry { entry, passed, reason });

/// The author corrects what was returned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CorrectEntry {
    /// The entry.
    pub entry: Id,
    /// What is written down now. Whom it concerns and what is to be seen can change only before anything was done.
    pub content: EntryContent,
}

map!(CorrectEntry { entry, content });

/// The general branch counts an entry, and with it voids the one that it corrects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountEntry {
    /// The entry.
    pub entry: Id,
}

map!(CountEntry { entry });

/// The general branch voids an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VoidEntry {
    /// The entry.
    pub entry: Id,
    /// Why.
    pub reason: String,
}

map!(VoidEntry { entry, reason });

/// The wrong place or kind is put right, before it counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MoveEntry {
    /// The entry.
    pub entry: Id,
    /// Where it belongs.
    pub place: Id,
    /// What kind it is; another one begins anew.
    pub entry_kind: EntryKind,
    /// Why, or empty.
    pub note: String,
}

map!(MoveEntry { entry, place, entry_kind, note });

/// An open entry or hazard is handed to another steward of its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HandOver {
    /// The entry or hazard.
    pub of: Key,
    /// By which grant the other looks after the place.
    pub grant: Id,
}

map!(HandOver { of, grant });

/// Somebody opens what is sealed of an entry, and says why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LookAtEntry {
    /// The look's id.
    pub id: Id,
    /// The entry.
    pub entry: Id,
    /// Why.
    pub reason: LookReason,
    /// Why, in one's own words; needed where the reason is "other".
    pub note: String,
}

map!(LookAtEntry { id, entry, reason, note });
