"""Builds the examples from the shipped corpus: ``python examples/rebuild.py``.

For the reports on questions nothing is embedded, as they need no search. What the audit says of a
draft needs the vectors of all claims; both together take half a minute.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from causalkb import KnowledgeBase, ReportFile, ReportOutput
from causalkb.paths import resource
from causalkb.records import DocumentKind
from causalkb.report.rows.findings import summary, to_lines

FOLDER = Path(__file__).parent
DRAFTS = (FOLDER / "drafts" / "reasoning.md",)
DAY = "2026-11-25"
"""The date that the examples bear, so that they only change when their content does."""


def build() -> dict[str, bytes]:
    """Return the content of each file of the examples by its name."""
    made: list[ReportFile] = []
    with tempfile.TemporaryDirectory() as folder, KnowledgeBase.open(folder, create=True) as base:
        base.add_questions()
        base.add(resource("corpus"), embed=False)
        for path in sorted((resource("corpus") / "syntheses").glob("*.md")):
            base.documents.put(DocumentKind.SYNTHESIS, path.stem, path.read_text(encoding="utf-8"))
        for question in base.questions.list():
            output = ReportOutput(Path(f"{question.slug}.md"), bib=question.slug == "interventions")
            made += base.report([question.slug], output, day=DAY).files
        page = ReportOutput(Path("interventions.html"))
        made += base.report(["interventions"], page, day=DAY).files
        overview = ReportOutput(Path("overview.md"), pictures=False, templates=FOLDER / "templates")
        made += base.report([], overview, day=DAY).files
    return {file.name: file.content for file in made}


def findings(base: KnowledgeBase, draft: Path) -> bytes:
    """Return what ``causalkb lint --suppressed`` says of a draft, against the shipped corpus."""
    audit = base.lint(draft.read_bytes(), draft.name)
    lines = [line for finding in audit.findings for line in to_lines(finding)]
    return "\n".join([*lines, "", summary(audit), ""]).encode()


def main() -> None:
    """Write the files, and remove those that are no longer made."""
    with tempfile.TemporaryDirectory() as folder, KnowledgeBase.open(folder, create=True) as base:
        base.add_corpus()
        for draft in DRAFTS:
            draft.with_suffix(".txt").write_bytes(findings(base, draft))
    files = build()
    for path in FOLDER.iterdir():
        made = path.suffix in (".md", ".svg", ".html", ".bib") and path.name != "README.md"
        if made and path.name not in files:
            path.unlink()
    for name, content in files.items():
        (FOLDER / name).write_bytes(content)


if __name__ == "__main__":
    main()
