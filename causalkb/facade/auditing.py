"""Distrust: what says more than its evidence, in the knowledge base and in drafts."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from causalkb.errors import InputError, UnknownError
from causalkb.facade.opened import Opened
from causalkb.records import AuditException

if TYPE_CHECKING:
    from causalkb.lint.findings import Audit


class Auditing(Opened):
    """The verbs that find overclaims, and what is let pass."""

    def audit(self, question: str | None = None, *, weights: str | Path | None = None) -> Audit:
        """Find claims worded beyond their evidence, and verdicts that hang by a thread.

        Args:
            question: Slug of the only question to look at; default: everything.
            weights: YAML or JSON file with weights of one's own (``docs/evidence-model.md``).

        Raises:
            UnknownError: There is no such question.
            InputError: The weights cannot be read.
        """
        from causalkb.evidence.weights import DEFAULT_WEIGHTS, Weights
        from causalkb.lint.knowledge_base.whole import audit_store

        table = DEFAULT_WEIGHTS if weights is None else Weights.from_file(weights)
        return audit_store(self.store, question, table)

    def lint(self, draft: str | bytes, file: str, syntax: str | None = None) -> Audit:
        """Find causal sentences of a draft that say more than their evidence.

        Args:
            draft: The text; bytes are decoded.
            file: Its name: for places, and for the markup where ``syntax`` does not say it.
            syntax: "markdown", "latex" or "text".

        Raises:
            InputError: Nothing tells the markup.

        >>> import tempfile
        >>> from causalkb import KnowledgeBase
        >>> with KnowledgeBase.open(tempfile.mkdtemp(), create=True) as kb:
        ...     audit = kb.lint("Noise impairs sleep [@nobody2020].", "draft.md")
        >>> [(finding.rule, finding.place.line) for finding in audit.findings][0]
        ('unknown-citation', 1)
        """
        from causalkb.lint.draft import Syntax, evidence_of, lint, syntax_of

        markup = syntax_of(file) if syntax is None else Syntax(syntax)
        if self.store.database.writable:
            self.sync()
        # The model is not loaded for a draft without causal sentences.
        evidence = evidence_of(self.store, lambda texts: self.encoder.encode_queries(texts))
        return lint(draft, file=file, syntax=markup, evidence=evidence)

    def exceptions(self) -> list[AuditException]:
        """Return what the audit lets pass, by rule and subject."""
        return self.store.exceptions.all()

    def add_exception(
        self, rule: str, subject: str, reason: str, works: Iterable[str] = ()
    ) -> str | None:
        """Let a finding pass from now on; return the reason that there was before, if any.

        Args:
            rule: The rule that finds it.
            subject: The claim id or the slug of the hypothesis.
            reason: Why it may pass; for those who come after.
            works: Keys of the only works that such a finding may speak of; none means any.

        Raises:
            UnknownError: No such rule, claim, hypothesis or work; it carries the nearest.
            InputError: There is no reason.
        """
        from causalkb.lint.rules import KNOWLEDGE_BASE
        from causalkb.text import clean_line

        about = {one.id: one.about for one in KNOWLEDGE_BASE if one.about != "exception"}
        if rule not in about:
            raise UnknownError("rule", rule, about, f"there are {', '.join(about)}")
        if about[rule] == "claim":
            self.store.claims.id_of(subject)
        else:
            self.store.questions.hypothesis(subject)
        reason = clean_line(reason)
        if not reason:
            raise InputError("an exception needs a reason")
        keys = tuple(dict.fromkeys(works))
        for key in keys:
            self.store.works.id_of(key)
        before = {(e.rule, e.subject): e.reason for e in self.exceptions()}
        with self.store.database.atomic():
            self.store.exceptions.put(AuditException(rule, subject, reason, keys))
        return before.get((rule, subject))

    def remove_exception(self, rule: str, subject: str) -> None:
        """Take an exception back.

        Raises:
            UnknownError: There is none for that rule and subject; it carries the nearest.
        """
        with self.store.database.atomic():
            self.store.exceptions.remove(rule, subject)

    def stated_in(self, subjects: Iterable[str]) -> dict[str, str]:
        """Return the file that states each claim: its work's note, else the knowledge base."""
        found: dict[str, str] = {}
        fallback = str(self.store.database.directory / "causalkb.db")
        for subject in subjects:
            key, hash_, _ = subject.rpartition("#")
            found[subject] = fallback
            if not hash_:
                continue
            try:
                sources = self.store.provenance.sources(self.store.works.id_of(key))
            except UnknownError:
                continue
            notes = [source for source in sources if source.endswith(".md")]
            if notes:
                found[subject] = notes[-1].replace("corpus:", "corpus/", 1)
        return found
