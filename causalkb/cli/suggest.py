"""``suggest``: links that works may have, and sentences that may be their claims."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from causalkb.cli import options, output
from causalkb.cli.app import WEIGH, Kb, app, opened, say
from causalkb.cli.listing import Listing, write_records
from causalkb.cli.output import Format, FormatOption
from causalkb.cli.proposed import AtLeast, SeveralKeys, say_shortened
from causalkb.errors import InputError, ModelError
from causalkb.files import read_utf8

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType

    from causalkb.evidence.proposals import Proposal
    from causalkb.records import Candidate, Filters

_LARGEST = 64 * 2**20
"""Bytes of a file of proposals."""


@app.command(rich_help_panel=WEIGH)
@options.filtered()
def suggest(
    keys: SeveralKeys = None,
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
    model: Annotated[
        str | None,
        typer.Option(
            "--model",
            metavar="MODEL",
            help="With --claims: let a model draft claims, which then wait: openai:BASE_URL#MODEL"
            " or local:PATH.gguf.",
        ),
    ] = None,
    print_prompt: Annotated[
        bool,
        typer.Option(
            "--print-prompt", help="With --claims: show what a model would be sent; send nothing."
        ),
    ] = False,
    timeout: Annotated[
        float, typer.Option("--timeout", min=1, help="Seconds to wait for an answer of --model.")
    ] = 120.0,
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
    With --model, title, abstract and some sentences of the full text go to the model that is named
    (--print-prompt shows them); drafts whose quote is not in the text are dropped.
    """
    if import_ is not None:
        _import(kb, import_)
        return
    key = options.ids(keys) if keys else None
    if (model or print_prompt) and not claims:
        raise InputError("--model and --print-prompt go with --claims")
    if claims:
        _of_which_works(key, all_works, wanted)
        if print_prompt:
            _print_prompts(kb, key, wanted)
            return
        if model:
            _draft(kb, model, key, wanted, timeout)
        _suggest_claims(kb, key, wanted, limit, at_least, format)
        return
    if all_works:
        raise InputError("--all goes with --claims")
    with opened(kb) as base:
        if accept_above is not None:
            found = base.proposals.accept_above(accept_above, key, wanted)
        else:
            most = 20 if limit is None else limit or None
            found = base.proposals.list(key, limit=most, at_least=at_least, filters=wanted or None)
    write_records(found, format, proposals_listing())
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


def _of_which_works(key: Sequence[str] | None, all_works: bool, wanted: Filters) -> None:
    if key is None and not all_works and not wanted:
        raise InputError("say of which work: a citation key, --all, or filters such as --question")
    if key is not None and (all_works or wanted):
        raise InputError("a citation key goes without --all and filters")


def _print_prompts(kb: Path | None, key: Sequence[str] | None, wanted: Filters) -> None:
    with opened(kb) as base:
        found = base.proposals.prompts(key, wanted)
    for prompt in found:
        output.write(prompt + "\n")
    say(f"{output.counted(len(found), 'prompt')}; nothing was sent")


def _draft(
    kb: Path | None, model: str, key: Sequence[str] | None, wanted: Filters, timeout: float
) -> None:
    from causalkb.language_models.opening import Settings

    settings = Settings(context=8192, timeout=timeout, tries=3)
    with opened(kb) as base, output.progress_bar() as progress:
        done = base.proposals.draft_claims(model, key, wanted, settings=settings, progress=progress)
    say(
        f"{model}: {output.counted(done.asked, 'work')} read, {done.added} drafts wait for"
        f" 'causalkb review --claims', {done.known} known before"
    )
    dropped = done.not_there + done.unreadable
    if dropped:
        say(
            f"dropped {dropped}: the quote is not in the text in {done.not_there},"
            f" no draft in {done.unreadable}"
        )
    if done.before:
        say(f"{output.counted(done.before, 'work')} drafted by this model before, passed over")
    if done.without_text:
        say(f"{output.counted(done.without_text, 'work')} without abstract or full text")
    if done.stopped:
        raise ModelError(done.stopped)


def _suggest_claims(
    kb: Path | None,
    key: Sequence[str] | None,
    wanted: Filters,
    limit: int | None,
    at_least: float | None,
    format: str,
) -> None:
    with opened(kb) as base, output.progress_bar() as progress:
        result = base.proposals.claims(key, wanted, at_least=at_least, progress=progress)
    found = result.found[: limit or None]
    write_records(found, format, _candidates())
    if not (result.found or result.without_text or result.without_claim):
        say("no work to look for claims in; 'causalkb list' shows which works there are")
    if result.without_text:
        n = output.counted(len(result.without_text), "work")
        say(f"{n} without a sentence to quote: no abstract, no full text, or no prose in them")
    if result.without_claim:
        n = output.counted(len(result.without_claim), "work")
        say(f"{n} in whose text no sentence looks like a claim; --at-least 0 shows all sentences")
    say_shortened(result)


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


def proposals_listing() -> Listing[Proposal]:
    """How proposed links are listed."""
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
