"""The verdict by form, what counts, what falls, and how certain the answer is."""

from __future__ import annotations

from dataclasses import replace

import pytest
from balances import CON, NEUTRAL, PRO, QUALIFIES, H, balance, claim, many, one, work

from causalkb.evidence.records import CertaintyLevel, GapKind, Verdict
from causalkb.records import Estimate, Hypothesis, Moderator, Threshold
from causalkb.vocabulary import About, Design, Extent, Facet, Form, Relation

RATS, APES = "animals/rats seeing-versus-doing", "animals/apes trap-tube"
DOGS, CROWS = "animals/dogs trap-tube", "animals/corvids water-displacement"
SOME = replace(H, form=Form.EXISTENTIAL)
NONE = replace(H, form=Form.UNIVERSAL)
PROVED = replace(H, form=Form.FORMAL, premises=("no latent causes",))


def spread(number: int, side: object, **more: object):  # type: ignore[no-untyped-def]
    """Claims of as many groups, over two strata."""
    half = number // 2
    return [*many(half, side, RATS, **more), *many(number - half, side, APES, **more)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("pro", "con", "verdict"),
    [
        (0, 0, "insufficient"),
        (3, 0, "insufficient"),
        (4, 0, "leaning-for"),
        (5, 0, "supported"),
        (5, 1, "leaning-for"),
        (8, 1, "supported"),
        (9, 4, "leaning-for"),
        (9, 5, "mixed"),
        (2, 2, "mixed"),
        (1, 2, "insufficient"),
        (1, 5, "leaning-against"),
        (0, 5, "contradicted"),
    ],
)
def test_a_generic_hypothesis_by_numbers_of_groups(pro: int, con: int, verdict: str) -> None:
    found = one([*spread(pro, PRO), *spread(con, CON)])
    assert found.verdict.value == verdict
    assert (found.groups.favour, found.groups.against) == (pro, con)


def test_one_stratum_can_lean_and_not_support() -> None:
    assert one(many(9, PRO, RATS)).verdict is Verdict.LEANING_FOR


def test_indirect_groups_can_lean_and_not_support() -> None:
    assert one(spread(9, PRO, indirect=True)).verdict is Verdict.LEANING_FOR


def test_three_groups_of_one_stratum_that_are_outvoted_keep_it_from_being_supported() -> None:
    claims = [*spread(14, PRO), *many(3, CON, DOGS)]
    assert one(claims).verdict is Verdict.LEANING_FOR


def test_works_that_share_a_person_are_one_group() -> None:
    claims = [claim(f"w{n}", stratum=(RATS, APES)[n % 2]) for n in range(8)]
    works = [work(f"w{n}", "Shah, Rohin" if n % 3 else "Shah, R.") for n in range(8)]
    found = one(claims, works)
    assert (found.groups.favour, found.groups.works) == (1, 8)
    assert found.verdict is Verdict.INSUFFICIENT


def test_versions_of_a_work_are_one_work() -> None:
    claims = [claim("paper"), claim("preprint")]
    works = [work("paper", "A, B"), work("preprint", "C, D", versions=["paper"])]
    assert one(claims, works).groups.favour == 1


def test_what_does_not_count_is_shown_beside_the_count() -> None:
    claims = [
        *(claim(d.value, design=d) for d in Design),
        claim("none", design=None),
        claim("qual", QUALIFIES),
        claim("neu", NEUTRAL),
    ]
    found = one(claims)
    assert found.groups.favour == 6
    assert {w.claim.work for w in found.supports if not w.counted} == {
        "theorem", "simulation", "review", "position", "none",
    }  # fmt: skip
    assert found.could_not_tell == 1
    assert found.theory == (1, 0)
    assert len(found.qualifies) == 1


def test_output_is_indirect_evidence_of_a_mechanism() -> None:
    hypothesis = replace(H, about=About.MECHANISM)
    claims = spread(6, PRO)
    found = one(claims, (), hypothesis, output_only=["seeing-versus-doing", "trap-tube"])
    assert found.verdict is Verdict.LEANING_FOR
    assert "mechanism" in found.supports[0].why
    assert one(claims, (), hypothesis).verdict is Verdict.SUPPORTED


# "Some" and "no"


def test_failures_elsewhere_do_not_subtract_from_some() -> None:
    two = many(2, PRO, RATS)
    assert one(two, (), SOME).verdict is Verdict.SUPPORTED
    assert one([*two, *many(20, CON, DOGS)], (), SOME).verdict is Verdict.SUPPORTED
    assert one([*two, *many(2, CON, RATS)], (), SOME).verdict is Verdict.MIXED
    assert one([*two, claim("x", CON, RATS)], (), SOME).verdict is Verdict.SUPPORTED


