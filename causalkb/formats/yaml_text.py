"""YAML that a person wrote, read as plain text values: nothing is constructed or evaluated."""

from __future__ import annotations

from typing import Any

import yaml

from causalkb.errors import InputError

MAX_BYTES = 8 * 1024 * 1024
MAX_DEPTH = 20


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
    depth = 0
    try:
        for event in yaml.parse(text, Loader=yaml.SafeLoader):
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            mark = event.start_mark
            place = source if mark is None else f"{source}:{mark.line + 1}"
            if depth > MAX_DEPTH:  # PyYAML's time grows with the square of the depth
                raise InputError(f"{place}: nested too deeply")
            if isinstance(event, yaml.AliasEvent):
                raise InputError(f"{place}: YAML aliases (*name) are not allowed")
        return yaml.load(text, Loader=yaml.BaseLoader)  # makes only strings
    except yaml.MarkedYAMLError as error:
        line = "" if error.problem_mark is None else f":{error.problem_mark.line + 1}"
        reason = error.problem or error.context
        raise InputError(f"{source}{line}: not valid YAML: {reason}") from error
    except (yaml.YAMLError, RecursionError) as error:
        raise InputError(f"{source}: not valid YAML: {error}") from error


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
