"""The entry point: imports the modules that register commands, then runs the application."""

from __future__ import annotations

from causalkb.cli import (
    audit,
    claims,
    evidence,
    explain,
    grade,
    ingest,
    map,
    report,
    retrieval,
    store,
    suggest,
    summary,
)
from causalkb.cli.app import app

__all__ = ["app", "main"]

_MODULES = (
    ingest,
    retrieval,
    store,
    evidence,
    explain,
    claims,
    suggest,
    map,
    grade,
    audit,
    summary,
    report,
)


def main() -> None:
    """Run ``causalkb``."""
    app()


if __name__ == "__main__":
    main()
