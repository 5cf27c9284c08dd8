//! The rows a group sees: as loaded from the database, with what the group itself has changed laid over them.

use crate::store::StoredRow;
use jiefang_domain::{
    Id, Key, Kind, Row,
    rule::{Seen, View},
};
use std::{
    cell::RefCell,
    collections::{BTreeSet, HashMap},
};

/// Rows by book; a key that is there without a row surely does not exist.
#[derive(Debug, Default)]
pub struct Overlay {
    rows: HashMap<Id, HashMap<Key, Option<StoredRow>>>,
}

/// With more rows than this, those that every act asks for are asked for anew.
const KEPT_MAX: usize = 10_000;

/// One book of an [`Overlay`]. A row that was not loaded is noted and answered `Unknown`.
pub struct BookView<'a> {
    rows: Option<&'a HashMap<Key, Option<StoredRow>>>,
    missing: RefCell<BTreeSet<Key>>,
}

impl Overlay {
    /// Keeps what the next group needs: what this one `changed`, since it may not be on the disk yet, and what every act
    /// asks for. Nobody else writes, so a row that is kept is as the database has it.
    pub fn leave(&mut self, changed: impl Fn(&Id, &Key) -> bool) {
        let few = self.rows.values().map(HashMap::len).sum::<usize>() < KEPT_MAX;
        let steady = |key: &Key| few && matches!(key.kind, Kind::Place | Kind::Policy | Kind::Figure);
        for (book, rows) in &mut self.rows {
            rows.retain(|key, row| changed(book, key) || row.is_some() && steady(key));
        }
    }

    /// A row as it stands now.
    pub fn row(&self, book: &Id, key: &Key) -> Option<&Row> {
        Some(&self.rows.get(book)?.get(key)?.as_ref()?.row)
    }

    /// A row that is to be told where it stands.
    pub fn stored_mut(&mut self, book: &Id, key: &Key) -> Option<&mut StoredRow> {
        self.rows.get_mut(book)?.get_mut(key)?.as_mut()
    }

    /// Looks at one book.
    pub fn view(&self, book: &Id) -> BookView<'_> {
        BookView { rows: self.rows.get(book), missing: RefCell::default() }
    }

    /// Takes what was loaded for `asked`: what was asked for and not found does not exist.
    pub fn loaded(&mut self, asked: BTreeSet<(Id, Key)>, found: Vec<(Id, StoredRow)>) {
        for (book, key) in asked {
            self.rows.entry(book).or_default().entry(key).or_insert(None);
        }
        for (book, row) in found {
            self.rows.entry(book).or_default().insert(row.row.key(), Some(row));
        }
    }

    /// Takes a row as a command left it; gives what stood there.
    pub fn put(&mut self, book: &Id, row: Row) -> Option<StoredRow> {
        let key = row.key();
        let stored = StoredRow { row: row.into(), seq: 0, apart: Vec::new() };
        self.rows.entry(book.clone()).or_default().insert(key, Some(stored)).flatten()
    }
}

impl BookView<'_> {
    /// What was asked for and is not loaded.
    pub fn missing(self) -> BTreeSet<Key> {
        self.missing.into_inner()
    }
}

impl View for BookView<'_> {
    fn row(&self, key: &Key) -> Seen<&Row> {
        match self.rows.and_then(|rows| rows.get(key)) {
            Some(Some(stored)) => Seen::Known(&stored.row),
            Some(None) => Seen::Absent,
            None => {
                self.missing.borrow_mut().insert(key.clone());
                Seen::Unknown
            }
        }
    }
}
