"""Grades of causal wording as plain data: the form of ``grade --format json``."""

from __future__ import annotations

from typing import Any

from causalkb.wording import Grade


def to_json(one: Grade) -> dict[str, Any]:
    """Return what ``grade --format jsonl`` writes; ``reason`` only where there is one.

    >>> from causalkb.wording import grade
    >>> to_json(grade("Rain fell on the hills."))
    {'text': 'Rain fell on the hills.', 'wording': 'none', 'cues': []}
    """
    made: dict[str, Any] = {"text": one.text, "wording": one.wording and one.wording.value}
    made["cues"] = [
        {
            "start": cue.start,
            "end": cue.end,
            "text": cue.text,
            "kind": cue.kind,
            "why": cue.why,
            "decided": cue.decided,
        }
        for cue in one.cues
    ]
    if one.reason:
        made["reason"] = one.reason
    return made
