"""Makes the pictures of the README from what the commands really print, on the shipped corpus.

usage: make pictures (or: python scripts/make_pictures.py)
"""

from __future__ import annotations

import io
import os
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.text import Text

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "docs" / "pictures"
WIDTH = 100
"""Columns of the terminal."""
TERMINALS = {
    "terminal.svg": (
        'causalkb search "do rats distinguish seeing from doing" --limit 2',
        'causalkb grade "Sleep loss may impair memory."',
    ),
}
"""Pictures of a terminal, each with the commands that it shows."""
# As Rich writes it, but without its fonts from the network: a README must not load anything.
SVG = """\
<svg class="rich-terminal" viewBox="0 0 {width} {height}"
  xmlns="http://www.w3.org/2000/svg" xml:space="preserve">
<style>
.{unique_id}-matrix {{
  font-family: ui-monospace, "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
  font-size: {char_height}px; line-height: {line_height}px; font-variant-east-asian: full-width;
}}
.{unique_id}-title {{ font-size: 18px; font-weight: bold; font-family: sans-serif; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}"/>
</clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""


def run(command: str, knowledge_base: Path) -> str:
    """Run a command as on a terminal with colours and return what it prints."""
    environment = os.environ | {
        "CAUSALKB_PATH": str(knowledge_base),
        "FORCE_COLOR": "1",
        "COLUMNS": str(WIDTH),
    }
    environment.pop("NO_COLOR", None)
    _, *arguments = shlex.split(command)
    done = subprocess.run(
        [sys.executable, "-m", "causalkb.cli.main", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def picture(commands: tuple[str, ...], knowledge_base: Path, name: str) -> str:
    """Return a terminal with commands and what they print, as SVG."""
    console = Console(record=True, width=WIDTH, file=io.StringIO())
    for command in commands:
        console.print(Text.assemble(("$ ", "bold green"), (command, "bold")))
        console.print(Text.from_ansi(run(command, knowledge_base).rstrip()))
        console.print()
    return console.export_svg(title="causalkb", code_format=SVG, unique_id=f"causalkb-{name[:-4]}")


def main() -> None:
    """Write the pictures."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        knowledge_base = Path(folder) / "kb"
        run("causalkb init", knowledge_base)
        for name, commands in TERMINALS.items():
            made = picture(commands, knowledge_base, name)
            (FOLDER / name).write_text(made, encoding="utf-8")
        run(f"causalkb map -o {FOLDER / 'map.svg'} --force", knowledge_base)


if __name__ == "__main__":
    main()
