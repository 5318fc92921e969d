"""Competing explanations → Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from causalkb.explanations.records import (
    ABOUT,
    ASSUMES,
    Bearing,
    Explanation,
    Route,
    Test,
)
from causalkb.records import Claim, Competition
from causalkb.report.render import explanation_words as words
from causalkb.report.render_markdown import markdown_text
from causalkb.report.rows import beside


def to_markdown(found: Explanation, claims: int = 0, data: Competition | None = None) -> str:
    """Return an explanation as Markdown; everything that others wrote is escaped.

    Args:
        found: The explanation.
        claims: Most claims shown for each structure; 0 shows all.
        data: What data say of the same two things.
    """
    structures = [rival.structure for rival in found.rivals]
    lines = [f"# Competing explanations: {_text(found.x.text)} and {_text(found.y.text)}", ""]
    lines += [_text(words.reading_of(found)), ""]
    for name, variable in (("X", found.x), ("Y", found.y)):
        taken = "; ".join(_text(words.match_of(m)) for m in variable.matches) or "no label"
        near = "; ".join(_text(words.match_of(m)) for m in variable.near)
        lines.append(f"- Taken for {name}: {taken}" + (f". Not taken: {near}" if near else ""))
    lines += [f"- {_text(note)}" for note in words.unmatched(found)]
    lines += ["", "## What each predicts", ""]
    lines.append(f"| | | {' | '.join(words.TESTS[test] for test in Test)} |")
    lines.append(f"|---|---|{'---|' * len(Test)}")
    for one in structures:
        cells = [words.answer(p.test, p.linked) for p in one.predictions]
        lines.append(f"| {_text(one.picture)} | {one.name} | {' | '.join(cells)} |")
    lines += ["", f"{_text(words.SYMBOLS)} {ASSUMES}", ""]
    lines += [_text(words.what_tells_apart(structures)), "", "## Claims that bear on each", ""]
    for rival in found.rivals:
        lines += [f"### {_text(rival.structure.picture)}: {rival.structure.name}", ""]
        lines += [f"{words.tally(rival)}.", ""]
        left = claims or len(rival.bearings)
        for rung, bearings in rival.by_rung:
            if left > 0:
                tells = _text(words.what_rung_tells(rival, rung, structures))
                lines += [f"**{words.rung_of(rung)}**: {tells}", ""]
                lines += [*(_bearing(b) for b in bearings[:left]), ""]
            left -= len(bearings)
        if left < 0:
            lines += [f"- and {-left} more", ""]
    lines += ["## In the graph of claims", "", *_graph(found), ""]
    if found.near:
        lines += ["## Near, without a recorded effect between the two", ""]
        lines += [f"- {_text(near.claim.text)} ({_about(near.claim)})" for near in found.near]
        lines.append("")
    if data is not None:
        lines.append(beside.to_markdown(found, data))
    return "\n".join([*lines, f"*{ABOUT}*", ""])


def _graph(found: Explanation) -> Iterator[str]:
    ways = found.ways
    for name, routes in (("X to Y", ways.forward), ("Y to X", ways.backward)):
        yield from (f"- Path from {name}: {_route(route)}" for route in routes)
    for name, meetings in (("Common cause", ways.forks), ("Common effect", ways.colliders)):
        for one in meetings:
            yield f"- {name} {_text(one.label)}: {_route(one.x)}; {_route(one.y)}"
    for half in ways.halves:
        yield (
            f"- Claimed to affect {half.of} only: {_text(half.label)} ({_keys(half.claims)});"
            " a common cause if it affects the other, too"
        )
    if ways.more:
        yield "- and more, not listed"
    for said in words.adjusting(ways, found.x.text, found.y.text):
        yield f"- {_text(said)}"


def _route(route: Route) -> str:
    return f"{_text(words.chain(route))} ({_keys(route.claims)})"


def _keys(claims: Sequence[str]) -> str:
    return ", ".join(map(_text, claims))


def _bearing(one: Bearing) -> str:
    sign = f" ({words.sign_of(one.sign)})" if one.sign is not None else ""
    about = f"{_about(one.claim)}; {_text(one.why)}"
    return f"- {one.side.value}{sign}: {_text(one.claim.text)} ({about})"


def _about(claim: Claim) -> str:
    parts = [_text(claim.id), claim.design and claim.design.value, claim.rung and claim.rung.value]
    return ", ".join(part for part in parts if part)


def _text(text: str) -> str:
    return markdown_text(text, start=False)
