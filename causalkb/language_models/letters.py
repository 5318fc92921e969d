"""Reading letters: off the likeliest first tokens, or out of generated text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from math import exp
from typing import Any

_AROUND = " \t\n()[]*.:\"'`"
_STATED = re.compile(
    r"(?i:answer|choice)(?i:\s+(?:is|would be|must be))?\s*[:=]?\s*[*_`(\[\"']*([A-Z])(?!\w)"
)
_ALONE = re.compile(r"(?<![\w'’])([A-Z])(?![\w'’])")
_THOUGHTS = re.compile(r"<think(?:ing)?>.*?</think(?:ing)?>", re.DOTALL | re.IGNORECASE)
_OPEN = re.compile(r"<think(?:ing)?>", re.IGNORECASE)
_CLOSE = re.compile(r"</think(?:ing)?>", re.IGNORECASE)


def from_tokens(entries: Iterable[Any], letters: Sequence[str]) -> tuple[float, ...]:
    """Return the probability of each letter in a list of tokens with log-probabilities.

    Tokens that differ in white space and punctuation around the letter count together. Entries
    that are not of the form of the OpenAI API are left out.

    >>> from_tokens([{"token": " B", "logprob": 0.0}, {"token": "a", "logprob": -1.0}], "AB")
    (0.0, 1.0)
    """
    sums = dict.fromkeys(letters, 0.0)
    for entry in entries:
        if not isinstance(entry, dict):
            continue
        token, value = entry.get("token"), entry.get("logprob")
        if isinstance(token, str) and isinstance(value, (int, float)):
            letter = token.strip(_AROUND)
            if letter in sums:
                sums[letter] += exp(min(0.0, float(value)))
    return tuple(min(1.0, one) for one in sums.values())


def from_text(text: str, letters: Sequence[str]) -> tuple[float, ...]:
    """Return 1 for the letter that a text gives as its answer; all 0 where that cannot be told.

    Thoughts are no answer. A letter that is stated ("the answer is B") counts before letters that
    stand alone.

    >>> from_text("<think>A or B?</think>The answer is **B**.", "AB")
    (0.0, 1.0)
    >>> from_text("A) or B)", "AB"), from_text("E", "AB")
    ((0.0, 0.0), (0.0, 0.0))
    """
    answer = without_thoughts(text).strip()
    for found in (_STATED.findall(answer)[-1:], _ALONE.findall(answer)):
        told = {letter for letter in found if letter in letters}
        if len(told) == 1:
            return tuple(float(letter in told) for letter in letters)
        if told:
            break
    return (0.0,) * len(letters)


def without_thoughts(text: str) -> str:
    """Return a text without what a model thought; nothing is left of a thought without an end.

    >>> without_thoughts("<think>Hm.</think> B"), without_thoughts("<think>B, so")
    (' B', '')
    """
    text = _THOUGHTS.sub("", text)
    # Some servers send the end of the thoughts alone.
    if _CLOSE.search(text):
        text = _CLOSE.split(text)[-1]
    return _OPEN.split(text)[0]


def thinks(text: str) -> bool:
    """Whether a text shows that the model thinks before it answers.

    >>> thinks("<think>"), thinks("B")
    (True, False)
    """
    return bool(_OPEN.search(text) or _CLOSE.search(text))
