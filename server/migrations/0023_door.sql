-- What happened at the door: who came in or was turned away, when, from where. No passphrase, and of a name that nobody has
-- only what the door's key makes of it: a passphrase may have been typed there. Kept for a while, then pruned.
CREATE TABLE door (
    n       INTEGER NOT NULL PRIMARY KEY,
    at_ms   INTEGER NOT NULL,
    what    TEXT    NOT NULL,
    -- Empty where it was done, else the error's code.
    result  TEXT    NOT NULL,
    person  TEXT    NOT NULL,
    about   TEXT    NOT NULL,
    book    TEXT    NOT NULL,
    typed   BLOB    NOT NULL,
    address TEXT    NOT NULL,
    request TEXT    NOT NULL,
    detail  TEXT    NOT NULL,
    -- More than one where a row stands for several.
    times   INTEGER NOT NULL CHECK (times > 0)
) STRICT;
CREATE INDEX door_at ON door (at_ms);
CREATE INDEX door_person ON door (person, at_ms);
