"""The reader for EndNote XML, as EndNote, Zotero, Rayyan and databases export it.

The account adds up: every ``<record>`` of a file yields one :class:`ParsedWork` or one failed
:class:`Problem`. Entities are not expanded and nothing is fetched: a file that declares entities
is refused.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from causalkb.formats.bibtex.source import nothing_found
from causalkb.formats.fields import to_work
from causalkb.formats.keywords import join_keywords
from causalkb.formats.tagged import date_of, key_in, pages_of, people_of
from causalkb.identifiers import normalise_doi
from causalkb.records import ParsedWork, Person, Problem, Work
from causalkb.text import clean, clean_line
from causalkb.vocabulary import Severity

_HINT = "export the library again as XML, or correct the record"
_START = re.compile(rb"<record[\s/>]")
_ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)
_BARE_AND = re.compile(rb"&(?![A-Za-z]\w*;|#\d+;|#x[0-9a-fA-F]+;)")
_CONTROLS = bytes(n for n in range(32) if n not in b"\t\n\r")
_MAX_FAULTS = 5
_SERIAL_NUMBER = re.compile(r"[\dxX-]{8,17}")

_TYPES = {
    **dict.fromkeys(
        (
            *("journal article", "electronic article", "magazine article", "newspaper article"),
            *("press release", "serial"),
        ),
        "article",
    ),
    **dict.fromkeys(("book", "edited book", "electronic book", "classical work"), "book"),
    **dict.fromkeys(("book section", "electronic book section"), "incollection"),
    **dict.fromkeys(("encyclopedia", "dictionary"), "inreference"),
    **dict.fromkeys(("conference paper", "conference proceedings"), "inproceedings"),
    **dict.fromkeys(("report", "government document", "standard"), "techreport"),
    **dict.fromkeys(("web page", "blog", "online multimedia"), "online"),
    **dict.fromkeys(("unpublished work", "manuscript"), "unpublished"),
    **dict.fromkeys(("dataset", "online database", "aggregated database"), "dataset"),
    "thesis": "phdthesis",
    "computer program": "software",
    "patent": "patent",
    "generic": "misc",
}
_PUBLISHER = {"phdthesis": "school", "techreport": "institution"}
_CONTAINER = {"article": "journal", "inproceedings": "booktitle", "incollection": "booktitle"}
_CONTAINER |= {"book": "series", "inreference": "booktitle"}
_PLAIN = {
    "volume": "volume",
    "number": "number",
    "edition": "edition",
    "section": "section",
    "num-vols": "volumes",
    "pub-location": "address",
    "language": "language",
    "work-type": "type",
    "access-date": "urldate",
    "orig-pub": "origpublisher",
    "titles/short-title": "shorttitle",
    "titles/tertiary-title": "series",
    "titles/translated-title": "titleaddon",
}
_PRESS = {"magazine article": "magazine", "newspaper article": "newspaper"}
_LEFT_OUT = frozenset(
    ("database", "source-app", "rec-number", "foreign-keys", "ref-type", "auth-address")
)
"""What describes EndNote's library rather than the work."""


def read(data: bytes, source: str) -> Iterator[ParsedWork | Problem]:
    """Read the records of an EndNote XML file, in its order; warnings precede their work.

    Never raises, whatever the bytes.

    >>> title = b"<titles><title><style>Causality</style></title></titles>"
    >>> [parsed] = read(b"<xml><records><record>" + title + b"</record></records></xml>", "a.xml")
    >>> parsed.work.title
    'Causality'
    """
    plain = data.replace(b"\x00", b"") if data[:2] in (b"\xff\xfe", b"\xfe\xff") else data
    if entity := _ENTITY.search(plain):
        line = plain.count(b"\n", 0, entity.start()) + 1
        reason = "the file declares XML entities, which are not read"
        yield Problem(source, reason, line, hint="EndNote itself writes none: export it again")
        return
    starts = [match.start() for match in _START.finditer(plain)]
    if not starts:
        yield nothing_found(plain[:4096].decode("utf-8", "replace"), source, "EndNote XML")
        return
    if plain is data:
        # Some programs write control characters and bare ampersands into their texts.
        data = _BARE_AND.sub(b"&amp;", data.translate(None, _CONTROLS))
    yield from _read(data, source, _lines(plain, starts))


def _lines(data: bytes, starts: list[int]) -> list[int]:
    lines, line, at = [], 1, 0
    for start in starts:
        line += data.count(b"\n", at, start)
        at = start
        lines.append(line)
    return lines


