-- What an act writes is appended, and stands in the order in which a pull reads it: a record under the number of its last
-- change, a projection under its number in its audience. Each is written into one tree; only a record is found by its key as
-- well. What stands elsewhere than at the record's number, and every tombstone, is noted with the record (apart), so that
-- whoever changes it knows what to take away. Cells are packed: a row for each place and month.

DROP TRIGGER photo_named_first;
DROP TRIGGER photo_named_later;

CREATE TABLE record_in_order (
    book  TEXT    NOT NULL,
    kind  TEXT    NOT NULL,
    id    TEXT    NOT NULL,
    seq   INTEGER NOT NULL,
    body  TEXT    NOT NULL,
    -- [[audience, number], …], or empty.
    apart TEXT    NOT NULL DEFAULT '',
    PRIMARY KEY (book, seq, kind, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE projection_in_order (
    book     TEXT    NOT NULL,
    audience TEXT    NOT NULL,
    kind     TEXT    NOT NULL,
    id       TEXT    NOT NULL,
    seq      INTEGER NOT NULL,
    body     TEXT,
    PRIMARY KEY (book, audience, seq, kind, id)
) STRICT, WITHOUT ROWID;

-- An empty body stands for the record at the same number.
INSERT INTO projection_in_order
    SELECT p.book, p.audience, p.kind, p.id, p.seq, CASE WHEN p.body = '' AND p.seq <> r.seq THEN r.body ELSE p.body END
    FROM projection p LEFT JOIN record r ON r.book = p.book AND r.kind = p.kind AND r.id = p.id
    ORDER BY p.book, p.audience, p.seq, p.kind, p.id;
INSERT INTO record_in_order
    SELECT r.book, r.kind, r.id, r.seq, r.body, coalesce(a.apart, '') FROM record r LEFT JOIN (
        SELECT p.book, p.kind, p.id, json_group_array(json_array(p.audience, p.seq)) AS apart
            FROM projection p JOIN record r ON r.book = p.book AND r.kind = p.kind AND r.id = p.id
            WHERE p.body IS NULL OR p.seq <> r.seq GROUP BY p.book, p.kind, p.id
    ) a ON a.book = r.book AND a.kind = r.kind AND a.id = r.id
    ORDER BY r.book, r.seq, r.kind, r.id;
DROP TABLE record;
DROP TABLE projection;
ALTER TABLE record_in_order RENAME TO record;
ALTER TABLE projection_in_order RENAME TO projection;

CREATE UNIQUE INDEX record_key ON record (book, kind, id);
CREATE INDEX record_grant_person ON record (json_extract(body, '$.grant.person')) WHERE kind = 'grant';
CREATE INDEX record_person_name ON record (json_extract(body, '$.person.name')) WHERE kind = 'person';
CREATE INDEX record_person_phone ON record (json_extract(body, '$.person.phone')) WHERE kind = 'person';
CREATE INDEX record_person_id ON record (id) WHERE kind = 'person';

-- The cells of a place in 32 days: {indicator: [day, value, number, …]}; seq is the newest of these numbers.
CREATE TABLE cell_packed (
    book  TEXT    NOT NULL,
    place TEXT    NOT NULL,
    span  INTEGER NOT NULL,
    seq   INTEGER NOT NULL,
    body  TEXT    NOT NULL,
    PRIMARY KEY (book, place, span)
) STRICT, WITHOUT ROWID;
INSERT INTO cell_packed
    SELECT book, place, span, max(seq), '{' || group_concat('"' || indicator || '":[' || numbers || ']', ',' ORDER BY indicator) || '}'
    FROM (
        SELECT book, place, day >> 5 AS span, indicator, max(seq) AS seq,
            group_concat(day || ',' || value || ',' || seq, ',' ORDER BY day) AS numbers
        FROM cell GROUP BY book, place, day >> 5, indicator
    ) GROUP BY book, place, span;
DROP TABLE cell;
ALTER TABLE cell_packed RENAME TO cell;
CREATE INDEX cell_seq ON cell (book, seq);
