"""Items of Zotero as works: types, fields, people, and what the field ``extra`` holds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from causalkb.formats.csl.items import split_note
from causalkb.formats.fields import NAME_FIELDS, Warnings, to_work
from causalkb.formats.keywords import join_keywords
from causalkb.formats.latex import without_markup
from causalkb.formats.tagged import name_of
from causalkb.identifiers import normalise_arxiv
from causalkb.records import Person, Work
from causalkb.store.zotero import Creator, Item
from causalkb.text import clean, clean_line

_TYPES = {
    **dict.fromkeys(("journalArticle", "magazineArticle", "newspaperArticle"), "article"),
    "book": "book",
    **dict.fromkeys(("bookSection", "encyclopediaArticle", "dictionaryEntry"), "incollection"),
    "conferencePaper": "inproceedings",
    "thesis": "phdthesis",
    **dict.fromkeys(("report", "standard", "hearing"), "techreport"),
    **dict.fromkeys(("webpage", "blogPost", "forumPost"), "online"),
    "manuscript": "unpublished",
    "computerProgram": "software",
    "dataset": "dataset",
    "patent": "patent",
    "note": "note",
}
_KNOWN_AS_MISC = frozenset(("preprint", "document", "presentation"))
_FIELDS = {
    "title": "title",
    "abstractNote": "abstract",
    "url": "url",
    "DOI": "doi",
    "publicationTitle": "journal",
    "bookTitle": "booktitle",
    "proceedingsTitle": "booktitle",
    "encyclopediaTitle": "booktitle",
    "dictionaryTitle": "booktitle",
    "conferenceName": "eventtitle",
    "websiteTitle": "organization",
    "blogTitle": "organization",
    "forumTitle": "organization",
    "university": "school",
    "institution": "institution",
    "publisher": "publisher",
    "repository": "howpublished",
    "journalAbbreviation": "shortjournal",
    "volume": "volume",
    "numberOfVolumes": "volumes",
    "issue": "number",
    "reportNumber": "number",
    "pages": "pages",
    "numPages": "pagetotal",
    "series": "series",
    "edition": "edition",
    "place": "address",
    "ISBN": "isbn",
    "ISSN": "issn",
    "language": "language",
    "shortTitle": "shorttitle",
    "section": "section",
    "accessDate": "urldate",
    **dict.fromkeys(("thesisType", "reportType", "presentationType", "genre"), "type"),
    **dict.fromkeys(("manuscriptType", "websiteType", "postType"), "type"),
    "caseName": "title",
    "nameOfAct": "title",
    "subject": "title",
}
_TAKEN = frozenset(("date", "extra", "citationKey", "archiveID", "dateEnacted", "dateDecided"))
_AUTHORS = frozenset(
    ("author", "artist", "cartographer", "composer", "director", "interviewee", "inventor",
     "performer", "podcaster", "presenter", "programmer", "sponsor")
)  # fmt: skip
_STORED, _LINKED = (0, 1), 2
"""How Zotero holds a file: imported, saved from the web; at a place of the user's."""
_LONGEST_TAG = 100


def work_of(item: Item) -> tuple[Work, Warnings]:
    """Return an item as a work, with warnings; its key is its citation key, "" if it has none."""
    note, extra, last = split_note(clean(item.fields.get("extra", "")))
    key = clean_line(item.fields.get("citationKey", "") or item.citation_key) or last
    fields = {**extra, **_fields_of(item)}
    if "eprint" not in fields and (arxiv := normalise_arxiv(item.fields.get("archiveID", ""))):
        fields["eprint"] = arxiv
    if normalise_arxiv(fields.get("eprint", "")):
        fields["archiveprefix"] = "arXiv"
    if note:
        fields["note"] = note
    if files := _files_of(item):
        fields["file"] = files
    if item.keywords:
        fields["keywords"] = join_keywords([clean_line(word) for word in item.keywords])
    authors, editors, others = people_of(item.creators)
    return to_work(
        key,
        _type_of(item, fields),
        fields | others,
        authors=authors,
        editors=editors,
        tags=tags_of(item.tags + item.collections),
    )


