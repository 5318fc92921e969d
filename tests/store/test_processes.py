"""Four processes work on one knowledge base at once: nothing that one of them wrote is lost."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from causalkb import KnowledgeBase
from causalkb.search.search_index import Part

COMMAND = [sys.executable, "-m", "causalkb.cli.main"]
NOTE = """---
work: {key}
title: What was seen on day {n}
claims:
  - text: Dose {n} raised the rate of recovery.
---
Seen on day {n}.
"""
WRITER = '''
"""usage: DIRECTORY NAME SECONDS: does the same again and again, and prints what it has written."""
import sys, time
from causalkb import KnowledgeBase

folder, name, end = sys.argv[1], sys.argv[2], time.monotonic() + float(sys.argv[3])
n = 0
while not n or time.monotonic() < end:
    with KnowledgeBase.open(folder) as kb:
        if name == "tags":
            assert kb.search("causes of the number 3")
            kb.tags.add(f"old{n % 8}", f"tag{n}")
            if n % 3 == 2:
                kb.tags.remove(f"old{(n - 2) % 8}", f"tag{n - 2}")
            print(f"old{n % 8} tag{n}", flush=True)
        else:
            entries = "".join(
                f"@article{{{name}{n}x{i}, title = {{Causes of number {n * 5 + i} in {name}}},"
                f" author = {{Roe, {name.title()}}}, year = {1900 + n % 100}}}\\n"
                for i in range(5)
            )
            result = kb.add_content(entries.encode(), f"{name}{n}.bib")
            assert len(result.added) == 5, result
            assert kb.search(f"number {n * 5} in {name}", limit=3)
            print(*result.added, flush=True)
    n += 1
'''


def at_work(home: Path, notes: Path, seconds: float) -> dict[str, list[list[str]]]:
    """Let two processes add, one tag and search, and one watch a folder that grows.

    Returns:
        What each has written, in lines of words.
    """
    watch = subprocess.Popen(
        [*COMMAND, "--kb", str(home), "watch", str(notes), "--settle", "0.1"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    writers = {
        name: subprocess.Popen(
            [sys.executable, "-c", WRITER, str(home), name, str(seconds)],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for name in ("left", "right", "tags")
    }  # fmt: skip
    written: list[list[str]] = []
    while any(process.poll() is None for process in writers.values()):
        key = f"note{len(written)}"
        (notes / f"{key}.md").write_text(NOTE.format(key=key, n=len(written)), encoding="utf-8")
        written.append([key])
        time.sleep(min(1.0, seconds / 5))
    done: dict[str, list[list[str]]] = {"watch": written}
    for name, process in writers.items():
        out, said = process.communicate()
        assert process.returncode == 0, f"{name}: {said}"
        done[name] = [line.split() for line in out.splitlines()]
    with KnowledgeBase.open(home) as kb:
        for _ in range(600):  # the folder is at rest from now on
            if written[-1][0] in set(kb.works.keys()):
                break
            time.sleep(0.1)
    watch.send_signal(signal.SIGINT)
    _, said = watch.communicate(timeout=60)
    assert "Traceback" not in said, said
    return done


def check(tmp_path: Path, seconds: float) -> None:
    home, notes = tmp_path / "kb", tmp_path / "notes"
    notes.mkdir()
    with KnowledgeBase.open(home, create=True) as kb:
        old = "\n".join(f"@misc{{old{n}, title = {{Old work {n}}}}}" for n in range(8))
        kb.add_content(old.encode(), "old.bib")
    done = at_work(home, notes, seconds)
    added = [key for name in ("left", "right", "watch") for line in done[name] for key in line]
    with KnowledgeBase.open(home) as kb:
        assert sorted(kb.works.keys()) == sorted([*(f"old{n}" for n in range(8)), *added])
        assert {claim.id for claim in kb.claims.list()} == {f"{k}#1" for (k,) in done["watch"]}
        tags = {(f"old{n}", tag) for n in range(8) for tag in kb.works.get(f"old{n}").tags}
        tagged = [tuple(line) for line in done["tags"]]
        removed = {pair for n, pair in enumerate(tagged) if n % 3 == 0 and n + 2 < len(tagged)}
        assert tags == set(tagged) - removed
        kb.sync()
        assert [f.what for f in kb.doctor() if "works have no" not in f.what] == []
        same_as_rebuilt(kb, done)
    print({name: len(lines) for name, lines in done.items()})


def same_as_rebuilt(kb: KnowledgeBase, done: dict[str, list[list[str]]]) -> None:
    """The index holds what one that is built from the store alone holds."""
    queries = ["number 5 in left", "what raised the rate of recovery?", done["right"][-1][0]]

    def found(mode: str) -> list[dict[str, float]]:
        # All hits, because those that are equally near may change places.
        return [{h.work.key: h.score for h in kb.search(q, mode=mode, limit=500)} for q in queries]

    def ids() -> list[list[int]]:
        return [kb.indexes.current(part).ids(part).tolist() for part in Part]

    before = ids(), found("semantic"), [set(hits) for hits in found("keyword")]
    kb.indexes.discard()
    kb.sync()
    assert ids() == before[0]
    for now, then in zip(found("semantic"), before[1], strict=True):
        assert now == pytest.approx(then, abs=1e-3)
    assert [set(hits) for hits in found("keyword")] == before[2]


def test_four_processes_at_once_lose_nothing(tmp_path: Path) -> None:
    check(tmp_path, 3)


@pytest.mark.slow
def test_four_processes_for_a_minute_lose_nothing(tmp_path: Path) -> None:
    check(tmp_path, 60)
