"""A made-up library of Zotero: CPU seconds of the first ``add zotero:`` and of those after it.

python benchmarks/zotero.py [--items 2000]
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import process_time

from causalkb import AddResult, KnowledgeBase
from causalkb.paths import resource as shipped

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "zotero"))
from zotero_library import RED, YELLOW, ZoteroFile


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=2000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        file = ZoteroFile(place / "Zotero" / "zotero.sqlite", wal=True)
        _fill(file, given.items)
        print(f"{given.items} items\n")
        print("| what | CPU-s | added, updated, unchanged |\n|---|---|---|")
        with KnowledgeBase.open(place / "kb", create=True) as kb:
            add = lambda: kb.add(file.path, embed=False)  # noqa: E731
            _timed("first run, not embedded", add)
            _timed("second run, nothing new", add)
            file.set(1, "title", "Another title")
            file.item("NEWITEM1", title="A new item")
            _timed("third run, one changed and one new", add)
        file.close()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"\npeak of this process: {peak} MiB")


def _timed(what: str, add: Callable[[], AddResult]) -> None:
    begun = process_time()
    result = add()
    used = process_time() - begun
    assert not result.failed, result.failed[:3]
    counts = ", ".join(str(len(x)) for x in (result.added, result.updated, result.unchanged))
    print(f"| {what} | {used:.1f} | {counts} |")


def _fill(file: ZoteroFile, items: int) -> None:
    """Put items into a library, each with three people, tags, a file, two highlights, a note."""
    chance = random.Random(0)
    notes = sorted((shipped("corpus") / "notes").glob("*.md"))
    words = sorted({w for p in notes[:200] for w in p.read_text("utf-8").split() if w.isalpha()})
    file.conn.execute("BEGIN")
    outer = file.collection("Causality")
    collections = [file.collection(f"Part {n}", outer) for n in range(20)]
    for n in range(items):
        title = " ".join(chance.sample(words, 8))
        item = file.item(
            f"ITEM{n:04}", title=title, abstractNote=" ".join(chance.choices(words, k=150)),
            publicationTitle=f"Journal {n % 50}", date=f"{1990 + n % 35}-02-00 Feb",
            DOI=f"10.1000/item.{n}", citationKey=f"item{n}",
        )  # fmt: skip
        for _ in range(3):
            file.person(item, chance.choice(words).capitalize(), chance.choice("ABCDEFGH") + ".")
        file.tag(item, f"tag {n % 40}")
        file.put(item, chance.choice(collections))
        paper = file.attachment(f"FILE{n:04}", item, f"storage:{n}.pdf", mode=1)
        for m, colour in enumerate((YELLOW, RED)):
            quote = " ".join(chance.choices(words, k=25))
            file.mark(f"M{n:05}{m}", paper, quote, comment="so", colour=colour, page=m, order=m)
        file.note(f"NOTE{n:04}", f"<p>{' '.join(chance.choices(words, k=60))}</p>", item)
    file.conn.execute("COMMIT")


if __name__ == "__main__":
    main()
