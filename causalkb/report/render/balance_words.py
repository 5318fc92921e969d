"""A verdict, its limits and its arithmetic in words: what ``evidence`` and reports say."""

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
from causalkb.vocabulary import Directness, Form, Timing

RULE = """\
How claims are weighed (docs/evidence-model.md has the whole rule with its reasons).

1. What stands: a claim that stands and rebuts or supersedes another makes it fall; what falls
   counts nowhere. Rebuttals without data make a claim disputed; it still counts.
2. Sides: experiment, natural-experiment, within-study-comparison, observational, evaluation and
   meta-analysis count. Theorems, simulations, reviews, positions, qualifying and neutral claims
   are shown beside the count.
3. Groups: the largest number of works for, against, on either side, no two of which share a
   person. Versions are one work.
4. Verdict of a generic, comparative or quantity hypothesis, with f groups for, a against and the
   95 % interval of f/(f+a) for n groups:
   supported     f >= 5, f/(f+a) >= 3/4, interval above 1/2, two direct groups, two strata, more
                 strata for than against, no stratum with three groups more against
   leaning-for   f >= 4, f/(f+a) >= 2/3
   mixed         f >= 2 and a >= 2; contradicted and leaning-against are the mirror images
   depends       two values of one facet lean opposite ways, by Fisher's exact test
   An existential one is supported by one stratum (population and paradigm) with two direct groups
   and twice as many for as against; failures elsewhere subtract nothing. A universal one is its
   mirror image. A formal one counts theorems. A conceptual one gets no verdict.
5. Certainty starts at the best designs that give the verdict alone, and goes down for each of:
   inconsistency, imprecision, indirectness, second-hand claims, concerns, not told from rivals."""


def explain(one: HypothesisBalance) -> str:
    """Return the arithmetic of one verdict, line by line, so that it can be redone on paper."""
    lines = [f"{one.hypothesis.slug}: {one.verdict.value}"]
    form = one.hypothesis.form.value if one.hypothesis.form else "generic (no form is recorded)"
    lines.append(f"form: {form}; about: {one.hypothesis.about.value}")
    for name, claims in (
        ("for", one.supports),
        ("against", one.contradicts),
        ("qualifying", one.qualifies),
        ("neutral", one.neutral),
    ):
        lines.append(f"{name}: {len(claims)} {'claim' if len(claims) == 1 else 'claims'}")
        lines += [_line(weighed) for weighed in claims]
    lines.append(groups_in_words(one))
    lines += [
        f"  {s.population or 'population not recorded'} × {s.paradigm or 'paradigm not recorded'}:"
        f" {s.favour} for, {s.against} against"
        for s in one.strata
    ]
    lines += where_it_holds(one)
    if one.severity.claims and not one.severity.recorded:
        lines.append(severity_in_words(one.severity))
    if one.certainty:
        lines.append(f"certainty: {one.certainty.level.value}")
        lines += [f"  {reason}" for reason in one.certainty.reasons]
    return "\n".join(lines)


def _line(weighed: WeighedClaim) -> str:
    claim = weighed.claim
    mark = "x" if weighed.fallen else " " if not weighed.counted else "+"
    about = [
        claim.design.value if claim.design else "no design",
        claim.population or "-",
        claim.paradigm or "-",
        "indirect" if weighed.directness is Directness.INDIRECT else "",
        f"disputed by {', '.join(weighed.disputed)}" if weighed.disputed else "",
        weighed.why,
        test_in_words(weighed),
        weighed.work.warning,
    ]
    return f"  {mark} {claim.id or claim.work}: {'; '.join(filter(None, about))}"


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
