"""What ``KnowledgeBase`` and its collections take and return is importable from ``causalkb``."""

from __future__ import annotations

import dataclasses
import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from enum import Enum
from functools import cached_property
from types import ModuleType
from typing import Any, get_args, get_type_hints

import pytest

import causalkb
from causalkb import KnowledgeBase, records
from causalkb.collections.collection import Collection

# Parts below the API, which its docstrings say may change.
INNER = {"store", "indexes", "encoder"}


def _collections() -> list[type]:
    package = importlib.import_module("causalkb.collections")
    for found in pkgutil.iter_modules(package.__path__, "causalkb.collections."):
        importlib.import_module(found.name)
    return Collection.__subclasses__()


def _methods() -> Iterator[tuple[str, Any]]:
    for one in (KnowledgeBase, *_collections()):
        for name, member in inspect.getmembers(one):
            if name.startswith("_") or name in INNER or isinstance(member, cached_property):
                continue  # a cached property is a collection, which has its own turn
            function = member.fget if isinstance(member, property) else member
            if inspect.isroutine(function):
                yield f"{one.__name__}.{name}", function


METHODS = dict(_methods())
# Those that a user makes or reads; others pass between parts of the package alone.
RECORDS = [getattr(records, name) for name in records.__all__ if name in causalkb.__all__]


def _hints(function: Any) -> dict[str, Any]:
    # Names that a module imports for type checking alone have to come from ``causalkb``.
    offered = {name: getattr(causalkb, name) for name in causalkb.__all__}
    return get_type_hints(function, localns=offered | function.__globals__)


def _classes(hint: Any) -> Iterator[type]:
    for part in get_args(hint):
        yield from _classes(part)
    if inspect.isclass(hint) and hint.__module__.startswith("causalkb"):
        yield hint


@pytest.mark.parametrize("function", METHODS.values(), ids=METHODS)
def test_what_a_method_takes_and_returns_is_importable(function: Any) -> None:
    hints = _hints(function)
    for hint in hints.values():
        for one in _classes(hint):
            assert getattr(causalkb, one.__name__, None) is one, one
            assert one.__name__ in causalkb.__all__


@pytest.mark.parametrize("function", METHODS.values(), ids=METHODS)
def test_what_a_method_returns_is_frozen(function: Any) -> None:
    returned = _hints(function).get("return")
    for one in _classes(returned):
        if one is KnowledgeBase or issubclass(one, (Enum, tuple)):
            continue
        assert dataclasses.is_dataclass(one), one
        assert one.__dataclass_params__.frozen, one  # type: ignore[attr-defined]


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)
def test_what_a_record_is_made_of_is_importable(record: type) -> None:
    for hint in get_type_hints(record).values():
        for one in _classes(hint):
            assert getattr(causalkb, one.__name__, None) is one, one


def test_every_collection_hangs_on_the_knowledge_base(empty: KnowledgeBase) -> None:
    members = inspect.getmembers(KnowledgeBase, lambda one: isinstance(one, cached_property))
    assert {type(getattr(empty, name)) for name, _ in members} == set(_collections())


def test_every_name_offered_exists() -> None:
    for name in causalkb.__all__:
        found = getattr(causalkb, name)
        assert not isinstance(found, ModuleType)
    with pytest.raises(AttributeError, match="no attribute 'Nothing'"):
        causalkb.Nothing  # noqa: B018
