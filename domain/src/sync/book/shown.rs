//! What is shown of a book: the server's rows with what is pending over them, the counts, and the outbox with what can be undone of it.

use super::Book;
use crate::{
    Id, Millis, Refusal, Row,
    indicator::Indicator,
    record::Key,
    sync::{Entry, EntryState, Pause, Turn},
};

impl Book {
    /// The row with that key, pending ones over the server's.
    pub fn row(&self, key: &Key) -> Option<&Row> {
        self.pending.get(key).or_else(|| self.base.get(key))
    }

    /// Whether a row exists only as a pending act leaves it.
    pub fn is_waiting(&self, key: &Key) -> bool {
        self.pending.get(key).is_some()
    }

    /// All rows as they stand with what is pending.
    pub fn rows(&self) -> impl Iterator<Item = &Row> {
        let unchanged = self.base.rows().filter(|row| self.pending.get(&row.key()).is_none());
        unchanged.chain(self.pending.rows())
    }

    /// The sum of an indicator at a place from one day to another, both included.
    pub fn sum(&self, indicator: Indicator, place: &Id, from: crate::Day, to: crate::Day) -> i64 {
        self.cells
            .iter()
            .filter(|((i, p, day), _)| *i == indicator && p == place && (from..=to).contains(day))
            .map(|(_, value)| value)
            .sum()
    }

    /// Every entry of the outbox in order, those that only await a backup included.
    pub fn entries(&self) -> &[Entry] {
        self.outbox.entries()
    }

    /// What a person has to know of: entries whose effect is not visible yet, or that need somebody.
    pub fn outbox(&self) -> impl Iterator<Item = &Entry> {
        self.entries().iter().filter(|entry| !matches!(entry.state, EntryState::Done { .. }))
    }

    /// How many entries wait to be sent.
    pub fn waiting(&self) -> usize {
        self.entries().iter().filter(|entry| entry.state == EntryState::Waiting).count()
    }

    /// Entries that need a person: refused and held ones, and waiting ones that no longer hold.
    pub fn attention(&self) -> Vec<(&Entry, Refusal)> {
        let of = |entry: &Entry| match &entry.state {
            EntryState::Refused { code } | EntryState::Held { reason: code } => Some(*code),
            EntryState::Waiting => {
                self.stuck.iter().find(|(serial, _)| *serial == entry.serial).map(|(_, refusal)| *refusal)
            }
            EntryState::Applied { .. } | EntryState::Done { .. } => None,
        };
        self.entries().iter().filter_map(|entry| of(entry).map(|code| (entry, code))).collect()
    }

    /// The entry that is held back so that it can be undone, and for how much longer.
    pub fn held(&self, pause: Pause) -> Option<(&Entry, Millis)> {
        self.outbox.held(pause)
    }

    /// What undoing that entry changes; to be written before it is [taken over](Book::turn). Nothing where it is too late.
    pub fn undo(&self, serial: u64, pause: Pause) -> Option<Turn> {
        self.outbox.undo(serial, pause)
    }
}
