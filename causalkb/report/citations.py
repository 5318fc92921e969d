"""References and citations in a citation style (CSL 1.0.2), free of any output format.

The bibliography is made by citeproc-py. It knows neither American punctuation inside quotation
marks nor links, so both are done here; citations in the text are set here too, because a claim's
locator is free text ("abstract, Experiment 2") that CSL has no place for.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from html.parser import HTMLParser
from pathlib import Path
from string import ascii_lowercase
from typing import Any

from causalkb.errors import InputError, nearest
from causalkb.files import read_file
from causalkb.formats.csl.writer import to_csl
from causalkb.paths import expanded
from causalkb.records import Work
from causalkb.report.rows.hits import short_authors
from causalkb.report.rows.works import link_of
from causalkb.text import clean_line

STYLES = ("apa", "chicago-author-date", "ieee")
MAX_STYLE = 4_000_000
"""Bytes of the largest style file that is read."""

_CSL = "{http://purl.org/net/xbiblio/csl}"
_MOST_NAMES = {"apa": 2, "chicago-author-date": 3}


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a reference that is set alike; ``link`` is empty or begins with http(s)."""

    text: str
    italic: bool = False
    link: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """An entry of the list of references."""

    key: str
    label: str
    """The number in numeric styles, else empty."""
    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """The entry as plain text."""
        return "".join(piece.text for piece in self.pieces)


class Bibliography:
    """The references of some works, and how each is cited in the text.

    Args:
        works: The works in the order of their first citation.
        style: Name of a shipped style, or the path of a CSL file.

    Raises:
        InputError: There is no such style, or it cannot be used.
    """

    def __init__(self, works: Iterable[Work], style: str = "apa") -> None:
        self.works = {work.key: work for work in works}
        self.style = style
        self._csl = csl = _load(style)
        self.title = clean_line(csl.xml.findtext(f"{_CSL}info/{_CSL}title") or style)
        category = csl.xml.find(f"{_CSL}info/{_CSL}category[@citation-format]")
        kind = "" if category is None else category.get("citation-format")
        self.numeric = kind in ("numeric", "label", "note")
        self._most = _MOST_NAMES.get(style, 2)
        self._suffix = {} if self.numeric else _suffixes(self.works.values(), self._most)

    @cached_property
    def references(self) -> tuple[Reference, ...]:
        """The entries in the order of the style; setting a thousand takes ten seconds.

        Raises:
            InputError: The style cannot be used.
        """
        return tuple(self._references())

    @cached_property
    def number(self) -> dict[str, int]:
        """The place of each work in the references, from 1."""
        return {reference.key: n for n, reference in enumerate(self.references, 1)}

    def cite(self, key: str) -> str:
        """Return a citation without brackets: "Pearl & Mackenzie, 2018" or "12"."""
        if self.numeric:
            return str(self.number[key])
        work = self.works[key]
        names = clean_line(short_authors(work, self._most))
        chicago = self.style.startswith("chicago")
        names, comma = (names.replace(" & ", " and "), "") if chicago else (names, ",")
        return f"{names}{comma} {_year(work)}{self._suffix.get(key, '')}"

    @property
    def brackets(self) -> tuple[str, str]:
        """What stands around a citation."""
        return ("[", "]") if self.numeric else ("(", ")")

    def _references(self) -> Iterable[Reference]:
        for n, (key, entry) in enumerate(_format(self._csl, self.works.values()), 1):
            pieces = _pieces(entry)
            if self.numeric:
                pieces = _without_number(pieces)
            pieces = _with_suffix(pieces, _year(self.works[key]), self._suffix.get(key, ""))
            linked = tuple(_linked(_punctuated(pieces), self.works[key]))
            yield Reference(key, str(n) if self.numeric else "", linked)


def _load(style: str) -> Any:
    from citeproc import CitationStylesStyle
    from lxml.etree import LxmlError

    path = Path(__file__).parent / "styles" / f"{style}.csl"
    if style not in STYLES:
        path = expanded(style)
        if path.suffix != ".csl":
            hint = "; did you mean " + near[0] + "?" if (near := nearest(style, STYLES)) else ""
            raise InputError(
                f"no style {style!r}{hint} There are {', '.join(STYLES)}, or a path of a .csl file"
            )
    try:
        if b"<!DOCTYPE" in read_file(path, MAX_STYLE):
            raise InputError(f"{path}: a citation style has no DOCTYPE")
        loaded = CitationStylesStyle(str(path), validate=False)
    except LxmlError as error:
        raise InputError(f"{path}: no citation style: {clean_line(str(error))}") from error
    except (AttributeError, ValueError, TypeError) as error:
        raise InputError(f"{path}: no citation style (CSL 1.0) that citeproc-py reads") from error
    if loaded.root.tag != f"{_CSL}style" or loaded.root.find(f"{_CSL}bibliography") is None:
        raise InputError(f"{path}: no style with a bibliography of its own (a dependent style?)")
    return loaded


