"""``kb.questions`` and ``kb.hypotheses``: what is asked, and the testable answers."""

from __future__ import annotations

import builtins
from collections import Counter
from dataclasses import replace

from causalkb.collections.collection import Collection, unchanged
from causalkb.records import Filters, Hypothesis, HypothesisMatch, Question

_A_SLIP = 88.0
"""Similarity (0-100, rapidfuzz ``ratio``) from which an unknown slug is one that was mistyped."""


class Questions(Collection):
    """The causal questions of a knowledge base, by slug."""

    def get(self, slug: str) -> Question:
        """Return one question, retired or not.

        Raises:
            UnknownError: There is no such question; the error carries the nearest slugs.
        """
        return self._store.questions.get(slug)

    def list(self) -> builtins.list[Question]:
        """Return the questions in use, in their order."""
        return self._store.questions.all()

    def slugs(self) -> builtins.list[str]:
        """Return the slugs of all questions, retired ones included."""
        return self._store.questions.slugs()

    def work_counts(self, filters: Filters | None = None) -> dict[str, int]:
        """Return the number of works on each question in use, by slug.

        Args:
            filters: Only works that pass.

        Raises:
            UnknownError: A filter names what does not exist.
        """
        counts = dict(self._store.questions.work_counts())
        if not filters:
            return counts
        passing = self._store.works.many(self._store.selection.works(filters)).values()
        found = Counter(slug for work in passing for slug in work.questions)
        return {slug: found[slug] for slug in counts}

    def put(self, question: Question, *, base: Question | None = None) -> bool:
        """Add or change a question; return whether anything changed. ``init`` keeps it so.

        Args:
            question: What it is to be.
            base: The record that it was made from; where it is another by now, nothing is stored.

        Raises:
            ConflictError: It was changed since ``base`` was read.
            InputError: Its slug is not one, or it says nothing.
        """
        from causalkb.ingest.questions import put_question

        with self._store.database.atomic():
            unchanged(question.slug, base, lambda: self.get(question.slug))
            changed = put_question(self._store, question)
            if changed:
                self._not_undoable("question")
        return changed

    def retire(self, slug: str, *, back: bool = False) -> bool:
        """Leave a question out of all listings, or bring it back; return whether that changed it.

        Its hypotheses and links are kept.

        Raises:
            UnknownError: There is no such question.
        """
        with self._store.database.atomic():
            return self.put(replace(self.get(slug), retired=not back))


class Hypotheses(Collection):
    """The hypotheses of a knowledge base, by slug."""

    def get(self, slug: str) -> Hypothesis:
        """Return one hypothesis, retired or not.

        Raises:
            UnknownError: There is no such hypothesis; the error carries the nearest slugs.
        """
        return self._store.questions.hypothesis(slug)

    def list(
        self, question: str | None = None, *, retired: bool = False
    ) -> builtins.list[Hypothesis]:
        """Return the hypotheses in use of one question or of all; with ``retired``, those too.

        Raises:
            UnknownError: There is no such question.
        """
        return self._store.questions.hypotheses(question, retired=retired)

    def nearest(self, sentence: str, *, limit: int = 3) -> builtins.list[HypothesisMatch]:
        """Return the hypotheses in use that are nearest to a sentence, nearest first.

        Raises:
            UnknownError: There is no hypothesis.
        """
        from causalkb.evidence.asked import nearest_hypotheses

        return nearest_hypotheses(self._store, self._session.encoder, sentence, limit)

    def put(self, hypothesis: Hypothesis, *, base: Hypothesis | None = None) -> bool:
        """Add or change a hypothesis; return whether anything changed. ``init`` keeps it so.

        Args:
            hypothesis: What it is to be.
            base: The record that it was made from; where it is another by now, nothing is stored.

        Raises:
            ConflictError: It was changed since ``base`` was read.
            UnknownError: There is no such question.
            InputError: Its slug is not one, or it says nothing.
        """
        from causalkb.ingest.questions import put_hypothesis

        with self._store.database.atomic():
            unchanged(hypothesis.slug, base, lambda: self.get(hypothesis.slug))
            changed = put_hypothesis(self._store, hypothesis)
            if changed:
                self._not_undoable("hypothesis")
        return changed

    def check_rivals(self, hypothesis: Hypothesis) -> None:
        """Refuse a rival that is not there and resembles one that is: a slip of the pen.

        Raises:
            UnknownError: There is such a rival; it carries the slugs that may be meant.
        """
        from rapidfuzz import fuzz, process

        from causalkb.errors import UnknownError

        known = [s for s in self._store.questions.hypothesis_slugs() if s != hypothesis.slug]
        for rival in self.absent_rivals(hypothesis):
            if process.extractOne(rival, known, scorer=fuzz.ratio, score_cutoff=_A_SLIP):
                raise UnknownError("hypothesis", rival, known)

    def absent_rivals(self, hypothesis: Hypothesis) -> builtins.list[str]:
        """Return the rivals of a hypothesis that are not there, under no slug they ever had."""
        return self._store.questions.absent_rivals(hypothesis)

    def retire(self, slug: str, *, back: bool = False) -> bool:
        """Leave a hypothesis out of listings and balances, or bring it back; its links are kept.

        Returns:
            Whether that changed it.

        Raises:
            UnknownError: There is no such hypothesis.
        """
        with self._store.database.atomic():
            return self.put(replace(self.get(slug), retired=not back))
