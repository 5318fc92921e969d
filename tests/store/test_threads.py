"""One KnowledgeBase used from several threads."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from causalkb import KnowledgeBase, StoreError

QUERIES = ["rats", "causal reasoning", "interventions", "perception of causality"]


def entries(first: int, last: int) -> bytes:
    return "\n".join(
        f"@article{{new{n}, title = {{Copper pipes of the length {n}}},"
        " author = {Roe, Ann}, year = 2001}"
        for n in range(first, last)
    ).encode()


def test_another_thread_searches_and_reads(kb: KnowledgeBase) -> None:
    here = [[hit.work.key for hit in kb.search(query)] for query in QUERIES]
    with ThreadPoolExecutor(4) as pool:
        there = list(pool.map(lambda q: [hit.work.key for hit in kb.search(q)], QUERIES))
        assert there == here
        assert pool.submit(kb.works.count).result() == 12
        assert pool.submit(kb.works.get, "pearl2009causality").result().year == 2009


def test_many_threads_search_while_one_adds(kb: KnowledgeBase) -> None:
    done = threading.Event()
    seen: list[int] = []

    def search(n: int) -> int:
        runs = 0
        while not done.is_set() or not runs:
            hits = kb.search(QUERIES[n % len(QUERIES)], limit=3)
            assert hits
            assert all(hit.work.title for hit in hits)
            seen.append(kb.works.count())
            runs += 1
        return runs

    with ThreadPoolExecutor(8) as pool:
        searches = [pool.submit(search, n) for n in range(8)]
        try:
            for start in range(0, 60, 20):
                kb.add_content(entries(start, start + 20), f"{start}.bib")
        finally:
            done.set()
        assert all(run.result() for run in searches)
    assert min(seen) >= 12
    assert kb.works.count() == 72
    assert kb.doctor() == []
    assert kb.search("copper pipes of the length 7")[0].work.key.startswith("new")


def test_threads_that_write_at_once_lose_nothing(kb: KnowledgeBase) -> None:
    def tag(n: int) -> None:
        kb.tags.add("pearl2009causality", f"tag {n}")
        kb.add_content(entries(n, n + 1), f"{n}.bib", embed=False)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(tag, range(24)))
    assert len(kb.works.get("pearl2009causality").tags) >= 24
    assert kb.works.count() == 36
    kb.sync()
    assert kb.doctor() == []


def test_a_thread_does_not_see_what_another_has_not_committed(kb: KnowledgeBase) -> None:
    database = kb.store.database
    with ThreadPoolExecutor(1) as pool, database.atomic():
        database.conn.execute("DELETE FROM works")
        assert kb.works.count() == 0
        assert pool.submit(kb.works.count).result() == 12
        database.conn.rollback()
        database.conn.execute("BEGIN")


def test_connections_of_threads_that_ended_are_closed(kb: KnowledgeBase) -> None:
    folder = Path("/proc/self/fd")
    if not folder.is_dir():
        pytest.skip("no /proc")

    def open_files() -> int:
        return sum("causalkb.db" in str(f.readlink()) for f in folder.iterdir() if f.is_symlink())

    kb.works.count()
    before = open_files()
    for _ in range(20):
        thread = threading.Thread(target=kb.works.count)
        thread.start()
        thread.join()
    assert open_files() <= before + 2


def test_a_closed_knowledge_base_says_so_in_every_thread(kb_path: Path) -> None:
    kb = KnowledgeBase.open(kb_path)
    kb.close()
    with ThreadPoolExecutor(1) as pool, pytest.raises(StoreError, match="was closed"):
        pool.submit(kb.works.count).result()
