"""Runs an exported model with ONNX Runtime and tokenizers, without torch or transformers."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from causalkb.text import clean

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from tokenizers import Tokenizer

MAX_CHARACTERS_PER_TOKEN = 40
"""Text beyond this many characters per token of the window cannot reach the model in practice."""


def load_tokenizer(path: Path, window: int) -> Tokenizer:
    """Return a tokenizer that cuts at ``window`` tokens and never pads."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_padding()
    tokenizer.enable_truncation(window)
    return tokenizer


class OnnxEngine:
    """One exported graph that turns token ids (1, n) into a vector (1, d)."""

    def __init__(self, model: Path, tokenizer: Path, window: int) -> None:
        """Load a graph.

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

    def encode(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        """Return unit vectors of shape (n, d), in the order of the texts."""
        clipped = [clean(text[: self._bound]) for text in texts]
        vectors: list[NDArray[np.float32]] = []
        for vector in self._each(clipped, min(len(clipped), _cores())):
            vectors.append(vector)
            if progress is not None:
                progress(len(vectors))
        stacked = np.stack(vectors)
        norms = np.linalg.norm(stacked, axis=1, keepdims=True)
        return np.asarray(stacked / np.maximum(norms, 1e-12), dtype=np.float32)

    def _each(self, texts: Sequence[str], workers: int) -> Iterator[NDArray[np.float32]]:
        if workers < 2:  # a query is one text: it does not wait for a thread to start
            yield from map(self._one, texts)
            return
        from concurrent.futures import ThreadPoolExecutor

        with ThreadPoolExecutor(workers) as pool:
            yield from pool.map(self._one, texts)

    def _one(self, text: str) -> NDArray[np.float32]:
        ids = np.array([self._tokenizer.encode(text).ids], dtype=np.int64)
        output: NDArray[np.float32] = self._session.run(None, {"input_ids": ids})[0][0]
        return output


def _cores() -> int:
    """The cores this process may use, which a container or a batch system may have limited."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
