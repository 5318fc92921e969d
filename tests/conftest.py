"""What all tests share: the command line, knowledge bases to copy, and no way to the user's own.

Home and data folders are temporary ones, for this process and all that it starts. The exported
model is linked from the user's cache, because an export costs 15 seconds.
"""

from __future__ import annotations

import ctypes
import gc
import os
import re
import shutil
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pytest
from click.testing import Result
from filelock import FileLock
from hypothesis import settings
from pytest_httpserver import HTTPServer
from typer.testing import CliRunner

from causalkb import KnowledgeBase
from causalkb.lazy import compiled_on_use
from causalkb.search.embedding import encoder, export, model_files
from causalkb.search.embedding.model_files import cache_directory

if TYPE_CHECKING:
    from services import Services

HOMES = {
    "HOME": "",
    "USERPROFILE": "",
    "XDG_CACHE_HOME": ".cache",
    "XDG_CONFIG_HOME": ".config",
    "XDG_DATA_HOME": ".local/share",
    "XDG_STATE_HOME": ".local/state",
    "APPDATA": "AppData/Roaming",
    "LOCALAPPDATA": "AppData/Local",
}
"""Where programs look for a user's own files, with places below a home."""
NOTES = Path(__file__).parent / "data" / "notes"
PATTERN = (re.Pattern, type(compiled_on_use("")))
"""Types of a regular expression: compiled, and compiled when it is first used."""
THOROUGH = bool(os.environ.get("CAUSALKB_THOROUGH_TESTS"))
"""Set by ``make test-slow``: property tests try all their examples."""


