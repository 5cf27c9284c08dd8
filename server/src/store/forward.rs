//! A database from before anything was sealed is sealed when a server first opens it, and written anew, so that nothing of
//! what stood open is left in its free pages.

use super::{
    StoreError,
    json::number,
    keys::Keys,
    sealed::{About, KINDS},
    sql,
};

/// These two name a table that is there only until then.
const OPEN_BODIES: &str =
    "SELECT book, seq, salt, body FROM log_body_open WHERE (book, seq) > ($1, $2) ORDER BY book, seq LIMIT $3";
const DROP_OPEN: &str = "DROP TABLE log_body_open";

use jiefang_domain::Kind;
use sqlx::{Connection, SqliteConnection};

/// So many bodies are sealed at a time.
const BLOCK: u32 = 1_000;
/// How the door's key is called in `meta`.
pub const DOOR_KEY: &str = "door_key";
/// As long is one that stands open.
const OPEN_KEY_CHARS: usize = 64;
/// What stands in `meta` until the file has been written anew.
const LEFTOVERS: &str = "open_leftovers";

/// Seals what stands open, all of it or nothing.
///
/// # Errors
/// What the database says; it is done the next time then.
pub(super) async fn seal(connection: &mut SqliteConnection, keys: &Keys) -> Result<(), StoreError> {
    let has_open = sqlx::query_scalar::<_, i64>(sql::HAS_OPEN).fetch_one(&mut *connection).await? > 0;
    let open_key: Option<String> =
        sqlx::query_scalar(sql::META_GET).bind(DOOR_KEY).fetch_optional(&mut *connection).await?;
    let open_key = open_key.filter(|key| key.len() == OPEN_KEY_CHARS);
    if has_open || open_key.is_some() {
        let mut tx = connection.begin().await?;
        let mut held = 0;
        if has_open {
            held += bodies(&mut tx, keys).await? + rows(&mut tx, keys).await? + steps(&mut tx, keys).await?;
            sqlx::query(DROP_OPEN).execute(&mut *tx).await?;
        }
        if let Some(key) = open_key {
            held += door(&mut tx, keys, &key).await?;
        }
        if held > 0 {
            sqlx::query(sql::META_SET).bind(LEFTOVERS).bind("1").execute(&mut *tx).await?;
        }
        tx.commit().await?;
    }
    let left: Option<String> =
        sqlx::query_scalar(sql::META_GET).bind(LEFTOVERS).fetch_optional(&mut *connection).await?;
    if left.is_some() {
        for statement in [sql::WRITE_ANEW, sql::FOLD_ALL, sql::NO_LEFTOVERS] {
            sqlx::query(statement).execute(&mut *connection).await?;
        }
    }
    Ok(())
}

async fn bodies(connection: &mut SqliteConnection, keys: &Keys) -> Result<usize, StoreError> {
    let mut after = (String::new(), 0);
    let mut count = 0;
    loop {
        let open: Vec<(String, i64, Vec<u8>, String)> =
            sqlx::query_as(OPEN_BODIES).bind(&after.0).bind(after.1).bind(BLOCK).fetch_all(&mut *connection).await?;
        let Some((book, seq, ..)) = open.last() else { return Ok(count) };
        after = (book.clone(), *seq);
        for (book, seq, salt, body) in &open {
            let sealed = keys.seal_body(book, number(*seq), (salt, body))?;
            sqlx::query(sql::SEAL_BODY).bind(book).bind(seq).bind(sealed).execute(&mut *connection).await?;
        }
        count += open.len();
    }
}

async fn steps(connection: &mut SqliteConnection, keys: &Keys) -> Result<usize, StoreError> {
    let open: Vec<(String, i64, String)> = sqlx::query_as(sql::OPEN_STEPS).fetch_all(&mut *connection).await?;
    for (import, n, undo) in &open {
        let query = sqlx::query(sql::SEAL_STEP).bind(keys.seal_text(About::Undo, undo)?);
        query.bind(import).bind(n).execute(&mut *connection).await?;
    }
    Ok(open.len())
}

/// The door's key, and with it what was asked for at the door: before there was a key nobody was there.
async fn door(connection: &mut SqliteConnection, keys: &Keys, key: &str) -> Result<usize, StoreError> {
    let sealed = keys.seal_text(About::Secret, key)?;
    sqlx::query(sql::META_SET).bind(DOOR_KEY).bind(sealed).execute(&mut *connection).await?;
    let open: Vec<(i64, String)> = sqlx::query_as(sql::OPEN_DETAILS).fetch_all(&mut *connection).await?;
    for (n, detail) in &open {
        let query = sqlx::query(sql::SEAL_DETAIL).bind(keys.seal_text(About::Detail, detail)?);
        query.bind(n).execute(&mut *connection).await?;
    }
    Ok(open.len() + 1)
}

