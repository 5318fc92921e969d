"""Keeps vectors and both indexes in step with the store.

The store counts its changes (its generation), and each index carries the generation it was made
for. Where the two differ, the ids in the index are compared with the ids in the store and only the
difference is done; an index that is missing, damaged or of another encoder counts as empty. So
nothing has to be remembered between commands, and a crash at any point is mended by the next one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from causalkb.search.embedding.encoder import Encoder
from causalkb.search.keyword.index import KeywordDocument, KeywordIndex
from causalkb.search.vectors.index import SemanticIndex
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

    def __init__(self, store: Store, encoder: Callable[[], Encoder]) -> None:
        """Remember where things are; nothing is opened or loaded yet.

        Args:
            store: The open store.
            encoder: Gives the encoder; called only when texts have to be embedded.
        """
        self._store = store
        self._encoder = encoder
        self._directory = store.database.directory / "index"
        self._semantic: SemanticIndex | None = None
        self._keyword: KeywordIndex | None = None

    @property
    def fingerprint(self) -> str:
        """The encoder whose vectors are in use, "" before anything was embedded."""
        return self._store.database.meta("fingerprint")

    @property
    def dimension(self) -> int:
        """The length of a vector, 0 before anything was embedded."""
        return int(self._store.database.meta("dimension") or 0)

    def semantic(self, progress: Progress | None = None) -> SemanticIndex:
        """Return the semantic index, brought up to date where it is behind."""
        generation = self._store.database.generation
        index = self._semantic
        if index is None:
            index = SemanticIndex.open(self._directory, self.fingerprint, self.dimension)
        if not self.fingerprint or index.generation != generation:
            self._if_writable(lambda: self.sync(progress))
            index = self._semantic or index
        self._semantic = index
        return index

    def keyword(self, progress: Progress | None = None) -> KeywordIndex:
        """Return the keyword index, brought up to date where it is behind."""
        index = self._keyword or KeywordIndex.open(self._keyword_directory)
        self._keyword = index
        if index.generation != self._store.database.generation:
            self._if_writable(lambda: self._locked(lambda: self._sync_keyword(progress)))
        return self._keyword

    @property
    def _keyword_directory(self) -> Path:
        return self._directory / "keyword"

    def _if_writable(self, update: Callable[[], None]) -> None:
        """A read-only knowledge base is searched with the indexes that it has."""
        if self._store.database.writable:
            update()

    def _locked(self, update: Callable[[], None]) -> None:
        from filelock import FileLock

        self._directory.mkdir(parents=True, exist_ok=True)
        with FileLock(self._directory / "lock"):
            update()

    def sync(self, progress: Progress | None = None) -> None:
        """Embed what has no vector yet and bring both indexes up to date.

        With an encoder other than the one in use, everything is embedded anew first; the old
        vectors serve until all new ones are there, so an interruption leaves a working whole.
        """
        encoder = self._encoder()
        self._embed(encoder, progress)
        if self.fingerprint != encoder.fingerprint:
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
        generation = self._store.database.generation
        index = SemanticIndex.open(self._directory, self.fingerprint, self.dimension)
        self._semantic = index
        if index.generation == generation:
            return
        if index.outgrown(self._store.passages.count()):
            index.clear()
        new, gone = self._difference(index.ids())
        ids, vectors = [], []
        for chunk in _chunks(new, _READ):
            held, found = self._store.passages.vectors(self.fingerprint, chunk, self.dimension)
            ids.append(held)
            vectors.append(found)
        if progress is not None:
            progress("Updating the semantic index", 0, 1)
        added = np.concatenate(ids) if ids else np.empty(0, np.int64)
        # Passages that another process has stored but not yet embedded are still to come.
        complete = len(added) == len(new)
        index.update(
            added,
            np.concatenate(vectors) if vectors else np.empty((0, self.dimension), np.float32),
            gone,
            generation if complete else generation - 1,
        )

    def _sync_keyword(self, progress: Progress | None) -> None:
        generation = self._store.database.generation
        index = KeywordIndex.open(self._keyword_directory)
        self._keyword = index
        if index.generation == generation:
            return
        new, gone = self._difference(index.ids())
        if progress is not None:
            progress("Updating the keyword index", 0, 1)
        index.update(self._documents(new), gone.tolist(), generation)

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
        """How many texts have no vector, and in how many passages each index differs."""
        missing = self._store.passages.missing(self.fingerprint)
        semantic = SemanticIndex.open(self._directory, self.fingerprint, self.dimension)
        keyword = KeywordIndex.open(self._keyword_directory)
        counts = [sum(map(len, self._difference(i.ids()))) for i in (semantic, keyword)]
        return len(missing), counts[0], counts[1]

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
