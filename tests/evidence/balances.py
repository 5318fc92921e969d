"""Small worlds for the tests of the balance: works, claims and one hypothesis or two."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from causalkb.evidence.balance import weigh
from causalkb.evidence.balance_records import Balance, HypothesisBalance
from causalkb.evidence.weights import DEFAULT_WEIGHTS, Weights
from causalkb.records import Claim, Hypothesis, Person, Question, Work
from causalkb.vocabulary import Design, Stance

QUESTION = Question("q", "A question?", "Which is it?")
H = Hypothesis("h", "q", "It is this.")
RIVAL = Hypothesis("rival", "q", "It is that.")
PRO, CON, NEITHER = Stance.SUPPORTS, Stance.CONTRADICTS, Stance.QUALIFIES


def work(key: str, *authors: str, versions: Sequence[str] = ()) -> Work:
    people = tuple(Person(*name.split(", ")) for name in authors)
    return Work(key=key, title=key, authors=people, versions=tuple(versions))


def claim(
    key: str,
    number: int = 1,
    stance: Stance | None = PRO,
    design: Design | None = Design.EXPERIMENT,
    **more: object,
) -> Claim:
    stances = {} if stance is None else {"h": stance}
    values = {"text": f"claim {number} of {key}", "stances": stances} | more
    return Claim(id=f"{key}#{number}", work=key, design=design, **values)  # type: ignore[arg-type]


def balance(
    works: Iterable[Work],
    claims: Sequence[Claim],
    weights: Weights = DEFAULT_WEIGHTS,
    hypotheses: Sequence[Hypothesis] = (H,),
) -> Balance:
    return weigh(QUESTION, hypotheses, claims, {w.key: w for w in works}, weights)


def one(
    works: Iterable[Work], claims: Sequence[Claim], weights: Weights = DEFAULT_WEIGHTS
) -> HypothesisBalance:
    return balance(works, claims, weights).hypotheses[0]


def without(claims: Sequence[Claim], keys: Iterable[str]) -> list[Claim]:
    gone = set(keys)
    return [c for c in claims if c.work not in gone]


def version_group(key: str, works: Mapping[str, Work]) -> set[str]:
    """The keys of a work and all its other versions, found the slow way."""
    group, size = {key}, 0
    while len(group) != size:
        size = len(group)
        group |= {v for k in group for v in works[k].versions if v in works}
        group |= {k for k, w in works.items() if group & set(w.versions)}
    return group
