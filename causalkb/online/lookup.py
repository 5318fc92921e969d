"""Identifiers that a user gives → works: a DOI, an arXiv id, or an address of either."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from causalkb.errors import OnlineError
from causalkb.identifiers import normalise_arxiv, normalise_doi
from causalkb.online import arxiv, crossref, openalex
from causalkb.online.client import Client, NotFound
from causalkb.records import Notice, ParsedWork, Problem, Work
from causalkb.vocabulary import Severity


def identifier_in(source: str | Path) -> tuple[str, str] | None:
    """Return the name of the register and the identifier that a source is, if it is one.

    >>> identifier_in("https://arxiv.org/abs/2305.16183v2")
    ('arxiv', '2305.16183')
    >>> identifier_in("10.1126/Science.1121872"), identifier_in("papers.bib")
    (('doi', '10.1126/science.1121872'), None)
    """
    text = str(source).strip()
    # A path loses one of the two slashes of an address.
    for scheme in ("https:/", "http:/"):
        if text.startswith(scheme) and not text.startswith(f"{scheme}/"):
            text = text.replace(scheme, f"{scheme}/", 1)
    if found := normalise_arxiv(text):
        return "arxiv", found
    doi = normalise_doi(text)
    if doi is None and urlsplit(text).scheme in ("http", "https"):
        doi = _in_address(text)
    return None if doi is None else ("doi", doi)


def _in_address(address: str) -> str | None:
    """The DOI at the end of a publisher's address: https://www.science.org/doi/abs/10.1126/x."""
    path = urlsplit(address).path
    at = path.find("/10.")
    return normalise_doi(path[at + 1 :]) if at >= 0 else None


def look_up(client: Client, source: str) -> Iterator[ParsedWork | Problem]:
    """Yield the work of an identifier, or why there is none."""
    found = identifier_in(source)
    if found is None:
        yield Problem(source, "is not a DOI or an arXiv id")
        return
    register, identifier = found
    try:
        who, work, notices = _record(client, register, identifier)
    except NotFound as error:
        yield Problem(source, f"{error}; check the identifier")
    except OnlineError as error:
        yield Problem(source, str(error), hint="nothing was changed for it")
    else:
        for notice in notices:
            told = f"{notice.kind.value}: {notice.told}"
            yield Problem(source, told, severity=Severity.WARNING)
        yield ParsedWork(work, who, entry=identifier, notices={who: notices})


def _record(client: Client, register: str, identifier: str) -> tuple[str, Work, tuple[Notice, ...]]:
    if register == "arxiv":
        preprint = arxiv.fetch(client, identifier)
        return arxiv.NAME, preprint.work, preprint.notices()
    try:
        return crossref.NAME, *crossref.fetch(client, identifier)
    except NotFound as error:
        # Other agencies (DataCite) give DOIs as well, which OpenAlex may know.
        try:
            return openalex.NAME, *openalex.fetch(client, identifier)
        except NotFound:
            raise NotFound("neither crossref nor openalex knows it") from error
