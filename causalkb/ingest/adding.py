"""Adding: files, folders and the shipped corpus, read, stored, chunked and embedded in one go."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from causalkb.errors import InputError
from causalkb.ingest.attachments import Attachments
from causalkb.ingest.keywords import with_tags
from causalkb.ingest.options import AddOptions, Progress
from causalkb.ingest.passages import Chunk
from causalkb.ingest.read_before import ReadBefore
from causalkb.ingest.reading_files import Read, read_one
from causalkb.paths import expanded
from causalkb.records import AddResult
from causalkb.store.store import Store
from causalkb.vocabulary import Keywords

if TYPE_CHECKING:
    from causalkb.formats.plugins import Format


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

    def learn(self, progress: Progress | None = None) -> None:
        """Bring the indexes up to date, with a map of the vectors where one helps."""


def add_files(
    session: Session,
    sources: Sequence[str | Path],
    options: AddOptions,
) -> AddResult:
    """Add files, folders and libraries and return the account; see ``KnowledgeBase.add``."""
    from causalkb.formats.pdf.ocr import recognising
    from causalkb.formats.processes import READER
    from causalkb.formats.registry import format_named
    from causalkb.formats.zotero.places import is_zotero
    from causalkb.ingest.identifiers_online import is_identifier, works_of
    from causalkb.ingest.sources import expand, left_out

    wanted = None if options.format is None else format_named(options.format)
    of_zotero = [source for source in sources if wanted is None and is_zotero(source)]
    online = [source for source in sources if wanted is None and is_identifier(source)]
    others = [s for s in sources if s not in of_zotero and s not in online]
    paths = expand(others, wanted)
    told = AddResult(problems=tuple(left_out(others, wanted)))
    folder = () if options.files is None else (_folder(options.files),)
    tags = _keywords(options.keywords) is Keywords.TAGS
    parsed = (part for path in paths for part in _parts(session.store, path, wanted, folder, tags))
    read = _libraries(session.store, of_zotero, options, folder)
    try:
        parts = chain(read, works_of(online), parsed, [(told, "")])
        with recognising(options.ocr, options.progress):
            return _add(session, parts, embed=options.embed, progress=options.progress)
    finally:
        READER.close()


def _libraries(
    store: Store, sources: Sequence[str | Path], options: AddOptions, folders: Sequence[Path]
) -> Iterator[tuple[Read, str]]:
    if not sources and options.colours is None:
        return iter(())
    from causalkb.ingest.zotero import libraries

    return libraries(store, sources, options.colours, folders)


def _parts(
    store: Store, path: Path, format: Format | None, folders: Sequence[Path], tags: bool
) -> Iterator[tuple[Read, str]]:
    """Yield what a file holds, then what the files hold that its entries name."""
    source = str(path.resolve())
    before = ReadBefore(store, source, "keywords as tags" if tags else "keywords as fields")
    read = read_one(store, path, format, before)
    if isinstance(read, AddResult):
        yield read, source
        return
    attachments = Attachments(store, [path.resolve().parent, *folders])
    read = before.watch(with_tags(read) if tags else read)
    yield attachments.watch(read), source
    before.keep(names_files=not attachments.is_empty)  # the importer has stored all of it by now
    yield from attachments.read(source)


def _keywords(word: Keywords | str) -> Keywords:
    try:
        return Keywords(word)
    except ValueError:
        raise InputError(f"keywords are made {' or '.join(Keywords)}, not {word!r}") from None


def _folder(path: str | Path) -> Path:
    folder = expanded(Path(path))
    if not folder.is_dir():
        raise InputError(f"{path} is not a folder; --files names the folder with the files")
    return folder.resolve()


def add_content(
    session: Session,
    content: bytes,
    name: str,
    options: AddOptions,
) -> AddResult:
    """Add what a file called ``name`` would hold; see ``KnowledgeBase.add_content``."""
    from causalkb.formats.pdf.ocr import recognising
    from causalkb.formats.registry import format_named, read_content

    wanted = None if options.format is None else format_named(options.format)
    items = read_content(content, name, wanted)
    if _keywords(options.keywords) is Keywords.TAGS:
        items = with_tags(items)
    with recognising(options.ocr, options.progress):
        return _add(session, [(items, name)], embed=options.embed, progress=options.progress)


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
        if result.added or result.updated:
            session.learn(progress)
        else:
            session.sync(progress)
    return result


def _add(
    session: Session,
    parsed: Iterable[tuple[Read, str]],
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
            if isinstance(items, AddResult):
                results.append(items)
                continue
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
    account = total(results)
    _tell_undo(session.store, account)
    return account


def _tell_undo(store: Store, account: AddResult) -> None:
    """Keep 'undo' from reaching past an import that it cannot undo to an earlier command."""
    if account.updated or not (account.added or account.failed):
        return
    new = len(account.added)
    if new:
        text = f"added {new} new {'work' if new == 1 else 'works'} ('causalkb remove' takes"
        text += f" {'it' if new == 1 else 'them'} out again)"
    else:
        text = "changed nothing"
    with store.database.atomic():
        store.undo.pass_over(f"the last command, an import, {text}")


def _counting(progress: Progress, before: int) -> Callable[[int], None]:
    return lambda done: progress("Reading entries", before + done, 0)
