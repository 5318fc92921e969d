"""Work that makes much and drops little, done without looking for garbage."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def not_collected() -> Iterator[None]:
    """Do something without looking for objects that only refer to one another.

    Python would go through all objects again and again while many are made, which costs up to a
    fifth of the time. What nothing refers to is freed as always.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()
