-- Version 6: the weekly review. What the owner set and decided, and how each review was told.
CREATE TABLE owner_limit (
  name      TEXT NOT NULL,             -- calls, least money, keep years, alarms
  about     TEXT NOT NULL,             -- for alarms the signal; else ''
  value     TEXT NOT NULL,
  checksum  INTEGER NOT NULL,          -- of the line, to notice damaged pages, here and below
  PRIMARY KEY (name, about)
) STRICT, WITHOUT ROWID;

-- A line is never changed but for being done or taken back.
CREATE TABLE decision (
  id          INTEGER PRIMARY KEY,
  review      TEXT NOT NULL,           -- the review date on which it was decided: 2026-11-16
  customer    TEXT NOT NULL,           -- the customer's id
  signals     TEXT NOT NULL,           -- the flags that it is about: "distress, late"; '' where it is about the customer
  what        TEXT NOT NULL,           -- verdict, snooze, note, action
  words       TEXT NOT NULL,           -- right, false alarm or knew already; until a day or until it changes; the note; what is to be done
  at_risk     INTEGER,                 -- of a snooze until it changes: the money at risk then
  who         TEXT,                    -- of an action: who does it
  due         TEXT,                    -- of an action: by when
  decided_at  TEXT NOT NULL,           -- universal time
  done_on     TEXT,                    -- of an action: when it was done
  undone_at   TEXT,                    -- it holds while this is null
  checksum    INTEGER NOT NULL
) STRICT;

-- A review that was closed, as it was told.
CREATE TABLE review (
  id         INTEGER PRIMARY KEY,
  as_of      TEXT NOT NULL,            -- only rows dated before this day were looked at
  closed_at  TEXT NOT NULL,            -- universal time
  program    TEXT NOT NULL,            -- the version of Lotwise
  headline   TEXT NOT NULL,
  limits     TEXT NOT NULL,            -- that held, as a JSON object
  checksum   INTEGER NOT NULL          -- of the line and of its flags
) STRICT;

-- What it said, all of it, with the rows of the (at most 50) customers with the most at risk, as a JSON object.
CREATE TABLE told (
  review    INTEGER PRIMARY KEY REFERENCES review,
  text      TEXT NOT NULL,
  checksum  INTEGER NOT NULL
) STRICT;

-- The flags that stood in it: the open items of that day, at most one a customer and signal.
CREATE TABLE flag (
  review     INTEGER NOT NULL REFERENCES review,
  customer   TEXT NOT NULL,
  signal     TEXT NOT NULL,
  at_risk    INTEGER NOT NULL,         -- money a year
  opened_on  TEXT NOT NULL,            -- the closed review in which it stood first, without a break since
  PRIMARY KEY (review, customer, signal)
) STRICT, WITHOUT ROWID;

-- What the owner said, and which id each customer was given, is summed too.
ALTER TABLE said ADD COLUMN checksum INTEGER;
