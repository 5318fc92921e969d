"""Regular expressions of what ``add`` and ``search`` import are compiled when they are used."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from causalkb.lazy import compiled_on_use

IMPORTS = """
import re, sys
compiled, real = [], re.compile
def compile(pattern, flags=0):
    name = sys._getframe(1).f_globals["__name__"]
    if name.startswith("causalkb"):
        compiled.append(f"{name}: {pattern}")
    return real(pattern, flags)
re.compile = compile
import causalkb.cli.search, causalkb.cli.ingest, causalkb.search.searcher
import causalkb.archive.sources, causalkb.ingest.importer, causalkb.formats.bibtex.reader
print(*compiled, sep="\\n")
"""


def test_importing_compiles_nothing() -> None:
    done = subprocess.run(
        [sys.executable, "-c", IMPORTS], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == ""


def test_a_pattern_compiled_on_use_does_what_a_compiled_one_does() -> None:
    late, early = compiled_on_use("(a)(?P<b>b+)", re.IGNORECASE), re.compile("(a)(?P<b>b+)", re.I)
    text = "AB abb c"
    assert late.findall(text) == early.findall(text)
    assert late.sub("-", text) == early.sub("-", text)
    assert [m.span("b") for m in late.finditer(text)] == [m.span("b") for m in early.finditer(text)]
    assert late.fullmatch("abb") is not None
    assert (late.pattern, late.groups, late.flags) == (early.pattern, early.groups, early.flags)


def test_a_pattern_that_cannot_be_compiled_says_so_at_its_use() -> None:
    with pytest.raises(re.error):
        compiled_on_use("(").search("x")
