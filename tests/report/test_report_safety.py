"""Titles, names, notes and quotes come from strangers: no format runs or obeys them."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hostile import fill
from markdown_it import MarkdownIt

import causalkb.cli.report  # noqa: F401 - registers the command
from causalkb import KnowledgeBase

Cli = Callable[..., Any]
HARMLESS = {
    *("html", "head", "meta", "title", "style", "body", "a", "header", "h1", "h2", "h3", "h4"),
    *("p", "nav", "ol", "ul", "li", "main", "strong", "em", "i", "div", "table", "thead", "tbody"),
    *("tr", "th", "td", "caption", "span", "blockquote", "details", "summary", "figure", "footer"),
    *("figcaption", "svg", "desc", "defs", "pattern", "rect", "text"),
}


class Page(HTMLParser):
    """Collects the elements, attributes and text of a page."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str, str]] = []
        self.text = ""
        self.code: list[str] = []
        self._in_code = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self._in_code = tag == "code"
        self.attributes += [(tag, name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:
        self.text += data
        if self._in_code:
            self.code.append(data)
        self._in_code = False


@pytest.fixture
def bad(home: Path) -> Path:
    with KnowledgeBase.open(home, create=True) as base:
        fill(base)
    return home


def links(page: Page) -> set[str]:
    return {value for _, name, value in page.attributes if name in ("href", "src")}


@pytest.mark.usefixtures("bad")
class TestHostile:
    def test_html_has_no_element_or_link_of_theirs(self, cli: Cli) -> None:
        for style in ("apa", "ieee"):
            html = cli("report", "bad", "-f", "html", "--style", style).stdout
            page = Page(html)
            assert page.tags <= HARMLESS
            assert not [a for a in page.attributes if a[1].startswith("on")]
            outward = {link for link in links(page) if not link.startswith("#")}
            assert outward <= {"https://example.org/?a=1&b="}
            assert "<script>document.title='pwned'</script>" in page.text
            assert "{{ 7*7 }} {% for x in y %} {# gone #}" in page.text
            assert not re.search("[\x00-\x08\x1b\u202e]", html)

    def test_markdown_shows_everything_as_it_is(self, cli: Cli) -> None:
        for style in ("apa", "ieee"):
            text = cli("report", "bad", "--style", style, "--table").stdout
            page = Page(MarkdownIt("gfm-like", {"linkify": False}).render(text))
            assert page.tags <= HARMLESS | {"code"}
            assert page.code == ["--claims 0"]
            anchors = {f"#{value}" for _, name, value in page.attributes if name == "id"}
            inward = {link for link in links(page) if link.startswith("#")}
            assert inward - {"#how-this-report-was-made"} <= anchors
            outward = links(page) - inward
            assert outward <= {"https://example.org/?a=1&b=", "https://example.org/?a=1&amp;b="}
            for shown in (
                "<script>document.title='pwned'</script>",
                "[click](javascript:alert(1))",
                "![x](https://evil.example/y.png)",
                "{{ 7*7 }} {% for x in y %} {# gone #}",
                "\\input{/etc/passwd} \\write18{id} $x_1^2$",
                "@everyone [@key] `code` *bold* _it_ ~~gone~~ <!-- comment -->",
                "&lt;b&gt; &copy;",
            ):
                assert shown in page.text, shown
            headings = [line for line in text.splitlines() if re.match(r"#+ Heading", line)]
            assert not headings

    def test_json_is_data(self, cli: Cli) -> None:
        assert "{{ 7*7 }}" in cli("report", "bad", "-f", "json").stdout

    @pytest.mark.skipif(not shutil.which("pandoc"), reason="pandoc is not installed")
    def test_latex_and_pandocs_markdown_are_inert(self, cli: Cli, tmp_path: Path) -> None:
        text = cli("report", "bad", "-f", "latex").stdout
        assert "\\begin{document}" in text
        for command in ("\\input{/etc", "\\write18", "$x_1"):
            assert command not in text
        assert "\\textbackslash" in text
        file = tmp_path / "r.md"
        for more in ((), ("--citations", "pandoc")):
            assert cli("report", "bad", "-o", file, "--force", "--table", *more).exit_code == 0
            made = subprocess.run(
                ["pandoc", "-f", "markdown", "-t", "html", str(file)],
                capture_output=True,
                text=True,
                check=True,
            )
            page = Page(made.stdout)
            assert not page.tags & {"script", "img", "iframe", "h5", "h6", "del", "sub", "sup"}
            assert not [link for link in links(page) if "evil" in link or "javascript" in link]
            assert "\\input{/etc/passwd}" in page.text

    @pytest.mark.skipif(not shutil.which("chromium"), reason="chromium is not installed")
    def test_a_browser_runs_and_fetches_nothing(self, cli: Cli, tmp_path: Path) -> None:
        file = tmp_path / "r.html"
        assert cli("report", "bad", "-o", file).exit_code == 0
        log = tmp_path / "net.json"
        with tempfile.TemporaryDirectory() as profile:
            done = subprocess.run(
                [
                    *("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic"),
                    *("--no-first-run", "--disable-background-networking", "--disable-sync"),
                    *("--disable-component-update", f"--user-data-dir={profile}"),
                    *(f"--log-net-log={log}", "--dump-dom", file.as_uri()),
                ],
                capture_output=True,
                text=True,
                timeout=90,
                check=False,
            )
        assert "<h1>Bad? &lt;script&gt;" in done.stdout
        assert "<title>Bad? &lt;script&gt;" in done.stdout
        assert Page(done.stdout).tags <= HARMLESS
        assert "evil.example" not in log.read_text(errors="replace").replace(file.name, "")
