"""Design and population as a text states them: "were randomly assigned", "120 adolescents".

What claims that are coded already tell holds for works like theirs; of other works their own words
have to say it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache

from causalkb.candidates.fields import Guess

_DESIGNS: Mapping[str, str] = {
    "meta-analysis": r"(?:we|was|were) (?:conducted|performed|did|carried out|pooled)"
    r" (?:[a-z]+ ){0,5}meta-analys[ei]s|this meta-analysis"
    r"|(?:conducted|performed) a systematic review",
    "natural-experiment": r"(?:we|i) (?:use|used|exploit|exploited|employ|employed|leverage)"
    r" (?:[a-z0-9-]+ ){0,12}(?:regression discontinuity|difference-in-differences"
    r"|natural experiment|quasi-experiment[a-z]*|instrumental variables?"
    r"|mendelian randomi[sz]ation)|using (?:an? |the )?(?:[a-z-]+ )?(?:regression discontinuity"
    r"|differences?-in-differences?|natural experiment|instrumental variables?"
    r"|mendelian randomi[sz]ation)",
    "experiment": r"(?:were|was|we) (?:then )?random(?:ly|i[sz]ed)"
    r"(?: (?:assign|allocat)[a-z]+)?|(?:assigned|allocated) (?:at random|randomly)"
    r"|in (?:this|a|our|[a-z]+) (?:[a-z-]+, ?|[a-z-]+ ){0,3}(?:placebo-controlled|double-blind)"
    r"|(?:between|within)-subjects design|between-subjects experiments?|we manipulated",
    "theorem": r"we (?:also |then )?prove",
    "observational": r"we (?:followed|analy[sz]ed|studied) (?:[a-z0-9,-]+ ){0,4}cohort"
    r"|(?:retrospective|prospective) cohort (?:of|study)|in a cross-sectional"
    r"|cross-sectional (?:survey|study) of|case-control study|from electronic health records",
    "review": r"(?:this|our) (?:review|survey) (?:[a-z]+)s|(?:in this|here,?) (?:review|we review)",
    "position": r"(?:we|i) (?:therefore )?argue that|this (?:paper|article|essay) argues",
}
_POPULATIONS: Mapping[str, str] = {
    "animals/rats": r"rats?",
    "animals/mice": r"mice|mouse",
    "animals/apes": r"chimpanzees?|bonobos?|gorillas?|orang-?utans?|great apes",
    "animals/monkeys": r"monkeys?|macaques?|capuchins?|baboons?|marmosets?|lemurs?",
    "animals/dogs": r"dogs?|wolves",
    "animals/corvids": r"crows?|ravens?|rooks?|jays?|corvids?|jackdaws?",
    "animals/parrots": r"parrots?|cockatoos?|keas?",
    "animals/other-birds": r"pigeons?|grackles?|finch(?:es)?|chicks|hens",
    "animals/fish": r"zebrafish|fish|wrasses?|cichlids?|guppies",
    "animals/invertebrates": r"(?:honey|bumble)?bees?|drosophila|octopus(?:es)?|spiders?"
    r"|cuttlefish|ants",
    "humans/infants": r"infants?|newborns?|toddlers?|babies",
    "humans/children": r"children|adolescents?|preschoolers?|teenagers?|schoolchildren",
    "humans/adults": r"undergraduates?|adults|participants|volunteers|college students",
    "field-data/health": r"patients?|inpatients?|outpatients?|nurses",
    "field-data/economy": r"firms?|households?|workers?|employees|unemployed|farmers",
    "field-data/society": r"voters?|pupils?|prisoners?|immigrants?|refugees",
    "models/language-models": r"language models?|llms?|chatgpt|gpt-[0-9][a-z0-9.]*",
    "models/rl-agents": r"reinforcement[- ]learning agents?|rl agents?",
    "models/vision-models": r"image classifiers?|imagenet classifiers?|vision transformers?",
}
_WEIGHTS = (3, 2, 1)
"""What a word counts in the sentence, in the title and in the abstract."""
_MOST = 3
"""How often a word counts in one text."""
_AHEAD = 2
"""How many times as much the first population has to count as the second."""


SURE = 0.5
"""The score from which what coded claims tell comes before what the text states."""


def with_stated(
    told: Mapping[str, Guess], title: str, quote: str, abstract: str = ""
) -> dict[str, Guess]:
    """Return what coded claims tell, with what the text states where they are not sure.

    A guess of claims that are not sure yields to the sentence and the title, not to the abstract,
    which names many a group and method that the sentence is not about.

    >>> text = "Sleep", "Memory improved.", "We tested 90 rats."
    >>> with_stated({"population": Guess("humans", "as a claim", 0.3)}, *text)["population"].value
    'humans'
    >>> with_stated({}, *text)["population"].value
    'animals/rats'
    """
    found = dict(told)
    if any(guess.score < SURE for guess in told.values()):
        said = stated(title, quote)
        found |= {k: v for k, v in said.items() if k in told and told[k].score < SURE}
    if not {"design", "population"} <= told.keys():
        found |= {k: v for k, v in stated(title, quote, abstract).items() if k not in told}
    return found


def stated(title: str, quote: str, abstract: str = "") -> dict[str, Guess]:
    """Return the design and the population that a sentence, its work's title and abstract state.

    >>> found = stated("Sleep", "Sixty adolescents were randomly assigned to short sleep.")
    >>> found["design"].value, found["population"].value
    ('experiment', 'humans/children')
    """
    texts = (quote, title, abstract)
    found = {"design": _design(texts), "population": _population(texts)}
    if found["population"] is None and (proof := found["design"]) and proof.value == "theorem":
        found["population"] = Guess(
            "theory", proof.why.replace("design theorem", "population theory")
        )
    return {field: guess for field, guess in found.items() if guess is not None}


def _design(texts: Sequence[str]) -> Guess | None:
    return next(filter(None, map(_design_in, texts)), None)


def _population(texts: Sequence[str]) -> Guess | None:
    counts: Counter[str] = Counter()
    words: dict[str, str] = {}
    for text, weight in zip(texts, _WEIGHTS, strict=True):
        for value, count, word in _populations_in(text):
            counts[value] += weight * count
            words.setdefault(value, word)
    ranked = counts.most_common(2)
    if not ranked or (len(ranked) > 1 and ranked[0][1] < _AHEAD * ranked[1][1]):
        return None
    value = ranked[0][0]
    return Guess(value, f"population {value}: “{words[value]}”")


# An abstract is asked about once for each sentence of it.
@lru_cache(maxsize=16)
def _design_in(text: str) -> Guess | None:
    for value, pattern in _compiled()[0].items():
        if match := pattern.search(text):
            words = " ".join(match.group().split())
            return Guess(value, f"design {value}: “{words[:60]}”")
    return None


@lru_cache(maxsize=16)
def _populations_in(text: str) -> tuple[tuple[str, int, str], ...]:
    """The populations that a text names, how often at most, and by which word first."""
    named = ((value, pattern.findall(text)) for value, pattern in _compiled()[1].items())
    return tuple((value, min(len(found), _MOST), found[0]) for value, found in named if found)


@cache
def _compiled() -> tuple[dict[str, re.Pattern[str]], dict[str, re.Pattern[str]]]:
    designs, populations = (
        {value: re.compile(rf"\b(?:{one})\b", re.IGNORECASE) for value, one in table.items()}
        for table in (_DESIGNS, _POPULATIONS)
    )
    return designs, populations
