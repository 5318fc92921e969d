"""The keyword index on disk: what survives damage and crashes, and what is never written."""

import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
import tantivy

from causalkb.errors import StoreError
from causalkb.search.keyword import files as keyword_files
from causalkb.search.keyword.index import KeywordDocument, KeywordIndex
from causalkb.search.query.query import parse_query

ROOT = Path(__file__).parents[2]


def document(id, text=""):
    return KeywordDocument(id, "", text, "", "")


DOCUMENTS = [
    KeywordDocument(1, "Causality", "Models, reasoning and inference.", "Pearl, Judea", "book"),
    document(2, "Causal reasoning in rats"),
    *(document(id, "something else") for id in (3, 4, 5, 6)),
]


def search(index, text):
    query, _ = index.correct(parse_query(text))
    return [id for id, _ in index.search(query, 10)]


def snapshot(directory):
    return {
        path: (path.stat().st_mtime_ns, path.read_bytes() if path.is_file() else b"")
        for path in directory.rglob("*")
    }


def test_reading_a_missing_index_creates_nothing(tmp_path):
    index = KeywordIndex.open(tmp_path / "keyword")
    assert index.generation == -1
    assert index.ids().size == 0
    query = parse_query('"a b" rats -x')
    assert index.search(query, 5) == []
    assert index.correct(query) == (query, ())
    assert [part.size for part in index.conditions(query)] == [0, 0]
    assert list(tmp_path.iterdir()) == []


def small(directory):
    index = KeywordIndex.open(directory)
    index.update(DOCUMENTS, [], 3)
    return index


def test_reading_changes_nothing(tmp_path):
    small(tmp_path / "keyword")
    before = snapshot(tmp_path)
    index = KeywordIndex.open(tmp_path / "keyword")
    search(index, "perl")
    index.ids()
    assert snapshot(tmp_path) == before


def break_meta(directory):
    (directory / "meta.json").write_text("garbage")


def truncate_meta(directory):
    (directory / "meta.json").write_bytes((directory / "meta.json").read_bytes()[:40])


def lose_meta(directory):
    (directory / "meta.json").unlink()


def truncate_terms(directory):
    for file in directory.glob("*.term"):
        file.write_bytes(file.read_bytes()[:30])


def lose_postings(directory):
    for file in directory.glob("*.idx"):
        file.unlink()


def become_a_file(directory):
    shutil.rmtree(directory)
    directory.write_text("?")


@pytest.mark.parametrize(
    "damage",
    [break_meta, truncate_meta, lose_meta, truncate_terms, lose_postings, become_a_file],
)
def test_a_damaged_index_is_empty_and_comes_back(tmp_path, damage):
    directory = tmp_path / "keyword"
    small(directory)
    damage(directory)
    before = snapshot(tmp_path)
    index = KeywordIndex.open(directory)
    assert (index.generation, index.ids().size) == (-1, 0)
    assert snapshot(tmp_path) == before
    index.update(DOCUMENTS, [], 4)
    assert KeywordIndex.open(directory).generation == 4
    assert list(tmp_path.iterdir()) == [directory]


def test_an_index_of_another_format_is_empty_and_comes_back(tmp_path, monkeypatch):
    monkeypatch.setattr(keyword_files, "FORMAT", "another")
    small(tmp_path / "keyword")
    monkeypatch.undo()
    index = KeywordIndex.open(tmp_path / "keyword")
    assert index.generation == -1
    index.update(DOCUMENTS, [], 4)
    assert KeywordIndex.open(tmp_path / "keyword").ids().tolist() == [1, 2, 3, 4, 5, 6]


def test_silent_damage_is_an_error_of_ours_and_heals(tmp_path):
    directory = tmp_path / "keyword"
    small(directory)
    for file in directory.glob("*.pos"):
        content = file.read_bytes()
        file.write_bytes(bytes(len(content) - 150) + content[-150:])
    assert not keyword_files.intact(directory)
    index = KeywordIndex.open(directory)
    # Whether it shows depends on the bytes that are read; but only ever as a StoreError.
    with contextlib.suppress(StoreError):
        search(index, '"causal reasoning"')
    with contextlib.suppress(StoreError):
        for id in range(10, 20):
            index.update([document(id, text="causal reasoning")], [1], id)
    index = KeywordIndex.open(directory)
    index.update(DOCUMENTS, [], 99)
    assert KeywordIndex.open(directory).generation == 99


