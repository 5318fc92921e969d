"""One encoder, two engines, the same vectors.

Everyday use runs an exported model with ONNX Runtime (:mod:`causalkb.search.embedding.export`).
sentence-transformers itself serves models that cannot be exported, and large batches where there
is a GPU. The fingerprint names the model's files, not the engine: the vectors of both agree to a
cosine of 0.999 for queries and 0.98 or more for passages.
"""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from causalkb.errors import ModelError
from causalkb.search.embedding import export
from causalkb.search.embedding.model_files import DEFAULT_MODEL, ModelFiles, locate
from causalkb.search.embedding.onnx_engine import OnnxEngine, load_tokenizer
from causalkb.text import clean

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["DEFAULT_MODEL", "Encoder", "load_encoder"]

ENGINE = "CAUSALKB_ENGINE"
"""``auto`` (default), ``onnx`` or ``torch``."""
_GPU_TEXTS = 256
"""Texts from which importing torch for a GPU pays."""

Say = Callable[[str], None]


def load_encoder(model: str = DEFAULT_MODEL, *, say: Say | None = None) -> Encoder:
    """Return the encoder for a model, exporting it first where that was not done yet.

    Args:
        model: The default's name, a folder, or a name on the hub that is in the local cache.
        say: Called with a line when something takes long.

    Raises:
        ModelError: The model is not there or cannot be loaded.
    """
    files = locate(model)
    engine = os.environ.get(ENGINE, "auto")
    if engine not in ("auto", "onnx", "torch"):
        raise ModelError(f"{ENGINE}={engine} is not an engine; allowed: auto, onnx, torch")
    if engine == "torch":
        return Encoder(files, None)
    folder = export.exported(files)
    if folder is None and engine == "auto" and export.refused(files):
        return Encoder(files, None)
    if folder is None:
        if say is not None:
            say(f"preparing the model {model} for fast use (once, some 20 seconds)")
        try:
            folder = export.build(files)
        except ModelError as error:
            if engine == "onnx":
                raise
            if say is not None:
                say(f"{error}; using sentence-transformers instead, which starts more slowly")
    return Encoder(files, folder, say)


class Encoder:
    """Turns texts into unit vectors.

    Attributes:
        name: The model as it was named.
        fingerprint: What its vectors are kept under.
        dimension: Length of a vector.
        window: Most tokens of a text that the model reads, special ones included.
    """

    def __init__(self, files: ModelFiles, folder: Path | None, say: Say | None = None) -> None:
        """Wrap a model; use :func:`load_encoder`."""
        self._files = files
        self._folder = folder
        self._say = say
        self.name = files.name
        self.fingerprint = files.fingerprint
        manifest = None if folder is None else export.read_manifest(folder)
        if manifest is None:
            self._folder = None
            self.window = int(self._torch.max_seq_length or 512)
            self.dimension = len(self._torch.encode("dimension"))
        else:
            self.window = int(manifest["window"])
            self._together = bool(manifest["queries_together"])
            self.dimension = int(manifest["dimension"])

    @property
    def exported(self) -> Path | None:
        """The folder of the exported model; ``None`` where sentence-transformers serves."""
        return self._folder

    def encode(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        """Return the vectors of passages.

        Args:
            texts: Any texts; what does not fit the window is not read.
            progress: Called with the number of texts done.

        Returns:
            Unit vectors, float32, shape (n, d), in the order of the texts.
        """
        if not texts:
            return np.empty((0, self.dimension), np.float32)
        if self._folder is None or (len(texts) >= _GPU_TEXTS and _has_gpu()):
            return self._encode_with_torch(texts, progress)
        return self._passages.encode(texts, progress)

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the vectors of queries, shape (n, d); exact, where passages may be quantised.

        Many at once take a third of the time of each alone, and get the same vectors.
        """
        if not texts:
            return np.empty((0, self.dimension), np.float32)
        if self._folder is None:
            return self._encode_with_torch(texts, None)
        return self._queries.encode(texts)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return the number of tokens of each text, special ones included."""
        return self._counter([clean(text) for text in texts])

    def verify(self) -> str:
        """Return what is wrong with the exported model, "" when its files are as exported."""
        if self._folder is None:
            return ""
        wrong = export.damaged(self._folder)
        return f"the exported model is damaged ({', '.join(wrong)})" if wrong else ""

    def rebuild(self) -> None:
        """Export the model again.

        Raises:
            ModelError: That fails.
        """
        export.discard(self._files)
        self._folder = export.build(self._files)
        for name in ("_passages", "_queries", "_counter"):
            self.__dict__.pop(name, None)

    @cached_property
    def _passages(self) -> OnnxEngine:
        return self._engine("passage.onnx", together=False)

    @cached_property
    def _queries(self) -> OnnxEngine:
        return self._engine("query.onnx", together=self._together)

    def _engine(self, name: str, *, together: bool) -> OnnxEngine:
        """Load a graph; one that does not load is exported again, once."""
        assert self._folder is not None
        words = self._folder / "tokenizer.json"
        try:
            return OnnxEngine(self._folder / name, words, self.window, together)
        except Exception as error:  # tokenizers raises bare Exception for a damaged file
            if not export.damaged(self._folder):
                raise ModelError(f"the exported model does not load: {error}") from error
        if self._say is not None:
            self._say("the exported model is damaged; exporting it again")
        self.rebuild()
        return OnnxEngine(self._folder / name, words, self.window, together)

    @cached_property
    def _counter(self) -> Callable[[list[str]], list[int]]:
        if self._folder is None:
            tokenize = self._torch.tokenizer
            return lambda texts: [len(ids) for ids in tokenize(texts)["input_ids"]]
        tokenizer = load_tokenizer(self._folder / "tokenizer.json", self.window)
        tokenizer.no_truncation()
        return lambda texts: [len(found) for found in tokenizer.encode_batch_fast(texts)]

    @cached_property
    def _torch(self) -> Any:
        """The model in sentence-transformers, on a GPU where there is one."""
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
        os.environ.setdefault("TRANSFORMERS_OFFLINE", "1")
        from safetensors import SafetensorError
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # untyped upstream
        try:
            return SentenceTransformer(str(self._files.path))
        except (
            *(OSError, ValueError, KeyError, TypeError, AttributeError, RuntimeError),
            SafetensorError,  # derives from Exception
        ) as error:
            raise ModelError(f"the model {self.name!r} cannot be loaded: {error}") from error

    def _encode_with_torch(
        self, texts: Sequence[str], progress: Callable[[int], None] | None
    ) -> NDArray[np.float32]:
        vectors = self._torch.encode(
            [clean(text) for text in texts], normalize_embeddings=True, show_progress_bar=False
        )
        if progress is not None:
            progress(len(texts))
        return np.asarray(vectors, dtype=np.float32)


def _has_gpu() -> bool:
    """Whether a GPU is there that torch can use; looks for the device before importing torch."""
    if os.environ.get(ENGINE) == "onnx":
        return False
    nvidia = Path("/dev/nvidiactl").exists() or sys.platform == "win32"
    # On macOS torch crashes when FAISS was imported before it (sentence-transformers issue 2291).
    apple = platform.machine() == "arm64" and "faiss" not in sys.modules
    apple = apple and sys.platform == "darwin"
    if not (nvidia or apple):
        return False
    import torch

    return bool(torch.cuda.is_available() or torch.backends.mps.is_available())
