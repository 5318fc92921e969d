"""The texts of findings: short lines, however long the quoted text is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from causalkb.evidence.balance_records import HypothesisBalance
from causalkb.lint.draft.weaker import Weaker, shown
from causalkb.records import Claim
from causalkb.text import clean_line

MESSAGE = 158
DETAIL = 198
_CUE = 40


def cut(text: str, length: int) -> str:
    """Return a text on one line, no longer than ``length``."""
    text = clean_line(text)
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def quoted(cue: str) -> str:
    """Return the cue of a sentence in quotes."""
    return f"“{cut(cue, _CUE)}”"


def design(claim: Claim) -> str:
    """Return the design of a claim in words."""
    return "no design recorded" if claim.design is None else claim.design.value


def claim_line(claim: Claim, before: str = "") -> str:
    """Return a claim on one line: its role for the sentence, id, design and text."""
    start = f"{before}: " if before else ""
    return cut(f"{start}{claim.id} ({design(claim)}): {claim.text}", DETAIL)


def works(keys: Sequence[str]) -> str:
    """Return at most two keys as they read in a sentence.

    >>> works(["a2001", "b2002", "c2003"])
    'a2001, b2002 and 1 more'
    """
    if len(keys) < 3:
        return " and ".join(keys)
    return f"{keys[0]}, {keys[1]} and {len(keys) - 2} more"


def designs(claims: Iterable[Claim]) -> str:
    """Return the designs of some claims, each once."""
    return ", ".join(dict.fromkeys(map(design, claims)))


def suggestion(ones: tuple[Weaker, ...], before: str) -> tuple[str, ...]:
    """Return the line that offers weaker wording, if there is one to offer."""
    return (cut(f"{before}: {shown(ones)}", DETAIL),) if ones else ()


def counts(balance: HypothesisBalance) -> str:
    """Return how many claims are for and against a hypothesis."""
    pro, con = len(balance.supports), len(balance.contradicts)
    return f"{pro} claim{'' if pro == 1 else 's'} for, {con} against"


def verdict_line(balance: HypothesisBalance) -> str:
    """Return a hypothesis with its verdict and its statement."""
    said = f"{balance.hypothesis.slug} is {balance.verdict.value} ({counts(balance)})"
    return cut(f"{said}: {balance.hypothesis.statement}", DETAIL)
