"""``search`` on the command line: formats, filters, odd input, what goes where."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from conftest import Cli, Run

from causalkb import CausalKBError, KnowledgeBase
from causalkb.formats.bibtex.reader import read

QUERY = "interventions necessary?"


@pytest.fixture(autouse=True)
def there(kb_path: Path) -> Path:
    return kb_path


def keys(cli: Cli, *args: object) -> list[str]:
    result = cli("search", *args, "--format", "keys")
    assert result.exit_code == 0, result.stderr
    return str(result.stdout).split()


def test_the_json_contract(cli: Cli) -> None:
    result = cli("search", "rats act", "--format", "json")
    data: dict[str, Any] = json.loads(result.stdout)
    assert set(data) == {"query", "mode", "questions", "notes", "hits"}
    assert (data["query"], data["mode"], data["notes"]) == ("rats act", "hybrid", [])
    assert all(set(q) == {"slug", "title", "score"} for q in data["questions"])
    hit = data["hits"][0]
    assert set(hit) == {"rank", "score", "close", "work", "passage", "claims", "ranks", "scores"}
    assert hit["rank"] == 1
    assert 0 <= hit["score"] <= 1
    assert hit["work"] == {
        "key": "blaisdell2006causal",
        "type": "article",
        "title": "Causal Reasoning in Rats",
        "authors": [
            "Blaisdell, Aaron P.",
            "Sawa, Kosuke",
            "Leising, Kenneth J.",
            "Waldmann, Michael R.",
        ],
        "year": 2006,
        "venue": "Science",
        "field": "animal-cognition",
        "doi": "10.1126/science.1121872",
        "arxiv": None,
        "url": None,
        "questions": ["interventions", "animal-learning"],
        "tags": ["causal-bayes-nets", "rats"],
        "notices": [],
    }
    assert set(hit["passage"]) == {"kind", "text", "locator"}
    assert len(hit["claims"]) == 2
    assert set(hit["claims"][0]) >= {"id", "text", "design", "wording"}
    assert hit["claims"][0]["id"] == "blaisdell2006causal#1"
    assert hit["claims"][0]["design"] == "experiment"
    assert set(hit["ranks"]) == set(hit["scores"]) == {"semantic", "keyword"}


def test_questions_that_match_come_with_the_result(cli: Cli) -> None:
    data = json.loads(cli("search", QUERY, "--format", "json").stdout)
    assert data["questions"][0]["slug"] == "interventions"
    scores = [q["score"] for q in data["questions"]]
    assert scores == sorted(scores, reverse=True)


def test_every_format_holds_the_same_hits(cli: Cli) -> None:
    expected = keys(cli, QUERY)
    assert len(expected) == 10
    assert len(set(expected)) == 10

    def out(format: str) -> str:
        result = cli("search", QUERY, "--format", format)
        assert result.exit_code == 0
        assert result.stderr == ""
        return str(result.stdout)

    assert [h["work"]["key"] for h in json.loads(out("json"))["hits"]] == expected
    assert [json.loads(x)["work"]["key"] for x in out("jsonl").splitlines()] == expected
    rows = list(csv.DictReader(io.StringIO(out("csv"))))
    assert [row["key"] for row in rows] == expected
    assert re.findall(r"\[`([^`]+)`", out("markdown")) == expected
    assert [p.work.key for p in read(out("bibtex").encode(), "x")] == expected  # type: ignore[union-attr]
    assert [line.split("\t")[2] for line in out("table").splitlines()] == expected


@pytest.mark.parametrize("kind", ["works", "passages", "claims"])
@pytest.mark.parametrize("mode", ["hybrid", "semantic", "keyword"])
def test_every_kind_in_every_mode(cli: Cli, kind: str, mode: str) -> None:
    data = json.loads(
        cli("search", "rats", "--kind", kind, "--mode", mode, "--format", "json").stdout
    )
    assert data["mode"] == mode
    assert data["hits"][0]["work"]["key"] == "blaisdell2006causal"
    found = [h["work"]["key"] for h in data["hits"]]
    if kind == "works":
        assert len(set(found)) == len(found)
    if kind == "claims":
        assert {h["passage"]["kind"] for h in data["hits"]} == {"claim"}
        assert all(len(h["claims"]) == 1 for h in data["hits"])
    expected = {"semantic", "keyword"} if mode == "hybrid" else {mode}
    assert set(data["hits"][0]["ranks"]) == expected


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        (["--field", "economics"], {"lalonde1986evaluating"}),
        (["--field", "economics", "--field", "psychology"],
         {"lalonde1986evaluating", "michotte1946"}),
        (["--question", "models-in-ml"], {"zecevic2023causal"}),
        (["--tag", "influence-diagrams"], {"everitt2021agent"}),
        (["--tag", "passive"], {"blaisdell2006causal"}),
        (["--stance", "observation-suffices=contradicts"], {"lalonde1986evaluating"}),
        (["--design", "experiment"], {"blaisdell2006causal"}),
        (["--rung", "association"], {"zecevic2023causal"}),
        (["--year", "1936"], {"kolmogorov1936"}),
        (["--year", "1930:1950"], {"kolmogorov1936", "michotte1946"}),
        (["--year", ":1950"], {"kolmogorov1936", "michotte1946"}),
        (["--year", "2023:"], {"zecevic2023causal"}),
        (["--type", "techreport"], {"undated"}),
        (["--author", "Scholkopf"], {"scholkopf2021towards", "scholkopf2021toward"}),
        (["--has-claims"], {"blaisdell2006causal", "lalonde1986evaluating", "zecevic2023causal"}),
        (["--has-claims", "--year", "2000:"], {"blaisdell2006causal", "zecevic2023causal"}),
    ],
)  # fmt: skip
def test_filters(cli: Cli, args: list[str], expected: set[str]) -> None:
    assert set(keys(cli, "causal", *args)) == expected
    assert set(cli("list", *args, "--format", "keys").stdout.split()) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("author:pearl", ["pearl2009causality"]),
        ("author:scholkopf year:2021 variables", ["scholkopf2021towards", "scholkopf2021toward"]),
        ('"ice cream"', ["vandijk2011ice"]),
        ("tag:llm", ["zecevic2023causal"]),
        ("year:2006-2008 rats", ["blaisdell2006causal", "liu2008"]),
    ],
)
def test_filters_within_the_query(cli: Cli, query: str, expected: list[str]) -> None:
    assert sorted(keys(cli, query)) == sorted(expected)


def test_a_word_with_a_minus_is_excluded(cli: Cli) -> None:
    assert "blaisdell2006causal" not in keys(cli, "causal -rats")
    assert "blaisdell2006causal" in keys(cli, "causal")


def test_several_arguments_are_one_query(cli: Cli) -> None:
    assert keys(cli, "ice", "cream") == keys(cli, "ice cream")


@pytest.mark.parametrize(
    ("query", "key", "said"),
    [
        ("author:Shcölkopf", "scholkopf2021toward", "Schölkopf"),
        ("econometrik", "lalonde1986evaluating", "econometric"),
        ("author:blaisdel rats", "blaisdell2006causal", ""),
    ],
)
def test_typos_still_find_something_and_the_user_is_told(
    cli: Cli, query: str, key: str, said: str
) -> None:
    result = cli("search", query, "--format", "keys")
    assert key in result.stdout.split()[:2]
    assert said.casefold() in result.stderr.casefold()


ODD = [
    "", " ", "\t\n", "x" * 10_000, "causal " * 1_500, "the of and", '"', '""', '"""', "'",
    "*", "**", "NEAR(", "NEAR(a b, 3)", "AND OR NOT", "(", ")", "((", "a:b:c", ":", "::",
    "-", "--", "- -", "+", "~2", "^", "a^2", "[a TO b]", "{", "}", "\\", "\\\\", "/", "%",
    "_", "?", "!", "&&", "||", "author:", "year:", "year:x", "year:9999-1",
    "year:99999999999999999999", "author:*", "title:(", "-rats", '-"ice cream"',
    '"ice cream', "🙂", "🙂🙂🙂", "каузальность", "因果", "三体", "العربية", "á", "\u202eabc",
    "\x00", "\x1b[31mred", "ﬁ", "DROP TABLE works; --", "<b>", "[bold]x[/bold]", "[/]",
    "${PATH}", "NULL", "é" * 300, "a b c d e f g h i j k l m n o p",
]  # fmt: skip


