"""Words of vocabularies as YAML: reader and writer.

By kind, each word with its ``meaning``, optionally ``example`` and ``observes``.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from causalkb.errors import InputError
from causalkb.formats.yaml_text import dump, load
from causalkb.records import Term

_FIELDS = ("meaning", "example", "observes")


def read(text: str, source: str) -> list[Term]:
    """Return the words of a file.

    Raises:
        InputError: The file is not of the expected form.
    """
    kinds = load(text, source) or {}
    if not isinstance(kinds, dict):
        raise InputError(f"{source} must give words by kind")
    found = []
    for kind, words in kinds.items():
        if not isinstance(words, dict):
            raise InputError(f"{source}: {kind} must be words with what they mean")
        found += [_term(kind, name, said, source) for name, said in words.items()]
    return found


def _term(kind: str, name: str, said: Any, source: str) -> Term:
    if not (isinstance(said, dict) and all(isinstance(value, str) for value in said.values())):
        raise InputError(f"{source}: {kind} {name} must be texts: {', '.join(_FIELDS)}")
    unknown = [field for field in said if field not in _FIELDS]
    if unknown or not said.get("meaning", "").strip():
        wrong = f"{unknown[0]!r} is not one of {', '.join(_FIELDS)}" if unknown else "no meaning"
        raise InputError(f"{source}: {kind} {name}: {wrong}")
    return Term(kind, name, said["meaning"], said.get("example", ""), said.get("observes", ""))


def write(terms: Iterable[Term]) -> str:
    """Return words as YAML; :func:`read` gives the same back."""
    kinds: dict[str, dict[str, dict[str, str]]] = {}
    for term in terms:
        said = {name: value for name in _FIELDS if (value := getattr(term, name))}
        kinds.setdefault(term.kind, {})[term.name] = said
    return dump(kinds)
