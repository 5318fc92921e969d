"""Works that a query names by author and year, or by title, in the ways people write it.

"Pearl 2009", "(Pearl, 2009, p. 5)", "J. Pearl '09", "Pearl's 2009 book on causality", "Smith and
colleagues in 2010", a whole reference: what is neither name nor year must be a word that stands
around citations, or come from the title, so that "causality 2009" stays a topic with a year.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from causalkb.identifiers import title_key
from causalkb.lazy import compiled_on_use
from causalkb.records import Work
from causalkb.search.keyword.analysis import STOP_WORDS
from causalkb.store import lookup
from causalkb.store.store import Store
from causalkb.text import fold

_YEAR = r"(?:1[5-9]|20)\d\d"
_YEAR_IN_BRACKETS = compiled_on_use(rf"\(({_YEAR})[a-z]?\)")
_YEARS = compiled_on_use(rf"(?<![\w.:/-])({_YEAR})[a-z]?(?!\w)|(?<!\w)['’](\d\d)(?![\w'’])")
_KEY = compiled_on_use(rf"([^\W\d_][\w-]*?)({_YEAR})[a-z]?(?:[^\W\d_]*)")
"""A family name and a year in one word, as in keys: "pearl2009", "pearl2009causalty"."""
_GROWN_TOGETHER = compiled_on_use(rf"(?<=[^\W\d_]{{2}})(?={_YEAR}[a-z]?(?!\w))")
_MORE = compiled_on_use(
    r"\bet\.? ?al(?:ii|\b)\.?(?:['’]s)?"
    r"|\bu\. ?a\.|\b(?:and|&|und) (?:his |her |their )?"
    r"(?:co-?(?:authors|workers)|colleagues|others|andere|team)\b(?:['’]s?)?"
)
_PLACE = compiled_on_use(
    rf"\b(?:pp?|ch|chap|chapter|sec|section|vol|no|fig)\b\.? ?(?!{_YEAR}\b)\d+(?:[-–]\d+)?"
)
_POSSESSIVE = compiled_on_use(r"['’]s?(?=\W|$)")
_BREAKS = compiled_on_use(r"[\s\-–—.,;:&()\[\]{}/\"“”?!*]+")

_WORDS_AROUND = """
    argument argued argues article articles author authors book books cf chapter classic co
    colleagues conclusion e ed edition editor editors eds eg essay et experiment experiments famous
    find finding findings found g ibid know known monograph original page paper papers per pp
    preprint publication published recent report review said says see seminal show showed shows
    study studies survey textbook theorem thesis und work works write writes wrote y
"""
_AROUND = STOP_WORDS.union(_WORDS_AROUND.split())
"""Words that stand around an author and a year and say nothing of the topic."""
_SHORTEST_TYPO = 4
"""Shorter words have too many names beside them."""
_FEWEST_TITLE_WORDS = 3
"""A shorter title alone is a topic."""
_MOST_NAMES = 4
_SUBTITLE = compiled_on_use(r"[:?.] | [-–—] ")


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a query says: the years that it may mean, its other words, whether it says "et al."."""

    years: tuple[int, ...]
    words: tuple[str, ...]
    more: bool


def by_author_and_year(text: str, store: Store, is_word: Callable[[str], bool]) -> list[int]:
    """Return the works that a text names by author and year, the likeliest first.

    Args:
        text: The free text of the query, as typed.
        store: Where the works are.
        is_word: Whether some passage has a word. One that none has may be a mistyped name.
    """
    asked = _read(text)
    if not (asked.years and asked.words):
        return []
    found = _matching(asked, asked.words, store)
    if not found:
        corrected = _corrected(asked, store, is_word)
        found = _matching(asked, corrected, store) if corrected != asked.words else []
    return found


def by_title(text: str, store: Store) -> list[int]:
    """Return works of which a text is the title, or the title before its subtitle.

    A title of less than three words needs a name before or behind it: "Pearl's Causality",
    "Causality by Judea Pearl".
    """
    words = text.split()
    if len(words) >= _FEWEST_TITLE_WORDS and (found := _titled(text, store)):
        return found
    for n in range(1, min(_MOST_NAMES, len(words) - 1) + 1):
        for names, title in ((words[:n], words[n:]), (words[-n:], words[:-n])):
            wanted = {w for w in _words(fold(" ".join(names))) if w not in _AROUND}
            # What is left may be short, and begin the titles of a tenth of all works.
            if not wanted or not lookup.are_names(store.database.conn, wanted):
                continue
            found = _titled(" ".join(title).strip(" ,()"), store)
            works = store.works.many(found)
            if by := [w for w in found if wanted <= _names_of(works[w])]:
                return by
    return []


