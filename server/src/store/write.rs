//! A group, written as sets: one statement a table.

use super::{
    BookRow, ClientRow, LogRow, Salt, Shown, StoreError, StoredRow, WriteTx, Writes,
    cells::Cells,
    json::{int, name, set, text},
    keys::Keys,
    set::{self, Values},
    sql,
};
use jiefang_domain::{Audience, Id, Key, Kind, Millis, timebank::Transfer};
use std::collections::{BTreeMap, HashMap};

/// Stands for the body of a projection that hides nothing: it is the record's own, which stands at the same number.
const WHOLE: &str = "";

/// A group as the statements that write it, with all their values. It is made while the group before is being written.
pub struct Prepared {
    statements: Vec<Values>,
    cells: Cells,
    /// Whether it says who may do what.
    opens: bool,
}

impl Prepared {
    /// The statements that write everything a group changes. Texts are moved into them.
    ///
    /// # Errors
    /// Something cannot be written as JSON, or not be sealed.
    pub fn of(writes: Writes, keys: &Keys) -> Result<Self, StoreError> {
        let says = |kind| matches!(kind, Kind::Person | Kind::Grant | Kind::Place);
        let opens = writes.records.keys().any(|(_, key)| says(key.kind));
        let cells = Cells::of(writes.cells);
        let mut statements = Vec::new();
        books(&mut statements, writes.books, writes.clients)?;
        log(&mut statements, writes.log, writes.bodies, keys)?;
        rows(&mut statements, writes.records, writes.photos, keys)?;
        projections(&mut statements, &writes.stale, writes.projections, keys)?;
        unnamed(&mut statements, &writes.unnamed)?;
        transfers(&mut statements, writes.transfers)?;
        deadlines(&mut statements, writes.deadlines)?;
        Ok(Self { statements, cells, opens })
    }

    /// Whether there is nothing to write.
    pub fn is_empty(&self) -> bool {
        self.statements.is_empty()
    }
}

impl WriteTx {
    /// Writes everything a group changes.
    ///
    /// # Errors
    /// A full disk, or what else the database says. Nothing of the group remains then.
    pub async fn write(&mut self, group: Prepared) -> Result<(), StoreError> {
        self.opens |= group.opens;
        for statement in group.statements {
            statement.execute(&mut *self.tx).await?;
        }
        self.write_cells(group.cells).await
    }

    /// Commits; answered means on disk.
    ///
    /// # Errors
    /// A full disk, or what else the database says. Nothing of the group remains then.
    pub async fn commit(self) -> Result<(), StoreError> {
        self.tx.commit().await?;
        if self.opens {
            self.changes.happened();
        }
        Ok(())
    }
}

fn books(
    statements: &mut Vec<Values>,
    books: BTreeMap<Id, BookRow>,
    clients: BTreeMap<(Id, Id), ClientRow>,
) -> Result<(), StoreError> {
    set::BOOKS.fill(statements, books.into_values().collect(), |values, b| {
        let values = values.bind(b.book.shared()).bind(b.kind.as_str()).bind(b.parent.shared());
        Ok(values.bind(int(b.head)).bind(b.chain).bind(int(b.turn)))
    })?;
    set::CLIENTS.fill(statements, clients.into_iter().collect(), |values, ((book, id), c)| {
        Ok(values.bind(book.shared()).bind(id.shared()).bind(c.person.shared()).bind(int(c.last_n)))
    })
}

fn log(
    statements: &mut Vec<Values>,
    log: Vec<LogRow>,
    bodies: Vec<(Id, u64, Salt, String)>,
    keys: &Keys,
) -> Result<(), StoreError> {
    set::LOG.fill(statements, log, |values, l| {
        let values = values.bind(l.book).bind(int(l.seq)).bind(int(l.turn)).bind(l.at_ms);
        let values = values.bind(l.authored_at_ms).bind(l.offset_ms).bind(l.now_ms).bind(l.person);
        let values = values.bind(l.client_id).bind(int(l.n)).bind(l.op_id);
        let values = values.bind(l.kind).bind(l.code).bind(l.body_hash);
        Ok(values.bind(int(l.body_size)).bind(l.commitment).bind(l.chain))
    })?;
    set::BODIES.fill(statements, bodies, |values, (book, seq, salt, body)| {
        let sealed = keys.seal_body(book.as_str(), seq, (&salt, &body))?;
        Ok(values.bind(book.shared()).bind(int(seq)).bind(sealed))
    })
}

