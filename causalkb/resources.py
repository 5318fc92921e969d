"""Where the files that ship with causalkb lie: ``schema.sql`` and ``corpus/``."""

from __future__ import annotations

from pathlib import Path


def resource(name: str) -> Path:
    """Return the path of a shipped file or folder.

    In a wheel they lie in ``causalkb/_data``; in a source checkout at the top level.

    Raises:
        FileNotFoundError: The installation is incomplete.
    """
    package = Path(__file__).parent
    for root in (package / "_data", package.parent):
        if (root / name).exists():
            return root / name
    raise FileNotFoundError(f"{name} is missing from this installation of causalkb")
