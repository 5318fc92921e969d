"""How strongly a passage resembles what is linked to each question or hypothesis.

The rule, the same for questions and hypotheses (call either a *target*):

- *Exemplars* are the targets' statements, and the passages that a person linked. Only linked
  passages vote; one that nobody has looked at says nothing.
- Of the exemplars of **other** works, the :data:`NEIGHBOURS` most similar to the passage vote for
  their targets, each with its cosine to the power :data:`SHARPNESS`. A target's share of all votes,
  where :data:`NEIGHBOURS` strangers at cosine :data:`STRANGER` vote for nothing, is its *vote*: so
  a passage that resembles nothing gets low scores for everything.
- The score is ``(1 - STATEMENT) * vote + STATEMENT * cosine to the nearest of its statements``,
  in [0, 1]. An accepted passage is one exemplar more and can only raise the scores of its target.
- A rejected passage takes from the scores of its target: they are multiplied by
  ``1 - cosine**4 / 2`` for the nearest rejected one; half is left for the same text, 80 % at cosine
  0.8, all but 0.4 % at 0.3.

This is the distance-weighted nearest-neighbour rule (Dudani 1976, "The Distance-Weighted k-Nearest-
Neighbor Rule", IEEE Trans. SMC 6). ``benchmarks/suggest.py`` chose the numbers. A plain mean of
cosines finds as many links, but its scores say little: 0.6 of one work is not 0.6 of another.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

NEIGHBOURS = 10
SHARPNESS = 4
STRANGER = 0.3
STATEMENT = 0.2
SAME = 0.9
"""From this cosine on, a passage of the same work is what was rejected, in other words."""

_CHUNK = 4_000
"""Passages scored at a time."""

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Exemplars:
    """What stands for each of t targets: e exemplars, their statements last.

    Attributes:
        targets: The t slugs.
        vectors: Unit rows, shape (e, d).
        owners: Row id of each exemplar's work, 0 for statements; shape (e,).
        labels: Which targets each stands for, shape (e, t), 0 or 1.
        names: What each is called in a reason; length e.
        statements: How many of them are statements.
        rejected: Unit rows of rejected passages, shape (r, d).
        rejected_owners: Row ids of their works, shape (r,).
        rejected_targets: For which target (position) each was rejected, shape (r,).
    """

    targets: tuple[str, ...]
    vectors: Floats
    owners: Ints
    labels: Floats
    names: Sequence[str]
    statements: int
    rejected: Floats
    rejected_owners: Ints
    rejected_targets: Ints

    @classmethod
    def of_linked(
        cls,
        targets: Sequence[str],
        vectors: Floats,
        owners: Ints,
        labels: Floats,
        names: Sequence[str],
    ) -> Exemplars:
        """Return exemplars of targets that have no statement and were never rejected."""
        none: Ints = np.zeros(0, np.int64)
        return cls(
            targets=tuple(targets),
            vectors=vectors,
            owners=owners,
            labels=labels,
            names=names,
            statements=0,
            rejected=vectors[:0],
            rejected_owners=none,
            rejected_targets=none,
        )

    @cached_property
    def position(self) -> dict[str, int]:
        """Positions of the targets by slug."""
        return {slug: n for n, slug in enumerate(self.targets)}

    def score(self, passages: Floats, owners: Ints) -> Floats:
        """Score p passages (p, d) of works (p,) for every target; shape (p, t)."""
        scores = np.zeros((len(passages), len(self.targets)), np.float32)
        if not len(self.vectors):
            return scores
        for start in range(0, len(passages), _CHUNK):
            part = slice(start, start + _CHUNK)
            scores[part] = self._score(passages[part], owners[part])
        return scores

    def _score(self, passages: Floats, owners: Ints) -> Floats:
        similar = np.clip(passages @ self.vectors.T, 0.0, 1.0)
        similar[owners[:, None] == self.owners[None, :]] = 0.0
        voters = min(NEIGHBOURS, similar.shape[1])
        nearest = np.argpartition(-similar, voters - 1, axis=1)[:, :voters]
        weights = np.take_along_axis(similar, nearest, axis=1) ** SHARPNESS
        cast = weights.sum(axis=1, keepdims=True) + NEIGHBOURS * STRANGER**SHARPNESS
        votes = np.einsum("pk,pkt->pt", weights, self.labels[nearest]) / cast
        score = (1 - STATEMENT) * votes + STATEMENT * self._to_statements(similar)
        kept = self._kept(passages, owners)
        return np.asarray(score * kept, np.float32)

    def _to_statements(self, similar: Floats) -> Floats:
        """The cosine to the nearest statement of each target, shape (p, t)."""
        first = len(self.vectors) - self.statements
        nearest = np.zeros((len(similar), len(self.targets)), np.float32)
        for n in range(first, len(self.vectors)):
            own = self.labels[n] > 0
            nearest[:, own] = np.maximum(nearest[:, own], similar[:, n, None])
        return nearest

    def _kept(self, passages: Floats, owners: Ints) -> Floats:
        """What rejections leave of each score, shape (p, t): 1 where nothing similar was."""
        kept = np.ones((len(passages), len(self.targets)), np.float32)
        if len(self.rejected):
            similar = np.clip(passages @ self.rejected.T, 0.0, 1.0)
            left = 1 - similar**4 / 2
            same = owners[:, None] == self.rejected_owners[None, :]
            left[same & (similar >= SAME)] = 0.0
            for n, target in enumerate(self.rejected_targets):
                kept[:, target] = np.minimum(kept[:, target], left[:, n])
        return kept

    def nearest(self, passage: Floats, owner: int, target: int) -> tuple[str, float]:
        """Return name and cosine of the exemplar of a target that a passage resembles most."""
        similar = np.where(
            (self.labels[:, target] > 0) & (self.owners != owner), self.vectors @ passage, -1.0
        )
        best = int(similar.argmax())
        return self.names[best], float(similar[best])


def of_works(scores: Floats, owners: Ints, most: int) -> tuple[list[int], Floats, Ints]:
    """Return works (w), the mean of each one's ``most`` best passages, and its best passage.

    Args:
        scores: Of p passages for t targets, shape (p, t).
        owners: Row ids of their works, shape (p,).
        most: Passages that count: one that mentions a thing makes no work about it.

    Returns:
        Row ids of the works; means, shape (w, t); positions of passages, shape (w, t).
    """
    by_work: defaultdict[int, list[int]] = defaultdict(list)
    for n, owner in enumerate(owners.tolist()):
        by_work[owner].append(n)
    best = np.zeros((len(by_work), scores.shape[1]), np.int64)
    mean = np.zeros((len(by_work), scores.shape[1]), np.float32)
    for n, own in enumerate(by_work.values()):
        best[n] = np.array(own)[scores[own].argmax(axis=0)]
        mean[n] = np.sort(scores[own], axis=0)[-most:].mean(axis=0)
    return list(by_work), mean, best
