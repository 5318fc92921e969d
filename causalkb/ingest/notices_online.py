"""What became of the works of a knowledge base since they were added, asked online."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from causalkb.errors import OnlineError
from causalkb.lazy import compiled_on_use
from causalkb.online import arxiv, crossref, openalex
from causalkb.online.client import Client
from causalkb.online.settings import settings
from causalkb.records import Filters, Notice, Work
from causalkb.store.store import Store

_VERSION = compiled_on_use(r"v(\d{1,3})$")

_FAILURES = 2
"""Failed requests after which a service is not asked any more."""

Told = Mapping[str, Sequence[Notice]]
"""What a service says, by the identifier that it was asked about."""
Ask = Callable[[Client, Sequence[str]], Told]


@dataclass(slots=True)
class Checked:
    """What a check found: works that have notices, how many were asked about, what failed."""

    works: list[Work] = field(default_factory=list)
    asked: int = 0
    unidentified: int = 0
    failures: list[str] = field(default_factory=list)


def check(store: Store, progress: Callable[[str, int, int], None] | None = None) -> Checked:
    """Ask Crossref, OpenAlex and arXiv about all works, store what they say, and return it.

    A service that fails costs nothing of what the others say, and what it said before stays.

    Raises:
        InputError: An address in the environment cannot be used.
    """
    works = store.works.many(store.selection.works(Filters()))
    rows = {row: work for row, work in works.items() if work.doi or work.arxiv}
    found = Checked(asked=len(rows), unidentified=len(works) - len(rows))
    by_doi = _by([(work.doi, row) for row, work in rows.items()])
    by_arxiv = _by([(work.arxiv, row) for row, work in rows.items()])
    versions = {work.arxiv: _version_of(work) for work in rows.values() if work.arxiv}

    def preprints(client: Client, identifiers: Sequence[str]) -> Told:
        known = arxiv.fetch_all(client, identifiers)
        return {name: one.notices(versions.get(name, 0)) for name, one in known.items()}

    tasks: tuple[tuple[str, Mapping[str, list[int]], Ask, int], ...] = (
        (crossref.NAME, by_doi, crossref.notices, crossref.BATCH),
        (openalex.NAME, by_doi, openalex.notices, openalex.BATCH),
        (arxiv.NAME, by_arxiv, preprints, arxiv.BATCH),
    )
    total, done = sum(len(known) for _, known, _, _ in tasks), 0
    # Without the cache: a kept answer would hide what became of a work this week.
    with Client(settings(), None) as client:
        for who, known, ask, size in tasks:
            failed = 0
            for batch in _batches(known, size):
                try:
                    told = ask(client, batch)
                except OnlineError as error:
                    found.failures.append(f"{who}, {_named(batch)}: {error}")
                    failed += 1
                    if failed == _FAILURES:
                        break
                    continue
                _store(store, who, known, told)
                done += len(batch)
                if progress is not None:
                    progress(f"Asking {who}", done, total)
    found.works = [work for work in store.works.many(rows).values() if work.notices]
    return found


def _named(batch: Sequence[str]) -> str:
    return batch[0] if len(batch) == 1 else f"{batch[0]} and {len(batch) - 1} more"


def _by(pairs: Iterable[tuple[str | None, int]]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for identifier, row in pairs:
        if identifier:
            found.setdefault(identifier, []).append(row)
    return found


def _batches(identifiers: Iterable[str], size: int) -> Iterator[list[str]]:
    """Yield identifiers some at a time; those that cannot be listed alone."""
    plain = []
    for identifier in identifiers:
        if crossref.cannot_be_listed(identifier):
            yield [identifier]
        else:
            plain.append(identifier)
    for start in range(0, len(plain), size):
        yield plain[start : start + size]


def _version_of(work: Work) -> int:
    """The version of a preprint that is recorded here, 0 where none is."""
    match = _VERSION.search(work.fields.get("eprint", "")) or _VERSION.search(work.url or "")
    return int(match[1]) if match else 0


def _store(store: Store, who: str, known: Mapping[str, list[int]], told: Told) -> None:
    with store.database.atomic():
        for identifier, notices in told.items():
            for row in known.get(identifier, ()):
                here = store.works.many([row])[row]
                other = {store.works.get(key).doi for key in here.versions}
                # A version that is here as a work of its own is no news.
                kept = [n for n in notices if not (n.notice and n.notice in other)]
                store.notices.replace(row, who, kept)
