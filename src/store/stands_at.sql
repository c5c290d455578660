-- Version 3: when a list of open items says how things stand. An invoice that is gone from the next one was paid in between.
ALTER TABLE import ADD COLUMN stands_at INTEGER;  -- days since 1 January 1970; null for other lists, and where the file does not say