def _read(data: bytes, source: str, lines: list[int]) -> Iterator[ParsedWork | Problem]:
    from lxml import etree

    events = etree.iterparse(
        io.BytesIO(data),
        events=("start", "end"),
        tag="record",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        recover=True,
        remove_comments=True,
        remove_pis=True,
    )
    seen: Counter[str] = Counter()
    read: set[int] = set()
    try:
        for ordinal, record in _records(events):
            read.add(ordinal)
            line = lines[ordinal] if ordinal < len(lines) else None
            yield from _parsed(record, source, line, ordinal, seen)
    except etree.XMLSyntaxError as error:
        yield from _faults([(error.lineno, error.msg)], source)
    else:
        yield from _faults([(one.line, one.message) for one in events.error_log], source)
    for ordinal, line in enumerate(lines):
        if ordinal not in read:
            yield Problem(source, "the record cannot be read: it has no end", line, hint=_HINT)


def _records(events: Any) -> Iterator[tuple[int, Any]]:
    """Yield the records with their position in the file, each dropped when the next is read."""
    ordinal = -1
    open_records: list[int] = []
    for event, element in events:
        if event == "start":
            ordinal += 1
            open_records.append(ordinal)
            continue
        yield open_records.pop(), element
        if open_records:  # damage put it into another record, which is not read yet
            continue
        parent = element.getparent()
        element.clear()
        if parent is not None:
            del parent[:-1]


def _faults(faults: list[tuple[int | None, str | None]], source: str) -> Iterator[Problem]:
    """Yield a warning for the first places that are not well-formed: what could be read is kept."""
    for line, message in faults[:_MAX_FAULTS]:
        reason = f"not well-formed XML: {clean_line(str(message))}; what could be read was kept"
        yield Problem(source, reason, line, hint=_HINT, severity=Severity.WARNING)
    if len(faults) > _MAX_FAULTS:
        reason = f"{len(faults) - _MAX_FAULTS} more places are not well-formed XML"
        yield Problem(source, reason, hint=_HINT, severity=Severity.WARNING)


def _parsed(
    record: Any, source: str, line: int | None, ordinal: int, seen: Counter[str]
) -> Iterator[ParsedWork | Problem]:
    work, warnings = _work(record)
    if not (work.title or work.authors or work.doi or work.fields):
        yield Problem(source, "the record is empty", line, hint=_HINT)
        return
    key = work.key or None
    for reason, hint in warnings:
        yield Problem(source, reason, line, key, hint, Severity.WARNING)
    number = _text(record, "rec-number")
    entry = work.key or (f"record {number}" if number else f"record {ordinal + 1}")
    seen[entry] += 1
    if seen[entry] > 1:
        entry = f"{entry}#{seen[entry]}"
    yield ParsedWork(work, source, line, entry)


def _work(record: Any) -> tuple[Work, list[tuple[str, str]]]:
    named = record.find("ref-type")
    kind = "" if named is None else clean_line(named.get("name") or "")
    type = _TYPES.get(kind.casefold(), "misc")
    fields: dict[str, str] = {}
    if kind.casefold() in _PRESS:
        fields["entrysubtype"] = _PRESS[kind.casefold()]
    if kind and kind.casefold() not in _TYPES:
        fields["endnote-type"] = kind
    _take_container(record, type, fields)
    for path, name in _PLAIN.items():
        if value := _text(record, path):
            fields.setdefault(name, value)
    if publisher := _text(record, "publisher"):
        fields[_PUBLISHER.get(type, "publisher")] = publisher
    if pages := pages_of(_text(record, "pages"), ""):
        fields["pages"] = pages
    for number in _SERIAL_NUMBER.findall(_text(record, "isbn")):
        name = "issn" if sum(c.isalnum() for c in number) == 8 else "isbn"
        fields[name] = f"{fields[name]}, {number}" if name in fields else number
    fields |= _dates(record)
    if keywords := _texts(record, "keywords/keyword"):
        fields["keywords"] = join_keywords(keywords)
    notes = [p for path in ("notes", "research-notes") if (p := _paragraphs(record, path))]
    if notes:
        fields["note"] = "\n\n".join(notes)
    _take_addresses(record, fields)
    if abstract := _paragraphs(record, "abstract"):
        fields["abstract"] = abstract
    fields["title"] = _text(record, "titles/title")
    fields |= _rest(record)
    return to_work(
        key_in([_text(record, "label")]),
        type,
        {name: value for name, value in fields.items() if value},
        authors=people_of(_every(record, "contributors/authors/author")),
        editors=_editors(record, type, fields),
    )


