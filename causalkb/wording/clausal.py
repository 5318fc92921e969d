"""Causes that are clauses: "sales fell because prices rose", "so nobody came", "if we tax, …".

A connective counts where it joins what happens to what brings it about; not where it gives the
reason of a method or draws a conclusion of the writer's ("therefore we use", "so the claim holds"),
and "since" and "so" not where they are words of time or degree.
"""

from __future__ import annotations

from collections.abc import Sequence

from causalkb.wording import classes as c
from causalkb.wording import lexicon
from causalkb.wording.found import NAMES, SUGGESTS, Hit, Kind
from causalkb.wording.neighbours import adjective, adverb, subject
from causalkb.wording.tokens import HARD, words
from causalkb.wording.verb_forms import is_past
from causalkb.wording.verb_place import FORMS

_PRONOUNS = words("it they he she we i you there nobody this that these those everyone people")
_TIMES = words("""
    then january february march april may june july august september october november december
    monday tuesday wednesday thursday friday saturday sunday yesterday childhood birth dawn noon
    midnight
    """)
_SO_NOT = words("""
    far that as to long much many on forth called what be do did does too is are was were if few
    little and good bad well often
    """)
_WRITER = words("we i results findings data conclusions estimates")
_INFERS = words("""
    should must ought conclude concluded recommend recommended suggest suggests suggested propose
    believe assume assumed conducted performed used use chose chosen excluded included considered
    significant notable interesting surprising remarkable relevant novel unusual
    unlikely
    consider compare compared necessary needed warranted recommended important reasonable
    """)
_STUDY = words("data study studies trial trials findings results analysis analyses our sample")
_IFS = words("will 'll won't would could might may")
_WERE_OFFERED = words("existed available offered asked invited permitted")
_BIDS = words("""
    ban give take tax build pay let put close open spend print ask tell add teach plant buy sell
    hire scrap offer charge subsidise legalise privatise nationalise fund free vote
    """)
"""Verbs, beside those of effect, that bid one do what a forecast supposes: "tax it and …"."""
_SELDOM_NOUNS = words("cut lower stop boost slow block halt double")
_WILL = words("will 'll won't")
_CONCLUDES = words("therefore thus hence consequently accordingly")
_THUS_NOT = words("far leading contributing enabling")
_SPEAKS = words("works worked work")
_ARE = words("are were have aren't weren't")
_STATES = words("is are isn't aren't seem seems appear appears cannot need needs means that")
_STATED = 6
_DENIALS = words("not no never cannot nor neither") | {w for w in c.AUXILIARY if w.endswith("n't")}
_JOINS = words("and but or so yet")
_ENDS = HARD | words(", ) because by when if for only best better well and too")
SENTENCE_REACH = 100
"""Tokens in which a sentence, or a part of it between semicolons, is looked for."""
CLAUSE_REACH = 24
"""Tokens of a clause that are looked at."""


def read_connective(words: Sequence[str], at: int) -> Hit | None:
    """Read a connective of reason or result, a conditional of policy, or "it works".

    Args:
        words: The sentence.
        at: Where the connective may be.
    """
    reader = _READERS.get(words[at])
    return reader(words, at) if reader else None


def _word(words: Sequence[str], at: int) -> str:
    return words[at] if at < len(words) else ""


def _hit(at: int, end: int, why: str, strength: float = NAMES) -> Hit:
    return Hit(at, end, Kind.CAUSAL, why, strength)


def _writes(words: Sequence[str], start: int, end: int) -> bool:
    """Whether a clause says what the writers do or conclude."""
    clause = words[start:end]
    return not (_WRITER.isdisjoint(clause[:3]) and _INFERS.isdisjoint(clause))


def _reasons(words: Sequence[str], start: int, end: int) -> bool:
    """Whether the reason that a clause begins is one of a method or of an inference."""
    return not _INFERS.isdisjoint(words[start:end])


def _concluded(words: Sequence[str], start: int, end: int) -> bool:
    """Whether a result is what follows for a reader, not what happened: "so it seems"."""
    return not _STATES.isdisjoint(words[start : min(end, start + _STATED)])


