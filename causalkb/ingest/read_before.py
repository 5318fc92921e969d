"""Files of references and notes that did not change since they were read are not read again.

What is remembered of a file is its content, how it was read, and what became of its entries: a work
that was removed, merged or set back by ``undo`` since brings the file back. A file with problems is
read again, so that they are told again, and so is one that names other files, which may have come.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from causalkb.records import AddResult, ParsedItem, ParsedWork
from causalkb.store.store import Store

_META = "read "
"""Begins the name under which the store keeps what is remembered of a file."""


class ReadBefore:
    """What is remembered of one file."""

    def __init__(self, store: Store, source: str, how: str) -> None:
        """Begin; ``how`` says how the file is read: another way, and it is read again."""
        from causalkb import __version__

        self._store, self._source = store, source
        self._how = f"{__version__} {how}"
        self._digest = ""
        self._entries = 0

    def account(self, data: bytes, format: str) -> AddResult | None:
        """Return the account of a file that is as it was, ``None`` for one to be read."""
        content = hashlib.sha256(data).hexdigest()
        self._digest = f"{content} {format} {self._how}"
        remembered = self._store.database.meta(_META + self._source)
        if not remembered.startswith(self._digest) or remembered != self._state():
            return None
        if self._store.problems.of(self._source):
            return None
        entries = self._store.provenance.entries(self._source)
        return AddResult(unchanged=tuple(entries.values()))

    def watch(self, items: Iterator[ParsedItem]) -> Iterator[ParsedItem]:
        """Hand items on and count the entries."""
        for item in items:
            self._entries += isinstance(item, ParsedWork)
            yield item

    def keep(self, *, names_files: bool) -> None:
        """Remember the file, of which all was stored, unless there is a reason to read it again."""
        if names_files or not self._digest:
            return
        # An entry that was taken out of the file since is still known, and would be counted.
        known = self._store.provenance.entries(self._source)
        if len(known) == self._entries and not self._store.problems.of(self._source):
            with self._store.database.atomic():
                self._store.database.set_meta(_META + self._source, self._state())

    def _state(self) -> str:
        return f"{self._digest} {self._store.provenance.fingerprint(self._source)}"
