"""Words, questions and all else that is neither a work nor a claim: from a folder into a store."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache, partial
from typing import TypeAlias

from causalkb.archive import layout
from causalkb.archive.contents import DecisionEntry, HypothesisEntry, QuestionEntry
from causalkb.archive.merging import Fate, kept
from causalkb.archive.reading_in import ReadingIn
from causalkb.errors import InputError
from causalkb.ingest.questions import put_hypothesis, put_question
from causalkb.ingest.words import check_term
from causalkb.records import Coding, Suppression, Term
from causalkb.records.codings import NO_BEARING
from causalkb.store.decisions import Decision
from causalkb.vocabulary import Design, Directness, Stance

_Entry: TypeAlias = QuestionEntry | HypothesisEntry
_BOTH = "was changed here and there; what it says here was kept"


def read_words(reading: ReadingIn) -> None:
    """Store the words of the user's own."""
    store = reading.store
    present = {f"{t.kind} {t.name}": replace(t, shipped=False) for t in store.vocabularies.all()}

    def put(term: Term) -> None:
        check_term(term)
        store.vocabularies.put(term)

    for name, term in reading.parsed.contents.words.items():
        if present.get(name) == term:
            continue
        what = reading.fate(f"words {name}")
        if what is Fate.TAKE:
            reading.put(layout.VOCABULARY, f"words {name}", partial(put, term))
        elif what is Fate.CONFLICT:
            reading.tell(layout.VOCABULARY, f"{name} {_BOTH}")


def read_questions(reading: ReadingIn) -> None:
    """Store questions and hypotheses, each with whether it is a user's own."""
    store, theirs, mine = reading.store, reading.parsed.contents, reading.mine

    def put(entry: _Entry) -> None:
        if isinstance(entry, QuestionEntry):
            put_question(store, entry.question)
            store.origins.set_question_edited(entry.question.slug, entry.edited)
        else:
            put_hypothesis(store, entry.hypothesis)
            store.origins.set_hypothesis_edited(entry.hypothesis.slug, entry.edited)

    entries = [(f"questions {s}", e, mine.questions.get(s)) for s, e in theirs.questions.items()]
    answers = [(f"hypotheses {s}", e, mine.hypotheses.get(s)) for s, e in theirs.hypotheses.items()]
    both: list[tuple[str, _Entry, _Entry | None]] = [*entries, *answers]
    for name, entry, own in both:
        what = reading.fate(name)
        if what is Fate.CONFLICT and own is not None and not own.edited:
            what = Fate.TAKE  # what ships here gives way to what a person wrote there
        slug = name.partition(" ")[2]
        if what is Fate.TAKE:
            reading.put(layout.QUESTIONS, name, partial(put, entry))
        elif what is Fate.CONFLICT:
            reading.tell(layout.QUESTIONS, f"{slug} {_BOTH}")


def read_suppressions(reading: ReadingIn) -> None:
    """Store what the audit lets pass."""
    store = reading.store
    for name, (one, retired) in reading.parsed.contents.suppressions.items():
        what = reading.fate(f"suppressions {name}")
        own = reading.mine.suppressions.get(name)
        if what is Fate.CONFLICT and own is not None and own[0].shipped:
            what = Fate.TAKE
        if what is Fate.CONFLICT:
            reading.tell(layout.SUPPRESSIONS, f"{name} {_BOTH}")
        if what is not Fate.TAKE:
            continue
        mapped = _mapped(reading, one)
        with store.database.atomic():
            store.suppressions.put_back(mapped, retired=retired)
    with store.database.atomic():
        for name in reading.gone("suppressions"):
            store.suppressions.drop(*name.split(" ", 1))


def _mapped(reading: ReadingIn, one: Suppression) -> Suppression:
    subject = reading.claim_id(one.subject) if "#" in one.subject else one.subject
    return replace(one, subject=subject, works=tuple(map(reading.key, one.works)))


def read_documents(reading: ReadingIn) -> None:
    """Store evidence tables and syntheses."""
    store = reading.store
    with store.database.atomic():
        for name, document in reading.parsed.contents.documents.items():
            what = reading.fate(f"documents {name}")
            own = reading.mine.documents.get(name)
            if what is Fate.CONFLICT and own is not None and own.shipped:
                what = Fate.TAKE
            if what is Fate.TAKE:
                store.documents.put(document)
            elif what is Fate.CONFLICT:
                file = layout.document_file(document.kind, document.name)
                reading.tell(file, f"the text {_BOTH}")
    gone = reading.gone("documents")
    if gone:
        reading.tell("", f"these documents are no longer there; they stay here: {kept(gone)}")


def read_codings(reading: ReadingIn) -> None:
    """Store what second readers entered."""
    store = reading.store
    # Thousands of lines name the same few hypotheses and, one after another, the same claims.
    claim_there = cache(store.claims.id_of)
    slug_of = cache(lambda given: store.questions.hypothesis(given).slug)

    def put(one: Coding) -> None:
        _check(one)
        claim_there(one.claim)
        store.codings.put([replace(one, hypothesis=slug_of(one.hypothesis))])

    # Thousands of lines: one transaction, in which each line that cannot be stored is undone alone.
    with store.database.atomic():
        for name, coding in reading.parsed.contents.codings.items():
            what = reading.fate(f"codings {name}")
            one = replace(coding, claim=reading.claim_id(coding.claim))
            if what is Fate.TAKE:
                reading.put(layout.CODINGS, f"codings {name}", partial(put, one))
            elif what is Fate.CONFLICT:
                reading.tell(layout.CODINGS, f"{name} {_BOTH}")
    for name in reading.gone("codings"):
        with store.database.atomic():
            store.codings.drop(reading.mine.codings[name])


_CODED = {
    "stance": (*Stance, NO_BEARING),
    "directness": ("", *Directness),
    "design": ("", *Design),
}
"""What second readers may enter, by field."""


def _check(one: Coding) -> None:
    for what, words in _CODED.items():
        value = getattr(one, what)
        if value not in words:
            raise InputError(
                f"{value!r} is not a {what}; there are {', '.join(filter(None, words))}"
            )


def read_decisions(reading: ReadingIn) -> None:
    """Store what was decided of proposed links."""
    store = reading.store

    def put(entry: DecisionEntry) -> None:
        if entry.question:
            store.questions.get(entry.question)
        slug = store.questions.hypothesis(entry.hypothesis).slug if entry.hypothesis else None
        work_id = store.works.id_of(reading.key(entry.work))
        passage = bytes.fromhex(entry.passage)
        question = entry.question or None
        store.decisions.put_back(
            Decision(work_id, question, slug, passage, entry.accepted, entry.at)
        )

    for name, entry in reading.parsed.contents.decisions.items():
        # Of two decisions on one link neither counts for more: the one made here stays.
        if reading.fate(f"decisions {name}") is Fate.TAKE:
            reading.put(layout.DECISIONS, f"decisions {name}", partial(put, entry))


def read_shipped(reading: ReadingIn) -> None:
    """Remember what the shipped corpus said of works, so that a later ``init`` keeps edits."""
    store = reading.store
    with store.database.atomic():
        for key, source, entry, text in reading.parsed.contents.shipped:
            try:
                said = json.loads(text)
            except ValueError:
                continue
            texts = isinstance(said, dict) and all(isinstance(v, str) for v in said.values())
            if texts and store.works.has(key):
                store.provenance.record_source(store.works.id_of(key), source, entry, said)