async fn rows(connection: &mut SqliteConnection, keys: &Keys) -> Result<usize, StoreError> {
    let mut count = 0;
    for kind in KINDS {
        let name = Kind::as_str(kind);
        let open: Vec<(String, String, String)> =
            sqlx::query_as(sql::OPEN_RECORDS).bind(name).fetch_all(&mut *connection).await?;
        count += open.len();
        for (book, id, body) in open {
            let query = sqlx::query(sql::SEAL_RECORD).bind(keys.seal_row(kind, body)?);
            query.bind(book).bind(name).bind(id).execute(&mut *connection).await?;
        }
        let open: Vec<(String, String, i64, String, String)> =
            sqlx::query_as(sql::OPEN_PROJECTIONS).bind(name).fetch_all(&mut *connection).await?;
        for (book, audience, seq, id, body) in open {
            let query = sqlx::query(sql::SEAL_PROJECTION).bind(keys.seal_row(kind, body)?);
            query.bind(book).bind(audience).bind(seq).bind(name).bind(id).execute(&mut *connection).await?;
        }
    }
    Ok(count)
}

#[cfg(test)]
mod tests {
    use super::{DOOR_KEY, sql};
    use crate::store::{
        Store,
        backup::database,
        door::{DoorLog, Wanted},
        open::MIGRATIONS,
    };
    use jiefang_domain::{Id, Key, Kind};
    use sqlx::{Connection, SqliteConnection, migrate::Migrator, sqlite::SqliteConnectOptions};
    use std::path::Path;

    const KEY: [u8; 32] = [0xab; 32];
    const PERSON: &str =
        r#"{"person":{"id":"p1","invented":true,"active":true,"name":"邻居","phone":"13912345678","household":"hh"}}"#;

    /// A database as it was before anything was sealed.
    async fn older(dir: &Path) {
        let options = SqliteConnectOptions::new().filename(database(dir)).create_if_missing(true);
        let mut connection = SqliteConnection::connect_with(&options).await.unwrap();
        let before = MIGRATIONS.iter().filter(|migration| migration.version < 36).cloned().collect();
        Migrator { migrations: before, ..Migrator::DEFAULT }.run(&mut connection).await.unwrap();
        for statement in [
            "INSERT INTO book VALUES ('c1', 'community', '-', 1, x'01', 1)",
            "INSERT INTO log VALUES ('c1', 1, 1, 1, 1, 0, 1, 'w', 'k', 1, 'op', 'person.enter@1', '', x'', 2, x'02', x'01')",
            "INSERT INTO log_body VALUES ('c1', 1, x'000102030405060708090a0b0c0d0e0f', '一句话')",
            "INSERT INTO door VALUES (1, 1, 'audit_search', '', 'p1', '-', 'c1', x'', '-', '-', '{\"who\":\"13712345678\"}', 1)",
        ] {
            sqlx::query(statement).execute(&mut connection).await.unwrap();
        }
        let record = "INSERT INTO record (book, kind, id, seq, body) VALUES ('c1', 'person', 'p1', 1, $1)";
        let projection = "INSERT INTO projection VALUES ('c1', 'person:p1', 'person', 'p1', 1, $1)";
        let key = sqlx::query(sql::META_SET).bind(DOOR_KEY).bind(hex::encode(KEY));
        key.execute(&mut connection).await.unwrap();
        for statement in [record, projection] {
            sqlx::query(statement).bind(PERSON).execute(&mut connection).await.unwrap();
        }
        connection.close().await.unwrap();
    }

    #[tokio::test]
    async fn a_database_from_before_is_sealed_when_it_is_first_opened_and_nothing_of_it_is_left() {
        let home = tempfile::tempdir().unwrap();
        let dir = home.path().join("data");
        std::fs::create_dir(&dir).unwrap();
        older(&dir).await;
        let tells = |text: &str| {
            let files = std::fs::read_dir(&dir).unwrap().map(|entry| std::fs::read(entry.unwrap().path()).unwrap());
            files.into_iter().any(|bytes| bytes.windows(text.len()).any(|window| window == text.as_bytes()))
        };
        let texts = ["13912345678".to_owned(), "一句话".to_owned(), "13712345678".to_owned(), hex::encode(KEY)];
        assert!(texts.iter().all(|text| tells(text)));
        for _ in 0..2 {
            let store = Store::open(&dir).await.unwrap();
            assert!(!texts.iter().any(|text| tells(text)));
            assert_eq!(store.secret(DOOR_KEY).await.unwrap(), KEY);
            let door = DoorLog::open(&store).await.unwrap();
            let wanted =
                Wanted { nobodys: true, books: vec![Id::join(&["c1"])], until_ms: 9, limit: 9, ..Wanted::default() };
            let found = store.audit(&door, &wanted).await.unwrap();
            assert!(found.iter().any(|entry| entry.detail == "{\"who\":\"13712345678\"}"), "{found:?}");
            door.close().await;
            let mut bodies = Vec::new();
            let mut snapshot = store.snapshot().await.unwrap();
            snapshot.each_log(|logged| bodies.extend(logged.body)).await.unwrap();
            drop(snapshot);
            assert_eq!(bodies, [((0..16).collect(), "一句话".to_owned())]);
            let called = store.people_called("13912345678").await.unwrap();
            assert_eq!(called.len(), 1);
            let (book, key) = (Id::join(&["c1"]), Key { kind: Kind::Person, id: Id::join(&["p1"]) });
            assert_eq!(
                serde_json::to_string(&store.record(&book, &key).await.unwrap())
                    .unwrap()
                    .matches("13912345678")
                    .count(),
                1
            );
            store.close().await;
        }
    }
}
