-- Up to which number each book stands in a backup that was restored and verified. Devices keep what is newer.
CREATE TABLE backup (
    book  TEXT    NOT NULL PRIMARY KEY REFERENCES book (book),
    seq   INTEGER NOT NULL CHECK (seq > 0),
    at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Tombstones live 180 days; up to this number some of a book's are gone. A copy that stands before it starts anew.
CREATE TABLE floor (
    book TEXT    NOT NULL PRIMARY KEY REFERENCES book (book),
    seq  INTEGER NOT NULL CHECK (seq > 0)
) STRICT, WITHOUT ROWID;
CREATE INDEX projection_gone ON projection (book, seq) WHERE body IS NULL;
