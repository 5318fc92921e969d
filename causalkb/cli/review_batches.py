"""``review`` for many links at a time: above a score, in a spreadsheet, and fields of works."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from causalkb.cli import output
from causalkb.cli.app import SOME_FAILED, opened, say
from causalkb.cli.listing import Listing, write_records
from causalkb.cli.output import Format
from causalkb.errors import InputError

if TYPE_CHECKING:
    from causalkb.knowledge_base import KnowledgeBase
    from causalkb.records import FieldProposal, Filters
    from causalkb.vocabulary import Field

_NOTHING_DONE = 2


def scores(given: Sequence[str]) -> float | dict[str, float]:
    """Read ``0.6``, or ``QUESTION=0.5`` for each question.

    Raises:
        InputError: One is neither, or both forms are given.
    """
    by_question: dict[str, float] = {}
    for text in given:
        slug, _, number = text.rpartition("=")
        try:
            by_question[slug.strip()] = float(number)
        except ValueError:
            raise InputError(f"{text!r} is not a score; write 0.6 or QUESTION=0.6") from None
    if "" not in by_question:
        return by_question
    if len(given) > 1:
        raise InputError("give one score for all questions, or QUESTION=SCORE for each")
    return by_question[""]


def accept_above(
    kb: Path | None, key: str | None, wanted: Filters, given: Sequence[str], *, dry_run: bool
) -> None:
    """Link all proposed questions that score enough, and say what was done and what is left."""
    from causalkb.cli.suggest import proposals_listing
    from causalkb.evidence.proposals import counted_by_slug

    least = scores(given)
    with opened(kb) as base:
        found = base.proposals.accept_above(least, key, wanted, dry_run=dry_run)
        write_records(found, Format.TABLE, proposals_listing())
        works = output.counted(len({p.work for p in found}), "work")
        done = "would link" if dry_run else "linked"
        say(f"{done} {works}: {counted_by_slug(found)}")
        if dry_run:
            say("nothing was stored")
            return
        if found:
            say("'causalkb undo' takes that back")
        _say_left(base, key, wanted)


def _say_left(base: KnowledgeBase, key: str | None, wanted: Filters) -> None:
    from causalkb.evidence.proposals import ProposalKind, counted_by_slug

    left = base.proposals.list(key, filters=wanted or None)
    questions = [p for p in left if p.kind is ProposalKind.QUESTION]
    say(f"left to review: {counted_by_slug(questions)}")
    more = len(left) - len(questions)
    say(f"and {more} to hypotheses; none is linked without you: its claim's stance has to be read")


def write_links(
    kb: Path | None,
    path: Path,
    key: str | None,
    wanted: Filters,
    at_least: float | None,
    *,
    force: bool,
) -> None:
    """Write the proposed links to questions as a sheet."""
    from causalkb.evidence.proposals import ProposalKind

    with opened(kb) as base:
        found = base.proposals.list(
            key, at_least=at_least, kinds=(ProposalKind.QUESTION,), filters=wanted or None
        )
        text = base.proposals.link_sheet(found)
    output.save(path, text.encode(), force=force)
    say(
        f"{output.counted(len(found), 'proposed link')} on the sheet; fill decision (accept, never,"
        f" skip), then 'causalkb review --sheet-import {path}'"
    )


def decide_links(base: KnowledgeBase, path: Path) -> None:
    """Decide what a filled sheet of links says, and tell of each row that cannot be."""
    done = base.proposals.decide_links(path)
    for problem in done.problems:
        say(f"left out: {problem}")
    say(
        f"linked {done.linked}, never again {done.never}, put off {done.skipped},"
        f" {done.known} decided before, {len(done.problems)} left out"
    )
    if done.linked or done.never:
        say("'causalkb undo' takes that back")
    if done.problems:
        some = done.linked or done.never or done.skipped or done.known
        raise typer.Exit(SOME_FAILED if some else _NOTHING_DONE)


def set_fields(
    kb: Path | None,
    wanted: Filters,
    field: Field | None,
    at_least: float | None,
    *,
    dry_run: bool,
) -> None:
    """Give works without a field one: the ``field``, else what the nearest works have."""
    with opened(kb) as base:
        open_ = base.proposals.without_field(wanted)
        if field is not None:
            chosen = dict.fromkeys(open_, field)
            for work in open_:
                output.write(f"{work}\t{field}\n")
        else:
            least = {} if at_least is None else {"at_least": at_least}
            found = base.proposals.fields(wanted, **least)
            write_records(found, Format.TABLE, _fields())
            chosen = {one.work: one.field for one in found}
        changed = 0 if dry_run else base.proposals.set_fields(chosen)
    works = output.counted(len(chosen) if dry_run else changed, "work")
    say(
        f"{'would set' if dry_run else 'set'} the field of {works},"
        f" {len(open_) - len(chosen)} left without one"
    )
    if dry_run:
        say("nothing was stored")
    elif changed:
        say("'causalkb undo' takes that back")


def _fields() -> Listing[FieldProposal]:
    return Listing(
        columns=("work", "field", "score", "nearest", "title"),
        row=lambda one: (one.work, one.field.value, f"{one.score:.2f}", one.nearest, one.title),
        keys=lambda one: (one.work,),
        data=lambda one: {"work": one.work, "field": one.field.value, "score": one.score},
    )
