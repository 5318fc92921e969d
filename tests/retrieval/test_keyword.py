"""The keyword index on disk: what is found, what survives, what is never written."""

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
import unicodedata
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import tantivy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from causalkb.errors import InputError, StoreError
from causalkb.retrieval import keyword_files
from causalkb.retrieval.keyword import KeywordDocument, KeywordIndex, matched_spans
from causalkb.retrieval.query import parse_query

ROOT = Path(__file__).parents[2]


def document(id, title="", text="", people="", labels=""):
    return KeywordDocument(id, title, text, people, labels)


DOCUMENTS = [
    document(
        1, "Causality", "Models, reasoning and inference.", "Pearl, Judea", "pearl2009causality"
    ),
    document(
        2, "Causal reasoning in rats", "Rats intervene on a lever in 2006.", "Blaisdell, Aaron"
    ),
    document(3, "因果推論の方法", "統計的因果推論とは何か", "Schölkopf, Bernhard", "机器学习"),
    document(4, "Причинность", "интервенции и модели"),
    document(
        5, "Shift", "Going out of distribution. Counterfactual, counterfactual.", labels="ood"
    ),
    document(6, "Robustness", "Out-of-distribution generalisation of pearl necklaces", "Doe, Jane"),
]


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    index = KeywordIndex.open(tmp_path_factory.mktemp("kb") / "keyword")
    index.update(DOCUMENTS, [], generation=7)
    return index


def found(index, text, **options):
    query, _ = index.correct(parse_query(text))
    return [id for id, _ in index.search(query, 10, **options)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("intervenes", [2]),
        ("INTERVENING", [2]),
        ("2006", [2]),
        ("Scholkopf", [3]),
        ("Schölkopf", [3]),
        (unicodedata.normalize("NFD", "Schölkopf"), [3]),
        ("pearl2009causality", [1]),
        ("Pearl", [1, 6]),
        ("интервенция модели", [4]),
        ("因果推論", [3]),
        ("統計", [3]),
        ("机器学习", [3]),
        ("果", [3]),
        ("推果", []),
        ("of", [5, 6]),
        ("on a", [2]),
        ('"causal reasoning"', [2]),
        ('"reasoning causal"', []),
        ('"causal reasons" pearl', [2]),
        ("pearl -necklace", [1]),
        ('pearl -"distributions general"', [1, 6]),
        ('pearl -"distribution generalising"', [1]),
        ("zzzzzz", []),
        ("x" * 5_000, []),
    ],
)
def test_what_is_found(index, text, expected):
    assert sorted(found(index, text)) == sorted(expected)


def test_hyphenated_words_are_found_both_ways(index):
    assert set(found(index, "out-of-distribution")) == {5, 6}
    assert set(found(index, "out of distribution")) == {5, 6}
    assert set(found(index, '"out-of-distribution"')) == {5, 6}


def test_titles_and_names_rank_first(index):
    assert found(index, "causality")[0] == 1
    assert found(index, "Pearl")[0] == 1


def test_scores_descend_and_the_limit_holds(index):
    hits = index.search(parse_query("pearl causal rats distribution"), 10)
    assert [score for _, score in hits] == sorted((score for _, score in hits), reverse=True)
    assert index.search(parse_query("pearl causal rats distribution"), 2) == hits[:2]
    assert index.search(parse_query("pearl"), 0) == []
    assert index.search(parse_query("pearl"), 10**12)


def test_filters_alone_find_nothing(index):
    assert index.search(parse_query("year:2015"), 10) == []
    assert index.search(parse_query("-rats year:2015"), 10) == []


def test_conditions_for_another_ranking(index):
    required, excluded = index.conditions(parse_query('"causal reasoning" -pearl'))
    assert required.tolist() == [2]
    assert excluded.tolist() == [1, 6]
    required, excluded = index.conditions(parse_query("rats"))
    assert required is None
    assert excluded.size == 0


@pytest.mark.parametrize(
    ("text", "known", "expected"),
    [
        ("Perl", "pearl", 1),
        ("perl", "pearl", 1),
        ("counterfactal", "counterfactual", 5),
        ("Shcolkopf", "scholkopf", 3),
        ("xcausality", "causality", 1),
        ("причиность", "причинность", 4),
    ],
)
def test_typos(index, text, known, expected):
    query, notes = index.correct(parse_query(text))
    assert query.terms == (text, known)
    assert query.text == f"{text} {known}"
    assert notes == (f"no passage has {text.casefold()!r}, also searched {known!r}",)
    assert expected in [id for id, _ in index.search(query, 10)]


def test_typos_in_a_phrase_are_replaced(index):
    query, notes = index.correct(parse_query('"causl reasoning"'))
    assert query.phrases == ("causal reasoning",)
    assert query.text == "causal reasoning"
    assert "instead" in notes[0]
    assert [id for id, _ in index.search(query, 10)] == [2]


@pytest.mark.parametrize("text", ["interventions", "xyz", "gpt4o", "因推", "zzzzzzzz", "of the"])
def test_what_is_not_corrected(index, text):
    query = parse_query(text)
    assert index.correct(query) == (query, ())


