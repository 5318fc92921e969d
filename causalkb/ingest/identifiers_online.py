"""Identifiers among the sources of an import: looked up online, when their turn comes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from causalkb.identifiers import identifier_in
from causalkb.paths import expanded
from causalkb.records import ParsedItem, ParsedWork

Parsed = tuple[Iterator[ParsedItem], str]


def is_identifier(source: str | Path) -> bool:
    """Whether a source is a DOI, an arXiv id or an address of either, and not a file.

    >>> is_identifier("10.1126/science.1121872"), is_identifier("papers.bib")
    (True, False)
    """
    if identifier_in(source) is None:
        return False
    try:
        return not expanded(source).exists()
    except (OSError, ValueError):
        return True


def works_of(sources: Sequence[str | Path]) -> Iterator[Parsed]:
    """Look identifiers up; the network is not touched before the first one is asked for.

    Raises:
        InputError: At the first one: an address in the environment cannot be used.
    """
    if not sources:
        return
    from causalkb.online.client import Client
    from causalkb.online.lookup import look_up
    from causalkb.online.settings import settings

    with Client(settings(), cache_folder()) as client:
        for source in map(str, sources):
            items = list(look_up(client, source))
            who = next((one.source for one in items if isinstance(one, ParsedWork)), source)
            yield iter(items), who


def cache_folder() -> Path:
    """Where answers of services are kept for a while."""
    from causalkb.search.embedding.model_files import cache_directory

    return cache_directory() / "online"
