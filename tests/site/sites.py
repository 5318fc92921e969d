"""A site of a small knowledge base with everything that a site can show, and a browser."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from causalkb import KnowledgeBase, SiteOptions
from tests.report.hostile import ALL, fill

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = (
    *("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
)
TABLE = """
title: "Who tells doing from seeing?"
note: "Read a row as a kind of learner."
columns:
  - {slug: best, title: "Best evidence", meaning: "The most telling finding."}
rows:
  - slug: rats
    title: "Rats"
    cells:
      best: {text: "Rats tell what they did from what they saw.", claims: ["blaisdell2006causal#1"]}
  - slug: bad
    title: "<script>document.title='pwned'</script>"
    cells:
      best: nothing found
"""
SYNTHESIS = f"""# Are interventions necessary?

Rats tell them apart [@blaisdell2006causal#1; @nobody2001], see `interventions-necessary` and
[[lalonde1986evaluating]]. <b>HTML</b> is shown. [Click](javascript:alert(1)), or
[here](https://example.org/a). ![A picture](https://evil.example/x.png)

| a | b |
|---|---|
| 1 | 2 |

{ALL}
"""


def everything(base: KnowledgeBase) -> None:
    """Add what attacks every page, a table, texts, and two works that are not to be shown whole."""
    fill(base)
    base.documents.put("table", "learners", TABLE)
    base.documents.put("synthesis", "interventions", SYNTHESIS)
    base.documents.put("synthesis", "overview", f"# Overview\n\n{SYNTHESIS}")
    base.add_content(
        b"@article{kept2020, title={Kept}, author={Ann Lee}, year={2020}, abstract={An abstract.},"
        b" file={/home/ann/secret.pdf}, annote={personal remark}}",
        "kept.bib",
        embed=False,
    )
    note = b"---\nwork: kept2020\nprivate: true\n---\nA private thought.\n"
    assert not base.add_content(note, "kept2020.md", embed=False).failed


@pytest.fixture(scope="session")
def site_kb(library: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The knowledge base of the site; not to be changed."""
    folder = tmp_path_factory.mktemp("site-kb") / "kb"
    shutil.copytree(library, folder)
    with KnowledgeBase.open(folder) as base:
        everything(base)
    return folder


@pytest.fixture(scope="session")
def site(site_kb: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the site."""
    folder = tmp_path_factory.mktemp("site") / "public"
    with KnowledgeBase.open(site_kb) as base:
        base.site(folder, SiteOptions(day="2026-11-25", base_url="https://example.org/evidence"))
    return folder


@pytest.fixture(scope="module")  # its event loop must not outlive the module: others run their own
def browser() -> Iterator[Browser]:
    """Chromium, where there is one."""
    if not Path(CHROMIUM).exists():
        pytest.skip("there is no Chromium")
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as started:
        opened = started.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        yield opened
        opened.close()


class Watched:
    """A page that notes what it must not do."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.faults: list[str] = []
        page.on("console", lambda message: self._said(message.type, message.text))
        page.on("pageerror", lambda error: self.faults.append(f"error: {error}"))
        page.on("request", lambda request: self._asked(request.url))
        page.on("dialog", lambda dialog: self.faults.append(f"dialog: {dialog.message}"))

    def _said(self, kind: str, text: str) -> None:
        if kind in ("error", "warning"):
            self.faults.append(f"{kind}: {text}")

    def _asked(self, url: str) -> None:
        if not url.startswith(("file:", "blob:", "http://127.0.0.1")):
            self.faults.append(f"request: {url}")

    def open(self, path: Path, state: str = "") -> Page:
        """Show a file of the site."""
        self.page.goto(path.as_uri() + state)
        return self.page


@pytest.fixture
def watched(browser: Browser) -> Iterator[Watched]:
    """A page of 1280 pixels that must not complain, and must not ask for anything elsewhere."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    found = Watched(context.new_page())
    yield found
    context.close()
    assert found.faults == []
