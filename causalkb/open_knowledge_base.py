"""Opening a knowledge base, filling and writing it as a whole, and looking after it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event
from types import TracebackType
from typing import TYPE_CHECKING, Self

from causalkb.errors import CausalKBError, InputError
from causalkb.paths import default_directory, expanded
from causalkb.session import Progress, Session
from causalkb.store.store import Store
from causalkb.vocabulary import Keywords

if TYPE_CHECKING:
    from causalkb.archive.export import ArchiveExport
    from causalkb.formats.frames import Frames
    from causalkb.records import AddResult, Filters
    from causalkb.search.embedding.encoder import Encoder
    from causalkb.search.indexes import Indexes
    from causalkb.search.search_index import OpenIndex
    from causalkb.site.options import SiteBuilt, SiteOptions
    from causalkb.store.undo import Undoable


class OpenKnowledgeBase:
    """An open knowledge base, without what it holds; :class:`KnowledgeBase` adds that."""

    def __init__(
        self, store: Store, model: str | None = None, say: Callable[[str], None] | None = None
    ) -> None:
        """Wrap an open store; use :meth:`open`."""
        self._session = Session(store, model, say)

    @classmethod
    def open(
        cls,
        path: str | Path | None = None,
        *,
        create: bool = False,
        model: str | None = None,
        say: Callable[[str], None] | None = None,
        index: OpenIndex | None = None,
    ) -> Self:
        """Open the knowledge base in a folder (default: ``CAUSALKB_PATH``, else the user's).

        Args:
            path: The folder.
            create: Make an empty one where there is none.
            model: Any sentence-transformers model or path; default: the one in use.
            say: Called with a line when something takes long, such as preparing the model.
            index: Opens another search index than the one in use (``docs/extending.md``).

        Raises:
            StoreError: There is none, or it is damaged, locked or of a newer version.
        """
        directory = default_directory() if path is None else expanded(path)
        opened = cls(Store.open(directory, create=create, say=say), model, say)
        opened._session.open_index = index
        return opened

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
        self._session.close()

    @property
    def store(self) -> Store:
        """The store below, for tests and measurements; it may change."""
        return self._session.store

    @property
    def indexes(self) -> Indexes:
        """The indexes below, for tests and measurements; they may change."""
        return self._session.indexes

    @property
    def encoder(self) -> Encoder:
        """The encoder in use, for tests and measurements; it may change.

        Raises:
            ModelError: It cannot be loaded.
        """
        return self._session.encoder

    @property
    def directory(self) -> Path:
        """The folder that it lives in."""
        return self._session.directory

    @property
    def model(self) -> str:
        """The name of the embedding model in use, "" before the first embedding."""
        return self._session.store.database.meta("model")

    def prepare(self) -> None:
        """Load the model now, so that one that cannot be loaded fails before any work is done.

        Raises:
            ModelError: It cannot be loaded.
        """
        self._session.prepare()

    def sync(self, progress: Progress | None = None) -> None:
        """Embed what has no vector yet and bring the indexes up to date."""
        self._session.sync(progress)

    def reindex(
        self,
        *,
        model: str | None = None,
        index: str | None = None,
        progress: Progress | None = None,
    ) -> int:
        """Build both indexes anew, with another model or index if named (``docs/milvus.md``).

        Raises:
            InputError, ModelError, StoreError: They cannot be used; nothing was changed.
        """
        self._session.reindex(model, progress, index)
        return self._session.store.passages.count()

    def undoable(self) -> list[Undoable]:
        """Return the commands that can be undone, newest first."""
        return self._session.store.undo.all()

    def undo(self, command: int | None = None) -> Undoable:
        """Bring back the works of a destructive command (default: the last) as they were.

        Raises:
            UnknownError: There is no such command, or nothing to undo.
            InputError: None is named, and the last one cannot be undone.
        """
        from causalkb.ingest.passages import rebuild_passages

        session = self._session
        with session.store.database.atomic():
            undone, work_ids = session.store.undo.restore(command)
            for work_id in work_ids:
                rebuild_passages(session.store, session.chunk, work_id)
        return undone

    def backup(self, target: str | Path) -> Path:
        """Write a consistent copy of the store to one file, and return its path.

        The raw files of stored runs (``kb.probes``) are in it. Its last line is a checksum, which
        ``restore`` compares.

        Raises:
            InputError: The file exists already or cannot be written, or one of a run not be read.
        """
        path = expanded(target)
        if path.exists():
            raise InputError(f"{path} exists already; name another file")
        try:
            self._session.store.database.backup(path, with_files=True)
        except OSError as error:
            raise InputError(f"cannot write {path}: {error}") from error
        return path

    def export_all(self, folder: str | Path, *, force: bool = False) -> ArchiveExport:
        """Write the whole knowledge base into a folder as text files, and return what was done.

        Files that already say the same are not touched, and neither are those of others.

        Args:
            folder: Where to; it is made where there is none.
            force: Replace files that someone else wrote, or changed since the last time.

        Raises:
            InputError: A file is not this knowledge base's to replace, or cannot be written.
        """
        from causalkb.archive.export import export_all

        return export_all(self._session.store, Path(folder).expanduser(), force=force)

    def site(
        self,
        folder: str | Path,
        options: SiteOptions | None = None,
        *,
        force: bool = False,
        progress: Progress | None = None,
    ) -> SiteBuilt:
        """Write the evidence as a static web site into a folder, and return what was written.

        The site is complete before it takes the folder's place. Other files in the folder stay.

        Args:
            folder: Where to; it is made where there is none.
            options: What to show; default: everything but abstracts, paths and private notes.
            force: Write into a folder that is not empty and not a site.
            progress: Called as work goes on.

        Raises:
            UnknownError: There is no such question.
            InputError: There is nothing to show, an option cannot be used, or the folder cannot be
                written or holds other files.
        """
        from causalkb.site.build import build_site
        from causalkb.site.options import SiteOptions

        chosen = options or SiteOptions()
        return build_site(self._session, expanded(folder), chosen, force=force, progress=progress)

    def serve_site(
        self,
        folder: str | Path,
        options: SiteOptions | None = None,
        *,
        port: int = 8000,
        force: bool = False,
        ready: Callable[[str, SiteBuilt], None] | None = None,
        rebuilt: Callable[[SiteBuilt | CausalKBError], None] | None = None,
    ) -> None:
        """Write a site, serve it to this machine, and write it anew when something changes.

        It goes on until it is interrupted.

        Args:
            folder, options, force: As for :meth:`site`.
            port: The port of 127.0.0.1; 0 is any that is free.
            ready: Called with the address when the site can be seen.
            rebuilt: Called with what was written, or with why nothing was.

        Raises:
            InputError: The port is taken, or as for :meth:`site`.
        """
        from causalkb.site.options import SiteOptions
        from causalkb.site.server import serve_site

        chosen = options or SiteOptions()
        serve_site(
            self._session,
            expanded(folder),
            chosen,
            port=port,
            force=force,
            ready=ready,
            rebuilt=rebuilt,
        )

    def import_all(
        self, folder: str | Path, *, embed: bool = True, progress: Progress | None = None
    ) -> AddResult:
        """Read a whole knowledge base from a folder of text files, and return the account.

        Args:
            folder: What :meth:`export_all` wrote, or a folder of that layout.
            embed: Embed and index at once; otherwise the next search does.
            progress: Called as work goes on.

        Raises:
            InputError: It is not such a folder, or a newer causalkb wrote it.
        """
        from causalkb.archive.adding import add_folder
        from causalkb.ingest.options import AddOptions

        return add_folder(self._session, folder, AddOptions(embed=embed, progress=progress))

    def to_frames(self, filters: Filters | None = None) -> Frames:
        """Return works, claims, stances, hypotheses and relations as data frames of pandas.

        Args:
            filters: Only works and claims that pass; hypotheses are all there.

        Raises:
            InputError: pandas is not installed (extra ``causalkb[frames]``).
            UnknownError: A filter names what does not exist.

        >>> import tempfile
        >>> from causalkb import KnowledgeBase
        >>> with KnowledgeBase.open(tempfile.mkdtemp(), create=True) as kb:
        ...     result = kb.add_content(b"@book{pearl2009causality, year={2009}}", "paper.bib")
        ...     kb.to_frames().works[["key", "year"]].to_dict("records")
        [{'key': 'pearl2009causality', 'year': 2009}]
        """
        from causalkb.formats.frames import frames
        from causalkb.records import Filters

        return frames(self._session.store, filters or Filters())

    def add_content(
        self,
        content: bytes,
        name: str,
        *,
        format: str | None = None,
        keywords: Keywords | str = Keywords.TAGS,
        ocr: bool = True,
        embed: bool = True,
        progress: Progress | None = None,
    ) -> AddResult:
        """Add what a file called ``name`` would hold, see ``add``.

        Raises:
            InputError: There is no reader for it.
        """
        from causalkb.ingest.adding import add_content
        from causalkb.ingest.options import AddOptions

        options = AddOptions(format, None, None, keywords, embed, progress, ocr)
        return add_content(self._session, content, name, options)

    def watch(
        self,
        *folders: str | Path,
        poll: bool = False,
        settle: float = 2.0,
        rescan: float = 300.0,
        keywords: Keywords | str = Keywords.TAGS,
        ocr: bool = True,
        stop: Event | None = None,
    ) -> Iterator[AddResult]:
        """Add what is in folders, then what is new or changed there; yield an account each time.

        Args:
            folders: Read as ``add`` reads folders; ``.causalkbignore`` leaves files out.
            poll: Look every few moments instead of waiting for events, which network disks lack.
            settle: Seconds for which a file must rest before it is read.
            rescan: Seconds after which everything is looked at without an event.
            keywords: As for ``add``.
            ocr: As for ``add``.
            stop: Ends it when it is set; so does Ctrl-C, as a KeyboardInterrupt.

        Raises:
            InputError: One is not a folder, or cannot be watched.
        """
        from causalkb.ingest.adding import add_files
        from causalkb.ingest.options import AddOptions
        from causalkb.ingest.watching import watch

        return watch(
            lambda files: add_files(self._session, files, AddOptions(keywords=keywords, ocr=ocr)),
            folders,
            settle=settle,
            rescan=rescan,
            poll=poll,
            stop=stop,
        )

    def add_corpus(self, progress: Progress | None = None) -> AddResult:
        """Load questions, works, notes and suppressions that ship; what a person edited stays."""
        from causalkb.ingest.adding import add_corpus

        return add_corpus(self._session, progress)

    def add_questions(self, path: Path | None = None) -> int:
        """Store the questions and hypotheses of a YAML file (default: the shipped ones)."""
        from causalkb.ingest.corpus import load_questions
        from causalkb.paths import resource

        return load_questions(self._session.store, path or resource("corpus") / "questions.yaml")

    @staticmethod
    def restore(backup: str | Path, path: str | Path | None = None) -> Path | None:
        """Replace the knowledge base in a folder by a backup.

        The raw files of stored runs come back beside it; a file that was changed since is kept
        under another name.

        Args:
            backup: A file that :meth:`backup` wrote.
            path: The folder; default as in :meth:`open`. It is made where there is none.

        Returns:
            Where the store that was there before is kept, ``None`` where there was none.

        Raises:
            StoreError: The backup is not one, is damaged, or of a newer version.
        """
        from causalkb.store.restore import restore

        directory = default_directory() if path is None else expanded(path)
        return restore(expanded(backup), directory)
