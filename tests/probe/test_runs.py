"""Runs: killed and resumed, changed on disk, compared, reported, exported."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from causalkb import (
    InputError,
    LanguageModel,
    Prompt,
    Reply,
    compare_probes,
    export_probe_items,
    probe_items,
    probe_report,
    read_probe,
    run_probe,
)
from causalkb.language_models.reference import Reference
from tests.conftest import Cli


class Dies(Reference):
    """A reference that stops answering, as a process that is killed does."""

    def __init__(self, name: str, after: int) -> None:
        super().__init__(name)
        self.left = after

    def ask(self, prompt: Prompt) -> Reply:
        self.left -= 1
        if self.left < 0:
            raise KeyboardInterrupt
        return super().ask(prompt)


def small(model: str | LanguageModel, folder: Path, **more: Any) -> None:
    run_probe(model, folder, families=["ladder", "posthoc"], groups=3, **more)


def test_a_killed_run_loses_the_item_in_flight_alone(tmp_path: Path) -> None:
    small("reference:coin", tmp_path / "whole")
    with pytest.raises(KeyboardInterrupt):
        small(Dies("coin", 50), tmp_path / "killed")
    answers = tmp_path / "killed" / "answers.jsonl"
    done = answers.read_bytes()
    # Two orders and two prompts without the item, of which few differ.
    assert done.count(b"\n") >= 50 // 4 - 1
    answers.write_bytes(done + b'{"item": "ladder-0')  # the line that was being written
    assert not read_probe(tmp_path / "killed").run.complete
    small("reference:coin", tmp_path / "killed")
    assert answers.read_bytes() == (tmp_path / "whole" / "answers.jsonl").read_bytes()
    assert answers.read_bytes().startswith(done)


def test_a_finished_run_is_not_asked_again(tmp_path: Path) -> None:
    small("reference:coin", tmp_path)
    before = (tmp_path / "answers.jsonl").read_bytes()
    small(Dies("coin", 0), tmp_path)  # the first question would end it
    assert (tmp_path / "answers.jsonl").read_bytes() == before


def test_a_folder_with_something_else_is_refused(tmp_path: Path) -> None:
    small("reference:coin", tmp_path / "run")
    with pytest.raises(InputError, match=r"holds another run .*model 'reference:coin'"):
        small("reference:oracle", tmp_path / "run")
    with pytest.raises(InputError, match=r"holds another run \(seed 1, not 2"):
        small("reference:coin", tmp_path / "run", seed=2)
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "thesis.tex").touch()
    with pytest.raises(InputError, match="has files in it but no run"):
        small("reference:coin", tmp_path / "papers")


def test_changed_files_are_noticed(tmp_path: Path) -> None:
    small("reference:oracle", tmp_path)
    items, answers = tmp_path / "items.jsonl", tmp_path / "answers.jsonl"
    whole = items.read_text(encoding="utf-8")
    items.write_text(whole.replace("prevented", "stopped", 1), encoding="utf-8")
    with pytest.raises(InputError, match="was changed since the run began: its fingerprint"):
        read_probe(tmp_path)
    items.write_text("{]\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"items.jsonl:1: is not JSON"):
        read_probe(tmp_path)
    items.write_text(whole, encoding="utf-8")
    lines = answers.read_bytes().splitlines(keepends=True)
    answers.write_bytes(b"".join([lines[1], lines[0], *lines[2:]]))
    with pytest.raises(InputError, match=r"answers.jsonl:1: 'ladder-001-2' is not in its place"):
        read_probe(tmp_path)
    for text in (b"[]\n", b'{"item": 1}\n', b"\xff\n"):
        answers.write_bytes(text)
        with pytest.raises(InputError):
            read_probe(tmp_path)


def test_runs_are_compared_in_pairs(tmp_path: Path) -> None:
    small("reference:oracle", tmp_path / "a")
    small("reference:pundit", tmp_path / "b")
    found = compare_probes(tmp_path / "a", tmp_path / "b")
    ladder, posthoc = found.families
    assert ladder.accuracies == (1, 0.5)
    assert ladder.difference.value == 0.5
    assert posthoc.difference.value == pytest.approx(2 / 3)
    # All pairs of a group differ alike: the bootstrap alone would have no width.
    assert ladder.difference.interval == (
        pytest.approx(0.211, abs=0.001),
        pytest.approx(0.689, abs=0.001),
    )
    assert ladder.measurable == (True, True)


def test_runs_that_cannot_be_compared(tmp_path: Path) -> None:
    small("reference:oracle", tmp_path / "a")
    small("reference:oracle", tmp_path / "b", seed=2)
    with pytest.raises(InputError, match="share no item; compare runs of one seed"):
        compare_probes(tmp_path / "a", tmp_path / "b")
    manifest = tmp_path / "b" / "run.json"
    data = json.loads(manifest.read_text(encoding="utf-8")) | {"battery": "0"}
    manifest.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(InputError, match=r"is of battery 1, .* of battery 0"):
        compare_probes(tmp_path / "a", tmp_path / "b")


def test_an_instruction_stands_before_every_item(tmp_path: Path) -> None:
    small("reference:coin", tmp_path / "with", instruction="comparison")
    run = read_probe(tmp_path / "with").run
    assert "without the supposed cause" in run.instruction
    small("reference:coin", tmp_path / "without")
    found = compare_probes(tmp_path / "with", tmp_path / "without")
    assert [one.n for one in found.families] == [18, 18]


def test_reports_hold_what_the_gate_lets_pass(tmp_path: Path) -> None:
    small("reference:pundit", tmp_path / "pundit")
    small("reference:first-letter", tmp_path / "first")
    pundit = probe_report([tmp_path / "pundit"])["-"]
    assert "criterion c" in pundit
    first = probe_report([tmp_path / "first"])["-"]
    assert "criterion c" not in first
    assert "the answers follow the letters more than the options" in first
    files = probe_report([tmp_path / "pundit", tmp_path / "first"], "study.md")
    assert next(iter(files)) == "study.md"
    assert all(f"]({name})" in files["study.md"] for name in list(files)[1:])
    page = probe_report([tmp_path / "pundit"], tmp_path / "study.html")["study.html"]
    assert page.count("<svg") == 2
    assert "<script" not in page


def test_names_of_models_do_not_run_in_reports(tmp_path: Path) -> None:
    class Named(Reference):
        @property
        def identity(self) -> Any:
            from dataclasses import replace

            return replace(super().identity, name="<img src=x onerror=alert(1)>|[a](b)\x1b[31m")

    small(Named("coin"), tmp_path)
    assert "<img" not in probe_report([tmp_path], "a.html")["a.html"].replace("&lt;img", "")
    assert "\n## \\<img" in probe_report([tmp_path])["-"]


@pytest.mark.parametrize("to", ["lm-eval", "inspect"])
def test_items_go_to_other_harnesses(to: str) -> None:
    items = probe_items(groups=1)
    files = export_probe_items(items, to)
    data, task = files.values()
    lines = [json.loads(line) for line in data.splitlines()]
    assert len(lines) == sum(len(item.options) for item in items)
    by_id = {item.id: item for item in items}
    for line in lines:
        item = by_id[line["id"].rpartition("-")[0]]
        right = item.options[item.answer]
        if to == "lm-eval":
            letter = line["letters"][line["answer"]]
            assert f"{letter}) {right}\n" in line["prompt"]
        else:
            assert line["choices"]["ABCD".index(line["target"])] == right
    if to == "inspect":
        compile(task, "task.py", "exec")
    else:
        import yaml

        assert yaml.safe_load(task)["doc_to_choice"] == "letters"
    with pytest.raises(InputError, match="there are lm-eval, inspect"):
        export_probe_items(items, "helm")


def test_the_contract_of_run_as_json(cli: Cli, tmp_path: Path) -> None:
    done = cli("probe", "run", "reference:pundit", "--quick", "--format", "json", "--out", tmp_path)
    assert done.exit_code == 0, done.stderr
    found = json.loads(done.stdout)
    assert {"model", "battery", "seed", "families", "references"} <= set(found)
    keys = (
        "family n groups accuracy interval chance groups_right first_letter same_in_all_orders "
        "measurable auc d_prime criterion"
    )
    for family in found["families"]:
        assert set(keys.split()) <= set(family)
    assert set(found["references"]) == {
        "oracle",
        "pundit",
        "sceptic",
        "associationist",
        "first-letter",
        "coin",
    }
    shown = cli("probe", "show", tmp_path, "--format", "json")
    assert json.loads(shown.stdout) == found


def test_commands_around_a_run(cli: Cli, tmp_path: Path) -> None:
    assert "'causalkb probe run reference:pundit' makes one" in cli("probe", "list").stderr
    ran = cli("probe", "run", "reference:pundit", "--families", "ladder,blicket", "--quick")
    assert ran.exit_code == 0
    (name,) = cli("probe", "list", "-f", "keys").stdout.split()
    assert name == "reference-pundit-b1-s1-quick-ladder-blicket"
    assert "reference:oracle\tblicket" in cli("probe", "show", name).stdout
    cli("probe", "run", "reference:oracle", "--quick", "--out", tmp_path / "oracle")
    compared = cli("probe", "compare", tmp_path / "oracle", name)
    assert compared.stdout.startswith("ladder\t18\t1.00\t0.50\t+0.50 [0.21, 0.69]")
    page = tmp_path / "report.html"
    assert cli("probe", "report", name, "-o", page).exit_code == 0
    assert cli("probe", "report", name, "-o", page).exit_code == 2
    exported = cli("probe", "export", "--to", "inspect", "--out", tmp_path / "x", "--quick")
    assert exported.exit_code == 0, exported.stderr
    items = cli("probe", "items", "--families", "ladder", "--groups", 1, "-f", "jsonl").stdout
    assert json.loads(items.splitlines()[0])["cell"] == "fork-see"
    assert "### ladder-001-1" in cli("probe", "items", "--quick", "-f", "markdown").stdout


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["run", "gpt-4"], "is not a model; write local:smollm2"),
        (["run", "reference:oracle", "--families", "lader"], "did you mean ladder"),
        (["show", "nothing-there"], "no run 'nothing-there'"),
        (["items", "--groups", "500"], "is not a number of groups"),
        (["run", "reference:oracle", "--price", "cheap"], "is not two prices"),
    ],
)
def test_misuse_is_told(cli: Cli, arguments: list[str], told: str) -> None:
    done = cli("probe", *arguments)
    assert done.exit_code == 2
    assert told in done.stderr
