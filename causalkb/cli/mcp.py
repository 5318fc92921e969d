"""``mcp``: a server for assistants."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from causalkb.cli.app import FIND, Kb, app, opened, say
from causalkb.errors import InputError
from causalkb.garbage import not_collected


@app.command(rich_help_panel=FIND)
def mcp(
    kb: Kb = None,
    http: Annotated[
        str | None,
        typer.Option(
            "--http",
            metavar="127.0.0.1:PORT",
            help="Serve over HTTP instead of standard input and output; port 0 takes a free one.",
        ),
    ] = None,
    token_file: Annotated[
        Path | None,
        typer.Option(
            "--token-file",
            metavar="FILE",
            help="Holds the token for --http; default: CAUSALKB_MCP_TOKEN, else a new one.",
        ),
    ] = None,
    answer_kb: Annotated[
        int,
        typer.Option(
            "--answer-kb", metavar="KB", min=2, max=10_000, help="Most kilobytes of an answer."
        ),
    ] = 25,
    write: Annotated[
        bool,
        typer.Option(
            "--write",
            help="Offer propose_claim too: its proposals wait for 'causalkb review --claims'.",
        ),
    ] = False,
) -> None:
    """Serve the knowledge base to assistants by the Model Context Protocol.

    Eight tools, which read and change nothing: search, show, evidence, claims, matrix, lint_text,
    grade, explain. A client starts this command and speaks JSON-RPC with it; how to configure
    clients: docs/mcp.md. Needs the extra: pip install 'causalkb[mcp]'.
    """
    if token_file is not None and http is None:
        raise InputError("--token-file is for --http; standard input and output need no token")
    try:
        with not_collected():  # a client waits, and the SDK makes hundreds of classes
            from causalkb.mcp.server import build, serve_stdio
    except ImportError as error:
        raise InputError(
            f"the server needs its extra: pip install 'causalkb[mcp]' ({error})"
        ) from None
    with opened(kb) as base:
        with not_collected():
            server = build(base, room=answer_kb * 1_000, write=write)
        if http is None:
            serve_stdio(server)
            return
        from causalkb.mcp.http import address_of, serve, token_of

        address = address_of(http)
        token, new = token_of(token_file)
        serve(server, address, token, lambda url: say(_listening(url, token if new else "")))


def _listening(url: str, token: str) -> str:
    return f"serving {url}" + (f"\ntoken, for this time: {token}" if token else "")
