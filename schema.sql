-- causalkb: the whole schema of a knowledge base, version 6.
-- The code executes this file and nothing else creates these tables; later versions are migrations
-- (causalkb/store/migrations.py). Words of vocabularies are rows of the table 'vocabulary', so that a
-- user may add to them; what is written is checked against it (causalkb/store/vocabularies.py).
-- The few CHECK lists of words repeat causalkb/vocabulary.py; a test compares them.

CREATE TABLE meta (
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- 'generation' grows by one with every change of what is searched; the indexes carry it.
-- 'fingerprint' and 'model' name the encoder whose vectors are in use.
INSERT INTO meta (key, value) VALUES
  ('schema_version', '6'), ('generation', '0'), ('model', ''), ('fingerprint', ''), ('dimension', '0');

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
  title_key  TEXT NOT NULL DEFAULT '',               -- for identity: see identifiers.py
  author_key TEXT NOT NULL DEFAULT '',
  claims_made INTEGER NOT NULL DEFAULT 0,            -- the highest claim number ever given
  added_at   TEXT NOT NULL,
  changed_at TEXT NOT NULL
) STRICT;
CREATE INDEX works_doi ON works (doi) WHERE doi IS NOT NULL;
CREATE INDEX works_arxiv ON works (arxiv) WHERE arxiv IS NOT NULL;
CREATE INDEX works_title_key ON works (title_key) WHERE title_key <> '';
CREATE INDEX works_year ON works (year);
CREATE INDEX works_field ON works (field);
CREATE INDEX works_type ON works (type);

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

