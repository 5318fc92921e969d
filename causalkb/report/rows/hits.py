"""Search hits as Markdown and as plain rows."""

from __future__ import annotations

from causalkb.lazy import compiled_on_use
from causalkb.records import Hit, SearchResult, Work

_MARKDOWN = compiled_on_use(r"([\\`*_{}\[\]()#+!|<>~$&])")


COLUMNS = ("rank", "score", "key", "year", "authors", "title", "kind", "locator", "passage")


def row(hit: Hit) -> tuple[object, ...]:
    """Return a plain row, as in ``COLUMNS``."""
    return (
        hit.rank,
        f"{hit.score:.3f}",
        hit.work.key,
        hit.work.year,
        short_authors(hit.work),
        hit.work.heading,
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
            f"{hit.rank}. **{escape(work.heading or work.key)}** — {escape(short_authors(work))}"
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