fn rows(
    statements: &mut Vec<Values>,
    records: HashMap<(Id, Key), StoredRow>,
    photos: Vec<(Id, Id, Key)>,
    keys: &Keys,
) -> Result<(), StoreError> {
    // In the order of their numbers: neighbours in the table are written one after the other.
    let mut records: Vec<_> = records.into_iter().collect();
    records.sort_unstable_by(|((book, key), record), ((other, other_key), after)| {
        (book, record.seq, key).cmp(&(other, after.seq, other_key))
    });
    set::RECORDS.fill(statements, records, |values, ((book, key), StoredRow { row, seq, apart })| {
        let values = values.bind(book.shared()).bind(key.kind.as_str()).bind(key.id.shared());
        let values = values.bind(int(seq)).bind(keys.seal_row(key.kind, text(&*row)?)?);
        Ok(if apart.is_empty() { values.bind("") } else { values.bind(text(&apart)?) })
    })?;
    set::PHOTOS.fill(statements, photos, |values, (book, photo, key)| {
        Ok(values.bind(book.shared()).bind(photo.shared()).bind(key.kind.as_str()).bind(key.id.shared()))
    })
}

fn projections(
    statements: &mut Vec<Values>,
    stale: &[(Id, Audience, u64, Key)],
    projections: HashMap<(Id, Audience, Key), (u64, Shown)>,
    keys: &Keys,
) -> Result<(), StoreError> {
    if !stale.is_empty() {
        let stale = stale.iter();
        let stale = stale.map(|(book, audience, seq, key)| (book, audience, int(*seq), key.kind.as_str(), &key.id));
        statements.push(sqlx::query(sql::DROP_STALE).bind(set(stale)?));
    }
    let mut projections: Vec<_> = projections.into_iter().collect();
    projections.sort_unstable_by(|((book, audience, key), (seq, _)), ((other, whose, other_key), (after, _))| {
        (book, audience, seq, key).cmp(&(other, whose, after, other_key))
    });
    set::PROJECTIONS.fill(statements, projections, |values, ((book, audience, key), (seq, shown))| {
        let values = values.bind(book.shared()).bind(audience.to_string());
        let values = values.bind(key.kind.as_str()).bind(key.id.shared()).bind(int(seq));
        Ok(match shown {
            Shown::Nothing => values.bind(None::<&str>),
            Shown::Whole => values.bind(WHOLE),
            Shown::Part(row) => values.bind(keys.seal_row(key.kind, text(&*row)?)?),
        })
    })
}

fn transfers(statements: &mut Vec<Values>, transfers: Vec<(Id, u64, Transfer)>) -> Result<(), StoreError> {
    set::TRANSFERS.fill(statements, transfers, |values, (book, seq, t)| {
        let values = values.bind(book.shared()).bind(int(seq)).bind(t.id.shared()).bind(t.group.shared());
        let values = values.bind(name(&t.kind)).bind(name(&t.phase)).bind(t.resolves.shared());
        let values = values.bind(t.debit.shared()).bind(t.credit.shared());
        Ok(values.bind(t.minutes).bind(t.at_ms))
    })
}

fn unnamed(statements: &mut Vec<Values>, photos: &[(Id, Id, Key)]) -> Result<(), StoreError> {
    if !photos.is_empty() {
        let names = photos.iter().map(|(book, photo, key)| (book, photo, key.kind.as_str(), &key.id));
        statements.push(sqlx::query(sql::DROP_NAMED).bind(set(names)?));
        for statement in [sql::DROP_UNNAMED, sql::DROP_UNSENT] {
            statements.push(sqlx::query(statement).bind(set(photos.iter().map(|(book, photo, _)| (book, photo)))?));
        }
    }
    Ok(())
}

