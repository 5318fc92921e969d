"""Runs an exported model with ONNX Runtime and tokenizers, without torch or transformers."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from causalkb.text import clean

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from tokenizers import Tokenizer

MAX_CHARACTERS_PER_TOKEN = 40
"""Text beyond this many characters per token of the window cannot reach the model in practice."""
TOKENS_TOGETHER = 192
"""Tokens of texts that run together at most. The weights are read once for all, which takes most of
the time of a short text; more gain nothing, and long texts run best alone."""


def load_tokenizer(path: Path, window: int) -> Tokenizer:
    """Return a tokenizer that cuts at ``window`` tokens and never pads."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_padding()
    tokenizer.enable_truncation(window)
    return tokenizer


class OnnxEngine:
    """One exported graph that turns token ids (b, n) into vectors (b, d)."""

    def __init__(self, model: Path, tokenizer: Path, window: int, together: bool = False) -> None:
        """Load a graph.

        Args:
            model: Its file.
            tokenizer: The file of its tokenizer.
            window: Most tokens of a text that are read.
            together: Whether texts of one length may run together; else each runs alone.

        Raises:
            RuntimeError: ONNX Runtime refuses the file (its exceptions derive from it).
        """
        import onnxruntime as ort

        options = ort.SessionOptions()
        # Texts run in parallel, one thread each: without padding, and faster than one after
        # another with all threads on each.
        options.intra_op_num_threads = 1
        options.log_severity_level = 3
        options.enable_mem_pattern = False  # every text has another shape
        options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_DISABLE_ALL
        options.enable_cpu_mem_arena = False
        self._session = ort.InferenceSession(
            str(model), options, providers=["CPUExecutionProvider"]
        )
        self._tokenizer = load_tokenizer(tokenizer, window)
        self._bound = window * MAX_CHARACTERS_PER_TOKEN
        self._together = together

    def encode(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        """Return unit vectors of shape (n, d), in the order of the texts.

        Args:
            texts: The texts, at least one.
            progress: Called with the number of texts done.
        """
        clipped = [clean(text[: self._bound]) for text in texts]
        groups = self._groups(clipped)
        vectors: dict[int, NDArray[np.float32]] = {}
        for group, rows in zip(groups, self._each(groups), strict=True):
            vectors.update(zip(group.places, rows, strict=True))
            if progress is not None:
                progress(len(vectors))
        stacked = np.stack([vectors[n] for n in range(len(clipped))])
        norms = np.linalg.norm(stacked, axis=1, keepdims=True)
        return np.asarray(stacked / np.maximum(norms, 1e-12), dtype=np.float32)

    def tokens(self, texts: Sequence[str]) -> list[list[int]]:
        """Return the token ids of texts, cut at the window."""
        return [found.ids for found in self._tokenizer.encode_batch_fast(list(texts))]

    def run(self, ids: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return the vectors (b, d) of token ids (b, n), as the graph gives them."""
        output: NDArray[np.float32] = self._session.run(None, {"input_ids": ids})[0]
        return output

    def _groups(self, texts: Sequence[str]) -> list[_Group]:
        """Texts that run together; where that is not allowed or pays nothing, one in each."""
        if not self._together or len(texts) == 1:
            return [_Group([n], text) for n, text in enumerate(texts)]
        rows = self.tokens(texts)
        by_length: defaultdict[int, list[int]] = defaultdict(list)
        for n, row in enumerate(rows):
            by_length[len(row)].append(n)
        groups = []
        for length, places in sorted(by_length.items()):
            most = max(1, TOKENS_TOGETHER // length)
            for start in range(0, len(places), most):
                some = places[start : start + most]
                groups.append(_Group(some, ids=[rows[n] for n in some]))
        return groups

    def _each(self, groups: Sequence[_Group]) -> Iterator[NDArray[np.float32]]:
        workers = min(len(groups), _cores())
        if workers < 2:  # a query is one text: it does not wait for a thread to start
            yield from map(self._one, groups)
            return
        from concurrent.futures import ThreadPoolExecutor

        with ThreadPoolExecutor(workers) as pool:
            yield from pool.map(self._one, groups)

    def _one(self, group: _Group) -> NDArray[np.float32]:
        ids = group.ids or [self._tokenizer.encode(group.text).ids]
        return self.run(np.array(ids, dtype=np.int64))


@dataclass(frozen=True, slots=True)
class _Group:
    """Texts that run together: their places, and one text or the token ids of all, of one length.

    A text that runs alone is turned into tokens where it runs, in parallel.
    """

    places: Sequence[int]
    text: str = ""
    ids: Sequence[Sequence[int]] = ()


def _cores() -> int:
    """The cores this process may use, which a container or a batch system may have limited."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
