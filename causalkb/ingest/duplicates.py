"""Pairs of stored works that may be one, with the reason and a score; and making one of two."""

from __future__ import annotations

from dataclasses import dataclass

from causalkb.errors import InputError
from causalkb.identifiers import title_key
from causalkb.ingest.forms import two_forms
from causalkb.ingest.identity import Verdict, compare, identity_of, one_author
from causalkb.ingest.joining import join
from causalkb.ingest.merge import shown, spread
from causalkb.ingest.passages import Chunk, rebuild_passages
from causalkb.ingest.placing import disagreeing, has_generic_title, is_data
from causalkb.records import Work
from causalkb.store.store import Store

_NEAR = 88.0
"""Least similarity (0-100, rapidfuzz ``ratio``) of titles of one author that are told."""
_LONG_ENOUGH = 16
"""Characters of a normalised title that mean something without the author, or as a beginning."""


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Two works that may be one.

    Attributes:
        work: Key of the work that was here first.
        other: Key of the other.
        reason: What they share, and what speaks against it.
        score: How likely they are one, from 0 to 1; for the order of the list, not measured.
    """

    work: str
    other: str
    reason: str
    score: float


@dataclass(frozen=True, slots=True)
class Merging:
    """What became of two works that were made one.

    Attributes:
        key: The work that stays.
        taken: Fields that it took from the other.
        differing: Fields in which the other said something else, which was not kept.
        claims: The new id of each claim of the other, by its old one.
    """

    key: str
    taken: tuple[str, ...]
    differing: tuple[str, ...]
    claims: dict[str, str]


def find_duplicates(store: Store) -> list[Duplicate]:
    """Return the pairs of works that may be one, the most likely first."""
    pairs = sorted(store.duplicates.candidates())
    works = store.works.many({work_id for pair in pairs for work_id in pair})
    found = [
        Duplicate(works[one].key, works[other].key, *judged)
        for one, other in pairs
        if (judged := _judge(works[one], works[other])) is not None
    ]
    return sorted(found, key=lambda pair: (-pair.score, pair.work, pair.other))


def _judge(one: Work, other: Work) -> tuple[str, float] | None:
    """Return why two works may be one, and how likely that is; ``None`` if it is not."""
    comparison = compare(one, other)
    if comparison.verdict is Verdict.SAME:
        shared = {3: "the same DOI", 2: "the same arXiv id"}.get(comparison.strength)
        return shared or "the same title, first author and year", 0.95
    if comparison.verdict is Verdict.DOUBTFUL:
        reason = f"the same {comparison.shared}, but another {comparison.differing}"
        return reason, 0.8 if comparison.strength == 1 else 0.4
    if comparison.verdict is Verdict.VERSION:
        return "two versions that are not linked", 0.5
    mine, theirs = identity_of(one), identity_of(other)
    if mine.title_key and mine.title_key == theirs.title_key:
        return _same_title(one, other, mine.author_key, theirs.author_key)
    return _near_title(one, other) if one_author(mine.author_key, theirs.author_key) else None


def _same_title(one: Work, other: Work, mine: str, theirs: str) -> tuple[str, float] | None:
    apart = 0 if one.year is None or other.year is None else abs(one.year - other.year)
    dates = f"years ({one.year}, {other.year})"
    if has_generic_title(one) or is_data(one) or is_data(other):
        if apart or not one_author(mine, theirs) or disagreeing(one, other):
            return None
        return "the same title, first author and year; nothing tells where each stands", 0.5
    if not one_author(mine, theirs):
        alike = not apart and len(title_key(one.title)) >= _LONG_ENOUGH
        return ("the same title and year, but other first authors", 0.4) if alike else None
    if two_forms(one, other):
        return f"the same title and first author, but other forms and {dates}", 0.3
    if apart:
        return f"the same title and first author, but other {dates}", 0.7 if apart == 1 else 0.4
    places = ", ".join(sorted(disagreeing(one, other)))
    return f"the same title, first author and year, but another {places or 'place'}", 0.5


def _near_title(one: Work, other: Work) -> tuple[str, float] | None:
    from rapidfuzz import fuzz

    short, long = sorted((title_key(one.title), title_key(other.title)), key=len)
    if len(short) < _LONG_ENOUGH or [c for c in short if c.isdigit()] != [
        c for c in long if c.isdigit()
    ]:
        return None
    if two_forms(one, other) or "pages" in disagreeing(one, other):
        return None
    ratio = fuzz.ratio(short, long)
    if ratio >= _NEAR:
        return f"titles alike ({ratio:.0f} %) and the same first author", round(ratio / 125, 2)
    if long.startswith(short):
        return "one title begins as the other, and the first author is the same", 0.6
    return None


def set_apart(store: Store, key: str, other: str) -> bool:
    """Remember that two works are two; return whether that is new.

    Raises:
        UnknownError: There is no such work.
        InputError: Both keys mean one work.
    """
    one, two = _two_works(store, key, other)
    with store.database.atomic():
        return store.duplicates.set_apart(one, two)


def merge_works(store: Store, chunk: Chunk, key: str, other: str) -> Merging:
    """Make one work of two: ``key`` stays and takes what it lacks, and all that hangs on ``other``.

    Raises:
        UnknownError: There is no such work.
        InputError: Both keys mean one work.
    """
    keep, goes = _two_works(store, key, other)
    works = store.works.many([keep, goes])
    with store.database.atomic():
        work, ids = join(store, store.undo.begin(), "merge", keep, goes)
        rebuild_passages(store, chunk, keep)
    taken = [n for n, value in spread(work).items() if spread(works[keep]).get(n) != value]
    differing = [n for n, value in spread(works[goes]).items() if spread(work).get(n) != value]
    return Merging(work.key, tuple(shown(taken)), tuple(shown(differing)), ids)


def _two_works(store: Store, key: str, other: str) -> tuple[int, int]:
    one, two = store.works.id_of(key), store.works.id_of(other)
    if one == two:
        raise InputError(f"{key} and {other} are one work already")
    return one, two
