"""Numbered migrations from one version of ``schema.sql`` to the next (sqlite-utils ``Migrations``).

``schema.sql`` always holds the newest schema; a knowledge base of an older version runs the
migrations it has not seen. Version 1 is the first, so there are none yet. To add one: change
``schema.sql``, raise ``SCHEMA_VERSION``, and register a function here with ``@migrations()``
that ends in ``schema_version``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlite_utils import Migrations

if TYPE_CHECKING:
    from causalkb.store.database import Database

migrations = Migrations("causalkb")


def migrate(database: Database) -> None:
    """Bring an older knowledge base up to the present schema, each step in one transaction."""
    from causalkb.store.database import SCHEMA_VERSION

    migrations.apply(database.tables)
    with database.atomic():
        database.set_meta("schema_version", str(SCHEMA_VERSION))