def _clause_end(words: Sequence[str], at: int) -> int:
    end = at
    while end < min(len(words), at + CLAUSE_REACH) and words[end] not in HARD:
        if words[end] == "," and end > at:
            break
        end += 1
    return end


def _clause_start(words: Sequence[str], at: int) -> int:
    start, least = at, max(0, at - SENTENCE_REACH)
    while start > least and words[start - 1] not in HARD:
        start -= 1
    # "But if we tax": what joins a sentence to the one before is no part of its clause.
    return start + (start < at and words[start] in _JOINS)


def _because(words: Sequence[str], at: int) -> Hit | None:
    if at + 1 >= len(words) or words[at + 1] == "of":
        return None
    start = _clause_start(words, at)
    if at == start:
        comma = _clause_end(words, at)
        written = comma >= len(words) or _reasons(words, comma + 1, len(words))
        written = written or _writes(words, comma + 1, comma + 4)
    else:
        written = _reasons(words, start, at)
    written = written or not _STUDY.isdisjoint(words[at + 1 : at + 4])
    return None if written else _hit(at, at + 1, "gives the reason")


def _finite(words: Sequence[str], start: int, end: int) -> bool:
    """Whether tokens hold a finite verb, as far as a list and endings tell."""
    for n in range(start, end):
        word = words[n]
        if word in c.AUXILIARY or (is_past(word) and words[n - 1] not in c.DETERMINERS):
            return True
        if n > start and word in FORMS and FORMS[word][1] == "third":
            return True
        if n > start and word.endswith("s") and _word(words, n + 1) in c.DETERMINERS:
            return True
        if n > start and words[n - 1] in {"it", "they", "he", "she", "we"} and not adverb(word):
            return True
    return False


def _since(words: Sequence[str], at: int) -> Hit | None:
    after = _word(words, at + 1)
    if not after or after[0].isdigit() or after in _TIMES or after.endswith("ing"):
        return None
    if at and words[at - 1] in c.HAVE:
        # "They have since learned": a time.
        return None
    if words[at - 1 : at] in (("ever",), ("long",), ("and",), ("years",), ("time",)):
        return None
    end = _clause_end(words, at + 1)
    if not _finite(words, at + 1, end):
        return None
    start = _clause_start(words, at)
    if at == start and words[end : end + 1] != (",",):
        return None
    main = words[end:] if at == start else words[start:at]
    perfect = any(
        word in c.HAVE and _participle(main[n + 1 : n + 4]) for n, word in enumerate(main)
    )
    if perfect or (at != start and not _DENIALS.isdisjoint(main)):
        # "It is not due to memory alone, since it lasts" gives grounds for a judgement.
        return None
    main_start = end + 1 if at == start else start
    if _reasons(words, main_start, main_start + len(main)):
        return None
    return _hit(at, at + 1, "gives the reason")


def _participle(after: Sequence[str]) -> bool:
    return any(is_past(word) or word in {"been", "gone", "done", "seen"} for word in after)


def _so(words: Sequence[str], at: int) -> Hit | None:
    after = _word(words, at + 1)
    previous = words[at - 1] if at else ""
    opens = previous in {",", ";", "and", ":"} or (not at)
    if not opens or not after or after in _SO_NOT or after == ",":
        return None
    if adjective(after) or (adverb(after) and "that" in words[at : at + 6]):
        return None
    end = _clause_end(words, at + 1)
    if _writes(words, at + 1, end) or not _clausal(words, at + 1, end):
        return None
    if _concluded(words, at + 1, end):
        return None
    return _hit(at, at + 1, "gives the result")


def _clausal(words: Sequence[str], start: int, end: int) -> bool:
    """Whether a clause of at least a subject and a verb follows."""
    return end - start >= 2 and (_finite(words, start, end) or end - start >= 3)


