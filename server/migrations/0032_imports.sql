-- Imports of lists: what each was, and how it is taken back. The acts themselves stand in the log.
CREATE TABLE import (
    id TEXT NOT NULL PRIMARY KEY,
    -- Who imported; 'system' from the command line.
    person TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    -- 'applying' until it is known that its acts stand, 'applied', 'undone'.
    state TEXT NOT NULL CHECK (state IN ('applying', 'applied', 'undone')),
    -- The names of the files, and the counts, as JSON.
    files TEXT NOT NULL,
    counts TEXT NOT NULL,
    -- Up to which number each book's log held its acts, as JSON; what has a later one was changed since.
    heads TEXT NOT NULL
) STRICT;
CREATE INDEX import_age ON import (at_ms);

-- What takes each act back. It says what stood there before, so it goes when the import can no longer be undone, and
-- with the person of whom it says something.
CREATE TABLE import_step (
    import TEXT NOT NULL REFERENCES import (id) ON DELETE CASCADE,
    n INTEGER NOT NULL,
    book TEXT NOT NULL,
    kind TEXT NOT NULL,
    row TEXT NOT NULL,
    undo TEXT NOT NULL,
    PRIMARY KEY (import, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX import_step_row ON import_step (row);
