"""``edit``, ``tag`` and ``remove``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import NOTES, Cli

from causalkb import KnowledgeBase

KEY = "blaisdell2006causal"


@pytest.fixture(autouse=True)
def there(kb: KnowledgeBase) -> KnowledgeBase:
    return kb


Editor = Callable[[str], None]


def test_an_edit_changes_the_work_and_survives_a_reimport(
    there: KnowledgeBase, cli: Cli, editor: Editor
) -> None:
    editor("text = text.replace('{2006}', '{2005}').replace('number = {5763}', 'number = {1}')")
    result = cli("edit", KEY)
    assert result.exit_code == 0
    assert "changed year, number" in result.stderr
    assert there.works.get(KEY).year == 2005
    assert cli("add", NOTES).exit_code == 0
    assert (there.works.get(KEY).year, there.works.get(KEY).fields["number"]) == (2005, "1")


def test_an_edit_names_what_it_changed_in_one_order(there: KnowledgeBase) -> None:
    entry = (
        f"@book{{{KEY}, title={{Other}}, author={{Roe, Ann}}, year={{1999}}, publisher={{P}},"
        " note={N}, address={A}, edition={2}}"
    )
    changed = there.works.edit(KEY, entry)
    # Those of every work; those that only BibTeX has; tags and questions.
    own, other = changed.index("year") + 1, changed.index("volume") + 1
    assert changed[:own] == sorted(changed[:own])
    assert changed[own:other] == sorted(changed[own:other])
    assert own > 3
    assert other - own > 3


def test_an_edit_is_found_by_the_next_search(cli: Cli, editor: Editor) -> None:
    editor("text = text.replace('Causal {Reasoning} in {Rats}', 'Kausalität bei Ratten')"
           ".replace('Causal Reasoning in Rats', 'Kausalität bei Ratten')")  # fmt: skip
    assert cli("edit", KEY).exit_code == 0
    assert cli("search", "Ratten", "--mode", "keyword", "-f", "keys").stdout.split()[0] == KEY


@pytest.mark.parametrize("body", ["", "text += '\\n\\n'"])
def test_no_change_changes_nothing(
    there: KnowledgeBase, cli: Cli, editor: Editor, body: str
) -> None:
    before = there.store.database.generation
    editor(body)
    result = cli("edit", KEY)
    assert result.exit_code == 0
    assert "nothing changed" in result.stderr
    assert there.store.database.generation == before


@pytest.mark.parametrize(
    ("body", "reason"), [("sys.exit(1)", "the editor"), ("text = ''", "empty")]
)
def test_a_failed_editor_or_an_empty_text_is_told_and_leaves_nothing(
    there: KnowledgeBase, cli: Cli, editor: Editor, body: str, reason: str
) -> None:
    before = there.store.database.generation
    editor(body)
    result = cli("edit", KEY)
    assert result.exit_code == 2
    assert reason in result.stderr
    assert there.store.database.generation == before
    assert not (there.directory / "rejected").exists()


BAD_EDITS = {
    "broken": ("text = text.replace('}', '')", ""),
    "two entries": ("text += '@misc{other, title = {Other}}'", "exactly one entry"),
    "no key": (f"text = text.replace('{KEY}', '')", "key"),
    "key taken": (f"text = text.replace('{KEY}', 'liu2008')", "already belongs"),
    "unfit key": (f"text = text.replace('{KEY}', 'a b')", "key"),
    "unknown question": (
        "text = text.replace('causalkb-questions = {', 'causalkb-questions = {intervention, ')",
        "did you mean interventions",
    ),
    "no BibTeX": ("text = 'I changed my mind'", ""),
}


@pytest.mark.parametrize("case", BAD_EDITS)
def test_an_invalid_edit_is_refused_and_the_text_is_kept(
    there: KnowledgeBase, cli: Cli, editor: Editor, case: str
) -> None:
    body, reason = BAD_EDITS[case]
    before = there.works.get(KEY)
    generation = there.store.database.generation
    editor(body)
    result = cli("edit", KEY)
    assert result.exit_code == 2
    assert reason in result.stderr
    assert there.works.get(KEY) == before
    assert there.store.database.generation == generation
    (kept,) = (there.directory / "rejected").iterdir()
    assert str(kept) in result.stderr
    assert kept.suffix == ".bib"


def test_a_key_can_be_changed_and_claims_go_with_it(
    there: KnowledgeBase, cli: Cli, editor: Editor
) -> None:
    editor(f"text = text.replace('{KEY}', 'rats2006')")
    assert cli("edit", KEY).exit_code == 0
    assert [c.id for c in there.claims.of("rats2006")] == ["rats2006#1", "rats2006#2"]
    assert "rats2006" in cli("show", KEY).stdout, "the key of the source still leads there"


@pytest.mark.parametrize("command", ["/no/such/editor", "'unclosed"])
def test_an_editor_that_cannot_start_is_a_message(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setenv("EDITOR", command)
    result = cli("edit", KEY)
    assert result.exit_code == 2
    assert "set EDITOR" in result.stderr


# tag


def test_tags_are_added_removed_and_listed(there: KnowledgeBase, cli: Cli) -> None:
    assert "added 2 tags" in cli("tag", "liu2008", "to read", "小说").stderr
    assert "added 0 tags" in cli("tag", "liu2008", "to read").stderr
    assert cli("tag", "liu2008").stdout.splitlines() == ["to read", "小说"]
    assert "to read\t1" in cli("tag").stdout
    assert cli("search", "tag:小说", "-f", "keys").stdout == "liu2008\n"
    assert "removed 1 tag" in cli("tag", "liu2008", "to read", "--remove").stderr
    assert there.works.get("liu2008").tags == ("小说",)


@pytest.mark.parametrize("tag", ["", "  ", "a,b", "x" * 200, "\x1b[31m"])
def test_an_unusable_tag_is_refused(there: KnowledgeBase, cli: Cli, tag: str) -> None:
    result = cli("tag", "liu2008", tag)
    assert result.exit_code == 2
    assert there.works.get("liu2008").tags == ()


def test_removing_a_tag_that_is_not_there_names_the_nearest(cli: Cli) -> None:
    result = cli("tag", KEY, "rat", "--remove")
    assert result.exit_code == 2
    assert "did you mean rats" in result.stderr


# remove


def test_remove_asks_before_notes_and_claims_are_lost(there: KnowledgeBase, cli: Cli) -> None:
    refused = cli("remove", KEY)
    assert refused.exit_code == 2
    assert "2 claims and its note" in refused.stderr
    assert "--yes" in refused.stderr
    assert there.store.works.has(KEY)
    assert cli("remove", KEY, "--yes").exit_code == 0
    assert not there.store.works.has(KEY)
    assert KEY not in cli("search", "rats", "-f", "keys").stdout


def test_remove_without_anything_to_lose_does_not_ask(there: KnowledgeBase, cli: Cli) -> None:
    assert cli("remove", "liu2008", "michotte1946").exit_code == 0
    assert there.store.works.count() == 10
    assert cli("doctor").exit_code in (0, 1)


def test_of_several_keys_with_an_unknown_one_none_is_removed(
    there: KnowledgeBase, cli: Cli
) -> None:
    result = cli("remove", "liu2008", "nobody", "--yes")
    assert result.exit_code == 2
    assert there.store.works.count() == 12


def test_a_removed_work_can_be_added_again(there: KnowledgeBase, cli: Cli, tmp_path: Path) -> None:
    cli("remove", KEY, "--yes")
    # A folder that holds a whole knowledge base leaves what was removed here as it is, and says so.
    assert f"removed here, and still in the folder: {KEY}" in cli("add", NOTES).stderr
    result = cli("add", NOTES / "library.bib", NOTES / f"{KEY}.md")
    assert "1 added" in result.stderr
    assert len(there.claims.of(KEY)) == 2


# note


@pytest.mark.parametrize(
    "body",
    [
        f"text = text.replace('work: {KEY}', 'work: liu2008')",
        "text = text.replace('design: experiment', 'design: guess')",
        "text = 'no front matter'",
    ],
)
def test_a_refused_note_changes_nothing_and_is_kept(
    there: KnowledgeBase, cli: Cli, editor: Editor, body: str
) -> None:
    before = there.claims.of(KEY), there.works.note(KEY)
    editor(body)
    result = cli("note", KEY)
    assert result.exit_code == 2
    (kept,) = (there.directory / "rejected").iterdir()
    assert str(kept) in result.stderr
    assert (there.claims.of(KEY), there.works.note(KEY)) == before


def test_a_claim_that_is_added_again_is_the_one_that_is_there(
    there: KnowledgeBase, cli: Cli
) -> None:
    slug = there.hypotheses.list()[0].slug
    one = (KEY, "Rats tell seeing from doing.", "--design", "experiment")
    linked = (*one, "--stance", f"{slug}=supports", "--because", "they expected less food")
    first = cli("claim", "add", *linked).stdout
    assert cli("claim", "add", *linked).stdout == first
    assert cli("claim", "add", *one).stdout != first
    assert [c.text for c in there.claims.list()].count(one[1]) == 2


def test_an_empty_text_takes_every_optional_part_of_a_claim_away(
    cli: Cli, kb: KnowledgeBase
) -> None:
    parts = {"effect": "dose->rate:+", "concern": "confounded", "tag": "odd", "locator": "p. 1"}
    given = [word for name, value in parts.items() for word in (f"--{name}", value)]
    assert cli("claim", "add", "liu2008", "Doses raise the rate.", *given).exit_code == 0
    emptied = [word for name in parts for word in (f"--{name}", "")]
    assert cli("claim", "edit", "liu2008#1", *emptied).exit_code == 0
    claim = kb.claims.get("liu2008#1")
    assert (claim.effects, claim.concerns, claim.tags, claim.locator) == ((), (), (), None)


def test_ctrl_c_while_a_command_is_built_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from causalkb.cli import main, streams

    def interrupted() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(main, "app", interrupted)
    monkeypatch.setattr(streams, "prepare", lambda: None)
    with pytest.raises(SystemExit, match="130"):
        main.main()
    assert "interrupted" in capsys.readouterr().err
