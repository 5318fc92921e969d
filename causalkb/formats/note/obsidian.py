"""What Obsidian writes into Markdown → text that is read: links, embeds, callouts, tags, block ids.

The note itself is stored as it was written; this is what is chunked into passages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from causalkb.lazy import compiled_on_use

_CODE = compiled_on_use(
    r"(^[ \t]*(?:```|~~~).*?(?:^[ \t]*(?:```|~~~)[ \t]*$|\Z)|`[^`\n]+`)", re.M | re.S
)
_COMMENT = compiled_on_use(r"%%.*?%%", re.DOTALL)
_EMBED = compiled_on_use(r"!\[\[[^\[\]\n]{1,500}\]\]")
_LINK = compiled_on_use(r"\[\[([^\[\]\n|]{1,500})(?:\|([^\[\]\n]{0,500}))?\]\]")
_TAG = compiled_on_use(r"(?<![^\s(])#((?=[\w/-]*[^\W\d_])\w[\w-]*(?:/[\w-]+)*)(?![\w#/])")
_BLOCK_ID = compiled_on_use(r"(?:^|[ \t]+)\^[A-Za-z0-9-]{1,60}[ \t]*$", re.MULTILINE)
_HIGHLIGHT = compiled_on_use(r"==(?=\S)([^=\n]{1,1000}?)(?<=\S)==")
_CALLOUT = compiled_on_use(r"[ \t]*>[ \t>]*\[!([\w-]{1,40})\][+-]?[ \t]*(.*)")
_QUOTED = compiled_on_use(r"[ \t]*>[ \t]?")
_MARKS = ("[[", "%%", "==", "[!", "#", "^")


def readable(text: str) -> str:
    r"""Return a note as it is read, not as it is written; code is left alone.

    >>> readable("See [[papers/roe2006|Roe]], [[Seeing#Rats]]. ![[a.png]] #causes/animals ^a1")
    'See Roe, Seeing, Rats.  causes animals'
    >>> readable("> [!warning]- Mind this\n> Crows act.")
    'Mind this\nCrows act.'
    """
    if not any(mark in text for mark in _MARKS):
        return text
    parts = _CODE.split(_COMMENT.sub("", text))
    return "".join(part if n % 2 else _prose(part) for n, part in enumerate(parts))


def inline_tags(text: str) -> tuple[str, ...]:
    """Return the tags that stand in the text of a note, each once.

    >>> inline_tags("#rats and #causes/animals, not #1 or C# or `#code`")
    ('rats', 'causes/animals')
    """
    parts = _CODE.split(_COMMENT.sub("", text))[::2]
    return tuple(dict.fromkeys(tag for part in parts for tag in _TAG.findall(part)))


def plain_link(text: str) -> str:
    """Return what a property says that is a link: the key in ``work: "[[@roe2006]]"``.

    >>> plain_link("[[papers/@roe2006|Roe]]"), plain_link("roe2006")
    ('roe2006', 'roe2006')
    """
    match = _LINK.fullmatch(text.strip())
    target = match[1].partition("#")[0].rpartition("/")[2] if match else text.strip()
    return target.removesuffix(".md").removeprefix("@")


def _prose(text: str) -> str:
    text = "\n".join(_without_callouts(text.split("\n")))
    text = _LINK.sub(_shown, _EMBED.sub("", text))
    text = _HIGHLIGHT.sub(r"\1", _BLOCK_ID.sub("", text))
    return _TAG.sub(lambda tag: tag[1].replace("/", " "), text)


def _shown(link: re.Match[str]) -> str:
    """Return what Obsidian shows of a link: its alias, or the note and the heading."""
    if link[2]:
        return link[2].strip()
    note, _, heading = link[1].partition("#")
    name = note.strip().rpartition("/")[2].removesuffix(".md")
    heading = "" if heading.startswith("^") else heading.replace("#", ", ").strip()
    return ", ".join(part for part in (name, heading) if part)


def _without_callouts(lines: list[str]) -> Iterator[str]:
    inside = False
    for line in lines:
        if start := _CALLOUT.fullmatch(line):
            inside = True
            yield start[2]
        elif inside and (quoted := _QUOTED.match(line)):
            yield line[quoted.end() :]
        else:
            inside = False
            yield line
