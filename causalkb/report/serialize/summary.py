"""A report as JSON, for other programs and for a later ``--compare``.

The form is described by ``report.schema.json`` beside this file.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from causalkb.errors import InputError
from causalkb.files import read_file
from causalkb.formats.jsonl import work_to_dict
from causalkb.report.citations import Bibliography
from causalkb.report.summary.records import Cite, Inline, Report

NAME, VERSION = "causalkb-report", 2
READABLE = (1, 2)
"""Versions of earlier reports that can be compared with."""
MAX_FILE = 200_000_000
"""Bytes of the largest earlier report that is read."""


def to_dict(
    report: Report, bibliography: Bibliography, *, references: bool = True
) -> dict[str, Any]:
    """Return a report as plain data; without ``references`` that list is empty."""
    made = report.made
    changes = report.changes
    questions = [
        data | {"state": [plain(sentence, bibliography) for sentence in view.state]}
        for data, view in zip(report.data["questions"], report.questions, strict=True)
    ]
    return {
        "format": NAME,
        "version": VERSION,
        "title": report.title,
        "made": {
            "causalkb": made.version,
            "date": made.date,
            "filters": list(made.filters),
            "style": made.style,
            "works_in_knowledge_base": made.works,
            "works_cited": made.used,
            "claims": made.claims,
            "claims_with_quote": made.quoted,
            "claims_unchecked": made.unchecked,
        },
        "changes": None
        if changes is None
        else {
            "since": changes.since,
            "warning": changes.warning or None,
            "lines": [plain(line, bibliography) for line in changes.lines],
        },
        "questions": questions,
        "search": report.data["search"],
        "references": [
            {
                "key": reference.key,
                "text": reference.text,
                "work": work_to_dict(bibliography.works[reference.key]),
            }
            for reference in (bibliography.references if references else ())
        ],
    }


def to_json(report: Report, bibliography: Bibliography) -> str:
    """Return a report as a JSON document."""
    return json.dumps(to_dict(report, bibliography), ensure_ascii=False, indent=2) + "\n"


def plain(inline: Inline, bibliography: Bibliography) -> str:
    """Return a sentence as plain text."""
    before, after = bibliography.brackets

    def one(part: str | Cite) -> str:
        if isinstance(part, str):
            return part
        place = f", {part.locator}" if part.locator else ""
        return f"{before}{bibliography.cite(part.key)}{place}{after}"

    return "".join(map(one, inline.parts))


def read(path: Path) -> dict[str, Any]:
    """Return the data of an earlier report.

    Raises:
        InputError: The file cannot be read or is not a report of causalkb.
    """
    try:
        data = json.loads(read_file(path, MAX_FILE).decode())
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise InputError(f"{path}: is not JSON: {error}") from error
    if not isinstance(data, dict) or data.get("format") != NAME:
        raise InputError(f"{path}: is not a report; 'causalkb report -o OLD.json' writes one")
    if data.get("version") not in READABLE:
        raise InputError(
            f"{path}: a report of version {data.get('version')!r}; versions 1 and 2 can be read"
        )
    return data