def examples(number: int) -> int:
    """Return how many examples a property test tries: a quarter of them in an ordinary run."""
    return number if THOROUGH else max(10, number // 4)


LONG = (
    *("test_durability.py", "test_broken_pdf.py", "test_encoder.py", "test_round_trip.py"),
    *("test_pages.py", "test_output_gate.py", "test_suggest_claims.py", "test_reading_only.py"),
    *("test_kills.py", "test_fuzz.py", "test_readme.py", "test_examples.py", "test_docs.py"),
    *("test_draft_corpus.py", "test_index_damage.py", "test_wording_odd.py", "test_full_disk.py"),
    *("test_processes.py", "test_watching.py", "test_waiting.py", "test_doctor.py"),
    *("test_init_command.py", "test_drafts_by_models.py", "test_audit_command.py"),
)
"""The files that take longest, some with few tests; longest first.

The second needs no model, so that one process does not wait while the other exports it.
"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest files, so that at the end no process works on one alone."""
    tests = Counter(item.path for item in items)
    rank = {name: n for n, name in enumerate(LONG)}
    items.sort(key=lambda i: (rank.get(i.path.name, len(LONG)), -tests[i.path], str(i.path)))


MEMORY = Path("/dev/shm")
if (
    "PYTEST_DEBUG_TEMPROOT" not in os.environ
    and os.access(MEMORY, os.W_OK)
    and shutil.disk_usage(MEMORY).free > 4 << 30
):
    # Hundreds of stores are made and synced to disk; in memory that takes no time.
    os.environ["PYTEST_DEBUG_TEMPROOT"] = str(MEMORY)

# The tests make few cycles and many objects, through which the collector would go all the time.
gc.set_threshold(200_000, 20, 20)

# Hundreds of processes are started; each would compile all modules anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

settings.register_profile("causalkb", max_examples=examples(100), deadline=None)
settings.load_profile("causalkb")


class Cli(Protocol):
    """Runs ``causalkb`` in this process."""

    def __call__(
        self, *args: object, stdin: str | bytes | None = None, **env: str | None
    ) -> Result: ...


class Run(Protocol):
    """Runs ``causalkb`` in a process of its own."""

    def __call__(
        self, *args: object, stdin: bytes | None = None, **env: str
    ) -> subprocess.CompletedProcess[str]: ...


def shared_folder(factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A folder that all processes of this run of the tests have in common."""
    root = factory.getbasetemp()
    return root if worker_id == "master" else root.parent


@pytest.fixture(scope="session", autouse=True)
def user_home(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Path]:
    """A home of its own: no test and nothing that it starts reaches the developer's files."""
    models = cache_directory() / "models"
    folder = tmp_path_factory.mktemp("user")
    cache = shared_folder(tmp_path_factory, worker_id) / "cache"
    with FileLock(cache.with_suffix(".lock")):
        (cache / "models").mkdir(parents=True, exist_ok=True)
        for model in models.glob("*/manifest.json"):
            link = cache / "models" / model.parent.name
            if not link.exists():
                link.symlink_to(model.parent)
    with pytest.MonkeyPatch.context() as patch:
        for name, place in HOMES.items():
            patch.setenv(name, str(folder / place))
        patch.setenv("CAUSALKB_CACHE", str(cache))
        patch.setenv("CAUSALKB_PATH", str(folder / "kb"))
        for service in ("CROSSREF", "ARXIV", "OPENALEX"):
            # Programs that tests start are not stopped by no_network; nobody listens here.
            patch.setenv(f"CAUSALKB_{service}_URL", "http://127.0.0.1:9")
        yield folder


@pytest.fixture(scope="session", autouse=True)
def models_read_once() -> Iterator[None]:
    """The files of a model are hashed and loaded once a process, while they stay as they are.

    That takes longer than all else that most of a thousand commands do.
    """
    with pytest.MonkeyPatch.context() as patch:
        for module, name in (
            *((encoder, name) for name in ("OnnxEngine", "load_tokenizer")),
            *((module, "sha256") for module in (export, model_files)),
        ):
            patch.setattr(module, name, done_once(getattr(module, name)))
        yield


def done_once(read: Callable[..., object]) -> Callable[..., object]:
    """Keep what a function makes of files until they change; small ones are always read."""
    kept: dict[object, object] = {}

    def get(*args: object) -> object:
        paths = [path for path in args if isinstance(path, Path)]
        files = [one for path in paths for one in (path, path.with_suffix(".data"))]
        found = [file.stat() for file in files if file.exists()]
        if max((one.st_size for one in found), default=0) < 100_000:
            return read(*args)
        stamps = ((s.st_ino, s.st_size, s.st_mtime_ns, s.st_ctime_ns) for s in found)
        key = (args, *stamps)
        if key not in kept:
            kept[key] = read(*args)
        return kept[key]

    return get


@pytest.fixture(scope="session", autouse=True)
def no_network() -> Iterator[None]:
    """No test reaches anything but this machine."""
    real = {name: getattr(socket.socket, name) for name in ("connect", "connect_ex")}
    resolve = socket.getaddrinfo

    def guarded(name: str) -> Callable[..., object]:
        def connect(self: socket.socket, address: object) -> object:
            if isinstance(address, tuple) and not is_local(address[0]):
                raise OSError(f"a test wanted to connect to {address}")
            return real[name](self, address)

        return connect

    def resolved(host: object, *args: object, **kwargs: object) -> object:
        if not is_local(host):
            raise OSError(f"a test wanted to find {host!r}")
        return resolve(host, *args, **kwargs)  # type: ignore[call-overload, arg-type]

    with pytest.MonkeyPatch.context() as patch:
        for name in real:
            patch.setattr(socket.socket, name, guarded(name))
        patch.setattr(socket, "getaddrinfo", resolved)
        yield


def is_local(host: object) -> bool:
    """Whether a host is this machine."""
    name = host.decode() if isinstance(host, bytes) else str(host or "localhost")
    return name in ("localhost", "::1", "0.0.0.0", "::") or name.startswith("127.")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where ``causalkb`` keeps its data in this test; there is nothing yet."""
    folder = tmp_path / "kb"
    monkeypatch.setenv("CAUSALKB_PATH", str(folder))
    for name in ("CAUSALKB_WAIT", "EDITOR", "VISUAL", "FORCE_COLOR", "NO_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    return folder


@pytest.fixture(scope="session")
def cli() -> Cli:
    from causalkb.cli.main import app

    def call(*args: object, stdin: str | bytes | None = None, **env: str | None) -> Result:
        result = CliRunner().invoke(app, [str(a) for a in args], input=stdin, env=env)
        # Nothing that a user types may end in a traceback.
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return call


def call(
    *args: object,
    stdin: bytes | None = None,
    before: Callable[[], None] | None = None,
    **env: str,
) -> subprocess.CompletedProcess[str]:
    """Run ``causalkb`` in a process of its own, which does ``before`` first."""
    if before is not None:
        # Where that limits the size of files, Python would leave a module compiled in part.
        env = {"PYTHONDONTWRITEBYTECODE": "1", **env}
    done = subprocess.run(
        [sys.executable, "-m", "causalkb.cli.main", *map(str, args)],
        input=stdin or b"",
        capture_output=True,
        env={**os.environ, **env},
        preexec_fn=before,
        check=False,
        timeout=120,
    )
    return subprocess.CompletedProcess(
        done.args, done.returncode, done.stdout.decode(), done.stderr.decode()
    )


@pytest.fixture
def run() -> Run:
    return call


@pytest.fixture
def run_as_user() -> Run:
    """Like ``run``, but permissions hold even where the tests run as root, as they do in CI."""
    return partial(call, before=without_rights_of_root())


def without_rights_of_root() -> Callable[[], None] | None:
    """What a new process does so that root in it has to keep to permissions like anyone else."""
    if os.name == "nt" or os.geteuid() != 0:
        return None
    if not sys.platform.startswith("linux"):
        pytest.skip("root cannot give up its rights here")
    libc = ctypes.CDLL(None, use_errno=True)

    def drop() -> None:
        # Taken from the bounding set, a capability is lost with the exec that follows:
        # CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH let root read and write any file.
        for capability in (1, 2):
            if libc.prctl(24, capability, 0, 0, 0):  # PR_CAPBSET_DROP
                raise OSError(ctypes.get_errno(), "cannot give up the rights of root")

    return drop


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dozen works, three notes and three questions, embedded; not to be changed."""
    folder = tmp_path_factory.mktemp("library") / "kb"
    with KnowledgeBase.open(folder, create=True) as base:
        base.add_questions(NOTES / "questions.yaml")
        result = base.add(NOTES)
    assert not result.problems
    assert len(result.added) == 12
    return folder


@pytest.fixture
def kb_path(library: Path, home: Path) -> Path:
    """A copy of the small library, as the knowledge base that commands use."""
    shutil.copytree(library, home)
    return home


@pytest.fixture
def kb(kb_path: Path) -> Iterator[KnowledgeBase]:
    """The copy of the small library, opened."""
    with KnowledgeBase.open(kb_path) as base:
        yield base


@pytest.fixture
def empty(home: Path) -> Iterator[KnowledgeBase]:
    """A knowledge base with the three questions and no works."""
    with KnowledgeBase.open(home, create=True) as base:
        base.add_questions(NOTES / "questions.yaml")
        yield base


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """What ``causalkb init`` makes of the shipped corpus; not to be changed.

    The first process that needs it makes it for all: embedding takes ten seconds of two cores.
    """
    shared = shared_folder(tmp_path_factory, worker_id)
    folder = shared / "corpus" / "kb"
    with FileLock(shared / "corpus.lock"):
        if not folder.exists():
            making = shared / "corpus-in-the-making"
            command = [sys.executable, "-m", "causalkb.cli.main", "--kb", str(making), "init"]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            assert done.returncode == 0, done.stderr
            folder.parent.mkdir()
            making.rename(folder)
    return folder


@pytest.fixture
def corpus_copy(corpus: Path, home: Path) -> Path:
    """A copy of the shipped corpus, as the knowledge base that commands use."""
    shutil.copytree(corpus, home)
    return home


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Set $EDITOR to a program: the body of ``edit(text) -> text`` in Python."""

    def use(body: str) -> None:
        script = tmp_path / "editor.py"
        script.write_text(
            "import re, sys, pathlib\n"
            "path = pathlib.Path(sys.argv[1])\n"
            "text = path.read_text(encoding='utf-8')\n"
            f"{body}\n"
            "path.write_text(text, encoding='utf-8')\n",
            encoding="utf-8",
        )
        monkeypatch.setenv("EDITOR", f"{sys.executable} {script}")

    return use


@pytest.fixture
def services(
    httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, home: Path
) -> Services:
    """Crossref, arXiv and OpenAlex on a local server, and an empty knowledge base."""
    from services import Services  # beside the tests that use it

    for name in ("CROSSREF", "ARXIV", "OPENALEX"):
        address = httpserver.url_for("").replace("localhost", "127.0.0.1").rstrip("/")
        monkeypatch.setenv(f"CAUSALKB_{name}_URL", address)
    # Not the whole cache, which holds the exported model.
    from causalkb.ingest import identifiers_online

    monkeypatch.setattr(identifiers_online, "cache_folder", lambda: tmp_path / "online")
    with KnowledgeBase.open(home, create=True):
        pass
    return Services(httpserver)
