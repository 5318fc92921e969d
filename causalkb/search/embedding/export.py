"""Exports a sentence-transformers model to ONNX once, so that everyday use needs no torch.

Two files are written. Queries run in fp32: one short text costs 5 ms. Passages run in int8 (dynamic
quantisation of MatMul, per channel): 2.4 to 3.4 times the documents per second of
sentence-transformers. On CISI, nDCG@10 of the semantic ranking is 0.4265 with both in fp32 and
0.4295 with int8 passages and fp32 queries (``benchmarks/encode.py``). No text is padded, so that a
vector does not depend on what else is in a batch: passages run one by one (int8 scales the numbers
of a batch together), queries with others of as many tokens.

Run in a process of its own (``python -m causalkb.search.embedding.export MODEL FOLDER``), so
that torch's memory, log lines and crashes stay out of the user's command.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from contextlib import nullcontext, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from causalkb.errors import ModelError
from causalkb.files import sync, write_atomically
from causalkb.search.embedding.model_files import ModelFiles, cache_directory, sha256

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FORMAT = 3
FP32_FLOOR, INT8_FLOOR = 0.999, 0.97
"""Least cosine to sentence-transformers' own vectors; int8 below its floor is not used."""
SAMPLES = (
    "Are interventions necessary to learn causal models efficiently?",
    "Rats that had produced a tone themselves expected less food than rats that had heard it.",
    "correlation",
    "Structural causal models separate seeing from doing. " * 20,
    "Zečević, Schölkopf and Bühlmann: café, naïve, 因果推断, причинность, α ≥ 0.05!",
)
MANIFEST = "manifest.json"
CHECKED = ".checked"
"""Ends the file beside an export with the sizes and times of what was last found right."""


def exported(files: ModelFiles) -> Path | None:
    """Return the folder of an intact export of a model, or ``None``.

    Hashing takes longer than a search, so a file is read only where its size or one of its times is
    not what it was when its content was last found right; that of the last change to the file in
    any way (ctime) cannot be set back.
    """
    folder = _folder(files)
    manifest = read_manifest(folder)
    if manifest is None:
        return None
    try:
        stamps = _stamps(folder, manifest)
    except OSError:
        return None
    if any(stamps[name][0] != entry["size"] for name, entry in manifest["files"].items()):
        return None
    if _checked(folder) != stamps:
        if damaged(folder):
            return None
        _remember(folder, stamps)
    return folder


def _stamps(folder: Path, manifest: dict[str, Any]) -> dict[str, list[int]]:
    """Return size in bytes and times of change in nanoseconds of the files of an export."""
    found = {name: (folder / name).stat() for name in manifest["files"]}
    return {name: [one.st_size, one.st_mtime_ns, one.st_ctime_ns] for name, one in found.items()}


