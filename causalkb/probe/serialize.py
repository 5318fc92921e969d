"""Scores as JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from causalkb.probe.records import FamilyScore, ProbeComparison, ProbeResult, ProbeRun


def result_to_dict(result: ProbeResult) -> dict[str, Any]:
    """Return a result as ``probe run --format json`` has it."""
    return {
        **run_to_dict(result.run),
        "families": [score_to_dict(one) for one in result.families],
        "references": {
            name: [score_to_dict(one) for one in scores]
            for name, scores in result.references.items()
        },
    }


def run_to_dict(run: ProbeRun) -> dict[str, Any]:
    """Return what is known of a run but its items and answers."""
    return {
        "model": run.model.name,
        "battery": run.battery,
        "seed": run.seed,
        "fingerprint": run.fingerprint,
        "instruction": run.instruction,
        "engine": run.model.engine,
        "revision": run.model.revision,
        "method": run.model.method.value,
        "template": run.model.template,
        "remarks": list(run.model.remarks),
        "started": run.started,
        "folder": str(run.folder),
        "items": len(run.items),
        "answered": len(run.answers),
    }


def score_to_dict(score: FamilyScore) -> dict[str, Any]:
    """Return the scores of a family; numbers have six decimals."""
    found: dict[str, Any] = _rounded(asdict(score))
    return found


def comparison_to_dict(comparison: ProbeComparison) -> dict[str, Any]:
    """Return a comparison."""
    return {
        "first": run_to_dict(comparison.first),
        "second": run_to_dict(comparison.second),
        "families": [_rounded(asdict(one)) for one in comparison.families],
    }


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, 6)
    if isinstance(value, dict):
        return {name: _rounded(one) for name, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_rounded(one) for one in value]
    return value
