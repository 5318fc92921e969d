"""Draws the packages of causalkb from their imports, as Mermaid for ``docs/architecture.md``."""

from __future__ import annotations

import runpy
from pathlib import Path

PACKAGES = runpy.run_path(str(Path(__file__).with_name("packages.py")))


def drawing() -> str:
    """Return the picture: packages top down, without arrows that follow from others.

    Modules that every package may use stand in one box.
    """
    leaves = PACKAGES["LEAVES"]
    order = [name for row in PACKAGES["ORDER"] for name in row if name not in leaves]
    shown = [name for name in order if name in PACKAGES["packages"]()]
    below: dict[str, set[str]] = {name: set() for name in [*shown, "shared"]}
    for source, target in PACKAGES["arrows"]():
        if source not in leaves:
            below[source].add("shared" if target in leaves else target)
    lines = ["```mermaid", "flowchart TD"]
    lines += [f"  {name}" for name in shown]
    lines.append(f'  shared["{", ".join(sorted(leaves))}"]')
    for source in shown:
        through = {far for near in below[source] for far in _reached(near, below)}
        direct = below[source] - through
        lines += [f"  {source} --> {name}" for name in [*shown, "shared"] if name in direct]
    return "\n".join([*lines, "```"]) + "\n"


def _reached(name: str, below: dict[str, set[str]]) -> set[str]:
    found: set[str] = set()
    waiting = [name]
    while waiting:
        for target in below[waiting.pop()] - found:
            found.add(target)
            waiting.append(target)
    return found


if __name__ == "__main__":
    print(drawing(), end="")
