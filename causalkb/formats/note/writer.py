"""Works → notes: Markdown with YAML front matter, as ``causalkb add`` reads them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from pathlib import Path
from typing import Any
from urllib.parse import quote

from causalkb.errors import InputError
from causalkb.files import write_atomically
from causalkb.formats.yaml_text import Flow, FlowList, dump
from causalkb.records import Claim, Estimate, Filters, Warrant, Work
from causalkb.records.claims import NO_WARRANT
from causalkb.store.stated import with_waiting
from causalkb.store.store import Store
from causalkb.vocabulary import Directness, Stance


def format_note(
    work: Work,
    claims: Sequence[Claim],
    note: str | None,
    front: str = "",
    *,
    numbered: bool = False,
) -> str:
    """Return a work's note with all its claims; reading it back gives the same.

    Args:
        work: The work, with the questions and tags that the note is to name.
        claims: Its claims.
        note: The text below the front matter.
        front: What else the front matter says, as YAML.
        numbered: Give every claim its number, also where they count from 1.
    """
    said: dict[str, Any] = {"work": work.key}
    if work.questions:
        said["questions"] = FlowList(work.questions)
    if work.tags:
        said["tags"] = FlowList(work.tags)
    # Numbers that count from 1 say nothing; others keep the ids stable in another store.
    numbers = [int(claim.id.rpartition("#")[2]) for claim in claims]
    numbered |= numbers != list(range(1, len(claims) + 1))
    stated = {"claims": [claim_fields(claim, numbered) for claim in claims]} if claims else {}
    text = dump(said) + front + (dump(stated) if stated else "")
    return f"---\n{text}---\n{(note or '').strip()}\n"


def claim_fields(claim: Claim, numbered: bool) -> dict[str, Any]:
    """Return what a note says of a claim, by the names of its fields."""
    stated: dict[str, Any] = {
        "text": claim.text,
        "id": int(claim.id.rpartition("#")[2]) if numbered else None,
        "design": claim.design and claim.design.value,
        "population": claim.population,
        "paradigm": claim.paradigm,
        "rung": claim.rung and claim.rung.value,
        "extent": claim.extent and claim.extent.value,
        "version": claim.version,
        "n": claim.n,
        "estimate": claim.estimate and _estimate(claim.estimate),
        "concern": FlowList(claim.concerns),
        "wording": claim.wording and claim.wording.value,
        "subject": claim.subject,
        "stance": {
            slug: _stance(stance, claim.warrant(slug)) for slug, stance in claim.stances.items()
        },
        "premises": list(claim.premises),
        "locator": claim.locator,
        "quote": claim.quote,
        "unchecked": True if claim.quote and claim.quote_checked is False else None,
        "effects": [
            Flow({"cause": e.cause, "effect": e.effect, "sign": e.sign.value})
            for e in claim.effects
        ],
        "tags": FlowList(claim.tags),
        "relations": [
            Flow({kind.value: other} | ({"because": because} if because else {}))
            for kind, other, because in claim.relations
        ],
        "by": claim.by,
        "at": claim.at if claim.by else None,
    }
    if not any(claim.warrants.values()):
        stated["stance"] = Flow(stated["stance"])
    return {name: value for name, value in stated.items() if value}


def _stance(stance: Stance, warrant: Warrant) -> str | Flow:
    """Return the short form where there is nothing to say but the side."""
    if warrant == NO_WARRANT:
        return stance.value
    direct = warrant.directness is Directness.DIRECT
    said = {
        "side": stance.value,
        "because": warrant.because,
        "directness": None if direct else warrant.directness.value,
        "otherwise": warrant.otherwise,
        "timing": warrant.timing and warrant.timing.value,
        "by": warrant.by,
        "at": warrant.at,
    }
    return Flow({name: value for name, value in said.items() if value})


def _estimate(estimate: Estimate) -> Flow:
    said = {
        "value": estimate.value,
        "unit": estimate.unit,
        "low": estimate.low,
        "high": estimate.high,
    }
    return Flow({name: value for name, value in said.items() if value not in (None, "")})


def file_name(key: str) -> str:
    """Return the name of a note's file; characters that a path could misread are encoded.

    >>> file_name("DBLP:conf/x")
    'DBLP%3Aconf%2Fx.md'
    """
    name = quote(key, safe="+@-_. ")
    return ("%2E" + name[1:] if name.startswith(".") else name) + ".md"


def write_notes(store: Store, folder: Path) -> int:
    """Write the note of every work that has a note or claims, and return how many there are.

    Raises:
        InputError: The folder or a file cannot be written.
    """
    ids = store.selection.works(Filters())
    claims = store.claims.of_works(ids)
    whole = {c.id: c for c in with_waiting(store, chain.from_iterable(claims.values()))}
    written = 0
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for work_id, work in store.works.many(ids).items():
            note, front = store.works.note(work.key), store.works.note_front(work.key)
            if note or front or claims[work_id]:
                text = format_note(
                    work, [whole[claim.id] for claim in claims[work_id]], note, front
                )
                _write(folder / file_name(work.key), text)
                written += 1
    except OSError as error:
        raise InputError(f"cannot write the notes to {folder}: {error}") from error
    return written


def _write(path: Path, text: str) -> None:
    content = text.encode("utf-8")
    if path.is_file() and path.read_bytes() == content:
        return  # keeps its time, so that git and editors see no change
    write_atomically(path, [content])
