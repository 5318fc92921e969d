"""Starting fast: a client waits for the answer to ``initialize``."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_collecting() -> Iterator[None]:
    """Make what stays until the end without looking for garbage among it.

    The SDK makes hundreds of classes when it is imported, and Python would go through all objects
    again and again meanwhile: a tenth of the whole start.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
        gc.freeze()
    finally:
        if collecting:
            gc.enable()