def test_few_and_many_allowed_ids_give_the_same(tmp_path, monkeypatch):
    index = KeywordIndex.open(tmp_path / "keyword")
    index.update(
        (
            document(id, text="cause " * (1 + id % 7) + "filler " * (id % 11))
            for id in range(1, 2_001)
        ),
        [],
        1,
    )
    query = parse_query("cause")
    everything = index.search(query, 2_000)
    assert len(everything) == 2_000
    for allowed in (np.arange(1, 2_001), np.array([1_999, 5, 5, 1]), np.arange(0, 50_000, 1_000)):
        expected = [hit for hit in everything if hit[0] in set(allowed.tolist())]
        small = index.search(query, 2_000, allowed=allowed)
        monkeypatch.setattr("causalkb.retrieval.keyword._SET_OF_IDS", 0)
        large = index.search(query, 2_000, allowed=allowed)
        top = index.search(query, 2, allowed=allowed)
        monkeypatch.undo()
        assert [id for id, _ in small] == [id for id, _ in large] == [id for id, _ in expected]
        assert [score for _, score in small] == pytest.approx([score for _, score in expected])
        assert [score for _, score in top] == pytest.approx([score for _, score in expected[:2]])
    assert index.search(query, 5, allowed=np.array([], dtype=np.int64)) == []


def test_replacing_and_removing(tmp_path):
    index = KeywordIndex.open(tmp_path / "keyword")
    index.update([document(1, text="old"), document(1, text="new"), document(2, text="new")], [], 1)
    assert index.ids().tolist() == [1, 2]
    index.update([document(2, text="newest")], [1, 99], 2)
    assert index.ids().tolist() == [2]
    assert found(index, "old") == found(index, "new") == []
    reopened = KeywordIndex.open(tmp_path / "keyword")
    assert reopened.generation == 2
    assert reopened.ids().dtype == np.int64
    assert found(reopened, "newest") == [2]


_steps = st.lists(
    st.tuples(
        st.dictionaries(st.integers(1, 12), st.sampled_from(["rats cause", "ants", "因果 rats"])),
        st.sets(st.integers(1, 12)),
    ),
    max_size=4,
)


@settings(max_examples=15, deadline=None)
@given(_steps, st.sets(st.integers(1, 12)))
def test_ids_are_what_was_added_and_not_removed(steps, allowed):
    with tempfile.TemporaryDirectory() as folder:
        index = KeywordIndex.open(Path(folder) / "keyword")
        expected: dict[int, str] = {}
        for generation, (add, remove) in enumerate(steps):
            index.update((document(id, text=text) for id, text in add.items()), remove, generation)
            expected = {id: text for id, text in expected.items() if id not in remove} | add
            assert index.generation == generation
        assert index.ids().tolist() == sorted(expected)
        rats = {id for id, text in expected.items() if "rats" in text}
        assert set(found(index, "rats")) == set(sorted(rats)[:10]) or len(rats) > 10
        hits = index.search(parse_query("rats"), 100, np.array(sorted(allowed), dtype=np.int64))
        assert {id for id, _ in hits} == rats & allowed


_odd = st.sampled_from(['"', "-", "*", "NEAR(", " OR ", "因果", "rats", "\x00", "é", "İ", "½", "⒈"])


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(st.text(), st.lists(_odd).map("".join)))
def test_odd_queries_and_texts_never_fail(index, text):
    try:
        query = parse_query(text)
    except InputError:
        return
    query, _ = index.correct(query)
    index.search(query, 5)
    index.conditions(query)
    spans = matched_spans(query, f"{text} rats {text}")
    assert all(0 <= start < end for start, end in spans)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))


# --- marking


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        ("intervenes", "Rats intervene, intervening.", ["intervene", "intervening"]),
        ('"causal models"', "A causal model; a model.", ["causal model"]),
        ("the rats", "the rat", ["rat"]),
        ("the", "the rat", ["the"]),
        ("out-of-distribution", "Out of distribution; of", ["Out of distribution"]),
        ("scholkopf", unicodedata.normalize("NFD", "von Schölkopf ü"), None),
        ("因果推論", "これは因果推論。因果", ["因果推論", "因果"]),
        ("causal", "因果 cau\u00adsal x", ["cau\u00adsal"]),
        ("rats -causal", "causal rats", ["rats"]),
        ("year:2015", "2015", []),
    ],
)
def test_matched_spans(query, text, expected):
    spans = [text[start:end] for start, end in matched_spans(parse_query(query), text)]
    assert spans == (expected or spans)
    if expected is None:
        assert [unicodedata.normalize("NFC", span) for span in spans] == ["Schölkopf"]


def test_matched_spans_of_a_long_text_take_linear_time():
    start = time.perf_counter()
    spans = matched_spans(parse_query("cause " + '"' + "a " * 900 + '"'), "a a cause é " * 30_000)
    assert len(spans) == 30_000
    assert time.perf_counter() - start < 3


# --- what is on disk


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
    found(index, "perl")
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
        found(index, '"causal reasoning"')
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


_KILLED = """
import sys, itertools
from pathlib import Path
from causalkb.retrieval.keyword import KeywordDocument, KeywordIndex
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
    for delay in (0.0, 0.003, 0.01, 0.02, 0.05, 0.11):
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
from causalkb.retrieval.keyword import KeywordIndex
from causalkb.retrieval.query import parse_query
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


def test_many_small_updates_keep_few_segments_and_are_quick(tmp_path):
    index = small(tmp_path / "keyword")
    taken = []
    for generation in range(30):
        start = time.perf_counter()
        index.update([document(100 + generation, text="cause")], [], generation)
        taken.append(time.perf_counter() - start)
    assert len(list((tmp_path / "keyword").glob("*.term"))) < 12
    assert sorted(taken)[15] < 0.3
