//! The door log's table (`0023_door.sql`): written in short transactions of its own, looked through by auditors together
//! with the logs of the books.

use super::{
    Store, StoreError,
    json::{read, set, text},
    keys::Keys,
    sealed::About,
};
use crate::door::Entry;
use jiefang_domain::{
    Id, Millis, Row,
    privacy::{Look, LookReason},
    record::Record,
};
use serde::Serialize;
use sqlx::sqlite::{SqlitePool, SqlitePoolOptions, SqliteSynchronous};
use std::collections::BTreeMap;

/// Fewest days that entries are kept: six months have up to 184.
pub const KEPT_DAYS_MIN: u32 = 200;
/// Rows that one statement of a pruning takes.
const PRUNED_A_STEP: u32 = 2_000;
const DAY_MS: Millis = 24 * 3_600_000;

const WRITE: &str =
    "INSERT INTO door (at_ms, what, result, person, about, book, typed, address, request, detail, times)
 SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, unhex(value ->> 6), value ->> 7,
 value ->> 8, value ->> 9, value ->> 10 FROM json_each($1)";
const PRUNE: &str = "DELETE FROM door WHERE n IN (SELECT n FROM door WHERE at_ms < $1 ORDER BY at_ms LIMIT $2)";
const LOOK: &str = "SELECT n, at_ms, what, result, person, about, book, address, request, detail, times FROM door
 WHERE at_ms BETWEEN $1 AND $2 AND (at_ms < $3 OR n < $4)
 AND (book IN (SELECT value FROM json_each($5)) OR (book = '-' AND $6))
 AND ($7 IS NULL OR person IN (SELECT value FROM json_each($7)) OR about IN (SELECT value FROM json_each($7))
  OR typed = unhex(nullif($8, '')))
 AND ($9 = '' OR what = $9 OR what GLOB $9 || '_*') AND ($10 = '' OR address = $10) AND ($11 IS NULL OR (result = '') = $11)
 AND ($12 IS NULL OR EXISTS (SELECT 1 FROM json_each($12) WHERE what = value OR what GLOB value || '_*'))
 ORDER BY at_ms DESC, n DESC LIMIT $13";
const LOOK_LOG: &str = "SELECT seq, at_ms, kind, code, person, '-', book, client_id, '-', '', 1 FROM log
 WHERE book = $1 AND at_ms BETWEEN $2 AND $3 AND (at_ms < $4 OR seq < $5)
 AND ($6 IS NULL OR person IN (SELECT value FROM json_each($6)) OR seq IN (SELECT seq FROM record WHERE book = $1
  AND kind = 'look' AND json_extract(body, '$.look.person') IN (SELECT value FROM json_each($6))))
 AND ($7 = '' OR kind = $7 OR kind GLOB $7 || '[.@]*') AND ($8 = '' OR client_id = $8) AND ($9 IS NULL OR (code = '') = $9)
 AND ($10 IS NULL OR EXISTS (SELECT 1 FROM json_each($10) WHERE kind = value OR kind GLOB value || '[.@]*'))
 ORDER BY seq DESC LIMIT $11";
const LOOKED: &str = "SELECT seq, body FROM record WHERE book = $1 AND seq IN (SELECT value FROM json_each($2)) AND kind = 'look' ORDER BY id";

/// The table, with a connection of its own.
#[derive(Clone, Debug)]
pub struct DoorLog {
    pool: SqlitePool,
    keys: Keys,
}

/// What an auditor looks for. What is left empty is not asked.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// In the logs of these books, and what happened at the door in them.
    pub books: Vec<Id>,
    /// Also what happened at the door in no book.
    pub nobodys: bool,
    /// By or about these people.
    pub people: Option<Vec<Id>>,
    /// Or with what the door's key makes of a typed name, as hex.
    pub typed: String,
    /// What, or the kind of a command without or with its version.
    pub what: String,
    /// Of the door's log only what is called or begins so; all where none are named.
    pub of_door: Option<&'static [&'static str]>,
    /// Of the books' logs only commands of these kinds; all where none are named.
    pub of_books: Option<&'static [&'static str]>,
    /// From which address, or with which client.
    pub from: String,
    /// Done, or not.
    pub done: Option<bool>,
    /// From when on.
    pub since_ms: Millis,
    /// Until when.
    pub until_ms: Millis,
    /// Before what was shown last.
    pub before: Option<Cursor>,
    /// How many at most.
    pub limit: u32,
}

