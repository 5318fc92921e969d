"""What is done otherwise in a large knowledge base gives what is done in a small one."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from conftest import Cli

from causalkb import Filters, KnowledgeBase
from causalkb.doctor import examine as doctor
from causalkb.search import documents, searcher
from causalkb.search.search_index import Part, Shortens
from causalkb.search.vectors import index as semantic
from causalkb.search.vectors import training
from causalkb.search.vectors.index import FILE_NAME

WORKS = 120
NAMES = ("Meyer-Lindenberg, Andreas", "O'Neil, Cathy", "de la Fuente, Ana Luc{\\'i}a", "Meyer, Ann")


def entries() -> bytes:
    subjects = ("rats", "pigeons", "prices", "agents")
    return "".join(
        f"@article{{k{n}, title={{A study of {subjects[n % 4]}, number {n}}},"
        f" author={{{NAMES[n % len(NAMES)]}}}, year={{{1990 + n % 30}}},"
        f" abstract={{What {subjects[n % 4]} number {n} do, and number {7 * n} do not.}}}}\n"
        for n in range(WORKS)
    ).encode()


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("small") / "kb"
    with KnowledgeBase.open(folder, create=True) as kb:
        kb.add_content(entries(), "many.bib")
    return folder


@pytest.fixture
def large(small: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same with limits so low that it counts as large."""
    monkeypatch.setattr(training, "LARGE", 50)
    monkeypatch.setattr(documents, "READ", 30)  # vectors in several blocks
    monkeypatch.setattr(searcher, "_POOL", 5)
    monkeypatch.setattr(searcher, "_FEW", 40)
    return small


@pytest.fixture
def reindexed(large: Path) -> Path:
    with KnowledgeBase.open(large) as kb:
        kb.reindex()
    return large


def scores(kb: KnowledgeBase, query: str, **options: object) -> dict[str, float]:
    hits = kb.search(query, mode="semantic", limit=WORKS, **options)  # type: ignore[arg-type]
    return {hit.work.key: round(hit.scores["semantic"], 5) for hit in hits}


