"""How long weighing takes: the shipped questions, and many claims on one hypothesis.

usage: python benchmarks/weighing.py [KB]: with a knowledge base, also all its questions, and one
'evidence' against 'list' as whole processes (interleaved, medians).

Seconds are those of the CPU, which a busy machine changes less than those of the clock. The time
for n claims is fitted as n**slope; 1 is linear.
"""

from __future__ import annotations

import math
import random
import resource
import statistics
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

from causalkb.evidence.balance import balance_of, weigh
from causalkb.evidence.bearing import Background, linked
from causalkb.records import Claim, Hypothesis, Person, Question, Warrant, Work
from causalkb.store.store import Store
from causalkb.vocabulary import Design, Directness, Form, Stance

SIZES = (1_000, 3_000, 10_000, 30_000, 100_000)
QUESTION = Question("q", "Q?", "Which?")
HYPOTHESIS = Hypothesis("h", "q", "So.", form=Form.GENERIC, wrong_if="Not so.")
POPULATIONS = [f"animals/kind{n}" for n in range(12)] + [f"models/kind{n}" for n in range(8)]
PARADIGMS = [f"task-{n}" for n in range(30)]


def world(size: int) -> tuple[list[Claim], dict[str, Work]]:
    """Claims of half as many works by people of whom a fifth wrote several."""
    rng = random.Random(size)
    works, claims = {}, []
    for n in range(size // 2):
        own = [Person(f"Family{n}x{m}", "Ada") for m in range(rng.randint(1, 4))]
        if rng.random() < 0.2:
            own.append(Person(f"Shared{rng.randrange(max(1, size // 20))}", "Bo"))
        works[f"w{n}"] = Work(f"w{n}", authors=tuple(own), year=rng.randint(1950, 2026))
    for n in range(size):
        key = f"w{rng.randrange(size // 2)}"
        claims.append(
            Claim(
                "text",
                id=f"{key}#{n + 1}",
                work=key,
                design=rng.choice([Design.EXPERIMENT, Design.EVALUATION, Design.OBSERVATIONAL]),
                population=rng.choice(POPULATIONS),
                paradigm=rng.choice(PARADIGMS),
                stances={"h": rng.choice([*Stance, Stance.SUPPORTS])},
                warrants={"h": Warrant("so", rng.choice(list(Directness)))},
            )
        )
    return claims, works


def many_claims(form: Form) -> None:
    """Print the time for growing numbers of claims, and the exponent."""
    hypothesis = replace(HYPOTHESIS, form=form)
    points = []
    for size in SIZES:
        claims, works = world(size)
        start = time.process_time()
        unit_of, near = linked(works)
        weigh(QUESTION, [hypothesis], claims, Background(works, unit_of, near))
        took = time.process_time() - start
        points.append((math.log(size), math.log(took)))
        print(f"{size:>8,} claims on one {form.value} hypothesis: {took:6.2f} s")
    mean_x, mean_y = (statistics.fmean(p[i] for p in points) for i in (0, 1))
    slope = sum((x - mean_x) * (y - mean_y) for x, y in points) / sum(
        (x - mean_x) ** 2 for x, _ in points
    )
    print(f"time grows as claims ** {slope:.2f}")


def _of_children() -> float:
    """CPU seconds of the processes that were started and have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def shipped(folder: Path) -> None:
    """Print the time of all questions, and of 'evidence' against 'list'."""
    store = Store.open(folder)
    slugs = store.questions.slugs()
    start = time.process_time()
    for slug in slugs:
        balance_of(store, slug)
    print(f"{len(slugs)} questions: {time.process_time() - start:.2f} s")
    commands = {"list": ["list"], "evidence": ["evidence", slugs[0]]}
    times: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(9):
        for name, arguments in commands.items():
            start = _of_children()
            program = [sys.executable, "-m", "causalkb.cli.main", "--kb", str(folder)]
            subprocess.run([*program, *arguments], check=True, stdout=subprocess.DEVNULL)
            times[name].append(_of_children() - start)
    middle = {name: statistics.median(values) for name, values in times.items()}
    ratio = middle["evidence"] / middle["list"]
    print(f"list {middle['list']:.2f} s, evidence {middle['evidence']:.2f} s: ratio {ratio:.2f}")


if __name__ == "__main__":
    for form in (Form.GENERIC, Form.EXISTENTIAL):
        many_claims(form)
    if len(sys.argv) > 1:
        shipped(Path(sys.argv[1]))
