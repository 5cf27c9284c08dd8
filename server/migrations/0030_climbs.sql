-- Hazards that are overdue climb the grid: those which stand already have their deadline from now on.
INSERT INTO deadline (book, kind, id, due_at_ms)
SELECT book, kind, id, json_extract(body, '$.hazard.due_at_ms') FROM record
WHERE kind = 'hazard' AND json_extract(body, '$.hazard.rechecked_at_ms') = 0;

-- What no record names any more is deleted on its way, too.
CREATE INDEX photo_upload_photo ON photo_upload (book, id);
