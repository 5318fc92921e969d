"""The reader for BibTeX and biblatex files.

The account adds up: every ``@entry`` of a file yields exactly one :class:`ParsedWork` or exactly
one failed :class:`Problem`; warnings come on top. ``@string``, ``@preamble``, ``@comment`` and
biblatex's ``@xdata`` and ``@set`` are no entries. Damage to one entry does not touch the others.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterator

from causalkb.formats.bibtex.blocks import Block, split_blocks
from causalkb.formats.bibtex.crossref import resolve
from causalkb.formats.bibtex.entries import Entry, EntryError, Macros, key_of, read_entry
from causalkb.formats.bibtex.preamble import definitions, expand
from causalkb.formats.bibtex.source import decode_bytes, nothing_found
from causalkb.formats.bibtex.work import to_work
from causalkb.records import ParsedWork, Problem
from causalkb.vocabulary import Severity

_log = logging.getLogger(__name__)

_SKIPPED = {
    "commented-out": ("an entry behind '%' is skipped", "remove the '%' if you want it"),
    "set": ("@set is not a work but a list of entries", "its entries are read one by one"),
}


def read(data: bytes, source: str) -> Iterator[ParsedWork | Problem]:
    """Read the entries of a BibTeX file, in the order of the file; warnings precede their work.

    Never raises, whatever the bytes.

    >>> [parsed] = read(b"@book{pearl2009causality, title = {Causality}, year = 2009}", "a.bib")
    >>> parsed.work.key, parsed.work.title, parsed.work.year
    ('pearl2009causality', 'Causality', 2009)
    """
    text, problems = decode_bytes(data, source)
    yield from problems
    if problems and not text:
        return
    blocks = list(split_blocks(text))
    if not any(block.is_entry for block in blocks):
        yield nothing_found(text, source)
    read_blocks = _read_blocks(blocks)
    yield from _parsed(blocks, read_blocks, source)


def _read_blocks(blocks: list[Block]) -> list[Entry | str | None]:
    """For each block its entry, with everything it inherits, or the reason why there is none."""
    macros = Macros(blocks)
    defined = definitions(block.body for block in blocks if block.type == "preamble")
    results: list[Entry | str | None] = []
    data: dict[str, Entry] = {}
    for block in blocks:
        result: Entry | str | None = None
        if block.is_entry or block.type == "xdata":
            try:
                result = read_entry(block, macros)
                if defined:
                    result.fields = {n: expand(v, defined) for n, v in result.fields.items()}
            except EntryError as error:
                result = str(error)
            if block.type == "xdata" and isinstance(result, Entry):
                data[result.key.lower()] = result
                result = None
        elif block.reason:
            result = block.reason
        results.append(result)
    resolve((result for result in results if isinstance(result, Entry)), data)
    return results


def _parsed(
    blocks: list[Block], results: list[Entry | str | None], source: str
) -> Iterator[ParsedWork | Problem]:
    seen: Counter[str] = Counter()
    ordinal = 0
    for block, result in zip(blocks, results, strict=True):
        if block.is_entry:
            ordinal += 1
        if isinstance(result, Entry):
            yield from _work(result, source, ordinal, seen)
        elif result is not None:
            severity = Severity.FAILED if block.is_entry else Severity.WARNING
            reason = result if block.is_entry else f"@{block.type} is ignored: {result}"
            hint = "repair the entry and add the file again"
            yield Problem(source, reason, block.line, key_of(block), hint, severity)
        elif block.type in _SKIPPED:
            reason, hint = _SKIPPED[block.type]
            key = key_of(block) if block.body else None
            yield Problem(source, reason, block.line, key, hint, Severity.WARNING)


def _work(
    entry: Entry, source: str, ordinal: int, seen: Counter[str]
) -> Iterator[ParsedWork | Problem]:
    try:
        work, warnings = to_work(entry)
    except Exception as error:  # The promise not to raise holds for what nobody thought of, too.
        _log.debug("entry %r of %s", entry.key, source, exc_info=True)
        reason = f"the entry cannot be read: {type(error).__name__}: {error}"
        yield Problem(source, reason, entry.line, entry.key or None, "please report this entry")
        return
    for reason, hint in (*entry.warnings, *warnings):
        yield Problem(source, reason, entry.line, entry.key or None, hint, Severity.WARNING)
    seen[entry.key] += 1
    name = entry.key or f"@{ordinal}"
    if entry.key and seen[entry.key] > 1:
        name = f"{name}#{seen[entry.key]}"
    yield ParsedWork(work, source, entry.line, name)
