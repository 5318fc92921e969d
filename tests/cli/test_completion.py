"""What the shell completes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest


def offered(line: str, **env: str) -> list[str]:
    """What bash is offered for the last word of a line."""
    words = line.split(" ")
    done = subprocess.run(
        [Path(sys.executable).with_name("causalkb")],
        env={
            **os.environ,
            **env,
            "_CAUSALKB_COMPLETE": "complete_bash",
            "COMP_WORDS": line,
            "COMP_CWORD": str(len(words) - 1),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    return done.stdout.split()


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("causalkb show pea", ["pearl2009causality"]),
        ("causalkb show blaisdell2006causal#", ["blaisdell2006causal#1", "blaisdell2006causal#2"]),
        ("causalkb question show ani", ["animal-learning"]),
        ("causalkb list --format j", ["json", "jsonl"]),
        ("causalkb questions --format b", []),
        ("causalkb search x --tag ra", ["rats"]),
        (
            "causalkb claims --stance observation-suffices=",
            ["observation-suffices=supports", "observation-suffices=contradicts"],
        ),
        ("causalkb search field:psy", ["field:psychology"]),
        ("causalkb search rats design:exp", ["design:experiment"]),
        ("causalkb search question:int", ["question:interventions"]),
        ("causalkb search auth", ["author:"]),
        ("causalkb suppression add frag", ["fragile"]),
        ("causalkb claim add k t --population mach", []),
    ],
)
def test_completion(kb_path: Path, line: str, expected: list[str]) -> None:
    found = offered(line)
    assert [one for one in expected if one not in found] == []
    if len(expected) <= 1:
        assert found == expected


def test_hypotheses_are_those_of_the_question_on_the_line(kb_path: Path) -> None:
    own = offered("causalkb evidence interventions --hypothesis ")
    assert own == ["interventions-necessary", "observation-suffices"]
    assert "association-explains-animals" not in own
    assert "association-explains-animals" in offered("causalkb hypothesis show ")


@pytest.mark.parametrize("line", ["causalkb --kb OTHER show pea", "causalkb show --kb OTHER pea"])
def test_completion_looks_into_the_knowledge_base_that_the_line_names(
    library: Path, tmp_path: Path, line: str
) -> None:
    other = tmp_path / "other"
    shutil.copytree(library, other)
    assert offered("causalkb show pea") == [], "there is none by default"
    assert offered(line.replace("OTHER", str(other))) == ["pearl2009causality"]
