"""Any record as names and values, for a person."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum

from causalkb.records import Effect
from causalkb.report.rows.hits import escape


def facts(record: object, *, without: Collection[str] = ()) -> Iterator[tuple[str, str]]:
    """Yield the name and the value of each attribute that says something.

    Args:
        record: A dataclass.
        without: Attributes to leave out.

    >>> from causalkb.records import Question
    >>> list(facts(Question("sleep", "Sleep?", "What harms it?", retired=True)))[2:]
    [('statement', 'What harms it?'), ('retired', 'yes')]
    """
    assert is_dataclass(record)
    for one in fields(record):
        value = said(getattr(record, one.name))
        if value and one.name not in without:
            yield one.name.replace("_", " "), value


def said(value: object) -> str:
    """Return a value in words; what is empty, missing or false says nothing.

    >>> said(("a", "b")), said({"h": "supports"}), said(Effect("noise", "sleep"))
    ('a, b', 'h=supports', 'noise → sleep (?)')
    """
    if value is None or value is False:
        return ""
    if value is True:
        return "yes"
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, Effect):
        return f"{value.cause} → {value.effect} ({value.sign.value})"
    if isinstance(value, Mapping):
        return ", ".join(f"{key}={said(one)}" for key, one in value.items())
    if isinstance(value, tuple | list | frozenset | set):
        separator = " " if any(isinstance(one, Enum) for one in value) else ", "
        return separator.join(filter(None, map(said, value)))
    if is_dataclass(value):
        return " ".join(words for _, words in facts(value))
    return str(value)


def to_text(title: str, found: Collection[tuple[str, str]]) -> str:
    """Return a title and facts as plain text, a line each."""
    return "".join([f"{title}\n", *(f"{name}: {value}\n" for name, value in found)])


def to_markdown(title: str, found: Collection[tuple[str, str]]) -> str:
    """Return a title and facts as Markdown."""
    lines = [f"- {name}: {escape(value)}\n" for name, value in found]
    return "".join([f"## {escape(title)}\n\n", *lines])
