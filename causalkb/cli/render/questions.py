"""Questions and hypotheses on a terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.table import Table
from rich.text import Text

from causalkb.records import Hypothesis, Question


def questions_table(questions: Sequence[Question], counts: Mapping[str, int]) -> Table:
    """Return a table of questions with the number of works on each."""
    made = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    made.add_column("question", style="cyan", no_wrap=True)
    made.add_column("works", justify="right")
    made.add_column("title", ratio=1)
    for question in questions:
        made.add_row(Text(question.slug), str(counts[question.slug]), Text(question.title))
    return made


def hypotheses_table(hypotheses: Sequence[Hypothesis]) -> Table:
    """Return a table of hypotheses, each question named once."""
    made = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    made.add_column("hypothesis", style="cyan", overflow="fold", max_width=32)
    made.add_column("statement", ratio=1)
    last = ""
    for hypothesis in hypotheses:
        if hypothesis.question != last and len({h.question for h in hypotheses}) > 1:
            made.add_row(Text(hypothesis.question, style="bold default"), "")
        last = hypothesis.question
        made.add_row(Text(hypothesis.slug), Text(hypothesis.statement))
    return made
