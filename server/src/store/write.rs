//! A group, written as sets: one statement a table.

use super::{
    StoreError, WriteTx, Writes,
    json::{int, set, text},
    sql,
};
use serde_json::json;

/// Bytes as `unhex` reads them.
fn hexed(bytes: &[u8]) -> String {
    hex::encode(bytes)
}

impl WriteTx {
    /// Writes everything a group changes.
    ///
    /// # Errors
    /// A full disk, or what else the database says. Nothing of the group remains then.
    pub async fn write(&mut self, writes: &Writes) -> Result<(), StoreError> {
        self.write_log(writes).await?;
        self.write_rows(writes).await?;
        self.write_sums(writes).await?;
        self.write_deadlines(writes).await
    }

    /// Commits; answered means on disk.
    ///
    /// # Errors
    /// A full disk, or what else the database says. Nothing of the group remains then.
    pub async fn commit(self) -> Result<(), StoreError> {
        Ok(self.tx.commit().await?)
    }

    async fn run(&mut self, statement: &'static str, rows: String) -> Result<(), StoreError> {
        if rows != "[]" {
            sqlx::query(statement).bind(rows).execute(&mut *self.tx).await?;
        }
        Ok(())
    }

    async fn write_log(&mut self, writes: &Writes) -> Result<(), StoreError> {
        let books = writes
            .books
            .values()
            .map(|b| (b.book.as_str(), b.kind.as_str(), b.parent.as_str(), int(b.head), hexed(&b.chain), int(b.turn)));
        self.run(sql::WRITE_BOOKS, set(books)?).await?;
        // More columns than serde's tuples hold.
        let log = writes.log.iter().map(|l| {
            json!([
                l.book,
                int(l.seq),
                int(l.turn),
                l.at_ms,
                l.authored_at_ms,
                l.offset_ms,
                l.now_ms,
                l.person,
                l.client_id,
                int(l.n),
                l.op_id,
                l.kind,
                l.code,
                hexed(&l.body_hash),
                int(l.body_size),
                hexed(&l.commitment),
                hexed(&l.chain)
            ])
        });
        self.run(sql::WRITE_LOG, set(log)?).await?;
        let bodies = writes.bodies.iter().map(|(book, seq, salt, body)| (book, int(*seq), hexed(salt), body));
        self.run(sql::WRITE_BODIES, set(bodies)?).await?;
        let clients = writes.clients.iter().map(|((book, id), c)| (book, id, &c.person, int(c.last_n)));
        self.run(sql::WRITE_CLIENTS, set(clients)?).await
    }

    async fn write_rows(&mut self, writes: &Writes) -> Result<(), StoreError> {
        // In the order of their numbers: a first copy then reads pages of the file in order.
        let mut records: Vec<_> = writes.records.iter().collect();
        records.sort_unstable_by_key(|((book, key), (seq, _))| (*seq, book, key));
        let records = records
            .into_iter()
            .map(|((book, key), (seq, row))| text(row).map(|body| (book, key.kind.as_str(), &key.id, int(*seq), body)));
        self.run(sql::WRITE_RECORDS, set(records.collect::<Result<Vec<_>, _>>()?)?).await?;
        let mut projections: Vec<_> = writes.projections.iter().collect();
        projections.sort_unstable_by_key(|((book, audience, key), (seq, _))| (*seq, book, audience, key));
        let projections = projections.into_iter().map(|((book, audience, key), (seq, row))| {
            let body = row.as_ref().map(text).transpose()?;
            Ok((book, audience, key.kind.as_str(), &key.id, int(*seq), body))
        });
        self.run(sql::WRITE_PROJECTIONS, set(projections.collect::<Result<Vec<_>, StoreError>>()?)?).await
    }

