"""The balance of a question: claims in, groups counted, verdicts and their limits out.

The rule and its limits are described in ``docs/evidence-model.md``. The modules beside this one
hold one step each: ``standing`` what claims do to one another, ``bearing`` what a claim brings,
``counts`` independent groups, ``verdict`` the rule of each form, ``certainty``, ``robustness``,
``gaps`` and ``contradictions`` what is said besides.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from statistics import median

from causalkb.evidence import theory
from causalkb.evidence.bearing import Background, units, weighed
from causalkb.evidence.certainty import certainty_of, certainty_of_theorems
from causalkb.evidence.contradictions import contradictions_between
from causalkb.evidence.counts import BASE, Counts, independent
from causalkb.evidence.gaps import gaps_in
from causalkb.evidence.history import history_of
from causalkb.evidence.items import AGAINST, EITHER, FOR, Unit, components
from causalkb.evidence.loading import background_of, claims_on
from causalkb.evidence.records import (
    FAVOURABLE,
    UNFAVOURABLE,
    Balance,
    Certainty,
    Dependence,
    Discriminating,
    Groups,
    History,
    HypothesisBalance,
    Robustness,
    Stratum,
    Tally,
    Tested,
    Verdict,
    WeighedClaim,
    is_unchecked,
)
from causalkb.evidence.robustness import overturning, robustness_of
from causalkb.evidence.standing import COUNTED
from causalkb.evidence.statistics import wilson
from causalkb.evidence.steps import steps
from causalkb.evidence.verdict import formal, share, verdict
from causalkb.records import Claim, Filters, Hypothesis, Question
from causalkb.store.store import Store
from causalkb.vocabulary import Design, Field, Form, Stance, Timing

STRICT = replace(BASE, indirect=False, disputed=False)
"""How "some" and "no" are counted: direct claims that nobody disputes."""


def balance_of(
    store: Store,
    question_slug: str,
    filters: Filters | None = None,
    *,
    dated: Collection[str] = (),
) -> Balance:
    """Return the balance of a question from what a store holds.

    Args:
        store: The store.
        question_slug: Which question; its retired hypotheses are left out.
        filters: Weigh only the claims (and works) that pass.
        dated: Slugs of hypotheses whose history is wanted: each costs many verdicts.

    Raises:
        UnknownError: There is no such question, or something in the filters does not exist.
    """
    question = store.questions.get(question_slug)
    everything = store.questions.hypotheses()
    hypotheses = [one for one in everything if one.question == question.slug]
    rivals = rivals_of(everything)
    known = {h.slug: h for h in everything}
    own = {h.slug for h in hypotheses}
    elsewhere = sorted({r for slug in own for r in rivals[slug] if r in known} - own)
    asked = [*hypotheses, *(known[slug] for slug in elsewhere)]
    claims = claims_on(store, asked, filters)
    background = background_of(store, claims, asked)
    others = [known[slug] for slug in elsewhere]
    return weigh(question, hypotheses, claims, background, others, dated=dated)


def rivals_of(hypotheses: Iterable[Hypothesis]) -> dict[str, tuple[str, ...]]:
    """Return the hypotheses that each excludes, whichever of the two declares it."""
    everything = list(hypotheses)
    now = {alias: h.slug for h in everything for alias in h.aliases}
    found: dict[str, set[str]] = {h.slug: set() for h in everything}
    for hypothesis in everything:
        for named in hypothesis.rivals:
            rival = now.get(named, named)
            if rival != hypothesis.slug:
                found[hypothesis.slug].add(rival)
                found.setdefault(rival, set()).add(hypothesis.slug)
    return {slug: tuple(sorted(names)) for slug, names in found.items()}


def weigh(
    question: Question,
    hypotheses: Sequence[Hypothesis],
    claims: Sequence[Claim],
    background: Background,
    elsewhere: Sequence[Hypothesis] = (),
    *,
    dated: Collection[str] = (),
) -> Balance:
    """Weigh the claims on a question's hypotheses; a pure function of its arguments.

    Args:
        question: The question.
        hypotheses: Its hypotheses; the balance keeps their order.
        claims: Stored claims (with ids); those without a stance on these hypotheses are ignored.
        background: Works, people and relations.
        elsewhere: Hypotheses of other questions that some of them exclude.
        dated: Slugs of hypotheses whose history is wanted.

    Raises:
        InputError: The work of a claim is not known.
    """
    rivals = rivals_of([*hypotheses, *elsewhere])
    cases = {h.slug: Case(h, claims, background, rivals[h.slug]) for h in (*hypotheses, *elsewhere)}
    favoured = {slug for slug, case in cases.items() if case.verdict in FAVOURABLE}
    balances = tuple(cases[h.slug].balance(favoured, dated=h.slug in dated) for h in hypotheses)
    slugs = {h.slug for h in hypotheses}
    bearing = [c for c in claims if not slugs.isdisjoint(c.stances)]
    standing = [c for c in bearing if c.id not in background.standing.fallen]
    telling = [c for c in standing if _tells_apart(c, rivals)]
    return Balance(
        question=question,
        hypotheses=balances,
        gaps=gaps_in(balances, background.unit_of, background.near),
        contradictions=contradictions_between(balances, background.unit_of, background.near),
        discriminating=Discriminating(len(telling), len(standing)),
        unchecked=tuple(sorted(claim.id for claim in bearing if is_unchecked(claim))),
        works=background.works,
    )


def _tells_apart(claim: Claim, rivals: Mapping[str, Collection[str]]) -> bool:
    """Whether a claim supports one hypothesis and contradicts another that it excludes."""
    return any(
        stance is Stance.SUPPORTS and claim.stances.get(rival) is Stance.CONTRADICTS
        for slug, stance in claim.stances.items()
        for rival in rivals.get(slug, ())
    )


class Case:
    """One hypothesis with all that bears on it."""

    def __init__(
        self,
        hypothesis: Hypothesis,
        claims: Iterable[Claim],
        background: Background,
        rivals: tuple[str, ...],
    ) -> None:
        self.hypothesis = hypothesis
        self.rivals = rivals
        self.form = hypothesis.form or Form.GENERIC
        self.moderators = {moderator.facet for moderator in hypothesis.moderators}
        self.found = weighed(hypothesis, claims, background)
        self.background = background
        strict = self.form in (Form.EXISTENTIAL, Form.UNIVERSAL)
        self.units = units(self.found, background, rivals, pooled=not strict)
        self.counts = Counts(components(self.units), STRICT if strict else BASE)
        self.verdict, self.dependence = self._decide()

    def _decide(self) -> tuple[Verdict, Dependence | None]:
        if self.form is Form.CONCEPTUAL:
            return Verdict.ARGUED, None
        if self.form is Form.FORMAL:
            return self._theorems.verdict, None
        return self.rule(self.counts)

    @property
    def _theorems(self) -> theory.Theorems:
        return theory.theorems(self.hypothesis, self.found)

    def _proved(self, counts: Counts) -> tuple[Verdict, object]:
        """The verdict on a formal hypothesis where some theorems count otherwise, or not at all."""
        differ = self.verdict is Verdict.DEPENDS
        return formal(counts.get(FOR), counts.get(AGAINST), differ), None

    def rule(self, counts: Counts) -> tuple[Verdict, Dependence | None]:
        """Return what other counts would come to."""
        return verdict(self.form, counts, self.moderators)

    def answer(self, counts: Counts) -> tuple[Verdict, object]:
        """Return the verdict with the facet it depends on, to compare ways of counting."""
        found, dependence = self.rule(counts)
        sure = dependence is not None and dependence.sure
        return found, dependence.facet if dependence is not None and sure else None

    def history(self) -> History:
        """Return how the evidence came about."""

        def verdict(claims: list[Claim]) -> Verdict:
            return Case(self.hypothesis, claims, self.background, self.rivals).verdict

        return history_of(self.found, self.verdict, verdict)

    def balance(self, favoured: Collection[str], *, dated: bool = False) -> HypothesisBalance:
        """Return all that is said of the hypothesis.

        Args:
            favoured: Slugs of the hypotheses that are supported or leaning-for.
            dated: Whether to say how the evidence came about.
        """
        by_stance = {
            stance: tuple(one for one in self.found if one.stance is stance) for stance in Stance
        }
        counted = self.form not in (Form.FORMAL, Form.CONCEPTUAL)
        robust, overturn = Robustness(), list[str]()
        if self.form is Form.FORMAL and self.units:
            robust = robustness_of(self.counts, self._proved)
            overturn = theory.overturned_by(self.hypothesis, self.found, self.background.unit_of)
        if counted and self.units:
            robust = robustness_of(self.counts, self.answer)
            overturn, together = overturning(self.counts, self.answer)
            unless = [f"without {' and '.join(keys)} together" for keys in together]
            robust = replace(robust, unless=(*robust.unless, *unless))
        standing = [one for one in self.found if not one.fallen]
        telling = sum(
            _tells_apart(one.claim, {self.hypothesis.slug: self.rivals})
            or _tells_apart(one.claim, {rival: [self.hypothesis.slug] for rival in self.rivals})
            for one in standing
        )
        return HypothesisBalance(
            hypothesis=self.hypothesis,
            verdict=self.verdict,
            certainty=self._certainty(favoured),
            groups=self._groups(),
            strata=self._strata(),
            depends_on=self.dependence,
            robustness=robust,
            rivals=self.rivals,
            discriminating=Discriminating(telling, len(standing)),
            supports=by_stance[Stance.SUPPORTS],
            contradicts=by_stance[Stance.CONTRADICTS],
            qualifies=by_stance[Stance.QUALIFIES],
            neutral=by_stance[Stance.NEUTRAL],
            could_not_tell=self._independent(
                one for one in by_stance[Stance.NEUTRAL] if one.claim.design in COUNTED
            ),
            theory=(
                self._independent(_theorems_of(by_stance[Stance.SUPPORTS])),
                self._independent(_theorems_of(by_stance[Stance.CONTRADICTS])),
            ),
            overturned_by=tuple(key for key in overturn if "(pooled" not in key),
            survived=self._survived(),
            premises=self._theorems.premises if self.form is Form.FORMAL else (),
            steps=steps(self.form, self.counts, self.moderators),
            severity=_severity(self.found, self.verdict),
            magnitudes=_magnitudes(self.found),
            designs=_tallies(self.found, Design, lambda one: one.claim.design),
            fields=_tallies(self.found, Field, lambda one: one.work.field),
            history=self.history() if dated else None,
        )

    def _certainty(self, favoured: Collection[str]) -> Certainty | None:
        if self.form is Form.CONCEPTUAL:
            return None
        if self.form is Form.FORMAL:
            return certainty_of_theorems(
                self.verdict,
                self.counts,
                lambda counts: self._proved(counts)[0],
                rivals=self.rivals,
                favoured_rivals=[slug for slug in self.rivals if slug in favoured],
            )
        return certainty_of(
            self.verdict,
            self.counts,
            lambda counts: self.rule(counts)[0],
            self.form,
            dependence=self.dependence,
            rivals=self.rivals,
            favoured_rivals=[slug for slug in self.rivals if slug in favoured],
            read_twice=self.background.read_twice.get(self.hypothesis.slug, (0, 0)),
        )

    def _groups(self) -> Groups:
        if self.form is Form.CONCEPTUAL:
            return Groups(works=len({one.work.key for one in self.found}))
        counts = self.counts.by(BASE)
        favour, against = counts.get(FOR), counts.get(AGAINST)
        either = counts.get(EITHER)
        part = share(favour, against)
        return Groups(
            favour=favour,
            against=against,
            either=either,
            works=len({u.key for u in self.units if "(pooled" not in u.key and _counts(u)}),
            share=part,
            interval=None if part is None else wilson(part, either),
        )

    def _strata(self) -> tuple[Stratum, ...]:
        counts = self.counts.by(BASE)
        found = [
            Stratum(stratum[1], stratum[2], *row[:2]) for stratum, row in counts.strata().items()
        ]
        found.sort(key=lambda s: (-(s.favour + s.against), s.population, s.paradigm))
        return tuple(found)

    def _independent(self, found: Iterable[WeighedClaim]) -> int:
        """How many independent groups some claims come from."""
        keys = {self.background.unit_of[one.claim.work] for one in found}
        return independent(keys, self.background.near)

    def _survived(self) -> float | None:
        """The share of exceptions that the tests of a universal statement leave possible."""
        tests = self.counts.get(FOR)
        if self.form is not Form.UNIVERSAL or not tests or self.counts.get(AGAINST):
            return None
        return float(1 - 0.05 ** (1 / tests))


def _theorems_of(found: Iterable[WeighedClaim]) -> list[WeighedClaim]:
    return [one for one in found if one.claim.design is Design.THEOREM and not one.fallen]


def _counts(unit: Unit) -> bool:
    return any(item.side in (FOR, AGAINST) for item in unit.items)


def _severity(found: Iterable[WeighedClaim], verdict: Verdict) -> Tested:
    """What is recorded of how the claims that decide were tested; both sides where none wins."""
    won = {
        **dict.fromkeys(FAVOURABLE, Stance.SUPPORTS),
        **dict.fromkeys(UNFAVOURABLE, Stance.CONTRADICTS),
    }.get(verdict)
    deciding = [one for one in found if one.side and won in (None, one.side)]
    return Tested(
        len(deciding),
        sum(bool(one.otherwise) for one in deciding),
        sum(one.timing is Timing.PREDICTED for one in deciding),
        sum(one.timing is Timing.AFTERWARDS for one in deciding),
    )


def _magnitudes(found: Iterable[WeighedClaim]) -> tuple[float, float, float, str, int] | None:
    """Median, lowest and highest of the estimates in the commonest unit; nothing is pooled."""
    given = [one.claim.estimate for one in found if one.claim.estimate and not one.fallen]
    if not given:
        return None
    unit = Counter(estimate.unit for estimate in given).most_common(1)[0][0]
    values = sorted(estimate.value for estimate in given if estimate.unit == unit)
    return median(values), values[0], values[-1], unit, len(values)


def _tallies(
    claims: Sequence[WeighedClaim],
    words: type[Design] | type[Field],
    value: Callable[[WeighedClaim], str | None],
) -> tuple[Tally, ...]:
    counts = Counter((value(weighed) or "", weighed.stance.value) for weighed in claims)
    return tuple(
        Tally(name, *(counts[name, stance.value] for stance in Stance))
        for name in (*(word.value for word in words), "")
        if any(counts[name, stance.value] for stance in Stance)
    )
