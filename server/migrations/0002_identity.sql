-- Who may sign in, who is signed in, and the single-use links that let somebody in. Secrets are stored hashed:
-- a copy of the database opens no door.

-- An account belongs to one person; `book` is where the person was entered, and stays so.
CREATE TABLE account (
    person        TEXT    NOT NULL PRIMARY KEY,
    book          TEXT    NOT NULL,
    phc           TEXT    NOT NULL,
    enabled       INTEGER NOT NULL DEFAULT 1 CHECK (enabled IN (0, 1)),
    changed_at_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE session (
    token_hash    BLOB    NOT NULL PRIMARY KEY CHECK (length(token_hash) = 32),
    book          TEXT    NOT NULL,
    person        TEXT    NOT NULL,
    created_at_ms INTEGER NOT NULL,
    seen_at_ms    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX session_person ON session (person);

-- One living link a person: a new one takes the place of the older.
CREATE TABLE enrolment (
    person        TEXT    NOT NULL PRIMARY KEY,
    book          TEXT    NOT NULL,
    token_hash    BLOB    NOT NULL UNIQUE CHECK (length(token_hash) = 32),
    made_by       TEXT    NOT NULL,
    made_at_ms    INTEGER NOT NULL,
    expires_at_ms INTEGER NOT NULL
) STRICT;

-- In which books a person was entered.
CREATE INDEX record_person_id ON record (id) WHERE kind = 'person';
