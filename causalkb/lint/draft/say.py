"""The texts of findings: short lines, however long the quoted text is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from causalkb.evidence.records import HypothesisBalance, Verdict
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
    """Return how many independent groups speak for and against a hypothesis."""
    groups = balance.groups
    return f"{groups.favour} group{'' if groups.favour == 1 else 's'} for, {groups.against} against"


def verdict(balance: HypothesisBalance) -> str:
    """Return a verdict with its certainty and what it rests or depends on, after "the verdict"."""
    certainty = balance.certainty
    sure = "" if certainty is None else f" with {certainty.level.value} certainty"
    if balance.verdict is Verdict.ARGUED:
        return "is argued: arguments for and against, and nothing to count"
    dependence = balance.depends_on
    if balance.verdict is Verdict.DEPENDS and dependence is not None:
        return (
            f"depends on {dependence.facet.value}{sure}:"
            f" for {dependence.first}, against {dependence.second}"
        )
    if balance.verdict is Verdict.DEPENDS and balance.premises:
        return f"depends on premises{sure}: {', '.join(balance.premises)}"
    return f"is {balance.verdict.value}{sure}: {counts(balance)}"


def verdict_line(balance: HypothesisBalance) -> str:
    """Return a hypothesis with its verdict and its statement."""
    return cut(
        f"{balance.hypothesis.slug} {verdict(balance)}: {balance.hypothesis.statement}", DETAIL
    )
