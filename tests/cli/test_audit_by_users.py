"""``causalkb audit``: keys of other tools, replaced reasons, empty pages, other citations."""

from __future__ import annotations

from pathlib import Path

import coffee_and_sleep
import pytest
from conftest import Cli

coffee, audit, draft = coffee_and_sleep.coffee, coffee_and_sleep.audit, coffee_and_sleep.draft


def test_the_keys_of_a_reference_manager_are_known(
    audit: Path, cli: Cli, draft: Path, tmp_path: Path
) -> None:
    """Zotero has a key of its own for a work that was here before."""
    (tmp_path / "zotero.bib").write_text(
        "@article{watch_coffee_2001, title={On watch2001}, author={watch2001, A.}, year=2001}"
    )
    assert "0 added" in cli("add", "zotero.bib").stderr
    draft.write_text("Coffee causes insomnia [@watch_coffee_2001].")
    found = cli("lint", "draft.md").stdout
    assert "watch_coffee_2001 (observational) carries at most correlational" in found
    assert "not in the knowledge base" not in found
    assert "watch2001" in cli("show", "watch_coffee_2001").stdout
    refused = cli("remove", "watch_coffee_2001", "--yes")
    assert refused.exit_code == 2
    assert "did you mean watch2001" in refused.stderr


def test_a_replaced_reason_is_not_lost_without_a_word(audit: Path, cli: Cli) -> None:
    cli("suppression", "add", "fragile", "coffee-disturbs", "First reason.")
    again = cli("suppression", "add", "fragile", "coffee-disturbs", "Second reason.")
    assert "the reason before was: First reason." in again.stderr


def test_notes_are_shown_where_notes_fail(audit: Path, cli: Cli) -> None:
    cli("suppression", "add", "stronger-than-design", "watch2001#1", "As they say.")
    result = cli("audit", "--fail-on", "note")
    assert result.exit_code == 1
    assert "[fragile]" in result.stdout


def test_what_is_no_prose_refuses_no_commit(audit: Path, cli: Cli, draft: Path) -> None:
    Path("empty.md").touch()
    draft.write_text("Coffee is linked to insomnia [@watch2001].")
    assert cli("lint", "empty.md", "draft.md").exit_code == 1
    passed = cli("lint", "empty.md", "draft.md", "--skip-unassessed")
    assert passed.exit_code == 0
    assert "not assessed: empty.md: no text" in passed.stderr


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("Coffee delays the sleep of students [@null2003].", ""),
        ("The Moon causes the tides of the sea [@trial2002].", "nothing recorded of trial2002 is"),
        ("Zinc prevents colds (Miller et al., 2015).", "is not a key that can be looked up"),
        ("Zinc prevents colds (Table 2).", "put as your own result"),
    ],
)
def test_what_a_citation_is_about_is_looked_at(
    audit: Path, cli: Cli, draft: Path, sentence: str, told: str
) -> None:
    draft.write_text(sentence)
    result = cli("lint", "draft.md")
    assert told in result.stdout
    assert "error" not in result.stdout


def test_a_recorded_null_is_no_evidence_for_the_effect(audit: Path, cli: Cli, draft: Path) -> None:
    cli("claim", "edit", "null2003#1", "--effect", "coffee->sleep onset:0")
    draft.write_text("Coffee delays sleep in students [@null2003].")
    assert "null2003 found no effect of coffee on sleep onset" in cli("lint", "draft.md").stdout
    draft.write_text("Coffee does not delay sleep in students [@null2003].")
    assert "found no effect" not in cli("lint", "draft.md").stdout


def test_a_quote_of_hardly_a_word_is_refused(audit: Path, cli: Cli) -> None:
    for quote in ("...", "a", "coffee"):
        result = cli("claim", "edit", "watch2001#1", "--quote", quote)
        assert result.exit_code == 2
        assert "too short" in result.stderr
