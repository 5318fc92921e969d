"""``map`` and ``graph`` as a person or a pipe meets them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import networkx
import pytest

import causalkb.cli.map  # noqa: F401 - registers the commands
from causalkb.cli import output

Cli = Callable[..., Any]


@pytest.mark.usefixtures("kb_path")
class TestMap:
    def test_a_pipe_gets_one_plain_line_a_cell(self, cli: Cli) -> None:
        result = cli("map")
        assert result.exit_code == 0
        lines = [line.split("\t") for line in result.stdout.splitlines()]
        assert {len(line) for line in lines} == {9}
        assert lines[0][:2] == ["interventions", "machine-learning"]
        assert len(lines) % 3 == 0

    def test_rows_and_columns_may_be_chosen(self, cli: Cli) -> None:
        result = cli("map", "--rows", "questions", "--columns", "rungs", "--format", "json")
        data = json.loads(result.stdout)
        assert (data["rows"], data["columns"]) == ("questions", "rungs")
        assert "counterfactual" in data["column_labels"]

    def test_a_question_brings_its_hypotheses(self, cli: Cli) -> None:
        data = json.loads(cli("map", "interventions", "-f", "json").stdout)
        assert list(data["cells"]) == ["interventions-necessary", "observation-suffices"]
        assert "theorem" in data["column_labels"]

    def test_unknown_question_names_the_nearest(self, cli: Cli) -> None:
        result = cli("map", "interventoins")
        assert result.exit_code == 2
        assert "did you mean interventions" in result.stderr
        assert result.stdout == ""

    def test_unknown_words_are_refused(self, cli: Cli) -> None:
        assert cli("map", "--rows", "works").exit_code == 2
        result = cli("map", "--tag", "no-such-tag")
        assert result.exit_code == 2
        assert "no-such-tag" in result.stderr

    def test_csv_has_a_header(self, cli: Cli) -> None:
        rows = list(csv.DictReader(io.StringIO(cli("map", "-f", "csv").stdout)))
        assert set(rows[0]) >= {"row", "column", "claims", "contradicts"}

    def test_the_suffix_tells_the_format(self, cli: Cli, tmp_path: Path) -> None:
        for name, start in (("m.svg", "<svg"), ("m.html", "<!doctype html>"), ("m.md", "**Evid")):
            result = cli("map", "-o", tmp_path / name)
            assert result.exit_code == 0
            assert result.stdout == ""
            assert (tmp_path / name).read_text(encoding="utf-8").startswith(start)
        result = cli("map", "-o", tmp_path / "m.pdf")
        assert result.exit_code == 2
        assert ".svg" in result.stderr

    def test_an_existing_file_is_only_replaced_by_force(self, cli: Cli, tmp_path: Path) -> None:
        file = tmp_path / "m.svg"
        file.write_text("mine")
        assert cli("map", "-o", file).exit_code == 2
        assert file.read_text() == "mine"
        assert cli("map", "-o", file, "--force").exit_code == 0
        assert file.read_text().startswith("<svg")

    def test_png_needs_a_file(self, cli: Cli) -> None:
        result = cli("map", "-f", "png")
        assert result.exit_code == 2
        assert "--output" in result.stderr

    def test_a_terminal_gets_the_grid_without_need_of_colour(
        self, cli: Cli, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(output, "to_terminal", lambda: True)
        text = cli("map", NO_COLOR="1", COLUMNS="80").stdout
        assert "Evidence gap map: questions × fields" in text
        assert "○" in text
        assert "\x1b" not in text
        assert max(map(len, text.splitlines())) <= 80


@pytest.mark.usefixtures("kb_path")
class TestGraph:
    def test_a_pipe_gets_one_plain_line_an_edge(self, cli: Cli) -> None:
        result = cli("graph")
        assert result.exit_code == 0
        lines = [line.split("\t") for line in result.stdout.splitlines()]
        assert lines
        assert {len(line) for line in lines} == {9}

    def test_every_format(self, cli: Cli, tmp_path: Path) -> None:
        assert cli("graph", "-f", "dot").stdout.startswith("// A graph of what claims assert")
        assert cli("graph", "-f", "mermaid").stdout.startswith("flowchart LR\n")
        assert json.loads(cli("graph", "-f", "json").stdout)["edges"]
        file = tmp_path / "g.graphml"
        result = cli("graph", "-o", file)
        assert (result.exit_code, result.stdout) == (0, "")
        assert networkx.read_graphml(file).number_of_edges() > 0

    def test_filters_that_leave_nothing_say_so(self, cli: Cli) -> None:
        result = cli("graph", "--year", "1800")
        assert result.exit_code == 0
        assert result.stdout == ""
        assert "no claim that passes" in result.stderr

    def test_unknown_question_names_the_nearest(self, cli: Cli) -> None:
        result = cli("graph", "--question", "interventoins")
        assert result.exit_code == 2
        assert "did you mean interventions" in result.stderr

    def test_a_terminal_gets_a_table(self, cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(output, "to_terminal", lambda: True)
        text = cli("graph", NO_COLOR="1", COLUMNS="80").stdout
        assert "→" in text
        assert "not of the world" in text


def test_without_a_knowledge_base(cli: Cli) -> None:
    for command in ("map", "graph"):
        result = cli(command)
        assert result.exit_code == 2
        assert result.stderr.startswith("causalkb: ")


@pytest.mark.usefixtures("empty")
def test_without_claims_everything_is_a_gap(cli: Cli) -> None:
    data = json.loads(cli("map", "-f", "json").stdout)
    assert len(data["gaps"]) == 30
    assert cli("graph").exit_code == 0
