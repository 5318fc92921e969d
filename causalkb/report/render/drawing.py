"""A drawing of boxes and lines of text, written as SVG (by us) or PNG (by matplotlib).

One layout serves both, so that they show the same. Lengths are in pixels, y points down.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import import_module
from math import hypot
from typing import Literal

from causalkb.errors import InputError
from causalkb.report.render.escape import xml_text
from causalkb.text import clean_line

FONTS = ("DejaVu Sans", "Verdana", "Helvetica", "Arial", "sans-serif")
_HEAD = 8.0
"""Pixels from the tip of an arrow to the back of its head."""
_SCALE = 100
"""Pixels to an inch in matplotlib's terms; the PNG has twice as many."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle; ``hatched`` fills it with diagonal lines of colour ``fill`` on white."""

    x: float
    y: float
    width: float
    height: float
    fill: str = "#ffffff"
    stroke: str = "#222222"
    hatched: bool = False
    dashed: bool = False
    about: str = ""
    """Shown when the mouse rests on it (SVG only)."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text; ``y`` is its baseline."""

    x: float
    y: float
    text: str
    size: float = 11
    bold: bool = False
    anchor: Literal["start", "middle", "end"] = "start"
    fill: str = "#111111"


@dataclass(frozen=True, slots=True)
class Arrow:
    """A straight line from the first point to the second, with a head there."""

    x: float
    y: float
    to_x: float
    to_y: float
    stroke: str = "#222222"
    dashed: bool = False

    @property
    def head(self) -> tuple[tuple[float, float], ...]:
        """The three corners of its head, the tip first."""
        length = hypot(self.to_x - self.x, self.to_y - self.y) or 1.0
        along = ((self.to_x - self.x) / length, (self.to_y - self.y) / length)
        back = (self.to_x - _HEAD * along[0], self.to_y - _HEAD * along[1])
        side = (_HEAD / 2.4 * along[1], -_HEAD / 2.4 * along[0])
        return (
            (self.to_x, self.to_y),
            (back[0] + side[0], back[1] + side[1]),
            (back[0] - side[0], back[1] - side[1]),
        )


@dataclass(frozen=True, slots=True)
class Drawing:
    """Shapes in the order in which they are painted, on white."""

    width: float
    height: float
    title: str
    description: str
    shapes: tuple[Box | Line | Arrow, ...]


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Return an upper estimate of a line's width, good for the usual sans-serif fonts."""
    ems = sum(_em(char) for char in text)
    return ems * size * (1.1 if bold else 1.0)


def _em(char: str) -> float:
    if unicodedata.east_asian_width(char) in "WF":
        return 1.05
    if char in "mwMW%@—…":
        return 0.98
    return 0.7 if char.isupper() else 0.36 if char in "iljtfI.,;:'| -()[]" else 0.62


def wrap(text: str, width: float, size: float, most: int, *, bold: bool = False) -> list[str]:
    """Return text in at most ``most`` lines that fit ``width``; "…" marks what is left out.

    Lines break at spaces, else after hyphens, else anywhere.
    """

    def fits(line: str) -> bool:
        return text_width(line, size, bold=bold) <= width

    lines: list[str] = []
    rest = clean_line(text)
    while rest and len(lines) < most:
        end = len(rest)
        while end > 1 and not fits(rest[:end]):
            end -= 1
        if end < len(rest):
            space, hyphen = rest.rfind(" ", 1, end + 1), rest.rfind("-", 1, end) + 1
            end = space if space > 0 else hyphen or end
        lines.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    if rest and lines:
        last = lines[-1]
        while last and not fits(last + "…"):
            last = last[:-1]
        lines[-1] = last.rstrip() + "…"
    return lines


def to_svg(drawing: Drawing) -> str:
    """Return the drawing as an SVG document; the same drawing gives the same bytes."""
    width, height = _number(drawing.width), _number(drawing.height)
    colours = sorted({s.fill for s in drawing.shapes if isinstance(s, Box) and s.hatched})
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"'
        f' viewBox="0 0 {width} {height}" role="img"'
        f' font-family="{xml_text(", ".join(FONTS))}">',
        f"<title>{xml_text(drawing.title)}</title>",
        f"<desc>{xml_text(drawing.description)}</desc>",
        "<defs>",
        *(_pattern(colour) for colour in colours),
        "</defs>",
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
        *map(_svg, drawing.shapes),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _svg(shape: Box | Line | Arrow) -> str:
    if isinstance(shape, Arrow):
        return _svg_arrow(shape)
    return _svg_box(shape) if isinstance(shape, Box) else _svg_line(shape)


def _svg_arrow(arrow: Arrow) -> str:
    dash = ' stroke-dasharray="5 3"' if arrow.dashed else ""
    corners = " ".join(f"{_number(x)},{_number(y)}" for x, y in arrow.head)
    return (
        f'<path d="M{_number(arrow.x)} {_number(arrow.y)}L{_number(arrow.to_x)}'
        f' {_number(arrow.to_y)}" stroke="{arrow.stroke}" stroke-width="1.2" fill="none"{dash}/>'
        f'<polygon points="{corners}" fill="{arrow.stroke}"/>'
    )


