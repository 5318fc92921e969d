"""Whatever happened to one file of the index, a search says so in a line and answers as before."""

from __future__ import annotations

import json
import random
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from conftest import THOROUGH

from causalkb import DoctorFinding, KnowledgeBase, StoreError
from causalkb.search.keyword import files as keyword_files
from causalkb.search.vectors import index as semantic
from causalkb.search.vectors import mapping
from causalkb.store.database import FILE_NAME

WORKS = 24
PLACES = 20
SUBJECTS = ("rats", "pigeons", "prices", "vaccines", "agents", "clouds")
QUERIES = ('"number 7" vaccines', "raisd levers -prices")
Answers = list[tuple[list[str], list[float]]]


@pytest.fixture(scope="module", autouse=True)
def small_is_large() -> Iterator[None]:
    """A small index has all the files that a large one has: a map, and changes beside vectors."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(semantic, "KEPT_APART", 10)
        patch.setattr(mapping, "LEAST_WORKS", 10)
        patch.setattr(mapping, "LEAST_GAIN", -1.0)
        yield


def entries(numbers: range, subjects: tuple[str, ...] = SUBJECTS) -> bytes:
    return "".join(
        f"@article{{k{n}, title={{A study of {subjects[n % len(subjects)]}, number {n}}},"
        f" author={{Roe, Ann and Doe, B{n}}}, year={{{1990 + n % 30}}},"
        f" abstract={{What {subjects[n % len(subjects)]} do when a lever is raised {n} times.}}}}\n"
        for n in numbers
    ).encode()


NOTE = """---
work: k{n}
title: A study of {subject}, number {n}
claims:
  - text: Raising the lever {n} times made {subject} rise.
