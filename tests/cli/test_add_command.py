"""``add`` on the command line: sources, streams, exit codes, messages."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import NOTES, Cli, Run

from causalkb import KnowledgeBase

GOOD = "@misc{good, title = {A good entry}}\n"
BAD = "@misc{bad, title = {A bad one\n"


@pytest.fixture(autouse=True)
def there(empty: KnowledgeBase) -> KnowledgeBase:
    return empty


def test_files_folders_and_stdin_at_once(tmp_path: Path, run: Run) -> None:
    (tmp_path / "one.bib").write_text(GOOD, encoding="utf-8")
    done = run("add", tmp_path / "one.bib", NOTES, "-", stdin=b"@misc{piped, title = {Piped}}")
    assert done.returncode == 0
    assert done.stdout == ""
    # Three of the entries are notes on works of the same folder.
    assert "17 entries: 14 added, 3 updated, 0 unchanged, 0 failed" in done.stderr
    again = run("add", tmp_path / "one.bib", NOTES, "-", stdin=b"@misc{piped, title = {Piped}}")
    assert "17 entries: 0 added, 0 updated, 17 unchanged, 0 failed" in again.stderr


@pytest.mark.parametrize(
    ("content", "code"), [(GOOD, 0), (GOOD + BAD, 1), (BAD, 2), ("", 2), ("no bibtex", 2)]
)
def test_exit_codes(cli: Cli, content: str, code: int) -> None:
    assert cli("add", "-", stdin=content).exit_code == code


def test_a_failure_names_file_line_key_and_reason(tmp_path: Path, cli: Cli) -> None:
    path = tmp_path / "a.bib"
    path.write_text(GOOD + BAD, encoding="utf-8")
    result = cli("add", path)
    assert f"failed: {path}:2: bad: " in result.stderr
    doctor = cli("doctor")
    assert doctor.exit_code == 1
    assert f"not imported: {path}:2: bad: " in doctor.stdout
    path.write_text(GOOD, encoding="utf-8")
    assert cli("add", path).exit_code == 0
    assert "not imported" not in cli("doctor").stdout


def test_the_account_as_json(cli: Cli) -> None:
    result = cli("add", "-", "--format", "json", stdin=GOOD + BAD)
    account = json.loads(result.stdout)
    assert account["entries"] == 2
    assert account["added"] == ["good"]
    assert account["problems"][0]["line"] == 2
    assert account["problems"][0]["severity"] == "failed"
    assert cli("add", "-", "--format", "keys", stdin=GOOD).stdout == "good\n"


@pytest.mark.parametrize("format", ["csv", "bibtex", "markdown", "jsonl"])
def test_a_format_that_add_does_not_have_is_refused_before_anything_is_stored(
    there: KnowledgeBase, cli: Cli, format: str
) -> None:
    result = cli("add", "-", "--format", format, stdin=GOOD)
    assert result.exit_code == 2
    assert there.store.works.count() == 0


@pytest.mark.parametrize("args", [[], ["missing.bib"], ["x.pdf"], ["-", "missing.bib"]])
def test_misuse_stores_nothing(there: KnowledgeBase, cli: Cli, args: list[str]) -> None:
    result = cli("add", *args, stdin=GOOD)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr
    assert there.store.works.count() == 0


def test_without_embedding_the_next_search_does_it(
    there: KnowledgeBase, cli: Cli, tmp_path: Path
) -> None:
    cli("add", "-", "--no-embed", stdin=GOOD)
    assert there.store.counts.rows("vectors") == 0
    assert cli("search", "good", "--format", "keys").stdout == "good\n"
    assert there.store.counts.rows("vectors") > 0


def test_stdin_that_is_no_text_is_a_message(cli: Cli) -> None:
    result = cli("add", "-", stdin=b"\x00\xff\xfe\x01")
    assert result.exit_code == 2
    assert "stdin: no reader" in result.stderr
    assert "--input-format names one" in result.stderr


@pytest.mark.parametrize("command", [["add", "-"], ["search", "x"], ["show", "x"], ["list"],
                                     ["stats"], ["tag"], ["doctor"], ["export"], ["reindex"],
                                     ["questions"], ["remove", "x"],
                                     ["backup", "b.db"]])  # fmt: skip
def test_without_a_knowledge_base_each_command_says_so_and_makes_none(
    tmp_path: Path, cli: Cli, command: list[str]
) -> None:
    result = cli("--kb", tmp_path / "nowhere", *command, stdin=GOOD)
    assert result.exit_code == 2
    assert "causalkb init" in result.stderr
    assert result.stdout == ""
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize("from_stdin", [False, True], ids=["a file", "standard input"])
def test_no_embed_leaves_the_vectors_to_the_next_search(
    tmp_path: Path, cli: Cli, there: KnowledgeBase, from_stdin: bool
) -> None:
    (tmp_path / "a.bib").write_text(GOOD, encoding="utf-8")

    def vectors() -> int:
        return int(there.store.database.conn.execute("SELECT count(*) FROM vectors").fetchone()[0])

    before = vectors()
    if from_stdin:
        cli("add", "-", "--no-embed", stdin=GOOD)
    else:
        cli("add", tmp_path / "a.bib", "--no-embed")
    assert vectors() == before
    cli("search", "a good entry")
    assert vectors() > before
