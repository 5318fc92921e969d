"""Works → JSON lines: everything the knowledge base knows of a work, one work a line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from causalkb.records import Annotation, Claim, Notice, Work


def work_to_dict(work: Work) -> dict[str, Any]:
    """Return a work as in ``search --format json`` (see the README)."""
    return {
        "key": work.key,
        "type": work.type,
        "title": work.title,
        "authors": [person.name for person in work.authors],
        "year": work.year,
        "venue": work.venue,
        "field": None if work.field is None else work.field.value,
        "doi": work.doi,
        "arxiv": work.arxiv,
        "url": work.url,
        "questions": list(work.questions),
        "tags": list(work.tags),
        "notices": [notice_to_dict(notice) for notice in work.notices],
    }


def notice_to_dict(notice: Notice) -> dict[str, str]:
    """Return what became of a work, and who says so."""
    return {
        "kind": notice.kind.value,
        "source": notice.source,
        "notice": notice.notice,
        "reason": notice.reason,
        "day": notice.day,
    }


def claim_to_dict(claim: Claim) -> dict[str, Any]:
    """Return a claim with all that hangs on it."""
    return {
        "id": claim.id,
        "work": claim.work,
        "text": claim.text,
        "design": _value(claim.design),
        "rung": _value(claim.rung),
        "wording": _value(claim.wording),
        "subject": claim.subject,
        "population": claim.population,
        "paradigm": claim.paradigm,
        "extent": _value(claim.extent),
        "version": claim.version,
        "n": claim.n,
        "estimate": claim.estimate and asdict(claim.estimate),
        "concerns": list(claim.concerns),
        "premises": list(claim.premises),
        "locator": claim.locator,
        "quote": claim.quote,
        "quote_checked": claim.quote_checked,
        "stances": {slug: stance.value for slug, stance in claim.stances.items()},
        "warrants": {
            slug: {
                "because": said.because,
                "directness": said.directness.value,
                "otherwise": said.otherwise,
                "timing": _value(said.timing),
                "by": said.by,
            }
            for slug, said in claim.warrants.items()
        },
        "effects": [
            {"cause": e.cause, "effect": e.effect, "sign": e.sign.value} for e in claim.effects
        ],
        "tags": list(claim.tags),
        "relations": [
            {kind.value: other} | ({"because": because} if because else {})
            for kind, other, because in claim.relations
        ],
        "entered_by": claim.by,
        "entered_at": claim.at,
    }


def annotation_to_dict(one: Annotation) -> dict[str, Any]:
    """Return what was marked in a work in another program."""
    return {
        "kind": one.kind.value,
        "quote": one.quote,
        "comment": one.comment,
        "colour": one.colour,
        "side": one.side or None,
        "locator": one.locator or None,
        "author": one.author or None,
        "link": one.link or None,
    }


def full_work(
    work: Work,
    claims: Sequence[Claim],
    note: str | None,
    annotations: Sequence[Annotation] = (),
) -> dict[str, Any]:
    """Return a work with its other fields, claims and note."""
    return {
        **work_to_dict(work),
        "editors": [person.name for person in work.editors],
        "abstract": work.abstract,
        "fields": dict(sorted(work.fields.items())),
        "versions": list(work.versions),
        "note": note,
        "claims": [claim_to_dict(claim) for claim in claims],
        "annotations": [annotation_to_dict(one) for one in annotations],
    }


def format_works(works: Iterable[tuple[Work, Sequence[Claim], str | None]]) -> str:
    """Return (work, claims, note) triples as JSON lines."""
    lines = (json.dumps(full_work(*triple), ensure_ascii=False) + "\n" for triple in works)
    return "".join(lines)


def _value(word: Any) -> str | None:
    return None if word is None else str(word.value)
