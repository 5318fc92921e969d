"""How often are the links that people made among those that would be proposed?

Leave one out over the shipped corpus: no passage of a work ever votes for its own work, so the
scores that ``suggest`` gives to linked works and claims are those that it would give if none of
their links were known. ``title only`` scores works by their title alone, as if imported without
abstract or notes; ``statements only`` lets nothing vote but the statements of questions and
hypotheses, as in a knowledge base where nothing is linked yet. A proposal counts as wrong where
nobody made the link, also where nobody thought of it. ``--sweep`` also shows other weights.

    python benchmarks/suggest.py [--sweep] [--kb PATH]
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from causalkb import KnowledgeBase
from causalkb.evidence import exemplars
from causalkb.evidence.suggest import Suggester, suggest
from causalkb.evidence.work_fields import propose_fields
from causalkb.vocabulary import PassageKind

DEPTHS = (1, 3, 5)
THRESHOLDS = (0.3, 0.4, 0.5, 0.6, 0.7)
SWEEP: Mapping[str, Sequence[float]] = {
    "NEIGHBOURS": (5, 10, 20),
    "SHARPNESS": (2, 4, 6),
    "STRANGER": (0.0, 0.2, 0.3, 0.4),
    "STATEMENT": (0.0, 0.1, 0.2, 0.3, 0.5),
}
Floats = NDArray[Any]
Bools = NDArray[np.bool_]


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sweep", action="store_true")
    parser.add_argument("--kb", type=Path, help="a knowledge base that holds the corpus")
    given = parser.parse_args()
    with _corpus(given.kb) as kb:
        _compare(kb)
        if given.sweep:
            for name, values in SWEEP.items():
                kept = getattr(exemplars, name)
                for value in values:
                    setattr(exemplars, name, value)
                    links = {what: f(kb) for what, f in _TASKS.items()}
                    line = "".join(f"{what} {_figures(*pair)}   " for what, pair in links.items())
                    print(f"{name:<10} {value:<5} {line}")
                setattr(exemplars, name, kept)
        _fields(kb)
        _time(kb)


@contextmanager
def _corpus(path: Path | None) -> Iterator[KnowledgeBase]:
    with (
        tempfile.TemporaryDirectory() as folder,
        KnowledgeBase.open(path or folder, create=path is None) as kb,
    ):
        if path is None:
            kb.add_corpus()
        yield kb


def _compare(kb: KnowledgeBase) -> None:
    print(f"{'links':<34}{'cases':>6}" + "".join(f"{f'R@{k}':>8}" for k in DEPTHS) + f"{'AP':>8}")
    for name, (scores, truth) in (
        ("questions of works", _questions(kb)),
        ("  title only", _questions(kb, titles=True)),
        ("  statements only", _questions(kb, statements=True)),
        ("  the most frequent", _frequent(*_questions(kb))),
        ("hypotheses of claims", _hypotheses(kb)),
        ("  statements only", _hypotheses(kb, statements=True)),
        ("  the most frequent", _frequent(*_hypotheses(kb))),
    ):
        print(f"{name:<34}{len(scores):>6}  {_figures(scores, truth)}")
    tasks = {**_TASKS, "questions, title only": lambda kb: _questions(kb, titles=True)}
    for name, task in tasks.items():
        print(f"\n{name} at or above a score: proposed, right, of all links")
        scores, truth = task(kb)
        for least in THRESHOLDS:
            chosen = scores >= least
            right = int(truth[chosen].sum())
            print(
                f"  {least:.1f} {int(chosen.sum()):>6} {right / max(int(chosen.sum()), 1):>7.1%}"
                f" {right / int(truth.sum()):>7.1%}"
            )


def _figures(scores: Floats, truth: Bools) -> str:
    order = np.argsort(-scores, axis=1, kind="stable")
    found = np.take_along_axis(truth, order, axis=1)
    recalls = [(found[:, :k].sum(axis=1) / truth.sum(axis=1)).mean() for k in DEPTHS]
    return "".join(f"{r:>8.3f}" for r in (*recalls, _average_precision(scores, truth)))


def _average_precision(scores: Floats, truth: Bools) -> float:
    """Over all pairs together: whether scores of different works can be compared."""
    right = truth.ravel()[np.argsort(-scores.ravel(), kind="stable")]
    precision = np.cumsum(right) / np.arange(1, len(right) + 1)
    return float((precision * right).sum() / right.sum())


def _read(kb: KnowledgeBase, statements: bool) -> Suggester:
    read = Suggester(kb.store, kb.indexes.fingerprint, kb.indexes.dimension)
    if statements:
        for one in (read.questions, read.hypotheses):
            # A vector of zeros resembles nothing, so it has no vote.
            one.vectors[: len(one.vectors) - one.statements] = 0
    return read


def _questions(
    kb: KnowledgeBase, *, titles: bool = False, statements: bool = False
) -> tuple[Floats, Bools]:
    """Scores and truth of works × questions, for works with at least one."""
    read = _read(kb, statements)
    links = set(kb.store.decisions.question_links())
    if titles:
        kinds = {i: kind for i, _, kind in kb.store.decisions.passages()}
        first = [n for n, i in enumerate(read.ids) if kinds[int(i)] == PassageKind.TITLE]
        works = read.owners[first].tolist()
        scores = read.questions.score(read.vectors[first], read.owners[first])
    else:
        works, scores, _ = read.question_scores()
    truth = np.array([[(w, q) in links for q in read.questions.targets] for w in works], bool)
    known = truth.any(axis=1)
    return scores[known], truth[known]


def _hypotheses(kb: KnowledgeBase, *, statements: bool = False) -> tuple[Floats, Bools]:
    """Scores and truth of claims × hypotheses, for claims with at least one stance."""
    read = _read(kb, statements)
    rows, scores = read.hypothesis_scores()
    links = {
        (passage_id, slug)
        for passage_id, _, slug in kb.store.decisions.claim_links(kb.store.claims.count())
    }
    truth = np.array(
        [[(int(read.ids[n]), h) in links for h in read.hypotheses.targets] for n in rows], bool
    )
    known = truth.any(axis=1)
    return scores[known], truth[known]


_TASKS = {"questions": _questions, "hypotheses": _hypotheses}


def _frequent(scores: Floats, truth: Bools) -> tuple[Floats, Bools]:
    """The baseline: propose to all what is linked most often."""
    counts = Counter({t: int(n) for t, n in enumerate(truth.sum(axis=0))})
    same = np.array([counts[t] for t in range(truth.shape[1])], float) / len(truth)
    return np.tile(same, (len(scores), 1)), truth


def _fields(kb: KnowledgeBase) -> None:
    """Every work that has a field is asked for as if it had none."""
    known = {key: field for key, field in kb.store.works.fields().items() if field}
    ids = [kb.store.works.id_of(key) for key in known]
    indexes = kb.indexes
    found = propose_fields(kb.store, indexes.fingerprint, indexes.dimension, ids, 0.0)
    print("\nfields of works at or above a share of the votes: works, right")
    for least in (0.0, *THRESHOLDS):
        right = [known[one.work] is one.field for one in found if one.score >= least]
        share = sum(right) / max(len(right), 1)
        print(f"  {least:.1f} {len(right) / len(known):>7.1%} {share:>7.1%}")


def _time(kb: KnowledgeBase) -> None:
    key = kb.store.works.keys()[0]
    for what, one in (("one work", key), ("all works", None)):
        times = []
        for _ in range(5):
            start = perf_counter()
            suggest(
                kb.store,
                kb.indexes.fingerprint,
                kb.indexes.dimension,
                one,
            )
            times.append(perf_counter() - start)
        print(f"\n{what}: {sorted(times)[2]:.2f} s")


if __name__ == "__main__":
    main()
