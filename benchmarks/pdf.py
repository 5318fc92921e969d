"""PDF: pages a CPU-second, memory over a thousand files, sentences left whole, identifiers.

python benchmarks/pdf.py [--files 1000] [--pages 10]
"""

from __future__ import annotations

import argparse
import resource
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from pdf_papers import Made, write

from causalkb import KnowledgeBase
from causalkb.formats.pdf.reader import read
from causalkb.formats.processes import READER
from causalkb.ingest.documents import whole_sentences
from causalkb.records import ParsedWork


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=1000)
    parser.add_argument("--pages", type=int, default=10)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "papers"
        papers = write(folder, given.files, given.pages)
        _quality(folder, papers)
        _speed(folder, given.files, given.pages, Path(name))


def _quality(folder: Path, papers: Sequence[Made]) -> None:
    whole: defaultdict[str, list[int]] = defaultdict(list)
    right: defaultdict[str, list[int]] = defaultdict(list)
    titles: defaultdict[str, list[int]] = defaultdict(list)
    cited = 0
    memory = []
    for number, paper in enumerate(papers):
        path = folder / f"{number:04d}.pdf"
        (item,) = read(path.read_bytes(), str(path))
        assert isinstance(item, ParsedWork)
        assert item.text is not None
        style = paper.style.name
        text = " ".join(" ".join(page for _, page in whole_sentences(item.text.pages)).split())
        whole[style] += [sentence in text for sentence in paper.sentences]
        titles[style].append(item.work.title.casefold() == paper.title.casefold())
        found = (item.work.doi or "", item.work.arxiv or "")
        right[style].append(found == (paper.doi, paper.arxiv))
        cited += found[0] in paper.cited
        if number % 100 == 99:
            memory.append(_memory_of_reader())
    print("| style | files | sentences whole | titles | identifiers |\n|---|---|---|---|---|")
    for style, found in whole.items():
        ids, names = right[style], titles[style]
        shares = [sum(x) / len(x) for x in (found, names, ids)]
        cells = " | ".join(f"{100 * share:.1f} %" for share in shares)
        print(f"| {style} | {len(ids)} | {cells} |")
    print(f"\nidentifiers taken from the reference list: {cited}")
    print(f"MiB of the reading process after each 100 files: {memory}")


def _memory_of_reader() -> int:
    process = READER._process
    status = Path(f"/proc/{process.pid}/status").read_text() if process else "VmRSS: 0"
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) // 1024


def _speed(folder: Path, files: int, pages: int, place: Path) -> None:
    READER.close()
    with KnowledgeBase.open(place / "kb", create=True) as kb:
        kb.prepare()
        begun = _cpu()
        result = kb.add(folder, embed=False)
        used = _cpu() - begun
        again = _cpu()
        unchanged = kb.add(folder, embed=False)
        again = _cpu() - again
    assert not result.failed
    assert len(unchanged.unchanged) == files
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print("| what | CPU-s | pages a CPU-second | peak of this process |\n|---|---|---|---|")
    print(
        f"| {files} files of {pages} pages, not embedded | {used:.1f}"
        f" | {files * pages / used:.0f} | {peak} MiB |"
    )
    print(f"| the same again (unchanged) | {again:.1f} | {files * pages / again:.0f} | |")


def _cpu() -> float:
    return sum(
        used.ru_utime + used.ru_stime
        for used in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


if __name__ == "__main__":
    main()
