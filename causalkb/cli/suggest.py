"""``suggest`` and ``review``: proposed links, and deciding on them one key each."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from causalkb.cli import options, output
from causalkb.cli.app import WEIGH, Kb, app, opened, say
from causalkb.cli.editor import edit_and_save
from causalkb.cli.listing import Listing, write_records
from causalkb.cli.output import Format, FormatOption
from causalkb.errors import CausalKBError, InputError
from causalkb.files import read_utf8
from causalkb.vocabulary import Stance

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType

    from causalkb.evidence.proposals import Decided, Proposal, Walk
    from causalkb.knowledge_base import KnowledgeBase
    from causalkb.records import Candidate, Claim, Filters

Key = Annotated[
    str | None,
    typer.Argument(
        help="Citation key of a work; default: all.", autocompletion=options.complete_key
    ),
]
AtLeast = Annotated[
    float | None,
    typer.Option("--at-least", min=0.0, max=1.0, help="Lowest score (0.3 unless told)."),
]
_LARGEST = 64 * 2**20
"""Bytes of a file of proposals."""
_STANCES = {"s": Stance.SUPPORTS, "c": Stance.CONTRADICTS, "l": Stance.QUALIFIES}


@app.command(rich_help_panel=WEIGH)
@options.filtered()
def suggest(
    key: Key = None,
    kb: Kb = None,
    limit: Annotated[
        int | None,
        typer.Option(
            "--limit",
            "-n",
            min=0,
            help="Most proposals; 0 shows all (20 unless told; with --claims, all).",
        ),
    ] = None,
    at_least: AtLeast = None,
    accept_above: Annotated[
        float | None,
        typer.Option(
            "--accept-above",
            min=0.0,
            max=1.0,
            help="Link the questions that score at least so much (at 0.6, some 9 in 10 are right);"
            " hypotheses are never linked without you.",
        ),
    ] = None,
    claims: Annotated[
        bool,
        typer.Option("--claims", help="Sentences that may be claims of the work instead."),
    ] = False,
    import_: Annotated[
        Path | None,
        typer.Option(
            "--import",
            metavar="FILE",
            help="Let the claims wait that a program proposes, as JSON Lines, each with a quote.",
        ),
    ] = None,
    all_works: Annotated[
        bool, typer.Option("--all", help="With --claims: of all works that pass the filters.")
    ] = False,
    format: FormatOption = Format.TABLE,
    *,
    wanted: Filters,
) -> None:
    """Propose questions and hypotheses that works may be linked to, or claims of works.

    Works without a question come first. Nothing is linked but by 'review', or --accept-above.

    With --claims: sentences of a work that may be its claims, word for word and with their place,
    from marked passages, the abstract and the full text. Design, population, hypotheses and so on
    are guesses; a stance is never proposed. --at-least 0 shows all sentences, background included.
    """
    if import_ is not None:
        _import(kb, import_)
        return
    if claims:
        _suggest_claims(kb, key, all_works, wanted, limit, at_least, format)
        return
    if all_works or (wanted and accept_above is None):
        raise InputError("--all goes with --claims, filters with --claims or --accept-above")
    with opened(kb) as base:
        if accept_above is not None:
            found = base.proposals.accept_above(accept_above, key, wanted)
        else:
            found = base.proposals.list(
                key, limit=20 if limit is None else limit or None, at_least=at_least
            )
    write_records(found, format, _proposals())
    if accept_above is not None:
        say(f"linked {output.counted(len(found), 'question')}; 'causalkb undo' takes that back")
        say("no hypothesis is linked without you: its claim's stance has to be read (review)")
    elif not found:
        say("nothing to propose; --at-least 0.1 shows what resembles less")


def _import(kb: Path | None, path: Path) -> None:
    text = read_utf8(path, _LARGEST)
    with opened(kb) as base:
        read = base.proposals.import_claims(text, source=str(path), by=path.stem)
    for problem in read.problems:
        say(f"dropped: {problem}")
    say(
        f"{read.added} wait for 'causalkb review --claims', {read.known} known before,"
        f" {len(read.problems)} dropped"
    )
    if read.problems:
        raise typer.Exit(1 if read.added or read.known else 2)


def _suggest_claims(
    kb: Path | None,
    key: str | None,
    all_works: bool,
    wanted: Filters,
    limit: int | None,
    at_least: float | None,
    format: str,
) -> None:
    if key is None and not all_works and not wanted:
        raise InputError("say of which work: a citation key, --all, or filters such as --question")
    if key is not None and (all_works or wanted):
        raise InputError("a citation key goes without --all and filters")
    with opened(kb) as base, output.progress_bar() as progress:
        result = base.proposals.claims(key, wanted, at_least=at_least, progress=progress)
    found = result.found[: limit or None]
    write_records(found, format, _candidates())
    if result.without_text:
        say(f"{output.counted(len(result.without_text), 'work')} without abstract or full text")
    if result.without_claim:
        n = output.counted(len(result.without_claim), "work")
        say(f"{n} in whose text no sentence looks like a claim; --at-least 0 shows all sentences")


def _candidates() -> Listing[Candidate]:
    from causalkb.records.candidates import COLUMNS
    from causalkb.report.serialize import candidates as written

    def screen(found: Sequence[Candidate]) -> RenderableType:
        from causalkb.cli.render.candidates import CandidateList

        return CandidateList(found)

    return Listing(
        columns=COLUMNS,
        row=written.row,
        keys=lambda one: (one.work,),
        data=written.to_dict,
        screen=screen,
    )


def _proposals() -> Listing[Proposal]:
    from causalkb.evidence import proposals
    from causalkb.report.serialize.proposals import to_dict

    def screen(found: Sequence[Proposal]) -> RenderableType:
        from causalkb.cli.render.suggest import Proposals

        return Proposals(found)

    return Listing(
        columns=proposals.COLUMNS,
        row=proposals.row,
        keys=lambda one: (one.work,),
        data=to_dict,
        screen=screen,
    )


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
    *,
    wanted: Filters,
) -> None:
    """Decide on proposals one by one, with one key each; stop and go on at any time.

    Every decision is stored at once. What you reject never comes again; what you accept sharpens
    the next proposals.
    """
    from causalkb.evidence.proposals import Walk

    if claims:
        from causalkb.cli.review_claims import review_claims

        review_claims(kb, key, wanted, at_least, _key)
        return
    if wanted:
        raise InputError("the filters go with --claims")
    if disagreements:
        _settle_all(kb, key)
        return
    with opened(kb) as base:
        walk = Walk(lambda: base.proposals.list(key, at_least=at_least))
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
