"""Changes that stand beside the file of a semantic index until they are merged."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

import numpy as np
import pytest
from conftest import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from causalkb import KnowledgeBase
from causalkb.search.vectors import index as semantic
from causalkb.search.vectors import recent, training
from causalkb.search.vectors.index import FILE_NAME, SemanticIndex

NONE = np.empty(0, np.int64)
DIMENSION = 8
START = 200
"""Passages in the file to which changes are made."""


@pytest.fixture(autouse=True)
def small_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(semantic, "KEPT_APART", 100)
    monkeypatch.setattr(recent, "MOST", 30)


def unit(n: int, seed: int = 0) -> NDArray[np.float32]:
    vectors = np.random.default_rng(seed).normal(size=(n, DIMENSION)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def opened(folder: Path) -> SemanticIndex:
    return SemanticIndex.open(folder, "f", DIMENSION)


def built(folder: Path, n: int = START) -> SemanticIndex:
    opened(folder).update(np.arange(1, n + 1), unit(n), NONE, 1)
    return opened(folder)


def beside(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.recent"))


def state(folder: Path) -> tuple[int, list[int]]:
    index = opened(folder)
    return index.generation, index.ids().tolist()


def add(folder: Path, *ids: int, generation: int) -> None:
    index = opened(folder)
    index.update(np.array(ids, np.int64), unit(len(ids), generation), NONE, generation)


@pytest.mark.parametrize("large", [False, True])
def test_a_few_changes_leave_the_file_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, large: bool
) -> None:
    if large:
        monkeypatch.setattr(training, "LARGE", 150)
    built(tmp_path)
    before = (tmp_path / FILE_NAME).read_bytes()
    opened(tmp_path).update(np.array([900]), unit(1, 5), np.array([3, 4]), 2)
    opened(tmp_path).update(NONE, unit(0), np.array([900, 7]), 3)
    opened(tmp_path).update(np.array([901]), unit(1, 6), NONE, 4)
    assert (tmp_path / FILE_NAME).read_bytes() == before
    index = opened(tmp_path)
    left = [i for i in range(1, START + 1) if i not in (3, 4, 7)]
    assert (index.generation, index.ids().tolist()) == (4, [*left, 901])
    assert index.extent() == (len(left) + 1, 901)
    assert index.search(unit(1, 6), 1)[1].tolist() == [[901]]
    everything = index.search(unit(1, 9), START + 5)[1][0]
    assert not {3, 4, 7, 900} & set(everything.tolist())
    assert index.intact()


@settings(max_examples=examples(40), deadline=None)
@given(
    steps=st.lists(
        st.tuples(
            st.integers(0, 6), st.lists(st.integers(1, START + 40), max_size=8), st.booleans()
        ),
        min_size=1,
        max_size=8,
    ),
    share=st.none() | st.floats(0, 1),
    seed=st.integers(0, 99),
)
def test_changes_and_merges_in_any_order_are_searched_exactly(
    tmp_path_factory: pytest.TempPathFactory,
    steps: list[tuple[int, list[int], bool]],
    share: float | None,
    seed: int,
) -> None:
    folder = tmp_path_factory.mktemp("index")
    built(folder)
    truth = dict(zip(range(1, START + 1), unit(START), strict=True))
    next_id = START + 100
    for generation, (added, removed, merge) in enumerate(steps, 2):
        ids = np.arange(next_id, next_id + added)
        next_id += added
        rows = unit(added, 1000 + generation)
        gone = np.array(sorted(set(removed) & truth.keys()), np.int64)
        opened(folder).update(ids, rows, gone, generation)
        truth = {i: row for i, row in truth.items() if i not in gone}
        truth |= dict(zip(ids.tolist(), rows, strict=True))
        if merge:
            opened(folder).merge(nullcontext)
            assert not beside(folder)
        assert state(folder) == (generation, sorted(truth))
    names = np.array(sorted(truth))
    generator = np.random.default_rng(seed)
    allowed = None if share is None else names[generator.random(len(names)) < share]
    chosen = names if allowed is None else allowed
    query = unit(2, seed + 5)
    scores, found = opened(folder).search(query, 10, allowed)
    for row, each in enumerate(query):
        cosines = np.array([each @ truth[i] for i in chosen.tolist()])
        order = np.argsort(-cosines)[:10]
        hits = found[row][found[row] >= 0]
        assert hits.tolist() == chosen[order].tolist()
        np.testing.assert_allclose(scores[row][: len(hits)], cosines[order], atol=1e-5)


def test_what_is_added_while_a_merge_is_under_way_stays_beside_the_new_file(tmp_path: Path) -> None:
    built(tmp_path)
    opened(tmp_path).update(np.arange(900, 920), unit(20, 5), np.array([1, 2]), 2)

    @contextmanager
    def alone() -> Iterator[None]:
        # What another process did while the new file was written.
        opened(tmp_path).update(np.array([950]), unit(1, 7), np.array([3, 900]), 3)
        yield

    reader = opened(tmp_path)
    opened(tmp_path).merge(alone)
    expected = [*range(4, START + 1), *range(901, 920), 950]
    assert state(tmp_path) == (3, expected)
    assert len(beside(tmp_path)) == 1
    assert reader.search(unit(1, 5), 1)[1].tolist() == [[900]]  # it goes on with what it opened
    opened(tmp_path).merge(nullcontext)
    assert (state(tmp_path), beside(tmp_path)) == ((3, expected), [])


def test_a_merge_that_was_overtaken_changes_nothing(tmp_path: Path) -> None:
    built(tmp_path)
    add(tmp_path, 900, generation=2)

    @contextmanager
    def alone() -> Iterator[None]:
        many = np.arange(1_000, 1_000 + 3 * recent.MOST)
        opened(tmp_path).update(many, unit(len(many), 8), NONE, 3)  # so many: written anew
        yield

    opened(tmp_path).merge(alone)
    generation, ids = state(tmp_path)
    assert (generation, len(ids), beside(tmp_path)) == (3, START + 1 + 3 * recent.MOST, [])


def test_changes_that_nobody_merges_are_brought_in_at_last(tmp_path: Path) -> None:
    built(tmp_path)
    for n in range(2 * recent.MOST + 1):
        add(tmp_path, 900 + n, generation=2 + n)
    assert opened(tmp_path).extent() == (START + 2 * recent.MOST + 1, 900 + 2 * recent.MOST)
    assert not beside(tmp_path)


def test_changes_belong_to_one_file(tmp_path: Path) -> None:
    built(tmp_path)
    add(tmp_path, 900, generation=2)
    (changes,) = beside(tmp_path)
    content = changes.read_bytes()
    opened(tmp_path).merge(nullcontext)
    changes.write_bytes(content)  # as if it had not been deleted
    assert state(tmp_path) == (2, [*range(1, START + 1), 900])


@pytest.mark.parametrize("size", [0, 1, 40, -20, -1])
def test_truncated_changes_count_as_no_index(tmp_path: Path, size: int) -> None:
    built(tmp_path)
    add(tmp_path, 900, generation=2)
    (changes,) = beside(tmp_path)
    changes.write_bytes(changes.read_bytes()[:size])
    assert state(tmp_path) == (-1, [])
    assert not opened(tmp_path).intact()


def test_any_flipped_byte_of_changes_is_noticed(tmp_path: Path) -> None:
    built(tmp_path)
    add(tmp_path, 900, generation=2)
    (changes,) = beside(tmp_path)
    content = changes.read_bytes()
    for place in range(0, 48):
        damaged = bytearray(content)
        damaged[place] ^= 0x10
        changes.write_bytes(damaged)
        assert state(tmp_path) == (-1, [])


@pytest.mark.parametrize("step", ["os.fsync", "pathlib.Path.replace"])
@pytest.mark.parametrize("what", ["update", "merge"])
def test_killed_process_leaves_the_old_state(tmp_path: Path, what: str, step: str) -> None:
    built(tmp_path)
    add(tmp_path, 900, generation=2)
    program = f"""
