"""A linear map of the vectors, learnt from pairs of passages of one work.

Claim, note, title and abstract of one work are about one thing: a map W (d × d) that brings them
nearer to each other than to passages of other works also brings queries nearer to what they ask
for. It is learnt by symmetric InfoNCE (van den Oord, Li and Vinyals 2018, arXiv:1807.03748) at a
low temperature, with a penalty towards the identity, so that little data change little. No query
is used. It is kept only where pairs of works that were left out gain (``benchmarks/README.md``).
"""

from __future__ import annotations

import hashlib
import struct
import zlib
from base64 import b64decode, b64encode
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float32]

TEMPERATURE = 0.05
PENALTY = 0.01
EPOCHS = 4
BATCH = 256
RATE = 1e-3
"""Step of Adam (Kingma and Ba 2015)."""
LEAST_WORKS = 150
"""Works with two passages or more, below which nothing is learnt."""
MOST_PAIRS = 20_000
"""Pairs of one epoch, at most: the time is bounded however large the library is."""
LEFT_OUT = 0.2
MOST_LEFT_OUT = 500
LEAST_GAIN = 0.005
"""Least gain in the mean reciprocal rank of the pairs left out."""
_SEED = 0
_LARGEST = 1e6
"""Largest number in a map that is believed: with it, no vector becomes infinite."""
_HEAD = struct.Struct("<8sII32s")
_MAGIC = b"CKBMAP02"


@dataclass(frozen=True, slots=True)
class VectorMap:
    """A map of the vectors of one encoder.

    Attributes:
        matrix: W, shape (d, d), float32; rows of vectors are multiplied by it from the right.
        encoder: Fingerprint of the encoder.
        before: Mean reciprocal rank of the pairs left out, without the map ...
        after: ... and with it.
    """

    matrix: Array
    encoder: str
    before: float = 0.0
    after: float = 0.0

    @property
    def fingerprint(self) -> str:
        """What mapped vectors are kept under: the encoder's fingerprint and one of the matrix."""
        digest = hashlib.sha256(np.ascontiguousarray(self.matrix, "<f4").tobytes()).hexdigest()
        return f"{self.encoder}+{digest[:16]}"

    @property
    def gain(self) -> str:
        """What it gained on the pairs left out, as it is shown."""
        return f"learnt at reindex; pairs of one work found at {self.before:.2f} → {self.after:.2f}"

    def apply(self, vectors: Array) -> Array:
        """Return unit vectors, mapped; shape (n, d)."""
        mapped = vectors @ self.matrix
        norms = np.linalg.norm(mapped, axis=1, keepdims=True)
        return np.asarray(mapped / np.maximum(norms, 1e-12), np.float32)

    def to_text(self) -> str:
        """Return it as text, as the store keeps it; :func:`read_map` reads it."""
        body = np.ascontiguousarray(self.matrix, "<f4").tobytes()
        body += np.array([self.before, self.after], "<f8").tobytes()
        head = _HEAD.pack(_MAGIC, len(self.matrix), zlib.crc32(body), self.encoder.encode()[:32])
        return b64encode(head + body).decode()


def read_map(text: str, encoder: str, dimension: int) -> VectorMap | None:
    """Return a map from the text that the store keeps.

    Args:
        text: The text, "" for no map.
        encoder: Fingerprint of the encoder whose vectors are in use.
        dimension: Their length.

    Returns:
        The map; ``None`` where there is none, where it is of another encoder, or damaged.
    """
    try:
        content = b64decode(text, validate=True)
        magic, size, crc, name = _HEAD.unpack_from(content)
    except (ValueError, struct.error):
        return None
    body = content[_HEAD.size :]
    whole = len(body) == 4 * dimension * dimension + 16 and zlib.crc32(body) == crc
    if magic != _MAGIC or size != dimension or not whole:
        return None
    if name.rstrip(b"\0") != encoder.encode()[:32]:
        return None
    matrix = np.frombuffer(body[:-16], "<f4").reshape(dimension, dimension)
    # The store may come from elsewhere; a map that was learnt is close to the identity.
    if not (np.abs(matrix) <= _LARGEST).all():
        return None
    before, after = np.frombuffer(body[-16:], "<f8").tolist()
    return VectorMap(np.asarray(matrix, np.float32), encoder, before, after)


