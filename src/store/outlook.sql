-- Version 7: the surface of what is ordered, what the owner says of the shop's capacity, and the forecasts that were shown.

-- In thousandths of a square metre, of a square foot, and of a unit that the file does not name.
ALTER TABLE record ADD COLUMN "area_m2" INTEGER;
ALTER TABLE record ADD COLUMN "area_ft2" INTEGER;
ALTER TABLE record ADD COLUMN "area" INTEGER;

CREATE TABLE capacity (
  process   TEXT NOT NULL,             -- as the files name it; '' for the whole shop
  unit      TEXT NOT NULL,             -- parts, area, money
  a_week    REAL NOT NULL,             -- in a week of five days; money in whole units of the currency
  checksum  INTEGER NOT NULL,          -- of the line, here and below
  PRIMARY KEY (process, unit)
) STRICT, WITHOUT ROWID;

-- Planned closures.
CREATE TABLE closure (
  first_day  TEXT NOT NULL,            -- 2026-12-24
  last_day   TEXT NOT NULL,
  checksum   INTEGER NOT NULL,
  PRIMARY KEY (first_day, last_day)
) STRICT, WITHOUT ROWID;

-- Forecasts as they were shown, to be scored by what comes.
CREATE TABLE forecast (
  made      TEXT NOT NULL,             -- the review date: only rows dated before it were looked at
  process   TEXT NOT NULL,             -- '' for the whole shop
  unit      TEXT NOT NULL,
  week      TEXT NOT NULL,             -- its Monday
  mean      REAL NOT NULL,             -- what was expected; money in the smallest unit of the currency
  median    REAL NOT NULL,
  low50     REAL NOT NULL,             -- one chance in four that it is less
  high50    REAL NOT NULL,
  low80     REAL NOT NULL,             -- one chance in ten that it is less
  high80    REAL NOT NULL,
  checksum  INTEGER NOT NULL,
  PRIMARY KEY (made, process, unit, week)
) STRICT, WITHOUT ROWID;
