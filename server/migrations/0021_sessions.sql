-- A session is a device signed in; it has an id of its own, by which its person can end it. Its secret changes after some
-- hours of use: several may live for a while, because an answer that brings a new one can get lost on its way.

CREATE TABLE device (
    id            TEXT    NOT NULL PRIMARY KEY,
    book          TEXT    NOT NULL,
    person        TEXT    NOT NULL,
    kind          TEXT    NOT NULL,
    created_at_ms INTEGER NOT NULL,
    seen_at_ms    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX device_person ON device (person, created_at_ms);

-- until_ms is 0 while the secret is good for as long as the session is; used is 0 until it is first presented.
CREATE TABLE secret (
    token_hash BLOB    NOT NULL PRIMARY KEY CHECK (length(token_hash) = 32),
    device     TEXT    NOT NULL REFERENCES device (id) ON DELETE CASCADE,
    made_at_ms INTEGER NOT NULL,
    until_ms   INTEGER NOT NULL,
    used       INTEGER NOT NULL CHECK (used IN (0, 1))
) STRICT, WITHOUT ROWID;
CREATE INDEX secret_device ON secret (device);

INSERT INTO device (id, book, person, kind, created_at_ms, seen_at_ms)
    SELECT lower(hex(substr(token_hash, 1, 16))), book, person, '', created_at_ms, seen_at_ms FROM session;
INSERT INTO secret (token_hash, device, made_at_ms, until_ms, used)
    SELECT token_hash, lower(hex(substr(token_hash, 1, 16))), created_at_ms, 0, 1 FROM session;
DROP TABLE session;
