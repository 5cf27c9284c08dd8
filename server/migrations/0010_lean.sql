-- Fewer trees to write for each act. A record and a projection stand in the tree of their key alone; a projection that
-- hides nothing has an empty body and is read from the record; nobody asked for the log by client.

DROP INDEX log_client;

CREATE TABLE record_lean (
    book TEXT    NOT NULL,
    kind TEXT    NOT NULL,
    id   TEXT    NOT NULL,
    seq  INTEGER NOT NULL,
    body TEXT    NOT NULL,
    PRIMARY KEY (book, kind, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE projection_lean (
    book     TEXT    NOT NULL,
    audience TEXT    NOT NULL,
    kind     TEXT    NOT NULL,
    id       TEXT    NOT NULL,
    seq      INTEGER NOT NULL,
    body     TEXT,
    PRIMARY KEY (book, audience, kind, id)
) STRICT, WITHOUT ROWID;

INSERT INTO record_lean SELECT book, kind, id, seq, body FROM record ORDER BY book, kind, id;
INSERT INTO projection_lean SELECT p.book, p.audience, p.kind, p.id, p.seq, CASE p.body WHEN r.body THEN '' ELSE p.body END
    FROM projection p LEFT JOIN record r ON r.book = p.book AND r.kind = p.kind AND r.id = p.id
    ORDER BY p.book, p.audience, p.kind, p.id;
DROP TABLE record;
DROP TABLE projection;
ALTER TABLE record_lean RENAME TO record;
ALTER TABLE projection_lean RENAME TO projection;

CREATE INDEX record_grant_person ON record (json_extract(body, '$.grant.person')) WHERE kind = 'grant';
CREATE INDEX record_person_name ON record (json_extract(body, '$.person.name')) WHERE kind = 'person';
CREATE INDEX record_person_phone ON record (json_extract(body, '$.person.phone')) WHERE kind = 'person';
CREATE INDEX record_person_id ON record (id) WHERE kind = 'person';
CREATE INDEX projection_seq ON projection (book, audience, seq);
