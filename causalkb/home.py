"""Where a knowledge base lives when no path is given."""

from __future__ import annotations

import os
from pathlib import Path

ENVIRONMENT = "CAUSALKB_PATH"


def default_directory() -> Path:
    """Return ``CAUSALKB_PATH`` if it is set, else a folder in the user's data directory."""
    named = os.environ.get(ENVIRONMENT)
    if named:
        return Path(named).expanduser()
    from platformdirs import user_data_path

    return user_data_path("causalkb")
