//! What a steward records beside hazards: disputes, errands, patrols, thefts, fights, visits and study visits. One record
//! and one table of ways for all (docs/adr/0029).

mod advance;
mod answer;
mod audience;
mod command;
mod content;
mod hand;
mod kind;
mod look;
mod review;
#[cfg(test)]
pub(super) mod tests;
mod ways;

pub use advance::advance_entry;
pub use answer::{answer_entry, breach_entry};
pub use command::{
    AdvanceEntry, AnswerEntry, BreachEntry, CorrectEntry, CountEntry, EntryContent, HandOver, LookAtEntry, MoveEntry,
    Named, RecordEntry, ReviewEntry, SeenAt, VoidEntry,
};
pub use content::{PARTY_NAME_CHARS_MAX, correct_entry, record_entry};
#[cfg(feature = "office")]
pub(crate) use hand::taken_over;
pub use hand::{hand_over, is_open_work, move_entry};
pub use kind::{EntryCategory, EntryKind, EntryState};
pub use look::look_at_entry;
pub use review::{count_entry, review_entry, void_entry};
pub use ways::{Need, WAYS, Way, ends};

use super::Review;
use crate::{
    Day, Field, Id, Millis, Refusal,
    grid::{StewardLimits, know_limits, limits},
    privacy::Given,
    record::macros::record,
    rule::{Case, Guards, Tri, short},
    tree::{map, name},
};

/// What somebody says whom an entry concerns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PartyAnswer {
    /// Yes to being mediated.
    Consents,
    /// No to it; of an errand that has not begun: it is not wanted any more.
    Refuses,
    /// Yes, that is what was agreed; yes, the errand is done.
    Confirms,
    /// No.
    Denies,
}

name!(PartyAnswer { Consents = "consents", Refuses = "refuses", Confirms = "confirms", Denies = "denies" });

/// Somebody an entry concerns, and what they have said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    /// The person; `-` where only a name is known, or where that person was erased.
    pub person: Id,
    /// The name in words; may be empty where the person is known.
    pub name: String,
    /// Who acts for the person and is told of it; `-` where nobody does.
    pub guardian: Id,
    /// When the person agreed to be mediated; 0 before.
    pub consented_at_ms: Millis,
    /// When the person confirmed; 0 before, and again 0 once there is something else to confirm.
    pub confirmed_at_ms: Millis,
    /// By whom the last of it was said.
    pub how: Given,
    /// Who said it or took it down; `-` before.
    pub by: Id,
}

map!(Party { person, name, guardian, consented_at_ms, confirmed_at_ms, how, by });

/// A place or code that a patrol passes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// The place or the code at it.
    pub at: Id,
    /// When it was seen; 0 where it was not.
    pub seen_at_ms: Millis,
}

map!(Checkpoint { at, seen_at_ms });

/// One step of an entry's way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryStep {
    /// The state it led to.
    pub state: EntryState,
    /// What the grid said of it then.
    pub review: Review,
    /// Who did it.
    pub by: Id,
    /// When.
    pub at_ms: Millis,
    /// What was written, or empty.
    pub note: String,
    /// Where the step changed who has it, or its place and kind: what stood there before.
    pub was: Vec<Id>,
    /// Which of the entry's photos came with the step.
    pub photos: Vec<Id>,
}

map!(EntryStep { state, review, by, at_ms, note } or { was, photos });

record! {
    /// A dispute, errand, patrol, theft, fight, visit or study visit.
    Entry {
        shown {
            /// Which of them.
            entry_kind: EntryKind,
            /// The building or estate.
            place: Id,
            /// `place` and what it lies in at the time, smallest first.
            path: Vec<Id>,
            /// The inner state.
            state: EntryState,
            /// The common state.
            review: Review,
            /// Who recorded it, or asked for it.
            author: Id,
            /// Who has it now: the author, who took the errand, or to whom it was handed.
            keeper: Id,
            /// When it was recorded.
            recorded_at_ms: Millis,
            /// When it happened, or for when it is planned.
            happened_at_ms: Millis,
            /// When both sides had agreed to be mediated; 0 before.
            consented_at_ms: Millis,
            /// When it came to its outcome; 0 before.
            ended_at_ms: Millis,
            /// When it was first said that the agreement was not kept; 0 where nobody did.
            breached_at_ms: Millis,
            /// The council issue that was made of it; `-` where none was.
            issue: Id,
            /// The earlier entry that it corrects; `-` where it corrects none.
            replaces: Id,
        }
        hidden {
            /// What it is about.
            category: EntryCategory,
            /// Where in the place: a stairwell number or `yard`; empty where not said.
            spot: String,
            /// In the author's own words, or empty.
            note: String,
            /// Whom it concerns.
            parties: Vec<Party>,
            /// What a patrol passes.
            checkpoints: Vec<Checkpoint>,
            /// What both sides of a dispute are to confirm, or empty.
            agreement: String,
            /// The police's number of the report, or empty.
            report: String,
            /// The sides of a mediation that failed were told their remedies.
            remedies_told: bool,
            /// What it looks like; of an errand: papers, which go once it ends.
            photos: Vec<Id>,
            /// Its way so far.
            steps: Vec<EntryStep>,
        }
        added {
            /// Of a dispute: days after its outcome from which it counts as kept, where the settings said something other
            /// than DOMAIN's default then; 0 otherwise.
            breach_days: u32,
        }
    }
}

