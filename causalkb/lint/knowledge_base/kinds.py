"""Which species, and which family of models, the subject of a claim is.

A subject is free text ("preschool children and capuchin monkeys", "GPT-3.5"). Words
that name one species or family are listed; a collective ("corvids", "language models") stands for
several, and a text without a listed word says nothing.
"""

from __future__ import annotations

import re

from causalkb.text import fold

SEVERAL = "several"
"""What a collective noun stands for: more than one kind."""

_SPECIES = {
    "humans": """human humans people person adult adults child children infant infants newborn
        newborns toddler toddlers baby babies student students undergraduate undergraduates worker
        workers women woman men man mother mothers participant participants patient patients
        household households customer customers user users teenager teenagers adolescent
        adolescents observer observers reader readers rater raters voter voters scientist scientists
        physician physicians teacher teachers respondent respondents volunteer volunteers defendants
        families crowd-workers""",
    "rats": "rat rats",
    "mice": "mouse mice",
    "pigeons": "pigeon pigeons",
    "dogs": "dog dogs",
    "cats": "cat cats",
    "chimpanzees": "chimpanzee chimpanzees chimp chimps",
    "bonobos": "bonobo bonobos",
    "orangutans": "orangutan orangutans",
    "gorillas": "gorilla gorillas",
    "capuchins": "capuchin capuchins",
    "macaques": "macaque macaques",
    "baboons": "baboon baboons",
    "New Caledonian crows": "crow crows",
    "rooks": "rook rooks",
    "ravens": "raven ravens",
    "jays": "jay jays",
    "jackdaws": "jackdaw jackdaws",
    "kea": "kea keas",
    "cockatoos": "cockatoo cockatoos",
    "grackles": "grackle grackles",
    "elephants": "elephant elephants",
    "dolphins": "dolphin dolphins",
    "octopuses": "octopus octopuses",
    "bumblebees": "bumblebee bumblebees",
    "honeybees": "honeybee honeybees",
    "fruit flies": "drosophila",
    "zebrafish": "zebrafish",
    "macaws": "macaw macaws",
    "horses": "horse horses",
    "pigs": "pig pigs",
    SEVERAL: "animals corvids apes primates monkeys birds mammals parrots",
}
_FAMILIES = {
    "GPT": "gpt chatgpt davinci o1 o3 o4",
    "Othello-GPT": "othello-gpt",
    "Claude": "claude sonnet opus haiku",
    "Gemini": "gemini gemma palm bard",
    "Llama": "llama alpaca vicuna",
    "BERT": "bert roberta deberta albert",
    "T5": "t5 bart flan",
    "DeepSeek": "deepseek",
    "Qwen": "qwen",
    "Mistral": "mistral mixtral",
    "Grok": "grok",
    "CLIP": "clip",
    "ResNet": "resnet",
    SEVERAL: "openai anthropic deepmind models",
}
_WORD = re.compile(r"\b(?:o\d|t5)\b|[^\W\d_]+(?:-[^\W\d_]+)?")
_NO_KIND = frozenset(["simulated", "synthetic", "model", "models", "non"])


def _table(kinds: dict[str, str]) -> dict[str, str]:
    return {word: kind for kind, words in kinds.items() for word in words.split()}


_SPECIES_OF = _table(_SPECIES)
_FAMILY_OF = _table(_FAMILIES)


def species_in(subject: str) -> frozenset[str]:
    """Return the species that a subject names; :data:`SEVERAL` for a collective noun.

    >>> sorted(species_in("Long-Evans rats and undergraduates"))
    ['humans', 'rats']
    >>> species_in("simulated users")
    frozenset()
    """
    return _kinds(subject, _SPECIES_OF)


def families_in(subject: str) -> frozenset[str]:
    """Return the families of models that a subject names; :data:`SEVERAL` for a collective noun.

    >>> sorted(families_in("GPT-4o-Mini, Claude-3.5-Sonnet"))
    ['Claude', 'GPT']
    >>> sorted(families_in("fourteen large language models"))
    ['several']
    """
    return _kinds(subject, _FAMILY_OF)


def _kinds(subject: str, kind_of: dict[str, str]) -> frozenset[str]:
    found = set()
    before, named = "", False
    for word in _words(subject):
        kind = kind_of.get(word, "")
        # "capuchin monkeys" and "GPT models" name one kind; "simulated users" do not.
        counts = bool(kind) and before not in _NO_KIND and not (kind == SEVERAL and named)
        if counts:
            found.add(kind)
        before, named = word, counts and kind != SEVERAL
    return frozenset(found)


def _words(subject: str) -> list[str]:
    words: list[str] = []
    for word in _WORD.findall(fold(subject[:500])):
        words += [word] if word in _FAMILY_OF or word in _SPECIES_OF else word.split("-")
    return words