def _type_of(item: Item, fields: dict[str, str]) -> str:
    type = _TYPES.get(item.type, "misc")
    if type == "phdthesis" and "master" in fields.get("type", "").casefold():
        return "mastersthesis"
    if type == "misc" and item.type not in _KNOWN_AS_MISC:
        fields.setdefault("type", item.type)
    if type == "inproceedings" and "booktitle" not in fields and "eventtitle" in fields:
        fields["booktitle"] = fields["eventtitle"]
    return type


def _fields_of(item: Item) -> dict[str, str]:
    fields: dict[str, str] = {}
    for name, value in item.fields.items():
        if name in _TAKEN:
            continue
        text = clean(without_markup(value)).strip()
        target = _FIELDS.get(name, f"zotero-{name.lower()}")
        if target != "abstract":
            text = " ".join(text.split())
        if text:
            fields.setdefault(target, text)
    if "publisher" in fields and item.type == "thesis":
        fields.setdefault("school", fields.pop("publisher"))
    fields.update(_date_of(item))
    return fields


def _files_of(item: Item) -> str:
    """The files of an item as a BibTeX field, relative to Zotero's folder or that of links."""
    found = []
    for one in item.attachments:
        if one.mode in _STORED and one.path.startswith("storage:"):
            path = f"storage/{one.key}/{one.path.removeprefix('storage:')}"
        elif one.mode == _LINKED and one.path:
            path = one.path.removeprefix("attachments:")
        else:  # a web address, or a picture within a note
            continue
        escaped = re.sub(r"([:;\\])", r"\\\1", clean_line(path))
        found.append(f":{escaped}:{clean_line(one.content_type) or 'file'}")
    return ";".join(found)


def _date_of(item: Item) -> dict[str, str]:
    """The date as a year or an ISO date: Zotero writes "2006-02-00 Feb 2006", 00 for unknown."""
    value = next(
        (v for name in ("date", "dateEnacted", "dateDecided") if (v := item.fields.get(name))), ""
    )
    match = re.match(r"(\d{4})-(\d\d)-(\d\d)(?:\s+(.*)|$)", value)
    if match is None:
        return {"year": clean_line(value)} if value.strip() else {}
    year, month, day, written = match.groups()
    if year == "0000":
        return {"year": clean_line(written or "")} if written else {}
    if month == "00":
        return {"year": year}
    return {"date": f"{year}-{month}" + ("" if day == "00" else f"-{day}")}


def people_of(
    creators: Sequence[Creator],
) -> tuple[list[Person], list[Person], dict[str, str]]:
    """Return authors, editors, and the names in other roles as fields."""
    authors: list[Person] = []
    editors: list[Person] = []
    others: dict[str, list[str]] = {}
    for creator in creators:
        person = _person_of(creator)
        if person is None:
            continue
        if creator.role in _AUTHORS:
            authors.append(person)
        elif creator.role == "editor":
            editors.append(person)
        else:
            role = creator.role.casefold()
            name = role if role in NAME_FIELDS else f"zotero-{role}"
            others.setdefault(name, []).append(person.name)
    return authors, editors, {role: " and ".join(names) for role, names in others.items()}


def _person_of(creator: Creator) -> Person | None:
    last, first = clean_line(creator.last), clean_line(creator.first)
    if not last:
        last, first = first, ""
    if not last:
        return None
    if creator.whole:
        return Person(last, literal=True)
    if not first:
        return name_of(f"{last},") if "," not in last else Person(last, literal=True)
    if "," in first:  # "Martin Luther, Jr."
        first, _, suffix = (part.strip() for part in first.partition(","))
        return name_of(f"{last}, {first}, {suffix}")
    return name_of(f"{last}, {first}")


def tags_of(names: Iterable[str]) -> tuple[str, ...]:
    """Return tags and paths of collections as tags, which have no comma and are not long.

    >>> tags_of(["to read", "Rats, mice/2006"])
    ('to read', 'Rats mice/2006')
    """
    tidy = (clean_line(name.replace(",", " "))[:_LONGEST_TAG].strip() for name in names)
    return tuple(dict.fromkeys(tag for tag in tidy if tag))
