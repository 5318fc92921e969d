"""The rule and the arithmetic of one verdict, so that a reader can redo it on paper."""

from __future__ import annotations

from collections.abc import Iterator

from causalkb.evidence.persons import linked_by
from causalkb.evidence.records import HypothesisBalance, WeighedClaim
from causalkb.report.render.balance_words import (
    groups_in_words,
    severity_in_words,
    test_in_words,
    where_it_holds,
)
from causalkb.vocabulary import Directness

RULE = """\
How claims are weighed (docs/evidence-model.md has the whole rule, with reasons)

1. What stands: a claim that stands and rebuts or supersedes another makes it
   fall; what falls counts nowhere. Rebuttals without data make a claim
   disputed; it still counts.
2. Sides: experiment, natural-experiment, within-study-comparison,
   observational, evaluation and meta-analysis count. Theorems, simulations,
   reviews, positions, qualifying and neutral claims are shown beside the count.
3. Groups: the largest number of works for, against, on either side, no two of
   which share a person. Versions are one work. A synthesis stands for further
   groups, at most four.
4. Verdict of a generic, comparative or quantity hypothesis, with f groups for,
   a against, and Wilson's 95 % interval of f/(f+a) for n groups on either side:
   depends       two values of one facet, 4 groups each, lean opposite ways (two
                 thirds), and Fisher's exact p times the pairs of values that
                 were compared is at most 0.05
   supported     f >= 5, f/(f+a) >= 3/4, interval above 1/2, two direct groups,
                 two strata, more strata for than against, no stratum with
                 three groups more against
   leaning-for   f >= 4, f/(f+a) >= 2/3
   mixed         f >= 2 and a >= 2
   contradicted and leaning-against are the mirror images; else insufficient.
   An existential one counts direct, undisputed claims by stratum (population
   and paradigm). Supported: a stratum with two groups for and twice as many as
   against; leaning-for: three groups over two strata with more for than
   against; mixed: a stratum with both; leaning-against: none for, five against
   in three strata. A universal one is its mirror image. A formal one counts
   theorems. A conceptual one gets no verdict.
5. Certainty starts at the best designs that give the verdict alone, and goes
   one down for each of: inconsistency (over a fifth say the opposite),
   imprecision (one more group would change it), indirectness, second-hand
   claims, concerns, retractions, not told from rivals, readers that disagree.
   At most moderate unless half the winning groups were read in full, at most
   low while a rival is favoured too."""


def explain(one: HypothesisBalance) -> str:
    """Return the arithmetic of one verdict, line by line, so that it can be redone on paper."""
    return "\n".join(_lines(one))


def _lines(one: HypothesisBalance) -> Iterator[str]:
    yield f"{one.hypothesis.slug}: {one.verdict.value}"
    form = one.hypothesis.form.value if one.hypothesis.form else "generic (no form is recorded)"
    yield f"form: {form}; about: {one.hypothesis.about.value}"
    for name, claims in (
        ("for", one.supports),
        ("against", one.contradicts),
        ("qualifying", one.qualifies),
        ("neutral", one.neutral),
    ):
        yield f"{name}: {len(claims)} {'claim' if len(claims) == 1 else 'claims'}"
        yield from map(_line, claims)
    counted = {w.work.key: w.work for w in one.claims if w.counted}
    linked = linked_by(counted)
    if linked:
        yield "works that share a person, of which at most one can be a group:"
        for person, keys in linked:
            yield f"  {person or 'versions of one work'}: {', '.join(keys)}"
    yield groups_in_words(one)
    for s in one.strata:
        yield (
            f"  {s.population or 'population not recorded'} ×"
            f" {s.paradigm or 'paradigm not recorded'}: {s.favour} for, {s.against} against"
        )
    if one.steps:
        yield "step by step:"
        for step in one.steps:
            yield f"  {step}"
        yield f"  so: {one.verdict.value}"
    yield from where_it_holds(one)
    if one.severity.claims and not one.severity.recorded:
        yield severity_in_words(one.severity)
    if one.certainty:
        yield f"certainty: {one.certainty.level.value}"
        for reason in one.certainty.reasons:
            yield f"  {reason}"


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
