"""A log-log plot as SVG: cost against size, one line for each thing measured."""

from __future__ import annotations

import math
from collections.abc import Mapping
from html import escape

WIDTH, HEIGHT = 860, 560
_LEFT, _RIGHT, _TOP, _BOTTOM = 70, 230, 20, 50
_COLOURS = ("#1b5e9b", "#b3402a", "#3c7d3c", "#7d4a9b", "#8a6d1d", "#2a8a8a", "#555555", "#c0569a")


def draw(series: Mapping[str, Mapping[int, float]], across: str, up: str) -> str:
    """Return the plot.

    Args:
        series: Cost by size, for each name; all positive.
        across: What the size counts.
        up: What the cost counts.
    """
    sizes = [size for each in series.values() for size in each]
    costs = [cost for each in series.values() for cost in each.values()]
    left, right = math.floor(math.log10(min(sizes))), math.ceil(math.log10(max(sizes)))
    low, high = math.floor(math.log10(min(costs))), math.ceil(math.log10(max(costs)))

    def x(size: float) -> float:
        return _LEFT + (math.log10(size) - left) / (right - left) * (WIDTH - _LEFT - _RIGHT)

    def y(cost: float) -> float:
        share = (math.log10(cost) - low) / (high - low)
        return HEIGHT - _BOTTOM - share * (HEIGHT - _TOP - _BOTTOM)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-size="12"'
        ' font-family="sans-serif" role="img">',
        f"<title>{escape(up)} against {escape(across)}</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
    ]
    for power in range(left, right + 1):
        place = x(10**power)
        parts.append(_line(place, _TOP, place, HEIGHT - _BOTTOM))
        parts.append(_text(place, HEIGHT - _BOTTOM + 18, f"{10**power:,}", "middle"))
    for power in range(low, high + 1):
        place = y(10.0**power)
        parts.append(_line(_LEFT, place, WIDTH - _RIGHT, place))
        parts.append(_text(_LEFT - 8, place + 4, f"{10.0**power:g}", "end"))
    parts.append(_text((_LEFT + WIDTH - _RIGHT) / 2, HEIGHT - 10, across, "middle"))
    parts.append(_text(_LEFT, 14, up, "start"))
    names = sorted(series, key=lambda name: -series[name][max(series[name])])
    beside = _TOP
    for n, name in enumerate(names):
        points = sorted(series[name].items())
        colour = _COLOURS[n % len(_COLOURS)]
        dashes = "" if n < len(_COLOURS) else ' stroke-dasharray="5 3"'
        path = " ".join(f"{x(size):.1f},{y(cost):.1f}" for size, cost in points)
        parts.append(
            f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"{dashes}/>'
        )
        beside = max(beside + 13, y(points[-1][1]))
        parts.append(_text(WIDTH - _RIGHT + 12, beside + 4, name, "start", colour))
    return "\n".join([*parts, "</svg>"]) + "\n"


def _line(x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="#dddddd"/>'


def _text(x: float, y: float, text: str, anchor: str, colour: str = "#222222") -> str:
    place = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"'
    return f'<text {place} fill="{colour}">{escape(text)}</text>'
