"""Notes: Markdown with YAML front matter, one file per work (see "A note" in the README).

A note is read whole or not at all: a word outside a vocabulary fails it, with the line, the allowed
words and the nearest match, so that a claim is never silently stored without its design or stance.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import Any, TypeVar

import yaml

from causalkb.errors import nearest
from causalkb.records import (
    Claim,
    ClaimRelation,
    Effect,
    Estimate,
    ParsedWork,
    Problem,
    Warrant,
    Work,
)
from causalkb.records.claims import NO_WARRANT
from causalkb.text import clean, clean_line
from causalkb.vocabulary import (
    Design,
    Directness,
    Extent,
    Relation,
    Rung,
    Severity,
    Sign,
    Stance,
    Wording,
)

MAX_FRONT_MATTER = 512 * 1024
MAX_NOTE = 4 * 1024 * 1024
MAX_DEPTH = 20
_FRONT = re.compile(r"\A\ufeff?---[ \t]*\n(.*?)^---[ \t]*$\n?(.*)\Z", re.S | re.M)
_Word = TypeVar("_Word", bound=StrEnum)
_CLAIM_FIELDS = (
    *("text", "id", "design", "population", "paradigm", "rung", "extent", "version", "n"),
    *("estimate", "concern", "wording", "subject", "stance", "premises", "locator", "quote"),
    *("unchecked", "effects", "tags", "relations", "by", "at"),
)
_STANCE_FIELDS = ("side", "because", "directness", "by", "at")
_EMPTY = yaml.ScalarNode("tag:yaml.org,2002:null", "")


class _Wrong(Exception):
    """One thing wrong in the front matter, at a line of the file."""

    def __init__(self, line: int, reason: str, hint: str = "") -> None:
        super().__init__(reason)
        self.line, self.reason, self.hint = line, reason, hint


def read(content: bytes, source: str) -> Iterator[ParsedWork | Problem]:
    """Yield the one work that a note is about, or the problems that make it unreadable.

    Exactly one item counts as an entry: the work, or the first problem; further problems are
    warnings. Never raises for any content.
    """
    if len(content) > MAX_NOTE:
        yield Problem(source, f"the note is larger than {MAX_NOTE // 2**20} MiB")
        return
    text = clean(content.decode("utf-8-sig", "replace"))
    front = _FRONT.match(text)
    if front is None:
        yield Problem(
            source,
            "no YAML front matter between two lines '---' at the top",
            line=1,
            hint="start the file with ---, 'work: KEY', ---; 'causalkb show KEY' has the keys",
        )
        return
    reading = _Reading()
    try:
        node = _compose(front[1])
        work, claims = reading.front_matter(node)
    except _Wrong as wrong:
        reading.wrong.insert(0, wrong)
    if reading.wrong:
        for n, found in enumerate(sorted(reading.wrong, key=lambda w: w.line)):
            severity = Severity.WARNING if n else Severity.FAILED
            yield Problem(source, found.reason, found.line, reading.key, found.hint, severity)
        return
    yield ParsedWork(
        work=work,
        source=source,
        line=1,
        entry=work.key,
        by_key=True,
        note=front[2].strip(),
        claims=tuple(claims),
        lines=reading.lines,
    )


def _compose(text: str) -> yaml.Node:
    """Parse YAML to nodes, which carry lines; nothing is constructed, aliases are refused."""
    if len(text) > MAX_FRONT_MATTER:
        raise _Wrong(1, f"the front matter is larger than {MAX_FRONT_MATTER // 1024} KiB")
    try:
        depth = 0
        for event in yaml.parse(text, Loader=yaml.SafeLoader):
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            if depth > MAX_DEPTH:  # PyYAML's time grows with the square of the depth
                raise _Wrong(_line(event), "the front matter is nested too deeply")
            if isinstance(event, yaml.AliasEvent):
                raise _Wrong(_line(event), "YAML aliases (*name) are not allowed in a note")
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = 1 if error.problem_mark is None else error.problem_mark.line + 2
        reason = f"the front matter is not valid YAML: {error.problem or error.context}"
        raise _Wrong(line, reason, "put texts with a colon or # in double quotes") from error
    except (yaml.YAMLError, RecursionError) as error:
        raise _Wrong(1, f"the front matter is not valid YAML: {error}") from error
    return _EMPTY if node is None else node


def _line(node: Any) -> int:
    """The line in the file: YAML counts from 0 and the file has a line '---' before."""
    return 1 if node.start_mark is None else int(node.start_mark.line) + 2


class _Reading:
    """Turns nodes into records and collects all that is wrong on the way."""

    def __init__(self) -> None:
        self.wrong: list[_Wrong] = []
        self.lines: dict[str, int] = {}
        self.key: str | None = None

    def front_matter(self, node: yaml.Node) -> tuple[Work, list[Claim]]:
        parts = self.mapping(node, "front matter", ("work", "title", "questions", "tags", "claims"))
        key = self.text(parts, "work")
        if not key:
            raise _Wrong(
                1, "the front matter does not say which work it is about", "add 'work: KEY'"
            )
        self.key = key
        questions = self.strings(parts, "questions")
        work = Work(
            key=key,
            title=self.text(parts, "title") or "",
            questions=questions,
            tags=self.strings(parts, "tags"),
        )
        claims = self.items(parts, "claims", self.claim)
        return work, [replace(c, id=f"{key}#{c.id}") if c.id else c for c in claims]

    def claim(self, node: yaml.Node) -> Claim:
        parts = self.mapping(
            node,
            "claim",
            _CLAIM_FIELDS,
        )
        text = self.text(parts, "text")
        if not text:
            raise _Wrong(_line(node), "a claim without a text", "add 'text: ...'")
        stances, warrants = self.stances(parts)
        return Claim(
            text=text,
            id=self.number(parts, "id"),
            design=self.word(parts, "design", Design),
            rung=self.word(parts, "rung", Rung),
            wording=self.word(parts, "wording", Wording),
            subject=self.text(parts, "subject"),
            population=self.open_word(parts, "population"),
            paradigm=self.open_word(parts, "paradigm"),
            extent=self.word(parts, "extent", Extent),
            version=self.text(parts, "version"),
            n=self.count(parts, "n"),
            estimate=self.estimate(parts),
            concerns=self.strings(parts, "concern"),
            premises=self.strings(parts, "premises"),
            locator=self.text(parts, "locator"),
            quote=self.text(parts, "quote"),
            quote_checked=False if self.flag(parts, "unchecked") else None,
            stances=stances,
            warrants=warrants,
            effects=tuple(self.items(parts, "effects", self.effect)),
            tags=self.strings(parts, "tags"),
            relations=tuple(self.items(parts, "relations", self.relation)),
            by=self.text(parts, "by") or "",
            at=self.text(parts, "at") or "",
        )

    def effect(self, node: yaml.Node) -> Effect:
        parts = self.mapping(node, "effect", ("cause", "effect", "sign"))
        cause, effect = self.text(parts, "cause"), self.text(parts, "effect")
        if not (cause and effect):
            raise _Wrong(_line(node), "an effect needs both a 'cause' and an 'effect'")
        return Effect(cause, effect, self.word(parts, "sign", Sign) or Sign.UNKNOWN)

    def estimate(self, parts: Mapping[str, yaml.Node]) -> Estimate | None:
        node = parts.get("estimate")
        if node is None or _is_null(node):
            return None
        if isinstance(node, yaml.ScalarNode):
            value = self.decimal(parts, "estimate")
            return None if value is None else Estimate(value)
        said = self.mapping(node, "estimate", ("value", "unit", "low", "high"))
        value, low, high = (self.decimal(said, name) for name in ("value", "low", "high"))
        if value is None:
            raise _Wrong(_line(node), "an estimate needs a 'value'")
        if (low is not None and low > value) or (high is not None and high < value):
            raise _Wrong(_line(node), "the value of an estimate lies outside its interval")
        return Estimate(value, self.text(said, "unit") or "", low, high)

    def relation(self, node: yaml.Node) -> ClaimRelation:
        parts = self.mapping(node, "relation", (*Relation, "because"))
        names = [name for name in parts if name != "because"]
        if len(names) != 1:
            raise _Wrong(_line(node), "a relation is one pair such as 'rebuts: \"smith2020#1\"'")
        because = self.text(parts, "because") or ""
        return ClaimRelation(Relation(names[0]), self.text(parts, names[0]) or "", because)

    def stances(
        self, parts: Mapping[str, yaml.Node]
    ) -> tuple[dict[str, Stance], dict[str, Warrant]]:
        """Read stances in the short form (``slug: side``) and the long one, with a warrant."""
        node = parts.get("stance")
        if node is None or _is_null(node):
            return {}, {}
        sides: dict[str, Stance] = {}
        warrants: dict[str, Warrant] = {}
        for slug, value in self.mapping(node, "stance", None).items():
            self.lines.setdefault(f"stance.{slug}", _line(value))
            short = isinstance(value, yaml.ScalarNode)
            said = {"side": value} if short else self.mapping(value, "stance", _STANCE_FIELDS)
            side = self.word(said, "side", Stance)
            if side is None:
                if not short and "side" not in said:
                    self.wrong.append(_Wrong(_line(value), f"the stance on {slug} has no 'side'"))
                continue
            sides[slug] = side
            warrant = Warrant(
                self.text(said, "because") or "",
                self.word(said, "directness", Directness) or Directness.DIRECT,
                self.text(said, "by") or "",
                self.text(said, "at") or "",
            )
            if warrant != NO_WARRANT:
                warrants[slug] = warrant
        return sides, warrants

    def mapping(
        self, node: yaml.Node, what: str, allowed: Sequence[str] | None
    ) -> dict[str, yaml.Node]:
        if not isinstance(node, yaml.MappingNode):
            raise _Wrong(_line(node), f"{what} must be 'name: value' pairs")
        parts: dict[str, yaml.Node] = {}
        for name_node, value in node.value:
            name = clean_line(str(name_node.value))
            if allowed is not None and name not in allowed:
                self.wrong.append(_unknown(_line(name_node), f"field of a {what}", name, allowed))
            elif name in parts:
                self.wrong.append(_Wrong(_line(name_node), f"{name!r} is given twice"))
            else:
                parts[name] = value
        return parts

    def text(self, parts: Mapping[str, yaml.Node], name: str) -> str | None:
        node = parts.get(name)
        if node is None or _is_null(node):
            return None
        if not isinstance(node, yaml.ScalarNode):
            self.wrong.append(_Wrong(_line(node), f"{name!r} must be a text"))
            return None
        return clean_line(node.value) or None

    def number(self, parts: Mapping[str, yaml.Node], name: str) -> str:
        """The n of a claim's id, "" where none is given."""
        given = (self.text(parts, name) or "").rpartition("#")[2]
        if given and not (given.isascii() and given.isdigit() and len(given) < 10):
            self.wrong.append(_Wrong(_line(parts[name]), f"{given!r} is not the number of a claim"))
            return ""
        return given.lstrip("0")

    def open_word(self, parts: Mapping[str, yaml.Node], name: str) -> str | None:
        """Read a word of a vocabulary that the knowledge base holds; the importer checks it."""
        given = self.text(parts, name)
        if given is not None:
            self.lines.setdefault(f"{name}.{given}", _line(parts[name]))
        return given

    def count(self, parts: Mapping[str, yaml.Node], name: str) -> int | None:
        value = self.decimal(parts, name)
        if value is not None and (value < 1 or value != int(value) or value >= 2**53):
            self.wrong.append(
                _Wrong(_line(parts[name]), f"{name!r} must be a whole number above 0")
            )
            return None
        return None if value is None else int(value)

    def decimal(self, parts: Mapping[str, yaml.Node], name: str) -> float | None:
        given = self.text(parts, name)
        if given is None:
            return None
        try:
            value = float(given.replace(",", "").replace("_", ""))
        except ValueError:
            value = math.nan
        if not math.isfinite(value):
            self.wrong.append(_Wrong(_line(parts[name]), f"{given!r} is not a number ({name})"))
            return None
        return value

    def flag(self, parts: Mapping[str, yaml.Node], name: str) -> bool:
        given = (self.text(parts, name) or "false").casefold()
        if given not in ("true", "false"):
            self.wrong.append(_unknown(_line(parts[name]), name, given, ("true", "false")))
        return given == "true"

    def word(self, parts: Mapping[str, yaml.Node], name: str, words: type[_Word]) -> _Word | None:
        given = self.text(parts, name)
        if given is None:
            return None
        try:
            return words(given)
        except ValueError:
            self.wrong.append(_unknown(_line(parts[name]), name, given, tuple(words)))
            return None

    def strings(self, parts: Mapping[str, yaml.Node], name: str) -> tuple[str, ...]:
        def one(node: yaml.Node) -> str:
            value = self.text({name: node}, name) or ""
            self.lines.setdefault(f"{name}.{value}", _line(node))
            return value

        return tuple(dict.fromkeys(value for value in self.items(parts, name, one) if value))

    def items(
        self, parts: Mapping[str, yaml.Node], name: str, make: Callable[[yaml.Node], Any]
    ) -> list[Any]:
        node = parts.get(name)
        if node is None or _is_null(node):
            return []
        if not isinstance(node, yaml.SequenceNode):
            self.wrong.append(_Wrong(_line(node), f"{name!r} must be a list"))
            return []
        made = []
        for item in node.value:
            try:
                made.append(make(item))
            except _Wrong as wrong:
                self.wrong.append(wrong)
        return made


def _is_null(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and str(node.tag).endswith(":null")


def _unknown(line: int, what: str, given: str, allowed: Sequence[str]) -> _Wrong:
    close = [str(word) for word in nearest(given, allowed)]
    hint = (f"did you mean {close[0]!r}? " if close else "") + f"allowed: {', '.join(allowed)}"
    return _Wrong(line, f"{given!r} is not a {what}", hint)
