"""Keeps vectors and both indexes in step with the store.

The store counts its changes (its generation), and knows by a mark how many of them each index holds
(:mod:`causalkb.store.marks`). Where an index is behind, the ids in it are compared with the ids in
the store and only the difference is done; an index that is missing, damaged, of another encoder or
not of this store counts as empty. So nothing has to be remembered between commands, and what a
crash leaves is completed by the next one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np

from causalkb.search.embedding.encoder import Encoder
from causalkb.search.keyword.index import KeywordDocument, KeywordIndex
from causalkb.search.vectors.index import SemanticIndex
from causalkb.store.marks import Marks
from causalkb.store.patience import Say, Waiting
from causalkb.store.store import Store
from causalkb.vocabulary import PassageKind

if TYPE_CHECKING:
    from numpy.typing import NDArray

Progress = Callable[[str, int, int], None]
"""Called with (what is being done, done so far, total)."""

_BATCH = 256
"""Texts embedded in one transaction: what an interruption costs at most."""
_READ = 20_000
"""Vectors read at a time: 30 MiB."""


class Indexes:
    """The vectors and indexes of one knowledge base."""

    def __init__(
        self, store: Store, encoder: Callable[[], Encoder], say: Say | None = None
    ) -> None:
        """Remember where things are; nothing is opened or loaded yet.

        Args:
            store: The open store.
            encoder: Gives the encoder; called only when texts have to be embedded.
            say: Takes a line when another process is waited for.
        """
        self._store = store
        self._encoder = encoder
        self._say = say
        self._directory = store.database.directory / "index"
        self._elsewhere: TemporaryDirectory[str] | None = None
        self._semantic_marks = Marks(store.database, "semantic")
        self._keyword_marks = Marks(store.database, "keyword")
        # Searched by several threads: an index is changed before it comes here, never after.
        self._semantic: SemanticIndex | None = None
        self._keyword: KeywordIndex | None = None

    def close(self) -> None:
        """Delete indexes that were built for a store that can only be read."""
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

    def semantic(self, progress: Progress | None = None) -> SemanticIndex:
        """Return the semantic index, brought up to date where it is behind."""
        index = self._semantic or self._open_semantic()
        self._semantic = index
        held = self._semantic_marks.generation(index.generation)
        if self._store.database.writable:
            if not self.fingerprint or held != self._store.database.generation:
                self.sync(progress)
        elif held < 0 and self.fingerprint:
            self._build_elsewhere(progress)
        return self._semantic

    def keyword(self, progress: Progress | None = None) -> KeywordIndex:
        """Return the keyword index, brought up to date where it is behind."""
        index = self._keyword or KeywordIndex.open(self._keyword_directory)
        self._keyword = index
        held = self._keyword_marks.generation(index.generation)
        if self._store.database.writable:
            if held != self._store.database.generation:
                self._locked(lambda: self._sync_keyword(progress))
        elif held < 0:
            self._build_elsewhere(progress)
        return self._keyword

    @property
    def _keyword_directory(self) -> Path:
        return self._directory / "keyword"

    def _open_semantic(self) -> SemanticIndex:
        return SemanticIndex.open(self._directory, self.fingerprint, self.dimension)

    def _build_elsewhere(self, progress: Progress | None) -> None:
        """Build the indexes of a store that can only be read in a temporary folder.

        Those that lie with it are only a little old at worst, or they are not its own.
        """
        if self._elsewhere is None:
            self._elsewhere = TemporaryDirectory(prefix="causalkb-")
            self._directory = Path(self._elsewhere.name)
        if self.fingerprint:
            self._sync_semantic(progress)
        self._sync_keyword(progress)

    def _locked(self, update: Callable[[], None]) -> None:
        from filelock import FileLock, Timeout

        self._directory.mkdir(parents=True, exist_ok=True)
        lock = FileLock(self._directory / "lock")
        wait = Waiting(f"the index in {self._directory}", self._say)
        while not lock.is_locked:
            with suppress(Timeout):
                lock.acquire(timeout=wait.attempt())
        try:
            update()
        finally:
            lock.release()

    def sync(self, progress: Progress | None = None) -> None:
        """Embed what has no vector yet and bring both indexes up to date.

        With an encoder other than the one in use, everything is embedded anew first; the old
        vectors serve until all new ones are there, so an interruption leaves a working whole.
        """
        encoder = self._encoder()
        self._embed(encoder, progress)
        if not self.fits(encoder):
            self._adopt(encoder)
        self._locked(lambda: self._sync_semantic(progress))
        self._locked(lambda: self._sync_keyword(progress))

    def _embed(self, encoder: Encoder, progress: Progress | None) -> None:
        passages = self._store.passages
        texts = passages.missing(encoder.fingerprint)
        asked = list(dict.fromkeys(text for _, text in self._store.questions.texts()))
        have, _ = passages.vectors_of_texts(encoder.fingerprint, asked, encoder.dimension)
        held = set(have)
        texts += [text for n, text in enumerate(asked) if n not in held]
        for start in range(0, len(texts), _BATCH):
            batch = texts[start : start + _BATCH]
            vectors = encoder.encode(batch)
            with self._store.database.atomic():
                passages.put_vectors(encoder.fingerprint, batch, vectors)
            if progress is not None:
                progress("Embedding passages", start + len(batch), len(texts))

    def _adopt(self, encoder: Encoder) -> None:
        database = self._store.database
        with database.atomic():
            database.set_meta("model", encoder.name)
            database.set_meta("fingerprint", encoder.fingerprint)
            database.set_meta("dimension", str(encoder.dimension))
            database.set_meta("window", str(encoder.window))
            self._store.passages.drop_other_vectors(encoder.fingerprint)
        self._semantic = None

    def _sync_semantic(self, progress: Progress | None) -> None:
        index = self._open_semantic()
        held = self._semantic_marks.generation(index.generation)
        if held != self._store.database.generation:
            if held < 0 or index.outgrown(self._store.passages.count()):
                index.clear()
            mark, generation, new, gone = self._begin(self._semantic_marks, index.ids())
            ids, vectors = [], []
            for chunk in _chunks(new, _READ):
                found = self._store.passages.vectors(self.fingerprint, chunk, self.dimension)
                ids.append(found[0])
                vectors.append(found[1])
            if progress is not None:
                progress("Updating the semantic index", 0, 1)
            added = np.concatenate(ids) if ids else np.empty(0, np.int64)
            index.update(
                added,
                np.concatenate(vectors) if vectors else np.empty((0, self.dimension), np.float32),
                gone,
                mark,
            )
            # Passages that another process has stored but not yet embedded are still to come.
            if len(added) == len(new):
                self._end(self._semantic_marks, mark, generation)
        self._semantic = index

    def _sync_keyword(self, progress: Progress | None) -> None:
        index = KeywordIndex.open(self._keyword_directory)
        held = self._keyword_marks.generation(index.generation)
        if held != self._store.database.generation:
            if held < 0:
                index = KeywordIndex(self._keyword_directory, None)
            mark, generation, new, gone = self._begin(self._keyword_marks, index.ids())
            if progress is not None:
                progress("Updating the keyword index", 0, 1)
            index.update(self._documents(new), gone.tolist(), mark)
            self._end(self._keyword_marks, mark, generation)
        self._keyword = index

    def _begin(
        self, marks: Marks, held: NDArray[np.int64]
    ) -> tuple[int, int, NDArray[np.int64], NDArray[np.int64]]:
        """Return mark and generation of an index to be written, and the ids to add and drop."""
        database = self._store.database
        with database.atomic() if database.writable else nullcontext():
            generation = database.generation
            return (marks.begin(generation), generation, *self._difference(held))

    def _end(self, marks: Marks, mark: int, generation: int) -> None:
        database = self._store.database
        with database.atomic() if database.writable else nullcontext():
            marks.end(mark, generation)

    def _difference(self, held: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Ids that an index lacks, and ids that it should no longer hold."""
        stored = self._store.passages.ids()
        return np.setdiff1d(stored, held), np.setdiff1d(held, stored)

    def _documents(self, ids: NDArray[np.int64]) -> Iterator[KeywordDocument]:
        for chunk in _chunks(ids, 1_000):
            rows = list(self._store.passages.documents(chunk))
            works = self._store.works.many(row[1] for row in rows)
            for passage_id, work_id, kind, text in rows:
                work = works[work_id]
                main = kind in (PassageKind.TITLE, PassageKind.ABSTRACT)
                people = [p.name for p in (*work.authors, *work.editors) if not p.is_others]
                labels = [work.venue or "", work.key, work.fields.get("keywords", "")]
                labels += [tag.replace("-", " ") for tag in (*work.tags, *work.questions)]
                yield KeywordDocument(
                    id=passage_id,
                    title=work.title,
                    text=text if main else f"{work.title}. {text}",
                    people=" ; ".join(people),
                    labels=" ; ".join(labels),
                )

    def behind(self) -> tuple[int, int, int]:
        """How many texts have no vector, and in how many passages each index differs.

        An index that is damaged or not of this store differs in all.
        """
        missing = self._store.passages.missing(self.fingerprint)
        nothing = np.empty(0, np.int64)
        semantic, keyword = self._open_semantic(), KeywordIndex.open(self._keyword_directory)
        held = semantic.ids(), nothing
        if self._semantic_marks.generation(semantic.generation) < 0 or not semantic.intact():
            held = nothing, nothing
        if self._keyword_marks.generation(keyword.generation) >= 0 and keyword.intact():
            held = held[0], keyword.ids()
        counts = [sum(map(len, self._difference(ids))) for ids in held]
        return len(missing), counts[0], counts[1]

    def drop_damaged(self) -> bool:
        """Delete the indexes if one of them is damaged, and say whether it was."""
        if not self._store.database.writable:
            return False
        damaged = not KeywordIndex.open(self._keyword_directory).intact()
        if damaged or not self._open_semantic().intact():
            self.discard()
            return True
        return False

    def discard(self) -> None:
        """Delete both indexes; the next use builds them again from the store."""
        import shutil

        self._semantic = self._keyword = None
        if self._store.database.writable:
            self._locked(lambda: _empty(self._directory, shutil.rmtree))


def _empty(directory: Path, remove_tree: Callable[[Path], None]) -> None:
    for path in directory.iterdir():
        if path.is_dir():
            remove_tree(path)
        elif path.name != "lock":
            path.unlink()


def _chunks(ids: NDArray[np.int64], size: int) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), size):
        yield ids[start : start + size].tolist()
