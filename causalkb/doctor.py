"""What can be wrong with a knowledge base, and how to fix it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from causalkb.errors import CausalKBError
from causalkb.vocabulary import Severity

if TYPE_CHECKING:
    from causalkb.session import Session

_LISTED = 20
"""Keys or problems named in one finding; it says how many more there are."""


@dataclass(frozen=True, slots=True)
class DoctorFinding:
    """One thing that is wrong.

    Attributes:
        what: What is wrong, in one line.
        fix: What the user can do, or what ``doctor --fix`` does.
        fixable: Whether ``doctor --fix`` fixes it.
        fixed: Whether it was fixed just now.
    """

    what: str
    fix: str
    fixable: bool = False
    fixed: bool = False


def examine(kb: Session, *, fix: bool = False) -> list[DoctorFinding]:
    """Check the store, the vectors, both indexes, the model and past imports."""
    findings: list[DoctorFinding] = []
    for check in (_integrity, _relations, _model, _indexes, _unused_vectors):
        findings += check(kb, fix)
    findings += _imports(kb)
    findings += _works(kb)
    return findings


def _mend(what: str, fix: str, mend: Callable[[], object], wanted: bool) -> DoctorFinding:
    if not wanted:
        return DoctorFinding(what, f"{fix}: 'causalkb doctor --fix'", fixable=True)
    mend()
    return DoctorFinding(what, fix, fixable=True, fixed=True)


def _integrity(kb: Session, fix: bool) -> Iterator[DoctorFinding]:
    del fix  # SQLite has no repair that could be trusted
    for line in kb.store.database.check_integrity():
        yield DoctorFinding(
            f"the store is damaged: {line}", "bring back a backup: 'causalkb restore FILE'"
        )


def _relations(kb: Session, fix: bool) -> Iterator[DoctorFinding]:
    """Relations of notes that an interrupted import left waiting, or whose claim is not there."""
    relations = kb.store.relations
    known = set(kb.store.claims.ids())
    waiting = relations.waiting_relations()
    unfinished = [row for row in waiting if row[2].other in known]

    def resolve() -> None:
        with kb.store.database.atomic():
            relations.resolve_relations()

    if unfinished:
        what = f"{len(unfinished)} relations of claims were not finished by an import"
        yield _mend(what, "link the claims", resolve, fix)
    missing = [
        f"{claim_id} {stated.relation.value} {stated.other}"
        for _, claim_id, stated in waiting
        if stated.other not in known
    ]
    if missing:
        more = f" and {len(missing) - _LISTED} more" if len(missing) > _LISTED else ""
        yield DoctorFinding(
            f"{len(missing)} relations name a claim that is not there:"
            f" {', '.join(missing[:_LISTED])}{more}",
            "add the note that has the claim, or correct the note that names it",
        )


def _model(kb: Session, fix: bool) -> Iterator[DoctorFinding]:
    try:
        broken = kb.encoder.verify()
    except CausalKBError as error:
        yield DoctorFinding(str(error), "'causalkb reindex --model NAME' changes the model")
        return
    if broken:
        yield _mend(broken, "export the model again", kb.encoder.rebuild, fix)


def _indexes(kb: Session, fix: bool) -> Iterator[DoctorFinding]:
    """Compare vectors and indexes with the passages of the store."""
    uncut = len(kb.store.passages.postponed())
    lacking, semantic, keyword = kb.indexes.behind()
    parts = [
        f"{uncut} works are not cut into passages" if uncut else "",
        f"{lacking} texts are not embedded" if lacking else "",
        f"the semantic index differs in {semantic} passages" if semantic else "",
        f"the keyword index differs in {keyword} passages" if keyword else "",
    ]
    what = "; ".join(part for part in parts if part)

    def rebuild() -> None:
        kb.indexes.discard()
        kb.sync()

    if what:
        # A generation may agree while the content does not, so build both anew.
        yield _mend(what, "build the indexes from the store", rebuild, fix)


def _unused_vectors(kb: Session, fix: bool) -> Iterator[DoctorFinding]:
    from causalkb.evidence.graph import claim_graph

    database = kb.store.database
    texts = [text for _, text in kb.store.questions.texts()]
    texts += [node.label for node in claim_graph(kb.store).nodes]  # 'explain' embeds them
    unused = kb.store.passages.unused_vectors(texts)

    def drop() -> None:
        with database.atomic():
            kb.store.passages.drop_vectors(unused)

    if unused:
        yield _mend(f"{len(unused)} vectors belong to no text", "delete them", drop, fix)


def _imports(kb: Session) -> Iterator[DoctorFinding]:
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


def _works(kb: Session) -> Iterator[DoctorFinding]:
    """Report works that are hard to find or cite."""
    for label, keys in kb.store.works.incomplete().items():
        names = ", ".join(keys[:_LISTED])
        more = f" and {len(keys) - _LISTED} more" if len(keys) > _LISTED else ""
        yield DoctorFinding(f"{len(keys)} works {label}: {names}{more}", "'causalkb edit KEY'")