    async fn write_sums(&mut self, writes: &Writes) -> Result<(), StoreError> {
        let cells = writes.cells.iter().map(|((book, indicator, place, day), (value, seq))| {
            (book, indicator.as_str(), place, day, value, int(*seq))
        });
        self.run(sql::WRITE_CELLS, set(cells)?).await?;
        let transfers = writes.transfers.iter().map(|(book, seq, t)| {
            (book, int(*seq), &t.id, &t.group, t.kind, t.phase, &t.resolves, &t.debit, &t.credit, t.minutes, t.at_ms)
        });
        self.run(sql::WRITE_TRANSFERS, set(transfers)?).await
    }

    async fn write_deadlines(&mut self, writes: &Writes) -> Result<(), StoreError> {
        let over = writes.deadlines.iter().filter(|(_, due)| due.is_none());
        let over = over.map(|((book, key), _)| (book, key.kind.as_str(), &key.id));
        self.run(sql::DROP_DEADLINES, set(over)?).await?;
        let running = writes.deadlines.iter();
        let running = running.filter_map(|((book, key), due)| due.map(|due| (book, key.kind.as_str(), &key.id, due)));
        self.run(sql::WRITE_DEADLINES, set(running)?).await
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        store::{Store, StoreError},
        sync::{SystemOp, Writer, WriterError},
    };
    use jiefang_domain::{
        Id, Lang,
        command::Command,
        grid::{AddPlace, PlaceKind},
        sync::Answer,
    };

    fn place(n: usize) -> SystemOp {
        let book = Id::join(&["d", &n.to_string()]);
        let command = AddPlace {
            id: book.clone(),
            kind: PlaceKind::Subdistrict,
            name: "街道".repeat(20),
            lies_in: Vec::new(),
            unmanaged: false,
        };
        SystemOp { op_id: book.clone(), book, command: Command::AddPlace(command), now_ms: 1 }
    }

    #[tokio::test]
    async fn a_full_disk_says_so_and_reading_and_room_made_go_on() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).await.unwrap();
        let writer = Writer::start(&store).await.unwrap();
        writer.submit_system_all(vec![place(0)]).await.unwrap();
        let pages: i64 = sqlx::query_scalar("PRAGMA page_count").fetch_one(&store.writer).await.unwrap();
        let limit = |pages: i64| sqlx::AssertSqlSafe(format!("PRAGMA max_page_count = {pages}"));
        sqlx::query(limit(pages)).execute(&store.writer).await.unwrap();
        let many: Vec<SystemOp> = (1..200).map(place).collect();
        let error = writer.submit_system_all(many.clone()).await.unwrap_err();
        assert!(matches!(&error, WriterError::Disk(inner) if matches!(**inner, StoreError::Disk(_))), "{error}");
        assert!(error.words(Lang::En).contains("disk"));
        assert_eq!(store.books().await.unwrap().len(), 1);
        sqlx::query(limit(1_000_000)).execute(&store.writer).await.unwrap();
        let answers = writer.submit_system_all(many).await.unwrap();
        assert!(answers.iter().all(|answer| matches!(answer, Answer::Applied { .. })));
        assert_eq!(store.books().await.unwrap().len(), 200);
    }

    #[tokio::test]
    async fn a_batch_that_cannot_be_written_fails_alone() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).await.unwrap();
        let writer = Writer::start(&store).await.unwrap();
        // A row that the log does not know stands where the first batch wants to write.
        let ghost = "INSERT INTO log_body VALUES ('d~1', 1, x'00', '')";
        let mut connection = store.writer.acquire().await.unwrap();
        sqlx::query("PRAGMA foreign_keys = OFF").execute(&mut *connection).await.unwrap();
        sqlx::query(ghost).execute(&mut *connection).await.unwrap();
        drop(connection);
        let (bad, good) =
            tokio::join!(writer.submit_system_all(vec![place(1)]), writer.submit_system_all(vec![place(2)]));
        assert!(matches!(bad, Err(WriterError::Store(_))));
        assert!(matches!(good.unwrap()[0], Answer::Applied { seq: 1 }));
        assert_eq!(store.books().await.unwrap().len(), 1);
    }
}
