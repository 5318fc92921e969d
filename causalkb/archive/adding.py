"""Adding a folder that holds a whole knowledge base as text."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from causalkb.archive import other_records
from causalkb.archive.folder import Folder
from causalkb.archive.from_files import Parsed, parse_folder
from causalkb.archive.from_store import contents_of
from causalkb.archive.layout import is_archive
from causalkb.archive.marked import read_marked
from causalkb.archive.proposed import read_candidates
from causalkb.archive.reading_in import ReadingIn
from causalkb.archive.state import State, load_state, save_state
from causalkb.archive.work_files import read_files
from causalkb.archive.works_and_notes import Count, WorksAndNotes
from causalkb.errors import InputError
from causalkb.formats.registry import is_document
from causalkb.ingest.account import total
from causalkb.ingest.adding import Session, add_files
from causalkb.ingest.importer import Importer
from causalkb.ingest.options import AddOptions, Progress
from causalkb.ingest.passages import rebuild_passages
from causalkb.records import AddResult


def add_folder(session: Session, folder: str | Path, options: AddOptions) -> AddResult:
    """Read a whole knowledge base from a folder of text files, and return the account.

    Into an empty knowledge base everything comes as it is; into another, what changed in the
    folder since this knowledge base last wrote or read it (``causalkb.archive.merging``).

    Raises:
        InputError: The folder cannot be read, or a newer causalkb wrote it.
    """
    path = Path(folder)
    if not is_archive(path):
        raise InputError(
            f"{path} is not a folder with a knowledge base as text (it has no questions.yaml);"
            " 'causalkb export --all DIR' writes one"
        )
    path = path.expanduser()
    results: list[AddResult] = []
    try:
        _read_in(session, path.resolve(), results, options)
    except KeyboardInterrupt:
        results.append(AddResult(interrupted=True))
    return total(results)


def _read_in(
    session: Session,
    root: Path,
    results: list[AddResult],
    options: AddOptions,
) -> None:
    store, embed, progress = session.store, options.embed, options.progress
    parsed = parse_folder(root)
    mine = contents_of(store)
    before = load_state(store.database, root)
    reading = ReadingIn(
        root, store, parsed, before, mine, mine.digests(), parsed.contents.digests()
    )
    exact = parsed.marked and not store.works.count()
    importer = Importer(store, session.chunk if embed else None, whole=True, by_key=exact)
    other_records.read_words(reading)
    other_records.read_questions(reading)
    works = WorksAndNotes(reading, importer)
    results.append(works.works(_counting(progress, "Reading works")))
    if results[-1].interrupted:
        return
    results += works.notes(_counting(progress, "Reading notes"))
    results.append(AddResult(problems=tuple(importer.relate())))
    works.mark()
    other_records.read_suppressions(reading)
    other_records.read_documents(reading)
    other_records.read_codings(reading)
    other_records.read_decisions(reading)
    read_candidates(reading)
    chunk = session.chunk if embed else None
    read_marked(reading, lambda work_id: rebuild_passages(store, chunk, work_id))
    read_files(reading)
    if exact:
        other_records.read_shipped(reading)
    results.append(AddResult(problems=tuple(reading.problems)))
    with store.database.atomic():
        save_state(store.database, root, _state(reading, parsed))
    if documents := _documents(root):
        results.append(add_files(session, documents, replace(options, embed=False)))
    if embed:
        session.sync(progress)


def _documents(root: Path) -> list[Path]:
    """Return the papers (PDF and the like) that lie in a folder beside the text files."""
    return [root / path for path in Folder(root).files if is_document(Path(path))]


def _state(reading: ReadingIn, parsed: Parsed) -> State:
    """Return what there is in the folder by now, as far as it could be read."""

    def failed(name: str) -> bool:
        kind, _, subject = name.partition(" ")
        key = subject.rpartition("#")[0] if kind == "claims" else subject
        return kind in parsed.failed or f"notes {key}" in parsed.failed

    old = {name: said for name, said in reading.before.records.items() if failed(name)}
    read = {n: said for n, said in reading.there.items() if n not in reading.refused}
    return State(parsed.files, {**old, **read})


def _counting(progress: Progress | None, what: str) -> Count | None:
    return None if progress is None else lambda done: progress(what, done, 0)
