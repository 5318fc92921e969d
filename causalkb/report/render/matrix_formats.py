"""A matrix of claims and hypotheses as rows, Markdown, JSON, HTML and SVG."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from causalkb.evidence.matrix import Matrix
from causalkb.records import Claim
from causalkb.report.render.escape import xml_text
from causalkb.report.rows.hits import escape
from causalkb.vocabulary import Stance

MARKS = {
    Stance.SUPPORTS: "+",
    Stance.CONTRADICTS: "−",
    Stance.QUALIFIES: "~",
    Stance.NEUTRAL: "0",
    None: "",
}
LEGEND = "+ consistent, − inconsistent, ~ qualifies, 0 does not tell, empty: not entered"


def shown(matrix: Matrix, most: int) -> Sequence[Claim]:
    """Return the first claims of a matrix; 0 means all."""
    return matrix.claims[:most] if most else matrix.claims


def summary(matrix: Matrix) -> str:
    """Return how many claims tell rivals apart, in a sentence.

    >>> from causalkb.evidence.records import Discriminating
    >>> empty = Matrix("q", "Q?", (), (), {}, {}, (), (), (), Discriminating(1, 60), ())
    >>> summary(empty)
    '1 of 60 claims tells rivals apart.'
    """
    found = matrix.discriminating
    if not found.of:
        return "No claim bears on these hypotheses."
    verb = "tells" if found.claims == 1 else "tell"
    return f"{found.claims} of {found.of} claims {verb} rivals apart."


def pairs_in_words(matrix: Matrix) -> Iterator[str]:
    """Yield what the claims say of each two rivals."""
    for one, two, both, apart in matrix.pairs:
        yield f"{one} / {two}: entered for both {both}, told apart by {apart}"


def ranks_in_words(matrix: Matrix) -> Iterator[str]:
    """Yield how much speaks against each hypothesis, least first; what is not tested last."""
    for rank in matrix.ranks:
        if rank.share is None:
            yield f"{rank.hypothesis}: not tested"
        else:
            yield (
                f"{rank.hypothesis}: {rank.inconsistent} of {rank.groups} groups inconsistent"
                f" ({rank.share:.0%}){'' if rank.against else '; no rival is declared'}"
            )


def rows(matrix: Matrix, most: int) -> Iterator[tuple[object, ...]]:
    """Yield a row for each claim: id, whether it tells rivals apart, its stances, its text."""
    for claim in shown(matrix, most):
        cells = [_word(matrix, claim, slug) for slug in matrix.hypotheses]
        yield (claim.id, "yes" if claim.id in matrix.telling else "", *cells, claim.text)


def columns(matrix: Matrix) -> tuple[str, ...]:
    """Return the names of the columns of :func:`rows`."""
    return ("claim", "tells_apart", *matrix.hypotheses, "text")


def _word(matrix: Matrix, claim: Claim, slug: str) -> str:
    stance = matrix.cells.get((claim.id, slug))
    return "" if stance is None else stance.value


def to_json(matrix: Matrix, most: int) -> dict[str, Any]:
    """Return a matrix as plain data."""
    return {
        "question": matrix.question,
        "title": matrix.title,
        "hypotheses": list(matrix.hypotheses),
        "claims": [
            {
                "id": claim.id,
                "work": claim.work,
                "text": claim.text,
                "tells_apart": claim.id in matrix.telling,
                "stances": {
                    slug: _word(matrix, claim, slug)
                    for slug in matrix.hypotheses
                    if (claim.id, slug) in matrix.cells
                },
            }
            for claim in shown(matrix, most)
        ],
        "ranks": [
            {
                "hypothesis": rank.hypothesis,
                "inconsistent": rank.inconsistent,
                "groups": rank.groups,
                "share": rank.share,
                "compared_with": list(rank.against),
            }
            for rank in matrix.ranks
        ],
        "rivals": [
            {"hypotheses": [one, two], "claims": both, "tell_apart": apart}
            for one, two, both, apart in matrix.pairs
        ],
        "discriminating": {
            "claims": matrix.discriminating.claims,
            "of": matrix.discriminating.of,
        },
        "not_entered": [{"claim": claim, "hypothesis": slug} for claim, slug in matrix.empty],
    }


def to_markdown(matrix: Matrix, most: int) -> str:
    """Return a matrix as a Markdown document."""
    lines = [f"# {escape(matrix.title)}", "", escape(summary(matrix)), ""]
    names = [f"H{n}" for n in range(1, len(matrix.hypotheses) + 1)]
    lines += [f"- {name}: `{slug}`" for name, slug in zip(names, matrix.hypotheses, strict=True)]
    lines += ["", f"| claim | {' | '.join(names)} |", "|---|" + "---|" * len(names)]
    for claim in shown(matrix, most):
        cells = [MARKS[matrix.cells.get((claim.id, slug))] or " " for slug in matrix.hypotheses]
        star = "**" if claim.id in matrix.telling else ""
        key = claim.id.replace("`", "")
        lines.append(f"| {star}`{key}`{star} {escape(claim.text)} | {' | '.join(cells)} |")
    left = len(matrix.claims) - len(shown(matrix, most))
    if left:
        lines += ["", f"{left} more claims are not shown."]
    lines += ["", f"{LEGEND}; claims in bold tell rivals apart.", "", "## Least against", ""]
    lines += [f"{n}. {escape(line)}" for n, line in enumerate(ranks_in_words(matrix), 1)]
    lines += ["", "## Rivals", ""]
    lines += [f"- {escape(line)}" for line in pairs_in_words(matrix)]
    return "\n".join(lines) + "\n"


def to_html(matrix: Matrix, most: int) -> str:
    """Return a matrix as an HTML page that needs nothing else."""
    ranks = "".join(f"<li>{xml_text(line)}</li>" for line in ranks_in_words(matrix))
    pairs = "".join(f"<li>{xml_text(line)}</li>" for line in pairs_in_words(matrix))
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{xml_text(matrix.title)}</title>
<style>
body {{ font: 1rem/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 75rem; padding: 1rem; }}
.scroll {{ overflow-x: auto; }}
table {{ border-collapse: collapse; }}
th, td {{ border: 1px solid #bbb; padding: .3rem .5rem; text-align: left; vertical-align: top; }}
thead th {{ font-size: .8rem; overflow-wrap: anywhere; min-width: 6rem; }}
tbody th {{ font-weight: normal; min-width: 16rem; }}
.telling th {{ font-weight: bold; }}
td {{ text-align: center; }}
.supports {{ background: #d7eed9; }} .contradicts {{ background: #f5d6d3; }}
</style></head><body>
<h1>{xml_text(matrix.title)}</h1>
<p>{xml_text(summary(matrix))} Claims in bold do. {xml_text(LEGEND)}.</p>
<div class="scroll" role="region" aria-label="Claims and hypotheses" tabindex="0">
{to_table(matrix, most)}</div>
<h2>Least against</h2><ol>{ranks}</ol>
<h2>Rivals</h2><ul>{pairs}</ul>
</body></html>
"""


