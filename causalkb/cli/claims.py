"""``claims``, the group ``claim``, ``note`` and ``undo``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Annotated

import typer

from causalkb.cli import options, output
from causalkb.cli.app import (
    COLLECT,
    KEEP,
    NOTHING_DONE,
    WEIGH,
    Group,
    Kb,
    app,
    confirmed,
    fail,
    opened,
    say,
)
from causalkb.cli.completion import complete_concern, complete_paradigm, complete_population
from causalkb.cli.editor import edit_and_save
from causalkb.cli.ingest import report_account
from causalkb.cli.listing import Listing, write_records
from causalkb.cli.output import Format, FormatOption
from causalkb.errors import InputError
from causalkb.vocabulary import Design, Extent, Rung, Timing, Wording

if TYPE_CHECKING:
    from causalkb import Undoable
    from causalkb.records import Claim

claim_app = typer.Typer(cls=Group, no_args_is_help=True)
app.add_typer(
    claim_app,
    name="claim",
    rich_help_panel=WEIGH,
    help="Show, add, edit, link or remove a claim.",
)

ClaimId = Annotated[
    str,
    typer.Argument(help="Id of a claim: workkey#n.", autocompletion=options.complete_claim),
]
Text = Annotated[str, typer.Argument(help="What the work asserts, in your words.")]
DesignOne = Annotated[Design | None, typer.Option(help="How the evidence was obtained.")]
RungOne = Annotated[Rung | None, typer.Option(help="Rung of Pearl's ladder.")]
WordingOne = Annotated[Wording | None, typer.Option(help="How causal the claim's language is.")]
PopulationOption = Annotated[
    str | None,
    typer.Option(
        "--population",
        help="Whom or what was studied ('vocabulary').",
        autocompletion=complete_population,
    ),
]
ParadigmOption = Annotated[
    str | None,
    typer.Option(
        "--paradigm",
        help="The task or method ('vocabulary').",
        autocompletion=complete_paradigm,
    ),
]
ExtentOne = Annotated[Extent | None, typer.Option(help="What was read of the work.")]
Number = Annotated[
    int | None, typer.Option("--n", min=1, help="The number behind it: people, animals, models.")
]
ConcernList = Annotated[
    list[str] | None,
    typer.Option(
        "--concern",
        help="A weakness ('vocabulary'); repeatable.",
        autocompletion=complete_concern,
    ),
]
Because = Annotated[
    str, typer.Option("--because", help="Why it takes these stances or relations: one line.")
]
Direct = Annotated[
    bool | None,
    typer.Option(
        "--direct/--indirect",
        help="Whether it measured what the hypothesis speaks of, or a step of inference away.",
    ),
]
Otherwise = Annotated[
    str,
    typer.Option("--otherwise", help="What would have been seen if these stances were wrong."),
]
TimingOne = Annotated[
    Timing | None,
    typer.Option("--timing", help="Whether the result was predicted or explained afterwards."),
]
By = Annotated[
    str,
    typer.Option("--by", metavar="INITIALS", envvar="CAUSALKB_CODER", help="Who enters this."),
]
Subject = Annotated[str | None, typer.Option(help="Of whom or what: rats, GPT-4, theory.")]
Locator = Annotated[str | None, typer.Option(help="Where in the work: 'p. 4', 'abstract'.")]
Quote = Annotated[str | None, typer.Option(help="A short quote from the work.")]
Unchecked = Annotated[
    bool, typer.Option("--unchecked", help="Take a quote that the stored text does not have.")
]
StanceList = Annotated[
    list[str] | None,
    typer.Option(
        "--stance",
        metavar="HYPOTHESIS=STANCE",
        help="Stance; may be repeated.",
        autocompletion=options.complete_stance,
    ),
]
EffectList = Annotated[
    list[str] | None,
    typer.Option("--effect", metavar="CAUSE->EFFECT[:SIGN]", help="Asserted effect; repeatable."),
]
TagList = Annotated[list[str] | None, typer.Option("--tag", help="Tag; may be repeated.")]
RelationList = Annotated[
    list[str] | None,
    typer.Option(
        "--relation",
        metavar="RELATION=CLAIM",
        help="replicates, rebuts, qualifies ... another claim ('vocabulary relation').",
    ),
]


def _change(
    *,
    design: Design | None,
    rung: Rung | None,
    wording: Wording | None,
    subject: str | None,
    population: str | None,
    paradigm: str | None,
    extent: Extent | None,
    n: int | None,
    concern: list[str] | None,
    locator: str | None,
    quote: str | None,
    effect: list[str] | None,
    tag: list[str] | None,
) -> Callable[[Claim], Claim]:
    """Return what the options make of a claim; an option not given keeps what there is."""
    effects = options.effects([text for text in effect or () if text])

    def changed(old: Claim) -> Claim:
        return replace(
            old,
            design=design or old.design,
            rung=rung or old.rung,
            wording=wording or old.wording,
            subject=_changed(old.subject, subject),
            population=_changed(old.population, population),
            paradigm=_changed(old.paradigm, paradigm),
            extent=extent or old.extent,
            n=n or old.n,
            concerns=old.concerns if concern is None else tuple(filter(None, concern)),
            locator=_changed(old.locator, locator),
            quote=_changed(old.quote, quote),
            effects=old.effects if effect is None else effects,
            tags=old.tags if tag is None else tuple(filter(None, tag)),
        )

    return changed


def _changed(old: str | None, new: str | None) -> str | None:
    """What an option makes of an optional text: not given keeps it, '' takes it away."""
    return old if new is None else new or None


_parts_of_a_claim = options.grouped(
    "change",
    {
        "design": DesignOne,
        "rung": RungOne,
        "wording": WordingOne,
        "subject": Subject,
        "population": PopulationOption,
        "paradigm": ParadigmOption,
        "extent": ExtentOne,
        "n": Number,
        "concern": ConcernList,
        "locator": Locator,
        "quote": Quote,
        "effect": EffectList,
        "tag": TagList,
    },
    _change,
)


@claim_app.command("add")
@_parts_of_a_claim
def claim_add(
    work: options.Key,
    text: Text,
    stance: StanceList = None,
    because: Because = "",
    direct: Direct = None,
    otherwise: Otherwise = "",
    timing: TimingOne = None,
    by: By = "",
    unchecked: Unchecked = False,
    relation: RelationList = None,
    kb: Kb = None,
    *,
    change: Callable[[Claim], Claim],
) -> None:
    """Add a claim to a work, linked to hypotheses and to other claims."""
    from causalkb.records import Claim

    claim = Claim(
        text=text,
        stances=options.stances(stance),
        warrants=options.warrants(stance, because, direct, by, otherwise, timing),
        relations=options.relations(relation, because),
        by=by,
    )
    with opened(kb) as base:
        claim_id = base.claims.add(work, change(claim), unchecked=unchecked)
        base.sync()
    output.write(claim_id + "\n")


@claim_app.command("edit")
@_parts_of_a_claim
def claim_edit(
    claim: ClaimId,
    text: Annotated[str | None, typer.Option(help="What the work asserts.")] = None,
    unchecked: Unchecked = False,
    kb: Kb = None,
    *,
    change: Callable[[Claim], Claim],
) -> None:
    """Change what a claim says; an empty text ('') takes an optional part away."""
    with opened(kb) as base:
        old = base.claims.get(claim)
        new = change(old if text is None else replace(old, text=text))
        changed = base.claims.edit(claim, new, unchecked=unchecked, base=old)
        base.sync()
    say(f"changed {', '.join(changed)} of {claim}" if changed else "nothing changed")


@claim_app.command("link")
def claim_link(
    claim: ClaimId,
    stance: StanceList = None,
    relation: RelationList = None,
    because: Because = "",
    direct: Direct = None,
    otherwise: Otherwise = "",
    timing: TimingOne = None,
    by: By = "",
    remove: Annotated[bool, typer.Option("--remove", help="Take the links away.")] = False,
    kb: Kb = None,
) -> None:
    """Link a claim to hypotheses (--stance) and to other claims (--relation)."""
    if not stance and not relation:
        fail("name a --stance HYPOTHESIS=STANCE or a --relation RELATION=CLAIM")
    with opened(kb) as base:
        old = base.claims.get(claim)
        count = base.claims.link(
            claim,
            options.stances(stance),
            options.relations(relation, because),
            options.warrants(stance, because, direct, by, otherwise, timing, old=old),
            remove=remove,
        )
    say(f"{'removed' if remove else 'made'} {count} {'link' if count == 1 else 'links'}")


@claim_app.command("remove")
def claim_remove(
    claim: ClaimId,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    kb: Kb = None,
) -> None:
    """Remove a claim with its links."""
    with opened(kb) as base:
        text = base.claims.get(claim).text
        if not confirmed(f"Remove {claim} ({text[:60]})?", yes):
            fail("nothing was removed")
        base.claims.remove(claim)
        base.sync()
    say(f"removed {claim}; 'causalkb undo' brings it back")


@app.command(rich_help_panel=COLLECT)
def note(key: options.Key, kb: Kb = None) -> None:
    """Write or change a work's note and claims in $EDITOR."""
    with opened(kb) as base:
        text = base.works.note_file(key)

        def save(edited: str) -> None:
            result = base.works.save_note(key, edited, base=text)
            report_account(result, f"note of {key}")
            if result.interrupted:
                raise KeyboardInterrupt
            if result.failed:
                raise InputError(f"the note of {key} cannot be stored as it is")

        if edit_and_save(text, name=f"{key}.md", directory=base.directory, save=save):
            base.sync()


@app.command(rich_help_panel=KEEP)
def undo(
    command: Annotated[
        int | None, typer.Argument(help="Number of a command; default: the last.")
    ] = None,
    list_: Annotated[bool, typer.Option("--list", help="Show what can be undone.")] = False,
    kb: Kb = None,
    format: FormatOption = Format.TABLE,
) -> None:
    """Bring back what the last remove, edit or re-import changed."""
    with opened(kb) as base:
        if list_:
            write_records(base.undoable(), format, _undoable())
            return
        if not base.undoable():
            fail("there is nothing to undo", NOTHING_DONE)
        undone = base.undo(command)
        base.sync()
    say(f"undid {undone.name} of {undone.at}: {', '.join(undone.works)}")


def _undoable() -> Listing[Undoable]:
    return Listing(
        columns=("command", "at", "name", "works"),
        row=lambda one: (one.command, one.at, one.name, ", ".join(one.works)),
        keys=lambda one: (str(one.command),),
        data=asdict,
    )
