"""What a record says, and what becomes of a stored work when another record of it arrives.

The rules, in order, for each field that the new record gives:

1. A field edited by hand is left alone.
2. An empty stored field is completed.
3. A list of people that ends in "and others" is completed by a longer one that begins alike.
4. A stored value that this very source gave before is corrected by what the source says now.
5. Otherwise the stored value stays: of two sources that disagree, the first is kept.

The LaTeX of a field (``latex-title``) comes and goes with the field that it is of. No rule removes
anything else, so a poorer record never costs a richer one a field; but text that stood where a year
or an identifier could not be read ("forthcoming", "in press") gives way to a real one, and does not
come back.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, replace
from typing import Any

from causalkb.formats.bibtex.original import PREFIX
from causalkb.identifiers import title_key, venue_of
from causalkb.records import Person, Work
from causalkb.text import fold

_MARK = "@"
"""Before the name of an attribute, because a record may have a field called ``type`` as well."""
_ATTRIBUTES = ("type", "title", "authors", "editors", "year", "doi", "arxiv", "url", "abstract",
              "field")  # fmt: skip
_UNREADABLE = {"@year": ("year", "date"), "@doi": ("doi",)}
"""The fields that keep a text from which no year or DOI could be read, by attribute."""
_TELLING = ("@title", "@authors", "@year", "@doi", "@arxiv")
"""Fields whose disagreement between two sources is worth a warning."""


@dataclass(frozen=True, slots=True)
class Merged:
    """The outcome of a merge: the work, the fields that changed, and those left in disagreement."""

    work: Work
    changed: tuple[str, ...]
    disagreeing: tuple[str, ...]


def spread(work: Work) -> dict[str, Any]:
    """Return what a record says, by name, without the empty ones; attributes as ``@name``."""
    values: dict[str, Any] = {_MARK + name: getattr(work, name) for name in _ATTRIBUTES}
    values.update(work.fields)
    return {name: value for name, value in values.items() if value not in (None, "", ())}


def gather(work: Work, values: Mapping[str, Any]) -> Work:
    """Return ``work`` saying exactly ``values``: the inverse of :func:`spread`.

    Key, tags, questions and versions are left as they are; the venue is derived anew.
    """
    empty: dict[str, Any] = {"type": "misc", "title": "", "authors": (), "editors": ()}
    attributes = {name: values.get(_MARK + name, empty.get(name)) for name in _ATTRIBUTES}
    fields = {name: value for name, value in values.items() if not name.startswith(_MARK)}
    venue = venue_of(attributes["type"], fields)
    return replace(work, **attributes, fields=fields, venue=venue)


def shown(names: Iterable[str]) -> list[str]:
    """Return names as a user knows them."""
    return [name.removeprefix(_MARK) for name in names]


def hashes(values: Mapping[str, Any]) -> dict[str, str]:
    """Return a short hash of each value: enough to see later that a source changed its mind."""
    return {name: _hash(value) for name, value in values.items()}


def merge(stored: Work, incoming: Work, said_before: Mapping[str, str], edited: Set[str]) -> Merged:
    """Merge a new record into a stored work by the rules of this module.

    Args:
        stored: The work as the knowledge base has it.
        incoming: The new record.
        said_before: Hashes of what the same source said at its last import.
        edited: Fields of the stored work that were edited by hand.
    """
    result = spread(stored)
    changed: list[str] = []
    disagreeing: list[str] = []
    said = spread(incoming)
    for name, value in sorted(said.items(), key=lambda item: item[0].startswith(PREFIX)):
        old = result.get(name)
        if name.startswith(PREFIX) and not _as_said(name, said, result):
            continue
        if name in edited or value == old or _stands_for_less(name, said, result):
            continue
        texts = _UNREADABLE.get(name, ()) if old is None else ()
        if any(text in edited for text in texts):
            continue
        for text in texts:
            result.pop(text, None)
        own = said_before.get(name)
        corrects = own is not None and own == _hash(old) and own != _hash(value)
        if old is None or _is_poor(name, old) or corrects or _extends(old, value):
            result[name] = value
            changed.append(name)
        elif name in _TELLING and not _same_but_for_style(name, old, value):
            disagreeing.append(name)
    for name in [name for name in result if name.startswith(PREFIX) and name not in said]:
        if {name.removeprefix(PREFIX), _MARK + name.removeprefix(PREFIX)} & {*changed}:
            del result[name]
    return Merged(gather(stored, result), tuple(changed), tuple(disagreeing))


def _as_said(name: str, said: Mapping[str, Any], result: Mapping[str, Any]) -> bool:
    """Whether the field of which another one keeps the LaTeX is what this record says."""
    of = name.removeprefix(PREFIX)
    return all(said.get(one) == result.get(one) for one in (of, _MARK + of))


def _stands_for_less(name: str, said: Mapping[str, Any], stored: Mapping[str, Any]) -> bool:
    """Whether a field only has text such as "forthcoming" where the stored work has a value."""
    return any(
        name in texts and attribute not in said and attribute in stored
        for attribute, texts in _UNREADABLE.items()
    )


def _is_poor(name: str, value: object) -> bool:
    return name == "@type" and value == "misc"


def _extends(old: object, new: object) -> bool:
    """Whether a list of people completes one that ends in "and others"."""
    if not (_people(old) and _people(new)):
        return False
    assert isinstance(old, tuple)
    assert isinstance(new, tuple)
    named, given = ([p.family for p in people if not p.is_others] for people in (old, new))
    return old[-1].is_others and len(given) > len(named) and given[: len(named)] == named


def _people(value: object) -> bool:
    return isinstance(value, tuple) and bool(value) and isinstance(value[0], Person)


def _same_but_for_style(name: str, old: Any, new: Any) -> bool:
    if name == "@title":
        return title_key(old) == title_key(new)
    if name == "@authors":
        # Initials against full given names, or a list cut short, are no disagreement.
        mine, other = ([fold(p.family) for p in people if not p.is_others] for people in (old, new))
        shorter = min(len(mine), len(other))
        cut = old[-1].is_others or new[-1].is_others
        return mine[:shorter] == other[:shorter] and (cut or len(mine) == len(other))
    return False


def _hash(value: object) -> str:
    text = "\x1f".join(p.name for p in value) if isinstance(value, tuple) else str(value)
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:12]