def _checked(folder: Path) -> object:
    try:
        return json.loads(folder.with_suffix(CHECKED).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def _remember(folder: Path, stamps: dict[str, list[int]]) -> None:
    with suppress(OSError):  # a folder that may only be read is checked each time
        write_atomically(folder.with_suffix(CHECKED), [json.dumps(stamps).encode()])


def damaged(folder: Path) -> list[str]:
    """Return the names of files whose content is not what was exported; reads them whole."""
    manifest = read_manifest(folder)
    if manifest is None:
        return [MANIFEST]
    entries = manifest["files"].items()
    return [
        n for n, e in entries if not (folder / n).is_file() or sha256(folder / n) != e["sha256"]
    ]


def read_manifest(folder: Path) -> dict[str, Any] | None:
    """Return what is known of an export, ``None`` where there is none of this format."""
    try:
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        sizes = {name: entry["size"] for name, entry in manifest["files"].items()}
        sums = {name: entry["sha256"] for name, entry in manifest["files"].items()}
        whole = manifest["format"] == FORMAT and manifest["window"] and manifest["dimension"]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None  # missing, or damaged by another program or a full disk
    return manifest if whole and sizes and all(sums.values()) else None


def discard(files: ModelFiles) -> None:
    """Delete the export of a model, or the record that it cannot be exported."""
    shutil.rmtree(_folder(files), ignore_errors=True)
    _refusal(files).unlink(missing_ok=True)


def refused(files: ModelFiles) -> str:
    """Return why a model could not be exported before, "" where that was not tried or worked."""
    try:
        return _refusal(files).read_text(encoding="utf-8")
    except OSError:
        return ""


def _refusal(files: ModelFiles) -> Path:
    return _folder(files).with_suffix(".refused")


def build(files: ModelFiles) -> Path:
    """Export a model, verify it, and return the folder; one process at a time.

    Raises:
        ModelError: It cannot be exported (then the torch engine serves), or differs too much.
    """
    from filelock import FileLock

    folder = _folder(files)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(folder.with_suffix(".lock")):
            found = exported(files)
            if found is not None:
                return found  # another process was faster
            temporary = folder.with_name(f"{folder.name}.{os.getpid()}.part")
            shutil.rmtree(temporary, ignore_errors=True)
            temporary.mkdir()
            try:
                _run(files, temporary)
                shutil.rmtree(folder, ignore_errors=True)
                temporary.replace(folder)
            finally:
                shutil.rmtree(temporary, ignore_errors=True)
    except OSError as error:
        raise ModelError(f"cannot write the exported model to {folder}: {error}") from error
    return folder


def _folder(files: ModelFiles) -> Path:
    # Two versions of causalkb on one machine must not replace each other's export in turns.
    return cache_directory() / "models" / f"{files.fingerprint[:16]}-{FORMAT}"


def _run(files: ModelFiles, folder: Path) -> None:
    environment = os.environ | {
        "HF_HUB_OFFLINE": "1",
        "TRANSFORMERS_OFFLINE": "1",
        "TOKENIZERS_PARALLELISM": "false",
    }
    command = [
        sys.executable,
        "-m",
        "causalkb.search.embedding.export",
        str(files.path),
        str(folder),
    ]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode != 0 or not (folder / MANIFEST).is_file():
        lines = [line for line in done.stderr.splitlines() if line.strip()]
        reason = lines[-1] if lines else f"exit code {done.returncode}"
        message = f"the model {files.name!r} cannot be exported to ONNX: {reason}"
        _refusal(files).write_text(message, encoding="utf-8")  # not to try again at every start
        raise ModelError(message)


# In the process of its own --------------------------------------------------------------------


def _export(model_path: Path, folder: Path) -> None:
    """Export, quantise, verify and describe a model; raises on any difficulty."""
    import warnings

    warnings.simplefilter("ignore")
    # Eager attention is plain MatMul and Softmax, which every version of ONNX Runtime knows.
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(
        str(model_path), device="cpu", model_kwargs={"attn_implementation": "eager"}
    ).eval()
    tokenizer = model_path / "tokenizer.json"
    if not tokenizer.is_file():
        raise ModelError("it has no tokenizer.json")
    shutil.copy(tokenizer, folder / "tokenizer.json")
    window = int(model.max_seq_length or 512)
    reference = model.encode(list(SAMPLES), normalize_embeddings=True)
    _to_onnx(model, folder / "traced.onnx", many=True)
    _optimise(folder / "traced.onnx", folder / "query.onnx")
    cosine = _verify(folder / "query.onnx", window, reference)
    if cosine < FP32_FLOOR:
        raise ModelError(f"its export differs from the model (cosine {cosine:.4f})")
    together = _same_together(folder / "query.onnx", window)
    _to_onnx(model, folder / "traced.onnx", many=False)
    _quantise(folder / "traced.onnx", folder / "passage.onnx")
    int8 = _verify(folder / "passage.onnx", window, reference)
    if int8 < INT8_FLOOR:
        shutil.copy(folder / "query.onnx", folder / "passage.onnx")
        shutil.copy(folder / "query.data", folder / "passage.data")
    (folder / "traced.onnx").unlink()
    _describe(folder, window, int(reference.shape[1]), cosine, int8, together)


def _to_onnx(model: Any, target: Path, *, many: bool) -> None:
    """Write a graph from token ids (b, n) to vectors (b, d); b is 1 without ``many``."""
    import torch
    from torch.overrides import TorchFunctionMode

    class SumsAsProducts(TorchFunctionMode):
        """Sums over the tokens of a text as products with ones.

        ONNX Runtime adds up the tokens of one text in another order than those of several, and
        rounds otherwise. Its product adds in the order of the tokens, as the sum for one text does.
        """

        def __torch_function__(
            self, function: Any, types: Any, args: Any = (), kwargs: Any = None
        ) -> Any:
            options = dict(kwargs or {})
            if function in (torch.sum, torch.Tensor.sum):
                values, dim = args[0], options.get("dim", args[1] if len(args) > 1 else None)
                if dim == 1 and values.dim() == 3 and values.is_floating_point():
                    ones = torch.ones_like(values[:, :, :1]).transpose(1, 2)
                    total = ones @ values
                    return total if options.get("keepdim") else total.squeeze(1)
            return function(*args, **options)

    class Whole(torch.nn.Module):
        """The pipeline of transformer, pooling and normalisation for unpadded texts."""

        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, input_ids: Any) -> Any:
            features = {"input_ids": input_ids, "attention_mask": torch.ones_like(input_ids)}
            with SumsAsProducts() if many else nullcontext():
                return self.model(features)["sentence_embedding"]

    ids = torch.tensor([model.tokenizer.encode(SAMPLES[0])] * (2 if many else 1))
    torch.onnx.export(
        Whole(),
        (ids,),
        str(target),
        dynamo=False,
        opset_version=17,
        input_names=["input_ids"],
        output_names=["embedding"],
        dynamic_axes={"input_ids": {0: "texts", 1: "tokens"} if many else {1: "tokens"}},
    )