/// Where a page ends: entries stand in the order of their moments, then the door's before the books', then by book, then
/// by number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// The moment.
    pub at_ms: Millis,
    /// The book of a log; none where it is the door's.
    pub book: Option<Id>,
    /// The number there.
    pub number: i64,
}

/// One entry of either log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Whether it stands in a book's log, which is chained and kept for ever.
    pub chained: bool,
    /// Its number there.
    pub number: i64,
    /// When.
    pub at_ms: Millis,
    /// What.
    pub what: String,
    /// Empty where it was done, else the code.
    pub result: String,
    /// Who.
    pub person: String,
    /// About whom.
    pub about: String,
    /// About whom else.
    pub others: Vec<String>,
    /// In which book.
    pub book: String,
    /// From which address, or with which client.
    pub from: String,
    /// The request.
    pub request: String,
    /// What was asked for.
    pub detail: String,
    /// How many it stands for.
    pub times: i64,
}

/// Why somebody looked.
#[derive(Serialize)]
struct Why<'w> {
    reason: LookReason,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'w str>,
}

type Columns = (i64, Millis, String, String, String, String, String, String, String, String, i64);

impl Found {
    fn read(chained: bool, columns: Columns) -> Self {
        let (number, at_ms, what, result, person, about, book, from, request, detail, times) = columns;
        let others = Vec::new();
        Self { chained, number, at_ms, what, result, person, about, others, book, from, request, detail, times }
    }

    /// Where a page that ends with it goes on.
    pub fn cursor(&self) -> Cursor {
        let book = if self.chained { Id::parse(&self.book) } else { None };
        Cursor { at_ms: self.at_ms, book, number: self.number }
    }

    /// That it was this look. What concerns several people has one for each.
    fn looked(&mut self, look: &Look) -> Result<(), StoreError> {
        if self.detail.is_empty() {
            self.about = look.person.to_string();
            let note = (!look.note.is_empty()).then_some(look.note.as_str());
            self.detail = text(&Why { reason: look.reason, note })?;
        } else {
            self.others.push(look.person.to_string());
        }
        Ok(())
    }

    fn order(&self) -> (core::cmp::Reverse<Millis>, bool, &str, core::cmp::Reverse<i64>) {
        let book = if self.chained { self.book.as_str() } else { "" };
        (core::cmp::Reverse(self.at_ms), self.chained, book, core::cmp::Reverse(self.number))
    }
}

impl DoorLog {
    /// Opens it beside a store.
    pub async fn open(store: &Store) -> Result<Self, StoreError> {
        // What a power cut takes of it is a quarter of a second; nobody was promised more, and the disk has other work.
        let options = (*store.writer.connect_options()).clone().synchronous(SqliteSynchronous::Normal);
        let pool = SqlitePoolOptions::new().max_connections(1).idle_timeout(None).max_lifetime(None);
        Ok(Self { pool: pool.connect_with(options).await?, keys: store.keys.clone() })
    }

    /// Closes it.
    pub async fn close(&self) {
        self.pool.close().await;
    }

    /// Writes entries down.
    pub async fn write(&self, entries: &[Entry]) -> Result<(), StoreError> {
        if entries.is_empty() {
            return Ok(());
        }
        let detail = |e: &Entry| match e.detail.as_str() {
            "" => Ok(String::new()),
            detail => self.keys.seal_text(About::Detail, detail),
        };
        let details = entries.iter().map(detail).collect::<Result<Vec<_>, _>>()?;
        let rows = set(entries.iter().zip(&details).map(|(e, detail)| {
            let ids = (&e.person, &e.about, &e.book);
            let (typed, request) = (hex::encode(&e.typed), &e.request);
            (e.at_ms, e.what.as_str(), e.result, ids.0, ids.1, ids.2, typed, &e.address, request, detail, e.times)
        }))?;
        sqlx::query(WRITE).bind(rows).execute(&self.pool).await?;
        Ok(())
    }