def test_some_leans_for_over_strata_and_against_after_many_failures() -> None:
    three = [claim("a", stratum=RATS), claim("b", stratum=APES), claim("c", stratum=CROWS)]
    assert one(three, (), SOME).verdict is Verdict.LEANING_FOR
    assert one(three[:2], (), SOME).verdict is Verdict.INSUFFICIENT
    failures = [*many(2, CON, RATS), *many(2, CON, APES), *many(1, CON, DOGS)]
    assert one(failures, (), SOME).verdict is Verdict.LEANING_AGAINST
    assert one(failures[:4], (), SOME).verdict is Verdict.INSUFFICIENT


def test_indirect_and_disputed_cases_are_no_witnesses() -> None:
    assert one(many(5, PRO, RATS, indirect=True), (), SOME).verdict is Verdict.INSUFFICIENT
    disputed = [*many(2, PRO, RATS, start="p"), claim(
        "r", CON, design=Design.POSITION,
        relations=[(Relation.REBUTS, "p0#1"), (Relation.REBUTS, "p1#1")],
    )]  # fmt: skip
    assert one(disputed, (), SOME).verdict is Verdict.INSUFFICIENT


def test_a_universal_hypothesis_survives_tests_and_falls_by_counterexamples() -> None:
    found = one(many(10, PRO, RATS), (), NONE)
    assert found.verdict is Verdict.INSUFFICIENT
    assert found.survived == pytest.approx(1 - 0.05 ** (1 / 10))
    assert one(many(2, CON, RATS), (), NONE).verdict is Verdict.CONTRADICTED
    assert one([claim("a", CON)], (), NONE).verdict is Verdict.INSUFFICIENT
    apart = [claim("a", CON, RATS), claim("b", CON, APES), claim("c", CON, CROWS)]
    assert one(apart, (), NONE).verdict is Verdict.LEANING_AGAINST


def test_the_steps_name_the_strata_that_lead_and_the_values_that_are_compared() -> None:
    tie = [claim("a", stratum=RATS), claim("b", CON, RATS), claim("c", stratum=APES)]
    steps = " ".join(one(tie, (), SOME).steps)
    assert "2 strata with more for than against (1: no)" in steps
    adults = "humans/adults seeing-versus-doing"
    steps = " ".join(one([*many(7, PRO, RATS), *many(6, CON, adults)]).steps)
    assert "animals/rats 7:0 of 7 leans for; " in steps
    assert "humans/adults 0:6 of 6 leans against" in steps


# Formal, conceptual, quantity


def test_only_theorems_count_for_a_formal_hypothesis() -> None:
    claims = [
        claim("a", design=Design.THEOREM, extent=Extent.FULL),
        claim("b", design=Design.THEOREM),
        claim("c", CON, design=Design.EXPERIMENT),
    ]
    found = one(claims, (), PROVED)
    assert (found.verdict, found.groups.favour, found.groups.against) == (Verdict.SUPPORTED, 2, 0)
    assert found.certainty is not None
    assert found.certainty.level is CertaintyLevel.HIGH
    assert (found.robustness.holds, found.robustness.of, found.overturned_by) == (1, 1, ())
    single = one(claims[:1], (), PROVED)
    assert single.certainty is not None
    assert single.certainty.level is CertaintyLevel.MODERATE
    assert single.overturned_by == ("a",)
    unread = one([claim("a", design=Design.THEOREM), claims[1]], (), PROVED).certainty
    assert unread is not None
    assert unread.level is CertaintyLevel.MODERATE
    assert "read in full" in unread.reasons[-1]


def test_theorems_on_both_sides_depend_on_their_premises_or_are_mixed() -> None:
    pro = claim("a", design=Design.THEOREM, premises=("no latent causes", "linear"))
    con = claim("b", CON, design=Design.THEOREM, premises=("no latent causes", "gaussian noise"))
    found = one([pro, con], (), PROVED)
    assert found.verdict is Verdict.DEPENDS
    assert found.premises == ("linear", "gaussian noise")
    bare = [replace(pro, premises=()), replace(con, premises=())]
    assert one(bare, (), PROVED).verdict is Verdict.MIXED


def test_a_conceptual_thesis_gets_arguments_and_no_verdict() -> None:
    found = one(spread(12, PRO), (), replace(H, form=Form.CONCEPTUAL))
    assert (found.verdict, found.certainty, found.robustness.of) == (Verdict.ARGUED, None, 0)
    assert found.groups.works == 12


