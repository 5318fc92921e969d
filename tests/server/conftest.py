"""A server on the small library, and ways to ask it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from clients import Ask, Wire, with_client

from causalkb import KnowledgeBase


@pytest.fixture
def ask(kb: KnowledgeBase) -> Ask:
    def call(tool: str, /, **arguments: object) -> dict[str, Any]:
        answer = with_client(kb, lambda client: client.call_tool(tool, arguments))
        assert not answer.is_error, answer.content[0].text
        assert json.loads(answer.content[0].text) == answer.structured_content
        return dict(answer.structured_content)

    return call


@pytest.fixture
def refused(kb: KnowledgeBase) -> Callable[..., str]:
    """Call a tool that is to fail, and return what the client is told."""

    def call(tool: str, /, **arguments: object) -> str:
        answer = with_client(kb, lambda client: client.call_tool(tool, arguments))
        assert answer.is_error
        return str(answer.content[0].text)

    return call


@pytest.fixture
def wire(kb_path: Path) -> Iterator[Wire]:
    server = Wire()
    yield server
    server.process.kill()
    server.process.communicate()
