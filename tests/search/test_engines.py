"""What every search index does: the same tests on FAISS with Tantivy and on Milvus.

The part about Milvus is skipped without its extra; ``make test-milvus`` runs it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from engines import ENGINES, needs, opener, use
from numpy.typing import NDArray

from causalkb import KnowledgeBase
from causalkb.search.query.query import parse_query
from causalkb.search.search_index import (
    CorrectsSpelling,
    KeptElsewhere,
    KeywordDocument,
    OpenIndex,
    Part,
    SearchIndex,
    Vectors,
    Words,
)

ENCODER = "a" * 32
LENGTH = 8
TEXTS = {
    1: ("Causal reasoning in rats", "Rats intervene on causal models.", "Blaisdell, Aaron"),
    2: ("Immigration and wages", "Wages in Miami did not fall.", "Card, David"),
    3: ("Models of causes", "A model that is causal.", "Pearl, Judea"),
    4: ("Schölkopf über Kausalität", "因果推論 out-of-distribution", "Schölkopf, Bernhard"),
    5: ("On cards", "Rats like cards.", "Roe, Ann"),
}


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    needs(request.param)
    return str(request.param)


@pytest.fixture
def open_index(engine: str, tmp_path: Path) -> Iterator[OpenIndex]:
    opened = opener(engine, tmp_path)
    yield opened
    if engine == "milvus":
        opened.close()  # type: ignore[attr-defined]


def vectors(ids: list[int]) -> Vectors:
    """A unit vector for each id, always the same one."""
    rows = np.stack([np.random.default_rng(id).normal(size=LENGTH) for id in ids])
    rows = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return Vectors(np.array(ids, np.int64), rows.astype(np.float32))


def words(ids: list[int]) -> Words:
    return Words(
        KeywordDocument(id, title, f"{title}. {text}", people, "a label")
        for id, (title, text, people) in TEXTS.items()
        if id in ids
    )


def filled(open_index: OpenIndex, folder: Path) -> SearchIndex:
    index = open_index(folder, ENCODER, LENGTH)
    for part in Part:
        index.delete(part, None)
    index.upsert(vectors([*TEXTS]), 7)
    index.upsert(words([*TEXTS]), 8)
    return index


def found(index: SearchIndex, query: str, allowed: list[int] | None = None) -> list[int]:
    ids = None if allowed is None else np.array(allowed, np.int64)
    hits = index.keyword(parse_query(query), 10, ids)
    scores = [score for _, score in hits]
    assert scores == sorted(scores, reverse=True)
    return [id for id, _ in hits]


def nearest(
    index: SearchIndex,
    id: int,
    allowed: NDArray[np.int64] | None = None,
    excluded: NDArray[np.int64] | None = None,
) -> list[int]:
    scores, ids = index.dense(vectors([id]).rows, 3, allowed, excluded)
    assert scores.shape == ids.shape
    return [int(one) for one in ids[0] if one >= 0]


def test_nothing_is_there_before_something_is_put_in(open_index: OpenIndex, tmp_path: Path) -> None:
    index = open_index(tmp_path, ENCODER, LENGTH)
    for part in Part:
        assert index.generation(part) == -1
        assert index.generation(part, check=True) == -1
        assert index.ids(part).tolist() == []
        assert index.extent(part) == (0, 0)
    assert nearest(index, 1) == []
    assert found(index, "rats") == []
    assert not (tmp_path / "milvus.db").exists(), "asking makes no file"


def test_what_was_put_in_is_there_when_it_is_opened_again(
    open_index: OpenIndex, tmp_path: Path
) -> None:
    filled(open_index, tmp_path)
    again = open_index(tmp_path, ENCODER, LENGTH)
    assert [again.generation(part, check=True) for part in Part] == [7, 8]
    assert [again.ids(part).tolist() for part in Part] == [[*TEXTS]] * 2
    assert [again.extent(part) for part in Part] == [(len(TEXTS), max(TEXTS))] * 2


def test_the_nearest_vectors_come_first_with_their_cosines(
    open_index: OpenIndex, tmp_path: Path
) -> None:
    index = filled(open_index, tmp_path)
    rows = vectors([*TEXTS]).rows
    scores, ids = index.dense(rows, 5)
    expected = rows @ rows.T
    assert ids.shape == (5, 5)
    for n in range(5):
        order = np.argsort(-expected[n])
        assert ids[n].tolist() == (order + 1).tolist()
        np.testing.assert_allclose(scores[n], expected[n][order], atol=1e-5)
    assert nearest(index, 2, np.array([3, 5], np.int64))[0] in (3, 5)
    assert set(nearest(index, 2, np.array([3, 5], np.int64))) == {3, 5}
    assert nearest(index, 2, np.empty(0, np.int64)) == []


def test_excluded_passages_are_not_among_the_nearest(open_index: OpenIndex, tmp_path: Path) -> None:
    index = filled(open_index, tmp_path)
    first = nearest(index, 2)
    best = np.array(sorted(first[:2]), np.int64)
    others = [id for id in TEXTS if id not in best]
    assert nearest(index, 2, excluded=best) == nearest(index, 2, np.array(others, np.int64))
    assert nearest(index, 2, np.array(first, np.int64), best) == first[2:]
    assert nearest(index, 2, excluded=np.array([*TEXTS], np.int64)) == []


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("intervening rat", {1, 5}),
        ("Blaisdell", {1}),
        ("schoelkopf Schölkopf", {4}),
        ('"causal models"', {1}),
        ('"model that"', {3}),
        ('"wages rats"', set()),
        ("rats -wages -cards", {1}),
        ('models -"causal models"', {3}),
        ("distribution", {4}),
        ("因果", {4}),
        ("label", {1, 2, 3, 4, 5}),
        ("nowhere", set()),
    ],
)
def test_words_phrases_and_exclusions_find_the_same(
    open_index: OpenIndex, tmp_path: Path, query: str, ids: set[int]
) -> None:
    index = filled(open_index, tmp_path)
    assert set(found(index, query)) == ids
    assert set(found(index, query, [1, 4, 77])) == ids & {1, 4}
    assert found(index, query, []) == []


def test_a_phrase_ranks_above_its_words_apart(open_index: OpenIndex, tmp_path: Path) -> None:
    index = open_index(tmp_path, ENCODER, LENGTH)
    index.delete(Part.WORDS, None)
    texts = {1: "test of a model on other data", 2: "a model-test of data", 3: "the data", 4: "no"}
    index.upsert(Words(KeywordDocument(id, "", text, "", "") for id, text in texts.items()), 3)
    assert found(index, "model-test")[0] == 2
    assert found(index, "test of the model-test") == [2, 1]


def test_the_words_of_a_typo_are_found(open_index: OpenIndex, tmp_path: Path) -> None:
    index = filled(open_index, tmp_path)
    assert isinstance(index, CorrectsSpelling)
    query, notes = index.correct(parse_query('imigration of rats by Blaisdel "causal modles"'))
    assert query.terms == ("imigration", "immigration", "of", "rats", "by", "Blaisdel", "blaisdell")
    assert query.phrases == ("causal models",)
    assert len(notes) == 3
    assert index.correct(parse_query("rats")) == (parse_query("rats"), ())


def test_a_name_ranks_above_the_same_word(open_index: OpenIndex, tmp_path: Path) -> None:
    assert found(filled(open_index, tmp_path), "Card")[0] == 2


def test_what_quotes_and_exclusions_mean_for_vectors(open_index: OpenIndex, tmp_path: Path) -> None:
    index = filled(open_index, tmp_path)
    required, excluded = index.filter(parse_query('rats "causal models" -wages -"a model"'))
    assert required is not None
    assert required.tolist() == [1]
    assert excluded.tolist() == [2, 3]
    required, excluded = index.filter(parse_query("rats"))
    assert required is None
    assert excluded.tolist() == []


def test_what_is_deleted_or_replaced_is_gone(open_index: OpenIndex, tmp_path: Path) -> None:
    index = filled(open_index, tmp_path)
    gone = np.array([1, 2], np.int64)
    index.delete(Part.WORDS, gone)
    index.upsert(words([3]), 9)
    index.delete(Part.VECTORS, gone)
    index.upsert(vectors([3, 6]), 10)
    again = open_index(tmp_path, ENCODER, LENGTH)
    assert [again.generation(part, check=True) for part in Part] == [10, 9]
    assert again.ids(Part.VECTORS).tolist() == [3, 4, 5, 6]
    assert again.ids(Part.WORDS).tolist() == [3, 4, 5]
    assert found(again, "rats") == [5]
    assert nearest(again, 6)[0] == 6
    assert 1 not in nearest(again, 1)


def test_all_can_be_dropped_at_once(open_index: OpenIndex, tmp_path: Path) -> None:
    index = filled(open_index, tmp_path)
    for part in Part:
        index.delete(part, None)
    index.upsert(words([2]), 11)
    index.upsert(vectors([4]), 12)
    again = open_index(tmp_path, ENCODER, LENGTH)
    assert again.ids(Part.WORDS).tolist() == [2]
    assert again.ids(Part.VECTORS).tolist() == [4]


def test_vectors_of_another_model_do_not_count(open_index: OpenIndex, tmp_path: Path) -> None:
    filled(open_index, tmp_path)
    for other in (
        open_index(tmp_path, "b" * 32, LENGTH),
        open_index(tmp_path, ENCODER, LENGTH + 1),
    ):
        assert other.generation(Part.VECTORS) == -1
        assert other.generation(Part.WORDS) == 8
        if isinstance(other, KeptElsewhere):
            assert other.trouble(Part.VECTORS) == "holds the vectors of another model"


ENTRIES = b"""
@article{rats2006, title={Causal reasoning in rats}, author={Blaisdell, A}, year={2006}}
@article{wages1990, title={Immigration and wages in Miami}, author={Card, D}, year={1990}}
@article{seeing2009, title={Seeing and doing in children}, author={Gopnik, A}, year={2009}}
"""
MORE = b"@article{crows2010, title={Crows and the trap tube}, author={Taylor, A}, year={2010}}"
QUERIES = ("what do animals understand of causes?", "Miami", '"causal reasoning"', "rats -wages")


def tops(kb: KnowledgeBase) -> list[list[str]]:
    return [[hit.work.key for hit in kb.search(query)] for query in QUERIES]


def test_a_knowledge_base_is_used_in_the_same_way(engine: str, tmp_path: Path, home: Path) -> None:
    with KnowledgeBase.open(tmp_path / "plain", create=True) as kb:
        kb.add_content(ENTRIES, "three.bib")
        expected = tops(kb)
    with KnowledgeBase.open(home, create=True) as kb:
        kb.add_content(ENTRIES, "three.bib")
        use(engine, kb)
        assert kb.stats().index.startswith(engine)
        assert tops(kb) == expected
    with KnowledgeBase.open(home) as kb:
        assert tops(kb) == expected
        kb.add_content(MORE, "more.bib")
        kb.works.remove("wages1990")
        assert kb.search("birds with tools")[0].work.key == "crows2010"
        assert kb.indexes.behind() == (0, 0, 0)
        assert [found for found in kb.doctor() if found.check == "indexes"] == []
    with KnowledgeBase.open(home) as kb:
        assert [hit.work.key for hit in kb.search("Miami", mode="keyword")] == []
        assert [hit.work.key for hit in kb.search("tube", mode="keyword")] == ["crows2010"]
        use("local", kb)
        assert kb.stats().index == "local"
        assert kb.search("birds with tools")[0].work.key == "crows2010"