def _pattern(colour: str) -> str:
    return (
        f'<pattern id="hatch-{colour[1:]}" width="4" height="4" patternUnits="userSpaceOnUse"'
        ' patternTransform="rotate(45)"><rect width="4" height="4" fill="#ffffff"/>'
        f'<rect width="1.7" height="4" fill="{colour}"/></pattern>'
    )


def _svg_box(box: Box) -> str:
    fill = f"url(#hatch-{box.fill[1:]})" if box.hatched else box.fill
    dash = ' stroke-dasharray="3 3"' if box.dashed else ""
    start = (
        f'<rect x="{_number(box.x)}" y="{_number(box.y)}" width="{_number(box.width)}"'
        f' height="{_number(box.height)}" fill="{fill}" stroke="{box.stroke}"'
        f' stroke-width="0.8"{dash}'
    )
    return f"{start}><title>{xml_text(box.about)}</title></rect>" if box.about else f"{start}/>"


def _svg_line(line: Line) -> str:
    bold = ' font-weight="bold"' if line.bold else ""
    anchor = "" if line.anchor == "start" else f' text-anchor="{line.anchor}"'
    return (
        f'<text x="{_number(line.x)}" y="{_number(line.y)}" font-size="{_number(line.size)}"'
        f' fill="{line.fill}"{bold}{anchor} pointer-events="none">{xml_text(line.text)}</text>'
    )


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def to_png(drawing: Drawing) -> bytes:
    """Return the drawing as a PNG of 200 dots an inch.

    Raises:
        InputError: matplotlib is not installed.
    """
    try:
        # Optional and heavy; import_module, so that types do not depend on its presence.
        figure_module = import_module("matplotlib.figure")
        patches = import_module("matplotlib.patches")
        matplotlib = import_module("matplotlib")
    except ImportError as error:
        raise InputError(
            "PNG needs matplotlib: pip install 'causalkb[pictures]'; SVG and HTML do without"
        ) from error
    # The one font that matplotlib brings along, so that every machine draws the same.
    settings = {"font.family": FONTS[0], "hatch.linewidth": 1.1}
    with matplotlib.rc_context(settings):
        figure = figure_module.Figure(
            figsize=(drawing.width / _SCALE, drawing.height / _SCALE), facecolor="white"
        )
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set_xlim(0, drawing.width)
        axes.set_ylim(drawing.height, 0)
        axes.axis("off")
        for shape in drawing.shapes:
            if isinstance(shape, Line):
                axes.text(
                    shape.x,
                    shape.y,
                    # A dollar sign would begin a formula.
                    clean_line(shape.text).replace("$", r"\$"),
                    fontsize=shape.size * 72 / _SCALE,
                    fontweight="bold" if shape.bold else "normal",
                    color=shape.fill,
                    ha={"start": "left", "middle": "center", "end": "right"}[shape.anchor],
                    va="baseline",
                )
                continue
            if isinstance(shape, Arrow):
                style = "--" if shape.dashed else "-"
                ends = ([shape.x, shape.to_x], [shape.y, shape.to_y])
                axes.plot(*ends, color=shape.stroke, linewidth=0.9, linestyle=style)
                axes.add_patch(patches.Polygon(shape.head, color=shape.stroke))
                continue
            box = {"linewidth": 0.6, "linestyle": (0, (4, 4)) if shape.dashed else "solid"}
            patch = patches.Rectangle(
                (shape.x, shape.y),
                shape.width,
                shape.height,
                facecolor="white" if shape.hatched else shape.fill,
                edgecolor=shape.fill if shape.hatched else shape.stroke,
                hatch="/////" if shape.hatched else None,
                **box,
            )
            axes.add_patch(patch)
        out = io.BytesIO()
        figure.savefig(out, format="png", dpi=2 * _SCALE, metadata={"Software": None})
    return out.getvalue()


def to_html(drawing: Drawing, caption: Iterable[str]) -> str:
    """Return a page of its own with the drawing and a caption; it loads nothing from elsewhere."""
    title = xml_text(drawing.title)
    paragraphs = "\n".join(f"<p>{xml_text(line)}</p>" for line in caption)
    style = f""":root {{ color-scheme: light dark; }}
body {{ margin: 2rem auto; max-width: {_number(drawing.width + 48)}px; padding: 0 1rem;
  font: 16px/1.5 system-ui, sans-serif; color: #1a1a1a; background: #fafafa; }}
figure {{ margin: 0; }}
.picture {{ overflow-x: auto; background: #fff; border: 1px solid #ccc; border-radius: 6px;
  padding: 12px; }}
.picture svg {{ display: block; margin: auto; max-width: none; }}
figcaption {{ margin-top: 1rem; max-width: 46rem; }}
figcaption p {{ margin: 0 0 .5rem; }}
@media (prefers-color-scheme: dark) {{ body {{ color: #e8e8e8; background: #161616; }} }}
@media print {{ body {{ margin: 0; background: none; }} .picture {{ border: 0; padding: 0; }} }}"""
    body = f"""<figure>
<div class="picture">
{to_svg(drawing)}</div>
<figcaption>
{paragraphs}
</figcaption>
</figure>"""
    return page(title, style, body)


def page(title: str, style: str, body: str) -> str:
    """Return a page of its own, which loads nothing and runs nothing.

    Args:
        title: Its title, as XML text.
        style: Its style sheet.
        body: What is in it, as HTML.
    """
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
{style}
</style>
</head>
<body>
{body}
</body>
</html>
"""
