"""Proposed links as records, their order, and the walk through them one by one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from causalkb.records import Claim, Passage
from causalkb.sentences import spans
from causalkb.store.passages import text_hash
from causalkb.text import clean_line

if TYPE_CHECKING:
    from numpy.typing import NDArray

COLUMNS = ("work", "kind", "slug", "score", "passage", "locator", "nearest", "text")


class ProposalKind(StrEnum):
    """What a proposal wants to link a work to."""

    QUESTION = "question"
    HYPOTHESIS = "hypothesis"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A link that a person may accept.

    Attributes:
        work: Citation key.
        kind: Whether ``slug`` is a question or a hypothesis.
        slug: What to link to.
        score: In [0, 1]; see :mod:`causalkb.evidence.exemplars`.
        passage: The passage of the work that speaks most for the link.
        nearest: What linked thing it resembles most: a claim id, a work key, or a slug.
        cosine: How much, in [-1, 1].
        title: Title of the work.
        statement: The question's title, or what the hypothesis says.
        skipped: Whether a person put it off.
    """

    work: str
    kind: ProposalKind
    slug: str
    score: float
    passage: Passage
    nearest: str = ""
    cosine: float = 0.0
    title: str = ""
    statement: str = ""
    skipped: bool = False

    @property
    def name(self) -> str:
        """What tells it from other proposals.

        A question is decided for the work as a whole, a hypothesis for one passage.
        """
        if self.kind is ProposalKind.QUESTION:
            return f"{self.work} {self.slug}"
        return f"{self.work} {self.slug} {text_hash(self.passage.text).hex()}"

    @property
    def said(self) -> str:
        """The passage without the title of its work, with which an abstract's begins."""
        text = self.passage.text
        if self.title and text.startswith(self.title):
            text = text.removeprefix(self.title).lstrip(". \n")
        return text or self.passage.text

    @property
    def reason(self) -> str:
        """Why it is proposed, in words."""
        if not self.nearest:
            return "resembles nothing that is linked"
        what = "its statement" if self.nearest == self.slug else self.nearest
        return f"resembles {what} ({self.cosine:.2f})"


@dataclass(frozen=True, slots=True)
class Decided:
    """What became of a proposal.

    Attributes:
        proposal: The proposal.
        accepted: Otherwise rejected.
        claim: Id of the claim that took the stance, where it was about a hypothesis.
        command: The number under which ``KnowledgeBase.undo`` brings back what was before.
    """

    proposal: Proposal
    accepted: bool
    claim: str | None = None
    command: int | None = None


def row(proposal: Proposal) -> tuple[object, ...]:
    """Return a plain row, as in ``COLUMNS``."""
    passage = proposal.passage
    return (
        proposal.work,
        proposal.kind.value,
        proposal.slug,
        f"{proposal.score:.2f}",
        passage.claim or passage.kind.value,
        passage.locator,
        proposal.nearest,
        passage.text,
    )


def ordered(proposals: Sequence[Proposal], linked: Collection[str]) -> list[Proposal]:
    """Order proposals: works without a question first, skipped ones last, best first.

    The proposals of one work stand together, and works go by their best proposal.

    Args:
        proposals: The proposals.
        linked: Keys of the works that have a question.
    """
    best: defaultdict[tuple[bool, str], float] = defaultdict(float)
    for p in proposals:
        best[p.skipped, p.work] = max(best[p.skipped, p.work], p.score)

    def place(p: Proposal) -> tuple[object, ...]:
        of_work = (p.skipped, p.work in linked, -best[p.skipped, p.work], p.work)
        return (*of_work, -p.score, p.kind.value, p.slug)

    return sorted(proposals, key=place)


def sentences(text: str) -> list[str]:
    """Split a passage into sentences.

    >>> sentences("Rats learn. They act (p. 3), too.")
    ['Rats learn.', 'They act (p. 3), too.']
    """
    return [clean_line(text[start:end]) for start, end in spans(text)]


def draft_claim(proposal: Proposal, encode: Callable[[Sequence[str]], NDArray[Any]]) -> Claim:
    """Return a claim to start from: the sentence of the passage nearest to the hypothesis.

    Args:
        proposal: A proposal on a hypothesis whose passage is not a claim.
        encode: Texts (n) to unit rows (n, d).
    """
    found = sentences(proposal.said)
    if not found:
        return Claim(text="", locator=proposal.passage.locator)
    if len(found) == 1:
        return Claim(text=found[0], locator=proposal.passage.locator)
    vectors = encode([proposal.statement, *found])
    best = int((vectors[1:] @ vectors[0]).argmax())
    return Claim(text=found[best], locator=proposal.passage.locator)


class Walk:
    """Goes through proposals one by one; what is decided sharpens those of the next works.

    Each proposal comes once; one that is skipped comes once more, at the end.

    Attributes:
        decided: The decisions so far, in order.
        skipped: Names of the proposals skipped in this walk.
    """

    def __init__(self, propose: Callable[[], list[Proposal]]) -> None:
        """Start a walk; ``propose`` computes the proposals that are open, in order."""
        self._propose = propose
        self._queue = propose()
        self._stale = False
        self._work = ""
        self._over: set[str] = set()
        self.decided: list[Decided] = []
        self.skipped: set[str] = set()

    @property
    def left(self) -> int:
        """How many proposals are still to come, the present one included."""
        return len(self._queue)

    def next(self) -> Proposal | None:
        """Return the proposal to decide now, ``None`` when there is none left."""
        of_next_work = not self._queue or self._queue[0].work != self._work
        if self._stale and of_next_work:
            found = [p for p in self._propose() if p.name not in self._over]
            self._queue = sorted(found, key=lambda p: p.skipped or p.name in self.skipped)
            self._stale = False
        if not self._queue:
            return None
        self._work = self._queue[0].work
        return self._queue[0]

    def decide(self, decided: Decided) -> None:
        """Note what was decided of the present proposal, and go on."""
        self.decided.append(decided)
        self.skipped.discard(decided.proposal.name)
        self._queue = [p for p in self._queue if p.name != decided.proposal.name]
        self._stale = True

    def skip(self) -> Proposal:
        """Put the present proposal off, and return it."""
        proposal = self._queue.pop(0)
        self.skipped.add(proposal.name)
        if proposal.skipped:
            self._over.add(proposal.name)
        else:
            self._queue.append(replace(proposal, skipped=True))
        return proposal

    def back(self) -> Decided | None:
        """Take back the last decision, whose proposal comes again now; ``None`` without one."""
        if not self.decided:
            return None
        last = self.decided.pop()
        self._queue.insert(0, last.proposal)
        self._work = last.proposal.work
        return last

    def summary(self) -> str:
        """Say in a line what was done."""
        accepted = [d.proposal.kind for d in self.decided if d.accepted]
        questions = accepted.count(ProposalKind.QUESTION)
        stances = len(accepted) - questions
        rejected = len(self.decided) - len(accepted)
        parts = [
            f"linked {questions} {'question' if questions == 1 else 'questions'}"
            f" and {stances} {'hypothesis' if stances == 1 else 'hypotheses'}",
            f"rejected {rejected}",
            f"skipped {len(self.skipped)}",
        ]
        return ", ".join(parts)


def counted_by_slug(proposals: Sequence[Proposal]) -> str:
    """Say how many proposals there are, and of what: "3 links (animal-learning 2, ethics 1)"."""
    counts = Counter(p.slug for p in proposals)
    said = ", ".join(f"{slug} {n}" for slug, n in counts.most_common())
    links = f"{len(proposals)} {'link' if len(proposals) == 1 else 'links'}"
    return f"{links} ({said})" if said else links
