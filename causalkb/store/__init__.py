"""The store: SQLite is the only truth, and nothing outside this package speaks SQL.

:class:`Store` opens a knowledge base and holds one small object per kind of record.
"""

from causalkb.store.store import Store

__all__ = ["Store"]
