"""What programs propose: JSON Lines with a quote each, which must stand in the work's text."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from causalkb.errors import InputError
from causalkb.ingest.quotes import own_text
from causalkb.records import Candidate, Effect, NearHypothesis
from causalkb.store.candidates import CandidateState
from causalkb.store.store import Store
from causalkb.text import clean_line
from causalkb.vocabulary import Design, Rung, Sign, Wording

LONGEST = 2_000
"""Characters of a quote."""
_WORDS: Mapping[str, type[Any]] = {"design": Design, "rung": Rung, "wording": Wording}
_TEXTS = ("population", "paradigm", "sentence", "because", "side", "hypothesis")
_REFUSED = ("stance", "stances", "accept", "accepted", "state")


def read_lines(text: str) -> Iterable[tuple[int, Mapping[str, Any] | InputError]]:
    """Yield the objects of JSON Lines with their line numbers, or what is wrong with a line."""
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            found = json.loads(line)
        except (ValueError, RecursionError):
            yield number, InputError("not JSON")
            continue
        if isinstance(found, dict):
            yield number, found
        else:
            yield number, InputError("not a JSON object with 'work' and 'quote'")


def checked(store: Store, given: Mapping[str, Any], by: str) -> tuple[int, CandidateState]:
    """Return the work and the state that a proposal makes; its quote was found word for word.

    Raises:
        InputError: A field is missing, is not of its kind, or the quote is not in the stored text.
        UnknownError: There is no such work.
    """
    for name in _REFUSED:
        if name in given:
            raise InputError(f"{name!r} is for a person to say; leave it out")
    quote = clean_line(_text(given, "quote"))
    key = _text(given, "work")
    if not key or not quote:
        raise InputError("a proposal needs 'work' and 'quote'")
    if len(quote) > LONGEST:
        raise InputError(f"the quote is longer than {LONGEST:,} characters")
    work_id = store.works.id_of(store.works.known_as(key))
    if not stands_in(quote, store, work_id):
        raise InputError(f"the quote {quote[:60]!r} is not in the stored text of {key}")
    draft: dict[str, Any] = {
        name: value for name in _TEXTS if (value := clean_line(_text(given, name)))
    }
    draft |= {name: str(_word(given, name)) for name in _WORDS if given.get(name)}
    if given.get("n") is not None:
        if not isinstance(given["n"], int) or isinstance(given["n"], bool) or given["n"] < 1:
            raise InputError("'n' is not a number above zero")
        draft["n"] = given["n"]
    if given.get("effects"):
        draft["effects"] = [_effect(one) for one in _list(given, "effects")]
    who = clean_line(_text(given, "by")) or by
    return work_id, CandidateState(quote, "waiting", _text(given, "locator"), draft, who)


def stands_in(quote: str, store: Store, work_id: int) -> bool:
    """Whether a quote stands word for word in a work's abstract, full text or marked passages."""
    marks = store.annotations.of_works([work_id]).get(work_id, ())
    text = "\n".join([own_text(store, work_id), *(one.quote for one in marks)])
    return " ".join(quote.split()) in " ".join(text.split())


def with_draft(one: Candidate, state: CandidateState) -> Candidate:
    """Return a candidate with the fields that a program proposed in place of the guesses."""
    draft = state.draft
    given: dict[str, Any] = {
        name: kind(draft[name]) for name, kind in _WORDS.items() if name in draft
    }
    given |= {name: draft[name] for name in ("population", "paradigm", "n") if name in draft}
    if "effects" in draft:
        given["effects"] = tuple(
            Effect(e["cause"], e["effect"], Sign(e["sign"])) for e in draft["effects"]
        )
    if "hypothesis" in draft:
        given["hypotheses"] = (NearHypothesis(draft["hypothesis"], 1.0), *one.hypotheses)
    cue = f"proposed by {state.by or 'a program'}"
    said = [str(draft[name]) for name in ("sentence", "side", "because") if name in draft]
    cue += f", which says: {'; '.join(said)}" if said else ""
    return replace(one, **given, by=state.by, cues=(cue, *one.cues))


def _text(given: Mapping[str, Any], name: str) -> str:
    value = given.get(name, "")
    if value is not None and not isinstance(value, str):
        raise InputError(f"{name!r} is not a text")
    return (value or "").strip()


def _word(given: Mapping[str, Any], name: str) -> str:
    try:
        return str(_WORDS[name](_text(given, name)).value)
    except ValueError:
        allowed = ", ".join(str(one.value) for one in _WORDS[name])
        raise InputError(f"{given[name]!r} is not a {name}; there are {allowed}") from None


def _list(given: Mapping[str, Any], name: str) -> list[Any]:
    if not isinstance(given[name], list):
        raise InputError(f"{name!r} is not a list")
    return list(given[name])


def _effect(one: Any) -> dict[str, str]:
    if not isinstance(one, dict) or not (_text(one, "cause") and _text(one, "effect")):
        raise InputError("an effect has a 'cause' and an 'effect'")
    sign = _text(one, "sign") or Sign.UNKNOWN.value
    if sign not in list(Sign):
        raise InputError(f"{sign!r} is not the sign of an effect; allowed: {', '.join(Sign)}")
    return {"cause": _text(one, "cause"), "effect": _text(one, "effect"), "sign": sign}
