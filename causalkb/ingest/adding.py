"""Adding: files, folders and the shipped corpus, read, stored, chunked and embedded in one go."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from causalkb.errors import InputError
from causalkb.ingest.importer import Chunk
from causalkb.records import AddResult, ParsedItem, Problem
from causalkb.store.store import Store

if TYPE_CHECKING:
    from causalkb.formats.plugins import Format

Progress = Callable[[str, int, int], None]


class Session(Protocol):
    """What adding needs of an open knowledge base."""

    @property
    def store(self) -> Store:
        """The open store."""

    @property
    def chunk(self) -> Chunk:
        """Chunk a work into passages."""

    def sync(self, progress: Progress | None = None) -> None:
        """Embed what has no vector yet and bring the indexes up to date."""


def add_files(
    session: Session,
    sources: Sequence[str | Path],
    *,
    format: str | None = None,
    colours: Mapping[str, str] | None = None,
    embed: bool = True,
    progress: Progress | None = None,
) -> AddResult:
    """Add files, folders and libraries and return the account; see ``KnowledgeBase.add``."""
    from causalkb.formats.registry import format_named
    from causalkb.formats.zotero.places import is_zotero
    from causalkb.ingest.sources import expand
    from causalkb.ingest.zotero import libraries

    wanted = None if format is None else format_named(format)
    of_zotero = [source for source in sources if wanted is None and is_zotero(source)]
    files = expand([source for source in sources if source not in of_zotero], wanted)
    read = libraries(session.store, of_zotero, colours)
    parsed = ((_read(file, wanted), str(file.resolve())) for file in files)
    return _add(session, chain(read, parsed), embed=embed, progress=progress)


def add_content(
    session: Session,
    content: bytes,
    name: str,
    *,
    format: str | None = None,
    embed: bool = True,
    progress: Progress | None = None,
) -> AddResult:
    """Add what a file called ``name`` would hold; see ``KnowledgeBase.add_content``."""
    from causalkb.formats.registry import format_named, read_content

    items = read_content(content, name, None if format is None else format_named(format))
    return _add(session, [(items, name)], embed=embed, progress=progress)


def add_corpus(session: Session, progress: Progress | None = None) -> AddResult:
    """Load all that ships with causalkb; see ``KnowledgeBase.add_corpus``."""
    from causalkb.formats.registry import read_source
    from causalkb.ingest.corpus import (
        load_codings,
        load_documents,
        load_shipped_questions,
        load_suppressions,
    )
    from causalkb.ingest.sources import expand
    from causalkb.paths import resource
    from causalkb.store.vocabularies import seed

    root = resource("corpus")
    with session.store.database.atomic():
        seed(session.store.database.conn)
    load_shipped_questions(session.store, root / "questions.yaml")
    load_suppressions(session.store, root / "audit.yaml")
    load_documents(session.store, root)
    # Pages that describe the corpus lie beside its bibliographies and are not notes.
    parsed = (
        (read_source(file), f"corpus:{file.relative_to(root).as_posix()}")
        for file in expand([*sorted(root.glob("*.bib")), root / "notes"])
    )
    result = _add(session, parsed, embed=True, progress=progress)
    if not result.interrupted:  # a second reading names claims, which come first
        load_codings(session.store, root / "codings.csv")
    return result


def _add(
    session: Session,
    parsed: Iterable[tuple[Iterator[ParsedItem], str]],
    *,
    embed: bool,
    progress: Progress | None,
) -> AddResult:
    from causalkb.ingest.account import total
    from causalkb.ingest.importer import Importer

    importer = Importer(session.store, session.chunk if embed else None)
    results: list[AddResult] = []
    try:
        for items, source in parsed:
            before = sum(r.entries for r in results)
            note = None if progress is None else _counting(progress, before)
            results.append(importer.run(items, source, note))
            if results[-1].interrupted:
                break
        results.append(AddResult(problems=tuple(importer.relate())))
        if embed and not any(r.interrupted for r in results):
            session.sync(progress)
    except KeyboardInterrupt:
        # Between two entries or while embedding: the account of what is stored is not lost.
        results.append(AddResult(interrupted=True))
    return total(results)


def _read(file: Path, format: Format | None) -> Iterator[ParsedItem]:
    """Read a file; one that cannot be read any more is a failure and costs the others nothing."""
    from causalkb.formats.registry import read_source

    try:
        return read_source(file, format)
    except InputError as error:
        return iter([Problem(str(file), str(error).removeprefix(f"{file}: "))])


def _counting(progress: Progress, before: int) -> Callable[[int], None]:
    return lambda done: progress("Reading entries", before + done, 0)
