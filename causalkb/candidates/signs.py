"""Words of sentences as columns: each word, and groups of words that say how something was found.

``corpus/CODING.md`` says what makes a claim a theorem, an experiment, an evaluation: that something
was proved, that a factor was set, that a system was scored. A group holds words that say so; a
word that ends in "*" stands for all that begin like it. What a group speaks for is learnt from the
coded claims (:mod:`causalkb.candidates.learned`), where single words are too rare to tell.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache

import numpy as np

from causalkb.candidates.vectors import unit
from causalkb.candidates.words import tokens
from causalkb.evidence.exemplars import Floats

_GROUPS: Mapping[str, str] = {
    # proved
    "proof": "prov* proof proofs theorem* lemma* corollar* axiom* deriv*",
    "condition": "iff necessary sufficient criterion criteria sound soundness complete*",
    "identified": "identif* unidentif* nonidentif* underdetermin* recoverable determine determines",
    "bound": "bound bounds bounded worst regret rate rates optimal* minimax lower upper asymptotic*"
    " logarithm* exponential* polynomial* np converg* consisten* limit",
    "guarantee": "guarante* ensur* always never must cannot impossib* suffic* necessar* impl*"
    " entail* follows exactly equivalen* unique* arbitrar* principle general",
    "premise": "assum* provided unless suppos* if given under",
    "quantifier": "every all any each almost no none class exists",
    "formal": "graph* variables distribution* function* algorithm* conditional* independen*"
    " probabilit* latent* structural equation* markov* faithful* mixing entropy mechanism*"
    " intervention* polic*",
    # run and scored
    "data": "dataset* data benchmark* task* game* environment* domain* image* problem* scene*"
    " puzzle* question* prompt*",
    "score": "accura* scor* outperform* perform* competit* baseline* recall precision error errors"
    " correct* solv* succe* fail* achiev* reach* beat won matched better worse best chance per cent"
    " %",
    "simulated": "simulat* synthetic artificial toy",
    "internals": "probe probes probing decod* represent* activation* layer* head heads neuron*"
    " circuit* feature* embedding*",
    "fit": "fit fits fitted fitting captur* account* describ* model* bayesian parameter*",
    "behaviour": "passed chose learn* used pulled opened preferred answered looked judg* said gave"
    " expected picked moved acted infer* named rated reported discriminat* spontaneous*",
    # a factor set
    "compared": "than when after once only whether depending more less fewer greater larger faster"
    " slower higher stronger weaker longer earlier rather",
    "condition of a study": "control* condition conditions group groups manipulat* random* assign*"
    " trial trials treat* placebo yoked instruct* trained told shown taught asked seen watched"
    " cue*",
    "changed": "ablat* patch* remov* replac* add* with without swap* perturb* edit* steer*"
    " intervened chang* alter* delet* restor* mask* inject* revers* shuffl* renam* reword*"
    " standardis* standardiz* fine tun* pretrain* scal* vary varied varying",
    "effect": "effect* increas* decreas* reduc* rais* improv* impair* weaken* strengthen* abolish*"
    " eliminat* made caus* led lets help* hurt depend* influenc* affect* disappear* persist*",
    # records, studies
    "records": "correlat* associat* went relat* predict* regress* record* cohort* survey* census"
    " registr* series measurement* archiv*",
    "papers": "article* paper* abstract* press news headline* stud* journal* publication* post"
    " posts report* conclusion* statistic*",
    "pooled": "meta analys* analyz* pooled across heterogene* average publication replicat*",
    "review": "review* literature evidence findings research many most several some few earlier"
    " published existing previous been",
    "two estimates": "experimental* observational nonexperimental nonrandomi* estimate* emulat*",
    "shock": "law laws reform* rule* lotter* shock* instrument* discontinu* border quota* draft"
    " wage* employment state states countr* school* minimum programme*",
    # argued
    "argued": "argu* propos* claim* held holds view* thesis conclud* author* suggest* interpret*"
    " conjectur* hypothes* object objection* recommend* advi* criticis* criticiz* discuss*",
    "ought": "should ought need* requir* has worth useful important reasonable promis* desirable",
    "defined": "defin* notion* concept* mean* understood regarded consist* nothing amounts kind*"
    " distinguish* distinction theor* framework* language formalism philosoph*",
    "possible": "may might could can perhaps possibl* plausibl* likely would",
    "doubt": "limit* difficult* overstat* unclear open known too misl* confus* mistak*",
    # who
    "people": "participant* people adult* children infant* student* subjects preschool* toddler*"
    " bab* reader* user* learner* observer* patient* men women",
    "animals": "rat rats mice monkey* chimpanzee* ape apes crow crows raven* rook* pigeon* dog dogs"
    " capuchin* bird* bee bees parrot* animal* bonobo* orang* jay* cockatoo* kea elephant* fish",
    "models": "llm llms gpt* chatgpt transformer* network* agent* classifier* autoencoder* claude"
    " bert reinforcement deep neural",
    "number": "# one two three four five six seven eight nine ten twelve half third twice dozen",
    # time
    "past": "was were did had chose fell rose made gave took went came saw found kept lost got"
    " began knew thought learnt led let stood grew drew left met brought built",
    "present": "is are does do has have gives makes needs allows yields becomes remains shows"
    " explains differs",
}
_WORD = re.compile(r"[a-z]+|\d[\d.,]*|%")
_PAST = re.compile(r"[a-z]{2,}ed")
_SHORTEST = 2


class Vocabulary:
    """The words that two or more of some texts have; frequent ones too, which tell the tense.

    A word counts by its rarity among these texts (tf-idf; Spärck Jones 1972).

    >>> Vocabulary(["It was proved.", "It is proved."]).rows(["Proved!"]).round(1).tolist()
    [[0.0, 1.0]]
    """

    def __init__(self, texts: Sequence[str]) -> None:
        """Count words."""
        counts = Counter(word for text in texts for word in set(tokens(text)))
        known = [word for word in sorted(counts) if counts[word] > 1]
        self._place = {word: n for n, word in enumerate(known)}
        self._rarity = [1 + math.log((1 + len(texts)) / (1 + counts[word])) for word in known]

    def rows(self, texts: Sequence[str]) -> Floats:
        """Return a unit row (n, words) for each text; zeros where it has no known word."""
        rows = np.zeros((len(texts), len(self._place)), np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word, count in Counter(tokens(text)).items():
                if (place := self._place.get(word)) is not None:
                    row[place] = (1 + math.log(count)) * self._rarity[place]
        return unit(rows)


def by_signs(texts: Sequence[str]) -> Floats:
    """Return a unit row (n, groups) for each text: the groups it has a word of; or zeros."""
    place = {name: n for n, name in enumerate(_GROUPS)}
    rows = np.zeros((len(texts), len(place)), np.float32)
    for row, text in zip(rows, texts, strict=True):
        row[[place[name] for name in groups_of(text)]] = 1.0
    return unit(rows)


def groups_of(text: str) -> frozenset[str]:
    """Return the groups that a text has a word of.

    >>> sorted(groups_of("We proved it."))
    ['past', 'proof']
    """
    return frozenset().union(*map(_groups_of_word, _WORD.findall(text.lower())))


@lru_cache(maxsize=50_000)
def _groups_of_word(word: str) -> frozenset[str]:
    whole, begins = _lists()
    word = "#" if word[0].isdigit() else word
    parts = (word[:n] for n in range(_SHORTEST, len(word) + 1))
    found = whole.get(word, frozenset()).union(*(begins.get(part, ()) for part in parts))
    return found | {"past"} if _PAST.fullmatch(word) else found


@cache
def _lists() -> tuple[Mapping[str, frozenset[str]], Mapping[str, frozenset[str]]]:
    """The groups by whole words, and by what words begin with."""
    whole: dict[str, frozenset[str]] = {}
    begins: dict[str, frozenset[str]] = {}
    for name, words in _GROUPS.items():
        for word in words.split():
            table = begins if word.endswith("*") else whole
            key = word.rstrip("*")
            table[key] = table.get(key, frozenset()) | {name}
    return whole, begins
