"""What a balance lacks: fields, designs and rungs without a claim, more than one source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from causalkb.evidence.balance_records import Gap, GapKind, HypothesisBalance, Verdict
from causalkb.evidence.independence import Unit, groups
from causalkb.evidence.weights import Weights
from causalkb.text import fold
from causalkb.vocabulary import Design, Field, Rung


def gaps_in(
    balances: Sequence[HypothesisBalance], unit_of: Mapping[str, Unit], weights: Weights
) -> tuple[Gap, ...]:
    """Return the gaps of each hypothesis in turn, then those of the question as a whole."""
    found = [gap for balance in balances for gap in _of_hypothesis(balance, unit_of)]
    return (*found, *_of_question(balances, weights))


def _of_hypothesis(balance: HypothesisBalance, unit_of: Mapping[str, Unit]) -> Iterator[Gap]:
    slug = balance.hypothesis.slug
    if not balance.claims:
        yield Gap(GapKind.NO_EVIDENCE, f"No claim bears on {slug}.", slug)
        return
    if not balance.supports or not balance.contradicts:
        yield Gap(GapKind.ONE_SIDED, _one_sided(balance), slug)
    yield from _one_source(balance, unit_of)
    subjects = {fold(w.claim.subject or "").strip() for w in balance.claims}
    if len(balance.works) > 1 and len(subjects) == 1 and "" not in subjects:
        subject = balance.claims[0].claim.subject or ""
        text = f"All claims on {slug} are about the same subject: {subject}."
        yield Gap(GapKind.ONE_SUBJECT, text, slug, (subject,))


def _one_sided(balance: HypothesisBalance) -> str:
    slug = balance.hypothesis.slug
    if balance.supports:
        return (
            f"No claim contradicts {slug}: nobody tried to refute it, or nobody recorded it here."
        )
    if balance.contradicts:
        return f"No claim supports {slug}: nobody found for it, or nobody recorded it here."
    return f"Claims only qualify {slug}: none supports it and none contradicts it."


def _one_source(balance: HypothesisBalance, unit_of: Mapping[str, Unit]) -> Iterator[Gap]:
    slug = balance.hypothesis.slug
    found = {unit_of[key] for key in balance.works}
    if len(found) == 1:
        work = balance.claims[0].work.key
        yield Gap(
            GapKind.ONE_WORK, f"All claims on {slug} come from one work, {work}.", slug, (work,)
        )
    elif len(groups(found)) == 1:
        text = (
            f"All {len(found)} works on {slug} are linked by shared authors; no other group speaks."
        )
        yield Gap(GapKind.ONE_GROUP, text, slug, balance.works)


def _of_question(balances: Sequence[HypothesisBalance], weights: Weights) -> Iterator[Gap]:
    supported = tuple(b.hypothesis.slug for b in balances if b.verdict is Verdict.SUPPORTED)
    if len(supported) > 1:
        text = (
            f"{len(supported)} of {len(balances)} hypotheses are supported at once; where they"
            " exclude each other, claims for one should have been entered against the other:"
            f" {', '.join(supported)}."
        )
        yield Gap(GapKind.RIVALS, text, missing=supported)
    claims = [weighed for balance in balances for weighed in balance.claims]
    # Nobody misses a design that weighs nothing.
    designs = [design for design in Design if weights.of(design) > 0]
    for kind, what, words, present in (
        (GapKind.FIELDS, "from these fields", list(Field), {w.work.field for w in claims}),
        (GapKind.DESIGNS, "with these designs", designs, {w.claim.design for w in claims}),
        (GapKind.RUNGS, "on these rungs", list(Rung), {w.claim.rung for w in claims}),
    ):
        missing = tuple(word.value for word in words if word not in present)
        if missing:
            yield Gap(kind, f"No claim {what}: {', '.join(missing)}.", missing=missing)
