"""What is generated from the code is up to date, and every example in a docstring runs."""

from __future__ import annotations

import doctest
import importlib
import pkgutil
import re
import runpy
from pathlib import Path

import pytest

import causalkb

ROOT = Path(__file__).parent.parent
PAGES = ["python-api.md", "extending.md"]
"""Pages with examples that go on from one another."""
MODULES = sorted(
    module.name
    for module in pkgutil.walk_packages(causalkb.__path__, "causalkb.")
    if not module.name.startswith("causalkb._data")
)


def test_generated_documents_are_up_to_date() -> None:
    generated = runpy.run_path(str(ROOT / "scripts" / "make_docs.py"))["documents"]()
    stale = [name for name, text in generated.items() if (ROOT / name).read_text() != text]
    assert stale == [], "run 'make docs'"


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_docstrings_run(name: str) -> None:
    module = importlib.import_module(name)
    assert doctest.testmod(module, optionflags=doctest.ELLIPSIS).failed == 0


@pytest.mark.parametrize("name", PAGES)
def test_examples_on_pages_run(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Those of a generated reference run with the docstrings that they come from.
    text = (ROOT / "docs" / name).read_text(encoding="utf-8").partition("<!-- reference: begin")[0]
    monkeypatch.chdir(tmp_path)
    test = doctest.DocTestParser().get_doctest(text, {}, name, name, 0)
    results = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(test)
    assert results.failed == 0
    assert results.attempted > 5


@pytest.mark.parametrize("page", sorted((ROOT / "docs").glob("**/*.md")), ids=lambda p: p.stem)
def test_files_that_pages_name_exist(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    named = re.findall(r"`((?:[a-z_]+/)+[a-z_]+\.(?:py|sql|yaml))`", text)
    roots = (ROOT, ROOT / "causalkb")
    assert [name for name in named if not any((root / name).exists() for root in roots)] == []
    links = re.findall(r"\]\(([^)#\s]+)[^)]*\)", text)
    assert [x for x in links if "://" not in x and not (page.parent / x).exists()] == []
