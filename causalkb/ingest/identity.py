"""Is it the same work? Normalised DOI, then arXiv id, then title + year + first author.

A preprint and its published version are two works: they may share title, authors and even the
arXiv id, but not pages, year or wording. They are linked, never merged.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from causalkb.identifiers import name_key, title_key
from causalkb.records import Work
from causalkb.store.store import Store
from causalkb.store.works import Identity

_ARXIV_DOI = "10.48550/"
_PREPRINT_VENUE = re.compile(
    r"\b(arxiv|biorxiv|medrxiv|psyarxiv|chemrxiv|ssrn|corr|preprints?|osf|techrxiv)\b", re.I
)
# DOI prefixes of bioRxiv/medRxiv, PsyArXiv and OSF, SSRN, Research Square, Preprints.org.
_PREPRINT_DOI = re.compile(r"10\.(48550|1101/\d{4}|31234|31219|2139|21203|20944)\b")
_SAFE_TITLE = 16
"""Characters a normalised title needs to identify a work whose year or author is missing."""


@dataclass(frozen=True, slots=True)
class Match:
    """What a record turned out to be: the same as a stored work, or a version of some."""

    same: int | None
    versions: tuple[int, ...] = ()


def identity_of(work: Work) -> Identity:
    """Return what a work is recognised by."""
    author = next((p for p in work.authors or work.editors if not p.is_others), None)
    return Identity(
        doi=work.doi,
        arxiv=work.arxiv,
        title_key=title_key(work.title),
        author_key="" if author is None else name_key(author),
    )


def is_preprint(work: Work) -> bool:
    """Whether a record describes a preprint and not a published version.

    A published record may carry an arXiv id as well; what counts is where it says it appeared.
    """
    if work.doi and not _PREPRINT_DOI.match(work.doi):
        return False
    if work.venue and not _PREPRINT_VENUE.search(work.venue):
        return False
    return bool(
        work.arxiv
        or (work.doi and _PREPRINT_DOI.match(work.doi))
        or (work.venue and _PREPRINT_VENUE.search(work.venue))
    )


def match(store: Store, work: Work) -> Match:
    """Look a record up among the stored works."""
    mine = identity_of(work)
    candidates = store.works.find(mine)
    if not candidates:
        return Match(None)
    works = store.works.many(row_id for row_id, _, _ in candidates)
    preprint = is_preprint(work)
    same: int | None = None
    best = 0
    versions = []
    for row_id, other, _ in candidates:
        stored = works[row_id]
        strength = _agreement(work, mine, stored, other)
        if strength == 0:
            continue
        if strength < 3 and is_preprint(stored) != preprint and _both_placed(work, stored):
            versions.append(row_id)
        elif _contradict(mine, other):
            continue
        elif strength > best:
            same, best = row_id, strength
    return Match(same, tuple(v for v in versions if v != same))


def _agreement(work: Work, mine: Identity, stored: Work, other: Identity) -> int:
    """3: the same DOI; 2: the same arXiv id; 1: the same title and first author; 0: none."""
    if mine.doi and mine.doi == other.doi:
        return 3
    if mine.arxiv and mine.arxiv == other.arxiv:
        return 2
    if not mine.title_key or mine.title_key != other.title_key:
        return 0
    authors_known = bool(mine.author_key and other.author_key)
    if authors_known and mine.author_key != other.author_key:
        return 0
    years_known = work.year is not None and stored.year is not None
    if years_known and work.year != stored.year:
        return int(_both_placed(work, stored) and is_preprint(work) != is_preprint(stored))
    # "Introduction" without an author or a year is not the same as another "Introduction".
    alike = (mine.author_key, work.year) == (other.author_key, stored.year)
    return int(alike or len(mine.title_key) >= _SAFE_TITLE)


def _both_placed(work: Work, stored: Work) -> bool:
    """Whether both say where they appeared; a bare title is a poorer record, not a version."""
    return all(w.doi or w.arxiv or w.venue for w in (work, stored))


def _contradict(mine: Identity, other: Identity) -> bool:
    """Whether two identities name different DOIs or arXiv ids."""
    dois = mine.doi and other.doi and mine.doi != other.doi
    return bool(dois or (mine.arxiv and other.arxiv and mine.arxiv != other.arxiv))