fn deadlines(statements: &mut Vec<Values>, deadlines: HashMap<(Id, Key), Option<Millis>>) -> Result<(), StoreError> {
    let over: Vec<_> = deadlines.iter().filter(|(_, due)| due.is_none()).collect();
    if !over.is_empty() {
        let over = over.into_iter().map(|((book, key), _)| (book, key.kind.as_str(), &key.id));
        statements.push(sqlx::query(sql::DROP_DEADLINES).bind(set(over)?));
    }
    let running = deadlines.into_iter().filter_map(|(key, due)| due.map(|due| (key, due)));
    set::DEADLINES.fill(statements, running.collect(), |values, ((book, key), due)| {
        Ok(values.bind(book.shared()).bind(key.kind.as_str()).bind(key.id.shared()).bind(due))
    })
}

#[cfg(test)]
mod tests {
    use crate::{
        store::{Store, StoreError},
        sync::{Push, SystemOp, Writer, WriterError},
    };
    use jiefang_domain::{
        Id, Lang,
        command::Command,
        grid::{AddPlace, PlaceKind},
        sync::{Answer, BUILD, Op, PushAnswer, PushRequest},
    };
    use serde_json::value::RawValue;

    fn place(n: usize) -> SystemOp {
        let book = Id::join(&["d", &n.to_string()]);
        let command = AddPlace {
            id: book.clone(),
            kind: PlaceKind::Subdistrict,
            name: "街道".repeat(20),
            lies_in: Vec::new(),
            unmanaged: false,
            units: 0,
            households: 0,
            body: String::new(),
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
        let ghost = "INSERT INTO log_body VALUES ('d~1', 1, x'00')";
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

    /// Four operations of one client, the third under the name of `bad`.
    fn push() -> Push {
        let op = |n: u64| Op {
            op_id: Id::join(&[if n == 3 { "bad" } else { "good" }, &n.to_string()]),
            n,
            authored_at_ms: 1,
            offset_ms: 0,
            act: RawValue::from_string(r#"{"kind":"hazard.clear@1","body":{"hazard":"h1"}}"#.into()).unwrap(),
        };
        let [client_id, person] = ["phone", "p1"].map(|name| Id::join(&[name]));
        let request = PushRequest {
            epoch: Id::none(),
            client_id,
            person: Id::none(),
            build: BUILD,
            ops: (1..5).map(op).collect(),
        };
        Push { book: Id::join(&["d", "1"]), person, lang: Lang::En, request, received_at_ms: 2 }
    }

    #[tokio::test]
    async fn an_operation_that_cannot_be_written_does_not_hold_those_before_it() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).await.unwrap();
        let writer = Writer::start(&store).await.unwrap();
        writer.submit_system_all(vec![place(1)]).await.unwrap();
        let trap =
            "CREATE TRIGGER trap BEFORE INSERT ON log WHEN NEW.op_id = 'bad~3' BEGIN SELECT RAISE(ABORT, 'no'); END";
        sqlx::query(trap).execute(&store.writer).await.unwrap();
        let answers =
            |answer: PushAnswer| answer.answers.into_iter().map(|answered| answered.answer).collect::<Vec<_>>();
        let first = answers(writer.push(push()).await.unwrap());
        let [Answer::Refused { .. }, Answer::Refused { .. }, Answer::Retry] = first.as_slice() else {
            panic!("{first:?}");
        };
        let again = answers(writer.push(push()).await.unwrap());
        let [Answer::Duplicate { .. }, Answer::Duplicate { .. }, Answer::Retry] = again.as_slice() else {
            panic!("{again:?}");
        };
        sqlx::query("DROP TRIGGER trap").execute(&store.writer).await.unwrap();
        let at_last = answers(writer.push(push()).await.unwrap());
        assert!(matches!(at_last[2..], [Answer::Refused { .. }, Answer::Refused { .. }]), "{at_last:?}");
        let report = crate::verify::verify(dir.path()).await.unwrap();
        assert!(report.is_clean(), "{report}");
    }
}