    /// Drops entries from before `days` ago; how many.
    pub async fn prune(&self, now: Millis, days: u32) -> Result<u64, StoreError> {
        let before = now - Millis::from(days.max(KEPT_DAYS_MIN)) * DAY_MS;
        let mut gone = 0;
        loop {
            let step = sqlx::query(PRUNE).bind(before).bind(PRUNED_A_STEP).execute(&self.pool).await?.rows_affected();
            gone += step;
            if step < u64::from(PRUNED_A_STEP) {
                return Ok(gone);
            }
        }
    }

    /// The newest entries: what, how many, when.
    pub async fn tail(&self, count: usize) -> Result<Vec<(String, i64, Millis)>, StoreError> {
        let limit = u32::try_from(count).unwrap_or(u32::MAX);
        let wanted = Wanted { nobodys: true, until_ms: Millis::MAX, limit, ..Wanted::default() };
        Ok(self.at_the_door(&wanted).await?.into_iter().map(|found| (found.what, found.times, found.at_ms)).collect())
    }

    async fn at_the_door(&self, wanted: &Wanted) -> Result<Vec<Found>, StoreError> {
        let (end, number) = match &wanted.before {
            None => (Millis::MAX, i64::MAX),
            // The door's of a moment come first.
            Some(Cursor { at_ms, book, number }) => (*at_ms, if book.is_some() { 0 } else { *number }),
        };
        let rows: Vec<Columns> = sqlx::query_as(LOOK)
            .bind(wanted.since_ms)
            .bind(wanted.until_ms.min(end))
            .bind(end)
            .bind(number)
            .bind(set(&wanted.books)?)
            .bind(wanted.nobodys)
            .bind(wanted.people.as_ref().map(set).transpose()?)
            .bind(wanted.typed.as_str())
            .bind(wanted.what.as_str())
            .bind(wanted.from.as_str())
            .bind(wanted.done)
            .bind(wanted.of_door.map(set).transpose()?)
            .bind(wanted.limit)
            .fetch_all(&self.pool)
            .await?;
        let opened = |columns| {
            let found = Found::read(false, columns);
            let detail = match found.detail.as_str() {
                "" => String::new(),
                sealed => self.keys.open_text(About::Detail, sealed)?,
            };
            Ok(Found { detail, ..found })
        };
        rows.into_iter().map(opened).collect()
    }
}

impl Store {
    /// A page of what an auditor looks for, newest first, out of the door's log and the books'.
    pub async fn audit(&self, door: &DoorLog, wanted: &Wanted) -> Result<Vec<Found>, StoreError> {
        let mut found = match wanted.of_door {
            Some([]) => Vec::new(),
            _ => door.at_the_door(wanted).await?,
        };
        for book in wanted.books.iter().filter(|_| wanted.of_books != Some(&[])) {
            found.extend(self.in_the_book(book, wanted).await?);
        }
        found.sort_by(|a, b| a.order().cmp(&b.order()));
        found.truncate(usize::try_from(wanted.limit).unwrap_or(usize::MAX));
        Ok(found)
    }

    async fn in_the_book(&self, book: &Id, wanted: &Wanted) -> Result<Vec<Found>, StoreError> {
        let (end, number) = match &wanted.before {
            None => (Millis::MAX, i64::MAX),
            Some(Cursor { at_ms, book: last, number }) => {
                match last.as_ref().map(|last| last.as_str().cmp(book.as_str())) {
                    None | Some(core::cmp::Ordering::Less) => (*at_ms, i64::MAX),
                    Some(core::cmp::Ordering::Equal) => (*at_ms, *number),
                    Some(core::cmp::Ordering::Greater) => (*at_ms, 0),
                }
            }
        };
        let rows: Vec<Columns> = sqlx::query_as(LOOK_LOG)
            .bind(book.as_str())
            .bind(wanted.since_ms)
            .bind(wanted.until_ms.min(end))
            .bind(end)
            .bind(number)
            .bind(wanted.people.as_ref().map(set).transpose()?)
            .bind(wanted.what.as_str())
            .bind(wanted.from.as_str())
            .bind(wanted.done)
            .bind(wanted.of_books.map(set).transpose()?)
            .bind(wanted.limit)
            .fetch_all(&self.readers)
            .await?;
        let mut found: Vec<Found> = rows.into_iter().map(|columns| Found::read(true, columns)).collect();
        self.say_at_whom(book, &mut found).await?;
        Ok(found)
    }

