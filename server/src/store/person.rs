//! What is kept about one person: who looked at it, giving it out to them, and erasing it.

use super::{
    Store, StoreError,
    json::{id, number, read, set},
    keys::Keys,
    sealed::{About, quoted},
    sql,
};
use futures_util::TryStreamExt;
use jiefang_domain::{
    Audience, Id, Key, Kind, Millis, Row,
    privacy::{Look, Wish},
    record::Record,
};
use sqlx::SqliteConnection;
use std::borrow::Cow;

/// Most looks that are listed; the newest come first.
const LOOKS_MAX: u32 = 500;
/// Most rows and most entries of a book that are given out at a time.
pub const EXPORT_MAX: usize = 20_000;

/// An entry of the log that a person authored or that names them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportEntry {
    /// Its number.
    pub seq: u64,
    /// When it was received.
    pub at_ms: Millis,
    /// The device's clock when it was authored.
    pub authored_at_ms: Millis,
    /// What.
    pub kind: String,
    /// Why it was turned away, or empty.
    pub code: String,
    /// Whether the person authored it.
    pub mine: bool,
    /// The act as it was sent, where the person authored it: another's may tell of third people.
    pub body: Option<String>,
}

/// Whether what somebody did is of their own, and not of whom they did it for: what was recorded, raised and worked, and of
/// the rest, which people are the subject of, what names the author. Done at a desk it is the office's: whoever entered
/// twenty thousand people does not carry them home.
fn is_of_ones_own(kind: &str, names: bool) -> bool {
    let is = |begins: &[&str]| begins.iter().any(|begins| kind.starts_with(begins));
    let things = is(&["hazard.", "entry.", "issue.", "hour."]);
    things || names && !is(&["person.", "grant.", "steward.", "place.", "policy.", "card."])
}

