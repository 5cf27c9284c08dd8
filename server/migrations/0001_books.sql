-- What the server keeps of the books. Every key begins with the book; moments are UTC milliseconds; ids are the domain's own texts.

CREATE TABLE meta (
    key   TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- A community, a subdistrict, or the server itself. head and chain are those of its newest log row, turn is that row's
-- place in the order in which the server decided, over all books.
CREATE TABLE book (
    book   TEXT    NOT NULL PRIMARY KEY,
    kind   TEXT    NOT NULL CHECK (kind IN ('server', 'subdistrict', 'community')),
    parent TEXT    NOT NULL,
    head   INTEGER NOT NULL CHECK (head >= 0),
    chain  BLOB    NOT NULL,
    turn   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX book_parent ON book (parent);

-- Every accepted and every refused command. code is empty where it was applied. body_hash stands only beside a
-- refusal: what was applied is named by its salted commitment alone, so that an erased body cannot be guessed back.
CREATE TABLE log (
    book           TEXT    NOT NULL REFERENCES book (book),
    seq            INTEGER NOT NULL CHECK (seq > 0),
    turn           INTEGER NOT NULL,
    at_ms          INTEGER NOT NULL,
    authored_at_ms INTEGER NOT NULL,
    offset_ms      INTEGER NOT NULL,
    now_ms         INTEGER NOT NULL,
    person         TEXT    NOT NULL,
    client_id      TEXT    NOT NULL,
    n              INTEGER NOT NULL,
    op_id          TEXT,
    kind           TEXT    NOT NULL,
    code           TEXT    NOT NULL,
    body_hash      BLOB    NOT NULL,
    body_size      INTEGER NOT NULL,
    commitment     BLOB    NOT NULL,
    chain          BLOB    NOT NULL,
    PRIMARY KEY (book, seq)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX log_op ON log (book, op_id) WHERE op_id IS NOT NULL;
CREATE INDEX log_client ON log (book, client_id, n);

-- The bodies of applied commands. A body can be erased; the chain runs over the commitment and stays whole.
CREATE TABLE log_body (
    book TEXT    NOT NULL,
    seq  INTEGER NOT NULL,
    salt BLOB    NOT NULL,
    body TEXT    NOT NULL,
    PRIMARY KEY (book, seq),
    FOREIGN KEY (book, seq) REFERENCES log (book, seq)
) STRICT, WITHOUT ROWID;

-- A client is one person on one browser profile; last_n is its counter in the book.
CREATE TABLE client (
    book      TEXT    NOT NULL REFERENCES book (book),
    client_id TEXT    NOT NULL,
    person    TEXT    NOT NULL,
    last_n    INTEGER NOT NULL,
    PRIMARY KEY (book, client_id)
) STRICT, WITHOUT ROWID;

-- The canonical record, as it stands.
CREATE TABLE record (
    book TEXT    NOT NULL,
    kind TEXT    NOT NULL,
    id   TEXT    NOT NULL,
    seq  INTEGER NOT NULL,
    body TEXT    NOT NULL,
    PRIMARY KEY (book, kind, id)
) STRICT;
CREATE INDEX record_grant_person ON record (json_extract(body, '$.grant.person')) WHERE kind = 'grant';
CREATE INDEX record_person_name ON record (json_extract(body, '$.person.name')) WHERE kind = 'person';
CREATE INDEX record_person_phone ON record (json_extract(body, '$.person.phone')) WHERE kind = 'person';

-- What each audience sees of it. Without a body it is a tombstone: the row left that audience.
CREATE TABLE projection (
    book     TEXT    NOT NULL,
    audience TEXT    NOT NULL,
    kind     TEXT    NOT NULL,
    id       TEXT    NOT NULL,
    seq      INTEGER NOT NULL,
    body     TEXT,
    PRIMARY KEY (book, audience, kind, id)
) STRICT;
CREATE INDEX projection_seq ON projection (book, audience, seq);

-- Sums of contributions.
CREATE TABLE cell (
    book      TEXT    NOT NULL,
    indicator TEXT    NOT NULL,
    place     TEXT    NOT NULL,
    day       INTEGER NOT NULL,
    value     INTEGER NOT NULL,
    seq       INTEGER NOT NULL,
    PRIMARY KEY (book, indicator, place, day)
) STRICT, WITHOUT ROWID;
CREATE INDEX cell_seq ON cell (book, seq);

-- The ledger of hours: append-only, whole minutes, one debit and one credit a line.
CREATE TABLE transfer (
    book     TEXT    NOT NULL,
    id       TEXT    NOT NULL,
    group_id TEXT    NOT NULL,
    kind     TEXT    NOT NULL,
    phase    TEXT    NOT NULL CHECK (phase IN ('pending', 'posted', 'voided')),
    resolves TEXT    NOT NULL,
    debit    TEXT    NOT NULL,
    credit   TEXT    NOT NULL CHECK (credit <> debit),
    minutes  INTEGER NOT NULL CHECK (minutes > 0),
    at_ms    INTEGER NOT NULL,
    seq      INTEGER NOT NULL,
    PRIMARY KEY (book, id),
    FOREIGN KEY (book, seq) REFERENCES log (book, seq)
) STRICT;
CREATE UNIQUE INDEX transfer_resolves ON transfer (book, resolves) WHERE resolves <> '-';

CREATE TRIGGER transfer_never_changes BEFORE UPDATE ON transfer
BEGIN SELECT RAISE(ABORT, 'a transfer is never changed'); END;
CREATE TRIGGER transfer_never_goes BEFORE DELETE ON transfer
BEGIN SELECT RAISE(ABORT, 'a transfer is never deleted'); END;
-- INSERT OR REPLACE deletes without asking where recursive triggers are off, so a taken id is refused before it.
CREATE TRIGGER transfer_never_replaced BEFORE INSERT ON transfer
WHEN EXISTS (SELECT 1 FROM transfer t WHERE t.book = NEW.book
             AND (t.id = NEW.id OR (NEW.resolves <> '-' AND t.resolves = NEW.resolves)))
BEGIN SELECT RAISE(ABORT, 'a transfer is never replaced'); END;

-- What the clock will do by itself, and when.
CREATE TABLE deadline (
    book      TEXT    NOT NULL,
    kind      TEXT    NOT NULL,
    id        TEXT    NOT NULL,
    due_at_ms INTEGER NOT NULL,
    PRIMARY KEY (book, kind, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX deadline_due ON deadline (due_at_ms);
