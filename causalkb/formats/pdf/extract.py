"""Text and front matter of one PDF; runs in the process of ``causalkb.formats.processes``.

PDFium reads the pages in the order of their content, which is that of the columns; sorting by
position would mix them. Where PDFium cannot open a file, pypdf is tried.
"""

from __future__ import annotations

import logging
from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from causalkb.formats.pdf.damage import PASSWORD, reason_and_hint, start_of_pdf
from causalkb.formats.pdf.front import Front, Line, front_of, without_stamp
from causalkb.formats.pdf.glyphs import plain
from causalkb.formats.pdf.layout import pages_of

MOST_PAGES = 20_000
MOST_CHARACTERS = 400_000
"""Characters of one page; a page of small print has 10,000."""
MOST_IN_ALL = 60_000_000
_TEXT_OF_PAGE = 20
"""A page with fewer letters may be a picture."""
_CURVES = 20
"""Lines and curves on a page with a few letters, from which it is a drawing."""
_NAMES = ("Title", "Subject", "Keywords", "doi", "WPS-ARTICLEDOI", "Author")

Message = dict[str, Any]


class NotReadableError(Exception):
    """A file that cannot be read: the reason and what to do."""


def extract(data: bytes, name: str) -> Iterator[Message]:
    """Yield what is found in a PDF as messages: progress (``at``), then one of the whole.

    The last is ``{"failed": reason, "hint": what to do}``, or ``{"pages": texts, "count": n,
    "pictures": numbers of pages that are pictures, "front": {...}, "references": page or None,
    "by": the library}``.
    """
    begin = max(start_of_pdf(data), 0)
    try:
        read = yield from _read(data[begin:] if begin else data)
    except NotReadableError as error:
        reason, hint = error.args
        yield {"failed": reason, "hint": hint}
        return
    texts = [plain(page) for page in read.pages]
    second = texts[1].split("\n") if len(texts) > 1 else []
    front = front_of(_with_heights(read.pages[0], read.heights), second, read.metadata, name)
    found = pages_of([without_stamp(texts[0]), *texts[1:]])
    yield {
        "pages": list(found.texts),
        "count": len(texts),
        "pictures": read.pictures,
        "front": _as_message(front),
        "references": None if found.references is None else found.references + 1,
        "by": read.by,
    }


@dataclass(slots=True)
class _Read:
    """What a library (``by``) gives: texts of pages, metadata, heights of the lines of page 1."""

    by: str
    pages: list[str] = field(default_factory=list)
    metadata: Mapping[str, str] = field(default_factory=dict)
    heights: list[float] = field(default_factory=list)
    pictures: list[int] = field(default_factory=list)


def _read(data: bytes) -> Generator[Message, None, _Read]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower() and b"/Encrypt" in data:
            raise NotReadableError(*PASSWORD) from error
        return (yield from _read_with_pypdf(data))
    try:
        return (yield from _read_with_pdfium(document))
    finally:
        document.close()


def _read_with_pdfium(document: Any) -> Generator[Message, None, _Read]:
    from pypdfium2 import PdfiumError

    _check_count(len(document))
    read = _Read("pdfium", metadata=_metadata(document))
    pages = read.pages
    total = 0
    for number in range(len(document)):
        yield {"at": number + 1}
        try:
            page = document[number]
        except PdfiumError:
            pages.append("")  # a page that is damaged costs only itself
            continue
        try:
            text = page.get_textpage()
            try:
                _check_size(text.count_chars(), number)
                pages.append(text.get_text_range())
                if number == 0:
                    read.heights = _heights(text, pages[0])
            finally:
                text.close()
            if _letters(pages[-1]) < _TEXT_OF_PAGE and _is_picture(page, pages[-1]):
                read.pictures.append(number + 1)
        finally:
            page.close()
        total += len(pages[-1])
        _check_total(total)
    return read


