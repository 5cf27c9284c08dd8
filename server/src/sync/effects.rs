//! What an applied command leaves in the tables: records, projections, cells, transfers, deadlines.

use crate::store::Writes;
use jiefang_domain::{Audience, Id, Key, Row, settle::Settled};

impl Writes {
    /// Adds what `settled` changes in `book` with number `seq`. The last change of a row is the one that counts.
    pub fn settled(&mut self, book: &Id, seq: u64, settled: Settled) {
        for (old, new) in settled.rows {
            let key = new.key();
            self.projected(book, seq, &key, old.as_ref(), &new);
            let due = new.deadline().map(|(due_at_ms, ..)| due_at_ms);
            if due.is_some() || old.as_ref().is_some_and(|old| old.deadline().is_some()) {
                self.deadlines.insert((book.clone(), key.clone()), due);
            }
            self.records.insert((book.clone(), key), (seq, new));
        }
        for c in settled.cells {
            let cell = self.cells.entry((book.clone(), c.indicator, c.place, c.day)).or_default();
            *cell = (cell.0 + c.value, seq);
        }
        self.transfers.extend(settled.transfers.into_iter().map(|transfer| (book.clone(), seq, transfer)));
    }

    /// An audience that sees something else than before gets it; one that sees nothing any more gets a tombstone.
    fn projected(&mut self, book: &Id, seq: u64, key: &Key, old: Option<&Row>, new: &Row) {
        let before: Vec<(Audience, Row)> = old.map(Row::projections).unwrap_or_default();
        let after = new.projections();
        let left = before.iter().filter(|(audience, _)| !after.iter().any(|(there, _)| there == audience));
        for (audience, _) in left {
            self.projections.insert((book.clone(), audience.clone(), key.clone()), (seq, None));
        }
        for seen in after {
            if !before.contains(&seen) {
                let (audience, row) = seen;
                self.projections.insert((book.clone(), audience, key.clone()), (seq, Some(row)));
            }
        }
    }
}
