//! Imports that were made: the tables of `0032_imports.sql`, written in short transactions of their own.

use super::{
    Store, StoreError,
    json::{id, int, number, read, set, text},
    sealed::About,
};
use futures_util::TryStreamExt;
use jiefang_domain::{Id, Key, Kind, Millis, calendar::DAY_MS, command::Command};
use std::collections::{BTreeMap, HashMap, HashSet};

/// For how long an import can be undone.
pub const UNDO_MS: Millis = 30 * DAY_MS;
/// Most imports that are listed.
const LISTED_MAX: u32 = 50;

const BEGIN: &str =
    "INSERT INTO import (id, person, at_ms, state, files, counts, heads) VALUES ($1, $2, $3, 'applying', $4, $5, '{}')";
const STEPS: &str = "INSERT INTO import_step (import, n, book, kind, row, undo)
 SELECT $1, value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4 FROM json_each($2)";
const STAND: &str = "UPDATE import SET state = 'applied', heads = $2 WHERE id = $1";
const UNDONE: &str = "UPDATE import SET state = 'undone' WHERE id = $1";
const DROP: &str = "DELETE FROM import WHERE id = $1";
const DROP_STEPS: &str = "DELETE FROM import_step WHERE import = $1";
const OPEN: &str = "SELECT id FROM import WHERE state = 'applying'";
const HEADS: &str = "SELECT l.book, max(l.seq) FROM book b
 CROSS JOIN log l ON l.book = b.book AND l.op_id >= $1 AND l.op_id < $2 AND l.code = '' GROUP BY l.book";
const ONE: &str = "SELECT id, person, at_ms, state, files, counts, heads FROM import
 WHERE id = $1 AND state <> 'applying'";
const LIST: &str = "SELECT id, person, at_ms, state, files, counts, heads FROM import
 WHERE state <> 'applying' AND ($1 = '' OR person = $1) ORDER BY at_ms DESC, id LIMIT $2";
const STEPS_OF: &str = "SELECT book, kind, row, undo FROM import_step WHERE import = $1 ORDER BY n DESC";
const CHANGED_AFTER: &str = "SELECT kind, id FROM record
 WHERE book = $1 AND seq > $2 AND kind IN (SELECT value FROM json_each($3))";
const BODIES_AFTER: &str = "SELECT body FROM record WHERE book = $1 AND seq > $2 AND kind <> 'place'";
const AT_DOOR: &str = "SELECT person FROM device WHERE person IN (SELECT value FROM json_each($1))
 UNION SELECT person FROM enrolment WHERE person IN (SELECT value FROM json_each($1))";
const PRUNE: &str = "DELETE FROM import_step WHERE import IN (SELECT id FROM import WHERE at_ms < $1)";

/// An import.
#[derive(Clone, Debug)]
pub struct Import {
    /// Its id.
    pub id: Id,
    /// Who imported.
    pub person: Id,
    /// When.
    pub at_ms: Millis,
    /// Whether it was undone.
    pub undone: bool,
    /// The names of the files.
    pub files: Vec<String>,
    /// Lines that added, changed, were so already, were left out.
    pub counts: [u64; 4],
    /// Up to which number each book held its acts.
    pub heads: BTreeMap<String, u64>,
}

impl Import {
    /// Whether it can be taken back: it was not yet, and what it takes is still kept.
    pub fn can_undo(&self, now_ms: Millis) -> bool {
        !self.undone && self.at_ms >= now_ms - UNDO_MS
    }
}

/// What takes one act of an import back.
#[derive(Clone, Debug)]
pub struct Back {
    /// In which book.
    pub book: Id,
    /// The row it is about.
    pub key: Key,
    /// The act.
    pub command: Command,
}

type Columns = (String, String, Millis, String, String, String, String);

fn import((row, person, at_ms, state, files, counts, heads): Columns) -> Result<Import, StoreError> {
    let what = || format!("import {row}");
    Ok(Import {
        id: id(&row)?,
        person: id(&person)?,
        at_ms,
        undone: state == "undone",
        files: read(&files, what)?,
        counts: read(&counts, what)?,
        heads: read(&heads, what)?,
    })
}

