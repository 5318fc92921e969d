"""``suggest --claims``: which sentences of an abstract are chosen."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import Cli


def chosen(cli: Cli, tmp_path: Path, abstract: str) -> list[str]:
    """The sentences that are proposed of an abstract, best first."""
    record = {"id": "one", "type": "article-journal", "title": "One", "abstract": abstract}
    path = tmp_path / "one.json"
    path.write_text(json.dumps([record]), "utf-8")
    cli("init", "--empty")
    assert cli("add", "--no-embed", path).exit_code == 0
    told = cli("suggest", "one", "--claims", "--format", "jsonl").stdout
    return [str(json.loads(line)["quote"]) for line in told.splitlines()]


def test_what_follows_is_chosen_before_what_was_observed(cli: Cli, tmp_path: Path) -> None:
    found = chosen(
        cli,
        tmp_path,
        "Crows drop stones into water. Eight crows were tested with two tubes. We found that the"
        " tube with water was chosen in 71% of trials (p < 0.01). These findings indicate that"
        " crows understand a previously unnoticed cause. This knowledge may help them in winter.",
    )
    assert found == [
        "These findings indicate that crows understand a previously unnoticed cause.",
        "This knowledge may help them in winter.",
    ]


@pytest.mark.parametrize(
    "tail",
    [
        "Implications for the law are discussed.",
        "We discuss the limitations of our approach.",
        "This article is part of a Special Issue entitled Minds.",
        "Example Res; 12(3); 456-62.",
    ],
)
def test_the_sentence_before_an_announcement_takes_its_place(
    cli: Cli, tmp_path: Path, tail: str
) -> None:
    abstract = (
        "Judges read about thefts. Half of them were told how long the thief hesitated. Quick"
        f" thieves are blamed more than hesitant thieves. {tail}"
    )
    found = chosen(cli, tmp_path, abstract)
    assert found == ["Quick thieves are blamed more than hesitant thieves."]


def test_a_finding_that_stands_first_is_chosen(cli: Cli, tmp_path: Path) -> None:
    found = chosen(
        cli,
        tmp_path,
        "We study firms that lend to each other across borders. We show that lending is cheaper"
        " where owners belong to the same party. The data cover all loans of eleven years. Loans"
        " are matched to owners. Owners are matched to parties. A model with two types of owners"
        " was estimated.",
    )
    assert found[0].startswith("We show that lending is cheaper")


@pytest.mark.parametrize(
    ("last", "count"),
    [
        ("Models of planning are compared, and open questions are outlined.", 0),
        ("In conclusion, planning is rarely needed by animals that roam.", 1),
    ],
)
def test_a_text_that_only_reviews_states_no_finding(
    cli: Cli, tmp_path: Path, last: str, count: int
) -> None:
    review = f"This review covers forty years of research on planning in animals. {last}"
    assert chosen(cli, tmp_path, review) == [last][:count]
