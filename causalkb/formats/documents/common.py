"""What an extractor of a document found → a work with its full text."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from causalkb.formats.bibtex.names import names_as_text
from causalkb.formats.fields import to_work
from causalkb.formats.tagged import people_of
from causalkb.records import FROM_FILE, FullText, ParsedWork, Problem, Work, WorkFile
from causalkb.text import clean_line

MAX_BYTES = 32 * 1024 * 1024
"""Bytes of a web page or a text; Word files and EPUBs, which hold pictures, may be larger."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of document: the name of its format, its media type, the version of its reader."""

    name: str
    media_type: str
    version: str
    type: str = "misc"
    most: int = MAX_BYTES


def read_document(kind: Kind, data: bytes, source: str) -> Iterator[ParsedWork | Problem]:
    """Yield the work of a document with its text, read in a process of its own, or a problem."""
    from causalkb.formats.processes import READER

    if len(data) > kind.most:
        reason = f"is larger than {kind.most >> 20} MiB"
        yield Problem(source, reason, hint="split it into smaller files")
        return
    messages = READER.run(kind.name, data, PurePath(source).name)
    answer = messages[-1] if messages else {"failed": "holds nothing", "hint": ""}
    yield document_of(kind, answer, data, source)


def document_of(
    kind: Kind, answer: Mapping[str, Any], data: bytes, source: str
) -> ParsedWork | Problem:
    """Return the work of what an extractor found: ``{"parts", "front"}`` or ``{"failed", "hint"}``.

    ``front`` holds fields by their BibTeX names, ``author`` and ``editor`` as lists of names, and
    ``titles``, by which the work is found where it is there already.
    """
    if "failed" in answer:
        return Problem(source, answer["failed"], hint=answer["hint"])
    parts = tuple((locator, text) for locator, text in answer["parts"] if text.strip())
    if not parts:
        return Problem(source, "holds no text", hint="open it to see whether it is the right file")
    front = dict(answer["front"])
    titles = tuple(front.pop("titles", ()))
    file = WorkFile(
        path=source,
        sha256=hashlib.sha256(data).hexdigest(),
        bytes=len(data),
        media_type=kind.media_type,
        reader=kind.version,
    )
    work = _work(kind, front, source)
    text = FullText(file, parts, tuple(dict.fromkeys([work.title, *titles])))
    return ParsedWork(work, source, entry=kind.name, text=text)


def _work(kind: Kind, front: dict[str, Any], source: str) -> Work:
    authors = people_of(dict.fromkeys(front.pop("author", ())))
    editors = people_of(dict.fromkeys(front.pop("editor", ())))
    fields = {name: clean_line(str(value)) for name, value in front.items() if value}
    if translators := people_of(front.pop("translator", ())):
        fields["translator"] = names_as_text(translators)
    fields.setdefault("title", title_of_file(source))
    fields = {name: value for name, value in fields.items() if value}
    type = "online" if kind.type == "misc" and "url" in fields else kind.type
    work, _ = to_work("", type, fields, authors=authors, editors=editors, tags=(FROM_FILE,))
    return work


def title_of_file(source: str) -> str:
    """Return what the name of a file says of its title.

    >>> title_of_file("/papers/Seeing_versus doing.html")
    'Seeing versus doing'
    """
    return clean_line(PurePath(source).stem.replace("_", " "))
