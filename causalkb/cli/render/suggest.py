"""Proposed links on a terminal: many in a list, or one to decide on."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from rich.console import Console, ConsoleOptions, RenderResult
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from causalkb.evidence.proposals import Decided, Proposal, ProposalKind
from causalkb.records import Claim

_EXCERPT = 140
_WHOLE = 900
"""Characters of a passage in the list, and on a card."""
_QUESTION_KEYS = (("y", "accept"),)
_HYPOTHESIS_KEYS = (
    ("s", "supports"),
    ("c", "contradicts"),
    ("l", "qualifies"),
)
_COMMON_KEYS = (("k", "skip"), ("u", "undo"), ("q", "quit"), ("?", "help"))


class Proposals:
    """Proposals by work."""

    def __init__(self, proposals: Sequence[Proposal]) -> None:
        self.proposals = proposals

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for n, ((_, key), group) in enumerate(
            groupby(self.proposals, key=lambda p: (p.skipped, p.work))
        ):
            own = list(group)
            if n:
                yield Text()
            yield Text(own[0].title or "(no title)", style="bold")
            yield Text(key, style="green") + Text("  skipped" * own[0].skipped, style="dim")
            grid = Table.grid(padding=(0, 2))
            grid.add_column(width=6, justify="right")
            grid.add_column(width=10)
            grid.add_column(ratio=1)
            for proposal in own:
                grid.add_row(f"{proposal.score:.2f}", proposal.kind.value, _in_list(proposal))
            yield grid


def _in_list(proposal: Proposal) -> Text:
    text = Text(proposal.slug, style="cyan")
    text.append(f"\n{proposal.reason}", style="dim")
    if proposal.kind is ProposalKind.HYPOTHESIS:
        text.append(f"\n{_place(proposal)}: ", style="dim")
        text.append(_cut(proposal.said, _EXCERPT), style="default")
    return text


class Card:
    """One proposal: the work, its passage, and what it may be linked to."""

    def __init__(self, proposal: Proposal, left: int, assertion: str = "") -> None:
        """Show a proposal of ``left``; ``assertion`` is marked where the passage says it."""
        self.proposal, self.left, self.assertion = proposal, left, assertion

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        proposal = self.proposal
        yield Text()
        title = f"{self.left} left" + (" · skipped before" if proposal.skipped else "")
        yield Rule(Text(title, style="dim"), align="right", style="dim")
        yield Text(proposal.title or "(no title)", style="bold")
        yield Text(proposal.work, style="green") + Text(f"  {_place(proposal)}", style="dim")
        yield Text()
        yield _marked(_around(proposal.said, self.assertion), self.assertion, options)
        yield Text()
        head = Text(f"{proposal.kind.value} ", style="default")
        head.append(proposal.slug, style="bold cyan")
        head.append(f"  {proposal.score:.2f}", style="bold")
        head.append(f"  {proposal.reason}", style="dim")
        yield head
        yield Text(proposal.statement)
        yield Text()


def _around(text: str, assertion: str) -> str:
    """A stretch of a passage that holds the assertion."""
    line = " ".join(text.split())
    start = max(line.find(assertion), 0)
    if start + len(assertion) <= _WHOLE:
        return _cut(line, _WHOLE)
    begin = line.rfind(" ", 0, max(start - _WHOLE // 3, 1)) + 1
    return "… " + _cut(line[begin:], _WHOLE)


def _marked(text: str, assertion: str, options: ConsoleOptions) -> Table:
    """A passage with a bar at its left, so that it stands apart from what is ours."""
    grid = Table.grid(padding=(0, 1))
    grid.add_column(width=1, style="yellow")
    grid.add_column(ratio=1)
    whole = Text(text)
    start = text.find(assertion)
    if assertion and start >= 0:
        whole.stylize("bold underline", start, start + len(assertion))
    width = max(options.max_width - 2, 20)
    for line in whole.wrap(Console(width=width), width):
        grid.add_row("│", line)
    return grid


def keys(proposal: Proposal) -> Text:
    """Return the line that says which keys there are."""
    reject, edit = ("n", "reject"), ("e", "edit")
    if proposal.kind is ProposalKind.QUESTION:
        return _keys(*_QUESTION_KEYS, reject, *_COMMON_KEYS).append("›")
    # On two lines, because one would be broken anywhere on a terminal of 80 columns.
    deciding = _keys(*_HYPOTHESIS_KEYS, reject)
    return deciding.append("\n").append(_keys(edit, *_COMMON_KEYS)).append("›")


def _keys(*keys: tuple[str, str]) -> Text:
    line = Text()
    for key, what in keys:
        line.append(key, style="bold")
        line.append(f" {what}  ", style="dim")
    return line


def pressed(key: str) -> Text:
    """Return the key as an echo."""
    return Text(key if key.isprintable() else "", style="bold")


def draft(claim: Claim) -> Text:
    """Return the claim as it will be linked."""
    return Text("claim ", style="dim") + Text(claim.text, style="default")


def outcome(decided: Decided) -> Text:
    """Return what was done."""
    proposal = decided.proposal
    if not decided.accepted:
        return Text("rejected; it will not come again", style="red")
    what = f"claim {decided.claim}" if decided.claim else proposal.work
    return Text(f"linked {what} to {proposal.slug}", style="green")


def help_on(proposal: Proposal) -> Table:
    """Return what each key does for this proposal."""
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="bold", no_wrap=True)
    grid.add_column(ratio=1)
    if proposal.kind is ProposalKind.QUESTION:
        grid.add_row("y", "Yes, the work is about this question: link it.")
    else:
        made = (
            "The claim shown takes this stance on the hypothesis."
            if proposal.passage.claim
            else "A claim is made of the marked sentence, with this stance."
        )
        grid.add_row("s c l", f"Supports, contradicts or qualifies. {made}")
        grid.add_row("e", "Change the claim in $EDITOR first; then s, c or l.")
    grid.add_row("n", "No. It never comes again, and similar passages score lower.")
    grid.add_row("k space", "Skip: it comes again at the end.")
    grid.add_row("u", "Undo the last decision of this review.")
    grid.add_row("q", "Quit; what was decided is stored, and the next review goes on here.")
    return grid


def _place(proposal: Proposal) -> str:
    passage = proposal.passage
    what = f"claim {passage.claim}" if passage.claim else passage.kind.value
    return f"{what}, {passage.locator}" if passage.locator else what


def _cut(text: str, most: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else line[:most].rsplit(" ", 1)[0] + " …"