impl Store {
    /// The looks at a person in a book, the newest first.
    ///
    /// # Errors
    /// What the database says.
    pub async fn looks_at(&self, book: &Id, person: &Id) -> Result<Vec<Look>, StoreError> {
        let bodies: Vec<String> = sqlx::query_scalar(sql::LOOKS_AT)
            .bind(book.as_str())
            .bind(person.as_str())
            .bind(LOOKS_MAX)
            .fetch_all(&self.readers)
            .await?;
        let rows = bodies.iter().map(|body| read::<Row>(body, || format!("record {book} look")));
        let looks = rows.map(|row| row.map(|row| Look::of(&row).cloned()));
        Ok(looks.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
    }

    /// The rows of a person's own scope in a book, each as it is stored; at most [`EXPORT_MAX`].
    ///
    /// # Errors
    /// What the database says.
    pub async fn export_rows(&self, book: &Id, person: &Id) -> Result<Vec<String>, StoreError> {
        let rows: Vec<(String, String)> = sqlx::query_as(sql::EXPORT_ROWS)
            .bind(book.as_str())
            .bind(Audience::Person(person.clone()).to_string())
            .bind(i64::try_from(EXPORT_MAX).unwrap_or(i64::MAX))
            .fetch_all(&self.readers)
            .await?;
        let open = |(kind, body): (String, String)| match Kind::parse(&kind) {
            Some(kind) => self.keys.open_row(kind, body).map(Cow::into_owned),
            None => Ok(body),
        };
        rows.into_iter().map(open).collect()
    }

    /// What the log of a book holds of a person, the newest first, with the words of what is of their own; at most [`EXPORT_MAX`].
    ///
    /// # Errors
    /// What the database says.
    pub async fn export_log(&self, book: &Id, person: &Id) -> Result<Vec<ExportEntry>, StoreError> {
        type Columns = (i64, i64, i64, String, String, bool, Option<Vec<u8>>);
        let mut rows = sqlx::query_as::<_, Columns>(sql::EXPORT_LOG)
            .bind(book.as_str())
            .bind(person.as_str())
            .fetch(&self.readers);
        let (named, mut entries) = (quoted(person), Vec::new());
        while let Some((seq, at_ms, authored_at_ms, kind, code, mine, sealed)) = rows.try_next().await? {
            let seq = number(seq);
            let open = |sealed: Vec<u8>| self.keys.open_body(book.as_str(), seq, &sealed).map(|(_, body)| body);
            let body = sealed.and_then(open);
            let told = body.as_ref().is_some_and(|body| body.contains(&named));
            if mine || told {
                let body = body.filter(|_| mine && is_of_ones_own(&kind, told));
                entries.push(ExportEntry { seq, at_ms, authored_at_ms, kind, code, mine, body });
            }
            if entries.len() == EXPORT_MAX {
                break;
            }
        }
        Ok(entries)
    }

    /// The wishes to be erased that both have agreed to and that are not done yet, each with its book.
    ///
    /// # Errors
    /// What the database says.
    pub async fn erasing(&self) -> Result<Vec<(Id, Wish)>, StoreError> {
        let rows: Vec<(String, String)> = sqlx::query_as(sql::ERASING).fetch_all(&self.readers).await?;
        let mut all = Vec::new();
        for (book, body) in rows {
            let row: Row = read(&self.keys.open_row(Kind::Wish, body)?, || format!("record {book} wish"))?;
            all.extend(Wish::of(&row).map(|wish| id(&book).map(|book| (book, wish.clone()))).transpose()?);
        }
        Ok(all)
    }

    /// The rows of these kinds in a book that name a person.
    ///
    /// # Errors
    /// What the database says.
    pub async fn naming(&self, book: &Id, kinds: &[Kind], person: &Id) -> Result<Vec<Key>, StoreError> {
        let rows: Vec<(String, String)> = sqlx::query_as(sql::NAMING)
            .bind(book.as_str())
            .bind(set(kinds.iter().map(|kind| kind.as_str()))?)
            .bind(quoted(person))
            .fetch_all(&self.readers)
            .await?;
        let key = |(kind, row): (String, String)| Ok(Kind::parse(&kind).map(|kind| (kind, row)));
        let keys = rows.into_iter().map(key).collect::<Result<Vec<_>, StoreError>>()?;
        keys.into_iter().flatten().map(|(kind, row)| Ok(Key { kind, id: id(&row)? })).collect()
    }

    /// Erases the bodies of applied entries of these kinds that name one of `names`, and the person's account, sessions and
    /// links where they hang on this book; how many bodies. The chain runs over their commitments and stays whole.
    ///
    /// # Errors
    /// What the database says; nothing is erased then.
    pub async fn erase(&self, (book, person): (&Id, &Id), kinds: &[&str], names: &[Id]) -> Result<u64, StoreError> {
        let mut said = Said { book, kinds, names: names.iter().map(quoted).collect(), until: 0, gone: Vec::new() };
        // The whole log is opened beside the writer, who then waits only for what came meanwhile.
        said.go_on(&self.keys, &mut *self.readers.acquire().await?).await?;
        self.erase_what(person, said).await
    }

    async fn erase_what(&self, person: &Id, mut said: Said<'_>) -> Result<u64, StoreError> {
        let mut tx = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        said.go_on(&self.keys, &mut tx).await?;
        let Said { book, gone, .. } = said;
        let erased = sqlx::query(sql::ERASE_BODIES).bind(book.as_str()).bind(set(gone)?).execute(&mut *tx).await?;
        self.erase_steps(&mut tx, (book, person)).await?;
        for statement in [sql::ERASE_SEAL, sql::ERASE_ACCOUNT, sql::ERASE_SESSIONS, sql::ERASE_ENROLMENTS] {
            sqlx::query(statement).bind(person.as_str()).bind(book.as_str()).execute(&mut *tx).await?;
        }
        tx.commit().await?;
        self.changes.happened();
        Ok(erased.rows_affected())
    }

    /// What would take back acts of an import that say something of the person.
    async fn erase_steps(
        &self,
        connection: &mut SqliteConnection,
        (book, person): (&Id, &Id),
    ) -> Result<(), StoreError> {
        let steps: Vec<(String, i64, String, String)> =
            sqlx::query_as(sql::STEPS_IN).bind(book.as_str()).fetch_all(&mut *connection).await?;
        let named = quoted(person);
        for (import, n, row, undo) in steps {
            // As with a body: one that cannot be opened goes too, and does not keep the rest from going.
            let says = || self.keys.open_text(About::Undo, &undo).map_or(true, |undo| undo.contains(&named));
            if row == person.as_str() || says() {
                sqlx::query(sql::ERASE_STEP).bind(import).bind(n).execute(&mut *connection).await?;
            }
        }
        Ok(())
    }
}

/// The bodies of a book's applied entries that name somebody, as far as it has been gone through.
struct Said<'s> {
    book: &'s Id,
    kinds: &'s [&'s str],
    names: Vec<String>,
    until: i64,
    gone: Vec<i64>,
}

