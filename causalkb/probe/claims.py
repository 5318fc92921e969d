"""What a run says, as claims: the number of items and the interval in every text, no stance."""

from __future__ import annotations

from collections.abc import Iterator

from causalkb.evidence.probes import MAY_BEAR_ON
from causalkb.evidence.statistics import wilson
from causalkb.probe.families import FAMILIES
from causalkb.probe.records import Difference, FamilyScore, Interval, ProbeResult
from causalkb.records import Claim, Estimate
from causalkb.text import clean_line
from causalkb.vocabulary import Design, Extent, Rung

_PARADIGMS = {
    "ladder": "seeing-versus-doing",
    "contingency": "null-contingency",
    "choice": "active-structure-learning",
    "blicket": "blicket-detector",
}
_ANY = "causal-question-answering"
_VARIANTS = "controlled-variants"
POPULATION = "models/language-models"


def claims_of(result: ProbeResult) -> Iterator[Claim]:
    """Yield the claims of a run; what is not measurable gets no accuracy, d' or criterion."""
    told = _Told(result)
    yield told.orders()
    for score in result.families:
        if not score.measurable:
            continue
        yield told.accuracy(score)
        if score.d_prime is not None:
            yield told.detection(score)
        if score.nonce_minus_plausible is not None:
            yield told.words(score, score.nonce_minus_plausible)
        for name, contrast in score.contrasts.items():
            yield told.contrast(score, name, contrast)


class _Told:
    """Claims on one run."""

    def __init__(self, result: ProbeResult) -> None:
        run = result.run
        self._result = result
        self._model = clean_line(run.model.name)
        with_it = (
            f", with the instruction “{clean_line(run.instruction)}”" if run.instruction else ""
        )
        self._where = f"the causalkb probe battery {run.battery} (seed {run.seed}{with_it})"
        self._instruction = ["debiasing-works"] if run.instruction else []

    def orders(self) -> Claim:
        families = self._result.families
        n = sum(one.n for one in families)
        changed = sum(one.n * (1 - one.same_in_all_orders) for one in families)
        low, high = wilson(min(1.0, changed / n), n)
        without = [one.family for one in families if not one.measurable]
        gate = f"; not measurable: {', '.join(without)}" if without else ""
        return self._claim(
            f"Rotating the order of the options changed the answers of {self._model} to "
            f"{round(changed)} of {n} items of {self._where} ({changed / n:.0%}, 95 % interval "
            f"{low:.0%} to {high:.0%}){gate}.",
            n,
            Estimate(changed / n, "share of items", low, high),
            _VARIANTS,
            ["behaviour-underdetermines-models"],
            experiment=True,
        )

    def accuracy(self, score: FamilyScore) -> Claim:
        low, high = score.interval
        return self._claim(
            f"{self._model} answered {score.accuracy:.0%} of {score.n} items on "
            f"{FAMILIES[score.family].title} rightly, of {self._where} (95 % interval {low:.0%} to "
            f"{high:.0%}; chance {score.chance:.0%}), and {score.groups_right} of {score.groups} "
            "groups as a whole.",
            score.n,
            Estimate(score.accuracy, "share right", low, high),
            _PARADIGMS.get(score.family, _ANY),
            ["llms-hold-causal-models"] if score.family == "ladder" else [],
            family=score.family,
        )

    def detection(self, score: FamilyScore) -> Claim:
        return self._claim(
            f"On {score.n} items of the family {score.family} of {self._where}, {self._model} "
            f"asserted what is so at {score.hits or 0:.0%} and what is not so at "
            f"{score.false_alarms or 0:.0%}: sensitivity d' {_number(score.d_prime)} "
            f"{_span(score.d_prime_interval)}, criterion c {_number(score.criterion)} "
            f"{_span(score.criterion_interval)} (95 % intervals).",
            score.n,
            _estimate(score.criterion, "criterion c", score.criterion_interval),
            _PARADIGMS.get(score.family, _ANY),
            ["llms-inherit-illusions"],
            family=score.family,
        )

    def words(self, score: FamilyScore, difference: Difference) -> Claim:
        return self._claim(
            f"With made-up words in place of plausible ones, the accuracy of {self._model} on "
            f"{difference.pairs} pairs of items of the family {score.family} of {self._where} was "
            f"{_number(difference.value)} {_span(difference.interval)} (95 % interval) different.",
            2 * difference.pairs,
            _estimate(difference.value, "difference of shares", difference.interval),
            _VARIANTS,
            ["llms-recite-causality"],
            experiment=True,
            family=score.family,
        )

    def contrast(self, score: FamilyScore, name: str, difference: Difference) -> Claim:
        return self._claim(
            f"{self._model} said more often that one effect of a common cause makes the other more "
            f"likely when it was seen than when it was brought about, by "
            f"{_number(difference.value)} {_span(difference.interval)} (95 % interval; 1 is right, "
            f"0 is what association alone gives), on {difference.pairs} pairs of items of "
            f"{self._where}.",
            2 * difference.pairs,
            _estimate(difference.value, f"{name} contrast", difference.interval),
            "seeing-versus-doing",
            ["llms-hold-causal-models"],
            experiment=True,
            family=score.family,
        )

    def _claim(
        self,
        text: str,
        n: int,
        estimate: Estimate | None,
        paradigm: str,
        bears: list[str],
        *,
        experiment: bool = False,
        family: str = "",
    ) -> Claim:
        return Claim(
            text,
            design=Design.EXPERIMENT if experiment else Design.EVALUATION,
            rung=Rung.INTERVENTION if experiment else Rung.ASSOCIATION,
            subject=self._model,
            population=POPULATION,
            paradigm=paradigm,
            extent=Extent.FULL,
            n=n,
            estimate=estimate,
            locator=f"family {family}" if family else None,
            tags=tuple(f"{MAY_BEAR_ON}{slug}" for slug in (*bears, *self._instruction)),
        )


def _estimate(value: float | None, unit: str, interval: Interval | None) -> Estimate | None:
    return None if value is None or interval is None else Estimate(value, unit, *interval)


def _number(value: float | None) -> str:
    return f"{value or 0:+.2f}".replace("-", "−")


def _span(interval: Interval | None) -> str:
    low, high = interval or (0.0, 0.0)
    return f"[{low:.2f}, {high:.2f}]".replace("-", "−")