def test_an_estimate_decides_on_which_side_of_a_threshold_a_claim_is() -> None:
    hypothesis = replace(H, form=Form.QUANTITY, threshold=Threshold(0.2, "share"))
    above = claim("a", CON, estimate=Estimate(0.5, "share"))
    covers = claim("b", PRO, estimate=Estimate(0.25, "share", 0.1, 0.4))
    other = claim("c", PRO, estimate=Estimate(3, "dB"))
    found = one([above, covers, other], (), hypothesis)
    assert (found.groups.favour, found.groups.against) == (2, 0)
    assert found.magnitudes == (0.375, 0.25, 0.5, "share", 2)
    at = one([claim("a", estimate=Estimate(0.2, "share"))], (), hypothesis)  # not above it
    assert (at.groups.favour, at.groups.against) == (0, 1)


def test_a_hypothesis_without_a_form_is_generic_and_told() -> None:
    bare = Hypothesis("h", "q", "It is so.")
    found = balance(spread(6, PRO), (), (bare,))
    assert found.hypotheses[0].verdict is Verdict.SUPPORTED
    assert GapKind.NO_FORM in {gap.kind for gap in found.gaps}


# On what it depends


def test_an_answer_that_differs_between_populations_depends_on_them() -> None:
    claims = [*many(7, PRO, RATS), *many(7, CON, "humans/adults seeing-versus-doing")]
    found = one(claims)
    assert found.verdict is Verdict.DEPENDS
    assert found.depends_on is not None
    assert found.depends_on.facet is Facet.POPULATION
    assert {found.depends_on.first, found.depends_on.second} <= {
        "animals", "animals/rats", "humans", "humans/adults",
    }  # fmt: skip
    assert (found.depends_on.favour, found.depends_on.against) == ((7, 0), (0, 7))


def test_a_difference_that_only_the_number_of_pairs_explains_is_perhaps() -> None:
    # Fisher's p is 0.029; by paradigm there is nothing to compare, by population three pairs.
    claims = [*many(4, PRO, RATS), *many(4, CON, "animals/apes seeing-versus-doing"),
              *many(4, PRO, "humans/adults seeing-versus-doing")]  # fmt: skip
    found = one(claims)
    assert found.verdict is not Verdict.DEPENDS
    assert found.depends_on is not None
    assert not found.depends_on.sure
    declared = replace(H, moderators=(Moderator(Facet.POPULATION, "2026-01-01"),))
    assert one(claims, (), declared).verdict is Verdict.DEPENDS


def test_a_value_is_not_compared_with_the_wider_one_that_it_belongs_to() -> None:
    # Rats, animals; adults, humans: of six pairs two are of a value with its own part.
    found = one([*many(7, PRO, RATS), *many(7, CON, "humans/adults seeing-versus-doing")])
    assert found.depends_on is not None
    assert found.depends_on.tried == 4


# What stands


def rebutted(design: Design) -> list[object]:
    return [
        claim("old"),
        claim("new", CON, design=design, relations=[(Relation.REBUTS, "old#1")]),
    ]


def test_a_rebuttal_with_data_fells_and_one_without_disputes() -> None:
    found = one(rebutted(Design.EXPERIMENT))  # type: ignore[arg-type]
    assert found.groups.favour == 0
    assert found.supports[0].fallen == ("new#1",)
    argued = one(rebutted(Design.POSITION))  # type: ignore[arg-type]
    assert argued.groups.favour == 1
    assert argued.supports[0].disputed == ("new#1",)


def test_a_rebuttal_that_is_rebutted_fells_nothing() -> None:
    claims = [
        claim("old"),
        claim("new", CON, relations=[(Relation.REBUTS, "old#1")]),
        claim("newest", relations=[(Relation.REBUTS, "new#1")]),
    ]
    found = one(claims)
    assert (found.groups.favour, found.groups.against) == (2, 0)


def test_mutual_rebuttals_dispute_both() -> None:
    claims = [
        claim("a", relations=[(Relation.REBUTS, "b#1")]),
        claim("b", CON, relations=[(Relation.REBUTS, "a#1")]),
    ]
    found = one(claims)
    assert (found.groups.favour, found.groups.against) == (1, 1)
    assert found.supports[0].disputed == ("b#1",)
    assert found.contradicts[0].disputed == ("a#1",)


def test_superseding_takes_common_authors() -> None:
    later = claim("later", relations=[(Relation.SUPERSEDES, "first#1")])
    claims = [claim("first", CON), later]
    assert one(claims).groups.against == 1
    works = [work("first", "A, B"), work("later", "A, B", "C, D")]
    assert one(claims, works).groups.against == 0


