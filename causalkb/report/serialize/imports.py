"""The result of an import as plain data: the form of ``add --format json``."""

from __future__ import annotations

from typing import Any

from causalkb.records import AddResult, Problem


def account_to_dict(result: AddResult) -> dict[str, Any]:
    """Return the account for other programs."""
    return {
        "entries": result.entries,
        "added": list(result.added),
        "updated": list(result.updated),
        "unchanged": list(result.unchanged),
        "interrupted": result.interrupted,
        "remarks": [str(remark) for remark in result.remarks],
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
