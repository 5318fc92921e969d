"""What can be wrong with a knowledge base, and how to fix it."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from causalkb.doctor.finding import DoctorFinding
from causalkb.doctor.online import ask_services
from causalkb.errors import CausalKBError, StoreError, is_damage
from causalkb.store import repair
from causalkb.store.verify import faults
from causalkb.vocabulary import Severity

if TYPE_CHECKING:
    from causalkb.session import Progress, Session

_LISTED = 20
"""Keys or problems named in one finding; it says how many more there are."""
_COMPARED = 3_000
"""Works whose passages are compared with what they are made of, unless all are wanted."""
_LARGE = 100_000
"""Works above which what takes long is looked at in part, unless all is wanted: half a minute of
processor time for a million."""
_READ_IN_PART = ("passages", "vectors")
"""Tables whose pages are then read in part: two thirds of the store."""
_VECTORS = 100_000
"""Vectors that are then looked at."""
_SAMPLE = 16
"""Passages that are embedded to see whether the vectors are those of the model."""
_SAME = 0.9
"""Least cosine of a text's stored vector and a new one; engines differ by 0.02 at most."""


@dataclass(frozen=True, slots=True)
class _How:
    """Whether to repair, and whether to look at all of a large knowledge base."""

    fix: bool
    full: bool

    def in_part(self, kb: Session) -> bool:
        """Whether what takes long is looked at in part."""
        return not self.full and kb.store.works.count() > _LARGE


def left_out(kb: Session) -> tuple[str, ...]:
    """Say what :func:`examine` leaves out without ``full``: nothing where there is little."""
    try:
        works = kb.store.works.count()
    except Exception as error:  # as below: only damage is passed over here, and told by a check
        if not is_damage(error):
            raise
        return ()  # nothing is left out of what was found damaged
    lines = []
    if works > _COMPARED:
        lines.append(
            f"the passages of {works - _COMPARED:,} of {works:,} works were not compared with the"
            " works; those of others are, each time"
        )
    if works > _LARGE:
        lines += [
            "the entries of SQLite's own indexes were not compared with the rows",
            f"SQLite's pages of {' and '.join(_READ_IN_PART)} were read in part, and so were the"
            f" vectors: {_VECTORS:,} of them, others each time",
        ]
    return tuple(lines)


def examine(
    kb: Session, *, fix: bool, full: bool, online: bool, progress: Progress | None
) -> list[DoctorFinding]:
    """Check the store, its rows, passages, vectors, both indexes, the model and past imports.

    In a large knowledge base some things are looked at only with ``full`` or ``fix``; see
    :func:`left_out`. With ``online``, services are asked what became of the works, and their
    answers are stored.

    Raises:
        StoreError: ``fix`` is wanted of a knowledge base that can only be read.
    """
    how = _How(fix, full or fix)
    findings: list[DoctorFinding] = []
    for name, check in _CHECKS.items():
        try:
            findings += [replace(found, check=name) for found in check(kb, how)]
        except Exception as error:  # damage shows itself in any form; a fault of our own is raised
            if findings and isinstance(error, StoreError):
                return findings  # the damage that was found keeps the rest from being read
            if not is_damage(error):
                raise
            return [*findings, DoctorFinding(f"{_DAMAGED}: {error}", _RESTORE, check=name)]
        if check is _numbers and any(not finding.fixed for finding in findings):
            return findings  # nothing else can be relied on
    if online:
        findings += [replace(found, check="online") for found in ask_services(kb.store, progress)]
    return findings


_DAMAGED, _RESTORE = "the store is damaged", "bring back a backup: 'causalkb restore FILE'"


def _repair(what: str, fix: str, repair: Callable[[], object], wanted: bool) -> DoctorFinding:
    if not wanted:
        return DoctorFinding(what, f"{fix}: 'causalkb doctor --fix'", fixable=True)
    repair()
    return DoctorFinding(what, fix, fixable=True, fixed=True)


def _integrity(kb: Session, how: _How) -> Iterator[DoctorFinding]:
    database = kb.store.database
    in_part = how.in_part(kb)
    for line in repair.damage_outside(database, _READ_IN_PART) if in_part else database.damage():
        yield DoctorFinding(f"{_DAMAGED}: {line}", _RESTORE)
    for line in faults(database.conn):
        yield DoctorFinding(f"{_DAMAGED}: {line}", _RESTORE)


def _numbers(kb: Session, how: _How) -> Iterator[DoctorFinding]:
    """Metadata that everything else counts with."""
    database = kb.store.database
    broken = repair.broken_numbers(database, ("generation", "dimension"))

    def renew() -> None:
        repair.renew_generation(database)
        if "dimension" in broken:
            with database.atomic():
                database.set_meta("dimension", str(kb.encoder.dimension))

    for name in broken:
        what = f"the {name} of the store is {database.meta(name)[:40]!r}, not a number"
        yield _repair(what, "set it anew", renew, how.fix)


