-- Version 5: what damaged pages are found by; and what was forgotten, as keyed hashes alone, so that next week's export does
-- not bring it back.
ALTER TABLE import ADD COLUMN checksum INTEGER;   -- of its file, and of its rows: where each stands there, and the hash of its values

ALTER TABLE record ADD COLUMN "no_contact" TEXT;   -- filled where somebody must not be written to

ALTER TABLE record ADD COLUMN "bounced" TEXT;      -- filled where mail came back for good

CREATE TABLE forgotten (
  hash        BLOB PRIMARY KEY,        -- HMAC-SHA-256 of a name, an address or a number, in small letters and without blanks
  stands_for  TEXT,                    -- what stands in its place: "Forgotten customer 1"; null for a person
  at          TEXT NOT NULL            -- universal time
) STRICT, WITHOUT ROWID;

CREATE TABLE forgetting (
  key  BLOB NOT NULL                   -- random, of this workspace alone
) STRICT;
