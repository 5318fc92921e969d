"""Evidence tables: read, checked against their claims, written in every format."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import Cli

pytestmark = pytest.mark.usefixtures("kb_path")
TABLE = """
title: Who tells seeing from doing?
columns:
  - {slug: found, title: What was found}
  - {slug: gaps, title: Gaps}
rows:
  - slug: rats
    title: Rats
    cells:
      found: {text: "Rats expected less food after their own action.", claims: [CLAIMS]}
      gaps: nothing found
"""


def table(tmp_path: Path, claims: str = "blaisdell2006causal#1", **changes: str) -> Path:
    path = tmp_path / "seeing.yaml"
    text = TABLE.replace("CLAIMS", f'"{claims}"')
    for old, new in changes.items():
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    return path


def test_a_table_is_stored_listed_shown_and_removed(cli: Cli, tmp_path: Path) -> None:
    added = cli("table", "add", table(tmp_path))
    assert (added.exit_code, "1 rows, 2 columns" in added.stderr) == (0, True)
    assert cli("table").stdout.startswith("seeing\t1 × 2\tWho tells")
    for format in ("table", "markdown", "csv", "json", "html"):
        text = cli("table", "seeing", "--format", format).stdout
        assert "blaisdell2006causal#1" in text, format
        assert "nothing found" in text, format
    data = json.loads(cli("table", "seeing", "--format", "json").stdout)
    assert data["rows"][0]["cells"]["found"]["claims"] == ["blaisdell2006causal#1"]
    assert cli("table", "check").exit_code == 0
    assert cli("table", "remove", "seeing").exit_code == 0
    assert "no table 'seeing'" in cli("table", "seeing").stderr


def test_claims_that_are_not_there_are_named(cli: Cli, tmp_path: Path) -> None:
    result = cli("table", "add", table(tmp_path, "nobody2020#1"))
    assert result.exit_code == 1
    assert "rats, found: no claim nobody2020#1" in result.stderr


def test_a_cell_that_says_more_than_its_claims_is_told(cli: Cli, tmp_path: Path) -> None:
    cli("claim", "add", "blaisdell2006causal", "Rats that rest more eat more.",
        "--design", "observational")  # fmt: skip
    path = table(tmp_path, "blaisdell2006causal#3")
    text = path.read_text(encoding="utf-8")
    text = text.replace("Rats expected less food after their own action.", "Rest causes appetite.")
    path.write_text(text, encoding="utf-8")
    result = cli("table", "add", path)
    assert result.exit_code == 1
    assert "is worded as causal, its claims carry correlational" in result.stderr


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("- a", "'name: value' pairs"),
        ("title: T\nrows: []", "needs 'columns'"),
        ("columns: [{slug: a}]\nrows: [{slug: r, cells: {b: x}}]", "'b' is not known here"),
        ("columns: [{slug: a}, {slug: a}]", "the column a is there twice"),
        ("columns: &x [{slug: a}]\nrows: *x", "aliases"),
        ("columns: [{slug: 'A b'}]", "lower-case words"),
    ],
)
def test_what_is_not_a_table_is_refused_with_the_place(
    cli: Cli, tmp_path: Path, content: str, message: str
) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text(content, encoding="utf-8")
    result = cli("table", "add", path)
    assert result.exit_code == 2
    assert message in result.stderr
