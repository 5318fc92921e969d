"""Mutation test: does some test fail when one thing in the code is changed?

usage: python scripts/mutate.py [--sample 400] [--seed 1] [--minutes 120] [--jobs 2]

A sample of mutants over the packages that judge (lint, wording, evidence, ingest). Which tests
reach which statement is recorded once, one test file after the other (--record does it anew). Each
mutant runs in a copy of this process, in which the changed function gets its new code, with the
tests that reach the statement, the quickest first; the files on disk are never changed. A mutant is
killed if a test fails or takes far too long. Records and results are kept in build/mutation, so
that a run that was interrupted goes on where it was; --survivors tries survivors once more.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib
import json
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict
from functools import cache
from pathlib import Path
from types import CodeType

import pytest
from hypothesis import Phase, settings
from mutants import (
    NOTES,
    ROOT,
    Finder,
    Mutant,
    caches,
    module_of,
    mutants,
    noting,
    replace_code,
)

PACKAGES = ("lint", "wording", "evidence", "ingest")
TESTS = ("tests/evidence", "tests/ingest", "tests/cli", "tests/report", "tests/test_docs.py")
FOLDER = ROOT / "build" / "mutation"
RESULTS = FOLDER / "results.jsonl"
BYTES = 8 << 30
"""What a mutant may take of memory."""
BROKEN = 71
"""How a copy of this process ends that could not even begin."""
LIBRARY_SECONDS = 2.0
"""What the first test of a process pays to have the small library."""

Reached = dict[str, dict[str, set[int]]]
"""Test, file, lines of the statements that it reaches."""


class Recorder:
    """A pytest plugin that notes which statements each test reaches, and how long it takes."""

    def __init__(self, files: list[str]) -> None:
        self._notes: dict[str, bytearray] = {}
        for file in files:
            code, last = noting(ROOT / file)
            notes = self._notes[file] = bytearray(last + 1)
            setattr(sys.modules[module_of(file)], NOTES, notes)
            replace_code(file, code)
        self._caches = caches(files)
        self._tests: dict[str, dict[str, object]] = {}
        self._shared: dict[str, set[int]] = {}
        self._seconds = 0.0
        self._failed: set[str] = set()

    def _take(self) -> dict[str, set[int]]:
        """Return what was reached since the last time."""
        found = {f: {n for n, was in enumerate(notes) if was} for f, notes in self._notes.items()}
        for notes in self._notes.values():
            notes[:] = bytes(len(notes))
        return {file: lines for file, lines in found.items() if lines}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note what fails without a mutant."""
        if report.failed:
            self._failed.add(report.nodeid)

    def pytest_runtest_setup(self) -> None:
        """Begin; what a test before it left in a cache is made again."""
        for kept in self._caches:
            kept.cache_clear()
        self._take()
        self._seconds = seconds()

    def pytest_runtest_call(self) -> None:
        """What fixtures reach counts for all tests of the file: some are made once for all."""
        for file, lines in self._take().items():
            self._shared.setdefault(file, set()).update(lines)

    @pytest.hookimpl(trylast=True)
    def pytest_runtest_teardown(self, item: pytest.Item, nextitem: pytest.Item | None) -> None:
        """Note what the test reached; write it when it was the last of its file."""
        reached = {file: sorted(lines) for file, lines in self._take().items()}
        self._tests[item.nodeid] = {"seconds": seconds() - self._seconds, "reached": reached}
        if nextitem is None or file_of(nextitem) != file_of(item):
            self._write(file_of(item))

    def _write(self, file: str) -> None:
        kept = {test: of for test, of in self._tests.items() if test not in self._failed}
        shared = {of: sorted(lines) for of, lines in self._shared.items()}
        whole(record_of(file), json.dumps({"shared": shared, "tests": kept}))
        self._tests, self._shared = {}, {}


def seconds() -> float:
    """Return what this process and its children took of the processors."""
    return sum(os.times()[:4])


