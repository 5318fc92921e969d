"""Claims and notes that a person makes, changes, links and removes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace

from causalkb.errors import InputError
from causalkb.formats.note import reader as note
from causalkb.ingest.importer import Importer
from causalkb.ingest.passages import Chunk, rebuild_passages
from causalkb.ingest.quotes import check_quote
from causalkb.ingest.words import check_words, with_present_slugs
from causalkb.records import AddResult, Claim, ClaimRelation, ParsedWork, Warrant
from causalkb.records.claims import NO_WARRANT
from causalkb.store.store import Store
from causalkb.vocabulary import Relation, Stance

_HAND = "hand"


def add_claim(
    store: Store,
    chunk: Chunk,
    key: str,
    claim: Claim,
    *,
    unchecked: bool = False,
    undoable: bool = False,
) -> str:
    """Add a claim to a work and return its id; of one that is there already, word for word, that.

    So that a command which was interrupted, perhaps after it was done, can be given again. With
    ``undoable`` it is a command of its own for ``undo``, not a part of one.

    Raises:
        UnknownError: No such work, hypothesis or related claim.
        InputError: The text is empty, or the quote is not in the work's text and not ``unchecked``.
    """
    work_id = store.works.id_of(key)
    claim = _checked(store, work_id, claim, unchecked)
    with store.database.atomic():
        for known in store.claims.of_origin(work_id, _HAND).values():
            if _said(known) == _said(claim):
                return known.id
        if undoable:
            store.undo.keep(store.undo.begin(), "claim add", work_id)
        row_id = store.claims.insert(work_id, claim, origin=_HAND)
        store.relations.relate(row_id, _related(store, claim.relations), origin=_HAND)
        rebuild_passages(store, chunk, work_id)
    return store.claims.many([row_id])[row_id].id


def _said(claim: Claim) -> dict[str, object]:
    """What a claim says, in a form in which two claims can be compared."""
    warrants = {slug: said for slug, said in claim.warrants.items() if said != NO_WARRANT}
    values = {f.name: getattr(claim, f.name) for f in fields(Claim) if f.compare}
    values |= {"id": "", "work": "", "stances": dict(claim.stances), "warrants": warrants}
    return values | {"relations": {*claim.relations}}


def edit_claim(
    store: Store, chunk: Chunk, claim_id: str, new: Claim, *, unchecked: bool = False
) -> list[str]:
    """Make a claim say what ``new`` says, but for its links, and return the names of what changed.

    Raises:
        UnknownError: There is no such claim.
        InputError: As for :func:`add_claim`.
    """
    row_id = store.claims.id_of(claim_id)
    old = store.claims.many([row_id])[row_id]
    work_id = store.works.id_of(old.work)
    kept = replace(
        new,
        id=old.id,
        work=old.work,
        stances=old.stances,
        warrants=old.warrants,
        relations=old.relations,
    )
    if kept.quote == old.quote and not unchecked:
        kept = replace(kept, quote_checked=old.quote_checked)
        check_words(store, kept)
    else:
        kept = _checked(store, work_id, kept, unchecked)
    changed = [f.name for f in fields(Claim) if getattr(kept, f.name) != getattr(old, f.name)]
    if changed:
        with store.database.atomic():
            store.undo.keep(store.undo.begin(), "claim edit", work_id)
            store.claims.rewrite(row_id, kept)
            rebuild_passages(store, chunk, work_id)
    return changed


@dataclass(frozen=True)
class ClaimLinks:
    """Links of a claim: sides and their warrants by slug of the hypothesis, and relations."""

    stances: Mapping[str, Stance]
    relations: Iterable[ClaimRelation] = ()
    warrants: Mapping[str, Warrant] = field(default_factory=dict)


def link_claim(store: Store, claim_id: str, links: ClaimLinks, *, remove: bool = False) -> int:
    """Link a claim to hypotheses and to other claims, or unlink it; return how many changed.

    Raises:
        UnknownError: No such claim, hypothesis or related claim.
    """
    row_id = store.claims.id_of(claim_id)
    old = store.claims.many([row_id])[row_id]
    sides = {store.questions.hypothesis(slug).slug: side for slug, side in links.stances.items()}
    why = {store.questions.hypothesis(slug).slug: said for slug, said in links.warrants.items()}
    related = _related(store, links.relations)
    if any(other == row_id for _, other, _ in related):
        raise InputError(f"{claim_id} cannot be related to itself")
    with store.database.atomic():
        store.undo.keep(store.undo.begin(), "claim link", store.works.id_of(old.work))
        if remove:
            changed = store.claims.unlink(row_id, sides)
            changed += store.relations.unrelate(row_id, related)
        else:
            changed = store.claims.link(row_id, sides, why, origin=_HAND)
            changed += store.relations.relate(row_id, related, origin=_HAND)
    return changed


def remove_claim(store: Store, chunk: Chunk, claim_id: str) -> None:
    """Remove a claim with its links.

    Raises:
        UnknownError: There is no such claim.
    """
    row_id = store.claims.id_of(claim_id)
    work_id = store.works.id_of(store.claims.many([row_id])[row_id].work)
    with store.database.atomic():
        store.undo.keep(store.undo.begin(), "claim remove", work_id)
        store.claims.remove(row_id)
        rebuild_passages(store, chunk, work_id)


def _related(store: Store, relations: Iterable[ClaimRelation]) -> list[tuple[Relation, int, str]]:
    return [(kind, store.claims.id_of(other), because) for kind, other, because in relations]


def _checked(store: Store, work_id: int, claim: Claim, unchecked: bool) -> Claim:
    """Return a claim that may be stored, its quote looked up in the work's text."""
    if not claim.text.strip():
        raise InputError("a claim needs a text")
    check_words(store, claim)
    (claim,) = with_present_slugs(store, [claim])
    return replace(claim, quote_checked=check_quote(store, work_id, claim.quote, unchecked))


def read_note(store: Store, chunk: Chunk, key: str, text: str) -> AddResult:
    """Read an edited note of a work, and return the account.

    Raises:
        UnknownError: There is no such work.
        InputError: The note says that it is about another work.
    """
    store.works.id_of(key)
    source = f"note:{key}"
    items = list(note.read(text.encode("utf-8", "replace"), f"note of {key}"))
    for item in items:
        if isinstance(item, ParsedWork) and item.work.key != key:
            raise InputError(f"the note is about {item.work.key!r}; 'work:' must stay {key!r}")
    importer = Importer(store, chunk, whole=True)
    result = importer.run(items, source)
    return replace(result, problems=(*result.problems, *importer.relate()))
