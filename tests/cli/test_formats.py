"""``--format`` offers exactly what a command can do."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from conftest import Cli

from causalkb.cli.main import app

EVERY = ["table", "json", "jsonl", "csv", "markdown", "keys"]
ARGUMENTS: dict[str, list[str]] = {
    "audit": ["--fail-on", "error"],
    "claim show": ["blaisdell2006causal#1"],
    "evidence": ["interventions"],
    "grade": ["Noise causes harm."],
    "hypothesis show": ["observation-suffices"],
    "lint": ["DRAFT", "--fail-on", "error"],
    "question show": ["interventions"],
    "search": ["rats", "--mode", "keyword"],
    "show": ["blaisdell2006causal", "liu2008"],
    "undo": ["--list"],
}
"""What a command needs to have something to write."""
NO_RECORDS = {
    *("add", "compete", "explain", "export", "graph", "map", "matrix", "report", "table show"),
    *("probe run", "probe show", "probe compare", "probe report", "probe items", "probe export"),
}
"""Commands that write no list of records, and have formats of their own."""
MAY_FAIL = {"audit", "doctor", "lint"}
"""Commands whose exit code tells what they found."""


def offered() -> Iterator[tuple[str, list[str]]]:
    """Every command with a format, and the formats of its ``--help``."""

    def below(name: str, command: object) -> Iterator[tuple[str, list[str]]]:
        for sub, one in getattr(command, "commands", {}).items():
            if not one.hidden:
                yield from below(f"{name} {sub}".strip(), one)
        for parameter in getattr(command, "params", ()):
            if parameter.name == "format":
                yield name, [str(choice) for choice in parameter.type.choices]

    yield from below("", typer.main.get_command(app))


OFFERED = dict(offered())
RUNS = [
    (command, format)
    for command, formats in OFFERED.items()
    if command not in NO_RECORDS
    for format in formats
]


@pytest.fixture(scope="module")
def prepared(library: Path, cli: Cli, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A knowledge base in which every command that lists something finds something."""
    folder = tmp_path_factory.mktemp("formats")
    shutil.copytree(library, folder / "kb")
    twins = folder / "twin.bib"
    twins.write_text(
        "@article{twin, title = {Causal Reasoning in Rats}, author = {Blaisdell, A. P.},"
        " year = {2007}}\n@misc{liu, title = {Causality}, author = {Pearl, J.}, year = {2009}}\n",
        encoding="utf-8",
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CAUSALKB_PATH", str(folder / "kb"))
        cli("suppression", "add", "fragile", "observation-suffices", "It is said so.")
        cli("remove", "michotte1946", "--yes")
        _code_again(cli, folder / "sheet.csv")
        cli("add", twins, "--no-embed")
    return folder


@pytest.fixture(autouse=True)
def something_of_everything(prepared: Path, home: Path, tmp_path: Path) -> None:
    shutil.copytree(prepared / "kb", home)
    shutil.copy(prepared / "sheet.csv", tmp_path)
    (tmp_path / "draft.md").write_text("Noise causes harm [@nobody2020].\n", encoding="utf-8")


def _code_again(cli: Cli, sheet: Path) -> None:
    """Have a second reader fill the coding sheet, who finds that nothing bears on anything."""
    rows = list(csv.DictReader(io.StringIO(cli("code", "export").stdout)))
    with sheet.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows([{**row, "stance": "none"} for row in rows])
    assert cli("code", "import", sheet, "--coder", "ab").exit_code == 0


def run(cli: Cli, tmp_path: Path, command: str, format: str) -> str:
    arguments = [
        str(tmp_path / "draft.md") if one == "DRAFT" else one for one in ARGUMENTS.get(command, [])
    ]
    place = {"XDG_DATA_HOME": str(tmp_path)}  # where runs of the probe are kept
    if command == "probe list":
        coin = ("reference:coin", "--groups", "1", "--families", "direction")
        cli("probe", "run", *coin, **place)
    result = cli(*command.split(), *arguments, "--format", format, **place)
    assert result.exit_code in ((0, 1) if command in MAY_FAIL else (0,)), result.stderr
    return str(result.stdout)


@pytest.mark.parametrize("command", sorted(OFFERED))
def test_a_command_that_lists_records_has_every_format(command: str) -> None:
    if command in NO_RECORDS:
        return
    formats = [one for one in OFFERED[command] if one not in ("bibtex", "sarif")]
    assert formats == (EVERY[:-1] if command == "grade" else EVERY)


@pytest.mark.parametrize(("command", "format"), RUNS, ids=" ".join)
def test_every_format_offered_works(cli: Cli, tmp_path: Path, command: str, format: str) -> None:
    out = run(cli, tmp_path, command, format)
    if format in ("json", "sarif"):
        assert json.loads(out)
    elif format == "jsonl":
        assert all(isinstance(json.loads(line), dict) for line in out.splitlines())
    elif format == "csv":
        header, *rows = csv.reader(io.StringIO(out))
        assert all(len(row) == len(header) for row in rows)
    assert out.strip() or (command, format) == ("doctor", "keys")


@pytest.mark.parametrize("command", sorted(set(OFFERED) - NO_RECORDS - {"show", "claim show"}))
def test_formats_agree_on_how_many_records_there_are(
    cli: Cli, tmp_path: Path, command: str
) -> None:
    lines = len(run(cli, tmp_path, command, "jsonl").splitlines())
    rows = len(list(csv.reader(io.StringIO(run(cli, tmp_path, command, "csv"))))) - 1
    assert lines == rows > 0


@pytest.mark.parametrize("command", sorted(OFFERED))
def test_a_format_that_a_command_does_not_have_is_refused_with_those_it_has(
    cli: Cli, command: str
) -> None:
    result = cli(*command.split(), "--format", "yaml")
    assert result.exit_code == 2
    assert all(f"'{format}'" in result.stderr for format in OFFERED[command])
    assert result.stdout == ""