-- The words of each name, so that a filter on authors looks at no other person.
CREATE TABLE person_words (
  word      TEXT NOT NULL,                           -- of people.folded, between blanks and hyphens
  person_id INTEGER NOT NULL REFERENCES people (id) ON DELETE CASCADE,
  PRIMARY KEY (word, person_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX person_words_person ON person_words (person_id);

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
  citation_key TEXT NOT NULL DEFAULT '',              -- by which the source cites the work, if it does
  PRIMARY KEY (source, entry)
) STRICT, WITHOUT ROWID;
CREATE INDEX work_sources_citation_key ON work_sources (citation_key);
CREATE INDEX work_sources_work ON work_sources (work_id);
CREATE INDEX work_sources_entry ON work_sources (entry);   -- a source's own key for a work
-- By what normalised title and first author a source knows a work: other sources may know another.
CREATE INDEX work_sources_names ON work_sources (json_extract(said, '$."causalkb-names"'));

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

-- Pairs that look like one work and that a person found to be two. Stored once, smaller id first.
CREATE TABLE not_duplicates (
  work_id    INTEGER NOT NULL REFERENCES works (id) ON DELETE CASCADE,
  other_id   INTEGER NOT NULL REFERENCES works (id) ON DELETE CASCADE,
  decided_at TEXT NOT NULL,
  PRIMARY KEY (work_id, other_id),
  CHECK (work_id < other_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX not_duplicates_other ON not_duplicates (other_id);

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

-- What a person marked while reading, in another program (Zotero). A mirror of the source: an
-- import replaces what it said before. 'side' is the stance that the person gave the colour.
CREATE TABLE annotations (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  work_id    INTEGER NOT NULL REFERENCES works (id) ON DELETE CASCADE,
  source     TEXT NOT NULL CHECK (source <> ''),      -- as in work_sources
  entry      TEXT NOT NULL CHECK (entry <> ''),       -- the source's own id of the annotation
  kind       TEXT NOT NULL CHECK (kind IN ('highlight', 'underline', 'note')),
  quote      TEXT NOT NULL DEFAULT '',
  comment    TEXT NOT NULL DEFAULT '',
  colour     TEXT NOT NULL DEFAULT '',                -- a name ('yellow'), else '#rrggbb'
  side       TEXT NOT NULL DEFAULT '',
  locator    TEXT NOT NULL DEFAULT '',                -- 'p. 1020'; 'PDF p. 3' where no page is printed
  position   INTEGER NOT NULL,                        -- order within the work
  author     TEXT NOT NULL DEFAULT '',                -- of a group's library
  link       TEXT NOT NULL DEFAULT '',                -- opens it in the program
  changed_at TEXT NOT NULL,
  UNIQUE (source, entry)
) STRICT;
CREATE INDEX annotations_work ON annotations (work_id);

-- What became of a work after it appeared: retracted, corrected, superseded. 'notice' is the DOI of
-- the notice, or the id of the newer version.
CREATE TABLE notices (
  work_id INTEGER NOT NULL REFERENCES works (id) ON DELETE CASCADE,
  kind    TEXT NOT NULL CHECK (kind IN ('retraction', 'withdrawal', 'expression-of-concern',
                                        'correction', 'newer-version')),
  source  TEXT NOT NULL CHECK (source <> ''),         -- who says so: zotero, crossref, openalex, arxiv
  notice  TEXT NOT NULL DEFAULT '',
  reason  TEXT NOT NULL DEFAULT '',
  day     TEXT NOT NULL DEFAULT '',                   -- of the notice: ISO 8601, as far as known
  seen_at TEXT NOT NULL,
  PRIMARY KEY (work_id, kind, source, notice)
) STRICT, WITHOUT ROWID;

-- Files --------------------------------------------------------------------------------------------

-- Files of works: papers, supplements, saved pages. 'path' is where the file was last seen, and for
-- the user to open; whether it is the same file is decided by its content. A file that was named but
-- not read has no hash.
CREATE TABLE files (
  work_id    INTEGER NOT NULL REFERENCES works (id) ON DELETE CASCADE,
  path       TEXT NOT NULL CHECK (path <> ''),
  sha256     TEXT NOT NULL DEFAULT '',
  bytes      INTEGER,
  pages      INTEGER,
  media_type TEXT NOT NULL DEFAULT '',
  source     TEXT NOT NULL DEFAULT '',               -- what named it: 'add', a bibliography, Zotero
  reader     TEXT NOT NULL DEFAULT '',               -- what read it, with a version: another reads anew
  version    TEXT NOT NULL DEFAULT '',               -- which version of the work it is ("arXiv:2401.01234v2")
  added_at   TEXT NOT NULL,
  PRIMARY KEY (work_id, path)
) STRICT, WITHOUT ROWID;
CREATE INDEX files_sha256 ON files (sha256) WHERE sha256 <> '';

-- The text of files, page by page (or part by part): what the passages of kind 'text' are made of.
-- Keyed by content: a work that comes back (undo) has its text again, and one file of two works is
-- read once. 'doctor --fix' deletes what no file refers to any more.
CREATE TABLE file_texts (
  id       INTEGER PRIMARY KEY,
  sha256   TEXT NOT NULL CHECK (sha256 <> ''),
  position INTEGER NOT NULL,
  locator  TEXT,
  text     TEXT NOT NULL,
  UNIQUE (sha256, position)
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

-- 'rivals' are slugs, which may name hypotheses that come later; they exclude each other both ways,
-- whichever of the two declares it.
CREATE TABLE hypotheses (
  id          INTEGER PRIMARY KEY,
  question_id INTEGER NOT NULL REFERENCES questions (id) ON DELETE CASCADE,
  slug        TEXT NOT NULL UNIQUE CHECK (slug <> ''),
  statement   TEXT NOT NULL,
  position    INTEGER NOT NULL,
  edited      INTEGER NOT NULL DEFAULT 0 CHECK (edited IN (0, 1)),
  retired     INTEGER NOT NULL DEFAULT 0 CHECK (retired IN (0, 1)),
  form        TEXT,
  wrong_if    TEXT NOT NULL DEFAULT '',
  about       TEXT NOT NULL DEFAULT 'behaviour',
  comparator  TEXT NOT NULL DEFAULT '',
  threshold   TEXT CHECK (threshold IS NULL OR json_valid(threshold)),   -- {"value", "unit"}
  rivals      TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(rivals)),
  scope       TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(scope)),
  moderators  TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(moderators)),
  premises    TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(premises))
) STRICT;
CREATE INDEX hypotheses_question ON hypotheses (question_id);

