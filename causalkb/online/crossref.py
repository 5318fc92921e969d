"""Crossref: the record of a DOI, and the notices about it (Retraction Watch among them)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from causalkb.errors import OnlineError
from causalkb.formats.csl.items import date_text, work_of
from causalkb.identifiers import normalise_doi
from causalkb.online.client import Client, NotFound
from causalkb.records import Notice, Work
from causalkb.text import clean_line
from causalkb.vocabulary import NoticeKind

NAME = "crossref"
BATCH = 20
"""DOIs of one request; a record with its references has up to a hundred kilobytes."""

_TAKEN = (
    *("author", "editor", "translator", "issued", "volume", "issue", "page", "publisher"),
    *("language", "DOI", "ISBN", "ISSN", "abstract", "container-title", "title", "subtitle"),
    *("publisher-place", "article-number"),
)
_KINDS = {
    "retraction": NoticeKind.RETRACTION,
    "partial_retraction": NoticeKind.RETRACTION,
    "removal": NoticeKind.RETRACTION,
    "withdrawal": NoticeKind.WITHDRAWAL,
    "expression_of_concern": NoticeKind.EXPRESSION_OF_CONCERN,
    **dict.fromkeys(
        ("correction", "erratum", "corrigendum", "addendum", "clarification"),
        NoticeKind.CORRECTION,
    ),
    "new_version": NoticeKind.NEWER_VERSION,
    "new_edition": NoticeKind.NEWER_VERSION,
}


def fetch(client: Client, doi: str) -> tuple[Work, tuple[Notice, ...]]:
    """Return the record of a DOI, and what the record says became of the work.

    Raises:
        NotFound: Crossref does not know the DOI.
        OnlineError: It cannot be asked, or answers with another work.
    """
    query = _mailto(client)
    found = client.json(client.settings.crossref, f"/works/{quote(doi, safe='')}", query)
    message = found.get("message") if isinstance(found, dict) else None
    if not isinstance(message, dict):
        raise OnlineError("crossref answered something that is not a record; try again later")
    if (told := _doi_of(message)) != doi:
        raise OnlineError(f"crossref answered with another DOI, {told or 'none'}; left out")
    work, _, _ = work_of(_as_csl(message))
    return work, tuple(_notices(message))


def notices(client: Client, dois: Sequence[str]) -> dict[str, list[Notice]]:
    """Return what became of works by their DOIs; those that Crossref does not know are left out.

    Both ends are asked: the record of the work, which old ones may lack, and the notices that
    name it.

    Raises:
        OnlineError: It cannot be asked.
    """
    found: dict[str, list[Notice]] = {}
    if cannot_be_listed(dois[0]):
        return _notices_of_one(client, dois[0])
    for message in _works(client, "doi", dois):
        doi = _doi_of(message)
        if doi in dois:
            found.setdefault(doi, []).extend(_notices(message))
    for message in _works(client, "updates", dois):
        for update in _dicts(message.get("update-to")):
            doi = _doi_of(update)
            if doi in dois:
                found.setdefault(doi, []).extend(_notice(update, _doi_of(message)))
    # The publisher and Retraction Watch may report the same notice.
    return {
        doi: list({(one.kind, one.notice): one for one in reversed(told)}.values())
        for doi, told in found.items()
    }


def cannot_be_listed(doi: str) -> bool:
    """Whether a DOI has characters that separate the values of a filter; it is asked for alone."""
    return not {",", "|", "&"}.isdisjoint(doi) or any(map(str.isspace, doi))


def _notices_of_one(client: Client, doi: str) -> dict[str, list[Notice]]:
    try:
        return {doi: list(fetch(client, doi)[1])}
    except NotFound:
        return {}


def _doi_of(message: Mapping[str, Any]) -> str:
    return normalise_doi(str(message.get("DOI") or "")) or ""


def _works(client: Client, name: str, dois: Sequence[str]) -> Iterator[Mapping[str, Any]]:
    query = {
        "filter": ",".join(f"{name}:{doi}" for doi in dois),
        "rows": "1000" if name == "updates" else str(len(dois)),
        **_mailto(client),
    }
    found = client.json(client.settings.crossref, "/works", query)
    message = found.get("message") if isinstance(found, dict) else None
    if not isinstance(message, dict) or not isinstance(message.get("items"), list):
        raise OnlineError("crossref answered something that is not a list; try again later")
    yield from _dicts(message["items"])


def _mailto(client: Client) -> dict[str, str]:
    return {"mailto": client.settings.contact} if client.settings.contact else {}


def _as_csl(message: Mapping[str, Any]) -> dict[str, Any]:
    item = {name: message[name] for name in _TAKEN if message.get(name)}
    item["type"] = str(message.get("type") or "")
    item["URL"] = message.get("URL") or ""
    names = {"author": item.get("author"), "editor": item.get("editor")}
    for role, people in names.items():
        # A group has its name in "name" here, and in "literal" in CSL.
        if isinstance(people, list):
            item[role] = [
                {"literal": p["name"]} if isinstance(p, dict) and p.get("name") else p
                for p in people
            ]
    for name in ("title", "subtitle", "container-title"):
        if isinstance(item.get(name), list):
            item[name] = next((text for text in item[name] if text), "")
    if subtitle := item.pop("subtitle", ""):
        title = str(item.get("title", ""))
        if str(subtitle).casefold() not in title.casefold():
            item["title"] = f"{title}: {subtitle}"
    if number := item.pop("article-number", ""):
        item.setdefault("page", number)
    institution = next(iter(_dicts(message.get("institution"))), None)
    if institution and not item.get("publisher"):
        item["publisher"] = institution.get("name", "")
    return item


def _notices(message: Mapping[str, Any]) -> Iterator[Notice]:
    for update in _dicts(message.get("updated-by")):
        yield from _notice(update, _doi_of(update))
    relation = message.get("relation")
    if isinstance(relation, dict):
        for other in _dicts(relation.get("is-preprint-of")):
            if doi := normalise_doi(str(other.get("id") or "")):
                yield Notice(NoticeKind.NEWER_VERSION, NAME, doi, "published")


def _notice(update: Mapping[str, Any], doi: str) -> Iterator[Notice]:
    type = str(update.get("type") or "").casefold().replace("-", "_").replace(" ", "_")
    kind = _KINDS.get(type)
    if kind is not None:
        reason = clean_line(str(update.get("label") or type.replace("_", " ")))[:200]
        if update.get("source") == "retraction-watch":
            reason += " (Retraction Watch)"
        yield Notice(kind, NAME, doi, reason, date_text(update.get("updated"))[:10])


def _dicts(value: Any) -> Iterable[Mapping[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
