"""Works that store runs of the probe battery: on which hypotheses they may bear.

What a run of a battery says of a model is easily overread, so that no hypothesis is proposed for
such a work but those that one of its claims names in a tag, and those are proposed whatever words
the claim uses.
"""

from __future__ import annotations

from collections.abc import Iterator

from causalkb.records import Filters, Person
from causalkb.store.store import Store

PROBE_AUTHOR = Person("causalkb probe", literal=True)
"""The author of all stored runs: however many there are, they are one independent group."""
MAY_BEAR_ON = "may-bear-on-"
"""Begins the tag of a claim that names a hypothesis."""


def probe_works(store: Store) -> set[int]:
    """Return the row ids of works that store runs."""
    if store.selection.unknown_authors([PROBE_AUTHOR.family]):
        return set()
    ids = store.selection.works(Filters(authors=(PROBE_AUTHOR.family,)))
    return {row for row, work in store.works.many(ids).items() if work.authors == (PROBE_AUTHOR,)}


def named_by_claims(store: Store, work_id: int) -> Iterator[tuple[str, str]]:
    """Yield the ids of a work's claims with the hypotheses that each names."""
    for claim in store.claims.of_works([work_id]).get(work_id, ()):
        for tag in claim.tags:
            if tag.startswith(MAY_BEAR_ON):
                yield claim.id, tag.removeprefix(MAY_BEAR_ON)
