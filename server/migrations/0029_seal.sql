-- What the server tells whoever is signed in, so that a device opens what it keeps sealed (docs/adr/0028). It opens
-- nothing here, and without the device it opens nothing there.
CREATE TABLE seal (
    person TEXT NOT NULL PRIMARY KEY,
    secret BLOB NOT NULL CHECK (length(secret) = 32)
) STRICT;
