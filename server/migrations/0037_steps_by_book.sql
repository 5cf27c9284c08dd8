-- An erasure goes through the steps of one book; nothing asks for a step by its row.
DROP INDEX import_step_row;
CREATE INDEX import_step_book ON import_step (book);
