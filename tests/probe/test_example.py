"""The worked study is what its raw answers give."""

from __future__ import annotations

from pathlib import Path

import pytest

from causalkb import probe_report, read_probe

FOLDER = Path(__file__).parents[2] / "examples" / "probe"


def test_the_report_is_up_to_date(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(FOLDER)
    for name, text in probe_report(["smollm2"], "smollm2.md").items():
        assert (FOLDER / name).read_text(encoding="utf-8") == text, "run 'causalkb probe report'"


def test_what_the_study_says_is_so() -> None:
    result = read_probe(FOLDER / "smollm2")
    assert sum(one.n for one in result.families) == 333
    assert not any(one.measurable for one in result.families)
    assert all(one.first_letter == 1 for one in result.families)
    assert all(one.same_in_all_orders == 0 for one in result.families)
    assert sum(len(answer.orders) for answer in result.run.answers) == 945
    choice = next(one for one in result.families if one.family == "choice")
    assert choice.interval[1] < choice.chance < (choice.second_accuracy or 0)
