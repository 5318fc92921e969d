"""The keyword index: what is found, corrected and marked."""

import tempfile
import unicodedata
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from conftest import examples
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from causalkb.errors import InputError
from causalkb.search.keyword.index import KeywordDocument, KeywordIndex, matched_spans
from causalkb.search.query.query import parse_query


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
        monkeypatch.setattr("causalkb.search.keyword.index._SET_OF_IDS", 0)
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


@settings(max_examples=examples(15), deadline=None)
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


@settings(max_examples=examples(150), deadline=None, suppress_health_check=[HealthCheck.too_slow])
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


@pytest.mark.timeout(60)
def test_matched_spans_of_a_long_text_take_linear_time():
    spans = matched_spans(parse_query("cause " + '"' + "a " * 900 + '"'), "a a cause é " * 30_000)
    assert len(spans) == 30_000
