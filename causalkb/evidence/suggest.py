"""Which questions a work may be about, and which hypotheses its passages may bear on.

Proposals are computed anew from stored vectors each time; only decisions are stored. What is
linked already, and what was decided, is not proposed. The score is that of
:mod:`causalkb.evidence.exemplars`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

import numpy as np

from causalkb.evidence.exemplars import Exemplars, Floats, Ints, of_works
from causalkb.evidence.probes import named_by_claims, probe_works
from causalkb.evidence.proposals import Proposal, ProposalKind, ordered
from causalkb.store.passages import text_hash
from causalkb.store.store import Store
from causalkb.vocabulary import PassageKind

AT_LEAST = 0.3
"""The lowest score worth a person's look."""
MOST_EXEMPLARS = 1_500
"""Passages that stand for a question or hypothesis, at most: those that were linked last."""
PASSAGES = 5
"""A question's score for a work is the mean over this many of its best passages: one passage that
mentions a thing makes no work about it."""


def suggest(
    store: Store,
    fingerprint: str,
    dimension: int,
    key: str | None = None,
    *,
    limit: int | None = None,
    at_least: float = AT_LEAST,
    kinds: Collection[ProposalKind] = tuple(ProposalKind),
) -> list[Proposal]:
    """Propose links for one work, or for all.

    Works without a question come first, then the work with the best proposal; what was skipped
    comes last. The proposals of one work stand together, best first.

    Args:
        store: The store; only vectors that are in it are used.
        fingerprint: The encoder whose vectors are in use.
        dimension: Their length.
        key: Citation key of a work; ``None`` for all.
        limit: Most proposals; ``None`` for all.
        at_least: The lowest score.
        kinds: Questions, hypotheses, or both.

    Raises:
        UnknownError: There is no such work.
    """
    only = None if key is None else store.works.id_of(key)
    if not dimension:
        return []
    read = Suggester(store, fingerprint, dimension, only)
    return read.proposals(only, limit, at_least, kinds)


@dataclass(frozen=True, slots=True)
class _Found:
    """A proposal by row ids, before its texts are read."""

    kind: ProposalKind
    target: int
    score: float
    work_id: int
    row: int


