-- A translation memory. What is here is the only copy; everything else is made from it.
--
-- Units are never changed: an edit adds one and removes another. Whether a unit counts is said by sessions alone:
-- its own must be closed, and no closed session may have removed it. Taking a session back is one word in one row.

CREATE TABLE language (
  id INTEGER PRIMARY KEY,
  tag TEXT NOT NULL UNIQUE                -- BCP 47
);

CREATE TABLE session (
  id INTEGER PRIMARY KEY AUTOINCREMENT,   -- never given twice
  kind TEXT NOT NULL,                     -- import, add, edit, delete, dedupe
  origin TEXT NOT NULL,                   -- the file of an import
  started TEXT NOT NULL,
  author TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'closed', 'undone'))
);

-- Units that were committed together: a session's units are those of its batches.
CREATE TABLE batch (
  last INTEGER PRIMARY KEY,               -- unit ids, both included
  first INTEGER NOT NULL,
  session INTEGER NOT NULL REFERENCES session,
  mark INTEGER NOT NULL                   -- depends on this batch's units and on all before: the index is known by it
);
CREATE INDEX batch_session ON batch (session);

CREATE TABLE unit (
  id INTEGER PRIMARY KEY,                 -- never given twice
  source_language INTEGER NOT NULL REFERENCES language,
  target_language INTEGER NOT NULL REFERENCES language,
  source TEXT NOT NULL,
  target TEXT NOT NULL,
  draft INTEGER NOT NULL,                 -- 1: nobody has confirmed the translation
  line INTEGER,                           -- in the file it came from
  name TEXT,                              -- its id there
  previous TEXT,                          -- the source segments around it
  next TEXT,
  created TEXT,
  author TEXT,
  changed TEXT,
  editor TEXT,
  more TEXT                               -- JSON: inline codes, notes, properties
);

CREATE TABLE removed (
  unit INTEGER NOT NULL,
  session INTEGER NOT NULL,
  PRIMARY KEY (unit, session)
) WITHOUT ROWID;

-- Finds a unit that is the same in languages, texts, codes and context.
CREATE TABLE same (
  hash INTEGER NOT NULL,
  unit INTEGER NOT NULL,
  PRIMARY KEY (hash, unit)
) WITHOUT ROWID;
