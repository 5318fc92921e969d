"""A local server in place of Crossref, arXiv and OpenAlex."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer
from services import Services

from causalkb import KnowledgeBase


@pytest.fixture
def services(
    httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, home: Path
) -> Services:
    for name in ("CROSSREF", "ARXIV", "OPENALEX"):
        address = httpserver.url_for("").replace("localhost", "127.0.0.1").rstrip("/")
        monkeypatch.setenv(f"CAUSALKB_{name}_URL", address)
    monkeypatch.setenv("CAUSALKB_CACHE", str(tmp_path / "cache"))
    with KnowledgeBase.open(home, create=True):
        pass
    return Services(httpserver)
