"""The parts that are counted sum to the weight of their side."""

from __future__ import annotations

from math import isclose

from balances import PRO, one

from causalkb.records import Claim, Person, Work
from causalkb.vocabulary import Design


def test_the_same_record_given_twice_is_counted_once() -> None:
    claim = Claim("t", id="a#1", work="a", design=Design.EXPERIMENT, stances={"h": PRO})
    found = one([Work("a", authors=(Person("Adams", "B."),))], [claim, claim])
    assert [weighed.counted for weighed in found.supports] == [found.for_weight, 0.0]
    assert found.supports[1].discount == "same work as a#1, which counts for it"


def test_what_is_counted_sums_to_the_side() -> None:
    people = [Person(name, "X.") for name in ("Adams", "Brown", "Clark")]
    works = [Work(key, authors=tuple(people[i : i + 2])) for i, key in enumerate("abc")]
    claims = [
        Claim("t", id=f"{key}#1", work=key, design=design, stances={"h": PRO})
        for key, design in zip(
            "abc", (Design.EXPERIMENT, Design.REVIEW, Design.THEOREM), strict=True
        )
    ]
    found = one(works, claims)
    assert isclose(sum(weighed.counted for weighed in found.supports), found.for_weight)
