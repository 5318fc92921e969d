"""What a client may read by address: works, questions and hypotheses, whole, as Markdown."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from mcp.server.mcpserver.resources import ResourceSecurity
from mcp_types import Resource as Listed

from causalkb.knowledge_base import KnowledgeBase
from causalkb.mcp.errors import resource_errors
from causalkb.mcp.pages import shortened
from causalkb.text import clean, clean_line

MARKDOWN = "text/markdown"
TEMPLATES = {
    "work": ("causalkb://work/{name}", "A work with its abstract, note and claims."),
    "question": ("causalkb://question/{name}", "A question: all its hypotheses, weighed."),
    "hypothesis": ("causalkb://hypothesis/{name}", "A hypothesis with all claims on it."),
}
NO_PATHS = ResourceSecurity(reject_path_traversal=False, reject_absolute_paths=False)
"""Keys such as ``DBLP:conf/nips/..`` look like paths, but none of them ever becomes one."""


class Resources:
    """The resources of an open knowledge base."""

    def __init__(self, kb: KnowledgeBase) -> None:
        self._kb = kb

    def work(self, name: str) -> str:
        """Return a work as Markdown.

        Raises:
            ResourceNotFoundError: There is no such key.
        """
        from causalkb.report.rows import works

        with resource_errors():
            work = self._kb.works.get(name)
            claims = self._kb.claims.of(work.key)
            return clean(works.to_markdown(work, claims, self._kb.works.note(work.key)))

    def question(self, name: str) -> str:
        """Return what is known of a question as Markdown.

        Raises:
            ResourceNotFoundError: There is no such question.
        """
        with resource_errors():
            return self._weighed(self._kb.questions.get(name).slug)

    def hypothesis(self, name: str) -> str:
        """Return what is known of a hypothesis as Markdown.

        Raises:
            ResourceNotFoundError: There is no such hypothesis.
        """
        with resource_errors():
            return self._weighed(self._kb.hypotheses.get(name).slug)

    def _weighed(self, slug: str) -> str:
        # What weighs is imported when it is asked for: clients wait for the start.
        from causalkb.report.rows import evidence

        return clean(evidence.to_markdown(self._kb.evidence(slug), 0))

    def listed(self) -> Iterator[Listed]:
        """Yield the questions and hypotheses in use; works are too many to list."""
        for question in self._kb.questions.list():
            yield _listed("question", question.slug, question.title)
        for hypothesis in self._kb.hypotheses.list():
            yield _listed("hypothesis", hypothesis.slug, hypothesis.statement)

    def names(self, kind: str) -> list[str]:
        """Return the names of all resources of a kind."""
        if kind == "work":
            return self._kb.works.keys()
        if kind == "question":
            return [one.slug for one in self._kb.questions.list()]
        return [one.slug for one in self._kb.hypotheses.list()]


def _listed(kind: str, slug: str, text: str) -> Listed:
    line = shortened(clean_line(text), 200)
    uri = f"causalkb://{kind}/{quote(slug, safe='')}"
    return Listed(name=slug, uri=uri, description=line, mime_type=MARKDOWN)
