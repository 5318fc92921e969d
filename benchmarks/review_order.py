"""How much sooner does the learned order of ``review --claims`` show what a person wants?

    python benchmarks/review_order.py FILE... [--abstracts N]

Each FILE holds abstracts as JSON Lines, ``{"sentences": [...], "labels": [...]}``: the claims of
Achakulvisut et al. 2019 (``labels`` "1") or CSAbstruct (Cohan et al. 2019, "result"); none is in
the repository. The labels stand for a person, who decides on one candidate after the other; after
every ten the others are put in order anew, as in ``review``. Printed are the shares of the wanted
candidates that were seen after a quarter, a half and three quarters of all: in plain order (work by
work), learned, and by score alone, which tears works apart. Wanted are all claims, or those near a
topic: the three tenths of the claims that are nearest to one drawn at random, mean of five draws.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from causalkb.candidates.order import Order
from causalkb.candidates.roles import judge
from causalkb.evidence.exemplars import Floats
from causalkb.records import Candidate
from causalkb.search.embedding.encoder import load_encoder

EVERY = 10
AFTER = (0.25, 0.5, 0.75)
NEAR = 0.3
DRAWS = 5
AT_LEAST = 0.5


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--abstracts", type=int, default=150)
    given = parser.parse_args()
    encoder = load_encoder()
    heads = "".join(f"{f'after {share:.0%}':>12}" for share in AFTER)
    for path in given.files:
        found, claims = _candidates(path, given.abstracts)
        rows = dict(
            zip((_name(c) for c in found), encoder.encode([c.quote for c in found]), strict=True)
        )
        print(f"\n{path.name}: {len(found)} candidates, {sum(claims)} claims{'':8}{heads}")
        wanted = [("all claims", [claims])]
        wanted.append(
            ("claims near a topic", _topics(np.array([rows[_name(c)] for c in found]), claims))
        )
        for what, draws in wanted:
            for name, order in ORDERS.items():
                seen = np.mean([_shares(order(found, one, rows), one) for one in draws], axis=0)
                print(f"  {what:<22}{name:<10}" + "".join(f"{x:>12.3f}" for x in seen), flush=True)


def _name(one: Candidate) -> tuple[str, str]:
    return one.work, one.quote


def _candidates(path: Path, most: int) -> tuple[list[Candidate], list[bool]]:
    """Return candidates of the first abstracts, best first in a work, and whether each is right."""
    found: list[tuple[Candidate, bool]] = []
    for n, line in enumerate(path.read_text("utf-8").splitlines()[:most]):
        one = json.loads(line)
        judged = zip(one["sentences"], judge(one["sentences"]), one["labels"], strict=True)
        work = {
            quote: (
                Candidate(f"w{n}", quote, "abstract", kind=how.role.value, score=how.score),
                label,
            )
            for quote, how, label in judged
            if how.score >= AT_LEAST
        }
        of_work = sorted(work.values(), key=lambda pair: -pair[0].score)
        found += [(candidate, label in ("1", "result")) for candidate, label in of_work]
    return [one for one, _ in found], [claim for _, claim in found]


def _topics(rows: Floats, claims: Sequence[bool]) -> list[list[bool]]:
    """Return for each draw which of n candidates are claims near one of them."""
    random = np.random.default_rng(0)
    which = np.flatnonzero(claims)
    draws = []
    for middle in random.choice(which, DRAWS, replace=False):
        near = rows[which] @ rows[middle]
        line = np.quantile(near, 1 - NEAR)
        draws.append(
            [bool(c) and float(rows[n] @ rows[middle]) >= line for n, c in enumerate(claims)]
        )
    return draws


def _learned(
    found: Sequence[Candidate], wanted: Sequence[bool], rows: dict[tuple[str, str], Floats]
) -> list[int]:
    by_quote = {quote: row for (_, quote), row in rows.items()}
    order = Order(lambda texts: np.array([by_quote[text] for text in texts], np.float32))
    place = {_name(one): n for n, one in enumerate(found)}
    left, shown = list(found), []
    while left:
        for one in left[:EVERY]:
            shown.append(place[_name(one)])
            order.told(one, bool(wanted[shown[-1]]))
        left = order.sorted(left[EVERY:])
    return shown


def _shares(shown: Sequence[int], wanted: Sequence[bool]) -> list[float]:
    """Return the shares of what is wanted that were seen after :data:`AFTER` of all."""
    hits = np.cumsum([wanted[n] for n in shown])
    return [float(hits[round(share * len(shown)) - 1] / hits[-1]) for share in AFTER]


ORDERS = {
    "plain": lambda found, *_: range(len(found)),
    "learned": _learned,
    "score": lambda found, *_: sorted(range(len(found)), key=lambda n: -found[n].score),
}

if __name__ == "__main__":
    main()
