"""A stranger's text stays text: no terminal escape, markup, Markdown or HTML of it takes effect."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from conftest import Cli, Run

from causalkb import KnowledgeBase

ESCAPES = "\x1b[31mred\x1b]0;title\x07\x1b[2J\x9b31m\x07\x08\x00\u202erev\u2066"
MARKUP = "[bold red]loud[/bold red] [/] [link=http://evil] :boom:"
MARKDOWN = "*star* _under_ `code` [a](http://evil) ![i](http://evil/x.png) # head | cell | $x$"
HTML = "<script>alert(1)</script><img src=x onerror=alert(1)><!-- c --> &amp; &lt;b&gt;"
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
OURS = re.compile(r"\x1b\[[\d;]*m|\x1b\]8;[^\x1b]*\x1b\\")
READS = [
    ["search", "loud"], ["search", "loud", "--kind", "passages"], ["search", "loud", "--explain"],
    ["search", "loud", "--kind", "claims"], ["show", "evil"], ["list"], ["claims"],
    ["tag"], ["tag", "evil"], ["stats"], ["doctor"],
]  # fmt: skip


@pytest.fixture(autouse=True)
def there(evil: Path, home: Path) -> None:
    shutil.copytree(evil, home)


@pytest.fixture(scope="module")
def evil(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("evil") / "kb"
    with KnowledgeBase.open(folder, create=True) as base:
        fill(base)
    return folder


def fill(empty: KnowledgeBase) -> None:
    for n, text in enumerate((ESCAPES, MARKUP, MARKDOWN, HTML)):
        plain = text.replace("#", r"\#").replace("&", r"\&").replace("$", r"\$").replace("_", r"\_")
        key = "evil" if n == 0 else f"evil{n}"
        entry = (
            f"@article{{{key}, title = {{loud {n} {plain}}}, author = {{{{{plain}}}}},"
            f" journal = {{{plain}}}, year = 200{n}, abstract = {{loud {plain}}},"
            f" note = {{{plain}}}, url = {{javascript:alert({n})}},"
            f" causalkb-tags = {{x{n} {plain.replace(',', '')}}}}}"
        )
        empty.add_content(entry.encode(), f"evil{n}.bib", embed=False)
        quoted = json.dumps(f"loud {text}")
        empty.add_content(
            f"---\nwork: {key}\nclaims:\n  - text: {quoted}\n    quote: {quoted}\n"
            f"    unchecked: true\n    subject: {quoted}\n    locator: {quoted}\n"
            f"    effects: [{{cause: {quoted}, effect: {quoted}}}]\n---\nloud {text}\n".encode(),
            f"{key}.md",
            embed=False,
        )
    assert empty.store.works.count() == empty.store.claims.count() == 4
    bad = f"@article{{bad{ESCAPES}, title = {{never closed {ESCAPES}{MARKUP}\n"
    empty.add_content(bad.encode(), f"{MARKUP}{ESCAPES}.bib", embed=False)
    empty.sync()


@pytest.mark.parametrize("command", READS, ids=" ".join)
def test_no_escape_of_a_source_reaches_a_pipe(cli: Cli, command: list[str]) -> None:
    result = cli(*command)
    assert not CONTROL.search(result.stdout)
    assert not CONTROL.search(result.stderr)


@pytest.mark.parametrize("command", READS, ids=" ".join)
def test_on_a_terminal_only_our_own_styles_take_effect(cli: Cli, command: list[str]) -> None:
    shown = cli(*command, FORCE_COLOR="1", COLUMNS="300").stdout
    assert not CONTROL.search(OURS.sub("", shown))
    assert "]8;" not in shown
    assert "💥" not in shown


@pytest.mark.parametrize("command", [["search", "loud"], ["list"], ["show", "evil1"]], ids=" ".join)
def test_rich_markup_is_shown_as_it_is(cli: Cli, command: list[str]) -> None:
    shown = OURS.sub("", cli(*command, FORCE_COLOR="1", COLUMNS="300").stdout)
    assert "[bold red]loud[/bold red] [/] [link=http://evil] :boom:" in shown


@pytest.mark.parametrize("format", ["json", "jsonl", "csv", "markdown", "bibtex", "keys"])
@pytest.mark.parametrize("command", ["search", "list"])
def test_no_escape_in_any_format(cli: Cli, command: str, format: str) -> None:
    result = cli(*([command, "loud"] if command == "search" else [command]), "--format", format)
    assert result.exit_code == 0
    assert not CONTROL.search(result.stdout)


@pytest.mark.parametrize("command", [["search", "loud"], ["list"], ["show", "evil2", "evil3"]],
                         ids=" ".join)  # fmt: skip
def test_markdown_output_shows_markup_as_it_is(cli: Cli, command: list[str]) -> None:
    text = cli(*command, "--format", "markdown").stdout
    live_html = re.compile(r"(?<!\\)<(?!https?://)[a-zA-Z/!]")
    assert not live_html.search(text)
    # What is a note is Markdown by itself; everything else is escaped.
    before_note = text.split("\nloud *star*")[0]
    assert not re.search(r"(?<!\\)!\[i", before_note)
    assert not re.search(r"(?<!\\)\[a\]\(", before_note)
    assert "javascript:" not in re.sub(r"- url: .*", "", text)


def test_a_hostile_file_name_and_key_are_harmless_in_messages(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "x\x1b[31m[bold]y\n.bib"
    path.write_text(f"@misc{{k{ESCAPES}, title = {{T\n", encoding="utf-8")
    for done in (run("add", path), run("doctor")):
        assert not CONTROL.search(done.stdout + done.stderr)
        assert "[bold]y" in done.stdout + done.stderr


@pytest.mark.parametrize("word", [ESCAPES.replace("\0", ""), MARKUP])
@pytest.mark.parametrize("command", ["show", "search", "hypotheses", "evidence", "add"])
def test_what_a_user_typed_comes_back_inert(cli: Cli, command: str, word: str) -> None:
    result = cli(command, word)
    assert not CONTROL.search(result.stdout + result.stderr)
