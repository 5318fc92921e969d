"""Writes the reference part of ``docs/python-api.md`` from signatures and docstrings."""

from __future__ import annotations

import dataclasses
import enum
import inspect
import re
from collections.abc import Iterator

import causalkb
from causalkb.collections.collection import Collection

COLLECTIONS = (
    *("works", "claims", "questions", "hypotheses", "tags", "suppressions", "proposals"),
    "probes",
    "competitions",
)
_INTERNAL = {"store", "indexes", "encoder"}
"""Properties for tests and measurements, which may change."""
_SECTION = re.compile(r"^(Args|Returns|Raises|Attributes|Yields):$")
_ITEM = re.compile(r"^(?P<name>[\w, *]+)(?: \([^)]*\))?: (?P<text>.*)")
_ROLE = re.compile(r":(?:class|func|meth|data|mod):`~?\.?([^`]+)`")


def reference() -> str:
    """Return the reference: the class and its collections, then everything that they return."""
    public = {name: getattr(causalkb, name) for name in causalkb.__all__}
    parts = ["## KnowledgeBase", *_class(causalkb.KnowledgeBase, "kb")]
    for name, kind in _collections().items():
        parts += [f"## kb.{name}", *_class(kind, f"kb.{name}")]
    parts += ["## Functions", *(_function(name, f) for name, f in _of(public, inspect.isfunction))]
    records = [(n, r) for n, r in public.items() if dataclasses.is_dataclass(r)]
    parts += ["## Records", "All are frozen."]
    parts += [_record(name, record) for name, record in records]
    parts += ["## Vocabularies", "Each is a `StrEnum`: its values are strings."]
    parts += [
        f"### {name}\n\n{_text(kind)}\n\n" + ", ".join(f"`{one.value}`" for one in kind)
        for name, kind in public.items()
        if isinstance(kind, type) and issubclass(kind, enum.Enum)
    ]
    parts += ["## Errors"]
    parts += [
        f"### {name}\n\n{_text(kind)}"
        for name, kind in public.items()
        if isinstance(kind, type) and issubclass(kind, Exception)
    ]
    return "\n\n".join(parts) + "\n"


def _collections() -> dict[str, type]:
    import importlib

    found: dict[str, type] = {}
    for module in set(COLLECTIONS) - {"hypotheses"}:
        for name, kind in vars(importlib.import_module(f"causalkb.collections.{module}")).items():
            if inspect.isclass(kind) and issubclass(kind, Collection) and name != "Collection":
                found[name.lower()] = kind
    return {name: found[name] for name in COLLECTIONS}


def _of(names: dict[str, object], wanted: object) -> Iterator[tuple[str, object]]:
    yield from ((name, value) for name, value in names.items() if wanted(value))  # type: ignore[operator]


def _class(kind: type, called: str) -> Iterator[str]:
    yield _text(kind)
    for name, member in _members(kind):
        prefix = kind.__name__ if isinstance(member, classmethod) else called
        function = member.__func__ if isinstance(member, (classmethod, staticmethod)) else member
        if isinstance(function, property):
            yield f"### {called}.{name}\n\n{_text(function)}"
        else:
            yield _function(f"{prefix}.{name}", function)


def _members(kind: type) -> Iterator[tuple[str, object]]:
    """Yield public methods and properties in the order of the code, base classes first."""
    for base in reversed(kind.__mro__):
        if base.__module__.startswith("causalkb"):
            for name, member in vars(base).items():
                public = not name.startswith("_") and name not in _INTERNAL
                callable_ = callable(member) or isinstance(member, (property, classmethod))
                if public and callable_ and kind.__dict__.get(name, member) is member:
                    yield name, member


def _function(name: str, function: object) -> str:
    signature = str(inspect.signature(function)).replace("'", "")  # type: ignore[arg-type]
    signature = re.sub(r"\((?:self|cls)(?:, )?", "(", signature)
    signature = signature.replace("builtins.", "").replace("causalkb.records.", "")
    return f"### {name}\n\n```python\n{_wrapped(name + signature)}\n```\n\n{_text(function)}"


def _wrapped(signature: str) -> str:
    """Return a signature on one line, or with a line for each parameter."""
    if len(signature) <= 96:
        return signature
    head, _, rest = signature.partition("(")
    depth, start, parts = 0, 0, []
    for n, letter in enumerate(rest):
        depth += letter in "([{"
        depth -= letter in ")]}"
        if (letter == "," and depth == 0) or depth < 0:
            parts.append(rest[start:n].strip())
            start = n + 1
            if depth < 0:
                break
    return head + "(\n" + "".join(f"    {part},\n" for part in parts) + ")" + rest[start:]


def _record(name: str, record: type) -> str:
    lines = [f"### {name}", "", _text(record), ""]
    lines += [f"- `{field.name}: {field.type!s}`" for field in dataclasses.fields(record)]
    lines += [
        f"- `{prop}` (property): {_text(member)}"
        for prop, member in vars(record).items()
        if isinstance(member, property) and not prop.startswith("_")
    ]
    return "\n".join(lines)


def _text(thing: object) -> str:
    """Return a docstring as Markdown: sections as lists, examples as code."""
    made: list[str] = []
    inside = ""
    example: list[str] = []
    lines = [*inspect.cleandoc(getattr(thing, "__doc__", None) or "").splitlines(), ""]
    for line in lines:
        plain = _ROLE.sub(r"`\1`", line).replace("``", "`")
        if example or line.startswith(">>>"):
            if line.strip():
                example.append(line)
                continue
            made += ["```python", *example, "```", ""]
            example = []
        elif _SECTION.match(line):
            inside = line.removesuffix(":")
            made += [f"**{inside}**", ""]
        elif inside and (item := _ITEM.match(plain.removeprefix("    "))):
            made.append(f"- `{item['name']}`: {item['text']}")
        else:
            made.append(plain.strip() if not inside else f"  {plain.strip()}".rstrip())
            inside = inside if line.strip() else ""
    return re.sub(r"\n{3,}", "\n\n", "\n".join(made)).strip()
