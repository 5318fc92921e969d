"""What ``kb.proposals`` does with candidates: decide on them, and take in those of programs."""

from __future__ import annotations

import builtins
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from causalkb.errors import CausalKBError, InputError
from causalkb.records import Candidate, Claim, Problem, ProposalsRead, QuestionProgress
from causalkb.vocabulary import Extent

if TYPE_CHECKING:
    from causalkb.session import Session
    from causalkb.store.candidates import CandidateState
    from causalkb.store.store import Store


class ClaimProposals:
    """Deciding on candidates one by one; a claim is made only of one that a person was shown.

    A part of :class:`causalkb.collections.proposals.Proposals`.
    """

    _session: Session

    @property
    def _store(self) -> Store:
        return self._session.store

    def draft_of(self, candidate: Candidate) -> Claim:
        """Return the claim to start from: the sentence, its quote and the fields; no stance."""
        work_id = self._store.works.id_of(candidate.work)
        state = self._states(work_id).get(candidate.quote)
        text = str(state.draft.get("sentence", "")) if state else ""
        return Claim(
            text=text or candidate.quote,
            quote=candidate.quote,
            locator=candidate.locator or None,
            design=candidate.design,
            population=candidate.population,
            paradigm=candidate.paradigm,
            rung=candidate.rung,
            wording=candidate.wording,
            n=candidate.n,
            effects=candidate.effects,
            extent=Extent.ABSTRACT if candidate.locator == "abstract" else None,
        )

    def accept_claim(self, candidate: Candidate, claim: Claim) -> tuple[str, int]:
        """Make a claim of a candidate; return its id and the number that ``undo`` takes.

        Raises:
            InputError: The claim has no text, or its quote is not in the work's text.
            UnknownError: No such work or hypothesis.
        """
        from causalkb.ingest.manual import add_claim

        work_id = self._store.works.id_of(candidate.work)
        with self._store.database.atomic():
            command = self._keep("claim accepted", work_id)
            made = add_claim(self._store, self._session.chunk, candidate.work, claim)
            self._decide(work_id, candidate, "accepted")
        return made, command

    def set_claim_aside(self, candidate: Candidate, *, never: bool = False) -> int:
        """Let a candidate come last, or ``never`` again; return the number that ``undo`` takes.

        Raises:
            UnknownError: There is no such work.
        """
        work_id = self._store.works.id_of(candidate.work)
        with self._store.database.atomic():
            command = self._keep("candidate set aside", work_id)
            self._decide(work_id, candidate, "never" if never else "skipped")
        return command

    def propose_claim(self, proposal: Mapping[str, Any], *, by: str = "") -> bool:
        """Let a candidate wait that a program proposes; return whether it is new.

        Args:
            proposal: ``work`` and ``quote``; may have ``locator``, ``sentence`` (in own words),
                ``design``, ``population``, ``paradigm``, ``rung``, ``wording``, ``n``,
                ``effects``, ``hypothesis``, ``side``, ``because`` and ``by``.
            by: The program, where the proposal does not name it.

        Raises:
            InputError: A field cannot be read, or the quote is not in the stored text, word for
                word.
            UnknownError: There is no such work.
        """
        from causalkb.candidates.proposed import checked

        work_id, state = checked(self._store, proposal, by)
        with self._store.database.atomic():
            return self._store.candidates.put(work_id, state)

    def import_claims(self, text: str, *, source: str = "", by: str = "") -> ProposalsRead:
        """Let the candidates of JSON Lines wait; a bad line costs no other.

        Args:
            text: One proposal a line; see :meth:`propose_claim`.
            source: Where it is from, for the account.
            by: The program, where a line does not name it.
        """
        from causalkb.candidates.proposed import read_lines

        added = known = 0
        problems = []
        for number, line in read_lines(text):
            try:
                if isinstance(line, InputError):
                    raise line
                new = self.propose_claim(line, by=by)
            except CausalKBError as error:
                problems.append(Problem(source or "proposals", str(error), number))
                continue
            added, known = added + new, known + (not new)
        return ProposalsRead(added, known, tuple(problems))

    def progress(self) -> builtins.list[QuestionProgress]:
        """Return how far the works of each question were read for claims."""
        return [
            QuestionProgress(slug, works, claims, seen, works - claims - seen)
            for slug, works, claims, seen in self._store.candidates.progress()
        ]

    def _states(self, work_id: int) -> dict[str, CandidateState]:
        return self._store.candidates.of_works([work_id]).get(work_id, {})

    def _keep(self, name: str, work_id: int) -> int:
        command = self._store.undo.begin()
        self._store.undo.keep(command, name, work_id)
        return command

    def _decide(self, work_id: int, candidate: Candidate, state: str) -> None:
        from causalkb.store.candidates import CandidateState

        one = CandidateState(candidate.quote, state, candidate.locator, {}, candidate.by)
        self._store.candidates.decide(work_id, one)
