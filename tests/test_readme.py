"""The README's commands and its Python example run as they stand."""

from __future__ import annotations

import doctest
import re
import shlex
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = [
    line.removeprefix("$ causalkb ")
    for block in re.findall(r"```console\n(.*?)```", README, re.S)
    for line in block.splitlines()
    if line.startswith("$ causalkb ")
]


@pytest.fixture(autouse=True)
def in_a_folder_with_a_bibliography(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copy(ROOT / "tests" / "data" / "bib" / "paper.bib", tmp_path)
    text = "Exaggerated releases go with exaggerated news [@sumner2014association].\n"
    (tmp_path / "draft.md").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)


def test_the_commands_work_one_after_another(cli, corpus_copy: Path) -> None:
    assert len(COMMANDS) > 15
    for command in COMMANDS:
        result = cli(*shlex.split(command))
        # An audit ends with 1 where it has found something, as the shipped corpus has it.
        done = (0, 1) if command.startswith("audit") else (0,)
        assert result.exit_code in done, f"{command}: {result.stderr}"
        assert result.stdout or result.stderr, command


def test_the_python_example_works() -> None:
    (example,) = re.findall(r"```python\n(.*?)```", README, re.S)
    test = doctest.DocTestParser().get_doctest(example, {}, "README.md", None, None)
    results = doctest.DocTestRunner().run(test)
    assert results.attempted > 8
    assert results.failed == 0


def test_the_shown_note_is_a_valid_note(cli, corpus_copy: Path, tmp_path: Path) -> None:
    (note,) = re.findall(r"```markdown\n(---\n.*?)```", README, re.S)
    (tmp_path / "blaisdell2006causal.md").write_text(note, encoding="utf-8")
    result = cli("add", tmp_path / "blaisdell2006causal.md")
    assert result.exit_code == 0, result.stderr


def test_linked_files_exist() -> None:
    links = re.findall(r"\]\(([^)#]+)\)", README)
    assert [link for link in links if "://" not in link and not (ROOT / link).exists()] == []