import contextlib, os, pathlib, sys, numpy as np
from causalkb.search.vectors import index as semantic
from causalkb.search.vectors import training
semantic.KEPT_APART = 100
index = semantic.SemanticIndex.open(pathlib.Path(sys.argv[1]), "f", {DIMENSION})
{step} = lambda *a, **k: os._exit(9)
if "{what}" == "merge":
    index.merge(contextlib.nullcontext)
else:
    index.update(np.array([901]), np.ones((1, {DIMENSION}), "f4"), np.array([1]), 3)
"""
    command = [sys.executable, "-c", program, str(tmp_path)]
    assert subprocess.run(command, check=False).returncode == 9
    assert state(tmp_path) == (2, [*range(1, START + 1), 900])
    opened(tmp_path).merge(nullcontext)
    add(tmp_path, 901, generation=3)
    assert state(tmp_path) == (3, [*range(1, START + 1), 900, 901])


def test_failed_merge_keeps_what_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    built(tmp_path)
    add(tmp_path, 900, generation=2)

    def fail(*_: object, **__: object) -> None:
        raise OSError("disk full")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", fail)
        with pytest.raises(OSError, match="disk full"):
            opened(tmp_path).merge(nullcontext)
    assert state(tmp_path) == (2, [*range(1, START + 1), 900])
    assert not list(tmp_path.glob(".*"))


# --- through the knowledge base


def entries(first: int, last: int) -> bytes:
    return "".join(
        f"@article{{k{n}, title={{A study of subject {n}}}, year={{2020}}}}\n"
        for n in range(first, last)
    ).encode()


@pytest.fixture
def low_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(semantic, "KEPT_APART", 10)
    monkeypatch.setattr(recent, "MOST", 5)


@pytest.mark.usefixtures("low_limits")
def test_works_added_and_removed_one_by_one_are_found_and_merged(tmp_path: Path) -> None:
    with KnowledgeBase.open(tmp_path, create=True) as kb:
        kb.add_content(entries(0, 30), "many.bib")
    file = tmp_path / "index" / FILE_NAME
    inode = file.stat().st_ino
    for n in range(30, 34):
        with KnowledgeBase.open(tmp_path) as kb:
            kb.add_content(entries(n, n + 1), f"{n}.bib")
    with KnowledgeBase.open(tmp_path) as kb:
        kb.works.remove("k3")
        kb.works.remove("k31")
        kb.sync()
        assert file.stat().st_ino == inode
        assert len(beside(tmp_path / "index")) == 1
        keys = [hit.work.key for hit in kb.search("study", mode="semantic", limit=50)]
        assert sorted(keys) == sorted(f"k{n}" for n in range(34) if n not in (3, 31))
    with KnowledgeBase.open(tmp_path) as kb:
        kb.add_content(entries(40, 44), "last.bib")
    assert file.stat().st_ino != inode
    assert not beside(tmp_path / "index")
    with KnowledgeBase.open(tmp_path) as kb:
        assert kb.search("subject 42", mode="semantic", limit=1)[0].work.key == "k42"
        assert kb.indexes.behind() == (0, 0, 0)


@pytest.mark.usefixtures("low_limits")
def test_a_work_stored_but_not_yet_embedded_is_not_forgotten(tmp_path: Path) -> None:
    with KnowledgeBase.open(tmp_path, create=True) as kb:
        kb.add_content(entries(0, 20), "many.bib")
        kb.add_content(entries(20, 21), "later.bib", embed=False)
        kb.add_content(entries(21, 22), "now.bib")
        assert kb.indexes.behind() == (0, 0, 0)
        kb.works.remove("k5")
    with KnowledgeBase.open(tmp_path) as kb:
        keys = {hit.work.key for hit in kb.search("study", mode="semantic", limit=50)}
        assert keys == {f"k{n}" for n in range(22) if n != 5}


@pytest.mark.usefixtures("low_limits")
def test_damaged_changes_are_built_again_from_the_store(tmp_path: Path) -> None:
    with KnowledgeBase.open(tmp_path, create=True) as kb:
        kb.add_content(entries(0, 20), "many.bib")
        kb.add_content(entries(20, 21), "one.bib")
    (changes,) = beside(tmp_path / "index")
    changes.write_bytes(changes.read_bytes()[:-9])
    with KnowledgeBase.open(tmp_path) as kb:
        assert len(kb.search("study", mode="semantic", limit=50)) == 21
