"""Whether a text can be graded at all: English sentences, not markup, tables or other languages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from causalkb.sentences import FREQUENT
from causalkb.wording.tokens import words

MAX_TEXT = 2_000_000
"""Characters of a text; more is not assessed."""
MAX_SENTENCE = 4_000
"""Characters of a sentence; bounds the time of each."""


class NotAssessed(StrEnum):
    """Why a text cannot be graded."""

    LANGUAGE = "language"
    EMPTY = "no text"
    MARKUP = "markup only"
    BINARY = "not text"
    TOO_LONG = "too long"

    @property
    def message(self) -> str:
        """The reason as it is shown: "not assessed: language"."""
        return f"not assessed: {self.value}"


CONTENT = words("""
    model models language languages learning learner learners training data dataset agents reward
    rewards knowledge world reasoning behaviour behavior thinking people children adults humans
    animals rats mice birds patients women men students workers drug drugs disease diseases
    treatment treatments health death deaths sleep memory stress noise food smoking coffee money
    prices wages school schools research researchers study studies experiment experiments evidence
    theory theories causes effects outcomes findings methods networks layers weights tokens prompts
    prompting benchmark benchmarks tasks task answers answer questions errors error accuracy loss
    scaling features feature samples sample results year years group groups risk risks rate rates
    change changes growth performance better worse higher lower greater stronger weaker larger
    smaller faster slower early late young old new large small high low strong weak poor good
""")
# Words that are frequent in another language and are not English words.
FOREIGN = words("""
    der die das und ist nicht ein eine einer von mit auf für dem den des sich zu wird werden
    dass auch
    le la les des du et est une dans que qui pour sur avec par au aux ce cette sont pas nous ou plus
    el los las del y es un en con por para una se como su lo al más entre sobre
    il di che è per della dei delle gli nel alla sono anche più degli con
    de het een van en niet zijn dat voor op te aan met ook bij naar
    o os da dos na no em uma não ao à são seu sua pelo mais como foi
    och att det som på är av inte för ett den og til med ikke jeg
    nie się jest w z na że do jak oraz dla
    ve bir bu ile için olarak çok daha
    """) - {"die", "no", "do", "a", "an", "in", "he", "per", "den", "on", "as", "was", "sat", "al"}

_ENDINGS = ("ed", "ly", "ness", "ings", "ous", "ies")
"""Endings by which a short sentence without a frequent word is recognised as English."""
_TAG = re.compile(
    r"\\(?:begin|end)\{[^{}]{0,50}\}|<[^<>]{0,500}>|&[a-zA-Z#\d]{1,10};|\\[a-zA-Z]{1,30}|[{}$^_#*|~`=]"
)


def why_not(text: str, words: Sequence[str], known: bool) -> NotAssessed | None:
    """Return why a sentence cannot be graded; ``None`` where it can.

    Args:
        text: The sentence.
        words: Its tokens, in lower case.
        known: Whether it holds a cue; a short sentence may have no other English word.
    """
    if not text.strip():
        return NotAssessed.EMPTY
    if len(text) > MAX_SENTENCE:
        return NotAssessed.TOO_LONG
    if "\ufffd" in text or not text.isprintable():
        odd = sum(c == "\ufffd" or not (c.isprintable() or c.isspace()) for c in text)
        if odd > 2 and odd > len(text) / 50:
            return NotAssessed.BINARY
    names = [word for word in words if word[0].isalpha()]
    if not names:
        if _TAG.search(text):
            return NotAssessed.MARKUP
        return NotAssessed.LANGUAGE if any(map(str.isalnum, text)) else NotAssessed.EMPTY
    if "<" in text or "\\" in text or "{" in text:
        plain = _TAG.sub(" ", text)
        if sum(c.isalpha() for c in plain) < 0.2 * len(text):
            return NotAssessed.MARKUP
    letters = sum(map(len, names))
    ascii_letters = sum(len(word) for word in names if word.isascii())
    if ascii_letters < 0.6 * letters:
        return NotAssessed.LANGUAGE
    english = sum(word in FREQUENT for word in names)
    # "Smith et al." names people in any language.
    foreign = sum(
        word in FOREIGN and names[n + 1 : n + 2] != ["al"] for n, word in enumerate(names)
    )
    if foreign > english:
        return NotAssessed.LANGUAGE
    if not english and not foreign:
        english = sum(len(word) > 4 and word.endswith(_ENDINGS) for word in names)
        english += sum(word in CONTENT for word in names)
    if english or known:
        return NotAssessed.LANGUAGE if len(names) > 40 and english < 0.04 * len(names) else None
    return NotAssessed.LANGUAGE
