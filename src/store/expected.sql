-- Version 9: days on which a payment or an order was expected, as they were shown, to be scored by what comes. What all open invoices
-- were expected to bring in a week stands in forecast, with 'paid' as its unit.
CREATE TABLE expected_day (
  made      TEXT NOT NULL,             -- the review date
  awaited   TEXT NOT NULL,             -- payment, order
  whose     TEXT NOT NULL,             -- the number of the invoice, the id of the customer
  since     INTEGER NOT NULL,          -- when it is due, or the last order before; days since 1 January 1970, here and below
  expected  INTEGER NOT NULL,          -- as likely before as after
  from_day  INTEGER NOT NULL,          -- one chance in ten that it is earlier
  to_day    INTEGER NOT NULL,          -- one chance in ten that it is later
  plain     INTEGER NOT NULL,          -- by a plain rule, to compare with
  chance    REAL,                      -- that it is paid over 30 days late, that there is an order within 13 weeks
  checksum  INTEGER NOT NULL,
  PRIMARY KEY (made, awaited, whose, since)
) STRICT, WITHOUT ROWID;
