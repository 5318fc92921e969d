"""Findings that someone looked at and lets pass."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Suppression:
    """A finding of the audit that someone looked at and lets pass.

    ``subject`` is a claim id or the slug of a hypothesis. With ``works``, it covers only findings
    that speak of no other works.
    """

    rule: str
    subject: str
    reason: str
    works: tuple[str, ...] = ()
    shipped: bool = False
