-- A Lotwise workspace: what a shop's exports said, and what its owner said of them.
--
-- Days are written 2026-11-16. Money is in the smallest unit of its currency (cents), see import.currency.
-- Nothing in here is needed to read the exports again: they are never changed.

-- One list of one system, exported again and again: the orders, the invoices, the open items.
CREATE TABLE list (
  id    INTEGER PRIMARY KEY,
  kind  TEXT NOT NULL,                 -- orders, payments, emails, ...
  form  TEXT                           -- order lines, invoices, receipts, ...
) STRICT;

-- How lists with these headings are read, so that next week's export needs no question.
CREATE TABLE shape (
  id          INTEGER PRIMARY KEY,
  headings    TEXT NOT NULL UNIQUE,    -- as a JSON list, in the order of the file
  answers     TEXT NOT NULL,           -- what the owner said, as a JSON object: {"kind": "orders"}
  date_order  TEXT,                    -- dmy, mdy, ymd or serial, as the file itself or its owner decided
  decimal     TEXT,                    -- the decimal mark
  fields      TEXT NOT NULL,           -- what each heading means, as a JSON list: "amount", or null where it is not kept
  file        TEXT NOT NULL,           -- the newest file of this shape
  seen_at     TEXT NOT NULL
) STRICT;

-- A file, or one sheet of a workbook, that was taken in.
CREATE TABLE import (
  id          INTEGER PRIMARY KEY,
  list        INTEGER NOT NULL REFERENCES list,
  shape       INTEGER REFERENCES shape,
  file        TEXT NOT NULL,
  sheet       TEXT,
  sha256      TEXT NOT NULL,           -- of the file's bytes
  taken_at    TEXT NOT NULL,           -- universal time
  covers      TEXT NOT NULL CHECK (covers IN ('whole', 'part', 'unknown')),
                                       -- whole: what the list held between its first and its last day, so that what is missing is gone
                                       -- part: some rows of it; what it does not hold stays
                                       -- unknown: nothing was known of those days when it came; its rows beside others show it
  first_day   INTEGER,                 -- days since 1 January 1970
  last_day    INTEGER,
  rows        INTEGER NOT NULL,        -- data rows in the file
  used        INTEGER NOT NULL,        -- rows taken in
  left_out    INTEGER NOT NULL,        -- lines left out, each with a reason when it was taken in
  records     INTEGER NOT NULL,        -- documents or events
  amount      INTEGER,                 -- sum of the main amount
  currency    TEXT,                    -- ISO 4217, where the file states it
  also        TEXT,                    -- a second kind of list that the same rows give
  fields      TEXT NOT NULL,           -- the columns that it fills, as a JSON list
  n_new       INTEGER NOT NULL,        -- of the rows taken in, those not known before
  n_changed   INTEGER NOT NULL,        -- those that replace an earlier row of the same document
  n_gone      INTEGER NOT NULL         -- earlier rows that this file holds no more
) STRICT;

-- One way in which a list names a customer or a person; '' where it names none.
CREATE TABLE who (
  id      INTEGER PRIMARY KEY,
  number  TEXT NOT NULL,
  name    TEXT NOT NULL,
  email   TEXT NOT NULL,
  person  TEXT NOT NULL,
  UNIQUE (name, number, email, person)
) STRICT;

-- A row of a list as it was taken in. It is never changed: a corrected row is another one, and the one before is gone.
CREATE TABLE record (
  id              INTEGER PRIMARY KEY,
  list            INTEGER NOT NULL REFERENCES list,
  day             INTEGER,             -- when it happened, in days since 1 January 1970, for finding rows by their day
  document        INTEGER,             -- a hash of its document's number, for finding rows of one document
  content         INTEGER NOT NULL,    -- a hash of all its values: two rows are alike if this is alike
  gone_in         INTEGER REFERENCES import,  -- the import in which it was missing or corrected; it counts while this is null
  who             INTEGER NOT NULL REFERENCES who,
  "industry"        TEXT,
  "terms"           TEXT,
  "order_number"    TEXT,
  "invoice_number"  TEXT,
  "quote_number"    TEXT,
  "payment_number"  TEXT,
  "date"            TEXT,
  "invoice_date"    TEXT,
  "due_date"        TEXT,
  "paid_date"       TEXT,
  "customer_since"  TEXT,
  "process"         TEXT,
  "finish"          TEXT,
  "supplier"        TEXT,
  "end_customer"    TEXT,
  "item"            TEXT,
  "parts"           INTEGER,
  "amount"          INTEGER,
  "balance"         INTEGER,
  "received"        INTEGER,
  "refunded"        INTEGER,
  "cancelled"       INTEGER,           -- 1 where the document was cancelled
  "rejected_parts"  INTEGER,
  "reason"          TEXT,
  "document_type"   TEXT,
  "status"          TEXT,
  "memo"            TEXT,
  "currency"        TEXT,
  "campaign"        TEXT,
  "topic"           TEXT,
  "mail_event"      TEXT,
  "recipients"      INTEGER,
  "opens"           INTEGER,
  "clicks"          INTEGER,
  "show"            TEXT,
  "contact"         TEXT,
  "url"             TEXT,
  "visits"          INTEGER,
  "network"         TEXT,
  "author"          TEXT
) STRICT;

CREATE INDEX record_of_day ON record (list, day);
CREATE INDEX record_of_document ON record (list, document) WHERE document IS NOT NULL;

-- Which rows of a file are which records: row, row + 1, ... are record, record + 1, ..., n of them.
CREATE TABLE seen (
  import  INTEGER NOT NULL REFERENCES import,
  row     INTEGER NOT NULL,            -- as a spreadsheet shows it
  record  INTEGER NOT NULL REFERENCES record,
  n       INTEGER NOT NULL,
  PRIMARY KEY (import, record)
) STRICT, WITHOUT ROWID;

CREATE INDEX seen_of_record ON seen (record);
