"""Errors of the library → errors of the protocol; anything else is a fault and is not shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

from mcp.server.mcpserver.exceptions import ResourceError, ResourceNotFoundError, ToolError

from causalkb.errors import UnknownError, in_words
from causalkb.text import clean_line


@contextmanager
def _as_errors_of(kind_of: Callable[[Exception], type[Exception]]) -> Iterator[None]:
    """Turn an error that a user is to be told of into one of the protocol."""
    try:
        yield
    except Exception as error:
        if (words := in_words(error)) is None:
            raise
        raise kind_of(error)(clean_line(words)) from error


def tool_errors() -> AbstractContextManager[None]:
    """Let a tool fail with our message; the SDK hides that of any other exception.

    Raises:
        ToolError: An error that a user is to be told of.
    """
    return _as_errors_of(lambda _: ToolError)


def resource_errors() -> AbstractContextManager[None]:
    """Let reading a resource fail with our message.

    Raises:
        ResourceNotFoundError: There is none of that name.
        ResourceError: Another error that a user is to be told of.
    """
    return _as_errors_of(
        lambda error: ResourceNotFoundError if isinstance(error, UnknownError) else ResourceError
    )
