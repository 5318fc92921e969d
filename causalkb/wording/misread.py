"""Places where the words of a pattern mean something else, or only name a relation."""

from __future__ import annotations

from collections.abc import Sequence

from causalkb.wording import classes as c
from causalkb.wording import lexicon
from causalkb.wording.neighbours import adjective, epistemic, hard_to_say, subject, to_be_known
from causalkb.wording.tokens import words
from causalkb.wording.verb_forms import forms
from causalkb.wording.verb_place import FORMS, QUANTITIES

_ACTS_ON_READERS = frozenset(
    form for verb in ("contribute", "help", "lead", "benefit", "enable") for form in forms(verb)
)
_ATTAINED = frozenset(
    form for verb in ("achieve", "attain", "obtain", "produce", "yield") for form in forms(verb)
)
_OF_RESULTS = words("similar positive negative good better yielded final present test")
_IDENTIFIED = words("identified identifiable estimable estimated computed recovered hard difficult")
_PAST_BE = words("was were been")
_INQUIRE = frozenset(c.CLASSES["inquire"])
_SOCIETIES = words("""
    american british national european canadian australian international chinese japanese german
    medical heart thyroid diabetes trade teachers bar journal society
    """)
"""Words beside which an "association" is a body of people."""
_ASSOCIATION = words("association associations correlation correlations")
_STUDY = words("study studies analysis analyses test tests")
_DOES_NOT = {("does", "not"), ("do", "not")}
_STUDIED = words("studied investigated addressed examined evaluated assessed explored elucidated")
_CAUSE_AND = {("cause", "and"), ("causes", "and"), ("cause", "or"), ("causes", "or")}
_EXPECTED = words("expected anticipated thought previously recommended")
_LEADS = frozenset(forms("lead"))
_LEAVES = frozenset(forms("leave"))
_DEPENDS = frozenset(forms("depend"))
_TURNS = frozenset(forms("turn"))
_CAUSE = words("cause causal causation causality")
_FACTORS = words("factor factors")
_MANY = words("all several many few these those both most some other two three four more no")
_HELPS = frozenset(form for verb in ("help", "enable") for form in forms(verb))
_SIDES = words(
    "sided side hand handed ventricular atrial lung hemisphere eye ear heart over behind"
)
_SHARES = words(
    "% percent per proportion percentage share majority third half quarter cases number"
)
_DIFFERENCES = words("""
    difference differences variance variation variability change changes increase decrease decline
    risk rise fall gap effect effects association excess disparity
    """)
_AGES = words("older younger")
_AGE_UNITS = words("years year months months weeks age")
_FINDS = words("establish identify find determine verify describe")
_ASKED = words("question questions request requests survey query queries this these")
_FORECASTERS = lexicon.PEOPLE | words("association agency government charity bank experts analysts")
_GETS = frozenset(forms("get"))
_ALLOWS = frozenset(forms("allow"))
_INQUIRERS = words("""
    researchers scientists clinicians doctors physicians surgeons users us authors readers engineers
    """) | frozenset(c.CLASSES["inquire"])
_NO_DOUBT = words("no little without beyond")
_SUBJECT_REACH = 8
_TURNS_ON = {(form, "on") for form in forms("turn")}
_IMPOSED = words("imposed forced")
_USEFUL = words("effective efficient useful successful helpful")
_MEASURED_BY = (
    _INQUIRE
    | lexicon.KNOWING
    | lexicon.DIAGNOSTIC
    | words("monitor count map track screen calculate counting mapping tracking measuring")
)
_QUANTITY = words("more less fewer")
_NO_OBJECT_AFTER = words("to than for . , and when if in")
_GIVES = frozenset(forms("give"))
_DISPUTES = words("""
    debate question questions answer argument case issue matter puzzle mystery dispute row quarrel
    """)
_LISTED = words("listed named cited tabulated")
_FORECASTS = words("forecast forecasts")
_EFFECT_NOUNS = words("effect effects impact impacts influence influences")
_BEFORE_ADJECTIVE = c.DETERMINERS | c.PREPOSITIONS | c.CONJUNCTIONS | c.BE | {","}
_NO_EFFECT = words("side size sizes fixed random causal common")


