"""The reader for NBIB, the format in which PubMed saves citations (as .nbib or .txt).

The account adds up: every ``PMID`` of a file yields one :class:`ParsedWork` or one failed
:class:`Problem`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from causalkb.formats.bibtex.source import decode_bytes, nothing_found
from causalkb.formats.keywords import join_keywords
from causalkb.formats.tagged import (
    Record,
    date_of,
    doi_of,
    name_of,
    pages_of,
    people_of,
    warnings_of,
)
from causalkb.identifiers import arxiv_of, normalise_doi, venue_of
from causalkb.lazy import compiled_on_use
from causalkb.records import ParsedWork, Person, Problem, Work
from causalkb.vocabulary import Severity

ENTRY = "pmid:"
"""Begins the names of entries."""
_TAGGED = compiled_on_use(r"([A-Z][A-Z0-9]{1,3}) {0,2}- ?(.*)")
_NEARLY = compiled_on_use(r"\W{0,3}PMID\W{1,4}(\d+)\s*$", re.IGNORECASE)
_HINT = "correct the record and add the file again"
_ID = compiled_on_use(r"(\S+) \[(\w+)\]")
_TYPES = (
    ("Preprint", "misc"),
    ("Dataset", "dataset"),
    ("Book", "book"),
    ("Study Guide", "book"),
    ("Technical Report", "techreport"),
    ("Thesis", "phdthesis"),
)
_PLAIN = {"VI": "volume", "IP": "number", "PB": "publisher", "LA": "language", "EN": "edition"}
_PLAIN |= {"PMID": "pmid", "PMC": "pmcid", "PL": "address", "CTI": "series", "PT": "pubtype"}
_OF_THE_DATABASE = (
    *("OWN", "STAT", "DCOM", "LR", "EDAT", "MHDA", "CRDT", "PHST", "PST", "SB", "AUID", "JID"),
    *("CTDT", "RF", "IRAD", "DRDT"),
)
"""Dates and states of PubMed's own record; they say nothing of the work and change every month."""


def read(data: bytes, source: str) -> Iterator[ParsedWork | Problem]:
    """Read the records of an NBIB file, in the order of the file; warnings precede their work.

    Never raises, whatever the bytes.

    >>> record = b"PMID- 1\\nTI  - Causal reasoning\\n      in rats.\\nAU  - Roe B"
    >>> [parsed] = read(record, "a.nbib")
    >>> parsed.work.title, parsed.work.authors[0].name, parsed.work.fields["pmid"]
    ('Causal reasoning in rats', 'Roe, B.', '1')
    """
    text, problems = decode_bytes(data, source, "NBIB")
    yield from problems
    if problems and not text:
        return
    records, stray = _cut(text)
    if not records:
        yield nothing_found(text, source, "NBIB")
    for line in stray:
        reason = "this line looks like the beginning of a record but is not written as one"
        yield Problem(source, reason, line, hint=_HINT, severity=Severity.WARNING)
    seen: Counter[str] = Counter()
    for record in records:
        number = "".join(record.values.get("PMID", ())[:1]).strip()
        if record.values.keys() <= {"PMID", *_OF_THE_DATABASE}:
            reason = f"the record of PMID {number} is empty"
            yield Problem(source, reason, record.line, hint=_HINT)
            continue
        work = _work(record)
        yield from warnings_of(record, source, None, _HINT)
        seen[number] += 1
        entry = f"{ENTRY}{number}" + (f"#{seen[number]}" if seen[number] > 1 else "")
        yield ParsedWork(work, source, record.line, entry)


def _cut(text: str) -> tuple[list[Record], list[int]]:
    """Cut a file into records; return with them the lines that nearly begin one."""
    records: list[Record] = []
    stray: list[int] = []
    last = [""]
    for number, line in enumerate(text.split("\n"), 1):
        match = _TAGGED.match(line)
        if match is None:
            if line.startswith("      ") and line.strip():
                last[-1] += f" {line.strip()}"
            elif nearly := _NEARLY.match(line):
                stray.append(number)
                records.append(Record(number))
                records[-1].values["PMID"].append(nearly[1])
            continue
        if match[1] == "PMID":
            records.append(Record(number))
        if records:
            last = records[-1].values[match[1]]
            last.append(match[2])
    return records, stray


def _work(record: Record) -> Work:
    fields: dict[str, str] = {}
    record.take(*_OF_THE_DATABASE)
    kinds = record.values.get("PT", [])
    type = next((type for kind, type in _TYPES if kind in kinds), "article")
    title = " ".join(record.take("TI")).removesuffix(".")
    book = record.take("BTI")
    if book and title:
        type = "incollection"
        fields["booktitle"] = book[0].removesuffix(".")
    elif book:
        type, title = "book", book[0].removesuffix(".")
    if not title:
        title = " ".join(record.take("TT")).strip("[].")
    if not title:
        record.odd.append((record.line, "the record has no title"))
    journal = record.take("JT") or record.take("TA")
    if journal:
        fields["howpublished" if type == "misc" else "journal"] = journal[0]
    short = record.take("TA")
    if short and short[0] != fields.get("journal"):
        fields["shortjournal"] = short[0]
    year, dates = date_of(record.take("DP") or record.take("DEP"))
    record.take("DEP")
    fields |= dates
    for tag, name in _PLAIN.items():
        values = record.take(tag)
        if values:
            fields[name] = "; ".join(values)
    pages = pages_of("".join(record.take("PG")[:1]), "")
    if pages:
        fields["pages"] = pages
    numbers = list(dict.fromkeys(n.split(" ")[0] for n in record.take("IS", "ISBN")))
    if numbers:
        fields["issn" if type in ("article", "misc") else "isbn"] = ", ".join(numbers)
    keywords = [k.lstrip("*") for k in record.take("OT", "MH")]
    if keywords:
        fields["keywords"] = join_keywords(keywords)
    doi = _take_ids(record, fields)
    abstract = record.text("AB")
    authors = people_of(record.names("FAU")) or people_of(record.names("AU"))
    record.take("AU")
    authors += _bodies(record.take("CN"))
    editors = people_of(record.take("FED")) or people_of(record.take("ED"))
    record.take("ED")
    fields |= record.rest("nbib")
    return Work(
        key="",
        type=type,
        title=title,
        authors=authors,
        editors=editors,
        year=year,
        venue=venue_of(type, fields),
        doi=doi,
        arxiv=arxiv_of(fields, None, doi),
        abstract=abstract,
        fields=fields,
    )


def _bodies(names: list[str]) -> tuple[Person, ...]:
    return tuple(Person(name.strip(" ;"), literal=True) for name in names if name_of(name))


def _take_ids(record: Record, fields: dict[str, str]) -> str | None:
    """Return the DOI among the ids of a record, and keep the article number."""
    dois = []
    for value in record.take("LID", "AID"):
        match = _ID.search(value)
        if match and match[2] == "doi" and normalise_doi(match[1]):
            dois.append(match[1])
        elif match and match[2] == "pii" and "pages" not in fields:
            fields.setdefault("eid", match[1])
    return doi_of(dois, record.odd, record.line)[0]