impl Entry {
    /// Whether it concerns the person; unknown where that is hidden.
    pub fn concerns(&self, person: &Id) -> Tri {
        Tri::of(&self.parties, |parties| parties.iter().any(|party| party.person == *person))
    }

    /// Whom it concerns; `-` for who is known by a name alone, nobody where that is hidden.
    fn people(&self) -> Vec<Id> {
        self.parties.known().into_iter().flatten().map(|party| party.person.clone()).collect()
    }

    /// The day from which nobody can say any more that its agreement was not kept.
    pub fn judged_on(&self) -> Day {
        let days = self.breach_days.known().copied().filter(|days| *days != 0);
        Day::at(self.ended_at_ms).plus_days(days.unwrap_or(StewardLimits::default().breach_days))
    }

    /// Until when it has to have begun: something planned, the day it was planned for. Nothing else an entry says has a limit.
    pub fn due_at_ms(&self) -> Option<Millis> {
        let planned = self.entry_kind.is_planned() && self.state == self.entry_kind.first() && self.may_change();
        planned.then(|| Day::at(self.happened_at_ms).plus_days(1).start_ms())
    }

    /// Whether it goes on: neither counted nor void nor back with its author.
    pub fn is_open(&self) -> bool {
        matches!(self.review, Review::Submitted | Review::Reviewed | Review::Counted)
    }

    /// Whether whom it concerns may still have to answer: it has not ended, or a breach of what was agreed can be said.
    #[cfg(feature = "office")]
    pub(crate) fn may_be_answered(&self, now: Millis) -> bool {
        let kept = self.entry_kind == EntryKind::Dispute && Day::at(now) < self.judged_on();
        self.review != Review::Void && (self.ended_at_ms == 0 || kept)
    }

    /// Whether it may still become another: neither counted nor void.
    pub fn may_change(&self) -> bool {
        !matches!(self.review, Review::Counted | Review::Void)
    }

    /// The same with one step more.
    pub(crate) fn stepped(mut self, case: &Case, note: &str, was: Vec<Id>) -> Self {
        let mut steps = self.steps.known().cloned().unwrap_or_default();
        steps.push(EntryStep {
            state: self.state,
            review: self.review,
            by: case.actor.person.clone(),
            at_ms: case.now,
            note: note.trim().into(),
            was,
            photos: Vec::new(),
        });
        self.steps = steps.into();
        self
    }

    /// Whether it is an errand that needs its papers no more.
    pub fn is_done_with_papers(&self) -> bool {
        self.entry_kind == EntryKind::Errand && (self.ended_at_ms != 0 || self.review == Review::Void)
    }

    /// The same without papers that are needed no more: documents are kept only while an errand needs them (DOMAIN,
    /// "Stewards").
    fn without_papers(self) -> Self {
        if self.is_done_with_papers() { self.without_photos() } else { self }
    }

    /// The same naming no photo, nor does its history.
    fn without_photos(self) -> Self {
        Self { photos: Vec::new().into(), ..self.unpictured() }
    }

    /// The same whose history names no photo.
    fn unpictured(mut self) -> Self {
        if let Field::Known(steps) = &mut self.steps {
            for step in steps {
                step.photos.clear();
            }
        }
        self
    }

    /// The same, of which the last step names the photos that came with it.
    fn pictured(mut self, photos: &[Id]) -> Self {
        let names = |id: &Id| self.photos.known().is_some_and(|all| all.contains(id));
        let there: Vec<Id> = photos.iter().filter(|id| names(id)).cloned().collect();
        if let Field::Known(steps) = &mut self.steps
            && let Some(last) = steps.last_mut()
        {
            last.photos = there;
        }
        self
    }

    /// The same, void.
    fn voided(&self) -> Self {
        Self { review: Review::Void, ..self.clone() }.without_papers()
    }

    /// The same in that state.
    fn moved_to(mut self, state: EntryState, case: &Case) -> Self {
        self.state = state;
        if state == EntryState::Consented {
            self.consented_at_ms = case.now;
        }
        if ends(state) {
            self.ended_at_ms = case.now;
            let days = limits(case).breach_days;
            let told = self.entry_kind == EntryKind::Dispute && days != StewardLimits::default().breach_days;
            self.breach_days = if told { days } else { 0 }.into();
        }
        self.without_papers()
    }
}

/// What ends a dispute says from when it counts as kept: by the settings, which have to be held for it.
fn check_end(guards: &mut Guards, way: &Way, case: &Case) {
    if way.kind == EntryKind::Dispute && ends(way.to) {
        know_limits(guards, case);
    }
}

/// Checks words that somebody wrote; `needed` ones may not be empty.
fn check_note(guards: &mut Guards, note: &str, needed: bool) {
    guards.check(!needed || !note.trim().is_empty(), Refusal::TextMissing);
    guards.check(short(note, super::NOTE_CHARS_MAX), Refusal::TextTooLong);
}
