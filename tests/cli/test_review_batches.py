"""``review`` for many links at a time: above a score, in a spreadsheet, and fields of works."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from conftest import Cli

from causalkb import KnowledgeBase
from causalkb.vocabulary import Field

BIB = """
@article{crows, title={Crows use tools and act on causes}, author={Crow, A.},
 journal={Journal of Birds}, abstract={We asked whether crows tell apart what they have done from
 what they have merely seen. Crows intervened on a lever.}}
@article{monkeys, title={Monkeys act on causes}, author={Ape, B.}, journal={Apes Today},
 abstract={Monkeys distinguished outcomes of their own interventions from events they had merely
 seen. Associative learning does not explain what they did.}}
"""


@pytest.fixture
def animals(kb_path: Path) -> Path:
    with KnowledgeBase.open(kb_path) as kb:
        kb.add_content(BIB.encode(), "animals.bib")
    return kb_path


def questions(path: Path) -> dict[str, tuple[str, ...]]:
    with KnowledgeBase.open(path) as kb:
        return {work.key: work.questions for work in kb.works.list()}


def test_links_above_a_score_by_venue(animals: Path, cli: Cli) -> None:
    before = questions(animals)
    words = ("review", "--accept-above", "animal-learning=0.1", "--venue", "birds")
    tried = cli(*words, "--dry-run")
    assert tried.exit_code == 0, tried.output
    assert "would link 1 work: 1 link (animal-learning 1)" in tried.stderr
    assert questions(animals) == before
    done = cli(*words)
    assert "linked 1 work: 1 link (animal-learning 1)" in done.stderr
    assert "left to review: " in done.stderr
    assert questions(animals) == before | {"crows": ("animal-learning",)}
    cli("undo")
    assert questions(animals) == before


def test_what_cannot_be_a_batch_is_refused(animals: Path, cli: Cli) -> None:
    for words, said in (
        (("--accept-above", "much"), "is not a score"),
        (("--accept-above", "2"), "between 0 and 1"),
        (("--accept-above", "0.5", "--accept-above", "interventions=0.5"), "one score for all"),
        (("--accept-above", "animals=0.5"), "no question"),
        (("--accept-above", "0.5", "--venue", "Bird"), "left to review"),
        (("--accept-above", "0.5", "--venue", "Brids"), "no venue"),
        (("--accept-above", "0.5", "--fields"), "one at a time"),
        (("--set-field", "physics"), "say for which works"),
        (("--dry-run",), "--dry-run goes with"),
        (("--links",), "--links goes with --sheet"),
    ):
        result = cli("review", *words)
        assert said in result.stderr
        assert result.exit_code == (0 if said == "left to review" else 2)


def test_a_sheet_of_links_goes_out_and_comes_back(animals: Path, cli: Cli, tmp_path: Path) -> None:
    before = questions(animals)
    path = tmp_path / "links.csv"
    assert cli("review", "--links", "--at-least", "0.1", "--sheet", path).exit_code == 0
    rows = list(csv.DictReader(io.StringIO(path.read_text("utf-8"))))
    assert {row["decision"] for row in rows} == {""}
    said = {"crows": "accept", "monkeys": "never"}
    for row in rows:
        if row["question"] == "animal-learning":
            row["decision"] = said.get(row["work"], "")
    rows[0:0] = [{**rows[0], "work": "nobody", "decision": "accept"}]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    done = cli("review", "--sheet-import", path)
    assert done.exit_code == 1
    assert "linked 1, never again 1, put off 0, 0 decided before, 1 left out" in done.stderr
    assert "links.csv:2: nobody" in done.stderr
    assert questions(animals) == before | {"crows": ("animal-learning",)}
    again = cli("review", "--sheet-import", path).stderr
    assert "linked 0, never again 0, put off 0, 2 decided before" in again
    cli("undo")
    assert questions(animals) == before


def test_fields_by_rule_and_by_the_nearest_works(animals: Path, cli: Cli) -> None:
    def fields() -> dict[str, Field | None]:
        with KnowledgeBase.open(animals) as kb:
            return {one: kb.works.get(one).field for one in ("crows", "monkeys")}

    nothing = {"crows": None, "monkeys": None}
    ruled = ("review", "--set-field", "psychology", "--author", "Crow")
    assert "would set the field of 1 work" in cli(*ruled, "--dry-run").stderr
    assert fields() == nothing
    assert "set the field of 1 work" in cli(*ruled).stderr
    assert fields() == {"crows": "psychology", "monkeys": None}
    nearest = cli("review", "--fields", "--at-least", "0.1")
    assert nearest.exit_code == 0, nearest.output
    assert "monkeys" in nearest.stdout
    assert fields()["monkeys"] is not None
    cli("undo")
    cli("undo")
    assert fields() == nothing
