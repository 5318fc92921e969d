"""Exits with 0 where a web address answers within three seconds in all, else with 1."""

from __future__ import annotations

import os
import sys
import threading
import urllib.request


def ask(url: str) -> None:
    """Leave the process with 0 when the address has answered."""
    try:
        with urllib.request.urlopen(urllib.request.Request(url, method="HEAD"), timeout=3):
            os._exit(0)
    except (OSError, ValueError):
        os._exit(1)


if __name__ == "__main__":
    # Looking up a name has no time limit of its own.
    thread = threading.Thread(target=ask, args=(sys.argv[1],), daemon=True)
    thread.start()
    thread.join(3)
    os._exit(1)
