"""``review``: deciding on proposed links and candidates, one key each or many at a time."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from causalkb.cli import options, output
from causalkb.cli.app import WEIGH, Kb, app, opened, say
from causalkb.cli.editor import edit_and_save
from causalkb.cli.proposed import AtLeast, Key
from causalkb.errors import CausalKBError, InputError
from causalkb.vocabulary import Field, Stance

if TYPE_CHECKING:
    from causalkb.evidence.proposals import Decided, Proposal, Walk
    from causalkb.knowledge_base import KnowledgeBase
    from causalkb.records import Claim, Filters

_STANCES = {"s": Stance.SUPPORTS, "c": Stance.CONTRADICTS, "l": Stance.QUALIFIES}


@app.command(rich_help_panel=WEIGH)
@options.filtered()
def review(
    key: Key = None,
    kb: Kb = None,
    at_least: AtLeast = None,
    disagreements: Annotated[
        bool,
        typer.Option("--disagreements", help="Decide where second readers differ instead."),
    ] = False,
    claims: Annotated[
        bool,
        typer.Option("--claims", help="Make claims of sentences instead ('suggest --claims')."),
    ] = False,
    sheet: Annotated[
        Path | None,
        typer.Option(
            "--sheet",
            metavar="CSV",
            help="Write the candidates of --claims for a spreadsheet.",
        ),
    ] = None,
    sheet_import: Annotated[
        Path | None,
        typer.Option("--sheet-import", metavar="CSV", help="Decide what a filled sheet says."),
    ] = None,
    links: Annotated[
        bool,
        typer.Option("--links", help="With --sheet: proposed links to questions instead."),
    ] = False,
    accept_above: Annotated[
        list[str] | None,
        typer.Option(
            "--accept-above",
            metavar="[QUESTION=]SCORE",
            help="Link all proposed questions that score at least so much (at 0.6, some 9 in 10"
            " are right); with QUESTION=, may be repeated.",
        ),
    ] = None,
    fields: Annotated[
        bool,
        typer.Option(
            "--fields",
            help="Give works without a field that of the works like them (--at-least 0.6 of the"
            " votes unless told).",
        ),
    ] = False,
    set_field: Annotated[
        Field | None,
        typer.Option(
            "--set-field",
            metavar="FIELD",
            help="Give this field to the works that pass the filters and have none.",
        ),
    ] = None,
    dry_run: Annotated[
        bool,
        typer.Option(
            "--dry-run",
            help="With --accept-above and fields: show what would change, store nothing.",
        ),
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", help="With --sheet: overwrite the file.")
    ] = False,
    *,
    wanted: Filters,
) -> None:
    """Decide on proposals one by one, with one key each; stop and go on at any time.

    Every decision is stored at once. What you reject never comes again; what you accept sharpens
    the next proposals.

    --sheet out.csv writes candidate claims with empty columns: decision (accept, never, skip),
    sentence (what the work claims, in your words), hypothesis, side, directness, because.
    --sheet-import takes it back; bad rows are named, the others kept, and 'undo' reverts it.

    Many links at a time: --accept-above 0.6 with filters such as --author, --venue, --tag and
    --question, or --links --sheet. Try --dry-run first; 'undo' takes a batch back.
    """
    from causalkb.evidence.proposals import Walk

    ways = (accept_above, fields, set_field, claims or sheet, sheet_import, disagreements)
    if sum(map(bool, ways)) > 1:
        raise InputError(
            "--accept-above, --fields, --set-field, --claims, --sheet-import and --disagreements"
            " go one at a time"
        )
    if dry_run and not (accept_above or fields or set_field):
        raise InputError("--dry-run goes with --accept-above, --fields and --set-field")
    if links and (sheet is None or claims):
        raise InputError("--links goes with --sheet, without --claims")
    if accept_above:
        from causalkb.cli.review_batches import accept_above as accept

        accept(kb, key, wanted, accept_above, dry_run=dry_run)
        return
    if fields or set_field:
        from causalkb.cli.review_batches import set_fields

        if key is not None or (set_field and not wanted):
            raise InputError("say for which works with filters such as --venue, --tag or --author")
        set_fields(kb, wanted, set_field, at_least, dry_run=dry_run)
        return
    if sheet_import is not None:
        from causalkb.cli.review_sheets import decide_sheet

        if key is not None or wanted or claims or sheet is not None:
            raise InputError("--sheet-import goes alone: the sheet says which candidates")
        decide_sheet(kb, sheet_import)
        return
    if sheet is not None:
        if links:
            from causalkb.cli.review_batches import write_links

            write_links(kb, sheet, key, wanted, at_least, force=force)
            return
        from causalkb.cli.review_sheets import write_sheet

        write_sheet(kb, key, wanted, at_least, sheet, force=force)
        return
    if claims:
        from causalkb.cli.review_claims import review_claims

        review_claims(kb, key, wanted, at_least, _key)
        return
    if disagreements:
        if wanted:
            raise InputError("--disagreements takes no filters")
        _settle_all(kb, key)
        return
    with opened(kb) as base:
        walk = Walk(lambda: base.proposals.list(key, at_least=at_least, filters=wanted or None))
        if walk.left == 0:
            say("nothing to review; 'causalkb suggest --at-least 0.1' shows what resembles less")
            return
        try:
            while (proposal := walk.next()) is not None and _decide(base, walk, proposal):
                pass
        except (KeyboardInterrupt, EOFError):
            say("")
        if any(decided.accepted for decided in walk.decided):
            base.sync()
        say(walk.summary() + (f"; {walk.left} left" if walk.left else "; that was the last"))


def _settle_all(kb: Path | None, key: str | None) -> None:
    """Ask about every open difference in a stance; an answer is stored at once."""
    with opened(kb) as base:
        found = [
            one
            for coder in base.codings.coders()
            for one in base.codings.agreement(coder)[1]
            if one.variable == "stance"
            and not one.settled
            and (key is None or one.claim.rpartition("#")[0] == key)
        ]
        done = 0
        for n, one in enumerate(found):
            claim = base.claims.get(one.claim)
            hypothesis = base.hypotheses.get(one.hypothesis)
            say(f"\n{n + 1} of {len(found)}: {claim.text} ({claim.id})")
            say(f"{hypothesis.slug}: {hypothesis.statement}")
            say(f"  1 first reading: {one.first}; 2 {one.coder}: {one.second}")
            try:
                answer = typer.prompt(
                    "1, 2, a stance, none, k to keep it open, q to quit", err=True
                ).strip()
            except (typer.Abort, EOFError):
                break
            if answer == "q":
                break
            if answer == "k":
                continue
            chosen = {"1": one.first, "2": one.second}.get(answer, answer)
            try:
                base.codings.settle(one.claim, one.hypothesis, chosen)
            except CausalKBError as error:
                say(str(error))
                continue
            done += 1
        if done:
            base.sync()
    say(f"settled {done} of {output.counted(len(found), 'difference')}")


def _decide(base: KnowledgeBase, walk: Walk, proposal: Proposal) -> bool:
    """Show a proposal until a key decides it; ``False`` to quit."""
    from causalkb.cli.render import suggest as render

    console = output.console()
    draft: Claim | None = None
    console.print(render.Card(proposal, walk.left, _assertion(base, proposal)))
    while True:
        console.print(render.keys(proposal), end=" ")
        pressed = _key()
        console.print(render.pressed(pressed))
        if pressed in ("", "q"):
            return False
        if pressed in ("k", " "):
            base.proposals.put_off(walk.skip())
            return True
        if pressed == "u":
            last = walk.back()
            if last is not None:
                base.undo(last.command)
                return True
            say("nothing to take back")
        elif pressed == "e":
            draft = _edited(base, proposal, draft) or draft
            if draft is not None:
                console.print(render.draft(draft))
        elif (decided := _done(base, proposal, pressed, draft)) is not None:
            walk.decide(decided)
            console.print(render.outcome(decided))
            return True


def _assertion(base: KnowledgeBase, proposal: Proposal) -> str:
    """What a claim made of the passage would say, "" where none would be made."""
    from causalkb.evidence.proposals import ProposalKind

    if proposal.kind is ProposalKind.QUESTION or proposal.passage.claim:
        return ""
    return base.proposals.draft_claim(proposal).text


def _done(base: KnowledgeBase, proposal: Proposal, key: str, draft: Claim | None) -> Decided | None:
    """Carry out a deciding key; ``None`` if it decides nothing, which is then explained."""
    from causalkb.cli.render import suggest as render
    from causalkb.evidence.proposals import ProposalKind

    about_question = proposal.kind is ProposalKind.QUESTION
    try:
        if key == "n":
            return base.proposals.decide(proposal, accept=False)
        if key == "y" and about_question:
            return base.proposals.decide(proposal, accept=True)
        if key in _STANCES and not about_question:
            return base.proposals.decide(proposal, accept=True, stance=_STANCES[key], claim=draft)
    except CausalKBError as error:
        say(str(error))
        return None
    output.console().print(render.help_on(proposal))
    return None


def _edited(base: KnowledgeBase, proposal: Proposal, draft: Claim | None) -> Claim | None:
    """Let the person change the claim; ``None`` if there is none, or nothing came of it."""
    from causalkb.evidence.proposals import ProposalKind

    if proposal.kind is ProposalKind.QUESTION:
        say("a question is linked as it is; there is nothing to edit")
        return None
    try:
        form = base.proposals.claim_form(
            proposal.work, draft or base.proposals.draft_claim(proposal)
        )
        claims: list[Claim] = []

        def save(text: str) -> None:
            claims.append(base.proposals.read_claim_form(proposal.work, text))

        edit_and_save(form, name=f"{proposal.work}.md", directory=base.directory, save=save)
        return claims[0] if claims else None
    except CausalKBError as error:
        say(str(error))
        return None


def _key() -> str:
    """Return the key that was pressed, "" at the end of input.

    Without a terminal, the first character of a line counts, so that answers can be piped in.
    """
    if sys.stdin.isatty():
        return typer.getchar()[:1].lower()
    line = sys.stdin.readline()
    return line.rstrip("\r\n")[:1].lower() if line.strip("\r\n") or not line else "?"
