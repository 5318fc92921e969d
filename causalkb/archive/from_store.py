"""A store → all that it says."""

from __future__ import annotations

from collections import defaultdict

from causalkb.archive.contents import (
    Contents,
    DecisionEntry,
    HypothesisEntry,
    NoteEntry,
    QuestionEntry,
    WorkEntry,
    number_of,
)
from causalkb.archive.marked import annotations_in, notices_in
from causalkb.archive.proposed import candidates_in
from causalkb.archive.work_files import files_in
from causalkb.ingest.quotes import occurs
from causalkb.records import Claim, Filters, Work
from causalkb.store.stated import with_waiting
from causalkb.store.store import Store


def contents_of(store: Store) -> Contents:
    """Return all that a knowledge base says."""
    ids = store.selection.works(Filters())
    works = store.works.many(ids)
    ordered = sorted(works.items(), key=lambda pair: pair[1].key)
    keys = {work_id: work.key for work_id, work in ordered}
    apart: defaultdict[str, list[str]] = defaultdict(list)
    for pair in store.duplicates.apart():
        first, second = sorted(keys[work_id] for work_id in pair)
        apart[first].append(second)
    mine, own = store.origins.edited_questions(), store.origins.edited_hypotheses()
    return Contents(
        words={f"{t.kind} {t.name}": t for t in store.vocabularies.all() if not t.shipped},
        questions={
            q.slug: QuestionEntry(q, q.slug in mine) for q in store.questions.all(retired=True)
        },
        hypotheses={
            h.slug: HypothesisEntry(h, h.slug in own)
            for h in store.questions.hypotheses(retired=True)
        },
        works={
            work.key: WorkEntry(
                work,
                tuple(sorted(store.provenance.edited(work_id))),
                tuple(sorted(apart[work.key])),
            )
            for work_id, work in ordered
        },
        notes=_notes(store, dict(ordered)),
        suppressions={
            f"{one.rule} {one.subject}": (one, gone)
            for one, gone in store.suppressions.with_retired()
        },
        documents={f"{d.kind.value} {d.name}": d for d in store.documents.all()},
        codings={f"{c.claim} {c.hypothesis} {c.coder}": c for c in store.codings.all()},
        decisions=dict(_decisions(store, keys)),
        candidates=candidates_in(store),
        annotations=annotations_in(store),
        notices=notices_in(store),
        files=files_in(store, keys),
        shipped=store.origins.shipped_sources(),
    )


def _notes(store: Store, works: dict[int, Work]) -> dict[str, NoteEntry]:
    claims: dict[str, list[Claim]] = {work.key: [] for work in works.values()}
    stored = store.claims.of_works(works)
    for claim in with_waiting(store, [c for own in stored.values() for c in own]):
        claims[claim.work].append(claim)
    by_hand = store.origins.by_hand(works)
    numbers = store.origins.numbers_used(works)
    notes = {}
    for work_id, work in works.items():
        own = claims[work.key]
        highest = max((int(number_of(c.id)) for c in own), default=0)
        note = NoteEntry(
            text=store.works.note(work.key) or "",
            front=store.works.note_front(work.key),
            claims=tuple(own),
            by_hand=tuple(by_hand.get(work_id, ())),
            numbers=numbers[work_id] if numbers[work_id] > highest else 0,
            quotes=tuple(number_of(c.id) for c in own if _found_elsewhere(c, work)),
        )
        if note:
            notes[work.key] = note
    return notes


def _found_elsewhere(claim: Claim, work: Work) -> bool:
    """Whether a quote was found in a text of the work that is not part of its record."""
    return bool(claim.quote and claim.quote_checked) and not occurs(
        claim.quote or "", work.abstract or ""
    )


def _decisions(store: Store, keys: dict[int, str]) -> list[tuple[str, DecisionEntry]]:
    found = []
    for one in store.decisions.all():
        entry = DecisionEntry(
            keys[one.work_id],
            one.question or "",
            one.hypothesis or "",
            one.text_hash.hex(),
            one.accepted,
            one.at,
        )
        passage = entry.passage if entry.hypothesis else ""
        found.append((f"{entry.work} {entry.question}{entry.hypothesis} {passage}", entry))
    return sorted(found, key=lambda pair: pair[0])
