"""What every collection has: the session of the knowledge base that it belongs to."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from causalkb.errors import ConflictError
from causalkb.session import Session
from causalkb.store.store import Store

_Record = TypeVar("_Record")


class Collection:
    """A kind of record in an open knowledge base."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @property
    def _store(self) -> Store:
        return self._session.store

    def _not_undoable(self, what: str) -> None:
        """Keep ``undo`` from reaching past a change that it cannot take back to an earlier one.

        Belongs inside ``Database.atomic()``.

        Args:
            what: The command that made the change.
        """
        self._store.undo.pass_over(f"the last command, {what!r}, cannot be undone")


def unchanged(what: str, base: _Record | None, present: Callable[[], _Record]) -> None:
    """Compare a record with the one that a change was made from, where that is known.

    Raises:
        ConflictError: It is another by now.
    """
    if base is not None and (now := present()) != base:
        raise ConflictError(what, str(now))
