"""Known items: works that a query names by identifier, citation key, author and year, or acronym.

Such works come first in a search, whatever their texts. Every look-up uses an index of the
store; only an ISBN, which has no column of its own, costs a pass over the field values.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from causalkb.lazy import compiled_on_use
from causalkb.search.query.query import Query, parse_query
from causalkb.search.references import by_author_and_year, by_title
from causalkb.store import lookup
from causalkb.store.store import Store
from causalkb.text import fold

if TYPE_CHECKING:
    from causalkb.search.search_index import SearchIndex

MAX_KNOWN = 10
"""Works put first at most; a query that names more names none in particular."""

_CITATION = compiled_on_use(r"\\[A-Za-z]*cite[A-Za-z]*\*?(?:\[[^\]]*\])*\{([^{},]+)\}")
_LONGEST_MENTION = 200
"""Words of a query among which an identifier is looked for."""
_LAST_YEAR = 9_999
_ISBN = compiled_on_use(r"(?:97[89])?\d{9}[\dx]", re.IGNORECASE)
_ISBN_IN_TEXT = compiled_on_use(r"(?<!\d)\d[\d -]{8,15}[\dXx](?!\d)")
_ACRONYM = compiled_on_use(r"[A-Z][A-Za-z]?[A-Z]{1,4}s?")
_LOOKED_AT = 50

ACRONYMS = {
    "ATE": "average treatment effect",
    "CID": "causal influence diagram",
    "CRL": "causal representation learning",
    "DAG": "directed acyclic graph",
    "DID": "difference in differences",
    "ICM": "independent causal mechanisms",
    "ICP": "invariant causal prediction",
    "IIA": "interchange intervention accuracy",
    "IRM": "invariant risk minimization",
    "LATE": "local average treatment effect",
    "RCT": "randomized controlled trial",
    "RDD": "regression discontinuity design",
    "SCM": "structural causal model",
    "SEM": "structural equation model",
}
"""What acronyms of the field stand for; those that a passage defines are found without it."""


@dataclass(frozen=True, slots=True)
class Known:
    """A work that a query names, and by what: "DOI", "author and year", ..."""

    work_id: int
    by: str


def known_items(query: Query, store: Store, index: SearchIndex) -> list[Known]:
    """Return the works that a query names, the likeliest first.

    A citation key or acronym among other words is an ordinary word; a DOI or arXiv id is not.
    """
    text = _bare(query)
    if not text or query.excluded:
        return []
    for by, found in _ways(text, query, store, index):
        if found and len(found) <= MAX_KNOWN:
            return [Known(work_id, by) for work_id in found]
    return []


def unknown_identifier(query: Query, store: Store) -> str:
    """Say that no work has the DOI or arXiv id that a query is; nothing of any other query."""
    found = lookup.identified(store.database.conn, _bare(query))
    return f"no work has the {found[0]} {_bare(query)}" if found and not found[1] else ""


def _bare(query: Query) -> str:
    """What was typed, without the marks of a citation around it."""
    text = query.raw.strip()
    if citation := _CITATION.fullmatch(text):
        text = citation[1]
    return text.strip("@[]()<>;,").strip()


def _ways(
    text: str, query: Query, store: Store, index: SearchIndex
) -> Iterator[tuple[str, list[int]]]:
    if " " not in text and store.works.has(text):
        yield "citation key", [store.works.id_of(text)]
    if any(map(str.isdigit, text)):
        found = lookup.identified(store.database.conn, text)
        if found is not None:
            yield found
        yield "ISBN", _by_isbn(text, store)
        yield from _mentioned(text, store)
        if " " not in text and (key := store.works.alias(text)) is not None:
            yield "citation key", [store.works.id_of(key)]
        if not query.phrases:
            yield "author and year", _by_author_and_year(query, store, index)
    yield "title", by_title(text, store)
    if _ACRONYM.fullmatch(text):
        yield "acronym", _by_acronym(text.removesuffix("s"), store, index)


def _mentioned(text: str, store: Store) -> Iterator[tuple[str, list[int]]]:
    """Yield the works whose identifier stands among other words, as in a whole reference."""
    words = text.split()[:_LONGEST_MENTION]
    for word in words if len(words) > 1 else ():
        found = lookup.identified(store.database.conn, word.strip("()[]<>{},;.\"'"))
        if found is not None and found[1]:
            yield found


def _by_author_and_year(query: Query, store: Store, index: SearchIndex) -> list[int]:
    def is_word(word: str) -> bool:
        return bool(index.keyword(Query(word, word, terms=(word,)), 1))

    return by_author_and_year(parse_query(query.raw).text, store, is_word)


def _by_isbn(text: str, store: Store) -> list[int]:
    digits = re.sub(r"[\s-]+", "", re.sub(r"^isbn(?:-1[03])?:?\s*", "", text, flags=re.IGNORECASE))
    if not _ISBN.fullmatch(digits):
        return []
    return [
        work_id
        for work_id, value in lookup.values_of(store.database.conn, "isbn")
        if any(_core(each) == _core(digits) for each in _ISBN_IN_TEXT.findall(value))
    ]


def _core(isbn: str) -> str:
    """Return the nine digits that the ten-digit and the thirteen-digit ISBN share."""
    return re.sub(r"[\s-]+", "", isbn)[:-1][-9:]


def _by_acronym(acronym: str, store: Store, index: SearchIndex) -> list[int]:
    """Return works that define an acronym in the title, in the citation key or in brackets."""
    meaning = ACRONYMS.get(acronym.upper(), "")
    grades = dict.fromkeys(lookup.with_key_end(store.database.conn, acronym.lower()), 3)
    asked = [Query(acronym, acronym, terms=(acronym,))]
    if meaning:
        asked.append(Query(meaning, meaning, phrases=(meaning,)))
    found = [passage for each in asked for passage, _ in index.keyword(each, _LOOKED_AT)]
    for work_id, passage in store.passages.many(found).values():
        if re.search(rf"\({re.escape(acronym)}s?[);,]", passage.text):
            grades[work_id] = max(grades.get(work_id, 0), 1)
        elif not meaning or _letters(meaning) not in _letters(passage.text):
            continue
        grades.setdefault(work_id, 0)
    works = store.works.many(grades)
    for work_id, work in works.items():
        if meaning and _letters(meaning) in _letters(work.title):
            grades[work_id] += 2
    order = sorted(works, key=lambda w: (-grades[w], works[w].year or _LAST_YEAR, w))
    return [work_id for work_id in order if grades[work_id]][:MAX_KNOWN]


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", " ", fold(text)).replace("isation", "ization")
