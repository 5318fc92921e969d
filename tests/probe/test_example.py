"""The worked study is what its raw answers give."""

from __future__ import annotations

from pathlib import Path

import pytest

from causalkb import probe_items, probe_report, read_probe
from causalkb.probe.items import BATTERY

FOLDER = Path(__file__).parents[2] / "examples" / "probe"


def test_the_report_is_up_to_date(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(FOLDER)
    for name, text in probe_report(["smollm2"], "smollm2.md").items():
        assert (FOLDER / name).read_text(encoding="utf-8") == text, "run 'causalkb probe report'"


def test_what_the_study_says_is_so() -> None:
    result = read_probe(FOLDER / "smollm2")
    by_name = {one.family: one for one in result.families}
    assert result.run.complete
    assert sum(one.n for one in result.families) == 807
    assert sum(len(answer.orders) for answer in result.run.answers) == 2313
    assert not any(one.measurable for one in result.families)
    assert all(one.first_letter == 1 for one in result.families)
    assert all(one.same_in_all_orders == 0 for one in result.families)
    off = [one for one in result.families if not one.interval[0] <= one.chance <= one.interval[1]]
    assert [one.family for one in off] == ["choice"]
    assert by_name["choice"].accuracy < by_name["choice"].chance
    second = {name: round(one.second_accuracy or 0, 2) for name, one in by_name.items()}
    assert (second["choice"], second["ladder"], second["posthoc"]) == (0.59, 0.62, 0.44)
    right = {one.family: one.groups_right for one in result.families if one.groups_right}
    assert right == {"direction": 2, "choice": 2}
    assert sum(one.groups for one in result.families) == 183


def test_the_study_is_of_this_battery() -> None:
    run = read_probe(FOLDER / "smollm2").run
    assert (run.battery, list(run.items)) == (BATTERY, probe_items(run.seed))
