"""Pictures of a result: accuracy by family and rung, hits against false alarms."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import fmean
from typing import Literal

from causalkb.probe.records import FamilyScore, ProbeResult
from causalkb.probe.words import share
from causalkb.report.render.drawing import Box, Drawing, Line

_LEFT, _TOP, _WIDE, _ROW = 150.0, 46.0, 420.0, 26.0
_SIDE = 300.0
_INK, _PALE, _BLUE, _RED = "#111111", "#dddddd", "#1f5f99", "#b03030"
_RUNGS = {
    "ladder: seeing": ("fork-see",),
    "ladder: doing": ("fork-do", "chain-do", "chain-do-back"),
    "ladder: undoing": ("fork-undo", "chain-undo"),
}
_MARKS = {"oracle": "O", "pundit": "P", "associationist": "A"}
_CORNERS = ((1, 1, "pundit"), (0, 0, "sceptic"), (0, 1, "oracle"))
_STEPS = 60
_LEGEND = "bar: 95 %; dashed: chance; O oracle, P pundit, A associationist; grey *: not measurable"


def accuracy_picture(result: ProbeResult) -> Drawing:
    """Draw accuracy with its interval by family, that of the ladder by rung too, and references."""
    rows = list(_rows(result))
    bottom = _TOP + _ROW * len(rows)
    shapes: list[Box | Line] = [
        Line(_LEFT, 18, f"Accuracy of {result.run.model.name}", 13, bold=True),
        Line(_LEFT, 34, _LEGEND, 10),
    ]
    for tenth in range(0, 11, 2):
        x = _LEFT + _WIDE * tenth / 10
        shapes.append(Box(x, _TOP, 0.4, bottom - _TOP, _PALE, _PALE))
        shapes.append(Line(x, bottom + 14, f"{tenth / 10:.1f}", 10, anchor="middle"))
    for place, (name, score, cells) in enumerate(rows):
        shapes += _row(result, name, score, cells, _TOP + _ROW * (place + 0.5))
    words = "; ".join(
        f"{name} {_accuracy(score, cells):.2f}, chance {score.chance:.2f}"
        for name, score, cells in rows
    )
    return Drawing(
        _LEFT + _WIDE + 40, bottom + 24, "Accuracy by family and rung", words, tuple(shapes)
    )


def _rows(result: ProbeResult) -> Iterator[tuple[str, FamilyScore, tuple[str, ...]]]:
    for score in result.families:
        yield score.family, score, ()
        if score.family == "ladder":
            for name, cells in _RUNGS.items():
                if all(cell in score.cells for cell in cells):
                    yield name, score, cells


def _accuracy(score: FamilyScore, cells: tuple[str, ...]) -> float:
    return fmean(score.cells[cell] for cell in cells) if cells else score.accuracy


def _row(
    result: ProbeResult, name: str, score: FamilyScore, cells: tuple[str, ...], y: float
) -> Iterator[Box | Line]:
    fill = _BLUE if score.measurable else "#888888"
    told = name if score.measurable or cells else f"{name} *"
    yield Line(_LEFT - 10, y + 4, told, 11, anchor="end", fill=_INK)
    yield Box(_LEFT + _WIDE * score.chance - 0.5, y - 10, 1, 20, "#ffffff", _INK, dashed=True)
    if not cells:
        low, high = score.interval
        about = f"{name}: {score.accuracy:.2f} [{low:.2f}, {high:.2f}]"
        yield Box(_LEFT + _WIDE * low, y - 3, _WIDE * (high - low), 6, fill, fill, about=about)
    x = _LEFT + _WIDE * _accuracy(score, cells)
    yield Box(x - 4, y - 6, 8, 12, fill, _INK, about=f"{name}: {_accuracy(score, cells):.2f}")
    # Letters of references that score alike stand beside one another.
    taken: dict[int, int] = {}
    for reference, mark in _MARKS.items():
        other = next(o for o in result.references[reference] if o.family == score.family)
        at = _LEFT + _WIDE * _accuracy(other, cells)
        beside = taken.get(round(at), 0)
        taken[round(at)] = beside + 1
        yield Line(at + 8 + 9 * beside, y - 3, mark, 9, bold=True, fill=_RED)


def detection_picture(result: ProbeResult) -> Drawing:
    """Draw hits against false alarms of the measurable families, with the pundit's corner."""
    left, top = 60.0, 46.0
    placed = [one for one in result.families if one.hits is not None]
    shapes: list[Box | Line] = [
        Line(left, 18, "Asserting what is so, and what is not", 13, bold=True),
        Line(left, 34, "on the line, signal and none are not told apart (d′ = 0)", 10),
        Box(left, top, _SIDE, _SIDE, "#ffffff", _INK),
    ]
    for step in range(1, _STEPS):
        at = _SIDE * step / _STEPS
        shapes.append(Box(left + at, top + _SIDE - at, 0.6, 0.6, "#999999", "#999999"))
    for x, y, word in _CORNERS:
        px, py = left + _SIDE * x, top + _SIDE * (1 - y)
        shapes.append(Box(px - 4, py - 4, 8, 8, "#ffffff", _RED))
        inside = 14 if y else -8
        at = px - 8 if x else px + 8
        side: Literal["start", "end"] = "end" if x else "start"
        shapes.append(Line(at, py + inside, word, 10, bold=True, anchor=side, fill=_RED))
    for place, one in enumerate(placed):
        shapes += _point(one, place, left, top)
    if not placed:
        shapes.append(
            Line(left + _SIDE / 2, top + _SIDE / 2, "no family is measurable", 12, anchor="middle")
        )
    shapes += [
        Line(left + _SIDE / 2, top + _SIDE + 18, "false alarms, 0 to 1", 11, anchor="middle"),
        Line(left - 8, top + 10, "hits", 11, anchor="end"),
        Line(left - 8, top + _SIDE, "0", 10, anchor="end"),
    ]
    words = "; ".join(
        f"{one.family}: hits {share(one.hits)}, false alarms {share(one.false_alarms)}"
        for one in placed
    )
    return Drawing(
        left + _SIDE + 160,
        top + _SIDE + 30,
        "Hits against false alarms",
        words or "No family is measurable.",
        tuple(shapes),
    )


def _point(one: FamilyScore, place: int, left: float, top: float) -> Iterator[Box | Line]:
    x = left + _SIDE * (one.false_alarms or 0)
    y = top + _SIDE * (1 - (one.hits or 0))
    yield Box(x - 3, y - 3, 6, 6, _BLUE, _INK, about=one.family)
    # Points may coincide: each has its number, and the names stand beside the square.
    yield Line(x + 5, y + 12, str(place + 1), 9, fill=_BLUE)
    told = f"{place + 1} {one.family}"
    yield Line(left + _SIDE + 14, top + 40 + 18 * place, told, 11, fill=_BLUE)
