"""``doctor`` sees what is wrong inside a store and its indexes, and ``--fix`` repairs it."""

from __future__ import annotations

import json
import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from conftest import Cli

from causalkb.store.database import FILE_NAME

Damage = Callable[[Path], None]


def run_sql(*statements: str) -> Damage:
    """Change rows as a disk, another program or an earlier version might have."""

    def damage(home: Path) -> None:
        with closing(sqlite3.connect(home / FILE_NAME)) as conn, conn:
            for sql in statements:
                conn.execute(sql)

    return damage


def with_vectors(vector: bytes, where: str = "1") -> Damage:
    def damage(home: Path) -> None:
        with closing(sqlite3.connect(home / FILE_NAME)) as conn, conn:
            conn.execute(f"UPDATE vectors SET vector = ? WHERE {where}", (vector,))

    return damage


def swapped(home: Path) -> None:
    """Each text has the vector of another: all of them look well."""
    with closing(sqlite3.connect(home / FILE_NAME)) as conn, conn:
        rows = conn.execute("SELECT text_hash, vector FROM vectors ORDER BY text_hash").fetchall()
        others = [vector for _, vector in rows[7:] + rows[:7]]
        conn.executemany(
            "UPDATE vectors SET vector = ? WHERE text_hash = ?",
            [(v, own) for v, (own, _) in zip(others, rows, strict=True)],
        )


ZERO = np.zeros(384, "<f4").tobytes()
NAN = np.full(384, np.nan, "<f4").tobytes()
LONG = np.ones(384, "<f4").tobytes()
FIRST = "id = (SELECT min(id) FROM passages)"
ONE_TEXT = "text_hash = (SELECT min(text_hash) FROM passages)"
DAMAGE: dict[str, tuple[Damage, str]] = {
    "all vectors zero": (with_vectors(ZERO), "vectors"),
    "one vector zero": (with_vectors(ZERO, ONE_TEXT), "vectors"),
    "not numbers": (with_vectors(NAN), "vectors"),
    "not of unit length": (with_vectors(LONG), "vectors"),
    "half a vector": (with_vectors(ZERO[:700], ONE_TEXT), "vectors"),
    "no bytes": (with_vectors(b"", ONE_TEXT), "vectors"),
    "swapped": (swapped, "vectors"),
    "a passage missing": (
        run_sql("DELETE FROM passages WHERE id = (SELECT min(id) FROM passages)"), "passages"),
    "all passages missing": (run_sql("DELETE FROM passages"), "passages"),
    "a passage twice": (
        run_sql("INSERT INTO passages (work_id, claim_id, kind, position, text, locator, text_hash)"
                " SELECT work_id, claim_id, kind, 99, text, locator, text_hash FROM passages"
                " LIMIT 1"), "passages"),
    "another text": (
        run_sql("UPDATE passages SET text = 'Tulips are yellow.' WHERE " + FIRST), "passages"),
    "another hash": (run_sql("UPDATE passages SET text_hash = x'00' WHERE " + FIRST), "passages"),
    "tags of no work": (run_sql("INSERT INTO work_tags VALUES (9999, 'x')"), "work_tags"),
    "claims of no work": (
        run_sql("INSERT INTO claims (work_id, number, text, origin) VALUES (9999, 1, 'x', 'hand')",
                "INSERT INTO claim_tags SELECT max(id), 'x' FROM claims"), "claims"),
    "people of no work": (
        run_sql("INSERT INTO people (family, folded) VALUES ('Nobody', 'nobody')"), "people"),
    "generation": (run_sql("UPDATE meta SET value = 'x' WHERE key = 'generation'"), "generation"),
    "dimension": (run_sql("UPDATE meta SET value = 'x' WHERE key = 'dimension'"), "dimension"),
    "another dimension": (
        run_sql("UPDATE meta SET value = '7' WHERE key = 'dimension'"), "vectors"),
}  # fmt: skip


@pytest.fixture(autouse=True)
def there(kb_path: Path) -> Path:
    return kb_path


def findings(cli: Cli, *args: str) -> list[str]:
    result = cli("doctor", *args, "-f", "json")
    assert result.exit_code in (0, 1), result.stderr
    return [finding["what"] for finding in json.loads(result.stdout)]


def found(cli: Cli) -> str:
    result = cli("search", "rats act", "-f", "keys", "-n", "3")
    assert result.exit_code == 0, result.stderr
    return str(result.stdout)


@pytest.mark.parametrize("case", DAMAGE)
def test_damaged_rows_are_seen_and_repaired(cli: Cli, there: Path, case: str) -> None:
    damage, named = DAMAGE[case]
    works, before = cli("list", "-f", "jsonl").stdout, found(cli)
    assert findings(cli) == []
    damage(there)
    assert any(named in what for what in findings(cli)), findings(cli)
    assert cli("doctor", "--fix").exit_code == 0
    assert findings(cli) == []
    assert found(cli) == before
    assert cli("list", "-f", "jsonl").stdout == works


def index_files(home: Path) -> list[str]:
    return sorted(
        path.relative_to(home).as_posix()
        for path in (home / "index").rglob("*")
        if path.is_file() and path.name != "lock" and not path.name.startswith(".")
    )


def scramble(path: Path, share: float) -> None:
    """Other bytes in the middle of a file; its ends stay as they are."""
    data = bytearray(path.read_bytes())
    length = max(1, int(share * len(data)))
    start = (len(data) - length) // 2
    other = random.Random(0).randbytes(length)
    data[start : start + length] = bytes(
        a ^ (b or 1) for a, b in zip(data[start:], other, strict=False)
    )
    path.write_bytes(bytes(data))


@pytest.mark.parametrize("share", [pytest.param(0.001, marks=pytest.mark.slow), 0.3])
def test_a_scrambled_index_file_is_seen_and_repaired_whichever_it_is(
    cli: Cli, there: Path, share: float
) -> None:
    before = found(cli)
    for suffix in (".faiss", ".term", ".pos", ".idx", ".store", ".fast", ".fieldnorm", ".json"):
        (path, *_) = [there / name for name in index_files(there) if name.endswith(suffix)]
        scramble(path, share)
        assert findings(cli) != [], suffix
        assert cli("doctor", "--fix").exit_code == 0, suffix
        assert findings(cli) == []
        assert found(cli) == before


@pytest.mark.parametrize("share", [0.1, 0.3])
@pytest.mark.parametrize("mode", ["keyword", "hybrid"])
def test_search_goes_on_with_scrambled_keyword_files(
    cli: Cli, there: Path, mode: str, share: float
) -> None:
    before = found(cli)
    for name in index_files(there):
        if (there / name).exists() and (there / name).suffix in (".term", ".pos", ".idx", ".fast"):
            scramble(there / name, share)
    for _ in range(2):
        result = cli("search", "rats act", "--mode", mode)
        assert result.exit_code == 0, result.stderr
    cli("doctor", "--fix")
    assert found(cli) == before


def test_a_repair_of_what_can_only_be_read_is_a_message(
    cli: Cli, there: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_sql("INSERT INTO work_tags VALUES (9999, 'x')")(there)
    monkeypatch.setattr("causalkb.store.database.os.access", lambda *_: False)
    result = cli("doctor", "--fix")
    assert result.exit_code == 2
    assert "read-only" in result.stderr
