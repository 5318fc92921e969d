"""How many verdicts of a knowledge base stay as they are when one part of the rule is changed.

usage: python scripts/sensitivity.py KB [--write]: prints the table of docs/evidence-model.md, or
writes it there.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from causalkb.evidence.balance import Case, rivals_of
from causalkb.evidence.counts import Counts
from causalkb.evidence.items import Way
from causalkb.evidence.loading import background_of, claims_on
from causalkb.evidence.records import Verdict
from causalkb.store.store import Store
from causalkb.vocabulary import Form

PAGE = Path(__file__).parent.parent / "docs" / "evidence-model.md"
BEGIN, END = "<!-- sensitivity: begin (scripts/sensitivity.py) -->\n", "<!-- sensitivity: end -->"
CHANGES: dict[str, Callable[[Way], Way]] = {
    "each work a group of its own": lambda way: replace(way, groups="works"),
    "works linked by shared authors one group": lambda way: replace(way, groups="components"),
    "without indirect claims": lambda way: replace(way, indirect=False),
    "without second-hand claims": lambda way: replace(way, secondhand=False),
    "without evaluations": lambda way: replace(way, evaluations=False),
    "without disputed claims": lambda way: replace(way, disputed=False),
    "qualifying claims as against": lambda way: replace(way, qualifies=True),
}


def table(folder: Path) -> str:
    """Return the table for a knowledge base."""
    store = Store.open(folder)
    hypotheses = store.questions.hypotheses()
    claims = claims_on(store, hypotheses)
    background = background_of(store, claims, hypotheses)
    rivals = rivals_of(hypotheses)
    cases = [
        Case(h, claims, background, rivals[h.slug])
        for h in hypotheses
        if h.form not in (Form.FORMAL, Form.CONCEPTUAL)
    ]
    lines = ["| change | verdicts that stay | that turn to the other side |", "|---|---:|---:|"]
    for name, change in CHANGES.items():
        stay = turn = 0
        for case in cases:
            found = case.rule(Counts(case.counts.parts, change(case.counts.way)))[0]
            stay += found is case.verdict
            turn += _side(found) * _side(case.verdict) == -1
        lines.append(f"| {name} | {stay} of {len(cases)} | {turn} |")
    hang = sum(bool(case.balance(()).overturned_by) for case in cases)
    lines.append(f"| the work left out that matters most | {len(cases) - hang} of {len(cases)} | |")
    return "\n".join(lines) + "\n"


def _side(verdict: Verdict) -> int:
    favourable = (Verdict.SUPPORTED, Verdict.LEANING_FOR)
    against = (Verdict.CONTRADICTED, Verdict.LEANING_AGAINST)
    return (verdict in favourable) - (verdict in against)


def main() -> None:
    """Print the table, or write it into the page."""
    made = table(Path(sys.argv[1]))
    if "--write" not in sys.argv:
        print(made, end="")
        return
    text = PAGE.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    PAGE.write_text(before + BEGIN + made + END + rest.partition(END)[2], encoding="utf-8")


if __name__ == "__main__":
    main()
