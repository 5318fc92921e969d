"""The examples and the documentation of templates are what the code makes now."""

from __future__ import annotations

import runpy
from pathlib import Path

from causalkb import KnowledgeBase
from causalkb.report.summary.docs import report_variables

ROOT = Path(__file__).parents[2]


def test_the_examples_are_up_to_date() -> None:
    files = runpy.run_path(str(ROOT / "examples" / "rebuild.py"))["build"]()
    stale = [
        name
        for name, content in files.items()
        if not (ROOT / "examples" / name).exists()
        or (ROOT / "examples" / name).read_bytes() != content
    ]
    assert not stale, "'make examples' rebuilds them"


def test_what_the_audit_says_of_the_example_draft_is_up_to_date(corpus: Path) -> None:
    rebuild = runpy.run_path(str(ROOT / "examples" / "rebuild.py"))
    with KnowledgeBase.open(corpus) as base:
        for draft in rebuild["DRAFTS"]:
            told = draft.with_suffix(".txt").read_bytes()
            assert rebuild["findings"](base, draft) == told, "'make examples' rebuilds it"


def test_the_documentation_of_templates_is_up_to_date() -> None:
    text = (ROOT / "docs" / "report-templates.md").read_text(encoding="utf-8")
    assert text == report_variables(), "'make docs' writes it"
