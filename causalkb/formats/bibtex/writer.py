"""Works → BibTeX in UTF-8 that every BibTeX and biblatex reads, and that re-imports identically.

Text is escaped so that the reader's decoding gives it back: accents stay Unicode, braces and
backslashes become macros (BibTeX counts even an escaped brace), ligatures such as ``--`` are broken
up. Title words that a bibliography style would wrongly put in lower case are protected by braces.

causalkb's own data travel as ``causalkb-field``, ``causalkb-tags`` and ``causalkb-questions``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from causalkb.formats.bibtex.escape import (
    braced,
    escaped,
    verbatim,
    with_special_letters,
)
from causalkb.formats.bibtex.fields import ADDRESSES, FILES, MONTH_NAMES, VERBATIM
from causalkb.formats.bibtex.names import parse_names
from causalkb.formats.bibtex.original import is_kept, latex_of
from causalkb.formats.fields import NAME_FIELDS, address_in, main_title
from causalkb.identifiers import normalise_doi
from causalkb.lazy import compiled_on_use
from causalkb.records import Person, Work

_FIRST = [
    "title",
    "subtitle",
    "author",
    "editor",
    "year",
    "date",
    "month",
    "journal",
    "journaltitle",
    "booktitle",
    "series",
    "volume",
    "number",
    "pages",
    "publisher",
    "address",
    "school",
    "institution",
    "doi",
    "eprint",
    "archiveprefix",
    "primaryclass",
    "url",
]
_LAST = ("keywords", "abstract", "note", "file")
_MONTHS = frozenset(MONTH_NAMES)

_SIMPLE_NAME = compiled_on_use(r"[\w.'’ʼ-]+(?: [\w.'’ʼ-]+)*")


def format_works(works: Iterable[Work]) -> str:
    """Return works as one BibTeX file, entries in the given order and fields in a fixed one.

    >>> print(format_works([Work("a", "misc", "On DNA", year=2000)]), end="")
    @misc{a,
      title = {On {DNA}},
      year = {2000},
    }
    """
    return "\n".join(format_work(work) for work in works)


def format_work(work: Work) -> str:
    """Return one work as a BibTeX entry with a final line break."""
    key = re.sub(r"[{},\x00-\x1f]", "", work.key)
    type = re.sub(r"[^\w.:-]", "", work.type) or "misc"
    fields = "".join(f"  {name} = {value},\n" for name, value in _ordered(_fields(work)))
    return f"@{type}{{{key},\n{fields}}}\n"


def _fields(work: Work) -> Iterator[tuple[str, str]]:
    """The fields of a work with their values as written, delimiters included."""
    if work.title:
        yield "title", braced(latex_of("title", main_title(work), work.fields))
    for name, persons in (("author", work.authors), ("editor", work.editors)):
        if persons:
            yield name, braced(" and ".join(map(_name, persons)))
    replaced = _replaced(work)
    if work.year is not None and ("year" not in work.fields or "year" in replaced):
        yield "year", braced(str(work.year))
    if work.doi and ("doi" not in work.fields or "doi" in replaced):
        yield "doi", braced(verbatim(work.doi, address=True))
    # An id that was derived from an eprint with a version, or from another field, needs no second.
    if work.arxiv and not work.fields.keys() & {"eprint", "eprinttype", "archiveprefix"}:
        yield "eprint", braced(work.arxiv)
        yield "archiveprefix", braced("arXiv")
    if work.url and work.url != address_in(work.fields):
        yield "url", braced(verbatim(work.url, address=True))
    if work.abstract:
        yield "abstract", braced(escaped(work.abstract))
    if work.field is not None:
        yield "causalkb-field", braced(work.field.value)
    for name, words in (("causalkb-questions", work.questions), ("causalkb-tags", work.tags)):
        if words:
            yield name, braced(", ".join(map(_list_item, words)))
    for name, value in work.fields.items():
        if name not in replaced and not is_kept(name):
            yield re.sub(r"[^\w:.+/-]", "-", name), _value(name, value, work.fields)


def _replaced(work: Work) -> set[str]:
    """Fields with text such as "forthcoming" for which the work has a year or DOI by now."""
    year, doi = work.fields.get("year"), work.fields.get("doi")
    found = set()
    if year is not None and work.year is not None and not re.search(r"\d", year):
        found.add("year")
    if doi is not None and work.doi and normalise_doi(doi) is None:
        found.add("doi")
    return found


def _ordered(fields: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    def rank(item: tuple[str, str]) -> tuple[int, int, str]:
        name = item[0]
        if name in _FIRST:
            return 0, _FIRST.index(name), name
        if name.startswith("causalkb-"):
            return 3, 0, name
        return (2, _LAST.index(name), name) if name in _LAST else (1, 0, name)

    return sorted(fields, key=rank)


def _value(name: str, value: str, fields: Mapping[str, str]) -> str:
    if name == "month" and value in _MONTHS:
        # The macro lets every style write the month its own way.
        return value[:3].lower()
    if name in ADDRESSES or name.startswith("bdsk-url"):
        return braced(verbatim(value, address=True))
    if name in VERBATIM | FILES or name.startswith("bdsk-file"):
        return braced(verbatim(value))
    if name in NAME_FIELDS:
        return braced(" and ".join(map(_name, parse_names(value)[0])) or escaped(value))
    return braced(latex_of(name, value, fields))


def _list_item(text: str) -> str:
    item = escaped(text)
    return braced(item) if re.search(r"[,;{}]", text) else item


def _name(person: Person) -> str:
    """A name in the plainest of BibTeX's forms that is read back as the same parts."""
    if person.is_others:
        return "others"
    found = ""
    for found in _forms_of(person):
        persons, warnings = parse_names(found)
        if persons == (person,) and not warnings:
            break
    return found


def _forms_of(person: Person) -> Iterator[str]:
    family, given = person.family, person.given
    if person.literal or not (given or person.particle or person.suffix):
        if not person.literal and _SIMPLE_NAME.fullmatch(family):
            yield with_special_letters(family, family=True)
        yield braced(escaped(family))
        yield braced(braced(escaped(family)))
        return
    particle = with_special_letters(escaped(person.particle))
    for write in (_plain_part, _group):
        # Without given names, an empty group keeps the commas in their places.
        parts = [write(person.suffix), write(given) or "{}"]
        last = f"{particle} {_family(family, write)}".strip()
        yield ", ".join([last, *(part for part in parts if part)])
    # Only small words are particles for BibTeX.
    last = _group(f"{person.particle} {family}".strip())
    yield ", ".join([last, *(part for part in (_group(person.suffix), _group(given)) if part)])


def _plain_part(text: str) -> str:
    if not text or _SIMPLE_NAME.fullmatch(text):
        return with_special_letters(text)
    return _group(text)


def _family(text: str, write: Callable[[str], str]) -> str:
    # A word that does not begin with a capital would be taken for a particle.
    capitals = " " not in text or all(_first_letter(word).isupper() for word in text.split())
    return with_special_letters(write(text), family=True) if capitals else _group(text)


def _group(text: str) -> str:
    return braced(escaped(text)) if text else ""


def _first_letter(word: str) -> str:
    return next((char for char in word if char.isalpha()), "")
