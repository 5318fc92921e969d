"""Highlights, underlined passages and notes of an item of Zotero."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from causalkb.errors import InputError
from causalkb.formats.zotero.note_text import as_markdown
from causalkb.records import Annotation, Notice
from causalkb.store.zotero import Item, Mark
from causalkb.text import clean, clean_line
from causalkb.vocabulary import AnnotationKind, NoticeKind, Stance

_COLOURS = {
    "#ffd400": "yellow",
    "#ff6666": "red",
    "#5fb236": "green",
    "#2ea8e5": "blue",
    "#a28ae5": "purple",
    "#e56eee": "magenta",
    "#f19837": "orange",
    "#aaaaaa": "grey",
}
"""The colours that Zotero offers."""
_SPELLINGS = {"gray": "grey"}
_HEX = re.compile(r"#[0-9a-f]{6}")
_KINDS = {
    1: AnnotationKind.HIGHLIGHT,
    5: AnnotationKind.UNDERLINE,
    2: AnnotationKind.NOTE,
    6: AnnotationKind.NOTE,
}
"""Zotero's numbers of what has words; 3 is a picture, 4 a drawing."""
_DAY = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")


def sides_of(mapping: Mapping[str, str]) -> dict[str, str]:
    """Check which colour stands for which stance, and return it by the colours' names here.

    >>> sides_of({"yellow": "supports", "#FF6666": "contradicts"})
    {'yellow': 'supports', 'red': 'contradicts'}

    Raises:
        InputError: There is no such colour or stance.
    """
    found = {}
    for colour, side in mapping.items():
        if side not in list(Stance):
            raise InputError(f"{side!r} is not a side; use one of {', '.join(Stance)}")
        name = colour_named(colour)
        if name not in _COLOURS.values() and not _HEX.fullmatch(name):
            known = ", ".join(_COLOURS.values())
            raise InputError(f"{colour!r} is not a colour; use {known}, or #rrggbb")
        found[name] = side
    return found


def colour_named(text: str) -> str:
    """Return a colour by its name, or as "#rrggbb" where it has none."""
    colour = text.strip().casefold()
    return _COLOURS.get(colour) or _SPELLINGS.get(colour, colour)


def annotations_of(item: Item, sides: Mapping[str, str]) -> tuple[Annotation, ...]:
    """Return what was marked in the files of an item, in order, then its notes."""
    found = [*_marked(item, sides), *_notes(item)]
    return tuple(found)


def _marked(item: Item, sides: Mapping[str, str]) -> Iterator[Annotation]:
    for position, mark in enumerate(item.marks, 1):
        kind = _KINDS.get(mark.kind)
        quote, comment = _paragraph(mark.text), clean(mark.comment).strip()
        if kind is None or not (quote or comment):
            continue
        colour = colour_named(mark.colour)
        yield Annotation(
            kind=kind if quote else AnnotationKind.NOTE,
            entry=f"{item.name}#{mark.key}",
            quote=quote,
            comment=comment,
            colour=colour,
            side=sides.get(colour, ""),
            locator=_locator(mark),
            position=position,
            author=clean_line(mark.author),
            link=_link(item, mark),
            changed_at=clean_line(mark.changed_at),
        )


def _paragraph(text: str) -> str:
    """A quote as one line: the lines of a PDF are no lines of the text."""
    return clean_line(text)


def _locator(mark: Mark) -> str:
    label = clean_line(mark.page_label)[:40]
    if label:
        return f"p. {label}"
    return "" if mark.page is None else f"PDF p. {mark.page + 1}"


def _link(item: Item, mark: Mark) -> str:
    library = "library" if item.group is None else f"groups/{item.group}"
    page = "" if mark.page is None else f"page={mark.page + 1}&"
    return f"zotero://open-pdf/{library}/items/{mark.attachment}?{page}annotation={mark.key}"


def _notes(item: Item) -> Iterator[Annotation]:
    library = "library" if item.group is None else f"groups/{item.group}"
    for position, (key, html, changed) in enumerate(item.notes, len(item.marks) + 1):
        text = as_markdown(html)
        if text:
            yield Annotation(
                kind=AnnotationKind.NOTE,
                entry=f"{item.name}#{key}",
                comment=text,
                position=position,
                link=f"zotero://select/{library}/items/{key}",
                changed_at=clean_line(changed),
            )


def notices_of(item: Item) -> tuple[Notice, ...]:
    """Return the retraction that Zotero shows for an item, if any (Retraction Watch)."""
    said = item.retraction
    if said is None:
        return ()
    reasons = said.get("reasons")
    words = [clean_line(str(reason)) for reason in reasons] if isinstance(reasons, list) else []
    day = _DAY.match(str(said.get("date") or ""))
    doi = said.get("retractionDOI") or ""
    return (
        Notice(
            NoticeKind.RETRACTION,
            "zotero",
            notice=clean_line(str(doi))[:200],
            reason="; ".join(filter(None, words))[:500],
            day=day[0] if day else "",
        ),
    )
