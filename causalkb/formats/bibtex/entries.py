"""Blocks → entries with raw values: bibtexparser cuts the fields, this module reads the values.

bibtexparser does not join values at ``#``, misses missing commas, takes ``@word{`` in an abstract
for an entry and does not count escaped braces, as BibTeX does. So what it must not interpret is
masked with control characters (the text has none of its own) before, and unmasked after.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from causalkb.formats.bibtex.blocks import MAX_ENTRY_CHARS, Block
from causalkb.formats.bibtex.fields import MONTH_NAMES
from causalkb.lazy import compiled_on_use

# Every failure is reported as a Problem; bibtexparser would also write it to stderr.
logging.getLogger("bibtexparser").addHandler(logging.NullHandler())

MONTHS = {name[:3].lower(): name for name in MONTH_NAMES}

_AT, _SEPARATOR, _OPEN, _CLOSE, _QUOTE = "\x01", "\x02", "\x03", "\x04", "\x05"
_MASKS = {_AT: "@", _SEPARATOR: "", _OPEN: "\\{", _CLOSE: "\\}", _QUOTE: '"'}
_MASK = compiled_on_use("[\x01-\x05]")

# Without braces, "name = value" is a field only where such a field has values without braces:
# "key=1" may be a key.
_FIELD_FIRST = compiled_on_use(
    r"\s*(?:[\w-]+\s*=\s*[{\"]"
    r"|(?:year|month|day|volume|number|pages|chapter|edition|journal|publisher|series)\s*=)",
    re.IGNORECASE,
)
_KEY = compiled_on_use(r"\s*(?P<key>[^{},=]*?|[^\s{},\"#]+)\s*(?:,|$)")
# Outside values: comments to the end of the line, and commas with nothing between them.
_BETWEEN = compiled_on_use(r"\\.|[{}\"]|(?<=[\s,{}\"])%[^\n]*|,(?=\s*,)", re.DOTALL)
_KEY_WITHOUT_COMMA = compiled_on_use(r"\s*(?P<key>[^\s{},=]+)\s+(?=[\w-]+\s*=\s*[{\"\w])")
_NEXT_FIELD = compiled_on_use(r"\s*([A-Za-z][\w-]*)\s*=")
_BARE = compiled_on_use(r"[^\s{}\"#,=]+")
_QUOTED_VALUE = compiled_on_use(r"=\s*\"|#\s*\"")
_NAME_NOISE = compiled_on_use(r"[^\w:.+/-]+")


@dataclass(slots=True)
class Entry:
    """An entry with its fields by lower-case name, their values raw but joined and unmasked."""

    type: str
    key: str
    line: int
    fields: dict[str, str] = field(default_factory=dict)
    warnings: list[tuple[str, str]] = field(default_factory=list)
    """Pairs of reason and hint."""


class EntryError(Exception):
    """A block cannot be read as an entry; the text says why."""


class Macros:
    """The ``@string`` definitions of a file, and the months that every style defines."""

    def __init__(self, blocks: Iterable[Block] = ()) -> None:
        self._values = dict(MONTHS)
        for block in blocks:
            if block.type == "string" and not block.reason:
                self._define(block)

    def get(self, name: str) -> str | None:
        """The value of a macro; names are case-insensitive."""
        return self._values.get(name.lower())

    def _define(self, block: Block) -> None:
        name, _, raw = block.body.partition("=")
        try:
            value = _Value(_mask(raw.strip().rstrip(",").rstrip(), block.escapes), self).text
        except EntryError:
            # Too large: definitions that double each other would fill the memory.
            return
        self._values[name.strip().lower()] = value


def read_entry(block: Block, macros: Macros) -> Entry:
    """Read one block.

    Raises:
        EntryError: If the block is damaged beyond repair.
    """
    if block.reason:
        raise EntryError(block.reason)
    key, rest, key_warning = _split_key(block.body)
    entry = Entry(block.type, key, block.line)
    if block.warning:
        entry.warnings.append((block.warning, "compare the entry with the file"))
    if key_warning:
        entry.warnings.append((key_warning, "write a comma after the key"))
    for name, raw in _cut_fields(_without_comments(_mask(rest.lstrip(", \t\n"), block.escapes))):
        _add_fields(entry, name, raw, macros)
    if sum(map(len, entry.fields.values())) > MAX_ENTRY_CHARS:
        raise EntryError("the entry is too large once its @string macros are filled in")
    return entry


def key_of(block: Block) -> str | None:
    """The key of a block as far as it can be told, for a report."""
    return _split_key(block.body)[0] or None


def _split_key(body: str) -> tuple[str, str, str]:
    """The key, the fields, and a warning if the comma between them is missing."""
    if _FIELD_FIRST.match(body):
        return "", body, ""
    if match := _KEY.match(body):
        return " ".join(match["key"].split()), body[match.end() :], ""
    if match := _KEY_WITHOUT_COMMA.match(body):
        return match["key"], body[match.end() :], "no comma after the key"
    return "", body, ""


def _mask(text: str, escapes: bool) -> str:
    text = text.replace("@", _AT)
    if "\\{" in text or "\\}" in text:
        if escapes:
            text = text.replace("\\{", _OPEN).replace("\\}", _CLOSE)
        else:
            text = text.replace("\\{", f"\\{_SEPARATOR}{{").replace("\\}", f"\\{_SEPARATOR}}}")
    if _QUOTED_VALUE.search(text):
        text = _mask_inner_quotes(text)
    return text


def _without_comments(text: str) -> str:
    """Drop what stands between the fields but is none, as several programs write it."""
    if "%" not in text and not re.search(r",\s*,", text):
        return text
    parts: list[str] = []
    depth = position = at = 0
    quoted = False
    text = "\n" + text
    while mark := _BETWEEN.search(text, at):
        at = mark.end()
        if mark[0] == '"':
            quoted ^= depth == 0
        elif mark[0] in "{}":
            depth = max(0, depth + (1 if mark[0] == "{" else -1))
        elif mark[0][0] in "%," and depth == 0 and not quoted:
            parts.append(text[position : mark.start()])
            position = at
        elif mark[0][0] == "%":
            at = mark.start() + 1
    return "".join(parts) + text[position:]


def _mask_inner_quotes(text: str) -> str:
    """Mask quotes within braces: they do not end a value that is delimited by quotes."""
    parts: list[str] = []
    depth = position = 0
    for mark in re.finditer(r"[{}\"]", text):
        if mark[0] == '"':
            if depth > 0:
                parts += text[position : mark.start()], _QUOTE
                position = mark.end()
        else:
            depth = max(0, depth + (1 if mark[0] == "{" else -1))
    return "".join(parts) + text[position:]


def _unmask(text: str) -> str:
    return _MASK.sub(lambda mask: _MASKS[mask[0]], text) if _MASK.search(text) else text


def _cut_fields(masked: str) -> list[tuple[str, str]]:
    """Let bibtexparser cut the fields of an entry. Raises EntryError."""
    from bibtexparser.entrypoint import parse_string
    from bibtexparser.model import DuplicateFieldKeyBlock, ParsingFailedBlock
    from bibtexparser.model import Entry as ParsedEntry

    try:
        library = parse_string(f"@entry{{key,{masked}\n}}", parse_stack=[])
    except Exception as error:  # Whatever the parser chokes on must cost this entry only.
        raise EntryError(f"the entry cannot be parsed: {error}") from error
    block = library.blocks[0] if library.blocks else None
    if isinstance(block, DuplicateFieldKeyBlock):
        block = block.ignore_error_block
    if isinstance(block, ParsedEntry):
        return [(field.key, str(field.value)) for field in block.fields]
    reason = "it does not look like fields"
    if isinstance(block, ParsingFailedBlock):
        reason = str(getattr(block.error, "abort_reason", block.error))
    raise EntryError(_unmask(f"the entry cannot be parsed: {reason.strip()}"))


def _add_fields(entry: Entry, name: str, raw: str, macros: Macros) -> None:
    """Add a field, and those that a missing comma has stuck to it."""
    next_field: tuple[str, str] | None = (name, raw)
    while next_field is not None:
        name, raw = next_field
        name = _NAME_NOISE.sub("-", _unmask(name).strip()).strip("-").lower()
        value = _Value(raw, macros)
        next_field = value.next_field
        if next_field is not None:
            warning = f"no comma between {name!r} and {next_field[0]!r}: read as two fields"
            entry.warnings.append((warning, "write the comma"))
        elif value.junk:
            warning = f"text after the value of {name!r} is ignored: {value.junk[:40]!r}"
            entry.warnings.append((warning, "check braces, quotes and commas"))
        for macro in value.undefined:
            warning = f"macro {macro!r} in {name!r} is not defined"
            entry.warnings.append((warning, "define it with @string, or put the value in braces"))
        if name in entry.fields:
            hint = "remove one of them"
            entry.warnings.append((f"field {name!r} appears twice; the first is kept", hint))
        elif name and value.text.strip():
            entry.fields[name] = value.text


class _Value:
    """A raw value: pieces in braces or quotes, numbers and macros, joined by ``#``."""

    def __init__(self, raw: str, macros: Macros) -> None:
        self.undefined: list[str] = []
        self.junk = ""
        self.next_field: tuple[str, str] | None = None
        self._macros = macros
        pieces: list[str] = []
        position = size = 0
        raw = raw.strip()
        while position < len(raw):
            piece, position = self._piece(raw, position)
            pieces.append(piece)
            size += len(piece)
            if size > MAX_ENTRY_CHARS:
                raise EntryError("the entry is too large once its @string macros are filled in")
            rest = raw[position:].lstrip()
            if not rest.startswith("#"):
                self._classify(rest)
                break
            position = len(raw) - len(rest) + 1
            while position < len(raw) and raw[position].isspace():
                position += 1
        self.text = _unmask("".join(pieces))

    def _piece(self, raw: str, position: int) -> tuple[str, int]:
        if raw[position] == "{":
            end = _group_end(raw, position)
            return raw[position + 1 : end], end + 1
        if raw[position] == '"':
            end = _quote_end(raw, position)
            return raw[position + 1 : end], end + 1
        bare = _BARE.match(raw, position)
        if bare is None:
            return "", len(raw)
        if bare[0].isdigit() or bare[0][0].isdigit():
            return bare[0], bare.end()
        value = self._macros.get(bare[0])
        if value is None:
            self.undefined.append(_unmask(bare[0]))
        return bare[0] if value is None else value, bare.end()

    def _classify(self, rest: str) -> None:
        """What follows a complete value: nothing, a field after a missing comma, or junk."""
        if match := _NEXT_FIELD.match(rest):
            self.next_field = match[1], rest[match.end() :]
        else:
            self.junk = _unmask(rest)


def _group_end(raw: str, start: int) -> int:
    """The brace that closes the one at ``start``; the end of the text if there is none."""
    depth = 0
    for brace in re.finditer(r"[{}]", raw[start:]):
        depth += 1 if brace[0] == "{" else -1
        if depth == 0:
            return start + brace.start()
    return len(raw)


def _quote_end(raw: str, start: int) -> int:
    """The quote that ends the string begun at ``start``; an escaped one only if nothing follows."""
    depth = 0
    for mark in re.finditer(r"[{}\"]", raw[start + 1 :]):
        if mark[0] != '"':
            depth += 1 if mark[0] == "{" else -1
            continue
        end = start + 1 + mark.start()
        escaped = raw[end - 1] == "\\" and re.match(r"\s*(?:#|$)", raw[end + 1 :]) is None
        if depth <= 0 and not escaped:
            return end
    return len(raw)
