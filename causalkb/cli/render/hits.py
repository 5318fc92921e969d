"""Search results on a terminal."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from causalkb.cli.output import counted
from causalkb.records import Claim, Hit, SearchResult
from causalkb.report.rows.hits import short_authors
from causalkb.vocabulary import Stance

EXCERPT = 320
"""Characters of a passage shown with a hit."""


class Results:
    """A search result: questions that match, then the hits."""

    def __init__(self, result: SearchResult, *, explain: bool = False) -> None:
        self.result = result
        self.explain = explain

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        if self.result.questions:
            yield _questions(self.result)
            yield Text()
        for hit in self.result.hits:
            yield _hit(hit, self.explain)
            yield Text()


def _questions(result: SearchResult) -> Table:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True)
    grid.add_column()
    grid.add_row(Text("Questions", style="dim"), "")
    for match in result.questions:
        grid.add_row(Text(match.question.slug, style="cyan"), Text(match.question.title))
    return grid


def _hit(hit: Hit, explain: bool) -> Table:
    grid = Table.grid(padding=(0, 1), expand=True)
    grid.add_column(width=3, justify="right")
    grid.add_column(ratio=1)
    work = hit.work
    title = Text(work.heading or f"({work.key})", style="bold red" if work.warning else "bold")
    about = Text(f"{short_authors(work)} {work.year or 'n.d.'}")
    if work.venue:
        about.append(f" · {work.venue}", style="dim")
    key = Text(work.key, style="green")
    if work.field:
        key.append(f" · {work.field.value}", style="dim")
    if work.questions:
        key.append(f" · {', '.join(work.questions)}", style="cyan dim")
    lines: list[RenderableType] = [title, about, key]
    passage = _passage(hit)
    if passage:
        lines.append(Padding(passage, (0, 0, 0, 2)))
    lines += list(_claims(hit.claims))
    if explain:
        lines.append(_explain(hit))
    grid.add_row(Text(str(hit.rank), style="dim"), Group(*lines))
    return grid


def _passage(hit: Hit) -> Text:
    """The part of the passage around its first matches, with the matched words marked."""
    passage = hit.passage
    text = Text(passage.text)
    for start, end in hit.matches:
        text.stylize("bold yellow", start, end)
    # The title stands above already.
    lead = len(hit.work.title) if hit.work.title and passage.text.startswith(hit.work.title) else 0
    while lead < len(text) and text.plain[lead] in ". \n":
        lead += 1
    if lead >= len(text):
        return Text()
    start = max(lead, _window(hit, lead))
    end = min(len(text), start + EXCERPT)
    if end < len(text):
        end = max(text.plain.rfind(" ", start, end), start + 1)
    excerpt = _on_one_line(text[start:end])
    if start > lead:
        excerpt = Text("… ") + excerpt
    if end < len(text):
        excerpt.append(" …")
    label = passage.locator or (passage.kind.value if passage.kind != "abstract" else "")
    if label:
        excerpt = Text(f"{label}: ", style="dim") + excerpt
    return excerpt


def _on_one_line(text: Text) -> Text:
    """White space becomes single spaces; marks stay on their words."""
    words = [text[m.start() : m.end()] for m in re.finditer(r"\S+", text.plain)]
    return Text(" ").join(words)


def _window(hit: Hit, lead: int) -> int:
    """Where to begin so that most matches are within ``EXCERPT`` characters, at a word's start."""
    starts = [start for start, _ in hit.matches if start >= lead]
    if not starts or starts[-1] < lead + EXCERPT:
        return lead
    best = max(starts, key=lambda s: (sum(s <= other < s + EXCERPT - 60 for other in starts), -s))
    begin = max(lead, best - 60)
    return begin if begin == lead else hit.passage.text.find(" ", begin) + 1


_LEAN = {Stance.SUPPORTS: "for", Stance.CONTRADICTS: "against", Stance.QUALIFIES: "limits"}


def _claims(claims: Sequence[Claim]) -> Iterator[Padding]:
    """How many claims there are, and how they lean on which hypotheses."""
    if not claims:
        return
    text = Text(counted(len(claims), "claim"), style="dim")
    for stance, word in _LEAN.items():
        slugs = [s for claim in claims for s, own in claim.stances.items() if own is stance]
        if slugs:
            text.append(f" · {word} {', '.join(dict.fromkeys(slugs))}")
    yield Padding(text, (0, 0, 0, 2))


def _explain(hit: Hit) -> Text:
    parts = [f"score {hit.score:.3f}"]
    for name, rank in hit.ranks.items():
        parts.append(f"{name} rank {rank} ({hit.scores[name]:.3f})")
    return Text("  " + " · ".join(parts), style="magenta dim")