def _orphans(kb: Session, how: _How) -> Iterator[DoctorFinding]:
    """Rows that nothing leads to."""
    database = kb.store.database
    found = repair.orphans(database)
    for (table, parent), count in found.items():
        what = f"{count} rows of {table} refer to rows of {parent} that are not there"
        yield _repair(what, "delete them", lambda: repair.drop_orphans(database), how.fix)
    if count := repair.nameless(database):
        what = f"{count} people are named by no work"
        yield _repair(what, "delete them", lambda: repair.drop_nameless(database), how.fix)


def _relations(kb: Session, how: _How) -> Iterator[DoctorFinding]:
    """Relations of notes that an interrupted import left waiting, or whose claim is not there."""
    relations = kb.store.relations
    waiting = relations.waiting_relations()
    known = set(kb.store.claims.ids() if waiting else ())
    unfinished = [row for row in waiting if row[2].other in known]

    def resolve() -> None:
        with kb.store.database.atomic():
            relations.resolve_relations()

    if unfinished:
        what = f"{len(unfinished)} relations of claims were not finished by an import"
        yield _repair(what, "link the claims", resolve, how.fix)
    missing = [
        f"{claim_id} {stated.relation.value} {stated.other}"
        for _, claim_id, stated in waiting
        if stated.other not in known
    ]
    if missing:
        yield DoctorFinding(
            f"{len(missing)} relations name a claim that is not there: {_some(missing)}",
            "add the note that has the claim, or correct the note that names it",
        )


def _model(kb: Session, how: _How) -> Iterator[DoctorFinding]:
    try:
        broken = kb.encoder.verify()
    except CausalKBError as error:
        yield DoctorFinding(str(error), "'causalkb reindex --model NAME' changes the model")
        return
    if broken:
        yield _repair(broken, "export the model again", kb.encoder.rebuild, how.fix)


def _passages(kb: Session, how: _How) -> Iterator[DoctorFinding]:
    """Passages against the works, notes and claims that they are made of.

    Of many works, some are compared, others each time; before a repair, all.
    """
    from causalkb.ingest.passages import passages_of, rebuild_passages

    store = kb.store
    try:
        kb.prepare()
    except CausalKBError:
        return  # _model has told why; without the model nothing can be chunked
    waiting = set(store.passages.postponed())
    works = repair.distinct(store.database, "works", "id").tolist()
    if not how.full and len(works) > _COMPARED:
        works = random.sample(works, _COMPARED)
    wrong = repair.mislabelled(store.database, works if how.in_part(kb) else None) - waiting
    for work_id in works:
        if work_id not in waiting:
            have = [replace(p, id=0, work="") for p in store.passages.of_work(work_id)]
            if have != [replace(p, id=0, work="") for p in passages_of(store, kb.chunk, work_id)]:
                wrong.add(work_id)

    def chunk() -> None:
        for work_id in wrong:
            with store.database.atomic():
                rebuild_passages(store, kb.chunk, work_id)

    if wrong:
        keys = sorted(store.works.key_of(work_id) for work_id in wrong)
        what = f"{len(wrong)} works have missing, extra or other passages: {_some(keys)}"
        yield _repair(what, "chunk them again", chunk, how.fix)


def _vectors(kb: Session, how: _How) -> Iterator[DoctorFinding]:
    """Vectors that are none, or not those of their texts."""
    database, passages = kb.store.database, kb.store.passages
    most = _VECTORS if how.in_part(kb) else None
    broken = repair.broken_vectors(database, kb.indexes.dimension, most)
    # Those that look well are compared with what the model gives: some, because it takes time.
    if not broken:
        broken = _foreign_vectors(kb)

    def embed() -> None:
        with database.atomic():
            passages.drop_vectors(broken)
        kb.indexes.discard()
        kb.learn()

    if broken:
        what = f"{len(broken)} vectors are not those of their texts"
        yield _repair(what, "embed the texts again", embed, how.fix)


def _foreign_vectors(kb: Session) -> list[tuple[str, bytes]]:
    """All vectors, if those of some passages differ from what the model gives for their texts."""
    import numpy as np

    fingerprint, passages = kb.indexes.fingerprint, kb.store.passages
    ids = passages.ids()
    sample = ids[np.linspace(0, len(ids) - 1, min(_SAMPLE, len(ids)), dtype=int)].tolist()
    try:
        if not sample or kb.encoder.fingerprint != fingerprint:
            return []
        held, vectors = passages.vectors(fingerprint, sample, kb.indexes.dimension)
        texts = passages.many(held.tolist())
        if not texts:
            return []
        vectors = vectors[[n in texts for n in held.tolist()]]  # others are of no work
        expected = kb.encoder.encode([texts[n][1].text for n in held.tolist() if n in texts])
    except CausalKBError:
        return []  # _model has told why
    if (np.sum(vectors * expected, axis=1) > _SAME).all():
        return []
    return passages.all_vectors(fingerprint)