def _editors(record: Any, type: str, fields: dict[str, str]) -> tuple[Person, ...]:
    """The editors; EndNote keeps those of a book's series in their place."""
    found = people_of(_texts(record, "contributors/secondary-authors/author"))
    if type == "book" and found:
        fields["editora"] = " and ".join(person.name for person in found)
        return ()
    return found


def _take_container(record: Any, type: str, fields: dict[str, str]) -> None:
    names = [
        name
        for path in ("titles/secondary-title", "periodical/full-title", "titles/alt-title")
        if (name := _text(record, path))
    ]
    short = _text(record, "periodical/abbr-1") or _text(record, "alt-periodical/abbr-1")
    if names:
        fields[_CONTAINER.get(type, "howpublished")] = names[0]
    elif short:
        fields[_CONTAINER.get(type, "howpublished")] = short
    if short and names and short != names[0]:
        fields["shortjournal"] = short


def _dates(record: Any) -> dict[str, str]:
    texts = [text for text in _texts(record, "dates/pub-dates/date") if text]
    year, fields = date_of([t for t in (_text(record, "dates/year"), *texts) if t])
    if year is not None:
        fields.setdefault("year", str(year))
        if "month" not in fields and "date" not in fields and texts and str(year) not in texts[0]:
            _, within = date_of([f"{year} {texts[0]}"])
            fields |= {name: value for name, value in within.items() if name != "year"}
    return fields


def _take_addresses(record: Any, fields: dict[str, str]) -> None:
    urls = [u for u in _texts(record, "urls//url") if not u.startswith("internal-pdf:")]
    files = [u for u in _texts(record, "urls//url") if u.startswith("internal-pdf:")]
    if urls:
        fields["url"] = urls[0]
    if urls[1:]:
        fields["urls"] = "; ".join(urls[1:])
    if files:
        # As they lie in the library's folder of data: Library.Data/PDF/123/name.pdf.
        fields["file"] = "; ".join(f"PDF/{unquote(f.partition('//')[2])}" for f in files)
    doi = _text(record, "electronic-resource-num")
    address = next((u for u in urls if "doi.org/" in u.lower() and normalise_doi(u)), "")
    if doi or address:
        fields["doi"] = doi if normalise_doi(doi) or not address else address
    numbers = _texts(record, "accession-num")
    if numbers:
        fields["endnote-accession-num"] = "; ".join(numbers)
    others = people_of(_texts(record, "contributors/translated-authors/author"))
    if others:
        fields["translator"] = " and ".join(person.name for person in others)


def _rest(record: Any) -> dict[str, str]:
    """Return the elements without a field of their own as ``endnote-NAME``."""
    known = {path.partition("/")[0] for path in _PLAIN} | _LEFT_OUT
    known |= {"contributors", "titles", "periodical", "alt-periodical", "pages", "isbn", "dates"}
    known |= {"keywords", "notes", "research-notes", "urls", "electronic-resource-num", "label"}
    known |= {"abstract", "publisher", "accession-num"}
    found: dict[str, str] = {}
    for element in record:
        if isinstance(element.tag, str) and element.tag not in known:
            name = f"endnote-{element.tag.lower()[:60]}"
            if value := clean_line("".join(element.itertext())):
                found.setdefault(name, value)
    return found


def _texts(record: Any, path: str) -> list[str]:
    """Return the texts of elements on one line each; a text stands in ``<style>`` runs."""
    return list(dict.fromkeys(_every(record, path)))


def _every(record: Any, path: str) -> list[str]:
    """The same with what is said twice: two authors may have one name."""
    found = [clean_line(_styled(element)) for element in record.iterfind(path)]
    return [text for text in found if text]


def _styled(element: Any) -> str:
    """The text of an element; a number that is raised behind a word keeps that: 10^6."""
    text = element.text or ""
    for run in element:
        within = "".join(run.itertext()) if isinstance(run.tag, str) else ""
        raised = "superscript" in (run.get("face") or "") and re.fullmatch(
            r"[+−–-]?\d+", within.strip()
        )
        text += ("^" if raised and re.search(r"[\w)\]]$", text) else "") + within + (run.tail or "")
    return text


def _text(record: Any, path: str) -> str:
    return next(iter(_texts(record, path)), "")


def _paragraphs(record: Any, path: str) -> str:
    element = record.find(path)
    return "" if element is None else clean("".join(element.itertext())).strip()