def _is_picture(page: Any, text: str) -> bool:
    """Whether a page without text has something else: a scan, or letters drawn as curves."""
    from pypdfium2 import raw

    count = raw.FPDFPage_CountObjects(page)
    kinds = [
        raw.FPDFPageObj_GetType(raw.FPDFPage_GetObject(page, n)) for n in range(min(count, 200))
    ]
    scanned = raw.FPDF_PAGEOBJ_IMAGE in kinds or raw.FPDF_PAGEOBJ_FORM in kinds
    return scanned or kinds.count(raw.FPDF_PAGEOBJ_PATH) > (_CURVES if text.strip() else 0)


def _metadata(document: Any) -> dict[str, str]:
    return {name: document.get_metadata_value(name) for name in _NAMES}


def _heights(text: Any, content: str) -> list[float]:
    """Return the height of the letters of each line of a page, 0 where it is not known.

    Of the box that PDFium gives a letter whatever its shape, which grows with the font's size.
    """
    import ctypes

    from pypdfium2 import raw

    box = raw.FS_RECTF()
    heights = []
    start = 0
    for line in content.split("\r\n"):
        found = []
        for offset in {len(line) // 4, len(line) // 2, max(len(line) - 2, 0)}:
            index = raw.FPDFText_GetCharIndexFromTextIndex(text, start + offset)
            if index >= 0 and raw.FPDFText_GetLooseCharBox(text, index, ctypes.byref(box)):
                # The lower side of an upright letter; of one that is turned, it is the other.
                found.append(abs(box.top - box.bottom))
        heights.append(sorted(found)[len(found) // 2] if found else 0.0)
        start += len(line) + 2
    return heights


def _with_heights(page: str, heights: Sequence[float]) -> list[Line]:
    lines = []
    for n, line in enumerate(page.split("\r\n")):
        height = heights[n] if n < len(heights) else 0.0
        lines += [Line(part, height) for part in plain(line).split("\n") if part.strip()]
    return lines


def _read_with_pypdf(data: bytes) -> Generator[Message, None, _Read]:
    from io import BytesIO

    logging.disable(logging.CRITICAL)
    failed = NotReadableError(*reason_and_hint(data))
    if start_of_pdf(data) < 0:
        raise failed
    from pypdf import PdfReader

    read = _Read("pypdf")
    pages = read.pages
    try:
        reader = PdfReader(BytesIO(data), strict=False)
        if b"/Encrypt" in data and reader.is_encrypted and not reader.decrypt(""):
            raise NotReadableError(*PASSWORD)
        _check_count(len(reader.pages))
        for number, page in enumerate(reader.pages):
            yield {"at": number + 1}
            pages.append(page.extract_text().replace("\n", "\r\n"))
            _check_size(len(pages[-1]), number)
            _check_total(sum(map(len, pages)))
        said: Mapping[str, Any] = reader.metadata or {}
        read.metadata = {name: str(said.get(f"/{name}", "")) for name in _NAMES}
    except (NotReadableError, MemoryError):
        raise
    except Exception as error:  # pypdf raises whatever a damaged file leads it to
        raise failed from error
    if not pages:
        raise failed
    return read


def _check_count(count: int) -> None:
    if not count:
        raise NotReadableError("has no pages", "download it again")
    if count > MOST_PAGES:
        raise NotReadableError(
            f"has {count:,} pages; at most {MOST_PAGES:,} are read", "split it into parts"
        )


def _check_size(characters: int, page: int) -> None:
    if characters > MOST_CHARACTERS:
        raise NotReadableError(
            f"has {characters:,} characters on page {page + 1}; at most {MOST_CHARACTERS:,} are"
            " read of one",
            "leave that page out and add the rest",
        )


def _check_total(characters: int) -> None:
    if characters > MOST_IN_ALL:
        raise NotReadableError(
            f"has more than {MOST_IN_ALL:,} characters of text", "split it into parts"
        )


def _letters(text: str) -> int:
    return sum(map(str.isalnum, text))


def _as_message(front: Front) -> Message:
    return {
        "title": front.title,
        "doi": front.doi,
        "arxiv": front.arxiv,
        "version": front.version,
        "titles": list(front.titles),
    }
