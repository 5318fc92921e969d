"""Whether a sentence is put as the author's own result: "we found", "our data"; not "we humans"."""

from __future__ import annotations

import re

from causalkb.wording.verb_forms import is_past

_SUBJECT = re.compile(
    r"\b[Ww]e\b(?: (?:\w+ly|also|then|now|here|have|had|will|can))*,? (?P<verb>\w+)"
)
_OURS = re.compile(
    r"\b[Oo]ur (?:\w+ ){0,2}(?:results?|findings?|stud(?:y|ies)|data|analys[ei]s|experiments?"
    r"|trials?|models?|methods?|approach|papers?|work|view|opinion|hypothes[ei]s|samples?|estimates?"
    r"|participants|subjects|respondents|evaluations?|benchmarks?|simulations?|tests?|regressions?"
    r"|interventions?|agents?|training|treatment|measures?|survey|theory|account|argument|claim)\b"
    r"|\b(?:I|[Mm]y|[Mm]ine|[Oo]urs)\b|\b(?:Table|Figure|Fig\.|Section|Appendix) ?\d{0,3}[A-Z]?\b"
)
_OF_RESEARCH = re.compile(
    r"(?:find|show|report|observe|measure|propose|argue|conclude|think|believe|hypothesi[sz]e|prove"
    r"|demonstrate|present|test|use|train|evaluate|compare|study|assume|expect|suggest|claim"
    r"|introduce|develop|estimate|ask|confirm|replicate|establish|identify|investigate|examine"
    r"|describe|discuss|review|note|consider|provide|apply|fit|run|analy[sz]e)$"
)


def own_result(text: str) -> bool:
    """Whether a sentence is put as what its author found, did or thinks.

    >>> own_result("We find that sleep helps."), own_result("Our data show it.")
    (True, True)
    >>> own_result("We learn fast because we know causes.")
    False
    """
    if _OURS.search(text):
        return True
    found = (match["verb"].lower() for match in _SUBJECT.finditer(text))
    return any(_OF_RESEARCH.match(verb) or is_past(verb) for verb in found)
