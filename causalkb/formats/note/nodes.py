"""The nodes of a note's front matter as texts, numbers, words and lists, with what is wrong."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import Any, TypeVar

import yaml

from causalkb.errors import nearest
from causalkb.formats.yaml_text import SAFE_LOADER, Refused, check
from causalkb.text import clean_line

MAX_FRONT_MATTER = 512 * 1024
MAX_DEPTH = 20
_Word = TypeVar("_Word", bound=StrEnum)
_EMPTY = yaml.ScalarNode("tag:yaml.org,2002:null", "")


class Wrong(Exception):
    """One thing wrong in the front matter, at a line of the file."""

    def __init__(self, line: int, reason: str, hint: str = "") -> None:
        super().__init__(reason)
        self.line, self.reason, self.hint = line, reason, hint


def compose(text: str) -> yaml.Node:
    """Parse YAML to nodes, which carry lines; nothing is constructed, aliases are refused."""
    if len(text) > MAX_FRONT_MATTER:
        raise Wrong(1, f"the front matter is larger than {MAX_FRONT_MATTER // 1024} KiB")
    try:
        check(text, MAX_DEPTH)
        node = yaml.compose(text, Loader=SAFE_LOADER)
    except Refused as error:
        raise Wrong(error.line + 2, f"the front matter: {error}") from error
    except yaml.MarkedYAMLError as error:
        line = 1 if error.problem_mark is None else error.problem_mark.line + 2
        reason = f"the front matter is not valid YAML: {error.problem or error.context}"
        raise Wrong(line, reason, "put texts with a colon or # in double quotes") from error
    except (yaml.YAMLError, RecursionError) as error:
        raise Wrong(1, f"the front matter is not valid YAML: {error}") from error
    return _EMPTY if node is None else node


def line_of(node: Any) -> int:
    """The line in the file: YAML counts from 0 and the file has a line '---' before."""
    return 1 if node.start_mark is None else int(node.start_mark.line) + 2


class Nodes:
    """Turns nodes into values and collects all that is wrong on the way."""

    def __init__(self) -> None:
        self.wrong: list[Wrong] = []
        self.lines: dict[str, int] = {}

    def mapping(
        self, node: yaml.Node, what: str, allowed: Sequence[str] | None
    ) -> dict[str, yaml.Node]:
        """Return the values of a mapping by name; with ``allowed``, another name is wrong."""
        if not isinstance(node, yaml.MappingNode):
            raise Wrong(line_of(node), f"{what} must be 'name: value' pairs")
        parts: dict[str, yaml.Node] = {}
        for name_node, value in node.value:
            name = clean_line(str(name_node.value))
            if allowed is not None and name not in allowed:
                self.wrong.append(unknown(line_of(name_node), f"field of a {what}", name, allowed))
            elif name in parts:
                self.wrong.append(Wrong(line_of(name_node), f"{name!r} is given twice"))
            else:
                parts[name] = value
        return parts

    def text(self, parts: Mapping[str, yaml.Node], name: str) -> str | None:
        """Return a text on one line, ``None`` where there is none."""
        node = parts.get(name)
        if node is None or is_null(node):
            return None
        if not isinstance(node, yaml.ScalarNode):
            self.wrong.append(Wrong(line_of(node), f"{name!r} must be a text"))
            return None
        return clean_line(node.value) or None

    def number(self, parts: Mapping[str, yaml.Node], name: str) -> str:
        """The n of a claim's id, "" where none is given."""
        given = (self.text(parts, name) or "").rpartition("#")[2]
        if given and not (given.isascii() and given.isdigit() and len(given) < 10):
            reason = f"{given!r} is not the number of a claim"
            self.wrong.append(Wrong(line_of(parts[name]), reason))
            return ""
        return given.lstrip("0")

    def open_word(self, parts: Mapping[str, yaml.Node], name: str) -> str | None:
        """Read a word of a vocabulary that the knowledge base holds; the importer checks it."""
        given = self.text(parts, name)
        if given is not None:
            self.lines.setdefault(f"{name}.{given}", line_of(parts[name]))
        return given

    def count(self, parts: Mapping[str, yaml.Node], name: str) -> int | None:
        """Return a whole number above 0."""
        value = self.decimal(parts, name)
        if value is not None and (value < 1 or value != int(value) or value >= 2**53):
            self.wrong.append(
                Wrong(line_of(parts[name]), f"{name!r} must be a whole number above 0")
            )
            return None
        return None if value is None else int(value)

    def decimal(self, parts: Mapping[str, yaml.Node], name: str) -> float | None:
        """Return a finite number."""
        given = self.text(parts, name)
        if given is None:
            return None
        try:
            value = float(given.replace(",", "").replace("_", ""))
        except ValueError:
            value = math.nan
        if not math.isfinite(value):
            self.wrong.append(Wrong(line_of(parts[name]), f"{given!r} is not a number ({name})"))
            return None
        return value

    def flag(self, parts: Mapping[str, yaml.Node], name: str) -> bool:
        """Return whether a field says true."""
        given = (self.text(parts, name) or "false").casefold()
        if given not in ("true", "false"):
            self.wrong.append(unknown(line_of(parts[name]), name, given, ("true", "false")))
        return given == "true"

    def word(self, parts: Mapping[str, yaml.Node], name: str, words: type[_Word]) -> _Word | None:
        """Return a word of a closed vocabulary."""
        given = self.text(parts, name)
        if given is None:
            return None
        try:
            return words(given)
        except ValueError:
            self.wrong.append(unknown(line_of(parts[name]), name, given, tuple(words)))
            return None

    def strings(self, parts: Mapping[str, yaml.Node], name: str) -> tuple[str, ...]:
        """Return the texts of a list, each once."""

        def one(node: yaml.Node) -> str:
            value = self.text({name: node}, name) or ""
            self.lines.setdefault(f"{name}.{value}", line_of(node))
            return value

        return tuple(dict.fromkeys(value for value in self.items(parts, name, one) if value))

    def items(
        self, parts: Mapping[str, yaml.Node], name: str, make: Callable[[yaml.Node], Any]
    ) -> list[Any]:
        """Return what ``make`` makes of each item of a list."""
        node = parts.get(name)
        if node is None or is_null(node):
            return []
        if not isinstance(node, yaml.SequenceNode):
            self.wrong.append(Wrong(line_of(node), f"{name!r} must be a list"))
            return []
        made = []
        for item in node.value:
            try:
                made.append(make(item))
            except Wrong as wrong:
                self.wrong.append(wrong)
        return made


def is_null(node: yaml.Node) -> bool:
    """Whether a node says that there is nothing."""
    return isinstance(node, yaml.ScalarNode) and str(node.tag).endswith(":null")


def unknown(line: int, what: str, given: str, allowed: Sequence[str]) -> Wrong:
    """Return the error for a word that is not one of those allowed, with the nearest."""
    close = [str(word) for word in nearest(given, allowed)]
    hint = (f"did you mean {close[0]!r}? " if close else "") + f"allowed: {', '.join(allowed)}"
    return Wrong(line, f"{given!r} is not a {what}", hint)
