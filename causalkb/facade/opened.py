"""Opening a knowledge base, and what all its verbs need."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from causalkb.paths import default_directory
from causalkb.records import Claim, Passage, Section, Work
from causalkb.store.store import Store

if TYPE_CHECKING:
    from causalkb.search.embedding.encoder import Encoder
    from causalkb.search.indexes import Indexes

Progress = Callable[[str, int, int], None]
"""Called with (what is being done, done so far, total or 0 where it is not known)."""


class Opened:
    """An open knowledge base: its store, encoder and indexes."""

    def __init__(
        self, store: Store, model: str | None = None, say: Callable[[str], None] | None = None
    ) -> None:
        """Wrap an open store; use :meth:`open`."""
        self.store = store
        self._model = model
        self._say = say

    @classmethod
    def open(
        cls,
        path: str | Path | None = None,
        *,
        create: bool = False,
        model: str | None = None,
        say: Callable[[str], None] | None = None,
    ) -> Self:
        """Open the knowledge base in a directory (default: ``CAUSALKB_PATH``, else the user's).

        Args:
            path: The directory.
            create: Make an empty one where there is none.
            model: Any sentence-transformers model or path; default: the one in use.
            say: Called with a line when something takes long, such as preparing the model.

        Raises:
            StoreError: There is none, or it is damaged, locked or of a newer version.
        """
        directory = default_directory() if path is None else Path(path).expanduser()
        return cls(Store.open(directory, create=create), model, say)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the store."""
        self.store.close()

    @property
    def directory(self) -> Path:
        """Where it lives."""
        return self.store.database.directory

    @cached_property
    def encoder(self) -> Encoder:
        """The encoder: the model asked for, else the one in use, else the default.

        Raises:
            ModelError: It cannot be loaded.
        """
        from causalkb.search.embedding.encoder import DEFAULT_MODEL, load_encoder

        name = self._model or self.store.database.meta("model") or DEFAULT_MODEL
        return load_encoder(name, say=self._say)

    def prepare(self) -> None:
        """Load the model now, so that one that cannot be loaded fails before any work is done.

        Raises:
            ModelError: It cannot be loaded.
        """
        self.encoder.count_tokens([""])

    @cached_property
    def indexes(self) -> Indexes:
        """The semantic and the keyword index."""
        from causalkb.search.indexes import Indexes

        return Indexes(self.store, lambda: self.encoder)

    def _cut(
        self, work: Work, sections: Sequence[Section], claims: Sequence[Claim]
    ) -> list[Passage]:
        from causalkb.ingest.chunks import cut

        encoder = self.encoder
        return cut(work, sections, claims, window=encoder.window, count_tokens=encoder.count_tokens)

    def sync(self, progress: Progress | None = None) -> None:
        """Embed what has no vector yet and bring the indexes up to date."""
        self._cut_postponed(progress)
        self.indexes.sync(progress)

    def _cut_postponed(self, progress: Progress | None = None) -> None:
        """Cut what ``add(..., embed=False)`` left uncut, where the store may be written."""
        if not self.store.database.writable or self.store.database.meta("uncut") != "1":
            return
        from causalkb.ingest.importer import cut_postponed

        def count(done: int, total: int) -> None:
            if progress is not None:
                progress("Cutting passages", done, total)

        cut_postponed(self.store, self._cut, count)
