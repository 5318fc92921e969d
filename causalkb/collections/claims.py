"""``kb.claims``: what the works assert."""

from __future__ import annotations

import builtins
import re
from collections.abc import Iterable, Mapping

from causalkb.collections.collection import Collection, unchanged
from causalkb.records import Claim, ClaimRelation, Filters, Warrant
from causalkb.vocabulary import Stance


class Claims(Collection):
    """The claims of a knowledge base, by id (``workkey#n``)."""

    def get(self, claim_id: str) -> Claim:
        """Return one claim.

        Raises:
            UnknownError: There is no such claim; the error carries the nearest ids.
        """
        row_id = self._store.claims.id_of(claim_id)
        return self._store.claims.many([row_id])[row_id]

    def list(
        self, filters: Filters | None = None, *, limit: int | None = None, offset: int = 0
    ) -> builtins.list[Claim]:
        """Return the claims that pass the filters, by work and number."""
        ids = self._store.selection.claims(filters or Filters(), limit=limit, offset=offset)
        found = self._store.claims.many(ids)
        return [found[row_id] for row_id in ids]

    def count(self, filters: Filters | None = None) -> int:
        """Return how many claims pass the filters."""
        return len(self._store.selection.claims(filters or Filters()))

    def of(self, key: str) -> builtins.list[Claim]:
        """Return the claims of one work.

        Raises:
            UnknownError: There is no such work.
        """
        work_id = self._store.works.id_of(self._store.works.known_as(key))
        return self._store.claims.of_works([work_id])[work_id]

    def on(self, hypothesis: str) -> dict[Stance, builtins.list[Claim]]:
        """Return the claims that take a stance on a hypothesis, by stance; all stances are there.

        Raises:
            UnknownError: There is no such hypothesis.
        """
        found: dict[Stance, builtins.list[Claim]] = {stance: [] for stance in Stance}
        stances = tuple((hypothesis, stance) for stance in Stance)
        for claim in self.list(Filters(stances=stances)):
            found[claim.stances[hypothesis]].append(claim)
        return found

    @staticmethod
    def is_id(text: str) -> bool:
        """Whether a text has the form of a claim's id, ``workkey#n``, and not that of a work's."""
        return re.fullmatch(r"\S+#[0-9]+", text) is not None

    def ids(self) -> builtins.list[str]:
        """Return the id of every claim."""
        return self._store.claims.ids()

    def add(self, key: str, claim: Claim, *, unchecked: bool = False) -> str:
        """Add a claim to a work and return its id; ``undo`` takes it back.

        Args:
            key: Citation key of the work.
            claim: What it asserts, with its links.
            unchecked: Take a quote that the stored text of the work does not have.

        Raises:
            UnknownError: No such work, hypothesis or related claim.
            InputError: No text, or a quote that the work's stored text does not have.
        """
        from causalkb.ingest.manual import add_claim

        return add_claim(
            self._store, self._session.chunk, key, claim, unchecked=unchecked, undoable=True
        )

    def edit(
        self, claim_id: str, new: Claim, *, unchecked: bool = False, base: Claim | None = None
    ) -> builtins.list[str]:
        """Make a claim say what ``new`` says, but for its links; return what changed.

        Args:
            claim_id: ``workkey#n``.
            new: What it is to say.
            unchecked: Take a quote that the stored text of the work does not have.
            base: The claim that ``new`` was made from; where it is another by now, nothing is
                stored.

        Raises:
            UnknownError: There is no such claim.
            InputError: No text, or a quote that the work's stored text does not have.
            ConflictError: The claim was changed since ``base`` was read.
        """
        from causalkb.ingest.manual import edit_claim

        with self._store.database.atomic():
            unchanged(claim_id, base, lambda: self.get(claim_id))
            return edit_claim(self._store, self._session.chunk, claim_id, new, unchecked=unchecked)

    def link(
        self,
        claim_id: str,
        stances: Mapping[str, Stance],
        relations: Iterable[ClaimRelation] = (),
        warrants: Mapping[str, Warrant] | None = None,
        *,
        remove: bool = False,
    ) -> int:
        """Link a claim to hypotheses and other claims, or unlink it; return how many changed.

        Args:
            claim_id: The claim.
            stances: The side it takes, by slug of the hypothesis.
            relations: To other claims.
            warrants: Why it takes those sides, by slug; a side without one is direct.
            remove: Take these links away instead.

        Raises:
            UnknownError: No such claim, hypothesis or related claim.
        """
        from causalkb.ingest.manual import ClaimLinks, link_claim

        links = ClaimLinks(stances, relations, warrants or {})
        return link_claim(self._store, claim_id, links, remove=remove)

    def remove(self, claim_id: str) -> None:
        """Remove a claim with its links.

        Raises:
            UnknownError: There is no such claim.
        """
        from causalkb.ingest.manual import remove_claim

        remove_claim(self._store, self._session.chunk, claim_id)
