"""A graph of claims as Graphviz, Mermaid, GraphML and plain rows.

Every label is somebody's text and is escaped for the format it goes into. Sign is shown by the
head of an arrow and by the label, conflict by a dashed line and the word, colour only adds to them.
"""

from __future__ import annotations

import io
import textwrap
from collections.abc import Callable, Iterator

from causalkb.evidence.graph import ABOUT, ClaimGraph, Edge
from causalkb.report.render.escape import dot_text, mermaid_text
from causalkb.text import clean_line
from causalkb.vocabulary import Sign

COLUMNS = ("cause", "effect", "conflict", "+", "-", "0", "?", "works", "claims")

_RED = "#b00020"
_WRAP = 26
"""Characters in a line of a node's label."""


def rows(graph: ClaimGraph) -> Iterator[tuple[object, ...]]:
    """Yield one plain row an edge, as in ``COLUMNS``; signs by number of works."""
    for edge in graph.edges:
        works = {a.sign: len(a.works) for a in edge.asserted}
        yield (
            edge.cause.label,
            edge.effect.label,
            "conflict" if edge.conflict else "",
            *(works.get(sign, 0) for sign in Sign),
            " ".join(edge.works),
            " ".join(edge.claims),
        )


def to_dot(graph: ClaimGraph) -> str:
    """Return the graph for Graphviz (``dot -Tsvg``)."""
    lines = [
        f"// {ABOUT}",
        "digraph claims {",
        f'  graph [rankdir=LR, fontname="sans-serif", comment="{dot_text(ABOUT)}",',
        f'    label="{_lines(ABOUT, 80, dot_text, chr(92) + "l")}", labelloc=b, labeljust=l];',
        '  node [shape=box, style=rounded, fontname="sans-serif"];',
        '  edge [fontname="sans-serif", fontsize=10];',
    ]
    lines += [
        f'  {n.id} [label="{_lines(n.label, _WRAP, dot_text, chr(92) + "n")}"];'
        for n in graph.nodes
    ]
    heads = {Sign.POSITIVE: "normal", Sign.NEGATIVE: "tee", Sign.NONE: "odot"}
    for edge in graph.edges:
        head = heads.get(_only_sign(edge), "vee")
        marks = f', style=dashed, color="{_RED}", fontcolor="{_RED}"' if edge.conflict else ""
        lines.append(
            f'  {edge.cause.id} -> {edge.effect.id} [label="{dot_text(_edge_label(edge))}",'
            f' tooltip="{dot_text(", ".join(edge.claims))}", arrowhead={head},'
            f" penwidth={min(5, len(edge.works))}{marks}];"
        )
    return "\n".join([*lines, "}", ""])


def to_mermaid(graph: ClaimGraph) -> str:
    """Return the graph for Mermaid, as Markdown on GitHub shows it in a ``mermaid`` block."""
    lines = ["flowchart LR", f"  %% {ABOUT}"]
    lines += [f'  {n.id}["{_lines(n.label, _WRAP, mermaid_text, "<br/>")}"]' for n in graph.nodes]
    heads = {Sign.NEGATIVE: "--x", Sign.NONE: "--o"}
    for edge in graph.edges:
        arrow = "-.->" if edge.conflict else heads.get(_only_sign(edge), "-->")
        label = mermaid_text(_edge_label(edge))
        lines.append(f'  {edge.cause.id} {arrow}|"{label}"| {edge.effect.id}')
    numbers = [str(n) for n, edge in enumerate(graph.edges) if edge.conflict]
    if numbers:
        lines.append(f"  linkStyle {','.join(numbers)} stroke:{_RED},color:{_RED}")
    return "\n".join([*lines, ""])


def to_graphml(graph: ClaimGraph) -> str:
    """Return the graph as GraphML (Gephi, yEd, Cytoscape, networkx).

    Signs count claims, ``weight`` counts works.
    """
    # Imported at need: it takes a third of a second.
    import networkx

    made = networkx.DiGraph(about=clean_line(ABOUT))
    for node in graph.nodes:
        made.add_node(node.id, label=clean_line(node.label), node_claims=node.claims)
    for edge in graph.edges:
        signs = edge.signs
        made.add_edge(
            edge.cause.id,
            edge.effect.id,
            edge_label=clean_line(_edge_label(edge)),
            conflict=edge.conflict,
            color=_RED if edge.conflict else "#222222",
            style="dashed" if edge.conflict else "solid",
            positive=signs.get(Sign.POSITIVE, 0),
            negative=signs.get(Sign.NEGATIVE, 0),
            none=signs.get(Sign.NONE, 0),
            unknown=signs.get(Sign.UNKNOWN, 0),
            weight=len(edge.works),
            works=" ".join(edge.works),
            claims=" ".join(edge.claims),
        )
    written = io.BytesIO()
    networkx.write_graphml(made, written, named_key_ids=True)
    return written.getvalue().decode("utf-8")


def _edge_label(edge: Edge) -> str:
    return f"conflict: {edge.summary}" if edge.conflict else edge.summary


def _only_sign(edge: Edge) -> Sign:
    """The sign of an edge that has one, else unknown."""
    return edge.asserted[0].sign if len(edge.asserted) == 1 else Sign.UNKNOWN


def _lines(text: str, width: int, escape: Callable[[str], str], newline: str) -> str:
    """Wrap first and escape then, so that no escape is split in two."""
    lines = textwrap.wrap(clean_line(text), width) or [""]
    return newline.join(map(escape, lines))
