"""The full texts of works: stored page by page, and given out for chunking and for quotes.

A reader yields a :class:`~causalkb.records.ParsedWork` with ``text``, a
:class:`~causalkb.records.FullText`; the importer finds or makes the work and stores the text here.
What already knows its work calls :func:`store_document` within ``Database.atomic()`` and then
``causalkb.ingest.passages.rebuild_passages``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from causalkb.records import FullText, Section, WorkFile
from causalkb.store.store import Store
from causalkb.text import clean
from causalkb.vocabulary import PassageKind

_SENTENCE_ENDS = (".", "?", "!", ":", ";", ")", "]", '"', "”", "’")


def store_document(
    store: Store, work_id: int, pages: Iterable[tuple[str | None, str]], file: WorkFile
) -> bool:
    """Attach a file to a work with the text of its pages; return whether anything changed.

    Belongs inside the caller's ``Database.atomic()``; the passages of the work are the caller's.

    Args:
        store: Where to.
        work_id: Row id of the work.
        pages: The locator ("p. 2", "§ 3", or ``None``) and text of each page or part, in order;
            paragraphs are separated by an empty line. Empty ones are left out. None at all: the
            file is attached without a text.
        file: The file; ``sha256`` says whose text it is. One of the same path, or of the same
            content at a path where there is no file any more, is replaced.
    """
    kept = [(locator, text) for locator, page in pages if (text := clean(page).strip())]
    if kept and not file.sha256:
        raise ValueError("a text needs the hash of the file that it was read from")
    for other in store.files.of_works([work_id]).get(work_id, []):
        moved = other.sha256 and other.sha256 == file.sha256 and other.path != file.path
        if moved and is_there(other):
            file = other
        elif moved:
            store.files.remove(work_id, other.path)
    changed = store.files.put(work_id, file)
    if kept and kept != store.files.text(file.sha256):
        store.files.put_text(file.sha256, kept)
        changed = True
    return changed


def is_there(file: WorkFile) -> bool:
    """Whether a file is where it was last seen; of one that came with a folder of text, the place
    is not known.
    """
    return Path(file.path).is_absolute() and Path(file.path).is_file()


def store_full_text(store: Store, work_id: int, text: FullText) -> bool:
    """Attach a file with its text as a reader gave it; see :func:`store_document`."""
    return store_document(store, work_id, text.pages, text.file)


def sections_of(store: Store, work_id: int) -> list[Section]:
    """Return the full text of a work as sections to be chunked, a page each.

    A sentence that goes on on the next page stands whole on the page on which it begins. The
    pages of a second file (a supplement) have its name before their locators.
    """
    sections: list[Section] = []
    for n, (name, pages) in enumerate(_texts(store, work_id)):
        for locator, text in whole_sentences(pages):
            place = f"{name}, {locator}" if n and locator else locator or (name if n else None)
            sections.append(Section(PassageKind.TEXT, text, place))
    return sections


def full_text(store: Store, work_id: int) -> str:
    """Return the full texts of a work's files one after the other, pages separated by a line."""
    return "\n".join(text for _, pages in _texts(store, work_id) for _, text in pages)


def _texts(store: Store, work_id: int) -> Iterator[tuple[str, list[tuple[str | None, str]]]]:
    """Yield the name of each file of a work that has a text, and the text; each text once."""
    seen: set[str] = set()
    for file in store.files.of_works([work_id]).get(work_id, []):
        if file.sha256 and file.sha256 not in seen:
            seen.add(file.sha256)
            if pages := store.files.text(file.sha256):
                yield Path(file.path).name, pages


def whole_sentences(
    pages: Sequence[tuple[str | None, str]],
) -> Iterator[tuple[str | None, str]]:
    """Move the rest of a sentence that a page break divides to the page on which it begins."""
    from causalkb.sentences import sentences

    texts = [text for _, text in pages]
    for n, (text, following) in enumerate(pairwise(texts)):
        if not text or text.endswith(_SENTENCE_ENDS) or not following[:1].islower():
            continue
        paragraph, gap, others = following.partition("\n\n")
        first, *more = sentences(paragraph) or [""]
        rest = " ".join(more)
        texts[n] = f"{text} {first}"
        texts[n + 1] = f"{rest}{gap}{others}" if rest else others
    for (locator, _), text in zip(pages, texts, strict=True):
        if text.strip():
            yield locator, text
