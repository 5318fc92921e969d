"""A claim as plain data: what every format says of it."""

from __future__ import annotations

from typing import Any

from causalkb.records import Claim


def claim_data(claim: Claim) -> dict[str, Any]:
    """Return id, work, text and design of a claim.

    >>> claim_data(Claim("Rats intervene.", "rats2006#1", "rats2006"))["id"]
    'rats2006#1'
    """
    return {
        "id": claim.id,
        "work": claim.work,
        "text": claim.text,
        "design": claim.design and claim.design.value,
    }
