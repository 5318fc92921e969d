"""YAML that a person wrote, read as plain text values: nothing is constructed or evaluated."""

from __future__ import annotations

from typing import Any

import yaml

from causalkb.errors import InputError

MAX_BYTES = 8 * 1024 * 1024
MAX_DEPTH = 20
SAFE_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The loader of libyaml where PyYAML was built with it: it parses ten times faster."""
_TEXT_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def load(text: str, source: str) -> Any:
    """Return lists, mappings and strings; numbers and dates stay as they are written.

    Args:
        text: The YAML.
        source: Its name, for messages.

    Raises:
        InputError: It is not valid YAML, too large, nested too deeply, or uses aliases.
    """
    if len(text) > MAX_BYTES:
        raise InputError(f"{source} is larger than {MAX_BYTES // 2**20} MiB")
    try:
        check(text, MAX_DEPTH)
        return yaml.load(text, Loader=_TEXT_LOADER)  # makes only strings
    except Refused as error:
        raise InputError(f"{source}:{error.line + 1}: {error}") from error
    except yaml.MarkedYAMLError as error:
        line = "" if error.problem_mark is None else f":{error.problem_mark.line + 1}"
        reason = error.problem or error.context
        raise InputError(f"{source}{line}: not valid YAML: {reason}") from error
    except (yaml.YAMLError, RecursionError) as error:
        raise InputError(f"{source}: not valid YAML: {error}") from error


class Refused(Exception):
    """Valid YAML that is not read; ``line`` counts from 0."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line


def check(text: str, max_depth: int) -> None:
    """Refuse YAML with aliases or with more levels than anyone writes.

    Raises:
        Refused: There is an alias, or more than ``max_depth`` levels.
        yaml.YAMLError: It is not valid; worded as PyYAML's own parser words it.
    """
    try:
        _check(text, max_depth, SAFE_LOADER)
    except yaml.MarkedYAMLError:
        # The messages are the same whether or not libyaml is there.
        _check(text, max_depth, yaml.SafeLoader)


def _check(text: str, max_depth: int, loader: Any) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=loader):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        line = 0 if event.start_mark is None else event.start_mark.line
        if depth > max_depth:  # PyYAML's time grows with the square of the depth
            raise Refused(line, "nested too deeply")
        if isinstance(event, yaml.AliasEvent):
            raise Refused(line, "YAML aliases (*name) are not allowed")


class Flow(dict[str, Any]):
    """A mapping that is written on one line."""


class Dumper(yaml.SafeDumper):
    """Writes lists indented under their key, as people write them."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """Indent lists as well."""
        del indentless
        super().increase_indent(flow, False)


class FlowList(list[Any]):
    """A list that is written on one line."""


def _flow(dumper: yaml.SafeDumper, data: Flow) -> yaml.Node:
    return dumper.represent_mapping("tag:yaml.org,2002:map", data, flow_style=True)


def _flow_list(dumper: yaml.SafeDumper, data: FlowList) -> yaml.Node:
    return dumper.represent_sequence("tag:yaml.org,2002:seq", data, flow_style=True)


Dumper.add_representer(Flow, _flow)
Dumper.add_representer(FlowList, _flow_list)


def dump(data: object) -> str:
    """Return data as YAML: keys in their order, characters as they are, lines of 100."""
    return str(yaml.dump(data, Dumper=Dumper, sort_keys=False, allow_unicode=True, width=100))