    /// At whom those looked who looked, and why: it stands with the look.
    async fn say_at_whom(&self, book: &Id, found: &mut [Found]) -> Result<(), StoreError> {
        let looks = |found: &&mut Found| found.result.is_empty() && found.what.contains(".look@");
        let mut looks: BTreeMap<i64, &mut Found> =
            found.iter_mut().filter(looks).map(|found| (found.number, found)).collect();
        if looks.is_empty() {
            return Ok(());
        }
        let rows: Vec<(i64, String)> =
            sqlx::query_as(LOOKED).bind(book.as_str()).bind(set(looks.keys())?).fetch_all(&self.readers).await?;
        for (seq, body) in rows {
            let row: Row = read(&body, || format!("record {book} look"))?;
            if let (Some(look), Some(found)) = (Look::of(&row), looks.get_mut(&seq)) {
                found.looked(look)?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{caller::Caller, door::What, visit::Visit};
    use std::net::Ipv4Addr;

    async fn open() -> (tempfile::TempDir, Store, DoorLog) {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).await.unwrap();
        let log = DoorLog::open(&store).await.unwrap();
        (dir, store, log)
    }

    fn at(at_ms: Millis) -> Entry {
        let caller = Caller { address: Ipv4Addr::LOCALHOST.into(), secure: false };
        Entry::new(What::SignIn, &Visit::new(Id::none(), caller), at_ms)
    }

    #[tokio::test]
    async fn entries_are_kept_two_hundred_days_and_then_pruned() {
        let (_dir, _store, log) = open().await;
        let entries: Vec<Entry> = (0..5_000).map(at).chain([at(DAY_MS)]).collect();
        log.write(&entries).await.unwrap();
        assert_eq!(log.prune(200 * DAY_MS, 1).await.unwrap(), 0, "never earlier, whatever is set");
        assert_eq!(log.prune(201 * DAY_MS, 200).await.unwrap(), 5_000);
        assert_eq!(log.prune(201 * DAY_MS, 300).await.unwrap(), 0);
        assert_eq!(log.tail(9).await.unwrap().len(), 1);
    }

    #[tokio::test]
    async fn what_was_asked_for_and_the_doors_key_stand_sealed() {
        let (_dir, store, log) = open().await;
        let detail = r#"{"who":"13912345678"}"#;
        log.write(&[Entry { detail: detail.into(), ..at(1) }]).await.unwrap();
        let secret = store.secret("door_key").await.unwrap();
        let there = "SELECT group_concat(detail) FROM door UNION ALL SELECT value FROM meta WHERE key = 'door_key'";
        let there: Vec<String> = sqlx::query_scalar(there).fetch_all(&store.readers).await.unwrap();
        let told = there.concat();
        assert!(there.len() == 2 && !told.contains("13912345678"), "{told}");
        assert!(!told.contains(&hex::encode(secret)), "{told}");
        assert_eq!(store.secret("door_key").await.unwrap(), secret);
        let wanted = Wanted { nobodys: true, until_ms: 9, limit: 9, ..Wanted::default() };
        assert_eq!(log.at_the_door(&wanted).await.unwrap()[0].detail, detail);
    }

    #[tokio::test]
    async fn every_statement_fits_the_schema_and_looks_by_index() {
        let (_dir, store, log) = open().await;
        for (statement, parameters) in [(LOOK, 13), (LOOK_LOG, 11), (LOOKED, 2), (PRUNE, 2)] {
            let explain = sqlx::AssertSqlSafe(format!("EXPLAIN QUERY PLAN {statement}"));
            let mut query = sqlx::query_as::<_, (i64, i64, i64, String)>(explain);
            for _ in 0..parameters {
                query = query.bind(0);
            }
            let plan = query.fetch_all(&store.readers).await.unwrap();
            assert!(
                !plan.iter().any(|(.., step)| ["SCAN door", "SCAN log", "SCAN record"].contains(&step.as_str())),
                "{statement}: {plan:?}"
            );
        }
        log.write(&[at(1)]).await.unwrap();
    }
}
