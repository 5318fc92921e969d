"""The reader for RIS, as Zotero, EndNote, Mendeley, publishers and databases write it.

The account adds up: every ``TY`` of a file yields one :class:`ParsedWork` or one failed
:class:`Problem`. Values are taken as they are: RIS knows no LaTeX.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from causalkb.formats.bibtex.source import decode_bytes, nothing_found
from causalkb.formats.keywords import join_keywords
from causalkb.formats.tagged import (
    Record,
    date_of,
    doi_of,
    key_in,
    pages_of,
    people_of,
    warnings_of,
)
from causalkb.identifiers import arxiv_of, normalise_arxiv, normalise_doi, venue_of
from causalkb.records import ParsedWork, Problem, Work
from causalkb.vocabulary import Severity

_TWO_BLANKS = re.compile(r"[ \t]*([A-Z][A-Z0-9])[ \t]{2,}-(?:[ \t]?(.*))")
# Some web sites write one blank; where others occur, such a line is text that begins like a tag.
_ONE_BLANK = re.compile(r"[ \t]*([A-Z][A-Z0-9])[ \t]+-(?:[ \t](.*)|$)")
_NEARLY = re.compile(r"\W{0,3}TY\s*[-–:=]\s*(\w*)", re.IGNORECASE)
_PARAGRAPHS = frozenset(("AB", "N2", "N1"))
_HINT = "correct the record and add the file again"
_SERIAL_NUMBER = re.compile(r"[\dxX-]{8,17}")

_TYPES = {
    **dict.fromkeys(("JOUR", "EJOUR", "JFULL", "MGZN", "NEWS", "INPR", "ABST"), "article"),
    **dict.fromkeys(("CHAP", "ECHAP"), "incollection"),
    **dict.fromkeys(("ENCYC", "DICT"), "inreference"),
    **dict.fromkeys(("BOOK", "EBOOK", "EDBOOK", "SER", "CLSWK"), "book"),
    **dict.fromkeys(("CPAPER", "CONF"), "inproceedings"),
    **dict.fromkeys(("RPRT", "GOVDOC", "STAND"), "techreport"),
    **dict.fromkeys(("UNPB", "UNPD", "MANSCPT"), "unpublished"),
    **dict.fromkeys(("DATA", "DBASE", "AGGR"), "dataset"),
    **dict.fromkeys(("ELEC", "WEB", "BLOG", "ICOMM"), "online"),
    "COMP": "software",
    "PAT": "patent",
    "THES": "phdthesis",
}
_PRESS = {"MGZN": "magazine", "NEWS": "newspaper"}
_PUBLISHER = {"phdthesis": "school", "techreport": "institution"}
_PLAIN = {
    "VL": "volume",
    "PB": "publisher",
    "CY": "address",
    "ET": "edition",
    "LA": "language",
    "NV": "volumes",
    "ST": "shorttitle",
    "SE": "section",
    "C7": "eid",
    "A4": "translator",
    "T3": "series",
    "L1": "file",
}


def read(data: bytes, source: str) -> Iterator[ParsedWork | Problem]:
    """Read the records of a RIS file, in the order of the file; warnings precede their work.

    Never raises, whatever the bytes.

    >>> [parsed] = read(b"TY  - BOOK\\nA1  - Pearl, Judea\\nT1  - Causality\\nER  - ", "a.ris")
    >>> parsed.work.type, parsed.work.authors[0].given, parsed.work.title
    ('book', 'Judea', 'Causality')
    """
    text, problems = decode_bytes(data, source, "RIS")
    yield from problems
    if problems and not text:
        return
    records, stray = _cut(text)
    if not records:
        yield nothing_found(text, source, "RIS")
    for line in stray:
        reason = "this line looks like the beginning of a record but is not written as one"
        yield Problem(source, reason, line, hint=_HINT, severity=Severity.WARNING)
    seen: Counter[str] = Counter()
    for ordinal, record in enumerate(records, 1):
        yield from _parsed(record, source, ordinal, seen)


def _cut(text: str) -> tuple[list[Record], list[int]]:
    """Cut a file into records, at the beginning of each as well as at its end.

    Return with them the lines that look like the beginning of one and are not.
    """
    lines = text.split("\n")
    starts = (match for line in lines if (match := _TWO_BLANKS.match(line)) and match[1] == "TY")
    pattern = _TWO_BLANKS if any(starts) else _ONE_BLANK
    records: list[Record] = []
    stray: list[int] = []
    record: Record | None = None
    tag, last, blank = "", [""], False
    for number, line in enumerate(lines, 1):
        match = pattern.match(line)
        if match is None:
            nearly = _NEARLY.match(line)
            if nearly:
                stray.append(number)
            if nearly and record is None and nearly[1].upper() in _TYPES:
                record = Record(number)
                records.append(record)
                record.values["TY"].append(nearly[1])
                tag, blank = "TY", False
                continue
            # Databases put notices between records, and authors write in paragraphs.
            if record is not None and line.strip() and (tag in _PARAGRAPHS or not blank):
                last[-1] += f"\n\n{line}" if blank else f"\n{line}"
            blank = not line.strip()
            continue
        tag, blank = match[1], False
        if tag == "ER":
            record = None
            continue
        if record is None or (tag == "TY" and "TY" in record.values):
            if record is not None:
                record.odd.append((record.line, f"the record has no end before line {number}"))
            record = Record(number)
            records.append(record)
        last = record.values[tag]
        last.append(match[2] or "")
    if record is not None:
        record.odd.append((record.line, "the last record has no end: the file may be cut off"))
    # A tag or two without a type before the first record are a heading of the database.
    known = [r for r in records if "TY" in r.values or r.values.keys() & {"TI", "T1", "AU", "A1"}]
    return known, stray


def _parsed(
    record: Record, source: str, ordinal: int, seen: Counter[str]
) -> Iterator[ParsedWork | Problem]:
    kind = "".join(record.take("TY")[:1]).upper()
    if not any(value.strip() for values in record.values.values() for value in values):
        yield Problem(source, "the record is empty", record.line, hint=_HINT)
        return
    if not kind:
        record.odd.append((record.line, "the record has no type (TY)"))
    work = _work(record, kind)
    yield from warnings_of(record, source, work.key or None, _HINT)
    seen[work.key] += 1
    entry = work.key or f"record {ordinal}"
    if work.key and seen[work.key] > 1:
        entry = f"{entry}#{seen[work.key]}"
    yield ParsedWork(work, source, record.line, entry)


def _work(record: Record, kind: str) -> Work:
    type = _TYPES.get(kind, "misc")
    fields: dict[str, str] = {}
    if type == "misc" and kind not in ("", "GEN"):
        fields["ris-ty"] = kind
    if kind in _PRESS:
        fields["entrysubtype"] = _PRESS[kind]
    titles = record.take("TI", "T1", "CT", *(("BT",) if type in ("book", "unpublished") else ()))
    if not titles:
        record.odd.append((record.line, "the record has no title"))
    elif len(titles) > 1:
        record.odd.append((record.line, f"there are {len(titles)} titles; the first was kept"))
        fields["titleaddon"] = "; ".join(titles[1:])
    type = _take_container(record, type, fields)
    year, dates = date_of(record.take("PY", "Y1", "DA"))
    if accessed := record.take("Y2"):
        day, within = date_of(accessed)
        fields["urldate"] = within.get("date") or str(day or accessed[0])
    links = record.take("UR", "L2", "LK")
    urls = [url for link in links for url in re.split(r"[;,]?\s+(?=https?://)", link)]
    doi, text = doi_of(record.take("DO", "DI"), record.odd, record.line)
    # EndNote once put the DOI here; others say the kind of the work.
    kinds = record.take("M3")
    doi = doi or next((d for k in kinds if (d := normalise_doi(k))), None)
    doi = doi or next(
        (d for u in urls if "doi.org/" in u.lower() and (d := normalise_doi(u))), None
    )
    fields |= dates
    if text and doi is None:
        fields["doi"] = text
    for name, values in (("urls", urls[1:]), ("type", [k for k in kinds if k.lower() != doi])):
        if values and not (name == "type" and normalise_doi(values[0])):
            fields[name] = "; ".join(values)
    _take_plain(record, type, fields)
    url = urls[0] if urls else None
    numbers = record.take("AN")
    arxiv = next((a for n in numbers if (a := normalise_arxiv(n))), None)
    if numbers and arxiv is None:
        fields["ris-an"] = "; ".join(numbers)
    editors = record.take("ED", *(("A2",) if type != "book" else ()))
    work = Work(
        key=_take_key(record),
        type=type,
        title=titles[0] if titles else "",
        authors=people_of(record.names("AU", "A1")),
        editors=people_of(editors),
        year=year,
        doi=doi,
        url=url,
        abstract=record.text("AB", "N2"),
    )
    note = record.text("N1")
    if note:
        fields["note"] = note
    fields |= record.rest("ris")
    return _with(work, fields, arxiv)


def _with(work: Work, fields: dict[str, str], arxiv: str | None) -> Work:
    return replace(
        work,
        fields=fields,
        venue=venue_of(work.type, fields),
        arxiv=arxiv or arxiv_of(fields, work.url, work.doi),
    )


def _take_container(record: Record, type: str, fields: dict[str, str]) -> str:
    """Put where the work appeared into its field, and return the type that follows from it."""
    full = record.take("JF", "T2", "BT") if type != "book" else record.take("JF")
    proceedings = record.take("C3")
    if type == "inproceedings" and proceedings and full:
        fields["eventtitle"] = full[0]  # T2 is then the name of the conference
        full = proceedings
    elif proceedings:
        full = [*full, *proceedings]
    short = record.take("JO", "J2", "JA", "J1")
    names = full or short
    if type == "article" and names:
        fields["journal"] = names[0]
        shorter = [name for name in short if name != names[0]]
        if shorter:
            fields["shortjournal"] = shorter[0]
    elif type in ("inproceedings", "incollection", "inreference"):
        if names:
            fields["booktitle"] = names[0]
        elif type == "inproceedings" and not record.values.keys() & {"AU", "A1"}:
            return "proceedings"
    elif names:
        fields["howpublished"] = names[0]
    if type == "book":
        series = record.take("T2")
        if series:
            fields["series"] = series[0]
    return type


def _take_plain(record: Record, type: str, fields: dict[str, str]) -> None:
    for tag, name in _PLAIN.items():
        values = record.take(tag)
        if values:
            fields[_PUBLISHER.get(type, name) if name == "publisher" else name] = "; ".join(values)
    numbers = record.take("IS", "CP", "M1")
    if numbers:
        fields["number"] = numbers[0]
    pages = pages_of("".join(record.take("SP")[:1]), "".join(record.take("EP")[:1]))
    if pages:
        fields["pages"] = pages
    # EndNote puts one keyword on each line, and the tag only before the first.
    record.values["KW"] = [k for text in record.values.get("KW", ()) for k in text.split("\n")]
    keywords = record.take("KW")
    if keywords:
        fields["keywords"] = join_keywords(keywords)
    for number in record.take("SN"):
        for one in _SERIAL_NUMBER.findall(number):
            name = "issn" if sum(c.isalnum() for c in one) == 8 else "isbn"
            known = fields.get(name)
            if known is None or one not in known.split(", "):
                fields[name] = one if known is None else f"{known}, {one}"


def _take_key(record: Record) -> str:
    """The citation key, where a program writes one: other ids of a database are no keys."""
    for tag in ("LB", "ID"):
        if key := key_in(record.values.get(tag, ())):
            record.values.pop(tag)
            return key
    return ""
