"""Clients of the server: the SDK's in this process, and a process that is spoken to in JSON."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Awaitable, Callable
from typing import Any

import anyio
from mcp import Client

from causalkb import KnowledgeBase
from causalkb.mcp.server import build


def with_client(kb: KnowledgeBase, work: Callable[[Client], Awaitable[Any]], **options: Any) -> Any:
    """Do something with a client that is connected to a server on a knowledge base."""

    async def run() -> Any:
        async with Client(build(kb, **options)) as client:
            return await work(client)

    return anyio.run(run)


def ask(kb: KnowledgeBase, tool: str, /, **arguments: object) -> dict[str, Any]:
    """Call a tool and return its structured answer."""
    answer = with_client(kb, lambda client: client.call_tool(tool, arguments))
    assert not answer.is_error, answer.content[0].text
    assert json.loads(answer.content[0].text) == answer.structured_content
    return dict(answer.structured_content)


def refused(kb: KnowledgeBase, tool: str, /, **arguments: object) -> str:
    """Call a tool that is to fail, and return what the client is told."""
    answer = with_client(kb, lambda client: client.call_tool(tool, arguments))
    assert answer.is_error
    return str(answer.content[0].text)


class Wire:
    """A server in a process of its own, spoken to in lines of JSON."""

    def __init__(self, *options: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "causalkb.cli.main", "mcp", *options],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        )
        self._number = 0

    def send(self, message: object) -> None:
        """Send one line."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(message).encode() + b"\n")
        self.process.stdin.flush()

    def ask(self, method: str, **parameters: object) -> dict[str, Any]:
        """Send a request and return the whole response."""
        assert self.process.stdout is not None
        self._number += 1
        self.send({"jsonrpc": "2.0", "id": self._number, "method": method, "params": parameters})
        line = self.process.stdout.readline()
        answer: dict[str, Any] = json.loads(line)
        assert answer["jsonrpc"] == "2.0"
        assert answer["id"] == self._number
        return answer

    def initialize(self) -> dict[str, Any]:
        """Shake hands as clients do."""
        answer = self.ask(
            "initialize",
            protocolVersion="2025-06-18",
            capabilities={},
            clientInfo={"name": "test", "version": "1"},
        )
        self.send({"jsonrpc": "2.0", "method": "notifications/initialized"})
        return dict(answer["result"])

    def end(self) -> tuple[int, str]:
        """Close standard input, as a client does that goes; return exit code and stderr."""
        _, errors = self.process.communicate(timeout=30)
        return self.process.returncode, errors.decode()
