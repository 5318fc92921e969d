"""Identifiers that a user gives → works: a DOI, an arXiv id, or an address of either."""

from __future__ import annotations

from collections.abc import Iterator

from causalkb.errors import OnlineError
from causalkb.identifiers import identifier_in
from causalkb.online import arxiv, crossref, openalex
from causalkb.online.client import Client, NotFound
from causalkb.records import Notice, ParsedWork, Problem, Work
from causalkb.vocabulary import Severity


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
