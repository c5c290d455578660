-- Version 4: a log of every change, and what was forgotten.
CREATE TABLE log (
  id     INTEGER PRIMARY KEY,
  at     TEXT NOT NULL,                -- universal time
  what   TEXT NOT NULL,                -- taken in, taken back, said, unsaid, closed, forgot, restored, ...
  words  TEXT NOT NULL                 -- in one sentence
) STRICT;

-- The log only grows. What is forgotten is erased from it too, and only while a line stands in erasing, which no commit leaves.
CREATE TABLE erasing (id INTEGER PRIMARY KEY) STRICT;

CREATE TRIGGER log_is_not_changed BEFORE UPDATE ON log WHEN NOT EXISTS (SELECT 1 FROM erasing)
BEGIN SELECT raise(ABORT, 'the log only grows'); END;

CREATE TRIGGER log_is_not_shortened BEFORE DELETE ON log WHEN NOT EXISTS (SELECT 1 FROM erasing)
BEGIN SELECT raise(ABORT, 'the log only grows'); END;
