"""What each claim brings to the count on one hypothesis, and what is only shown beside it."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from operator import mul
from statistics import median_low

from causalkb.errors import InputError
from causalkb.evidence.items import AGAINST, FOR, QUALIFIES, Item, Unit
from causalkb.evidence.persons import names_of, shared, units_of
from causalkb.evidence.records import WeighedClaim
from causalkb.evidence.standing import COUNTED, NOTHING_STATED, Standing
from causalkb.records import Claim, Hypothesis, Work
from causalkb.vocabulary import About, Design, Directness, Extent, Form, Stance

_DESIGNS = list(Design)
POOLED_MOST = 4
"""Groups that syntheses may stand for on one side, so that they can lean and never decide alone."""


@dataclass(frozen=True, slots=True)
class Background:
    """What is the same for all hypotheses of a question.

    Attributes:
        works: The works of the claims by key, with their other versions.
        unit_of: The work that stands for each work and its other versions.
        near: The units that share a person with each unit.
        standing: What relations made of claims.
        claims: Claims that relations name and that may bear on other hypotheses, by id.
        output_only: Paradigms that show a system's output alone.
        vectors: Stored vectors of statements and claims (by text and by id).
        read_twice: By hypothesis, how many stances two readers share, of how many.
    """

    works: Mapping[str, Work]
    unit_of: Mapping[str, str]
    near: Mapping[str, frozenset[str]]
    standing: Standing = NOTHING_STATED
    claims: Mapping[str, Claim] = field(default_factory=dict)
    output_only: frozenset[str] = frozenset()
    vectors: Mapping[str, bytes] = field(default_factory=dict)
    read_twice: Mapping[str, tuple[int, int]] = field(default_factory=dict)


def linked(works: Mapping[str, Work]) -> tuple[dict[str, str], dict[str, frozenset[str]]]:
    """Return the unit of each work, and the units that share a person with each unit."""
    unit_of = units_of(works)
    members: defaultdict[str, list[Work]] = defaultdict(list)
    for key, unit in unit_of.items():
        members[unit].append(works[key])
    units = sorted(members)
    neighbours = shared([names_of(members[unit]) for unit in units])
    near = {
        unit: frozenset(units[n] for n in neighbours[position])
        for position, unit in enumerate(units)
    }
    return unit_of, near


def weighed(
    hypothesis: Hypothesis, claims: Iterable[Claim], background: Background
) -> list[WeighedClaim]:
    """Return the claims on a hypothesis, each with what the rule makes of it, in their order.

    Raises:
        InputError: The work of a claim is not known.
    """
    slug = hypothesis.slug
    found = []
    pooled = _pooled_sides(slug, background)
    statement = _numbers(background.vectors.get(hypothesis.statement))
    for claim in claims:
        if slug not in claim.stances:
            continue
        if claim.work not in background.works:
            raise InputError(f"claim {claim.id} belongs to a work that is not given: {claim.work}")
        one = _weigh(hypothesis, claim, background, statement)
        source = pooled.get(claim.id)
        if source is not None and not one.fallen and claim.design in COUNTED:
            side = source[1]
            why = "" if one.side is side else f"counts with the synthesis {source[0]}"
            one = replace(one, side=side, why=why)
        found.append(one)
    return sorted(found, key=_order)


def _weigh(
    hypothesis: Hypothesis, claim: Claim, background: Background, statement: list[float]
) -> WeighedClaim:
    slug = hypothesis.slug
    warrant = claim.warrant(slug)
    stance = claim.stances[slug]
    direct, why = warrant.directness, ""
    if hypothesis.about is About.MECHANISM and claim.paradigm in background.output_only:
        if direct is Directness.DIRECT:
            why = "indirect: it shows output, the hypothesis speaks of a mechanism"
        direct = Directness.INDIRECT
    side, reason = _side(hypothesis, claim, stance)
    fallen = background.standing.fallen.get(claim.id, ())
    if fallen:
        side, reason = None, f"fell: {', '.join(fallen)}"
    return WeighedClaim(
        claim=claim,
        work=background.works[claim.work],
        stance=stance,
        side=side,
        why=reason or why,
        directness=direct,
        because=warrant.because,
        otherwise=warrant.otherwise,
        timing=warrant.timing,
        closeness=_cosine(statement, _numbers(background.vectors.get(claim.id))),
        fallen=fallen,
        disputed=background.standing.disputed.get(claim.id, ()),
    )


def _side(hypothesis: Hypothesis, claim: Claim, stance: Stance) -> tuple[Stance | None, str]:
    """The side on which a claim counts, and why on none or on another than recorded."""
    if hypothesis.form is Form.FORMAL:
        if claim.design is not Design.THEOREM:
            return None, "not counted: only theorems count for a formal hypothesis"
        return (stance if stance in (Stance.SUPPORTS, Stance.CONTRADICTS) else None), ""
    if hypothesis.form is Form.CONCEPTUAL:
        return None, ""
    if claim.design is None:
        return None, "not counted: no design is recorded"
    if claim.design not in COUNTED:
        return None, f"shown, not counted: {claim.design.value}"
    if stance in (Stance.QUALIFIES, Stance.NEUTRAL):
        return None, ""
    estimate, threshold = claim.estimate, hypothesis.threshold
    if (
        hypothesis.form is Form.QUANTITY
        and threshold is not None
        and estimate is not None
        and estimate.unit in ("", threshold.unit)
    ):
        low = estimate.value if estimate.low is None else estimate.low
        high = estimate.value if estimate.high is None else estimate.high
        if low <= threshold.value <= high and low < high:
            return None, "not counted: its interval covers the threshold"
        side = Stance.SUPPORTS if estimate.value > threshold.value else Stance.CONTRADICTS
        return side, "" if side is stance else "counted by its estimate"
    return stance, ""


def _pooled_sides(slug: str, background: Background) -> dict[str, tuple[str, Stance]]:
    """The synthesis that each pooled claim counts with, and its side; the newest where several."""
    found: dict[str, tuple[str, Stance]] = {}
    standing = background.standing

    def year(claim_id: str) -> tuple[int, str]:
        work = background.works.get(background.claims[claim_id].work)
        return (work.year or 0) if work else 0, claim_id

    for synthesis in sorted((c for c in standing.pooled if c in background.claims), key=year):
        stance = background.claims[synthesis].stances.get(slug)
        if stance in (Stance.SUPPORTS, Stance.CONTRADICTS) and synthesis not in standing.fallen:
            for claim in standing.pooled[synthesis]:
                found[claim] = (synthesis, stance)
    return found


def _order(one: WeighedClaim) -> tuple[object, ...]:
    """Direct before indirect, then by closeness to the hypothesis, then by design."""
    design = one.claim.design
    return (
        bool(one.fallen),
        not one.counted,
        one.directness is Directness.INDIRECT,
        -round(one.closeness or 0.0, 3),
        len(_DESIGNS) if design is None else _DESIGNS.index(design),
        -(one.work.year or 0),
        claim_order(one.claim),
    )


def claim_order(claim: Claim) -> tuple[str, int, str]:
    """Order claims by work and number, and by text where they have no number yet."""
    _, _, number = claim.id.rpartition("#")
    counted_from = int(number) if number.isascii() and number.isdigit() else 0
    return claim.work, counted_from, claim.text


def _numbers(vector: bytes | None) -> list[float]:
    """A vector as it is stored, in numbers; none where there is no vector."""
    found = array("f")
    found.frombytes(vector or b"")
    return found.tolist()


def _cosine(one: list[float], two: list[float]) -> float | None:
    """The similarity of two unit vectors, ``None`` where one is missing."""
    return sum(map(mul, one, two)) if one and len(one) == len(two) else None


def units(
    found: Sequence[WeighedClaim],
    background: Background,
    rivals: Iterable[str],
    *,
    pooled: bool = True,
) -> list[Unit]:
    """Return what is counted: the works with what their claims bring, and who is linked to whom.

    Args:
        found: The claims.
        background: Works and people.
        rivals: Slugs of the hypotheses that it excludes.
        pooled: Whether a synthesis stands for further groups. Not where two groups decide ("some"
            and "no"): it must not decide alone.
    """
    rival = frozenset(rivals)
    years = sorted(one.work.year for one in found if one.work.year is not None)
    middle = median_low(years) if years else 0
    items: defaultdict[str, set[Item]] = defaultdict(set)
    for one in found:
        item = _item(one, background, rival, middle)
        if item is not None:
            items[background.unit_of[one.claim.work]].add(item)
    keys = sorted(items)
    place = {key: n for n, key in enumerate(keys)}
    near = [
        frozenset(place[other] for other in background.near[key] if other in place) for key in keys
    ]
    made = [Unit(key, tuple(sorted(items[key])), near[n]) for n, key in enumerate(keys)]
    return made + (_pooled_groups(found, background, items) if pooled else [])


def _item(
    one: WeighedClaim,
    background: Background,
    rivals: frozenset[str],
    middle: int,
) -> Item | None:
    claim = one.claim
    if one.side is not None:
        side = FOR if one.side is Stance.SUPPORTS else AGAINST
    elif one.stance is Stance.QUALIFIES and claim.design in COUNTED and not one.fallen:
        side = QUALIFIES
    else:
        return None
    original = background.claims.get(background.standing.failed.get(claim.id, ""), claim)
    against = {Stance.SUPPORTS: Stance.CONTRADICTS, Stance.CONTRADICTS: Stance.SUPPORTS}
    opposite = against.get(one.side) if one.side is not None else None
    return Item(
        side=side,
        population=original.population or "",
        paradigm=original.paradigm or "",
        design=claim.design or Design.POSITION,
        late=(one.work.year or 0) > middle,
        direct=one.directness is Directness.DIRECT,
        secondhand=claim.extent is Extent.SECONDARY,
        disputed=bool(one.disputed),
        concern=bool(claim.concerns) or one.work.is_retracted,
        retracted=one.work.is_retracted,
        full=claim.extent is Extent.FULL,
        tells_apart=any(claim.stances.get(slug) is opposite for slug in rivals)
        if opposite is not None
        else False,
    )


def _pooled_groups(
    found: Sequence[WeighedClaim], background: Background, items: Mapping[str, set[Item]]
) -> list[Unit]:
    """Groups that a synthesis stands for beyond itself and the works of it that are here."""
    made: list[Unit] = []
    left = {Stance.SUPPORTS: POOLED_MOST, Stance.CONTRADICTS: POOLED_MOST}
    # The largest first: the count must not follow the order of display, which is by closeness.
    for one in sorted(found, key=lambda one: (-(one.claim.n or 0), one.claim.id)):
        claim = one.claim
        if claim.design is not Design.META_ANALYSIS or one.side is None:
            continue
        here = {
            background.unit_of.get(target.rpartition("#")[0], "")
            for target in background.standing.pooled.get(claim.id, ())
        }
        present = 1 + len(here & items.keys())
        wanted = min(claim.n or 1, left[one.side])
        left[one.side] -= min(wanted, left[one.side])
        item = _item_of_synthesis(one)
        made += [Unit(f"{claim.work} (pooled {n + 1})", (item,)) for n in range(wanted - present)]
    return made


def _item_of_synthesis(one: WeighedClaim) -> Item:
    return Item(
        side=FOR if one.side is Stance.SUPPORTS else AGAINST,
        population=one.claim.population or "",
        paradigm=one.claim.paradigm or "",
        design=Design.META_ANALYSIS,
        late=False,
        direct=one.directness is Directness.DIRECT,
        secondhand=one.claim.extent is Extent.SECONDARY,
        disputed=bool(one.disputed),
        concern=bool(one.claim.concerns) or one.work.is_retracted,
        retracted=one.work.is_retracted,
        full=one.claim.extent is Extent.FULL,
    )
