"""Which index files belong to this store, and how many of its changes they hold.

Whoever writes an index gives it a random mark, and the store notes the mark in the transaction in
which it says what the index is to hold. A store that knows a mark therefore descends from the state
that the index was made from, and the index can be brought up to date by what differs. The index of
another store, of a state that a backup has replaced, or that was left by a copied database file
has a mark that the store does not know.
"""

from __future__ import annotations

import os

from causalkb.store.database import Database

_ENDED, _BEGUN = "=", ":"
"""Stand between a mark and the generation of an index that was completed, or only begun."""
_Held = tuple[int, bool]
"""The generation that an index holds, and whether it was completed."""
_NONE: _Held = (-1, False)


class Marks:
    """The marks of one kind of index."""

    def __init__(self, database: Database, kind: str) -> None:
        """Look after the marks of the index ``kind``; where nothing can be written, in memory."""
        self._db = database
        self._key = f"{kind}_index"
        self._own: dict[int, _Held] = {}

    def generation(self, mark: int) -> int:
        """Return the store's generation that an index holds, -1 where it is not of this store."""
        return self._known().get(mark, _NONE)[0]

    def ended(self, mark: int) -> bool:
        """Whether an index was completed, so that it holds all passages of its generation."""
        return self._known().get(mark, _NONE)[1]

    def begin(self, generation: int) -> int:
        """Return the mark for an index that is about to hold a generation.

        Part of the transaction that reads what the index is to hold. Until :meth:`end`, the index
        before counts as well, and the new one as a generation behind.
        """
        mark = int.from_bytes(os.urandom(62 // 8), "big") + 1
        self._write({**self._known(), mark: (generation - 1, False)})
        return mark

    def end(self, mark: int, generation: int) -> None:
        """Note that the index with the mark is in place; earlier ones do not count any more."""
        self._write({mark: (generation, True)})

    def any(self) -> bool:
        """Whether there should be an index of this store."""
        return bool(self._known())

    def forget(self) -> None:
        """Let no index count as one of this store until another is made."""
        self._write({})

    def _known(self) -> dict[int, _Held]:
        found = dict(self._own)
        for pair in self._db.meta(self._key).split():
            ended = _ENDED in pair
            mark, _, generation = pair.partition(_ENDED if ended else _BEGUN)
            if mark.isdecimal() and generation.removeprefix("-").isdecimal():
                found[int(mark)] = int(generation), ended
        return found

    def _write(self, marks: dict[int, _Held]) -> None:
        if not self._db.writable:
            self._own = marks
            return
        # Of interrupted attempts, only the latest can have left anything.
        latest = list(marks.items())[-4:]
        pairs = (f"{m}{_ENDED if ended else _BEGUN}{g}" for m, (g, ended) in latest)
        self._db.set_meta(self._key, " ".join(pairs))
