"""The HTML page as a screen reader, a printer and a phone meet it."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any

import pytest

import causalkb.cli.report  # noqa: F401 - registers the command

Cli = Callable[..., Any]
VOID = {"meta", "rect", "br", "hr", "img", "input"}


class Outline(HTMLParser):
    """Reads what assistive technology goes by, and complains about what is not closed."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.all: list[tuple[str, dict[str, str]]] = []
        self.headings: list[tuple[int, str]] = []
        self.feed(html)
        assert not self.open, self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.all.append((tag, {name: value or "" for name, value in attrs}))
        if re.fullmatch("h[1-6]", tag):
            self.headings.append((int(tag[1]), ""))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.all.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        assert self.open.pop() == tag, (tag, self.getpos())

    def handle_data(self, data: str) -> None:
        if self.open and re.fullmatch("h[1-6]", self.open[-1]):
            level, text = self.headings[-1]
            self.headings[-1] = (level, text + data)

    def of(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.all if name == tag]


@pytest.fixture(params=[("interventions",), (), ("--search", "rats")], ids=["one", "all", "search"])
def html(request: pytest.FixtureRequest, cli: Cli, kb_path: object) -> str:
    result = cli("report", *request.param, "-f", "html", "--date", "2026-11-25")
    assert result.exit_code == 0
    return str(result.stdout)


def test_it_has_language_title_and_landmarks(html: str) -> None:
    page = Outline(html)
    assert html.startswith("<!doctype html>\n")
    assert page.of("html")[0]["lang"] == "en"
    assert re.search("<title>[^<]+</title>", html)
    for landmark in ("header", "nav", "main", "footer"):
        assert len(page.of(landmark)) == 1
    assert page.of("nav")[0]["aria-label"] == "Contents"
    assert page.of("a")[0] == {"class": "skip", "href": "#content"}


def test_headings_go_down_one_step_at_a_time(html: str) -> None:
    levels = [level for level, _ in Outline(html).headings]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert all(text.strip() for _, text in Outline(html).headings)


def test_tables_have_headers_with_a_scope(html: str) -> None:
    page = Outline(html)
    assert page.of("th")
    assert {header.get("scope") for header in page.of("th")} == {"col", "row"}


def test_ids_are_unique_and_links_inside_arrive(html: str) -> None:
    page = Outline(html)
    ids = [attributes["id"] for _, attributes in page.all if "id" in attributes]
    assert len(ids) == len(set(ids))
    targets = {a["href"][1:] for a in page.of("a") if a["href"].startswith("#")}
    assert targets <= set(ids)
    assert set(re.findall(r"url\(#([^)]+)\)", html)) <= set(ids)


def test_pictures_are_named_and_scrolled_by_keyboard(html: str) -> None:
    page = Outline(html)
    for picture in page.of("svg"):
        assert picture["role"] == "img"
    assert len(re.findall(r"<svg[^>]*>\s*<title>[^<]+</title>", html)) == len(page.of("svg"))
    for region in page.of("div"):
        if region.get("class") == "scroll":
            assert region["tabindex"] == "0"
            assert region["aria-label"]


def test_nothing_is_fetched_or_run(html: str) -> None:
    page = Outline(html)
    policy = next(m for m in page.of("meta") if m.get("http-equiv") == "Content-Security-Policy")
    assert policy["content"].startswith("default-src 'none'")
    assert not page.of("script") + page.of("link") + page.of("img") + page.of("iframe")
    assert "@import" not in html
    assert "url(http" not in html


def test_it_prints_and_adapts() -> None:
    from causalkb.report.render_templates import SHIPPED

    style = (SHIPPED / "report.css").read_text(encoding="utf-8")
    for query in ("prefers-color-scheme: dark", "@media print", "max-width: 34rem"):
        assert query in style


def test_colours_have_contrast_in_light_and_dark() -> None:
    """WCAG 2.2, 1.4.3: 4.5 to 1 for text."""
    from causalkb.report.render_templates import SHIPPED

    style = (SHIPPED / "report.css").read_text(encoding="utf-8")
    light, dark = re.findall(r":root \{([^}]*--paper[^}]*--soft[^}]*)\}", style)[:2]
    for scheme in (light, dark):
        colours = dict(re.findall(r"--(\w+): (#[0-9a-f]{3,6})", scheme))
        paper = colours["paper"]
        for name in ("ink", "faint", "link", "for", "against", "even", "none"):
            assert contrast(colours[name], paper) >= 4.5, name
            assert contrast(colours[name], colours["soft"]) >= 4.5, name


def contrast(one: str, other: str) -> float:
    def luminance(colour: str) -> float:
        digits = colour[1:] if len(colour) == 7 else "".join(2 * c for c in colour[1:])
        parts = [int(digits[n : n + 2], 16) / 255 for n in (0, 2, 4)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)
