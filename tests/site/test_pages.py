"""Pages of a site in a browser: what they link to, how they look small, and that data stay data."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
import yaml

from causalkb import KnowledgeBase, SiteOptions
from tests.site.sites import Watched

pytest_plugins = ("tests.site.sites",)

KINDS = (
    *("index", "overview", "questions/bad", "hypotheses/yes", "works/first2001", "works", "tables"),
    *("tables/learners", "graph", "methods", "changes", "cite", "search"),
)
"""One page of each kind; of those that can be attacked, the attacked one."""


class Links(HTMLParser):
    """What a page links to and loads, the names of its places, and scripts and handlers in it."""

    def __init__(self) -> None:
        super().__init__()
        self.targets: list[str] = []
        self.places: set[str] = set()
        self.repeated: list[str] = []
        self.scripts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.targets += [given[name] or "" for name in ("href", "src", "action") if name in given]
        if "id" in given:
            self.repeated += [given["id"] or ""] if given["id"] in self.places else []
            self.places.add(given["id"] or "")
        self.scripts += [name for name in given if name.startswith("on") or name == "style"]
        if tag in ("style", "iframe", "object", "embed", "img", "base"):
            self.scripts.append(tag)
        if tag == "script" and not (given.get("src") or "").endswith(".js"):
            self.scripts.append(tag)


def read(path: Path) -> Links:
    found = Links()
    found.feed(path.read_text(encoding="utf-8"))
    return found


def broken(site: Path, path: Path, pages: dict[Path, Links]) -> Iterator[str]:
    for target in pages[path].targets:
        parts = urlsplit(target)
        if parts.scheme or parts.netloc:
            if parts.scheme not in ("http", "https"):
                yield target
            continue
        there = (path.parent / unquote(parts.path)).resolve() if parts.path else path
        missing = not there.is_file() or not there.is_relative_to(site)
        if missing or (parts.fragment and parts.fragment not in pages[there].places):
            yield target


def check_links(site: Path) -> None:
    pages = {path: read(path) for path in site.rglob("*.html")}
    wrong = {p.name: found for p in pages if (found := list(broken(site, p, pages)))}
    assert wrong == {}
    assert {p.name: f.scripts for p, f in pages.items() if f.scripts} == {}
    assert {p.name: f.repeated for p, f in pages.items() if f.repeated} == {}


def test_every_link_leads_somewhere_and_no_page_holds_a_script(site: Path) -> None:
    check_links(site)


def check_page(watched: Watched, path: Path) -> None:
    from axe_playwright_python.sync_playwright import Axe

    watched.page.set_viewport_size({"width": 1280, "height": 900})
    page = watched.open(path)
    title = page.title()
    assert "pwned" not in title or "<script>" in title  # the text, not what it would do
    # It would fetch style sheets by itself, which the page forbids.
    options = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"], "preload": False}
    found = Axe().run(page, options=options)
    serious = [
        (one["id"], [node["html"][:200] for node in one["nodes"][:3]])
        for one in found.response["violations"]
        if one["impact"] in ("serious", "critical")
    ]
    assert serious == []
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    page.set_viewport_size({"width": 360, "height": 800})
    assert page.evaluate(wide) <= 0
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 718, "height": 1000})  # A4 with margins
    assert page.evaluate(wide) <= 0
    page.emulate_media(media="screen")


@pytest.mark.parametrize("name", KINDS)
def test_a_page_of_each_kind(watched: Watched, site: Path, name: str) -> None:
    check_page(watched, site / f"{name}.html")


def test_dark_colours_have_contrast(watched: Watched, site: Path) -> None:
    watched.page.emulate_media(color_scheme="dark")
    check_page(watched, site / "hypotheses" / "yes.html")


def test_an_evidence_table_becomes_cards_where_it_is_narrow(watched: Watched, site: Path) -> None:
    page = watched.open(site / "tables" / "learners.html")
    cell = "getComputedStyle(document.querySelector('tbody td'), '::before').content"
    assert page.evaluate(cell) == "none"
    page.set_viewport_size({"width": 360, "height": 800})
    assert "Best evidence:" in page.evaluate(cell)


def test_all_is_readable_without_javascript(site: Path, browser: object) -> None:
    context = browser.new_context(java_script_enabled=False)  # type: ignore[attr-defined]  # a Browser
    page = context.new_page()
    page.goto((site / "search.html").as_uri())
    assert "need JavaScript" in page.inner_text("main")
    page.goto((site / "works" / "blaisdell2006causal.html").as_uri())
    assert "@" in page.inner_text("pre.bibtex")
    context.close()


def test_a_text_links_claims_works_and_hypotheses_and_nothing_else(site: Path) -> None:
    text = (site / "questions" / "interventions.html").read_text(encoding="utf-8")
    body = text.partition('id="synthesis"')[2].partition("<h2")[0]
    assert '<a href="../works/blaisdell2006causal.html#claim-1">' in body
    assert '<a href="../works/lalonde1986evaluating.html">lalonde1986evaluating</a>' in body
    assert '<a href="../hypotheses/interventions-necessary.html"><code>' in body
    assert "@nobody2001" in body
    assert "&lt;b&gt;HTML" in body
    assert 'href="https://example.org/a"' in body
    assert "[A picture]" in body
    assert "\u202e" not in text


def test_abstracts_paths_and_private_notes_are_shown_only_where_asked_for(
    site: Path, site_kb: Path, tmp_path: Path
) -> None:
    hidden = ("An abstract.", "/home/ann", "personal remark", "A private thought.")
    for path in site.rglob("*"):
        if path.is_file():
            content = path.read_text(encoding="utf-8")
            assert [words for words in hidden if words in content] == [], path
    options = SiteOptions(abstracts=True, local_paths=True, private_notes=True)
    with KnowledgeBase.open(site_kb) as base:
        base.site(tmp_path / "site", options)
    shown = (tmp_path / "site" / "works" / "kept2020.html").read_text(encoding="utf-8")
    assert [words for words in hidden if words not in shown] == []


def test_the_feed_the_sitemap_and_the_citation_can_be_read(site: Path) -> None:
    atom = "{http://www.w3.org/2005/Atom}"
    feed = ElementTree.parse(site / "feed.xml").getroot()
    assert feed.findtext(f"{atom}updated") == "2026-11-25T00:00:00Z"
    (entry,) = feed.findall(f"{atom}entry")
    assert entry.findtext(f"{atom}title") == "Edition of 2026-11-25"
    places = re.findall(r"<loc>(.*?)</loc>", (site / "sitemap.xml").read_text())
    pages = {path.relative_to(site).as_posix() for path in site.rglob("*.html")}
    assert {p.removeprefix("https://example.org/evidence/") for p in places} == pages
    cited = yaml.safe_load((site / "CITATION.cff").read_text(encoding="utf-8"))
    assert str(cited["date-released"]) == "2026-11-25"
    assert cited["url"] == "https://example.org/evidence/"


@pytest.mark.slow
@pytest.mark.timeout(3600)  # nearly a thousand pages, about a second each
def test_every_page_of_the_shipped_corpus(corpus: Path, watched: Watched, tmp_path: Path) -> None:
    with KnowledgeBase.open(corpus) as base:
        base.site(tmp_path / "site", SiteOptions(day="2026-11-25"))
    check_links(tmp_path / "site")
    for path in sorted((tmp_path / "site").rglob("*.html")):
        check_page(watched, path)
