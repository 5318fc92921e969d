"""What every collection has: the session of the knowledge base that it belongs to."""

from __future__ import annotations

from causalkb.session import Session
from causalkb.store.store import Store


class Collection:
    """A kind of record in an open knowledge base."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @property
    def _store(self) -> Store:
        return self._session.store
