//! A set of rows, written by one statement: `INSERT … SELECT … FROM (VALUES …)` over values that are bound. Values go
//! from memory to the table as they are; a text of JSON that the database takes apart again cost more than the writing.

use super::StoreError;
use sqlx::{Sqlite, query::Query, sqlite::SqliteArguments};
use std::sync::OnceLock;

/// A statement being filled.
pub(super) type Values = Query<'static, Sqlite, SqliteArguments>;

/// How many rows a statement takes. A set goes into the next larger one; what is left over stays empty and is passed by.
const SIZES: [usize; 5] = [1, 4, 16, 64, 256];
const SIZE_MAX: usize = SIZES[SIZES.len() - 1];

/// Writes rows into a table.
pub(super) struct Set {
    into: &'static str,
    columns: usize,
    conflict: &'static str,
    texts: [OnceLock<String>; SIZES.len()],
}

impl Set {
    const fn new(into: &'static str, columns: usize, conflict: &'static str) -> Self {
        Self { into, columns, conflict, texts: [const { OnceLock::new() }; SIZES.len()] }
    }

    /// The statement that takes the rows of the `at`th size.
    fn text(&'static self, at: usize) -> &'static str {
        self.texts[at].get_or_init(|| {
            let row = format!("({})", vec!["?"; self.columns].join(","));
            let rows = vec![row; SIZES[at]].join(",");
            let Self { into, conflict, .. } = self;
            // A group stands or falls whole: that one statement could be taken back by itself would need a copy of each page.
            format!("INSERT OR FAIL INTO {into} SELECT * FROM (VALUES {rows}) WHERE column1 IS NOT NULL {conflict}")
        })
    }

    /// Adds the statements that write `rows`; `bind` puts a row's columns down, in their order. The first column of a row
    /// is never empty.
    pub(super) fn fill<T>(
        &'static self,
        statements: &mut Vec<Values>,
        rows: Vec<T>,
        bind: impl Fn(Values, T) -> Result<Values, StoreError>,
    ) -> Result<(), StoreError> {
        let mut rows = rows.into_iter();
        while rows.len() > 0 {
            let here = rows.len().min(SIZE_MAX);
            let at = SIZES.iter().position(|size| here <= *size).unwrap_or(SIZES.len() - 1);
            let mut values = sqlx::query(self.text(at));
            for row in rows.by_ref().take(here) {
                values = bind(values, row)?;
            }
            for _ in 0..(SIZES[at] - here) * self.columns {
                values = values.bind(None::<i64>);
            }
            statements.push(values);
        }
        Ok(())
    }
}

macro_rules! sets {
    ($( $name:ident = $into:literal, $columns:literal, $conflict:literal; )*) => {
        $( pub(super) static $name: Set = Set::new($into, $columns, $conflict); )*
        /// All of them, by name.
        #[cfg(test)]
        static ALL: &[(&str, &'static Set)] = &[$( (stringify!($name), &$name), )*];
    };
}

sets! {
    BOOKS = "book (book, kind, parent, head, chain, turn)", 6,
        "ON CONFLICT (book) DO UPDATE SET head = excluded.head, chain = excluded.chain, turn = excluded.turn";
    LOG = "log (book, seq, turn, at_ms, authored_at_ms, offset_ms, now_ms, person, client_id, n, op_id, kind, code,
        body_hash, body_size, commitment, chain)", 17, "";
    BODIES = "log_body (book, seq, sealed)", 3, "";
    CLIENTS = "client (book, client_id, person, last_n)", 4,
        "ON CONFLICT (book, client_id) DO UPDATE SET last_n = excluded.last_n";
    RECORDS = "record (book, kind, id, seq, body, apart)", 6,
        "ON CONFLICT (book, kind, id) DO UPDATE SET seq = excluded.seq, body = excluded.body, apart = excluded.apart";
    PROJECTIONS = "projection (book, audience, kind, id, seq, body)", 6, "";
    PHOTOS = "photo_named (book, photo, kind, id)", 4, "ON CONFLICT (book, photo, kind, id) DO NOTHING";
    CELLS = "cell (book, place, span, seq, body)", 5,
        "ON CONFLICT (book, place, span) DO UPDATE SET seq = excluded.seq, body = excluded.body";
    TRANSFERS = "transfer (book, seq, id, group_id, kind, phase, resolves, debit, credit, minutes, at_ms)", 11, "";
    DEADLINES = "deadline (book, kind, id, due_at_ms)", 4,
        "ON CONFLICT (book, kind, id) DO UPDATE SET due_at_ms = excluded.due_at_ms";
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Store;
    use sqlx::{Executor, SqlSafeStr};

    #[tokio::test]
    async fn every_statement_fits_the_schema() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).await.unwrap();
        let mut connection = store.readers.acquire().await.unwrap();
        for (name, set) in ALL {
            for (at, size) in SIZES.iter().enumerate() {
                let prepared = (&mut *connection).prepare(set.text(at).into_sql_str()).await;
                assert!(prepared.is_ok(), "{name} {size}: {:?}", prepared.err());
            }
        }
    }
}
