"""The graph of claims: how it merges, what it calls a conflict, and that every export is safe."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator

import networkx
import pytest
from conftest import examples
from hand_counted import fill
from hypothesis import given, settings
from hypothesis import strategies as st

from causalkb import KnowledgeBase
from causalkb.evidence.graph import ABOUT, ClaimGraph, claim_graph, merge
from causalkb.records import Claim, Effect, Filters
from causalkb.report.render import graph_formats
from causalkb.report.serialize import graph as serialize
from causalkb.vocabulary import Field, Sign

HOSTILE = [
    'quote " and \\ backslash',
    "line\nbreak\r\nand\ttab",
    "n1 --> n2; end",
    "]]> <script>alert(1)</script> -- -->",
    "\\N \\L \\",
    "&amp; &lt; #quot; #35;",
    "bell\x07 null\x00 \x1b[31m \u202e \ufffe \ud800",
    "1. a list `code` **bold** %% comment",
    '}] ) | "] click n1 href "javascript:x"',
    "\u200b",
    "größer 因果 😀",
]
LABEL = st.text(min_size=1, max_size=40) | st.sampled_from(HOSTILE)
EFFECTS = st.lists(st.builds(Effect, LABEL, LABEL, st.sampled_from(list(Sign))), max_size=4)
GRAPHS = st.lists(EFFECTS, max_size=5).map(lambda found: graph_of(*found))


def graph_of(*of_works: list[Effect]) -> ClaimGraph:
    """One claim of one work for each list of effects."""
    return merge(
        Claim("", f"w{n}#1", f"w{n}", effects=tuple(effects)) for n, effects in enumerate(of_works)
    )


def rain(sign: str, cause: str = "rain", effect: str = "wet grass") -> Effect:
    return Effect(cause, effect, Sign(sign))


def test_labels_merge_by_case_space_and_final_punctuation() -> None:
    graph = graph_of([rain("+", "Rain")], [rain("+", "rain ")], [rain("+", "rain.", "Wet\ngrass")])
    assert [node.label for node in graph.nodes] == ["rain", "wet grass"]
    (edge,) = graph.edges
    assert edge.signs == {Sign.POSITIVE: 3}
    assert edge.works == ("w0", "w1", "w2")
    assert edge.claims == ("w0#1", "w1#1", "w2#1")
    assert not edge.conflict


def test_the_most_frequent_spelling_is_shown_and_the_first_among_equals() -> None:
    graph = graph_of([rain("+", "Rain")], [rain("+", "RAIN")], [rain("+", "RAIN")])
    assert graph.edges[0].cause.label == "RAIN"
    assert graph_of([rain("+", "b"), rain("+", "B")]).edges[0].cause.label == "B"


@pytest.mark.parametrize(
    ("signs", "conflict"),
    [("+-", True), ("+0", True), ("-0", True), ("+?", False), ("++", False), ("0?", False)],
)
def test_conflicts(signs: str, conflict: bool) -> None:
    assert graph_of(*([rain(sign)] for sign in signs)).edges[0].conflict is conflict


def test_one_work_does_not_contradict_itself() -> None:
    assert not graph_of([rain("+"), rain("-")]).edges[0].conflict
    assert graph_of([rain("+"), rain("-")], [rain("+")]).edges[0].conflict


def test_a_pair_has_a_direction_and_may_be_a_loop() -> None:
    graph = graph_of([rain("+"), rain("+", "wet grass", "rain"), rain("+", "rain", "Rain")])
    assert len(graph.nodes) == 2
    assert len(graph.edges) == 3


def test_conflicts_come_first_then_what_most_works_say() -> None:
    graph = graph_of(
        [rain("+", "a"), rain("+", "b"), rain("+", "c")],
        [rain("-", "c"), rain("+", "b")],
        [rain("+", "b")],
    )
    assert [edge.cause.label for edge in graph.edges] == ["c", "b", "a"]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    with fill(tmp_path_factory.mktemp("graphs") / "kb") as made:
        yield made


def test_from_the_store_with_filters(base: KnowledgeBase) -> None:
    graph = claim_graph(base.store)
    assert [tuple(row) for row in graph_formats.rows(graph)] == [
        (
            *("lever press", "tone", "conflict", 1, 1, 0, 1),
            *("crows2012 rats2006", "crows2012#1 rats2006#1 rats2006#2"),
        ),
        ("training", "earnings", "", 1, 1, 0, 0, "jobs1986", "jobs1986#1"),
    ]
    economics = claim_graph(base.store, Filters(fields=(Field.ECONOMICS,)))
    assert [edge.cause.label for edge in economics.edges] == ["training"]


@given(effects=st.lists(EFFECTS, max_size=5), data=st.data())
def test_the_order_of_claims_does_not_matter(
    effects: list[list[Effect]], data: st.DataObject
) -> None:
    claims = [
        Claim("", f"w{n}#1", f"w{n}", effects=tuple(found)) for n, found in enumerate(effects)
    ]
    shuffled = data.draw(st.permutations(claims))
    for export in (graph_formats.to_dot, graph_formats.to_mermaid, graph_formats.to_graphml):
        assert export(merge(claims)) == export(merge(shuffled))


@given(graph=GRAPHS)
def test_graphml_is_read_by_networkx_and_loses_nothing(graph: ClaimGraph) -> None:
    text = graph_formats.to_graphml(graph)
    ET.fromstring(text.encode("utf-8"))
    read = networkx.read_graphml(io.BytesIO(text.encode("utf-8")))
    assert read.graph["about"] == ABOUT
    assert set(read.nodes) == {node.id for node in graph.nodes}
    assert {(a, b): d["conflict"] for a, b, d in read.edges(data=True)} == {
        (e.cause.id, e.effect.id): e.conflict for e in graph.edges
    }


@given(graph=GRAPHS)
def test_json_loads_and_says_what_it_is(graph: ClaimGraph) -> None:
    data = serialize.to_dict(graph)
    assert json.loads(json.dumps(data)) == data
    assert data["about"] == ABOUT
    assert data["conflicts"] == len(graph.conflicts)


@given(graph=GRAPHS)
def test_mermaid_labels_cannot_leave_their_quotes(graph: ClaimGraph) -> None:
    text = graph_formats.to_mermaid(graph)
    assert ABOUT in text
    node = re.compile(r'  n\d+\["[^"\[\]<>{}|`]*(<br/>[^"\[\]<>{}|`]*)*"\]')
    edge = re.compile(r'  n\d+ (-->|-\.->|--x|--o)\|"[^"|\[\]<>]*"\| n\d+')
    style = re.compile(r"  linkStyle \d+(,\d+)* stroke:#b00020,color:#b00020")
    lines = text.removesuffix("\n").split("\n")[2:]
    assert len(lines) == len(graph.nodes) + len(graph.edges) + bool(graph.conflicts)
    assert all(node.fullmatch(x) or edge.fullmatch(x) or style.fullmatch(x) for x in lines)


@given(graph=GRAPHS)
def test_dot_has_one_statement_a_line_and_closed_strings(graph: ClaimGraph) -> None:
    text = graph_formats.to_dot(graph)
    assert text.startswith(f"// {ABOUT}")
    body = text.removesuffix("\n").split("\n")[6:-1]
    assert len(body) == len(graph.nodes) + len(graph.edges)
    bare = [re.sub(r'"(?:[^"\\]|\\.)*"', "S", line) for line in body]
    assert all(re.fullmatch(r"  n\d+( -> n\d+)? \[[\w=, #]+\];", line) for line in bare)


@pytest.mark.skipif(shutil.which("dot") is None, reason="Graphviz is not installed")
@settings(max_examples=examples(15), deadline=None)
@given(graph=GRAPHS)
def test_graphviz_reads_dot(graph: ClaimGraph) -> None:
    text = graph_formats.to_dot(graph).encode("utf-8")
    done = subprocess.run(["dot", "-Tjson"], input=text, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert b"syntax error" not in done.stderr
    data = json.loads(done.stdout)
    assert len(data.get("objects", [])) == len(graph.nodes)
    assert len(data.get("edges", [])) == len(graph.edges)


@pytest.mark.parametrize(
    ("export", "marks"),
    [
        (graph_formats.to_dot, ("style=dashed", "conflict: + ×1, − ×1", "#b00020")),
        (graph_formats.to_mermaid, ("-.->", "conflict#58;", "linkStyle 0 ")),
        (graph_formats.to_graphml, (">True<", ">dashed<", "conflict: + ×1, − ×1")),
    ],
)
def test_conflicts_are_marked(export: Callable[[ClaimGraph], str], marks: tuple[str, ...]) -> None:
    text = export(graph_of([rain("+")], [rain("-")]))
    assert all(mark in text for mark in marks)
    assert not any(mark in export(graph_of([rain("+")])) for mark in marks)
