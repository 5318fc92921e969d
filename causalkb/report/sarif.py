"""Findings → SARIF 2.1.0 (OASIS, 2020), which code hosts and editors show beside the text.

A finding on a draft has a region; one on a claim or hypothesis names it as a logical location, in
the note that states it. A suppressed finding is a suppressed result, with its reason.
"""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from causalkb.lint.findings import Audit, Finding
from causalkb.lint.rules import RULES
from causalkb.text import clean

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_LONGEST = 2_000


def to_sarif(audit: Audit, version: str, files: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Return a SARIF log of one run; what could not be judged is a notification in it.

    Args:
        audit: The findings.
        version: Of causalkb.
        files: The file that states a claim or hypothesis, by the finding's subject.
    """
    ids = list(dict.fromkeys(finding.rule for finding in audit.findings))
    places = {name: n for n, name in enumerate(ids)}
    seen: Counter[tuple[str, ...]] = Counter()
    results = []
    for finding in audit.findings:
        same = _same(finding)
        results.append(_result(finding, places[finding.rule], files or {}, seen[same]))
        seen[same] += 1
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "causalkb",
                        "version": version,
                        "rules": [_rule(name) for name in ids],
                    }
                },
                "invocations": [
                    {
                        "executionSuccessful": True,
                        "toolExecutionNotifications": [
                            {
                                "level": "warning",
                                "message": {"text": f"not assessed: {clean(str(one))}"},
                            }
                            for one in audit.unassessed
                        ],
                    }
                ],
                "columnKind": "unicodeCodePoints",
                "results": results,
            }
        ],
    }


def _rule(name: str) -> dict[str, Any]:
    rule = RULES[name]
    return {
        "id": rule.id,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.why},
        "defaultConfiguration": {"level": rule.level.value},
    }


def _result(finding: Finding, index: int, files: Mapping[str, str], before: int) -> dict[str, Any]:
    parts = [finding.message, *finding.details, f"Fix: {finding.fix}" if finding.fix else ""]
    text = "\n".join(clean(part)[:_LONGEST] for part in parts if part)
    if finding.place is None:
        # A message on a claim is a predicate; alone it needs its subject.
        text = f"{finding.subject}: {text}"
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": index,
        "level": finding.level.value,
        "message": {"text": text},
        "locations": [_location(finding, files)],
        "partialFingerprints": {"causalkb/v1": _fingerprint(finding, before)},
    }
    if finding.suppressed:
        kind = "external" if finding.place is None else "inSource"
        result["suppressions"] = [{"kind": kind, "justification": clean(finding.suppressed)}]
    return result


def _location(finding: Finding, files: Mapping[str, str]) -> dict[str, Any]:
    place = finding.place
    if place is not None:
        region = {
            "startLine": place.line,
            "startColumn": place.column,
            "endLine": place.end_line,
            "endColumn": place.end_column,
        }
        return {
            "physicalLocation": {
                "artifactLocation": {"uri": _uri(place.file)},
                "region": region,
            }
        }
    kind = "claim" if "#" in finding.subject else "hypothesis"
    location: dict[str, Any] = {
        "logicalLocations": [{"fullyQualifiedName": finding.subject, "kind": kind}]
    }
    if finding.subject in files:
        location["physicalLocation"] = {
            "artifactLocation": {"uri": _uri(files[finding.subject])},
            "region": {"startLine": 1},
        }
    return location


def _uri(file: str) -> str:
    """Return a relative reference where the file lies below the working folder, as hosts want."""
    path = Path(file)
    if path.is_absolute():
        here = Path.cwd()
        if not path.is_relative_to(here):
            return "file://" + quote(os.fsencode(path.as_posix()))
        path = path.relative_to(here)
    return quote(os.fsencode(path.as_posix()))


def _same(finding: Finding) -> tuple[str, ...]:
    """What makes two findings the same wherever in its file each of them is."""
    file = "" if finding.place is None else _uri(finding.place.file)
    return (finding.rule, file, finding.subject, *finding.works)


def _fingerprint(finding: Finding, before: int) -> str:
    """Stays the same when lines move, so that a host tells new findings from old ones.

    ``before`` is how many the same stand before it.
    """
    text = "\0".join((*_same(finding), str(before)))
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:32]
