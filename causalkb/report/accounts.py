"""The account of an import, in words and as JSON."""

from __future__ import annotations

from typing import Any

from causalkb.records import AddResult, Problem


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


def account_to_dict(result: AddResult) -> dict[str, Any]:
    """Return the account for other programs."""
    return {
        "entries": result.entries,
        "added": list(result.added),
        "updated": list(result.updated),
        "unchanged": list(result.unchanged),
        "interrupted": result.interrupted,
        "problems": [problem_to_dict(problem) for problem in result.problems],
    }


def problem_to_dict(problem: Problem) -> dict[str, Any]:
    """Return a problem for other programs."""
    return {
        "source": problem.source,
        "line": problem.line,
        "key": problem.key,
        "reason": problem.reason,
        "hint": problem.hint,
        "severity": problem.severity.value,
    }
