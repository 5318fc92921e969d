"""Serving over standard input and output, with an answer to lines that are not valid messages.

The SDK drops such a line without a word, and a client that broke a line waits for ever. JSON-RPC
2.0 (section 5.1) has an answer for it, without an id, because none could be read.
"""

from __future__ import annotations

from types import TracebackType
from typing import Any, Self

from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server
from mcp.shared.message import SessionMessage
from mcp_types import INVALID_REQUEST, PARSE_ERROR, ErrorData, JSONRPCError
from pydantic import ValidationError


class Answering:
    """What a client sent, without the invalid lines, which are answered.

    It has the methods of the SDK's streams that are read.
    """

    def __init__(self, lines: Any, replies: Any) -> None:
        """Read from one stream of the SDK, and write answers to another."""
        self._lines = lines
        self._replies = replies

    @property
    def last_context(self) -> Any:
        """The context of the message read last, which the SDK hands to what answers it."""
        return self._lines.last_context

    async def receive(self) -> SessionMessage:
        """Return the next message.

        Raises:
            anyio.EndOfStream: The client has closed its end.
        """
        while isinstance(item := await self._lines.receive(), Exception):
            error = JSONRPCError(jsonrpc="2.0", id=None, error=what_is_wrong(item))
            await self._replies.send(SessionMessage(error))
        message: SessionMessage = item
        return message

    async def aclose(self) -> None:
        """Close the stream that is read."""
        await self._lines.aclose()

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> SessionMessage:
        from anyio import EndOfStream

        try:
            return await self.receive()
        except EndOfStream:
            raise StopAsyncIteration from None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.aclose()


def what_is_wrong(error: Exception) -> ErrorData:
    """Return what JSON-RPC says to a line that the SDK could not read.

    >>> what_is_wrong(ValueError()).code
    -32700
    """
    if isinstance(error, ValidationError) and error.errors()[0]["type"] != "json_invalid":
        return ErrorData(code=INVALID_REQUEST, message="the line is not a JSON-RPC 2.0 message")
    return ErrorData(code=PARSE_ERROR, message="the line is not JSON")


async def serve(server: Server[Any]) -> None:
    """Serve until the client closes its end."""
    async with stdio_server() as (lines, replies):
        options = server.create_initialization_options()
        await server.run(Answering(lines, replies), replies, options)
