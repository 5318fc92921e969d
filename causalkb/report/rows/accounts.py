"""The result of an import in words."""

from __future__ import annotations

from causalkb.records import AddResult


def summary(result: AddResult) -> str:
    """Say in a line what became of the entries; the parts add up to the whole.

    >>> summary(AddResult(added=("a", "b"), unchanged=("c",)))
    '3 entries: 2 added, 0 updated, 1 unchanged, 0 failed'
    """
    noun = "entry" if result.entries == 1 else "entries"
    line = (
        f"{result.entries} {noun}: {len(result.added)} added, {len(result.updated)} updated,"
        f" {len(result.unchanged)} unchanged, {len(result.failed)} failed"
    )
    warnings = len(result.warnings)
    if warnings:
        line += f"; {warnings} {'warning' if warnings == 1 else 'warnings'}"
    return line
