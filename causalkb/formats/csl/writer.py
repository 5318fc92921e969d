"""Works → CSL-JSON, the form that Zotero, pandoc and citation processors read.

Types and variables follow the CSL 1.0.2 specification and Zotero's mapping from BibTeX.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from causalkb.formats.bibtex.names import parse_names
from causalkb.formats.csl.items import bibtex_type
from causalkb.formats.dates import Dated, issued, parse_date
from causalkb.formats.fields import whole_title
from causalkb.formats.keywords import join_keywords, split_keywords
from causalkb.formats.languages import language_tag
from causalkb.records import Person, Work

_TYPES = {
    "article": "article-journal",
    "artwork": "graphic",
    "audio": "song",
    "bachelorsthesis": "thesis",
    "book": "book",
    "bookinbook": "chapter",
    "booklet": "pamphlet",
    "collection": "book",
    "commentary": "book",
    "conference": "paper-conference",
    "dataset": "dataset",
    "electronic": "webpage",
    "image": "graphic",
    "inbook": "chapter",
    "incollection": "chapter",
    "inproceedings": "paper-conference",
    "inreference": "entry-encyclopedia",
    "jurisdiction": "legal_case",
    "legislation": "legislation",
    "letter": "personal_communication",
    "manual": "report",
    "mastersthesis": "thesis",
    "movie": "motion_picture",
    "music": "song",
    "mvbook": "book",
    "mvcollection": "book",
    "mvproceedings": "book",
    "mvreference": "book",
    "newsarticle": "article-newspaper",
    "online": "webpage",
    "patent": "patent",
    "performance": "performance",
    "periodical": "periodical",
    "phdthesis": "thesis",
    "presentation": "speech",
    "proceedings": "book",
    "reference": "book",
    "report": "report",
    "review": "review",
    "software": "software",
    "standard": "standard",
    "suppbook": "chapter",
    "suppcollection": "chapter",
    "suppperiodical": "article-journal",
    "talk": "speech",
    "techreport": "report",
    "thesis": "thesis",
    "unpublished": "manuscript",
    "video": "motion_picture",
    "webpage": "webpage",
    "www": "webpage",
}
_PARTS = ("chapter", "paper-conference", "entry-encyclopedia")
_GENRES = {
    "phdthesis": "PhD thesis",
    "mastersthesis": "Master's thesis",
    "mathesis": "Master's thesis",
    "bachelorsthesis": "Bachelor's thesis",
    "bathesis": "Bachelor's thesis",
    "candthesis": "Candidate thesis",
    "techreport": "Technical report",
    "resreport": "Research report",
    "patent": "Patent",
    "patentde": "German patent",
    "patenteu": "European patent",
    "patentfr": "French patent",
    "patentuk": "British patent",
    "patentus": "U.S. patent",
    "patreq": "Patent request",
    "patreqde": "German patent request",
    "patreqeu": "European patent request",
    "patreqfr": "French patent request",
    "patrequk": "British patent request",
    "patrequs": "U.S. patent request",
    "software": "Computer software",
}
"""Names of theses, reports and patents: by entry type, and by biblatex's key in ``type``."""
_TYPES_OF_ENDNOTE = frozenset(
    [
        *("journal article", "electronic article", "book", "edited book", "book section"),
        *("conference proceedings", "conference paper", "web page"),
    ]
)
"""What EndNote's export to BibTeX writes into ``type``: it repeats the type of the entry."""
_NAMED_BY_KEY_ALONE = ("patent", "software")
"""Entry types that need no name, though there is a key for it."""
_VARIABLES = {
    "volume": "volume",
    "issue": "issue",
    "eid": "number",
    "articleno": "number",
    "article-number": "number",
    "art_number": "number",
    "elocation-id": "number",
    "pages": "page",
    "publisher": "publisher",
    "school": "publisher",
    "institution": "publisher",
    "organization": "publisher",
    "address": "publisher-place",
    "location": "publisher-place",
    "edition": "edition",
    "series": "collection-title",
    "chapter": "chapter-number",
    "volumes": "number-of-volumes",
    "pagetotal": "number-of-pages",
    "isbn": "ISBN",
    "issn": "ISSN",
    "pmid": "PMID",
    "pmcid": "PMCID",
    "language": "language",
    "langid": "language",
    "note": "note",
    "addendum": "note",
    "annote": "annote",
    "annotation": "annote",
    "eventtitle": "event-title",
    "venue": "event-place",
    "pubstate": "status",
    "version": "version",
    "shorttitle": "title-short",
    "shortjournal": "container-title-short",
    "abbrev_source_title": "container-title-short",
    "origpublisher": "original-publisher",
    "origlocation": "original-publisher-place",
    "origtitle": "original-title",
}
_NAMES = {
    "translator": "translator",
    "bookauthor": "container-author",
    "director": "director",
    "interviewer": "interviewer",
    "recipient": "recipient",
    "editora": "collection-editor",
}
_DASH = re.compile(r"\s*[\u2010-\u2015−]\s*|\s*-{2,}\s*|(?<=\d)\s+-\s+(?=\d)")
_PAGE_WORD = re.compile(r"^(?:pages?|pp?\.|pp|S\.)\s*(?=\w*\d)", re.IGNORECASE)
_DATES = {"urldate": "accessed", "origdate": "original-date", "eventdate": "event-date"}
_ACCESSED = re.compile(
    r"(?:\W*online\s*[;,.:]?\s*)?(?:(?:last|date)\s+)?(?:accessed|visited|retrieved|checked)"
    r"(?:\s+(?:on|at))?\s*:?\s*(.*?\d)\W*(?:\s(?:from|at)\s.*)?",
    re.IGNORECASE,
)
_ACCESSED_FIELDS = ("lastchecked", "lastaccessed", "lastvisited", "accessed", "accessdate")
"""What the styles of some journals and programs call biblatex's ``urldate``."""


