-- causalkb: the whole schema of a knowledge base, version 2.
-- The code executes this file and nothing else creates these tables; later versions are migrations
-- (causalkb/store/migrations.py). The CHECK lists repeat causalkb/vocabulary.py; a test compares them.

CREATE TABLE meta (
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- 'generation' grows by one with every change of what is searched; the indexes carry it.
-- 'fingerprint' and 'model' name the encoder whose vectors are in use.
INSERT INTO meta (key, value) VALUES
  ('schema_version', '2'), ('generation', '0'), ('model', ''), ('fingerprint', ''), ('dimension', '0');

-- Works ------------------------------------------------------------------------------------------

CREATE TABLE works (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  key        TEXT NOT NULL UNIQUE CHECK (key <> ''),
  type       TEXT NOT NULL CHECK (type <> ''),       -- the BibTeX entry type, lower case
  title      TEXT NOT NULL DEFAULT '',
  year       INTEGER,
  venue      TEXT,                                   -- derived from work_fields
  doi        TEXT,                                   -- normalised: lower case, no prefix
  arxiv      TEXT,                                   -- normalised: no version
  url        TEXT,
  abstract   TEXT,
  field      TEXT CHECK (field IN ('machine-learning', 'ai-safety', 'statistics', 'economics',
                                   'epidemiology', 'physics', 'philosophy', 'psychology',
                                   'neuroscience', 'animal-cognition')),
  title_key  TEXT NOT NULL DEFAULT '',               -- for identity: see formats/identifiers.py
  author_key TEXT NOT NULL DEFAULT '',
  claims_made INTEGER NOT NULL DEFAULT 0,            -- the highest claim number ever given
  added_at   TEXT NOT NULL,
  changed_at TEXT NOT NULL
) STRICT;
CREATE INDEX works_doi ON works (doi) WHERE doi IS NOT NULL;
CREATE INDEX works_arxiv ON works (arxiv) WHERE arxiv IS NOT NULL;
CREATE INDEX works_title_key ON works (title_key) WHERE title_key <> '';
CREATE INDEX works_year ON works (year);

-- Every bibliographic field without a column of its own, unknown ones included.
CREATE TABLE work_fields (
  work_id  INTEGER NOT NULL REFERENCES works (id) ON DELETE CASCADE,
  name     TEXT NOT NULL,
  value    TEXT NOT NULL,
  PRIMARY KEY (work_id, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE people (
  id       INTEGER PRIMARY KEY,
  family   TEXT NOT NULL,
  given    TEXT NOT NULL DEFAULT '',
  particle TEXT NOT NULL DEFAULT '',
  suffix   TEXT NOT NULL DEFAULT '',
  literal  INTEGER NOT NULL DEFAULT 0 CHECK (literal IN (0, 1)),
  folded   TEXT NOT NULL,                            -- lower case, no accents: for filters
  UNIQUE (family, given, particle, suffix, literal)
) STRICT;

CREATE TABLE work_people (
  work_id   INTEGER NOT NULL REFERENCES works (id) ON DELETE CASCADE,
  role      TEXT NOT NULL CHECK (role IN ('author', 'editor')),
  position  INTEGER NOT NULL,
  person_id INTEGER NOT NULL REFERENCES people (id) ON DELETE RESTRICT,
  PRIMARY KEY (work_id, role, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX work_people_person ON work_people (person_id);

-- What each source said of a work, field by field, as short hashes: a source that corrects itself
-- wins over what it said before, another source only completes what is missing.
CREATE TABLE work_sources (
  source      TEXT NOT NULL,
  entry       TEXT NOT NULL,
  work_id     INTEGER NOT NULL REFERENCES works (id) ON DELETE CASCADE,
  said        TEXT NOT NULL CHECK (json_valid(said)),
  imported_at TEXT NOT NULL,
  PRIMARY KEY (source, entry)
) STRICT, WITHOUT ROWID;
CREATE INDEX work_sources_work ON work_sources (work_id);
CREATE INDEX work_sources_entry ON work_sources (entry);   -- a source's own key for a work

-- Fields edited by hand: no import changes them again.
CREATE TABLE work_edits (
  work_id   INTEGER NOT NULL REFERENCES works (id) ON DELETE CASCADE,
  field     TEXT NOT NULL,
  edited_at TEXT NOT NULL,
  PRIMARY KEY (work_id, field)
) STRICT, WITHOUT ROWID;

-- Preprint and published version stay two works. Stored once, smaller id first.
CREATE TABLE work_versions (
  work_id  INTEGER NOT NULL REFERENCES works (id) ON DELETE CASCADE,
  other_id INTEGER NOT NULL REFERENCES works (id) ON DELETE CASCADE,
  PRIMARY KEY (work_id, other_id),
  CHECK (work_id < other_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX work_versions_other ON work_versions (other_id);

CREATE TABLE work_tags (
  work_id INTEGER NOT NULL REFERENCES works (id) ON DELETE CASCADE,
  tag     TEXT NOT NULL CHECK (tag <> ''),
  PRIMARY KEY (work_id, tag)
) STRICT, WITHOUT ROWID;
CREATE INDEX work_tags_tag ON work_tags (tag);

CREATE TABLE notes (
  work_id    INTEGER PRIMARY KEY REFERENCES works (id) ON DELETE CASCADE,
  text       TEXT NOT NULL,
  changed_at TEXT NOT NULL
) STRICT;

-- Questions and hypotheses -------------------------------------------------------------------------

CREATE TABLE questions (
  id        INTEGER PRIMARY KEY,
  slug      TEXT NOT NULL UNIQUE CHECK (slug <> ''),
  title     TEXT NOT NULL,
  statement TEXT NOT NULL,
  why       TEXT NOT NULL DEFAULT '',
  origin    TEXT NOT NULL DEFAULT '',
  position  INTEGER NOT NULL,
  edited    INTEGER NOT NULL DEFAULT 0 CHECK (edited IN (0, 1)),   -- by hand: init leaves it alone
  retired   INTEGER NOT NULL DEFAULT 0 CHECK (retired IN (0, 1))
) STRICT;

CREATE TABLE hypotheses (
  id          INTEGER PRIMARY KEY,
  question_id INTEGER NOT NULL REFERENCES questions (id) ON DELETE CASCADE,
  slug        TEXT NOT NULL UNIQUE CHECK (slug <> ''),
  statement   TEXT NOT NULL,
  position    INTEGER NOT NULL,
  edited      INTEGER NOT NULL DEFAULT 0 CHECK (edited IN (0, 1)),
  retired     INTEGER NOT NULL DEFAULT 0 CHECK (retired IN (0, 1))
) STRICT;
CREATE INDEX hypotheses_question ON hypotheses (question_id);

-- A question is linked to a work by its source, its note or by hand; by hand survives re-imports.
CREATE TABLE work_questions (
  work_id     INTEGER NOT NULL REFERENCES works (id) ON DELETE CASCADE,
  question_id INTEGER NOT NULL REFERENCES questions (id) ON DELETE CASCADE,
  PRIMARY KEY (work_id, question_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX work_questions_question ON work_questions (question_id);

-- Claims -----------------------------------------------------------------------------------------

CREATE TABLE claims (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  work_id       INTEGER NOT NULL REFERENCES works (id) ON DELETE CASCADE,
  number        INTEGER NOT NULL CHECK (number > 0),  -- the n of workkey#n; never used twice
  text          TEXT NOT NULL CHECK (text <> ''),
  design        TEXT CHECK (design IN ('theorem', 'experiment', 'natural-experiment',
                                       'observational', 'simulation', 'benchmark', 'review',
                                       'position')),
  rung          TEXT CHECK (rung IN ('association', 'intervention', 'counterfactual')),
  wording       TEXT CHECK (wording IN ('none', 'correlational', 'conditional', 'causal')),
  subject       TEXT,
  locator       TEXT,
  quote         TEXT,
  quote_checked INTEGER CHECK (quote_checked IN (0, 1)),
  origin        TEXT NOT NULL CHECK (origin IN ('note', 'hand')),
  UNIQUE (work_id, number)
) STRICT;

CREATE TABLE stances (
  claim_id      INTEGER NOT NULL REFERENCES claims (id) ON DELETE CASCADE,
  hypothesis_id INTEGER NOT NULL REFERENCES hypotheses (id) ON DELETE CASCADE,
  stance        TEXT NOT NULL CHECK (stance IN ('supports', 'contradicts', 'qualifies')),
  origin        TEXT NOT NULL CHECK (origin IN ('note', 'hand')),
  PRIMARY KEY (claim_id, hypothesis_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX stances_hypothesis ON stances (hypothesis_id);

CREATE TABLE effects (
  claim_id INTEGER NOT NULL REFERENCES claims (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  cause    TEXT NOT NULL CHECK (cause <> ''),
  effect   TEXT NOT NULL CHECK (effect <> ''),
  sign     TEXT NOT NULL CHECK (sign IN ('+', '-', '0', '?')),
  PRIMARY KEY (claim_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE claim_tags (
  claim_id INTEGER NOT NULL REFERENCES claims (id) ON DELETE CASCADE,
  tag      TEXT NOT NULL CHECK (tag <> ''),
  PRIMARY KEY (claim_id, tag)
) STRICT, WITHOUT ROWID;

CREATE TABLE claim_relations (
  claim_id INTEGER NOT NULL REFERENCES claims (id) ON DELETE CASCADE,
  other_id INTEGER NOT NULL REFERENCES claims (id) ON DELETE CASCADE,
  relation TEXT NOT NULL CHECK (relation IN ('replicates', 'contradicts', 'qualifies', 'supports')),
  origin   TEXT NOT NULL CHECK (origin IN ('note', 'hand')),
  PRIMARY KEY (claim_id, other_id, relation),
  CHECK (claim_id <> other_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX claim_relations_other ON claim_relations (other_id);

-- Passages and vectors -----------------------------------------------------------------------------

-- A changed text is a new passage: an id always stands for the same text, so that an index that
-- holds the id holds the text.
CREATE TABLE passages (
  id        INTEGER PRIMARY KEY AUTOINCREMENT,
  work_id   INTEGER NOT NULL REFERENCES works (id) ON DELETE CASCADE,
  claim_id  INTEGER REFERENCES claims (id) ON DELETE CASCADE,
  kind      TEXT NOT NULL CHECK (kind IN ('title', 'abstract', 'note', 'text', 'claim')),
  position  INTEGER NOT NULL,
  text      TEXT NOT NULL,
  locator   TEXT,
  text_hash BLOB NOT NULL,
  CHECK ((kind = 'claim') = (claim_id IS NOT NULL))
) STRICT;
CREATE INDEX passages_work ON passages (work_id);
CREATE INDEX passages_claim ON passages (claim_id) WHERE claim_id IS NOT NULL;
CREATE INDEX passages_hash ON passages (text_hash);

-- Keyed by content: questions and hypotheses have vectors too, a text that comes back is not
-- embedded again, and the vectors of two models never meet.
CREATE TABLE vectors (
  fingerprint TEXT NOT NULL,
  text_hash   BLOB NOT NULL,
  vector      BLOB NOT NULL,                         -- little-endian float32, unit length
  PRIMARY KEY (fingerprint, text_hash)
) STRICT, WITHOUT ROWID;

-- Imports ----------------------------------------------------------------------------------------

CREATE TABLE problems (
  id       INTEGER PRIMARY KEY,
  source   TEXT NOT NULL,
  line     INTEGER,
  key      TEXT,
  reason   TEXT NOT NULL,
  hint     TEXT NOT NULL DEFAULT '',
  severity TEXT NOT NULL CHECK (severity IN ('failed', 'warning')),
  seen_at  TEXT NOT NULL
) STRICT;
CREATE INDEX problems_source ON problems (source);

-- Linking help -------------------------------------------------------------------------------------

-- What was decided of a proposed link; undecided proposals are computed anew each time.
CREATE TABLE decisions (
  work_id       INTEGER NOT NULL REFERENCES works (id) ON DELETE CASCADE,
  question_id   INTEGER REFERENCES questions (id) ON DELETE CASCADE,
  hypothesis_id INTEGER REFERENCES hypotheses (id) ON DELETE CASCADE,
  text_hash     BLOB NOT NULL,                        -- of the passage that was shown
  decision      TEXT NOT NULL CHECK (decision IN ('accepted', 'rejected')),
  decided_at    TEXT NOT NULL,
  CHECK ((question_id IS NULL) <> (hypothesis_id IS NULL))
) STRICT;
CREATE UNIQUE INDEX decisions_question ON decisions (work_id, question_id)
  WHERE question_id IS NOT NULL;
CREATE UNIQUE INDEX decisions_hypothesis ON decisions (work_id, hypothesis_id, text_hash)
  WHERE hypothesis_id IS NOT NULL;

-- What destructive commands changed, so that it can be brought back: one row a command and work.
CREATE TABLE undo (
  id       INTEGER PRIMARY KEY AUTOINCREMENT,
  command  INTEGER NOT NULL,                          -- rows of one command share it
  name     TEXT NOT NULL,                             -- remove, edit, add, ...
  work_key TEXT NOT NULL,
  before   TEXT NOT NULL CHECK (json_valid(before)),  -- the work with all that hung on it
  at       TEXT NOT NULL
) STRICT;
CREATE INDEX undo_command ON undo (command);

-- Audit ------------------------------------------------------------------------------------------

-- Findings that someone looked at and lets pass, with the reason. 'works' holds the keys of the
-- works that the finding may speak of, [] for any: a verdict that hangs on another work than the
-- one that was looked at is found again.
CREATE TABLE audit_exceptions (
  rule    TEXT NOT NULL CHECK (rule <> ''),
  subject TEXT NOT NULL CHECK (subject <> ''),        -- claim id or slug of a hypothesis
  works   TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(works)),
  reason  TEXT NOT NULL CHECK (reason <> ''),
  origin  TEXT NOT NULL CHECK (origin IN ('shipped', 'hand')),
  retired INTEGER NOT NULL DEFAULT 0 CHECK (retired IN (0, 1)),   -- by hand: init leaves it so
  made_at TEXT NOT NULL,
  PRIMARY KEY (rule, subject)
) STRICT, WITHOUT ROWID;
