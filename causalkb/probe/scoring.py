"""Scores of a family: accuracy, whole groups, agreement across orders, signal detection.

The rule: in each order the probabilities of the letters are divided by their sum; an option's is
the mean over all orders, so that a preference for a letter falls out; the option with the largest
is the answer, and k that tie earn 1/k. An item without an answer in any order earns nothing. The
second rule (pointwise mutual information, Holtzman et al. 2021) takes the mean over orders of the
log-probability of the letter minus that of the same letter without the item.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from math import log
from statistics import fmean
from typing import Any

from causalkb.evidence.statistics import wilson
from causalkb.probe.families import FAMILIES
from causalkb.probe.items import Item
from causalkb.probe.records import Answer, Difference, FamilyScore, Interval
from causalkb.probe.resampling import Resampling, of_matched, wider
from causalkb.probe.signal import auc, detection

LEAST_SAME = 0.5
MOST_ONE_LETTER = 0.8
_TIE = 1e-9
_FLOOR = 1e-9
"""Probability of a letter that an engine does not list."""


def is_measurable(same_in_all_orders: float, top_letter: float, n: int, options: int) -> bool:
    """Whether answers follow the options rather than the letters.

    They do where at least half of the items get the same answer in all orders, more than letters
    taken at random would (at the lower end of a 95 % interval), and no letter takes over 80 % of
    the prompts. What is left of a preference for a letter once the orders are averaged would
    otherwise pass for a bias towards causes.

    Args:
        same_in_all_orders: The share of items with the same answer in all orders.
        top_letter: The share of prompts that the most frequent letter takes.
        n: How many items.
        options: How many options, and orders, an item has.

    >>> is_measurable(0.9, 0.5, 96, 2), is_measurable(0.55, 0.5, 96, 2)
    (True, False)
    """
    at_random = 1 / options ** (options - 1)
    return (
        same_in_all_orders >= LEAST_SAME
        and wilson(same_in_all_orders, n)[0] > at_random
        and top_letter <= MOST_ONE_LETTER
    )


class Scored:
    """An item with what the answer to it earns."""

    def __init__(self, item: Item, answer: Answer) -> None:
        self.item = item
        self.orders = answer.orders
        self.options = _options(item, answer.orders)
        self.chosen = _top(self.options) if any(self.options) else {}
        self.credit = self.chosen.get(item.answer, 0.0)
        self.asserted = sum(self.chosen.get(place, 0.0) for place in item.asserts)
        self.second = _second(item, answer)

    def takes(self, places: Iterable[int]) -> float:
        """Return the share of the answer that goes to these places."""
        return sum(self.chosen.get(place, 0.0) for place in places)

    def same(self) -> bool:
        """Whether the same single option is taken in every order."""
        taken = set()
        for order, letters in zip(self.item.orders, self.orders, strict=True):
            top = _top(letters) if any(letters) else {}
            taken.add(order[next(iter(top))] if len(top) == 1 else None)
        return len(taken) == 1 and None not in taken

    def brier(self) -> float:
        """Return the squared distance of the probabilities from the truth."""
        return sum((p - (n == self.item.answer)) ** 2 for n, p in enumerate(self.options))


def _options(item: Item, orders: Sequence[Sequence[float]]) -> tuple[float, ...]:
    sums = [0.0] * len(item.options)
    for order, letters in zip(item.orders, orders, strict=True):
        whole = sum(letters)
        for place, probability in zip(order, letters, strict=True):
            sums[place] += probability / whole if whole else 0.0
    return tuple(one / len(orders) for one in sums)


def _top(values: Sequence[float]) -> dict[int, float]:
    """Return the places with the largest value, each with its share."""
    largest = max(values)
    places = [n for n, value in enumerate(values) if largest - value <= _TIE]
    return dict.fromkeys(places, 1 / len(places))


def _second(item: Item, answer: Answer) -> float | None:
    if not answer.neutral:
        return None
    sums = [0.0] * len(item.options)
    for order, letters, without in zip(item.orders, answer.orders, answer.neutral, strict=True):
        for place, p, q in zip(order, letters, without, strict=True):
            sums[place] += log(max(p, _FLOOR)) - log(max(q, _FLOOR))
    return _top(sums).get(item.answer, 0.0)


def score(
    items: Sequence[Item], answers: Sequence[Answer], *, draws: int = 2000
) -> tuple[FamilyScore, ...]:
    """Return the scores of each family.

    Args:
        items: The items.
        answers: Answers to them, in any order; items without one are left out.
        draws: How often groups are drawn anew for an interval.
    """
    by_id = {answer.item: answer for answer in answers}
    scored = [Scored(item, by_id[item.id]) for item in items if item.id in by_id]
    names = dict.fromkeys(one.item.family for one in scored)
    return tuple(
        _family(name, [one for one in scored if one.item.family == name], draws) for name in names
    )


def _family(name: str, scored: Sequence[Scored], draws: int) -> FamilyScore:
    again = Resampling([one.item.pair for one in scored], draws)
    accuracy = fmean(one.credit for one in scored)
    letters = _letter_shares(scored)
    same = fmean(one.same() for one in scored)
    measurable = is_measurable(same, max(letters), len(scored), FAMILIES[name].options)
    prompts = [letters for one in scored for letters in one.orders]
    seconds = [one.second for one in scored if one.second is not None]
    signals = [one for one in scored if one.item.signal is not None]
    told: dict[str, Any] = _detection(signals, draws) if measurable and signals else {}
    return FamilyScore(
        family=name,
        n=len(scored),
        groups=again.groups,
        accuracy=accuracy,
        interval=_interval(accuracy, len(scored), again, [one.credit for one in scored]),
        chance=FAMILIES[name].chance,
        groups_right=_whole(scored),
        first_letter=letters[0],
        top_letter=max(letters),
        same_in_all_orders=same,
        measurable=measurable,
        brier=fmean(one.brier() for one in scored),
        parse_rate=fmean(any(letters) for letters in prompts),
        mass=fmean(sum(letters) for letters in prompts),
        second_accuracy=fmean(seconds) if len(seconds) == len(scored) else None,
        cells=_means(scored, lambda one: one.item.cell),
        words=_means(scored, lambda one: one.item.words.value),
        nonce_minus_plausible=_words_difference(scored, draws),
        contrasts=_contrasts(name, scored, draws),
        like=_like(scored),
        **told,
    )


def _interval(accuracy: float, n: int, again: Resampling, credits: Sequence[float]) -> Interval:
    return wider(wilson(min(1.0, accuracy), n), again.interval_of_mean(credits))


def _letter_shares(scored: Sequence[Scored]) -> list[float]:
    """Return how often each letter is taken, of all prompts."""
    sums = [0.0] * max(len(one.item.options) for one in scored)
    prompts = 0
    for one in scored:
        for letters in one.orders:
            prompts += 1
            for place, share in (_top(letters) if any(letters) else {}).items():
                sums[place] += share
    return [one / prompts for one in sums]


def _whole(scored: Sequence[Scored]) -> int:
    right: dict[str, bool] = {}
    for one in scored:
        right[one.item.pair] = right.get(one.item.pair, True) and one.credit > 1 - _TIE
    return sum(right.values())


def _detection(signals: Sequence[Scored], draws: int) -> dict[str, Any]:
    found = detection(
        [one.asserted for one in signals],
        [bool(one.item.signal) for one in signals],
        Resampling([one.item.pair for one in signals], draws),
    )
    probabilities = [sum(one.options[n] for n in one.item.asserts) for one in signals]
    return {**found, "auc": auc(probabilities, [bool(one.item.signal) for one in signals])}


def _means(scored: Sequence[Scored], key: Callable[[Scored], str]) -> dict[str, float]:
    parts: dict[str, list[float]] = {}
    for one in scored:
        parts.setdefault(key(one), []).append(one.credit)
    return {name: fmean(credits) for name, credits in parts.items()}


def _words_difference(scored: Sequence[Scored], draws: int) -> Difference | None:
    by_words: dict[str, dict[str, float]] = {}
    for one in scored:
        by_words.setdefault(one.item.words.value, {})[one.item.twin] = one.credit
    nonce, plausible = by_words.get("nonce", {}), by_words.get("plausible", {})
    return paired(
        {twin: nonce[twin] - plausible[twin] for twin in nonce if twin in plausible}, draws
    )


def paired(differences: Mapping[str, float], draws: int = 2000) -> Difference | None:
    """Return the mean of paired differences; ids that share all but the last part are one group.

    >>> paired({"a-1-1": 1.0, "a-1-2": 0.0}).value
    0.5
    """
    if not differences:
        return None
    again = Resampling([pair.rpartition("-")[0] for pair in differences], draws)
    values = list(differences.values())
    interval = wider(again.interval_of_mean(values), of_matched(values))
    return Difference(fmean(values), interval, len(values))


def _contrasts(name: str, scored: Sequence[Scored], draws: int) -> dict[str, Difference]:
    found = {}
    for contrast, first, second in FAMILIES[name].contrasts:
        cells: dict[str, dict[str, Scored]] = {}
        for one in scored:
            cells.setdefault(one.item.pair, {})[one.item.cell] = one
        both = {
            f"{pair}-0": _said(cell[first], cell[first]) - _said(cell[second], cell[first])
            for pair, cell in cells.items()
            if first in cell and second in cell
        }
        if difference := paired(both, draws):
            found[contrast] = difference
    return found


def _said(one: Scored, other: Scored) -> float:
    """Return how far an answer to one item is what is right in another, by its words."""
    right = other.item.options[other.item.answer]
    return one.takes([one.item.options.index(right)])


def _like(scored: Sequence[Scored]) -> dict[str, float]:
    found = {}
    for name in ("pundit", "sceptic", "associationist"):
        shares = [
            one.takes(one.item.foils[name])
            for one in scored
            if name in one.item.foils and one.item.answer not in one.item.foils[name]
        ]
        if shares:
            found[name] = fmean(shares)
    return found
