"""``reindex``, ``doctor``, ``backup`` and ``restore``."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from conftest import Cli

from causalkb import KnowledgeBase
from causalkb.store.database import FILE_NAME


@pytest.fixture(autouse=True)
def there(kb_path: Path) -> Path:
    return kb_path


def found(cli: Cli) -> str:
    result = cli("search", "rats act", "-f", "keys", "-n", "3")
    assert result.exit_code == 0, result.stderr
    return str(result.stdout)


def execute(home: Path, sql: str) -> None:
    with KnowledgeBase.open(home) as kb:
        kb.store.database.conn.execute(sql)


def index_files(home: Path) -> list[Path]:
    return sorted(p for p in (home / "index").rglob("*") if p.is_file() and p.name != "lock")


def truncate(home: Path) -> None:
    for path in index_files(home):
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def empty_out(home: Path) -> None:
    for path in index_files(home):
        path.write_bytes(b"")


def garbage(home: Path) -> None:
    for path in index_files(home):
        path.write_bytes(bytes(range(256)) * 40)


def flip(home: Path) -> None:
    for path in index_files(home):
        data = bytearray(path.read_bytes())
        for n in range(0, len(data), 97):
            data[n] ^= 0xFF
        path.write_bytes(bytes(data))


def delete(home: Path) -> None:
    shutil.rmtree(home / "index")


def one_file_less(home: Path) -> None:
    max(index_files(home), key=lambda p: p.stat().st_size).unlink()


def strangers(home: Path) -> None:
    (home / "index" / "notes.txt").write_text("mine", encoding="utf-8")
    (home / "index" / "semantic.part").write_bytes(b"half")


def no_vectors(home: Path) -> None:
    execute(home, "DELETE FROM vectors")


DAMAGE: list[Callable[[Path], None]] = [
    truncate, empty_out, garbage, flip, delete, one_file_less, strangers, no_vectors,
]  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGE, ids=lambda d: d.__name__)
def test_any_damage_to_the_indexes_is_repaired_by_doctor(
    cli: Cli, there: Path, damage: Callable[[Path], None]
) -> None:
    before = found(cli)
    damage(there)
    cli("doctor", "--fix")
    after = cli("doctor", "--format", "json")
    assert [f["what"] for f in json.loads(after.stdout)] == []
    assert after.exit_code == 0
    assert "all is well" in after.stderr
    assert found(cli) == before


@pytest.mark.parametrize("damage", DAMAGE, ids=lambda d: d.__name__)
def test_any_damage_to_the_indexes_is_survived_by_search(
    cli: Cli, there: Path, damage: Callable[[Path], None]
) -> None:
    before = found(cli)
    damage(there)
    assert found(cli) == before


def test_doctor_says_what_is_wrong_and_what_to_do(cli: Cli, there: Path) -> None:
    no_vectors(there)
    result = cli("doctor")
    assert result.exit_code == 1
    assert "not embedded" in result.stdout
    assert "causalkb doctor --fix" in result.stdout
    repaired = cli("doctor", "--fix")
    assert repaired.exit_code == 0
    assert "repaired" in repaired.stdout


def test_doctor_names_vectors_of_no_text(cli: Cli, there: Path) -> None:
    with KnowledgeBase.open(there) as kb:
        kb.works.remove("vandijk2011ice")
    assert "belong to no text" in cli("doctor").stdout
    assert cli("doctor", "--fix").exit_code == 0
    assert cli("doctor").exit_code == 0


def test_labels_that_explain_embedded_are_no_waste(cli: Cli, there: Path) -> None:
    assert cli("explain", "tone", "food").exit_code == 0
    assert cli("doctor").exit_code == 0


def test_doctor_tells_of_a_damaged_store_and_points_to_restore(cli: Cli, there: Path) -> None:
    path = there / FILE_NAME
    data = bytearray(path.read_bytes())
    for start in range(4096 * 3, len(data), 4096 * 2):
        data[start : start + 512] = b"\x5a" * 512
    path.write_bytes(bytes(data))
    result = cli("doctor")
    assert result.exit_code != 0
    assert "damaged" in result.stdout + result.stderr


def test_reindex_builds_the_same_again(cli: Cli) -> None:
    before = found(cli)
    result = cli("reindex")
    assert result.exit_code == 0
    assert "19 passages" in result.stderr
    assert found(cli) == before


def test_reindex_with_a_model_that_does_not_exist_changes_nothing(cli: Cli) -> None:
    before = found(cli)
    result = cli("reindex", "--model", "no/such-model")
    assert result.exit_code == 2
    assert found(cli) == before
    assert cli("doctor").exit_code == 0


# Backups


def test_a_backup_comes_back_whole_with_its_vectors(cli: Cli, there: Path, tmp_path: Path) -> None:
    file = tmp_path / "backup.db"
    before, rows = found(cli), cli("list", "-f", "jsonl").stdout
    assert cli("backup", file).exit_code == 0
    assert [p.name for p in tmp_path.glob("backup*")] == ["backup.db"]
    cli("remove", "blaisdell2006causal", "--yes")
    result = cli("restore", file, "--yes")
    assert result.exit_code == 0
    assert "before-restore" in result.stderr
    assert cli("list", "-f", "jsonl").stdout == rows
    assert found(cli) == before
    assert cli("doctor").exit_code == 0


def test_a_backup_does_not_overwrite(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "b.db").write_text("precious", encoding="utf-8")
    assert cli("backup", tmp_path / "b.db").exit_code == 2
    assert (tmp_path / "b.db").read_text(encoding="utf-8") == "precious"


def test_a_backup_into_a_missing_folder_is_a_message_about_the_file(
    cli: Cli, tmp_path: Path
) -> None:
    result = cli("backup", tmp_path / "no" / "b.db")
    assert result.exit_code == 2
    assert f"cannot write {tmp_path / 'no' / 'b.db'}" in result.stderr


@pytest.mark.parametrize("broken", ["garbage", "half", "empty", "gone"])
def test_restore_over_a_damaged_store_keeps_what_was_there(
    cli: Cli, there: Path, tmp_path: Path, broken: str
) -> None:
    file = tmp_path / "backup.db"
    cli("backup", file)
    path = there / FILE_NAME
    data = path.read_bytes()
    content = {"garbage": b"x" * 5000, "half": data[: len(data) // 2 + 100], "empty": b""}
    if broken == "gone":
        shutil.rmtree(there)
    else:
        path.write_bytes(content[broken])
    result = cli("restore", file, "--yes")
    assert result.exit_code == 0, result.stderr
    assert len(cli("list", "-f", "keys").stdout.split()) == 12
    assert found(cli).startswith("blaisdell2006causal")
    assert cli("doctor").exit_code == 0
    if broken in ("garbage", "half"):
        (kept,) = there.glob("before-restore-*.db")
        assert kept.read_bytes()[:16] == content[broken][:16]


def test_a_backup_to_standard_output_comes_back(cli: Cli, tmp_path: Path) -> None:
    rows = cli("list", "-f", "jsonl").stdout
    command = [sys.executable, "-m", "causalkb", "backup", "-"]
    done = subprocess.run(command, capture_output=True, check=True)
    assert b"wrote standard output" in done.stderr
    (tmp_path / "b.db").write_bytes(done.stdout)
    with closing(sqlite3.connect(tmp_path / "b.db")) as conn:
        assert conn.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    cli("remove", "blaisdell2006causal", "--yes")
    assert cli("restore", tmp_path / "b.db", "--yes").exit_code == 0
    assert cli("list", "-f", "jsonl").stdout == rows


def last_line(data: bytes) -> int:
    return data[:-1].rindex(b"\n") + 1


BACKUP_DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "a letter of a text": lambda d: d.replace(b"causal", b"casual", 1),
    "the checksum": lambda d: d[:-3] + bytes([d[-3] ^ 1]) + d[-2:],
    "cut off in the checksum": lambda d: d[:-10],
    "something behind it": lambda d: d + b"x",
}


@pytest.mark.parametrize("what", BACKUP_DAMAGE)
def test_restore_compares_the_checksum(
    kb: KnowledgeBase, cli: Cli, tmp_path: Path, what: str
) -> None:
    file = kb.backup(tmp_path / "b.db")
    data = file.read_bytes()
    changed = BACKUP_DAMAGE[what](data)
    assert changed != data
    file.write_bytes(changed)
    result = cli("restore", file, "--yes")
    assert result.exit_code == 2
    assert "checksum" in result.stderr
    assert len(cli("list", "-f", "keys").stdout.split()) == 12


def test_a_backup_of_an_older_version_has_no_checksum_and_comes_back(
    kb: KnowledgeBase, cli: Cli, tmp_path: Path
) -> None:
    file = kb.backup(tmp_path / "b.db")
    data = file.read_bytes()
    file.write_bytes(data[: last_line(data) - 1])
    assert file.stat().st_size % 512 == 0
    assert cli("restore", file, "--yes").exit_code == 0


def other_database(path: Path) -> None:
    conn = sqlite3.connect(path)
    conn.execute("CREATE TABLE mine (x)")
    conn.commit()
    conn.close()


def newer(path: Path) -> None:
    conn = sqlite3.connect(path)
    conn.execute("UPDATE meta SET value = '999' WHERE key = 'schema_version'")
    conn.execute("UPDATE meta SET value = '9.8.7' WHERE key = 'written_by'")
    conn.commit()
    conn.close()


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda _: None, "does not exist"),
        (lambda p: p.mkdir(), ""),
        (lambda p: p.write_bytes(b"no database"), "not a backup"),
        (lambda p: p.write_bytes(b""), "not a backup"),
        (other_database, "not a backup"),
        (lambda p: (shutil.copy(p.parent / "good.db", p), newer(p)), "by a newer causalkb (9.8.7,"),
        (lambda p: p.write_bytes((p.parent / "good.db").read_bytes()[:9000]), ""),
    ],
    ids=["missing", "folder", "text", "empty", "other program", "newer", "truncated"],
)
def test_restore_refuses_what_is_no_backup(
    cli: Cli, there: Path, tmp_path: Path, make: Callable[[Path], object], reason: str
) -> None:
    cli("backup", tmp_path / "good.db")
    make(tmp_path / "bad.db")
    result = cli("restore", tmp_path / "bad.db", "--yes")
    assert result.exit_code == 2
    assert reason in result.stderr
    assert len(cli("list", "-f", "keys").stdout.split()) == 12
    assert list(there.glob("before-restore-*")) == []


def test_restore_asks_first(cli: Cli, tmp_path: Path) -> None:
    cli("backup", tmp_path / "b.db")
    result = cli("restore", tmp_path / "b.db")
    assert result.exit_code == 2
    assert "--yes" in result.stderr


@pytest.mark.parametrize(
    "command",
    [
        ("tag", "liu2008", "x"),
        ("question", "retire", "interventions"),
        ("hypothesis", "edit", "observation-suffices", "--statement", "New."),
        ("suppression", "add", "fragile", "observation-suffices", "so"),
        ("vocabulary", "add", "population", "plants/maize", "--meaning", "Maize."),
        ("duplicates", "--not", "liu2008", "undated"),
    ],
    ids=lambda command: " ".join(command[:2]),
)
def test_undo_does_not_reach_past_a_change_that_it_cannot_undo(
    cli: Cli, kb_path: Path, command: tuple[str, ...]
) -> None:
    assert cli("remove", "michotte1946", "--yes").exit_code == 0
    assert cli(*command).exit_code == 0
    refused = cli("undo")
    assert (refused.exit_code, "cannot be undone" in refused.stderr) == (2, True)
    assert cli("show", "michotte1946").exit_code == 2
    number = refused.stderr.split("causalkb undo ")[1].split("'")[0]
    assert cli("undo", number).exit_code == 0
    assert cli("show", "michotte1946").exit_code == 0


def test_undo_takes_a_new_claim_back_and_nothing_before_it(cli: Cli, kb_path: Path) -> None:
    assert cli("remove", "michotte1946", "--yes").exit_code == 0
    assert cli("claim", "add", "liu2008", "Doses raise the rate.").exit_code == 0
    assert "undid claim add" in cli("undo").stderr
    assert cli("claims", "liu2008").stdout == ""
    assert cli("show", "michotte1946").exit_code == 2


def test_undo_of_a_merge_restores_what_a_suppression_names(cli: Cli, kb_path: Path) -> None:
    args = ("fragile", "observation-suffices", "so", "--work", "liu2008")
    assert cli("suppression", "add", *args).exit_code == 0
    before = cli("suppression", "list", "-f", "json").stdout
    assert cli("merge", "undated", "liu2008").exit_code == 0
    assert cli("suppression", "list", "-f", "json").stdout != before
    assert cli("undo").exit_code == 0
    assert cli("suppression", "list", "-f", "json").stdout == before


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("@misc{new, title = {Brand new}, year = 2020}", "1 new work"),
        ("@misc{bad, title = {", "nothing"),
    ],
)
def test_undo_does_not_reach_past_an_import_that_it_cannot_undo(
    kb: KnowledgeBase, cli: Cli, tmp_path: Path, content: str, told: str
) -> None:
    key = kb.works.list()[0].key
    assert cli("remove", key, "--yes").exit_code == 0
    (tmp_path / "more.bib").write_text(content)
    cli("add", tmp_path / "more.bib", "--no-embed")
    refused = cli("undo")
    assert refused.exit_code == 2
    assert told in refused.stderr
    assert "remove" in refused.stderr
    number = refused.stderr.split("causalkb undo ")[1].split("'")[0]
    assert cli("undo", number).exit_code == 0
    assert kb.works.get(key).key == key
