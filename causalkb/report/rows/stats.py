"""What a knowledge base holds, in numbers, as rows."""

from __future__ import annotations

from collections.abc import Iterator

from causalkb.records import Stats

COLUMNS = ("what", "word", "count")
BY_WORD = ("fields", "types", "decades", "questions", "designs")
"""The attributes of ``Stats`` that count by word."""


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
    }


def by_word(stats: Stats) -> dict[str, dict[str, int]]:
    """Return what counts by word, by its label."""
    return {name: dict(getattr(stats, name)) for name in BY_WORD}


def rows(stats: Stats) -> Iterator[tuple[object, ...]]:
    """Yield plain rows: a label and its value; or a label, a word and its count."""
    yield from totals(stats).items()
    for name, counts in by_word(stats).items():
        for word, count in counts.items():
            yield name, word, count
