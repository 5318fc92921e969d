"""The reader for JSON of our own: what ``list``, ``search`` and ``export`` write as ``jsonl``.

Each line is a work, or a search result with one. What ``export`` adds (fields, note, claims) is
read where it is there. Claims are checked as those of a note are.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from causalkb.formats.bibtex.source import nothing_found
from causalkb.formats.csl.reader import json_items
from causalkb.formats.fields import to_work
from causalkb.formats.note import reader as notes
from causalkb.formats.tagged import people_of
from causalkb.records import Notice, ParsedWork, Problem, Work
from causalkb.text import clean, clean_line, decode
from causalkb.vocabulary import NoticeKind, Severity

_HINT = "write it anew with 'causalkb export -f jsonl'"
_VENUES = {
    **dict.fromkeys(("article", "periodical"), "journal"),
    **dict.fromkeys(("inproceedings", "incollection", "inbook"), "booktitle"),
    **dict.fromkeys(("phdthesis", "mastersthesis", "thesis"), "school"),
    **dict.fromkeys(("book", "collection", "proceedings", "dataset", "software"), "publisher"),
    **dict.fromkeys(("techreport", "report"), "institution"),
}
"""The field from which a venue is derived, by type; ``list`` gives the venue alone."""
_TEXTS = ("doi", "url", "abstract")
_OF_A_CLAIM = (
    *("text", "id", "design", "population", "paradigm", "rung", "extent", "version", "n"),
    *("estimate", "wording", "subject", "premises", "locator", "quote", "effects", "tags"),
)
_Read = ParsedWork | Problem


def read(data: bytes, source: str) -> Iterator[_Read]:
    """Read works that causalkb wrote as JSON; never raises, whatever the bytes.

    >>> line = b'{"key": "pearl2009", "type": "book", "title": "Causality", "year": 2009}'
    >>> [parsed] = read(line, "a.jsonl")
    >>> parsed.work.key, parsed.work.year
    ('pearl2009', 2009)
    """
    text = decode(data).replace("\r\n", "\n").lstrip("\ufeff")
    seen: Counter[str] = Counter()
    count = 0
    for line, item, fault in json_items(text):
        count += 1
        said = item.get("work", item) if isinstance(item, dict) else None
        if fault or not isinstance(said, dict) or not isinstance(said.get("key"), str):
            reason = fault or f"not a work: {clean_line(json.dumps(item))[:60]}"
            yield Problem(source, reason, line, hint=_HINT)
            continue
        key = clean_line(said["key"])
        seen[key] += 1
        entry = key if seen[key] == 1 else f"{key}#{seen[key]}"
        yield from _parsed(said, key, entry, source, line)
    if not count:
        yield nothing_found("-" if text.strip() else "", source, "JSON of causalkb")


def _parsed(
    said: Mapping[str, Any], key: str, entry: str, source: str, line: int
) -> Iterator[_Read]:
    work, warnings = _work(said, key)
    if not (work.title or work.authors or work.doi or work.arxiv):
        yield Problem(source, "the work has no title, no author and no DOI", line, key, _HINT)
        return
    for reason, hint in warnings:
        yield Problem(source, reason, line, key, hint, Severity.WARNING)
    parsed = ParsedWork(work, source, line, entry, notices=_notices(said))
    for item in _with_note(parsed, said):
        if isinstance(item, Problem):
            yield replace(item, source=source, line=line, key=key)
        else:
            yield item


def _work(said: Mapping[str, Any], key: str) -> tuple[Work, list[tuple[str, str]]]:
    fields = {
        clean_line(str(name)).lower(): clean(value)
        for name, value in _mapping(said.get("fields")).items()
        if isinstance(value, str)
    }
    type = _text(said, "type") or "misc"
    fields["title"] = _text(said, "title")
    fields |= {name: value for name in _TEXTS if (value := clean(str(said.get(name) or "")))}
    if isinstance(said.get("year"), int):
        fields.setdefault("date" if "date" in fields else "year", str(said["year"]))
    if arxiv := _text(said, "arxiv"):
        fields |= {"eprint": arxiv, "archiveprefix": "arXiv"}
    if field := _text(said, "field"):
        fields["causalkb-field"] = field
    if (venue := _text(said, "venue")) and "fields" not in said:
        fields.setdefault(_VENUES.get(type, "howpublished"), venue)
    return to_work(
        key,
        type,
        fields,
        authors=people_of(_texts(said, "authors")),
        editors=people_of(_texts(said, "editors")),
        tags=_texts(said, "tags"),
        questions=_texts(said, "questions"),
    )


def _with_note(parsed: ParsedWork, said: Mapping[str, Any]) -> Iterator[_Read]:
    """Yield an entry with its note and claims, read as a note that states them would be."""
    note, claims = said.get("note"), said.get("claims")
    if not (isinstance(note, str) or (isinstance(claims, list) and claims)):
        yield parsed
        return
    stated = claims if isinstance(claims, list) else ()
    listed = [_claim(claim) for claim in stated if isinstance(claim, dict)]
    front = {"work": parsed.work.key} | ({"claims": listed} if listed else {})
    text = f"---\n{json.dumps(front)}\n---\n{note if isinstance(note, str) else ''}"
    for item in notes.read(text.encode("utf-8", "replace"), ""):
        if isinstance(item, Problem):
            yield item
        else:
            text_of_note = item.note if isinstance(note, str) else None
            yield replace(parsed, note=text_of_note, claims=item.claims if listed else None)


def _claim(said: Mapping[str, Any]) -> dict[str, Any]:
    """Return a claim as it stands in the front matter of a note."""
    claim = {name: said[name] for name in _OF_A_CLAIM if said.get(name)}
    claim |= {"concern": said["concerns"]} if said.get("concerns") else {}
    claim |= {"relations": said["relations"]} if said.get("relations") else {}
    warrants = _mapping(said.get("warrants"))
    stances = {
        slug: {"side": side, **{n: w for n, w in _mapping(warrants.get(slug)).items() if w}}
        for slug, side in _mapping(said.get("stances")).items()
    }
    claim |= {"stance": stances} if stances else {}
    for theirs, ours in (("entered_by", "by"), ("entered_at", "at")):
        claim |= {ours: said[theirs]} if said.get(theirs) else {}
    return claim | ({"unchecked": True} if said.get("quote_checked") is False else {})


def _notices(said: Mapping[str, Any]) -> dict[str, tuple[Notice, ...]] | None:
    found: dict[str, list[Notice]] = {}
    listed = said.get("notices")
    for one in listed if isinstance(listed, list) else ():
        kind = _mapping(one).get("kind")
        if kind in list(NoticeKind):
            named = {n: clean_line(str(one.get(n, ""))) for n in ("notice", "reason", "day")}
            by = _text(one, "source")
            found.setdefault(by, []).append(Notice(NoticeKind(kind), by, **named))
    return {by: tuple(notices) for by, notices in found.items()} or None


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(said: Mapping[str, Any], name: str) -> str:
    value = said.get(name)
    return clean_line(value) if isinstance(value, str) else ""


def _texts(said: Mapping[str, Any], name: str) -> tuple[str, ...]:
    value = said.get(name)
    texts = value if isinstance(value, list) else ()
    return tuple(clean_line(text) for text in texts if isinstance(text, str) and text.strip())
