"""Builds the example reports from the shipped corpus: ``python examples/rebuild.py``.

Nothing is embedded, as reports on questions need no search; the whole takes some ten seconds.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from causalkb.knowledge_base import KnowledgeBase
from causalkb.report.summary_output import Output
from causalkb.resources import resource

FOLDER = Path(__file__).parent
DAY = "2026-11-25"
"""The date that the examples bear, so that they only change when their content does."""


def build() -> dict[str, bytes]:
    """Return the content of each file of the examples by its name."""
    files: dict[str, bytes] = {}
    with tempfile.TemporaryDirectory() as folder, KnowledgeBase.open(folder, create=True) as base:
        base.add_questions()
        base.add(resource("corpus"), embed=False)
        for question in base.questions():
            output = Output(Path(f"{question.slug}.md"), bib=question.slug == "interventions")
            files |= base.report([question.slug], output, day=DAY)
        files |= base.report(["interventions"], Output(Path("interventions.html")), day=DAY)
        overview = Output(Path("overview.md"), pictures=False, templates=FOLDER / "templates")
        files |= base.report([], overview, day=DAY)
    return files


def main() -> None:
    """Write the files, and remove those that are no longer made."""
    files = build()
    for path in FOLDER.iterdir():
        made = path.suffix in (".md", ".svg", ".html", ".bib") and path.name != "README.md"
        if made and path.name not in files:
            path.unlink()
    for name, content in files.items():
        (FOLDER / name).write_bytes(content)


if __name__ == "__main__":
    main()
