"""Small worlds for the tests of the balance: works, claims and one hypothesis or two."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import count

from causalkb.evidence.balance import weigh
from causalkb.evidence.bearing import Background, linked
from causalkb.evidence.counts import independent
from causalkb.evidence.records import Balance, HypothesisBalance
from causalkb.evidence.standing import standing
from causalkb.records import Claim, ClaimRelation, Hypothesis, Person, Question, Warrant, Work
from causalkb.vocabulary import Design, Directness, Extent, Form, Relation, Stance

QUESTION = Question("q", "A question?", "Which is it?")
H = Hypothesis("h", "q", "It is this.", form=Form.GENERIC, wrong_if="It is not.")
PRO, CON, QUALIFIES, NEUTRAL = Stance
_NUMBERS = count(1)


def work(key: str, *authors: str, versions: Sequence[str] = (), year: int | None = None) -> Work:
    """A work; without authors it has one of its own."""
    names = authors or (f"{key.capitalize()}, Only",)
    people = tuple(Person(*name.split(", ")) for name in names)
    return Work(key=key, title=key, authors=people, versions=tuple(versions), year=year)


def claim(
    key: str,
    stance: Stance = PRO,
    stratum: str = "animals/rats seeing-versus-doing",
    design: Design | None = Design.EXPERIMENT,
    *,
    number: int = 1,
    indirect: bool = False,
    secondhand: bool = False,
    others: Mapping[str, Stance] | None = None,
    relations: Sequence[tuple[Relation, str]] = (),
    **more: object,
) -> Claim:
    population, _, paradigm = stratum.partition(" ")
    directness = Directness.INDIRECT if indirect else Directness.DIRECT
    values: dict[str, object] = {
        "text": f"claim {number} of {key}",
        "stances": {"h": stance, **(others or {})},
        "warrants": {"h": Warrant("seen so", directness)},
        "population": population or None,
        "paradigm": paradigm or None,
        "extent": Extent.SECONDARY if secondhand else Extent.ABSTRACT,
        "relations": tuple(ClaimRelation(kind, other) for kind, other in relations),
    }
    return Claim(id=f"{key}#{number}", work=key, design=design, **(values | more))  # type: ignore[arg-type]


def background(
    works: Iterable[Work], claims: Sequence[Claim], output_only: Iterable[str] = ()
) -> Background:
    by_key = {w.key: w for w in works}
    unit_of, near = linked(by_key)
    by_id = {c.id: c for c in claims}
    stated = [(c.id, r.relation, r.other) for c in claims for r in c.relations]
    found = standing(
        by_id,
        stated,
        same_authors=lambda a, b: unit_of[a] == unit_of[b] or unit_of[b] in near[unit_of[a]],
        count=lambda keys: independent({unit_of[key] for key in keys}, near),
    )
    return Background(by_key, unit_of, near, found, by_id, frozenset(output_only))


def balance(
    claims: Sequence[Claim],
    works: Iterable[Work] = (),
    hypotheses: Sequence[Hypothesis] = (H,),
    output_only: Iterable[str] = (),
) -> Balance:
    """Weigh claims; a work that is not given has an author of its own."""
    given = {w.key: w for w in works}
    for c in claims:
        given.setdefault(c.work, work(c.work))
    return weigh(QUESTION, hypotheses, claims, background(given.values(), claims, output_only))


def one(
    claims: Sequence[Claim],
    works: Iterable[Work] = (),
    hypothesis: Hypothesis = H,
    output_only: Iterable[str] = (),
) -> HypothesisBalance:
    return balance(claims, works, (hypothesis,), output_only).hypotheses[0]


def many(number: int, stance: Stance, stratum: str = "animals/rats seeing-versus-doing", *,
         start: str = "", **more: object) -> list[Claim]:  # fmt: skip
    """Claims of as many works that share nobody."""
    name = start or f"{stance.value[:3]}{next(_NUMBERS)}x"
    return [claim(f"{name}{n}", stance, stratum, **more) for n in range(number)]  # type: ignore[arg-type]