def learn(works: NDArray[np.int64], vectors: Array, encoder: str) -> VectorMap | None:
    """Learn a map, and return it where it helps with works that it has not seen.

    Args:
        works: The work of each passage, shape (n,).
        vectors: Their unit vectors, shape (n, d).
        encoder: Fingerprint of the encoder.

    Returns:
        The same map for the same vectors; ``None`` where there is too little to learn from, or the
        pairs of a fifth of the works, left out for it, do not gain.
    """
    groups = _groups(works)
    if len(groups) < LEAST_WORKS:
        return None
    rng = np.random.default_rng(_SEED)
    order = rng.permutation(len(groups))
    count = min(int(LEFT_OUT * len(groups)), MOST_LEFT_OUT)
    left_out = [groups[n] for n in order[:count]]
    seen = [groups[n] for n in sorted(order[count:])]
    identity = np.eye(vectors.shape[1], dtype=np.float32)
    before = _reciprocal_rank(left_out, vectors, identity)
    after = _reciprocal_rank(left_out, vectors, _trained(seen, vectors))
    if after - before < LEAST_GAIN:
        return None
    return VectorMap(_trained(groups, vectors), encoder, before, after)


def _groups(works: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    """Return the rows of the passages of each work that has two or more, in order of work."""
    order = np.argsort(works, kind="stable")
    starts = np.flatnonzero(np.diff(works[order])) + 1
    return [rows for rows in np.split(order, starts) if len(rows) > 1]


def _pairs(groups: list[NDArray[np.int64]], rng: np.random.Generator) -> NDArray[np.int64]:
    """Return pairs of passages of one work: each passage with another one, shuffled; (n, 2)."""
    made = []
    for rows in groups:
        mixed = rng.permutation(rows)
        made.append(np.stack([mixed, np.roll(mixed, 1)], axis=1))
    return rng.permutation(np.concatenate(made))[:MOST_PAIRS]


def _trained(groups: list[NDArray[np.int64]], vectors: Array) -> Array:
    rng = np.random.default_rng(_SEED)
    identity = np.eye(vectors.shape[1], dtype=np.float32)
    matrix, mean, square = identity.copy(), np.zeros_like(identity), np.zeros_like(identity)
    step = 0
    for _ in range(EPOCHS):
        pairs = _pairs(groups, rng)
        for start in range(0, len(pairs), BATCH):
            batch = pairs[start : start + BATCH]
            gradient = _gradient(vectors[batch[:, 0]], vectors[batch[:, 1]], matrix)
            gradient += 2 * PENALTY * (matrix - identity)
            step += 1
            mean = 0.9 * mean + 0.1 * gradient
            square = 0.999 * square + 0.001 * gradient**2
            first, second = mean / (1 - 0.9**step), square / (1 - 0.999**step)
            matrix -= np.float32(RATE) * first / (np.sqrt(second) + np.float32(1e-8))
    return np.asarray(matrix, np.float32)


def _gradient(left: Array, right: Array, matrix: Array) -> Array:
    """Return the gradient of the symmetric InfoNCE loss of a batch of pairs by the matrix."""
    u, v = left @ matrix, right @ matrix
    nu = np.linalg.norm(u, axis=1, keepdims=True)
    nv = np.linalg.norm(v, axis=1, keepdims=True)
    u, v = u / nu, v / nv
    scores = (u @ v.T) / np.float32(TEMPERATURE)
    target = np.eye(len(left), dtype=np.float32)
    error = (_softmax(scores, 1) + _softmax(scores, 0) - 2 * target) / (2 * len(left))
    error /= np.float32(TEMPERATURE)
    du, dv = error @ v, error.T @ u
    du = (du - u * np.sum(u * du, axis=1, keepdims=True)) / nu
    dv = (dv - v * np.sum(v * dv, axis=1, keepdims=True)) / nv
    return np.asarray(left.T @ du + right.T @ dv, np.float32)


def _softmax(scores: Array, axis: int) -> Array:
    powers = np.exp(scores - scores.max(axis=axis, keepdims=True))
    return np.asarray(powers / powers.sum(axis=axis, keepdims=True), np.float32)


def _reciprocal_rank(groups: list[NDArray[np.int64]], vectors: Array, matrix: Array) -> float:
    """Return the mean reciprocal rank of the nearest passage of the same work."""
    rows = np.concatenate(groups)
    owner = np.repeat(np.arange(len(groups)), [len(one) for one in groups])
    mapped = vectors[rows] @ matrix
    mapped /= np.maximum(np.linalg.norm(mapped, axis=1, keepdims=True), 1e-12)
    scores = mapped @ mapped.T
    np.fill_diagonal(scores, -np.inf)
    own = np.where(owner[:, None] == owner[None, :], scores, -np.inf).max(axis=1)
    ranks = 1 + (scores > own[:, None]).sum(axis=1)
    return float((1 / ranks).mean())