impl Store {
    /// Notes an import before its acts are done, so that none stands that cannot be taken back.
    ///
    /// # Errors
    /// What the database says; nothing is noted then.
    pub async fn begin_import(&self, import: &Import, back: &[(u64, Back)]) -> Result<(), StoreError> {
        let mut tx = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        sqlx::query(BEGIN)
            .bind(import.id.as_str())
            .bind(import.person.as_str())
            .bind(import.at_ms)
            .bind(text(&import.files)?)
            .bind(text(&import.counts)?)
            .execute(&mut *tx)
            .await?;
        let steps = back.iter().map(|(n, back)| {
            let Back { book, key, command } = back;
            Ok((*n, book, key.kind.as_str(), &key.id, self.keys.seal_text(About::Undo, &text(command)?)?))
        });
        let steps = steps.collect::<Result<Vec<_>, StoreError>>()?;
        sqlx::query(STEPS).bind(import.id.as_str()).bind(set(steps)?).execute(&mut *tx).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Whether the acts of an import stand in the logs: then it is noted as applied, otherwise it is as if it had never been.
    ///
    /// # Errors
    /// What the database says.
    pub async fn settle_import(&self, import: &Id) -> Result<bool, StoreError> {
        // Its operations are called after it, and `~` is the last sign of all.
        let (from, to) = (format!("{import}~op~"), format!("{import}~op~~"));
        let heads: Vec<(String, i64)> = sqlx::query_as(HEADS).bind(from).bind(to).fetch_all(&self.writer).await?;
        if heads.is_empty() {
            sqlx::query(DROP).bind(import.as_str()).execute(&self.writer).await?;
            return Ok(false);
        }
        let heads: BTreeMap<String, u64> = heads.into_iter().map(|(book, seq)| (book, number(seq))).collect();
        sqlx::query(STAND).bind(import.as_str()).bind(text(&heads)?).execute(&self.writer).await?;
        Ok(true)
    }

    /// Settles the imports that were cut off.
    ///
    /// # Errors
    /// What the database says.
    pub async fn settle_imports(&self) -> Result<(), StoreError> {
        let open: Vec<String> = sqlx::query_scalar(OPEN).fetch_all(&self.writer).await?;
        for import in open {
            self.settle_import(&id(&import)?).await?;
        }
        Ok(())
    }

    /// An import that stands, or was undone; one that is still being applied is none yet.
    ///
    /// # Errors
    /// What the database says.
    pub async fn import(&self, import_id: &Id) -> Result<Option<Import>, StoreError> {
        let row: Option<Columns> = sqlx::query_as(ONE).bind(import_id.as_str()).fetch_optional(&self.readers).await?;
        row.map(import).transpose()
    }

    /// The imports of a person, or of everybody, the newest first.
    ///
    /// # Errors
    /// What the database says.
    pub async fn imports(&self, person: Option<&Id>) -> Result<Vec<Import>, StoreError> {
        let rows: Vec<Columns> =
            sqlx::query_as(LIST).bind(person.map_or("", Id::as_str)).bind(LISTED_MAX).fetch_all(&self.readers).await?;
        rows.into_iter().map(import).collect()
    }

    /// What takes an import back, the last act first.
    ///
    /// # Errors
    /// What the database says.
    pub async fn import_back(&self, import: &Id) -> Result<Vec<Back>, StoreError> {
        let rows: Vec<(String, String, String, String)> =
            sqlx::query_as(STEPS_OF).bind(import.as_str()).fetch_all(&self.readers).await?;
        let back = |(book, kind, row, undo): (String, String, String, String)| {
            let what = || format!("import {import}: {row}");
            let kind = Kind::parse(&kind).ok_or_else(|| StoreError::corrupt(what()))?;
            Ok(Back {
                book: id(&book)?,
                key: Key { kind, id: id(&row)? },
                command: read(&self.keys.open_text(About::Undo, &undo)?, what)?,
            })
        };
        rows.into_iter().map(back).collect()
    }

    /// The rows of these kinds in a book that changed after a number.
    ///
    /// # Errors
    /// What the database says.
    pub async fn changed_after(&self, book: &Id, seq: u64, kinds: &[Kind]) -> Result<Vec<Key>, StoreError> {
        let rows: Vec<(String, String)> = sqlx::query_as(CHANGED_AFTER)
            .bind(book.as_str())
            .bind(int(seq))
            .bind(set(kinds.iter().map(|kind| kind.as_str()))?)
            .fetch_all(&self.readers)
            .await?;
        let key = |(kind, row): (String, String)| {
            let kind = Kind::parse(&kind).ok_or_else(|| StoreError::corrupt(format!("record {book} {kind}")))?;
            Ok(Key { kind, id: id(&row)? })
        };
        rows.into_iter().map(key).collect()
    }

    /// Those of `people` whom a row of a book names that changed after a number: they have done something since, or something
    /// was done for them.
    ///
    /// # Errors
    /// What the database says.
    pub async fn named_after(&self, book: &Id, seq: u64, people: &HashSet<Id>) -> Result<HashSet<Id>, StoreError> {
        let ids: HashMap<&str, &Id> = people.iter().map(|person| (person.as_str(), person)).collect();
        let mut named = HashSet::new();
        let mut bodies = sqlx::query_scalar(BODIES_AFTER).bind(book.as_str()).bind(int(seq)).fetch(&self.readers);
        while let Some(body) = bodies.try_next().await? {
            let body: String = body;
            // An id stands in quotation marks, and holds none.
            named.extend(body.split('"').filter_map(|text| ids.get(text).map(|id| (*id).clone())));
        }
        Ok(named)
    }

    /// Those of `people` who are signed in somewhere or have a code.
    ///
    /// # Errors
    /// What the database says.
    pub async fn at_door(&self, people: &[&Id]) -> Result<HashSet<Id>, StoreError> {
        let rows: Vec<String> = sqlx::query_scalar(AT_DOOR).bind(set(people)?).fetch_all(&self.readers).await?;
        rows.iter().map(|person| id(person)).collect()
    }

    /// Notes that an import was undone; what it would take to undo it goes.
    ///
    /// # Errors
    /// What the database says.
    pub async fn undone_import(&self, import: &Id) -> Result<(), StoreError> {
        let mut tx = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        for statement in [UNDONE, DROP_STEPS] {
            sqlx::query(statement).bind(import.as_str()).execute(&mut *tx).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// Drops what it would take to undo imports that are older than [`UNDO_MS`]; how many acts.
    ///
    /// # Errors
    /// What the database says.
    pub async fn prune_imports(&self, now_ms: Millis) -> Result<u64, StoreError> {
        Ok(sqlx::query(PRUNE).bind(now_ms - UNDO_MS).execute(&self.writer).await?.rows_affected())
    }
}
