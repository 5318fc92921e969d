"""The reader for CSL-JSON, as Zotero, Better BibTeX, Paperpile, Mendeley and pandoc write it.

The account adds up: every item of a file yields one :class:`ParsedWork` or one failed
:class:`Problem`. Items stand in a list, under ``items`` or ``references``, by their ids in a
mapping, one after the other (JSON lines), or alone. Variables follow CSL 1.0.2.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from causalkb.formats.bibtex.source import nothing_found
from causalkb.formats.csl.items import work_of
from causalkb.records import ParsedWork, Problem
from causalkb.text import clean_line, decode
from causalkb.vocabulary import Severity

_HINT = "export the references again as CSL-JSON, or correct the item"
_BLANK = re.compile(r"[\s,]*")
_NEXT_ITEM = re.compile(
    r'(?:\}\s*,?\s*|\n)(?=\{\s*"(?:id|key|type|title|citation-key|DOI|author|issued|abstract)")'
)
"""Where an item begins rather than a name or a date within one."""
_LISTS = ("items", "references")
_MAX_FAULTS = 100
"""Items that may be broken before the rest is given up: each costs a look at the whole file."""
_OF_AN_ITEM = frozenset(
    ("type", "title", "author", "issued", "container-title", "DOI", "URL", "citation-key")
)


def read(data: bytes, source: str) -> Iterator[ParsedWork | Problem]:
    """Read the items of a CSL-JSON file, in the order of the file; warnings precede their work.

    Never raises, whatever the bytes.

    >>> [parsed] = read(b'[{"id": "pearl2009", "type": "book", "title": "Causality"}]', "a.json")
    >>> parsed.work.key, parsed.work.type, parsed.work.title
    ('pearl2009', 'book', 'Causality')
    """
    text = decode(data).replace("\r\n", "\n").lstrip("\ufeff")
    seen: Counter[str] = Counter()
    ordinal = 0
    for line, item, fault in json_items(text):
        ordinal += 1
        if fault:
            yield Problem(source, fault, line, hint=_HINT)
        else:
            yield from _parsed(item, source, line, ordinal, seen)
    if not ordinal:
        yield nothing_found("-" if text.strip() else "", source, "CSL-JSON")


def json_items(text: str) -> Iterator[tuple[int, Any, str]]:
    """Yield each item of a list or of JSON lines with its line, or why it cannot be read."""
    at = _after_blank(text, 0)
    listed = text[at : at + 1] == "["
    decoder = json.JSONDecoder(parse_int=_number, parse_constant=str)
    place = _Place(text)
    faults = 0
    at = _after_blank(text, at + listed)
    while at < len(text) and text[at] != "]":
        line = place.line(at)
        try:
            value, end = decoder.raw_decode(text, at)
        except (ValueError, RecursionError) as error:
            faults += 1
            wrong = min(getattr(error, "pos", at), len(text))
            reason = getattr(error, "msg", "") or "it is nested too deeply"
            yield line, None, f"not valid JSON: {reason} (line {_line(text, wrong)})"
            following = _NEXT_ITEM.search(text, max(wrong - 1, at + 1))
            if following is None:
                return
            if faults == _MAX_FAULTS:
                yield place.line(following.end()), None, "the rest was not read: it is not JSON"
                return
            at = following.end()
            continue
        for item in [value] if listed else _inside(value):
            yield line, item, ""
        at = _after_blank(text, end)
    if listed and at >= len(text):
        yield place.line(len(text)), None, "the list has no end: the file may be cut off"


def _after_blank(text: str, at: int) -> int:
    blank = _BLANK.match(text, at)
    return blank.end() if blank else at


class _Place:
    """Lines of offsets that only grow."""

    def __init__(self, text: str) -> None:
        self._text, self._at, self._line = text, 0, 1

    def line(self, at: int) -> int:
        self._line += self._text.count("\n", self._at, at)
        self._at = at
        return self._line


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1


def _number(digits: str) -> int | str:
    return int(digits) if len(digits) < 20 else digits


def _inside(value: Any) -> list[Any]:
    """Return the items of what stands at the top of a file."""
    if not isinstance(value, dict):
        return list(value) if isinstance(value, list) else [value]
    for name in _LISTS:
        if isinstance(value.get(name), list):
            return list(value[name])
    if value.keys() & _OF_AN_ITEM or not value:
        return [value]
    if all(isinstance(one, dict) for one in value.values()):
        return [{"id": key, **one} for key, one in value.items()]
    return [value]


def _parsed(
    item: Any, source: str, line: int, ordinal: int, seen: Counter[str]
) -> Iterator[ParsedWork | Problem]:
    if not isinstance(item, dict) or not item.keys() & _OF_AN_ITEM:
        reason = f"item {ordinal} is not a reference: {clean_line(json.dumps(item))[:60]}"
        yield Problem(source, reason, line, hint=_HINT)
        return
    work, warnings, name = work_of(item)
    if not (work.title or work.authors or work.doi):
        reason = f"item {ordinal} has no title, no author and no DOI"
        yield Problem(source, reason, line, work.key or None, _HINT)
        return
    for reason, hint in warnings:
        yield Problem(source, reason, line, work.key or None, hint, Severity.WARNING)
    entry = work.key or name or f"item {ordinal}"
    seen[entry] += 1
    if seen[entry] > 1:
        entry = f"{entry}#{seen[entry]}"
    yield ParsedWork(work, source, line, entry)
