"""Writes the documentation that is generated from the code; a test checks that it is up to date."""

from __future__ import annotations

import re
import runpy
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def cli_reference() -> str:
    """Return ``docs/cli.md``: the help of every command (by Typer's own generator)."""
    command = [sys.executable, "-m", "typer", "causalkb.cli.main", "utils", "docs"]
    done = subprocess.run(
        [*command, "--name", "causalkb", "--title", "Command-line reference"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    text = done.stdout.replace("&quot;", '"').replace("&#x27;", "'")
    # Typer's generator lists hidden commands too: 'exception' is the old name of 'suppression'.
    text = re.sub(r"^\* `exception`.*\n", "", text, flags=re.MULTILINE)
    text = re.sub(
        r"^## `causalkb exception`\n.*?(?=^## |\Z)", "", text, flags=re.DOTALL | re.MULTILINE
    )
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def _between(name: str, what: str, generated: str) -> str:
    """Return a document with what stands between two markers generated anew."""
    text = (ROOT / "docs" / name).read_text(encoding="utf-8")
    begin, end = f"<!-- {what}: begin (make docs) -->\n", f"<!-- {what}: end -->"
    before, _, rest = text.partition(begin)
    return before + begin + generated + end + rest.partition(end)[2]


def api_page() -> str:
    """Return ``docs/python-api.md`` with the reference as signatures and docstrings have it."""
    made = runpy.run_path(str(ROOT / "scripts" / "api_reference.py"))["reference"]()
    return _between("python-api.md", "reference", "\n" + made)


def audit_page() -> str:
    """Return ``docs/audit.md`` with the rules as the code has them."""
    from causalkb.lint.rules import DRAFT, KNOWLEDGE_BASE

    lines = ["| rule | level | finds | because |", "|---|---|---|---|"]
    for where, rules in (("in the knowledge base", KNOWLEDGE_BASE), ("in a draft", DRAFT)):
        lines.append(f"| **{where}** | | | |")
        lines += [f"| `{r.id}` | {r.level.value} | {r.title} | {r.why} |" for r in rules]
    return _between("audit.md", "rules", "\n".join(lines) + "\n")


def architecture_page() -> str:
    """Return ``docs/architecture.md`` with the packages as the imports have them."""
    drawing = runpy.run_path(str(ROOT / "scripts" / "draw_packages.py"))["drawing"]()
    return _between("architecture.md", "packages", drawing)


def documents() -> dict[str, str]:
    """Return every generated document by its path from the project's root."""
    from causalkb.report.summary.docs import report_variables

    return {
        "docs/cli.md": cli_reference(),
        "docs/report-templates.md": report_variables(),
        "docs/audit.md": audit_page(),
        "docs/architecture.md": architecture_page(),
        "docs/python-api.md": api_page(),
    }


def main() -> None:
    """Write the files."""
    for name, text in documents().items():
        (ROOT / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
