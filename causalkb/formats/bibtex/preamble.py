r"""Macros that a file defines for itself in ``@preamble``, such as ``\noopsort`` or ``\VAN``.

Only plain ones: a name, up to nine arguments and a short text in their place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from causalkb.lazy import compiled_on_use

_GROUP = r"\{(?:[^{}]++|\{(?:[^{}]++|\{[^{}]*+\})*+\})*+\}"
_DEFINITION = compiled_on_use(
    r"\\(?:(?:new|renew|provide)command\*?|DeclareRobustCommand\*?)\s*\{?\\(?P<new>[a-zA-Z]+)\}?"
    rf"\s*(?:\[(?P<count>[1-9])\])?\s*(?P<body>{_GROUP})"
    rf"|\\def\s*\\(?P<def>[a-zA-Z]+)\s*(?P<parameters>(?:\#\d)*)\s*(?P<text>{_GROUP})"
)
_MAX_BODY = 200
_MAX_USES = 200


def definitions(preambles: Iterable[str]) -> dict[str, tuple[int, str]]:
    r"""Return the macros that preambles define: how many arguments they take, and their text.

    >>> definitions([r'"\newcommand{\noopsort}[1]{}" # "\def\VAN#1#2{#2}"'])
    {'noopsort': (1, ''), 'VAN': (2, '#2')}
    """
    found: dict[str, tuple[int, str]] = {}
    for text in preambles:
        for match in _DEFINITION.finditer(text):
            name = match["new"] or match["def"]
            count = int(match["count"] or 0) if match["new"] else len(match["parameters"]) // 2
            body = (match["body"] or match["text"])[1:-1]
            # One that uses itself would never end.
            if len(body) <= _MAX_BODY and f"\\{name}" not in body:
                found[name] = count, body
    return found


def expand(text: str, macros: Mapping[str, tuple[int, str]]) -> str:
    r"""Return a raw value with the macros of its file replaced by what they stand for.

    >>> expand(r"{\VAN{Gogh}{van}} Gogh", {"VAN": (2, "#2")})
    '{van} Gogh'
    """
    if "\\" not in text:
        return text
    for name, (count, body) in macros.items():
        if f"\\{name}" in text:
            use = re.compile(rf"\\{name}(?![a-zA-Z])" + rf"\s*({_GROUP})" * count)

            def replace(match: re.Match[str], body: str = body) -> str:
                groups = [group[1:-1] for group in match.groups()]
                return re.sub(
                    r"#([1-9])",
                    lambda n: groups[int(n[1]) - 1] if int(n[1]) <= len(groups) else "",
                    body,
                )

            text = use.sub(replace, text, count=_MAX_USES)
    return text
