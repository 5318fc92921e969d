"""Damaged, hostile and foreign files: nothing raises, and nothing is lost but the damaged entry."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from bibtex_files import FILES, assert_account_adds_up, only_work, read_all
from conftest import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from causalkb.formats.bibtex.blocks import MAX_ENTRY_CHARS, split_blocks

# --- damage


def test_a_truncated_file_keeps_the_other_entries() -> None:
    works, failed, _ = read_all("@misc{a, title={A}}\n\n@misc{b,\n title = {B")
    assert [parsed.work.key for parsed in works] == ["a"]
    assert (failed[0].line, failed[0].key) == (3, "b")
    assert "file ends" in failed[0].reason
    assert failed[0].hint


@pytest.mark.parametrize("damage", ["{A", "{{A", "{A}}, x={", "", '"A', "{A} {", "}"])
def test_damage_to_one_entry_costs_no_other(damage: str) -> None:
    content = f"@misc{{a, title = {damage}, year = 2000}}\n"
    content += "@misc{b, title={B}}\n@misc{c, title={C}}"
    works, failed, _ = read_all(content)
    assert [parsed.work.key for parsed in works if parsed.work.key != "a"] == ["b", "c"]
    assert len(works) + len(failed) == 3


def test_text_after_an_entry_is_not_lost_silently() -> None:
    _, _, warnings = read_all("@misc{a, title = {T}}, year = {2000}}\n@misc{b, title={B}}")
    assert "text after the end of the entry" in warnings[0].reason


def test_an_entry_that_is_too_large() -> None:
    works, failed, _ = read_all(
        f"@misc{{a, abstract={{{'x' * MAX_ENTRY_CHARS}}}}}\n@misc{{b, title={{B}}}}"
    )
    assert [parsed.work.key for parsed in works] == ["b"]
    assert "larger than 1024 KiB" in failed[0].reason


@pytest.mark.parametrize("depth", [100, 5_000, 200_000])
def test_absurd_nesting(depth: int) -> None:
    content = f"@misc{{a, title={{{'{' * depth}x{'}' * depth}}}}}\n@misc{{b, title={{B}}}}"
    works, failed, _ = read_all(content)
    assert works[-1].work.title == "B"
    assert len(works) + len(failed) == 2


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "piece", ["@a{", "@misc{a,\n", "@a(", '@a("', "{", "}", "\\{", "$", "%@a{\n"]
)
def test_hostile_repetition_takes_linear_time(piece: str) -> None:
    content = piece * 20_000 + "\n@misc{b, title={B}}"
    works, failed, _ = read_all(content)
    assert len(works) + len(failed) == sum(block.is_entry for block in split_blocks(content))


# --- bytes


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_encodings(encoding: str) -> None:
    data = "@book{a, title = {Überlegungen}}".encode(encoding)
    works, failed, warnings = read_all(data)
    assert works[0].work.title == "Überlegungen"
    assert (failed, warnings) == ([], [])


def test_lines_that_are_not_utf8() -> None:
    data = "@misc{a,\n title = {Grün}}\r\n".encode() + "@misc{b, title = {Grün “x”}}".encode(
        "cp1252"
    )
    works, _, warnings = read_all(data)
    assert [parsed.work.title for parsed in works] == ["Grün", "Grün “x”"]
    assert [parsed.line for parsed in works] == [1, 3]
    assert len(warnings) == 1
    assert (warnings[0].line, "Windows-1252" in warnings[0].reason) == (3, True)


@pytest.mark.parametrize("newline", ["\r\n", "\r", "\n"])
def test_line_ends(newline: str) -> None:
    works, _, _ = read_all(newline.join(["% x", "@misc{a,", " title = {Two", " Words}}"]))
    assert (works[0].line, works[0].work.title) == (2, "Two Words")


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"<!DOCTYPE html><html>@misc{a, title={T}}</html>", "HTML"),
        (b"  <html>", "HTML"),
        (b"<?xml version='1.0'?>", "XML"),
        (b"%PDF-1.7 \x00\x01", "PDF"),
        (b"PK\x03\x04abc", "ZIP"),
        (b"\x00\x01\x02\x00" * 100, "binary"),
        (b"TY  - JOUR\nER  -", "RIS"),
        (b'[{"title": "x"}]', "JSON"),
    ],
)
def test_other_formats(data: bytes, name: str) -> None:
    works, failed, warnings = read_all(data)
    assert (works, warnings) == ([], [])
    assert len(failed) == 1
    assert name in failed[0].reason
    assert "BibTeX" in failed[0].hint


@pytest.mark.parametrize("data", [b"", b"\n\n", b"just text", b"@comment{x}", b"@article"])
def test_nothing_to_read_is_one_warning(data: bytes) -> None:
    works, failed, warnings = read_all(data)
    assert (works, failed) == ([], [])
    assert len(warnings) == 1


def test_control_characters_are_stripped() -> None:
    work = only_work("@misc{a\x00b, title = {R\x1b[31med\x07 \u202etitle\u2066 &#27;[0m &#8238;x}}")
    assert (work.key, work.title) == ("ab", "Red title [0m x")


def test_nothing_is_written_to_stderr(capfd: pytest.CaptureFixture[str]) -> None:
    logging.getLogger("bibtexparser").propagate = True
    read_all("@misc{a, title = {T} = , x y}\n@misc{b, title={\\begin{x} $\\frac{$ \\emph}}")
    assert capfd.readouterr().err == ""


# --- properties


@given(
    st.binary(max_size=400)
    | st.text(alphabet='@a{}(),="\\%#$\n\r é\x00', max_size=200).map(str.encode)
)
@settings(max_examples=examples(400), deadline=None)
def test_random_bytes_never_raise_and_the_account_adds_up(data: bytes) -> None:
    works, failed, _ = read_all(data)
    assert_account_adds_up(data, works, failed)


@given(st.data())
@settings(max_examples=examples(150), deadline=None)
def test_damage_to_one_entry_never_costs_the_others(data: st.DataObject) -> None:
    """Delete and insert something anywhere in one entry of a real file."""
    path = data.draw(st.sampled_from([path for path in FILES if path.name != "crossref.bib"]))
    content = path.read_text(encoding="utf-8")
    blocks = [block for block in split_blocks(content) if block.is_entry]
    starts = [sum(map(len, content.splitlines(True)[: block.line - 1])) for block in blocks]
    victim = data.draw(st.integers(0, len(blocks) - 1))
    end = [*starts, len(content)][victim + 1]
    at = data.draw(st.integers(starts[victim], end - 1))
    deleted = data.draw(st.integers(0, min(5, end - 1 - at)))
    inserted = data.draw(st.text(alphabet='{}"@,=#%\\ ab', max_size=4))
    damaged = content[:at] + inserted + content[at + deleted :]

    works, failed, _ = read_all(damaged)
    assert_account_adds_up(damaged.encode(), works, failed)
    before = [parsed.work for parsed in read_all(content)[0]]
    after = [parsed.work for parsed in works]
    for index, work in enumerate(before):
        assert index == victim or work in after


@given(
    st.lists(st.tuples(st.integers(0, 5000), st.text(max_size=5)), max_size=8),
    st.sampled_from(FILES),
)
@settings(max_examples=examples(150), deadline=None)
def test_mutated_files_never_raise(mutations: list[tuple[int, str]], path: Path) -> None:
    content = path.read_text(encoding="utf-8")
    for position, text in mutations:
        position %= len(content)
        content = content[:position] + text + content[position + len(text) // 2 :]
    works, failed, _ = read_all(content)
    assert_account_adds_up(content.encode(), works, failed)
