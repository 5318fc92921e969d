"""``show``, ``list``, ``stats``, ``questions`` and ``hypotheses``."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import Cli

from causalkb.formats.bibtex.reader import read
from causalkb.records import ParsedWork


@pytest.fixture(autouse=True)
def there(kb_path: Path) -> Path:
    return kb_path


def test_show_tells_all_that_is_known(cli: Cli) -> None:
    shown = cli("show", "blaisdell2006causal").stdout
    for part in (
        "Causal Reasoning in Rats", "Waldmann, Michael R.", "2006", "Science", "1020–1022",
        "10.1126/science.1121872", "animal-learning", "causal-bayes-nets", "Rats that had only",
        "blaisdell2006causal#1", "p. 1020", "contradicts association-explains-animals",
        "The reading is disputed",
    ):  # fmt: skip
        assert part in shown


def test_show_names_authors_and_editors(cli: Cli) -> None:
    assert "editors: Müller, Jörg" in cli("show", "vandijk2011ice").stdout
    assert "editors" not in cli("show", "liu2008").stdout


def test_show_in_every_format(cli: Cli) -> None:
    def out(format: str, *keys: str) -> str:
        result = cli("show", *(keys or ("vandijk2011ice",)), "--format", format)
        assert result.exit_code == 0
        return str(result.stdout)

    one = json.loads(out("json"))
    assert one["authors"] == ["van Dijk, Teun", "King, Jr., Martin L.", "Statistics Office"]
    assert one["editors"] == ["Müller, Jörg"]
    assert one["fields"]["mendeley-groups"] == "confounding"
    assert [w["key"] for w in json.loads(out("json", "liu2008", "michotte1946"))] == [
        "liu2008",
        "michotte1946",
    ]
    assert [json.loads(x)["key"] for x in out("jsonl", "liu2008", "undated").splitlines()] == [
        "liu2008",
        "undated",
    ]
    (entry,) = read(out("bibtex").encode(), "x")
    assert isinstance(entry, ParsedWork)
    assert [p.family for p in entry.work.authors] == ["Dijk", "King", "Statistics Office"]
    assert next(csv.DictReader(io.StringIO(out("csv"))))["key"] == "vandijk2011ice"
    assert out("keys") == "vandijk2011ice\n"
    assert out("markdown").startswith("## Ice Cream and Drowning: Basics of Confounding")


def test_an_unknown_key_fails_names_the_nearest_and_shows_nothing(cli: Cli) -> None:
    for command in (["show"], ["edit"], ["tag"], ["remove"]):
        arguments = ["liu2008", "perl2009causality"] if command == ["show"] else [
            "perl2009causality"
        ]  # fmt: skip
        result = cli(*command, *arguments)
        assert result.exit_code == 2
        assert result.stdout == ""
        assert "did you mean pearl2009causality" in result.stderr


def test_list_is_newest_first_and_says_what_it_leaves_out(cli: Cli) -> None:
    rows = [line.split("\t") for line in cli("list").stdout.splitlines()]
    years = [int(row[1]) for row in rows if row[1]]
    assert len(rows) == 12
    assert years == sorted(years, reverse=True)
    assert rows[-1][0] == "undated"
    cut = cli("list", "-n", 2)
    assert len(cut.stdout.splitlines()) == 2
    assert "2 of 12 works" in cut.stderr


def test_list_in_every_format(cli: Cli) -> None:
    keys = cli("list", "--format", "keys").stdout.split()
    assert [w["key"] for w in json.loads(cli("list", "--format", "json").stdout)] == keys
    lines = cli("list", "--format", "jsonl").stdout.splitlines()
    assert [json.loads(line)["key"] for line in lines] == keys
    table = csv.DictReader(io.StringIO(cli("list", "--format", "csv").stdout))
    assert [row["key"] for row in table] == keys
    entries = read(cli("list", "--format", "bibtex").stdout.encode(), "x")
    assert [e.work.key for e in entries if isinstance(e, ParsedWork)] == keys
    assert cli("list", "--format", "markdown").stdout.count("\n- ") == 11


def test_list_without_works_that_pass_says_so(cli: Cli) -> None:
    result = cli("list", "--year", "1700")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "no works pass these filters" in result.stderr


def test_stats(cli: Cli) -> None:
    found = json.loads(cli("stats", "--format", "json").stdout)
    assert (found["works"], found["notes"], found["claims"]) == (12, 3, 4)
    assert found["fields"]["machine-learning"] == 3
    assert found["questions"] == {"interventions": 3, "animal-learning": 1, "models-in-ml": 1}
    assert found["people"] == 27  # "and others" is nobody
    rows = [line.split("\t") for line in cli("stats").stdout.splitlines()]
    assert ["works", "", "12"] in rows
    assert cli("stats", "--format", "bibtex").exit_code == 2


@pytest.mark.parametrize(
    "options", [["--design", "experiment"], ["--year", "2006"], ["--author", "pearl"]]
)
def test_stats_count_what_the_lists_show(cli: Cli, options: list[str]) -> None:
    found = json.loads(cli("stats", *options, "--format", "json").stdout)
    works = json.loads(cli("list", "--limit", "0", *options, "--format", "json").stdout)
    claims = cli("claims", "--limit", "0", *options, "--format", "keys").stdout.split()
    assert found["works"] == len(works) == sum(found["types"].values())
    assert found["claims"] == len(claims) == sum(found["designs"].values())
    assert 0 < found["works"] < json.loads(cli("stats", "--format", "json").stdout)["works"]


def test_questions_and_hypotheses(cli: Cli) -> None:
    questions = json.loads(cli("questions", "--format", "json").stdout)
    assert (questions[0]["slug"], questions[0]["works"]) == ("interventions", 3)
    slugs = [line.split("\t")[0] for line in cli("hypotheses", "interventions").stdout.splitlines()]
    assert slugs == ["interventions-necessary", "observation-suffices"]
    assert len(cli("hypotheses").stdout.splitlines()) == 6
    unknown = cli("hypotheses", "intervention")
    assert unknown.exit_code == 2
    assert "did you mean interventions" in unknown.stderr


def test_a_reader_that_leaves_a_pipe_is_no_error(there: Path) -> None:
    command = f"{sys.executable} -m causalkb.cli.main list --format json | head -c 1"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)
    assert done.stdout == "["
    assert done.stderr == ""


def test_completion_offers_real_keys_questions_and_tags() -> None:
    def offered(line: str) -> str:
        env = {
            "_CAUSALKB_COMPLETE": "complete_bash",
            "COMP_WORDS": line,
            "COMP_CWORD": str(len(line.split(" ")) - 1),
        }
        program = Path(sys.executable).with_name("causalkb")
        done = subprocess.run(
            [program], env={**os.environ, **env}, capture_output=True, text=True, check=False
        )
        return done.stdout

    assert "pearl2009causality" in offered("causalkb show pea")
    assert "animal-learning" in offered("causalkb hypotheses ani")
    assert "rats" in offered("causalkb search x --tag ra")
