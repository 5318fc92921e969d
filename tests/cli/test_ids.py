"""Ids on the command line and on standard input; an unknown one names the nearest."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import Cli

CLAIM = "blaisdell2006causal#1"


@pytest.fixture(autouse=True)
def there(kb_path: Path) -> Path:
    return kb_path


@pytest.mark.parametrize(
    ("source", "sink"),
    [
        (["list", "--author", "pearl"], ["show", "-", "-f", "keys"]),
        (["search", "rats", "--mode", "keyword"], ["show", "-", "-f", "keys"]),
        (["claims"], ["show", "-", "-f", "keys"]),
        (["claims"], ["claim", "show", "-", "-f", "keys"]),
        (["search", "rats", "--kind", "claims"], ["claim", "show", "-", "-f", "keys"]),
        (["questions"], ["question", "show", "-", "-f", "keys"]),
        (["hypotheses"], ["hypothesis", "show", "-", "-f", "keys"]),
    ],
    ids=lambda value: " ".join(value),
)
def test_what_one_command_lists_another_reads(cli: Cli, source: list[str], sink: list[str]) -> None:
    keys = cli(*source, "--format", "keys").stdout
    assert keys
    assert cli(*sink, stdin=keys).stdout == keys


def test_keys_from_stdin_are_tagged_listed_and_removed(cli: Cli) -> None:
    keys = "liu2008\npearl2009causality\n"
    assert "added 2 tags" in cli("tag", "-", "read", stdin=keys).stderr
    tagged = cli("list", "--tag", "read", "-f", "keys").stdout
    assert sorted(tagged.split()) == sorted(keys.split())
    ids = cli("claims", "-", "-f", "keys", stdin="blaisdell2006causal").stdout.split()
    assert ids
    assert all(one.startswith("blaisdell2006causal#") for one in ids)
    assert cli("remove", "-", "--yes", stdin=keys).exit_code == 0
    assert cli("show", "liu2008").exit_code == 2


def test_a_key_given_twice_is_shown_once_and_stdin_mixes_with_arguments(cli: Cli) -> None:
    shown = cli("show", "liu2008", "-", "liu2008", "-f", "keys", stdin="undated liu2008")
    assert shown.stdout.split() == ["liu2008", "undated"]


def test_nothing_on_stdin_is_told(cli: Cli) -> None:
    for command in (["show", "-"], ["claim", "show", "-"], ["remove", "-", "--yes"]):
        result = cli(*command, stdin=" \n")
        assert result.exit_code == 2
        assert "no ids on standard input" in result.stderr


def test_show_takes_a_claim(cli: Cli) -> None:
    shown = cli("show", CLAIM).stdout
    assert shown.splitlines()[0] == CLAIM
    for part in ("design: experiment", "locator: p. 1020", "contradicts"):
        assert part in shown
    assert shown == cli("claim", "show", CLAIM).stdout
    assert json.loads(cli("show", CLAIM, "-f", "json").stdout)["id"] == CLAIM
    assert "@" in cli("show", CLAIM, "-f", "bibtex").stdout, "its work"


def test_show_takes_works_and_claims_together(cli: Cli) -> None:
    both = cli("show", "liu2008", CLAIM).stdout
    assert both.startswith("liu2008: ")
    assert f"\n{CLAIM}\n" in both
    found = json.loads(cli("show", "liu2008", CLAIM, "-f", "json").stdout)
    assert [one.get("key", one.get("id")) for one in found] == ["liu2008", CLAIM]
    mixed = cli("show", "liu2008", CLAIM, "-f", "csv")
    assert (mixed.exit_code, mixed.stdout) == (2, "")


def test_a_hypothesis_is_shown_with_the_claims_on_each_side(cli: Cli) -> None:
    shown = cli("hypothesis", "show", "association-explains-animals").stdout
    assert "question: animal-learning" in shown
    assert f"contradicts: {CLAIM}" in shown
    question = cli("question", "show", "animal-learning").stdout
    assert "works: 1" in question
    assert "hypothesis: association-explains-animals:" in question


def test_the_old_names_of_lists_and_the_new_ones_list_the_same(cli: Cli) -> None:
    for plural, group in (
        ("questions", "question"), ("hypotheses", "hypothesis"), ("claims", "claim"),
    ):  # fmt: skip
        assert cli(plural, "-f", "json").stdout == cli(group, "list", "-f", "json").stdout


@pytest.mark.parametrize(
    ("command", "meant"),
    [
        (["show", "perl2009causality"], "pearl2009causality"),
        (["show", "blaisdel2006causal#1"], CLAIM),
        (["claim", "show", "blaisdel2006causal#1"], CLAIM),
        (["claims", "perl2009causality"], "pearl2009causality"),
        (["tag", "perl2009causality", "x"], "pearl2009causality"),
        (["suggest", "perl2009causality"], "pearl2009causality"),
        (["question", "show", "intervention"], "interventions"),
        (["hypothesis", "show", "observation-sufices"], "observation-suffices"),
        (["hypotheses", "intervention"], "interventions"),
        (["evidence", "intervention"], "interventions"),
        (["map", "intervention"], "interventions"),
        (["list", "--question", "intervention"], "interventions"),
        (["list", "--tag", "rat"], "rats"),
        (["claims", "--stance", "observation-sufices=supports"], "observation-suffices"),
        (["questions", "--tag", "rat"], "rats"),
        (["list", "--type", "artcle"], "article"),
        (["search", "type:artcle"], "article"),
        (["search", "key:perl2009causality"], "pearl2009causality"),
        (
            ["hypothesis", "add", "interventions", "new", "New.", "--rival", "observation-sufices"],
            "observation-suffices",
        ),
        (
            ["hypothesis", "edit", "observation-suffices", "--rival", "interventions-neccessary"],
            "interventions-necessary",
        ),
        (["suppression", "add", "fragil", "observation-suffices", "x"], "fragile"),
        (["help", "serach"], "search"),
        (["help", "claim", "lin"], "link"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else value,
)
def test_an_unknown_id_fails_and_names_the_nearest(
    cli: Cli, command: list[str], meant: str
) -> None:
    result = cli(*command)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert meant in result.stderr


def test_counts_of_questions_obey_filters(cli: Cli) -> None:
    def works(*filters: str) -> dict[str, int]:
        found = json.loads(cli("questions", *filters, "-f", "json").stdout)
        return {one["slug"]: one["works"] for one in found}

    assert works()["interventions"] == 3
    assert works("--author", "blaisdell") == {
        "interventions": int("blaisdell2006causal" in cli("list", "--question", "interventions",
                                                          "-f", "keys").stdout),
        "animal-learning": 1,
        "models-in-ml": 0,
    }  # fmt: skip
