"""The process that reads untrusted files for another: requests on stdin, answers on stdout.

A request is a line of JSON (``{"task", "bytes", "name"}``) and that many bytes; the answers are
lines of JSON, the last of a request ``{"done": true}``. It ends when its standard input does.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from importlib import import_module
from typing import Any

from causalkb.formats.processes import MEMORY, TASKS


def main() -> None:
    """Serve until the other process closes its end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the other one decides what becomes of the rest
    _bound()
    requests = sys.stdin.buffer
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # What a library prints must not come between the answers.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    with suppress(BrokenPipeError):
        while line := requests.readline():
            request = json.loads(line)
            data = requests.read(request["bytes"])
            for message in _answers(TASKS[request["task"]], data, request["name"]):
                answers.write(json.dumps(message).encode() + b"\n")
                answers.flush()


def _answers(task: tuple[str, str], data: bytes, name: str) -> Iterator[dict[str, Any]]:
    module, function = task
    run: Callable[[bytes, str], Iterator[dict[str, Any]]] = getattr(import_module(module), function)
    try:
        yield from run(data, name)
    except MemoryError:
        yield {
            "failed": f"needs more than {MEMORY >> 20} MiB of memory to be read",
            "hint": "print it to a new PDF, or split it",
        }
    except Exception as error:  # a fault of a reader costs this file only
        yield {
            "failed": f"cannot be read ({type(error).__name__}: {str(error)[:200]})",
            "hint": "report it with the file, if it opens in a viewer",
        }
    yield {"done": True}


def _bound() -> None:
    """Bound the memory of this process, and leave no core file, where the system can do that."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


if __name__ == "__main__":
    main()
