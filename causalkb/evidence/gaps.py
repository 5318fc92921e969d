"""What a balance lacks: fields, designs and rungs without a claim, more than one source."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from causalkb.evidence.records import FAVOURABLE, Gap, GapKind, HypothesisBalance
from causalkb.evidence.standing import COUNTED
from causalkb.vocabulary import Design, Field, Form, Rung


def gaps_in(
    balances: Sequence[HypothesisBalance],
    unit_of: Mapping[str, str],
    near: Mapping[str, Collection[str]],
) -> tuple[Gap, ...]:
    """Return the gaps of each hypothesis in turn, then those of the question as a whole.

    Args:
        balances: The hypotheses of a question.
        unit_of: The work that stands for each work and its other versions.
        near: The units that share a person with each unit.
    """
    found = [gap for balance in balances for gap in _of_hypothesis(balance, unit_of, near)]
    return (*found, *_of_question(balances))


def _of_hypothesis(
    balance: HypothesisBalance, unit_of: Mapping[str, str], near: Mapping[str, Collection[str]]
) -> Iterator[Gap]:
    slug = balance.hypothesis.slug
    if balance.hypothesis.form is None:
        yield Gap(
            GapKind.NO_FORM,
            f"{slug} has no form: it is weighed as a generic statement ('causalkb hypothesis edit'"
            " with --form and --wrong-if gives it one).",
            slug,
        )
    if not balance.claims:
        yield Gap(GapKind.NO_EVIDENCE, f"No claim bears on {slug}.", slug)
        return
    if not balance.supports or not balance.contradicts:
        yield Gap(GapKind.ONE_SIDED, _one_sided(balance), slug)
    yield from _one_source(balance, unit_of, near)
    if len(balance.works) > 1:
        for kind, what, values in (
            (GapKind.ONE_POPULATION, "population", {w.claim.population for w in balance.claims}),
            (GapKind.ONE_PARADIGM, "paradigm", {w.claim.paradigm for w in balance.claims}),
        ):
            if len(values) == 1 and None not in values:
                value = str(next(iter(values)))
                text = f"All claims on {slug} have the same {what}: {value}."
                yield Gap(kind, text, slug, (value,))


def _one_sided(balance: HypothesisBalance) -> str:
    slug = balance.hypothesis.slug
    if balance.supports:
        return (
            f"No claim contradicts {slug}: nobody tried to refute it, or nobody recorded it here."
        )
    if balance.contradicts:
        return f"No claim supports {slug}: nobody found for it, or nobody recorded it here."
    return f"Claims only qualify {slug} or are neutral: none supports or contradicts it."


def _one_source(
    balance: HypothesisBalance, unit_of: Mapping[str, str], near: Mapping[str, Collection[str]]
) -> Iterator[Gap]:
    slug = balance.hypothesis.slug
    found = sorted({unit_of[key] for key in balance.works})
    if len(found) == 1:
        work = balance.claims[0].work.key
        yield Gap(
            GapKind.ONE_WORK, f"All claims on {slug} come from one work, {work}.", slug, (work,)
        )
    elif _all_linked(found, near):
        text = (
            f"All {len(found)} works on {slug} are linked by shared authors; no other group speaks."
        )
        yield Gap(GapKind.ONE_GROUP, text, slug, balance.works)


def _all_linked(units: Sequence[str], near: Mapping[str, Collection[str]]) -> bool:
    left, stack = set(units[1:]), [units[0]]
    while stack:
        reached = left & set(near[stack.pop()])
        left -= reached
        stack += reached
    return not left


def _of_question(balances: Sequence[HypothesisBalance]) -> Iterator[Gap]:
    favoured = {b.hypothesis.slug for b in balances if b.verdict in FAVOURABLE}
    for balance in balances:
        slug = balance.hypothesis.slug
        both = tuple(r for r in balance.rivals if r in favoured and slug in favoured and slug < r)
        if both:
            text = (
                f"{slug} and {', '.join(both)} exclude each other and are both favoured: claims"
                " for one should have been entered against the other, or they are not rivals."
            )
            yield Gap(GapKind.RIVALS, text, missing=(slug, *both))
    claims = [weighed for balance in balances for weighed in balance.claims]
    formal = {b.hypothesis.form for b in balances} <= {Form.FORMAL, Form.CONCEPTUAL}
    designs = [Design.THEOREM] if formal else [d for d in Design if d in COUNTED]
    for kind, what, words, present in (
        (GapKind.FIELDS, "from these fields", list(Field), {w.work.field for w in claims}),
        (GapKind.DESIGNS, "with these designs", designs, {w.claim.design for w in claims}),
        (GapKind.RUNGS, "on these rungs", list(Rung), {w.claim.rung for w in claims}),
    ):
        missing = tuple(word.value for word in words if word not in present)
        if missing:
            yield Gap(kind, f"No claim {what}: {', '.join(missing)}.", missing=missing)
