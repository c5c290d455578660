-- Version 2: what the owner said of customers, items and campaigns. A line is never changed but for being taken back.
CREATE TABLE said (
  id         INTEGER PRIMARY KEY,
  act        INTEGER NOT NULL,         -- what was said together, and is taken back together
  about      TEXT NOT NULL,            -- same, apart, name, industry, item kind, process, finish, topic, ...
  subject    TEXT NOT NULL,            -- a spelling ("name ...", "mail ...", "number orders ..."),
                                       -- the text of an item, the title of a campaign
  value      TEXT NOT NULL,            -- what is said of it; for same and apart the other spelling
  said_at    TEXT NOT NULL,            -- universal time
  undone_at  TEXT                      -- it holds while this is null
) STRICT;

CREATE INDEX said_by_act ON said (act);