def _optimise(source: Path, target: Path) -> None:
    """Apply ONNX Runtime's graph optimisations now, so that no start-up pays for them."""
    import onnx
    import onnxruntime as ort

    options = ort.SessionOptions()
    options.log_severity_level = 3
    options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_ENABLE_EXTENDED
    options.optimized_model_filepath = str(target)
    ort.InferenceSession(str(source), options, providers=["CPUExecutionProvider"])
    model = onnx.load(str(target))
    target.unlink()
    # Weights in a file of their own are mapped into memory: what is not touched is not read.
    onnx.save(
        model,
        str(target),
        save_as_external_data=True,
        all_tensors_to_one_file=True,
        location=target.with_suffix(".data").name,
        size_threshold=10_000,
        convert_attribute=False,
    )


def _quantise(source: Path, target: Path) -> None:
    import logging

    from onnxruntime.quantization import QuantType, quantize_dynamic

    logging.disable(logging.WARNING)
    plain = source.with_name("quantised.onnx")
    quantize_dynamic(
        str(source),
        str(plain),
        weight_type=QuantType.QInt8,
        per_channel=True,
        # 7-bit weights: x86 without VNNI would saturate in silence, and it costs no speed.
        reduce_range=True,
        op_types_to_quantize=["MatMul"],
    )
    _optimise(plain, target)
    plain.unlink()


def _verify(model: Path, window: int, reference: NDArray[np.float32]) -> float:
    """Return the least cosine between an export's vectors of the samples and the model's own."""
    import numpy as np

    from causalkb.search.embedding.onnx_engine import OnnxEngine

    engine = OnnxEngine(model, model.with_name("tokenizer.json"), window)
    vectors = engine.encode(list(SAMPLES))
    return float(np.min(np.sum(vectors * reference, axis=1)))


def _same_together(model: Path, window: int) -> bool:
    """Whether texts of one length that run together get the vectors that each gets alone."""
    import numpy as np

    from causalkb.search.embedding.onnx_engine import TOKENS_TOGETHER, OnnxEngine

    engine = OnnxEngine(model, model.with_name("tokenizer.json"), window)
    words = engine.tokens([" ".join(SAMPLES)])[0]
    for length in (2, 3, 5, 6, 7, 8, 11, 16, 17, 24, 33, 48):
        for count in (2, 3, max(2, TOKENS_TOGETHER // length)):
            starts = range(0, count * 5, 5)
            rows = np.array([np.resize(words[n % len(words) :], length) for n in starts], np.int64)
            alone = np.concatenate([engine.run(row[None]) for row in rows])
            if not np.array_equal(engine.run(rows), alone):
                return False
    return True


def _describe(
    folder: Path, window: int, dimension: int, fp32: float, int8: float, together: bool
) -> None:
    import onnxruntime
    import sentence_transformers
    import torch

    files = {f.name: {"size": f.stat().st_size, "sha256": sha256(f)} for f in folder.iterdir()}
    manifest = {
        "format": FORMAT,
        "window": window,
        "dimension": dimension,
        "cosine_fp32": round(fp32, 6),
        "cosine_int8": round(int8, 6),
        "passages": "int8" if int8 >= INT8_FLOOR else "fp32",
        "queries_together": together,
        "made_with": {
            "torch": torch.__version__,
            "onnxruntime": onnxruntime.__version__,
            "sentence_transformers": sentence_transformers.__version__,
        },
        "files": files,
    }
    for name in files:
        sync(folder / name)
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1), encoding="utf-8")
    sync(folder / MANIFEST)


if __name__ == "__main__":
    _export(Path(sys.argv[1]), Path(sys.argv[2]))
