"""A verdict and its limits in words: what ``evidence`` and reports say."""

from __future__ import annotations

from collections.abc import Iterator

from causalkb.evidence.records import (
    Dependence,
    History,
    HypothesisBalance,
    Tested,
    Verdict,
    WeighedClaim,
)
from causalkb.vocabulary import Form, Timing


def groups_in_words(one: HypothesisBalance) -> str:
    """Return how many independent groups there are, and how sure their share is."""
    groups = one.groups
    if one.hypothesis.form is Form.CONCEPTUAL:
        return f"arguments from {_n(groups.works, 'work')}; a conceptual thesis gets no verdict"
    if not groups.favour and not groups.against:
        if any(one.theory):
            return f"predicted by {_n(max(one.theory), 'group')} of theory, not tested"
        return "no group that counts on either side"
    what = "group of theorems" if one.hypothesis.form is Form.FORMAL else "group"
    text = (
        f"{_n(groups.favour, what, _plural(what))} for, {groups.against} against"
        f" ({_n(groups.works, 'work')} {'is' if groups.works == 1 else 'are'}"
        f" {_n(groups.either, 'group')})"
    )
    if groups.interval is not None and one.hypothesis.form is not Form.FORMAL:
        low, high = groups.interval
        text += f"; share for {groups.share:.2f}, 95 % interval {low:.2f} to {high:.2f}"
    return text


def _plural(what: str) -> str:
    return what.replace("group", "groups", 1)


def _n(number: int, noun: str, plural: str = "") -> str:
    return f"{number} {noun if number == 1 else plural or noun + 's'}"


def where_it_holds(one: HypothesisBalance) -> list[str]:
    """Return what limits a verdict, a line each: dependence, theory, nulls, robustness, works."""
    return list(_limits(one))


def history_in_words(one: HypothesisBalance) -> str:
    """Return how the evidence came about, by periods of five years, and the last change."""
    history = one.history or History()
    periods: dict[int, list[int]] = {}
    for year, favour, against in history.years:
        sums = periods.setdefault(year - year % 5, [0, 0])
        sums[0] += favour
        sums[1] += against
    told = ", ".join(f"{start}-{start + 4} {f}:{a}" for start, (f, a) in sorted(periods.items()))
    text = f"works for:against by year: {told}"
    if history.changed is None:
        return f"{text}; the verdict never was another"
    return f"{text}; {one.verdict} since {history.changed.year}, before {history.changed.before}"


def _limits(one: HypothesisBalance) -> Iterator[str]:
    if one.depends_on is not None:
        yield depends_in_words(one.depends_on)
    if one.premises:
        yield f"depends on premises: {'; '.join(one.premises)}"
    if one.survived is not None:
        yield (
            f"survived {_n(one.groups.favour, 'test')}: at most {one.survived:.0%} exceptions"
            " (95 %)"
        )
    if one.magnitudes is not None:
        middle, low, high, unit, number = one.magnitudes
        yield (
            f"estimates: median {middle:g}, from {low:g} to {high:g}"
            f"{f' ({unit})' if unit else ''}, {number} recorded"
        )
    if one.severity.recorded:
        yield severity_in_words(one.severity)
    if one.history is not None and one.history.years:
        yield history_in_words(one)
    if any(one.theory) and one.hypothesis.form is not Form.FORMAL:
        yield f"theory beside the count: {one.theory[0]} for, {one.theory[1]} against"
    if one.could_not_tell:
        yield f"{_n(one.could_not_tell, 'group')} looked and could not tell"
    robust = one.robustness
    if robust.of > 1:
        text = f"holds in {robust.holds} of {robust.of} ways of counting"
        if robust.unless:
            text += f"; not {'; '.join(robust.unless)}"
        yield text
    if one.overturned_by:
        yield f"would change without any one of: {', '.join(one.overturned_by)}"
    elif robust.of and one.verdict is not Verdict.INSUFFICIENT:
        yield "no single work overturns it"
    if one.rivals:
        telling = one.discriminating
        yield (
            f"{telling.claims} of {_n(telling.of, 'claim')} tell it from what it excludes"
            f" ({', '.join(one.rivals)})"
        )


def severity_in_words(found: Tested) -> str:
    """Return what is recorded of how severely the claims that decide were tested."""
    if not found.recorded:
        return f"severity: not recorded for the {_n(found.claims, 'claim')} that decide"
    return (
        f"severity: of {_n(found.claims, 'claim')} that decide, {found.stated} say what would have"
        f" been seen otherwise; {found.predicted} predicted, {found.afterwards} explained"
        " afterwards"
    )


def test_in_words(weighed: WeighedClaim) -> str:
    """Return what would have been seen otherwise, and whether the result was predicted."""
    when = {Timing.PREDICTED: "predicted", Timing.AFTERWARDS: "explained afterwards", None: ""}
    seen = f"otherwise: {weighed.otherwise}" if weighed.otherwise else ""
    return "; ".join(filter(None, [seen, when[weighed.timing]]))


def depends_in_words(found: Dependence) -> str:
    """Return on what an answer depends, with the groups on both sides."""
    start = "depends on" if found.sure else "perhaps depends on"
    halves = zip((found.first, found.second), found.favour, found.against, strict=True)
    text = ", ".join(f"{value} {favour}:{against}" for value, favour, against in halves)
    how = "declared in advance" if found.declared else f"{_n(found.tried, 'pair')} tried"
    return f"{start} {found.facet.value}: {text} (Fisher's p {found.p:.3f}, {how})"
