"""The editions of a site: what changed from one to the next, as a page and as an Atom feed."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from causalkb.errors import InputError
from causalkb.files import read_file
from causalkb.report.render.escape import xml_text
from causalkb.report.serialize.summary import read
from causalkb.report.summary.compare import compare
from causalkb.report.summary.records import Cite, Inline, Report
from causalkb.text import clean_line

MANIFEST = "causalkb-site.json"
"""The file by which a folder is known to be a site; it lists the site's files and editions."""
EDITION = "edition.json"
"""The report of an edition, with which a later one is compared."""
FORMAT, VERSION = "causalkb-site", 1
_MAX_MANIFEST = 50_000_000


@dataclass(frozen=True, slots=True)
class Entry:
    """One edition.

    Attributes:
        edition: SHA-256 of what it says.
        date: The date it bears, "" where it bears none.
        since: The date of the edition before, "" for the first.
        lines: What changed.
        warning: Why the two may not be comparable, or "".
    """

    edition: str
    date: str
    since: str = ""
    lines: tuple[Inline, ...] = ()
    warning: str = ""


@dataclass(frozen=True, slots=True)
class History:
    """The editions, newest first."""

    entries: tuple[Entry, ...]

    @property
    def present(self) -> Entry:
        """This edition."""
        return self.entries[0]


def manifest_of(folder: Path) -> dict[str, Any] | None:
    """Return what a folder says of the site in it; ``None`` where there is none of causalkb."""
    path = folder / MANIFEST
    if not path.is_file():
        return None
    try:
        data = json.loads(read_file(path, _MAX_MANIFEST).decode())
    except (InputError, UnicodeDecodeError, json.JSONDecodeError, RecursionError):
        return None
    return data if isinstance(data, dict) and data.get("format") == FORMAT else None


def history_of(report: Report, edition: str, day: str, earlier: Path | None) -> History:
    """Return the editions up to this one.

    Args:
        report: The report on the questions of this edition.
        edition: Its SHA-256.
        day: The date it bears.
        earlier: The folder of an earlier site, or an earlier report in JSON.

    Raises:
        InputError: That is neither, or damaged.
    """
    if earlier is None:
        return History((Entry(edition, day),))
    past: tuple[Entry, ...] = ()
    if earlier.is_dir():
        manifest = manifest_of(earlier)
        if manifest is None:
            raise InputError(f"{earlier}: is not a site of causalkb; there is no {MANIFEST} in it")
        past = _read(manifest.get("editions"), earlier)
        if past and past[0].edition == edition:
            return History(past)
        earlier = earlier / EDITION
    changes = compare(report, read(earlier)).changes
    assert changes is not None
    entry = Entry(edition, day, changes.since, changes.lines, changes.warning)
    return History((entry, *past))


def to_data(history: History) -> list[dict[str, Any]]:
    """Return the editions as plain data, for the manifest."""
    return [
        {
            "edition": entry.edition,
            "date": entry.date,
            "since": entry.since,
            "warning": entry.warning,
            "lines": [
                [part if isinstance(part, str) else {"cite": part.key} for part in line.parts]
                for line in entry.lines
            ],
        }
        for entry in history.entries
    ]


def _read(data: object, folder: Path) -> tuple[Entry, ...]:
    try:
        if not isinstance(data, list):
            raise TypeError("no list of editions")
        return tuple(
            Entry(
                edition=clean_line(str(one["edition"])),
                date=clean_line(str(one["date"])),
                since=clean_line(str(one["since"])),
                lines=tuple(Inline(tuple(map(_part, line))) for line in one["lines"]),
                warning=clean_line(str(one["warning"])),
            )
            for one in data
        )
    except (KeyError, TypeError, ValueError) as error:
        raise InputError(f"{folder / MANIFEST}: is damaged: {error}") from error


def _part(part: object) -> str | Cite:
    return Cite(str(part["cite"])) if isinstance(part, Mapping) else str(part)


def known(history: History, keys: Mapping[str, object]) -> History:
    """Return the editions with works that are no longer there named by their key."""

    def part(one: str | Cite) -> str | Cite:
        return f"[{one.key}]" if isinstance(one, Cite) and one.key not in keys else one

    return History(
        tuple(
            Entry(
                entry.edition,
                entry.date,
                entry.since,
                tuple(Inline(tuple(map(part, line.parts))) for line in entry.lines),
                entry.warning,
            )
            for entry in history.entries
        )
    )


def to_atom(history: History, title: str, base_url: str, plain: Sequence[Sequence[str]]) -> str:
    """Return the editions as an Atom feed (RFC 4287); undated ones are left out.

    Args:
        history: The editions.
        title: Title of the site.
        base_url: Where it is published, or "".
        plain: The lines of each edition as text.
    """
    dated = [(e, said) for e, said in zip(history.entries, plain, strict=True) if e.date]
    updated = max((entry.date for entry, _ in dated), default="1970-01-01")
    first = history.entries[-1].edition
    own = xml_text(base_url)
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom">',
        f"<title>{xml_text(title)}</title>",
        f"<id>{own or f'urn:causalkb:site:{xml_text(first)}'}</id>",
        f"<updated>{updated}T00:00:00Z</updated>",
        f"<author><name>{xml_text(title)}</name></author>",
        f'<link rel="alternate" href="{own}changes.html"/>',
    ]
    if base_url:
        lines.append(f'<link rel="self" href="{own}feed.xml"/>')
    for entry, said in dated:
        number = xml_text(entry.edition[:12])
        items = "".join(f"<li>{xml_text(line)}</li>" for line in said)
        content = f"<ul>{items}</ul>" if items else f"<p>{_nothing(entry)}</p>"
        lines += [
            "<entry>",
            f"<title>Edition of {xml_text(entry.date)}</title>",
            f"<id>urn:causalkb:edition:{xml_text(entry.edition)}</id>",
            f"<updated>{xml_text(entry.date)}T00:00:00Z</updated>",
            f'<link rel="alternate" href="{own}changes.html#edition-{number}"/>',
            f'<content type="html">{xml_text(content)}</content>',
            "</entry>",
        ]
    return "\n".join([*lines, "</feed>", ""])


def _nothing(entry: Entry) -> str:
    return "No difference in verdicts, claims and works." if entry.since else "The first edition."
