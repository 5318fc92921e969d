"""Retrieval quality through the public API: semantic, keyword and hybrid search.

CISI goes in as BibTeX and is searched with its own queries; ``queries.yaml`` (210 queries of all
styles), ``questions-by-strangers.yaml`` (60 questions) and ``queries-independent.yaml`` (60
questions, keywords and known works) are searched in the shipped corpus.
Measures come from ir-measures. ``--sweep`` also shows other weights of the fusion, and reciprocal
rank fusion.

    python benchmarks/retrieval.py [--sweep]
"""

from __future__ import annotations

import argparse
import re
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import ir_measures
import yaml
from ir_measures import AP, R, Success, nDCG
from texts import Collection, bibtex, load_cisi

from causalkb import KnowledgeBase
from causalkb.search import searcher as search

DEPTH = 100
RRF_CONSTANT = 60
"""Cormack, Clarke and Büttcher 2009, "Reciprocal Rank Fusion", SIGIR."""
QUERIES = tuple(
    Path(__file__).with_name(name)
    for name in ("queries.yaml", "questions-by-strangers.yaml", "queries-independent.yaml")
)
MODES = ("semantic", "keyword", "hybrid")
WEIGHTS = (0.3, 0.4, 0.5, 0.6, 0.7)

Run = dict[str, dict[str, float]]
Judgements = Mapping[str, Mapping[str, int]]


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sweep", action="store_true")
    sweep = parser.parse_args().sweep
    collection = load_cisi()
    if collection is None:
        print("CISI is not there; see benchmarks/README.md")
    else:
        with tempfile.TemporaryDirectory() as folder, _cisi(Path(folder), collection) as kb:
            qrels = {q: {f"cisi{d}": 1 for d in found} for q, found in collection.relevant.items()}
            queries = {q: plain(text) for q, text in collection.queries.items()}
            print(f"CISI, {len(collection.documents)} abstracts, {len(queries)} queries")
            _compare(kb, queries, qrels, [nDCG @ 10, R @ 100, AP], sweep)
    with tempfile.TemporaryDirectory() as folder, KnowledgeBase.open(folder, create=True) as kb:
        kb.add_corpus()
        for path in QUERIES:
            _own(kb, path, sweep)


def _cisi(folder: Path, collection: Collection) -> KnowledgeBase:
    """A knowledge base of CISI's documents, ``cisi{number}`` each."""
    kb = KnowledgeBase.open(folder, create=True)
    texts = dict(collection.documents)
    content = bibtex(list(texts.values()), prefix="doc").decode()
    numbers = list(texts)
    content = re.sub(r"(?<=^@article\{)doc(\d+)", lambda m: f"cisi{numbers[int(m[1])]}", content,
                     flags=re.MULTILINE)  # fmt: skip
    result = kb.add_content(content.encode(), "cisi.bib")
    assert len(result.added) == len(texts), result.problems
    return kb


def _own(kb: KnowledgeBase, path: Path, sweep: bool) -> None:
    """Search the shipped corpus with the judged queries of a file."""
    judged = yaml.safe_load(path.read_text(encoding="utf-8"))
    entries = judged["queries"] if isinstance(judged, dict) else judged
    queries = {str(n): entry["query"] for n, entry in enumerate(entries)}
    qrels = {str(n): grades(entry["relevant"]) for n, entry in enumerate(entries)}
    held = {work.key for work in kb.works.list()}
    unknown = {key for keys in qrels.values() for key in keys} - held
    if unknown:
        print(f"not in the corpus: {', '.join(sorted(unknown))}")
    print(f"\nThe corpus, {len(held)} works, {len(queries)} queries of {path.name}")
    _compare(kb, queries, qrels, [nDCG @ 10, R @ 10, AP, Success @ 3], sweep)


def grades(relevant: Sequence[str] | Mapping[str, int]) -> dict[str, int]:
    """Relevance by key: as given, or 1 for each."""
    return dict(relevant) if isinstance(relevant, Mapping) else dict.fromkeys(relevant, 1)


def _compare(
    kb: KnowledgeBase,
    queries: Mapping[str, str],
    qrels: Judgements,
    measures: Sequence[Any],
    sweep: bool,
) -> None:
    print(f"\n{'ranking':<20}" + "".join(f"{m!s:>11}" for m in measures))
    runs = {mode: _run(kb, queries, mode) for mode in MODES}
    for mode, run in runs.items():
        _print(mode, qrels, run, measures)
    if not sweep:
        return
    kept = search.SHARE_OF_KEYWORDS, search.SHARE_OF_SENTENCES
    for weight in WEIGHTS:
        search.SHARE_OF_KEYWORDS = search.SHARE_OF_SENTENCES = weight
        _print(f"hybrid, weight {weight}", qrels, _run(kb, queries, "hybrid"), measures)
    search.SHARE_OF_KEYWORDS, search.SHARE_OF_SENTENCES = kept
    fused = reciprocal_rank_fusion([runs["semantic"], runs["keyword"]])
    _print("RRF", qrels, fused, measures)


def _run(kb: KnowledgeBase, queries: Mapping[str, str], mode: str) -> Run:
    found = kb.search_many(list(queries.values()), mode=mode, limit=DEPTH)
    # By rank, so that ties stay in the order in which a user sees them.
    return {
        q: {hit.work.key: 1.0 / hit.rank for hit in hits}
        for q, hits in zip(queries, found, strict=True)
    }


def _print(name: str, qrels: Judgements, run: Run, measures: Sequence[Any]) -> None:
    result = ir_measures.calc_aggregate(measures, qrels, run)
    print(f"{name:<20}" + "".join(f"{result[m]:>11.4f}" for m in measures))


def reciprocal_rank_fusion(runs: Sequence[Run]) -> Run:
    """Fuse rankings whose scores are 1 / rank."""
    fused: Run = {}
    for run in runs:
        for query, scores in run.items():
            into = fused.setdefault(query, {})
            for key, score in scores.items():
                into[key] = into.get(key, 0.0) + 1 / (RRF_CONSTANT + round(1 / score))
    return fused


def plain(text: str) -> str:
    """Return a query as a sentence: CISI's were not written in our query language."""
    return re.sub(r'["“”]|(?<!\S)-(?=\w)|:(?=\S)', " ", text)


if __name__ == "__main__":
    main()
