"""The laws of the rule, on generated claims: what must hold whatever the evidence is."""

from __future__ import annotations

import random
from dataclasses import replace

from balances import CON, PRO, H, balance, claim, one, work
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from causalkb.evidence.records import MIRRORED, CertaintyLevel, Verdict
from causalkb.records import Claim, Person, Warrant, Work
from causalkb.vocabulary import Design, Directness, Extent, Form, Relation, Stance

ORDER = {
    Verdict.CONTRADICTED: 0,
    Verdict.LEANING_AGAINST: 1,
    Verdict.MIXED: 2,
    Verdict.LEANING_FOR: 3,
    Verdict.SUPPORTED: 4,
}
LEVELS = [CertaintyLevel.VERY_LOW, CertaintyLevel.LOW, CertaintyLevel.MODERATE, CertaintyLevel.HIGH]
STRATA = ["animals/rats trap-tube", "animals/dogs trap-tube", "humans/adults debiasing"]
PEOPLE = [Person(f"Name{n}", "Xu") for n in range(9)]
FLIP = {PRO: CON, CON: PRO}
counted = st.sampled_from(
    [Design.EXPERIMENT, Design.OBSERVATIONAL, Design.EVALUATION, Design.NATURAL_EXPERIMENT]
)
forms = st.sampled_from([Form.GENERIC, Form.EXISTENTIAL, Form.UNIVERSAL])
World = tuple[list[Claim], list[Work]]


@st.composite
def worlds(draw: st.DrawFn, most: int = 14) -> World:
    """Claims of up to a dozen works, some of which share people."""
    lean = draw(st.sampled_from([(PRO, CON), (PRO, PRO, PRO, CON), (CON, CON, CON, PRO)]))
    number = draw(st.integers(0, most))
    claims, works = [], {}
    for n in range(number):
        key = f"w{draw(st.integers(0, 11))}"
        if key not in works:
            names = draw(st.lists(st.sampled_from(PEOPLE), min_size=1, max_size=2, unique=True))
            own = Person(key.capitalize(), "Own")
            works[key] = Work(key, authors=tuple(names) if draw(st.booleans()) else (own,))
        claims.append(
            claim(
                key,
                draw(st.sampled_from(lean)),
                draw(st.sampled_from(STRATA)),
                draw(counted),
                number=n + 1,
                indirect=draw(st.integers(0, 4)) == 0,
                secondhand=draw(st.integers(0, 6)) == 0,
            )
        )
    return claims, list(works.values())


def at_most(level: CertaintyLevel, other: CertaintyLevel) -> bool:
    return LEVELS.index(level) <= LEVELS.index(other)


@given(worlds(), forms, st.integers())
def test_order_does_not_matter(world: World, form: Form, seed: int) -> None:
    claims, works = world
    mixed = list(claims)
    random.Random(seed).shuffle(mixed)
    h = replace(H, form=form)
    assert one(mixed, works[::-1], h) == one(claims, works, h)


@given(worlds(), forms)
def test_a_claim_entered_twice_changes_nothing(world: World, form: Form) -> None:
    claims, works = world
    h = replace(H, form=form)
    twice = [*claims, *(replace(c, id=c.id + "0", text=c.text + " again") for c in claims[:3])]
    before, after = one(claims, works, h), one(twice, works, h)
    assert (after.verdict, after.groups, after.strata) == (
        before.verdict, before.groups, before.strata,
    )  # fmt: skip


@given(worlds(), st.data())
def test_a_work_by_all_the_authors_of_another_on_its_side_adds_no_group(
    world: World, data: st.DataObject
) -> None:
    claims, works = world
    if not claims:
        return
    source = data.draw(st.sampled_from(claims))
    authors = next(w.authors for w in works if w.key == source.work)
    bigger = Work("bigger", authors=(*authors, Person("Guest", "Zoe")))
    more = replace(source, id="bigger#1", work="bigger", text="more of the same")
    before, after = one(claims, works), one([*claims, more], [*works, bigger])
    assert (after.groups.favour, after.groups.against) == (
        before.groups.favour, before.groups.against,
    )  # fmt: skip


@given(worlds(), forms, st.sampled_from([*STRATA, "models/rl-agents probing"]), st.booleans())
def test_another_claim_against_never_raises_a_verdict(
    world: World, form: Form, stratum: str, indirect: bool
) -> None:
    claims, works = world
    h = replace(H, form=form)
    against = claim("extra", CON, stratum, indirect=indirect)
    before, after = one(claims, works, h), one([*claims, against], [*works, work("extra")], h)
    if before.verdict in ORDER and after.verdict in ORDER:
        assert ORDER[after.verdict] <= ORDER[before.verdict]
    if before.verdict is Verdict.INSUFFICIENT:
        assert after.verdict not in (Verdict.LEANING_FOR, Verdict.SUPPORTED)
    favoured = before.verdict in (Verdict.SUPPORTED, Verdict.LEANING_FOR)
    if favoured and before.verdict is after.verdict and before.certainty and after.certainty:
        assert at_most(after.certainty.level, before.certainty.level)


