"""Results as rows for pipes, as tables and as Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from causalkb.probe.items import LETTERS, Item
from causalkb.probe.records import FamilyScore, ProbeComparison, ProbeResult
from causalkb.probe.words import caption, difference, measures, number, share, span
from causalkb.report.render_markdown import markdown_text
from causalkb.report.rows.tables import to_markdown as table_to_markdown


@dataclass(frozen=True, slots=True)
class Table:
    """A table: heads, and rows of as many cells."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]

    def markdown(self) -> str:
        """Return it as Markdown, without the title."""
        return table_to_markdown(self.heads, self.rows).rstrip("\n")


BESIDE = ("oracle", "pundit", "sceptic", "associationist", "first-letter", "coin")


def rows(result: ProbeResult) -> Iterator[tuple[object, ...]]:
    """Yield a row for each family of the model and of every reference, model first."""
    named = {result.run.model.name: result.families}
    named |= {f"reference:{name}": scores for name, scores in result.references.items()}
    for name, scores in named.items():
        for one in scores:
            yield (
                name,
                *_accuracy(one),
                share(one.first_letter),
                share(one.same_in_all_orders),
                "measurable" if one.measurable else "not measurable",
                number(one.d_prime),
                number(one.criterion),
            )


def _accuracy(one: FamilyScore) -> tuple[object, ...]:
    return (
        one.family,
        one.n,
        share(one.accuracy),
        span(one.interval),
        share(one.chance),
        f"{one.groups_right}/{one.groups}",
    )


def to_markdown(result: ProbeResult) -> str:
    """Return the tables of a result as Markdown."""
    parts = [f"**{markdown_text(caption(result.run))}**"]
    for table in tables(result):
        parts += [f"{table.title}:", table.markdown()]
    parts.append("\n".join(f"- {markdown_text(line)}" for line in measures(result)))
    return "\n\n".join(part for part in parts if part) + "\n"


def tables(result: ProbeResult) -> list[Table]:
    """Return the tables of a result; that of signal detection where there is any."""
    found = [accuracy_table(result), letters_table(result)]
    detected = [one for one in result.families if one.d_prime is not None]
    return [*found, detection_table(detected)] if detected else found


def accuracy_table(result: ProbeResult) -> Table:
    """Return accuracies with those of all references."""
    return Table(
        "Accuracy, and that of the references",
        ("family", "n", "accuracy", "95 %", "chance", "whole groups", *BESIDE),
        tuple(
            (
                *_accuracy(one),
                *(share(_of(result, name, one.family).accuracy) for name in BESIDE),
            )
            for one in result.families
        ),
    )


def letters_table(result: ProbeResult) -> Table:
    """Return how the letters were taken, and what made-up words change."""
    return Table(
        "How the answers were given",
        (
            "family",
            "first letter",
            "most frequent letter",
            "same in all orders",
            "parsed",
            "mass on letters",
            "accuracy by PMI",
            "Brier",
            "measurable",
            "made-up − plausible words",
        ),
        tuple(
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
        ),
    )


def detected_cells(one: FamilyScore) -> tuple[str, ...]:
    """Return hits, false alarms, AUC, sensitivity and criterion of a family, with intervals."""
    return (
        share(one.hits),
        share(one.false_alarms),
        share(one.auc),
        f"{number(one.d_prime)} {span(one.d_prime_interval)}",
        f"{number(one.criterion)} {span(one.criterion_interval)}",
    )


def detection_table(detected: Sequence[FamilyScore]) -> Table:
    """Return sensitivity and criterion of measurable families."""
    return Table(
        "Signal detection",
        ("family", "hits", "false alarms", "AUC", "d′", "criterion c"),
        tuple(
            (
                one.family,
                *detected_cells(one),
            )
            for one in detected
        ),
    )


def comparison_table(comparison: ProbeComparison) -> Table:
    """Return a comparison."""
    return Table(
        "Accuracy, and the paired difference",
        ("family", "n", "first", "second", "first − second", "measurable"),
        tuple(
            (
                one.family,
                one.n,
                share(one.accuracies[0]),
                share(one.accuracies[1]),
                difference(one.difference),
                " / ".join("yes" if yes else "no" for yes in one.measurable),
            )
            for one in comparison.families
        ),
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


def _of(result: ProbeResult, name: str, family: str) -> FamilyScore:
    return next(one for one in result.references[name] if one.family == family)
