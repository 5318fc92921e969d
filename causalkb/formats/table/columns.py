"""Headers of columns → fields of a work, by the names that databases and programs use.

Known are the exports of Zotero, Scopus, Web of Science (also its two-letter tags), PubMed,
OpenAlex, Lens, Dimensions, Publish or Perish, Rayyan, ASReview, Covidence and of causalkb itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_NAMES = {
    "title": "title|article title|document title|paper title|primary title|display name|ti|t1",
    "author": (
        "author full names|authors full names|author full name|authors|author|author s|au|af|a1"
        "|author names|author list|creator|creators|authorships author display name"
        "|authorships raw author name|first author"
    ),
    "editor": "editor|editors|be|book editors|ed",
    "translator": "translator|translators",
    "year": "year|publication year|published year|pub year|year published|py|yr|y1",
    "date": (
        "date|publication date|date published|published date|pub date|issued|published"
        "|publication date online"
    ),
    "container": (
        "journal|source title|publication title|publication name|journal title|journal name"
        "|journal book|venue|container title|secondary title|book title|booktitle"
        "|proceedings title|conference title|conference name|source|so|jf|jo|t2"
        "|host venue display name|primary location source display name"
    ),
    "abstract": "abstract|abstract note|summary|ab|n2",
    "doi": "doi|di|doi link|digital object identifier|do|dois",
    "eprint": "arxiv|arxiv id|arxivid|eprint",
    "url": "url|urls|link|links|article url|web address|ur|external url",
    "volume": "volume|vol|vl|biblio volume",
    "number": "issue|number|issue number|no|is|biblio issue",
    "pages": "pages|page|page numbers|page range|pagination|pp|pg",
    "first": "page start|start page|first page|begin page|bp|sp|biblio first page",
    "last": "page end|end page|last page|ep|biblio last page",
    "eid": "art no|article number|article no|ar|elocation id",
    "issn": "issn|issns|sn|eissn|ei|print issn",
    "isbn": "isbn|isbns|bn",
    "publisher": "publisher|pu|pb|publisher name",
    "address": "place|publisher place|publisher city|pi",
    "language": "language|la|language of original document",
    "edition": "edition",
    "series": "series|series title|book series title|se",
    "type": (
        "type|item type|document type|dt|publication type|reference type|ty|entry type|entrytype"
    ),
    "keywords": "keywords|author keywords|keyword|de|kw|authors keywords",
    "tags": "tags|manual tags|labels|causalkb tags",
    "questions": "questions|causalkb questions",
    "causalkb-field": "field|causalkb field",
    "note": "note|notes|extra|n1",
    "key": "key|citation key|citekey|cite key|bibtex key|citationkey",
    "pmid": "pmid|pubmed id|pubmed|pm|pmids|ids pmid",
    "pmcid": "pmcid|pmc id|pmc|pmcids|ids pmcid",
    "file": "file attachments|file|files",
    "urldate": "access date|accessed|urldate",
}
NAMES = {name: target for target, names in _NAMES.items() for name in names.split("|")}
_RANKS = {name: rank for names in _NAMES.values() for rank, name in enumerate(names.split("|"))}
OWN_KEYS = ("key", "type", "title", "authors", "year", "venue", "field", "doi", "arxiv", "url")
"""How the table that causalkb itself exports begins."""


def normal(header: str) -> str:
    """Return a header as it stands in the table of names.

    >>> normal(" Author(s) Full-Names "), normal("UT (Unique WOS ID)"), normal("publication_year")
    ('author s full names', 'ut unique wos id', 'publication year')
    """
    return " ".join(re.findall(r"[^\W_]+", header.casefold()))


def slug(header: str) -> str:
    """Return a header as the name of a field.

    >>> slug("Cited by (#)")
    'cited-by'
    """
    return "-".join(re.findall(r"[^\W_]+", header.casefold()))[:60]


def assign(header: Sequence[str]) -> list[str]:
    """Return for each column the target it is taken for, "" for none.

    Where several columns could be one target, the name that says most is taken: "Author full
    names" before "Authors".
    """
    names = [normal(one) for one in header]
    best: dict[str, int] = {}
    for at, name in enumerate(names):
        target = NAMES.get(name)
        if target is None:
            continue
        known = best.get(target)
        if known is None or _RANKS[name] < _RANKS[names[known]]:
            best[target] = at
    chosen = {at: target for target, at in best.items()}
    return [chosen.get(at, "") for at in range(len(header))]


def weight(header: Sequence[str]) -> int:
    """Return how many columns are known; 0 where none of them is a title or a DOI."""
    found = [target for target in assign(header) if target]
    return len(found) if {"title", "doi"} & {*found} else 0
