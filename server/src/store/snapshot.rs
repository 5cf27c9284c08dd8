//! One consistent look at a book, for a pull: everything in it is of the same moment.

use super::{
    BookRow, ProjectionRow, Seen, Store, StoreError,
    json::{id, int, number, set},
    keys::Keys,
    load::{BookColumns, book_row, grant},
    sql,
};
use jiefang_domain::{Audience, Id, Key, Kind, identity::Grant};
use sqlx::{Sqlite, Transaction};
use std::collections::HashMap;

/// So many bodies are read at once: more than a page holds in bytes are not read in vain.
const BLOCK: usize = 512;
/// What a tombstone takes of a page, about.
const TOMBSTONE_BYTES: usize = 40;

/// A read transaction.
pub struct Snapshot {
    pub(super) tx: Transaction<'static, Sqlite>,
    pub(super) keys: Keys,
}

/// Rows in the order of their numbers, and whether there are more behind them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Window<T> {
    /// The rows; all rows of their numbers, none is cut in two.
    pub rows: Vec<T>,
    /// The number up to which they are complete; none where nothing was left out.
    pub cut: Option<u64>,
}

impl Store {
    /// Begins a read; what is written meanwhile is not seen.
    pub async fn snapshot(&self) -> Result<Snapshot, StoreError> {
        Ok(Snapshot { tx: self.readers.begin().await?, keys: self.keys.clone() })
    }
}

impl Snapshot {
    /// A person's grants in all books, ended ones included.
    pub async fn grants_of(&mut self, person: &Id) -> Result<Vec<Grant>, StoreError> {
        let rows: Vec<(String, String)> =
            sqlx::query_as(sql::LOAD_GRANTS).bind(set([person])?).fetch_all(&mut *self.tx).await?;
        rows.iter().map(|(book, body)| grant(book, body).map(|(_, grant)| grant)).collect()
    }

    /// The places that lie in each of `places`, itself included.
    pub async fn places_within(&mut self, book: &Id, places: &[Id]) -> Result<HashMap<Id, Vec<Id>>, StoreError> {
        let mut within: HashMap<Id, Vec<Id>> = HashMap::new();
        if places.is_empty() {
            return Ok(within);
        }
        let rows: Vec<(String, String)> =
            sqlx::query_as(sql::PLACES_WITHIN).bind(book.as_str()).bind(set(places)?).fetch_all(&mut *self.tx).await?;
        for (outer, inner) in rows {
            within.entry(id(&outer)?).or_default().push(id(&inner)?);
        }
        Ok(within)
    }

    /// A book and where its log stands.
    pub async fn book(&mut self, book: &Id) -> Result<Option<BookRow>, StoreError> {
        let row: Option<BookColumns> =
            sqlx::query_as(sql::BOOK).bind(book.as_str()).fetch_optional(&mut *self.tx).await?;
        row.map(book_row).transpose()
    }

    /// The chain at a number, as hex; empty at 0, none where the log has no such number.
    pub async fn chain_at(&mut self, book: &Id, seq: u64) -> Result<Option<String>, StoreError> {
        if seq == 0 {
            return Ok(Some(String::new()));
        }
        let chain: Option<Vec<u8>> =
            sqlx::query_scalar(sql::CHAIN_AT).bind(book.as_str()).bind(int(seq)).fetch_optional(&mut *self.tx).await?;
        Ok(chain.map(hex::encode))
    }

    /// The counter of a person's client.
    pub async fn last_n(&mut self, book: &Id, client_id: &Id, person: &Id) -> Result<u64, StoreError> {
        let last_n: Option<i64> = sqlx::query_scalar(sql::LAST_N)
            .bind(book.as_str())
            .bind(client_id.as_str())
            .bind(person.as_str())
            .fetch_optional(&mut *self.tx)
            .await?;
        Ok(last_n.map_or(0, number))
    }

