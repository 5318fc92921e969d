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


def migrate(database: Database, version: int) -> None:
    """Bring an older knowledge base up to schema ``version``: all steps in one transaction."""
    # The write lock first: of two processes that open it at once, one waits for the other.
    with database.atomic():
        migrations.apply(database.tables)
        database.set_meta("schema_version", str(version))
