"""Keeps vectors and both parts of the search index in step with the store.

The store counts its changes (its generation), and knows by a mark how many of them each part
holds (:mod:`causalkb.store.marks`). Where one is behind, the ids in it are compared with the ids in
the store and only the difference is done; an index that is missing, damaged, of another encoder or
not of this store counts as empty. So nothing has to be remembered between commands, and what a
crash leaves is completed by the next one.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np

from causalkb.search import elsewhere, room
from causalkb.search.differences import Differences
from causalkb.search.embedding.encoder import Encoder
from causalkb.search.faiss_tantivy import FaissTantivyIndex
from causalkb.search.filling import Filling
from causalkb.search.folder import alone, empty
from causalkb.search.missing_vectors import Progress, embed_missing, paired_vectors
from causalkb.search.search_index import (
    DamagedIndexError,
    KeptElsewhere,
    MergesLater,
    OpenIndex,
    Part,
    SearchIndex,
)
from causalkb.search.vectors.mapping import VectorMap, learn, read_map
from causalkb.store.marks import Marks
from causalkb.store.patience import Say
from causalkb.store.store import Store

if TYPE_CHECKING:
    from numpy.typing import NDArray

_MAP, _GAIN = "map", "vector_map"
"""Where the store keeps the map of the vectors, and what it gained."""


class Indexes:
    """The vectors and indexes of one knowledge base."""

    def __init__(
        self,
        store: Store,
        encoder: Callable[[], Encoder],
        say: Say | None = None,
        open_index: OpenIndex = FaissTantivyIndex,
    ) -> None:
        """Remember where things are; nothing is opened or loaded yet.

        Args:
            store: The open store.
            encoder: Gives the encoder; called only when texts have to be embedded.
            say: Takes a line when another process is waited for.
            open_index: Opens the search index.
        """
        self._store = store
        self._encoder = encoder
        self._say = say
        self._directory = store.database.directory / "index"
        self._elsewhere: TemporaryDirectory[str] | None = None
        self._open_index = open_index
        self._marks = {
            Part.VECTORS: Marks(store.database, "semantic"),
            Part.WORDS: Marks(store.database, "keyword"),
        }
        # Searched by several threads: an index is changed before it comes here, never after.
        self._current: dict[Part, SearchIndex] = {}
        self._kept_elsewhere: KeptElsewhere | None = None
        self._asked_to_build = False
        self._anew: set[Part] = set()
        self._map: VectorMap | None = None
        self._read: tuple[tuple[str, str, int], VectorMap | None] | None = None
        self._differences = Differences(store.passages)

    def close(self) -> None:
        """Close connections, and delete indexes built for a store that can only be read."""
        if self._kept_elsewhere is not None:
            self._kept_elsewhere.close()
        if self._elsewhere is not None:
            self._elsewhere.cleanup()

    @property
    def fingerprint(self) -> str:
        """The encoder whose vectors are in use, "" before anything was embedded."""
        return self._store.database.meta("fingerprint")

    @property
    def dimension(self) -> int:
        """The length of a vector, 0 before anything was embedded."""
        return self._store.database.number("dimension")

    def fits(self, encoder: Encoder) -> bool:
        """Whether the vectors in use are those of an encoder."""
        given = encoder.fingerprint, str(encoder.dimension)
        return (self.fingerprint, self._store.database.meta("dimension")) == given

    def current(self, part: Part, progress: Progress | None = None) -> SearchIndex:
        """Return the index with a part that is up to date.

        Vectors are brought up to date together with the words, which costs little beside them.
        """
        if part not in self._current:
            mapping = self.stored_map()
            self._current[part] = self._open_with(mapping)
            if part is Part.VECTORS:
                self._map = mapping
        held = self._held(self._current[part], part)
        if self._store.database.writable:
            if part is Part.VECTORS and not (self.fingerprint and self._is_latest(held)):
                self.sync(progress)
            elif not self._is_latest(held):
                with self._alone():
                    self._sync_part(part, progress)
        elif held < 0 and (self.fingerprint or part is Part.WORDS):
            if self._marks[part].any():
                self._tell_of(part)
            self._build_elsewhere(progress)
        return self._current[part]

    def _open(self) -> SearchIndex:
        return self._open_with(self.stored_map())

    def _open_with(self, mapping: VectorMap | None) -> SearchIndex:
        fingerprint = self.fingerprint if mapping is None else mapping.fingerprint
        index = self._open_index(self._directory, fingerprint, self.dimension)
        if isinstance(index, KeptElsewhere):
            self._kept_elsewhere = index
        return index

    def stored_map(self) -> VectorMap | None:
        """Return the map of the vectors, ``None`` where there is none or it is damaged."""
        now, before = (
            (self._store.database.meta(_MAP), self.fingerprint, self.dimension),
            self._read,
        )
        if before is None or before[0] != now:
            before = self._read = now, read_map(*now)
        return before[1]

    def map_lost(self) -> bool:
        """Whether there was a map that is missing or damaged."""
        return bool(self._store.database.meta(_GAIN)) and self.stored_map() is None

    def mapped(self, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return vectors as the index in use holds them; see :meth:`current`."""
        return vectors if self._map is None else self._map.apply(vectors)

    @property
    def maps(self) -> bool:
        """Whether the index in use holds mapped vectors."""
        return self._map is not None

    def learn(self, progress: Progress | None = None) -> VectorMap | None:
        """Learn a map of the vectors from the works, keep it where it helps, and use it.

        Returns:
            The map; ``None`` where there is too little to learn from or nothing gains.
        """
        self._asked_to_build = True
        encoder = self._encoder()
        self._embed(encoder, progress)
        if not self.fits(encoder):
            self._adopt(encoder)
        found = self._learnt(progress)
        before = self.stored_map()
        kept = (before and before.fingerprint) == (found and found.fingerprint)
        if not kept or self.map_lost():
            with self._store.database.atomic():
                self._put_map(found)
                self._marks[Part.VECTORS].forget()
        self.sync(progress)
        return found

    def _learnt(self, progress: Progress | None) -> VectorMap | None:
        if progress is not None:
            progress("Learning a map of the vectors", 0, 1)
        works, rows = paired_vectors(self._store, self.fingerprint, self.dimension)
        return learn(works, rows, self.fingerprint)

    def _put_map(self, mapping: VectorMap | None) -> None:
        database = self._store.database
        with database.atomic():
            database.set_meta(_MAP, "" if mapping is None else mapping.to_text())
            # What is shown of it, for those who do not load numpy.
            database.set_meta(_GAIN, "" if mapping is None else mapping.gain)

    def _learn_lost(self, progress: Progress | None) -> None:
        """Learn a map that was lost again."""
        if self.map_lost():
            self._tell("the map of the vectors was missing or damaged")
            self._put_map(self._learnt(progress))
            self._marks[Part.VECTORS].forget()

    def _held(self, index: SearchIndex, part: Part, *, check: bool = False) -> int:
        """Return the store's generation that a part holds, -1 where it is not of this store."""
        return self._marks[part].generation(index.generation(part, check=check))

    def _is_latest(self, generation: int) -> bool:
        return generation == self._store.database.generation

    def _build_elsewhere(self, progress: Progress | None) -> None:
        """Build the index of a store that can only be read in a temporary folder.

        The one beside the store is only a little old at worst, or it is not its own.
        """
        if self._elsewhere is None:
            self._elsewhere = TemporaryDirectory(prefix="causalkb-")
            self._directory = Path(self._elsewhere.name)
            self._open_index = FaissTantivyIndex
        if self.fingerprint:
            self._sync_part(Part.VECTORS, progress)
        self._sync_part(Part.WORDS, progress)

    def _alone(self) -> AbstractContextManager[None]:
        return alone(self._directory, self._say)

    def sync(self, progress: Progress | None = None) -> None:
        """Embed what has no vector yet and bring both indexes up to date.

        With an encoder other than the one in use, everything is embedded anew first; the old
        vectors serve until all new ones are there, so an interruption leaves a working whole.
        """
        encoder = self._encoder()
        self._embed(encoder, progress)
        if not self.fits(encoder):
            self._adopt(encoder)
        self._learn_lost(progress)
        for part in Part:
            with self._alone():
                self._sync_part(part, progress)
        self._merge(progress)

    def _merge(self, progress: Progress | None) -> None:
        """Merge changes that stand beside the index, if there are many."""
        index = self._current[Part.VECTORS]
        if not (isinstance(index, MergesLater) and index.wants_merging):
            return
        if progress is not None:
            progress("Merging changes into the index", 0, 1)
        try:
            index.merge(self._alone)
        except OSError as error:  # a disk without room for a second copy
            if self._say is not None:
                self._say(f"changes to the index in {self._directory} stay apart for now: {error}")

    def _embed(self, encoder: Encoder, progress: Progress | None) -> None:
        embed_missing(self._store, encoder, self._embedded_up_to(encoder), progress)

    def _embedded_up_to(self, encoder: Encoder) -> int:
        """Return an id up to which all passages have a vector: all that were ever indexed."""
        if not self.fits(encoder):
            return 0
        index = self._open()
        if not self._marks[Part.VECTORS].ended(index.generation(Part.VECTORS)):
            return 0
        return index.extent(Part.VECTORS)[1]

    def lacks_vectors(self) -> bool:
        """Whether some passage has no vector yet."""
        encoder = self._encoder()
        after = self._embedded_up_to(encoder)
        return bool(self._store.passages.missing(self.fingerprint, after=after))

    def _adopt(self, encoder: Encoder) -> None:
        database = self._store.database
        with database.atomic():
            database.set_meta("model", encoder.name)
            database.set_meta("fingerprint", encoder.fingerprint)
            database.set_meta("dimension", str(encoder.dimension))
            database.set_meta("window", str(encoder.window))
            self._store.passages.drop_other_vectors(encoder.fingerprint)
            self._put_map(None)
            self._marks[Part.VECTORS].forget()

    def _sync_part(self, part: Part, progress: Progress | None) -> None:
        """Bring a part up to date; one that turns out to be damaged is built anew."""
        try:
            self._update(part, progress)
        except DamagedIndexError:
            if self._held(self._open(), part, check=True) >= 0:
                raise
            self._forget(part)
            self._update(part, progress)

    def _update(self, part: Part, progress: Progress | None) -> None:
        mapping = self.stored_map() if part is Part.VECTORS else None
        index, marks, database = self._open_with(mapping), self._marks[part], self._store.database
        held = -1 if part in self._anew else self._held(index, part)
        if not self._is_latest(held):
            if held < 0 or index.outgrown(part, self._store.passages.count()):
                elsewhere.may_build(index, part, held, asked=self._asked_to_build)
                lost = held < 0 and part not in self._anew and self._elsewhere is None
                if lost and marks.any():
                    self._tell_of(part)
                index.delete(part, None)
            ended = marks.ended(index.generation(part))
            with database.atomic() if database.writable else nullcontext():
                generation = database.generation
                mark = marks.begin(generation)
                # Both parts held the same passages if both were completed for one generation.
                since = (held, generation) if ended else None
                new, gone = self._differences.of(index, part, since)
            sizes = len(new), max(0, index.extent(part)[0]), self.dimension
            room.see_that_it_fits(index, part, sizes, self._directory)
            if gone.size:
                index.delete(part, gone)
            put = Filling(self._store, progress).put(index, part, new, mapping, mark)
            # Passages that another process has stored but not yet embedded are still to come.
            if put == len(new):
                with database.atomic() if database.writable else nullcontext():
                    marks.end(mark, generation)
                self._anew.discard(part)
        if part is Part.VECTORS:
            self._map = mapping
        self._current[part] = index

    def trouble(self) -> tuple[str, ...]:
        """Say what is wrong with an index that is kept elsewhere, a line for each part.

        Raises:
            StoreError: It cannot be reached.
        """
        index = self._open()
        return elsewhere.troubles(index, lambda part: self._held(index, part))

    def behind(self) -> tuple[int, int, int]:
        """How many texts have no vector, and in how many passages each part differs.

        A part that is damaged or not of this store differs in all.
        """
        index, counts = self._open(), []
        for part in Part:
            if self._held(index, part, check=True) < 0:
                index.delete(part, None)
            counts.append(sum(map(len, self._differences.of(index, part))))
        return len(self._store.passages.missing(self.fingerprint)), counts[0], counts[1]

    def drop_damaged(self) -> None:
        """Have the parts of an index beside the store that are damaged built anew, and no other."""
        if isinstance(self._open(), KeptElsewhere):
            return
        with self._alone() if self._store.database.writable else nullcontext():
            # Not while another process writes, whose files come and go.
            index = self._open()
            damaged = [
                p for p in Part if index.generation(p) >= 0 > index.generation(p, check=True)
            ]
            for part in damaged:
                self._forget(part)
        if damaged and not self._store.database.writable:
            self._build_elsewhere(None)

    def _forget(self, part: Part) -> None:
        self._tell_of(part)
        self._marks[part].forget()

    def _tell_of(self, part: Part) -> None:
        self._tell(
            f"the {part.value} of the index in {self._directory} were missing, damaged or of"
            " another state of the knowledge base"
        )

    def _tell(self, what: str) -> None:
        if self._say is not None:
            self._say(f"{what}; built again from what is stored")

    def renew(self) -> None:
        """Have both parts built anew by the next :meth:`sync`; till they are, those there serve."""
        if isinstance(self._open(), KeptElsewhere):
            self.discard()
        self._anew, self._current = set(Part), {}
        (self._directory / "map.bin").unlink(missing_ok=True)  # of a version before

    def discard(self) -> None:
        """Delete the index; the next use builds it again from the store."""
        self._current = {}
        if self._store.database.writable:
            if isinstance(index := self._open(), KeptElsewhere):
                index.drop()
            with self._alone():
                empty(self._directory)
                for marks in self._marks.values():
                    marks.forget()
