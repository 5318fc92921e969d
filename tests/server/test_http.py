"""The server over HTTP: on this machine, for who has the token."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import anyio
import httpx2
import pytest
from conftest import Cli
from mcp import Client
from mcp.client.streamable_http import streamable_http_client

TOKEN = "a token of no one else".replace(" ", "-")


@pytest.fixture
def address(kb_path: Path) -> Iterator[str]:
    """A server on a port of its own."""
    process = subprocess.Popen(
        [sys.executable, "-m", "causalkb.cli.main", "mcp", "--http", "127.0.0.1:0"],
        stderr=subprocess.PIPE,
        env={**os.environ, "CAUSALKB_MCP_TOKEN": TOKEN},
        text=True,
    )
    assert process.stderr is not None
    said = process.stderr.readline()
    found = re.search(r"http://127\.0\.0\.1:\d+/mcp", said)
    assert found, said
    yield found[0]
    process.terminate()
    _, errors = process.communicate(timeout=20)
    assert "Traceback" not in errors
    assert TOKEN not in errors


def test_the_token_opens_it_and_nothing_else_does(address: str) -> None:
    async def ask() -> str:
        bearer = {"Authorization": f"Bearer {TOKEN}"}
        async with (
            httpx2.AsyncClient(headers=bearer) as http,
            Client(streamable_http_client(address, http_client=http)) as client,
        ):
            shown = await client.call_tool("show", {"id": "pearl2009causality"})
            return str(shown.structured_content["work"]["title"])

    assert anyio.run(ask) == "Causality: Models, Reasoning, and Inference"
    body = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
    for headers in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": TOKEN}):
        answer = httpx2.post(address, json=body, headers=headers)
        assert answer.status_code == 401
        assert "Authorization: Bearer TOKEN" in answer.text
        assert answer.headers["WWW-Authenticate"] == "Bearer"
    # A page of another host that a browser was led to by its name service.
    led = {"Authorization": f"Bearer {TOKEN}", "Host": "evil.example"}
    assert httpx2.post(address, json=body, headers=led).status_code in (403, 421)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--http", "0.0.0.0:8000"], "can be reached from other machines"),
        (["--http", "example.org:80"], "can be reached from other machines"),
        (["--http", "127.0.0.1:99999"], "is not an address; write 127.0.0.1:PORT"),
        (["--http", "127.0.0.1"], "is not an address"),
        (["--token-file", "x"], "--token-file is for --http"),
        (["--http", "127.0.0.1:0", "--token-file", "/nowhere/token"], "/nowhere/token"),
    ],
)
def test_what_cannot_be_served_is_told(
    cli: Cli, kb_path: Path, options: list[str], told: str
) -> None:
    done = cli("mcp", *options)
    assert done.exit_code == 2
    assert told in done.stderr


def test_a_short_token_is_refused(cli: Cli, kb_path: Path, tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text("short\n")
    done = cli("mcp", "--http", "0", "--token-file", file)
    assert (done.exit_code, "at least 16 characters" in done.stderr) == (2, True)
    done = cli("mcp", "--http", "0", CAUSALKB_MCP_TOKEN="with some blanks in it")
    assert (done.exit_code, "without blanks" in done.stderr) == (2, True)
