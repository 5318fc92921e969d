"""``grade``: how causal is the wording?"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from causalkb.cli import output
from causalkb.cli.app import NOTHING_DONE, SOME_FAILED, WEIGH, app, fail, say
from causalkb.cli.listing import Listing, write_records

if TYPE_CHECKING:
    from rich.console import RenderableType

    from causalkb.wording import Grade
    from causalkb.wording.language import NotAssessed


class GradeFormat(StrEnum):
    """How grades leave; a sentence has no key."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    MARKDOWN = "markdown"


@app.command(rich_help_panel=WEIGH)
def grade(
    texts: Annotated[
        list[str],
        typer.Argument(metavar="TEXT...|-", help="What to grade; - reads standard input."),
    ],
    format: Annotated[
        GradeFormat, typer.Option("--format", "-f", help="How to write the grades.")
    ] = GradeFormat.TABLE,
) -> None:
    """Grade how causal the wording of each sentence is: none, correlational, conditional, causal.

    Shows the cues that decided, so that you can disagree. With - and --format jsonl every line of
    input is one text, and gives one line of output. The rules and what they cannot see:
    docs/causal-wording.md.
    """
    from causalkb import wording

    if texts == ["-"] and format is GradeFormat.JSONL:
        _write_stream()
        return
    graded = [one for text in _given(texts) for one in wording.grade_sentences(text)]
    write_records(graded, format, _grades())
    _finish(len(graded), [one.why_not for one in graded if one.why_not is not None])


def _grades() -> Listing[Grade]:
    from causalkb.report.serialize.grade import to_json

    def screen(graded: Sequence[Grade]) -> RenderableType:
        from causalkb.cli.render.grade import Grades

        return Grades(graded)

    return Listing(
        columns=("wording", "cue", "sentence"),
        row=_row,
        keys=lambda _: (),
        data=to_json,
        screen=screen,
    )


def _given(texts: Sequence[str]) -> list[str]:
    """Return the texts: several quoted ones, or the words of one that was not quoted."""
    if texts == ["-"]:
        from causalkb.wording.language import MAX_TEXT

        # One byte more than any text that is assessed; the rest need not be read.
        data = sys.stdin.buffer.read(4 * MAX_TEXT + 1)
        return [data.decode("utf-8-sig", "replace")]
    if any(" " in text for text in texts):
        return list(texts)
    return [" ".join(texts)]


def _write_stream() -> None:
    reasons: list[NotAssessed] = []
    count = 0

    def graded() -> Iterator[dict[str, object]]:
        nonlocal count
        from causalkb import wording
        from causalkb.report.serialize import grade as serialize

        for raw in sys.stdin.buffer:
            one = wording.grade(raw.decode("utf-8", "replace").rstrip("\r\n"))
            count += 1
            if one.why_not is not None:
                reasons.append(one.why_not)
            yield serialize.to_json(one)

    output.write_jsonl(graded())
    _finish(count, reasons)


def _row(one: Grade) -> tuple[str, str, str]:
    if one.wording is None:
        return one.reason, "", one.text[:1000]
    return one.wording.value, "; ".join(cue.text for cue in one.deciding), one.text


def _finish(count: int, reasons: Sequence[NotAssessed]) -> None:
    """Say what was not assessed, and end with 1 if it was some, with 2 if it was all."""
    if count == 0:
        fail("nothing to grade")
    if not reasons:
        return
    kinds = ", ".join(sorted(set(reasons)))
    say(f"{len(reasons)} of {output.counted(count, 'sentence')} not assessed: {kinds}")
    raise typer.Exit(NOTHING_DONE if len(reasons) == count else SOME_FAILED)