def test_a_failing_source_leaves_the_old_index(tmp_path):
    index = small(tmp_path / "keyword")

    def source():
        yield document(50, text="half")
        raise RuntimeError("stopped")

    with pytest.raises(RuntimeError, match="stopped"):
        index.update(source(), [1], 9)
    for each in (index, KeywordIndex.open(tmp_path / "keyword")):
        assert each.generation == 3
        assert each.ids().tolist() == [1, 2, 3, 4, 5, 6]
    index.update([document(50)], [1], 10)
    assert index.ids().tolist() == [2, 3, 4, 5, 6, 50]


def test_a_second_writer_is_told_so(tmp_path):
    index = small(tmp_path / "keyword")
    writer = tantivy.Index.open(str(tmp_path / "keyword")).writer(15_000_000, 1)
    with pytest.raises(StoreError, match="another process"):
        index.update([document(50)], [], 4)
    assert index.generation == 3
    writer.wait_merging_threads()
    index.update([document(50)], [], 5)
    assert index.ids().tolist() == [1, 2, 3, 4, 5, 6, 50]


def test_what_a_killed_writer_left_is_no_obstacle(tmp_path):
    directory = tmp_path / "keyword"
    index = small(directory)
    meta = json.loads((directory / "meta.json").read_text())
    opstamp = meta["opstamp"]
    # The next commit deletes in each segment, and so writes one of these names.
    for segment in meta["segments"]:
        for ahead in range(opstamp, opstamp + 20):
            name = f"{segment['segment_id'].replace('-', '')}.{ahead}.del"
            if not (directory / name).exists():
                (directory / name).write_bytes(b"half")
    index.update([document(50)], [1, 3], 10)
    assert index.ids().tolist() == [2, 4, 5, 6, 50]
    assert keyword_files.intact(directory)


_KILLED = """
import sys, itertools
from pathlib import Path
from causalkb.search.keyword.index import KeywordDocument, KeywordIndex
directory = Path(sys.argv[1])
index = KeywordIndex.open(directory)
start = index.generation
print("ready", flush=True)
for generation in itertools.count(start + 1):
    low = 10 * generation
    add = [KeywordDocument(id, "t", "cause " * 50, "p", "l") for id in range(low, low + 10)]
    index.update(add, range(low - 10, low), generation)
"""


def test_killed_at_any_moment_content_and_generation_agree(tmp_path):
    directory = tmp_path / "keyword"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    last = -1
    # The long ones only where a busy machine has not finished an update before.
    for delay in (0.0, 0.003, 0.01, 0.02, 0.05, 0.11, 0.5, 2.0, 5.0):
        if delay >= 0.5 and last > 0:
            break
        process = subprocess.Popen(
            [sys.executable, "-c", _KILLED, str(directory)], stdout=subprocess.PIPE, env=environment
        )
        with process:
            process.stdout.readline()
            time.sleep(delay)
            process.kill()
        index = KeywordIndex.open(directory)
        assert index.generation >= last
        last = index.generation
        if last >= 0:
            assert index.ids().tolist() == list(range(10 * last, 10 * last + 10))
            assert keyword_files.intact(directory)
    assert last > 0


_READ_ONLY = """
import os, sys, tempfile
from pathlib import Path
import rapidfuzz.process, rapidfuzz.distance
from causalkb.search.keyword.index import KeywordIndex
from causalkb.search.query.query import parse_query
if os.geteuid() == 0:
    os.setuid(65534)
assert not os.access(sys.argv[1], os.W_OK)
index = KeywordIndex.open(Path(sys.argv[1]))
print(index.generation, index.search(index.correct(parse_query("perl"))[0], 5)[0][0])
"""


@pytest.mark.skipif(os.name == "nt", reason="permissions of POSIX")
def test_a_read_only_index_is_searched():
    # Not tmp_path, whose parents are closed to other users.
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        directory = Path(folder) / "keyword"
        small(directory)
        directory.chmod(0o555)
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        run = subprocess.run(
            [sys.executable, "-c", _READ_ONLY, str(directory)],
            capture_output=True,
            text=True,
            env=environment,
        )
        directory.chmod(0o755)
    assert run.stdout == "3 1\n", run.stderr


def test_many_small_updates_keep_few_segments(tmp_path):
    index = small(tmp_path / "keyword")
    for generation in range(30):
        index.update([document(100 + generation, text="cause")], [], generation)
    assert len(list((tmp_path / "keyword").glob("*.term"))) < 12
