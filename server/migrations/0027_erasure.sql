-- People whose erasure both have agreed to and whose words are still going.
CREATE INDEX record_erasing ON record (book, id) WHERE kind = 'wish' AND json_extract(body, '$.wish.state') = 'erasing';
