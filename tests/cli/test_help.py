"""Every command explains itself, and starts without what it does not need."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from conftest import Cli

from causalkb.cli.main import MODULES, app

HEAVY = {"torch", "transformers", "sentence_transformers", "pandas", "sqlite_utils", "scipy",
         "sklearn", "matplotlib", "onnx", "huggingface_hub", "requests"}  # fmt: skip
NUMERIC = {"numpy", "faiss", "onnxruntime", "tantivy", "tokenizers", "rapidfuzz", "bibtexparser"}


def commands() -> Iterator[tuple[str, typer.core.TyperCommand]]:
    def below(name: str, command: object) -> Iterator[tuple[str, typer.core.TyperCommand]]:
        for sub, one in getattr(command, "commands", {}).items():
            full = f"{name} {sub}".strip()
            if getattr(one, "commands", None):
                yield from below(full, one)
            yield full, one

    yield from below("", typer.main.get_command(app))


ALL = dict(commands())


@pytest.mark.parametrize("name", ALL)
def test_every_command_and_every_parameter_has_help(name: str) -> None:
    command = ALL[name]
    assert command.help, name
    assert command.help.strip().split("\n")[0].endswith((".", "!", "?")), name
    for parameter in command.params:
        assert getattr(parameter, "help", None), f"{name} {parameter.name}"


@pytest.mark.parametrize("name", ALL)
def test_every_command_shows_its_help(cli: Cli, name: str) -> None:
    for option in ("--help", "-h"):
        result = cli(*name.split(), option)
        assert result.exit_code == 0
        assert "Usage:" in result.stdout


@pytest.mark.parametrize("name", ["", *ALL])
def test_help_fits_eighty_columns_and_breaks_no_word(cli: Cli, name: str) -> None:
    shown = cli(*name.split(), "--help", COLUMNS="80").stdout
    assert [line for line in shown.splitlines() if len(line) > 80] == []
    words = set(shown.replace("|", " ").replace("<", " ").replace(">", " ").split())
    words |= {word.strip(".,;:") for word in words}
    for parameter in ALL[name].params if name else ():
        if not parameter.hidden:
            assert set(map(str, getattr(parameter.type, "choices", ()))) <= words, parameter.name


@pytest.mark.parametrize("name", ["", *ALL])
def test_help_is_a_command_too(cli: Cli, name: str) -> None:
    assert cli("help", *name.split()).stdout == cli(*name.split(), "--help").stdout


def test_help_lists_what_is_not_hidden(cli: Cli) -> None:
    listed = {line.split()[0] for line in cli("--help").stdout.splitlines() if line[:2] == "  "}
    top = {name for name in ALL if " " not in name}
    hidden = {name for name in top if ALL[name].hidden}
    assert hidden == {"exception"}
    assert top - hidden <= listed
    assert not hidden & listed


def test_the_commands_that_the_design_promises_are_there() -> None:
    promised = (
        "init add search show list questions hypotheses claims tag evidence stats remove edit"
        " reindex doctor backup restore export"
    )
    assert set(promised.split()) <= set(ALL)


def test_without_arguments_there_is_help_and_with_a_typo_the_nearest(cli: Cli) -> None:
    assert "Usage:" in (cli().stdout or cli().stderr)
    result = cli("serach", "x")
    assert result.exit_code == 2
    assert "search" in result.stderr


def test_version(cli: Cli) -> None:
    from causalkb import __version__

    assert cli("--version").stdout == f"causalkb {__version__}\n"


def imported(*args: str, program: str = "causalkb.cli.main") -> set[str]:
    """The top-level modules that a command imports."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", program, *args],
        capture_output=True, text=True, check=False,
        env={**os.environ, "CAUSALKB_NO_DAEMON": "1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-500:]
    lines = [line for line in done.stderr.splitlines() if line.startswith("import time:")]
    return {line.rsplit("|", 1)[1].strip().split(".")[0] for line in lines}


def test_a_cold_search_imports_nothing_heavy(kb_path: Path) -> None:
    modules = imported("search", "interventions necessary?")
    assert "onnxruntime" in modules
    assert not modules & HEAVY


@pytest.mark.parametrize(
    "args",
    [["--help"], ["search", "--help"], ["show", "blaisdell2006causal"], ["list"], ["stats"],
     ["show", "liu2008", "--format", "bibtex"]],
    ids=" ".join,
)  # fmt: skip
def test_what_does_not_search_imports_no_engine(kb_path: Path, args: list[str]) -> None:
    modules = imported(*args)
    assert not modules & (HEAVY | NUMERIC)


def test_a_small_add_imports_no_torch(kb_path: Path, tmp_path: Path) -> None:
    (tmp_path / "a.bib").write_text("@misc{k, title = {A new one}}", encoding="utf-8")
    assert not imported("add", str(tmp_path / "a.bib")) & (HEAVY - {"sqlite_utils", "pandas"})


def test_the_list_of_modules_says_which_commands_each_registers() -> None:
    """A module that is missing there is not imported for its command, which then lacks parts."""
    found: dict[str, set[str]] = {}
    for name, command in ALL.items():
        where = getattr(command.callback, "__module__", "")
        package, _, module = where.rpartition(".")
        if package == "causalkb.cli" and module != "app":
            found.setdefault(module, set()).add(name.split()[0])
    assert found == {module: set(names.split()) for module, names in MODULES.items()}
