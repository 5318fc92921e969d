"""Numbered migrations from one version of ``schema.sql`` to the next (sqlite-utils ``Migrations``).

``schema.sql`` always holds the newest schema; a knowledge base of an older version runs the
migrations it has not seen. To add one: change ``schema.sql``, raise ``SCHEMA_VERSION``, and
register a function here with ``@migrations()`` that does the same to an older one. A knowledge base
made with the newest schema has no record of migrations, so that each must do no harm there.
A test compares what they make with what ``schema.sql`` makes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlite_utils import Migrations

from causalkb.errors import StoreError
from causalkb.store.vocabularies import seed

if TYPE_CHECKING:
    from sqlite_utils import Database as Tables

    from causalkb.store.database import Database

migrations = Migrations("causalkb")


@migrations()
def keys_of_sources(tables: Tables) -> None:
    """Version 2: works are found by the key that a source has for them."""
    tables.execute("CREATE INDEX IF NOT EXISTS work_sources_entry ON work_sources (entry)")


@migrations()
def audit_exceptions(tables: Tables) -> None:
    """Version 2: what the audit may let pass."""
    tables.execute("""
        CREATE TABLE IF NOT EXISTS audit_exceptions (
          rule    TEXT NOT NULL CHECK (rule <> ''),
          subject TEXT NOT NULL CHECK (subject <> ''),
          works   TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(works)),
          reason  TEXT NOT NULL CHECK (reason <> ''),
          origin  TEXT NOT NULL CHECK (origin IN ('shipped', 'hand')),
          retired INTEGER NOT NULL DEFAULT 0 CHECK (retired IN (0, 1)),
          made_at TEXT NOT NULL,
          PRIMARY KEY (rule, subject)
        ) STRICT, WITHOUT ROWID
        """)


@migrations()
def relations_that_wait(tables: Tables) -> None:
    """Version 3: relations that a note states are kept until the claim they name is there."""
    tables.execute("""
        CREATE TABLE IF NOT EXISTS pending_relations (
          claim_id INTEGER NOT NULL REFERENCES claims (id) ON DELETE CASCADE,
          other    TEXT NOT NULL CHECK (other <> ''),
          relation TEXT NOT NULL
                   CHECK (relation IN ('replicates', 'contradicts', 'qualifies', 'supports')),
          PRIMARY KEY (claim_id, other, relation)
        ) STRICT, WITHOUT ROWID
        """)


@migrations()
def id_of_the_store(tables: Tables) -> None:
    """Version 3: a store has an id."""
    tables.execute(
        "INSERT OR IGNORE INTO meta (key, value) VALUES ('store_id', lower(hex(randomblob(16))))"
    )


@migrations()
def hypotheses_that_can_be_wrong(tables: Tables) -> None:
    """Version 4: form, refuting observation and rivals of hypotheses; their former slugs."""
    known = {column.name for column in tables.table("hypotheses").columns}
    for name, declaration in _HYPOTHESIS_COLUMNS.items():
        if name not in known:
            tables.execute(f"ALTER TABLE hypotheses ADD COLUMN {name} {declaration}")
    for statement in _TABLES_4:
        tables.execute(statement)


@migrations()
def warrants_and_open_vocabularies(tables: Tables) -> None:
    """Version 4: what claims say of their evidence; words are no longer listed in CHECKs.

    SQLite cannot drop a CHECK, so the tables are made anew (foreign keys are off meanwhile).
    """
    if "population" in {column.name for column in tables.table("claims").columns}:
        return
    for table, body in _REBUILT_4.items():
        old = [column.name for column in tables.table(table).columns]
        names = ", ".join(old)
        tables.execute(f"CREATE TABLE new_{table} {body}")
        tables.execute(f"INSERT INTO new_{table} ({names}) SELECT {names} FROM {table}")
        tables.execute(f"DROP TABLE {table}")
        tables.execute(f"ALTER TABLE new_{table} RENAME TO {table}")
    tables.execute("UPDATE claims SET design = 'evaluation' WHERE design = 'benchmark'")
    tables.execute("CREATE INDEX stances_hypothesis ON stances (hypothesis_id)")
    tables.execute("CREATE INDEX claim_relations_other ON claim_relations (other_id)")


@migrations()
def suppressions(tables: Tables) -> None:
    """Version 4: the table of suppressed findings has the name that users know."""
    if tables.table("audit_exceptions").exists():
        if tables.table("suppressions").exists():  # made with the newest schema
            tables.execute("DROP TABLE audit_exceptions")
        else:
            tables.execute("ALTER TABLE audit_exceptions RENAME TO suppressions")


@migrations()
def pairs_found_to_be_two(tables: Tables) -> None:
    """Version 5: what looks like a duplicate and is none is remembered."""
    tables.execute("""
        CREATE TABLE IF NOT EXISTS not_duplicates (
          work_id    INTEGER NOT NULL REFERENCES works (id) ON DELETE CASCADE,
          other_id   INTEGER NOT NULL REFERENCES works (id) ON DELETE CASCADE,
          decided_at TEXT NOT NULL,
          PRIMARY KEY (work_id, other_id),
          CHECK (work_id < other_id)
        ) STRICT, WITHOUT ROWID
        """)
    tables.execute("CREATE INDEX IF NOT EXISTS not_duplicates_other ON not_duplicates (other_id)")


@migrations()
def text_beside_a_readable_value(tables: Tables) -> None:
    """Version 5: "in press" beside the DOI that a second source gave is no longer shown."""
    tables.execute(
        "DELETE FROM work_fields WHERE name = 'doi'"
        " AND work_id IN (SELECT id FROM works WHERE doi IS NOT NULL)"
    )
    tables.execute(
        "DELETE FROM work_fields WHERE name IN ('year', 'date')"
        " AND value NOT GLOB '*[0-9][0-9][0-9]*'"
        " AND work_id IN (SELECT id FROM works WHERE year IS NOT NULL)"
    )


@migrations()
def keys_that_sources_cite_by(tables: Tables) -> None:
    """Version 6: the citation key that a source has for a work, beside its id of the entry."""
    if "citation_key" not in {column.name for column in tables.table("work_sources").columns}:
        tables.execute("ALTER TABLE work_sources ADD COLUMN citation_key TEXT NOT NULL DEFAULT ''")
        tables.execute(
            "UPDATE work_sources SET citation_key = entry WHERE source NOT LIKE 'corpus:%'"
            " AND source <> 'merged' AND entry NOT LIKE '@%'"
        )
    tables.execute(
        "CREATE INDEX IF NOT EXISTS work_sources_citation_key ON work_sources (citation_key)"
    )
    tables.execute(
        "CREATE INDEX IF NOT EXISTS work_sources_names"
        " ON work_sources (json_extract(said, '$.\"causalkb-names\"'))"
    )


@migrations()
def annotations_and_notices(tables: Tables) -> None:
    """Version 6: what readers marked in works, and what became of works after they appeared."""
    for statement in _TABLES_6:
        tables.execute(statement)


@migrations()
def files_of_works(tables: Tables) -> None:
    """Version 6: the files of works, and the text that was read from them."""
    for statement in _FILES_6:
        tables.execute(statement)


@migrations()
def candidates(tables: Tables) -> None:
    """Version 6: sentences that may become claims, and what was decided of them."""
    tables.execute(_CANDIDATES_6)


_HYPOTHESIS_COLUMNS = {
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

_TABLES_4 = (
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

_TABLES_6 = (
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

_CANDIDATES_6 = """
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

_FILES_6 = (
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

_REBUILT_4 = {
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


def migrate(database: Database, version: int) -> None:
    """Bring an older knowledge base up to schema ``version``: all steps in one transaction.

    Raises:
        StoreError: The rows do not fit together; nothing was changed.
    """
    conn = database.conn
    # A table that is made anew must not take the rows that refer to it along.
    conn.execute("PRAGMA foreign_keys = OFF")
    try:
        # The write lock first: of two processes that open it at once, one waits for the other.
        with database.atomic():
            migrations.apply(database.tables)
            seed(conn)
            database.set_meta("schema_version", str(version))
            if conn.execute("PRAGMA foreign_key_check").fetchone():
                raise StoreError(
                    f"the knowledge base in {database.directory} is damaged: rows refer to rows"
                    " that are missing; it was not brought to the newer schema"
                )
    finally:
        conn.execute("PRAGMA foreign_keys = ON")
