"""``compete`` as a person or a pipe meets it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import Cli, Run

from causalkb import compete_structures
from causalkb.compete import columns

GOOD = "A,B,set\n" + "0,0,\n1,1,\n" * 40 + "0,1,\n1,0,\n" * 5 + "0,0,A\n1,1,A\n" * 20


@pytest.fixture
def data(tmp_path: Path) -> Path:
    path = tmp_path / "data.csv"
    path.write_text(GOOD)
    return path


def test_json_is_the_contract(cli: Cli, data: Path) -> None:
    found = json.loads(cli("compete", data, "--intervened", "set", "--format", "json").stdout)
    assert found["variables"] == ["A", "B"]
    assert (found["rows"], found["rows_set"]) == (130, 40)
    assert found["classes"][0]["structures"] == ["A -> B"]
    assert set(found["classes"][0]) == {"structures", "weight", "log_predictive", "follows"}
    assert found["classes"][0]["follows"] == {"A": ["B"]}
    assert set(found["classes"][0]["log_predictive"]) == {"observed", "intervened"}
    assert set(found["edges"]) == {"A -> B", "B -> A"}
    assert set(found["no_edge"]) == {"A, B"}
    total = sum(found["edges"].values()) + found["no_edge"]["A, B"]
    assert total == pytest.approx(1)
    assert found["decided"] is True
    assert found["next_experiment"] is None or set(found["next_experiment"]) == {
        *("set", "information_gain", "rows")
    }


def test_observation_alone_has_no_winner_of_the_direction(cli: Cli, data: Path) -> None:
    args = ("--variables", "A,B", "-f", "json")
    found = json.loads(cli("compete", data, *args).stdout)
    assert found["classes"][0]["structures"] == [
        *("A -> B", "B -> A"),
        *("A <- (common cause) -> B", "A -> (selection) <- B"),
    ]
    assert found["classes"][0]["log_predictive"]["intervened"] is None
    assert found["next_experiment"]["set"] in ("A", "B")


def test_a_terminal_reads_a_verdict(cli: Cli, data: Path) -> None:
    for width in ("60", "80", "120"):
        shown = cli("compete", data, "--intervened", "set", FORCE_COLOR="1", COLUMNS=width).stdout
        assert "Decided for: A -> B (weight" in shown
        assert "no arrow" in shown
        assert "A set: B follows" in shown
        assert "A set: B stays" in shown


def test_undecided_is_said(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "few.csv"
    path.write_text("A,B\n0,0\n1,1\n0,0\n1,0\n")
    text = cli("compete", path, "--format", "markdown").stdout
    assert "Undecided between: " in text
    assert "small sample: 4 rows for 4 combinations" in text
    assert "Decided for" not in text


def test_a_pipe_gets_whole_rows(cli: Cli, data: Path) -> None:
    rows = [
        line.split("\t") for line in cli("compete", data, "--variables", "A,B").stdout.splitlines()
    ]
    assert {row[0] for row in rows} >= {"class", "edge", "no edge", "decided", "next"}


def test_names_are_escaped(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "marked.csv"
    path.write_text("[red]A,<b>B\x1b[1m\n" + "0,0\n1,1\n" * 20)
    shown = cli("compete", path, FORCE_COLOR="1").stdout
    assert "[red]A" in shown
    text = cli("compete", path, "--format", "markdown").stdout
    assert "\\<b>B" in text
    assert "\x1b" not in text


def test_other_separators(cli: Cli, tmp_path: Path) -> None:
    expected = None
    for name, separator in (("0.csv", ","), ("a.tsv", "\t"), ("b.csv", ";"), ("c.csv", "\t")):
        path = tmp_path / name
        path.write_text("\ufeff" + GOOD.replace(",", separator), encoding="utf-8")
        result = cli("compete", path, "--intervened", "set")
        assert result.exit_code == 0
        expected = expected or result.stdout
        assert result.stdout == expected


def test_a_comma_is_the_decimal_sign_where_semicolons_separate(tmp_path: Path) -> None:
    path = tmp_path / "german.csv"
    lines = [f'"{n / 7:.2f}";{n * n / 3:.2f}'.replace(".", ",") for n in range(50)]
    path.write_text("\n".join(['"A";B', *lines]))
    assert compete_structures(path, plan=False).score == "BGe"


def test_cells_may_hold_lines_and_separators(tmp_path: Path) -> None:
    path = tmp_path / "quoted.csv"
    path.write_text('A,B\n"x,\ny",0\nz,1\n' + 'z,0\n"x,\ny",1\n' * 9)
    assert compete_structures(path, plan=False).rows == 20


def test_measurements_are_put_into_groups_on_request(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "measured.csv"
    path.write_text("A,B\n" + "".join(f"{i / 7},{i % 2}\n" for i in range(60)))
    refused = cli("compete", path)
    assert refused.exit_code == 2
    assert "'A' has 60 different numbers, and others are discrete" in refused.stderr
    assert "--discretise 3" in refused.stderr
    result = cli("compete", path, "--discretise", 3)
    assert result.exit_code == 0
    assert "A was put into groups of about equal size, cut at 2.8" in result.stdout
    assert cli("compete", path, "--discretise", 1).exit_code == 2


BAD = {
    "missing value": (
        "A,B\n0,1\n1,\n1,NA\n",
        [],
        "'B': 2 of 3 values are missing, the first in row 2",
    ),
    "text": ("A,B\n" + "".join(f"note {i},1\n" for i in range(30)), [], "30 different texts"),
    "one row": ("A,B\n0,1\n", [], "1 row of data; at least two"),
    "no rows": ("A,B\n", [], "no rows of data"),
    "nothing": ("", [], "has no header"),
    "one column": ("A\n0\n1\n", [], "at least two variables are needed, each a column"),
    "question marks": ("A,B\n0,1\n1,?\n#N/A,1\n", [], "1 of 3 values are missing"),
    "not told what was set": (GOOD, [], "names of columns; if they say what was set"),
    "infinite": (
        "A,B\n" + "".join(f"{i / 7},1\n" for i in range(30)) + "inf,0\n",
        [],
        "'inf' in row 31 of the data is not a finite number, as 30 of 31 values are",
    ),
    "constant beside numbers": (
        "A,B\n" + "".join(f"{i / 7},1\n" for i in range(30)),
        [],
        "'B' has the same value in all rows",
    ),
    "an arrow in a name": ("A -> B,C\n0,1\n1,0\n", [], "neither '->' nor a comma"),
    "a comma in a name": ('"A, B",C\n0,1\n1,0\n', [], "neither '->' nor a comma"),
    "a long name": ("A" * 201 + ",C\n0,1\n1,0\n", [], "this one has 201; rename"),
    "200 variables": (
        ",".join(f"V{i}" for i in range(200)) + "\n" + (",".join("0" * 200) + "\n") * 3,
        [],
        "200 variables are too many",
    ),
    "13 variables": (
        ",".join("ABCDEFGHIJKLM") + "\n" + (",".join("0" * 13) + "\n") * 3,
        [],
        "13 variables are too many; name the two to 12 that matter most with --variables A,B,C",
    ),
    "short line": ("A,B\n0,1\n1\n", [], "bad.csv:3: 1 cells where the header has 2"),
    "same names": ("A,A\n0,1\n", [], "two columns are named 'A'"),
    "no name": ("A,\n0,1\n", [], "column 2 has no name"),
    "a quote": ('A,B\n0,"1\n', [], "not valid CSV"),
    "no such column": (GOOD, ["--variables", "A,Bb"], "no column 'Bb'"),
    "no such mark": (GOOD, ["--intervened", "mark"], "no column 'mark'"),
    "names none": (
        GOOD.replace("1,1,A", "1,1,Q"),
        ["--intervened", "set"],
        "no variable 'Q'; row 92",
    ),
    "both": (GOOD, ["--intervened", "A", "--variables", "A,B"], "cannot be a variable as well"),
    "twice": (GOOD, ["--variables", "A,A"], "named twice"),
    "no edge": (GOOD, ["--variables", "A,B", "--forbid", "A B"], "write it as 'A -> B'"),
    "other edge": (GOOD, ["--variables", "A,B", "--forbid", "A -> Q"], "no variable 'Q'"),
}


ODD = {
    "identical": ("A,B\n" + "0,no\n1,yes\n" * 20, "A and B tell the same in all rows"),
    "constant": ("A,B\n" + "0,1\n1,1\n" * 20, "B has the same value in all rows"),
    "nothing set": ("A,B,set\n" + "0,1,\n1,0,\n" * 20, "'set' is empty in all rows"),
}


@pytest.mark.parametrize("case", ODD)
def test_odd_input_is_told_beside_the_result(cli: Cli, tmp_path: Path, case: str) -> None:
    text, said = ODD[case]
    path = tmp_path / "odd.csv"
    path.write_text(text)
    more = ["--intervened", "set"] if "set" in text else []
    found = json.loads(cli("compete", path, *more, "-f", "json").stdout)
    assert any(said in warning for warning in found["warnings"])


@pytest.mark.parametrize("case", BAD)
def test_bad_input_is_told(cli: Cli, tmp_path: Path, case: str) -> None:
    text, args, said = BAD[case]
    path = tmp_path / "bad.csv"
    path.write_text(text)
    result = cli("compete", path, *args)
    assert result.exit_code == 2
    assert said in " ".join(result.stderr.split())
    assert result.stdout == ""


def test_other_files_are_told(cli: Cli, tmp_path: Path) -> None:
    assert "no such file" in cli("compete", tmp_path / "none.csv").stderr
    assert "save the table as CSV" in cli("compete", tmp_path / "data.xlsx").stderr
    parquet = tmp_path / "data.parquet"
    parquet.write_bytes(b"PAR1")
    assert "save the table as CSV" in cli("compete", parquet).stderr  # with and without pyarrow
    binary = tmp_path / "binary.csv"
    binary.write_bytes(b"A,B\n\xff\xfe,1\n")
    assert "is not UTF-8" in cli("compete", binary).stderr


def test_no_knowledge_base_is_opened(run: Run, data: Path, home: Path) -> None:
    assert run("compete", data, "--variables", "A,B").returncode == 0
    assert not home.exists()


def test_other_commands_do_not_import_it() -> None:
    code = (
        "import sys; from causalkb import KnowledgeBase; import causalkb.cli.main,"
        " causalkb.cli.search; print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "causalkb.cli.search" in done.stdout
    assert "causalkb.compete" not in done.stdout


def test_too_many_rows_are_told(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(columns, "MOST_CELLS", 200)
    path = tmp_path / "long.csv"
    path.write_text("A,B\n" + "0,1\n" * 101)
    assert "more than 100 rows of 2 columns are too many" in cli("compete", path).stderr


def test_numbers_too_large_are_told(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    path.write_text("A,B\n" + "".join(f"{i}e306,{i * i}\n" for i in range(30)))
    result = cli("compete", path)
    assert result.exit_code == 2
    assert "use larger units" in result.stderr
