"""PDF → a work with its full text: see ``docs/formats.md`` for what is kept and lost."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from causalkb.formats.pdf import ocr
from causalkb.formats.pdf.damage import page_list
from causalkb.formats.processes import READER
from causalkb.records import (
    FROM_FILE,
    FullText,
    ParsedItem,
    ParsedWork,
    Problem,
    Remark,
    Work,
    WorkFile,
)
from causalkb.text import clean_line
from causalkb.vocabulary import Severity

MEDIA_TYPE = "application/pdf"
VERSION = "pdf-1"
"""Of this reader: a file that an earlier one read is read again."""
_RECOGNISED = f"{VERSION}, {ocr.PROGRAM}"
_PICTURES_LEFT = f"{VERSION}, pictures left"
ENTRY = "pdf"
"""The name of the one entry that a PDF is."""

_Answer = dict[str, Any]


def is_current(reader: str) -> bool:
    """Whether a text that ``reader`` read is as good as this reader would read it now."""
    if reader == _PICTURES_LEFT:
        return not (ocr.is_wanted() and ocr.program())
    return reader in (VERSION, _RECOGNISED)


def read(data: bytes, source: str) -> Iterator[ParsedItem]:
    """Yield the work that a PDF holds, with its text; a problem where there is no text.

    Title, DOI and arXiv id are what the first two pages say of the work itself. Pages that are
    pictures are recognised by ocrmypdf, where it is on PATH.
    """
    *_, answer = READER.run("pdf", data, Path(source).name)
    if "failed" in answer:
        yield Problem(source, answer["failed"], hint=answer["hint"])
        return
    reader, reason, hint = VERSION, "", ""
    scanned = answer["pictures"]
    if scanned:
        try:
            answer = _recognised(answer, data, source)
            reader, reason = _RECOGNISED, f", and {ocr.PROGRAM} found none"
        except ocr.RecognitionError as error:
            reader, (reason, hint) = _PICTURES_LEFT, error.args
    left, count = answer["pictures"], answer["count"]
    if not any(answer["pages"]):
        what = "scanned: no text" if left else "blank: nothing"
        yield Problem(source, f"is {what} on {_of(count, count)}{reason}", hint=hint)
        return
    if done := [number for number in scanned if number not in left]:
        text = f"{ocr.PROGRAM} recognised the text of {_pages(done, count)}"
        yield Remark(source, f"{text}; compare quotes with the page")
    if left:
        reason = f"no text on {_pages(left, count)}{reason}"
        yield Problem(source, reason, hint=hint, severity=Severity.WARNING)
    yield ParsedWork(
        _work(answer["front"], source),
        source,
        entry=ENTRY,
        text=_text(answer, data, source, reader),
    )


def _recognised(answer: _Answer, data: bytes, source: str) -> _Answer:
    """Return what is found in a PDF once the text of its pictures was recognised.

    Raises:
        RecognitionError: It was not: what is to be said of that ("" for nothing), and what to do.
    """
    if ocr.program() is None:
        hint = f"install {ocr.PROGRAM} (it is not on PATH): {ocr.BY_HAND}"
        raise ocr.RecognitionError("", hint)
    if not ocr.is_wanted():
        raise ocr.RecognitionError("", f"without --no-ocr, {ocr.PROGRAM} is asked for it")
    try:
        made = ocr.recognised(data, Path(source).name, len(answer["pictures"]))
    except ocr.RecognitionError as error:
        raise ocr.RecognitionError(f"; {error}", ocr.BY_HAND) from error
    *_, found = READER.run("pdf", made, Path(source).name)
    if "failed" in found or found["count"] != answer["count"]:
        why = found.get("failed") or f"has {_of(found['count'], found['count'])}"
        reason = f"; what {ocr.PROGRAM} made of it {why}"
        raise ocr.RecognitionError(reason, ocr.BY_HAND)
    return found


def _of(some: int, count: int) -> str:
    return f"{some} of {count} {'page' if count == 1 else 'pages'}"


def _pages(numbers: Sequence[int], count: int) -> str:
    return f"{_of(len(numbers), count)} (p. {page_list(numbers)})"


def _work(front: _Answer, source: str) -> Work:
    arxiv = front["arxiv"] or None
    return Work(
        "",
        title=clean_line(front["title"]) or Path(source).stem,
        doi=front["doi"] or None,
        arxiv=arxiv,
        year=2000 + int(arxiv[:2]) if arxiv and arxiv[:4].isdigit() else None,
        tags=(FROM_FILE,),
    )


def _text(answer: _Answer, data: bytes, source: str, reader: str) -> FullText:
    front = answer["front"]
    file = WorkFile(
        path=source,
        sha256=hashlib.sha256(data).hexdigest(),
        bytes=len(data),
        pages=answer["count"],
        media_type=MEDIA_TYPE,
        reader=reader,
        version=f"arXiv:{front['arxiv']}{front['version']}" if front["arxiv"] else "",
    )
    pages = tuple((f"p. {n}", text) for n, text in enumerate(answer["pages"], 1) if text)
    return FullText(file, pages, tuple(front["titles"]))
