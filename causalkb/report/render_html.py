"""A report as one HTML page that loads nothing and runs nothing, and as input for pandoc."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import escape
from pathlib import Path
from typing import Any

from causalkb.report.citations import Bibliography, Piece, Reference
from causalkb.report.render_templates import SHIPPED, Anchors, render
from causalkb.report.summary.records import Cite, Report
from causalkb.text import clean_line


def render_html(
    report: Report,
    bibliography: Bibliography,
    *,
    plain: bool = False,
    folder: Path | None = None,
) -> str:
    """Return a report as HTML.

    Args:
        report: The report.
        bibliography: Its references.
        plain: Without navigation, style and pictures, for pandoc.
        folder: The user's templates.

    Raises:
        InputError: A template cannot be used.
    """
    from markupsafe import Markup

    anchors = Anchors(tuple(bibliography.works))
    style = (SHIPPED / "report.css").read_text(encoding="utf-8")
    text = render(
        "report.html.j2",
        report,
        bibliography,
        HtmlSetting(bibliography, lambda key: f"#{anchors[key]}", anchors),
        plain=plain,
        style=Markup(style.strip()),
        folder=folder,
    )
    return tidy(text)


def tidy(page: str) -> str:
    """Return a page without blank lines and without spaces at the ends of lines."""
    page = re.sub(r"[ \t]+$", "", page, flags=re.MULTILINE)
    return re.sub(r"\n{2,}", "\n", page).strip("\n") + "\n"


class HtmlSetting:
    """How HTML sets text, citations and references.

    Args:
        bibliography: The works that are cited.
        address: Where the citation of a work, by its key, leads to; "" for nowhere.
        anchors: Names of the places of the references.
    """

    def __init__(
        self,
        bibliography: Bibliography,
        address: Callable[[str], str],
        anchors: Mapping[str, str] | Anchors,
    ) -> None:
        self._bibliography = bibliography
        self._address = address
        self._anchors = anchors

    def text(self, text: str) -> str:
        """Escape untrusted text."""
        return escape(clean_line(text))

    def cite(self, cite: Cite) -> str:
        """A citation with its brackets and locator."""
        before, after = self._bibliography.brackets
        place = f", {self.text(cite.locator)}" if cite.locator else ""
        return f'<span class="cite">{before}{self.bare(cite)}{place}{after}</span>'

    def cites(self, cites: tuple[Cite, ...]) -> str:
        """Citations that share their brackets."""
        before, after = self._bibliography.brackets
        between = ", " if self._bibliography.numeric else "; "
        return f'<span class="cite">{before}{between.join(map(self.bare, cites))}{after}</span>'

    def styled(self, text: str, style: str) -> str:
        """Escape untrusted text and set it "strong", "em" or as "code"."""
        return f"<{style}>{self.text(text)}</{style}>"

    def bare(self, cite: Cite) -> str:
        """A citation without brackets and locator."""
        address, text = self._address(cite.key), self.text(self._bibliography.cite(cite.key))
        return f'<a href="{escape(address)}">{text}</a>' if address else text

    def reference(self, reference: Reference) -> str:
        """An entry of the references."""
        return "".join(map(self._piece, reference.pieces))

    def _piece(self, piece: Piece) -> str:
        text = escape(piece.text)
        if piece.link:
            return f'<a href="{escape(piece.link)}" rel="noreferrer">{text}</a>'
        return f"<i>{text}</i>" if piece.italic else text

    def filters(self) -> Mapping[str, Callable[..., Any]]:
        """What templates may use besides."""
        from markupsafe import Markup

        def bare(cite: Cite) -> Markup:
            return Markup(self.bare(cite))

        def anchor(reference: Reference) -> Markup:
            return Markup(self._anchors[reference.key])

        def name(text: object) -> Markup:
            return Markup(re.sub(r"[^A-Za-z0-9_-]", "-", str(text)))

        def picture(svg: str, prefix: object) -> Markup:
            """Put an SVG of ours into the page; its ids must not meet those of another."""
            first = str(name(prefix))
            text = svg.replace('id="hatch-', f'id="{first}-hatch-')
            return Markup(text.replace("url(#hatch-", f"url(#{first}-hatch-"))

        return {"bare": bare, "anchor": anchor, "name": name, "picture": picture}
