"""An audit as plain data: the form of ``audit --format json``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from causalkb.lint.findings import Audit, Finding, Level, Place
from causalkb.report.rows.findings import of_level
from causalkb.text import clean


def to_json(audit: Audit) -> dict[str, Any]:
    """Return an audit as data for JSON: all findings, suppressed ones and notes included."""
    return {
        "checked": dict(audit.checked),
        "unassessed": [clean(str(one)) for one in audit.unassessed],
        "counts": {level.value: len(of_level(audit, level)) for level in Level},
        "suppressed": sum(bool(f.suppressed) for f in audit.findings),
        "findings": [finding_to_dict(finding) for finding in audit.findings],
    }


def finding_to_dict(finding: Finding) -> dict[str, Any]:
    """Return a finding as data for JSON, with its place where it has one."""
    made: dict[str, Any] = {
        "rule": finding.rule,
        "level": finding.level.value,
        "subject": clean(finding.subject),
        "message": clean(finding.message),
        "fix": clean(finding.fix),
        "details": [clean(line) for line in finding.details],
        "claims": list(finding.claims),
        "works": list(finding.works),
        "suppressed": clean(finding.suppressed) or None,
    }
    if finding.place is not None:
        made["place"] = dict(_place(finding.place))
    return made


def _place(place: Place) -> Iterator[tuple[str, Any]]:
    yield "file", clean(place.file)
    yield "line", place.line
    yield "column", place.column
    yield "end_line", place.end_line
    yield "end_column", place.end_column
