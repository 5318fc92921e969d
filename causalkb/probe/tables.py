"""Results as rows for pipes and as Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from causalkb.probe.items import LETTERS, Item
from causalkb.probe.records import FamilyScore, ProbeComparison, ProbeResult
from causalkb.probe.words import caption, difference, measures, number, share, span
from causalkb.report.render_markdown import markdown_text
from causalkb.report.rows.tables import to_markdown as table_to_markdown

BESIDE = ("oracle", "pundit", "sceptic", "associationist", "first-letter", "coin")


def rows(result: ProbeResult) -> Iterator[tuple[object, ...]]:
    """Yield a row for each family of the model and of every reference, model first."""
    named = {result.run.model.name: result.families}
    named |= {f"reference:{name}": scores for name, scores in result.references.items()}
    for name, scores in named.items():
        for one in scores:
            yield (
                name,
                one.family,
                one.n,
                share(one.accuracy),
                span(one.interval),
                share(one.chance),
                f"{one.groups_right}/{one.groups}",
                share(one.first_letter),
                share(one.same_in_all_orders),
                "measurable" if one.measurable else "not measurable",
                number(one.d_prime),
                number(one.criterion),
            )


def to_markdown(result: ProbeResult) -> str:
    """Return the tables of a result as Markdown."""
    parts = [
        f"**{markdown_text(caption(result.run))}**",
        accuracy_table(result),
        letters_table(result),
        *([detection_table(result)] if _detected(result) else []),
        "\n".join(f"- {markdown_text(line)}" for line in measures(result)),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def accuracy_table(result: ProbeResult) -> str:
    """Return accuracies with those of all references as a Markdown table."""
    heads = ("family", "n", "accuracy", "95 %", "chance", "whole groups", *BESIDE)
    return _table(
        heads,
        [
            (
                one.family,
                one.n,
                share(one.accuracy),
                span(one.interval),
                share(one.chance),
                f"{one.groups_right}/{one.groups}",
                *(share(_of(result, name, one.family).accuracy) for name in BESIDE),
            )
            for one in result.families
        ],
    )


def letters_table(result: ProbeResult) -> str:
    """Return how the letters were taken as a Markdown table."""
    heads = (
        "family",
        "first letter",
        "most frequent letter",
        "same in all orders",
        "answered",
        "mass on letters",
        "accuracy by PMI",
        "Brier",
        "measurable",
        "made-up − plausible words",
    )
    return _table(
        heads,
        [
            (
                one.family,
                share(one.first_letter),
                share(one.top_letter),
                share(one.same_in_all_orders),
                share(one.parse_rate),
                share(one.mass),
                share(one.second_accuracy),
                share(one.brier),
                "yes" if one.measurable else "no",
                difference(one.nonce_minus_plausible) if one.measurable else "",
            )
            for one in result.families
        ],
    )


def detection_table(result: ProbeResult) -> str:
    """Return sensitivity and criterion of the measurable families as a Markdown table."""
    heads = ("family", "hits", "false alarms", "AUC", "d′", "criterion c")
    return _table(
        heads,
        [
            (
                one.family,
                share(one.hits),
                share(one.false_alarms),
                share(one.auc),
                f"{number(one.d_prime)} {span(one.d_prime_interval)}",
                f"{number(one.criterion)} {span(one.criterion_interval)}",
            )
            for one in _detected(result)
        ],
    )


def comparison_table(comparison: ProbeComparison) -> str:
    """Return a comparison as a Markdown table."""
    heads = ("family", "n", "first", "second", "first − second", "measurable")
    return _table(
        heads,
        [
            (
                one.family,
                one.n,
                share(one.accuracies[0]),
                share(one.accuracies[1]),
                difference(one.difference),
                " / ".join("yes" if yes else "no" for yes in one.measurable),
            )
            for one in comparison.families
        ],
    )


def items_to_markdown(items: Sequence[Item]) -> str:
    """Return items with their answers as Markdown."""
    return "\n".join(map(_item, items))


def _item(item: Item) -> str:
    lines = [
        f"- {LETTERS[n]}) {markdown_text(option)}{' ✓' if n == item.answer else ''}"
        for n, option in enumerate(item.options)
    ]
    return (
        f"### {item.id}: {item.cell}, {item.words} words\n\n{markdown_text(item.text)}\n\n"
        f"*{markdown_text(item.question)}*\n\n" + "\n".join(lines) + "\n\n"
        f"Because {markdown_text(item.grounds)}.\n"
    )


def _detected(result: ProbeResult) -> list[FamilyScore]:
    return [one for one in result.families if one.d_prime is not None]


def _of(result: ProbeResult, name: str, family: str) -> FamilyScore:
    return next(one for one in result.references[name] if one.family == family)


def _table(heads: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    return table_to_markdown(heads, rows).rstrip("\n")
