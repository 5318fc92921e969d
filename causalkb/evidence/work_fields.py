"""Which field a work without one may belong to, by the works that resemble it.

The passages of works that have a field vote as in :mod:`causalkb.evidence.exemplars`; of a work,
its best passages count. ``benchmarks/suggest.py`` says how often the field is right.
"""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from causalkb.evidence.exemplars import STATEMENT, Exemplars, of_works
from causalkb.evidence.suggest import PASSAGES
from causalkb.records import FieldProposal
from causalkb.store.store import Store
from causalkb.vocabulary import Field


def propose_fields(
    store: Store, fingerprint: str, dimension: int, work_ids: Collection[int], at_least: float
) -> list[FieldProposal]:
    """Return the likeliest field of works (row ids), surest first.

    A work never votes for itself, so that works which have a field can be asked for, too.
    Works without a vector, and those that resemble no work with a field, get none.
    """
    owner = {passage: work_id for passage, work_id, _ in store.decisions.passages()}
    ids, vectors = store.passages.vectors(fingerprint, owner, dimension)
    owners = np.array([owner[int(one)] for one in ids], np.int64)
    works = store.works.many(set(owners.tolist()) | set(work_ids))
    fields = list(Field)
    position = {field: n for n, field in enumerate(fields)}
    fielded = [n for n, one in enumerate(owners.tolist()) if works[one].field is not None]
    asked = np.flatnonzero(np.isin(owners, list(work_ids)))
    if not fielded or not len(asked):
        return []
    labels = np.zeros((len(fielded), len(fields)), np.float32)
    for row, n in enumerate(fielded):
        labels[row, position[works[int(owners[n])].field or fields[0]]] = 1.0
    names = [works[int(owners[n])].key for n in fielded]
    voters = Exemplars.of_linked(fields, vectors[fielded], owners[fielded], labels, names)
    scores = voters.score(vectors[asked], owners[asked]) / (1 - STATEMENT)
    found = []
    for work_id, row, best in zip(*of_works(scores, owners[asked], PASSAGES), strict=True):
        target = int(row.argmax())
        if row[target] < max(at_least, 1e-6):
            continue
        passage = vectors[asked[best[target]]]
        nearest, _ = voters.nearest(passage, work_id, target)
        work = works[work_id]
        found.append(
            FieldProposal(work.key, fields[target], float(row[target]), nearest, work.title)
        )
    return sorted(found, key=lambda one: (-one.score, one.work))
