"""PDF → a work with its full text: see ``docs/formats.md`` for what is kept and lost."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from causalkb.formats.pdf.damage import page_list
from causalkb.formats.processes import READER
from causalkb.records import FROM_FILE, FullText, ParsedItem, ParsedWork, Problem, Work, WorkFile
from causalkb.text import clean_line
from causalkb.vocabulary import Severity

MEDIA_TYPE = "application/pdf"
VERSION = "pdf-1"
"""Of this reader: a file that an earlier one read is read again."""
ENTRY = "pdf"
"""The name of the one entry that a PDF is."""


def read(data: bytes, source: str) -> Iterator[ParsedItem]:
    """Yield the work that a PDF holds, with its text; a problem where there is no text.

    Title, DOI and arXiv id are what the first two pages say of the work itself.
    """
    *_, answer = READER.run("pdf", data, Path(source).name)
    if "failed" in answer:
        yield Problem(source, answer["failed"], hint=answer["hint"])
        return
    pictures, count = answer["pictures"], answer["count"]
    if not any(answer["pages"]):
        what = "scanned: no text" if pictures else "blank: nothing"
        yield Problem(source, f"is {what} on {_of(count, count)}", hint=_ocr() if pictures else "")
        return
    if pictures:
        reason = f"no text on {_of(len(pictures), count)} (p. {page_list(pictures)})"
        yield Problem(source, reason, hint=_ocr(), severity=Severity.WARNING)
    yield ParsedWork(
        _work(answer["front"], source), source, entry=ENTRY, text=_text(answer, data, source)
    )


_OCR = "'ocrmypdf --skip-text IN.pdf OUT.pdf' adds the text of pictures; then add OUT.pdf"
_NO_OCR = f"install ocrmypdf (it is not on PATH): {_OCR}"


def _ocr() -> str:
    """What to do about a scan; recognising text takes minutes, so that the user starts it."""
    return _OCR if shutil.which("ocrmypdf") else _NO_OCR


def _of(some: int, count: int) -> str:
    return f"{some} of {count} {'page' if count == 1 else 'pages'}"


def _work(front: dict[str, Any], source: str) -> Work:
    arxiv = front["arxiv"] or None
    return Work(
        "",
        title=clean_line(front["title"]) or Path(source).stem,
        doi=front["doi"] or None,
        arxiv=arxiv,
        year=2000 + int(arxiv[:2]) if arxiv and arxiv[:4].isdigit() else None,
        tags=(FROM_FILE,),
    )


def _text(answer: dict[str, Any], data: bytes, source: str) -> FullText:
    front = answer["front"]
    file = WorkFile(
        path=source,
        sha256=hashlib.sha256(data).hexdigest(),
        bytes=len(data),
        pages=answer["count"],
        media_type=MEDIA_TYPE,
        reader=VERSION,
        version=f"arXiv:{front['arxiv']}{front['version']}" if front["arxiv"] else "",
    )
    pages = tuple((f"p. {n}", text) for n, text in enumerate(answer["pages"], 1) if text)
    return FullText(file, pages, tuple(front["titles"]))
