"""The groups ``question`` and ``hypothesis``: adding, changing and retiring them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from causalkb.cli import options
from causalkb.cli.app import WEIGH, Group, Kb, app, fail, opened, say
from causalkb.vocabulary import About, Form

question_app = typer.Typer(cls=Group, no_args_is_help=True)
hypothesis_app = typer.Typer(cls=Group, no_args_is_help=True)
app.add_typer(
    question_app,
    name="question",
    rich_help_panel=WEIGH,
    help="Show, add, edit or retire a question.",
)
app.add_typer(
    hypothesis_app,
    name="hypothesis",
    rich_help_panel=WEIGH,
    help="Show, add, edit or retire a hypothesis.",
)

if TYPE_CHECKING:
    from causalkb.records import Hypothesis, Threshold

QuestionSlug = Annotated[
    str, typer.Argument(help="Slug of a question.", autocompletion=options.complete_question)
]
HypothesisSlug = Annotated[
    str, typer.Argument(help="Slug of a hypothesis.", autocompletion=options.complete_hypothesis)
]
Back = Annotated[bool, typer.Option("--back", help="Bring it back instead.")]
StatementOption = Annotated[str | None, typer.Option(help="What it says, in a sentence or two.")]


@question_app.command("add")
def question_add(
    slug: Annotated[str, typer.Argument(help="Lower-case words joined by hyphens.")],
    title: Annotated[str, typer.Argument(help="The question.")],
    statement: StatementOption = None,
    why: Annotated[str, typer.Option(help="Why it matters for AI safety.")] = "",
    origin: Annotated[str, typer.Option(help="Where it comes from.")] = "",
    kb: Kb = None,
) -> None:
    """Add a question of your own."""
    from causalkb.records import Question

    with opened(kb) as base:
        if slug in base.questions.slugs():
            fail(f"there is a question {slug} already; 'causalkb question edit {slug}' changes it")
        base.questions.put(Question(slug, title, statement or title, why, origin))
        base.sync()
    say(f"added {slug}; 'causalkb hypothesis add {slug} SLUG STATEMENT' gives it hypotheses")


@question_app.command("edit")
def question_edit(
    slug: QuestionSlug,
    title: Annotated[str | None, typer.Option(help="The question.")] = None,
    statement: StatementOption = None,
    why: Annotated[str | None, typer.Option(help="Why it matters for AI safety.")] = None,
    origin: Annotated[str | None, typer.Option(help="Where it comes from.")] = None,
    kb: Kb = None,
) -> None:
    """Change a question; later runs of init leave it as you made it."""
    with opened(kb) as base:
        old = base.questions.get(slug)
        new = replace(
            old,
            title=old.title if title is None else title,
            statement=old.statement if statement is None else statement,
            why=old.why if why is None else why,
            origin=old.origin if origin is None else origin,
        )
        changed = base.questions.put(new, base=old)
        base.sync()
    say(f"changed {slug}" if changed else "nothing changed")


@question_app.command("retire")
def question_retire(
    slug: QuestionSlug,
    back: Back = False,
    kb: Kb = None,
) -> None:
    """Leave a question out of all listings; its links are kept."""
    with opened(kb) as base:
        changed = base.questions.retire(slug, back=back)
        base.sync()
    _say_retired(slug, changed, back)


FormOption = Annotated[
    Form | None, typer.Option(help="What kind of statement it is; decides how claims are counted.")
]
WrongIf = Annotated[
    str | None, typer.Option("--wrong-if", help="An observation that would refute it.")
]
RivalList = Annotated[
    list[str] | None,
    typer.Option(
        "--rival",
        help="Hypothesis that it excludes; may be repeated.",
        autocompletion=options.complete_hypothesis,
    ),
]
AboutOption = Annotated[About | None, typer.Option(help="Behaviour, or the mechanism behind it.")]
Comparator = Annotated[str | None, typer.Option(help="What a comparative one compares with.")]
Premises = Annotated[
    list[str] | None, typer.Option("--premise", help="Of a formal one; may be repeated.")
]
ThresholdOption = Annotated[
    float | None, typer.Option(help="Of a quantity: the number that it must exceed.")
]
Unit = Annotated[str | None, typer.Option("--unit", help="Unit of the threshold.")]


def _change(
    *,
    form: Form | None,
    wrong_if: str | None,
    rival: list[str] | None,
    about: About | None,
    comparator: str | None,
    premise: list[str] | None,
    threshold: float | None,
    unit: str | None,
) -> Callable[[Hypothesis], Hypothesis]:
    """Return what the options make of a hypothesis; an option not given keeps what there is."""

    def changed(old: Hypothesis) -> Hypothesis:
        return replace(
            old,
            form=form or old.form,
            wrong_if=old.wrong_if if wrong_if is None else wrong_if,
            rivals=old.rivals if rival is None else tuple(dict.fromkeys(filter(None, rival))),
            about=about or old.about,
            comparator=old.comparator if comparator is None else comparator,
            premises=old.premises if premise is None else tuple(filter(None, premise)),
            threshold=_threshold(old, threshold, unit),
        )

    return changed


def _threshold(hypothesis: Hypothesis, value: float | None, unit: str | None) -> Threshold | None:
    """Return the threshold after a change of its number, its unit, or both."""
    from causalkb.records import Threshold

    old = hypothesis.threshold
    if unit is None:
        if value is None:
            return old
        unit = old.unit if old else ""
    if value is None:
        if old is None:
            fail("--unit is the unit of a threshold: give --threshold too")
        value = old.value
    return Threshold(value, unit)


_parts_of_a_hypothesis = options.grouped(
    "change",
    {
        "form": FormOption,
        "wrong_if": WrongIf,
        "rival": RivalList,
        "about": AboutOption,
        "comparator": Comparator,
        "premise": Premises,
        "threshold": ThresholdOption,
        "unit": Unit,
    },
    _change,
)


@hypothesis_app.command("add")
@_parts_of_a_hypothesis
def hypothesis_add(
    question: QuestionSlug,
    slug: Annotated[str, typer.Argument(help="Lower-case words joined by hyphens.")],
    statement: Annotated[str, typer.Argument(help="What it says, so that it can be tested.")],
    kb: Kb = None,
    *,
    change: Callable[[Hypothesis], Hypothesis],
) -> None:
    """Add a hypothesis to a question."""
    from causalkb.records import Hypothesis

    with opened(kb) as base:
        if slug in {h.slug for h in base.hypotheses.list(retired=True)}:
            fail(f"there is a hypothesis {slug} already; 'causalkb hypothesis edit' changes it")
        new = change(Hypothesis(slug, question, statement))
        base.hypotheses.check_rivals(new)
        base.hypotheses.put(new)
        base.sync()
        absent = base.hypotheses.absent_rivals(new)
    say(f"added {slug}; 'causalkb claim link CLAIM --stance {slug}=supports' links claims")
    _say_absent(absent)
    if not (new.form and new.wrong_if):
        say("without --form and --wrong-if it is weighed as a generic statement, and reported")


@hypothesis_app.command("edit")
@_parts_of_a_hypothesis
def hypothesis_edit(
    slug: HypothesisSlug,
    statement: StatementOption = None,
    question: Annotated[str | None, typer.Option(help="Move it to this question.")] = None,
    kb: Kb = None,
    *,
    change: Callable[[Hypothesis], Hypothesis],
) -> None:
    """Change a hypothesis; later runs of init leave it as you made it.

    --rival '' takes all rivals away.
    """
    with opened(kb) as base:
        old = base.hypotheses.get(slug)
        new = replace(
            old,
            statement=old.statement if statement is None else statement,
            question=old.question if question is None else question,
        )
        new = change(new)
        if new.rivals != old.rivals:
            base.hypotheses.check_rivals(new)
        changed = base.hypotheses.put(new, base=old)
        base.sync()
        absent = base.hypotheses.absent_rivals(new)
    say(f"changed {old.slug}" if changed else "nothing changed")
    _say_absent(absent)


def _say_absent(rivals: Iterable[str]) -> None:
    for rival in rivals:
        say(f"hypothesis {rival} does not exist yet; it becomes a rival when it is added")


@hypothesis_app.command("retire")
def hypothesis_retire(
    slug: HypothesisSlug,
    back: Back = False,
    kb: Kb = None,
) -> None:
    """Leave a hypothesis out of listings and balances; its links are kept."""
    with opened(kb) as base:
        changed = base.hypotheses.retire(slug, back=back)
        base.sync()
    _say_retired(slug, changed, back)


def _say_retired(slug: str, changed: bool, back: bool) -> None:
    say(f"{'brought back' if back else 'retired'} {slug}" if changed else "nothing changed")
