//! The server's tables in memory. A group is written whole or not at all.

use super::super::shared::{On, Owner, Shared};
use jiefang_domain::{
    Audience, Day, Id, Key, Kind, Millis, Row, identity::Grant, indicator::Indicator, record::Record,
    timebank::Transfer,
};
use jiefang_server::store::{
    BookRow, ClientRow, Earlier, LogRow, Marks, Proof, Salt, Shown, StoreError, StoredRow, Tables, Writes,
};
use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet, HashMap},
    rc::Rc,
    sync::Arc,
};

/// A projection and when it last changed; none is a tombstone.
type Seen = (u64, Option<Arc<Row>>);

/// All tables. Cheap to clone: a backup is a clone.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    pub books: BTreeMap<Id, BookRow>,
    pub log: BTreeMap<Id, Vec<Rc<LogRow>>>,
    pub ops: BTreeMap<(Id, Id), u64>,
    pub bodies: BTreeMap<(Id, u64), (Salt, Rc<str>)>,
    pub clients: BTreeMap<(Id, Id), ClientRow>,
    pub records: BTreeMap<(Id, Key), StoredRow>,
    pub projections: BTreeMap<(Id, Audience, Key), Seen>,
    pub cells: BTreeMap<(Id, Indicator, Id, Day), (i64, u64)>,
    pub transfers: Vec<(Id, u64, Rc<Transfer>)>,
    pub deadlines: BTreeMap<(Id, Key), Millis>,
    pub marks: BTreeMap<Id, Marks>,
}

impl Memory {
    /// The log row of an operation.
    pub fn logged(&self, book: &Id, op: &Id) -> Option<&LogRow> {
        let seq = *self.ops.get(&(book.clone(), op.clone()))?;
        self.at(book, seq)
    }

    /// The log row of a number.
    pub fn at(&self, book: &Id, seq: u64) -> Option<&LogRow> {
        self.log.get(book)?.get(usize::try_from(seq.checked_sub(1)?).ok()?).map(|row| &**row)
    }

    pub fn head(&self, book: &Id) -> u64 {
        self.books.get(book).map_or(0, |book| book.head)
    }

    /// Everybody's grants, ended ones included.
    pub fn grants<'m>(&'m self, person: &'m Id) -> impl Iterator<Item = (&'m Id, &'m Grant)> {
        let grants = self.records.iter().filter(|((_, key), _)| key.kind == Kind::Grant);
        grants.filter_map(move |((book, _), stored)| {
            Grant::of(&stored.row).filter(|grant| grant.person == *person).map(|grant| (book, grant))
        })
    }

    /// What the clock has to do by now.
    pub fn due(&self, now_ms: Millis) -> Vec<(Id, Arc<Row>)> {
        let due = self.deadlines.iter().filter(|(_, due_at_ms)| **due_at_ms <= now_ms);
        due.filter_map(|(place, _)| self.records.get(place).map(|stored| (place.0.clone(), stored.row.clone())))
            .collect()
    }

    /// Takes a group over, whole.
    pub fn apply(&mut self, writes: &Writes) -> Result<(), StoreError> {
        self.books.extend(writes.books.iter().map(|(book, row)| (book.clone(), row.clone())));
        for row in &writes.log {
            let book = Id::parse(&row.book).unwrap();
            let log = self.log.entry(book.clone()).or_default();
            if u64::try_from(log.len()).unwrap() + 1 != row.seq {
                return Err(broken("log: a number twice, or left out"));
            }
            if let Some(op) = row.op_id.as_deref().and_then(Id::parse)
                && self.ops.insert((book, op), row.seq).is_some()
            {
                return Err(broken("log: an operation twice"));
            }
            log.push(Rc::new(row.clone()));
        }
        for (book, seq, salt, body) in &writes.bodies {
            self.bodies.insert((book.clone(), *seq), (*salt, body.as_str().into()));
        }
        self.clients.extend(writes.clients.iter().map(|(at, client)| (at.clone(), client.clone())));
        self.apply_rows(writes)?;
        for (at, (value, seq)) in &writes.cells {
            let cell = self.cells.entry(at.clone()).or_default();
            *cell = (cell.0 + value, *seq);
        }
        for (book, seq, transfer) in &writes.transfers {
            let taken = |(b, _, there): &(Id, u64, Rc<Transfer>)| {
                b == book
                    && (there.id == transfer.id || !transfer.resolves.is_none() && there.resolves == transfer.resolves)
            };
            if self.transfers.iter().any(taken) {
                return Err(broken("a transfer is never replaced"));
            }
            self.transfers.push((book.clone(), *seq, Rc::new(transfer.clone())));
        }
        for (at, due) in &writes.deadlines {
            match due {
                Some(due_at_ms) => drop(self.deadlines.insert(at.clone(), *due_at_ms)),
                None => drop(self.deadlines.remove(at)),
            }
        }
        Ok(())
    }

    /// Records and projections. What is taken away stands where the record said, and nothing stands where something is put.
    fn apply_rows(&mut self, writes: &Writes) -> Result<(), StoreError> {
        for (book, audience, seq, key) in &writes.stale {
            let gone = self.projections.remove(&(book.clone(), audience.clone(), key.clone()));
            if gone.is_none_or(|(stood, _)| stood != *seq) {
                return Err(broken("a projection stood elsewhere"));
            }
        }
        self.records.extend(writes.records.iter().map(|(at, stored)| (at.clone(), stored.clone())));
        for (at, (seq, shown)) in &writes.projections {
            let row = match shown {
                Shown::Whole => self.records.get(&(at.0.clone(), at.2.clone())).map(|stored| stored.row.clone()),
                Shown::Part(row) => Some(Arc::new((**row).clone())),
                Shown::Nothing => None,
            };
            if self.projections.insert(at.clone(), (*seq, row)).is_some() {
                return Err(broken("a projection twice"));
            }
        }
        Ok(())
    }
}

