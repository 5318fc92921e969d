"""Readers of other packages: installed beside causalkb, found, used, and their faults contained."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from causalkb import InputError, KnowledgeBase

TABS = """
from causalkb.records import ParsedWork, Person, Problem, Work

SUFFIXES = (".tabs", ".refs")
START = r"^#tabs"

def read(data, source):
    for number, line in enumerate(data.decode().splitlines(), 1):
        if line.startswith("#"):
            continue
        if "\\t" not in line:
            yield Problem(source, "no tab", line=number)
            continue
        author, title = line.split("\\t")
        work = Work("", title=title, authors=(Person(author),), year=1999)
        yield ParsedWork(work, source, line=number)
"""

Install = Callable[..., None]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    """Install a package with one reader: a module, and what pip writes beside it."""

    def call(module: str, code: str, format: str, attribute: str = "") -> None:
        site = tmp_path / f"site-{module}"
        site.mkdir()
        (site / f"{module}.py").write_text(code, encoding="utf-8")
        info = site / f"{module}-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {module}\nVersion: 1.0\n")
        points = f"[causalkb.readers]\n{format} = {module}{attribute}\n"
        (info / "entry_points.txt").write_text(points)
        monkeypatch.syspath_prepend(str(site))
        monkeypatch.delitem(sys.modules, module, raising=False)

    return call


CROWS = "#tabs\nRoe\tOf crows and causes\nno tab here\nPoe\tOf apes and tools\n"


@pytest.mark.parametrize("name", ["a.tabs", "a.REFS", "a.txt", "without-suffix"])
def test_a_reader_of_another_package_is_found(
    empty: KnowledgeBase, tmp_path: Path, install: Install, name: str
) -> None:
    install("tabs_for_causalkb", TABS, "tabs")
    path = tmp_path / name
    path.write_text(CROWS, encoding="utf-8")
    result = empty.add(path, embed=False)
    assert result.added == ("roe1999crows", "poe1999apes")
    assert [(p.line, p.reason) for p in result.failed] == [(3, "no tab")]
    again = empty.add(path, embed=False)
    assert again.unchanged == ("roe1999crows", "poe1999apes")


def test_it_reads_folders_and_what_is_named_after_it(
    empty: KnowledgeBase, tmp_path: Path, install: Install
) -> None:
    install("tabs_for_causalkb", TABS, "tabs")
    folder = tmp_path / "refs"
    folder.mkdir()
    (folder / "a.tabs").write_text(CROWS, encoding="utf-8")
    (folder / "b.bib").write_text("@misc{b, title={Of bees}}", encoding="utf-8")
    assert len(empty.add(folder, embed=False).added) == 3
    content = b"Doe\tOf dogs and bells"
    assert empty.add_content(content, "x", format="tabs", embed=False).added == ("doe1999dogs",)


def test_a_reader_may_be_an_object(empty: KnowledgeBase, tmp_path: Path, install: Install) -> None:
    code = TABS.replace("def read(", "class Reader:\n  pass\n\ndef read(")
    install("tabs_object", code + "\nreader = Reader()\nreader.read = read\n", "tabo", ":reader")
    (tmp_path / "a.tabo").write_text(CROWS, encoding="utf-8")
    assert len(empty.add(tmp_path / "a.tabo", embed=False).added) == 2


def test_our_own_readers_come_first(empty: KnowledgeBase, tmp_path: Path, install: Install) -> None:
    install("thief", "SUFFIXES = ('.bib',)\nSTART = '.'\ndef read(data, source): 1 / 0", "bibtex")
    assert empty.add_content(b"@misc{a, title={Of bees}}", "a.bib", embed=False).added == ("a",)


@pytest.mark.parametrize(
    ("body", "reason", "kept"),
    [
        ("raise ValueError('odd line')", "ValueError: odd line", 1),
        ("raise SystemExit(3)", "SystemExit: 3", 1),
        ("yield 'text'", "it is a str, not a ParsedWork", 2),
        ("yield ParsedWork(Work('k', title=None), source)", "title is not text", 2),
        ("yield ParsedWork(Work('k', type=''), source)", "it has no type", 2),
        ("yield ParsedWork(Work('k', year='1999'), source)", "the year is '1999'", 2),
        ("yield ParsedWork(Work('k', year=10 ** 30), source)", "the year is 1", 2),
        ("yield ParsedWork(Work('k', fields={'volume': 3}), source)", "field volume is not", 2),
        ("yield ParsedWork(Work('k', authors=['Roe']), source)", "'authors' is not a tuple", 2),
        ("yield ParsedWork(Work('k', authors=('Roe',)), source)", "not a Person", 2),
        ("yield ParsedWork(Work('k', title='\\ud800'), source)", "title is not text", 2),
        ("yield Problem(source, '')", "a problem without a reason", 2),
    ],
)
def test_faults_of_a_reader_cost_nothing_else(
    empty: KnowledgeBase, tmp_path: Path, install: Install, body: str, reason: str, kept: int
) -> None:
    code = TABS.replace('if line.startswith("#"):', f'if line == "!":\n            {body}')
    install("faulty", code, "faulty")
    (tmp_path / "a.tabs").write_text("Roe\tOf crows\n!\nPoe\tOf apes\n", encoding="utf-8")
    (tmp_path / "b.bib").write_text("@misc{b, title={Of bees}}", encoding="utf-8")
    # A "!" that is not skipped has no tab.
    result = empty.add(tmp_path / "a.tabs", tmp_path / "b.bib", embed=False)
    assert len(result.added) == kept + 1
    assert reason in result.failed[0].reason
    assert "faulty" in result.failed[0].hint
    assert str(tmp_path / "a.tabs") in str(result.failed[0])


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("import there_is_no_such_module", "ModuleNotFoundError"),
        ("raise RuntimeError('not today')", "not today"),
        ("import sys; sys.exit(1)", "SystemExit"),
        ("reads = None", "it has no function read"),
        ("START = 3\ndef read(data, source): yield", "START is not a regular expression"),
        ("START = '('\ndef read(data, source): yield", "cannot be loaded"),
    ],
)
def test_a_reader_that_cannot_be_loaded_is_told_when_it_is_needed(
    empty: KnowledgeBase, tmp_path: Path, install: Install, code: str, reason: str
) -> None:
    install("broken", code, "brk")
    folder = tmp_path / "refs"
    folder.mkdir()
    (folder / "a.bib").write_text("@misc{b, title={Of bees}}", encoding="utf-8")
    (folder / "a.brk").write_text("x", encoding="utf-8")
    result = empty.add(folder, embed=False)
    assert result.added == ("b",)
    assert reason in result.failed[0].reason
    assert "broken" in result.failed[0].reason
    with pytest.raises(InputError, match=r"no reader for \.odt"):
        empty.add_content(b"?", "a.odt", embed=False)


def test_nothing_of_it_is_loaded_for_our_own_formats(tmp_path: Path, install: Install) -> None:
    install("noisy", "raise RuntimeError('loaded')", "noisy")
    (tmp_path / "a.bib").write_text("@misc{b, title={Of bees}}", encoding="utf-8")
    code = (
        f"import sys; sys.path.insert(0, {str(tmp_path / 'site-noisy')!r})\n"
        "from causalkb import KnowledgeBase\n"
        f"with KnowledgeBase.open({str(tmp_path / 'kb')!r}, create=True) as kb:\n"
        f"    kb.add({str(tmp_path / 'a.bib')!r}, embed=False)\n"
        "print('noisy' in sys.modules, 'importlib.metadata' in sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split()[0] == "False"
