"""The raw fields of an entry → a :class:`Work`.

What has an attribute goes there; everything else stays in ``Work.fields``. An attribute that is
derived from a field which stays (an arXiv id from the journal) is derived again on a re-import.
"""

from __future__ import annotations

import re

from causalkb.formats.bibtex.entries import Entry
from causalkb.formats.bibtex.fields import VERBATIM
from causalkb.formats.bibtex.name_lists import split_outside_braces
from causalkb.formats.bibtex.names import parse_names
from causalkb.formats.latex import decode, decode_paragraphs, decode_verbatim
from causalkb.identifiers import arxiv_of, normalise_arxiv, normalise_doi, venue_of
from causalkb.records import Person, Work
from causalkb.vocabulary import Field

Warnings = list[tuple[str, str]]

_ADDRESSES = frozenset(["url", "doi"])
_PARAGRAPHS = frozenset(["abstract", "note", "annote", "annotation", "review", "comment"])
_EPRINT_TYPES = ("archiveprefix", "eprinttype")

_PLAIN_YEAR = re.compile(r"-?[1-9]\d{0,3}")
_DATE_YEAR = re.compile(r"-?\d{4}(?!\d)")
_ANY_YEAR = re.compile(r"(?<!\d)(?:1\d|20)\d\d(?!\d)")
_DOI_ADDRESS = re.compile(r"https?://(?:dx\.|www\.)?doi\.org/10\.", re.IGNORECASE)


def to_work(entry: Entry) -> tuple[Work, Warnings]:
    """Map an entry to a work, with warnings as pairs of reason and hint."""
    warnings: Warnings = []
    raw = dict(entry.fields)
    authors = _take_persons(raw, "author", warnings)
    editors = _take_persons(raw, "editor", warnings)
    tags = _take_list(raw, "causalkb-tags")
    questions = _take_list(raw, "causalkb-questions")
    fields = {name: text for name, value in raw.items() if (text := _decode_field(name, value))}

    title = fields.pop("title", "")
    if not title:
        warnings.append(("the entry has no title", "add one: it is what a search finds"))
    abstract = fields.pop("abstract", None)
    url = fields.pop("url", None)
    year = _take_year(fields)
    doi = _take_doi(fields, url, warnings)
    arxiv = _take_eprint(fields, warnings) or arxiv_of(fields, url, doi)
    work = Work(
        key=entry.key,
        type=entry.type,
        title=title,
        authors=authors,
        editors=editors,
        year=year,
        venue=venue_of(entry.type, fields),
        doi=doi,
        arxiv=arxiv,
        url=url,
        abstract=abstract,
        field=_take_field(fields, warnings),
        fields=fields,
        questions=questions,
        tags=tags,
    )
    return work, warnings


def _decode_field(name: str, value: str) -> str:
    if name in _ADDRESSES or name.startswith("bdsk-url"):
        return decode_verbatim(value, address=True)
    if name in VERBATIM or name.startswith("bdsk-file"):
        return decode_verbatim(value)
    if name in _PARAGRAPHS:
        return decode_paragraphs(value)
    return decode(value)


def _take_persons(raw: dict[str, str], name: str, warnings: Warnings) -> tuple[Person, ...]:
    if name not in raw:
        return ()
    persons, found = parse_names(raw.pop(name))
    warnings += [(f"{name}: {reason}", "separate names with 'and'") for reason in found]
    return persons


def _take_list(raw: dict[str, str], name: str) -> tuple[str, ...]:
    parts = split_outside_braces(raw.pop(name, ""), ",")
    return tuple(text for part in parts if (text := decode(part)))


def _take_year(fields: dict[str, str]) -> int | None:
    """The year; a ``year`` or ``date`` that says more than a number stays in ``fields``."""
    years: list[int] = []
    for name, pattern in (("year", _ANY_YEAR), ("date", _DATE_YEAR)):
        text = fields.get(name, "")
        if _PLAIN_YEAR.fullmatch(text):
            years.append(int(text))
            if len(years) == 1:
                del fields[name]
        elif match := pattern.match(text) or _ANY_YEAR.search(text):
            years.append(int(match[0]))
    return years[0] if years else None


def _take_doi(fields: dict[str, str], url: str | None, warnings: Warnings) -> str | None:
    if "doi" in fields:
        doi = normalise_doi(fields["doi"])
        if doi is None:
            warnings.append(
                (f"{fields['doi'][:80]!r} is not a DOI", "a DOI looks like 10.1126/science.1121872")
            )
        else:
            del fields["doi"]
            return doi
    return normalise_doi(url) if url and _DOI_ADDRESS.match(url) else None


def _take_eprint(fields: dict[str, str], warnings: Warnings) -> str | None:
    """The arXiv id in ``eprint``; fields that say more (a version) or something else stay."""
    eprint = fields.get("eprint")
    if eprint is None:
        return None
    kind = next((fields[name] for name in _EPRINT_TYPES if name in fields), None)
    if kind is not None and kind.casefold() != "arxiv":
        return None
    arxiv = normalise_arxiv(eprint)
    if arxiv is None:
        if kind is not None:
            warnings.append((f"{eprint[:80]!r} is not an arXiv id", "an id looks like 2305.00050"))
        return None
    if eprint == arxiv:
        for name in ("eprint", *_EPRINT_TYPES):
            fields.pop(name, None)
    return arxiv


def _take_field(fields: dict[str, str], warnings: Warnings) -> Field | None:
    name = fields.get("causalkb-field")
    if name is None:
        return None
    if name not in list(Field):
        known = ", ".join(Field)
        warnings.append((f"causalkb-field {name!r} is unknown", f"use one of {known}"))
        return None
    del fields["causalkb-field"]
    return Field(name)
