"""What is made at its first use, so that nobody pays for the rest: imports, regular expressions."""

from __future__ import annotations

import sys
from importlib import import_module

TYPE_CHECKING = False  # as in causalkb/__init__.py
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from re import Pattern


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


class _CompiledOnUse:
    """Stands for a compiled pattern, whose methods it takes over as they are asked for."""

    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern = pattern
        self._flags = flags

    def __getattr__(self, name: str) -> object:
        import re

        # Kept by the caches of both: this object looks a method up once.
        value = getattr(re.compile(self.pattern, self._flags), name)
        setattr(self, name, value)
        return value


def compiled_on_use(pattern: str, flags: int = 0) -> Pattern[str]:
    """Return what ``re.compile`` would, compiled when it is first used.

    A command imports hundreds of patterns and uses a few; each takes up to several milliseconds.
    It has the methods and attributes of a pattern, but functions of ``re`` do not take it.

    >>> year = compiled_on_use("(1[89]|20)[0-9]{2}")
    >>> year.search("Pearl (2009)")[0], year.pattern
    ('2009', '(1[89]|20)[0-9]{2}')
    """
    return _CompiledOnUse(pattern, flags)  # type: ignore[return-value]  # looks like one
