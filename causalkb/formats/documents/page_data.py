"""What the head of a web page says of the work.

Read are the tags that Google Scholar, Dublin Core, PRISM and Open Graph define, in that order.
"""

from __future__ import annotations

import re
from typing import Any

from causalkb.identifiers import arxiv_of, normalise_arxiv, normalise_doi
from causalkb.text import clean_line

_NAMES = {
    "title": ("citation_title", "dc.title", "dcterms.title", "prism.title", "og:title"),
    "author": ("citation_author", "citation_authors", "dc.creator", "dcterms.creator", "author"),
    "date": (
        *("citation_publication_date", "citation_date", "citation_online_date", "dc.date"),
        *("dcterms.date", "dc.date.issued", "prism.publicationdate", "article:published_time"),
        *("date", "datepublished"),
    ),
    "doi": ("citation_doi", "dc.identifier", "dcterms.identifier", "prism.doi", "doi"),
    "arxiv": ("citation_arxiv_id",),
    "journal": ("citation_journal_title", "prism.publicationname", "dc.source"),
    "booktitle": ("citation_conference_title", "citation_inbook_title"),
    "volume": ("citation_volume", "prism.volume"),
    "number": ("citation_issue", "prism.number"),
    "first": ("citation_firstpage", "prism.startingpage"),
    "last": ("citation_lastpage", "prism.endingpage"),
    "publisher": ("citation_publisher", "dc.publisher"),
    "issn": ("citation_issn", "prism.issn"),
    "isbn": ("citation_isbn",),
    "abstract": ("citation_abstract", "dcterms.abstract"),
    "keywords": ("citation_keywords",),
    "url": ("og:url", "citation_abstract_html_url", "citation_fulltext_html_url"),
    "organization": ("og:site_name",),
}  # fmt: skip
_DATE = re.compile(r"(\d{4})(?:[-/](\d{1,2})(?:[-/](\d{1,2}))?)?")
_SITE = re.compile(r"\s+[|·»–—-]\s+[^|·»–—]{2,60}$")


def page_data(page: Any) -> dict[str, Any]:
    """Return fields by their BibTeX names, ``author`` as a list; what a page lacks is left out."""
    said: dict[str, list[str]] = {}
    for element in page.iter("meta"):
        name = element.get("name") or element.get("property") or element.get("itemprop") or ""
        content = clean_line(element.get("content") or "")
        if content:
            said.setdefault(name.casefold().strip(), []).append(content)
    found: dict[str, Any] = {}
    for field, names in _NAMES.items():
        if name := next((name for name in names if said.get(name)), ""):
            found[field] = said[name] if field in ("author", "doi") else said[name][0]
    found["title"] = found.get("title") or _title(page)
    _take_address(page, found)
    _take_identifiers(found)
    _take_pages(found)
    if match := _DATE.search(found.pop("date", "")):
        found["date"] = "-".join(f"{int(part):02}" for part in match.groups() if part)
    return {name: value for name, value in found.items() if value}


def _title(page: Any) -> str:
    title = page.find(".//title")
    return "" if title is None else _SITE.sub("", clean_line(title.text_content()))


def _take_address(page: Any, found: dict[str, Any]) -> None:
    links = (
        e.get("href") for e in page.iter("link") if (e.get("rel") or "").lower() == "canonical"
    )
    address = next(links, None) or found.get("url", "")
    found["url"] = address if re.match(r"https?://", address or "", re.IGNORECASE) else ""


def _take_identifiers(found: dict[str, Any]) -> None:
    dois = [doi for text in found.pop("doi", ()) if (doi := normalise_doi(text))]
    if dois:
        found["doi"] = dois[0]
    arxiv = normalise_arxiv(found.pop("arxiv", "")) or arxiv_of({}, found["url"])
    if arxiv:
        found["eprint"], found["archiveprefix"] = arxiv, "arXiv"


def _take_pages(found: dict[str, Any]) -> None:
    first, last = found.pop("first", ""), found.pop("last", "")
    if first:
        found["pages"] = f"{first}–{last}" if last and last != first else first
