"""Notes and syntheses (Markdown) as HTML that runs nothing and loads nothing.

HTML in a text is shown as it is written. Citations (``[@key#2]``, ``@key``) and wiki links become
links to pages of the site, as do slugs of hypotheses and ids of claims that stand as code.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from html import escape
from typing import TYPE_CHECKING, Any

from causalkb.lint.markup.inline import KEY
from causalkb.site.links import Links
from causalkb.text import clean, clean_line

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token
    from markupsafe import Markup

_CITED = re.compile(
    rf"\[(?P<group>[^\[\]]{{0,2000}}@[^\[\]]{{1,2000}})\]|(?<![\w@/.])@(?P<key>{KEY})"
)
_ONE = re.compile(rf"(?<![\w@/.])-?@(?P<key>{KEY})")
_WIKI = re.compile(r"\[\[(?P<key>[^\[\]|]{1,200})(?:\|(?P<text>[^\[\]]{1,200}))?\]\]")


class Texts:
    """Sets Markdown as HTML.

    Args:
        links: Where the pages are.
        cite: Gives the citation of a work, by its key: "Pearl, 2009".
        root: What leads from a page to the folder of the site: "" or "../".
    """

    def __init__(self, links: Links, cite: Callable[[str], str], root: str) -> None:
        self._links, self._cite, self._root = links, cite, root
        self._markdown = self._engine()

    def html(self, text: str, level: int = 2, title: str = "") -> Markup:
        """Return a text as HTML.

        Args:
            text: Markdown.
            level: The level of its highest headings on the page.
            title: A heading at the text's beginning that says the same is left out.
        """
        from markupsafe import Markup

        tokens = self._markdown.parse(clean(text))
        tokens = _without_title(tokens, title)
        headings = [token for token in tokens if token.type in ("heading_open", "heading_close")]
        highest = min((int(token.tag[1]) for token in headings), default=1)
        for token in headings:
            token.tag = f"h{min(6, int(token.tag[1]) - highest + level)}"
        return Markup(self._markdown.renderer.render(tokens, self._markdown.options, {}))

    def _engine(self) -> MarkdownIt:
        from markdown_it import MarkdownIt

        made = MarkdownIt("commonmark", {"html": False}).enable("table")
        rules: dict[str, Callable[..., str]] = {
            "text": self._text,
            "code_inline": self._code,
            "image": self._image,
            "fence": _block,
            "code_block": _block,
            "link_open": self._link_open,
            "link_close": self._link_close,
            "table_open": lambda *_: (
                '<div class="scroll" role="region" tabindex="0" aria-label="Table"><table>\n'
            ),
            "table_close": lambda *_: "</table></div>\n",
        }
        for name, rule in rules.items():
            made.add_render_rule(name, _plain(rule))
        return made

    def _text(self, tokens: Sequence[Token], at: int) -> str:
        text, found, last = tokens[at].content, [], 0
        inside = _within_link(tokens, at)
        places = sorted((*_WIKI.finditer(text), *_CITED.finditer(text)), key=lambda m: m.start())
        for match in [] if inside else places:
            if match.start() < last:
                continue
            found.append(escape(text[last : match.start()]))
            found.append(self._reference(match))
            last = match.end()
        return "".join([*found, escape(text[last:])])

    def _reference(self, match: re.Match[str]) -> str:
        groups = match.groupdict()
        if match.re is _WIKI:
            address = self._address(groups["key"].strip())
            return (
                _anchor(address, groups["text"] or groups["key"]) if address else escape(match[0])
            )
        if groups["group"] is None:
            return self._citation(groups["key"])
        parts, last = [], 0
        for one in _ONE.finditer(groups["group"]):
            parts += [escape(groups["group"][last : one.start()]), self._citation(one["key"])]
            last = one.end()
        if not parts:
            return escape(match[0])
        return f"({''.join(parts)}{escape(groups['group'][last:])})"

    def _citation(self, key: str) -> str:
        address = self._address(key)
        if not address:
            return f"@{escape(key)}"
        return _anchor(address, self._cite(key.rpartition("#")[0] or key))

    def _address(self, name: str) -> str:
        """The address of a claim, work or hypothesis, whichever has that name."""
        links = self._links
        found = links.claim(name) if "#" in name else links.work(name) or links.hypothesis(name)
        return f"{self._root}{found}" if found else ""

    def _code(self, tokens: Sequence[Token], at: int) -> str:
        text = tokens[at].content
        code = f"<code>{escape(text)}</code>"
        address = "" if _within_link(tokens, at) else self._address(text)
        return f'<a href="{escape(address)}">{code}</a>' if address else code

    def _image(self, tokens: Sequence[Token], at: int) -> str:
        """A picture would be fetched from elsewhere: its words stand for it."""
        return f"[{escape(tokens[at].content)}]" if tokens[at].content else ""

    def _link_open(self, tokens: Sequence[Token], at: int) -> str:
        target = str(tokens[at].attrGet("href") or "")
        if target.startswith(("http://", "https://")):
            return f'<a href="{escape(target)}" rel="noreferrer">'
        return "<span>"  # a link to a file beside the note leads nowhere here

    def _link_close(self, tokens: Sequence[Token], at: int) -> str:
        target, depth = "", 0
        for token in reversed(tokens[:at]):
            depth += token.type == "link_close"
            if token.type == "link_open":
                if not depth:
                    target = str(token.attrGet("href") or "")
                    break
                depth -= 1
        return "</a>" if target.startswith(("http://", "https://")) else "</span>"


def _block(tokens: Sequence[Token], at: int) -> str:
    """A block of code; where it is wide it must be reached by keyboard."""
    return f'<pre tabindex="0"><code>{escape(tokens[at].content)}</code></pre>\n'


def _plain(rule: Callable[..., str]) -> Callable[..., str]:
    """A rule of ours as the renderer calls it: with itself, options and environment besides."""

    def call(_renderer: Any, tokens: Sequence[Token], at: int, _options: Any, _env: Any) -> str:
        return rule(tokens, at)

    return call


def _within_link(tokens: Sequence[Token], at: int) -> bool:
    before = [token.type for token in tokens[:at]]
    return before.count("link_open") > before.count("link_close")


def _without_title(tokens: list[Token], title: str) -> list[Token]:
    if title and len(tokens) > 2 and tokens[0].type == "heading_open":
        said = clean_line(tokens[1].content).rstrip(".:").casefold()
        if said == title.rstrip(".:").casefold():
            return tokens[3:]
    return tokens


def _anchor(address: str, text: str) -> str:
    return f'<a href="{escape(address)}">{escape(clean_line(text))}</a>'
