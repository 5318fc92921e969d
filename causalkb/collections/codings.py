"""``kb.codings``: second readings, kept beside the first coding and compared with it."""

from __future__ import annotations

import builtins
import random
from collections.abc import Mapping
from pathlib import Path

from causalkb.collections.collection import Collection
from causalkb.errors import InputError, UnknownError
from causalkb.lazy import compiled_on_use
from causalkb.records import AddResult, Agreement, Claim, Coding, Disagreement, Filters
from causalkb.records.codings import NO_BEARING
from causalkb.vocabulary import Stance

_CODER = compiled_on_use(r"[\w.+-]{1,40}")


class Codings(Collection):
    """The second codings of a knowledge base, by coder."""

    def list(self, coder: str | None = None) -> builtins.list[Coding]:
        """Return the codings of one coder, or of all.

        Raises:
            UnknownError: There is no such coder.
        """
        if coder is not None:
            self._known(coder)
        return self._store.codings.all(coder)

    def coders(self) -> builtins.list[str]:
        """Return the coders that there are."""
        return self._store.codings.coders()

    def sheet(
        self,
        *,
        sample: float = 1.0,
        seed: int = 1,
        filters: Filters | None = None,
        unread: bool = False,
    ) -> tuple[str, int]:
        """Return a blind coding sheet as CSV, and how many claims are on it.

        A row for each claim and each hypothesis of the claim's questions (those of its work and
        those on which it has a stance); no stance, no design.

        Args:
            sample: The share of the claims, 0 to 1.
            seed: Of the random choice.
            filters: Only claims and works that pass.
            unread: Only claims that no second reader has coded; the share is of those.

        Raises:
            InputError: The share is not between 0 and 1.
        """
        from causalkb.formats.coding_sheet import write

        if not 0 < sample <= 1:
            raise InputError(f"the sample must be above 0 and at most 1 (100 %), not {sample:g}")
        store = self._store
        hypotheses = store.questions.hypotheses()
        question_of = {h.slug: h.question for h in hypotheses}
        rows = store.selection.claims(filters or Filters())
        known = store.claims.many(rows)
        read = {one.claim for one in store.codings.all()} if unread else set()
        claims = [known[row] for row in rows if known[row].id not in read]
        ids = store.selection.works(Filters())
        works = {work.key: work for work in store.works.many(ids).values()}

        def asked(claim: Claim) -> set[str]:
            own = {question_of[slug] for slug in claim.stances if slug in question_of}
            return own | set(works[claim.work].questions)

        able = [claim for claim in claims if asked(claim)]
        chosen = random.Random(seed).sample(range(len(able)), k=round(sample * len(able)))
        picked = [able[n] for n in sorted(chosen)]
        text = write(
            (claim, works[claim.work], hypothesis)
            for claim in picked
            for hypothesis in hypotheses
            if hypothesis.question in asked(claim)
        )
        return text, len(picked)

    def add(self, path: Path, coder: str, *, replace: bool = False) -> AddResult:
        """Keep a filled sheet as the coding of a coder.

        Args:
            path: The sheet.
            coder: Initials; a coder with codings is refused unless ``replace``.
            replace: Delete the coder's earlier codings first.

        Returns:
            The account: ids of claims that were coded, and the rows that were refused.

        Raises:
            InputError: The file cannot be read, or the coder is there already.
        """
        from causalkb.formats.coding_sheet import read
        from causalkb.formats.decision_sheet import read_sheet

        if not _CODER.fullmatch(coder):
            raise InputError(f"{coder!r} are not initials: letters, digits and . + - are")
        text = read_sheet(path)
        store = self._store
        other = next((c for c in self.coders() if c.casefold() == coder.casefold()), coder)
        if other != coder:
            raise InputError(
                f"there are codings by {other}: write the initials so, or choose others"
            )
        if coder in self.coders() and not replace:
            raise InputError(
                f"there are codings by {coder} already; --replace puts these in their place, or"
                " choose other initials"
            )
        aliases = store.questions.aliases()
        found, problems = read(
            text,
            str(path),
            coder,
            claims=store.claims.ids(),
            hypotheses=[*(h.slug for h in store.questions.hypotheses(retired=True)), *aliases],
            populations=store.vocabularies.names("population"),
        )
        with store.database.atomic():
            if replace:
                store.codings.remove(coder)
            store.codings.put(
                Coding(
                    *(one.coder, one.claim, aliases.get(one.hypothesis, one.hypothesis)),
                    *(one.stance, one.directness, one.design, one.population),
                )
                for one in found
            )
            if found:
                self._not_undoable("code import")
        added = tuple(dict.fromkeys(one.claim for one in found))
        return AddResult(added=added, problems=tuple(problems))

    def remove(self, coder: str) -> int:
        """Delete the codings of a coder and return how many there were.

        Raises:
            UnknownError: There is no such coder.
        """
        self._known(coder)
        with self._store.database.atomic():
            self._not_undoable("code remove")
            return self._store.codings.remove(coder)

    def agreement(self, coder: str) -> tuple[builtins.list[Agreement], builtins.list[Disagreement]]:
        """Compare a coder with the first coding: agreement by variable, and every difference.

        Raises:
            UnknownError: There is no such coder.
        """
        from causalkb.evidence.agreement import agreement

        codings = self.list(coder)
        return agreement(codings, self._coded(codings))

    def settle(self, claim: str, hypothesis: str, stance: str) -> bool:
        """Decide a disagreement on a stance; return whether the first coding changed.

        Args:
            claim: The claim.
            hypothesis: The hypothesis.
            stance: The stance that holds from now on, or "none".

        Raises:
            UnknownError: There is no such claim or hypothesis.
            InputError: There is no such stance.
        """
        from causalkb.ingest.manual import ClaimLinks, link_claim

        if stance != NO_BEARING and stance not in tuple(Stance):
            raise InputError(f"{stance!r} is not a stance; there are {', '.join(Stance)}, none")
        slug = self._store.questions.hypothesis(hypothesis).slug
        row = self._store.claims.id_of(claim)
        before = self._store.claims.many([row])[row].stances.get(slug)
        changed = 0
        if stance == NO_BEARING and before is not None:
            changed = link_claim(self._store, claim, ClaimLinks({slug: before}), remove=True)
        elif stance != NO_BEARING and before != stance:
            changed = link_claim(self._store, claim, ClaimLinks({slug: Stance(stance)}))
        with self._store.database.atomic():
            self._store.codings.settle(claim, slug)
        return changed > 0

    def _coded(self, codings: builtins.list[Coding]) -> Mapping[str, Claim]:
        rows = {self._store.claims.id_of(claim) for claim in {one.claim for one in codings}}
        return {claim.id: claim for claim in self._store.claims.many(sorted(rows)).values()}

    def _known(self, coder: str) -> None:
        if coder not in self.coders():
            raise UnknownError(
                "coder", coder, self.coders(), "'causalkb code import' takes a sheet"
            )
