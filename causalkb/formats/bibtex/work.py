"""The raw fields of an entry → plain fields and persons → a work.

This is where LaTeX ends: what the fields mean is the same for every format
(:mod:`causalkb.formats.fields`).
"""

from __future__ import annotations

from causalkb.formats.bibtex.decoding import decode_field
from causalkb.formats.bibtex.entries import Entry
from causalkb.formats.bibtex.name_lists import split_outside_braces
from causalkb.formats.bibtex.names import names_as_text, parse_names
from causalkb.formats.bibtex.original import to_keep
from causalkb.formats.fields import NAME_FIELDS, Warnings
from causalkb.formats.fields import to_work as fields_to_work
from causalkb.formats.latex import decode
from causalkb.records import Person, Work

_OTHER_NAMES = {"keyword": "keywords", "hyphenation": "langid"}
"""Names of fields that some programs use for others."""


def to_work(entry: Entry) -> tuple[Work, Warnings]:
    """Map an entry to a work, with warnings as pairs of reason and hint."""
    warnings: Warnings = []
    raw = dict(entry.fields)
    for other, name in _OTHER_NAMES.items():
        if other in raw and name not in raw:
            raw[name] = raw.pop(other)
    authors = _take_persons(raw, "author", warnings)
    editors = _take_persons(raw, "editor", warnings)
    tags = _take_list(raw, "causalkb-tags")
    questions = _take_list(raw, "causalkb-questions")
    for name in NAME_FIELDS & raw.keys():
        raw[name] = names_as_text(_persons(raw[name], name, warnings))
    fields = {
        name: text
        for name, value in raw.items()
        if (text := value if name in NAME_FIELDS else decode_field(name, value))
    }
    fields |= to_keep(raw, fields)
    work, more = fields_to_work(
        entry.key,
        entry.type,
        fields,
        authors=authors,
        editors=editors,
        tags=tags,
        questions=questions,
    )
    return work, warnings + more


def _take_persons(raw: dict[str, str], name: str, warnings: Warnings) -> tuple[Person, ...]:
    return _persons(raw.pop(name), name, warnings) if name in raw else ()


def _persons(text: str, name: str, warnings: Warnings) -> tuple[Person, ...]:
    persons, found = parse_names(text)
    warnings += [(f"{name}: {reason}", "separate names with 'and'") for reason in found]
    return persons


def _take_list(raw: dict[str, str], name: str) -> tuple[str, ...]:
    parts = split_outside_braces(raw.pop(name, ""), ",")
    return tuple(text for part in parts if (text := decode(part)))
