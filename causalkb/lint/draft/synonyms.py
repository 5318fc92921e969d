"""Words that sentences and hypotheses on causality use for the same thing.

Closed groups, each with its first word for all: of learners, experiments, recall, inference and the
like, in the corpus and outside it. A few slugs have a verb that nobody says: it is written out.
"""

from __future__ import annotations

from causalkb.search.keyword.analysis import stem

_GROUPS = """
people person human humans man men folk adults we we subjects observers participants everyone;
machine machines model models network networks net nets system systems learner learners ai
    algorithm algorithms transformer transformers architecture architectures chatbot chatbots;
represent represents represented representation representations understand understands
    understanding grasp grasps know knows picture pictures comprehend comprehends;
crow crows raven ravens corvid corvids rook rooks jay jays bird birds;
predict predicts predicted prediction predictions predictive forecast forecasts forecasting;
single monocausal sole lone;
path paths loophole loopholes route routes;
choose chooses chosen choice choices self-chosen pick picks;
wrong incorrect mistaken false;
illusory illusion illusions fallacy fallacies;
experiment experiments experimental intervention interventions intervene intervening manipulate
    manipulation manipulations act acting acts action trial trials randomised randomized;
observational observation observations observing passive passively watch watching;
cause causes causal causally causality causation;
recall recalling recite reciting parrot parrots repeat repeating memorise memorised memorize
    memory associate associating association associative;
infer inference inferences judge judging judgment judgments judgement see sees perceive find
    finds reason reasons reasoning think thinks attribute decide decides conclude;
learn learns learned learning acquire acquires acquired discover discovers teach teaches;
paper papers article articles text texts study studies publication publications press news media
    newspaper newspapers journalist journalists headline headlines
    scientific science;
exaggerate exaggerated exaggeration overclaim overclaims strongly;
necessary need needs needed required requires require must without cannot;
suffice suffices sufficient enough adequate;
bigger larger scale scaling enlarge enlarging size;
diverse diversity varied variety;
shortcut shortcuts spurious;
robust robustness robustly shift shifts;
incentive incentives reward rewards rewarded cheat cheating hack hacking harm harmful;
same alike equal equally close closely match agree agrees;
task tasks problem problems question questions;
data example examples experience sample samples;
few little less fewer low;
none nothing unrelated unwarranted unjustified;
rational rationally normative optimal optimally bayesian;
wording worded words word names named phrasing rephrased;
standard benchmark benchmarks;
instruction instruct training trained train taught;
build builds built make makes form brings bring;
animal animals nonhuman ape apes beast chimpanzee chimpanzees primate primates monkey monkeys;
coarse macro coarser high-level higher;
fine micro microscopic detailed full complete;
"""
_SPELT = {
    "overattribute": "see causes where none",
    "underdetermines": "leaves open",
    "underdetermine": "leave open",
    "overclaims": "claims more than evidence",
    "llm": "language model",
    "llms": "language models",
    "rl": "reinforcement learning",
}
"""What sentences write out that slugs do not, and the other way."""

_SAME: dict[str, str] = {}
for _line in _GROUPS.split(";"):
    for _word in _line.split():
        _SAME.setdefault(stem(_word), stem(_line.split()[0]))


def same(stemmed: str) -> str:
    """Return the stem that stands for all words of one meaning.

    >>> same(stem("humans")) == same(stem("people"))
    True
    """
    return _SAME.get(stemmed, stemmed)


def spelt(word: str) -> str:
    """Return a word written out, or as it is."""
    return _SPELT.get(word.lower(), word)
