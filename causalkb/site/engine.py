"""The template engine of a site: that of the reports, with the addresses of pages."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from causalkb.report.citations import Bibliography
from causalkb.report.render_html import HtmlSetting, tidy
from causalkb.report.render_templates import environment
from causalkb.site.content import Content
from causalkb.site.links import Links, claim_anchor
from causalkb.site.pages import Page
from causalkb.site.texts import Texts
from causalkb.text import clean

if TYPE_CHECKING:
    from markupsafe import Markup

TEMPLATES = Path(__file__).parent / "templates"


class Engine:
    """Renders pages. What a page prints is escaped unless a renderer of ours made it."""

    def __init__(self, content: Content, links: Links) -> None:
        self._content, self._links = content, links
        self._bibliography = Bibliography(content.all_works.values())
        self._environments: dict[str, Any] = {}

    def cite(self, key: str) -> str:
        """The citation of a work without brackets: "Pearl, 2009"."""
        return self._bibliography.cite(key)

    def render(self, page: Page) -> str:
        """Return a page as HTML."""
        made = self._environments.get(page.root)
        if made is None:
            made = self._environments[page.root] = self._environment(page.root)
        variables = {"page": page, "root": page.root, "site": self._content, **page.variables}
        return tidy(made.get_template(page.template).render(variables))

    def _environment(self, root: str) -> Any:
        links, texts = self._links, Texts(self._links, self.cite, root)

        def address(key: str) -> str:
            found = links.work(key)
            return f"{root}{found}" if found else ""

        setting = HtmlSetting(self._bibliography, address, {})
        made = environment(setting, TEMPLATES, sandboxed=False)
        made.globals |= {
            "link": _addresses(links, root),
            "anchor": claim_anchor,
            "short": self.cite,
        }
        made.filters |= {
            "text": texts.html,
            "lines": _lines,
            "made": _made,
            "percent": lambda share: f"{share:.0%}",
        }
        return made


def _addresses(links: Links, root: str) -> SimpleNamespace:
    """Addresses as a page writes them; "" where there is no such page."""

    def of(find: Callable[[str], str]) -> Callable[[str], str]:
        def address(name: str) -> str:
            found = find(name)
            return f"{root}{found}" if found else ""

        return address

    kinds = (links.work, links.claim, links.question, links.hypothesis, links.table)
    return SimpleNamespace(**{find.__name__: of(find) for find in kinds})


def _lines(text: str) -> Markup:
    """Untrusted text with its line breaks, escaped."""
    from markupsafe import Markup

    return Markup(escape(clean(text)))


def _made(html: str) -> Markup:
    """HTML that a renderer of ours made."""
    from markupsafe import Markup

    return Markup(html)
