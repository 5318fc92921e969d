"""``kb.suppressions``: findings of the audit that someone looked at and lets pass."""

from __future__ import annotations

import builtins
from collections.abc import Iterable

from causalkb.collections.collection import Collection
from causalkb.errors import InputError, UnknownError
from causalkb.records import Suppression


class Suppressions(Collection):
    """The suppressed findings of a knowledge base, by rule and subject."""

    def list(self) -> builtins.list[Suppression]:
        """Return the suppressions in use, by rule and subject."""
        return self._store.suppressions.all()

    def add(self, rule: str, subject: str, reason: str, works: Iterable[str] = ()) -> str | None:
        """Suppress a finding from now on; return the reason recorded before, if any.

        Args:
            rule: The rule that reports it.
            subject: The claim id or the slug of the hypothesis.
            reason: Why it is suppressed; for those who come after.
            works: Keys of the only works that such a finding may name; none means any.

        Raises:
            UnknownError: No such rule, claim, hypothesis or work; the error carries the nearest.
            InputError: There is no reason.
        """
        from causalkb.lint.rules import KNOWLEDGE_BASE
        from causalkb.text import clean_line

        about = {one.id: one.about for one in KNOWLEDGE_BASE if one.about != "suppression"}
        if rule not in about:
            raise UnknownError("rule", rule, about, f"there are {', '.join(about)}")
        if about[rule] == "claim":
            self._store.claims.id_of(subject)
        else:
            self._store.questions.hypothesis(subject)
        reason = clean_line(reason)
        if not reason:
            raise InputError("a suppression needs a reason")
        keys = tuple(dict.fromkeys(works))
        for key in keys:
            self._store.works.id_of(key)
        before = {(one.rule, one.subject): one.reason for one in self.list()}
        with self._store.database.atomic():
            self._store.suppressions.put(Suppression(rule, subject, reason, keys))
            self._not_undoable("suppression add")
        return before.get((rule, subject))

    def remove(self, rule: str, subject: str) -> None:
        """Report a suppressed finding again.

        Raises:
            UnknownError: Nothing is suppressed for that rule and subject.
        """
        with self._store.database.atomic():
            self._store.suppressions.remove(rule, subject)
            self._not_undoable("suppression remove")
