//! Every statement, as a constant. The test at the end prepares each against the real schema.

macro_rules! statements {
    ($( $(#[$meta:meta])* $name:ident = $text:literal; )*) => {
        $( $(#[$meta])* pub(super) const $name: &str = $text; )*
        /// All of them, by name.
        #[cfg(test)]
        const ALL: &[(&str, &str)] = &[$( (stringify!($name), $name), )*];
    };
}

statements! {
    VERSION = "SELECT sqlite_version()";
    FOLD = "PRAGMA wal_checkpoint(PASSIVE)";
    PING = "SELECT 1 FROM meta LIMIT 1";
    META_GET = "SELECT value FROM meta WHERE key = $1";
    META_SET = "INSERT INTO meta (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value";
    META_FIRST = "INSERT INTO meta (key, value) VALUES ($1, $2) ON CONFLICT (key) DO NOTHING";

    // What a group needs before it is decided, each as one set.
    LOAD_BOOKS = "SELECT book, kind, parent, head, chain, turn FROM book
        WHERE book IN (SELECT value FROM json_each($1))";
    LOAD_TURN = "SELECT coalesce(max(turn), 0) FROM book";
    LOAD_CLIENTS = "SELECT c.book, c.client_id, c.person, c.last_n FROM json_each($1) k
        CROSS JOIN client c ON c.book = k.value ->> 0 AND c.client_id = k.value ->> 1";
    LOAD_EARLIER = "SELECT l.book, l.op_id, l.seq, l.person, l.client_id, l.n, l.code, l.body_hash, l.commitment, b.sealed
        FROM json_each($1) k
        CROSS JOIN log l ON l.book = k.value ->> 0 AND l.op_id = k.value ->> 1
        LEFT JOIN log_body b ON b.book = l.book AND b.seq = l.seq";
    LOAD_ROWS = "SELECT r.book, r.kind, r.id, r.seq, r.body, r.apart FROM json_each($1) k
        CROSS JOIN record r ON r.book = k.value ->> 0 AND r.kind = k.value ->> 1 AND r.id = k.value ->> 2";
    LOAD_GRANTS = "SELECT r.book, r.body FROM json_each($1) k
        CROSS JOIN record r ON r.kind = 'grant' AND json_extract(r.body, '$.grant.person') = k.value
        ORDER BY r.book, r.id";

    LOAD_CELLS = "SELECT c.book, c.place, c.span, c.body FROM json_each($1) k
        CROSS JOIN cell c ON c.book = k.value ->> 0 AND c.place = k.value ->> 1 AND c.span = k.value ->> 2";

    // What a group writes stands in `set`, but for this.
    DROP_STALE = "DELETE FROM projection WHERE (book, audience, seq, kind, id) IN
        (SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4 FROM json_each($1))";
    DROP_NAMED = "DELETE FROM photo_named WHERE (book, photo, kind, id) IN
        (SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3 FROM json_each($1))";
    // What no record names any more goes at once, whole or on its way.
    DROP_UNNAMED = "DELETE FROM photo WHERE (book, id) IN (SELECT value ->> 0, value ->> 1 FROM json_each($1))
        AND NOT EXISTS (SELECT 1 FROM photo_named n WHERE n.book = photo.book AND n.photo = photo.id)";
    DROP_UNSENT = "DELETE FROM photo_upload WHERE (book, id) IN (SELECT value ->> 0, value ->> 1 FROM json_each($1))
        AND NOT EXISTS (SELECT 1 FROM photo_named n WHERE n.book = photo_upload.book AND n.photo = photo_upload.id)";
    DROP_DEADLINES = "DELETE FROM deadline WHERE (book, kind, id) IN
        (SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each($1))";

    // Reads of the handlers.
    BOOK = "SELECT book, kind, parent, head, chain, turn FROM book WHERE book = $1";
    BOOKS = "SELECT book, kind, parent, head, chain, turn FROM book ORDER BY book";
    BOOKS_OF = "SELECT b.book, b.kind, coalesce(json_extract(r.body, '$.place.name'), '') FROM book b
        LEFT JOIN record r ON r.book = b.book AND r.kind = 'place' AND r.id = b.book
        WHERE (b.kind = 'community' AND b.book IN (SELECT value FROM json_each($1)))
            OR b.book IN (SELECT value FROM json_each($2)) OR b.parent IN (SELECT value FROM json_each($3))
        ORDER BY b.kind DESC, b.book";
    BOOKS_NAMED = "SELECT b.book, b.kind, coalesce(json_extract(r.body, '$.place.name'), '') FROM book b
        LEFT JOIN record r ON r.book = b.book AND r.kind = 'place' AND r.id = b.book ORDER BY b.kind DESC, b.book";
    PEOPLE_OF = "SELECT r.body, a.person IS NOT NULL, coalesce(e.expires_at_ms, 0) FROM record r
        LEFT JOIN account a ON a.person = r.id AND a.book = r.book
        LEFT JOIN enrolment e ON e.person = r.id AND e.book = r.book AND e.expires_at_ms > $3
        WHERE r.book = $1 AND r.kind = 'person'
            AND (instr(json_extract(r.body, '$.person.name'), $2) > 0 OR r.id = $2)
        ORDER BY json_extract(r.body, '$.person.name'), r.id LIMIT $4";
    ROLES_OF = "SELECT g.book, g.body, coalesce(json_extract(p.body, '$.place.name'), '') FROM json_each($1) k
        CROSS JOIN record g ON g.kind = 'grant' AND json_extract(g.body, '$.grant.person') = k.value
        LEFT JOIN record p ON p.book = g.book AND p.kind = 'place' AND p.id = json_extract(g.body, '$.grant.place')
        ORDER BY g.book, g.id";
    PERSON = "SELECT book, body FROM record WHERE kind = 'person' AND id = $1 ORDER BY book";
    PEOPLE_CALLED = "SELECT book, body FROM record WHERE kind = 'person' AND json_extract(body, '$.person.name') = $1
        UNION SELECT book, body FROM record WHERE kind = 'person' AND substr(json_extract(body, '$.person.phone'), 1, 35) = $2";
    RECORD = "SELECT body FROM record WHERE book = $1 AND kind = $2 AND id = $3";
    RECORDS = "SELECT body FROM record WHERE book = $1 AND kind = $2 ORDER BY id";
    LOOKS_AT = "SELECT body FROM record WHERE book = $1 AND kind = 'look' AND json_extract(body, '$.look.person') = $2
        ORDER BY json_extract(body, '$.look.at_ms') DESC LIMIT $3";
    // Rights of the person.
    EXPORT_ROWS = "SELECT p.kind, CASE p.body WHEN '' THEN r.body ELSE p.body END FROM projection p
        LEFT JOIN record r ON p.body = '' AND r.book = p.book AND r.seq = p.seq AND r.kind = p.kind AND r.id = p.id
        WHERE p.book = $1 AND p.audience = $2 AND p.body IS NOT NULL ORDER BY p.kind, p.id LIMIT $3";
    EXPORT_LOG = "SELECT l.seq, l.at_ms, l.authored_at_ms, l.kind, l.code, l.person = $2, b.sealed FROM log l
        LEFT JOIN log_body b ON b.book = l.book AND b.seq = l.seq WHERE l.book = $1 ORDER BY l.seq DESC";
    ERASING = "SELECT book, body FROM record
        WHERE kind = 'wish' AND json_extract(body, '$.wish.state') = 'erasing' ORDER BY book, id";
    NAMING = "SELECT kind, id FROM record WHERE book = $1 AND kind IN (SELECT value FROM json_each($2))
        AND instr(body, $3) > 0 ORDER BY kind, id";
    BODIES_OF = "SELECT l.seq, b.sealed FROM log l CROSS JOIN log_body b ON b.book = l.book AND b.seq = l.seq
        WHERE l.book = $1 AND l.seq > $3 AND l.code = '' AND l.kind IN (SELECT value FROM json_each($2)) ORDER BY l.seq";
    ERASE_BODIES = "DELETE FROM log_body WHERE book = $1 AND seq IN (SELECT value FROM json_each($2))";
    ERASE_ACCOUNT = "DELETE FROM account WHERE person = $1 AND book = $2";
    ERASE_SESSIONS = "DELETE FROM device WHERE person = $1 AND book = $2";
    ERASE_SEAL = "DELETE FROM seal WHERE person = $1 AND EXISTS (SELECT 1 FROM account a WHERE a.person = $1 AND a.book = $2)";
    ERASE_ENROLMENTS = "DELETE FROM enrolment WHERE person = $1 AND book = $2";
    STEPS_IN = "SELECT import, n, row, undo FROM import_step WHERE book = $1";
    ERASE_STEP = "DELETE FROM import_step WHERE import = $1 AND n = $2";
    PUBLIC_ROWS = "SELECT CASE p.body WHEN '' THEN r.body ELSE p.body END FROM record r
        CROSS JOIN projection p ON p.book = r.book AND p.audience = 'public' AND p.kind = r.kind AND p.id = r.id
            AND p.seq = coalesce((SELECT value ->> 1 FROM json_each(nullif(r.apart, '')) WHERE value ->> 0 = 'public'), r.seq)
        WHERE r.book = $1 AND r.kind IN (SELECT value FROM json_each($2)) AND p.body IS NOT NULL ORDER BY r.kind, r.id";
    NEWEST_APPLIED = "SELECT at_ms FROM log WHERE book = $1 AND code = '' ORDER BY seq DESC LIMIT 1";
    LOGGED_AT = "SELECT at_ms FROM log WHERE book = $1 AND seq = $2";
    DUE = "SELECT d.book, r.body FROM deadline d
        CROSS JOIN record r ON r.book = d.book AND r.kind = d.kind AND r.id = d.id
        WHERE d.due_at_ms <= $1 ORDER BY d.due_at_ms, d.book, d.id";

    // Pull.
    PLACES_WITHIN = "SELECT k.value, r.id FROM json_each($2) k
        CROSS JOIN record r ON r.book = $1 AND r.kind = 'place'
        WHERE EXISTS (SELECT 1 FROM json_each(r.body, '$.place.path') p WHERE p.value = k.value) ORDER BY r.id";
    CHAIN_AT = "SELECT chain FROM log WHERE book = $1 AND seq = $2";
    LAST_N = "SELECT last_n FROM client WHERE book = $1 AND client_id = $2 AND person = $3";
    // A page's rows in a few texts: handed over one by one, each row costs more than what is in it. The newest numbers are
    // found by the key alone; bodies are read only for the rows of this page, each behind its place among the keys.
    WINDOW_KEYS = "SELECT coalesce(group_concat(audience || ' ' || kind || ' ' || id || ' ' || seq, char(10)), '') FROM
        (SELECT audience, kind, id, seq FROM projection
            WHERE book = $1 AND audience IN (SELECT value FROM json_each($2)) AND seq > $3 ORDER BY seq LIMIT $4)";
    WINDOW_BODIES = "SELECT coalesce(group_concat(k.key || ' ' ||
            coalesce(CASE p.body WHEN '' THEN r.body ELSE p.body END, ''), char(10)), '') FROM json_each($2) k
        CROSS JOIN projection p ON p.book = $1 AND p.audience = k.value ->> 0 AND p.seq = k.value ->> 1
            AND p.kind = k.value ->> 2 AND p.id = k.value ->> 3
        LEFT JOIN record r ON p.body = '' AND r.book = $1 AND r.seq = p.seq AND r.kind = p.kind AND r.id = p.id";
    CELLS_AFTER = "SELECT place, body FROM cell WHERE book = $1 AND seq > $2";

    MARKS = "SELECT coalesce((SELECT seq FROM backup WHERE book = $1), 0),
        coalesce((SELECT seq FROM floor WHERE book = $1), 0)";

    // Tombstones.
    PRUNE = "DELETE FROM projection WHERE body IS NULL AND (book, audience, seq, kind, id) IN
        (SELECT p.book, p.audience, p.seq, p.kind, p.id FROM projection p CROSS JOIN log l ON l.book = p.book AND l.seq = p.seq
            WHERE p.body IS NULL AND l.at_ms < $1) RETURNING book, seq";
    RAISE_FLOOR = "INSERT INTO floor (book, seq) SELECT value ->> 0, value ->> 1 FROM json_each($1)
        WHERE true ON CONFLICT (book) DO UPDATE SET seq = max(floor.seq, excluded.seq)";

    // Backup and restore. A number counts as backed up only while the log has the same chain there: a database that was
    // put back meanwhile is another.
    COPY_INTO = "VACUUM INTO $1";
    // A photo is sent after the act that names it: one without a name was left behind by what it was taken for.
    LEAVE_UNNAMED = "DELETE FROM photo WHERE NOT EXISTS
        (SELECT 1 FROM photo_named n WHERE n.book = photo.book AND n.photo = photo.id)";
    LEAVE_UNSENT = "DELETE FROM photo_upload WHERE NOT EXISTS
        (SELECT 1 FROM photo_named n WHERE n.book = photo_upload.book AND n.photo = photo_upload.id)";
    HAS_KEYS = "SELECT count(*) FROM sqlite_schema WHERE name = 'seal_key'";
    SEAL_KEYS = "SELECT number, wrapped FROM seal_key ORDER BY number";
    SEAL_KEY_SET = "INSERT INTO seal_key (number, wrapped, made_at_ms) VALUES ($1, $2, unixepoch() * 1000)
        ON CONFLICT (number) DO UPDATE SET wrapped = excluded.wrapped";
    DROP_SECRETS = "DELETE FROM secret";
    DROP_SESSIONS = "DELETE FROM device";
    DROP_ENROLMENTS = "DELETE FROM enrolment";
    BACKED_UP = "INSERT INTO backup (book, seq, at_ms)
        SELECT l.book, l.seq, $2 FROM json_each($1) k
        CROSS JOIN log l ON l.book = k.value ->> 0 AND l.seq = k.value ->> 1 AND l.chain = unhex(k.value ->> 2)
        WHERE true ON CONFLICT (book) DO UPDATE SET seq = excluded.seq, at_ms = excluded.at_ms
        WHERE excluded.seq > backup.seq";
    ACCOUNTS = "SELECT person, book, phc, enabled, changed_at_ms FROM account ORDER BY person";
    NEWER_ACCOUNTS = "INSERT INTO account (person, book, phc, enabled, changed_at_ms)
        SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4 FROM json_each($1)
        WHERE true ON CONFLICT (person) DO UPDATE SET book = excluded.book, phc = excluded.phc,
            enabled = excluded.enabled, changed_at_ms = excluded.changed_at_ms
        WHERE excluded.changed_at_ms > account.changed_at_ms";
    SCHEMA = "SELECT coalesce(max(version), 0) FROM _sqlx_migrations";

    // From before anything was sealed. The table of open bodies is there until they are.
    HAS_OPEN = "SELECT count(*) FROM sqlite_schema WHERE name = 'log_body_open'";
    SEAL_BODY = "INSERT INTO log_body (book, seq, sealed) VALUES ($1, $2, $3)";
    OPEN_RECORDS = "SELECT book, id, body FROM record WHERE kind = $1";
    SEAL_RECORD = "UPDATE record SET body = $1 WHERE book = $2 AND kind = $3 AND id = $4";
    OPEN_PROJECTIONS = "SELECT book, audience, seq, id, body FROM projection WHERE kind = $1 AND body <> ''";
    SEAL_PROJECTION = "UPDATE projection SET body = $1 WHERE book = $2 AND audience = $3 AND seq = $4 AND kind = $5 AND id = $6";
    OPEN_STEPS = "SELECT import, n, undo FROM import_step";
    SEAL_STEP = "UPDATE import_step SET undo = $1 WHERE import = $2 AND n = $3";
    OPEN_DETAILS = "SELECT n, detail FROM door WHERE detail <> ''";
    SEAL_DETAIL = "UPDATE door SET detail = $1 WHERE n = $2";
    WRITE_ANEW = "VACUUM";
    FOLD_ALL = "PRAGMA wal_checkpoint(TRUNCATE)";
    NO_LEFTOVERS = "DELETE FROM meta WHERE key = 'open_leftovers'";

    // Verify.
    AUDIT_LOG = "SELECT l.book, l.seq, l.turn, l.at_ms, l.authored_at_ms, l.offset_ms, l.now_ms, l.person, l.client_id,
            l.n, l.op_id, l.kind, l.code, l.body_hash, l.body_size, l.commitment, l.chain, b.sealed
        FROM log l LEFT JOIN log_body b ON b.book = l.book AND b.seq = l.seq ORDER BY l.book, l.seq";
    AUDIT_LOG_BY_TURN = "SELECT l.book, l.seq, l.turn, l.at_ms, l.authored_at_ms, l.offset_ms, l.now_ms, l.person,
            l.client_id, l.n, l.op_id, l.kind, l.code, l.body_hash, l.body_size, l.commitment, l.chain, b.sealed
        FROM log l LEFT JOIN log_body b ON b.book = l.book AND b.seq = l.seq ORDER BY l.turn";
    AUDIT_BODIES_ALONE = "SELECT b.book, b.seq FROM log_body b LEFT JOIN log l ON l.book = b.book AND l.seq = b.seq
        WHERE l.seq IS NULL OR l.code <> ''";
    AUDIT_CLIENTS = "SELECT book, client_id, person, last_n FROM client ORDER BY book, client_id";
    AUDIT_RECORDS = "SELECT '', kind, id, seq, body, apart FROM record WHERE book = $1 ORDER BY kind, id";
    AUDIT_PROJECTIONS = "SELECT p.audience, p.kind, p.id, p.seq,
            CASE p.body WHEN '' THEN CASE r.seq WHEN p.seq THEN r.body END ELSE p.body END,
            CASE WHEN p.body IS NOT NULL AND r.seq = p.seq THEN '' ELSE 'apart' END
        FROM projection p LEFT JOIN record r ON r.book = p.book AND r.kind = p.kind AND r.id = p.id
        WHERE p.book = $1 ORDER BY p.audience, p.kind, p.id";
    AUDIT_ERASED = "SELECT book, seq, body FROM record
        WHERE kind = 'person' AND json_extract(body, '$.person.name') = $1 ORDER BY book, id";
    AUDIT_CELLS = "SELECT place, span, seq, body FROM cell WHERE book = $1 ORDER BY place, span";
    AUDIT_TRANSFERS = "SELECT id, group_id, kind, phase, resolves, debit, credit, minutes, at_ms, seq FROM transfer
        WHERE book = $1 ORDER BY seq, id";
    AUDIT_DEADLINES = "SELECT kind, id, due_at_ms FROM deadline WHERE book = $1 ORDER BY kind, id";
    AUDIT_MARKS = "SELECT 'backup', book, seq FROM backup UNION ALL SELECT 'floor', book, seq FROM floor
        ORDER BY 1, 2";
    AUDIT_BOOKS_NAMED = "SELECT book FROM log UNION SELECT book FROM record UNION SELECT book FROM projection
        UNION SELECT book FROM cell UNION SELECT book FROM transfer UNION SELECT book FROM deadline
        UNION SELECT book FROM client UNION SELECT book FROM book UNION SELECT book FROM photo
        UNION SELECT book FROM photo_named";
    AUDIT_PHOTOS = "SELECT id, bytes FROM photo WHERE book = $1 ORDER BY id";
    AUDIT_PHOTO_NAMES = "SELECT photo, kind, id FROM photo_named WHERE book = $1 ORDER BY photo, kind, id";
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
        for (name, statement) in ALL {
            let prepared = (&mut *connection).prepare(statement.into_sql_str()).await;
            assert!(prepared.is_ok(), "{name}: {:?}", prepared.err());
        }
    }

    #[tokio::test]
    async fn the_hot_reads_go_through_an_index() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).await.unwrap();
        let hot = [
            "LOAD_CLIENTS",
            "LOAD_EARLIER",
            "LOAD_ROWS",
            "LOAD_GRANTS",
            "WINDOW_ROWS",
            "WINDOW_CELLS",
            "DUE",
            "LOOKS_AT",
            "LOAD_CELLS",
            "DROP_STALE",
            "WINDOW_KEYS",
            "WINDOW_BODIES",
            "CELLS_AFTER",
            "PUBLIC_ROWS",
            "DUE",
        ];
        for (name, statement) in ALL.iter().filter(|(name, _)| hot.contains(name)) {
            let explain = sqlx::AssertSqlSafe(format!("EXPLAIN QUERY PLAN {statement}"));
            let plan: Vec<(i64, i64, i64, String)> = sqlx::query_as(explain).fetch_all(&store.readers).await.unwrap();
            let scans: Vec<&String> = plan
                .iter()
                .map(|(.., detail)| detail)
                .filter(|detail| {
                    detail.starts_with("SCAN")
                        && !detail.contains("VIRTUAL TABLE")
                        && *detail != "SCAN k"
                        && !detail.starts_with("SCAN (subquery")
                })
                .collect();
            assert!(scans.is_empty(), "{name}: {scans:?}");
        }
    }
}
