"""Tables and columns that later versions of the schema brought; the migrations make them."""

from __future__ import annotations

HYPOTHESIS_COLUMNS = {
    "form": "TEXT",
    "wrong_if": "TEXT NOT NULL DEFAULT ''",
    "about": "TEXT NOT NULL DEFAULT 'behaviour'",
    "comparator": "TEXT NOT NULL DEFAULT ''",
    "threshold": "TEXT CHECK (threshold IS NULL OR json_valid(threshold))",
    "rivals": "TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(rivals))",
    "scope": "TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(scope))",
    "moderators": "TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(moderators))",
    "premises": "TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(premises))",
}

TABLES_4 = (
    """
    CREATE TABLE IF NOT EXISTS hypothesis_aliases (
      alias         TEXT PRIMARY KEY CHECK (alias <> ''),
      hypothesis_id INTEGER NOT NULL REFERENCES hypotheses (id) ON DELETE CASCADE
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX IF NOT EXISTS hypothesis_aliases_hypothesis"
    " ON hypothesis_aliases (hypothesis_id)",
    """
    CREATE TABLE IF NOT EXISTS vocabulary (
      kind     TEXT NOT NULL CHECK (kind <> ''),
      name     TEXT NOT NULL CHECK (name <> ''),
      meaning  TEXT NOT NULL,
      example  TEXT NOT NULL DEFAULT '',
      observes TEXT NOT NULL DEFAULT '' CHECK (observes IN ('', 'output', 'internals', 'both')),
      position INTEGER NOT NULL,
      origin   TEXT NOT NULL CHECK (origin IN ('shipped', 'hand')),
      PRIMARY KEY (kind, name)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE IF NOT EXISTS documents (
      kind       TEXT NOT NULL CHECK (kind IN ('table', 'synthesis')),
      name       TEXT NOT NULL CHECK (name <> ''),
      text       TEXT NOT NULL,
      origin     TEXT NOT NULL CHECK (origin IN ('shipped', 'hand')),
      changed_at TEXT NOT NULL,
      PRIMARY KEY (kind, name)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE IF NOT EXISTS codings (
      coder         TEXT NOT NULL CHECK (coder <> ''),
      claim_id      INTEGER NOT NULL REFERENCES claims (id) ON DELETE CASCADE,
      hypothesis_id INTEGER NOT NULL REFERENCES hypotheses (id) ON DELETE CASCADE,
      stance        TEXT NOT NULL,
      directness    TEXT NOT NULL DEFAULT '',
      design        TEXT NOT NULL DEFAULT '',
      population    TEXT NOT NULL DEFAULT '',
      coded_at      TEXT NOT NULL,
      settled       INTEGER NOT NULL DEFAULT 0 CHECK (settled IN (0, 1)),
      PRIMARY KEY (coder, claim_id, hypothesis_id)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX IF NOT EXISTS codings_claim ON codings (claim_id)",
    "CREATE INDEX IF NOT EXISTS codings_hypothesis ON codings (hypothesis_id)",
)

TABLES_6 = (
    """
    CREATE TABLE IF NOT EXISTS annotations (
      id         INTEGER PRIMARY KEY AUTOINCREMENT,
      work_id    INTEGER NOT NULL REFERENCES works (id) ON DELETE CASCADE,
      source     TEXT NOT NULL CHECK (source <> ''),
      entry      TEXT NOT NULL CHECK (entry <> ''),
      kind       TEXT NOT NULL CHECK (kind IN ('highlight', 'underline', 'note')),
      quote      TEXT NOT NULL DEFAULT '',
      comment    TEXT NOT NULL DEFAULT '',
      colour     TEXT NOT NULL DEFAULT '',
      side       TEXT NOT NULL DEFAULT '',
      locator    TEXT NOT NULL DEFAULT '',
      position   INTEGER NOT NULL,
      author     TEXT NOT NULL DEFAULT '',
      link       TEXT NOT NULL DEFAULT '',
      changed_at TEXT NOT NULL,
      UNIQUE (source, entry)
    ) STRICT
    """,
    "CREATE INDEX IF NOT EXISTS annotations_work ON annotations (work_id)",
    """
    CREATE TABLE IF NOT EXISTS notices (
      work_id INTEGER NOT NULL REFERENCES works (id) ON DELETE CASCADE,
      kind    TEXT NOT NULL CHECK (kind IN ('retraction', 'withdrawal', 'expression-of-concern',
                                            'correction', 'newer-version')),
      source  TEXT NOT NULL CHECK (source <> ''),
      notice  TEXT NOT NULL DEFAULT '',
      reason  TEXT NOT NULL DEFAULT '',
      day     TEXT NOT NULL DEFAULT '',
      seen_at TEXT NOT NULL,
      PRIMARY KEY (work_id, kind, source, notice)
    ) STRICT, WITHOUT ROWID
    """,
)

CANDIDATES_6 = """
    CREATE TABLE IF NOT EXISTS candidates (
      work_id     INTEGER NOT NULL REFERENCES works (id) ON DELETE CASCADE,
      quote       TEXT NOT NULL CHECK (quote <> ''),
      locator     TEXT NOT NULL DEFAULT '',
      state       TEXT NOT NULL CHECK (state IN ('waiting', 'accepted', 'skipped', 'never')),
      draft       TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(draft)),
      proposed_by TEXT NOT NULL DEFAULT '',
      changed_at  TEXT NOT NULL,
      PRIMARY KEY (work_id, quote)
    ) STRICT, WITHOUT ROWID
    """

FILES_6 = (
    """
    CREATE TABLE IF NOT EXISTS files (
      work_id    INTEGER NOT NULL REFERENCES works (id) ON DELETE CASCADE,
      path       TEXT NOT NULL CHECK (path <> ''),
      sha256     TEXT NOT NULL DEFAULT '',
      bytes      INTEGER,
      pages      INTEGER,
      media_type TEXT NOT NULL DEFAULT '',
      source     TEXT NOT NULL DEFAULT '',
      reader     TEXT NOT NULL DEFAULT '',
      version    TEXT NOT NULL DEFAULT '',
      added_at   TEXT NOT NULL,
      PRIMARY KEY (work_id, path)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX IF NOT EXISTS files_sha256 ON files (sha256) WHERE sha256 <> ''",
    """
    CREATE TABLE IF NOT EXISTS file_texts (
      id       INTEGER PRIMARY KEY,
      sha256   TEXT NOT NULL CHECK (sha256 <> ''),
      position INTEGER NOT NULL,
      locator  TEXT,
      text     TEXT NOT NULL,
      UNIQUE (sha256, position)
    ) STRICT
    """,
)

REBUILT_4 = {
    "claims": """(
      id            INTEGER PRIMARY KEY AUTOINCREMENT,
      work_id       INTEGER NOT NULL REFERENCES works (id) ON DELETE CASCADE,
      number        INTEGER NOT NULL CHECK (number > 0),
      text          TEXT NOT NULL CHECK (text <> ''),
      design        TEXT,
      rung          TEXT,
      wording       TEXT,
      subject       TEXT,
      population    TEXT,
      paradigm      TEXT,
      extent        TEXT,
      version       TEXT,
      n             INTEGER CHECK (n > 0),
      estimate      TEXT CHECK (estimate IS NULL OR json_valid(estimate)),
      concerns      TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(concerns)),
      premises      TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(premises)),
      locator       TEXT,
      quote         TEXT,
      quote_checked INTEGER CHECK (quote_checked IN (0, 1)),
      origin        TEXT NOT NULL CHECK (origin IN ('note', 'hand')),
      entered_by    TEXT NOT NULL DEFAULT '',
      entered_at    TEXT NOT NULL DEFAULT '',
      UNIQUE (work_id, number)
    ) STRICT""",
    "stances": """(
      claim_id      INTEGER NOT NULL REFERENCES claims (id) ON DELETE CASCADE,
      hypothesis_id INTEGER NOT NULL REFERENCES hypotheses (id) ON DELETE CASCADE,
      stance        TEXT NOT NULL,
      because       TEXT NOT NULL DEFAULT '',
      directness    TEXT NOT NULL DEFAULT 'direct',
      origin        TEXT NOT NULL CHECK (origin IN ('note', 'hand')),
      entered_by    TEXT NOT NULL DEFAULT '',
      entered_at    TEXT NOT NULL DEFAULT '',
      PRIMARY KEY (claim_id, hypothesis_id)
    ) STRICT, WITHOUT ROWID""",
    "claim_relations": """(
      claim_id INTEGER NOT NULL REFERENCES claims (id) ON DELETE CASCADE,
      other_id INTEGER NOT NULL REFERENCES claims (id) ON DELETE CASCADE,
      relation TEXT NOT NULL,
      because  TEXT NOT NULL DEFAULT '',
      origin   TEXT NOT NULL CHECK (origin IN ('note', 'hand')),
      PRIMARY KEY (claim_id, other_id, relation),
      CHECK (claim_id <> other_id)
    ) STRICT, WITHOUT ROWID""",
    "pending_relations": """(
      claim_id INTEGER NOT NULL REFERENCES claims (id) ON DELETE CASCADE,
      other    TEXT NOT NULL CHECK (other <> ''),
      relation TEXT NOT NULL,
      because  TEXT NOT NULL DEFAULT '',
      PRIMARY KEY (claim_id, other, relation)
    ) STRICT, WITHOUT ROWID""",
}

FILTERS_6 = (
    """
    CREATE TABLE IF NOT EXISTS person_words (
      word      TEXT NOT NULL,
      person_id INTEGER NOT NULL REFERENCES people (id) ON DELETE CASCADE,
      PRIMARY KEY (word, person_id)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX IF NOT EXISTS person_words_person ON person_words (person_id)",
    "CREATE INDEX IF NOT EXISTS works_field ON works (field)",
    "CREATE INDEX IF NOT EXISTS works_type ON works (type)",
)

VECTORS_6 = (
    """
    CREATE TABLE new_vectors (
      fingerprint TEXT NOT NULL,
      text_hash   BLOB NOT NULL,
      vector      BLOB NOT NULL,
      PRIMARY KEY (fingerprint, text_hash)
    ) STRICT
    """,
    "INSERT INTO new_vectors SELECT fingerprint, text_hash, vector FROM vectors",
    "DROP TABLE vectors",
    "ALTER TABLE new_vectors RENAME TO vectors",
)
