"""``suggest`` and ``review`` on the command line, with answers fed as lines."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from conftest import Cli

import causalkb.cli.review
from causalkb import KnowledgeBase
from causalkb.vocabulary import Stance

BIB = """
@article{crows, title={Crows use tools and act on causes}, author={Crow, A.},
 abstract={We asked whether crows tell apart what they have done from what they have merely seen.
 Crows intervened on a lever. They expected no food after their own action.}}
@article{monkeys, title={Monkeys act on causes}, author={Ape, B.},
 abstract={Monkeys distinguished outcomes of their own interventions from events they had merely
 seen. Associative learning does not explain what they did.}}
"""
TO_HYPOTHESES = ("n", "n")
"""Both questions that are proposed for the crows come before the hypotheses."""


@pytest.fixture
def animals(kb_path: Path) -> Path:
    with KnowledgeBase.open(kb_path) as kb:
        kb.add_content(BIB.encode(), "animals.bib")
    return kb_path


@pytest.fixture
def answer(animals: Path, cli: Cli) -> Callable[..., Result]:
    """Review with answers, one a line."""

    def call(*answers: str, at_least: float = 0.1, key: str | None = None) -> Result:
        words = ["review", *([key] if key else []), "--at-least", at_least]
        return cli(*words, stdin="".join(f"{a}\n" for a in answers))

    return call


def read(path: Path) -> tuple[dict[str, tuple[str, ...]], dict[str, dict[str, Stance]]]:
    with KnowledgeBase.open(path) as kb:
        works = {w.key: w.questions for w in kb.works.list()}
        return works, {c.id: dict(c.stances) for c in kb.claims.list()}


def proposals(cli: Cli, *words: object) -> list[dict[str, object]]:
    result = cli("suggest", *words, "--format", "json")
    assert result.exit_code == 0
    found = json.loads(result.stdout)
    assert isinstance(found, list)
    return found


def test_suggest_formats(animals: Path, cli: Cli) -> None:
    found = proposals(cli, "crows", "--at-least", "0.1")
    assert found[0]["slug"] == "animal-learning"
    assert set(found[0]) == {
        *("work", "kind", "slug", "statement", "score", "passage", "nearest", "skipped")
    }
    lines = cli("suggest", "crows", "--at-least", "0.1", "--format", "jsonl").stdout.splitlines()
    assert [json.loads(line) for line in lines] == found
    rows = cli("suggest", "crows", "--at-least", "0.1").stdout.splitlines()
    assert len(rows) == len(found)
    assert rows[0].split("\t")[:3] == ["crows", "question", "animal-learning"]
    assert cli("suggest", "--at-least", "0.1", "-n", "1", "--format", "keys").stdout in (
        *("crows\n", "monkeys\n"),
    )
    csv = cli("suggest", "crows", "--format", "csv", "--at-least", "0.1").stdout.splitlines()
    assert csv[0].startswith("work,kind,slug,score")
    refused = cli("suggest", "--format", "bibtex", "--at-least", "0.1")
    assert refused.exit_code == 2
    assert "suggest" in refused.stderr


def test_suggest_says_when_there_is_nothing(animals: Path, cli: Cli) -> None:
    result = cli("suggest", "blaisdell2006causal", "--at-least", "0.9")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "nothing to propose" in result.stderr


def test_suggest_refuses_an_unknown_work_with_the_nearest(animals: Path, cli: Cli) -> None:
    result = cli("suggest", "crow")
    assert result.exit_code == 2
    assert "did you mean crows" in result.stderr


def test_suggest_alone_links_nothing(animals: Path, cli: Cli) -> None:
    before = read(animals)
    cli("suggest", "--at-least", "0", "-n", "0")
    assert read(animals) == before


def test_accept_above_links_questions_and_says_that_it_links_no_hypotheses(
    animals: Path, cli: Cli
) -> None:
    before = read(animals)
    result = cli("suggest", "crows", "--accept-above", "0.1")
    assert result.exit_code == 0
    assert "crows\tquestion\tanimal-learning" in result.stdout
    assert "no hypothesis is linked without you" in result.stderr
    works, claims = read(animals)
    assert "animal-learning" in works["crows"]
    assert claims == before[1]
    assert works["monkeys"] == before[0]["monkeys"] == ()
    cli("undo")
    assert read(animals) == before


def test_review_accepts_a_question(answer: Callable[..., Result], animals: Path) -> None:
    result = answer("y", "q", key="crows")
    assert result.exit_code == 0
    assert "linked crows to animal-learning" in result.stdout
    assert "linked 1 question and 0 hypotheses, rejected 0, skipped 0" in result.stderr
    works, claims = read(animals)
    assert works["crows"] == ("animal-learning",)
    assert not any(claim.startswith("crows") for claim in claims)


def test_review_goes_on_where_it_was(
    answer: Callable[..., Result], animals: Path, cli: Cli
) -> None:
    names = [(p["kind"], p["slug"]) for p in proposals(cli, "crows", "--at-least", "0.1")]
    answer("k", "n", "q", key="crows")
    left = [(p["kind"], p["slug"]) for p in proposals(cli, "crows", "--at-least", "0.1")]
    assert names[1] not in left
    assert left[-1] == names[0]
    for _ in range(3):
        answer("n", "q", key="crows")
    again = [(p["kind"], p["slug"]) for p in proposals(cli, "crows", "--at-least", "0.1")]
    assert len(again) < len(left)


def test_review_links_a_hypothesis_with_a_stance_and_makes_the_claim(
    answer: Callable[..., Result], animals: Path
) -> None:
    # "y" is no answer to a hypothesis: it is explained, and the next key counts.
    result = answer(*TO_HYPOTHESES, "y", "c", "q", key="crows")
    assert "contradicts or qualifies" in result.stdout
    assert "linked claim crows#1 to" in result.stdout
    _, claims = read(animals)
    assert list(claims["crows#1"].values()) == [Stance.CONTRADICTS]


def test_review_edits_the_claim_first(
    answer: Callable[..., Result], animals: Path, editor: Callable[[str], None]
) -> None:
    editor(
        "text = re.sub('text: .*', 'text: Crows do intervene.\\\\n    design: experiment', text)"
    )
    result = answer(*TO_HYPOTHESES, "e", "l", "q", key="crows")
    assert "claim Crows do intervene." in result.stdout
    with KnowledgeBase.open(animals) as kb:
        claim = kb.claims.get("crows#1")
        assert (claim.text, claim.design) == ("Crows do intervene.", "experiment")
        assert list(claim.stances.values()) == [Stance.QUALIFIES]
        # The new claim can be found at once.
        assert kb.indexes.behind() == (0, 0, 0)


def test_review_keeps_on_after_a_form_that_cannot_be_read(
    answer: Callable[..., Result], animals: Path, editor: Callable[[str], None]
) -> None:
    editor("text = text.replace('text:', 'txt:')")
    result = answer(*TO_HYPOTHESES, "e", "s", "q", key="crows")
    assert "'txt' is not a field of a claim" in result.stderr
    assert "linked claim crows#1" in result.stdout


def test_review_takes_back_the_last_decision(answer: Callable[..., Result], animals: Path) -> None:
    before = read(animals)
    result = answer("y", "u", "n", "u", "u", "q", key="crows")
    assert "nothing to take back" in result.stderr
    assert "linked 0 questions and 0 hypotheses, rejected 0, skipped 0" in result.stderr
    assert read(animals) == before


def test_review_ends_with_its_input_and_says_so(answer: Callable[..., Result]) -> None:
    result = answer()
    assert result.exit_code == 0
    assert "rejected 0" in result.stderr


def test_review_with_nothing_to_review(answer: Callable[..., Result]) -> None:
    result = answer(at_least=0.99)
    assert result.exit_code == 0
    assert "nothing to review" in result.stderr


def test_review_of_everything_comes_to_an_end(
    answer: Callable[..., Result], animals: Path, cli: Cli
) -> None:
    result = answer(*["n"] * 300, at_least=0.2)
    assert "that was the last" in result.stderr
    assert proposals(cli, "--at-least", "0.2") == []


def test_an_interrupt_keeps_what_was_decided(
    answer: Callable[..., Result], animals: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pressed = iter("y")

    def key() -> str:
        try:
            return next(pressed)
        except StopIteration:
            raise KeyboardInterrupt from None

    monkeypatch.setattr(causalkb.cli.review, "_key", key)
    result = answer(key="crows")
    assert result.exit_code == 0
    assert "linked 1 question" in result.stderr
    assert read(animals)[0]["crows"] == ("animal-learning",)


@pytest.mark.parametrize("width", [80, 120])
def test_the_screens(animals: Path, cli: Cli, snapshot: object, width: int) -> None:
    wide = {"COLUMNS": str(width), "FORCE_COLOR": "1", "NO_COLOR": "1", "TERM": "xterm"}
    listed = cli("suggest", "crows", "--at-least", "0.15", **wide).stdout
    shown = cli("review", "crows", "--at-least", "0.1", stdin="?\nk\nn\n?\nq\n", **wide).stdout
    assert "\x1b[1;4m" in shown  # the sentence of which a claim would be made
    screen = re.sub(r"\x1b\[[\d;]*m", "", f"{listed}\n{shown}")
    lines = [line.rstrip() for line in screen.splitlines()]
    assert width - 10 < max(map(len, lines)) <= width
    # Scores may differ in the last digit from one processor to the next.
    assert re.sub(r"\d\.\d\d\b", "0.##", "\n".join(lines)) == snapshot