def whole(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.with_suffix(".part").write_text(text)
    path.with_suffix(".part").replace(path)


def file_of(item: pytest.Item) -> str:
    """Return the file of a test."""
    return item.nodeid.split("::")[0]


@cache
def record_of(file: str) -> Path:
    """Return where the record of a test file is; its name changes with the file."""
    mark = hashlib.sha1((ROOT / file).read_bytes()).hexdigest()[:12]
    return FOLDER / "reached" / f"{file.replace('/', '.')}.{mark}.json"


class Session:
    """A pytest plugin that, instead of running the tests, runs copies of the process with some."""

    def __init__(self, given: argparse.Namespace) -> None:
        self._given = given
        self._items: dict[str, pytest.Item] = {}
        self._seconds: dict[str, float] = {}
        self._by_line: dict[tuple[str, int], set[str]] = {}

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Record what is not yet recorded, and run the mutants."""
        session.testsfailed = 0  # a test file that cannot be collected is left out
        self._items = {item.nodeid: item for item in session.items}
        folders = [ROOT / "causalkb" / name for name in self._given.packages]
        files = [str(p.relative_to(ROOT)) for f in folders for p in sorted(f.rglob("*.py"))]
        for file in files:  # some are imported only when they are needed; code is put in before
            importlib.import_module(module_of(file))
        if new := [i for i in session.items if self._given.record or not recorded(i)]:
            os.waitpid(self._copy(session, new, lambda: Recorder(files), maxfail=0), 0)
        self._read()
        every = [mutant for file in files for mutant in mutants(ROOT / file)]
        chosen = random.Random(self._given.seed).sample(every, min(self._given.sample, len(every)))
        print(f"{len(chosen)} of {len(every)} mutants of {len(files)} files", flush=True)
        if self._given.list:
            for mutant in chosen:
                print(mutant, len(self._tests_for(mutant)))
            return True
        self._run(session, chosen)
        return True

    def _read(self) -> None:
        """Read the records of all test files."""
        for path in {record_of(file_of(item)) for item in self._items.values()}:
            if not path.exists():
                continue
            record = json.loads(path.read_text())
            for test, of in record["tests"].items():
                if test not in self._items:
                    continue
                fixtures = getattr(self._items[test], "fixturenames", ())
                self._seconds[test] = of["seconds"] + LIBRARY_SECONDS * ("library" in fixtures)
                for reached in (of["reached"], record["shared"]):
                    for file, lines in reached.items():
                        for line in lines:
                            self._by_line.setdefault((file, line), set()).add(test)

    def _tests_for(self, mutant: Mutant) -> list[str]:
        """Return the tests that reach a mutant, quickest first, as many as the budget allows."""
        if mutant.statement:
            hit = self._by_line.get((mutant.file, mutant.statement), set())
        else:  # run when its module is imported: whatever reaches the file
            of = [tests for (file, _), tests in self._by_line.items() if file == mutant.file]
            hit = {test for tests in of for test in tests}
        chosen: list[str] = []
        total = 0.0
        for test in sorted(hit, key=lambda one: (self._seconds[one], one)):
            total += self._seconds[test]
            if chosen and total > self._given.budget:
                break
            chosen.append(test)
        # Fixtures of a file are made once, if its tests stand together.
        files = list(dict.fromkeys(test.split("::")[0] for test in chosen))
        return sorted(chosen, key=lambda one: files.index(one.split("::")[0]))

    def _copy(
        self,
        session: pytest.Session,
        items: list[pytest.Item],
        plugin: Callable[[], object],
        maxfail: int,
    ) -> int:
        """Run tests in a copy of this process, silently, and return its id."""
        child = os.fork()
        if child:
            return child
        code = 70
        try:
            log = FOLDER / ("record.log" if maxfail == 0 else f"{os.getpid()}.log")
            for number in (0, 1, 2):
                os.dup2(os.open(log if number else os.devnull, os.O_RDWR | os.O_CREAT), number)
            os.environ["PYTEST_DEBUG_TEMPROOT"] = str(scratch(os.getpid(), make=True))
            # What a process of its own makes, no mutant changes; so it is made once.
            shared = FOLDER / "shared"
            shared.mkdir(exist_ok=True)
            sys.modules["conftest"].shared_folder = lambda *_: shared  # type: ignore[attr-defined]
            code = BROKEN
            if made := plugin():
                session.config.pluginmanager.register(made)
            session.items, session.config.option.maxfail = items, maxfail
            code = 70
            code = _loop(session)
        finally:
            os._exit(code)

    def _start(self, session: pytest.Session, mutant: Mutant, code: CodeType) -> int:
        """Start the tests of a mutant."""
        tests = self._tests_for(mutant)
        if not tests:
            return 0

        def change() -> None:
            limit = int(5 * self._given.budget + 60)
            resource.setrlimit(resource.RLIMIT_CPU, (limit, limit))
            resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
            replace_code(mutant.file, code)

        if mutant.statement:
            return self._copy(session, [self._items[test] for test in tests], change, maxfail=1)
        # In a file: thousands of tests are more than a command line holds.
        given = FOLDER / "one" / f"{mark(mutant).replace('/', '.')}.json"
        whole(given, json.dumps([asdict(mutant), tests]))
        return subprocess.Popen(
            [sys.executable, __file__, "--one", str(given)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTEST_DEBUG_TEMPROOT": tempfile.gettempdir()},
        ).pid

    def _run(self, session: pytest.Session, chosen: list[Mutant]) -> None:
        """Run mutants, a few at a time; print each survivor, and the score."""
        until = time.monotonic() + 60 * self._given.minutes
        results = read_results()
        waiting = [m for m in chosen if self._wanted(results.get(mark(m)))]
        running: dict[int, Mutant] = {}
        while waiting or running:
            while waiting and len(running) < self._given.jobs and time.monotonic() < until:
                mutant = waiting.pop(0)
                try:
                    child = self._start(session, mutant, mutant.code())
                except (SyntaxError, ValueError):  # such as "continue" outside a loop
                    keep(mutant, "impossible")
                    continue
                if child:
                    running[child] = mutant
                else:
                    keep(mutant, "not reached")
            if not running:
                break
            child, status = os.waitpid(-1, 0)
            if child in running:
                code = os.waitstatus_to_exitcode(status)
                if code == BROKEN:
                    sys.exit(f"{running[child]} could not be tried: see {FOLDER}/{child}.log")
                keep(running.pop(child), "survived" if code == 0 else "killed")
                shutil.rmtree(scratch(child), ignore_errors=True)
                (FOLDER / f"{child}.log").unlink(missing_ok=True)
        tell(chosen, read_results())

    def _wanted(self, result: str | None) -> bool:
        return result is None or (self._given.survivors and result in ("survived", "not reached"))


def _loop(session: pytest.Session) -> int:
    """Run the tests of a session as pytest does."""
    from _pytest.main import pytest_runtestloop

    try:
        pytest_runtestloop(session)
    except session.Failed:
        return 1
    return int(session.testsfailed > 0)


def recorded(item: pytest.Item) -> bool:
    """Whether the file of a test is recorded."""
    return record_of(file_of(item)).exists()


def scratch(process: int, *, make: bool = False) -> Path:
    """Return the temporary folder of a copy of this process."""
    folder = Path("/dev/shm" if os.access("/dev/shm", os.W_OK) else tempfile.gettempdir())
    folder /= f"causalkb-mutant-{process}"
    if make:
        folder.mkdir(exist_ok=True)
    return folder


def mark(mutant: Mutant) -> str:
    """Return what a mutant is known by in the results, while its file stays as it is."""
    text = hashlib.sha1((ROOT / mutant.file).read_bytes()).hexdigest()[:12]
    return f"{mutant.file}:{text}:{mutant.number}"


def keep(mutant: Mutant, result: str) -> None:
    """Append a result."""
    line = json.dumps({"mark": mark(mutant), "result": result, **asdict(mutant)})
    with RESULTS.open("a") as file:
        file.write(line + "\n")


def read_results() -> dict[str, str]:
    """Return the last result of each mutant."""
    lines = RESULTS.read_text().splitlines() if RESULTS.exists() else []
    return {one["mark"]: one["result"] for one in map(json.loads, lines)}


def tell(chosen: list[Mutant], results: dict[str, str]) -> None:
    """Print the survivors and the score."""
    found = [(mutant, results.get(mark(mutant))) for mutant in chosen]
    for mutant, result in sorted(found, key=lambda one: (one[0].file, one[0].line)):
        if result in ("survived", "not reached"):
            before, after = (t.splitlines()[0][:90] for t in (mutant.before, mutant.after))
            print(f"{result}: {mutant.file}:{mutant.line}: {before}  →  {after}")
    killed = sum(result == "killed" for _, result in found)
    total = sum(result in ("killed", "survived", "not reached") for _, result in found)
    print(f"{killed} of {total} mutants killed ({killed / max(1, total):.0%})")
    if untried := sum(result is None for _, result in found):
        print(f"time ran out: {untried} of the sample were not tried")


OPTIONS = ["-q", "-n", "0", "-p", "no:cacheprovider"]


def main() -> None:
    """Record if need be, sample, run."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--sample", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=120)
    # The slowest tests of a mutant are left out.
    parser.add_argument("--budget", type=float, default=40, help="seconds of tests for a mutant")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--record", action="store_true")
    parser.add_argument("--list", action="store_true", help="only name the mutants of the sample")
    parser.add_argument("--survivors", action="store_true", help="once more those that survived")
    parser.add_argument("--packages", nargs="*", default=PACKAGES)
    parser.add_argument("--tests", nargs="*", default=TESTS)
    parser.add_argument("--one", type=Path, help=argparse.SUPPRESS)  # a mutant and its tests
    given = parser.parse_args()
    os.chdir(ROOT)
    sys.path.insert(0, str(ROOT))
    FOLDER.mkdir(parents=True, exist_ok=True)
    # A failure need not be made small.
    phases = (Phase.explicit, Phase.generate)
    settings.register_profile("mutants", phases=phases, database=None)
    settings.load_profile("mutants")
    if given.one:
        mutant, tests = json.loads(given.one.read_text())
        sys.meta_path.insert(0, Finder(Mutant(**mutant)))
        sys.exit(pytest.main([*OPTIONS, "-x", *tests]))
    options = [*OPTIONS, "-s", "--continue-on-collection-errors", *given.tests]
    sys.exit(pytest.main(options, plugins=[Session(given)]))


if __name__ == "__main__":
    main()