class Suggester:
    """Vectors, links and decisions of a store, read once.

    Attributes:
        ids, owners: Passage ids and row ids of their works, shape (n,), in order of id.
        vectors: Their vectors, shape (n, d).
        questions, hypotheses: What stands for each.
    """

    def __init__(
        self, store: Store, fingerprint: str, dimension: int, only: int | None = None
    ) -> None:
        """Read what is needed for all works, or for one (its row id)."""
        self._store = store
        self._linked = store.decisions.linked_passages(MOST_EXEMPLARS)
        self._claim_links = store.decisions.claim_links(MOST_EXEMPLARS)
        wanted = None
        if only is not None:
            claims = {passage_id for passage_id, _, _ in self._claim_links}
            wanted = {*store.passages.ids_of(only), *self._linked, *claims}
        rows = store.decisions.passages(wanted)
        works = {passage_id: work_id for passage_id, work_id, _ in rows}
        self.ids, self.vectors = store.passages.vectors(fingerprint, works, dimension)
        self.owners: Ints = np.array([works[int(i)] for i in self.ids], np.int64)
        # A title asserts nothing; it only stands in where there is nothing else of a work.
        titles = {passage_id for passage_id, _, kind in rows if kind == PassageKind.TITLE}
        more = {work_id for passage_id, work_id, _ in rows if passage_id not in titles}
        self._asserting = np.array(
            [int(i) not in titles or works[int(i)] not in more for i in self.ids], bool
        )
        self._question_links = set(store.decisions.question_links(set(works.values())))
        self._stances = store.decisions.stances_of_works()
        self._decisions = store.decisions.all()
        self._decided = store.decisions.vectors(fingerprint, dimension)
        current = {q.slug: q for q in store.questions.all()}
        hypotheses = [h for h in store.questions.hypotheses() if h.question in current]
        self._texts = {ProposalKind.HYPOTHESIS: {h.slug: h.statement for h in hypotheses}}
        self._texts[ProposalKind.QUESTION] = {q.slug: q.title for q in current.values()}
        asked = [(q.slug, f"{q.title} {q.statement}") for q in current.values()]
        answers = [(h.question, h.statement) for h in hypotheses]
        self._fingerprint, self._dimension = fingerprint, dimension
        self.questions = self._exemplars(
            list(current), asked + answers, self._passages_on_questions(), ProposalKind.QUESTION
        )
        self.hypotheses = self._exemplars(
            [h.slug for h in hypotheses],
            [(h.slug, h.statement) for h in hypotheses],
            self._claims_on_hypotheses(),
            ProposalKind.HYPOTHESIS,
        )

    # What stands for questions and hypotheses

    def _passages_on_questions(self) -> dict[int, set[str]]:
        """Questions by passage (position): the passages of a work stand for its questions."""
        by_work: defaultdict[int, set[str]] = defaultdict(set)
        for work_id, slug in self._question_links:
            by_work[work_id].add(slug)
        pairs = enumerate(zip(self.ids.tolist(), self.owners.tolist(), strict=True))
        return {n: by_work[w] for n, (i, w) in pairs if i in self._linked and w in by_work}

    def _claims_on_hypotheses(self) -> dict[int, set[str]]:
        """Hypotheses by passage (position): claims with a stance stand for what it is about."""
        rows = {int(i): n for n, i in enumerate(self.ids)}
        found: defaultdict[int, set[str]] = defaultdict(set)
        for passage_id, _, slug in self._claim_links:
            if passage_id in rows:
                found[rows[passage_id]].add(slug)
        return dict(found)

    def _exemplars(
        self,
        targets: list[str],
        statements: list[tuple[str, str]],
        linked: dict[int, set[str]],
        kind: ProposalKind,
    ) -> Exemplars:
        position = {slug: n for n, slug in enumerate(targets)}
        rows = [n for n, slugs in linked.items() if slugs & position.keys()]
        vectors = [self.vectors[rows]]
        owners = self.owners[rows].tolist()
        slugs_of = [linked[n] for n in rows]
        names = self._names(rows)
        for decision in self._decisions if kind is ProposalKind.HYPOTHESIS else ():
            # Its claim stands for itself; the passage that led to it shows more of the wording.
            # A question that was accepted needs no such help: it links all passages of the work.
            pair = (decision.work_id, decision.hypothesis)
            vector = self._decided.get(decision.text_hash)
            if decision.accepted and vector is not None and pair in self._stances:
                vectors.append(vector[None, :])
                owners.append(decision.work_id)
                slugs_of.append({str(decision.hypothesis)})
                names.append(self._key(decision.work_id))
        stated, texts = self._statements(statements)
        labels = np.zeros((len(owners) + len(stated), len(targets)), np.float32)
        for n, slugs in enumerate([*slugs_of, *({slug} for slug in stated)]):
            labels[n, [position[slug] for slug in slugs if slug in position]] = 1.0
        rejected = self._rejected(position, kind)
        return Exemplars(
            targets=tuple(targets),
            vectors=np.concatenate([*vectors, texts]).astype(np.float32, copy=False),
            owners=np.array(owners + [0] * len(stated), np.int64),
            labels=labels,
            names=[*names, *stated],
            statements=len(stated),
            rejected=np.array([v for v, _, _ in rejected], np.float32).reshape(-1, self._dimension),
            rejected_owners=np.array([w for _, w, _ in rejected], np.int64),
            rejected_targets=np.array([t for _, _, t in rejected], np.int64),
        )

    def _statements(self, statements: list[tuple[str, str]]) -> tuple[list[str], Floats]:
        """Slugs and vectors of those statements that have a vector."""
        texts = list(dict.fromkeys(text for _, text in statements))
        held, vectors = self._store.passages.vectors_of_texts(
            self._fingerprint, texts, self._dimension
        )
        by_text = {texts[n]: vector for n, vector in zip(held, vectors, strict=True)}
        found = [(slug, by_text[text]) for slug, text in statements if text in by_text]
        flat = np.array([v for _, v in found], np.float32).reshape(-1, self._dimension)
        return [slug for slug, _ in found], flat

    def _rejected(
        self, position: dict[str, int], kind: ProposalKind
    ) -> list[tuple[Floats, int, int]]:
        """(vector, work row id, position of the target) of rejected passages."""
        found = []
        for decision in self._decisions:
            slug = decision.question if kind is ProposalKind.QUESTION else decision.hypothesis
            vector = self._decided.get(decision.text_hash)
            if not decision.accepted and vector is not None and slug in position:
                found.append((vector, decision.work_id, position[slug]))
        return found

    def _names(self, rows: list[int]) -> list[str]:
        """What exemplars are called: the id of a claim, or the key of a work."""
        ids = self.ids[rows].tolist()
        found = self._store.passages.names(ids)
        return [found[i] for i in ids]

    def _key(self, work_id: int) -> str:
        return self._store.works.many([work_id])[work_id].key

    # Proposals

    def question_scores(self, only: int | None = None) -> tuple[list[int], Floats, Ints]:
        """Score works for questions, whether linked or not.

        Returns:
            Row ids of w works; their scores, shape (w, t); the row (position) of the passage that
            speaks most for each, shape (w, t).
        """
        rows = self._rows(only)
        scores = self.questions.score(self.vectors[rows], self.owners[rows])
        works, mean, best = of_works(scores, self.owners[rows], PASSAGES)
        return works, mean, rows[best]

    def hypothesis_scores(self, only: int | None = None) -> tuple[Ints, Floats]:
        """Score passages for hypotheses, whether linked or not: their rows (p,), scores (p, t).

        Titles are left out where the work has other passages.
        """
        rows = self._rows(only)
        rows = rows[self._asserting[rows]]
        return rows, self.hypotheses.score(self.vectors[rows], self.owners[rows])

    def _rows(self, only: int | None) -> Ints:
        if only is None:
            return np.arange(len(self.ids))
        return np.flatnonzero(self.owners == only)

    def proposals(
        self,
        only: int | None,
        limit: int | None,
        at_least: float,
        kinds: Collection[ProposalKind],
    ) -> list[Proposal]:
        """Propose links; see :func:`suggest`."""
        found: list[_Found] = []
        if ProposalKind.QUESTION in kinds and self.questions.targets:
            found += self._on_questions(only, at_least)
        if ProposalKind.HYPOTHESIS in kinds and self.hypotheses.targets:
            found += self._on_hypotheses(only, at_least)
        made = self._records(found)
        return ordered(made, self._linked_keys(found))[:limit]

    def _on_questions(self, only: int | None, at_least: float) -> list[_Found]:
        taken = {(d.work_id, d.question) for d in self._decisions} | self._question_links
        works, scores, best = self.question_scores(only)
        return [
            _Found(ProposalKind.QUESTION, int(t), float(scores[n, t]), works[n], int(best[n, t]))
            for n, t in np.argwhere(scores >= at_least)
            if (works[n], self.questions.targets[t]) not in taken
        ]

    def _on_hypotheses(self, only: int | None, at_least: float) -> list[_Found]:
        """The best undecided passage of each work for each hypothesis it takes no stance on."""
        rows, scores = self.hypothesis_scores(only)
        decided = {(d.work_id, d.hypothesis, d.text_hash) for d in self._decisions}
        asked = {pair[:2] for pair in decided}
        best: dict[tuple[int, str], _Found] = {}
        for n, t in np.argwhere(scores >= at_least):
            work_id, slug = int(self.owners[rows[n]]), self.hypotheses.targets[t]
            known = best.get((work_id, slug))
            if (work_id, slug) in self._stances or (known and known.score >= scores[n, t]):
                continue
            if (work_id, slug) in asked and (work_id, slug, self._hash(rows[n])) in decided:
                continue
            score = float(scores[n, t])
            best[work_id, slug] = _Found(
                ProposalKind.HYPOTHESIS, int(t), score, work_id, int(rows[n])
            )
        return self._of_probes(best, rows, scores, at_least)

    def _of_probes(
        self, best: dict[tuple[int, str], _Found], rows: Ints, scores: Floats, at_least: float
    ) -> list[_Found]:
        """Replace what was found for stored runs of the probe battery by what their claims name."""
        probes = probe_works(self._store) & set(self.owners[rows].tolist())
        found = [one for one in best.values() if one.work_id not in probes]
        position = {slug: t for t, slug in enumerate(self.hypotheses.targets)}
        decided = {(d.work_id, d.hypothesis) for d in self._decisions}
        for work_id in sorted(probes):
            own = [n for n, row in enumerate(rows.tolist()) if self.owners[row] == work_id]
            passages = self._store.passages.many(int(self.ids[rows[n]]) for n in own)
            by_claim = {passages[int(self.ids[rows[n]])][1].claim: n for n in own}
            named = {
                slug: by_claim[claim]
                for claim, slug in named_by_claims(self._store, work_id)
                if claim in by_claim and slug in position
            }
            for slug, n in named.items():
                if (work_id, slug) not in self._stances and (work_id, slug) not in decided:
                    t = position[slug]
                    score = max(at_least, float(scores[n, t]))
                    row = int(rows[n])
                    found.append(_Found(ProposalKind.HYPOTHESIS, t, score, work_id, row))
        return found

    def _hash(self, row: int) -> bytes:
        passage_id = int(self.ids[row])
        return text_hash(self._store.passages.many([passage_id])[passage_id][1].text)

    def _records(self, found: list[_Found]) -> list[Proposal]:
        passages = self._store.passages.many(int(self.ids[f.row]) for f in found)
        works = self._store.works.many(f.work_id for f in found)
        skipped = self._store.decisions.skipped()
        made = []
        for one in found:
            exemplars = self.questions if one.kind is ProposalKind.QUESTION else self.hypotheses
            slug = exemplars.targets[one.target]
            nearest, cosine = exemplars.nearest(self.vectors[one.row], one.work_id, one.target)
            proposal = Proposal(
                work=works[one.work_id].key,
                kind=one.kind,
                slug=slug,
                score=one.score,
                passage=passages[int(self.ids[one.row])][1],
                nearest=nearest,
                cosine=cosine,
                title=works[one.work_id].title,
                statement=self._texts[one.kind][slug],
            )
            made.append(replace(proposal, skipped=proposal.name in skipped))
        return made

    def _linked_keys(self, found: Iterable[_Found]) -> set[str]:
        """Keys of those works that have a question."""
        linked = {work_id for work_id, _ in self._question_links}
        works = self._store.works.many({f.work_id for f in found} & linked)
        return {work.key for work in works.values()}