def test_odd_queries_give_a_result_or_a_message(cli: Cli) -> None:
    for query in ODD:
        result = cli("search", "--mode", "keyword", "--format", "jsonl", "--", query)
        assert result.exit_code in (0, 2), query[:50]
        if result.exit_code == 2:
            assert result.stdout == ""
            assert result.stderr.startswith("causalkb: "), query[:50]
        for line in result.stdout.splitlines():
            json.loads(line)


def test_odd_queries_are_found_or_refused_in_both_rankings(there: Path) -> None:
    with KnowledgeBase.open(there) as kb:
        for query in ODD:
            try:
                found = kb.search_full(query)
            except CausalKBError:
                continue
            assert all(0 <= hit.score <= 1 for hit in found.hits)


@pytest.mark.parametrize("query", ["", " ", '""'])
def test_an_empty_query_is_misuse(cli: Cli, query: str) -> None:
    assert cli("search", query).exit_code == 2


@pytest.mark.parametrize(
    ("query", "key"), [("三体", "liu2008"), ("вероятностей", "kolmogorov1936")]
)
def test_other_scripts_are_found_by_their_words(cli: Cli, query: str, key: str) -> None:
    assert keys(cli, query, "--mode", "keyword")[0] == key


def test_nothing_found_is_said_and_is_no_error(cli: Cli) -> None:
    result = cli("search", '"no such phrase anywhere"')
    assert (result.exit_code, result.stdout) == (0, "")
    assert "nothing found" in result.stderr


