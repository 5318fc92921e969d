"""Counting independent groups: intervals, exact tests, names, set packing, standing."""

from __future__ import annotations

import random
from itertools import combinations, product

import pytest
from balances import work
from conftest import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from causalkb.evidence.counts import Counts
from causalkb.evidence.items import AGAINST, FOR, QUALIFIES, Item, Unit, Way, components
from causalkb.evidence.packing import Packing, _solve
from causalkb.evidence.persons import linked_by, name_of, same_person
from causalkb.evidence.records import Verdict
from causalkb.evidence.robustness import overturning
from causalkb.evidence.standing import grounded
from causalkb.evidence.statistics import fisher, wilson
from causalkb.evidence.verdict import verdict
from causalkb.records import Person
from causalkb.vocabulary import Design, Form


@given(st.integers(1, 200), st.integers(0, 200))
def test_the_interval_is_that_of_scipy(n: int, k: int) -> None:
    k = min(k, n)
    expected = stats.binomtest(k, n).proportion_ci(method="wilson")
    assert wilson(k / n, n) == pytest.approx((expected.low, expected.high), abs=1e-9)


@given(*[st.integers(0, 30)] * 4)
def test_the_exact_test_is_that_of_scipy(a: int, b: int, c: int, d: int) -> None:
    assert fisher(a, b, c, d) == pytest.approx(stats.fisher_exact([[a, b], [c, d]])[1], abs=1e-9)


def test_there_is_no_interval_for_no_groups() -> None:
    with pytest.raises(ValueError, match="no interval"):
        wilson(0.5, 0)


@st.composite
def graphs(draw: st.DrawFn) -> tuple[list[int], int]:
    size = draw(st.integers(1, 10))
    near = [0] * size
    for one, two in combinations(range(size), 2):
        if draw(st.booleans()):
            near[one] |= 1 << two
            near[two] |= 1 << one
    return near, draw(st.integers(1, 2**size - 1))


def brute_force(near: list[int], works: int) -> int:
    subsets = (m for m in range(1 << len(near)) if not m & ~works)
    free = (m for m in subsets if not any(m >> n & 1 and near[n] & m for n in range(len(near))))
    return max(m.bit_count() for m in free)


@given(graphs())
def test_set_packing_agrees_with_brute_force(case: tuple[list[int], int]) -> None:
    near, works = case
    assert Packing(near).count(works) == brute_force(near, works)


@settings(max_examples=examples(30))
@given(graphs())
def test_the_solver_agrees_with_brute_force(case: tuple[list[int], int]) -> None:
    near, works = case
    assert _solve(near, works) == brute_force(near, works)


def test_works_that_hang_together_in_a_tangle_are_counted() -> None:
    rng = random.Random(3)
    near = [0] * 120
    for one, two in combinations(range(120), 2):
        if rng.random() < 0.06:
            near[one] |= 1 << two
            near[two] |= 1 << one
    everything = (1 << 120) - 1
    assert Packing(near).count(everything) == _solve(near, everything)


def test_who_links_works_is_told_by_name_and_versions_first() -> None:
    works = {f"w{n}": work(f"w{n}", f"{name}, A.") for n, name in enumerate("DBCADBCA")}
    works |= {"x": work("x", "E, A.", versions=["y"]), "y": work("y", "F, A.", versions=["x"])}
    assert linked_by(works) == [
        ("", ["x", "y"]),
        *(("ABCD"[n], found) for n, found in enumerate((["w3", "w7"], ["w1", "w5"]))),
        *(("ABCD"[n], found) for n, found in enumerate((["w2", "w6"], ["w0", "w4"]), 2)),
    ]


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        (Person("Shah", "Rohin"), Person("Shah", "Rusheb"), False),
        (Person("Shah", "R."), Person("Shah", "Rusheb"), True),
        (Person("Schölkopf", "Bernhard"), Person("Scholkopf", "B."), True),
        (Person("Pearl", "Judea"), Person("Pearl", "Judea A."), True),
        (Person("Wang", "JM"), Person("Wang", "Jia-Min"), True),
        (Person("Wang", "JM"), Person("Wang", "Jia Wei"), False),
        (Person("Neumann", "John", "von"), Person("Neumann", "John"), False),
        (Person("OpenAI", literal=True), Person("OpenAI", literal=True), True),
    ],
)
def test_names_that_may_be_one_person(one: Person, two: Person, same: bool) -> None:
    assert same_person(name_of(one), name_of(two)) is same
    assert same_person(name_of(two), name_of(one)) is same


