"""How well `grade` tells none, correlational, conditional and causal wording apart.

Two sets: ``wording-sentences.tsv`` (ours: 322 sentences of five fields, labelled twice by the
author of the rules and once, blind, by another reader) and the 3,061 conclusion sentences of Yu, Li
and Wang (2019), read from ``WORDING_PATH`` or ``../shared/data/causal-wording-yu2019.csv`` and
skipped where they are missing. The latter are cut into halves with a fixed seed: rules were
corrected by the errors in the first, those in the second were not looked at. Even the totals of the
second are shown only on request, for who looks at them often comes to fit them.

    python benchmarks/wording.py [--held-out] [--errors own|development] [--speed]
"""

from __future__ import annotations

import argparse
import csv
import os
import random
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from causalkb.vocabulary import Wording
from causalkb.wording import grade

HERE = Path(__file__).resolve().parent
OWN = HERE / "wording-sentences.tsv"
YU = Path(
    os.environ.get("WORDING_PATH")
    or HERE.parents[1] / "shared" / "data" / "causal-wording-yu2019.csv"
)
LEVELS = tuple(level.value for level in Wording)
_YU_LABELS = {"0": "none", "1": "causal", "2": "conditional", "3": "correlational"}
SEED = 2019

Labelled = Sequence[tuple[str, str]]
"""(sentence, label) pairs."""


def yu_halves() -> tuple[Labelled, Labelled]:
    """Return the development half and the held-out half."""
    with YU.open(encoding="utf-8-sig", newline="") as file:
        rows = [(_repaired(r["sentence"]), _YU_LABELS[r["label"]]) for r in csv.DictReader(file)]
    random.Random(SEED).shuffle(rows)
    middle = len(rows) // 2
    return rows[:middle], rows[middle:]


def own_rows() -> list[dict[str, str]]:
    """Return our sentences with both passes of labels, the settled and the independent one."""
    with OWN.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def kappa(pairs: Sequence[tuple[str, str]]) -> float:
    """Return Cohen's kappa of two passes over the same sentences."""
    observed = sum(a == b for a, b in pairs) / len(pairs)
    first, second = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    chance = sum(first[level] * second[level] for level in LEVELS) / len(pairs) ** 2
    return (observed - chance) / (1 - chance)


def confusion(rows: Labelled) -> Counter[tuple[str, str]]:
    """Count (label, grade); a sentence that is not assessed counts as none."""
    return Counter((label, (grade(text).wording or Wording.NONE).value) for text, label in rows)


def scores(counts: Counter[tuple[str, str]]) -> dict[str, tuple[float, float, float]]:
    """Return precision, recall and F1 by level."""
    made = {}
    for level in LEVELS:
        hit = counts[level, level]
        precision = hit / max(1, sum(counts[other, level] for other in LEVELS))
        recall = hit / max(1, sum(counts[level, other] for other in LEVELS))
        f1 = 2 * precision * recall / (precision + recall) if hit else 0.0
        made[level] = (precision, recall, f1)
    return made


def macro_f1(counts: Counter[tuple[str, str]]) -> float:
    """Return the unweighted mean of F1 over the levels."""
    return sum(f1 for _, _, f1 in scores(counts).values()) / len(LEVELS)


def report(name: str, rows: Labelled) -> None:
    """Print macro-F1, figures by level and the confusion matrix."""
    counts = confusion(rows)
    right = sum(counts[level, level] for level in LEVELS) / len(rows)
    print(f"\n{name}: {len(rows)} sentences, macro-F1 {macro_f1(counts):.3f}, right {right:.3f}\n")
    print(f"{'label':<15}{'P':>7}{'R':>7}{'F1':>7}   graded " + " ".join(LEVELS))
    for level, (precision, recall, f1) in scores(counts).items():
        cells = " ".join(f"{counts[level, other]:>{len(other)}}" for other in LEVELS)
        print(f"{level:<15}{precision:>7.3f}{recall:>7.3f}{f1:>7.3f}          {cells}")


def speed(rows: Labelled, runs: int = 5) -> None:
    """Print sentences graded in a second of one core's time, the median of some runs."""
    took = []
    for _ in range(runs):
        began = time.process_time()
        for text, _ in rows:
            grade(text)
        took.append(time.process_time() - began)
    print(f"\nspeed: {len(rows) / sorted(took)[runs // 2]:,.0f} sentences a second of one core")


def show_errors(rows: Labelled) -> None:
    """Print the sentences that are graded otherwise than labelled."""
    for text, label in rows:
        one = grade(text)
        if (one.wording or Wording.NONE).value != label:
            cues = ", ".join(cue.text for cue in one.deciding)
            print(f"{label} graded {one.wording or one.reason} [{cues}]: {text}")


def _repaired(text: str) -> str:
    """Undo the escapes that the file carries in place of odd spaces."""
    return text.replace("\\xa0", " ").replace("\\u2009", " ").replace("\\u2029", " ")


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--errors", choices=("own", "development"))
    parser.add_argument("--speed", action="store_true")
    parser.add_argument("--held-out", action="store_true", help="show the held-out totals, too")
    chosen = parser.parse_args()
    own = own_rows()
    settled = [(row["sentence"], row["label"]) for row in own]
    report("own sentences", settled)
    for field in sorted({row["field"] for row in own}):
        part = [(row["sentence"], row["label"]) for row in own if row["field"] == field]
        print(f"  {field}: macro-F1 {macro_f1(confusion(part)):.3f} of {len(part)}")
    independent = [(row["sentence"], row["independent"]) for row in own]
    print(f"  against the independent labels: macro-F1 {macro_f1(confusion(independent)):.3f}")
    for name, other in (("two passes of labels", "second"), ("first, independent", "independent")):
        passes = [(row["first"], row[other]) for row in own]
        differing = sum(a != b for a, b in passes)
        print(f"  {name}: Cohen's kappa {kappa(passes):.3f}, {differing} differ")
    development: Labelled = ()
    if YU.exists():
        development, held_out = yu_halves()
        report("Yu et al., development half", development)
        if chosen.held_out:
            report("Yu et al., held-out half", held_out)
            report("Yu et al., all", [*development, *held_out])
    else:
        print(f"\n{YU} is missing: nothing is said of the sentences of Yu et al.")
    if chosen.speed:
        speed(development or settled)
    if chosen.errors:
        show_errors(settled if chosen.errors == "own" else development)


if __name__ == "__main__":
    main()
