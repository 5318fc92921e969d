"""The query language: English with "phrases", ``-exclusions`` and ``prefix:value`` filters.

>>> query = parse_query('do rats intervene? "causal model" -pigeons field:economics year:2006-')
>>> query.text
'do rats intervene? causal model'
>>> query.phrases, query.excluded, query.filters.year_from
(('causal model',), ('pigeons',), 2006)

Whatever is not clearly an operator is an ordinary word: a URL, "Causality: models", a stray quote,
``AND``, brackets. Only a known prefix with an impossible value is refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from typing import Any, TypeVar

from causalkb.errors import InputError, nearest
from causalkb.lazy import compiled_on_use
from causalkb.records import Filters
from causalkb.vocabulary import Design, Field, Rung, Stance

MAX_CHARACTERS = 2_000
"""Free text beyond this many characters is not used: the encoder reads some 256 tokens anyway."""

LAST_YEAR = 2_100

_Word = TypeVar("_Word", bound=StrEnum)

_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»＂", '"'))
# Control and zero-width characters, and lone surrogates, which cannot be encoded as UTF-8.
_INVISIBLE = compiled_on_use("[\x00-\x1f\x7f-\x9f\u200b\u2060\ufeff\ud800-\udfff]+")
_ITEM = compiled_on_use(
    r"""
    (?: (?<!\S) [(\[{]* (?P<minus>-)? (?P<prefix>[A-Za-z]+) : (?="[^"]*"|[^\s"])
      | (?<!\S) (?P<not>-) (?=["\w]) )?
    (?: "(?P<quoted>[^"]*)" | (?P<bare>[^\s"]+) | " )
    """,
    re.VERBOSE,
)
_SEPARATORS = compiled_on_use(r"""[\s()\[\]{}<>,;:!?*/\\|=~^`"，。！？；：（）「」『』、…—]+""")
_EDGES = "'’‘.-–‐‑_#$%&@+"
_YEARS = compiled_on_use(r"(?P<first>\d*)(?P<dash>-|–|:|\.\.)?(?P<last>\d*)")


@dataclass(frozen=True, slots=True)
class Query:
    """A query taken apart.

    Attributes:
        raw: What was typed.
        text: The free text without operators, for the embedding model; may be empty.
        terms: The words to look for, as typed but without punctuation around them; a word that is
            repeated counts as often.
        phrases: Quoted phrases; a result must contain every one.
        excluded: Words or phrases that no result may contain.
        filters: What ``prefix:value`` pairs ask for.
        notes: What was done to the query, for the user.
    """

    raw: str
    text: str
    terms: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    filters: Filters = field(default_factory=Filters)
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Item:
    value: str
    quoted: bool
    negated: bool
    prefix: str
    source: str


def parse_query(text: str) -> Query:
    """Take a query apart.

    Raises:
        InputError: The query is empty, or a known prefix has an impossible value.
    """
    filters = Filters()
    free: list[str] = []
    terms: list[str] = []
    phrases: list[str] = []
    excluded: list[str] = []
    room, cut = MAX_CHARACTERS, False
    for item in _items(_INVISIBLE.sub(" ", text).translate(_QUOTES)):
        if item.prefix:
            filters = merge_filters(filters, _filter(item))
            continue
        room -= len(item.value) + 1
        if room < -1 and free:
            cut = True
        elif item.negated:
            excluded += [item.value] if item.quoted else _words(item.value)
        else:
            free.append(item.value[:MAX_CHARACTERS])
            cut = cut or len(item.value) > MAX_CHARACTERS
            if item.quoted:
                phrases.append(free[-1])
            else:
                terms += _words(free[-1])
    sought = " ".join(free) if terms or phrases else ""
    if not sought and not filters:
        raise InputError(_why_empty(bool(excluded)))
    return Query(
        raw=text,
        text=sought,
        terms=tuple(terms),
        phrases=_once(phrases),
        excluded=_once(excluded),
        filters=filters,
        notes=(_CUT,) if cut else (),
    )


_CUT = f"the query is long: only its first {MAX_CHARACTERS:,} characters were used"


def merge_filters(a: Filters, b: Filters) -> Filters:
    """Join two sets of filters: values of one attribute become alternatives, year ranges intersect.

    Raises:
        InputError: The year ranges do not overlap, or one asks for claims and the other
            excludes them.

    >>> merged = merge_filters(Filters(tags=("rats",), year_from=2000), Filters(tags=("ants",)))
    >>> merged.tags, merged.year_from
    (('rats', 'ants'), 2000)
    """
    changes: dict[str, Any] = {}
    for name in (each.name for each in fields(Filters)):
        first, second = getattr(a, name), getattr(b, name)
        if isinstance(first, tuple):
            changes[name] = tuple(dict.fromkeys(first + second))
        elif first is None or second is None:
            changes[name] = second if first is None else first
        elif name == "has_claims":
            if first != second:
                raise InputError("works cannot both have claims and have none; drop one of the two")
        else:
            changes[name] = max(first, second) if name == "year_from" else min(first, second)
    merged = replace(a, **changes)
    _check_years(merged.year_from, merged.year_to)
    return merged


def _items(text: str) -> Iterator[_Item]:
    for match in _ITEM.finditer(text):
        quoted = match["quoted"]
        value = match["bare"] or "" if quoted is None else " ".join(quoted.split())
        prefix = (match["prefix"] or "").casefold()
        negated = bool(match["minus"] or match["not"])
        if prefix and prefix not in _FILTERS:
            # An unknown prefix is part of an ordinary word (a URL, "Causality:models").
            if quoted is None:
                value = f"{match['prefix']}:{value}"
            else:
                yield _Item(match["prefix"], False, negated, "", match[0])
            prefix = ""
        if prefix or _has_word(value):
            yield _Item(value, quoted is not None, negated, prefix, match[0].lstrip("([{"))
        elif value and not negated:
            # Not searchable (an emoji, a dash), but part of what the embedding model may read.
            yield _Item(value, False, False, "", match[0])


def _has_word(text: str) -> bool:
    return any(character.isalnum() for character in text)


def _words(text: str) -> list[str]:
    words = (word.strip(_EDGES) for word in _SEPARATORS.split(text))
    return [word for word in words if _has_word(word)]


def parse_filter(prefix: str, values: Iterable[str]) -> Filters:
    """Read values as ``prefix:value`` in a query would, for an option of the same name.

    Raises:
        InputError: A value is not in the prefix's vocabulary.
    """
    return _FILTERS[prefix](list(values))


def _once(words: Iterable[str]) -> tuple[str, ...]:
    return tuple({word.casefold(): word for word in reversed(list(words))}.values())[::-1]


def _why_empty(excludes: bool) -> str:
    if excludes:
        return (
            "the query only excludes words; add a word to look for, or a filter such as year:2015-"
        )
    return "the query is empty: give some words, or a filter such as field:psychology or year:2015-"


def _filter(item: _Item) -> Filters:
    if item.negated:
        raise InputError(
            f"{item.source!r}: a filter cannot be excluded; '-' is for words and phrases"
        )
    # A quoted value is one value; an unquoted one may list alternatives.
    # A DOI may hold commas and end in a bracket.
    whole = item.quoted or item.prefix == "doi"
    pieces = [item.value] if whole else item.value.rstrip(")]};").split(",")
    values = [piece.strip() for piece in pieces if piece.strip()]
    if not values:
        raise InputError(
            f"{item.source!r} has no value; write for example {_EXAMPLES[item.prefix]}"
        )
    return _FILTERS[item.prefix](values)


def _member(kind: type[_Word], prefix: str, value: str) -> _Word:
    word = re.sub(r"[\s_]+", "-", value.strip().casefold())
    try:
        return kind(word)
    except ValueError:
        allowed = [member.value for member in kind]
        close = nearest(word, allowed, 1)
        hint = f"; did you mean {close[0]}?" if close else ""
        raise InputError(
            f"{value!r} is not a {prefix}{hint} (allowed: {', '.join(allowed)})"
        ) from None


def _years(values: list[str]) -> Filters:
    found = Filters()
    for value in values:
        match = _YEARS.fullmatch(value)
        if match is None or not (match["first"] or match["last"]):
            raise InputError(f"{value!r} is not a year; write 2015, 2009-2015, 2009- or -2015")
        first = _year(match["first"])
        last = _year(match["last"]) if match["dash"] else first
        found = merge_filters(found, Filters(year_from=first, year_to=last))
    return found


def _year(digits: str) -> int | None:
    if not digits:
        return None
    # Compared by length first: int() of thousands of digits is slow and refused.
    if len(digits) > 4 or not 1 <= int(digits) <= LAST_YEAR:
        raise InputError(f"{digits[:20]!r} is not a year between 1 and {LAST_YEAR}")
    return int(digits)


def _check_years(first: int | None, last: int | None) -> None:
    if first is not None and last is not None and first > last:
        raise InputError(f"no year is both {first} or later and {last} or earlier")


def _stances(values: list[str]) -> Filters:
    pairs = []
    for value in values:
        hypothesis, equals, stance = value.partition("=")
        if not (hypothesis and equals):
            raise InputError(
                f"{value!r} is not a stance; write HYPOTHESIS=STANCE, for example "
                f"{_EXAMPLES['stance']}"
            )
        pairs.append((hypothesis.strip(), _member(Stance, "stance", stance)))
    return Filters(stances=tuple(pairs))


def _dois(values: list[str]) -> Filters:
    from causalkb.identifiers import normalise_doi

    found = [(value, normalise_doi(value)) for value in values]
    for value, doi in found:
        if doi is None:
            raise InputError(f"{value!r} is not a DOI; write for example {_EXAMPLES['doi']}")
    return Filters(dois=tuple(doi for _, doi in found if doi))


def _arxivs(values: list[str]) -> Filters:
    from causalkb.identifiers import normalise_arxiv

    found = [(value, normalise_arxiv(value)) for value in values]
    for value, arxiv in found:
        if arxiv is None:
            example = _EXAMPLES["arxiv"]
            raise InputError(f"{value!r} is not an arXiv id; write for example {example}")
    return Filters(arxivs=tuple(arxiv for _, arxiv in found if arxiv))


_FILTERS: dict[str, Callable[[list[str]], Filters]] = {
    "author": lambda values: Filters(authors=tuple(values)),
    "venue": lambda values: Filters(venues=tuple(values)),
    "year": _years,
    "field": lambda values: Filters(fields=tuple(_member(Field, "field", v) for v in values)),
    "question": lambda values: Filters(questions=tuple(values)),
    "tag": lambda values: Filters(tags=tuple(values)),
    "type": lambda values: Filters(types=tuple(value.casefold() for value in values)),
    "design": lambda values: Filters(designs=tuple(_member(Design, "design", v) for v in values)),
    "rung": lambda values: Filters(rungs=tuple(_member(Rung, "rung", v) for v in values)),
    "key": lambda values: Filters(keys=tuple(values)),
    "doi": _dois,
    "arxiv": _arxivs,
    "stance": _stances,
}

_EXAMPLES = {
    "author": "author:pearl",
    "venue": "venue:cognition",
    "year": "year:2009-2015",
    "field": "field:psychology",
    "question": "question:interventions",
    "tag": "tag:rats",
    "type": "type:article",
    "design": "design:experiment",
    "rung": "rung:intervention",
    "key": "key:pearl2009causality",
    "doi": "doi:10.1126/science.1121872",
    "arxiv": "arxiv:2102.11107",
    "stance": "stance:observation-suffices=contradicts",
}
