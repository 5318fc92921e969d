"""The entry point: says which module registers which command, and runs the application."""

from __future__ import annotations

import os
import signal
import sys

from causalkb.cli import streams
from causalkb.cli.app import COMMANDS, INTERRUPTED, app, say

__all__ = ["MODULES", "app", "main"]

MODULES = {
    "ingest": "init add edit tag remove",
    "duplicates": "duplicates merge",
    "search": "search reindex",
    "works": "show list stats",
    "open": "open",
    "store": "doctor backup restore",
    "evidence": "evidence matrix",
    "questions": "question hypothesis",
    "question_lists": "questions hypotheses question hypothesis",
    "code": "code",
    "explain": "explain",
    "compete": "compete",
    "claims": "note undo claim",
    "claim_lists": "claims claim",
    "vocabulary": "vocabulary",
    "table": "table",
    "suggest": "suggest",
    "review": "review",
    "map": "map graph",
    "grade": "grade",
    "audit": "audit",
    "lint": "lint",
    "suppressions": "suppression exception",
    "probe": "probe",
    "probe_results": "probe",
    "report": "report",
    "export": "export",
    "mcp": "mcp",
    "site": "site",
    "watch": "watch",
}
"""The modules of this package by name, with the commands and groups that each registers.

A command is imported when it is asked for; ``--help`` and a name that does not exist import all.
"""

COMMANDS.expect(app, {f"causalkb.cli.{name}": commands for name, commands in MODULES.items()})


def main() -> None:
    """Run ``causalkb``."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    streams.prepare()
    # NumPy multiplies small matrices here, a vector with a few thousand at most. The threads of its
    # library (OpenBLAS) wait for more by turning in a loop, which costs more than they save.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        app()
    except KeyboardInterrupt:  # before a command has begun: what it needs is being built
        say("causalkb: interrupted")
        sys.exit(INTERRUPTED)


if __name__ == "__main__":
    main()
