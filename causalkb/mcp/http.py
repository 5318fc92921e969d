"""The server over HTTP, on this machine only and for who has the token."""

from __future__ import annotations

import hmac
import ipaddress
import os
import secrets
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import anyio
import uvicorn
from mcp.server.mcpserver import MCPServer
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from causalkb.errors import InputError
from causalkb.files import read_file

TOKEN = "CAUSALKB_MCP_TOKEN"
"""The environment variable that may hold the token."""
_SHORTEST = 16
_LONGEST_FILE = 4_096


class OnlyWithToken:
    """Passes requests that carry the token, and answers all others with 401."""

    def __init__(self, app: ASGIApp, token: str) -> None:
        self._app = app
        self._expected = f"Bearer {token}".encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request."""
        if scope["type"] == "http":
            given = Headers(scope=scope).get("authorization", "").encode()
            if not hmac.compare_digest(given, self._expected):
                refusal = PlainTextResponse(
                    "this server needs the header 'Authorization: Bearer TOKEN'\n",
                    401,
                    {"WWW-Authenticate": "Bearer"},
                )
                await refusal(scope, receive, send)
                return
        await self._app(scope, receive, send)


def address_of(text: str) -> tuple[str, int]:
    """Return host and port of ``HOST:PORT`` or ``PORT``; port 0 takes one that is free.

    Raises:
        InputError: It is not one, or not an address of this machine alone: the token and the
            answers travel unencrypted.

    >>> address_of("8765"), address_of("[::1]:0")
    (('127.0.0.1', 8765), ('::1', 0))
    """
    host, _, port = text.rpartition(":")
    host = host.removeprefix("[").removesuffix("]") or "127.0.0.1"
    if not (port.isascii() and port.isdigit() and int(port) <= 65_535):
        raise InputError(f"{text!r} is not an address; write 127.0.0.1:PORT")
    if host != "localhost" and not _loopback(host):
        raise InputError(
            f"{host} can be reached from other machines, and the token would travel unencrypted;"
            " serve on 127.0.0.1 behind a proxy with TLS"
        )
    return host, int(port)


def _loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def token_of(file: Path | None) -> tuple[str, bool]:
    """Return the token of a file, else of the environment, else a new one; and whether it is new.

    Raises:
        InputError: The file cannot be read, or the token is too short or not plain ASCII.
    """
    if file is not None:
        token, place = read_file(file, _LONGEST_FILE).decode("utf-8", "replace").strip(), str(file)
    else:
        token, place = os.environ.get(TOKEN, "").strip(), TOKEN
    if not token and file is None:
        return secrets.token_urlsafe(24), True
    if len(token) < _SHORTEST or not (token.isascii() and token.isprintable()) or " " in token:
        raise InputError(
            f"{place}: a token has at least {_SHORTEST} characters of ASCII without blanks"
        )
    return token, False


def serve(
    server: MCPServer[Any], address: tuple[str, int], token: str, ready: Callable[[str], None]
) -> None:
    """Serve over HTTP until the process is told to end.

    Args:
        server: The server.
        address: Host and port.
        token: What requests have to carry.
        ready: Called with the address of the server as soon as it listens.

    Raises:
        InputError: The port cannot be had.
    """
    host, port = address
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((host, port))
        except OSError as error:
            raise InputError(f"cannot serve on {host}:{port}: {error.strerror}") from error
        listening.listen()
        app = OnlyWithToken(server.streamable_http_app(host="127.0.0.1"), token)
        config = uvicorn.Config(app, log_level="warning", lifespan="on")
        shown = f"[{host}]" if ":" in host else host
        ready(f"http://{shown}:{listening.getsockname()[1]}/mcp")
        anyio.run(lambda: uvicorn.Server(config).serve(sockets=[listening]))
