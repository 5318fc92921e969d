"""Forms of English verbs: one table of the irregular ones, and rules for the rest."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_VOWELS = "aeiou"

Forms = tuple[str, str, str, str, str]
"""Base, third person, past, past participle and -ing form."""


@cache
def _irregular() -> dict[str, Forms]:
    """Return the table, by base form."""
    table: dict[str, Forms] = {}
    path = Path(__file__).with_name("irregular_verbs.txt")
    for line in path.read_text(encoding="ascii").splitlines():
        if not line.startswith("#"):
            base, third, past, participle, ing = line.split()
            table[base] = (base, third, past, participle, ing)
    return table


@cache
def _past() -> dict[str, str]:
    """Return the past participle of every irregular past and participle."""
    table = _irregular()
    participles = {forms[3]: forms[3] for forms in table.values() if forms[3] not in table}
    return participles | {forms[2]: forms[3] for forms in table.values()}


@cache
def _third() -> dict[str, str]:
    """Return the base form of every third person in the table."""
    return {forms[1]: base for base, forms in _irregular().items()}


def forms(verb: str) -> Forms:
    """Return base, third person, past, past participle and -ing form of a verb.

    >>> forms("reduce")
    ('reduce', 'reduces', 'reduced', 'reduced', 'reducing')
    """
    if verb in _irregular():
        return _irregular()[verb]
    if verb.endswith("y") and verb[-2] not in _VOWELS:
        return verb, verb[:-1] + "ies", verb[:-1] + "ied", verb[:-1] + "ied", verb + "ing"
    third = verb + ("es" if verb.endswith(("s", "sh", "ch", "x", "z")) else "s")
    if verb.endswith("e"):
        return verb, third, verb + "d", verb + "d", verb[:-1] + "ing"
    return verb, third, verb + "ed", verb + "ed", verb + "ing"


def is_past(word: str) -> bool:
    """Whether a word may be the past or the past participle of a verb.

    >>> is_past("rose"), is_past("caused"), is_past("become"), is_past("exceed")
    (True, True, False, False)
    """
    word = word.lower()
    if word in _past():
        return True
    regular = word.endswith("ed") and not word.endswith("ceed") and word not in _irregular()
    return regular and len(word) > 4


def participle(past: str) -> str:
    """Return the past participle of a verb in the past.

    >>> participle("gave"), participle("reduced")
    ('given', 'reduced')
    """
    return _past().get(past.lower(), past)


def base_form(third: str) -> str:
    """Return the base form of a third person; other forms stay as they are.

    >>> base_form("undergoes"), base_form("implies"), base_form("raise")
    ('undergo', 'imply', 'raise')
    """
    word = third.lower()
    if word in _third():
        return _third()[word]
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith("ss"):
        return word[:-1]
    return word
