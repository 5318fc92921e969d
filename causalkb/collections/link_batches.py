"""What ``kb.proposals`` does with links: propose them, and decide on many at a time."""

from __future__ import annotations

import builtins
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from causalkb.collections.claim_drafts import ClaimDrafts
from causalkb.errors import CausalKBError, InputError
from causalkb.records import FieldProposal, Filters, LinksDecided, Problem
from causalkb.vocabulary import Field

if TYPE_CHECKING:
    from causalkb.evidence.proposals import Proposal, ProposalKind
    from causalkb.formats.link_sheet import LinkRow

_FIELD_AT_LEAST = 0.6
"""The share of the votes of the nearest works from which a field is right in 19 of 20."""


class LinkBatches(ClaimDrafts):
    """Links to questions, and fields of works.

    A part of :class:`causalkb.collections.proposals.Proposals`.
    """

    def list(
        self,
        key: str | Sequence[str] | None = None,
        *,
        limit: int | None = None,
        at_least: float | None = None,
        kinds: Collection[ProposalKind] | None = None,
        filters: Filters | None = None,
    ) -> builtins.list[Proposal]:
        """Propose questions and hypotheses that a work, or any work, may be linked to.

        Args:
            key: Citation key of a work, or several in their order; default: all, those without a
                question first.
            limit: Most proposals; default: all.
            at_least: The lowest score, from 0 to 1; default: what is worth a look.
            kinds: Only questions or only hypotheses.
            filters: Only works that pass: of an author, a venue, a tag ...; with questions, only
                what is proposed for these, whatever the works are linked to.

        Raises:
            UnknownError: There is no such work, or a filter names what is not there.
        """
        from causalkb.evidence.proposals import ProposalKind
        from causalkb.evidence.suggest import AT_LEAST, suggest

        self._catch_up()
        keys = (key,) if key is None or isinstance(key, str) else dict.fromkeys(key)
        found: builtins.list[Proposal] = []
        for one in keys:
            found += suggest(
                self._store,
                self._session.indexes.fingerprint,
                self._session.indexes.dimension,
                one,
                limit=None if filters else limit,
                at_least=AT_LEAST if at_least is None else at_least,
                kinds=tuple(ProposalKind) if kinds is None else kinds,
            )
        return (self._passing(found, filters) if filters else found)[:limit]

    def _passing(self, found: builtins.list[Proposal], filters: Filters) -> builtins.list[Proposal]:
        asked, others = set(filters.questions), replace(filters, questions=())
        for slug in asked:
            self._store.questions.get(slug)
        asked |= {h.slug for h in self._store.questions.hypotheses() if h.question in asked}
        ids = self._store.selection.works(others)
        passing = {work.key for work in self._store.works.many(ids).values()}
        return [p for p in found if p.work in passing and (not asked or p.slug in asked)]

    def _catch_up(self) -> None:
        """Embed what has no vector yet, where there is any and it may be written."""
        fingerprint, passages = self._session.indexes.fingerprint, self._store.passages
        if not self._store.database.writable or not self._store.works.count():
            return
        texts = {text for _, text in self._store.questions.texts()}
        held, _ = passages.vectors_of_texts(
            fingerprint, list(texts), self._session.indexes.dimension
        )
        if len(held) < len(texts) or self._session.indexes.lacks_vectors():
            self._session.sync()

    def accept_above(
        self,
        score: float | Mapping[str, float],
        key: str | Sequence[str] | None = None,
        filters: Filters | None = None,
        *,
        dry_run: bool = False,
    ) -> builtins.list[Proposal]:
        """Link works to the proposed questions that score at least so much; return the links.

        Never a hypothesis: only a person who reads the claim can say which stance it takes.

        Args:
            score: The lowest score, or one for each question by slug; others are left alone.
            key: Citation key of a work, or several; default: all that pass.
            filters: As for :meth:`list`.
            dry_run: Store nothing, return what would be linked.

        Raises:
            InputError: A score is not from 0 to 1.
            UnknownError: There is no such work or question, or a filter names what is not there.
        """
        from causalkb.evidence.proposals import ProposalKind

        by_question = score if isinstance(score, Mapping) else {}
        least = min(by_question.values(), default=0.0) if isinstance(score, Mapping) else score
        for one in (*by_question.values(), least):
            if not 0 <= one <= 1:
                raise InputError(f"a score lies between 0 and 1; {one:g} does not")
        for slug in by_question:
            self._store.questions.get(slug)
        kinds = (ProposalKind.QUESTION,)
        found = self.list(key, at_least=least, kinds=kinds, filters=filters)
        if isinstance(score, Mapping):
            found = [p for p in found if p.score >= by_question.get(p.slug, 2.0)]
        if dry_run or not found:
            return found
        with self._store.database.atomic():
            command = self._store.undo.begin()
            for work in dict.fromkeys(p.work for p in found):
                self._store.undo.keep(command, "links accepted", self._store.works.id_of(work))
            for p in found:
                work_id = self._store.works.id_of(p.work)
                self._decide_link(work_id, p.slug, p.passage.text, accepted=True)
        self._session.sync()
        return found

    def _decide_link(self, work_id: int, slug: str, text: str, *, accepted: bool) -> None:
        if accepted:
            self._link_question(work_id, slug)
        self._store.decisions.put(work_id, question=slug, text=text, accepted=accepted)

    def _link_question(self, work_id: int, slug: str) -> None:
        from causalkb.ingest.passages import rebuild_passages

        self._store.questions.get(slug)
        self._store.works.add_questions(work_id, [slug])
        # The keyword index holds the questions of a work with its passages.
        rebuild_passages(self._store, self._session.chunk, work_id)

    # In a spreadsheet

    def link_sheet(self, found: Iterable[Proposal]) -> str:
        """Return proposed links to questions as CSV, a row each, with an empty decision.

        Proposed hypotheses are left out: their claims have to be read.
        """
        from causalkb.evidence.proposals import ProposalKind
        from causalkb.formats.link_sheet import write

        return write(
            (p.work, p.slug, f"{p.score:.2f}", p.title, p.statement, p.reason, p.passage.text)
            for p in found
            if p.kind is ProposalKind.QUESTION
        )

    def is_link_sheet(self, path: Path) -> bool:
        """Whether a sheet asks of links to questions, not of sentences.

        Raises:
            InputError: The file cannot be read.
        """
        from causalkb.formats.decision_sheet import header, read_sheet

        names = header(read_sheet(path))
        return bool({"question", "asks"} & set(names)) and "quote" not in names

    def decide_links(self, path: Path) -> LinksDecided:
        """Decide what the rows of a filled sheet of links say; a bad row costs no other.

        ``undo`` takes the whole sheet back, but for what was put off with "skip".

        Raises:
            InputError: The file cannot be read.
        """
        from causalkb.formats.decision_sheet import read_sheet
        from causalkb.formats.link_sheet import read

        problems: builtins.list[Problem] = []
        counts = dict.fromkeys(("accept", "never", "skip", "known"), 0)
        command = self._store.undo.begin()
        kept: set[int] = set()
        for row in read(read_sheet(path), str(path)):
            if isinstance(row, Problem):
                problems.append(row)
                continue
            try:
                with self._store.database.atomic():
                    done = self._decide_row(row, command, kept)
            except CausalKBError as error:
                problems.append(Problem(str(path), str(error), row.line, row.work or None))
                continue
            counts[row.decision if done else "known"] += 1
        if counts["accept"]:
            self._session.sync()
        return LinksDecided(
            counts["accept"], counts["never"], counts["skip"], counts["known"], tuple(problems)
        )

    def _decide_row(self, row: LinkRow, command: int, kept: set[int]) -> bool:
        """Carry a decision out; whether anything changed."""
        if not row.work or not row.question:
            raise InputError("the row names no work and question; leave these columns as they are")
        work_id = self._store.works.id_of(self._store.works.known_as(row.work))
        key = self._store.works.key_of(work_id)
        slug = self._store.questions.get(row.question).slug
        linked = slug in self._store.works.get(key).questions
        if linked and row.decision == "accept":
            return False
        if linked:
            raise InputError(f"{key} is linked to {slug}; 'causalkb edit {key}' changes that")
        name, skipped = f"{key} {slug}", self._store.decisions.skipped()
        if row.decision == "skip":
            self._store.decisions.set_skipped(skipped | {name})
            return name not in skipped
        accepted = row.decision == "accept"
        before = self._store.decisions.of_question(work_id, slug)
        if before is not None and before == accepted:
            return False
        if work_id not in kept:
            self._store.undo.keep(command, "review sheet", work_id)
            kept.add(work_id)
        self._decide_link(work_id, slug, row.passage or row.work, accepted=accepted)
        self._store.decisions.set_skipped(skipped - {name})
        return True

    # Fields

    def fields(
        self, filters: Filters | None = None, *, at_least: float = _FIELD_AT_LEAST
    ) -> builtins.list[FieldProposal]:
        """Propose a field for works that have none, by the works that resemble them.

        Args:
            filters: Which works.
            at_least: The lowest share of the votes of the nearest works, from 0 to 1.

        Raises:
            UnknownError: A filter names what is not there.
        """
        from causalkb.evidence.work_fields import propose_fields

        if not self._session.indexes.dimension:
            return []
        self._catch_up()
        indexes = self._session.indexes
        ids = self._without_field(filters)
        return propose_fields(self._store, indexes.fingerprint, indexes.dimension, ids, at_least)

    def set_fields(self, fields: Mapping[str, Field]) -> int:
        """Give works the fields, by citation key; return how many changed, which ``undo`` undoes.

        Later imports leave these fields alone.

        Raises:
            UnknownError: There is no such work.
        """
        from causalkb.ingest.edit import set_field

        ids = {self._store.works.id_of(key): field for key, field in fields.items()}
        with self._store.database.atomic():
            command = self._store.undo.begin()
            return sum(set_field(self._store, command, one, f) for one, f in ids.items())

    def without_field(self, filters: Filters | None = None) -> builtins.list[str]:
        """Return the keys of the works that pass the filters and have no field.

        Raises:
            UnknownError: A filter names what is not there.
        """
        works = self._store.works.many(self._without_field(filters))
        return [work.key for work in works.values()]

    def _without_field(self, filters: Filters | None) -> builtins.list[int]:
        ids = self._store.selection.works(filters or Filters())
        works = self._store.works.many(ids)
        return [one for one in ids if works[one].field is None]