def _titled(text: str, store: Store) -> list[int]:
    asked = title_key(text)
    titles = lookup.titles_from(store.database.conn, asked)
    return [
        work_id
        for work_id, title in titles
        if asked in (title_key(title), title_key(_SUBTITLE.split(title, maxsplit=1)[0]))
    ]


def _names_of(work: Work) -> set[str]:
    people = (f"{p.given} {p.particle} {p.family}" for p in (*work.authors, *work.editors))
    return {word for name in people for word in _words(fold(name))}


def _read(text: str) -> _Asked:
    folded = fold(text.strip()).replace("’", "'")
    if key := _KEY.fullmatch(folded):
        folded = f"{key[1]} {key[2]}"
    folded = _GROWN_TOGETHER.sub(" ", folded)
    written = _YEAR_IN_BRACKETS.findall(folded)
    rest, more = _MORE.subn(" ", _PLACE.sub(" ", folded))
    years: set[int] = set()
    if len(set(written)) == 1:
        years = {int(written[0])}
    else:
        for long, short in _YEARS.findall(rest):
            years |= {int(long)} if long else {1900 + int(short), 2000 + int(short)}
        if len({year % 100 for year in years}) != 1:
            years = set()
    words = _words(_YEARS.sub(" ", _YEAR_IN_BRACKETS.sub(" ", rest)))
    return _Asked(tuple(sorted(years)), tuple(dict.fromkeys(words)), bool(more))


def _words(text: str) -> list[str]:
    text = _POSSESSIVE.sub(" ", text.replace("’", "'"))
    return [word for word in _BREAKS.split(text) if any(map(str.isalnum, word))]


def _matching(asked: _Asked, words: tuple[str, ...], store: Store) -> list[int]:
    """Return the works that words name; those whose first author they name come first."""
    ranked: list[tuple[bool, bool, int]] = []
    for year in asked.years:
        works = lookup.authors_of_year(store.database.conn, year, set(words))
        named: dict[int, tuple[bool, bool]] = {}
        open_: dict[int, set[str]] = {}
        for work_id, authors in works.items():
            families = [_families(family) for family, _ in authors]
            hit = [n for n, family in enumerate(families) if family & set(words)]
            rest = set(words) - _names((full for _, full in authors), words)
            if not hit:
                continue
            named[work_id] = hit[0] != 0, len(authors) != len(hit) and not asked.more
            matched = set().union(*(families[n] for n in hit)) & set(words)
            if matched <= STOP_WORDS and rest:
                continue  # "do", "he" and "in" are names of people, too
            if rest - _AROUND:
                open_[work_id] = rest
            else:
                ranked.append((*named[work_id], work_id))
        titles = store.works.many(open_)
        ranked += [
            (*named[w], w) for w, rest in open_.items() if _of_title(rest, words, titles[w].title)
        ]
    return [work_id for _, _, work_id in sorted(ranked)]


def _families(family: str) -> set[str]:
    """The words of a family name that name a person: without particles, if there are others."""
    words = set(_words(fold(family)))
    return {word for word in words if len(word) > 3} or words


def _names(fulls: Iterable[str], words: tuple[str, ...]) -> set[str]:
    """Return those of some words that are names or initials of the authors."""
    found: set[str] = set()
    for full in fulls:
        names = _words(full)
        initials = "".join(name[0] for name in names)
        found |= {w for w in words if w in names or (len(w) <= 3 and w in initials)}
    return found


def _of_title(rest: set[str], words: tuple[str, ...], title: str) -> bool:
    """Whether words come from a title, or hold all of it, as a whole reference does."""
    own = {_stem(word) for word in _words(fold(title))}
    if {_stem(word) for word in rest - _AROUND} <= own:
        return True
    return len(own) >= _FEWEST_TITLE_WORDS and own <= {_stem(word) for word in words}


def _stem(word: str) -> str:
    return word.removesuffix("s")


def _corrected(asked: _Asked, store: Store, is_word: Callable[[str], bool]) -> tuple[str, ...]:
    """Return the words with mistyped family names put right: one slip, and no word otherwise."""
    typos = {
        word
        for word in asked.words
        if len(word) >= _SHORTEST_TYPO and word.isalpha() and word not in _AROUND
    }
    typos = {word for word in typos if not is_word(word)}
    if not typos:
        return asked.words
    known = list(dict.fromkeys(_family_words(asked.years, store)))
    return tuple(_nearest(word, known) if word in typos else word for word in asked.words)


def _family_words(years: Iterable[int], store: Store) -> Iterator[str]:
    for year in years:
        for authors in lookup.authors_of_year(store.database.conn, year).values():
            for family, _ in authors:
                yield from _families(family)


def _nearest(word: str, known: list[str]) -> str:
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    near = process.extractOne(word, known, scorer=OSA.distance, score_cutoff=1)
    return word if near is None else near[0]
