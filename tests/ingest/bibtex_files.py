"""What the tests of the BibTeX reader share: the example files and shorthands to read them."""

from __future__ import annotations

from pathlib import Path

from causalkb.formats.bibtex.blocks import split_blocks
from causalkb.formats.bibtex.reader import read
from causalkb.formats.bibtex.source import decode_bytes
from causalkb.records import ParsedWork, Problem, Work
from causalkb.vocabulary import Severity

BIB = Path(__file__).parent.parent / "data" / "bib"
FILES = sorted(BIB.glob("*.bib"))


def read_all(content: str | bytes) -> tuple[list[ParsedWork], list[Problem], list[Problem]]:
    """The works, failures and warnings of a file."""
    data = content.encode() if isinstance(content, str) else content
    results = list(read(data, "test.bib"))
    works = [result for result in results if isinstance(result, ParsedWork)]
    problems = [result for result in results if isinstance(result, Problem)]
    failed = [problem for problem in problems if problem.severity is Severity.FAILED]
    warnings = [problem for problem in problems if problem.severity is Severity.WARNING]
    return works, failed, warnings


def works_of(name: str) -> dict[str, Work]:
    works, failed, warnings = read_all((BIB / name).read_bytes())
    assert not failed
    assert not warnings
    return {parsed.work.key: parsed.work for parsed in works}


def only_work(content: str | bytes) -> Work:
    works, failed, _ = read_all(content)
    assert len(works) == 1
    assert not failed
    return works[0].work


def assert_account_adds_up(data: bytes, works: list[ParsedWork], failed: list[Problem]) -> None:
    """Each entry is a work or a failure; without entries the file itself may be the failure."""
    entries = sum(block.is_entry for block in split_blocks(decode_bytes(data, "test.bib")[0]))
    assert len(works) + len(failed) in ({entries} if entries else {0, 1})
