"""Blind coding sheets: CSV with one row for each claim and hypothesis; reader and writer."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence

from causalkb.errors import nearest
from causalkb.formats.decision_sheet import as_word, columns_of, rows_of
from causalkb.formats.tabular import format_rows
from causalkb.records import Claim, Coding, Hypothesis, Problem, Work
from causalkb.records.codings import NO_BEARING
from causalkb.vocabulary import Design, Directness, Stance

COLUMNS = (
    *("claim", "hypothesis", "stance", "directness", "design", "population"),
    *("work", "year", "abstract", "text", "locator", "statement", "wrong_if"),
)
"""The first two name a row, the next four are for the coder, the others to read."""
_NEEDED = ("claim", "hypothesis", "stance")
ANSWERS = (*Stance, NO_BEARING)
MAX_BYTES = 50_000_000


def write(rows: Iterable[tuple[Claim, Work, Hypothesis]]) -> str:
    """Return a sheet without the first coding: no stance, design or population."""
    return format_rows(
        COLUMNS,
        (
            (
                *(claim.id, hypothesis.slug, "", "", "", ""),
                *(work.title, str(work.year or ""), work.abstract or "", claim.text),
                *(claim.locator or "", hypothesis.statement, hypothesis.wrong_if),
            )
            for claim, work, hypothesis in rows
        ),
    )


def read(
    text: str,
    source: str,
    coder: str,
    *,
    claims: Sequence[str],
    hypotheses: Sequence[str],
    populations: Sequence[str],
) -> tuple[list[Coding], list[Problem]]:
    """Return the codings of a sheet; rows without an answer are left out and counted as none.

    A row with a word that does not exist becomes a problem, with its line and the nearest word;
    the other rows are kept. Design and population may stand in any row of a claim.
    """
    if len(text) > MAX_BYTES:
        return [], [Problem(source, f"larger than {MAX_BYTES // 1_000_000} MB")]
    reader = rows_of(text)
    try:
        missing = [c for c in _NEEDED if c not in columns_of(reader)]
        if missing:
            reason = f"the sheet has no column {', '.join(missing)}"
            return [], [Problem(source, reason, 1, hint="'causalkb code export' writes one")]
        return _codings(reader, source, coder, claims, hypotheses, populations)
    except csv.Error as error:
        return [], [Problem(source, f"not valid CSV: {error}", reader.line_num)]


def _codings(
    reader: csv.DictReader[str],
    source: str,
    coder: str,
    claims: Sequence[str],
    hypotheses: Sequence[str],
    populations: Sequence[str],
) -> tuple[list[Coding], list[Problem]]:
    allowed = {
        "claim": claims,
        "hypothesis": hypotheses,
        "stance": ANSWERS,
        "directness": ("", *Directness),
        "design": ("", *Design),
        "population": ("", *populations),
    }
    known = {name: {str(word) for word in words} for name, words in allowed.items()}
    found: list[Coding] = []
    problems: list[Problem] = []
    said: dict[str, dict[str, str]] = {}
    named = columns_of(reader)
    for row in reader:
        cell = {name: as_word(row.get(named.get(name, "")) or "") for name in allowed}
        cell["claim"] = (row.get(named["claim"]) or "").strip()
        cell["stance"] = cell["stance"].replace("no-bearing", NO_BEARING)
        if not cell["stance"]:
            continue
        wrong = next((name for name in allowed if cell[name] not in known[name]), None)
        if wrong is not None:
            close = nearest(cell[wrong], [str(word) for word in allowed[wrong]])
            hint = f"did you mean {close[0]}?" if close else ""
            reason = f"{cell[wrong]!r} is not a {wrong}"
            problems.append(Problem(source, reason, reader.line_num, cell["claim"] or None, hint))
            continue
        about = said.setdefault(cell["claim"], {})
        for name in ("design", "population"):
            about[name] = cell[name] or about.get(name, "")
        found.append(
            Coding(coder, cell["claim"], cell["hypothesis"], cell["stance"], cell["directness"])
        )
    return [
        Coding(
            *(one.coder, one.claim, one.hypothesis, one.stance, one.directness),
            *(said[one.claim]["design"], said[one.claim]["population"]),
        )
        for one in found
    ], problems
