"""The draft linter on what is no English prose, and on what is made to take long."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import PATTERN, THOROUGH, Cli
from drafts import Bare, Linter

import causalkb.lint.draft
import causalkb.lint.knowledge_base
import causalkb.lint.markup
from causalkb import Claim, KnowledgeBase
from causalkb.errors import InputError
from causalkb.lint.draft import Syntax, syntax_of
from causalkb.lint.findings import Audit
from causalkb.vocabulary import Design


@pytest.fixture(scope="module")
def lint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bare]:
    with KnowledgeBase.open(tmp_path_factory.mktemp("bare") / "kb", create=True) as base:
        yield Bare(base)


def _unassessed(audit: Audit) -> list[str]:
    return [str(replace(one, file="")) for one in audit.unassessed]


@pytest.mark.parametrize(
    ("draft", "reason"),
    [
        (b"", "no text"),
        (b" \n\t\n", "no text"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "not text"),
        (bytes(range(256)) * 40, "not text"),
        (b"a" * 5_000_000, "too long"),
        (b"```\ncode causes harm\n```\n", "markup only"),
        (b"<div>\n<b>x</b>\n</div>", "markup only"),
        (
            "Schlafmangel schadet dem Gedächtnis der Menschen. Lärm verkürzt den Schlaf.".encode(),
            "2 sentences: language",
        ),
        ("睡眠不足会损害记忆。噪音会缩短睡眠。".encode(), "2 sentences: language"),
    ],
)
@pytest.mark.parametrize("syntax", [Syntax.MARKDOWN, Syntax.TEXT])
def test_what_is_no_prose_is_not_assessed(
    lint: Bare, draft: bytes, reason: str, syntax: Syntax
) -> None:
    if "markup" in reason and syntax is Syntax.TEXT:
        return
    audit = lint(draft, syntax)
    assert audit.findings == ()
    assert _unassessed(audit) == [reason]


@pytest.mark.parametrize(
    ("draft", "reason"),
    [
        ("{" * 1000, "LaTeX nested too deeply"),
        ("\\emph" * 50 + "{a}", ""),
        ("a b c " * 300_000, "LaTeX too long"),
        ("\\begin{verbatim}Rain causes floods", "LaTeX after line 1 cannot be read"),
    ],
)
def test_latex_that_cannot_be_read_says_so(lint: Bare, draft: str, reason: str) -> None:
    audit = lint(draft, Syntax.LATEX)
    assert audit.findings == ()
    assert not reason or _unassessed(audit) == [f"{reason}"]


def test_a_sentence_in_another_language_is_counted(lint: Bare) -> None:
    draft = (
        "Rain causes floods in the hills.\n\nDer Regen verursacht die Flut und das ist nicht gut."
    )
    audit = lint(draft)
    assert len(audit.findings) == 1
    assert _unassessed(audit) == ["1 sentence: language"]


def test_short_sentences_of_a_draft_in_another_language_are_counted(lint: Bare) -> None:
    draft = (
        "Der Regen verursacht die Flut und das ist nicht gut.\n\nSo ist es.\n\n"
        "Auch der Wind kann die Ernte mancher Bauern hier verderben.\n\n"
        "Rain causes floods in the hills."
    )
    assert _unassessed(lint(draft)) == ["3 sentences: language"]


def test_names_in_an_english_draft_are_no_other_language(lint: Bare) -> None:
    assert lint("Anna Schmidt, Kiel\n\nIn the hills the rain causes many floods.").unassessed == ()


TROUBLE = [
    *(
        "[",
        "*",
        "$",
        "\\begin{",
        "{",
        "<!--",
        "@",
        "`",
        "[@a1",
        "@a1 ",
        "](a",
        "<a",
        "\\[",
        "\\emph",
    ),
    *(
        "[^a]:\n",
        "- a\n",
        "|a|b|\n|-|-|\n",
        "> ",
        "\\cite{a}",
        "\\footnote{",
        '\\"a',
        "$a\\",
        "a.",
        "\n",
    ),
    *("a", "a@a.", "<!-- causalkb: ok ", "causes ", "effect of a on "),
]


SIZE = 60_000 if THOROUGH else 8_000
"""Characters; what is exponential does not end on a hundredth of them."""


@pytest.mark.timeout(60)
@pytest.mark.parametrize("syntax", Syntax)
@pytest.mark.parametrize("piece", TROUBLE)
def test_a_page_of_anything_is_done_soon(lint: Bare, piece: str, syntax: Syntax) -> None:
    draft = (piece * SIZE)[:SIZE]
    lint(draft, syntax)


@pytest.mark.parametrize(("more", "said"), [(0, "too long"), (1, "larger than 64 MiB")])
def test_a_file_of_any_size_is_refused_soon(cli: Cli, tmp_path: Path, more: int, said: str) -> None:
    cli("init", "--empty")
    with (tmp_path / "a.md").open("wb") as file:
        file.truncate(64 * 1024 * 1024 + more)
    done = cli("lint", tmp_path / "a.md")
    assert said in done.stdout + done.stderr


def test_suffixes(tmp_path: Path) -> None:
    known = {"a.md": "markdown", "a.Rmd": "markdown", "b.tex": "latex", "c.rst": "text"}
    assert {name: syntax_of(name).value for name in known} == known
    with pytest.raises(InputError, match=r"\.docx.*\.md.*\.tex"):
        syntax_of(tmp_path / "draft.docx")


def test_claims_near_it_are_shown_where_no_hypothesis_is_held(tmp_path: Path) -> None:
    with KnowledgeBase.open(tmp_path / "kb", create=True) as base:
        base.add_content(b"@misc{rain, title={On rain}, year={2020}}", "a.bib")
        base.claims.add("rain", Claim("Heavy rain causes floods.", design=Design.EXPERIMENT))
        base.sync()
        found = Linter(base).found("Heavy rain causes floods.")["uncited"]
    assert found.works == ("rain",)


def _patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    for package in (causalkb.lint.draft, causalkb.lint.knowledge_base, causalkb.lint.markup):
        for info in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            module = importlib.import_module(info.name)
            for name, value in vars(module).items():
                if isinstance(value, PATTERN):
                    yield f"{info.name}.{name}", value


PATTERNS = dict(_patterns())


def test_there_are_patterns() -> None:
    assert len(PATTERNS) > 30


@pytest.mark.timeout(60)
@pytest.mark.parametrize("name", PATTERNS)
def test_no_pattern_takes_long(name: str) -> None:
    pattern = PATTERNS[name]
    for piece in [*TROUBLE, " ", "a ", "a-", "1.", "\\", "is the ", "{a"]:
        text = (piece * SIZE)[:SIZE] + "!"
        for _ in pattern.finditer(text):
            pass
