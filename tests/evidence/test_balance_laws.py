"""The laws of the balance, on generated worlds."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace

from balances import CON, PRO, balance, one, version_group, without
from hypothesis import given, settings
from hypothesis import strategies as st

from causalkb.evidence.balance import scales_on
from causalkb.evidence.balance_records import Verdict
from causalkb.evidence.independence import Unit, Voice, coverage, coverage_without, units
from causalkb.evidence.weights import Weights
from causalkb.records import Claim, Person, Work
from causalkb.vocabulary import Design, Stance

KEYS = [f"w{i}" for i in range(8)]
PEOPLE = [Person(f"Name{i}", "X") for i in range(7)]
FLIP = {Stance.SUPPORTS: CON, Stance.CONTRADICTS: PRO, Stance.QUALIFIES: Stance.QUALIFIES}
SWAP = {Verdict.SUPPORTED: Verdict.CONTRADICTED, Verdict.CONTRADICTED: Verdict.SUPPORTED}

World = tuple[dict[str, Work], list[Claim]]


def a_claim(key: str, number: int, stance: Stance, design: Design | None) -> Claim:
    return Claim("text", id=f"{key}#{number}", work=key, design=design, stances={"h": stance})


designs = st.sampled_from([None, *Design])
stances = st.sampled_from(list(Stance))


@st.composite
def worlds(draw: st.DrawFn, most: int = 14) -> World:
    works = {}
    for i, key in enumerate(KEYS):
        authors = draw(st.lists(st.sampled_from(PEOPLE), max_size=3, unique=True))
        # Versions are rare, as in life.
        versions = draw(st.sampled_from([(), (), (), (KEYS[i - 1],)])) if i else ()
        works[key] = Work(key, authors=tuple(authors), versions=versions)
    drawn = draw(st.lists(st.tuples(st.sampled_from(KEYS), stances, designs), max_size=most))
    return works, [a_claim(key, n, *rest) for n, (key, *rest) in enumerate(drawn, start=1)]


def of(works: Mapping[str, Work], claims: Sequence[Claim]):  # type: ignore[no-untyped-def]
    return one(works.values(), claims)


@given(worlds(), st.integers())
def test_order_does_not_matter(world: World, seed: int) -> None:
    works, claims = world
    shuffler = random.Random(seed)
    mixed, keys = list(claims), list(works)
    shuffler.shuffle(mixed)
    shuffler.shuffle(keys)
    assert balance([works[key] for key in keys], mixed) == balance(works.values(), claims)


@given(worlds(), st.sampled_from(KEYS), designs)
def test_a_supporting_claim_never_lowers(world: World, key: str, design: Design | None) -> None:
    works, claims = world
    before = of(works, claims)
    after = of(works, [*claims, a_claim(key, 99, PRO, design)])
    assert after.weight >= before.weight
    assert after.against_weight == before.against_weight
    if before.verdict is Verdict.SUPPORTED:
        assert after.verdict is Verdict.SUPPORTED
    if after.verdict is Verdict.CONTRADICTED:
        assert before.verdict is Verdict.CONTRADICTED


@given(worlds(), st.data())
def test_a_duplicate_adds_nothing(world: World, data: st.DataObject) -> None:
    works, claims = world
    if not claims:
        return
    again = replace(data.draw(st.sampled_from(claims)), id="")
    before, after = of(works, claims), of(works, [*claims, again])
    for name in ("verdict", "for_weight", "against_weight", "overturned_by", "minimal_overturn"):
        assert getattr(after, name) == getattr(before, name)


@given(worlds())
def test_a_flipped_stance_flips_the_sign(world: World) -> None:
    works, claims = world
    flipped = [replace(c, stances={"h": FLIP[c.stances["h"]]}) for c in claims]
    before, after = of(works, claims), of(works, flipped)
    assert after.weight == -before.weight
    assert after.verdict is SWAP.get(before.verdict, before.verdict)
    assert len(after.overturned_by) == len(before.overturned_by)


@given(worlds(), st.floats(0.5, 100))
def test_one_work_is_insufficient(world: World, weight: float) -> None:
    works, claims = world
    weights = Weights.from_mapping({design.value: weight for design in Design})
    for key in KEYS:
        group = version_group(key, works)
        alone = [c for c in claims if c.work in group]
        assert one(works.values(), alone, weights).verdict is Verdict.INSUFFICIENT


@given(worlds())
@settings(max_examples=150)
def test_overturned_by_is_exact(world: World) -> None:
    works, claims = world
    found = of(works, claims)
    assert found.fragile == bool(found.overturned_by)
    named = {k for key in found.overturned_by for k in version_group(key, works)}
    for key in {c.work for c in claims}:
        rest = of(works, without(claims, version_group(key, works)))
        assert (rest.verdict is not found.verdict) == (key in named)


@given(worlds())
@settings(max_examples=150)
def test_minimal_overturn_overturns(world: World) -> None:
    works, claims = world
    found = of(works, claims)
    if found.minimal_overturn:
        assert 2 <= len(found.minimal_overturn) <= 3
        assert not found.overturned_by
        gone = {k for key in found.minimal_overturn for k in version_group(key, works)}
        assert of(works, without(claims, gone)).verdict is not found.verdict


@given(worlds(), st.sampled_from(KEYS))
def test_a_preprint_beside_its_publication_adds_nothing(world: World, key: str) -> None:
    works, claims = world
    preprint = replace(works[key], key="preprint", versions=(key,))
    copies = [
        replace(c, id=f"preprint#{n}", work="preprint")
        for n, c in enumerate((c for c in claims if c.work == key), start=1)
    ]
    before, after = of(works, claims), of({**works, "preprint": preprint}, claims + copies)
    assert (after.verdict, after.weight) == (before.verdict, before.weight)


@given(worlds())
def test_the_parts_that_count_sum_to_the_sides(world: World) -> None:
    found = of(*world)
    assert abs(sum(w.counted for w in found.supports) - found.for_weight) < 1e-6
    assert abs(sum(w.counted for w in found.contradicts) - found.against_weight) < 1e-6
    for side in (found.supports, found.contradicts, found.qualifies):
        assert [w.weight for w in side] == sorted((w.weight for w in side), reverse=True)


@given(worlds())
def test_the_verdict_follows_from_the_reported_weights(world: World) -> None:
    found = of(*world)
    if found.verdict is Verdict.SUPPORTED:
        assert found.weight >= 5 and found.for_weight >= 2 * found.against_weight  # noqa: PT018
    if found.verdict is Verdict.CONTESTED:
        assert min(found.for_weight, found.against_weight) >= 2
    if found.verdict is not Verdict.INSUFFICIENT:
        assert len(found.works) >= 2


@given(st.lists(st.tuples(st.frozensets(st.sampled_from("abcde"), min_size=1), st.floats(0, 9))))
def test_leaving_one_out_in_one_pass(drawn: list[tuple[frozenset[str], float]]) -> None:
    voices = {str(n): Voice(Unit(str(n), who), w) for n, (who, w) in enumerate(drawn)}
    for key, left in coverage_without(voices).items():
        rest = [voice for other, voice in voices.items() if other != key]
        assert abs(left - coverage(rest)) < 1e-8


@given(worlds())
def test_units_are_the_classes_of_versions(world: World) -> None:
    works, _ = world
    unit_of = units(works)
    for key in works:
        same = {other for other in works if unit_of[other] is unit_of[key]}
        assert same == version_group(key, works)


@given(worlds())
def test_contradictions_are_of_independent_works_and_few(world: World) -> None:
    works, claims = world
    unit_of = units(works)
    found = balance(works.values(), claims).contradictions
    assert len(found) <= 1
    for pair in found:
        assert unit_of[pair.first.work].authors.isdisjoint(unit_of[pair.second.work].authors)
        assert (pair.first.stances["h"], pair.second.stances["h"]) == (PRO, CON)


@given(worlds(24), st.sets(st.sampled_from(KEYS), max_size=4), st.data())
def test_a_verdict_that_surely_stays_does(
    world: World, gone: set[str], data: st.DataObject
) -> None:
    """The bounds of the audit may be silent; what they say is true of any claims of those works."""
    works, claims = world
    unit_of = units(works)
    weights = Weights(margin=data.draw(st.sampled_from([0.5, 2.0, 5.0])))
    scales = scales_on("h", claims, unit_of, weights)
    now = scales.verdict(weights)
    lost = {unit_of[key].key for key in gone}
    if scales.surely_stays(now, lost, weights):
        own = [c for c in claims if unit_of[c.work].key in lost]
        leaving = {c.id for c in own if data.draw(st.booleans(), label=f"{c.id} goes")}
        left = [c for c in claims if c.id not in leaving]
        assert scales_on("h", left, unit_of, weights).verdict(weights) is now


@given(worlds(24), st.sampled_from(KEYS))
def test_leaving_a_unit_out_is_weighing_without_its_claims(world: World, key: str) -> None:
    works, claims = world
    unit_of = units(works)
    scales = scales_on("h", claims, unit_of)
    left = [c for c in claims if unit_of[c.work] != unit_of[key]]
    weighed = scales_on("h", left, unit_of).verdict(Weights())
    assert scales.verdict(Weights(), without=unit_of[key].key) is weighed
