"""What becomes of a record that is in the knowledge base, in a folder, or in both.

With what was last written to the folder or read from it (the base), for each record:

1. What is the same in both stays.
2. What did not change in the folder stays as it is here, also where it was removed here.
3. What did not change here becomes what the folder says.
4. What changed in both, differently, stays as it is here, and the user is told.
5. What the folder had and has no longer is removed where it did not change here, but only with
   ``removes``: works and documents stay, and the user is told.

Without a base, a record that is in both but differs counts as changed in both.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum, auto

from causalkb.archive.contents import NoteEntry, marks_of, number_of
from causalkb.records import Claim


class Fate(Enum):
    """What becomes of a record."""

    SAME = auto()
    KEEP = auto()
    TAKE = auto()
    CONFLICT = auto()
    GONE = auto()
    """The folder had it, and has no longer; here it is as it was."""


def fate(base: str | None, theirs: str | None, mine: str | None) -> Fate:
    """Return what becomes of a record, given its hashes; ``None`` where it is not there.

    >>> fate("a", "b", "a"), fate("a", "a", "b"), fate("a", "b", "c"), fate("a", None, "a")
    (<Fate.TAKE: 3>, <Fate.KEEP: 2>, <Fate.CONFLICT: 4>, <Fate.GONE: 5>)
    """
    if theirs == mine:
        return Fate.SAME
    if theirs is None:
        return Fate.GONE if base is not None and mine == base else Fate.KEEP
    if theirs == base:
        return Fate.KEEP
    return Fate.TAKE if mine is None or mine == base else Fate.CONFLICT


@dataclass(slots=True)
class MergedNote:
    """A note with what becomes of it.

    Attributes:
        key: Citation key of its work, as it is here.
        entry: The note as it is to be stored.
        changed: Whether it differs from what is stored.
        renumbered: New ids of claims of the folder, by the ids they have there.
        taken: Ids, as they are here, of claims that are as the folder says them.
        told: What the user is to know.
    """

    key: str
    entry: NoteEntry
    changed: bool = False
    renumbered: dict[str, str] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)
    told: list[str] = field(default_factory=list)


def numbered(key: str, theirs: NoteEntry, mine: NoteEntry) -> NoteEntry:
    """Return a note of a folder with a number for each claim.

    A claim that a person wrote without one is that with the same text here, else a new one.
    """
    used = {claim.id for claim in theirs.claims}
    texts = {claim.text: claim.id for claim in mine.claims if claim.id not in used}
    numbers = [int(number_of(c.id)) for c in (*theirs.claims, *mine.claims) if c.id]
    highest = max([*numbers, theirs.numbers, mine.numbers], default=0)
    claims = []
    for claim in theirs.claims:
        if not claim.id:
            own = texts.pop(claim.text, "")
            if not own:
                highest += 1
                own = f"{key}#{highest}"
            claim = replace(claim, id=own)
        claims.append(claim)
    return replace(theirs, claims=tuple(claims))


def merge_note(
    key: str,
    theirs: NoteEntry,
    mine: NoteEntry,
    base: Mapping[str, str],
    there: Mapping[str, str],
    here: Mapping[str, str],
) -> MergedNote:
    """Merge the note of a folder into that of the knowledge base.

    Args:
        key: Citation key of the work, as it is here.
        theirs: The note of the folder, with a number for each claim.
        mine: The stored note.
        base: Hashes of records by name, as they last were the same in both.
        there: Hashes of the records of the folder.
        here: Hashes of those of the knowledge base.
    """
    merged = MergedNote(key, mine)
    name = f"notes {key}"
    what = fate(base.get(name), there.get(name), here.get(name))
    if what in (Fate.TAKE, Fate.GONE):
        merged.entry = replace(mine, text=theirs.text, front=theirs.front)
        merged.changed = True
    elif what is Fate.CONFLICT:
        merged.told.append("its text was changed here and there; that of here was kept")
    _merge_claims(merged, theirs, mine, (base, there, here))
    numbers = max(theirs.numbers, mine.numbers)
    quotes = tuple(dict.fromkeys((*mine.quotes, *theirs.quotes)))
    merged.entry = replace(merged.entry, numbers=numbers, quotes=quotes)
    return merged


def _merge_claims(
    merged: MergedNote,
    theirs: NoteEntry,
    mine: NoteEntry,
    hashes: tuple[Mapping[str, str], Mapping[str, str], Mapping[str, str]],
) -> None:
    base, there, here = hashes
    old = {claim.id: claim for claim in mine.claims}
    new = {claim.id: claim for claim in theirs.claims}
    claims, marks = dict(old), {number_of(i): marks_of(number_of(i), mine.by_hand) for i in old}
    for claim_id in dict.fromkeys((*old, *new)):
        name = f"claims {claim_id}"
        what = fate(base.get(name), there.get(name), here.get(name))
        number = number_of(claim_id)
        if what is Fate.TAKE:
            claims[claim_id] = new[claim_id]
            merged.taken.add(claim_id)
            marks[number] = marks_of(number, theirs.by_hand)
            merged.changed = True
        elif what is Fate.GONE:
            del claims[claim_id]
            merged.changed = True
        elif what is Fate.CONFLICT and name not in base and _others(old, new, claim_id):
            merged.renumbered[claim_id] = ""
        elif what is Fate.CONFLICT:
            told = "was changed here and there; what it says here was kept"
            merged.told.append(f"claim {claim_id} {told}")
    _renumber(merged, claims, marks, theirs, new)
    by_hand = [mark for c in claims for mark in marks[number_of(c)]]
    ordered = sorted(claims.values(), key=lambda claim: int(number_of(claim.id)))
    merged.entry = replace(merged.entry, claims=tuple(ordered), by_hand=tuple(by_hand))


def _others(old: Mapping[str, Claim], new: Mapping[str, Claim], claim_id: str) -> bool:
    """Whether a number was given to two claims, not to two wordings of one."""
    from rapidfuzz import fuzz

    return fuzz.ratio(old[claim_id].text, new[claim_id].text) < _SAME


_SAME = 60.0
"""Least similarity (0-100, rapidfuzz ``ratio``) of two wordings of one claim."""


def _renumber(
    merged: MergedNote,
    claims: dict[str, Claim],
    marks: dict[str, list[str]],
    theirs: NoteEntry,
    new: Mapping[str, Claim],
) -> None:
    """Give claims of the folder whose number is taken here another one."""
    texts = {claim.text: claim.id for claim in claims.values()}
    known = [int(number_of(claim_id)) for claim_id in (*claims, *new)]
    highest = max([*known, theirs.numbers, merged.entry.numbers], default=0)
    for claim_id in merged.renumbered:
        claim = new[claim_id]
        key, _, number = claim_id.rpartition("#")
        if claim.text in texts:  # it was renumbered before
            merged.renumbered[claim_id] = texts[claim.text]
            continue
        highest += 1
        fresh = f"{key}#{highest}"
        merged.renumbered[claim_id] = fresh
        claims[fresh] = replace(claim, id=fresh)
        merged.taken.add(fresh)
        own = marks_of(number, theirs.by_hand)
        marks[str(highest)] = [str(highest) + mark.removeprefix(number) for mark in own]
        merged.changed = True
        told = f"claim {claim_id} of the folder is another than that of here; it is {fresh} here"
        merged.told.append(told)


def kept(names: Sequence[str]) -> str:
    """Return a few names and how many more there are."""
    shown = ", ".join(names[:5])
    return f"{shown} and {len(names) - 5} more" if len(names) > 5 else shown
