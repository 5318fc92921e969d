"""Hits → JSON, Markdown and plain rows (the contract of ``search --format json``)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from causalkb.formats.jsonl import work_to_dict
from causalkb.records import Hit, SearchResult, Work

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+!|<>~$&])")


def hit_to_dict(hit: Hit) -> dict[str, Any]:
    """Return a hit as the README documents it."""
    return {
        "rank": hit.rank,
        "score": round(hit.score, 4),
        "work": work_to_dict(hit.work),
        "passage": {
            "kind": hit.passage.kind.value,
            "text": hit.passage.text,
            "locator": hit.passage.locator,
        },
        "claims": [
            {
                "id": claim.id,
                "text": claim.text,
                "design": None if claim.design is None else claim.design.value,
                "wording": None if claim.wording is None else claim.wording.value,
                "stances": {slug: stance.value for slug, stance in claim.stances.items()},
            }
            for claim in hit.claims
        ],
        "ranks": dict(hit.ranks),
        "scores": {name: round(score, 4) for name, score in hit.scores.items()},
    }


def result_to_dict(result: SearchResult) -> dict[str, Any]:
    """Return a whole search result as the README documents it."""
    return {
        "query": result.query,
        "mode": result.mode.value,
        "questions": [
            {"slug": m.question.slug, "title": m.question.title, "score": round(m.score, 4)}
            for m in result.questions
        ],
        "notes": list(result.notes),
        "hits": [hit_to_dict(hit) for hit in result.hits],
    }


COLUMNS = ("rank", "score", "key", "year", "authors", "title", "kind", "locator", "passage")


def rows(hits: Sequence[Hit]) -> Iterator[tuple[object, ...]]:
    """Yield one plain row a hit, as in ``COLUMNS``."""
    for hit in hits:
        yield (
            hit.rank,
            f"{hit.score:.3f}",
            hit.work.key,
            hit.work.year,
            short_authors(hit.work),
            hit.work.title,
            hit.passage.kind.value,
            hit.passage.locator,
            hit.passage.text,
        )


def to_markdown(result: SearchResult) -> str:
    """Return a search result as a Markdown list."""
    lines = [f"Search: {escape(result.query)}", ""]
    for hit in result.hits:
        work = hit.work
        place = f", {escape(work.venue)}" if work.venue else ""
        lines.append(
            f"{hit.rank}. **{escape(work.title or work.key)}** — {escape(short_authors(work))}"
            f" ({work.year or 'n.d.'}{place}) \\[`{work.key.replace('`', '')}`\\]"
        )
        lines.append(f"   > {escape(' '.join(hit.passage.text.split()))}")
        lines += [f"   - {escape(claim.text)} (`{claim.id}`)" for claim in hit.claims]
        lines.append("")
    return "\n".join(lines)


def escape(text: str) -> str:
    """Return text that Markdown shows as it is.

    >>> escape("*bold* <b>")
    '\\\\*bold\\\\* \\\\<b\\\\>'
    """
    return _MARKDOWN.sub(r"\\\1", text)


def short_authors(work: Work, most: int = 3) -> str:
    """Return "Pearl", "Pearl & Mackenzie", "A, B & C" or "A et al." for a work's authors.

    >>> from causalkb.records import Person
    >>> short_authors(Work("k", authors=(Person("Pearl", "Judea"), Person("Mackenzie", "Dana"))))
    'Pearl & Mackenzie'
    """
    people = work.authors or work.editors
    names = [f"{p.particle} {p.family}".strip() for p in people if not p.is_others]
    if not names:
        return "Anonymous"
    if len(names) > most or len(names) < len(people):
        return f"{names[0]} et al."
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} & {names[-1]}"
