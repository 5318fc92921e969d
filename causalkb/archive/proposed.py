"""Decisions on proposed links, and candidates for claims: from and to text files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Any

from causalkb.archive import layout
from causalkb.archive.contents import CandidateEntry, DecisionEntry
from causalkb.archive.merging import Fate
from causalkb.errors import InputError
from causalkb.formats.yaml_text import dump, load
from causalkb.store.candidates import CandidateState
from causalkb.store.store import Store
from causalkb.text import clean
from causalkb.vocabulary import Design, Rung, Sign, Wording

if TYPE_CHECKING:
    from causalkb.archive.reading_in import ReadingIn

_HASH = re.compile(r"(?:[0-9a-f]{2}){1,64}")
_STATES = ("waiting", "accepted", "skipped", "never")
_TEXTS = ("work", "quote", "state", "locator", "by", "at")
_WORDS: dict[str, type[StrEnum]] = {"design": Design, "rung": Rung, "wording": Wording}


def candidates_in(store: Store) -> dict[str, CandidateEntry]:
    """Return all candidates by work and quote."""
    found = [CandidateEntry(key, state) for key, state in store.candidates.all()]
    found.sort(key=lambda one: (one.work, one.state.quote))
    return {name_of(one): one for one in found}


def name_of(one: CandidateEntry) -> str:
    """Return what tells a candidate from all others."""
    return f"{one.work} {one.state.quote}"


def candidates_text(entries: Iterable[CandidateEntry]) -> str:
    """Return candidates as YAML."""
    items = []
    for one in entries:
        said = {
            "work": one.work,
            "quote": one.state.quote,
            "state": one.state.state,
            "locator": one.state.locator,
            "by": one.state.by,
            "at": one.state.at,
            "draft": {name: _said(value) for name, value in one.state.draft.items()},
        }
        items.append({name: value for name, value in said.items() if value})
    return dump(items)


def _said(value: Any) -> Any:
    return str(value) if isinstance(value, int) else value


def _entries(text: str, place: str, kind: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the entries of a file, each with the words that say where it stands."""
    entries = load(text, place) or []
    if not isinstance(entries, list):
        raise InputError(f"{place} must be a list of {kind}s")
    for n, said in enumerate(entries, 1):
        where = f"{place}: {kind} {n}"
        if not isinstance(said, dict):
            raise InputError(f"{where} must be 'name: value' pairs")
        yield where, said


def read_candidates_file(text: str, place: str) -> dict[str, CandidateEntry]:
    """Return the candidates of a file.

    Raises:
        InputError: An entry is none; the message says which.
    """
    found = {}
    for where, said in _entries(text, place, "candidate"):
        draft = said.pop("draft", {})
        if not all(isinstance(v, str) for v in said.values()):
            raise InputError(f"{where} must be 'name: value' pairs")
        one = {name: clean(said.get(name, "")) for name in _TEXTS}
        if not one["work"] or not one["quote"] or one["state"] not in _STATES:
            raise InputError(f"{where} needs a work, a quote and a state: {', '.join(_STATES)}")
        state = CandidateState(
            " ".join(one["quote"].split()),
            one["state"],
            one["locator"],
            _draft(draft, where),
            one["by"],
            one["at"],
        )
        entry = CandidateEntry(one["work"], state)
        found[name_of(entry)] = entry
    return found


def _draft(said: Any, where: str) -> dict[str, Any]:
    """Return a draft, every field of its kind."""
    if not isinstance(said, dict):
        raise InputError(f"{where}: 'draft' must be 'name: value' pairs")
    found: dict[str, Any] = {}
    for name, value in said.items():
        if name == "effects":
            good = isinstance(value, list) and all(_is_effect(one) for one in value)
        else:
            good = isinstance(value, str) and (name != "n" or value.isdecimal())
            good = good and (name not in _WORDS or value in list(_WORDS[name]))
        if not good:
            raise InputError(f"{where}: {name!r} of its draft cannot be read")
        found[str(name)] = int(value[:12]) if name == "n" else value
    return found


def _is_effect(one: Any) -> bool:
    names = {"cause", "effect", "sign"}
    texts = isinstance(one, dict) and all(isinstance(v, str) for v in one.values())
    return texts and set(one) == names and one["sign"] in list(Sign)


def read_candidates(reading: ReadingIn) -> None:
    """Store candidates; of two decisions on one sentence the one made here stays."""
    store = reading.store

    def put(entry: CandidateEntry) -> None:
        store.candidates.decide(store.works.id_of(reading.key(entry.work)), entry.state)

    for name, entry in reading.parsed.contents.candidates.items():
        if reading.fate(f"candidates {name}") is Fate.TAKE:
            reading.put(layout.CANDIDATES, f"candidates {name}", partial(put, entry))


def read_decisions_file(text: str, place: str) -> dict[str, DecisionEntry]:
    """Return the decisions of a file.

    Raises:
        InputError: An entry is none; the message says which.
    """
    found = {}
    for where, said in _entries(text, place, "decision"):
        if not all(isinstance(v, str) for v in said.values()):
            raise InputError(f"{where} must be 'name: value' pairs")
        question, hypothesis = said.get("question", ""), said.get("hypothesis", "")
        if not said.get("work") or bool(question) == bool(hypothesis):
            raise InputError(f"{where} needs a work, and a question or a hypothesis")
        if said.get("decision") not in ("accepted", "rejected"):
            raise InputError(f"{where} must be accepted or rejected")
        passage = said.get("passage", "")
        if not _HASH.fullmatch(passage):
            raise InputError(f"{where}: 'passage' is not a hash")
        accepted = said["decision"] == "accepted"
        at = said.get("at", "")
        one = DecisionEntry(said["work"], question, hypothesis, passage, accepted, at)
        found[f"{one.work} {question}{hypothesis} {passage if hypothesis else ''}"] = one
    return found
