"""What every method of an open knowledge base needs: its store, encoder, indexes and chunking."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from causalkb.errors import StoreError
from causalkb.search import choice
from causalkb.store.store import Store

if TYPE_CHECKING:
    from causalkb.records import Claim, Passage, Section, Work
    from causalkb.search.embedding.encoder import Encoder
    from causalkb.search.indexes import Indexes
    from causalkb.search.search_index import OpenIndex
    from causalkb.search.searcher import Searcher

Progress = Callable[[str, int, int], None]
"""Called with (what is being done, done so far, total or 0 where it is not known)."""


class Session:
    """An open store with its encoder and indexes, shared by all collections."""

    def __init__(
        self, store: Store, model: str | None = None, say: Callable[[str], None] | None = None
    ) -> None:
        """Wrap an open store; ``say`` takes a line when something takes long."""
        self.store = store
        self.model = model
        self.open_index: OpenIndex | None = None
        """Opens the search index; ``None``: the one that the store names."""
        self._say = say

    def reindex(
        self, model: str | None, progress: Progress | None = None, index: str | None = None
    ) -> None:
        """Build both indexes anew; with ``model``, embed everything with it first.

        With ``index``, another index is built and used from then on.

        Raises:
            InputError: There is no such index.
            ModelError: The model cannot be loaded; nothing was changed.
            StoreError: The knowledge base may only be read, or the index cannot be reached; nothing
                was changed.
        """
        self.store.database.refuse_read_only()
        stored = None if index is None else self._tried(index)
        if model is not None:
            self.change_model(model)
        window = str(self.encoder.window)
        if stored is None:
            self.indexes.renew()
        else:
            self._leave_for(stored)
        if self.store.database.meta("window") not in ("", window):
            self._chunk_all(progress)
        self.learn(progress)
        if stored is not None:
            with self.store.database.atomic():
                self.store.database.set_meta(choice.KEY, stored)

    def _tried(self, index: str) -> str:
        """Return the choice of an index as it is kept, after a look whether it can be used."""
        from causalkb.search.milvus.address import to_stored

        stored = to_stored(index, self.directory)
        if stored:
            from causalkb.search.milvus.index import Milvus

            tried = choice.opener(self.store.database, stored, self._say)
            assert isinstance(tried, Milvus)
            tried.check()
            tried.close()
        return stored

    def _leave_for(self, stored: str) -> None:
        """Delete the index in use, and use another, which is empty."""
        try:
            self.indexes.discard()
        except StoreError as error:
            if stored == self.store.database.meta(choice.KEY):
                raise
            if self._say is not None:
                self._say(f"what the index before holds stays there: {error}")
        self.indexes.close()
        self.open_index = choice.opener(self.store.database, stored, self._say)
        del self.__dict__["indexes"]
        self.indexes.discard()

    def learn(self, progress: Progress | None = None) -> None:
        """Bring the indexes up to date, with a map of the vectors where one helps."""
        self.chunk_pending(progress)
        self.indexes.learn(progress)

    def _chunk_all(self, progress: Progress | None) -> None:
        """Chunk all works anew, for an encoder with another window."""
        from causalkb.ingest.passages import rebuild_passages
        from causalkb.records import Filters

        ids = self.store.selection.works(Filters())
        for n, work_id in enumerate(ids, 1):
            with self.store.database.atomic():
                rebuild_passages(self.store, self.chunk, work_id)
            if progress is not None:
                progress("Chunking works", n, len(ids))

    def close(self) -> None:
        """Close the store."""
        if "indexes" in self.__dict__:
            self.indexes.close()
        self.store.close()

    @property
    def directory(self) -> Path:
        """Where it lives."""
        return self.store.database.directory

    def change_model(self, name: str) -> None:
        """Use another model from now on; it is loaded when it is first needed."""
        self.model = name
        self.__dict__.pop("encoder", None)

    def searcher(self) -> Searcher:
        """A searcher over up-to-date passages."""
        from causalkb.search.searcher import Searcher

        self.chunk_pending()
        return Searcher(self.store, self.indexes, lambda: self.encoder)

    @cached_property
    def encoder(self) -> Encoder:
        """The encoder: the model asked for, else the one in use, else the default.

        Raises:
            ModelError: It cannot be loaded.
        """
        from causalkb.search.embedding.encoder import DEFAULT_MODEL, load_encoder

        name = self.model or self.store.database.meta("model") or DEFAULT_MODEL
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

        database = self.store.database
        opened = self.open_index or choice.opener(database, database.meta(choice.KEY), self._say)
        return Indexes(self.store, lambda: self.encoder, self._say, opened)

    def chunk(
        self, work: Work, sections: Sequence[Section], claims: Sequence[Claim]
    ) -> list[Passage]:
        """Chunk a work with its texts and claims into passages that fit the encoder's window."""
        from causalkb.ingest.chunks import chunk

        encoder = self.encoder
        return chunk(
            work, sections, claims, window=encoder.window, count_tokens=encoder.count_tokens
        )

    def sync(self, progress: Progress | None = None) -> None:
        """Embed what has no vector yet and bring the indexes up to date."""
        self.chunk_pending(progress)
        self.indexes.sync(progress)

    def chunk_pending(self, progress: Progress | None = None) -> None:
        """Chunk the works that ``add(..., embed=False)`` left pending, if the store is writable."""
        if self.store.database.meta("uncut") != "1":
            return
        if not self.store.database.writable:
            waiting = len(self.store.passages.postponed())
            if waiting and self._say is not None:
                self._say(
                    f"works that were added and not yet indexed: {waiting}; a search does not find"
                    " them until a command that may write to the knowledge base has run"
                )
            return
        from causalkb.ingest.passages import chunk_pending

        def count(done: int, total: int) -> None:
            if progress is not None:
                progress("Chunking works", done, total)

        chunk_pending(self.store, self.chunk, count)
