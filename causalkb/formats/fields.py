"""The decoded fields of a record → a :class:`Work`, whatever format they came from.

Field names are those of BibTeX and biblatex, values plain text: a reader decodes its format (LaTeX,
HTML) before. What has an attribute goes there; everything else stays in ``Work.fields``. An
attribute that is derived from a field which stays (an arXiv id from the journal, an address from
``howpublished``, a title with its subtitle) is derived again on a re-import.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from causalkb.formats.dates import year_of
from causalkb.identifiers import arxiv_of, normalise_arxiv, normalise_doi, venue_of
from causalkb.lazy import compiled_on_use
from causalkb.records import Person, Work
from causalkb.vocabulary import Field

Warnings = list[tuple[str, str]]
"""Pairs of reason and hint."""

NAME_FIELDS = frozenset(
    [
        "translator",
        "bookauthor",
        "annotator",
        "commentator",
        "introduction",
        "foreword",
        "afterword",
        "editora",
        "editorb",
        "editorc",
        "holder",
        "director",
        "interviewer",
        "recipient",
        "shortauthor",
        "shorteditor",
    ]
)
"""Fields other than authors and editors that hold names; kept as text, joined by "and"."""

_EPRINT_TYPES = ("archiveprefix", "eprinttype")
_DOI_ADDRESS = compiled_on_use(r"https?://(?:dx\.|www\.)?doi\.org/10\.", re.IGNORECASE)
_ADDRESS = compiled_on_use(r"(?:https?|ftp)://[^\s<>\"{}|\\^`]+", re.IGNORECASE)
_SEVERAL_ADDRESSES = compiled_on_use(
    r"((?:https?|ftp)://\S+?)[,;]?\s+((?:https?|ftp)://.*)", re.IGNORECASE
)
_ADDRESS_FIELDS = ("howpublished", "ee", "link", "note", "bdsk-url-1", "adsurl")


def to_work(
    key: str,
    type: str,
    fields: Mapping[str, str],
    *,
    authors: Sequence[Person] = (),
    editors: Sequence[Person] = (),
    tags: Sequence[str] = (),
    questions: Sequence[str] = (),
) -> tuple[Work, Warnings]:
    """Map plain fields by lower-case name to a work, with warnings as pairs of reason and hint."""
    warnings: Warnings = []
    fields = dict(fields)
    title = whole_title(fields.pop("title", ""), fields.get("subtitle", ""))
    if not title:
        warnings.append(("the entry has no title", "add one: it is what a search finds"))
    abstract = fields.pop("abstract", None)
    url = _take_url(fields) or address_in(fields)
    year = _take_year(fields)
    doi = _take_doi(fields, url, warnings)
    arxiv = _take_eprint(fields, warnings) or arxiv_of(fields, url, doi)
    work = Work(
        key=key,
        type=type,
        title=title,
        authors=tuple(authors),
        editors=tuple(editors),
        year=year,
        venue=venue_of(type, fields),
        doi=doi,
        arxiv=arxiv,
        url=url,
        abstract=abstract,
        field=_take_field(fields, warnings),
        fields=fields,
        questions=tuple(questions),
        tags=tuple(tags),
    )
    return work, warnings


def whole_title(title: str, subtitle: str) -> str:
    """Return title and subtitle as one line.

    >>> whole_title("Causes", "A reader"), whole_title("Why?", "A reader"), whole_title("A: B", "B")
    ('Causes: A reader', 'Why? A reader', 'A: B')
    """
    if not subtitle or title.endswith(subtitle):
        return title or subtitle
    ended = title.endswith(("?", "!", ":", "–", "—"))
    return f"{title} {subtitle}" if ended else f"{title}: {subtitle}"


def main_title(work: Work) -> str:
    """Return the title of a work without the subtitle that it keeps as a field of its own."""
    subtitle = work.fields.get("subtitle", "")
    if not subtitle or not work.title.endswith(subtitle) or work.title == subtitle:
        return work.title
    rest = work.title.removesuffix(subtitle).rstrip()
    for title in (rest.removesuffix(":").rstrip(), rest):
        if title and whole_title(title, subtitle) == work.title:
            return title
    return work.title


def address_in(fields: Mapping[str, str]) -> str | None:
    """Return the web address that stands in another field than ``url``: ``howpublished``, a note.

    >>> address_in({"howpublished": "Online: https://example.org/a."})
    'https://example.org/a'
    """
    for name in _ADDRESS_FIELDS:
        # A link prints its text alone; where it leads is in the LaTeX that is kept beside it.
        text = f"{fields.get(name, '')} {fields.get(f'latex-{name}', '')}"
        if match := _ADDRESS.search(text):
            address = match[0].rstrip(".,;:'")
            return address[:-1] if address.endswith(")") and "(" not in address else address
    return None


def _take_url(fields: dict[str, str]) -> str | None:
    """The address; where several stand in the field, the first, and the others in ``urls``."""
    url = fields.pop("url", None)
    if url is None or (match := _SEVERAL_ADDRESSES.fullmatch(url)) is None:
        return url
    fields.setdefault("urls", "; ".join(match[2].split()))
    return match[1]


def _take_year(fields: dict[str, str]) -> int | None:
    """The year; a ``year`` or ``date`` that says more than a number stays in ``fields``."""
    years: list[int] = []
    for name in ("year", "date"):
        text = fields.get(name, "")
        year = year_of(text, edtf=name == "date")
        if year is None:
            continue
        years.append(year)
        if str(year) == text and len(years) == 1:
            del fields[name]
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
    if url and _DOI_ADDRESS.match(url):
        return normalise_doi(url)
    note = fields.get("note", "")
    return normalise_doi(note) if note[:4].casefold() == "doi:" else None


def _take_eprint(fields: dict[str, str], warnings: Warnings) -> str | None:
    """The arXiv id in ``eprint``; fields that say more (a version) or something else stay."""
    eprint = fields.get("eprint")
    if eprint is None:
        # Mendeley's name for it.
        return normalise_arxiv(fields.get("arxivid", ""))
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
