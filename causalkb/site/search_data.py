"""What the search page works with: scripts that hold data, so that a page on a disk finds them.

``data/works.js`` holds the works with what filters need, ``data/claims.js`` the words of the
claims, ``data/export-N.js`` works and claims as BibTeX, CSV and JSON, for downloads.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from causalkb.formats import tabular
from causalkb.formats.jsonl import claim_to_dict, work_to_dict
from causalkb.records import Claim
from causalkb.report.rows import claims as claim_rows
from causalkb.report.rows.works import authors
from causalkb.site.content import Content
from causalkb.site.links import Links
from causalkb.text import clean_line
from causalkb.vocabulary import Design, Field, Rung, Stance

SHARD = 250
"""Works in a file of downloads."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a filter, with the words shown for it and the heading it stands under."""

    value: str
    label: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter of the search page: its name in the address, its label, and its values."""

    name: str
    label: str
    choices: tuple[Choice, ...]

    @property
    def groups(self) -> list[tuple[str, list[Choice]]]:
        """The choices under their headings, in their order."""
        return [(name, list(some)) for name, some in groupby(self.choices, lambda c: c.group)]


def filters_of(content: Content) -> tuple[Filter, ...]:
    """Return the filters with the values that occur, each in the order of its vocabulary."""
    claims = content.all_claims
    hypotheses = [(item.view, one) for item in content.weighed for one in item.view.hypotheses]
    populations = {claim.population for claim in claims if claim.population}
    parents = {name.partition("/")[0] for name in populations}
    tags = {tag for work in content.works for tag in work.tags}
    tags |= {tag for claim in claims for tag in claim.tags}
    return (
        Filter("field", "Field", _words(Field, (work.field for work in content.works))),
        Filter(
            "question",
            "Question",
            tuple(Choice(i.view.slug, i.view.title) for i in content.weighed),
        ),
        Filter(
            "hypothesis",
            "Hypothesis",
            tuple(Choice(o.slug, f"{o.label}: {o.name}", q.title) for q, o in hypotheses),
        ),
        Filter("stance", "Stance", _words(Stance, [*Stance] if hypotheses else [])),
        Filter("design", "Design", _words(Design, (claim.design for claim in claims))),
        Filter(
            "population", "Population", tuple(Choice(p, p) for p in sorted(populations | parents))
        ),
        Filter(
            "paradigm",
            "Paradigm",
            tuple(Choice(p, p) for p in sorted({c.paradigm for c in claims if c.paradigm})),
        ),
        Filter("rung", "Rung", _words(Rung, (claim.rung for claim in claims))),
        Filter("tag", "Tag", tuple(Choice(tag, tag) for tag in sorted(tags))),
    )


def _words(vocabulary: Iterable[Any], used: Iterable[object]) -> tuple[Choice, ...]:
    found = set(used)
    return tuple(Choice(w.value, in_words(w.value)) for w in vocabulary if w in found)


def in_words(value: str) -> str:
    """Return a word of a vocabulary as a sentence has it.

    >>> in_words("ai-safety"), in_words("natural-experiment")
    ('AI safety', 'natural experiment')
    """
    return re.sub(r"^ai\b", "AI", value.replace("-", " "))


def scripts(content: Content, links: Links) -> Iterator[tuple[str, str]]:
    """Yield the name and the text of each data file."""
    numbers = _Numbers(content)
    works = [_work(work, content.claims[work.key], numbers, links) for work in content.works]
    data = {"words": numbers.words, "hypotheses": _hypotheses(content, links), "works": works}
    yield "data/works.js", _script("works", data)
    texts = [[clean_line(c.text) for c in content.claims[w.key]] for w in content.works]
    yield "data/claims.js", _script("claims", texts)
    header = {
        "works": tabular.format_rows(tabular.COLUMNS, []),
        "claims": tabular.format_rows(claim_rows.COLUMNS, []),
        "shard": SHARD,
    }
    yield "data/export.js", _script("header", header)
    for start in range(0, len(content.works), SHARD):
        entries = [
            [
                content.bibtex[work.key],
                _csv(tabular.row(work)),
                work_to_dict(work),
                [[_csv(_cells(c)), claim_to_dict(c)] for c in content.claims[work.key]],
            ]
            for work in content.works[start : start + SHARD]
        ]
        number = start // SHARD
        yield f"data/export-{number}.js", _script(f"export{number}", entries)


def _script(name: str, data: object) -> str:
    """Data as a script. JSON is JavaScript but for two line separators, which are escaped."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for separator in ("\u2028", "\u2029"):
        text = text.replace(separator, f"\\u{ord(separator):04x}")
    return f"(window.causalkb=window.causalkb||{{}}).{name}={text};\n"


def _csv(cells: Sequence[str]) -> str:
    """One line of CSV; what a spreadsheet would run is made harmless, as in every export."""
    return tabular.format_rows([], [cells]).removeprefix("\n")


def _cells(claim: Claim) -> list[str]:
    return ["" if cell is None else str(cell) for cell in claim_rows.row(claim)]


class _Numbers:
    """Numbers for words, so that the data stay small."""

    def __init__(self, content: Content) -> None:
        self.words = {f.name: [choice.value for choice in f.choices] for f in filters_of(content)}
        self._of: Mapping[str, Mapping[str, int]] = {
            name: {word: n for n, word in enumerate(words)} for name, words in self.words.items()
        }

    def of(self, name: str, word: object) -> int:
        """The number of a word, -1 where there is none."""
        return -1 if word is None else self._of[name].get(str(word), -1)

    def all(self, name: str, words: Iterable[object]) -> list[int]:
        """The numbers of the words that are known."""
        return [n for word in words if (n := self.of(name, word)) >= 0]


def _work(work: Any, claims: Sequence[Claim], numbers: _Numbers, links: Links) -> list[Any]:
    name = links.names[work.key]
    return [
        work.key,
        clean_line(work.title),
        clean_line(authors(work)),
        work.year,
        clean_line(work.venue or ""),
        numbers.of("field", work.field),
        numbers.all("question", work.questions),
        numbers.all("tag", work.tags),
        [_claim(claim, numbers) for claim in claims],
        "" if name == work.key else name,
    ]


def _claim(claim: Claim, numbers: _Numbers) -> list[Any]:
    stances = [
        [h, numbers.of("stance", stance)]
        for slug, stance in claim.stances.items()
        if (h := numbers.of("hypothesis", slug)) >= 0
    ]
    return [
        int(claim.id.rpartition("#")[2]),
        numbers.of("design", claim.design),
        numbers.of("rung", claim.rung),
        numbers.of("population", claim.population),
        numbers.of("paradigm", claim.paradigm),
        stances,
        numbers.all("tag", claim.tags),
    ]


def _hypotheses(content: Content, links: Links) -> list[list[Any]]:
    slugs = [item.view.slug for item in content.weighed]
    return [
        [
            one.slug,
            slugs.index(item.view.slug),
            one.label,
            one.statement,
            one.verdict,
            one.certainty,
            links.hypothesis(one.slug),
            one.favour,
            one.against,
        ]
        for item in content.weighed
        for one in item.view.hypotheses
    ]
