-- Photos of records (SYNC, "Photos"), each named by the hash of its bytes. They are sent in pieces and stand whole only
-- after the server has looked at them.

-- A photo on its way; everybody who sends it sends all of it.
CREATE TABLE photo_upload (
    book    TEXT    NOT NULL REFERENCES book (book),
    person  TEXT    NOT NULL,
    id      TEXT    NOT NULL,
    size    INTEGER NOT NULL CHECK (size > 0),
    reached INTEGER NOT NULL CHECK (reached BETWEEN 0 AND size),
    at_ms   INTEGER NOT NULL,
    PRIMARY KEY (book, person, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX photo_upload_person ON photo_upload (person, at_ms);
CREATE INDEX photo_upload_age ON photo_upload (at_ms);

CREATE TABLE photo_piece (
    book   TEXT    NOT NULL,
    person TEXT    NOT NULL,
    id     TEXT    NOT NULL,
    start  INTEGER NOT NULL,
    bytes  BLOB    NOT NULL,
    PRIMARY KEY (book, person, id, start),
    FOREIGN KEY (book, person, id) REFERENCES photo_upload (book, person, id) ON DELETE CASCADE
) STRICT;

-- A photo that was looked at, and who sent it first.
CREATE TABLE photo (
    book   TEXT    NOT NULL REFERENCES book (book),
    id     TEXT    NOT NULL,
    person TEXT    NOT NULL,
    at_ms  INTEGER NOT NULL,
    bytes  BLOB    NOT NULL,
    PRIMARY KEY (book, id)
) STRICT;
CREATE INDEX photo_person ON photo (person, at_ms);
CREATE INDEX photo_age ON photo (at_ms, book, id);

-- Which records name a photo: an index over what stands in their bodies, kept by the database as it keeps its others.
CREATE TABLE photo_named (
    book  TEXT NOT NULL,
    photo TEXT NOT NULL,
    kind  TEXT NOT NULL,
    id    TEXT NOT NULL,
    PRIMARY KEY (book, photo, kind, id)
) STRICT, WITHOUT ROWID;
