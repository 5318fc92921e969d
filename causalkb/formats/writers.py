"""Works → exchange formats, one module each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from causalkb.errors import InputError
from causalkb.records import Claim, Filters, Hypothesis, Question, Work
from causalkb.store.store import Store


class Exported(NamedTuple):
    """Works as text in an exchange format, and how many there are."""

    text: str
    works: int


FORMATS = ("bibtex", "csl", "jsonl", "csv", "jsonld")


def export(
    store: Store, format: str, filters: Filters, keys: Mapping[str, str] | None = None
) -> Exported:
    """Return the works that pass as text in one of ``FORMATS``, by key, and how many they are.

    ``keys`` are other keys to write works under, by those here; claims keep their ids.

    Raises:
        InputError: There is no such format.
    """
    from causalkb.formats import jsonl, jsonld, tabular
    from causalkb.formats.bibtex import writer as bibtex
    from causalkb.formats.csl import writer as csl

    ids = store.selection.works(filters)
    works = {w.key: (i, w) for i, w in store.works.many(ids).items()}
    ordered = [works[key] for key in sorted(works)]
    if keys is not None:
        ordered = [(i, replace(work, key=keys.get(work.key, work.key))) for i, work in ordered]
    plain = [work for _, work in ordered]
    if format == "jsonl":
        claims = store.claims.of_works(ids)
        notes = {i: store.works.note(store.works.key_of(i)) for i, _ in ordered}
        text = jsonl.format_works((w, claims[i], notes[i]) for i, w in ordered)
    elif format == "jsonld":
        claims = store.claims.of_works(ids)
        text = jsonld.format_document(
            [(work, claims[i]) for i, work in ordered], *_asked(store, claims.values(), plain)
        )
    elif format in ("bibtex", "csl", "csv"):
        module = {"bibtex": bibtex, "csl": csl, "csv": tabular}[format]
        text = module.format_works(plain)
    else:
        raise InputError(f"{format!r} is not an export format; there are {', '.join(FORMATS)}")
    return Exported(text, len(plain))


def _asked(
    store: Store, claims: Iterable[Sequence[Claim]], works: Iterable[Work]
) -> tuple[list[Hypothesis], list[Question]]:
    """The hypotheses that claims take a stance on, and the questions that these or works name."""
    meant = {slug for group in claims for claim in group for slug in claim.stances}
    hypotheses = [h for h in store.questions.hypotheses(retired=True) if h.slug in meant]
    named = {h.question for h in hypotheses} | {slug for work in works for slug in work.questions}
    return hypotheses, [q for q in store.questions.all(retired=True) if q.slug in named]
