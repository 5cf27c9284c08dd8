//! What deciding and pulling need of the tables, and nothing else: the database is one that has it, the simulator's
//! memory another.

use super::{
    BookRow, CellRow, ClientRow, Earlier, Looks, Marks, ProjectionRow, Salt, Snapshot, StoreError, StoredRow, Window,
};
use jiefang_domain::{Audience, Id, Key, identity::Grant};
use std::collections::{BTreeSet, HashMap};

/// What a group looks at before it is decided: one moment of what is committed.
#[expect(async_fn_in_trait, reason = "whoever spawns a group knows the type behind it, and so whether it can be sent")]
pub trait Tables {
    /// The books of that set that exist.
    async fn books(&mut self, books: &BTreeSet<Id>) -> Result<HashMap<Id, BookRow>, StoreError>;
    /// The newest decision's place in the order over all books.
    async fn turn(&mut self) -> Result<u64, StoreError>;
    /// The clients of that set (book and client) that are known.
    async fn clients(&mut self, clients: &BTreeSet<(Id, Id)>) -> Result<HashMap<(Id, Id), ClientRow>, StoreError>;
    /// What the log holds under these operations' ids (book and operation).
    async fn earlier(&mut self, ops: &BTreeSet<(Id, Id)>) -> Result<HashMap<(Id, Id), Earlier>, StoreError>;
    /// The records of that set that exist.
    async fn rows(&mut self, keys: &BTreeSet<(Id, Key)>) -> Result<Vec<(Id, StoredRow)>, StoreError>;
    /// The grants of these people in all books, ended ones included, with the book each stands in.
    async fn grants(&mut self, people: &BTreeSet<Id>) -> Result<Vec<(Id, Grant)>, StoreError>;
    /// So many salts, which nobody can guess.
    fn salts(&mut self, count: usize) -> Result<Vec<Salt>, StoreError>;
}

/// One consistent look at the books.
#[expect(async_fn_in_trait, reason = "as above")]
pub trait Look {
    /// A book and where its log stands.
    async fn book(&mut self, book: &Id) -> Result<Option<BookRow>, StoreError>;
    /// The numbers beside a book.
    async fn marks(&mut self, book: &Id) -> Result<Marks, StoreError>;
    /// A person's grants in all books, ended ones included.
    async fn grants_of(&mut self, person: &Id) -> Result<Vec<Grant>, StoreError>;
    /// The places that lie in each of `places`, itself included.
    async fn places_within(&mut self, book: &Id, places: &[Id]) -> Result<HashMap<Id, Vec<Id>>, StoreError>;
    /// The chain at a number, as hex; empty at 0, none where the log has no such number.
    async fn chain_at(&mut self, book: &Id, seq: u64) -> Result<Option<String>, StoreError>;
    /// The counter of a person's client.
    async fn last_n(&mut self, book: &Id, client_id: &Id, person: &Id) -> Result<u64, StoreError>;
    /// Projections for these audiences that changed after `after`, about so many rows or bytes of them.
    async fn rows_after(
        &mut self,
        book: &Id,
        audiences: &[Audience],
        after: u64,
        max: (usize, usize),
    ) -> Result<Window<ProjectionRow>, StoreError>;
    /// Cells that changed after `after`, about `rows_max` of them.
    async fn cells_after(&mut self, book: &Id, after: u64, rows_max: usize) -> Result<Window<CellRow>, StoreError>;
}

impl Tables for Looks {
    async fn books(&mut self, books: &BTreeSet<Id>) -> Result<HashMap<Id, BookRow>, StoreError> {
        Looks::books(self, books).await
    }

    async fn turn(&mut self) -> Result<u64, StoreError> {
        Looks::turn(self).await
    }

    async fn clients(&mut self, clients: &BTreeSet<(Id, Id)>) -> Result<HashMap<(Id, Id), ClientRow>, StoreError> {
        Looks::clients(self, clients).await
    }

    async fn earlier(&mut self, ops: &BTreeSet<(Id, Id)>) -> Result<HashMap<(Id, Id), Earlier>, StoreError> {
        Looks::earlier(self, ops).await
    }

    async fn rows(&mut self, keys: &BTreeSet<(Id, Key)>) -> Result<Vec<(Id, StoredRow)>, StoreError> {
        Looks::rows(self, keys).await
    }

    async fn grants(&mut self, people: &BTreeSet<Id>) -> Result<Vec<(Id, Grant)>, StoreError> {
        Looks::grants(self, people).await
    }

    fn salts(&mut self, count: usize) -> Result<Vec<Salt>, StoreError> {
        let mut salts = vec![Salt::default(); count];
        getrandom::fill(salts.as_flattened_mut()).map_err(|_| StoreError::no_randomness())?;
        Ok(salts)
    }
}

impl Look for Snapshot {
    async fn book(&mut self, book: &Id) -> Result<Option<BookRow>, StoreError> {
        Snapshot::book(self, book).await
    }

    async fn marks(&mut self, book: &Id) -> Result<Marks, StoreError> {
        Snapshot::marks(self, book).await
    }

    async fn grants_of(&mut self, person: &Id) -> Result<Vec<Grant>, StoreError> {
        Snapshot::grants_of(self, person).await
    }

    async fn places_within(&mut self, book: &Id, places: &[Id]) -> Result<HashMap<Id, Vec<Id>>, StoreError> {
        Snapshot::places_within(self, book, places).await
    }

    async fn chain_at(&mut self, book: &Id, seq: u64) -> Result<Option<String>, StoreError> {
        Snapshot::chain_at(self, book, seq).await
    }

    async fn last_n(&mut self, book: &Id, client_id: &Id, person: &Id) -> Result<u64, StoreError> {
        Snapshot::last_n(self, book, client_id, person).await
    }

    async fn rows_after(
        &mut self,
        book: &Id,
        audiences: &[Audience],
        after: u64,
        max: (usize, usize),
    ) -> Result<Window<ProjectionRow>, StoreError> {
        Snapshot::rows_after(self, book, audiences, after, max).await
    }

    async fn cells_after(&mut self, book: &Id, after: u64, rows_max: usize) -> Result<Window<CellRow>, StoreError> {
        Snapshot::cells_after(self, book, after, rows_max).await
    }
}