def _format(csl: Any, works: Iterable[Work]) -> list[tuple[str, str]]:
    """Return (key, entry in HTML) in the order of the style."""
    from citeproc import Citation, CitationItem, CitationStylesBibliography, formatter
    from citeproc.source.json import CiteProcJSON

    # citeproc-py lower-cases ids, and keys may differ in case only.
    keys = {f"w{n}": work for n, work in enumerate(works)}
    items = [_item(work) | {"id": name} for name, work in keys.items()]
    try:
        made = CitationStylesBibliography(csl, CiteProcJSON(items), formatter.html)
        for name in keys:
            made.register(Citation([CitationItem(name)]))
        made.sort()
        entries = made.bibliography()
    except (AttributeError, IndexError, KeyError, NotImplementedError, TypeError, ValueError) as e:
        raise InputError(f"citeproc-py cannot apply this style: {type(e).__name__} {e}") from e
    return [(keys[name].key, str(entry)) for name, entry in zip(made.keys, entries, strict=True)]


def _item(work: Work) -> dict[str, Any]:
    item = to_csl(replace(work, title=work.heading))
    for name in ("abstract", "keyword", "note"):
        item.pop(name, None)
    for name, value in item.items():
        if isinstance(value, str):
            item[name] = clean_line(value)
        elif isinstance(value, dict):
            item[name] = _settable(value)
    if not item["title"]:
        item["title"] = work.key
    if "page" in item:
        item["page"] = item["page"].replace("–", "-")
    return item


def _settable(date: dict[str, Any]) -> dict[str, Any]:
    """A CSL date without what citeproc-py cannot set: a season, a range within one year."""
    settable = {name: value for name, value in date.items() if name != "season"}
    parts = date.get("date-parts", ())
    if len(parts) == 2 and parts[0][0] == parts[1][0]:
        common = [a for a, b in zip(*parts, strict=False) if a == b]
        settable["date-parts"] = [common]
    return settable


def _year(work: Work) -> str:
    return "n.d." if work.year is None else str(work.year)


def _suffixes(works: Iterable[Work], most: int) -> dict[str, str]:
    """Return "a", "b", ... for works that would be cited alike."""
    alike: dict[tuple[str, str], list[str]] = defaultdict(list)
    for work in works:
        alike[short_authors(work, most), _year(work)].append(work.key)
    found = {}
    for (_, year), keys in alike.items():
        if len(keys) > 1:
            dash = "-" if year == "n.d." else ""
            for n, key in enumerate(sorted(keys)):
                found[key] = dash + (ascii_lowercase[n] if n < 26 else f"z{n}")
    return found


class _Spans(HTMLParser):
    """Reads what citeproc-py's HTML formatter writes; no tag but italics means anything."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[Piece] = []
        self._italic = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self._italic += tag == "i"

    def handle_endtag(self, tag: str) -> None:
        self._italic -= tag == "i"

    def handle_data(self, data: str) -> None:
        self.pieces.append(Piece(data, self._italic > 0))


def _pieces(entry: str) -> list[Piece]:
    reader = _Spans()
    reader.feed(entry)
    reader.close()
    return reader.pieces


def _without_number(pieces: Sequence[Piece]) -> list[Piece]:
    first, *rest = pieces or [Piece("")]
    text = re.sub(r"^\s*[\[(]?\d+[\])]?\.?\s*", "", first.text)
    return [Piece(text, first.italic), *rest]


def _with_suffix(pieces: Sequence[Piece], year: str, suffix: str) -> list[Piece]:
    """Put the letter behind the year: the first time it stands there, after the authors."""
    found, done = [], not suffix
    for piece in pieces:
        at = -1 if done else piece.text.find(year)
        if at >= 0:
            done = True
            end = at + len(year)
            piece = Piece(piece.text[:end] + suffix + piece.text[end:], piece.italic)
        found.append(piece)
    return found


def _punctuated(pieces: Sequence[Piece]) -> list[Piece]:
    """Set punctuation the American way, as the shipped styles ask: “A title.” and “Really?”."""
    found: list[Piece] = []
    for n, piece in enumerate(pieces):
        text = re.sub(r",? (?:&|and) et al\.", ", et al.", piece.text)
        text = re.sub(r"(?<![?!.,])”([.,])(?=\s|$)", r"\1”", text)
        text = re.sub(r"([?!])”[.,](?=\s|$)", r"\1”", text)
        text = re.sub(r"([?!])\.(?=\s|$)", r"\1", text)
        before = found[-1].text if n else ""
        if before.endswith(("?", "!")) and text.startswith("."):
            text = text[1:]
        found.append(Piece(text, piece.italic))
    return [piece for piece in found if piece.text]


def _linked(pieces: Sequence[Piece], work: Work) -> Iterable[Piece]:
    """Yield the pieces with the work's own DOI and address as links, and no other.

    An address in a title is untrusted text. A work with a place that the style does not print
    gets it at the end.
    """
    link = link_of(work)
    targets = {} if link is None else {link: link}
    if work.doi and link:
        targets[work.doi] = link
    address = link_of(replace(work, doi=None, arxiv=None))
    if address:
        targets[address] = address
    names = sorted(targets, key=len, reverse=True)
    pattern = re.compile("|".join(map(re.escape, names)) or "(?!)")
    linked = False
    for piece in pieces:
        at = 0
        for match in pattern.finditer(piece.text):
            yield Piece(piece.text[at : match.start()], piece.italic)
            yield Piece(match[0], piece.italic, targets[match[0]])
            at, linked = match.end(), True
        if at < len(piece.text):
            yield Piece(piece.text[at:], piece.italic)
    if link and not linked:
        yield Piece(" ")
        yield Piece(link, link=link)
