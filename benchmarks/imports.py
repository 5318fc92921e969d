"""Reading and storing a large bibliography, without embedding.

5,000 entries in some 8 MB of BibTeX, LaTeX accents and macros in four of ten. Reading alone, all of
``add(embed=False)``, and adding the same file again.

    python benchmarks/imports.py [--entries 5000]
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

from texts import abstracts, bibtex

from causalkb import KnowledgeBase
from causalkb.formats.registry import read_source
from causalkb.records import ParsedWork

LENGTH = (6, 12)
"""Sentences of an abstract: makes 1.6 kB an entry."""


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--entries", type=int, default=5_000)
    count = parser.parse_args().entries
    content = bibtex(abstracts(count, sentences=LENGTH), accents=0.4)
    print(f"{count} entries, {len(content) / 1e6:.1f} MB\n")
    print(f"{'step':<28}{'seconds':>9}{'entries/s':>11}")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "bibliography.bib"
        file.write_bytes(content)
        began = time.perf_counter()
        read = sum(isinstance(item, ParsedWork) for item in read_source(file))
        _print("reading alone", time.perf_counter() - began, count)
        assert read == count
        with KnowledgeBase.open(Path(folder) / "kb", create=True) as kb:
            kb.encoder.count_tokens(["loads the tokenizer"])
            for step, outcome in (
                ("reading and storing", "added"),
                ("the same again", "unchanged"),
            ):
                began = time.perf_counter()
                result = kb.add(file, embed=False)
                _print(step, time.perf_counter() - began, count)
                assert len(getattr(result, outcome)) == count, result


def _print(step: str, seconds: float, count: int) -> None:
    print(f"{step:<28}{seconds:>9.2f}{count / seconds:>11.0f}")


if __name__ == "__main__":
    main()
