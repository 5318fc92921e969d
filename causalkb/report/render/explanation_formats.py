"""An explanation as plain rows."""

from __future__ import annotations

from collections.abc import Iterator

from causalkb.explanations.records import (
    ABOUT,
    Explanation,
)
from causalkb.records import Claim, Competition
from causalkb.report.render import explanation_words as words
from causalkb.report.rows import beside

COLUMNS = ("row", "about", "what", "sign", "rung", "design", "claim", "text")


def rows(found: Explanation, data: Competition | None = None) -> Iterator[tuple[object, ...]]:
    """Yield plain rows, as in ``COLUMNS``; the first cell says what a row is."""
    for name, variable in (("X", found.x), ("Y", found.y)):
        yield "thing", name, "as read", "", "", "", "", variable.text
        for match in (*variable.matches, *variable.near):
            yield "label", name, match.how.value, f"{match.similarity:.2f}", "", "", "", match.label
    for rival in found.rivals:
        shape = rival.structure.shape.value
        for p in rival.structure.predictions:
            yield (
                *("predicts", shape, p.test.value, "", "", "", ""),
                words.answer(p.test, p.linked),
            )
    for rival in found.rivals:
        for one in rival.bearings:
            claim = one.claim
            yield (
                *("claim", rival.structure.shape.value, one.side.value),
                words.sign_of(one.sign).replace("−", "-"),
                *_about(claim),
                f"{claim.text} [{one.why}]",
            )
    yield from _graph_rows(found)
    for near in found.near:
        cosine = "" if near.similarity is None else f"{near.similarity:.2f}"
        yield "near", "", "", cosine, *_about(near.claim), near.claim.text
    if data is not None:
        yield from beside.rows(found, data)
    for note in words.unmatched(found):
        yield "note", "", "", "", "", "", "", note
    yield "note", "", "", "", "", "", "", ABOUT


def _graph_rows(found: Explanation) -> Iterator[tuple[object, ...]]:
    ways = found.ways
    for about, routes in (("X to Y", ways.forward), ("Y to X", ways.backward)):
        for route in routes:
            yield "path", about, "", "", "", "", " ".join(route.claims), words.chain(route)
    for what, meetings in (("fork", ways.forks), ("collider", ways.colliders)):
        for one in meetings:
            for name, route in (("X", one.x), ("Y", one.y)):
                yield (
                    *(what, name, one.label, "", "", "", " ".join(route.claims)),
                    words.chain(route),
                )
    for half in ways.halves:
        yield "cause", half.of, "of one only", "", "", "", " ".join(half.claims), half.label
    for said in words.adjusting(ways, found.x.text, found.y.text):
        yield "adjust", "", ways.adjustment.status.value, "", "", "", "", said


def _about(claim: Claim) -> tuple[str, str, str]:
    return claim.rung or "", claim.design or "", claim.id
