"""``kb.tags``: free labels on works."""

from __future__ import annotations

import builtins

from causalkb.collections.collection import Collection
from causalkb.records import Tag


class Tags(Collection):
    """The tags of a knowledge base."""

    def list(self) -> builtins.list[Tag]:
        """Return every tag with the number of works that have it."""
        return [Tag(name, works) for name, works in self._store.works.tags().items()]

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

        with self._store.database.atomic():
            changed = change_tags(self._store, self._session.chunk, key, tags, remove=remove)
            if changed:
                self._not_undoable("tag --remove" if remove else "tag")
        return changed
