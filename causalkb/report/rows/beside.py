"""Claims and data side by side: what each says of the five explanations of an association."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from causalkb.explanations.records import Explanation, Shape, Side
from causalkb.records import Competition
from causalkb.report.render import competition_words as words
from causalkb.report.render_markdown import markdown_text
from causalkb.report.serialize.competition import to_dict as competition_to_dict

CAVEAT = (
    "The number of claims says how much was written, not how likely it is; the weights hold for"
    " these data alone."
)


@dataclass(frozen=True, slots=True)
class Beside:
    """An explanation, how many claims are for and against it, and its weight by the data.

    ``weight`` is ``None`` where it was not among the structures.
    """

    shape: Shape
    picture: str
    name: str
    claims_for: int
    claims_against: int
    weight: float | None


def beside(found: Explanation, data: Competition) -> list[Beside]:
    """Return the five explanations with what claims and data say of them."""
    weights = _weights(data)
    return [
        Beside(
            *(rival.structure.shape, rival.structure.picture, rival.structure.name),
            sum(one.side is Side.FOR for one in rival.bearings),
            sum(one.side is Side.AGAINST for one in rival.bearings),
            weights.get(rival.structure.shape),
        )
        for rival in found.rivals
    ]


def _weights(data: Competition) -> dict[Shape, float]:
    ((_, _, probabilities),) = words.pairs(data)
    shapes = {"common cause": Shape.COMMON_CAUSE, "selection": Shape.SELECTION}
    order = [Shape.FORWARD, Shape.BACKWARD, *map(shapes.get, words.heads(data)[2:-1]), Shape.CHANCE]
    return {
        shape: weight
        for shape, weight in zip(order, probabilities, strict=True)
        if shape is not None
    }


def columns_of(data: Competition) -> str:
    """Return which columns are X and Y, and what the data are."""
    x, y = data.variables
    return f"In the data X is {x} and Y is {y}: {words.data_of(data)}"


def to_dict(found: Explanation, data: Competition) -> dict[str, Any]:
    """Return both as JSON-ready data."""
    return {
        "explanations": [
            {
                "structure": one.shape.value,
                "claims_for": one.claims_for,
                "claims_against": one.claims_against,
                "weight": one.weight,
            }
            for one in beside(found, data)
        ],
        "competition": competition_to_dict(data),
        "caveat": CAVEAT,
    }


def to_markdown(found: Explanation, data: Competition) -> str:
    """Return both as a section of Markdown."""
    lines = ["## Claims and data", "", _text(columns_of(data)), ""]
    lines += ["| | | claims for | claims against | weight by the data |", "|---|---|---|---|---|"]
    for one in beside(found, data):
        weight = "" if one.weight is None else words.share(one.weight)
        cells = (one.picture, one.name, str(one.claims_for), str(one.claims_against), weight)
        lines.append(f"| {' | '.join(map(_text, cells))} |")
    lines += ["", _text(words.verdict(data)), ""]
    lines += [f"- Warning: {_text(warning)}" for warning in data.warnings]
    lines += ["", _text(words.prior_of(data))] if data.prior else []
    return "\n".join([*lines, "", _text(words.experiment(data)), "", f"*{CAVEAT}*", ""])


def rows(found: Explanation, data: Competition) -> Iterator[tuple[object, ...]]:
    """Yield plain rows; the first cell is "data"."""
    for one in beside(found, data):
        weight = "" if one.weight is None else f"{one.weight:.6g}"
        yield (*("data", one.shape.value, weight, one.claims_for, one.claims_against),)
    yield "data", "verdict", words.verdict(data)
    for warning in data.warnings:
        yield "data", "warning", warning
    if data.prior:
        yield "data", "prior", words.prior_of(data)
    yield "data", "next", words.experiment(data)


def _text(text: str) -> str:
    return markdown_text(text, start=False)
