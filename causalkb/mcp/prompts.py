"""Prompts that a person may choose in a client: what to look up, and how to answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple


class Offered(NamedTuple):
    """A prompt with the title and the sentence that a client shows of it."""

    name: str
    title: str
    about: str
    text: Callable[..., str]


def weigh_claim(claim: str) -> str:
    """Ask what the evidence says of a claim."""
    return f"""Weigh this claim against the causalkb knowledge base:

{_fenced(claim)}

1. Call `evidence` with the claim. If nothing_close is true, call `search`; if that has nothing
   close either, say so and stop: do not weigh it from memory.
2. Name the hypothesis that you took it to be, and say where it says less or more than the claim.
3. Give the verdict, its certainty with the reasons, and the independent groups on each side.
4. Quote the two strongest claims for and the two strongest against, each with its id, work, quote
   and place (`claims`, `show`). Say which of them are read from an abstract only.
5. Say on what the answer depends, and what would overturn it: overturned_by, and wrong_if.
6. Call `grade` on the claim: is it worded more causally than those designs carry?
Cite claims by id. Keep what the knowledge base says apart from what you add."""


def steel_man(position: str) -> str:
    """Ask for the strongest case of the other side."""
    return f"""Make the strongest honest case against this position, with the causalkb server:

{_fenced(position)}

1. Call `evidence` with it, then `matrix` on its question: which rivals does it exclude, and which
   claims tell them apart?
2. Call `claims` with that hypothesis and stance=contradicts, and with its rivals and
   stance=supports. Prefer direct claims, experiments, and claims whose quotes were found.
3. Write the case in at most five points, the strongest first, each with claim ids, quotes and
   places. Leave out claims that fell; say where a claim is disputed.
4. Then say what of the position survives the case, and which single result would settle it.
If the knowledge base has little on the other side, say that this is a gap and not a win."""


def review_paragraph(paragraph: str) -> str:
    """Ask for a review of a paragraph's causal sentences."""
    return f"""Review the causal sentences of this paragraph with the causalkb knowledge base:

{_fenced(paragraph)}

1. Call `lint_text` with the paragraph as it is, and go through the findings, errors first.
2. For each, quote the sentence, say what is wrong in one line, and show the claims that it rests
   on or that stand against it (`show`, with quote and place).
3. For each association that is worded as an effect, call `explain`: which rival explanation would
   a careful reader raise first?
4. Offer a wording of each faulty sentence that the evidence licenses. Change nothing else.
5. List causal sentences without a citation, and the works that could be cited (`search`)."""


def _fenced(text: str) -> str:
    """Return what a person typed between fences longer than any in it."""
    fence = "```"
    while fence in text:
        fence += "`"
    return f"{fence}\n{text}\n{fence}"


PROMPTS = (
    Offered("weigh_claim", "Weigh this claim", "What the evidence says of a claim.", weigh_claim),
    Offered(
        "steel_man",
        "Steel-man the other side",
        "The strongest case against a position, from its evidence.",
        steel_man,
    ),
    Offered(
        "review_paragraph",
        "Review my paragraph",
        "Causal sentences that say more than their evidence.",
        review_paragraph,
    ),
)
