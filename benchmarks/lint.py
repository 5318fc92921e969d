"""How many planted faults the linter finds, and how many sound sentences it warns of.

    python benchmarks/lint.py --kb KB [FILE ...]

``KB`` holds the shipped corpus. The models are trained on ``lint-development.tsv``, and the
sentences in plain words were written beside it; ``lint-held-out.tsv`` is of other works and
hypotheses. ``lint-independent.tsv`` was written by somebody who had not seen the linter.
"""

from __future__ import annotations

import argparse
import csv
from collections import Counter, defaultdict
from pathlib import Path

from causalkb import KnowledgeBase
from causalkb.lint.findings import Finding, Level

FOLDER = Path(__file__).parent
RULES = {
    "against": "against",
    "extent": "overclaim",
    "design": "overclaim",
    "uncited": "uncited",
    "unrelated": "no-claims",
    "restated": "verdict",
    "subject": "verdict",
}
"""The rule that finds the faults of a kind. ``subject`` is on a hypothesis's subject and sound."""


def main() -> None:
    """Print a table for each file."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kb", type=Path, required=True)
    parser.add_argument("files", nargs="*", type=Path)
    given = parser.parse_args()
    files = given.files or sorted(FOLDER.glob("lint-*.tsv"))
    with KnowledgeBase.open(given.kb) as kb:
        for path in files:
            print(f"\n{path.name}\n")
            measure(kb, path)


def measure(kb: KnowledgeBase, path: Path) -> None:
    """Print how many sentences of each kind are found, and get a warning or error."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    found: defaultdict[int, list[Finding]] = defaultdict(list)
    for finding in kb.lint("\n\n".join(row["sentence"] for row in rows) + "\n").findings:
        if finding.place is not None:
            found[finding.place.line].append(finding)
    every: Counter[str] = Counter()
    hits: Counter[str] = Counter()
    warned: Counter[str] = Counter()
    for n, row in enumerate(rows):
        kind, own = row["kind"], found[2 * n + 1]
        loud = [one for one in own if one.level is not Level.NOTE]
        every[kind] += 1
        warned[kind] += bool(loud)
        if kind == "restated":
            # A note is enough, if it is on the right hypothesis.
            texts = [" ".join((o.message, *o.details)) for o in own if o.rule == "verdict"]
            hits[kind] += any(row["claim"] in text for text in texts)
        elif kind == "subject":
            hits[kind] += any(one.rule == "verdict" for one in own)
        else:
            hits[kind] += any(one.rule == RULES.get(kind) for one in loud)
    print("| kind | sentences | found | with a warning |\n|---|---|---|---|")
    for kind in sorted(every):
        print(f"| {kind} | {every[kind]} | {hits[kind]} | {warned[kind]} |")


if __name__ == "__main__":
    main()
