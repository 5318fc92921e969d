"""The reader for CSV and TSV with a header.

The account adds up: every row that is not empty yields one :class:`ParsedWork` or one failed
:class:`Problem`, and a remark says which column was taken for what. Cells are texts: a number with
leading zeros keeps them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from causalkb.formats.bibtex.name_lists import split_persons
from causalkb.formats.bibtex.names import names_as_text
from causalkb.formats.bibtex.source import decode_bytes, nothing_found
from causalkb.formats.csl.items import split_note
from causalkb.formats.fields import Warnings, to_work
from causalkb.formats.markup import plain_text
from causalkb.formats.table.columns import OWN_KEYS, assign, slug
from causalkb.formats.table.rows import Header, Row, find_header, rows
from causalkb.formats.tabular import as_written
from causalkb.formats.tagged import pages_of, people_of
from causalkb.records import ParsedItem, ParsedWork, Person, Problem, Remark, Work
from causalkb.text import clean, clean_line
from causalkb.vocabulary import Severity

_HINT = "correct the row and add the file again"
_TYPES = {
    "journalarticle": "article",
    "article": "article",
    "journal": "article",
    "review": "article",
    "letter": "article",
    "editorial": "article",
    "magazinearticle": "article",
    "newspaperarticle": "article",
    "articleinpress": "article",
    "conferencepaper": "inproceedings",
    "proceedingspaper": "inproceedings",
    "proceedingsarticle": "inproceedings",
    "conferenceproceeding": "inproceedings",
    "conferenceproceedings": "inproceedings",
    "booksection": "incollection",
    "bookchapter": "incollection",
    "chapter": "incollection",
    "book": "book",
    "monograph": "book",
    "thesis": "phdthesis",
    "dissertation": "phdthesis",
    "report": "techreport",
    "preprint": "misc",
    "postedcontent": "misc",
    "webpage": "online",
    "blogpost": "online",
    "forumpost": "online",
    "dataset": "dataset",
    "computerprogram": "software",
    "manuscript": "unpublished",
}
_BIBTEX_TYPE = re.compile(r"[a-z]{3,20}")
_CONTAINER = {"article": "journal", "inproceedings": "booktitle", "incollection": "booktitle"}
_PUBLISHER = {"phdthesis": "school", "techreport": "institution"}
_ZOTERO_KEY = re.compile(r"[A-Z0-9]{8}")
_FLOAT = re.compile(r"(\d+)\.0+")
_HAS_GIVEN = re.compile(r"\S\s+\S")
_INITIALS = re.compile(r"(?:[^\W\d_a-z]\.?[ -]?){1,4}")


def read(data: bytes, source: str) -> Iterator[ParsedItem]:
    """Read the rows of a table of references, in the order of the file.

    Never raises, whatever the bytes.

    >>> data = b"Article Title;Authors;Publication Year\\nCausality;Pearl, Judea;2009\\n"
    >>> remark, parsed = read(data, "a.csv")
    >>> parsed.work.title, parsed.work.authors[0].given, parsed.work.year
    ('Causality', 'Judea', 2009)
    """
    text, problems = decode_bytes(data, source, "CSV")
    yield from problems
    if problems and not text:
        return
    header = find_header(text)
    if header is None:
        yield _no_header(text, source)
        return
    targets = assign(header.cells)
    yield Remark(source, _told(header, targets), header.line)
    seen: Counter[str] = Counter()
    for row in rows(text, header):
        if row.fault:
            yield Problem(source, row.fault, row.line, hint=_HINT)
        else:
            yield from _parsed(row, header, targets, source, seen)


def _no_header(text: str, source: str) -> Problem:
    if not text.strip():
        return nothing_found(text, source, "CSV")
    reason = "no line at the top names a column 'title' or 'doi'"
    hint = "give the columns names: title, authors, year, doi, abstract, ..."
    return Problem(source, reason, 1, hint=hint)


def _told(header: Header, targets: Sequence[str]) -> str:
    pairs = list(zip(header.cells, targets, strict=True))
    known = [t if slug(name) == t else f"{t} ({clean_line(name)})" for name, t in pairs if t]
    kept = [f"csv-{slug(name)}" for name, target in pairs if not target and slug(name)]
    text = f"columns: {', '.join(known)}"
    return f"{text}; kept as fields: {', '.join(kept)}" if kept else text


def _parsed(
    row: Row, header: Header, targets: Sequence[str], source: str, seen: Counter[str]
) -> Iterator[ParsedWork | Problem]:
    own = tuple(header.cells[: len(OWN_KEYS)]) == OWN_KEYS
    cells = [as_written(cell) if own else cell for cell in row.cells]
    said = {
        target: text
        for target, cell in zip(targets, cells, strict=True)
        if target and (text := clean(plain_text(cell)).strip())
    }
    others = {
        f"csv-{slug(name)}": text
        for name, target, cell in zip(header.cells, targets, cells, strict=True)
        if not target and slug(name) and (text := clean_line(plain_text(cell)))
    }
    work, warnings, name = _work(said, others)
    if not (work.title or work.doi or work.arxiv):
        yield Problem(source, "the row has no title", row.line, work.key or None, _HINT)
        return
    for reason, hint in warnings:
        yield Problem(source, reason, row.line, work.key or None, hint, Severity.WARNING)
    entry = work.key or name or work.doi or work.title
    seen[entry] += 1
    if seen[entry] > 1:
        entry = f"{entry}#{seen[entry]}"
    yield ParsedWork(work, source, row.line, entry)


def _work(said: dict[str, str], others: Mapping[str, str]) -> tuple[Work, Warnings, str]:
    fields = {name: clean_line(text) for name, text in said.items()}
    abstract, note = said.get("abstract", ""), said.get("note", "")
    authors = people_in(said.get("author", ""))
    editors = people_in(said.get("editor", ""))
    if translators := people_in(said.get("translator", "")):
        fields["translator"] = names_as_text(translators)
    for name in ("author", "editor"):
        fields.pop(name, None)
    name = fields.pop("key", "")
    key = "" if _ZOTERO_KEY.fullmatch(name) else name
    tags = _listed(said.get("tags", ""))
    questions = _listed(said.get("questions", ""))
    for one in ("tags", "questions"):
        fields.pop(one, None)
    if abstract:
        fields["abstract"] = abstract
    fields.pop("note", None)
    rest, extra, cited = split_note(note)
    if rest:
        fields["note"] = rest
    for other, value in extra.items():
        fields.setdefault(other, value)
    for number in ("year", "pmid", "volume", "number"):
        if match := _FLOAT.fullmatch(fields.get(number, "")):
            fields[number] = match[1]  # a table that went through a program for numbers
    pages = pages_of(fields.pop("first", ""), fields.pop("last", ""))
    fields.setdefault("pages", pages)
    fields["pages"] = pages_of(fields["pages"], "")
    type = _take_type(fields)
    _take_places(fields, type)
    work, warnings = to_work(
        key or cited,
        type,
        {**{n: value for n, value in fields.items() if value}, **others},
        authors=authors,
        editors=editors,
        tags=tags,
        questions=questions,
    )
    return work, warnings, name


def _take_type(fields: dict[str, str]) -> str:
    written = fields.pop("type", "")
    type = _TYPES.get("".join(filter(str.isalpha, written.casefold())), "")
    if not type and _BIBTEX_TYPE.fullmatch(written):
        return written
    if type:
        return type
    if written:
        fields["csv-type"] = written
    return "article" if fields.get("container") else "misc"


def _take_places(fields: dict[str, str], type: str) -> None:
    container = fields.pop("container", "")
    if container:
        fields[_CONTAINER.get(type, "series" if type == "book" else "howpublished")] = container
    if type in _PUBLISHER and "publisher" in fields:
        fields[_PUBLISHER[type]] = fields.pop("publisher")
    if "eprint" in fields:
        fields["archiveprefix"] = "arXiv"


def people_in(text: str) -> tuple[Person, ...]:
    """Return the people of a cell, however they are separated.

    >>> [p.name for p in people_in("Blaisdell A.P., Sawa K., Leising K.J.")]
    ['Blaisdell, A. P.', 'Sawa, K.', 'Leising, K. J.']
    >>> [p.name for p in people_in("Roe, Bob; Poe, Al")], people_in("Roe, Bob")[0].given
    (['Roe, Bob', 'Poe, Al'], 'Bob')
    >>> [p.name for p in people_in("Bob Roe|Al Poe")], len(people_in("Bob Roe, Al Poe"))
    (['Roe, Bob', 'Poe, Al'], 2)
    """
    text = re.sub(r"\s*\(\d{6,}\)", "", text.strip())  # Scopus' numbers of authors
    for separator in (";", "|", "\n"):
        if separator in text:
            parts = text.split(separator)
            return people_of(part.strip() for part in parts if part.strip())
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if re.search(r"\s(?:and|&)\s", text):
        return people_of(split_persons(text, []))
    several = len(parts) > 1 and all(_HAS_GIVEN.search(part) for part in parts)
    if several and not any(_INITIALS.fullmatch(part) for part in parts):
        return people_of(_with_initials(part) for part in parts)
    return people_of(split_persons(text, []) if len(parts) > 2 else [text] if text else ())


def _with_initials(name: str) -> str:
    """Turn ``Blaisdell A.P.`` into ``Blaisdell, A. P.``; other names stay."""
    family, _, last = name.rstrip().rpartition(" ")
    if re.fullmatch(r"(?:[^\W\d_]\.-?){1,4}", last) and family:
        initials = " ".join(f"{letter}." for letter in re.findall(r"[^\W\d_]", last))
        return f"{family}, {initials}"
    return name.rstrip(".") if re.search(r" [A-Z]{1,3}\.$", name) else name


def _listed(text: str) -> tuple[str, ...]:
    separator = ";" if ";" in text else "|" if "|" in text else ","
    words = (clean_line(word) for word in text.split(separator))
    return tuple(dict.fromkeys(word for word in words if word))
