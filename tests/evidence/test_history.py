"""How the evidence on a hypothesis came about: works by year, and the last change of a verdict."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from audits import CAUSAL, a_claim, add_work
from conftest import Cli

from causalkb import Filters, Hypothesis, KnowledgeBase, Question, Stance
from causalkb.vocabulary import Form

PRO, CON = Stance.SUPPORTS, Stance.CONTRADICTS
PARADIGMS = ("probing", "trap-tube")


@pytest.fixture
def base(home: Path) -> Iterator[KnowledgeBase]:
    with KnowledgeBase.open(home, create=True) as kb:
        kb.questions.put(Question("naps", "Do naps help?", "Do naps help?"))
        form, wrong = Form.GENERIC, "no gain"
        kb.hypotheses.put(Hypothesis("help", "naps", "Naps help.", form=form, wrong_if=wrong))
        yield kb


def grow(kb: KnowledgeBase, *years: tuple[int, Stance]) -> None:
    for n, (year, side) in enumerate(years):
        where = {"population": "humans", "paradigm": PARADIGMS[n % 2]}
        claim = a_claim(CAUSAL, stances={"help": side}, **where)
        add_work(kb, f"work{n}", f"Person{n}, A.", claim, year=str(year))


def test_works_are_counted_by_year_and_the_last_change_is_told(base: KnowledgeBase) -> None:
    grow(base, (2001, PRO), (2001, PRO), (2004, PRO), (2009, PRO), (2012, CON), (2013, CON))
    (found,) = base.evidence("help").hypotheses
    assert found.history is not None
    assert found.history.years == (
        *((2001, 2, 0), (2004, 1, 0), (2009, 1, 0), (2012, 0, 1), (2013, 0, 1)),
    )
    changed = found.history.changed
    assert changed is not None
    for year in (2009, 2012, 2013):
        upto = base.evidence("help", filters=Filters(year_to=year - 1)).hypotheses[0].verdict
        if year == changed.year:
            assert upto is changed.before is not found.verdict
        elif year > changed.year:
            assert upto is found.verdict


def test_a_verdict_that_never_was_another_says_so(base: KnowledgeBase, cli: Cli) -> None:
    grow(base, (2001, PRO), (2002, CON))
    (found,) = base.evidence("help").hypotheses
    assert found.history is not None
    assert found.history.changed is None
    data = json.loads(cli("evidence", "help", "--format", "json").stdout)
    assert data["hypotheses"][0]["history"]["changed"] is None
    assert data["hypotheses"][0]["history"]["years"][0] == {"year": 2001, "for": 1, "against": 0}
    assert "the verdict never was another" in cli("evidence", "help", FORCE_COLOR="1").stdout


def test_the_history_of_a_whole_question_is_not_asked_for(base: KnowledgeBase) -> None:
    grow(base, (2001, PRO))
    assert [h.history for h in base.evidence("naps").hypotheses] == [None]
