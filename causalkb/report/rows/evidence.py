"""A balance → plain rows and Markdown."""

from __future__ import annotations

from collections.abc import Iterator

from causalkb.evidence.records import Balance, HypothesisBalance, WeighedClaim
from causalkb.report.render.balance_words import groups_in_words, test_in_words, where_it_holds
from causalkb.report.rows.hits import escape

COLUMNS = (
    *("hypothesis", "verdict", "certainty", "form", "for", "against", "either", "robust"),
    *("overturned_by", "statement"),
)
CLAIM_COLUMNS = ("hypothesis", "stance", "claim", "design", "directness", "population",
                 "paradigm", "locator", "because", "text")  # fmt: skip


def rows(balance: Balance) -> Iterator[tuple[object, ...]]:
    """Yield a row for each hypothesis, as in :data:`COLUMNS`."""
    for one in balance.hypotheses:
        yield row(one)


def row(one: HypothesisBalance) -> tuple[object, ...]:
    """Return the row of a hypothesis, as in :data:`COLUMNS`."""
    robust = one.robustness
    return (
        one.hypothesis.slug,
        one.verdict.value,
        one.certainty.level.value if one.certainty else None,
        one.hypothesis.form.value if one.hypothesis.form else None,
        one.groups.favour,
        one.groups.against,
        one.groups.either,
        f"{robust.holds}/{robust.of}" if robust.of else None,
        ", ".join(one.overturned_by),
        one.hypothesis.statement,
    )


def claim_rows(one: HypothesisBalance, most: int) -> Iterator[tuple[object, ...]]:
    """Yield a row for each claim on a hypothesis, as in :data:`CLAIM_COLUMNS`.

    Args:
        one: The balance of the hypothesis.
        most: The largest number of claims of each stance; 0 means all.
    """
    yield from (_claim_row(one, weighed) for weighed in _shown(one, most))


def works(balance: Balance, most: int) -> list[str]:
    """Return the keys of the works whose claims are shown, sorted."""
    return sorted({w.work.key for one in balance.hypotheses for w in _shown(one, most)})


def _shown(one: HypothesisBalance, most: int) -> Iterator[WeighedClaim]:
    for side in (one.supports, one.contradicts, one.qualifies, one.neutral):
        yield from side[:most] if most else side


def _claim_row(one: HypothesisBalance, weighed: WeighedClaim) -> tuple[object, ...]:
    claim = weighed.claim
    return (
        one.hypothesis.slug,
        f"({weighed.stance.value})" if weighed.fallen else weighed.stance.value,
        claim.id,
        claim.design.value if claim.design else None,
        weighed.directness.value,
        claim.population,
        claim.paradigm,
        claim.locator,
        weighed.because,
        claim.text,
    )


def to_markdown(balance: Balance, most: int) -> str:
    """Return a balance as Markdown: a table of verdicts, then the claims of each hypothesis.

    Args:
        balance: The balance.
        most: The largest number of claims of each stance; 0 means all.
    """
    lines = [f"# {escape(balance.question.title)}", ""]
    lines += ["| hypothesis | verdict | certainty | groups for : against | robust |"]
    lines += ["|---|---|---|---|---|"]
    for one in balance.hypotheses:
        robust = one.robustness
        cells = (
            f"`{one.hypothesis.slug}`",
            one.verdict.value,
            one.certainty.level.value if one.certainty else "–",
            f"{one.groups.favour} : {one.groups.against}",
            f"{robust.holds} of {robust.of}" if robust.of else "–",
        )
        lines.append(f"| {' | '.join(cells)} |")
    for one in balance.hypotheses:
        lines += ["", f"## {one.hypothesis.slug}: {one.verdict.value}", ""]
        lines += [escape(one.hypothesis.statement), ""]
        if one.hypothesis.wrong_if:
            lines += [f"*Wrong if:* {escape(one.hypothesis.wrong_if)}", ""]
        lines += [f"{escape(text)}  " for text in (groups_in_words(one), *where_it_holds(one))]
        for name, side in (
            ("For", one.supports),
            ("Against", one.contradicts),
            ("Qualifying", one.qualifies),
            ("Could not tell", one.neutral),
        ):
            if side:
                lines += ["", f"**{name}**", ""]
                shown = side[:most] if most else side
                lines += [_item(weighed) for weighed in shown]
                if len(side) > len(shown):
                    lines.append(f"- and {len(side) - len(shown)} more")
    return "\n".join(lines) + "\n"


def _item(weighed: WeighedClaim) -> str:
    claim = weighed.claim
    text = escape(claim.text)
    if weighed.fallen:
        text = f"~~{text}~~ (fell: {', '.join(map(code, weighed.fallen))})"
    about = [
        *(claim.design.value if claim.design else "", escape(claim.locator or "")),
        escape(test_in_words(weighed)),
    ]
    return f"- {text} ({', '.join([code(claim.id), *filter(None, about)])})"


def code(text: str) -> str:
    """Return text as code in Markdown."""
    return f"`{text.replace('`', '')}`"
