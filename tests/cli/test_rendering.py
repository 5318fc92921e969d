"""What people see on terminals of 80 and 120 columns, against snapshots.

After a wanted change: ``pytest tests/cli/test_rendering.py --snapshot-update``, and read the diff.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from conftest import Cli
from syrupy.assertion import SnapshotAssertion

STYLE = re.compile(r"\x1b\[[\d;]*m")
SCREENS = {
    # Keyword ranking alone: the order does not hang on the last digit of a cosine.
    "search": ["search", "causal rats", "--mode", "keyword", "--limit", "3"],
    "search claims": ["search", "rats", "--mode", "keyword", "--kind", "claims"],
    "search by filter": ["search", "author:scholkopf"],
    "show with note and claims": ["show", "blaisdell2006causal"],
    "show a chapter": ["show", "vandijk2011ice"],
    "show other scripts": ["show", "kolmogorov1936", "liu2008"],
    "show an undated one": ["show", "undated"],
    "list": ["list"],
    "stats": ["stats"],
    "questions": ["questions"],
    "hypotheses": ["hypotheses"],
    "hypotheses of one": ["hypotheses", "interventions"],
}


def screen(cli: Cli, args: list[str], width: int, home: Path) -> str:
    result = cli(*args, FORCE_COLOR="1", COLUMNS=str(width), TERM="xterm-256color")
    assert result.exit_code == 0
    assert result.stderr == ""
    text = STYLE.sub("", result.stdout)
    lines = [line.rstrip() for line in text.splitlines()]
    if args == ["stats"]:  # where it lies and how large it is differs from machine to machine
        start = next(n for n, line in enumerate(lines) if line.startswith("works"))
        lines = [line for line in lines[start:] if not line.startswith("size")]
    return "\n".join(lines)


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("name", SCREENS)
def test_screens(
    kb_path: Path, cli: Cli, snapshot: SnapshotAssertion, name: str, width: int
) -> None:
    shown = screen(cli, SCREENS[name], width, kb_path)
    assert shown == snapshot


@pytest.mark.parametrize("width", [40, 80, 120])
@pytest.mark.parametrize("name", SCREENS)
def test_no_line_is_wider_than_the_terminal_and_no_key_is_cut(
    kb_path: Path, cli: Cli, name: str, width: int
) -> None:
    from rich.cells import cell_len

    shown = screen(cli, SCREENS[name], width, kb_path)
    assert max(cell_len(line) for line in shown.splitlines()) <= width
    if name == "show with note and claims":
        assert "blaisdell2006causal#2" in shown