fn broken(words: &'static str) -> StoreError {
    StoreError::Database(words.into())
}

/// The one transaction that writes.
pub struct Tx {
    shared: Rc<Shared>,
    tables: Rc<RefCell<Memory>>,
    check: Check,
}

/// Looks at what a group is about to change.
pub type Check = Box<dyn Fn(&Memory, &Writes)>;

impl Tx {
    pub fn begin(shared: &Rc<Shared>, tables: &Rc<RefCell<Memory>>, check: Check) -> Self {
        Self { shared: shared.clone(), tables: tables.clone(), check }
    }

    async fn pause(&self, once_in: usize) {
        if self.shared.unlucky(once_in) {
            self.shared.hang(Owner::Server, On::Disk).await;
        }
    }
}

impl Tables for Tx {
    async fn books(&mut self, books: &BTreeSet<Id>) -> Result<HashMap<Id, BookRow>, StoreError> {
        let tables = self.tables.borrow();
        Ok(books.iter().filter_map(|book| tables.books.get(book).map(|row| (book.clone(), row.clone()))).collect())
    }

    async fn turn(&mut self) -> Result<u64, StoreError> {
        Ok(self.tables.borrow().books.values().map(|book| book.turn).max().unwrap_or(0))
    }

    async fn clients(&mut self, clients: &BTreeSet<(Id, Id)>) -> Result<HashMap<(Id, Id), ClientRow>, StoreError> {
        let tables = self.tables.borrow();
        Ok(clients.iter().filter_map(|at| tables.clients.get(at).map(|row| (at.clone(), row.clone()))).collect())
    }

    async fn earlier(&mut self, ops: &BTreeSet<(Id, Id)>) -> Result<HashMap<(Id, Id), Earlier>, StoreError> {
        self.pause(8).await;
        let tables = self.tables.borrow();
        let earlier = |(book, op): &(Id, Id)| {
            let row = tables.logged(book, op)?;
            let refused = jiefang_domain::Refusal::parse(&row.code);
            let proof = match tables.bodies.get(&(book.clone(), row.seq)) {
                _ if refused.is_some() => Proof::Hash(row.body_hash.clone()),
                Some((salt, _)) => Proof::Salted(salt.to_vec(), row.commitment.clone()),
                None => Proof::Erased,
            };
            let (person, client_id) = (Id::parse(&row.person)?, row.client_id.clone());
            Some(Earlier { seq: row.seq, person, client_id, n: row.n, refused, proof })
        };
        Ok(ops.iter().filter_map(|at| earlier(at).map(|row| (at.clone(), row))).collect())
    }

    async fn rows(&mut self, keys: &BTreeSet<(Id, Key)>) -> Result<Vec<(Id, StoredRow)>, StoreError> {
        self.pause(8).await;
        let tables = self.tables.borrow();
        let found = keys.iter().filter_map(|at| tables.records.get(at).map(|stored| (at.0.clone(), stored.clone())));
        Ok(found.collect())
    }

    async fn grants(&mut self, people: &BTreeSet<Id>) -> Result<Vec<(Id, Grant)>, StoreError> {
        let tables = self.tables.borrow();
        let grants = people.iter().flat_map(|person| tables.grants(person));
        Ok(grants.map(|(book, grant)| (book.clone(), grant.clone())).collect())
    }

    fn salts(&mut self, count: usize) -> Result<Vec<Salt>, StoreError> {
        let mut rng = self.shared.rng.borrow_mut();
        Ok((0..count).map(|_| rng.bytes()).collect())
    }
}

impl Tx {
    /// Writes a group and commits it: whole, or not at all.
    pub async fn written(self, writes: Writes) -> Result<(), StoreError> {
        self.pause(3).await;
        self.pause(6).await;
        let mut tables = self.tables.borrow_mut();
        (self.check)(&tables, &writes);
        tables.apply(&writes)
    }
}
