"""Inheritance between entries: ``crossref`` (BibTeX and biblatex) and ``xdata`` (biblatex)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from causalkb.formats.bibtex.entries import Entry
from causalkb.lazy import compiled_on_use

# What identifies or describes the parent itself never passes to a child.
_OWN = frozenset(
    [
        "crossref",
        "xref",
        "xdata",
        "ids",
        "entryset",
        "related",
        "options",
        "label",
        "shorttitle",
        "abstract",
        "keywords",
        "file",
        "doi",
        "eprint",
        "eprinttype",
        "eprintclass",
        "archiveprefix",
        "primaryclass",
        "url",
        "urldate",
        "note",
        "annote",
        "annotation",
        "addendum",
        "isbn",
        "timestamp",
        "causalkb-field",
        "causalkb-tags",
        "causalkb-questions",
    ]
)
_TITLES = ("title", "subtitle", "titleaddon")
_PARENT_TITLE = {
    "article": "journal",
    "book": "main",
    "bookinbook": "book",
    "collection": "main",
    "inproceedings": "book",
    "proceedings": "main",
    "reference": "main",
    "conference": "book",
    "incollection": "book",
    "inbook": "book",
    "inreference": "book",
    "suppbook": "book",
    "suppcollection": "book",
    "suppperiodical": "journal",
}
_BY_BOOK_AUTHOR = ("inbook", "bookinbook", "suppbook")
_POINTER = compiled_on_use(
    r"xdata\s*=\s*([^\s,{}]+?)-([a-z]+)(?:-([1-9]\d?))?(?=\s+and\s|\s*$)", re.I
)
# biblatex bounds the chain too; a longer one is a mistake or an attack.
_MAX_CHAIN = 16


def resolve(entries: Iterable[Entry], data: Mapping[str, Entry]) -> None:
    """Fill in what entries inherit, in place; a missing parent is a warning of the child.

    A resolved ``crossref`` becomes an ``xref``, biblatex's reference without inheritance: an export
    may then hold the child without its parent, and a later import inherits nothing twice.

    Args:
        entries: The entries of a file.
        data: Its ``@xdata`` containers by lower-case key.
    """
    entries = list(entries)
    by_key: dict[str, Entry] = {}
    for entry in entries:
        by_key.setdefault(entry.key.lower(), entry)
    for entry in entries:
        if "xdata" in entry.fields:
            _inherit_data(entry, data)
        if data:
            _fill_in(entry, data)
    originals = {id(entry): dict(entry.fields) for entry in entries}
    for entry in entries:
        if "crossref" in entry.fields:
            _inherit(entry, by_key, originals)


def _inherit_data(entry: Entry, data: Mapping[str, Entry]) -> None:
    waiting = _keys(entry.fields["xdata"])
    seen: set[str] = set()
    while waiting and len(seen) < _MAX_CHAIN:
        key = waiting.pop(0)
        if key in seen:
            continue
        seen.add(key)
        container = data.get(key)
        if container is None:
            entry.warnings.append((f"xdata entry {key!r} is not in this file", "add it"))
            continue
        waiting += _keys(container.fields.get("xdata", ""))
        for name, value in container.fields.items():
            entry.fields.setdefault(name, value)


def _fill_in(entry: Entry, data: Mapping[str, Entry]) -> None:
    """Replace ``xdata=key-field``, biblatex's way to take one field or one of its names."""
    for name, value in entry.fields.items():
        if "xdata" in value:

            def taken(match: re.Match[str]) -> str:
                container = data.get(match[1].lower())
                found = container.fields.get(match[2].lower()) if container else None
                if found is None:
                    reason = f"xdata entry {match[1]!r} has no {match[2]!r} in this file"
                    entry.warnings.append((reason, "add it"))
                    return match[0]
                parts = re.split(r"\sand\s", found) if match[3] else [found]
                return parts[min(int(match[3] or 1), len(parts)) - 1]

            entry.fields[name] = _POINTER.sub(taken, value)


def _inherit(
    entry: Entry, by_key: Mapping[str, Entry], originals: Mapping[int, dict[str, str]]
) -> None:
    written = entry.fields["crossref"].strip()
    parent_key = written.lower()
    chain = {id(entry)}
    first = True
    while parent_key and len(chain) < _MAX_CHAIN:
        parent = by_key.get(parent_key)
        if parent is None or id(parent) in chain:
            reason = "is not in this file" if parent is None else "refers back to this entry"
            hint = "add the entry it refers to, or the missing fields"
            entry.warnings.append((f"crossref {parent_key!r} {reason}", hint))
            break
        chain.add(id(parent))
        fields = originals[id(parent)]
        _copy(entry, fields, parent.type if first else "")
        parent_key = fields.get("crossref", "").strip().lower()
        first = False
    if len(chain) > 1:
        del entry.fields["crossref"]
        entry.fields.setdefault("xref", written)


def _copy(entry: Entry, parent: Mapping[str, str], parent_type: str) -> None:
    """Copy what is not there yet; titles only from the nearest parent, whose type is given."""
    prefix = _PARENT_TITLE.get(entry.type, "") if parent_type else ""
    if prefix == "book" and parent_type.startswith("mv"):
        prefix = "main"
    for name, value in parent.items():
        if name in _OWN:
            continue
        if name in _TITLES:
            # "journal" is the field itself for BibTeX; its subtitle has a name in biblatex alone.
            target = prefix if name == "title" and prefix == "journal" else prefix + name
            taken = target == "journal" and "journaltitle" in entry.fields
            # Files for BibTeX give the parent's title once more, as its children are to show it.
            value = parent.get(target, value) if name == "title" and prefix == "book" else value
            if prefix and not taken:
                entry.fields.setdefault(target, value)
            continue
        if name == "author" and entry.type in _BY_BOOK_AUTHOR:
            entry.fields.setdefault("bookauthor", value)
        if name != "author" or entry.type not in ("inproceedings", "incollection", "article"):
            entry.fields.setdefault(name, value)


def _keys(text: str) -> list[str]:
    return [key.strip().lower() for key in text.split(",") if key.strip()]