-- Former slugs: notes and links that use one go on working.
CREATE TABLE hypothesis_aliases (
  alias         TEXT PRIMARY KEY CHECK (alias <> ''),
  hypothesis_id INTEGER NOT NULL REFERENCES hypotheses (id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX hypothesis_aliases_hypothesis ON hypothesis_aliases (hypothesis_id);

-- A question is linked to a work by its source, its note or by hand; by hand survives re-imports.
CREATE TABLE work_questions (
  work_id     INTEGER NOT NULL REFERENCES works (id) ON DELETE CASCADE,
  question_id INTEGER NOT NULL REFERENCES questions (id) ON DELETE CASCADE,
  PRIMARY KEY (work_id, question_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX work_questions_question ON work_questions (question_id);

-- Vocabularies -------------------------------------------------------------------------------------

-- Every word that claims, stances and hypotheses may use, by kind (population, paradigm, design, ...).
CREATE TABLE vocabulary (
  kind     TEXT NOT NULL CHECK (kind <> ''),
  name     TEXT NOT NULL CHECK (name <> ''),
  meaning  TEXT NOT NULL,
  example  TEXT NOT NULL DEFAULT '',
  observes TEXT NOT NULL DEFAULT '' CHECK (observes IN ('', 'output', 'internals', 'both')),
  position INTEGER NOT NULL,
  origin   TEXT NOT NULL CHECK (origin IN ('shipped', 'hand')),
  PRIMARY KEY (kind, name)
) STRICT, WITHOUT ROWID;

-- Claims -----------------------------------------------------------------------------------------

CREATE TABLE claims (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  work_id       INTEGER NOT NULL REFERENCES works (id) ON DELETE CASCADE,
  number        INTEGER NOT NULL CHECK (number > 0),  -- the n of workkey#n; never used twice
  text          TEXT NOT NULL CHECK (text <> ''),
  design        TEXT,
  rung          TEXT,
  wording       TEXT,
  subject       TEXT,                                 -- free text, for display
  population    TEXT,
  paradigm      TEXT,
  extent        TEXT,                                 -- how much of the work was read
  version       TEXT,                                 -- which version of it
  n             INTEGER CHECK (n > 0),
  estimate      TEXT CHECK (estimate IS NULL OR json_valid(estimate)),
                                                      -- {"value", "unit", "low", "high"}
  concerns      TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(concerns)),
  premises      TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(premises)),
  locator       TEXT,
  quote         TEXT,
  quote_checked INTEGER CHECK (quote_checked IN (0, 1)),
  origin        TEXT NOT NULL CHECK (origin IN ('note', 'hand')),
  entered_by    TEXT NOT NULL DEFAULT '',             -- initials
  entered_at    TEXT NOT NULL DEFAULT '',
  UNIQUE (work_id, number)
) STRICT;

CREATE TABLE stances (
  claim_id      INTEGER NOT NULL REFERENCES claims (id) ON DELETE CASCADE,
  hypothesis_id INTEGER NOT NULL REFERENCES hypotheses (id) ON DELETE CASCADE,
  stance        TEXT NOT NULL,
  because       TEXT NOT NULL DEFAULT '',             -- the warrant
  directness    TEXT NOT NULL DEFAULT 'direct',
  origin        TEXT NOT NULL CHECK (origin IN ('note', 'hand')),
  entered_by    TEXT NOT NULL DEFAULT '',
  entered_at    TEXT NOT NULL DEFAULT '',
  otherwise     TEXT NOT NULL DEFAULT '',             -- what one would have seen were it wrong
  timing        TEXT NOT NULL DEFAULT '',             -- predicted, afterwards, or not recorded
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
  relation TEXT NOT NULL,
  because  TEXT NOT NULL DEFAULT '',
  origin   TEXT NOT NULL CHECK (origin IN ('note', 'hand')),
  PRIMARY KEY (claim_id, other_id, relation),
  CHECK (claim_id <> other_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX claim_relations_other ON claim_relations (other_id);

-- Relations that a note states, from the moment the claim is stored until the claim they name is
-- there: an import that is interrupted in between loses none.
CREATE TABLE pending_relations (
  claim_id INTEGER NOT NULL REFERENCES claims (id) ON DELETE CASCADE,
  other    TEXT NOT NULL CHECK (other <> ''),        -- workkey#n
  relation TEXT NOT NULL,
  because  TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (claim_id, other, relation)
) STRICT, WITHOUT ROWID;

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
-- embedded again, and the vectors of two models never meet. With row ids, because a vector in a
-- table without them takes a page of its own.
CREATE TABLE vectors (
  fingerprint TEXT NOT NULL,
  text_hash   BLOB NOT NULL,
  vector      BLOB NOT NULL,                         -- little-endian float32, unit length
  PRIMARY KEY (fingerprint, text_hash)
) STRICT;

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

-- Sentences that may become claims: what programs proposed and what was decided. 'draft' holds the
-- proposed fields; what the choice of sentences proposes anew each time has none.
CREATE TABLE candidates (
  work_id     INTEGER NOT NULL REFERENCES works (id) ON DELETE CASCADE,
  quote       TEXT NOT NULL CHECK (quote <> ''),
  locator     TEXT NOT NULL DEFAULT '',
  state       TEXT NOT NULL CHECK (state IN ('waiting', 'accepted', 'skipped', 'never')),
  draft       TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(draft)),
  proposed_by TEXT NOT NULL DEFAULT '',
  changed_at  TEXT NOT NULL,
  PRIMARY KEY (work_id, quote)
) STRICT, WITHOUT ROWID;

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
CREATE TABLE suppressions (
  rule    TEXT NOT NULL CHECK (rule <> ''),
  subject TEXT NOT NULL CHECK (subject <> ''),        -- claim id or slug of a hypothesis
  works   TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(works)),
  reason  TEXT NOT NULL CHECK (reason <> ''),
  origin  TEXT NOT NULL CHECK (origin IN ('shipped', 'hand')),
  retired INTEGER NOT NULL DEFAULT 0 CHECK (retired IN (0, 1)),   -- by hand: init leaves it so
  made_at TEXT NOT NULL,
  PRIMARY KEY (rule, subject)
) STRICT, WITHOUT ROWID;

-- Texts and second readings ------------------------------------------------------------------------

-- Evidence tables as YAML, and syntheses as Markdown ('name' is the slug of a question, or
-- 'overview'); what a user changed is left alone by 'init'.
CREATE TABLE documents (
  kind       TEXT NOT NULL CHECK (kind IN ('table', 'synthesis')),
  name       TEXT NOT NULL CHECK (name <> ''),
  text       TEXT NOT NULL,
  origin     TEXT NOT NULL CHECK (origin IN ('shipped', 'hand')),
  changed_at TEXT NOT NULL,
  PRIMARY KEY (kind, name)
) STRICT, WITHOUT ROWID;

-- What a second reader entered without seeing the first coding: one row for each claim and
-- hypothesis; 'none' as the stance says that the claim has no bearing on it.
CREATE TABLE codings (
  coder         TEXT NOT NULL CHECK (coder <> ''),
  claim_id      INTEGER NOT NULL REFERENCES claims (id) ON DELETE CASCADE,
  hypothesis_id INTEGER NOT NULL REFERENCES hypotheses (id) ON DELETE CASCADE,
  stance        TEXT NOT NULL,
  directness    TEXT NOT NULL DEFAULT '',
  design        TEXT NOT NULL DEFAULT '',
  population    TEXT NOT NULL DEFAULT '',
  coded_at      TEXT NOT NULL,
  settled       INTEGER NOT NULL DEFAULT 0 CHECK (settled IN (0, 1)),  -- a disagreement was decided
  PRIMARY KEY (coder, claim_id, hypothesis_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX codings_claim ON codings (claim_id);
CREATE INDEX codings_hypothesis ON codings (hypothesis_id);