def test_no_cosine_comes_from_a_damaged_file(
    reindexed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(semantic, "_QUICK", 0)  # as of a file too large to be read whole
    with KnowledgeBase.open(reindexed) as kb:
        before = scores(kb, "what do rats do?")
    file = reindexed / "index" / FILE_NAME
    content = bytearray(file.read_bytes())
    for place in range(len(content) // 2, len(content) * 3 // 4):  # the vectors in short
        content[place] ^= 0x55
    file.unlink()
    file.write_bytes(content)
    with KnowledgeBase.open(reindexed) as kb:
        index = kb.indexes.current(Part.VECTORS)
        assert isinstance(index, Shortens)
        assert index.shortens
        after = scores(kb, "what do rats do?")
    assert file.read_bytes() == bytes(content)
    assert after  # a passage may be missed, ...
    assert after.items() <= before.items()  # ... but none gets another score


def test_excluded_words_that_many_works_have(reindexed: Path) -> None:
    with KnowledgeBase.open(reindexed) as kb:
        hits = kb.search("study -rats -pigeons -prices", mode="semantic", limit=40)
    assert {hit.work.key for hit in hits} == {f"k{n}" for n in range(3, WORKS, 4)}


def test_vectors_that_come_in_blocks_are_all_found(reindexed: Path) -> None:
    with KnowledgeBase.open(reindexed) as kb:
        assert kb.indexes.behind() == (0, 0, 0)
        assert len(scores(kb, "a study")) == WORKS
        ids, rows = kb.store.passages.vectors(
            kb.indexes.fingerprint, kb.store.passages.ids().tolist(), kb.indexes.dimension
        )
        nearest = kb.indexes.current(Part.VECTORS).dense(kb.indexes.mapped(rows), 1)[1][:, 0]
    assert nearest.tolist() == ids.tolist()


def test_a_filter_that_allows_few_ranks_as_one_that_allows_many(
    reindexed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filters = Filters(year_from=1995, year_to=1999)
    with KnowledgeBase.open(reindexed) as kb:
        few = scores(kb, "what do agents do?", filters=filters)
        monkeypatch.setattr(searcher, "_FEW", 0)
        many = scores(kb, "what do agents do?", filters=filters)
    assert few == many
    assert len(few) == 20


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("meyer", {0, 3}),
        ("mey", {0, 3}),
        ("eyer", set()),
        ("meyer-lindenberg", {0}),
        ("meyer-l", {0}),
        ("meyer-andreas", set()),  # not side by side
        ("lindenberg andreas", {0}),
        ("andreas ann", set()),  # two people
        ("o'neil", {1}),
        ("de la fuente", {2}),
        ("lucia", {2}),
        ("Fuente, Ana", {2}),
    ],
)
def test_authors_are_found_by_the_beginnings_of_words(
    small: Path, name: str, found: set[int]
) -> None:
    with KnowledgeBase.open(small) as kb:
        ids = kb.store.selection.unknown_authors([name])
        assert bool(ids) == (not found)
        if found:
            keys = {work.key for work in kb.works.list(Filters(authors=(name,)))}
            assert keys == {f"k{n}" for n in range(WORKS) if n % 4 in found}


def test_doctor_compares_some_works_and_repairs_all(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "_COMPARED", WORKS - 1)
    with KnowledgeBase.open(small) as kb:
        kb.store.database.conn.execute("UPDATE passages SET locator = 'p. 1'")
        (before,) = [one for one in kb.doctor() if one.check == "passages"]
        assert f"{WORKS - 1} works" in before.what
        (repaired,) = [one for one in kb.doctor(fix=True) if one.check == "passages"]
        assert f"{WORKS} works" in repaired.what
        assert [one for one in kb.doctor() if one.check == "passages"] == []


def test_doctor_looks_at_some_vectors_and_repairs_all(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(small, tmp_path / "kb")
    monkeypatch.setattr(doctor, "_LARGE", WORKS - 1)
    monkeypatch.setattr(doctor, "_VECTORS", 10)
    with KnowledgeBase.open(tmp_path / "kb") as kb:
        with kb.store.database.atomic():
            kb.store.database.conn.execute("UPDATE vectors SET vector = zeroblob(8)")
        count = kb.store.passages.count()
        (some,) = [one for one in kb.doctor() if one.check == "vectors"]
        assert some.what.startswith("10 vectors")
        (whole,) = [one for one in kb.doctor(full=True) if one.check == "vectors"]
        assert int(whole.what.split()[0]) >= count
        kb.doctor(fix=True)
        assert [one for one in kb.doctor(full=True) if one.check == "vectors"] == []


def test_doctor_says_what_it_did_not_look_at(
    small: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = cli("--kb", str(small), "doctor")
    assert "not looked at" not in whole.stderr
    monkeypatch.setattr(doctor, "_COMPARED", WORKS - 20)
    monkeypatch.setattr(doctor, "_LARGE", WORKS - 20)
    quick = cli("--kb", str(small), "doctor")
    assert f"not looked at: the passages of 20 of {WORKS} works" in quick.stderr
    assert "SQLite's own indexes" in quick.stderr
    assert "pages of passages and vectors were read in part" in quick.stderr
    assert "doctor --full" in quick.stderr
    assert "all is well" not in quick.stderr
    assert "nothing is wrong in what was looked at" in quick.stderr
    full = cli("--kb", str(small), "doctor", "--full")
    assert "not looked at" not in full.stderr
    assert "all is well" in full.stderr


def test_an_index_of_the_store_that_lost_an_entry_is_found_in_full(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(small, copy)
    with closing(sqlite3.connect(copy / "causalkb.db")) as conn, conn:
        # An index that is told to hold fewer rows than it does, as after a lost write.
        conn.execute("CREATE INDEX lost ON works (year) WHERE year < 2000")
        conn.execute("PRAGMA writable_schema = ON")
        conn.execute("UPDATE sqlite_schema SET sql = replace(sql, 2000, 2015) WHERE name = 'lost'")
    monkeypatch.setattr(doctor, "_LARGE", WORKS - 1)
    with KnowledgeBase.open(copy) as kb:
        assert kb.doctor_leaves_out()
        assert [one for one in kb.doctor() if one.check == "store"] == []
        assert [one for one in kb.doctor(full=True) if one.check == "store"]
