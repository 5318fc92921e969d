"""``review --claims``: candidates one by one, a key each."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from causalkb.cli import output
from causalkb.cli.app import opened, say
from causalkb.cli.editor import edit_and_save
from causalkb.cli.proposed import say_shortened
from causalkb.errors import CausalKBError
from causalkb.records import Candidate, Claim, Filters, Warrant
from causalkb.vocabulary import Directness, Stance

if TYPE_CHECKING:
    from collections.abc import Callable

    from causalkb.cli.render.candidates import Sides
    from causalkb.knowledge_base import KnowledgeBase

_SIDES = {
    "s": Stance.SUPPORTS,
    "c": Stance.CONTRADICTS,
    "l": Stance.QUALIFIES,
    "t": Stance.NEUTRAL,
}
_IN_VAIN = 40
"""Candidates in a row without an accepted one after which stopping is suggested."""
_EVERY = 10
"""Decisions after which the others are put in order anew."""
_PAGE = re.compile(r"\bp\. (\d+)$")
_TABLED = 2
"""Claims shown of each side of the hypothesis that is chosen."""


@dataclass
class _Open:
    """The candidate on the screen with the claim that it would become."""

    candidate: Candidate
    claim: Claim
    hypothesis: int = 0
    taken_on: str = ""
    """The hypothesis on which the side that the candidate was marked with is taken."""

    def choose(self, hypothesis: int) -> None:
        """Choose a hypothesis, and take on it the side with which the candidate was marked."""
        stances = {s: side for s, side in self.claim.stances.items() if s != self.taken_on}
        self.hypothesis, self.taken_on = hypothesis, ""
        if self.candidate.side and self.slug not in stances:
            stances[self.slug] = self.candidate.side
            self.taken_on = self.slug
        self.claim = replace(self.claim, stances=stances)

    @property
    def slug(self) -> str:
        near = self.candidate.hypotheses
        return near[self.hypothesis].slug if near else ""


def review_claims(
    kb: Path | None,
    key: str | None,
    wanted: Filters,
    at_least: float | None,
    press: Callable[[], str],
) -> None:
    """Go through candidates until the last or until the person quits; each decision is stored."""
    with opened(kb) as base:
        with output.progress_bar() as progress:
            read = base.proposals.claims(key, wanted, at_least=at_least, progress=progress)
        found = read.found
        if found and (silent := len(read.without_text) + len(read.without_claim)):
            say(f"{output.counted(silent, 'work')} without a candidate; --at-least 0 shows more")
        say_shortened(read)
        if not found:
            say("no candidates; 'causalkb suggest --claims --at-least 0' shows all sentences")
            return
        todo = list(base.proposals.in_order(found))
        if base.proposals.has_learned():
            say("in the order of what you accepted so far")
        done = _walk(base, todo, press)
        if done.accepted:
            base.sync()
        left = len(todo) - done.at
        made = output.counted(done.accepted, "claim")
        say(f"accepted {made}, set aside {done.aside}; {left} left")


@dataclass
class _Done:
    at: int = 0
    accepted: int = 0
    aside: int = 0
    in_vain: int = 0


def _walk(base: KnowledgeBase, todo: list[Candidate], press: Callable[[], str]) -> _Done:
    done = _Done()
    decided: list[tuple[Candidate, bool]] = []
    commands: list[tuple[int, bool]] = []
    one: _Open | None = None
    while done.at < len(todo):
        # What was written for a candidate whose claim cannot be stored is there to be put right.
        one = one or _Open(todo[done.at], base.proposals.draft_of(todo[done.at]))
        try:
            answer = _ask(base, one, len(todo) - done.at, press)
        except (KeyboardInterrupt, EOFError, typer.Abort):
            break
        if answer == "q":
            break
        if answer == "u":
            if not commands:
                say("nothing to take back")
                continue
            last, accepted = commands.pop()
            base.undo(last)
            done.at -= 1
            decided.pop()
            done.accepted -= accepted
            done.aside -= not accepted
            one = None
            continue
        command = _decided(base, one, answer)
        if command is None:
            continue
        one = None
        commands.append((command, answer == "y"))
        decided.append((todo[done.at], answer == "y"))
        done.at += 1
        if done.at % _EVERY == 0:
            todo[done.at :] = base.proposals.in_order(todo[done.at :], decided)
        done.accepted += answer == "y"
        done.aside += answer != "y"
        done.in_vain = 0 if answer == "y" else done.in_vain + 1
        if done.in_vain and done.in_vain % _IN_VAIN == 0:
            say(f"the last {done.in_vain} brought nothing; q stops, and the next review goes on")
    return done


def _decided(base: KnowledgeBase, one: _Open, answer: str) -> int | None:
    """Store what a key decided; ``None`` where that failed, which is told."""
    try:
        if answer == "y":
            made, command = base.proposals.accept_claim(one.candidate, one.claim)
            say(f"claim {made}")
            return command
        return base.proposals.set_claim_aside(one.candidate, never=answer == "x")
    except CausalKBError as error:
        say(str(error))
        return None


def _ask(base: KnowledgeBase, one: _Open, left: int, press: Callable[[], str]) -> str:
    """Show a candidate until a key decides: y, k, x, u or q."""
    from causalkb.cli.render import candidates as render

    console = output.console()
    title = base.works.get(one.candidate.work).title
    statements = [base.hypotheses.get(near.slug).statement for near in one.candidate.hypotheses]
    console.print(render.Card(one.candidate, left, title, statements))
    shown = ""
    while True:
        if shown != one.slug:
            console.print(_sides(base, one.slug))
            shown = one.slug
        console.print(render.draft(one.claim, one.slug, one.candidate.side))
        console.print(render.KEYS, end=" ")
        pressed = press()
        console.print(pressed if pressed.isprintable() else "")
        if pressed in ("", "q"):
            return "q"
        if pressed in ("y", "x", "u"):
            return pressed
        if pressed in ("k", " "):
            return "k"
        try:
            _change(base, one, pressed)
        except CausalKBError as error:
            say(str(error))


def _change(base: KnowledgeBase, one: _Open, pressed: str) -> None:
    from causalkb.cli.render import candidates as render

    near = one.candidate.hypotheses
    if pressed in _SIDES and one.slug:
        stances = {**one.claim.stances, one.slug: _SIDES[pressed]}
        one.claim, one.taken_on = replace(one.claim, stances=stances), ""
    elif pressed.isdigit() and 0 < int(pressed) <= len(near):
        one.choose(int(pressed) - 1)
    elif pressed in ("d", "w") and one.slug not in one.claim.stances:
        say("give the side first: s, c, l or t")
    elif pressed == "d":
        old = one.claim.warrant(one.slug)
        direct = old.directness is Directness.DIRECT
        _warrant(one, replace(old, directness=Directness.INDIRECT if direct else Directness.DIRECT))
    elif pressed == "w":
        said = typer.prompt("because", default="", show_default=False, err=True).strip()
        _warrant(one, replace(one.claim.warrant(one.slug), because=said))
    elif pressed == "r":
        said = typer.prompt("in your words", default="", show_default=False, err=True).strip()
        one.claim = replace(one.claim, text=said or one.claim.text)
    elif pressed == "e":
        one.claim = _edited(base, one)
    elif pressed == "o":
        page = _PAGE.search(one.candidate.locator)
        opened_file = base.works.open(one.candidate.work, int(page.group(1)) if page else None)
        say(f"{opened_file.path}")
    else:
        output.console().print(render.HELP)


def _warrant(one: _Open, warrant: Warrant) -> None:
    one.claim = replace(one.claim, warrants={**one.claim.warrants, one.slug: warrant})


def _edited(base: KnowledgeBase, one: _Open) -> Claim:
    work, changed = one.candidate.work, [one.claim]

    def save(text: str) -> None:
        changed.append(base.proposals.read_claim_form(work, text))

    form = base.proposals.claim_form(work, one.claim)
    edit_and_save(form, name=f"{work}.md", directory=base.directory, save=save)
    return changed[-1]


def _sides(base: KnowledgeBase, slug: str) -> Sides:
    """The hypothesis that is chosen, with its statement and some claims on both sides."""
    from causalkb.cli.render import candidates as render

    on = base.claims.on(slug)
    sides = {
        side.value: [f"{c.id}: {c.text}" for c in on[side][:_TABLED]]
        for side in (Stance.SUPPORTS, Stance.CONTRADICTS)
    }
    return render.Sides(slug, base.hypotheses.get(slug).statement, sides)