impl Said<'_> {
    async fn go_on(&mut self, keys: &Keys, connection: &mut SqliteConnection) -> Result<(), StoreError> {
        let bodies = sqlx::query_as::<_, (i64, Vec<u8>)>(sql::BODIES_OF).bind(self.book.as_str());
        let mut bodies = bodies.bind(set(self.kinds)?).bind(self.until).fetch(connection);
        while let Some((seq, sealed)) = bodies.try_next().await? {
            self.until = seq;
            // One that cannot be opened tells nobody anything; whether it named the person cannot be known.
            let body = keys.open_body(self.book.as_str(), number(seq), &sealed).map(|(_, body)| body);
            if body.is_none_or(|body| self.names.iter().any(|name| body.contains(name))) {
                self.gone.push(seq);
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::backup::database;
    use sqlx::{Connection, sqlite::SqliteConnectOptions};

    #[tokio::test]
    async fn what_is_said_while_an_erasure_goes_through_the_log_is_erased_too() {
        let home = tempfile::tempdir().unwrap();
        let dir = home.path().join("data");
        let store = Store::open(&dir).await.unwrap();
        let (book, person) = (Id::join(&["c1"]), Id::join(&["p1"]));
        let mut file =
            SqliteConnection::connect_with(&SqliteConnectOptions::new().filename(database(&dir))).await.unwrap();
        sqlx::query("INSERT INTO book VALUES ('c1', 'community', '-', 1, x'01', 1)").execute(&mut file).await.unwrap();
        let mut say = async |seq: i64, body: &str| {
            let log = "INSERT INTO log VALUES ('c1', $1, 1, 1, 1, 0, 1, 'w', 'k', $1, 'op' || $1, 'a', '', x'', 2, x'02', x'01')";
            sqlx::query(log).bind(seq).execute(&mut file).await.unwrap();
            let sealed = store.keys.seal_body("c1", number(seq), (&[0; 16], body)).unwrap();
            sqlx::query(sql::SEAL_BODY).bind("c1").bind(seq).bind(sealed).execute(&mut file).await.unwrap();
        };
        say(1, "{\"of\":\"p1\"}").await;
        say(2, "{\"of\":\"p2\"}").await;
        let mut said = Said { book: &book, kinds: &["a"], names: vec![quoted(&person)], until: 0, gone: Vec::new() };
        said.go_on(&store.keys, &mut store.readers.acquire().await.unwrap()).await.unwrap();
        assert_eq!((&said.gone, said.until), (&vec![1], 2));
        say(3, "{\"of\":\"p1\"}").await;
        assert_eq!(store.erase_what(&person, said).await.unwrap(), 2);
        let left: Vec<i64> = sqlx::query_scalar("SELECT seq FROM log_body").fetch_all(&mut file).await.unwrap();
        assert_eq!(left, [2]);
    }
}
