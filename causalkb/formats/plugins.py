"""Readers of other packages: found through entry points, and their faults contained."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from causalkb.errors import InputError
from causalkb.records import ParsedItem, ParsedWork, Person, Problem, Remark, Work

GROUP = "causalkb.readers"
"""The group of entry points under which a package registers its readers."""

_YEARS = 10_000
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Format:
    """A format that can be read.

    Attributes:
        name: What ``--input-format`` calls it.
        suffixes: Lower-case suffixes of its files, with the dot.
        start: Found where an entry begins; ``None``: it is known by the suffix alone.
        load: Returns the reader; called when a source asks for it.
        package: Whose reader it is, "" for our own.
        document: Whether a file is a document with a text, not a list of entries. It is what its
            suffix says, and its reader may have ``VERSION``, which says when to read it again.
    """

    name: str
    suffixes: tuple[str, ...]
    start: re.Pattern[str] | None
    load: Callable[[], Any]
    package: str = ""
    document: bool = False

    def read(self, data: bytes, source: str) -> Iterator[ParsedItem]:
        """Read a source; never raises once the reader is loaded.

        Raises:
            InputError: The reader of another package cannot be loaded.
        """
        reader = self.load()
        return (
            reader.read(data, source)
            if not self.package
            else _contained(self, reader, data, source)
        )


def formats_of_others() -> tuple[Format, ...]:
    """Return the formats that other packages read, by name."""
    return _formats_on(tuple(sys.path))


@lru_cache(maxsize=8)
def _formats_on(_path: tuple[str, ...]) -> tuple[Format, ...]:
    # Imported late: only an 'add' of something that is not ours needs it.
    from importlib.metadata import entry_points

    found: dict[str, Format] = {}
    for point in sorted(entry_points(group=GROUP), key=lambda point: point.name):
        package = point.dist.name if point.dist is not None else point.value
        found.setdefault(point.name, _format(point.name, package, point.load))
    return tuple(found.values())


def _format(name: str, package: str, load: Callable[[], Any]) -> Format:
    """Ask a reader what it reads; one that cannot be loaded says so when it is needed."""
    try:
        reader = load()
        suffixes = tuple(str(s).lower() for s in getattr(reader, "SUFFIXES", (f".{name}",)))
        start = getattr(reader, "START", None)
        start = re.compile(start, re.MULTILINE) if isinstance(start, str) else start
        if not callable(getattr(reader, "read", None)):
            raise TypeError("it has no function read(data, source)")
        if start is not None and not isinstance(getattr(start, "pattern", None), str):
            raise TypeError("START is not a regular expression for text")
    except (Exception, SystemExit) as error:
        reason = f"the reader for {name} of {package} cannot be loaded: {_said(error)}"
        _log.debug(reason, exc_info=True)

        def refuse() -> Any:
            raise InputError(f"{reason}; install {package} again or report it to its authors")

        return Format(name, (f".{name.lower()}",), None, refuse, package)
    return Format(name, suffixes, start, lambda: reader, package)


def _contained(format: Format, reader: Any, data: bytes, source: str) -> Iterator[ParsedItem]:
    """Yield what a reader yields as far as it can be stored, and a failure for what cannot."""
    hint = f"report this to the authors of {format.package}"
    try:
        for ordinal, item in enumerate(reader.read(data, source), 1):
            flaw = _flaw(item)
            if flaw:
                line = item.line if isinstance(item, ParsedItem) else None
                reason = f"the reader for {format.name} gave an entry that cannot be stored: {flaw}"
                yield Problem(source, reason, line, hint=hint)
            elif isinstance(item, ParsedWork):
                yield replace(item, source=source, entry=item.entry or f"@{ordinal}")
            else:
                yield replace(item, source=source)
    except (Exception, SystemExit) as error:
        _log.debug("reader %s on %s", format.name, source, exc_info=True)
        reason = f"the reader for {format.name} failed: {_said(error)}; what it read before is kept"
        yield Problem(source, reason, hint=hint)


def _said(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"


def _flaw(item: object) -> str | None:
    """Return what keeps an item of a reader from being stored."""
    if isinstance(item, Problem):
        return None if _is_text(item.reason) and item.reason else "a problem without a reason"
    if isinstance(item, Remark):
        return None if _is_text(item.text) and item.text else "a remark without a text"
    if not isinstance(item, ParsedWork) or not isinstance(item.work, Work):
        return f"it is a {type(item).__name__}, not a ParsedWork with a Work"
    work = item.work
    year: Any = work.year
    if year is not None and not (isinstance(year, int) and abs(year) < _YEARS):
        return f"the year is {year!r}"
    fields: Any = work.fields
    if not isinstance(fields, Mapping):
        return "'fields' is not a mapping"
    parts = [(name, getattr(work, name)) for name in ("key", "type", "title")]
    parts.append(("entry", item.entry))
    optional = [
        (name, getattr(work, name)) for name in ("doi", "arxiv", "url", "abstract", "venue")
    ]
    parts += [pair for pair in optional if pair[1] is not None]
    for name, value in fields.items():
        parts += [("the name of a field", name), (f"the field {name}", value)]
    for role in ("authors", "editors", "tags", "questions"):
        several = getattr(work, role)
        if not isinstance(several, tuple):
            return f"{role!r} is not a tuple"
        people = role in ("authors", "editors")
        for one in several:
            if people and not isinstance(one, Person):
                return f"{role!r} holds what is not a Person"
            names = (one.family, one.given, one.particle, one.suffix) if people else (one,)
            parts += [(role, name) for name in names]
    wrong = next((name for name, value in parts if not _is_text(value)), None)
    if wrong is not None:
        return f"{wrong} is not text"
    return None if work.type else "it has no type"


def _is_text(value: object) -> bool:
    try:
        return isinstance(value, str) and value.encode() is not None
    except UnicodeEncodeError:
        return False
