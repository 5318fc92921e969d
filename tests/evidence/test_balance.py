"""The balance by hand: small cases whose numbers one can check on paper."""

from __future__ import annotations

import time

import pytest
from balances import CON, NEITHER, PRO, QUESTION, RIVAL, H, balance, claim, one, work

from causalkb.errors import InputError
from causalkb.evidence.balance import weigh
from causalkb.evidence.balance_records import GapKind, Verdict
from causalkb.evidence.weights import Weights
from causalkb.records import Claim, Person, Work
from causalkb.vocabulary import Design, Field, Rung

E, B, S, T, P = (
    Design.EXPERIMENT,
    Design.EVALUATION,
    Design.SIMULATION,
    Design.THEOREM,
    Design.POSITION,
)


def test_example_of_the_documentation() -> None:
    """The worked example of docs/evidence-model.md."""
    works = [
        work("a", "Adams, Ann", "Brown, Bo"),
        work("b", "Brown, Bo", "Clark, Cy"),
        work("c", "Diaz, Di"),
        work("d", "Evans, Ed"),
    ]
    claims = [claim("a"), claim("b", 1, PRO, S), claim("c", 1, PRO, B), claim("d", 1, CON, B)]
    found = one(works, claims)
    assert (found.for_weight, found.against_weight, found.weight) == (5.75, 2.0, 3.75)
    assert found.verdict is Verdict.CONTESTED
    # Without d there would be 5.75 against nothing, which is enough.
    assert found.overturned_by == ("d",)


def test_two_independent_experiments_support() -> None:
    found = one([work("a", "A, A"), work("b", "B, B")], [claim("a"), claim("b")])
    assert (found.verdict, found.weight) == (Verdict.SUPPORTED, 6.0)
    assert found.overturned_by == ("a", "b")
    assert found.fragile


def test_two_works_below_experimental_grade_are_insufficient() -> None:
    found = one(
        [work("a", "A, A"), work("b", "B, B")], [claim("a", 1, PRO, B), claim("b", 1, PRO, T)]
    )
    assert (found.verdict, found.weight) == (Verdict.INSUFFICIENT, 4.0)
    assert not found.fragile


def test_works_of_one_author_are_one_witness() -> None:
    keys = "abcdefgh"
    found = one([work(k, "A, A") for k in keys], [claim(k) for k in keys])
    assert (found.verdict, found.weight) == (Verdict.INSUFFICIENT, 3.0)


def test_shared_author_counts_once_with_the_largest_share() -> None:
    works = [work("a", "A, A", "B, B"), work("b", "B, B", "C, C")]
    found = one(works, [claim("a"), claim("b", 1, PRO, S)])
    # A 1.5, B max(1.5, 0.75), C 0.75
    assert found.weight == 3.75
    assert [(w.claim.id, w.counted) for w in found.supports] == [("a#1", 3.0), ("b#1", 0.75)]
    assert "shares authors with a" in found.supports[1].discount


def test_names_are_compared_folded_with_first_initial() -> None:
    works = [
        Work("a", authors=(Person("Schölkopf", "Bernhard"),)),
        Work("b", authors=(Person("SCHOLKOPF", "B."), Person.others())),
    ]
    assert one(works, [claim("a"), claim("b")]).weight == 3.0
    other = Work("b", authors=(Person("Schölkopf", "Anna"),))
    assert one([works[0], other], [claim("a"), claim("b")]).weight == 6.0


def test_work_without_authors_stands_for_itself() -> None:
    only_others = Work("b", authors=(Person.others(),))
    assert one([work("a"), only_others], [claim("a"), claim("b")]).weight == 6.0


def test_work_counts_by_its_strongest_claim() -> None:
    found = one([work("a", "A, A")], [claim("a", 1, PRO, S), claim("a", 2), claim("a", 3)])
    assert found.weight == 3.0
    assert [(w.claim.id, w.counted) for w in found.supports] == [
        ("a#2", 3.0),
        ("a#3", 0.0),
        ("a#1", 0.0),
    ]


def test_versions_are_one_work_also_at_second_hand() -> None:
    works = [
        work("pre", "A, A", versions=["talk"]),
        work("talk", "B, B"),
        work("published", "C, C", versions=["talk"]),
    ]
    claims = [claim("pre"), claim("published")]
    found = one(works, claims)
    assert (found.weight, found.verdict) == (3.0, Verdict.INSUFFICIENT)
    assert "another version" in found.supports[1].discount


def test_work_on_both_sides_counts_on_both() -> None:
    found = one([work("a", "A, A")], [claim("a"), claim("a", 2, CON)])
    assert (found.for_weight, found.against_weight, found.weight) == (3.0, 3.0, 0.0)
    assert found.verdict is Verdict.INSUFFICIENT


def test_qualifications_are_shown_and_weigh_nothing() -> None:
    works = [work(k, f"{k.upper()}, X") for k in "abc"]
    found = one(works, [claim("a"), claim("b"), claim("c", 1, NEITHER)])
    assert (found.weight, len(found.qualifies)) == (6.0, 1)
    assert found.qualifies[0].counted == 0.0


