"""The one tool that writes: what it stores is a proposal, which a person decides on."""

from __future__ import annotations

from causalkb.knowledge_base import KnowledgeBase
from causalkb.mcp import answers
from causalkb.mcp.tools import Text


class WritingTools:
    """The tool ``propose_claim``."""

    def __init__(self, kb: KnowledgeBase) -> None:
        """Propose to an open knowledge base."""
        self._kb = kb

    def propose_claim(
        self,
        work: str,
        quote: str,
        sentence: Text = "",
        locator: Text = "",
        hypothesis: Text = "",
        because: Text = "",
        design: Text = "",
        population: Text = "",
        paradigm: Text = "",
    ) -> answers.Proposed:
        """Propose a claim of a work for a person to decide on. The quote must stand in the stored
        text word for word; the sentence says it in other words. No stance is taken."""
        given = {
            "work": work,
            "quote": quote,
            "sentence": sentence,
            "locator": locator,
            "hypothesis": hypothesis,
            "because": because,
            "design": design,
            "population": population,
            "paradigm": paradigm,
        }
        return {"new": self._kb.proposals.propose_claim(given, by="assistant"), "waits": True}
