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
const KEPT_MAX: usize = 4_000;

/// One book of an [`Overlay`]. A row that was not loaded is noted and answered `Unknown`.
pub struct BookView<'a> {
    rows: Option<&'a HashMap<Key, Option<Row>>>,
    missing: RefCell<BTreeSet<Key>>,
}

impl Overlay {
    /// What the next group may begin with: nobody else writes, so rows of a committed group are as the database has
    /// them. Beyond a bound only what every act asks for is kept, and beyond that bound nothing.
    #[must_use]
    pub fn kept(mut self) -> Self {
        let many = self.len() > KEPT_MAX;
        let steady = |key: &Key| matches!(key.kind, Kind::Place | Kind::Policy | Kind::Figure);
        // Of what does not exist only the group itself had to know.
        self.rows.values_mut().for_each(|rows| rows.retain(|key, row| row.is_some() && (!many || steady(key))));
        if self.len() > KEPT_MAX { Self::default() } else { self }
    }

    fn len(&self) -> usize {
        self.rows.values().map(HashMap::len).sum()
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
