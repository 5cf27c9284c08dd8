//! Answers that are asked for with every request and change a few times a day: who is signed in, what they may open.
//!
//! Each is kept with the number of the change it was read after, and counts only while no other has come: whoever loses
//! a role has lost it before that is answered.

use std::{
    collections::HashMap,
    fmt::Debug,
    hash::Hash,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

/// Most answers kept of a kind; then all are asked for anew.
const KEPT_MAX: usize = 20_000;

/// Counts the changes of people, grants, places, accounts and sessions.
#[derive(Clone, Debug, Default)]
pub(super) struct Changes(Arc<AtomicU64>);

impl Changes {
    /// Something has changed, and is committed.
    pub(super) fn happened(&self) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }

    /// How many there were.
    pub(super) fn count(&self) -> u64 {
        self.0.load(Ordering::SeqCst)
    }
}

/// Answers by what was asked.
#[derive(Clone, Debug)]
pub(super) struct Known<K, V> {
    changes: Changes,
    kept: Arc<Mutex<HashMap<K, (u64, V)>>>,
}

impl<K: Eq + Hash + Clone, V: Clone> Known<K, V> {
    /// None yet.
    pub(super) fn new(changes: &Changes) -> Self {
        Self { changes: changes.clone(), kept: Arc::default() }
    }

    /// The answer, where it is known and still counts; else the number under which to [`Known::keep`] the one that is read now.
    pub(super) fn get(&self, asked: &K) -> Result<V, u64> {
        let now = self.changes.count();
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.get(asked).filter(|(then, _)| *then == now).map(|(_, answer)| answer.clone()).ok_or(now)
    }

    /// Keeps an answer that was read after the `then`th change.
    pub(super) fn keep(&self, asked: &K, then: u64, answer: V) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= KEPT_MAX {
            kept.clear();
        }
        kept.insert(asked.clone(), (then, answer));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_counts_until_something_changes_also_between_reading_and_keeping() {
        let changes = Changes::default();
        let known: Known<u8, &str> = Known::new(&changes);
        let then = known.get(&1).unwrap_err();
        known.keep(&1, then, "may");
        assert_eq!(known.get(&1), Ok("may"));
        changes.happened();
        let then = known.get(&1).unwrap_err();
        changes.happened();
        known.keep(&1, then, "may");
        assert!(known.get(&1).is_err());
    }
}
