"""Where the default knowledge base lies, and the files that ship with the code."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path


def default_directory() -> Path:
    """Return the folder of the default knowledge base.

    It is ``CAUSALKB_PATH`` if that is set, else the user data directory of the platform.
    """
    named = os.environ.get("CAUSALKB_PATH")
    if named:
        return expanded(named)
    from platformdirs import user_data_path

    return user_data_path("causalkb")


def expanded(path: str | Path) -> Path:
    """Return a path with "~" or "~user" replaced; where there is no such user, as it is.

    A shell does the same.

    >>> expanded("~nosuchuser/kb").as_posix()
    '~nosuchuser/kb'
    """
    with suppress(RuntimeError):
        return Path(path).expanduser()
    return Path(path)


def resource(name: str) -> Path:
    """Return the path of a file or folder that ships with causalkb (``schema.sql``, ``corpus``).

    In a wheel they lie in ``causalkb/_data``; in a source checkout at the top level.

    Raises:
        FileNotFoundError: The installation is incomplete.
    """
    package = Path(__file__).parent
    for root in (package / "_data", package.parent):
        if (root / name).exists():
            return root / name
    raise FileNotFoundError(f"{name} is missing from this installation of causalkb")
