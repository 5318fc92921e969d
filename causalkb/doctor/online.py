"""What services say became of the works of a knowledge base."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from causalkb.doctor.finding import DoctorFinding
from causalkb.store.store import Store
from causalkb.vocabulary import NoticeKind

if TYPE_CHECKING:
    from causalkb.session import Progress


def ask_services(store: Store, progress: Progress | None) -> Iterator[DoctorFinding]:
    """Yield what became of works since they were added, as services say; it is stored."""
    from causalkb.ingest.notices_online import check

    checked = check(store, progress)
    for failure in checked.failures:
        yield DoctorFinding(failure, "what was known of the works before was kept")
    for work in checked.works:
        for notice in work.notices:
            yield DoctorFinding(
                f"{work.key}: {notice.kind.value}: {notice.told}",
                _WHAT_TO_DO[notice.kind],
                keys=(work.key,),
            )
    if checked.unidentified:
        yield DoctorFinding(
            f"{_counted(checked.unidentified)} without a DOI or arXiv id cannot be asked about",
            "'causalkb edit KEY' adds one",
        )


def _counted(count: int) -> str:
    return f"{count} work" if count == 1 else f"{count} works"


_WHAT_TO_DO = {
    NoticeKind.RETRACTION: "look at its claims: they count, with less certainty",
    NoticeKind.WITHDRAWAL: "look at its claims: they count, with less certainty",
    NoticeKind.EXPRESSION_OF_CONCERN: "look at its claims; 'claim edit --concern' notes a concern",
    NoticeKind.CORRECTION: "see whether the correction touches a claim or a quote",
    NoticeKind.NEWER_VERSION: "'causalkb add ID' adds it as a work of its own",
}