---
Of {subject} nothing else was known.
"""


def made(folder: Path, subjects: tuple[str, ...]) -> Path:
    with KnowledgeBase.open(folder, create=True) as kb:
        kb.add_content(entries(range(WORKS), subjects), "a.bib", embed=False)
        for n in range(WORKS):  # a map is learnt from works with more than one passage
            note = NOTE.format(n=n, subject=subjects[n % len(subjects)])
            kb.add_content(note.encode(), f"k{n}.md", embed=False)
        kb.reindex()
        kb.works.remove("k3")
        kb.add_content(entries(range(WORKS, WORKS + 2), subjects), "b.bib")
    answers(folder)
    return folder


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = made(tmp_path_factory.mktemp("whole") / "kb", SUBJECTS)
    names = {path.suffix for path in (folder / "index").rglob("*") if path.is_file()}
    assert names >= {".faiss", ".recent", ".json", ".term", ".idx", ".pos", ".fast", ".del"}
    return folder


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """As many works, passages and changes, but of other content."""
    return made(tmp_path_factory.mktemp("other") / "kb", SUBJECTS[::-1])


BOTH = ("hybrid", "keyword")


def answers(folder: Path, said: list[str] | None = None, modes: tuple[str, ...] = BOTH) -> Answers:
    with KnowledgeBase.open(folder, say=(said if said is not None else []).append) as kb:
        found = [kb.search(q, mode=m) for q in QUERIES for m in modes]
        if said is not None:
            assert kb.indexes.behind() == (0, 0, 0)
    return [([hit.work.key for hit in hits], [hit.score for hit in hits]) for hits in found]


def same(found: Answers, before: Answers) -> bool:
    """Whether the hits are the same, in order.

    Words of a work that is gone count a little for scores until the words are indexed anew.
    """
    scores = [pytest.approx(expected, abs=0.01) for _, expected in before]
    return [keys for keys, _ in found] == [keys for keys, _ in before] and [
        one for _, one in found
    ] == scores


def findings(folder: Path) -> list[DoctorFinding]:
    with KnowledgeBase.open(folder) as kb:
        return kb.doctor()


def index_files(folder: Path) -> list[Path]:
    return [path for path in sorted((folder / "index").rglob("*")) if path.is_file()]


IDLE = ("lock", ".lock", ".managed.json", ".tantivy-writer.lock", ".tantivy-meta.lock")
"""Files without content that a search needs."""


def check(
    whole: Path, folder: Path, change: Callable[[Path], object], *, told: bool = True
) -> None:
    """Change each file of a copy in turn.

    Args:
        whole: The undamaged one.
        folder: For the copies.
        change: What is done to a file; ``False`` says that nothing was.
        told: Whether any such change is noticed; otherwise some may have no effect.
    """
    before = {modes: answers(whole, modes=modes) for modes in (BOTH, BOTH[1:])}
    for file in index_files(whole):
        shutil.copytree(whole, folder)
        path = folder / file.relative_to(whole)
        if change(path) is not False:
            # Words alone need no model, whose start takes most of the time.
            modes = BOTH if THOROUGH or path.parent.name != "keyword" else BOTH[1:]
            said: list[str] = []
            assert same(answers(folder, said, modes), before[modes]), f"{path.name}: {said}"
            assert len(said) <= 1, said
            assert said or not told or path.name in IDLE, path.name
            assert same(answers(folder, said, modes), before[modes])
            assert len(said) <= 1, f"{path.name} is not healed: {said}"
        while folder.exists():
            # A thread of Tantivy may still write to what is being deleted.
            shutil.rmtree(folder, ignore_errors=True)


def truncated(places: random.Random) -> Callable[[Path], object]:
    def change(path: Path) -> object:
        data = path.read_bytes()
        path.write_bytes(data[: places.randrange(len(data))] if data else b"")
        return bool(data)

    return change


def flipped(places: random.Random, count: int = 1) -> Callable[[Path], object]:
    """Other bytes at so many places."""

    def change(path: Path) -> object:
        data = bytearray(path.read_bytes())
        for _ in range(count if data else 0):
            data[places.randrange(len(data))] ^= places.randrange(1, 256)
        path.write_bytes(data)
        return bool(data)

    return change


def test_a_deleted_file_is_made_again(whole: Path, tmp_path: Path) -> None:
    check(whole, tmp_path / "kb", Path.unlink)


def test_a_truncated_file_is_made_again(whole: Path, tmp_path: Path) -> None:
    check(whole, tmp_path / "kb", truncated(random.Random(1)))


@pytest.mark.parametrize("count", [pytest.param(1, marks=pytest.mark.slow), PLACES])
def test_other_bytes_change_no_answer(whole: Path, tmp_path: Path, count: int) -> None:
    check(whole, tmp_path / "kb", flipped(random.Random(2), count), told=False)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(PLACES))
def test_another_byte_anywhere_changes_no_answer(whole: Path, tmp_path: Path, seed: int) -> None:
    check(whole, tmp_path / "kb", flipped(random.Random(seed)), told=False)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(PLACES))
def test_a_file_cut_off_anywhere_is_made_again(whole: Path, tmp_path: Path, seed: int) -> None:
    check(whole, tmp_path / "kb", truncated(random.Random(seed)))


def exchanged(other: Path) -> Callable[[Path], object]:
    """The file of another store; where names differ, one of the same kind."""
    places = random.Random(3)

    def change(path: Path) -> object:
        theirs = [p for p in index_files(other) if p.suffix == path.suffix and p.name not in IDLE]
        same = [p for p in theirs if p.name == path.name] or theirs
        if path.name in IDLE or not same:
            return False
        data = places.choice(same).read_bytes()
        differs = data != path.read_bytes()
        path.write_bytes(data)
        return differs

    return change


def test_a_file_of_another_store_is_not_believed(whole: Path, other: Path, tmp_path: Path) -> None:
    check(whole, tmp_path / "kb", exchanged(other))


def as_of_a_later_version(path: Path) -> object:
    """Raise the version that a file gives of its own format."""
    data = path.read_bytes()
    for present, later in ((b"CKBFAIS2", b"CKBFAIS3"), (b"CKBRECN2", b"CKBRECN3")):
        if present in data:
            path.write_bytes(data.replace(present, later))
            return True
    if b'"index_format_version":' not in data:
        return False
    footer = json.loads(data[-8 - int.from_bytes(data[-8:-4], "little") : -8])
    present = f'"index_format_version":{footer["version"]["index_format_version"]}'.encode()
    path.write_bytes(data.replace(present, b'"index_format_version":9'))
    return True


def test_a_file_of_a_later_version_is_made_again(whole: Path, tmp_path: Path) -> None:
    check(whole, tmp_path / "kb", as_of_a_later_version)


def test_words_of_a_later_version_are_indexed_again(
    whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(whole, tmp_path / "kb")
    monkeypatch.setattr(keyword_files, "FORMAT", "causalkb keyword index 99")
    before = answers(tmp_path / "kb")
    monkeypatch.undo()
    said: list[str] = []
    assert same(answers(tmp_path / "kb", said), before)
    assert len(said) == 1


# A large index, whose bytes are not all read at every start


@pytest.fixture
def not_read_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(semantic, "_QUICK", 0)
    monkeypatch.setattr(keyword_files, "_QUICK", 0)


@pytest.mark.usefixtures("not_read_whole")
def test_a_file_of_a_large_index_that_is_cut_off(whole: Path, tmp_path: Path) -> None:
    check(whole, tmp_path / "kb", truncated(random.Random(4)))


@pytest.mark.slow
@pytest.mark.usefixtures("not_read_whole")
@pytest.mark.parametrize("seed", range(PLACES))
def test_a_file_of_a_large_index_that_is_cut_off_anywhere(
    whole: Path, tmp_path: Path, seed: int
) -> None:
    check(whole, tmp_path / "kb", truncated(random.Random(seed)))


@pytest.mark.usefixtures("not_read_whole")
def test_a_file_of_a_large_index_that_is_of_another_store(
    whole: Path, other: Path, tmp_path: Path
) -> None:
    check(whole, tmp_path / "kb", exchanged(other))


# Only what is damaged is made again, and only for errors that mean damage


def content(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {p.name: (p.read_bytes(), p.stat().st_mtime_ns) for p in index_files(folder)}


def scramble_words(folder: Path) -> None:
    for path in (folder / "index" / "keyword").glob("*.term"):
        data = path.read_bytes()  # its ends stay as they are
        path.write_bytes(data[:20] + bytes(len(data) - 170) + data[-150:])


@pytest.mark.usefixtures("not_read_whole")
@pytest.mark.parametrize("writable", [True, False])
def test_damaged_words_that_a_search_meets_leave_the_vectors(
    whole: Path, tmp_path: Path, writable: bool
) -> None:
    folder = tmp_path / "kb"
    shutil.copytree(whole, folder)
    before, said = answers(folder), []
    scramble_words(folder)
    damaged = content(folder)
    with KnowledgeBase.open(folder, say=said.append) as kb:
        kb.store.database.writable = writable
        found = [kb.search(q, mode=m) for q in QUERIES for m in BOTH]
    assert same([([h.work.key for h in x], [h.score for h in x]) for x in found], before)
    assert len(said) == 1
    kept = damaged if not writable else {n: v for n, v in damaged.items() if "semantic" in n}
    assert kept.items() <= content(folder).items()


@pytest.mark.usefixtures("not_read_whole")
def test_damage_that_several_threads_meet_at_once(whole: Path, tmp_path: Path) -> None:
    folder = tmp_path / "kb"
    shutil.copytree(whole, folder)
    before = answers(folder)
    scramble_words(folder)

    def search(kb: KnowledgeBase) -> Answers:
        found = [kb.search(q, mode=m) for q in QUERIES for m in BOTH]
        return [([hit.work.key for hit in hits], [hit.score for hit in hits]) for hits in found]

    with KnowledgeBase.open(folder) as kb, ThreadPoolExecutor(4) as pool:
        for found in pool.map(search, [kb] * 8):
            assert [keys for keys, _ in found] == [keys for keys, _ in before]


def test_an_error_that_is_not_damage_leaves_an_index_without_vectors(tmp_path: Path) -> None:
    with KnowledgeBase.open(tmp_path / "kb", create=True) as kb:
        kb.add_content(entries(range(3)), "a.bib", embed=False)
        assert kb.search("rats", mode="keyword")
        before = content(tmp_path / "kb")
        shutil.copy(tmp_path / "kb" / FILE_NAME, tmp_path / "copy.db")
        (tmp_path / "copy.db").replace(tmp_path / "kb" / FILE_NAME)
        with pytest.raises(StoreError, match="was replaced"):
            kb.search("rats", mode="keyword")
        assert content(tmp_path / "kb") == before


def test_a_map_that_is_lost_is_learnt_again(whole: Path, tmp_path: Path) -> None:
    folder = tmp_path / "kb"
    shutil.copytree(whole, folder)
    with KnowledgeBase.open(folder) as kb:
        kb.reindex()
    before = answers(folder)
    with closing(sqlite3.connect(folder / FILE_NAME)) as conn, conn:
        assert conn.execute("UPDATE meta SET value = 'x' WHERE key = 'map'").rowcount == 1
    with KnowledgeBase.open(folder) as kb:
        assert any("map of the vectors" in one.what for one in kb.doctor())
    said: list[str] = []
    assert same(answers(folder, said), before)
    assert len(said) == 1
    assert findings(folder) == findings(whole)
