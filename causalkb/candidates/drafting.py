"""Drafts of claims by a language model, each with a quote that is looked up in the work's text.

What a model answers is untrusted: an answer without a draft, and a draft whose quote is not in the
text word for word, are dropped and counted. A draft waits like any other proposal.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from causalkb.candidates.choose import in_text
from causalkb.candidates.near import Nearest
from causalkb.candidates.proposed import checked, stands_in
from causalkb.candidates.texts import marked, of_abstract, of_sections
from causalkb.errors import InputError
from causalkb.ingest.documents import sections_of
from causalkb.language_models.letters import without_thoughts
from causalkb.records import Work
from causalkb.store.candidates import CandidateState
from causalkb.store.store import Store
from causalkb.text import clean_line
from causalkb.vocabulary import Design, Rung, Stance

_SENTENCES = 40
"""Sentences of a full text that a model is shown, those that are likeliest to state a result."""
_LONGEST = 12_000
"""Characters of an abstract that a model is shown."""
_HYPOTHESES = 8
_MOST = 20
"""Drafts that are read out of one answer."""
_FIELDS = (
    *("quote", "sentence", "design", "population", "rung", "n"),
    *("hypothesis", "side", "because"),
)
_ASK = """\
You read a scientific work for a knowledge base of claims. State what the work itself found or
argues, not what others did, in at most five claims.

Answer with a JSON array and nothing else. Each element has
"quote": one sentence of the text below, copied word for word;
"sentence": what it claims, in plain words of your own, never stronger than the quote;
"design": one of {designs};
"rung": one of {rungs};
"population": whom or what was studied, or "";
"n": the sample size as a number, or null;
"hypothesis": one of the names below if it bears on one, or "";
"side": one of {sides}, or "";
"because": in one line, why it takes that side, or "".

{hypotheses}
Title: {title}

Text:
{text}
"""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a model is shown of a work: the prompt, and the sentences with their places."""

    prompt: str
    places: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Drafts:
    """What was read out of an answer.

    ``not_there`` counts drafts whose quote is not in the text, ``unreadable`` answers without a
    draft; an answer without any JSON counts as one.
    """

    good: tuple[CandidateState, ...] = ()
    not_there: int = 0
    unreadable: int = 0


def show(store: Store, work: Work, work_id: int, nearest: Nearest) -> Shown | None:
    """Return what a model is shown of a work; ``None`` where there is no text of it."""
    marks = list(marked(store.annotations.of_works([work_id]).get(work_id, ())))
    abstract = of_abstract((work.abstract or "")[:_LONGEST])
    body = [one for part in of_sections(sections_of(store, work_id)) for one in part]
    best = set(sorted(range(len(body)), key=lambda n: -in_text(body[n]).score)[:_SENTENCES])
    chosen = [*marks, *abstract, *(one for n, one in enumerate(body) if n in best)]
    if not chosen:
        return None
    text = "\n".join(dict.fromkeys(one.quote for one in chosen))
    near = nearest.of([work.abstract or work.title], [work.title], [work_id])[0][:_HYPOTHESES]
    known = {h.slug: h.statement for h in store.questions.hypotheses()}
    lines = "".join(f"{one.slug}: {known.get(one.slug, '')}\n" for one in near)
    prompt = _ASK.format(
        designs=", ".join(Design),
        rungs=", ".join(Rung),
        sides=", ".join(Stance),
        hypotheses=f"Hypotheses:\n{lines}" if lines else "There are no hypotheses.\n",
        title=work.title,
        text=text,
    )
    return Shown(prompt, [(one.quote, one.locator) for one in chosen])


def read(store: Store, work: Work, work_id: int, shown: Shown, answer: str, by: str) -> Drafts:
    """Return the drafts of an answer, each quote looked up in the text of the work."""
    items = _items(without_thoughts(answer))
    if items is None:
        return Drafts(unreadable=1)
    slugs = {h.slug for h in store.questions.hypotheses()}
    good: dict[str, CandidateState] = {}
    not_there = unreadable = 0
    for item in items[:_MOST]:
        quote = clean_line(item["quote"]) if isinstance(item, dict) and _has_quote(item) else ""
        if not quote:
            unreadable += 1
        elif not stands_in(quote, store, work_id):
            not_there += 1
        else:
            try:
                given = _usable(item, slugs) | {"work": work.key, "locator": _place(shown, quote)}
                _, state = checked(store, given, by)
            except InputError:
                unreadable += 1
                continue
            good.setdefault(state.quote, state)
    return Drafts(tuple(good.values()), not_there, unreadable)


def _has_quote(item: Mapping[str, Any]) -> bool:
    # A quote of a word or two stands in any text.
    return isinstance(item.get("quote"), str) and len(item["quote"].split()) >= 4


def _usable(item: Mapping[str, Any], slugs: set[str]) -> dict[str, Any]:
    """The fields that can be read; a field with an unknown word costs no draft."""
    found: dict[str, Any] = {}
    words: dict[str, set[str]] = {
        "design": set(Design),
        "rung": set(Rung),
        "side": set(Stance),
        "hypothesis": slugs,
    }
    for name in _FIELDS:
        value = item.get(name)
        if isinstance(value, str):
            if name in words and value not in words[name]:
                continue
            if name != "n":
                found[name] = value
        elif name == "n" and isinstance(value, int) and not isinstance(value, bool) and value > 0:
            found[name] = value
    return found


def _place(shown: Shown, quote: str) -> str:
    return next((place for text, place in shown.places if quote in text), "")


def _items(text: str) -> list[Any] | None:
    """Return the JSON objects of an answer, whatever stands around them."""
    decoder = json.JSONDecoder()
    for start in islice(re.finditer(r"[\[{]", text[:200_000]), 200):
        try:
            found, _ = decoder.raw_decode(text, start.start())
        except (ValueError, RecursionError):
            continue
        if isinstance(found, dict):
            inner = next((v for v in found.values() if isinstance(v, list)), None)
            return [found] if "quote" in found or inner is None else inner
        if isinstance(found, list) and (not found or isinstance(found[0], dict)):
            return found
    return None
