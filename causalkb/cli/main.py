"""The entry point: imports the modules that register commands, then runs the application."""

from __future__ import annotations

import signal

from causalkb.cli import (
    audit,
    claim_lists,
    claims,
    code,
    duplicates,
    evidence,
    explain,
    export,
    grade,
    ingest,
    lint,
    map,
    mcp,
    question_lists,
    questions,
    report,
    search,
    site,
    store,
    streams,
    suggest,
    suppressions,
    table,
    vocabulary,
    works,
)
from causalkb.cli.app import COMMANDS, app

__all__ = ["app", "main"]

_MODULES = (
    ingest,
    duplicates,
    search,
    works,
    store,
    evidence,
    questions,
    question_lists,
    code,
    explain,
    claims,
    claim_lists,
    vocabulary,
    table,
    suggest,
    map,
    grade,
    audit,
    lint,
    suppressions,
    report,
    export,
    mcp,
    site,
)


COMMANDS.take(app)


def main() -> None:
    """Run ``causalkb``."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    streams.prepare()
    app()


if __name__ == "__main__":
    main()
