"""``kb.proposals``: links that a work may have, and decisions on them."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import replace
from functools import cached_property, partial
from typing import TYPE_CHECKING

from causalkb.collections.collection import Collection as Base
from causalkb.collections.link_batches import LinkBatches
from causalkb.errors import InputError
from causalkb.records import Candidate, Candidates, Claim, Filters, Work
from causalkb.session import Progress
from causalkb.vocabulary import PassageKind, Stance

if TYPE_CHECKING:
    from causalkb.candidates.learned import Learned
    from causalkb.candidates.near import Nearest
    from causalkb.candidates.order import Order
    from causalkb.candidates.vectors import Vectors
    from causalkb.evidence.proposals import Decided, Proposal

_FORM_HELP = """
Change the claim above; what stands below its front matter is not kept.
Fields: text, design, rung, wording, subject, stance, locator, quote, effects, tags.
"""


class Proposals(Base, LinkBatches):
    """Proposed links and claims; each is made only by accepting its proposal."""

    _made: Vectors | None = None

    def claims(
        self,
        key: str | Sequence[str] | None = None,
        filters: Filters | None = None,
        *,
        at_least: float | None = None,
        per_work: int | None = None,
        progress: Progress | None = None,
    ) -> Candidates:
        """Return sentences that may be claims of a work, or of all works that pass the filters.

        Each is a sentence of an annotation, the abstract or a full text, word for word, with its
        place and with fields to start from; none has a stance. What a claim quotes is left out.

        Args:
            key: Citation key of a work, or several; default: all that pass.
            filters: Which works, where no key is given.
            at_least: The lowest score, from 0 to 1; default 0.5. With 0, all prose sentences.
            per_work: Most candidates of a work, the best; default: all.
            progress: Called while works are read, and while sentences are encoded.

        Raises:
            UnknownError: There is no such work, or a filter names what is not there.
        """
        from causalkb.candidates.choose import AT_LEAST, candidates

        reading, encoding = (
            None if progress is None else partial(progress, what)
            for what in ("Reading works", "Encoding sentences")
        )
        embedded = bool(self._session.indexes.dimension)
        with self._vectors().telling(encoding) if embedded else nullcontext():
            return candidates(
                self._store,
                self._nearest,
                self._ids_of(key, filters),
                at_least=AT_LEAST if at_least is None else at_least,
                per_work=per_work,
                learned=self._learned if embedded else None,
                progress=reading,
            )

    def in_order(
        self, found: Sequence[Candidate], decided: Sequence[tuple[Candidate, bool]] = ()
    ) -> tuple[Candidate, ...]:
        """Return candidates in the order that follows from the decisions so far, best first.

        Args:
            found: The candidates.
            decided: What was decided since the first call, and whether it was accepted.
        """
        self._order.tell(decided)
        return tuple(self._order.sorted(found))

    def has_learned(self) -> bool:
        """Whether enough was accepted, and enough set aside, for an order to be learned."""
        return self._order.learns

    @cached_property
    def _order(self) -> Order:
        from causalkb.candidates.order import order_of

        embedded = bool(self._session.indexes.dimension)
        rows = self._vectors().of_texts if embedded else self._nearest().by_words
        return order_of(self._store, rows)

    def _nearest(self) -> Nearest:
        """What finds hypotheses: by words, and by vectors where statements have some."""
        from causalkb.candidates.near import Nearest
        from causalkb.evidence.suggest import Suggester

        indexes = self._session.indexes
        if not indexes.dimension:
            return Nearest(self._store)
        read = Suggester(self._store, indexes.fingerprint, indexes.dimension).hypotheses
        if not read.targets or not len(read.vectors):
            return Nearest(self._store)
        return Nearest(self._store, read, self._vectors())

    def _learned(self, near: Nearest) -> Learned:
        """What reads fields as the claims of other works have them."""
        from causalkb.candidates.learned import Learned

        return Learned(self._store, self._vectors(), near.by_words)

    def _vectors(self) -> Vectors:
        """What makes vectors: one for all that is asked, as long as the encoder is the same."""
        from causalkb.candidates.vectors import Vectors

        indexes = self._session.indexes
        if self._made is None or self._made.fingerprint != indexes.fingerprint:
            self._made = Vectors(
                self._store,
                indexes.fingerprint,
                indexes.dimension,
                lambda texts, progress=None: self._session.encoder.encode(texts, progress),
            )
        return self._made

    def decide(
        self,
        proposal: Proposal,
        accept: bool,
        *,
        stance: Stance | str | None = None,
        claim: Claim | None = None,
    ) -> Decided:
        """Accept or reject a proposal, in one transaction; a rejected one never comes again.

        Accepting a question links it to the work. Accepting a hypothesis gives the stance to the
        claim that the passage is; where it is none, a claim is made (see :meth:`draft_claim`).

        Args:
            proposal: What :meth:`list` proposed.
            accept: Otherwise reject.
            stance: What the claim says of the hypothesis; needed to accept one.
            claim: What the claim shall say, in place of what it says or of the draft.

        Raises:
            InputError: A hypothesis is accepted without a stance, or a claim without a text, or
                with nothing but the title of the work, which asserts nothing.
            UnknownError: The work, question or hypothesis is gone.
        """
        from causalkb.evidence.proposals import Decided, ProposalKind

        work_id = self._store.works.id_of(proposal.work)
        about_question = proposal.kind is ProposalKind.QUESTION
        if accept and not about_question and stance is None:
            raise InputError(
                f"a claim cannot be linked to {proposal.slug} without a stance: {', '.join(Stance)}"
            )
        with self._store.database.atomic():
            command = self._store.undo.begin()
            self._store.undo.keep(command, "accept" if accept else "reject", work_id)
            claim_id = None
            if accept and about_question:
                self._link_question(work_id, proposal.slug)
            elif accept:
                claim_id = self._take_stance(proposal, Stance(str(stance)), claim)
            self._store.decisions.put(
                work_id,
                question=proposal.slug if about_question else None,
                hypothesis=None if about_question else proposal.slug,
                text=proposal.passage.text,
                accepted=accept,
            )
            skipped = self._store.decisions.skipped()
            if proposal.name in skipped:
                self._store.decisions.set_skipped(skipped - {proposal.name})
        return Decided(proposal, accept, claim_id, command)

    def put_off(self, proposal: Proposal) -> None:
        """Let a proposal come after all others, without deciding it."""
        with self._store.database.atomic():
            self._store.decisions.set_skipped(self._store.decisions.skipped() | {proposal.name})

    def _take_stance(self, proposal: Proposal, stance: Stance, claim: Claim | None) -> str:
        """Give a claim the stance, made or changed as need be; return its id."""
        from causalkb.ingest.manual import add_claim, edit_claim

        self._store.questions.hypothesis(proposal.slug)
        stances = {**(claim.stances if claim else {}), proposal.slug: stance}
        known = proposal.passage.claim
        if known is None:
            if claim is None and proposal.passage.kind is PassageKind.TITLE:
                raise InputError("a title asserts nothing; say first what the work claims")
            new = replace(claim or self.draft_claim(proposal), stances=stances)
            return add_claim(self._store, self._session.chunk, proposal.work, new)
        row_id = self._store.claims.id_of(known)
        if claim is not None:
            edit_claim(self._store, self._session.chunk, known, claim)
        self._store.claims.link(row_id, stances, {}, origin="hand")
        return known

    def draft_claim(self, proposal: Proposal) -> Claim:
        """Return the claim that accepting a proposal would link: the passage's own, or a draft.

        A draft says what the sentence of the passage says that is nearest to the hypothesis.
        """
        from causalkb.evidence.proposals import draft_claim

        known = proposal.passage.claim
        if known is not None:
            row_id = self._store.claims.id_of(known)
            return self._store.claims.many([row_id])[row_id]
        return draft_claim(proposal, lambda texts: self._session.encoder.encode(texts))

    def claim_form(self, key: str, claim: Claim) -> str:
        """Return a claim as the front matter of a note, for a person to change."""
        from causalkb.formats.note.writer import format_note

        return format_note(Work(key=key), [replace(claim, id=f"{key}#1")], _FORM_HELP)

    def read_claim_form(self, key: str, text: str) -> Claim:
        """Return the claim that a changed form states.

        Raises:
            InputError: The form cannot be read, or states not exactly one claim.
            UnknownError: There is no such hypothesis.
        """
        from causalkb.formats.note import reader as note
        from causalkb.records import ParsedWork

        items = list(note.read(text.encode("utf-8", "replace"), f"claim of {key}"))
        item = items[0]
        if not isinstance(item, ParsedWork):
            raise InputError("; ".join(str(problem) for problem in items))
        if len(item.claims or ()) != 1:
            raise InputError("the form must state exactly one claim")
        (claim,) = item.claims or ()
        for slug in claim.stances:
            self._store.questions.hypothesis(slug)
        return claim