def format_works(works: Iterable[Work]) -> str:
    """Return works as one CSL-JSON array."""
    return json.dumps([to_csl(work) for work in works], ensure_ascii=False, indent=1) + "\n"


def to_csl(work: Work) -> dict[str, Any]:
    """Return one work as a CSL-JSON item."""
    fields = work.fields
    type = _type(work)
    item: dict[str, Any] = {"id": work.key, "type": type, "title": work.title}
    for role, people in (("author", work.authors), ("editor", work.editors)):
        if people:
            item[role] = [_name(person) for person in people]
    for name, role in _NAMES.items():
        if people := parse_names(fields.get(name, ""))[0]:
            item[role] = [_name(person) for person in people]
    item.update(_dates(work))
    if container := _container(fields):
        item["container-title"] = container
    for name, variable in _VARIABLES.items():
        if name in fields:
            item.setdefault(variable, fields[name])
    if "number" in fields:
        item.setdefault(_number_variable(type), fields["number"])
    if genre := _genre(work):
        item["genre"] = genre
    if (how := fields.get("howpublished")) and "://" not in how:
        item.setdefault("publisher", how)
    if "page" in item:
        item["page"] = _pages(item["page"])
    if "language" in item:
        item["language"] = language_tag(item["language"])
    if work.doi:
        item["DOI"] = work.doi
    if "PMID" not in item and fields.get("eprinttype", "").casefold() in ("pubmed", "pmid"):
        item["PMID"] = fields.get("eprint", "")
    if type == "paper-conference" and {"address", "location"} <= fields.keys():
        item.setdefault("event-place", fields["location"])  # as ACM writes them
    if work.arxiv:
        item["number" if type == "article" else "archive_location"] = f"arXiv:{work.arxiv}"
    for variable, value in (("URL", work.url), ("abstract", work.abstract)):
        if value:
            item[variable] = value
    words = fields.get("keywords") or fields.get("author_keywords", "")
    keywords = dict.fromkeys((*split_keywords(words), *work.tags))
    if keywords:
        item["keyword"] = join_keywords(keywords)
    return item


def _type(work: Work) -> str:
    said = work.fields.get("csl-type", "")
    if said and bibtex_type(said) == work.type:
        return said
    in_journal = work.fields.keys() & {"journal", "journaltitle"}
    if work.type in ("misc", "article") and work.arxiv and not in_journal:
        return "article"  # CSL's word for a preprint
    if work.type == "article" and work.fields.get("entrysubtype") in ("newspaper", "magazine"):
        return f"article-{work.fields['entrysubtype']}"
    if work.type == "misc" and work.url and not (work.doi or "publisher" in work.fields):
        return "webpage"
    return _TYPES.get(work.type, "document")


def _container(fields: Mapping[str, str]) -> str:
    for name in ("journal", "journaltitle", "booktitle"):
        if title := fields.get(name):
            subtitle = fields.get(name.removesuffix("title") + "subtitle", "")
            return whole_title(title, subtitle)
    return ""


def _pages(text: str) -> str:
    """Pages as CSL has them: numbers alone, with a plain hyphen between.

    >>> _pages("pp. 12 -- 20, e4"), _pages("A-1–A-9"), _pages("12‐20")
    ('12-20, e4', 'A-1-A-9', '12-20')
    """
    return _DASH.sub("-", _PAGE_WORD.sub("", text))


def _number_variable(type: str) -> str:
    if type == "book" or type in _PARTS:
        return "collection-number"
    return "number" if type in ("report", "patent", "standard", "legislation") else "issue"


def _genre(work: Work) -> str:
    written = work.fields.get("type", "")
    if written.casefold() in _TYPES_OF_ENDNOTE:
        written = ""
    by_type = "" if work.type in _NAMED_BY_KEY_ALONE else _GENRES.get(work.type, "")
    return _GENRES.get(written.casefold(), written) or by_type


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


def _dates(work: Work) -> dict[str, Any]:
    found: dict[str, Any] = {}
    fields = work.fields
    if when := issued(work.fields, work.year):
        found["issued"] = _date(when)
    elif text := work.fields.get("year") or work.fields.get("date"):
        found["issued"] = {"literal": text}
    for name, variable in _DATES.items():
        if when := parse_date(work.fields.get(name, "")):
            found[variable] = _date(when)
    said = [fields[name] for name in _ACCESSED_FIELDS if name in fields]
    said += [
        m[1]
        for name in ("note", "howpublished")
        if (m := _ACCESSED.fullmatch(fields.get(name, "")))
    ]
    for text in said:
        if "accessed" not in found and (when := parse_date(text)):
            found["accessed"] = _date(when)
    return found


def _date(when: Dated) -> dict[str, Any]:
    date: dict[str, Any] = {"date-parts": [list(part) for part in when.parts]}
    if when.season:
        date["season"] = when.season
    if when.circa:
        date["circa"] = True
    return date
