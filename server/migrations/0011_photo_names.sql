-- The index of photos by the records that name them, over the record's new table.

CREATE TRIGGER photo_named_first AFTER INSERT ON record
WHEN NEW.kind = 'hazard' AND instr(NEW.body, '"photos":["') > 0
BEGIN
    INSERT INTO photo_named (book, photo, kind, id)
    SELECT DISTINCT NEW.book, p.value, NEW.kind, NEW.id FROM json_each(NEW.body, '$.hazard.photos') p
    WHERE NOT EXISTS (SELECT 1 FROM photo_named n
        WHERE n.book = NEW.book AND n.photo = p.value AND n.kind = NEW.kind AND n.id = NEW.id);
END;
CREATE TRIGGER photo_named_later AFTER UPDATE OF body ON record
WHEN NEW.kind = 'hazard' AND instr(NEW.body, '"photos":["') > 0
BEGIN
    INSERT INTO photo_named (book, photo, kind, id)
    SELECT DISTINCT NEW.book, p.value, NEW.kind, NEW.id FROM json_each(NEW.body, '$.hazard.photos') p
    WHERE NOT EXISTS (SELECT 1 FROM photo_named n
        WHERE n.book = NEW.book AND n.photo = p.value AND n.kind = NEW.kind AND n.id = NEW.id);
END;
