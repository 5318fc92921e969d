"""Cues by which an abstract says what its work found, with their weights in log-odds.

The weights were set by hand, none was fitted: expressions and weights come from reading which
sentences of abstracts were judged wrongly. A sentence starts from its distance to the end of its
text, as in the abstracts of Cohan et al. 2019 ("Pretrained Language Models for Sequential Sentence
Classification", CSAbstruct), where 68 % of last sentences tell a result and 36 % of those before.
What was merely observed ("we found", "was higher") is mostly said before what follows from it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_OWN = r"(?:these|our|the|this|present|current|those|both)"
_WHAT = (
    r"(?:results?|findings?|data|study|studies|work|observations?|analys[ei]s|experiments?"
    r"|evidence|model|simulations|approach|patterns?|measurements|paper)"
)
_SAYS = (
    r"(?:suggests?|indicates?|demonstrates?|shows?|reveals?|provides?|supports?|highlights?"
    r"|impl(?:y|ies)|confirms?|establish(?:es)?|points?|emphasi[sz]es?|underscores?"
    r"|identif(?:y|ies)|illustrates?|argues?|raises?|opens?|offers?|advances?|contributes?"
    r"|challenges?|explains?|elucidates?)"
)
_DONE = (
    r"(?:measured|assessed|evaluated|analy[sz]ed|investigated|examined|determined|performed"
    r"|conducted|carried out|collected|recruited|obtained|recorded|randomi[sz]ed|treated|compared"
    r"|calculated|estimated|used|included|studied|tested|isolated|administered|fed|applied"
    r"|developed|discussed|reviewed|presented|described|summari[sz]ed|outlined|introduced"
    r"|elaborated|given|included|put forward)"
)
_DOES = (
    r"(?:investigate|investigated|examine|examined|measured|assess(?:ed)?|evaluated?|analy[sz]ed?"
    r"|used?|conduct(?:ed)?|perform(?:ed)?|collected|compared?|test(?:ed)?|study|studied|aim(?:ed)?"
    r"|sought|review|discuss|describe|develop(?:ed)?|generated|appl(?:y|ied)|explored?|asked?"
    r"|recruited|determined|train(?:ed)?|introduce|consider|address|summari[sz]e|outline|highlight"
    r"|characteri[sz]e|provide an (?:\w+ )?(?:overview|introduction|update))"
)


@dataclass(frozen=True, slots=True)
class SentenceCue:
    """An expression that speaks for (+) or against (-) a claim of the work, in log-odds."""

    name: str
    weight: float
    pattern: re.Pattern[str]


def _cue(name: str, weight: float, pattern: str) -> SentenceCue:
    return SentenceCue(name, weight, re.compile(pattern, re.IGNORECASE))


OTHERS = _cue(
    "others",
    -0.7,
    r"\b(?:has|have|had) (?:\w+ ){0,2}been (?:\w+ )?(?:shown|reported|suggested|proposed"
    r"|demonstrated|associated|implicated|studied|linked|found|described|argued|used)\b"
    r"|\bprevious(?:ly)?\b(?! (?:un\w+ed|un\w+n\b|thought|assumed|believed|overlooked|elusive))"
    r"|\bit is (?:well |widely |generally )?(?:known|accepted|believed)\b"
    r"|\brecent(?:ly)?,? (?:\w+ )?(?:studies|work|evidence|research)|\[\d{1,3}(?:[,–-] ?\d{1,3})*\]"
    r"|\(\w+(?: et al\.?| and \w+)?,? (?:19|20)\d\d[a-z]?\)|\bet al\.",
)
APPARATUS = _cue(
    "apparatus",
    -3.0,
    r"https?://|\bavailab(?:le|ility) (?:at|from|and implementation|on)\b"
    r"|^\W*(?:contact|trial registration|supplementary|copyright|funding|keywords?|availability)\b"
    r"|©|\(c\) (?:19|20)\d\d|\ball rights reserved|\bclinicaltrials\.gov|\w@\w+\."
    r"|\b(?:part of|in) an? (?:special|theme|themed) issue\b|\b\d+ ?\(\d+\) ?[;:,] ?\d+[-–]\d+"
    r"|\b(?:implications?|limitations?|future (?:directions?|work|research))\b[^.]{0,80}"
    r"\b(?:is|are) (?:also |briefly )?(?:discussed|considered|outlined)|^\W*$"
    r"|^\W*(?:(?:finally|lastly),? )?we (?:also |then |briefly )?discuss (?:\w+ ){0,3}"
    r"(?:implications?|limitations?|future)\b",
)
CUES = (
    _cue(
        "conclusion",
        2.2,
        r"^\W*(?:in|as a) (?:conclusions?|summary)\b|^\W*conclusions?\b|^\W*to conclude\b"
        r"|^\W*(?:interpretation|significance|implications)\s*:|\bwe (?:therefore )?conclude that\b"
        r"|\bit (?:is|was|can be) (?:therefore )?concluded\b",
    ),
    _cue("our results", 2.4, rf"\b{_OWN} (?:\w+ ){{0,3}}{_WHAT} (?:\w+ ){{0,5}}{_SAYS}\b"),
    _cue(
        "we show",
        1.8,
        r"\bwe (?:[\w-]+ ){0,2}(?:show|demonstrate|find|reveal|suggest|argue|prove"
        r"|establish|hypothesi[sz]e|speculate|believe|conclude|confirm|discovered)\b"
        r"|\bwe [^.;:]{4,60},? and (?:\w+ly )?(?:show|demonstrate|find|prove|establish)\b",
    ),
    _cue(
        "we found",
        0.4,
        r"\bwe (?:[\w-]+ ){0,2}(?:found|observed?|showed|demonstrated|revealed|identif(?:y|ied)"
        r"|confirmed|established)\b",
    ),
    _cue(
        "experiment shows",
        0.8,
        r"\b(?:experiments?|stud(?:y|ies)|simulations?|analys[ei]s|results?)(?: \w{1,2})?"
        r"(?: (?:in|from|of|across) [\w-]+(?: \w+)?)?(?: \w+ly)? (?:show(?:s|ed)?"
        r"|demonstrate[sd]?|reveal(?:s|ed)?|establish(?:es|ed)?|confirm(?:s|ed)?|suggest(?:s|ed)?"
        r"|indicate[sd]?|support(?:s|ed)?|(?:provide|offer)[sd]? evidence)\b",
    ),
    _cue("that", 0.3, r"\bwe (?:[\w-]+ ){1,5}that\b|\bwe propose that\b"),
    _cue(
        "new",
        2.4,
        r"\bwe (?:here )?(?:report|present|propose|provide)(?: here)?"
        r" (?:\w+ ){0,2}(?:novel|new|evidence|the first|regulated|that)\b",
    ),
    _cue(
        "therefore",
        1.5,
        r"^\W*(?:taken together|collectively|together,|overall|altogether|thus|therefore|hence"
        r"|in sum\b|consequently|accordingly)",
    ),
    _cue("so", 0.9, r"\b(?:thus|therefore|hence),?\b"),
    _cue(
        "interpretation",
        2.0,
        r"\b(?:suggesting|indicating|implying|demonstrating|supporting|revealing|highlighting)\b",
    ),
    _cue(
        "first",
        1.0,
        r"\bfor the first time\b|\bfirst (?:evidence|demonstration|report)\b"
        r"|\bnovel (?:mechanism|role|insights?|function|target|approach|strateg)",
    ),
    _cue(
        "not known before",
        1.2,
        r"\bpreviously un\w+(?:ed|n)\b|\bto (?:our|the best of our) knowledge\b"
        r"|\bthan (?:was )?previously (?:thought|assumed|believed)\b",
    ),
    _cue("this", 1.0, r"^\W*(?:these|our|this|such|the results?|the findings?)\b(?! review)"),
    _cue("is", 0.5, r"^(?!.*\b(?:was|were)\b)(?=.*\b(?:is|are|does|do|appears?|can(?:not)?)\b)"),
    _cue("was", -0.5, r"\b(?:was|were)\b"),
    _cue("may", 0.7, r"\b(?:may|might|could|can|should)\b"),
    _cue(
        "meaning",
        0.5,
        r"\b(?:insights?|implications?|potential|promising|useful|important|critical|crucial"
        r"|essential|plays? an?|key role|contribut\w+|mechanisms?|therapeutic|strategy)\b",
    ),
    _cue(
        "says",
        1.4,
        r"\b(?:suggests?|indicates?|implies|reveals?|supports?|confirms?) (?:that|the)\b",
    ),
    _cue(
        "works well",
        0.6,
        r"\b(?:effective(?:ly|ness)?|efficien(?:t|tly|cy)|accura(?:te|tely|cy)|robust(?:ly|ness)?"
        r"|feasible|reliabl[ey]|sensitiv(?:e|ity)|superior|outperform\w*|safe|powerful"
        r"|state[- ]of[- ]the[- ]art|than the)\b",
    ),
    _cue("likely", 0.5, r"\b(?:likely|probably|appears? to|seems? to|possibl[ey]|would)\b"),
    _cue("here", 0.7, r"^\W*(?:here|herein),? we\b"),
    _cue(
        "unknown",
        -2.0,
        r"\b(?:remains?|is|are|was|were|been) (?:still |currently |largely |poorly |not (?:well"
        r"|fully|yet|completely) |less )?(?:unknown|unclear|unexplored|uncertain|undefined|elusive"
        r"|understood|controversial|debated|limited|lacking)\b",
    ),
    _cue(
        "was done",
        -1.6,
        rf"\b(?:was|were|is|are|be|been) (?:\w+ly |also |then |further |here )?{_DONE}\b",
    ),
    _cue(
        "we did",
        -2.2,
        rf"\bwe (?:\w+ ){{0,2}}{_DOES}\b|^\W*this (?:paper|article|review) (?!shows)",
    ),
    _cue(
        "aim",
        -1.8,
        r"\b(?:aims?|aimed|purpose|objectives?|goal) (?:of|was|is|to)\b|\bin order to (?:determine"
        r"|investigate|assess)\b|^\W*(?:background|objectives?|aims?|methods?|materials?|purpose"
        r"|design|setting|introduction|participants|patients)\b\s*(?:and \w+)?\s*[:.]",
    ),
    _cue(
        "statistic",
        -1.4,
        r"\bp\s*[<=>≤]\s*0?\.\d|\b95% ?ci\b|\bconfidence interval|±|\bn\s*=\s*\d"
        r"|\br\s*=\s*-?0?\.\d",
    ),
    _cue(
        "measure",
        -0.7,
        r"\d\s*(?:%|mg|kg|ml|mm|cm|µ|fold|years|days|hours|h\b|min\b)",
    ),
    _cue(
        "future",
        -1.0,
        r"\b(?:further|future|more|additional) (?:\w+ )?(?:studies|research|work|investigations?"
        r"|trials?|data) (?:\w+ )?(?:is|are|will|should|to|must)\b"
        r"|\b(?:is|are) (?:needed|warranted|required)\b|\bwill (?:be )?(?:discuss|provide)",
    ),
    _cue(
        "goes on", -0.4, r"^\W*(?:however|although|while|despite|in addition|additionally|also)\b"
    ),
    _cue("amount", -0.2, r"\b(?:significantly|higher|lower|increased|decreased|greater)\b"),
    OTHERS,
    APPARATUS,
)
REVIEWS = re.compile(
    r"\b(?:this|present|our|mini)[- ](?:\w+ )?(?:review|overview|survey|perspective|commentary)\b"
    r"|\bwe (?:here )?(?:\w+ )?(?:review|summari[sz]e|discuss|survey|provide an overview)\b"
    r"|\b(?:article|paper|chapter) (?:\w+ )?(?:reviews|discusses|summari[sz]es|surveys|describes)\b"
    r"|\b(?:is|are) (?:\w+ )?(?:reviewed|discussed|summari[sz]ed|outlined)\b",
    re.IGNORECASE,
)
"""What a text says of itself that lays out the work of others."""
OWN = frozenset({"we show", "our results", "new"})
"""Cues of what a work says in its own name; where they stand matters less."""
FOUND = frozenset({"we show", "we found", "our results"})
"""Cues that the work found something itself, whatever else it discusses."""
