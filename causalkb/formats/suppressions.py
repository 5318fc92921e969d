"""Suppressions of the audit as YAML: reader and writer.

A list of ``rule``, ``subject`` and ``reason``, optionally ``works``; ``shipped`` and ``retired``
(true or false) where they are not what the corpus that ships with causalkb lets expect.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from causalkb.errors import InputError
from causalkb.formats.yaml_text import dump, load
from causalkb.records import Suppression

_FIELDS = ("rule", "subject", "works", "reason", "shipped", "retired")


class Stated(NamedTuple):
    """A suppression of a file; ``shipped`` is ``None`` where the file does not say it."""

    suppression: Suppression
    shipped: bool | None = None
    retired: bool = False


def read(text: str, source: str) -> list[Stated]:
    """Return the suppressions of a file.

    Raises:
        InputError: The file is not of the expected form.
    """
    items = load(text, source) or []
    if not isinstance(items, list):
        raise InputError(f"{source} must be a list of suppressions")
    return [_stated(item, f"{source}: suppression {n}") for n, item in enumerate(items, 1)]


def _stated(item: Any, where: str) -> Stated:
    if not isinstance(item, dict):
        raise InputError(f"{where} must be 'name: value' pairs")
    for name in item:
        if name not in _FIELDS:
            raise InputError(f"{where}: {name!r} is not one of {', '.join(_FIELDS)}")
    works = item.get("works") or []
    if not (isinstance(works, list) and all(isinstance(key, str) for key in works)):
        raise InputError(f"{where}: 'works' must be a list of keys")
    rule, subject, reason = (_text(item, name, where) for name in ("rule", "subject", "reason"))
    shipped = None if "shipped" not in item else _flag(item, "shipped", where)
    suppression = Suppression(rule, subject, reason, tuple(works), bool(shipped))
    return Stated(suppression, shipped, "retired" in item and _flag(item, "retired", where))


def _text(item: dict[str, Any], name: str, where: str) -> str:
    value = item.get(name)
    if not isinstance(value, str) or not value.strip():
        raise InputError(f"{where} needs a {name!r}")
    return " ".join(value.split())


def _flag(item: dict[str, Any], name: str, where: str) -> bool:
    if item[name] not in ("true", "false"):
        raise InputError(f"{where}: {name!r} must be true or false")
    return bool(item[name] == "true")


def write(stated: Iterable[Stated]) -> str:
    """Return suppressions as YAML; :func:`read` gives the same back."""
    return dump([_written(*one) for one in stated])


def _written(suppression: Suppression, shipped: bool | None, retired: bool) -> dict[str, Any]:
    said: dict[str, Any] = {"rule": suppression.rule, "subject": suppression.subject}
    if suppression.works:
        said["works"] = list(suppression.works)
    said["reason"] = suppression.reason
    if shipped is not None:
        said["shipped"] = shipped
    if retired:
        said["retired"] = True
    return said