def test_contested_and_contradicted() -> None:
    works = [work(k, f"{k.upper()}, X") for k in "abcdef"]
    pro = [claim(k) for k in "abc"]
    con = [claim(k, 1, CON) for k in "def"]
    assert one(works, pro + con[:2]).verdict is Verdict.CONTESTED
    assert one(works, pro + con[:1]).verdict is Verdict.SUPPORTED
    assert one(works, pro[:1] + con).verdict is Verdict.CONTRADICTED


def test_heavier_side_of_one_group_does_not_win() -> None:
    works = [work("a", *(f"A{i}, X" for i in range(4))), work("d", "D, X")]
    weights = Weights.from_mapping({"experiment": 12})
    found = one(works, [claim("a"), claim("d", 1, CON, B)], weights)
    assert (found.weight, found.verdict) == (10.0, Verdict.CONTESTED)


def test_smallest_set_that_overturns_a_robust_verdict() -> None:
    works = [work(k, f"{k.upper()}, X") for k in "abc"]
    found = one(works, [claim(k) for k in "abc"])
    assert (found.overturned_by, found.minimal_overturn) == ((), ("a", "b"))
    many = [work(k, f"{k.upper()}, X") for k in "abcdefgh"]
    found = one(many, [claim(k) for k in "abcdefgh"])
    assert (found.overturned_by, found.minimal_overturn) == ((), ())


def test_nothing_at_all() -> None:
    found = balance([], [])
    assert found.hypotheses[0].verdict is Verdict.INSUFFICIENT
    assert found.gaps[0].kind is GapKind.NO_EVIDENCE


def test_claim_of_a_missing_work_is_refused() -> None:
    with pytest.raises(InputError, match="a#1 belongs to a work that is not given: a"):
        weigh(QUESTION, [H], [claim("a")], {})


def test_claims_without_a_stance_here_are_ignored() -> None:
    other = Claim("text", id="z#1", work="z")
    assert not balance([], [other, claim("y", stance=None)]).hypotheses[0].claims


def test_designs_and_fields_are_tallied() -> None:
    works = [
        Work("a", authors=(Person("A"),), field=Field.PHYSICS),
        Work("b", authors=(Person("B"),)),
    ]
    found = one(works, [claim("a"), claim("a", 2, CON, P), claim("b", 1, NEITHER)])
    assert [(t.name, t.supports, t.contradicts, t.qualifies) for t in found.designs] == [
        ("experiment", 1, 0, 1),
        ("position", 0, 1, 0),
    ]
    assert [(t.name, t.claims) for t in found.fields] == [("physics", 2), ("", 1)]


def test_unchecked_quotes_are_listed_and_weigh_the_same() -> None:
    works = [work("a", "A, A"), work("b", "B, B")]
    claims = [
        claim("a", quote="so it is", quote_checked=False),
        claim("b", quote="indeed", quote_checked=True),
        claim("b", 2, quote="nobody looked"),
        claim("b", 3),
    ]
    found = balance(works, claims)
    assert found.unchecked == ("a#1", "b#2")
    assert found.hypotheses[0].weight == 6.0


# Gaps


def kinds(found: object, hypothesis: str | None = "h") -> set[str]:
    return {g.kind.value for g in found.gaps if g.hypothesis == hypothesis}  # type: ignore[attr-defined]


def test_gaps_of_a_hypothesis() -> None:
    a, b, c = work("a", "A, A"), work("b", "A, A", "B, B"), work("c", "C, C")
    rats = {"subject": "rats"}
    assert kinds(balance([a], [claim("a", **rats)])) == {"one-sided", "one-work"}
    assert kinds(balance([a, b], [claim("a", **rats), claim("b", 1, CON, subject="Rats ")])) == {
        "one-group",
        "one-subject",
    }
    assert kinds(balance([a, c], [claim("a", **rats), claim("c", 1, CON)])) == set()


def test_gaps_of_the_question() -> None:
    a = Work("a", authors=(Person("A"),), field=Field.PHYSICS)
    found = balance([a], [claim("a", rung=Rung.ASSOCIATION)])
    missing = {g.kind.value: g.missing for g in found.gaps if g.hypothesis is None}
    assert "physics" not in missing["fields"]
    assert len(missing["fields"]) == len(Field) - 1
    assert "experiment" not in missing["designs"]
    assert missing["rungs"] == ("intervention", "counterfactual")


def test_rivals_supported_at_once() -> None:
    works = [work("a", "A, A"), work("b", "B, B")]
    both = {"h": PRO, "rival": PRO}
    found = balance(
        works, [claim("a", stances=both), claim("b", stances=both)], hypotheses=(H, RIVAL)
    )
    assert [g.missing for g in found.gaps if g.kind is GapKind.RIVALS] == [("h", "rival")]


# Efficiency


def test_a_large_question_is_quick() -> None:
    works = {
        f"w{i}": work(f"w{i}", *(f"F{(i * 7 + j * 13) % 60}, X" for j in range(5)))
        for i in range(100)
    }
    hypotheses = [type(H)(f"h{n}", "q", "?") for n in range(50)]
    stances = [PRO, CON, NEITHER]
    claims = [
        claim(key, stances={h.slug: stances[(i + n) % 3] for n, h in enumerate(hypotheses)})
        for i, key in enumerate(works)
    ]
    start = time.perf_counter()
    weigh(QUESTION, hypotheses, claims, works)
    # Target 0.3 s on a quiet machine; the rest is for a busy one.
    assert time.perf_counter() - start < 1.5
