"""``causalkb: ok REASON``: findings that the writer of a draft suppresses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from causalkb.lint.findings import Finding, Level
from causalkb.lint.markup.inline import Mask, comments
from causalkb.lint.markup.prose import Lines, Marker


def apply(findings: Sequence[Finding], markers: Sequence[Marker], lines: Lines) -> list[Finding]:
    """Return the findings; those on a line that a marker with a reason covers carry the reason.

    A marker covers its own lines. If nothing but comments is on them, it also covers the next line
    that is not blank.
    """
    suppressed: dict[int, str] = {}
    bare = Lines(_without_comments(lines.text, markers))
    for marker in markers:
        if marker.reason:
            for line in _covered(marker, lines, bare):
                suppressed.setdefault(line, marker.reason)
    made = []
    for finding in findings:
        place = finding.place
        reason = ""
        if place is not None and finding.rule != "no-reason":
            own = range(place.line, place.end_line + 1)
            reason = next((suppressed[line] for line in own if line in suppressed), "")
        made.append(replace(finding, suppressed=reason) if reason else finding)
    return made


def _without_comments(text: str, markers: Sequence[Marker]) -> str:
    mask = Mask(text)
    for marker in markers:
        mask.blank(marker.start, marker.end)
    if any(text.startswith("<!--", marker.start) for marker in markers):
        for start, end in comments(text):
            mask.blank(start, end)
    return mask.text


def _covered(marker: Marker, lines: Lines, bare: Lines) -> range:
    """Return the lines that a marker covers; ``bare`` is the text without comments."""
    first, last = bare.at(marker.start)[0], bare.at(marker.end)[0]
    if not (bare.blank(first) and bare.blank(last)):
        return range(first, last + 1)
    following = last + 1
    while following <= lines.count and lines.blank(following):
        following += 1
    return range(first, following + 1)


def without_reason(markers: Sequence[Marker], lines: Lines, file: str) -> list[Finding]:
    """Return a finding for each marker that gives no reason; it suppresses nothing."""
    return [
        Finding(
            rule="no-reason",
            level=Level.WARNING,
            subject="causalkb: ok",
            message="“causalkb: ok” without a reason silences nothing",
            fix="say why it is right as it is: causalkb: ok REASON",
            place=lines.place(file, marker.start, marker.end),
        )
        for marker in markers
        if not marker.reason
    ]
