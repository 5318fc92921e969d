"""A knowledge base on coffee and sleep, and a draft about it, for the tests of ``audit``."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from causalkb import KnowledgeBase

NOTE = """---
work: {key}
claims:
  - text: {text}
    design: {design}
    locator: p. 3
    stance: {{coffee-disturbs: {stance}}}
---
A note.
"""
WORKS = {
    "watch2001": ("Coffee causes insomnia in adults.", "observational", "supports"),
    "trial2002": ("Coffee kept adults awake for longer.", "experiment", "supports"),
    "null2003": ("Coffee did not delay sleep in students.", "experiment", "contradicts"),
    "ward2004": ("Nurses slept as long after coffee as after tea.", "experiment", "contradicts"),
}


@pytest.fixture(scope="module")
def coffee(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four works on coffee and sleep; not to be changed."""
    folder = tmp_path_factory.mktemp("coffee")
    questions = folder / "questions.yaml"
    questions.write_text(
        "- slug: sleep\n  title: What disturbs sleep?\n  statement: What disturbs sleep?\n"
        "  hypotheses:\n    - slug: coffee-disturbs\n      statement: Coffee causes insomnia.\n"
        "      form: generic\n      wrong_if: Drinkers sleep as long as others.\n"
    )
    entries = (f"@article{{{k}, title={{On {k}}}, author={{{k}, A.}}, year=2001}}" for k in WORKS)
    with KnowledgeBase.open(folder / "kb", create=True) as base:
        base.add_questions(questions)
        base.add_content("\n".join(entries).encode(), "works.bib", embed=False)
        for key, (text, design, stance) in WORKS.items():
            note = NOTE.format(key=key, text=text, design=design, stance=stance)
            base.add_content(note.encode(), f"notes/{key}.md")
    return folder / "kb"


@pytest.fixture
def audit(coffee: Path, home: Path) -> Path:
    shutil.copytree(coffee, home)
    return home


DRAFT = """# Sleep

Coffee causes insomnia [@watch2001].
Coffee kept people awake [@trial2002], and coffee is linked to insomnia [@watch2001].
Tea calms nobody [@watch2010].
Noise ruins sleep. <!-- causalkb: ok a colleague's measurements, in press -->
"""


@pytest.fixture
def draft(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "draft.md"
    path.write_text(DRAFT, encoding="utf-8")
    return path