def test_an_original_falls_when_more_groups_failed_than_replicated() -> None:
    failed = claim("f", CON, APES, relations=[(Relation.FAILS_TO_REPLICATE, "old#1")])
    found = one([claim("old"), failed])
    assert (found.groups.favour, found.groups.against) == (0, 1)
    # It counts in the stratum of what it repeated.
    assert [(s.population, s.against) for s in found.strata] == [("animals/rats", 1)]
    again = claim("r", relations=[(Relation.REPLICATES, "old#1")])
    assert one([claim("old"), failed, again]).groups.favour == 2


def test_a_synthesis_can_lean_and_not_decide_alone() -> None:
    pooled = claim("meta", design=Design.META_ANALYSIS, n=30)
    assert one([pooled]).groups.favour == 4
    assert one([pooled]).verdict is Verdict.LEANING_FOR
    second = claim("meta2", design=Design.META_ANALYSIS, n=30)
    assert one([pooled, second]).groups.favour == 5  # itself, and no more anonymous groups
    assert one([replace(pooled, n=None)]).groups.favour == 1


def test_a_synthesis_alone_does_not_show_that_there_is_a_case() -> None:
    pooled = claim("meta", design=Design.META_ANALYSIS, n=12)
    for form, side in ((Form.EXISTENTIAL, PRO), (Form.UNIVERSAL, CON)):
        alone = replace(pooled, stances={"h": side})
        assert one([alone], (), replace(H, form=form)).verdict is Verdict.INSUFFICIENT


def test_works_under_a_synthesis_take_its_side() -> None:
    members = [claim("a", CON, RATS), claim("b", NEUTRAL, APES)]
    pooled = claim("meta", design=Design.META_ANALYSIS, n=2, relations=[
        (Relation.SYNTHESISES, "a#1"), (Relation.SYNTHESISES, "b#1"),
    ])  # fmt: skip
    found = one([*members, pooled])
    assert (found.groups.favour, found.groups.against) == (3, 0)
    assert "synthesis" in found.contradicts[0].why


# Certainty and robustness


def test_each_step_down_is_said() -> None:
    claims = spread(9, PRO)
    found = one(claims).certainty
    assert found is not None
    assert found.level is CertaintyLevel.MODERATE
    assert any("read in full" in reason for reason in found.reasons)
    read = [replace(c, extent=Extent.FULL) for c in claims]
    whole = one(read).certainty
    assert whole is not None
    assert whole.level is CertaintyLevel.HIGH
    for half, told in ((5, False), (6, True)):
        mixed = [replace(c, concerns=("blinding",)) for c in spread(half, PRO)]
        lower = one([*mixed, *spread(10 - half, PRO)]).certainty
        assert lower is not None
        assert any("concerns: most groups" in reason for reason in lower.reasons) is told
    observed = one([replace(c, design=Design.OBSERVATIONAL) for c in read]).certainty
    assert observed is not None
    assert observed.level is CertaintyLevel.LOW


def test_a_favoured_rival_keeps_certainty_low() -> None:
    rival = Hypothesis("rival", "q", "It is that.", form=Form.GENERIC, rivals=("h",))
    claims = [replace(c, stances={"h": PRO, "rival": PRO}) for c in spread(9, PRO)]
    both = balance(claims, (), (H, rival))
    for found in both.hypotheses:
        assert found.verdict is Verdict.SUPPORTED
        assert found.certainty is not None
        assert found.certainty.level in (CertaintyLevel.LOW, CertaintyLevel.VERY_LOW)
    assert [gap.missing for gap in both.gaps if gap.kind is GapKind.RIVALS] == [("h", "rival")]
    assert both.discriminating.claims == 0


def test_robustness_counts_distinct_ways_and_names_what_breaks_it() -> None:
    found = one([*spread(5, PRO), *many(3, QUALIFIES, RATS)])
    assert found.robustness.holds < found.robustness.of
    assert any("qualifying" in text for text in found.robustness.unless)
    plain = one(spread(9, PRO)).robustness
    assert (plain.holds, plain.of, plain.unless) == (1, 1, ())


def test_a_verdict_that_hangs_on_a_work_names_it() -> None:
    claims = spread(5, PRO)
    found = one(claims)
    assert set(found.overturned_by) == {c.work for c in claims}
    assert one(spread(12, PRO)).overturned_by == ()


def test_works_that_a_comparison_rests_on_are_told_from_those_that_it_does_not() -> None:
    unknown, adults = " seeing-versus-doing", "humans/adults seeing-versus-doing"
    compared = [*many(5, PRO, RATS), *many(4, CON, adults)]
    found = one([*many(4, PRO, unknown), *compared])
    assert found.verdict is Verdict.DEPENDS
    assert set(found.overturned_by) == {c.work for c in compared}


def test_a_balance_shows_itself_without_the_records_of_its_works() -> None:
    assert "works=" not in repr(balance([claim("a")])).replace("works=1", "")
