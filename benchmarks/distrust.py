"""Cold start of `audit`, `explain` and `grade` on the shipped corpus, against `causalkb search`.

Whole processes with their peak memory, in turns, and the median of each. Then the audit of a
hypothesis with thousands of works, against weighing it alone.

    python benchmarks/distrust.py [--runs 7] [--works 3000]
"""

from __future__ import annotations

import argparse
import compileall
import sys
import tempfile
import time
from pathlib import Path

from cold_search import measure

import causalkb
from causalkb import KnowledgeBase
from causalkb.evidence.balance import weigh
from causalkb.lint.knowledge_base.hypotheses import audit_balance
from causalkb.records import Claim, Hypothesis, Person, Question, Work
from causalkb.vocabulary import Design, Stance

DRAFT = Path(__file__).parents[1] / "examples" / "drafts" / "reasoning.md"
SEARCH = "causalkb search"


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--works", type=int, default=3_000)
    arguments = parser.parse_args()
    compileall.compile_dir(str(Path(causalkb.__file__).parent), quiet=1)
    with tempfile.TemporaryDirectory() as folder:
        with KnowledgeBase.open(folder, create=True) as kb:
            kb.add_corpus()
            kb.explain("immigration", "wages")  # embeds the labels, once
        tool = Path(sys.executable).with_name("causalkb")
        ours = [str(tool)] if tool.exists() else [sys.executable, "-m", "causalkb.cli.main"]
        ours += ["--kb", folder]
        commands = {
            SEARCH: [*ours, "search", "are interventions necessary?"],
            "causalkb audit": [*ours, "audit"],
            "causalkb audit draft.md": [*ours, "audit", str(DRAFT)],
            "causalkb explain": [*ours, "explain", "immigration is associated with wages"],
            "causalkb grade": [*ours, "grade", "Noise may impair sleep."],
        }
        # 1: the draft has findings.
        measure(commands, arguments.runs, SEARCH, codes=(0, 1))
    large(arguments.works)


def large(count: int) -> None:
    """Audit one hypothesis with many works, two by each author, and print a ratio."""
    question, hypothesis = Question("q", "Q?", "Q?"), Hypothesis("h", "q", "H.")
    works = {f"w{n}": Work(f"w{n}", authors=(Person(f"A{n // 2}"),)) for n in range(count)}
    claims = [
        Claim(
            "So it is.",
            id=f"w{n}#1",
            work=f"w{n}",
            design=list(Design)[n % 8],
            subject="rats",
            stances={"h": Stance.CONTRADICTS if n % 7 == 0 else Stance.SUPPORTS},
        )
        for n in range(count)
    ]
    began = time.perf_counter()
    balance = weigh(question, [hypothesis], claims, works)
    weighed = time.perf_counter()
    found = list(audit_balance(balance, works))
    done = time.perf_counter()
    print(
        f"\n{count:,} works on one hypothesis: weighing {weighed - began:.2f} s, what the verdict"
        f" hangs on {done - weighed:.2f} s ({(done - weighed) / (weighed - began):.2f} times"
        f" as long), {len(found)} findings"
    )


if __name__ == "__main__":
    main()
