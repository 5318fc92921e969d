"""``kb.tags``: free labels on works."""

from __future__ import annotations

from causalkb.collections.collection import Collection


class Tags(Collection):
    """The tags of a knowledge base."""

    def list(self) -> dict[str, int]:
        """Return every tag with the number of works that have it."""
        return dict(self._store.works.tags())

    def add(self, key: str, *tags: str) -> int:
        """Tag a work, and return how many tags it did not have before.

        Raises:
            UnknownError: There is no such work.
        """
        return self._change(key, tags, remove=False)

    def remove(self, key: str, *tags: str) -> int:
        """Remove tags from a work, and return how many.

        Raises:
            UnknownError: There is no such work, or the work does not have one of the tags.
        """
        return self._change(key, tags, remove=True)

    def _change(self, key: str, tags: tuple[str, ...], *, remove: bool) -> int:
        from causalkb.ingest.edit import change_tags

        return change_tags(self._store, self._session.chunk, key, tags, remove=remove)
