"""Characters that PDF fonts name otherwise than Unicode: ligatures and accents set apart.

The order matters: line ends first, because two ligatures of old TeX fonts are the characters of a
line end and a form feed.
"""

from __future__ import annotations

import re
import unicodedata

HYPHEN = "\ufffe"
"""PDFium's mark for a hyphen at the end of a line."""

_LIGATURES = {
    # TeX's T1 encoding, then OT1: bitmap fonts have no names for them.
    "\x1b": "ff", "\x1c": "fi", "\x1d": "fl", "\x1e": "ffi", "\x1f": "ffl",
    "\x0b": "ff", "\x0c": "fi", "\x0d": "fl", "\x0e": "ffi", "\x0f": "ffl",
    "\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl",
    "\ufb05": "st", "\ufb06": "st",
}  # fmt: skip
_LIGATURE = re.compile("[" + "".join(_LIGATURES) + "]")
_MARKS = {
    "¨": "\u0308", "´": "\u0301", "ˆ": "\u0302", "˜": "\u0303", "¸": "\u0327", "ˇ": "\u030c",
    "¯": "\u0304", "˘": "\u0306", "˙": "\u0307", "˚": "\u030a", "˝": "\u030b",
}  # fmt: skip
_ACCENT = re.compile("([" + "".join(_MARKS) + r"]) ?([A-Za-zı])(?![’'´])")
_APOSTROPHE = re.compile(r"(?<=[A-Za-z])´(?=(?:s|t|re|ve|ll|d|m)\b)")


def plain(text: str) -> str:
    r"""Return the text of a page with lines that end in "\n", ligatures and accents put right.

    A hyphen that the reader marked at the end of a line (:data:`HYPHEN`) ends that line.

    >>> plain("e\x0bects of the Schr¨odinger group,\r\nMa´ıs\ufffetro´s")
    "effects of the Schrödinger group,\nMaís\ufffe\ntro's"
    """
    text = text.replace("\r\n", "\n")
    text = _LIGATURE.sub(lambda found: _LIGATURES[found[0]], text)
    text = re.sub(HYPHEN + r"\n?", HYPHEN + "\n", text)
    return _ACCENT.sub(_accented, _APOSTROPHE.sub("'", text))


def _accented(found: re.Match[str]) -> str:
    letter = found[2].replace("ı", "i")
    joined = unicodedata.normalize("NFC", letter + _MARKS[found[1]])
    return joined if len(joined) == 1 else found[0]