def test_the_grounded_extension_agrees_with_its_definition() -> None:
    # All graphs of attacks on four claims that leave out self-attacks: 4,096.
    claims = "abcd"
    pairs = [(a, b) for a in claims for b in claims if a != b]
    for chosen in product((False, True), repeat=len(pairs)):
        attacks = {c: {a for (a, b), on in zip(pairs, chosen, strict=True) if on and b == c}
                   for c in claims}  # fmt: skip
        standing: set[str] = set()
        while True:  # the least fixed point of "defended by the set"
            beaten = {c for c in claims if attacks[c] & standing}
            defended = {c for c in claims if attacks[c] <= beaten}
            if defended == standing:
                break
            standing = defended
        found = grounded(claims, attacks)
        assert found[0] == standing
        assert found[1] == {c for c in claims if attacks[c] & standing}
        assert found[0] | found[1] | found[2] == set(claims)


ITEMS = st.builds(
    Item,
    side=st.sampled_from([FOR, FOR, AGAINST, QUALIFIES]),
    population=st.sampled_from(["animals/rats", "animals/apes", "humans", ""]),
    paradigm=st.sampled_from(["maze", "box"]),
    design=st.sampled_from([Design.EXPERIMENT, Design.EVALUATION]),
    late=st.booleans(),
    direct=st.sampled_from([True, True, False]),
    disputed=st.sampled_from([False, False, True]),
)


@st.composite
def linked_works(draw: st.DrawFn) -> list[Unit]:
    """Works of which some share a person with another."""
    items = draw(st.lists(st.lists(ITEMS, min_size=1, max_size=2), min_size=1, max_size=14))
    near: list[set[int]] = [set() for _ in items]
    for one, two in combinations(range(len(items)), 2):
        if draw(st.integers(0, 9)) == 0:
            near[one].add(two)
            near[two].add(one)
    return [
        Unit(f"w{n:02}", tuple(sorted(set(own))), frozenset(near[n])) for n, own in enumerate(items)
    ]


def left(units: list[Unit], gone: set[str]) -> list[Unit]:
    """Return the works without some."""
    kept = [n for n, unit in enumerate(units) if unit.key not in gone]
    place = {n: m for m, n in enumerate(kept)}
    return [
        units[n]._replace(near=frozenset(place[m] for m in units[n].near if m in place))
        for n in kept
    ]


@settings(max_examples=examples(60))
@given(linked_works(), st.sampled_from([Form.GENERIC, Form.EXISTENTIAL, Form.UNIVERSAL]))
def test_what_overturns_a_verdict_is_what_weighing_again_says(
    units: list[Unit], form: Form
) -> None:
    strict = form is not Form.GENERIC
    way = Way(indirect=not strict, disputed=not strict)

    def answer(counts: Counts) -> tuple[Verdict, object]:
        found, dependence = verdict(form, counts)
        return found, dependence.facet if dependence is not None and dependence.sure else None

    counts = Counts(components(units), way)
    single, together = overturning(counts, answer)
    changes = {
        unit.key
        for unit in units
        if answer(Counts(components(left(units, {unit.key})), way)) != answer(counts)
    }
    assert set(single) == changes
    for keys in together:
        assert answer(Counts(components(left(units, set(keys))), way)) != answer(counts)


@settings(max_examples=examples(40))
@given(linked_works())
def test_ways_that_are_counted_at_once_are_as_if_counted_alone(units: list[Unit]) -> None:
    parts = components(units)
    ways = [
        Way(groups=groups, indirect=indirect, evaluations=evaluations, qualifies=qualifies)
        for groups in ("persons", "works", "components")
        for indirect, evaluations, qualifies in product([True, False], repeat=3)
    ]
    counts = Counts(parts)
    counts.prepare(ways)
    for way in ways:
        passing = [
            unit._replace(items=tuple(item for item in unit.items if way.passes(item)))
            for unit in units
        ]
        alone = Counts(components(passing), way)
        if way.groups != "components":  # links through a work that is not counted stay
            assert counts.by(way).table.rows == alone.table.rows
        assert {what for what, row in counts.by(way).table.rows.items() if any(row)} == {
            what for what, row in alone.table.rows.items() if any(row)
        }
