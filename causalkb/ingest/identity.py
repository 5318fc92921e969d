"""Is it the same work? DOI, then arXiv id, then title + year + first author, and what else is said.

Two versions of a work (preprint and article, report and article, thesis and book, workshop and
conference) are two works: they may share title, authors, year and even the arXiv id, but not pages
or wording. They are linked, never merged.

:func:`compare` does not depend on which of two records came first, so that neither does what a
library becomes. For the same reason a work with an identifier is known by the titles and first
authors of all its sources, and works that share an identifier become one when a record shows that
they are.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import Enum

from causalkb.identifiers import name_key, title_key
from causalkb.ingest.forms import PARTS, Form, form_of, is_preprint_doi, two_forms
from causalkb.ingest.placing import (
    disagreeing,
    has_generic_title,
    is_a_name,
    is_data,
    is_short,
    other_part,
    other_people,
    place,
    same_place,
)
from causalkb.ingest.venues import same_venue
from causalkb.lazy import compiled_on_use
from causalkb.records import Work
from causalkb.store.store import Store
from causalkb.store.works import Identity

_SAFE_TITLE = 16
"""Characters a normalised title needs to identify a work whose year or author is missing."""
_SAFE_WITH_AUTHOR = 8
"""The same where the first author is the same."""
_YEARS_APART = 3
"""Years between two published versions of a work; a preprint may be any number of years older."""
_NEAR = 92.0
"""Least similarity (0-100, rapidfuzz ``ratio``) of two spellings of one title."""
_RELATED = 70.0
"""The same of two titles that may be one, shortened or changed before it was printed."""
_PART = compiled_on_use(r"(?:part|teil|partie|parte|volume|band|tome)([ivx]{1,4}|\d{1,3})$")
"""The number of a part, at the end of a normalised title."""


_PARTICLES = compiled_on_use(
    r"(?:van|von|vom|zu|zur|de|der|den|del|della|di|da|dos|das|du|la|le|te|ter|ten|af|el|al)+"
)


class Verdict(Enum):
    """What two records are to each other."""

    SAME = "same"
    VERSION = "version"
    DOUBTFUL = "doubtful"
    """Two works, but something they share should belong to one of them alone."""
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Comparison:
    """The verdict on two records, how strong it is (3: by DOI), and for a doubtful one why."""

    verdict: Verdict
    strength: int = 0
    shared: str = ""
    differing: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """What a record turned out to be: the same as a stored work, or a version of some.

    ``bridged`` holds other works with the same identifier as that one, which this record shows to
    be it; ``also`` those that it is the same as by another identifier; ``doubts`` the comparisons
    with works that share something with it that they should not.
    """

    same: int | None
    versions: tuple[int, ...] = ()
    bridged: tuple[int, ...] = ()
    also: tuple[int, ...] = ()
    doubts: tuple[tuple[int, Comparison], ...] = ()


_OTHER = Comparison(Verdict.OTHER)
_SAME = Comparison(Verdict.SAME, 1)
_VERSION = Comparison(Verdict.VERSION, 1)


def identity_of(work: Work) -> Identity:
    """Return what a work is recognised by."""
    author = next((p for p in work.authors or work.editors if not p.is_others), None)
    return Identity(
        doi=work.doi,
        arxiv=work.arxiv,
        title_key=title_key(work.title),
        author_key="" if author is None else name_key(author),
    )


def match(store: Store, work: Work, before: int | None = None) -> Match:
    """Look a record up among the stored works.

    Args:
        store: Where to look.
        work: The record.
        before: The work that this entry of this source meant the last time; of several that it
            may be now, this one is taken.
    """
    wanted = identity_of(work)
    candidates = {row_id for row_id, _, _ in store.works.find(wanted)}
    candidates |= store.provenance.titled(wanted.title_key)
    if not candidates:
        return Match(None)
    found: dict[Verdict, list[tuple[int, Comparison]]] = {verdict: [] for verdict in Verdict}
    works = store.works.many(sorted(candidates))
    known = store.provenance.known_as(candidates)
    for row_id, stored in works.items():
        comparison = compare(work, stored, known.get(row_id, ()))
        found[comparison.verdict].append((row_id, comparison))
    versions = tuple(row_id for row_id, _ in found[Verdict.VERSION])
    doubts = tuple(found[Verdict.DOUBTFUL])
    if not found[Verdict.SAME]:
        return Match(None, versions, doubts=doubts)
    same = min(
        found[Verdict.SAME],
        key=lambda one: (one[0] != before, -one[1].strength, *_closeness(work, works[one[0]])),
    )[0]
    others = [row for row, why in found[Verdict.SAME] if why.strength > 1 and row != same]
    bridged = tuple(row for row in others if _bridged(store, work, same, row, works))
    also = tuple(row for row in others if row not in bridged)
    return Match(same, versions, bridged, also, doubts)


def _closeness(work: Work, stored: Work) -> tuple[int, int, str]:
    """Return what ranks the works that a poor record may be, the nearest first.

    Which of them came first must not decide: how much of the record they say as well does, then the
    year and the venue.
    """
    agreeing = (
        (work.year is not None and work.year == stored.year)
        + bool(work.venue and stored.venue and same_venue(work.venue, stored.venue))
        + (form_of(work) is form_of(stored))
        + len({name_key(p) for p in work.authors} & {name_key(p) for p in stored.authors})
    )
    return -agreeing, stored.year or 0, f"{stored.venue or ''} {stored.type} {stored.title}"


def _bridged(store: Store, work: Work, one: int, other: int, works: Mapping[int, Work]) -> bool:
    """Whether two stored works have one identifier, and it is that of a record that is both."""
    shared = _identifiers(work) & _identifiers(works[one]) & _identifiers(works[other])
    apart = (min(one, other), max(one, other)) in store.duplicates.apart()
    return bool(shared) and not apart


def _identifiers(work: Work) -> set[str]:
    return {identifier for identifier in (work.doi, work.arxiv) if identifier}


def compare(one: Work, other: Work, known_as: Collection[tuple[str, str]] = ()) -> Comparison:
    """Return how two records are related, whichever of them came first.

    Args:
        one: A record.
        other: Another, or a stored work.
        known_as: By what normalised titles and first authors the sources of ``other`` know it.
    """
    mine, theirs = identity_of(one), identity_of(other)
    if one.doi and one.doi == other.doi and not is_preprint_doi(one.doi):
        apart = _apart(one, other, mine, theirs, known_as)
        apart = apart or _copied(one, other, (mine, theirs), known_as)
        if apart:
            return Comparison(Verdict.DOUBTFUL, 3, "DOI", apart)
        return Comparison(Verdict.SAME, 3)
    if (one.arxiv and one.arxiv == other.arxiv) or (one.doi and one.doi == other.doi):
        shared = "arXiv id" if one.arxiv and one.arxiv == other.arxiv else "DOI"
        apart = _apart(one, other, mine, theirs, known_as)
        if apart:
            return Comparison(Verdict.DOUBTFUL, 2, shared, apart)
        # One preprint can have become two publications.
        published = "DOI" in _contradiction(mine, theirs)
        return Comparison(
            Verdict.VERSION if published or two_forms(one, other) else Verdict.SAME, 2
        )
    names = {(theirs.title_key, theirs.author_key), *known_as}
    authors = {author for title, author in names if title and title == mine.title_key}
    if not any(one_author(mine.author_key, author) for author in authors):
        return _OTHER
    return _by_title(one, other, mine, theirs)


def corrects_identifier(one: Work, other: Work) -> bool:
    """Whether a record is another in all but its DOI or arXiv id.

    From one source, that is a correction; from two, there may be two works.
    """
    if not one.title or has_generic_title(one) or two_forms(one, other):
        return False
    return compare(one, other).verdict is Verdict.DOUBTFUL and title_key(one.title) == title_key(
        other.title
    )


def _by_title(one: Work, other: Work, mine: Identity, theirs: Identity) -> Comparison:
    """Compare two records with the same title, whose first authors may be the same."""
    generic = has_generic_title(one)
    apart = 0 if one.year is None or other.year is None else abs(one.year - other.year)
    if two_forms(one, other):
        preprint = Form.PREPRINT in (form_of(one), form_of(other))
        return _VERSION if not generic and (preprint or apart <= _YEARS_APART) else _OTHER
    if apart:
        return _OTHER
    alike = (one.year, bool(mine.author_key)) == (other.year, bool(theirs.author_key))
    if generic or is_data(one) or is_data(other):
        same = alike and not _contradiction(mine, theirs) and same_place(one, other)
        return _SAME if same else _OTHER
    other_venue = one.venue and other.venue and not same_venue(one.venue, other.venue)
    contradiction = _contradiction(mine, theirs)
    if contradiction and other_venue:
        return _VERSION
    if contradiction:
        return Comparison(Verdict.DOUBTFUL, 1, "title, first author and year", contradiction)
    if other_part(one, other):
        return _VERSION if other_venue else _OTHER
    if is_a_name(one) and disagreeing(one, other) & {"url", "version", "number"}:
        return _OTHER
    if other_venue and is_short(one) and other_people(one, other):
        return _OTHER
    if other_venue and is_short(one) and {form_of(one), form_of(other)} == {Form.CHAPTER}:
        return _OTHER  # "Causation" in two encyclopedias
    # A short title without an author or a year may be that of another work.
    known = bool(mine.author_key and theirs.author_key)
    safe = alike or len(mine.title_key) >= (_SAFE_WITH_AUTHOR if known else _SAFE_TITLE)
    return _SAME if safe else _OTHER


def _apart(
    one: Work,
    other: Work,
    mine: Identity,
    theirs: Identity,
    known_as: Collection[tuple[str, str]],
) -> str:
    """Return the evidence that two records with one identifier are two works, "" if none.

    Chapters are often given the DOI of their book.
    """
    by_author = False
    for title, author in {(theirs.title_key, theirs.author_key), *known_as}:
        same_author = one_author(mine.author_key, author)
        if not _two_titles(mine.title_key, title, subtitle=same_author):
            return ""
        by_author |= same_author
    if not by_author:
        return "title and first author"
    forms = (form_of(one), form_of(other))
    if Form.BOOK in forms and PARTS & {*forms}:
        return "title, for one is a part of the other"
    if forms == (Form.CHAPTER, Form.CHAPTER):
        return "title, for both are chapters"
    return "title and pages" if "pages" in disagreeing(one, other) else ""


def _copied(
    one: Work,
    other: Work,
    identities: tuple[Identity, Identity],
    known_as: Collection[tuple[str, str]],
) -> str:
    """Return the evidence that one of two records has its DOI from another work of its author.

    The title of a publication does not change as that of a preprint does. Of two parts, the number
    tells; titles with next to nothing in common are of one work only where the year or the venue
    agrees and nothing else speaks against it. "" if there is none, or an author is unknown.
    """
    mine, theirs = identities
    titles = {theirs.title_key, *(title for title, _ in known_as)}
    if not (mine.author_key and theirs.author_key) or not all(
        _two_titles(mine.title_key, title, subtitle=True) for title in titles
    ):
        return ""
    mine_at, theirs_at = place(one), place(other)
    for name in sorted(disagreeing(one, other) & {"volume", "number"}):
        if all(re.search(r"\d", at[name]) for at in (mine_at, theirs_at)):
            return f"title and {name}"
    from rapidfuzz import fuzz

    if any(fuzz.ratio(mine.title_key, title) >= _RELATED for title in titles):
        return ""
    if one.year and other.year and abs(one.year - other.year) > 1:
        return "title and year"
    agree = one.year is not None and one.year == other.year
    if one.venue and other.venue:
        if not same_venue(one.venue, other.venue):
            return "title and venue"
        agree = True
    if two_forms(one, other):
        return "title and form"
    return "" if agree else "title, and neither year nor venue agrees"


def _two_titles(mine: str, theirs: str, *, subtitle: bool) -> bool:
    """Whether two normalised titles are more than two spellings of one.

    With ``subtitle``, one of them may go on where the other ends.
    """
    if not mine or not theirs or mine == theirs:
        return False
    parts = [_PART.findall(key) for key in (mine, theirs)]
    if all(parts) and parts[0] != parts[1]:
        return True
    short, long = sorted((mine, theirs), key=len)
    if subtitle and long.startswith(short) and len(short) >= _SAFE_TITLE:
        return False
    from rapidfuzz import fuzz

    digits = ["".join(filter(str.isdigit, key)) for key in (mine, theirs)]
    return digits[0] != digits[1] or fuzz.ratio(mine, theirs) < _NEAR


def one_author(mine: str, theirs: str) -> bool:
    """Whether two first authors can be one: the same, one unknown, or one without given name."""
    if mine == theirs or not mine or not theirs:
        return True
    family, _, initial = mine.partition(" ")
    other_family, _, other_initial = theirs.partition(" ")
    if initial and other_initial and initial != other_initial:
        return False
    if family == other_family:
        return not (initial and other_initial)
    return _spelt_without_umlauts(family) == _spelt_without_umlauts(
        other_family
    ) or _differ_by_particle(family, other_family)


def _spelt_without_umlauts(family: str) -> str:
    """A normalised name in which "oe" may stand for "ö", which has become "o"."""
    return re.sub(r"(?<=[aou])e", "", family)


def _differ_by_particle(one: str, other: str) -> bool:
    """Whether one of two normalised names is the other with "van der" or the like before it."""
    short, long = sorted((one, other), key=len)
    return long.endswith(short) and _PARTICLES.fullmatch(long.removesuffix(short)) is not None


def _contradiction(mine: Identity, theirs: Identity) -> str:
    """Return which identifier two records give differently, "" if none."""
    if mine.doi and theirs.doi and mine.doi != theirs.doi:
        return "DOI"
    if mine.arxiv and theirs.arxiv and mine.arxiv != theirs.arxiv:
        return "arXiv id"
    return ""
