"""The gap map: its numbers, by hand, and its renderings."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hand_counted import fill
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from syrupy.assertion import SnapshotAssertion

from causalkb import KnowledgeBase
from causalkb.cli.render.map import MapView
from causalkb.errors import InputError, StoreError, UnknownError
from causalkb.evidence.map import Cell, Columns, GapMap, Lean, Row, Rows, gap_map
from causalkb.records import Filters
from causalkb.report.render import map_formats, map_picture
from causalkb.report.render.drawing import Box, Line, text_width, wrap
from causalkb.report.serialize import gap_map as serialize
from causalkb.vocabulary import Design, Field

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    with fill(tmp_path_factory.mktemp("maps") / "kb") as made:
        yield made


def at(found: GapMap, row: str, column: str) -> Cell:
    names = [r.slug for r in found.rows]
    return found.cells[names.index(row)][found.columns.index(column)]


def test_questions_by_fields(base: KnowledgeBase) -> None:
    found = gap_map(base.store)
    assert (found.kind, found.across) == (Rows.QUESTIONS, Columns.FIELDS)
    assert [row.slug for row in found.rows] == ["acting", "knowing"]
    assert at(found, "acting", "animal-cognition") == Cell(
        claims=3, works=2, supports=2, contradicts=1, qualifies=1
    )
    assert at(found, "acting", "economics") == Cell(claims=1, works=1, contradicts=1)
    assert at(found, "acting", "unstated") == Cell(claims=1, works=1, contradicts=1)
    assert at(found, "knowing", "economics") == Cell(claims=1, works=1, supports=1)
    assert at(found, "knowing", "physics") == Cell(unclaimed=1)
    assert at(found, "acting", "physics") == Cell()


def test_totals_count_a_claim_once(base: KnowledgeBase) -> None:
    found = gap_map(base.store)
    economics = found.column_totals[found.columns.index("economics")]
    assert economics == Cell(claims=1, works=1, supports=1, contradicts=1)
    assert found.row_totals[0] == Cell(claims=5, works=4, supports=2, contradicts=3, qualifies=1)
    assert found.total.claims == 5
    assert found.total.works == 4
    assert found.total.unclaimed == 1


def test_gaps_are_all_cells_without_a_claim(base: KnowledgeBase) -> None:
    found = gap_map(base.store)
    assert len(found.gaps) == 2 * 11 - 4
    assert ("knowing", "physics") in found.gaps
    assert ("acting", "economics") not in found.gaps


def test_hypotheses_by_designs_of_one_question(base: KnowledgeBase) -> None:
    found = gap_map(base.store, question="acting")
    assert (found.kind, found.across) == (Rows.HYPOTHESES, Columns.DESIGNS)
    assert [row.slug for row in found.rows] == ["acting-needed", "watching-enough"]
    cell = at(found, "acting-needed", "experiment")
    assert cell == Cell(claims=3, works=2, supports=2, qualifies=1)
    assert cell.lean is Lean.FOR
    assert at(found, "watching-enough", "natural-experiment").lean is Lean.AGAINST
    assert at(found, "acting-needed", "unstated").contradicts == 1
    assert at(found, "acting-needed", "theorem").lean is Lean.NONE


def test_rows_of_all_hypotheses_by_rung(base: KnowledgeBase) -> None:
    found = gap_map(base.store, rows="hypotheses", columns="rungs")
    assert found.columns == ("association", "intervention", "counterfactual", "unstated")
    assert at(found, "acting-needed", "intervention").supports == 2
    assert at(found, "acting-needed", "unstated") == Cell(2, 2, 0, 1, 1)
    assert "old-idea" not in [row.slug for row in found.rows]


def test_filters_restrict_claims_and_unclaimed_works(base: KnowledgeBase) -> None:
    animals = gap_map(base.store, filters=Filters(fields=(Field.ANIMAL_COGNITION,)))
    assert (animals.total.claims, animals.total.unclaimed) == (3, 0)
    assert animals.columns[-1] == "animal-cognition"
    designs = gap_map(base.store, filters=Filters(designs=(Design.NATURAL_EXPERIMENT,)))
    assert (designs.total.claims, designs.total.unclaimed) == (1, 0)
    both = gap_map(base.store, filters=Filters(questions=("acting",)))
    assert both.total.unclaimed == 0
    assert gap_map(base.store, filters=Filters(has_claims=False)).total == Cell(unclaimed=1)


@pytest.mark.parametrize(
    "sql", ["UPDATE stances SET stance = 'denies'", "UPDATE claims SET design = 'guess'"]
)
def test_a_word_that_is_none_is_damage(tmp_path: Path, sql: str) -> None:
    with fill(tmp_path / "kb") as kb:
        kb.store.database.conn.execute(sql)
        with pytest.raises(StoreError, match="doctor"):
            gap_map(kb.store, columns="designs")


def test_refuses_what_it_does_not_know(base: KnowledgeBase) -> None:
    with pytest.raises(UnknownError, match="acting"):
        gap_map(base.store, question="actin")
    with pytest.raises(InputError, match="did you mean fields"):
        gap_map(base.store, columns="field")
    with pytest.raises(InputError, match="only questions, hypotheses"):
        gap_map(base.store, rows="works")


def test_an_empty_knowledge_base_has_an_empty_map(tmp_path: Path) -> None:
    with KnowledgeBase.open(tmp_path / "kb", create=True) as empty:
        found = gap_map(empty.store)
    assert found.rows == ()
    assert found.total == Cell()
    ET.fromstring(map_picture.svg(found))
    assert "0 claims" in shown(found, 80)


def shown(found: GapMap, width: int) -> str:
    console = Console(width=width, no_color=True, highlight=False, emoji=False, record=True)
    with console.capture() as capture:
        console.print(MapView(found))
    return capture.get()


def busy() -> GapMap:
    """A map with the numbers of a large knowledge base."""
    from causalkb.vocabulary import Field as Word

    columns = tuple(word.value for word in Word)
    slugs = ("models-in-ml", "overidentification", "value-of-causality")
    rows = tuple(Row(slug, f"What of {slug}?", slug) for slug in slugs)
    cells = tuple(
        tuple(
            Cell(unclaimed=n % 2)
            if (n + r) % 3 == 0
            else Cell(13 * n + r + 1, n + 1, 9 * n + r, 4 * n, n + r)
            for n in range(len(columns))
        )
        for r in range(len(rows))
    )
    totals = tuple(Cell(claims=300 + r, works=90, supports=200) for r in range(3))
    across = tuple(Cell(claims=20 * n) for n in range(len(columns)))
    return GapMap(
        Rows.QUESTIONS, Columns.FIELDS, rows, columns, cells, totals, across, Cell(900, 270)
    )


@pytest.mark.parametrize("width", [80, 120])
def test_terminal(base: KnowledgeBase, snapshot: SnapshotAssertion, width: int) -> None:
    pages = [busy(), gap_map(base.store), gap_map(base.store, question="acting")]
    assert "\n".join(shown(page, width) for page in pages) == snapshot


@pytest.mark.parametrize("width", [40, 60, 80, 100, 120, 200])
def test_no_line_is_wider_than_the_terminal_and_no_number_is_cut(width: int) -> None:
    text = shown(busy(), width)
    assert max(len(line) for line in text.splitlines()) <= width
    assert "…" not in text


def test_plain_rows_hold_every_cell(base: KnowledgeBase) -> None:
    rows = list(map_formats.rows(gap_map(base.store)))
    assert len(rows) == 22
    assert len(rows[0]) == len(map_formats.COLUMNS)
    assert ("knowing", "physics", 0, 0, 0, 0, 0, 0, 1) in rows


def test_lean_is_in_json_only_where_it_means_something(base: KnowledgeBase) -> None:
    questions = serialize.to_dict(gap_map(base.store))
    assert "lean" not in questions["cells"]["acting"]["economics"]
    assert questions["cells"]["acting"]["animal-cognition"]["supports"] == 2
    hypotheses = serialize.to_dict(gap_map(base.store, question="acting"))
    assert hypotheses["cells"]["acting-needed"]["experiment"]["lean"] == "for"


def test_markdown_has_as_many_cells_in_each_row(base: KnowledgeBase) -> None:
    lines = [x for x in map_formats.to_markdown(gap_map(base.store)).split("\n") if x[:1] == "|"]
    assert len(lines) == 2 + 2 + 1
    assert len({line.count("|") for line in lines}) == 1


def test_svg_is_the_same_each_time_and_asks_nothing_of_the_net(base: KnowledgeBase) -> None:
    found = gap_map(base.store)
    svg = map_picture.svg(found)
    assert svg == map_picture.svg(found)
    root = ET.fromstring(svg)
    assert {element.tag for element in root.iter()} <= {
        SVG + tag for tag in ("svg", "title", "desc", "defs", "pattern", "rect", "text")
    }
    page = map_picture.html(found)
    assert "href" not in page
    assert "src" not in page.replace("default-src", "").replace("style-src", "")


def test_nothing_in_the_picture_overlaps(base: KnowledgeBase) -> None:
    for found in (
        busy(),
        gap_map(base.store),
        gap_map(base.store, question="acting"),
    ):
        drawing = map_picture.draw(found)
        texts = [s for s in drawing.shapes if isinstance(s, Line)]
        spans = [span(line) for line in texts]
        for x1, x2, y1, y2 in spans:
            assert 0 <= x1 <= x2 <= drawing.width
            assert 0 <= y1 <= y2 <= drawing.height
        for n, a in enumerate(spans):
            for b in spans[n + 1 :]:
                apart = a[1] <= b[0] or b[1] <= a[0] or a[3] <= b[2] or b[3] <= a[2]
                assert apart, (a, b)
        for box in drawing.shapes:
            assert not isinstance(box, Box) or (0 <= box.x <= drawing.width - box.width)


def span(line: Line) -> tuple[float, float, float, float]:
    """Left, right, top and bottom of a line; the real glyphs are within."""
    width = text_width(line.text, line.size, bold=line.bold)
    left = line.x - {"start": 0, "middle": width / 2, "end": width}[line.anchor]
    return left, left + width, line.y - 0.8 * line.size, line.y + 0.1 * line.size


@given(text=st.text(max_size=60))
def test_hostile_words_do_no_harm(text: str) -> None:
    row = Row(text, text, text)
    found = replace(
        busy(), rows=(row, replace(row, slug="b"), replace(row, slug="c")), question=text or None
    )
    root = ET.fromstring(map_picture.svg(found))
    assert not [e for e in root.iter() if e.tag.split("}")[-1] in ("script", "a", "image")]
    assert "<script" not in map_picture.html(found).lower()
    shown(found, 80)


@given(text=st.text(max_size=80), width=st.floats(20, 200))
def test_wrapped_lines_fit(text: str, width: float) -> None:
    lines = wrap(text, width, 9, 3)
    assert len(lines) <= 3
    assert all(text_width(line, 9) <= width or len(line) == 1 for line in lines)


def test_png_is_a_png_or_says_what_to_install(
    base: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    import importlib.util

    found = gap_map(base.store)
    if importlib.util.find_spec("matplotlib"):
        assert map_picture.png(found).startswith(b"\x89PNG")

    def missing(name: str) -> object:
        raise ImportError(name)

    monkeypatch.setattr("causalkb.report.render.drawing.import_module", missing)
    with pytest.raises(InputError, match=r"causalkb\[pictures\]"):
        map_picture.png(found)
