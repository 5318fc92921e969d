"""The entry point: imports the modules that register commands, then runs the application."""

from __future__ import annotations

import signal

from causalkb.cli import (
    audit,
    claims,
    code,
    duplicates,
    evidence,
    explain,
    export,
    grade,
    ingest,
    map,
    questions,
    report,
    search,
    store,
    streams,
    suggest,
    vocabulary,
)
from causalkb.cli.app import app

__all__ = ["app", "main"]

_MODULES = (
    ingest,
    duplicates,
    search,
    store,
    evidence,
    questions,
    code,
    explain,
    claims,
    vocabulary,
    suggest,
    map,
    grade,
    audit,
    report,
    export,
)


def main() -> None:
    """Run ``causalkb``."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    streams.prepare()
    app()


if __name__ == "__main__":
    main()
