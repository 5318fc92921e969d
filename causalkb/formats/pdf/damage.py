"""Why a file cannot be read as a PDF, and what to do about it: one message for each case."""

from __future__ import annotations

import re
from collections.abc import Sequence

_LOOKED_AT = 1024
_HTML = re.compile(
    rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|script)\b", re.I | re.S
)
_OTHERS = (
    (b"PK\x03\x04", "a ZIP, Word or EPUB file"),
    (b"\xd0\xcf\x11\xe0", "an old Word file"),
    (b"{\\rtf", "an RTF file"),
    (b"%!PS", "a PostScript file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"\x1f\x8b", "a gzip file"),
)

PASSWORD = ("is encrypted with a password", "save a copy without the password and add that")


def start_of_pdf(data: bytes) -> int:
    """Return where the PDF begins in a file, -1 if nowhere: some have junk before it."""
    return data.find(b"%PDF-", 0, 1 << 20)


def reason_and_hint(data: bytes) -> tuple[str, str]:
    """Return why PDFium and pypdf cannot read a file, and what to do.

    >>> reason_and_hint(b"")
    ('is empty', 'download it again')
    """
    again = "download it again"
    if not data.strip(b"\x00 \r\n\t"):
        return ("is empty" if not data else "holds nothing but zeros"), again
    if _HTML.match(data[: 4 * _LOOKED_AT].removeprefix(b"\xef\xbb\xbf")):
        return (
            "is a web page that was saved as .pdf, such as a publisher's login page",
            "open the address in a browser and download the PDF itself",
        )
    if start_of_pdf(data) < 0:
        other = next((name for start, name in _OTHERS if data.startswith(start)), "")
        what = f"is {other} called .pdf" if other else "is not a PDF: it does not begin with %PDF"
        return what, "give it its own suffix" if other else again
    if b"%%EOF" not in data[-4 * _LOOKED_AT :]:
        return "is cut off: the end of the PDF is missing", again
    return (
        "is damaged: neither PDFium nor pypdf can read it",
        f"{again}, or print it to a new PDF with a viewer that opens it",
    )


def page_list(numbers: Sequence[int], most: int = 6) -> str:
    """Return page numbers as text, neighbours as ranges.

    >>> page_list([1, 2, 3, 7])
    '1-3, 7'
    """
    ranges: list[list[int]] = []
    for number in numbers:
        if ranges and number == ranges[-1][1] + 1:
            ranges[-1][1] = number
        else:
            ranges.append([number, number])
    shown = [str(a) if a == b else f"{a}-{b}" for a, b in ranges[:most]]
    return ", ".join(shown) + (" and more" if len(ranges) > most else "")
