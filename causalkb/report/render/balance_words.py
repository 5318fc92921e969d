"""The rule and the arithmetic of a verdict, in words: what ``evidence --explain`` prints."""

from __future__ import annotations

from causalkb.evidence.balance_records import HypothesisBalance, Verdict, WeighedClaim
from causalkb.evidence.weights import DEFAULT_WEIGHTS, Weights


def explain_rule(weights: Weights = DEFAULT_WEIGHTS) -> str:
    """Return the rule with its numbers, as plain text."""
    table = "\n".join(
        f"   {design.value:<20}{weights.of(design):>5g}" for design in weights.designs
    )
    return f"""\
How claims are weighed. The numbers are conventions, not measurements; the form, signed weights
that add up over independent evidence, is I. J. Good's weight of evidence (Good 1985).

1. A claim weighs by its design, in points; without a design it gets the lowest weight.
{table}
2. "supports" adds, "contradicts" subtracts, "qualifies" is shown and adds nothing. A quote that
   was not found in the work's text is flagged; it weighs the same.
3. A work counts once on each side, with its strongest claim there; a preprint and its published
   version are one work. A work with claims on both sides counts on both.
4. Works with common authors are not independent: a work's weight is shared out equally among its
   authors, and on each side each author counts once, with the largest share.
5. The verdict:
   supported      for minus against is at least {weights.margin:g} points, for is at least \
{weights.ratio:g} times against,
                  and two of the works for it share no author
   contradicted   the same the other way round
   contested      neither, each side has at least {weights.serious:g} points, and two works of
                  all share no author
   insufficient   all else; so one work alone, however many claims it makes, settles nothing
6. A verdict is fragile if taking away one work would change it.
It is a balance of what has been recorded here, not of all that is known. Limits:
docs/evidence-model.md"""


def explain(balance: HypothesisBalance, weights: Weights = DEFAULT_WEIGHTS) -> str:
    """Return the arithmetic of one verdict, line by line, as plain text.

    Args:
        balance: The balance of the hypothesis.
        weights: The table that it was weighed with.
    """
    pro, con = balance.for_weight, balance.against_weight
    lines = [f"{balance.hypothesis.slug}: {balance.verdict.value}"]
    lines += _side("for", balance.supports, pro)
    lines += _side("against", balance.contradicts, con)
    lines += _side("qualifying", balance.qualifies, None)
    lines.append(f"net: {pro:.2f} - {con:.2f} = {balance.weight:+.2f} points")
    lines.append(_because(balance, weights))
    lines.append(_overturn(balance))
    return "\n".join(lines)


def _side(name: str, claims: tuple[WeighedClaim, ...], total: float | None) -> list[str]:
    if not claims:
        return [f"{name}: no claim"]
    head = f"{name}:" if total is None else f"{name}: {total:.2f} points"
    return [head, *(_line(weighed) for weighed in claims)]


def _line(weighed: WeighedClaim) -> str:
    claim = weighed.claim
    design = "no design" if claim.design is None else claim.design.value
    notes = [weighed.discount] if weighed.discount else []
    if weighed.unchecked:
        notes.append("quote unchecked")
    note = f"  ({'; '.join(notes)})" if notes else ""
    name = claim.id or claim.work
    return f"  {weighed.counted:5.2f} of {weighed.weight:5.2f}  {design:<18}  {name}{note}"


def _because(balance: HypothesisBalance, weights: Weights) -> str:
    if balance.verdict is not Verdict.INSUFFICIENT:
        return f"{balance.verdict.value}: {_reason(balance, weights)}"
    return f"insufficient: {_lack(balance, weights)}"


def _reason(balance: HypothesisBalance, weights: Weights) -> str:
    pro, con = balance.for_weight, balance.against_weight
    if balance.verdict is Verdict.CONTESTED:
        return f"both sides have at least {weights.serious:g} points and neither wins"
    more, less = max(pro, con), min(pro, con)
    times = "" if less == 0 else f", {more / less:.1f} times (needed {weights.ratio:g})"
    return f"ahead by {more - less:.2f} points (needed {weights.margin:g}){times}"


def _lack(balance: HypothesisBalance, weights: Weights) -> str:
    """Say what a balance misses: independent works before weight, since that comes first."""
    pro, con = balance.for_weight, balance.against_weight
    if pro == con == 0:
        return "nothing that weighs anything bears on it"
    if len(balance.works) == 1:
        return "one work alone settles nothing"
    more, less = max(pro, con), min(pro, con)
    if more - less >= weights.margin and more >= weights.ratio * less:
        return "the works on the winning side all share authors"
    lead = f"ahead by {more - less:.2f} points (needed {weights.margin:g})"
    return f"{lead}, and the weaker side has {less:.2f} (serious from {weights.serious:g})"


def _overturn(balance: HypothesisBalance) -> str:
    if balance.overturned_by:
        return f"fragile: without any one of {', '.join(balance.overturned_by)} it would change"
    if balance.minimal_overturn:
        works = ", ".join(balance.minimal_overturn)
        return f"no single work overturns it; without {works} together it would change"
    return "taking away one work, or the three strongest of a side, does not change it"
