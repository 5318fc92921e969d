"""Works → CSL-JSON, the form that Zotero, pandoc and citation processors read.

Types and variables follow the CSL 1.0.2 specification and Zotero's mapping from BibTeX.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from causalkb.records import Person, Work

_TYPES = {
    "article": "article-journal",
    "book": "book",
    "booklet": "pamphlet",
    "collection": "book",
    "conference": "paper-conference",
    "dataset": "dataset",
    "inbook": "chapter",
    "incollection": "chapter",
    "inproceedings": "paper-conference",
    "manual": "report",
    "mastersthesis": "thesis",
    "online": "webpage",
    "patent": "patent",
    "phdthesis": "thesis",
    "proceedings": "book",
    "report": "report",
    "software": "software",
    "techreport": "report",
    "thesis": "thesis",
    "unpublished": "manuscript",
}
_VARIABLES = {
    "volume": "volume",
    "number": "issue",
    "issue": "issue",
    "pages": "page",
    "publisher": "publisher",
    "school": "publisher",
    "institution": "publisher",
    "address": "publisher-place",
    "location": "publisher-place",
    "edition": "edition",
    "series": "collection-title",
    "isbn": "ISBN",
    "issn": "ISSN",
    "language": "language",
    "langid": "language",
    "note": "note",
    "eventtitle": "event-title",
}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")


def format_works(works: Iterable[Work]) -> str:
    """Return works as one CSL-JSON array."""
    return json.dumps([to_csl(work) for work in works], ensure_ascii=False, indent=1) + "\n"


def to_csl(work: Work) -> dict[str, Any]:
    """Return one work as a CSL-JSON item."""
    item: dict[str, Any] = {"id": work.key, "type": _type(work), "title": work.title}
    for role, people in (("author", work.authors), ("editor", work.editors)):
        if people:
            item[role] = [_name(person) for person in people]
    issued = _issued(work)
    if issued:
        item["issued"] = {"date-parts": [issued]}
    container = work.fields.get("journal") or work.fields.get("journaltitle")
    container = container or work.fields.get("booktitle")
    if container:
        item["container-title"] = container
    for name, variable in _VARIABLES.items():
        if name in work.fields:
            item.setdefault(variable, work.fields[name])
    if "page" in item:
        item["page"] = re.sub(r"-{2,}|–", "-", item["page"])
    if work.doi:
        item["DOI"] = work.doi
    if work.arxiv:
        item["number" if item["type"] == "article" else "archive_location"] = f"arXiv:{work.arxiv}"
    for variable, value in (("URL", work.url), ("abstract", work.abstract)):
        if value:
            item[variable] = value
    keywords = [k for k in (work.fields.get("keywords"), *work.tags) if k]
    if keywords:
        item["keyword"] = ", ".join(keywords)
    return item


def _type(work: Work) -> str:
    if work.type in ("misc", "article") and work.arxiv and "journal" not in work.fields:
        return "article"  # CSL's word for a preprint
    return _TYPES.get(work.type, "document")


def _name(person: Person) -> dict[str, str]:
    if person.literal:
        return {"literal": "et al." if person.is_others else person.family}
    parts = {
        "family": person.family,
        "given": person.given,
        "non-dropping-particle": person.particle,
        "suffix": person.suffix,
    }
    return {name: value for name, value in parts.items() if value}


def _issued(work: Work) -> list[int]:
    dated = _DATE.match(work.fields.get("date", ""))
    if dated:
        return [int(part) for part in dated.groups() if part]
    if work.year is None:
        return []
    month = work.fields.get("month", "").casefold()
    if month.isascii() and month.isdigit() and 1 <= int(month) <= 12:
        return [work.year, int(month)]
    return [work.year, _MONTHS.index(month[:3]) + 1] if month[:3] in _MONTHS else [work.year]
