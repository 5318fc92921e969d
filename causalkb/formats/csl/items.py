"""One CSL-JSON item → a work: types, names, dates, and what Zotero keeps in ``note``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from causalkb.formats.bibtex.names import names_as_text
from causalkb.formats.dates import astronomical
from causalkb.formats.fields import Warnings, to_work
from causalkb.formats.markup import plain_text
from causalkb.formats.tagged import key_in, people_of
from causalkb.records import Person, Work
from causalkb.text import clean, clean_line

_TYPES = {
    "article": "misc",
    "article-journal": "article",
    "article-magazine": "article",
    "article-newspaper": "article",
    "book": "book",
    "chapter": "incollection",
    "dataset": "dataset",
    "entry": "incollection",
    "entry-dictionary": "incollection",
    "entry-encyclopedia": "inreference",
    "graphic": "image",
    "legal_case": "jurisdiction",
    "legislation": "legislation",
    "manuscript": "unpublished",
    "motion_picture": "movie",
    "pamphlet": "booklet",
    "paper-conference": "inproceedings",
    "patent": "patent",
    "performance": "performance",
    "periodical": "periodical",
    "personal_communication": "letter",
    "post": "online",
    "post-weblog": "online",
    "report": "techreport",
    "review": "review",
    "review-book": "review",
    "software": "software",
    "song": "music",
    "speech": "presentation",
    "standard": "standard",
    "thesis": "phdthesis",
    "webpage": "online",
    "document": "misc",
    # Crossref's own words, in the JSON of its service.
    "journal-article": "article",
    "proceedings-article": "inproceedings",
    "book-chapter": "incollection",
    "monograph": "book",
    "edited-book": "book",
    "posted-content": "misc",
    "dissertation": "phdthesis",
}
_USUAL = _TYPES.keys() - {
    *("article", "document", "entry", "entry-dictionary", "post", "post-weblog", "review-book"),
}
"""Types that an export finds by itself from the type of BibTeX."""
_FIELDS = {
    "volume": "volume",
    "issue": "number",
    "page": "pages",
    "publisher-place": "address",
    "edition": "edition",
    "collection-title": "series",
    "chapter-number": "chapter",
    "number-of-volumes": "volumes",
    "number-of-pages": "pagetotal",
    "ISBN": "isbn",
    "ISSN": "issn",
    "PMID": "pmid",
    "PMCID": "pmcid",
    "language": "language",
    "annote": "annotation",
    "event-title": "eventtitle",
    "event": "eventtitle",
    "event-place": "venue",
    "status": "pubstate",
    "version": "version",
    "title-short": "shorttitle",
    "shortTitle": "shorttitle",
    "container-title-short": "shortjournal",
    "journalAbbreviation": "shortjournal",
    "original-publisher": "origpublisher",
    "original-publisher-place": "origlocation",
    "original-title": "origtitle",
    "genre": "type",
    "keyword": "keywords",
    "DOI": "doi",
    "URL": "url",
    "title": "title",
    "causalkb-field": "causalkb-field",
}
_CONTAINERS = {"article": "journal", "inproceedings": "booktitle", "incollection": "booktitle"}
_CONTAINERS |= {"inreference": "booktitle", "review": "journal"}
_PUBLISHER = {"phdthesis": "school", "mastersthesis": "school", "techreport": "institution"}
_ROLES = {
    "translator": "translator",
    "container-author": "bookauthor",
    "director": "director",
    "interviewer": "interviewer",
    "recipient": "recipient",
    "collection-editor": "editora",
}
_DATES = {"issued": "date", "accessed": "urldate", "original-date": "origdate"}
_DATES |= {"event-date": "eventdate"}
_DONE = {"id", "type", "author", "editor", "abstract", "note", "container-title", "publisher"}
_DONE |= {"number", "collection-number", "citation-key", "citation-label", "archive_location"}
_DONE |= {"published-print", "published-online", "published"}
_NUMBERED = ("techreport", "patent", "standard", "legislation")

_EXTRA = re.compile(r"\{?:?\s*([A-Za-z][\w. -]{0,40}?)\s*:\s+(.+?)\s*\}?")
_EXTRA_FIELDS = {
    "doi": "doi",
    "arxiv": "eprint",
    "arxiv id": "eprint",
    "pmid": "pmid",
    "pmcid": "pmcid",
    "isbn": "isbn",
    "issn": "issn",
    "original date": "origdate",
    "original-date": "origdate",
    "container title": "container",
    "event title": "eventtitle",
    "publisher": "publisher",
    "url": "url",
    "issued": "date",
}
_KEYS = ("citation key", "citation-key", "bibtex", "citekey")
_SEASONS = {"spring": "-21", "summer": "-22", "autumn": "-23", "fall": "-23", "winter": "-24"}
_SEASONS |= {"1": "-21", "2": "-22", "3": "-23", "4": "-24"}
_SEASON_MONTHS = {12 + season: f"-2{season}" for season in (1, 2, 3, 4)}
_SEASON_MONTHS |= {20 + season: f"-2{season}" for season in (1, 2, 3, 4)}
"""Months that stand for seasons, as citeproc-js (13 to 16) and EDTF (21 to 24) number them."""


def work_of(item: Mapping[str, Any]) -> tuple[Work, Warnings, str]:
    """Return the work of an item, warnings about it, and the name of its entry.

    Shapes that programs differ in are all read: date-parts of numbers or texts, singly or in
    lists, ``raw`` and ``literal`` dates, names as texts, ids that are numbers or addresses, and
    texts in a list of one.
    """
    kind = _text(item.get("type"))
    type = _type(kind, item)
    fields: dict[str, str] = {}
    if kind and kind not in _USUAL:
        fields["csl-type"] = kind
    note, extra, key = split_note(_paragraphs(item.get("note")))
    for variable, name in _FIELDS.items():
        if value := _text(item.get(variable), several=name in ("isbn", "issn", "keywords")):
            fields.setdefault(name, value)
    _take_container(item, type, fields)
    _take_numbers(item, type, fields)
    fields |= _dates(item)
    for role, name in _ROLES.items():
        if people := people_in(item.get(role)):
            fields[name] = names_as_text(people)
    container = extra.pop("container", "")
    if container:
        fields.setdefault(_CONTAINERS.get(type, "howpublished"), container)
    for name, value in extra.items():
        fields.setdefault(name, value)
    if abstract := _paragraphs(item.get("abstract")):
        fields["abstract"] = abstract
    if note:
        fields["note"] = note
    if "pages" in fields:
        fields["pages"] = re.sub(r"(?<=\w)\s*(?:--|-)\s*(?=\w)", "–", fields["pages"])
    fields |= _rest(item)
    name = _text(item.get("id"))
    key = _text(item.get("citation-key")) or key or key_in([name])
    work, warnings = to_work(
        key,
        type,
        {name: value for name, value in fields.items() if value},
        authors=people_in(item.get("author")),
        editors=people_in(item.get("editor")),
    )
    return work, warnings, name


def split_note(note: str) -> tuple[str, dict[str, str], str]:
    r"""Return the note of an item without the lines that are fields, these, and a citation key.

    Zotero keeps what it has no field for in lines ``DOI: 10...``, ``tex.venue: x`` of ``extra``,
    which CSL-JSON has as ``note``.

    >>> split_note("DOI: 10.1000/a\nCitation Key: roe2006\ntex.eprint: 2305.00050\nread twice")
    ('read twice', {'doi': '10.1000/a', 'eprint': '2305.00050'}, 'roe2006')
    """
    rest: list[str] = []
    fields: dict[str, str] = {}
    key = ""
    for line in note.split("\n"):
        match = _EXTRA.fullmatch(line.strip())
        name = match[1].casefold() if match else ""
        if match and name in _KEYS:
            key = key or clean_line(match[2])
        elif match and name in _EXTRA_FIELDS:
            fields.setdefault(_EXTRA_FIELDS[name], clean_line(match[2]))
        elif match and name.startswith("tex."):
            fields.setdefault(re.sub(r"[^a-z0-9-]", "", name[4:]) or "tex", clean_line(match[2]))
        else:
            rest.append(line)
    return "\n".join(rest).strip(), fields, key


def people_in(value: Any) -> tuple[Person, ...]:
    """Return the people of a CSL name variable: a list of names, one name, or a text."""
    names = value if isinstance(value, list) else [] if value is None else [value]
    people: list[Person] = []
    for name in names:
        if isinstance(name, Mapping):
            people += _person(name)
        elif text := _text(name):
            people += people_of([text])
    return tuple(people)


def _person(name: Mapping[str, Any]) -> Iterable[Person]:
    literal = _text(name.get("literal"))
    if not literal and (whole := _text(name.get("name"))):
        return people_of([whole])
    family, given = _text(name.get("family")), _text(name.get("given"))
    if literal and not family:
        others = literal.casefold().rstrip(".") in ("et al", "others")
        return [Person.others() if others else Person(literal, literal=True)]
    if not (family or given):
        return []
    particles = ("dropping-particle", "non-dropping-particle")
    particle = " ".join(p for one in particles if (p := _text(name.get(one))))
    if not family:
        return [Person(given, literal=True)]
    if quoted := re.fullmatch(r"\"([^\"]+)\"", family):
        family = quoted[1]  # CSL's way to keep a particle in the name
    elif not particle and (match := re.match(r"((?:[a-zà-ÿ][\w'’]* )+)(?=\S)", family)):
        particle, family = match[1].strip(), family[match.end() :]
    return [Person(family, given, particle, _text(name.get("suffix")))]


def bibtex_type(kind: str) -> str:
    """Return the entry type for a type of CSL."""
    return _TYPES.get(kind, "misc")


def _type(kind: str, item: Mapping[str, Any]) -> str:
    type = bibtex_type(kind)
    if type == "phdthesis" and "master" in _text(item.get("genre")).casefold():
        return "mastersthesis"
    if kind == "article" and _text(item.get("container-title")):
        return "article"  # the word for a preprint, which some programs give to articles
    return type


def _take_container(item: Mapping[str, Any], type: str, fields: dict[str, str]) -> None:
    if container := _text(item.get("container-title")):
        fields[_CONTAINERS.get(type, "series" if type == "book" else "howpublished")] = container
    if publisher := _text(item.get("publisher")):
        fields[_PUBLISHER.get(type, "publisher")] = publisher
    for medium in ("magazine", "newspaper"):
        if item.get("type") == f"article-{medium}":
            fields["entrysubtype"] = medium


def _take_numbers(item: Mapping[str, Any], type: str, fields: dict[str, str]) -> None:
    number = _text(item.get("number"))
    place = _text(item.get("archive_location"))
    for text in (number, place):
        if text.casefold().startswith("arxiv:"):
            fields["eprint"], fields["archiveprefix"] = text[6:].strip(), "arXiv"
    if number and not number.casefold().startswith("arxiv:"):
        fields.setdefault("number" if type in _NUMBERED else "eid", number)
    if place and not place.casefold().startswith("arxiv:"):
        fields["csl-archive_location"] = place
    if series := _text(item.get("collection-number")):
        fields.setdefault("number", series)


def _dates(item: Mapping[str, Any]) -> dict[str, str]:
    found = {}
    for variable, name in _DATES.items():
        if text := date_text(item.get(variable)):
            found[name] = text
    for variable in ("published-print", "published", "published-online"):
        if "date" not in found and (text := date_text(item.get(variable))):
            found["date"] = text
    return found


def date_text(value: Any) -> str:
    """Return a CSL date as biblatex writes one (EDTF), "" where there is none.

    >>> date_text({"date-parts": [["2006", "2", 17]]}), date_text({"raw": "Winter 2006"})
    ('2006-02-17', 'Winter 2006')
    >>> date_text({"date-parts": [[2004, 5], [2004, 6]]}), date_text({"literal": "in press"})
    ('2004-05/2004-06', 'in press')
    >>> date_text([{"year": 2013, "season": 1}]), date_text({"date-parts": [[-350]]})
    ('2013-21', '-0349')
    """
    if isinstance(value, list) and value and all(isinstance(one, Mapping) for one in value):
        # Pandoc's own form: a list of one or two dates.
        return "/".join(text for one in value[:2] if (text := date_text(one)))
    if not isinstance(value, Mapping):
        return _text(value)
    dates = value.get("date-parts")
    if dates is None and "year" in value:
        dates = [[value.get(part) for part in ("year", "month", "day")]]
    ends = [_one_date(part) for part in _parts(dates)][:2]
    text = "/".join(end for end in ends if end)
    if not text:
        return _text(value.get("raw")) or _text(value.get("literal")) or _text(value.get("year"))
    season = clean_line(str(value.get("season") or "")).casefold()
    if season and "-" not in text.removeprefix("-"):
        text += _SEASONS.get(season, "")
    return f"{text}~" if value.get("circa") not in (None, False, "", 0, "false") else text


def _parts(dates: Any) -> list[list[Any]]:
    """Return date-parts as a list of lists, however deeply they stand in lists."""
    while isinstance(dates, list) and len(dates) == 1 and isinstance(dates[0], list):
        dates = dates[0]
    if not isinstance(dates, list):
        return [[dates]] if dates is not None else []
    if any(isinstance(part, list) for part in dates):
        return [part for part in dates if isinstance(part, list)]
    return [dates]


def _one_date(parts: list[Any]) -> str:
    numbers = []
    for part in parts[:3]:
        text = _text(part)
        if not re.fullmatch(r"-?\d{1,4}", text):
            break
        numbers.append(int(text))
    if not numbers or not numbers[0]:
        return ""
    counted = astronomical(numbers[0])
    year = f"{counted:05}" if counted < 0 else f"{counted:04}"
    if len(numbers) > 1 and numbers[1] in _SEASON_MONTHS:
        return f"{year}{_SEASON_MONTHS[numbers[1]]}"
    if len(numbers) < 2 or not 1 <= numbers[1] <= 12:
        return year
    if len(numbers) < 3 or not 1 <= numbers[2] <= 31:
        return f"{year}-{numbers[1]:02}"
    return f"{year}-{numbers[1]:02}-{numbers[2]:02}"


def _rest(item: Mapping[str, Any]) -> dict[str, str]:
    known = _DONE | _FIELDS.keys() | _ROLES.keys() | _DATES.keys()
    found = {}
    for variable, value in item.items():
        name = re.sub(r"[^a-z0-9_-]", "-", clean_line(str(variable)).casefold())[:60]
        text = _text(value, several=True)
        if variable not in known and name and text:
            found[f"csl-{name}"] = text
    return found


def _text(value: Any, *, several: bool = False) -> str:
    """Return a value as one line of text; of a list the first, or all with ``several``."""
    if isinstance(value, list):
        texts = [text for one in value if (text := _text(one))]
        return "; ".join(texts) if several else next(iter(texts), "")
    if value is None or isinstance(value, bool | Mapping):
        return ""
    return clean_line(plain_text(str(value)))


def _paragraphs(value: Any) -> str:
    text = value[0] if isinstance(value, list) and value else value
    return clean(plain_text(text)).strip() if isinstance(text, str) else ""
