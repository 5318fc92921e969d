"""Works → BibTeX in UTF-8 that every BibTeX and biblatex reads, and that re-imports identically.

Text is escaped so that the reader's decoding gives it back: accents stay Unicode, braces and
backslashes become macros (BibTeX counts even an escaped brace), ligatures such as ``--`` are broken
up. Title words that a bibliography style would wrongly put in lower case are protected by braces.

causalkb's own data travel as ``causalkb-field``, ``causalkb-tags`` and ``causalkb-questions``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from causalkb.formats.bibtex.fields import VERBATIM
from causalkb.formats.bibtex.names import parse_names
from causalkb.formats.fields import NAME_FIELDS, address_in, main_title
from causalkb.identifiers import normalise_doi
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
_VERBATIM = VERBATIM | {"url", "doi"}
_MONTHS = frozenset(
    [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ]
)

_MACROS = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "`": r"\textasciigrave{}",
}
_SPECIAL = re.compile(r"[\\{}~^]|[$%&#_`]|-(?=-)|'(?=')")
_VERBATIM_SPECIAL = re.compile(r"[\\{}]")

_WORD = re.compile(r"\S+")
_SIMPLE_NAME = re.compile(r"[\w.'’ʼ-]+(?: [\w.'’ʼ-]+)*")


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
        yield "title", _braced(_protected(main_title(work)))
    for name, persons in (("author", work.authors), ("editor", work.editors)):
        if persons:
            yield name, _braced(" and ".join(map(_name, persons)))
    replaced = _replaced(work)
    if work.year is not None and ("year" not in work.fields or "year" in replaced):
        yield "year", _braced(str(work.year))
    if work.doi and ("doi" not in work.fields or "doi" in replaced):
        yield "doi", _braced(_verbatim(work.doi))
    # An id that was derived from an eprint with a version, or from another field, needs no second.
    if work.arxiv and not work.fields.keys() & {"eprint", "eprinttype", "archiveprefix"}:
        yield "eprint", _braced(work.arxiv)
        yield "archiveprefix", _braced("arXiv")
    if work.url and work.url != address_in(work.fields):
        yield "url", _braced(_verbatim(work.url))
    if work.abstract:
        yield "abstract", _braced(_escaped(work.abstract))
    if work.field is not None:
        yield "causalkb-field", _braced(work.field.value)
    for name, words in (("causalkb-questions", work.questions), ("causalkb-tags", work.tags)):
        if words:
            yield name, _braced(", ".join(map(_list_item, words)))
    for name, value in work.fields.items():
        if name in replaced:
            continue
        yield re.sub(r"[^\w:.+/-]", "-", name), _value(name, value)


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


def _value(name: str, value: str) -> str:
    if name == "month" and value in _MONTHS:
        # The macro lets every style write the month its own way.
        return value[:3].lower()
    if name in _VERBATIM or name.startswith(("bdsk-url", "bdsk-file")):
        return _braced(_verbatim(value))
    if name in NAME_FIELDS:
        return _braced(" and ".join(map(_name, parse_names(value)[0])) or _escaped(value))
    if name in ("booktitle", "maintitle", "shorttitle"):
        return _braced(_protected(value))
    return _braced(_escaped(value))


def _braced(text: str) -> str:
    return f"{{{text}}}"


def _escaped(text: str) -> str:
    return _SPECIAL.sub(_escape, text) if _SPECIAL.search(text) else text


def _escape(match: re.Match[str]) -> str:
    char = match[0]
    if char in _MACROS:
        return _MACROS[char]
    return char + "{}" if char in "-'" else "\\" + char


def _verbatim(text: str) -> str:
    """Escape a field that LaTeX does not read, only if it has braces or a backslash."""
    if _VERBATIM_SPECIAL.search(text) is None:
        return text
    return _VERBATIM_SPECIAL.sub(_escape, text)


def _protected(title: str) -> str:
    """Escape a title and put braces around words that must keep their capitals.

    Those are words with a capital after the first letter (DNA, PyTorch) and, in a title that is
    written like a sentence, capitalised words within it (names).
    """
    words = [word for word in title.split() if len(word) > 3 and word[0].isalpha()]
    capitalised = sum(word[0].isupper() for word in words)
    like_sentence = 2 * (capitalised - 1) < len(words) and len(words) > 2

    def protect(match: re.Match[str]) -> str:
        word = match[0]
        inner = any(char.isupper() for char in word.lstrip("\"'“‘([¿¡")[1:])
        name = like_sentence and match.start() > 0 and word[0].isupper() and len(word) > 1
        after_colon = title[: match.start()].rstrip().endswith((":", "?", "!", "."))
        if not (inner or (name and not after_colon)):
            return _escaped(word)
        core = word.rstrip(".,:;!?")
        return _braced(_escaped(core)) + _escaped(word[len(core) :])

    return _WORD.sub(protect, title)


def _list_item(text: str) -> str:
    escaped = _escaped(text)
    return _braced(escaped) if re.search(r"[,;{}]", text) else escaped


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
            yield family
        yield _braced(_escaped(family))
        yield _braced(_braced(_escaped(family)))
        return
    particle = _escaped(person.particle)
    for write in (_plain_part, _group):
        # Without given names, an empty group keeps the commas in their places.
        parts = [write(person.suffix), write(given) or "{}"]
        last = f"{particle} {_family(family, write)}".strip()
        yield ", ".join([last, *(part for part in parts if part)])
    # Only small words are particles for BibTeX.
    last = _group(f"{person.particle} {family}".strip())
    yield ", ".join([last, *(part for part in (_group(person.suffix), _group(given)) if part)])


def _plain_part(text: str) -> str:
    return text if not text or _SIMPLE_NAME.fullmatch(text) else _group(text)


def _family(text: str, write: Callable[[str], str]) -> str:
    # A word that does not begin with a capital would be taken for a particle.
    capitals = " " not in text or all(_first_letter(word).isupper() for word in text.split())
    return write(text) if capitals else _group(text)


def _group(text: str) -> str:
    return _braced(_escaped(text)) if text else ""


def _first_letter(word: str) -> str:
    return next((char for char in word if char.isalpha()), "")
