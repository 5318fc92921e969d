"""``question`` and ``hypothesis``: adding and changing them with options."""

from __future__ import annotations

import pytest
from conftest import Cli

from causalkb import ConflictError, Hypothesis, KnowledgeBase

QUESTION, SLUG = "naps", "naps-help"


@pytest.fixture(autouse=True)
def there(kb: KnowledgeBase, cli: Cli) -> KnowledgeBase:
    assert cli("question", "add", QUESTION, "Do naps help?").exit_code == 0
    added = cli(
        *("hypothesis", "add", QUESTION, SLUG, "Naps help by more than ten minutes."),
        *("--form", "quantity", "--wrong-if", "no gain", "--threshold", "10", "--unit", "minutes"),
    )
    assert added.exit_code == 0
    return kb


@pytest.mark.parametrize(
    ("options", "value", "unit"),
    [
        (["--threshold", "12"], 12, "minutes"),
        (["--unit", "hours"], 10, "hours"),
        (["--threshold", "0", "--unit", "%"], 0, "%"),
        (["--unit", ""], 10, ""),
        (["--statement", "Naps help."], 10, "minutes"),
    ],
)
def test_a_threshold_and_its_unit_change_apart(
    there: KnowledgeBase, cli: Cli, options: list[str], value: float, unit: str
) -> None:
    assert cli("hypothesis", "edit", SLUG, *options).exit_code == 0
    threshold = there.hypotheses.get(SLUG).threshold
    assert threshold is not None
    assert (threshold.value, threshold.unit) == (value, unit)


def test_a_unit_without_a_threshold_is_refused(there: KnowledgeBase, cli: Cli) -> None:
    result = cli("hypothesis", "add", QUESTION, "naps-harm", "Naps harm.", "--unit", "minutes")
    assert result.exit_code == 2
    assert "--threshold" in result.stderr
    assert "naps-harm" not in {h.slug for h in there.hypotheses.list()}


@pytest.mark.parametrize(
    "args",
    [
        ["question", "edit", QUESTION, "--title", ""],
        ["question", "edit", QUESTION, "--statement", " "],
        ["hypothesis", "edit", SLUG, "--statement", ""],
        ["hypothesis", "edit", SLUG, "--question", ""],
    ],
    ids=" ".join,
)
def test_what_must_say_something_cannot_be_emptied(
    there: KnowledgeBase, cli: Cli, args: list[str]
) -> None:
    before = there.questions.get(QUESTION), there.hypotheses.get(SLUG)
    result = cli(*args)
    assert result.exit_code == 2
    assert "causalkb:" in result.stderr
    assert (there.questions.get(QUESTION), there.hypotheses.get(SLUG)) == before


def test_a_change_made_meanwhile_is_not_overwritten(there: KnowledgeBase, cli: Cli) -> None:
    read = there.hypotheses.get(SLUG)
    assert cli("hypothesis", "edit", SLUG, "--wrong-if", "a loss").exit_code == 0
    mine = Hypothesis(SLUG, QUESTION, "Naps help a little.")
    with pytest.raises(ConflictError, match=SLUG):
        there.hypotheses.put(mine, base=read)
    assert there.hypotheses.get(SLUG).wrong_if == "a loss"
