-- What is kept encrypted (docs/adr/0021). The keys stand here wrapped by the key of the file outside the folder: number 0
-- makes the marks by which a phone number is found, the others seal, the newest what is written now.

CREATE TABLE seal_key (
    number     INTEGER NOT NULL PRIMARY KEY CHECK (number BETWEEN 0 AND 65535),
    wrapped    BLOB    NOT NULL,
    made_at_ms INTEGER NOT NULL
) STRICT;

-- The server seals what stands here when it first opens the database, and drops the table.
ALTER TABLE log_body RENAME TO log_body_open;
CREATE TABLE log_body (
    book   TEXT    NOT NULL,
    seq    INTEGER NOT NULL,
    -- Salt and body, sealed for this place in the log.
    sealed BLOB    NOT NULL,
    PRIMARY KEY (book, seq),
    FOREIGN KEY (book, seq) REFERENCES log (book, seq)
) STRICT, WITHOUT ROWID;

-- A sealed number begins with its mark; equal numbers have equal marks.
DROP INDEX record_person_phone;
CREATE INDEX record_person_mark ON record (substr(json_extract(body, '$.person.phone'), 1, 35)) WHERE kind = 'person';
