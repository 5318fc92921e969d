"""What the first pages say of the work itself: title, DOI, arXiv id."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from causalkb.formats.pdf.glyphs import HYPHEN
from causalkb.identifiers import normalise_arxiv, normalise_doi, title_key

_STAMP = re.compile(
    r"arXiv:\s?([a-z-]{2,10}(?:\.[A-Z]{2})?/\d{7}|\d{4}\.\d{4,5})(v\d{1,2})?\s*"
    r"(?:\[[\w.-]{2,20}\]|\s\d{1,2}\s[A-Z][a-z]{2}\s\d{4})"
)
"""The stamp that arXiv sets in the margin: id, class and date."""
_STAMP_LINE = re.compile(_STAMP.pattern + r"(?:\s*\d{1,2}\s[A-Z][a-z]{2}\s\d{4})?[ ]?\n?")
_ARXIV_LINE = re.compile(r"(?:arXiv|Preprint):?\s*arXiv:\s?(\S+)|arXiv:\s?(\S+)", re.IGNORECASE)
_ARXIV_FILE = re.compile(r"(\d{4}\.\d{4,5})(v\d{1,2})?")
_DOI = re.compile(r"10\.\d{4,9}/[^\s\"<>{}|\\^\[\]`ÿ]+", re.IGNORECASE)
_OF_ANOTHER = re.compile(
    r"\bdata\b|dryad|zenodo|figshare|dataset|\bosf\b|supplement|\bcode\b|repository|preregist"
    r"|\berratum\b|correction to|retract|comment on|this article has been corrected|available at",
    re.IGNORECASE,
)
_DATA_DOI = re.compile(r"10\.(?:5061|5281|6084|17605|7910|17632|5255)/")
"""Registrants that give DOIs to data and projects: Dryad, Zenodo, figshare, OSF, ..."""
_LABELLED = re.compile(
    r"\b(?:doi|article\s+doi)\s*[:=]?\s*(?:https?://(?:dx\.)?doi\.org/)?$|doi\.org/$", re.I
)
_PREFIX = re.compile(r"https?://(?:dx\.)?doi\.org/|\bdoi\b\s*[:=]?", re.I)
_LEADS_ON = re.compile(r"(?:[:,]|\b(?:at|from|see|under|doi))\s*$", re.I)
_CITES = re.compile(
    r"\([^()]*$|^\s*\[?\d{1,3}[\].]\s|[A-Z]\.,?\s\(\d{4}[a-z]?\)|(?:\S+\s+){3}et al\b"
)
"""Before a DOI: an open bracket, the number of a footnote or reference, "Doe, J. (2019)"."""
_CITES_ITSELF = re.compile(r"\bcitation\b|\bcite (?:this|as)|\bto cite\b|please cite", re.I)
_ABSTRACT = re.compile(
    r"\s*(?:abstract|summary|introduction|a\s?b\s?s\s?t\s?r\s?a\s?c\s?t)\b", re.I
)
_SAME_HEIGHT = 0.06
"""Share by which the lines of one title may differ in height."""
_DISTINCT = 1.08
"""How much higher than the body's the letters of a title are."""
_LONGEST_TITLE = 300
_LINES_OF_TITLE = 6
_LINES_OF_FRONT = 80
_WINDOW = 5
_POOR_TITLE = re.compile(
    r"untitled|scan(?:ned)?\b|microsoft word|\.(?:docx?|dvi|tex|pdf|indd|qxd|rtf)$|^\(?anonymous"
    r"|template|^paper$|^title$|^document\d*$|^\d+$|^doi:|^slide\b|^presentation",
    re.IGNORECASE,
)
_NOT_TITLE = re.compile(
    r"^(?:\d{1,2}(?:\.\d{1,2})*\.?\s+(?:introduction|overview|background|preliminaries)\b|arxiv:"
    r"|https?://|doi:?\s|vol\.|volume\b|issn\b|published\b|received\b|research article$"
    r"|original (?:article|paper)$|article$|review$|letter$|preprint|under review|accepted\b"
    r"|proceedings of|journal of|contents lists|open access|©)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page, and the height of its letters (in points; 0: not known)."""

    text: str
    height: float = 0.0


@dataclass(frozen=True, slots=True)
class Front:
    """What the first pages say: ``titles`` are what may be the title, the likeliest first."""

    title: str = ""
    doi: str = ""
    arxiv: str = ""
    version: str = ""
    titles: tuple[str, ...] = ()


def front_of(
    first: Sequence[Line], second: Sequence[str], metadata: Mapping[str, str], name: str = ""
) -> Front:
    """Return what the first pages say of the work.

    Args:
        first: Lines of page 1 in the order of the page's content.
        second: Those of page 2.
        metadata: The document's own ("Title", "Subject", "doi"), which is believed only where the
            first page says the same.
        name: The name of the file, which is that of an arXiv id for a file from there.
    """
    lines = [line.text for line in first]
    arxiv, version = _arxiv(lines, name)
    title = _title(first, metadata)
    windows = _windows(lines)
    titles = dict.fromkeys([title, *windows] if title else windows)
    doi = _doi(lines, second, metadata)
    if doi.startswith("10.48550/arxiv."):
        arxiv, doi = arxiv or normalise_arxiv(doi) or "", ""
    return Front(title, doi, arxiv, version, tuple(titles))


def without_stamp(page: str) -> str:
    """Return the text of page 1 without arXiv's stamp, which is not part of what is written."""
    return _STAMP_LINE.sub("", page, count=1)


def _arxiv(lines: Sequence[str], name: str) -> tuple[str, str]:
    """Return the arXiv id and its version: of the stamp, a line of its own, or the file's name."""
    if found := _STAMP.search("\n".join(lines)):
        return normalise_arxiv(found[1]) or "", found[2] or ""
    for line in lines[:_LINES_OF_FRONT]:
        if _ABSTRACT.match(line):
            break
        if (found := _ARXIV_LINE.fullmatch(line.strip())) and (
            identifier := normalise_arxiv(found[1] or found[2])
        ):
            return identifier, ""
    if found := _ARXIV_FILE.fullmatch(name.lower().removesuffix(".pdf")):
        return normalise_arxiv(found[1]) or "", found[2] or ""
    return "", ""


def _doi(lines: Sequence[str], second: Sequence[str], metadata: Mapping[str, str]) -> str:
    """Return the DOI of the work itself, as opposed to those that it cites, "" if none is sure."""
    scores: Counter[str] = Counter()
    order: dict[str, int] = {}
    for page, own in enumerate((lines, second)):
        for n, line in enumerate(own):
            for found in _DOI.finditer(line):
                doi = normalise_doi(_completed(found[0], line, found.end(), own[n + 1 : n + 2]))
                if doi is None:
                    continue
                order.setdefault(doi, len(order))
                context = _context(line[: found.start()], own[n - 1] if n else "")
                scores[doi] += _score(doi, line, line[: found.start()], context) - 2 * page
    for name in ("doi", "Subject", "Title", "Keywords", "WPS-ARTICLEDOI"):
        found_there = _DOI.search(metadata.get(name, ""))
        if found_there and (doi := normalise_doi(found_there[0].rstrip(";,"))):
            scores[doi] += 4
            order.setdefault(doi, len(order))
    best = max(scores, key=lambda doi: (scores[doi], -order[doi]), default="")
    return best if best and scores[best] > 0 else ""


def _context(before: str, previous: str) -> str:
    """Return what leads to a DOI: its line so far, and the line above where that goes on."""
    said = _PREFIX.sub("", before).strip()
    goes_on = said and not said.endswith((".", "|", "·"))
    return f"{previous} {before}" if goes_on or _LEADS_ON.search(previous) else before


def _completed(doi: str, line: str, end: int, following: Sequence[str]) -> str:
    """Add the rest of a DOI that a line's end divides after "/", "." or "-"."""
    if end >= len(line.rstrip()) and doi[-1] in "/.-_" and following:
        rest = following[0].split(maxsplit=1)[:1]
        return doi + rest[0] if rest and any(c.isdigit() for c in rest[0]) else doi
    return doi


def _score(doi: str, line: str, before: str, context: str) -> int:
    """How surely a DOI in a line is that of the work: more than 0 where it may be."""
    score = 3 if _LABELLED.search(before) else 1
    if len(line.split()) <= 8:
        score += 2
    if _DATA_DOI.match(doi) or _OF_ANOTHER.search(context):
        score -= 8
    if _CITES.search(before) and not _CITES_ITSELF.search(context):
        score -= 8
    return score


def _title(first: Sequence[Line], metadata: Mapping[str, str]) -> str:
    said = " ".join(metadata.get("Title", "").split())
    page = title_key(" ".join(line.text for line in first))
    key = title_key(said)
    if said and not _POOR_TITLE.search(said) and len(key) >= 8 and key in page:
        return said[:_LONGEST_TITLE]
    return _by_height(first) or _first_lines(first)


def _by_height(first: Sequence[Line]) -> str:
    """Return the highest lines near the top of the page that can be a title."""
    upper = list(first[:_LINES_OF_FRONT])
    heights = sorted(line.height for line in first if line.height and len(line.text) > 30)
    if not heights:
        return ""
    body = heights[len(heights) // 2]
    candidates = [
        n for n, line in enumerate(upper)
        if line.height >= _DISTINCT * body and _may_be_title(line.text)
    ]  # fmt: skip
    for n in sorted(candidates, key=lambda n: (-round(upper[n].height, 0), n)):
        group = _same_height(upper, n)
        text = _joined(group)
        if len(text.split()) >= 2 and 8 <= len(text) <= _LONGEST_TITLE:
            return text
    return ""


def _same_height(lines: Sequence[Line], start: int) -> list[str]:
    height = lines[start].height
    group = []
    for line in lines[start : start + _LINES_OF_TITLE]:
        if abs(line.height - height) > _SAME_HEIGHT * height or _ABSTRACT.fullmatch(line.text):
            break
        group.append(line.text)
    return group


def _may_be_title(text: str) -> bool:
    letters = sum(char.isalpha() for char in text)
    return letters >= 4 and not _NOT_TITLE.match(text.strip()) and not _ABSTRACT.fullmatch(text)


def _first_lines(first: Sequence[Line]) -> str:
    """Return the first line that can be a title: where all letters have one height."""
    for n, line in enumerate(first[:12]):
        if _may_be_title(line.text) and len(line.text.split()) >= 3 and "@" not in line.text:
            return _joined([one.text for one in first[n : n + 1]])[:_LONGEST_TITLE]
    return ""


def _joined(lines: Iterable[str]) -> str:
    text = ""
    for line in lines:
        text = f"{text[:-1]}{line.strip()}" if text.endswith(HYPHEN) else f"{text} {line.strip()}"
    return " ".join(text.replace(HYPHEN, "-").split()).rstrip("*†‡∗ ")


def _windows(lines: Sequence[str]) -> list[str]:
    """Return all runs of a few lines before the abstract: one of them may be a known title."""
    upper = []
    for line in lines[:25]:
        if _ABSTRACT.fullmatch(line):
            break
        upper.append(line)
    found = []
    for n in range(len(upper)):
        for size in range(1, _WINDOW + 1):
            text = _joined(upper[n : n + size])
            if n + size <= len(upper) and 12 <= len(text) <= _LONGEST_TITLE:
                found.append(text)
    return found
