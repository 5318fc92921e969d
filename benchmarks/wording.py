"""How well `grade` tells none, correlational, conditional and causal wording apart.

Our own sets: ``wording-sentences.tsv`` (322 sentences of five fields, labelled twice by the author
of the rules and once, blind, by another reader), ``wording-sentences-2.tsv`` (204, labelled
before the rules for clausal causes were written), ``wording-sentences-3.tsv`` (364 headlines,
conclusions and sentences of releases, written in four parts, each graded before it was mended) and
``wording-sentences-4.tsv`` (150 of releases and of opinion, written later),
``wording-sentences-5.tsv`` (200 by somebody who had not seen the grader).
Four public sets, skipped where they are missing, are read from the folder ``WORDING_DATA`` or
``../shared/data``:

- ``causal-wording-yu2019.csv``: 3,061 conclusions, Yu, Li and Wang (2019);
- ``causal-wording-press-releases.tsv``: 764 conclusions of press releases and their abstracts
  (Sumner et al. 2014; Bratton et al. 2019; as prepared by Wright and Augenstein 2021);
- ``causal-wording-yu2020.csv``: 2,076 sentences of press releases, Yu, Wang, Guo and Li (2020), the
  file ``data/annotated_eureka.csv`` of github.com/junwang4/correlation-to-causation-exaggeration;
  all of it was read;
- ``causal-news/``: 1,517 sentences of news (Tan et al. 2022, 2023), of which those count that hold
  an explicit causal signal (``explicit_signal``) or no cause at all.

All but the third are cut into halves by ``random.Random(2019).shuffle``: rules were corrected by
the errors in the first, those in the second were not looked at. Even the totals of the second are
shown only on request, for who looks at them often comes to fit them.

    python benchmarks/wording.py [--held-out] [--errors SET] [--speed]
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Callable, Sequence

import wording_sets as sets
from wording_sets import Labelled

from causalkb.vocabulary import Wording
from causalkb.wording import grade

LEVELS = tuple(level.value for level in Wording)
ASSERTING = {Wording.CONDITIONAL, Wording.CAUSAL}
PUBLIC: dict[str, tuple[str, Callable[[], tuple[Labelled, Labelled]]]] = {
    "yu": ("Yu et al.", sets.yu),
    "press": ("press releases", sets.press),
    "eurekalert": ("press releases of EurekAlert", sets.eurekalert),
    "news": ("news", sets.news),
}


def kappa(pairs: Sequence[tuple[str, str]]) -> float:
    """Return Cohen's kappa of two passes over the same sentences."""
    observed = sum(a == b for a, b in pairs) / len(pairs)
    first, second = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    chance = sum(first[level] * second[level] for level in LEVELS) / len(pairs) ** 2
    return (observed - chance) / (1 - chance)


def level(text: str) -> str:
    """Return the level of a sentence; one that is not assessed counts as none."""
    return (grade(text).wording or Wording.NONE).value


def level_of_yu(text: str) -> str:
    """Return the level by the choices of Yu et al.: a denied effect keeps its level, so does "can".

    Both are read off the cue that decided.
    """
    one = grade(text)
    for cue in one.deciding:
        if cue.kind == "denied":
            return (
                "conditional" if "weakened by" in cue.why and "“can”" not in cue.why else "causal"
            )
        if cue.kind == "conditional" and "weakened by “can”" in cue.why:
            return "causal"
    return level(text)


def level_of_press(text: str) -> str:
    """Return the level by the guideline of the press releases: a denied association is none."""
    one = grade(text)
    denied = [cue.kind == "correlational" and cue.why.endswith("denied") for cue in one.deciding]
    return "none" if any(denied) else level(text)


def confusion(rows: Labelled, read: Callable[[str], str] = level) -> Counter[tuple[str, str]]:
    """Count (label, grade)."""
    return Counter((label, read(text)) for text, label in rows)


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


def report(name: str, rows: Labelled, read: Callable[[str], str] = level) -> None:
    """Print macro-F1, figures by level and the confusion matrix."""
    counts = confusion(rows, read)
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
        level = one.wording or Wording.NONE
        wrong = level.value != label
        if label in {"cause", "no cause"}:
            wrong = (level in ASSERTING) != (label == "cause")
        if wrong:
            cues = ", ".join(cue.text for cue in one.deciding)
            print(f"{label} graded {one.wording or one.reason} [{cues}]: {text}")


def report_news(name: str, rows: Labelled) -> None:
    """Print how many causes are found, and how many sentences without one are taken to have one."""
    found = Counter((label, grade(text).wording in ASSERTING) for text, label in rows)
    print(f"\n{name}:")
    for label, share in (("cause", "found"), ("no cause", "falsely found")):
        both = found[label, True] + found[label, False]
        print(f"  {label}: {found[label, True]} of {both} {share}, {found[label, True] / both:.3f}")


def report_own() -> Labelled:
    """Print the figures of our own sentences and return the first of them."""
    own = sets.own_rows()
    settled = [(row["sentence"], row["label"]) for row in own]
    report("own sentences, denied effects and “can” as they were labelled", settled, level_of_yu)
    for field in sorted({row["field"] for row in own}):
        part = [(row["sentence"], row["label"]) for row in own if row["field"] == field]
        print(f"  {field}: macro-F1 {macro_f1(confusion(part, level_of_yu)):.3f} of {len(part)}")
    independent = [(row["sentence"], row["independent"]) for row in own]
    agreed = macro_f1(confusion(independent, level_of_yu))
    print(f"  against the independent labels: macro-F1 {agreed:.3f}")
    for name, other in (("two passes of labels", "second"), ("first, independent", "independent")):
        passes = [(row["first"], row[other]) for row in own]
        differing = sum(a != b for a, b in passes)
        print(f"  {name}: Cohen's kappa {kappa(passes):.3f}, {differing} differ")
    report("own sentences, second set", sets.own_later(2))
    report("own sentences, third set", sets.own_later(3))
    report("own sentences, fourth set", sets.own_later(4))
    report("own sentences, fifth set", sets.own_later(5))
    return settled


AS_LABELLED = {
    "yu": ("denied effects and “can”", level_of_yu),
    "press": ("denied associations", level_of_press),
    "eurekalert": ("denied effects and “can”", level_of_yu),
}


def report_public(key: str, *, held_out: bool) -> None:
    """Print the figures of a public set."""
    name, read = PUBLIC[key]
    try:
        first, second = read()
    except FileNotFoundError as missing:
        print(f"\n{missing.filename} is missing: nothing is said of {name}")
        return
    show = report_news if key == "news" else report
    for half, rows in (("half that was read", first), ("held-out half", second)):
        if half == "half that was read" or (held_out and rows):
            show(f"{name}, {half}", rows)
            if key in AS_LABELLED:
                said, read_as = AS_LABELLED[key]
                report(f"{name}, {half}, {said} as they label them", rows, read_as)


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--errors", choices=("own", "own-2", "own-3", "own-4", "own-5", *PUBLIC))
    parser.add_argument("--speed", action="store_true")
    parser.add_argument("--held-out", action="store_true", help="show the held-out totals, too")
    chosen = parser.parse_args()
    settled = report_own()
    for key in PUBLIC:
        report_public(key, held_out=chosen.held_out)
    if chosen.speed:
        speed(PUBLIC["yu"][1]()[0] if sets.YU.exists() else settled)
    if chosen.errors in PUBLIC:
        show_errors(PUBLIC[chosen.errors][1]()[0])
    elif chosen.errors:
        show_errors(settled if chosen.errors == "own" else sets.own_later(int(chosen.errors[-1])))


if __name__ == "__main__":
    main()