def misread(words: Sequence[str], start: int, end: int, weak: bool) -> bool:
    """Whether a pattern is found where its words mean something else."""
    first, last = words[start], words[end - 1]
    after = words[end] if end < len(words) else ""
    if first in {"results", "result"}:
        # "the results in this trial"; "a positive result from this study"
        return _noun_result(words, start, end)
    if first in c.BE and any(w in lexicon.INQUIRY and w.endswith("ing") for w in words[start:end]):
        # "are investigating the cause of"
        return True
    if first == "should" and not start and "?" not in words:
        # "Should the subsidy end, clinics would close" is a condition.
        return True
    if first == "lead" and start and _metal(words, start):
        return True
    if (
        last in {"of", "for"}
        and first not in _EFFECT_NOUNS
        and words[end - 2] in {"cause", "causes"}
    ):
        return after in {"death", "concern", "action"}
    if first in c.HAVE and words[start + 1] == "been":
        # "attention has been given to the effect of": an auxiliary verb does not assert an effect.
        return True
    if first == "underlying":
        # "mechanisms underlying sleep", but "the underlying mechanisms"
        before = words[start - 1] if start else ""
        return not before or before in _BEFORE_ADJECTIVE or adjective(before)
    if last in c.COMPARATIVES and words[end - 2] == "to" and start < end - 1:
        # "pumps used to lower the level"
        return True
    if words[end - 2 : end] == ("down", "to") and _amount(after):
        return True
    if last in {"of", "for"} and after == "bias":
        # "trials at high risk of bias"
        return True
    if last == "than" and _amount(after):
        return True
    if last in c.COMPARATIVES and after == "than" and _amount("".join(words[end + 1 : end + 2])):
        return True
    if first == "to" and last in _INQUIRE and words[start + 1] in FORMS:
        # "to improve test scores" does not announce a test.
        return end - start == 3
    if first == "to" and last in _INQUIRE:
        # "according to the study"; "the first to establish a link" has established it.
        found = last in _FINDS and "first" in words[max(0, start - 2) : start]
        return found or words[start + 1] in c.DETERMINERS
    if first == "doubt" and not _NO_DOUBT.isdisjoint(words[max(0, start - 2) : start]):
        # "there is no doubt that": it is asserted.
        return True
    if words[end - 2] == "it" and hard_to_say(words, end - 2):
        return True
    if first in c.DO and words[start + 1] == "not" and last in c.COMPARATIVES:
        # "do not mean less": an auxiliary verb, not "do less".
        return True
    if first in _ASSOCIATION and not _CAUSE.isdisjoint(words[end : end + 4]):
        # "confuses a correlation with causation"
        return True
    if first in _ASSOCIATION and (after in _STUDY or words[end : end + 2] in _DOES_NOT):
        # "association studies"; "correlation does not imply causation"
        return True
    if first == "association" and not _SOCIETIES.isdisjoint(words[max(0, start - 4) : start]):
        return True
    if first == "effective" and words[start - 1 : start] in (("for",), ("of",)):
        # "the need for effective drugs" names them and does not say that any of them works.
        return True
    if first in _TURNS and last == "into" and not _CAUSE.isdisjoint(words[end : end + 3]):
        # "turned a correlation into a causal claim" is about words.
        return True
    if first in _DEPENDS and words[max(0, start - 1)] == "it" and "whether" in words[end:]:
        # "It depends on the case whether ..."
        return True
    if first == "leads" and words[max(0, start - 1)] in _MANY:
        # "several leads to the author": clues.
        return True
    if first in _LEADS and "from" in words[start + 1 : start + 3]:
        # "leads from one problem to the next" is a way, not an effect.
        return True
    if last in _FACTORS and not lexicon.INQUIRY.isdisjoint(words[max(0, start - 3) : start]):
        # "recover the causal factors" is about a method.
        return True
    if first.startswith("account"):
        # "accounts for a third of the cases" gives a share.
        if words[start - 1] in c.HEDGE_MODALS:
            return False
        of_what = words[end - 1 : end + 6]
        return not _SHARES.isdisjoint(of_what) and _DIFFERENCES.isdisjoint(of_what)
    if words[start:end] == ("in", "response", "to"):
        return not _ASKED.isdisjoint(words[end : end + 4])
    if first in _GETS and last == "to":
        # "get directed to", "getting asthma after exposure to"
        between = words[start + 1 : end - 1]
        return not c.PREPOSITIONS.isdisjoint(between) or "".join(between).endswith("ed")
    if first in _HELPS | _ALLOWS and to_be_known(words, start):
        return True
    if first in _ALLOWS and last != "from":
        # "they allow the unrest to go on"; "the test allows doctors to find"
        who = subject(words, start - 1)
        return who in lexicon.PEOPLE or not _INQUIRERS.isdisjoint(words[start:end])
    if first in _IMPOSED and words[start + 1] in {"on", "upon"}:
        # "a duty imposed on wine" is a duty.
        return True
    if first in _USEFUL and _at_measuring(words, end):
        # "an effective way to monitor the blood"
        return True
    if last in _QUANTITY and end - start == 2 and after in _NO_OBJECT_AFTER:
        # "gave more to charity" compares.
        return first in _GIVES
    if words[start : start + 2] in _TURNS_ON or (last == "why" and first in c.BE):
        # "the debate turns on a word"; "the question is why it fell"
        return not _DISPUTES.isdisjoint(words[max(0, start - _SUBJECT_REACH) : start])
    if first == "left" and words[start + 1] in _SIDES:
        return True
    if first in _HELPS and not lexicon.KNOWING.isdisjoint(words[end - 1 : end + 2]):
        # "may help clinicians determine who is at risk" is about knowledge.
        return True
    if last in c.COMPARATIVES | {"."} and _aged(words, start, end):
        return True
    if first.startswith("predict") and after == "that" and _forecast(words, start):
        # "the charity predicts that demand will rise" is a forecast by someone.
        return True
    if first.startswith("track") and subject(words, start - 1) in lexicon.PEOPLE:
        # "the researchers tracked the health of" is what the study did.
        return True
    if first in _LEAVES and last == "open":
        # "data that leave the question open"
        return True
    if first == "works" and start and _counted(words[start - 1]):
        # "16 works of independent groups" are papers.
        return True
    if first in _FORECASTS:
        return start > 0 and (words[start - 1] in c.DETERMINERS or adjective(words[start - 1]))
    if first in _EFFECT_NOUNS or last in _EFFECT_NOUNS:
        return _topic(words, start, end)
    if first in _ATTAINED and subject(words, start - 1) in lexicon.PEOPLE:
        # "patients achieved control" is what became of them, not what a cause did.
        return True
    if weak or first in _ACTS_ON_READERS:
        return epistemic(words, start, end)
    return False


