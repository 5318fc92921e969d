"""A report as Markdown that GitHub and pandoc read alike: CommonMark with tables."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from causalkb.report.citations import Bibliography, Piece, Reference
from causalkb.report.render_templates import Anchors, render
from causalkb.report.summary.records import Cite, Report
from causalkb.text import clean_line

_SPECIAL = re.compile(r"[\\`*_{}\[\]<|~$&^@]|:(?=[\w/])")
# What begins a list, a heading, a quotation, a rule or a title block where it begins a line.
_START = re.compile(r"^(?:([-+=#>%:])|(\w{1,9})([.)])(?=\s|$)|(\()(?=\w{1,9}\)))")
_PLAIN = re.compile(r"https?://(?:[A-Za-z0-9./?=%#:+,_~-]|&(?!\w+;))+")
_KEY = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_]|[:.#$%&+?~/-](?=[A-Za-z0-9_]))*")


def markdown_text(text: str, *, start: bool = True) -> str:
    r"""Return untrusted text so that Markdown shows it as it is.

    Args:
        text: The text.
        start: Whether it may stand at the start of a line.

    >>> print(markdown_text("<b> | 1*2 [a](b) @x"))
    \<b> \| 1\*2 \[a\](b) \@x
    >>> print(markdown_text("1. One"), markdown_text("- two"))
    1\. One \- two
    """
    escaped = _SPECIAL.sub(lambda match: "\\" + match[0], clean_line(text))
    if not start:
        return escaped
    return _START.sub(lambda m: f"\\{m[1] or m[4]}" if not m[2] else f"{m[2]}\\{m[3]}", escaped)


def render_markdown(
    report: Report,
    bibliography: Bibliography,
    *,
    pandoc: bool = False,
    bib: str = "",
    folder: Path | None = None,
) -> str:
    """Return a report as Markdown.

    Args:
        report: The report.
        bibliography: Its references.
        pandoc: Cite as ``[@key]`` and leave the references to pandoc.
        bib: Name of the BibTeX file beside it, for pandoc.
        folder: The user's templates.

    Raises:
        InputError: A template cannot be used.
    """
    setting = _Markdown(bibliography, pandoc)
    text = render(
        "report.md.j2", report, bibliography, setting, pandoc=pandoc, bib=bib, folder=folder
    )
    text = re.sub(r"[ \t]+$", "", text, flags=re.MULTILINE)
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n") + "\n"


class _Markdown:
    def __init__(self, bibliography: Bibliography, pandoc: bool) -> None:
        self._bibliography = bibliography
        self._pandoc = pandoc
        self._anchors = Anchors(tuple(bibliography.works))

    def text(self, text: str) -> str:
        return markdown_text(text)

    def cite(self, cite: Cite) -> str:
        before, after = ("[", "]") if self._pandoc else self._bibliography.brackets
        place = f", {markdown_text(cite.locator, start=False)}" if cite.locator else ""
        if not self._pandoc and before == "[":
            before, after = "\\[", "\\]"  # else it would be a link in a link
        return f"{before}{self.bare(cite)}{place}{after}"

    def cites(self, cites: tuple[Cite, ...]) -> str:
        """Citations that share their brackets."""
        before, after = ("[", "]") if self._pandoc else self._bibliography.brackets
        if not self._pandoc and before == "[":
            before, after = "\\[", "\\]"
        numbers = self._bibliography.numeric and not self._pandoc
        return f"{before}{(', ' if numbers else '; ').join(map(self.bare, cites))}{after}"

    def styled(self, text: str, style: str) -> str:
        """Escape untrusted text and set it "strong", "em" or as "code"."""
        if style == "code":
            body = clean_line(text).replace("`", "'")
            return f"`{body}`" if body else ""
        mark = "**" if style == "strong" else "*"
        return f"{mark}{markdown_text(text, start=False)}{mark}" if text.strip() else ""

    def bare(self, cite: Cite) -> str:
        """A citation without brackets and locator."""
        if self._pandoc:
            key = cite.key
            return f"@{key}" if _KEY.fullmatch(key) else f"@{{{key.replace('}', '')}}}"
        name = markdown_text(self._bibliography.cite(cite.key), start=False)
        return f"[{name}](#{self._anchors[cite.key]})"

    def reference(self, reference: Reference) -> str:
        entry = "".join(map(self._piece, reference.pieces))
        return f'<a id="{self._anchors[reference.key]}"></a>{entry}'

    def _piece(self, piece: Piece) -> str:
        # Spaces at the ends must stand outside the asterisks.
        body = piece.text.strip()
        if not body:
            return " " if piece.text else ""
        before = piece.text[: len(piece.text) - len(piece.text.lstrip())] and " "
        after = piece.text[len(piece.text.rstrip()) :] and " "
        text = markdown_text(body, start=False)
        if piece.link == body and _PLAIN.fullmatch(body):
            text = f"<{body}>"
        elif piece.link:
            text = f"[{text}]({_address(piece.link)})"
        elif piece.italic:
            text = f"*{text}*"
        return f"{before}{text}{after}"

    def filters(self) -> Mapping[str, Callable[..., Any]]:
        from markupsafe import Markup

        def bare(cite: Cite) -> Markup:
            return Markup(self.bare(cite))

        def code(text: object) -> Markup:
            body = clean_line(str(text)).replace("`", "'").replace("|", "/")
            return Markup(f"`{body}`") if body else Markup("")

        def raw_html_free(text: object) -> Markup:
            return Markup(re.sub(r"[^A-Za-z0-9._-]", "-", str(text)))

        return {"bare": bare, "code": code, "file_name": raw_html_free}


def _address(link: str) -> str:
    """Return an address fit for the brackets of a link."""
    return quote(link, safe=":/?#@!&'+,;=%~-._").replace("&", "&amp;").replace("_", "\\_")
