"""Errors of the library → errors of the protocol; anything else is a fault and is not shown."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from mcp.server.mcpserver.exceptions import ResourceError, ResourceNotFoundError, ToolError

from causalkb.errors import UnknownError, in_words
from causalkb.text import clean_line


@contextmanager
def tool_errors() -> Iterator[None]:
    """Let a tool fail with our message; the SDK hides that of any other exception.

    Raises:
        ToolError: An error that a user is to be told of.
    """
    try:
        yield
    except Exception as error:
        if (words := in_words(error)) is None:
            raise
        raise ToolError(clean_line(words)) from error


@contextmanager
def resource_errors() -> Iterator[None]:
    """Let reading a resource fail with our message.

    Raises:
        ResourceNotFoundError: There is none of that name.
        ResourceError: Another error that a user is to be told of.
    """
    try:
        yield
    except Exception as error:
        if (words := in_words(error)) is None:
            raise
        kind = ResourceNotFoundError if isinstance(error, UnknownError) else ResourceError
        raise kind(clean_line(words)) from error
