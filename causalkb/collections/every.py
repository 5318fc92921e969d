"""The collections of a knowledge base, each imported when it is asked for."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from causalkb.collections.claims import Claims
    from causalkb.collections.codings import Codings
    from causalkb.collections.competitions import Competitions
    from causalkb.collections.documents import Documents
    from causalkb.collections.probes import Probes
    from causalkb.collections.proposals import Proposals
    from causalkb.collections.questions import Hypotheses, Questions
    from causalkb.collections.suppressions import Suppressions
    from causalkb.collections.tables import Tables
    from causalkb.collections.tags import Tags
    from causalkb.collections.vocabulary import Vocabulary
    from causalkb.collections.works import Works
    from causalkb.session import Session


class Every:
    """What there is of each kind of record; a part of ``KnowledgeBase``."""

    _session: Session

    @cached_property
    def works(self) -> Works:
        """The works."""
        from causalkb.collections.works import Works

        return Works(self._session)

    @cached_property
    def claims(self) -> Claims:
        """What the works assert."""
        from causalkb.collections.claims import Claims

        return Claims(self._session)

    @cached_property
    def questions(self) -> Questions:
        """The causal questions."""
        from causalkb.collections.questions import Questions

        return Questions(self._session)

    @cached_property
    def hypotheses(self) -> Hypotheses:
        """Their testable answers."""
        from causalkb.collections.questions import Hypotheses

        return Hypotheses(self._session)

    @cached_property
    def tags(self) -> Tags:
        """The tags of works."""
        from causalkb.collections.tags import Tags

        return Tags(self._session)

    @cached_property
    def suppressions(self) -> Suppressions:
        """Findings of the audit that someone lets pass."""
        from causalkb.collections.suppressions import Suppressions

        return Suppressions(self._session)

    @cached_property
    def proposals(self) -> Proposals:
        """Links that a work may have, and decisions on them."""
        from causalkb.collections.proposals import Proposals

        return Proposals(self._session)

    @cached_property
    def probes(self) -> Probes:
        """Stored runs of the probe battery."""
        from causalkb.collections.probes import Probes

        return Probes(self._session)

    @cached_property
    def competitions(self) -> Competitions:
        """Stored competitions of structures on data."""
        from causalkb.collections.competitions import Competitions

        return Competitions(self._session)

    @cached_property
    def codings(self) -> Codings:
        """What second readers entered."""
        from causalkb.collections.codings import Codings

        return Codings(self._session)

    @cached_property
    def tables(self) -> Tables:
        """Evidence tables."""
        from causalkb.collections.tables import Tables

        return Tables(self._session)

    @cached_property
    def documents(self) -> Documents:
        """Syntheses and other documents."""
        from causalkb.collections.documents import Documents

        return Documents(self._session)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The words that claims and hypotheses may use."""
        from causalkb.collections.vocabulary import Vocabulary

        return Vocabulary(self._session)
