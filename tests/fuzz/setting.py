"""Where targets run: a folder, and knowledge bases that each input leaves as they were."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

from causalkb import KnowledgeBase

TESTS = Path(__file__).parents[1]
ROOT = TESTS.parent
NOTES = TESTS / "data" / "notes"
# The builders of files that other tests have.
sys.path.extend(str(TESTS / name) for name in ("", "archive", "ingest", "pdf", "zotero"))


class _Undone(Exception):
    """Ends a transaction that is to leave nothing behind."""


class Setting:
    """A folder, and what targets need in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._open = ExitStack()

    def close(self) -> None:
        """Close what was opened."""
        self._open.close()

    def file(self, name: str, data: bytes) -> Path:
        """Write a file into the folder and return its path."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return path

    @cached_property
    def kb(self) -> KnowledgeBase:
        """A dozen works, three notes and three questions, embedded."""
        kb = self._open.enter_context(KnowledgeBase.open(self.folder / "kb", create=True))
        kb.add_questions(NOTES / "questions.yaml")
        kb.add(NOTES)
        return kb

    @cached_property
    def empty(self) -> KnowledgeBase:
        """A knowledge base with nothing in it."""
        return self._open.enter_context(KnowledgeBase.open(self.folder / "empty", create=True))

    @cached_property
    def server(self) -> Any:
        """The server for assistants on the small library."""
        from causalkb.mcp.server import build

        return build(self.kb, write=True)

    @cached_property
    def everything(self) -> Path:
        """A knowledge base as text that has something of every kind."""
        from everything import fill

        folder = self.folder / "everything"
        with KnowledgeBase.open(self.folder / "filled", create=True) as kb:
            kb.add_questions(NOTES / "questions.yaml")
            kb.add(NOTES, embed=False)
            fill(kb)
            kb.export_all(folder)
        shutil.rmtree(self.folder / "filled")
        return folder


@contextmanager
def undone(kb: KnowledgeBase) -> Iterator[None]:
    """Take back all that a block writes; what it wrote is first found to be whole."""
    try:
        with kb.store.database.atomic():
            yield
            found = kb.store.database.conn.execute("PRAGMA foreign_key_check").fetchone()
            assert found is None, f"a row refers to one that is missing: {tuple(found)}"
            raise _Undone
    except _Undone:
        pass
