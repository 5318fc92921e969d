"""arXiv: the records of preprints (Atom), their versions, and whether they were withdrawn."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from causalkb.errors import OnlineError
from causalkb.formats.fields import to_work
from causalkb.formats.latex import without_markup
from causalkb.formats.tagged import name_of
from causalkb.identifiers import normalise_arxiv, normalise_doi
from causalkb.online.client import Client, NotFound
from causalkb.records import Notice, Work
from causalkb.text import clean, clean_line
from causalkb.vocabulary import NoticeKind

NAME = "arxiv"
BATCH = 50
_ATOM = "{http://www.w3.org/2005/Atom}"
_ARXIV = "{http://arxiv.org/schemas/atom}"
_WITHDRAWN = re.compile(r"\b(withdrawn|retracted)\b", re.IGNORECASE)
_VERSION = re.compile(r"v(\d{1,3})$")


@dataclass(frozen=True, slots=True)
class Preprint:
    """A record of arXiv."""

    work: Work
    version: int
    comment: str = ""
    published_doi: str = ""
    updated: str = ""

    def notices(self, seen_version: int = 0) -> tuple[Notice, ...]:
        """Return what became of the preprint; ``seen_version`` is the one that is known here."""
        found = []
        if _WITHDRAWN.search(self.comment):
            kind = NoticeKind.WITHDRAWAL
            found.append(Notice(kind, NAME, "", self.comment[:300], self.updated))
        if 0 < seen_version < self.version:
            newer = f"{self.work.arxiv}v{self.version}"
            kind = NoticeKind.NEWER_VERSION
            found.append(Notice(kind, NAME, newer, f"seen was v{seen_version}", self.updated))
        if self.published_doi:
            found.append(Notice(NoticeKind.NEWER_VERSION, NAME, self.published_doi, "published"))
        return tuple(found)


def fetch(client: Client, identifier: str) -> Preprint:
    """Return the record of a preprint.

    Raises:
        NotFound: arXiv does not know the id.
        OnlineError: It cannot be asked, or answers with another work.
    """
    found = fetch_all(client, [identifier])
    if identifier not in found:
        raise NotFound("arxiv does not know it")
    return found[identifier]


def fetch_all(client: Client, identifiers: Sequence[str]) -> dict[str, Preprint]:
    """Return the records of preprints by id; those that arXiv does not know are left out.

    Raises:
        OnlineError: It cannot be asked, or answers something that is not Atom.
    """
    query = {"id_list": ",".join(identifiers), "max_results": str(len(identifiers))}
    content = client.get(client.settings.arxiv, "/api/query", query)
    found: dict[str, Preprint] = {}
    others: list[str] = []
    for entry in _entries(content):
        preprint = _preprint(entry)
        if preprint is None:
            continue
        name = preprint.work.arxiv or ""
        if name in identifiers:
            found[name] = preprint
        else:
            others.append(name)
    if others and not found:
        raise OnlineError(f"arxiv answered with another id, {others[0]}; left out")
    return found


def _entries(content: bytes) -> list[Any]:
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise OnlineError("arxiv answered something that is not Atom; try again later") from error
    if root.tag != f"{_ATOM}feed":
        raise OnlineError("arxiv answered something that is not Atom; try again later")
    return list(root.iterfind(f"{_ATOM}entry"))


def _preprint(entry: Any) -> Preprint | None:
    def text(name: str, space: str = _ATOM) -> str:
        return clean_line("".join(entry.findtext(space + name) or ""))

    address = text("id")
    identifier = normalise_arxiv(address)
    if identifier is None:  # an error is an entry with the address of its explanation
        return None
    names = [clean_line(a.findtext(f"{_ATOM}name") or "") for a in entry.iterfind(f"{_ATOM}author")]
    published = text("published")[:10]
    fields = {
        "title": clean_line(without_markup(text("title"))),
        "abstract": clean(without_markup(text("summary"))),
        "eprint": identifier,
        "archiveprefix": "arXiv",
        "url": f"https://arxiv.org/abs/{identifier}",
        "date": published if re.fullmatch(r"\d{4}-\d\d-\d\d", published) else "",
        "arxiv-comment": text("comment", _ARXIV),
        "arxiv-journal-ref": text("journal_ref", _ARXIV),
    }
    category = entry.find(f"{_ARXIV}primary_category")
    if category is not None:
        fields["primaryclass"] = clean_line(category.get("term") or "")
    people = [p for name in names if (p := name_of(_family_first(name))) is not None]
    work, _ = to_work("", "misc", {n: v for n, v in fields.items() if v}, authors=people)
    version = _VERSION.search(address)
    return Preprint(
        work,
        int(version[1]) if version else 1,
        fields["arxiv-comment"],
        normalise_doi(text("doi", _ARXIV)) or "",
        text("updated")[:10],
    )


def _family_first(name: str) -> str:
    """arXiv writes names in full, family last."""
    given, _, family = name.rpartition(" ")
    return f"{family}, {given}" if given else name
