//! What applied commands leave in the tables: records, projections, cells, transfers, deadlines.

use super::overlay::Overlay;
use crate::store::Writes;
use jiefang_domain::{Audience, Id, Key, Row, settle::Settled};

impl Writes {
    /// Adds what `settled` changes in `book` with number `seq`; the rows themselves go into `overlay`.
    pub fn settled(&mut self, book: &Id, seq: u64, settled: Settled, overlay: &mut Overlay) {
        for (old, new) in settled.rows {
            self.changed.entry((book.clone(), new.key())).or_insert((old, seq)).1 = seq;
            overlay.put(book, new);
        }
        for c in settled.cells {
            let cell = self.cells.entry((book.clone(), c.indicator, c.place, c.day)).or_default();
            *cell = (cell.0 + c.value, seq);
        }
        self.transfers.extend(settled.transfers.into_iter().map(|transfer| (book.clone(), seq, transfer)));
    }

    /// Takes the rows as they stand after the last command: however often a row changed, it is written once.
    pub fn complete(&mut self, overlay: &Overlay) {
        for ((book, key), (old, seq)) in std::mem::take(&mut self.changed) {
            let Some(new) = overlay.row(&book, &key) else { continue };
            self.projected(&book, seq, &key, old.as_ref(), new);
            let due = new.deadline().map(|(due_at_ms, ..)| due_at_ms);
            if due.is_some() || old.is_some_and(|old| old.deadline().is_some()) {
                self.deadlines.insert((book.clone(), key.clone()), due);
            }
            self.records.insert((book, key), (seq, new.clone()));
        }
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
            // What saw all of the old row and sees no more than that of the new one is written anew as well: where a
            // projection is the whole record, the record stands for it.
            if !before.contains(&seen) || old == Some(&seen.1) {
                let (audience, row) = seen;
                self.projections.insert((book.clone(), audience, key.clone()), (seq, Some(row)));
            }
        }
    }
}
