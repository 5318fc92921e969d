"""OpenAlex: the record of a DOI that Crossref does not have, and a second word on retractions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from causalkb.errors import OnlineError
from causalkb.formats.fields import to_work
from causalkb.formats.latex import without_markup
from causalkb.formats.tagged import name_of
from causalkb.identifiers import normalise_doi
from causalkb.online.client import Client, NotFound
from causalkb.online.crossref import cannot_be_listed
from causalkb.records import Notice, Work
from causalkb.text import clean_line
from causalkb.vocabulary import NoticeKind

NAME = "openalex"
BATCH = 50
_TYPES = {
    "article": "article",
    "book": "book",
    "book-chapter": "incollection",
    "dissertation": "phdthesis",
    "dataset": "dataset",
    "report": "techreport",
    "software": "software",
}
_LONGEST_ABSTRACT = 10_000
"""Words."""


def fetch(client: Client, doi: str) -> tuple[Work, tuple[Notice, ...]]:
    """Return the record of a DOI, and whether the work was retracted.

    Raises:
        NotFound: OpenAlex does not know the DOI.
        OnlineError: It cannot be asked, or answers with another work.
    """
    found = client.json(client.settings.openalex, f"/works/doi:{quote(doi)}", _who(client))
    if not isinstance(found, dict):
        raise OnlineError("openalex answered something that is not a record; try again later")
    told = normalise_doi(str(found.get("doi") or ""))
    if told != doi:
        raise OnlineError(f"openalex answered with another DOI, {told or 'none'}; left out")
    return _work(found, doi), tuple(_notices(found))


def notices(client: Client, dois: Sequence[str]) -> dict[str, list[Notice]]:
    """Return what OpenAlex says of works by DOI; those that it does not know are left out.

    Raises:
        OnlineError: It cannot be asked.
    """
    if cannot_be_listed(dois[0]):
        try:
            return {dois[0]: list(fetch(client, dois[0])[1])}
        except NotFound:
            return {}
    query = {
        "filter": f"doi:{'|'.join(dois)}",
        "per-page": str(len(dois)),
        "select": "id,doi,is_retracted",
        **_who(client),
    }
    found = client.json(client.settings.openalex, "/works", query)
    results = found.get("results") if isinstance(found, dict) else None
    if not isinstance(results, list):
        raise OnlineError("openalex answered something that is not a list; try again later")
    told: dict[str, list[Notice]] = {}
    for one in results:
        doi = normalise_doi(str(one.get("doi") or "")) if isinstance(one, dict) else None
        if doi is not None and doi in dois:
            told[doi] = list(_notices(one))
    return told


def _who(client: Client) -> dict[str, str]:
    key, contact = client.settings.openalex_key, client.settings.contact
    return ({"api_key": key} if key else {}) | ({"mailto": contact} if contact else {})


def _notices(found: Mapping[str, Any]) -> Iterable[Notice]:
    if found.get("is_retracted") is True:
        yield Notice(NoticeKind.RETRACTION, NAME, "", "marked as retracted")


def _work(found: Mapping[str, Any], doi: str) -> Work:
    kind = _TYPES.get(str(found.get("type") or ""), "misc")
    place = _inside(found, "primary_location", "source", "display_name")
    biblio = found.get("biblio")
    biblio = biblio if isinstance(biblio, dict) else {}
    pages = [clean_line(str(biblio[n])) for n in ("first_page", "last_page") if biblio.get(n)]
    fields = {
        "title": clean_line(without_markup(str(found.get("title") or ""))),
        "abstract": _abstract(found.get("abstract_inverted_index")),
        "doi": doi,
        "date": str(found.get("publication_date") or found.get("publication_year") or "")[:10],
        "journal" if kind == "article" else "howpublished": clean_line(str(place or "")),
        "volume": clean_line(str(biblio.get("volume") or "")),
        "number": clean_line(str(biblio.get("issue") or "")),
        "pages": "–".join(dict.fromkeys(pages)),
    }
    people = []
    for one in found.get("authorships") or ():
        name = one.get("raw_author_name") if isinstance(one, dict) else None
        name = clean_line(str(name or _inside(one, "author", "display_name") or ""))
        given, _, family = name.rpartition(" ")
        person = name_of(name if "," in name or not given else f"{family}, {given}")
        people += [person] if person is not None else []
    work, _ = to_work("", kind, {n: v for n, v in fields.items() if v}, authors=people)
    return work


def _inside(value: Any, *names: str) -> Any:
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def _abstract(index: Any) -> str:
    """The abstract from the places of its words."""
    if not isinstance(index, dict):
        return ""
    places = {
        place: str(word)
        for word, found in index.items()
        if isinstance(found, list)
        for place in found
        if isinstance(place, int) and 0 <= place < _LONGEST_ABSTRACT
    }
    return clean_line(without_markup(" ".join(places[n] for n in sorted(places))))