    /// Projections for these audiences that changed after `after`, about `rows_max` rows or `bytes_max` bytes of them.
    pub async fn rows_after(
        &mut self,
        book: &Id,
        audiences: &[Audience],
        after: u64,
        (rows_max, bytes_max): (usize, usize),
    ) -> Result<Window<ProjectionRow>, StoreError> {
        let audiences = set(audiences)?;
        let mut limit = rows_max + 1;
        loop {
            let found: String = sqlx::query_scalar(sql::WINDOW_KEYS)
                .bind(book.as_str())
                .bind(audiences.as_str())
                .bind(int(after))
                .bind(i64::try_from(limit).unwrap_or(i64::MAX))
                .fetch_one(&mut *self.tx)
                .await?;
            let mut keys = found.lines().map(projection).collect::<Result<Vec<_>, _>>()?;
            keys.sort_by_key(|row| row.seq);
            let mut rows: Vec<ProjectionRow> = Vec::with_capacity(keys.len());
            let (mut bytes, mut full) = (0, false);
            let mut keys = keys.into_iter().peekable();
            while !full && keys.peek().is_some() {
                let mut block: Vec<ProjectionRow> = keys.by_ref().take(BLOCK).collect();
                self.bodies(book, &mut block).await?;
                for row in block {
                    bytes += row.bytes;
                    let number_ends = rows.last().is_some_and(|last| last.seq != row.seq);
                    rows.push(row);
                    if bytes > bytes_max && number_ends {
                        full = true;
                        break;
                    }
                }
            }
            let limit_now = if full { rows.len() } else { limit };
            match Window::cut(rows, limit_now, |row| row.seq) {
                Some(window) => return Ok(window),
                // More rows of one number than a page holds: that number is a page of its own.
                None => limit *= 2,
            }
        }
    }

    /// Reads what is seen of some rows.
    async fn bodies(&mut self, book: &Id, rows: &mut [ProjectionRow]) -> Result<(), StoreError> {
        let keys = set(rows.iter().map(|row| (&row.audience, int(row.seq), row.key.kind, &row.key.id)))?;
        let found: String =
            sqlx::query_scalar(sql::WINDOW_BODIES).bind(book.as_str()).bind(keys).fetch_one(&mut *self.tx).await?;
        for line in found.lines() {
            let row =
                line.split_once(' ').and_then(|(at, body)| Some((rows.get_mut(at.parse::<usize>().ok()?)?, body)));
            let (row, body) = row.ok_or_else(|| StoreError::corrupt(format!("projection {book} {line}")))?;
            if !body.is_empty() {
                let body = self.keys.open_row(row.key.kind, body)?;
                row.bytes = body.len();
                row.seen = Some(Seen::Text(body.into_owned()));
            }
        }
        Ok(())
    }
}

impl<T> Window<T> {
    /// Cuts off the last number where `limit` rows were found, since it may not be complete; none where nothing would
    /// be left.
    pub fn cut(mut rows: Vec<T>, limit: usize, seq: impl Fn(&T) -> u64) -> Option<Self> {
        let last = rows.last().map(&seq);
        let (Some(last), true) = (last, rows.len() >= limit) else { return Some(Self { rows, cut: None }) };
        rows.retain(|row| seq(row) != last);
        let cut = rows.last().map(seq)?;
        Some(Self { rows, cut: Some(cut) })
    }
}

/// The words of a line, `N` of them.
fn words<const N: usize>(line: &str) -> Result<[&str; N], StoreError> {
    let mut words = line.splitn(N, ' ');
    let mut next = || words.next().unwrap_or_default();
    let words = std::array::from_fn(|_| next());
    if words.contains(&"") { Err(StoreError::corrupt(format!("a row {line}"))) } else { Ok(words) }
}

fn numeral<T: std::str::FromStr>(word: &str) -> Result<T, StoreError> {
    word.parse().map_err(|_| StoreError::corrupt(format!("not a number: {word}")))
}

/// A projection of which only the key is known yet.
fn projection(line: &str) -> Result<ProjectionRow, StoreError> {
    let [audience, kind, row_id, seq] = words(line)?;
    let corrupt = || StoreError::corrupt(format!("projection {line}"));
    Ok(ProjectionRow {
        audience: Audience::parse(audience).ok_or_else(corrupt)?,
        key: Key { kind: Kind::parse(kind).ok_or_else(corrupt)?, id: id(row_id)? },
        seq: number(numeral(seq)?),
        seen: None,
        bytes: TOMBSTONE_BYTES,
    })
}
