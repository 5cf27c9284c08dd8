-- Staff find a person by the last four digits of a number that they do not see.
UPDATE projection SET body = json_set(body, '$.person.tails', json_array((
        SELECT substr(replace(replace(json_extract(r.body, '$.person.phone'), ' ', ''), '-', ''), -4) FROM record r
        WHERE r.book = projection.book AND r.kind = 'person' AND r.id = projection.id)))
WHERE kind = 'person' AND audience = 'staff' AND body <> '' AND EXISTS (
        SELECT 1 FROM record r WHERE r.book = projection.book AND r.kind = 'person' AND r.id = projection.id
        AND length(replace(replace(json_extract(r.body, '$.person.phone'), ' ', ''), '-', '')) >= 8);

-- Who looked at whose data.
CREATE INDEX record_look_person ON record (book, json_extract(body, '$.look.person')) WHERE kind = 'look';