def _at_measuring(words: Sequence[str], at: int) -> bool:
    """Whether what something is useful for is to find out: "a useful way to count cells"."""
    for n in range(at - 1, min(at + 3, len(words) - 1)):
        if words[n] in {"to", "for", "in", "at", "of"}:
            return words[n + 1] in _MEASURED_BY
    return False


def _metal(words: Sequence[str], at: int) -> bool:
    """Whether "lead" is a noun: "exposure to lead appears to", but not "was found to lead to"."""
    if words[at - 1] == "to":
        return words[at - 2] not in c.ASSERTING_TO and words[at + 1] != "to"
    return words[at - 1] in c.PREPOSITIONS


def _forecast(words: Sequence[str], start: int) -> bool:
    """Whether someone forecasts, not a model or a measure: "the charity predicts that"."""
    return subject(words, start - 1) in _FORECASTERS


def _aged(words: Sequence[str], start: int, end: int) -> bool:
    """Whether "older" or "younger" ends an age: "men aged 60 years and older"."""
    at = start if words[start] in _AGES else end - 1
    if words[at] not in _AGES or at < 2 or words[at - 1] not in {"and", "or"}:
        return False
    return words[at - 2] in _AGE_UNITS or words[at - 2][0].isdigit()


def _counted(word: str) -> bool:
    """Whether a word comes before a noun: a number, an article, an adjective."""
    return word[0].isdigit() or word in _MANY or word in c.DETERMINERS or adjective(word)


def _amount(word: str) -> bool:
    """Whether "than" and this word do not compare groups: "more than ten", "than expected"."""
    return word[:1].isdigit() or word in QUANTITIES or word in _EXPECTED


def _noun_result(words: Sequence[str], start: int, end: int) -> bool:
    """Whether "results in" is a noun and its place: "significant results in papers are rare"."""
    before = words[start - 1] if start else ""
    if not before or before in c.DETERMINERS or before in _OF_RESULTS or adjective(before):
        return True
    if end < len(words) and words[end] in {"this", "our", "these"}:
        return True
    for word in words[end : end + 5]:
        if word in {"are", "were"}:
            return True
        if word in c.RELATIVES or word in {"that", ","}:
            break
    return False


def _topic(words: Sequence[str], start: int, end: int) -> bool:
    """Whether an effect is only named: "side effects", or an effect that is to be estimated."""
    if not lexicon.INQUIRY.isdisjoint(words[max(0, start - 4) : start]):
        return True
    after = words[end - 1 : end + 8]
    if not _IDENTIFIED.isdisjoint(after) and _PAST_BE.isdisjoint(after):
        # "the effect is identified under these assumptions" is mathematics.
        return True
    if not _LISTED.isdisjoint(words[start + 1 : start + 2]):
        # "the effects listed in the annex are"
        return True
    if start and words[start - 1] in _NO_EFFECT:
        # "side effects", "causal effects": but "a causal effect on wages" is one.
        return words[start - 1] != "causal" or words[end - 1] not in {"on", "upon"}
    if any(word in c.RELATIVES for word in words[start:end]) or words[end - 2] == "based":
        return True
    if words[max(0, start - 2) : start] in _CAUSE_AND:
        return True
    after = words[end - 1 : end + 6]
    if not (_STUDIED.isdisjoint(after) or c.AUXILIARY.isdisjoint(after)):
        # "the effect of X has not been studied"
        return True
    bare = words[start] in _EFFECT_NOUNS and words[end - 1] in {"on", "upon"}
    return bare and not _opens_clause(words, start)


def _opens_clause(words: Sequence[str], at: int) -> bool:
    """Whether the noun at ``at`` is the subject of a clause with a verb, unlike in a title."""
    before = at - 1
    while before >= 0 and (words[before] in c.DETERMINERS or adjective(words[before])):
        before -= 1
    if before >= 0 and words[before] not in {",", "that", "and", "but", ":", "although", "while"}:
        return False
    return not c.AUXILIARY.isdisjoint(words[at:])
