"""The account of an import: warnings on entries that were stored."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from causalkb.ingest.identity import Match
from causalkb.ingest.merge import shown
from causalkb.records import AddResult, ParsedWork, Problem
from causalkb.store.store import Store
from causalkb.vocabulary import Severity

_SHARED = "has the same "
_DIFFERS = "differs from the stored "
_LASTING = (_SHARED, _DIFFERS, "no question ")
"""How reasons begin that hold until something is corrected; others tell what was done."""


class Told:
    """What the last import of a source told of its entries, beside what the reader says itself."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self._reasons: defaultdict[str | int | None, set[str]] = defaultdict(set)
        for problem in problems:
            if problem.reason.startswith(_LASTING):
                self._reasons[problem.key or problem.line].add(problem.reason)

    def forget(self, problem: Problem) -> None:
        """Leave out a problem that the reader reports again."""
        self._reasons[problem.key or problem.line].discard(problem.reason)

    def of(self, item: ParsedWork) -> bool:
        """Whether something was told of an entry that its reader does not say."""
        return bool(self._reasons.get(item.work.key or item.line))


def total(results: Sequence[AddResult]) -> AddResult:
    """Add up the accounts of several sources."""
    return AddResult(
        added=tuple(key for r in results for key in r.added),
        updated=tuple(key for r in results for key in r.updated),
        unchanged=tuple(key for r in results for key in r.unchanged),
        problems=tuple(p for r in results for p in r.problems),
        interrupted=any(r.interrupted for r in results),
        remarks=tuple(remark for r in results for remark in r.remarks),
    )


def doubts_of(store: Store, item: ParsedWork, matched: Match) -> list[Problem]:
    """Return a warning where an entry shares what should belong to one work alone.

    That is another work's, or it is that of two works, which may then be one.
    """
    if matched.same is not None and matched.also:
        one, other = (store.works.key_of(row_id) for row_id in (matched.same, matched.also[0]))
        reason = f"{_SHARED}DOI or arXiv id as {one} and as {other}, which are two works here"
        return [warning(item, reason, f"'causalkb merge {one} {other}' makes them one")]
    others = [(row_id, why) for row_id, why in matched.doubts if row_id != matched.same]
    if not others:
        return []
    row_id, why = others[0]
    key = store.works.key_of(row_id)
    more = f" and {len(others) - 1} more" if len(others) > 1 else ""
    reason = (
        f"{_SHARED}{why.shared} as {key}{more} but another {why.differing};"
        " kept as a work of its own"
    )
    return [warning(item, reason, f"correct the entry, or {key}, if that is wrong")]


def disagreements(item: ParsedWork, key: str, names: Sequence[str]) -> list[Problem]:
    """Return a warning where a source disagrees with the stored work, which is kept."""
    if not names:
        return []
    reason = f"{_DIFFERS}{key} in {', '.join(shown(names))}; the stored values were kept"
    return [warning(item, reason, f"'causalkb edit {key}' changes them")]


def warning(item: ParsedWork, reason: str, hint: str) -> Problem:
    """Return a warning about an entry."""
    return Problem(
        source=item.source,
        reason=reason,
        line=item.line,
        key=item.work.key or None,
        hint=hint,
        severity=Severity.WARNING,
    )
