"""Embedding: the encoder against sentence-transformers' own ``encode``, speed and quality.

Speed: documents per second on the same abstracts in the same process, in turns (chunk by chunk), so
that a noisy machine slows both alike. Quality, with CISI: nDCG@10 of the semantic ranking when
documents, queries or both are quantised to int8.

    python benchmarks/encode.py [--texts 1000] [--no-quality]
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from texts import abstracts, load_cisi

from causalkb.search.embedding.encoder import Encoder, load_encoder
from causalkb.search.embedding.model_files import locate

CHUNK = 125
"""Texts a turn: some four of sentence-transformers' batches, so that it can sort by length."""


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--texts", type=int, default=1_000)
    parser.add_argument("--no-quality", action="store_true")
    arguments = parser.parse_args()
    encoder = load_encoder()
    speed(encoder, [text.whole for text in abstracts(arguments.texts)])
    if not arguments.no_quality:
        quality(encoder)


def speed(encoder: Encoder, texts: Sequence[str]) -> None:
    """Print documents per second of both, and how near their vectors are."""
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(locate(encoder.name).path), device="cpu")
    engines: dict[str, Callable[[Sequence[str]], Any]] = {
        "sentence-transformers": lambda chunk: model.encode(
            list(chunk), normalize_embeddings=True, show_progress_bar=False
        ),
        "causalkb": encoder.encode,
    }
    seconds = dict.fromkeys(engines, 0.0)
    vectors: dict[str, list[Any]] = {name: [] for name in engines}
    for engine in engines.values():
        engine(texts[:4])  # what is loaded on first use
    for start in range(0, len(texts), CHUNK):
        for name, engine in engines.items():
            began = time.perf_counter()
            vectors[name].append(engine(texts[start : start + CHUNK]))
            seconds[name] += time.perf_counter() - began
    tokens = np.mean([min(encoder.window, n) for n in encoder.count_tokens(texts)])
    print(f"{len(texts)} abstracts, {tokens:.0f} tokens on average, {os.cpu_count()} cores\n")
    print(f"{'engine':<24}{'docs/s':>8}{'ratio':>8}")
    for name, spent in seconds.items():
        ratio = seconds["sentence-transformers"] / spent
        print(f"{name:<24}{len(texts) / spent:>8.1f}{ratio:>8.2f}")
    both = [np.concatenate(v) for v in vectors.values()]
    cosines = np.sum(both[0] * both[1], axis=1)
    print(f"\ncosine of both: median {np.median(cosines):.4f}, least {cosines.min():.4f}")


def quality(encoder: Encoder) -> None:
    """Print nDCG@10 on CISI for each pairing of precisions."""
    collection = load_cisi()
    if collection is None:
        print("\nCISI is not there: no quality measured")
        return
    import ir_measures
    from ir_measures import AP, R, nDCG

    documents = [text.whole for text in collection.documents.values()]
    queries = list(collection.queries.values())
    ids = list(collection.documents)
    vectors = {
        # The graph for queries is the fp32 one, the graph for passages the int8 one.
        "fp32": (encoder.encode_queries(documents), encoder.encode_queries(queries)),
        "int8": (encoder.encode(documents), encoder.encode(queries)),
    }
    qrels = {q: dict.fromkeys(found, 1) for q, found in collection.relevant.items()}
    measures = [nDCG @ 10, R @ 100, AP]
    print(f"\nCISI, {len(ids)} documents, {len(queries)} queries, exact search by cosine\n")
    print(f"{'documents':<12}{'queries':<10}" + "".join(f"{m!s:>10}" for m in measures))
    for of_documents, of_queries in (("fp32", "fp32"), ("int8", "fp32"), ("int8", "int8")):
        scores = vectors[of_queries][1] @ vectors[of_documents][0].T
        run = {
            q: dict(zip(ids, row, strict=True))
            for q, row in zip(collection.queries, scores.tolist(), strict=True)
        }
        result = ir_measures.calc_aggregate(measures, qrels, run)
        print(
            f"{of_documents:<12}{of_queries:<10}" + "".join(f"{result[m]:>10.4f}" for m in measures)
        )


if __name__ == "__main__":
    main()
