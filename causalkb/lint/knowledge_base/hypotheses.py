"""What hypotheses lack, and verdicts that rest on little: a work, a group, a population, a way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping

from causalkb.evidence.persons import name_of, same_person
from causalkb.evidence.records import (
    FAVOURABLE,
    UNFAVOURABLE,
    CertaintyLevel,
    HypothesisBalance,
    Verdict,
)
from causalkb.lint.findings import Finding, Level
from causalkb.lint.knowledge_base.judged import DIRECTED, Judged, listed
from causalkb.records import Person, Work
from causalkb.vocabulary import Form

_POOLED = "(pooled"
"""What marks the anonymous groups that a synthesis stands for."""


def audit_hypothesis(
    one: Judged,
    works: Mapping[str, Work],
    others: Mapping[str, HypothesisBalance],
    audited: Collection[str],
) -> Iterator[Finding]:
    """Yield what a hypothesis lacks, and what its verdict rests on.

    Args:
        one: The hypothesis as weighed.
        works: The works of its claims by key.
        others: The balances of all hypotheses that it excludes, by slug.
        audited: The slugs of all hypotheses that are audited with it.
    """
    yield from _incomplete(one)
    yield from _fragile(one)
    if one.verdict in DIRECTED:
        yield from _one_group(one, works)
        yield from _one_place(one)
    yield from _ways(one)
    yield from _certainty(one)
    yield from _rivals(one, others, audited)


def _silence(rule: str, slug: str) -> str:
    return f"'causalkb suppression add {rule} {slug} REASON'"


def _incomplete(one: Judged) -> Iterator[Finding]:
    hypothesis, slug = one.hypothesis, one.slug
    if hypothesis.form is None:
        yield Finding(
            "no-form",
            Level.WARNING,
            slug,
            "has no form: it counts as a generic statement",
            f"'causalkb hypothesis edit {slug} --form FORM'; 'causalkb vocabulary form' lists them",
        )
    if not hypothesis.wrong_if:
        yield Finding(
            "no-wrong-if",
            Level.WARNING,
            slug,
            "does not say what observation would refute it",
            f"'causalkb hypothesis edit {slug} --wrong-if TEXT'",
        )
    lacks = {
        Form.QUANTITY: ("a threshold", hypothesis.threshold is None),
        Form.COMPARATIVE: ("what it compares with", not hypothesis.comparator),
        Form.FORMAL: ("its premises", not hypothesis.premises),
    }
    if hypothesis.form in lacks:
        what, missing = lacks[hypothesis.form]
        if missing:
            yield Finding(
                "incomplete-form",
                Level.WARNING,
                slug,
                f"is {hypothesis.form.value} and does not say {what}",
                f"add it in the file of questions, or choose another form ({slug})",
            )


def _fragile(one: Judged) -> Iterator[Finding]:
    keys = one.balance.overturned_by
    if not keys:
        return
    place = {
        key: (part, 1 << n)
        for part, component in enumerate(one.case.counts.parts)
        for n, alike in enumerate(component.keys)
        for key in alike
    }
    become: defaultdict[str, list[str]] = defaultdict(list)
    for key in keys:
        become[one.without_works(*place[key]) or one.now()].append(key)
    otherwise = next(iter(become)) if len(become) == 1 else "another"
    which = keys[0] if len(keys) == 1 else f"any one of {listed(keys)}"
    yield Finding(
        "fragile",
        one.level,
        one.slug,
        f"{one.now()} now, but {otherwise} without {which}",
        "look for further independent works on either side, or say why there are none:"
        f" {_silence('fragile', one.slug)}",
        details=tuple(
            f"{verdict} without {listed(named, ' or ')}"
            for verdict, named in become.items()
            if len(become) > 1
        ),
        works=keys,
    )


def _one_group(one: Judged, works: Mapping[str, Work]) -> Iterator[Finding]:
    """Works linked by shared people without which, all together, the verdict is another.

    One work alone is what :func:`_fragile` looks at. All such groups stand in one finding.
    """
    groups: dict[tuple[str, ...], str] = {}
    proved = one.case.form is Form.FORMAL
    for part, component in enumerate(() if proved else one.case.counts.parts):
        if len(component.items) < 2:
            continue
        otherwise = one.without_works(part, (1 << len(component.items)) - 1)
        if otherwise is None:
            continue
        for alike in zip(*component.keys, strict=True):
            keys = tuple(sorted(key for key in alike if _POOLED not in key))
            if not set(keys) & set(one.balance.overturned_by):
                groups[keys] = otherwise
    favour, against = one.balance.groups.favour, one.balance.groups.against
    alone = (favour if one.verdict in FAVOURABLE else against) == 1
    if alone:  # no rule for counts lets one group decide; a proof may
        keys = tuple(sorted({claim.work.key for claim in one.winning}))
        groups.setdefault(keys, Verdict.INSUFFICIENT.value)
    if not groups:
        return
    said = [
        f"{otherwise} without the {_counted(keys)}{_by(keys, works)}"
        for keys, otherwise in groups.items()
    ]
    yield Finding(
        "one-group",
        one.level,
        one.slug,
        f"{one.now()} now, but {said[0]}" + (f" ({len(said) - 1} more such)" if said[1:] else ""),
        "look for a work of another group, or say why there is none:"
        f" {_silence('one-group', one.slug)}",
        details=tuple(said if len(said) > 1 else ()),
        works=tuple(sorted({key for keys in groups for key in keys})),
    )


def _counted(keys: tuple[str, ...]) -> str:
    return f"work {keys[0]}" if len(keys) == 1 else f"{len(keys)} linked works {listed(keys)}"


def _by(keys: tuple[str, ...], works: Mapping[str, Work]) -> str:
    """Say who is an author of the most of some works, of two at least."""
    people = [[p for p in works[key].authors if not p.is_others] for key in keys if key in works]
    counted: list[tuple[int, Person]] = []
    for person in dict.fromkeys(p for of in people for p in of):
        name = name_of(person)
        number = sum(any(same_person(name, name_of(p)) for p in of) for of in people)
        if number > 1 and not any(same_person(name, name_of(p)) for _, p in counted):
            counted.append((number, person))
    counted.sort(key=lambda pair: -pair[0])
    return f" of {'; '.join(p.name for _, p in counted[:2])}" if counted else ""


def _one_place(one: Judged) -> Iterator[Finding]:
    """Say so if all that wins was seen in one population, or under one paradigm.

    One case suffices for "there is one", and against "there is none"; proofs are about none.
    """
    witnessed = (one.case.form is Form.EXISTENTIAL and one.verdict in FAVOURABLE) or (
        one.case.form is Form.UNIVERSAL and one.verdict in UNFAVOURABLE
    )
    if witnessed or one.case.form is Form.FORMAL:
        return
    scope = one.hypothesis.scope
    for rule, what, named, allowed in (
        (
            "one-population",
            "population",
            {w.claim.id: w.claim.population or "" for w in one.winning},
            scope.populations,
        ),
        (
            "one-paradigm",
            "paradigm",
            {w.claim.id: w.claim.paradigm or "" for w in one.winning},
            scope.paradigms,
        ),
    ):
        place = _common({value for value in named.values() if value})
        if not place or (allowed and all(_within(name, place) for name in allowed)):
            continue
        there = [w for w in one.winning if named[w.claim.id]]
        keys = sorted({w.work.key for w in there})
        # What names none says nothing of where it was seen; it stays in the count.
        verdict = one.without_claims(there)
        if verdict is one.verdict or len(keys) < 2:
            continue
        yield Finding(
            rule,
            one.level,
            one.slug,
            f"{one.now()} now, but {verdict.value} without {place}, the {what} of all"
            f" {len(there)} claims of that side that name one",
            f"look for work on another {what}, narrow the hypothesis to {place}, or say why it is"
            f" so: {_silence(rule, one.slug)}",
            claims=tuple(sorted(w.claim.id for w in there)),
            works=tuple(keys),
        )


def _common(values: set[str]) -> str:
    """Return the one value, or the first level that all have in common; "" where there is none."""
    if len(values) == 1:
        return next(iter(values))
    first = {value.partition("/")[0] for value in values}
    return next(iter(first)) if len(first) == 1 else ""


def _within(name: str, place: str) -> bool:
    return name == place or name.startswith(f"{place}/")


def _ways(one: Judged) -> Iterator[Finding]:
    robust = one.balance.robustness
    if one.verdict not in DIRECTED | {Verdict.DEPENDS} or 2 * robust.holds >= robust.of:
        return
    yield Finding(
        "way-of-counting",
        Level.NOTE,
        one.slug,
        f"{one.now()} in only {robust.holds} of {robust.of} distinct ways of counting",
        "say so where the verdict is told, look for direct claims read in full, or say why this"
        f" way is right: {_silence('way-of-counting', one.slug)}",
        details=robust.unless,
    )


def _certainty(one: Judged) -> Iterator[Finding]:
    certainty = one.balance.certainty
    if certainty is None or one.verdict not in DIRECTED:
        return
    if certainty.level not in (CertaintyLevel.LOW, CertaintyLevel.VERY_LOW):
        return
    yield Finding(
        "low-certainty",
        Level.NOTE,
        one.slug,
        f"{one.now()}, with {certainty.level.value} certainty",
        "tell the certainty with the verdict; the reasons say what would raise it",
        details=certainty.reasons,
    )


def _rivals(
    one: Judged, others: Mapping[str, HypothesisBalance], audited: Collection[str]
) -> Iterator[Finding]:
    if one.verdict not in FAVOURABLE:
        return
    both = [
        slug
        for slug in one.balance.rivals
        # Of two that are both audited the first reports it.
        if slug in others
        and others[slug].verdict in FAVOURABLE
        and (one.slug < slug or slug not in audited)
    ]
    if not both:
        return
    named = ", ".join(f"{slug} ({others[slug].verdict.value})" for slug in both)
    telling = one.balance.discriminating
    yield Finding(
        "rivals-favoured",
        Level.WARNING,
        one.slug,
        f"is {one.now()} and excludes {named}; {telling.claims} of {telling.of} claims on it"
        f" {'tells' if telling.claims == 1 else 'tell'} rivals apart",
        "enter each claim on one of them on the other as well ('causalkb claim link CLAIM --stance"
        f" {both[0]}=contradicts --because TEXT'), or they are not rivals",
    )
