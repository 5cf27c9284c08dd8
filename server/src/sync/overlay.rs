//! The rows a group sees: as loaded from the database, with what the group itself has changed laid over them.

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
    rows: HashMap<Id, HashMap<Key, Option<Row>>>,
}

/// Most rows kept from one group for the next.
const KEPT_MAX: usize = 6_000;

/// One book of an [`Overlay`]. A row that was not loaded is noted and answered `Unknown`.
pub struct BookView<'a> {
    rows: Option<&'a HashMap<Key, Option<Row>>>,
    missing: RefCell<BTreeSet<Key>>,
}

impl Overlay {
    /// Of what does not exist only the group itself had to know.
    pub fn forget_absent(&mut self) {
        self.rows.values_mut().for_each(|rows| rows.retain(|_, row| row.is_some()));
    }

    /// Whether more is kept than is worth its memory.
    pub fn is_full(&self) -> bool {
        self.rows.values().map(HashMap::len).sum::<usize>() > KEPT_MAX
    }

    /// Keeps only what every act asks for, or nothing where that alone is too much. Only while all that is kept is on the
    /// disk: nobody else writes, so rows that are kept are as the database has them.
    pub fn shrink(&mut self) {
        let steady = |key: &Key| matches!(key.kind, Kind::Place | Kind::Policy | Kind::Figure);
        self.rows.values_mut().for_each(|rows| rows.retain(|key, _| steady(key)));
        if self.is_full() {
            self.rows.clear();
        }
    }

    /// A row as it stands now.
    pub fn row(&self, book: &Id, key: &Key) -> Option<&Row> {
        self.rows.get(book)?.get(key)?.as_ref()
    }

    /// Looks at one book.
    pub fn view(&self, book: &Id) -> BookView<'_> {
        BookView { rows: self.rows.get(book), missing: RefCell::default() }
    }

    /// Takes what was loaded for `asked`: what was asked for and not found does not exist.
    pub fn loaded(&mut self, asked: BTreeSet<(Id, Key)>, found: Vec<(Id, Row)>) {
        for (book, key) in asked {
            self.rows.entry(book).or_default().entry(key).or_insert(None);
        }
        for (book, row) in found {
            self.rows.entry(book).or_default().insert(row.key(), Some(row));
        }
    }

    /// Takes a row as a command left it.
    pub fn put(&mut self, book: &Id, row: Row) {
        self.rows.entry(book.clone()).or_default().insert(row.key(), Some(row));
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
            Some(Some(row)) => Seen::Known(row),
            Some(None) => Seen::Absent,
            None => {
                self.missing.borrow_mut().insert(key.clone());
                Seen::Unknown
            }
        }
    }
}
