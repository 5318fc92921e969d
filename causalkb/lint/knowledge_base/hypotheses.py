"""Fragile verdicts: those that rest on one work, one group, one species, one family of models.

"Rests on" is meant counterfactually: the verdict is weighed again without what it is said to rest
on, by the same rule, and a finding is a verdict that changes. Only a verdict that says something
(``supported`` or ``contradicted``) rests on anything; what is contested or insufficient is noted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

from causalkb.evidence.balance import scales_on
from causalkb.evidence.balance_records import Balance, HypothesisBalance, Verdict, WeighedClaim
from causalkb.evidence.independence import Unit, author_name, units
from causalkb.evidence.weights import Weights
from causalkb.lint.findings import Finding, Level
from causalkb.lint.knowledge_base.kinds import SEVERAL, families_in, species_in
from causalkb.records import Claim, Person, Work
from causalkb.text import fold
from causalkb.vocabulary import Design

_EMPIRICAL = frozenset(Design) - {Design.THEOREM, Design.POSITION, Design.REVIEW}
"""Designs with subjects: a theorem has no species, and a review has those of others."""
_SHOWN = 6
"""Works named in a message; the finding holds all."""


class _WhatIf:
    """The verdict on one hypothesis, weighed again without some of its claims."""

    def __init__(
        self, one: HypothesisBalance, unit_of: Mapping[str, Unit], weights: Weights
    ) -> None:
        self.unit_of = unit_of
        self._now = one.verdict
        self._slug = one.hypothesis.slug
        self._claims = [weighed.claim for weighed in one.claims]
        self._weights = weights
        self._scales = scales_on(self._slug, self._claims, unit_of, weights)

    def without_unit(self, key: str) -> Verdict:
        """The verdict without a work and its other versions."""
        return self._scales.verdict(self._weights, without=self.unit_of[key].key)

    def without(self, keys: Collection[str], goes: Callable[[Claim], bool]) -> Verdict:
        """The verdict without the claims for which a test holds; all are of the works ``keys``.

        Weighing again takes as long as weighing; for most of what is asked, bounds show that the
        verdict stays.
        """
        gone = {self.unit_of[key].key for key in keys}
        if self._scales.surely_stays(self._now, gone, self._weights):
            return self._now
        left = [claim for claim in self._claims if not goes(claim)]
        return scales_on(self._slug, left, self.unit_of, self._weights).verdict(self._weights)


def audit_balance(balance: Balance, works: Mapping[str, Work]) -> Iterator[Finding]:
    """Yield what is fragile about the verdicts of one question.

    Args:
        balance: The balance of the question.
        works: Its works by key, with their versions, as they were weighed.
    """
    unit_of = units(works)
    for one in balance.hypotheses:
        what_if = _WhatIf(one, unit_of, balance.weights)
        yield from _fragile(one, what_if)
        if one.verdict in (Verdict.SUPPORTED, Verdict.CONTRADICTED):
            yield from _one_author(one, what_if, works)
            yield from _one_kind(one, what_if, "one-species", "species", species_in)
            yield from _one_kind(one, what_if, "one-model-family", "family of models", families_in)
        yield from _reviews(one, what_if)


def _fragile(one: HypothesisBalance, what_if: _WhatIf) -> Iterator[Finding]:
    if not one.overturned_by:
        return
    become: defaultdict[str, list[str]] = defaultdict(list)
    for key in one.overturned_by:
        become[what_if.without_unit(key)].append(key)
    settled = one.verdict in (Verdict.SUPPORTED, Verdict.CONTRADICTED)
    otherwise = next(iter(become)) if len(become) == 1 else "another"
    yield Finding(
        "fragile",
        Level.WARNING if settled else Level.NOTE,
        one.hypothesis.slug,
        f"{one.verdict.value} now, but {otherwise} without {_any_of(one.overturned_by)}",
        "look for further independent works on either side, or say why there are none:"
        f" 'causalkb suppression add fragile {one.hypothesis.slug} REASON'",
        details=tuple(
            f"{verdict} without {_listed(keys, ' or ')}"
            for verdict, keys in become.items()
            if len(become) > 1
        ),
        works=one.overturned_by,
    )


def _one_author(
    one: HypothesisBalance, what_if: _WhatIf, works: Mapping[str, Work]
) -> Iterator[Finding]:
    """Findings for each author of at least two works without whose works the verdict changes.

    One work alone is what :func:`_fragile` looks at. People who always publish together are one
    group: they are named together. Boshi and Bailin Wang are two people, though the balance,
    which errs towards fewer witnesses, takes "Wang, B." for one.
    """
    by_author: defaultdict[str, set[str]] = defaultdict(set)
    name_of: dict[str, Person] = {}
    given: defaultdict[str, set[str]] = defaultdict(set)
    for key in one.works:
        for person in works[key].authors:
            if not person.is_others:
                name = author_name(person)
                by_author[name].add(key)
                name_of.setdefault(name, person)
                first = fold(person.given).replace(".", " ").split()
                given[name] |= {word for word in first[:1] if len(word) > 1}
    groups: defaultdict[frozenset[str], list[str]] = defaultdict(list)
    for author, keys in by_author.items():
        if len(keys) > 1 and len(given[author]) < 2 and not keys <= set(one.overturned_by):
            groups[frozenset(keys)].append(author)
    for group, authors in sorted(groups.items(), key=lambda item: sorted(item[0])):
        verdict = what_if.without(group, _is_of(group))
        if verdict is one.verdict:
            continue
        people = "; ".join(name_of[author].name for author in sorted(authors))
        yield Finding(
            "one-author",
            Level.WARNING,
            one.hypothesis.slug,
            f"{one.verdict.value} now, but {verdict.value} without the {len(group)} works of"
            f" {people}",
            "look for a work of another group, or say why there is none:"
            f" 'causalkb suppression add one-author {one.hypothesis.slug} REASON'",
            works=tuple(sorted(group)),
        )


def _one_kind(
    one: HypothesisBalance,
    what_if: _WhatIf,
    rule: str,
    what: str,
    kinds_in: Callable[[str], frozenset[str]],
) -> Iterator[Finding]:
    """Say so if all evidence from subjects on the winning side names the same one kind."""
    side = one.supports if one.verdict is Verdict.SUPPORTED else one.contradicts
    empirical = [w for w in side if w.claim.design in _EMPIRICAL]
    of = {w.claim.id: kinds_in(w.claim.subject or "") for w in empirical}
    kinds = frozenset[str]().union(*of.values())
    if len(kinds) != 1 or SEVERAL in kinds:
        return
    # What names no kind says nothing of how many there are; it stays on the scales.
    of = {claim: named for claim, named in of.items() if named}
    empirical = [w for w in empirical if w.claim.id in of]
    keys = sorted({w.work.key for w in empirical})
    verdict = what_if.without(keys, lambda claim: claim.id in of)
    if verdict is one.verdict or len(keys) < 2:
        return
    (kind,) = kinds
    yield Finding(
        rule,
        Level.WARNING,
        one.hypothesis.slug,
        f"{one.verdict.value} now, but {verdict.value} without {kind}: all {len(of)} claims that"
        f" name a {what} name this one",
        f"look for work with another {what}, narrow the hypothesis to {kind}, or say why it is so:"
        f" 'causalkb suppression add {rule} {one.hypothesis.slug} REASON'",
        claims=tuple(sorted(of)),
        works=tuple(keys),
    )


def _reviews(one: HypothesisBalance, what_if: _WhatIf) -> Iterator[Finding]:
    """Reviews with older studies of their field or subject beside them on the same side.

    Nothing here says which studies a review reviews, so that all it can have reviewed are named.
    """
    for side in (one.supports, one.contradicts):
        for review in side:
            if review.claim.design is not Design.REVIEW or review.counted <= 0:
                continue
            beside = sorted(
                {
                    weighed.work.key
                    for weighed in side
                    if weighed.claim.design in _EMPIRICAL and _may_review(review, weighed)
                }
                - {review.work.key}
            )
            if not beside:
                continue
            unit = what_if.unit_of[review.work.key]
            verdict = what_if.without(
                [review.work.key],
                _is_review_of(what_if.unit_of, unit),
            )
            decides = verdict is not one.verdict
            yield Finding(
                "review-beside-studies",
                Level.WARNING if decides else Level.NOTE,
                one.hypothesis.slug,
                f"{review.claim.id} is a review that {review.stance.value}, counted beside"
                f" {_counted_works(beside)} that it may review"
                + (f"; without it: {verdict.value}" if decides else "; the verdict is the same"),
                f"where it does, let it qualify: 'causalkb claim link {review.claim.id} --stance"
                f" {one.hypothesis.slug}=qualifies'",
                claims=(review.claim.id,),
                works=(review.work.key, *beside),
            )


def _may_review(review: WeighedClaim, study: WeighedClaim) -> bool:
    if study.counted <= 0 or (study.work.year or 0) > (review.work.year or 0):
        return False
    one, other = (species_in(w.claim.subject or "") for w in (review, study))
    field = review.work.field
    return (field is not None and field == study.work.field) or not one.isdisjoint(other)


def _counted_works(keys: list[str]) -> str:
    noun = "older study" if len(keys) == 1 else "older studies"
    return f"{len(keys)} {noun} ({_listed(keys)})"


def _any_of(keys: Iterable[str]) -> str:
    names = list(keys)
    return names[0] if len(names) == 1 else f"any one of {_listed(names)}"


def _listed(names: Sequence[str], joint: str = ", ") -> str:
    shown = joint.join(names[:_SHOWN])
    return shown if len(names) <= _SHOWN else f"{shown} and {len(names) - _SHOWN} more"


def _is_of(works: Collection[str]) -> Callable[[Claim], bool]:
    return lambda claim: claim.work in works


def _is_review_of(unit_of: Mapping[str, Unit], unit: Unit) -> Callable[[Claim], bool]:
    return lambda claim: claim.design is Design.REVIEW and unit_of[claim.work] == unit
