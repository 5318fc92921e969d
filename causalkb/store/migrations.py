"""Numbered migrations from one version of ``schema.sql`` to the next (sqlite-utils ``Migrations``).

``schema.sql`` always holds the newest schema; a knowledge base of an older version runs the
migrations it has not seen. To add one: change ``schema.sql``, raise ``SCHEMA_VERSION``, and
register a function here with ``@migrations()`` that does the same to an older one. A knowledge base
made with the newest schema has no record of migrations, so that each must do no harm there.
A test compares what they make with what ``schema.sql`` makes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from sqlite_utils import Migrations

from causalkb.errors import StoreError
from causalkb.store.names import put_words
from causalkb.store.tables_of_versions import (
    CANDIDATES_6,
    FILES_6,
    FILTERS_6,
    HYPOTHESIS_COLUMNS,
    REBUILT_4,
    TABLES_4,
    TABLES_6,
    VECTORS_6,
)
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
    _add_columns(tables, "hypotheses", HYPOTHESIS_COLUMNS)
    for statement in TABLES_4:
        tables.execute(statement)


@migrations()
def warrants_and_open_vocabularies(tables: Tables) -> None:
    """Version 4: what claims say of their evidence; words are no longer listed in CHECKs.

    SQLite cannot drop a CHECK, so the tables are made anew (foreign keys are off meanwhile).
    """
    if "population" in {column.name for column in tables.table("claims").columns}:
        return
    for table, body in REBUILT_4.items():
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
    for statement in TABLES_6:
        tables.execute(statement)


@migrations()
def files_of_works(tables: Tables) -> None:
    """Version 6: the files of works, and the text that was read from them."""
    for statement in FILES_6:
        tables.execute(statement)


@migrations()
def candidates(tables: Tables) -> None:
    """Version 6: sentences that may become claims, and what was decided of them."""
    tables.execute(CANDIDATES_6)


@migrations()
def severity_of_tests(tables: Tables) -> None:
    """Version 6: what would have been seen were a stance wrong, and whether it was predicted."""
    text = "TEXT NOT NULL DEFAULT ''"
    _add_columns(tables, "stances", {"otherwise": text, "timing": text})


@migrations()
def vectors_with_row_ids(tables: Tables) -> None:
    """Version 6: vectors take less than half of the room."""
    sql = "SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = 'vectors'"
    if "WITHOUT ROWID" in str(tables.execute(sql).fetchone()[0]):
        for statement in VECTORS_6:
            tables.execute(statement)


@migrations()
def quick_filters(tables: Tables) -> None:
    """Version 6: filters on authors find names by their words; works are found by field, type."""
    for statement in FILTERS_6:
        tables.execute(statement)
    people = tables.execute("SELECT id, folded FROM people").fetchall()
    put_words(tables.conn, people)


def _add_columns(tables: Tables, table: str, columns: Mapping[str, str]) -> None:
    known = {column.name for column in tables.table(table).columns}
    for name, declaration in columns.items():
        if name not in known:
            tables.execute(f"ALTER TABLE {table} ADD COLUMN {name} {declaration}")


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
