"""``kb.to_frames``: the records as pandas reads them."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from pandas.testing import assert_frame_equal

from causalkb import Claim, ClaimRelation, Estimate, Filters, InputError, KnowledgeBase, Relation
from causalkb.formats.frames import COLUMNS


def test_every_record_is_a_row(kb: KnowledgeBase) -> None:
    frames = kb.to_frames()
    claims = kb.claims.list()
    assert list(frames.works["key"]) == [work.key for work in kb.works.list()]
    assert list(frames.claims["id"]) == [claim.id for claim in claims]
    assert list(frames.hypotheses["slug"]) == [one.slug for one in kb.hypotheses.list(retired=True)]
    assert len(frames.stances) == sum(len(claim.stances) for claim in claims)
    joined = frames.stances.merge(frames.claims, left_on="claim", right_on="id")
    assert joined.groupby("stance").size().to_dict() == {
        "contradicts": 2,
        "qualifies": 1,
        "supports": 3,
    }
    for name, columns in COLUMNS.items():
        assert tuple(getattr(frames, name).columns) == columns


def test_numbers_lists_and_gaps_keep_their_types(kb: KnowledgeBase) -> None:
    relation = ClaimRelation(Relation.REPLICATES, "blaisdell2006causal#1", "same task")
    estimate = Estimate(0.4, "d", 0.1, 0.7)
    name = kb.claims.add("liu2008", Claim("Again.", n=32, estimate=estimate, relations=(relation,)))
    frames = kb.to_frames()
    claim = frames.claims.set_index("id").loc[name]
    assert (claim["n"], claim["estimate"], claim["estimate_unit"]) == (32, 0.4, "d")
    assert list(frames.relations.iloc[0]) == [
        name,
        "replicates",
        "blaisdell2006causal#1",
        "same task",
    ]
    assert str(frames.works["year"].dtype) == "Int64"
    assert frames.works["year"].isna().sum() == sum(w.year is None for w in kb.works.list())
    work = frames.works.set_index("key").loc["blaisdell2006causal"]
    assert work["questions"] == ["interventions", "animal-learning"]


def test_filters_restrict_works_and_claims(kb: KnowledgeBase) -> None:
    frames = kb.to_frames(Filters(questions=("animal-learning",)))
    assert set(frames.works["key"]) == {
        work.key for work in kb.works.list(Filters(questions=("animal-learning",)))
    }
    assert set(frames.claims["work"]) <= set(frames.works["key"])
    assert len(frames.hypotheses) == 6


def test_an_empty_one_has_the_same_columns_and_types(empty: KnowledgeBase, library: Path) -> None:
    with KnowledgeBase.open(library) as kb:
        full = kb.to_frames()
    frames = empty.to_frames()
    for name in COLUMNS:
        if name != "hypotheses":
            assert_frame_equal(getattr(frames, name), getattr(full, name).iloc[:0])


def test_without_pandas_the_extra_is_named(
    kb: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(InputError, match=r"pip install 'causalkb\[frames\]'"):
        kb.to_frames()
