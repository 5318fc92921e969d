"""A balance → plain rows."""

from __future__ import annotations

from collections.abc import Iterator

from causalkb.evidence.balance_records import Balance


def rows(balance: Balance) -> Iterator[tuple[object, ...]]:
    """Yield a row a hypothesis: slug, verdict, weight, for, against, claims by stance, overturn."""
    for one in balance.hypotheses:
        yield (
            one.hypothesis.slug,
            one.verdict.value,
            f"{one.weight:+.1f}",
            f"{one.for_weight:.1f}",
            f"{one.against_weight:.1f}",
            len(one.supports),
            len(one.contradicts),
            len(one.qualifies),
            ", ".join(one.overturned_by or one.minimal_overturn),
            one.hypothesis.statement,
        )