def to_table(
    matrix: Matrix,
    most: int,
    heads: Mapping[str, str] | None = None,
    links: Callable[[str], str] | None = None,
) -> str:
    """Return a matrix as a table in HTML.

    Args:
        matrix: The matrix.
        most: The largest number of claims; 0 means all.
        heads: What stands above a column instead of the slug, as HTML, by slug.
        links: Gives the address of a claim by its id, as HTML.
    """
    named = {slug: xml_text(slug) for slug in matrix.hypotheses} | dict(heads or {})
    head = "".join(f'<th scope="col">{named[slug]}</th>' for slug in matrix.hypotheses)
    body = "\n".join(_html_row(matrix, claim, links) for claim in shown(matrix, most))
    return f"""<table>
<thead><tr><th scope="col">Claim</th>{head}</tr></thead>
<tbody>
{body}
</tbody></table>"""


def linked(claim: str, links: Callable[[str], str] | None) -> str:
    """Return the id of a claim as code in HTML, as a link where there is an address."""
    code = f"<code>{xml_text(claim)}</code>"
    address = links(claim) if links else ""
    return f'<a href="{address}">{code}</a>' if address else code


def _html_row(matrix: Matrix, claim: Claim, links: Callable[[str], str] | None) -> str:
    cells = ""
    for slug in matrix.hypotheses:
        stance = matrix.cells.get((claim.id, slug))
        name = "" if stance is None else f' class="{stance.value}" title="{stance.value}"'
        cells += f"<td{name}>{MARKS[stance]}</td>"
    telling = ' class="telling"' if claim.id in matrix.telling else ""
    text = f"{xml_text(claim.text)} {linked(claim.id, links)}"
    return f'<tr{telling}><th scope="row">{text}</th>{cells}</tr>'


_COLOURS = {
    Stance.SUPPORTS: "#2e7d32",
    Stance.CONTRADICTS: "#c62828",
    Stance.QUALIFIES: "#b08900",
    Stance.NEUTRAL: "#9e9e9e",
}
_CELL, _LABEL = 22, 240


def to_svg(matrix: Matrix, most: int) -> str:
    """Return a matrix as an SVG picture: a square for each stance, claims as rows."""
    claims = shown(matrix, most)
    width = _LABEL + _CELL * len(matrix.hypotheses) + 20
    top = 190
    height = top + _CELL * len(claims) + 20
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img"'
        f' font-family="sans-serif" font-size="11"><title>{xml_text(matrix.title)}</title>'
        f'<rect width="{width}" height="{height}" fill="#fff"/>'
        f'<text x="8" y="18" font-size="13">{xml_text(summary(matrix))}</text>'
    ]
    for n, slug in enumerate(matrix.hypotheses):
        x = _LABEL + _CELL * n + 14
        label = xml_text(_short(slug, 30))
        parts.append(f'<text transform="translate({x} {top - 8}) rotate(-60)">{label}</text>')
    for m, claim in enumerate(claims):
        y = top + _CELL * m
        bold = ' font-weight="bold"' if claim.id in matrix.telling else ""
        label = xml_text(_short(claim.id, 36))
        parts.append(
            f'<text x="{_LABEL - 8}" y="{y + 15}" text-anchor="end"{bold}>{label}'
            f"<title>{xml_text(claim.text)}</title></text>"
        )
        for n, slug in enumerate(matrix.hypotheses):
            stance = matrix.cells.get((claim.id, slug))
            x = _LABEL + _CELL * n
            fill = _COLOURS[stance] if stance is not None else "#f2f2f2"
            parts.append(
                f'<rect x="{x + 2}" y="{y + 2}" width="{_CELL - 4}" height="{_CELL - 4}"'
                f' fill="{fill}"/>'
            )
            if stance is not None:
                parts.append(
                    f'<text x="{x + _CELL // 2}" y="{y + 15}" fill="#fff"'
                    f' text-anchor="middle">{MARKS[stance]}</text>'
                )
    return "".join(parts) + "</svg>\n"


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
