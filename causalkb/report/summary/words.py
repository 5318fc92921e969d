"""The sentences of a report, generated from the balance and never saying more than it does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from causalkb.evidence.records import Balance, HypothesisBalance, Verdict, WeighedClaim
from causalkb.records import Filters
from causalkb.report.render.balance_words import groups_in_words
from causalkb.report.summary.records import Cite, Inline
from causalkb.vocabulary import Design

NO_DESIGN = "no design stated"


def counted(number: int, noun: str, plural: str = "") -> str:
    """Return "1 claim" or "2 claims".

    >>> counted(1, "work"), counted(0, "work"), counted(2, "hypothesis", "hypotheses")
    ('1 work', '0 works', '2 hypotheses')
    """
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def listed(words: Sequence[str], last: str = "and") -> str:
    """Return words as a list in a sentence.

    >>> listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"])
    ('a', 'a and b', 'a, b and c')
    """
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def design_of(design: Design | None) -> str:
    """Return the name of a design."""
    return NO_DESIGN if design is None else design.value


def sentence(*parts: str | Cite | Sequence[str | Cite]) -> Inline:
    """Join text and citations."""
    flat: list[str | Cite] = []
    for part in parts:
        flat += [part] if isinstance(part, str | Cite) else part
    return Inline(tuple(flat))


def cited(keys: Sequence[str], last: str = "and", most: int = 8) -> list[str | Cite]:
    """Return works as a list of citations in a sentence; at most so many are named."""
    parts: list[str | Cite] = []
    named = keys if len(keys) <= most else keys[: most - 1]
    for n, key in enumerate(named):
        if n:
            parts.append(f" {last} " if n == len(keys) - 1 else ", ")
        parts.append(Cite(key))
    if len(named) < len(keys):
        parts.append(f" {last} {counted(len(keys) - len(named), 'other', 'others')}")
    return parts


def works_of(claims: Sequence[WeighedClaim]) -> int:
    """By how many works some claims are made."""
    return len({weighed.work.key for weighed in claims})


def state_of(balance: Balance, labels: dict[str, str], restricted: bool) -> tuple[Inline, ...]:
    """Return the state of the evidence on a question, in sentences."""
    claims = {w.claim.id: w for one in balance.hypotheses for w in one.claims}
    if not claims:
        where = "that pass the filters" if restricted else "in this knowledge base"
        return (sentence(f"No claims {where} bear on this question, so nothing can be said."),)
    return (
        *_extent(list(claims.values()), len(balance.hypotheses)),
        *_verdicts(balance, labels),
        *_firmness(balance, labels),
        sentence(
            "A verdict says what the claims recorded here come to by a fixed rule; it is not a"
            " probability, and a paper that is not recorded here counts for nothing."
        ),
    )


def _extent(claims: Sequence[WeighedClaim], hypotheses: int) -> Iterator[Inline]:
    years = sorted({w.work.year for w in claims if w.work.year is not None})
    fields = {w.work.field for w in claims if w.work.field is not None}
    span = ""
    if years:
        span = f" from {years[0]}" + (f" to {years[-1]}" if len(years) > 1 else "")
    of = f" in {counted(len(fields), 'field')}" if fields else ""
    yield sentence(
        f"{counted(len(claims), 'claim')} by {counted(works_of(claims), 'work')}{of}{span}"
        f" {'bears' if len(claims) == 1 else 'bear'} on"
        f" {counted(hypotheses, 'competing hypothesis', 'competing hypotheses')}."
    )
    by_design = [
        (sum(w.claim.design is design for w in claims), design_of(design))
        for design in (*Design, None)
    ]
    named = [f"{name} ({n})" for n, name in sorted(by_design, key=lambda d: -d[0]) if n]
    yield sentence(f"Their evidence is of these kinds: {listed(named)}.")


def verdicts_in(balance: Balance, labels: dict[str, str]) -> Iterator[tuple[Verdict, list[str]]]:
    """Yield each verdict that occurs with the labels of its hypotheses."""
    for verdict in Verdict:
        found = [labels[b.hypothesis.slug] for b in balance.hypotheses if b.verdict is verdict]
        if found:
            yield verdict, found


def _verdicts(balance: Balance, labels: dict[str, str]) -> Iterator[Inline]:
    words = {
        Verdict.SUPPORTED: "supported",
        Verdict.LEANING_FOR: "leaning for",
        Verdict.MIXED: "mixed",
        Verdict.LEANING_AGAINST: "leaning against",
        Verdict.CONTRADICTED: "contradicted",
        Verdict.DEPENDS: "dependent on whom or what was studied, or how",
        Verdict.INSUFFICIENT: "without enough evidence for a verdict",
        Verdict.ARGUED: "conceptual, with arguments and no verdict",
    }
    said = [
        f"{listed(names)} {'is' if len(names) == 1 else 'are'} {words[verdict]}"
        for verdict, names in verdicts_in(balance, labels)
    ]
    yield sentence(f"By the rule of this report, {'; '.join(said)}.")


def _firmness(balance: Balance, labels: dict[str, str]) -> Iterator[Inline]:
    fragile = [labels[b.hypothesis.slug] for b in balance.hypotheses if b.fragile]
    if fragile:
        verdict = "verdict" if len(fragile) == 1 else "verdicts"
        yield sentence(
            f"The {verdict} on {listed(fragile)} would change if a single work were taken away;"
            " the works are named below."
        )
    else:
        yield sentence("No verdict hangs on a single work.")
    one_sided = [
        labels[b.hypothesis.slug]
        for b in balance.hypotheses
        if bool(b.supports) is not bool(b.contradicts)
    ]
    if one_sided:
        yield sentence(
            f"On {listed(one_sided)} there is evidence on one side only, which may mean that"
            " nobody looked for the other."
        )


def summary_of(one: HypothesisBalance) -> tuple[Inline, ...]:
    """Return the balance of one hypothesis, in sentences."""
    if not one.claims:
        return (sentence("No claim bears on it."),)
    sides = [
        f"{counted(len(claims), 'claim')} by {counted(works_of(claims), 'work')} {word}"
        for claims, word in (
            (one.supports, "for it"),
            (one.contradicts, "against it"),
            (one.qualifies, "qualifying it"),
            (one.neutral, "that could not tell"),
        )
        if claims
    ]
    return (sentence(f"{listed(sides)}."), sentence(f"{_capital(groups_in_words(one))}."))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def overturn_of(one: HypothesisBalance) -> Inline:
    """Return what would change a verdict."""
    if not one.claims or one.verdict is Verdict.ARGUED:
        return sentence("")
    keys = one.overturned_by
    if len(keys) == 1:
        return sentence("The verdict hangs on one work: without ", Cite(keys[0]), " it changes.")
    if keys:
        return sentence(
            "The verdict is fragile: it changes without any one of ", cited(keys, "or"), "."
        )
    if one.verdict is Verdict.INSUFFICIENT:
        return sentence("A verdict takes more evidence, or more that is independent.")
    return sentence("Taking away one work does not change the verdict.")


def filters_in_words(filters: Filters) -> tuple[str, ...]:
    """Return what the filters let through."""
    years = (filters.year_from, filters.year_to)
    said = [
        (name, [str(value) for value in values])
        for name, values in (
            ("field", filters.fields),
            ("question", filters.questions),
            ("tag", filters.tags),
            ("stance", [f"{stance.value} {slug}" for slug, stance in filters.stances]),
            ("design", filters.designs),
            ("rung", filters.rungs),
            ("population", filters.populations),
            ("paradigm", filters.paradigms),
            ("without", filters.without),
            ("type", filters.types),
            ("author", filters.authors),
            ("venue", filters.venues),
        )
        if values
    ]
    found = [f"{name}: {' or '.join(values)}" for name, values in said]
    if years[0] is not None and years[1] is not None:
        found.append(f"year: {years[0]} to {years[1]}")
    elif years[0] is not None:
        found.append(f"year: from {years[0]} on")
    elif years[1] is not None:
        found.append(f"year: up to {years[1]}")
    if filters.has_claims is not None:
        found.append(f"only works {'with' if filters.has_claims else 'without'} claims")
    return tuple(found)


def rule_in_words() -> str:
    """Return the rule that makes the verdicts."""
    return (
        "counted are independent groups, that is the largest number of works on a side no two of"
        " which share a person; theorems, reviews, positions, simulations, qualifying and neutral"
        " claims are shown beside the count. What verdict the numbers give depends on the form of"
        " the hypothesis: a generic one is supported by five groups or more that are three quarters"
        " of all, with an interval above one half, in two populations or paradigms; one such as"
        ' "some animals ..." by one population and paradigm with two groups; a formal one by'
        " theorems. Certainty follows GRADE. The thresholds are conventions; reasons and limits are"
        " in causalkb's docs/evidence-model.md."
    )
