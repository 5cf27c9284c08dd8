//! What applied commands leave in the tables: records, projections, cells, transfers, deadlines.

use super::overlay::Overlay;
use crate::store::{Shown, StoredRow, Writes};
use jiefang_domain::{Audience, Id, Key, Row, settle::Settled};
use std::sync::Arc;

impl Writes {
    /// Adds what `settled` changes in `book` with number `seq`; the rows themselves go into `overlay`.
    pub fn settled(&mut self, book: &Id, seq: u64, settled: Settled, overlay: &mut Overlay) {
        for (_, new) in settled.rows {
            let key = new.key();
            let before = overlay.put(book, new);
            self.changed.entry((book.clone(), key)).or_insert((before, seq)).1 = seq;
        }
        for c in settled.cells {
            let cell = self.cells.entry((book.clone(), c.indicator, c.place, c.day)).or_default();
            *cell = (cell.0 + c.value, seq);
        }
        self.transfers.extend(settled.transfers.into_iter().map(|transfer| (book.clone(), seq, transfer)));
    }

    /// Takes the rows as they stand after the last command: however often a row changed, it is written once.
    pub fn complete(&mut self, overlay: &mut Overlay) {
        for ((book, key), (old, seq)) in std::mem::take(&mut self.changed) {
            let Some(record) = overlay.stored_mut(&book, &key) else { continue };
            let new = Arc::clone(&record.row);
            let due = new.deadline().map(|(due_at_ms, ..)| due_at_ms);
            if due.is_some() || old.as_ref().is_some_and(|old| old.row.deadline().is_some()) {
                self.deadlines.insert((book.clone(), key.clone()), due);
            }
            self.photos.extend(new.photos().iter().map(|photo| (book.clone(), photo.clone(), key.clone())));
            let named = |photo: &&Id| !new.photos().contains(photo);
            let gone = old.iter().flat_map(|old| old.row.photos()).filter(named);
            self.unnamed.extend(gone.map(|photo| (book.clone(), photo.clone(), key.clone())));
            let apart = self.projected((&book, &key), seq, old.as_ref(), &new);
            *record = StoredRow { row: new, seq, apart };
            let record = record.clone();
            self.records.insert((book, key), record);
        }
    }

    /// An audience that sees something else than before gets it; one that sees nothing any more gets a tombstone. Gives
    /// the projections that stand apart from then on.
    fn projected(
        &mut self,
        (book, key): (&Id, &Key),
        seq: u64,
        old: Option<&StoredRow>,
        new: &Row,
    ) -> Vec<(Audience, u64)> {
        let before: Vec<(Audience, Row)> = old.map(|old| old.row.projections()).unwrap_or_default();
        let mut stood: Vec<(Audience, u64)> = old.map(|old| old.apart.clone()).unwrap_or_default();
        let all_at = old.map_or(0, |old| old.seq);
        for (audience, _) in &before {
            if !stood.iter().any(|(there, _)| there == audience) {
                stood.push((audience.clone(), all_at));
            }
        }
        let after = new.projections();
        let mut apart = Vec::new();
        for (audience, at) in stood {
            let saw = before.iter().find(|(there, _)| *there == audience);
            let sees = after.iter().find(|(there, _)| *there == audience);
            // What saw all of the old row and sees no more than that of the new one is written anew as well: where a
            // projection is the whole record, the record stands for it.
            let same = saw == sees && sees.is_none_or(|(_, seen)| old.is_none_or(|old| *old.row != *seen));
            if same {
                apart.push((audience, at));
                continue;
            }
            self.stale.push((book.clone(), audience.clone(), at, key.clone()));
            if sees.is_none() {
                self.projections.insert((book.clone(), audience.clone(), key.clone()), (seq, Shown::Nothing));
                apart.push((audience, seq));
            }
        }
        for (audience, seen) in after {
            if apart.iter().any(|(there, _)| *there == audience) {
                continue;
            }
            let shown = if seen == *new { Shown::Whole } else { Shown::Part(Box::new(seen)) };
            self.projections.insert((book.clone(), audience, key.clone()), (seq, shown));
        }
        apart
    }
}
