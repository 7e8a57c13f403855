-- A translation memory. This database is the only copy; everything else is derived from it.
--
-- Units never change: an edit adds one and removes another. Sessions alone decide whether a unit is active: its own session
-- must be closed, and no closed session may have removed it. Undoing a session changes one word in one row.

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

-- Units that were committed together. The units of a session are those of its batches.
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

-- Finds units that are identical in languages, texts, codes and context.
CREATE TABLE same (
  hash INTEGER NOT NULL,
  unit INTEGER NOT NULL,
  PRIMARY KEY (hash, unit)
) WITHOUT ROWID;
