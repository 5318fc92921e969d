"""What a knowledge base holds, in numbers, as rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from causalkb.records import Stats

COLUMNS = ("what", "word", "count")


@dataclass(frozen=True, slots=True)
class Count:
    """One number of the statistics: of works, say, or of works that have a certain word."""

    what: str
    word: str
    count: object


def totals(stats: Stats) -> dict[str, object]:
    """Return what does not count by word, by its label."""
    return {
        "path": stats.path,
        "works": stats.works,
        "notes": stats.notes,
        "claims": stats.claims,
        "passages": stats.passages,
        "people": stats.people,
        "problems of imports": stats.import_problems,
        "size in MiB": round(stats.size / 2**20, 1),
        "model": stats.model or "(none yet)",
        **({"map of vectors": stats.vector_map} if stats.vector_map else {}),
        **({"index": stats.index} if stats.index != "local" else {}),
    }


def by_word(stats: Stats) -> dict[str, Mapping[str, int]]:
    """Return what counts by word, by its label."""
    return {
        "fields": stats.fields,
        "types": stats.types,
        "decades": stats.decades,
        "questions": stats.questions,
        "designs": stats.designs,
    }


def counts(stats: Stats) -> Iterator[Count]:
    """Yield all numbers one by one, those by word last."""
    for what, value in totals(stats).items():
        yield Count(what, "", value)
    for what, found in by_word(stats).items():
        for word, number in found.items():
            yield Count(what, word, number)


def row(count: Count) -> tuple[object, ...]:
    """Return a plain row, as in ``COLUMNS``."""
    return count.what, count.word, count.count