def _indexes(kb: Session, how: _How) -> Iterator[DoctorFinding]:
    """Compare vectors and indexes with the passages of the store."""
    uncut = len(kb.store.passages.postponed())
    try:
        trouble = kb.indexes.trouble()
        lacking, semantic, keyword = kb.indexes.behind()
    except StoreError as error:  # kept elsewhere, and not to be reached
        yield DoctorFinding(str(error), "'causalkb reindex --index local' does without it")
        return
    parts = [
        *trouble,
        f"{uncut} works are not chunked into passages" if uncut else "",
        f"{lacking} texts are not embedded" if lacking else "",
        f"the semantic index differs in {semantic} passages" if semantic else "",
        f"the keyword index differs in {keyword} passages" if keyword else "",
        "the map of the vectors is missing or damaged" if kb.indexes.map_lost() else "",
    ]
    what = "; ".join(part for part in parts if part)

    def rebuild() -> None:
        kb.indexes.discard()
        kb.learn()

    if what:
        # A generation may agree while the content does not, so build both anew.
        yield _repair(what, "build the indexes from the store", rebuild, how.fix)


def _unused_vectors(kb: Session, how: _How) -> Iterator[DoctorFinding]:
    from causalkb.evidence.graph import claim_graph

    database = kb.store.database
    texts = [text for _, text in kb.store.questions.texts()]
    texts += [node.label for node in claim_graph(kb.store).nodes]  # 'explain' embeds them
    unused = kb.store.passages.unused_vectors(texts)

    def drop() -> None:
        with database.atomic():
            kb.store.passages.drop_vectors(unused)

    if unused:
        yield _repair(f"{len(unused)} vectors belong to no text", "delete them", drop, how.fix)


def _unused_texts(kb: Session, how: _How) -> Iterator[DoctorFinding]:
    """Texts of files that were taken from all works, once no 'undo' can bring those back."""
    store = kb.store
    unused = store.files.unused_texts()

    def drop() -> None:
        with store.database.atomic():
            store.files.drop_texts(unused)

    if unused:
        what = f"the texts of {len(unused)} files belong to no work"
        yield _repair(what, "delete them", drop, how.fix)


def _imports(kb: Session, how: _How) -> Iterator[DoctorFinding]:
    del how  # only who wrote a source can correct it
    problems = kb.store.problems.all()
    for problem in [p for p in problems if p.severity is Severity.FAILED]:
        yield DoctorFinding(f"not imported: {problem}", "correct the source and add it again")
    warnings = [p for p in problems if p.severity is Severity.WARNING]
    for problem in warnings[:_LISTED]:
        yield DoctorFinding(
            f"imported with a warning: {problem}", "correct the source and add it again"
        )
    if len(warnings) > _LISTED:
        yield DoctorFinding(
            f"{len(warnings) - _LISTED} more warnings of past imports", "see the sources"
        )


def _works(kb: Session, how: _How) -> Iterator[DoctorFinding]:
    """Report works that are hard to find or cite."""
    del how  # what is missing has to be looked up
    for label, keys in kb.store.works.incomplete().items():
        what = f"{len(keys)} works {label}: {_some(keys)}"
        yield DoctorFinding(what, "'causalkb edit KEY'", keys=tuple(keys))


def _hypotheses(kb: Session, how: _How) -> Iterator[DoctorFinding]:
    """Hypotheses that are weighed otherwise than their author may think."""
    del how  # only a person knows what is meant
    for one in kb.store.questions.hypotheses():
        if one.form is None:
            yield DoctorFinding(
                f"the hypothesis {one.slug} has no form: it is weighed as a generic one",
                f"'causalkb hypothesis edit {one.slug} --form FORM'; 'vocabulary form' lists them",
            )
        for rival in kb.store.questions.absent_rivals(one):
            yield DoctorFinding(
                f"the hypothesis {one.slug} excludes {rival}, which is not there",
                f"add {rival}, or 'causalkb hypothesis edit {one.slug} --rival ...' names others",
            )


def _some(names: Sequence[str]) -> str:
    more = f" and {len(names) - _LISTED} more" if len(names) > _LISTED else ""
    return ", ".join(names[:_LISTED]) + more


_CHECKS: dict[str, Callable[[Session, _How], Iterable[DoctorFinding]]] = {
    "store": _integrity,
    "numbers": _numbers,
    "rows": _orphans,
    "relations": _relations,
    "model": _model,
    "passages": _passages,
    "vectors": _vectors,
    "indexes": _indexes,
    "unused texts": _unused_texts,
    "unused vectors": _unused_vectors,
    "imports": _imports,
    "works": _works,
    "hypotheses": _hypotheses,
}
"""In an order in which what one repairs does not undo what an earlier one has."""
