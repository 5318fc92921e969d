"""Names of a package that are imported at their first use, so that nobody pays for the others."""

from __future__ import annotations

import sys
from importlib import import_module

TYPE_CHECKING = False  # as in causalkb/__init__.py
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def imported_on_use(package: str, modules: Mapping[str, str]) -> Callable[[str], object]:
    """Return a function that serves as the ``__getattr__`` of a package (PEP 562).

    Args:
        package: The package's full name.
        modules: Full names of modules with the names that each gives, between blanks.

    >>> get = imported_on_use("causalkb", {"causalkb.text": "clean fold"})
    >>> get("fold")("Ä")
    'a'
    >>> get("other")
    Traceback (most recent call last):
        ...
    AttributeError: module 'causalkb' has no attribute 'other'
    """
    module_of = {name: module for module, names in modules.items() for name in names.split()}

    def get(name: str) -> object:
        if name not in module_of:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        value = getattr(import_module(module_of[name]), name)
        setattr(sys.modules[package], name, value)
        return value

    return get
