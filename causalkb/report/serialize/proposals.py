"""Proposed links as plain data: the form of ``suggest --format json``."""

from __future__ import annotations

from typing import Any

from causalkb.evidence.proposals import Proposal


def to_dict(proposal: Proposal) -> dict[str, Any]:
    """Return a proposal for other programs."""
    passage = proposal.passage
    return {
        "work": {"key": proposal.work, "title": proposal.title},
        "kind": proposal.kind.value,
        "slug": proposal.slug,
        "statement": proposal.statement,
        "score": round(proposal.score, 4),
        "passage": {
            "kind": passage.kind.value,
            "text": passage.text,
            "locator": passage.locator,
            "claim": passage.claim,
        },
        "nearest": {"name": proposal.nearest, "cosine": round(proposal.cosine, 4)},
        "skipped": proposal.skipped,
    }