@given(worlds())
def test_exchanging_the_sides_mirrors_a_generic_verdict(world: World) -> None:
    claims, works = world
    flipped = [replace(c, stances={"h": FLIP[c.stances["h"]]}) for c in claims]
    found, other = one(claims, works), one(flipped, works)
    assert other.verdict is MIRRORED.get(found.verdict, found.verdict)


@given(worlds())
def test_universal_is_the_mirror_image_of_existential(world: World) -> None:
    claims, works = world
    flipped = [replace(c, stances={"h": FLIP[c.stances["h"]]}) for c in claims]
    some = one(claims, works, replace(H, form=Form.EXISTENTIAL)).verdict
    none = one(flipped, works, replace(H, form=Form.UNIVERSAL)).verdict
    assert none is MIRRORED.get(some, some)
    assert some is not Verdict.CONTRADICTED
    assert none is not Verdict.SUPPORTED


@given(worlds())
def test_a_failure_elsewhere_leaves_some_as_it_is(world: World) -> None:
    claims, works = world
    h = replace(H, form=Form.EXISTENTIAL)
    direct = [c for c in claims if c.warrant("h").directness is Directness.DIRECT]
    if not any(c.stances["h"] is PRO for c in direct):
        return
    failure = claim("fail", CON, "models/rl-agents probing")
    after = one([*claims, failure], [*works, work("fail")], h)
    assert after.verdict is one(claims, works, h).verdict


@given(worlds(), st.integers(1, 40), st.data())
def test_a_synthesis_never_weakens_what_it_agrees_with(
    world: World, n: int, data: st.DataObject
) -> None:
    claims, works = world
    before = one(claims, works)
    if before.verdict not in (Verdict.SUPPORTED, Verdict.LEANING_FOR):
        return
    pooled = data.draw(st.lists(st.sampled_from(claims), max_size=4, unique_by=lambda c: c.id))
    meta = claim(
        "meta",
        PRO,
        design=Design.META_ANALYSIS,
        n=n,
        relations=[(Relation.SYNTHESISES, c.id) for c in pooled],
    )
    after = one([*claims, meta], [*works, work("meta")])
    assert after.verdict not in ORDER or ORDER[after.verdict] >= ORDER[before.verdict]


@given(worlds(), st.data())
def test_a_fallen_claim_counts_on_no_side(world: World, data: st.DataObject) -> None:
    claims, works = world
    if not claims:
        return
    target = data.draw(st.sampled_from(claims))
    rebuttal = Claim(
        "a rebuttal", id="reb#1", work="reb", design=Design.EXPERIMENT,
        relations=claim("x", relations=[(Relation.REBUTS, target.id)]).relations,
    )  # fmt: skip
    after = one([*claims, rebuttal], [*works, work("reb")])
    without = one([c for c in claims if c.id != target.id], works)
    assert after.groups == without.groups
    assert [w.claim.id for w in after.claims if w.fallen] == [target.id]


@given(worlds())
def test_a_conceptual_thesis_never_gets_a_verdict(world: World) -> None:
    claims, works = world
    found = one(claims, works, replace(H, form=Form.CONCEPTUAL))
    assert (found.verdict, found.certainty) == (Verdict.ARGUED, None)


@settings(suppress_health_check=[HealthCheck.filter_too_much])
@given(worlds(), forms, st.data(), st.booleans())
def test_weaker_evidence_never_raises_certainty(
    world: World, form: Form, data: st.DataObject, secondhand: bool
) -> None:
    claims, works = world
    h = replace(H, form=form)
    before = one(claims, works, h)
    sides: dict[Verdict, Stance] = {
        Verdict.SUPPORTED: PRO, Verdict.LEANING_FOR: PRO,
        Verdict.CONTRADICTED: CON, Verdict.LEANING_AGAINST: CON,
    }  # fmt: skip
    side = sides.get(before.verdict)
    if side is None or before.certainty is None:
        return
    chosen = data.draw(st.sampled_from([c for c in claims if c.stances["h"] is side]))
    if secondhand:
        weaker = replace(chosen, extent=Extent.SECONDARY)
    else:
        weaker = replace(chosen, warrants={"h": Warrant("seen so", Directness.INDIRECT)})
    after = one([weaker if c is chosen else c for c in claims], works, h)
    if after.verdict is before.verdict and after.certainty:
        assert at_most(after.certainty.level, before.certainty.level)


@given(worlds())
def test_robustness_counts_distinct_ways_only(world: World) -> None:
    claims, works = world
    robust = balance(claims, works).hypotheses[0].robustness
    assert 0 <= robust.holds <= robust.of <= 3 * 2**5
    if not claims:
        assert robust.of == 0
    else:
        assert robust.holds >= 1, "the usual way is one of them"