def _therefore(words: Sequence[str], at: int) -> Hit | None:
    after = _word(words, at + 1)
    first = at == 0
    previous = words[at - 1] if at else ""
    if after in _THUS_NOT or not after or (first and words[at] != "consequently"):
        return None
    start = at + 1 + (after == ",")
    end = _clause_end(words, start)
    if _writes(words, start, end) or _writes(words, _clause_start(words, at), at):
        return None
    if _concluded(words, start, end):
        return None
    if (words[at] != "hence" and not _finite(words, start, end)) or after.endswith("ing"):
        return None
    joins = first or previous in {",", ";", "and", ":"}
    return _hit(at, at + 1, "gives the result") if joins else None


def _if(words: Sequence[str], at: int) -> Hit | None:
    comma = _clause_end(words, at + 1)
    if not _WERE_OFFERED.isdisjoint(words[at + 1 : comma]):
        # "would take the test if it were offered": what they say they would do.
        return None
    if words[at - 1 : at] in (("even",), ("as",), ("what",), ("ask",), ("see",), ("only",)):
        return None
    if at == _clause_start(words, at):
        main = range(comma, _clause_end(words, comma + 1))
    else:
        main = range(_clause_start(words, at), at)
    modal = next((words[n] for n in main if n < len(words) and words[n] in _IFS), "")
    if not modal:
        return None
    if main and _reasons(words, main.start, main.stop):
        return None
    if modal in c.HEDGE_MODALS:
        why = f"a conditional forecast, weakened by “{modal}”"
        return Hit(at, at + 1, Kind.CONDITIONAL, why, SUGGESTS)
    return _hit(at, at + 1, "a conditional forecast")


def _inverted(words: Sequence[str], at: int) -> Hit | None:
    """Read "should the subsidy end, clinics would close" as "if the subsidy ended"."""
    return None if at else _if(words, at)


def _and(words: Sequence[str], at: int) -> Hit | None:
    start = _clause_start(words, at)
    bid = words[start]
    if at < start + 2 or not (bid in _BIDS or FORMS.get(bid, ("", ""))[1] == "base"):
        return None
    if bid in lexicon.NOUNS - _SELDOM_NOUNS and words[start + 1] not in c.DETERMINERS:
        # "control groups and wards will": nouns.
        return None
    if _WILL.isdisjoint(words[at + 1 : _clause_end(words, at + 1)]) or words[at + 1] in _WRITER:
        return None
    return _hit(at, at + 1, "a conditional forecast")


def _works(words: Sequence[str], at: int) -> Hit | None:
    after = _word(words, at + 1)
    if after not in _ENDS or not at:
        return None
    who = subject(words, at - 1)
    if who in lexicon.PEOPLE or who in _PRONOUNS - {"it"} or words[at] == "work":
        helped = words[at] == "work" and words[at - 1] in c.DO | c.MODALS
        if not helped or who in lexicon.PEOPLE:
            return None
    previous = words[at - 1]
    if "how" in words[max(0, at - 6) : at] or _plural(words, at):
        return None
    if previous in c.DETERMINERS or previous in c.PREPOSITIONS or adjective(previous):
        return None
    if previous in {"and", "or", ",", "'s", "of"} or previous in c.BE:
        return None
    return _hit(at, at + 1, "says that it works")


def _plural(words: Sequence[str], at: int) -> bool:
    """Whether "works" are books: "related works", "works, in two volumes, are"."""
    if words[at - 1].endswith("ed") or words[at - 1] == "other":
        return True
    after = words[at + 1 : at + 3]
    if after[1:2] and after[1] in _ARE and after[0] != "and":
        return True
    close = next((n for n in range(at + 2, min(at + 12, len(words))) if words[n] == ","), 0)
    return after[:1] == (",",) and bool(close) and _word(words, close + 1) in _ARE


_READERS = {
    "and": _and,
    "because": _because,
    "since": _since,
    "so": _so,
    "if": _if,
    "should": _inverted,
    "were": _inverted,
    **dict.fromkeys(_CONCLUDES, _therefore),
    **dict.fromkeys(_SPEAKS, _works),
}