@pytest.mark.parametrize(
    ("args", "near"),
    [
        (["--question", "intervention"], "interventions"),
        (["--tag", "influence-diagram"], "influence-diagrams"),
        (["--stance", "observation-sufices=supports"], "observation-suffices"),
        (["--stance", "observation-suffices=suports"], "supports"),
        (["--field", "econmics"], "economics"),
        (["--design", "theory"], "theorem"),
        (["--year", "soon"], "2015"),
        (["--limit", "0"], ""),
        (["--kind", "work"], "works"),
        (["--mode", "fuzzy"], "hybrid"),
        (["--format", "xml"], "json"),
    ],
)
def test_a_wrong_value_is_refused_with_what_is_near(cli: Cli, args: list[str], near: str) -> None:
    result = cli("search", "causal", *args)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert near in result.stderr


def test_limit(cli: Cli) -> None:
    assert len(keys(cli, "causal", "-n", 3)) == 3
    assert len(keys(cli, "causal", "--limit", 500)) == 12


def test_explain_shows_ranks_on_a_terminal(cli: Cli) -> None:
    shown = cli("search", "rats", "--explain", FORCE_COLOR="1", COLUMNS="100").stdout
    assert "semantic rank 1" in shown
    assert "keyword rank 1" in shown


def test_a_pipe_gets_whole_plain_rows_and_no_messages(run: Run) -> None:
    done = run("search", "econometrik", "--author", "LaLonde")
    assert done.returncode == 0
    (row,) = done.stdout.splitlines()
    cells = row.split("\t")
    assert len(cells) == 9
    assert cells[2] == "lalonde1986evaluating"
    assert "\x1b" not in done.stdout
    assert len(row) > 200
    assert "econometric" in done.stderr


def test_no_color_is_obeyed(cli: Cli) -> None:
    colour = re.compile(r"\x1b\[[\d;]*(3[0-7]|9[0-7])[\d;]*m")
    assert colour.search(cli("search", "rats", FORCE_COLOR="1").stdout)
    assert not colour.search(cli("search", "rats", FORCE_COLOR="1", NO_COLOR="1").stdout)


def test_removed_and_changed_works_are_no_longer_found(cli: Cli, there: Path) -> None:
    assert keys(cli, '"ice cream"') == ["vandijk2011ice"]
    with KnowledgeBase.open(there) as kb:
        kb.works.remove("vandijk2011ice")
    assert keys(cli, '"ice cream"') == []
    assert "vandijk2011ice" not in keys(cli, "drownings in summer", "--mode", "semantic")


def test_a_knowledge_base_named_before_or_after_the_command(cli: Cli, there: Path) -> None:
    elsewhere = there.rename(there.with_name("elsewhere"))
    assert cli("--kb", elsewhere, "search", "rats").exit_code == 0
    assert cli("search", "rats", "--kb", elsewhere).exit_code == 0
    assert cli("search", "rats").exit_code == 2
