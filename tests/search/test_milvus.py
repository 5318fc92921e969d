"""What goes wrong with an index in Milvus: noticed, said in one line, healed by ``reindex``.

What needs no Milvus runs everywhere; the rest where the extra is installed (``make test-milvus``).
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from conftest import Cli, Run
from engines import STORE_ID, needs, opener

from causalkb import KnowledgeBase
from causalkb.errors import StoreError
from causalkb.search.search_index import Part, Vectors

ENTRIES = """
@article{rats2006, title={Causal reasoning in rats}, author={Blaisdell, A}, year={2006}}
@article{wages1990, title={Immigration and wages in Miami}, author={Card, D}, year={1990}}
"""
MORE = "@article{crows2010, title={Crows and the trap tube}, author={Taylor, A}, year={2010}}"
NOBODY = "milvus:http://127.0.0.1:9"


@pytest.fixture
def kb(home: Path, tmp_path: Path) -> Path:
    """A knowledge base with two works, and a source with one more."""
    (tmp_path / "more.bib").write_text(MORE)
    with KnowledgeBase.open(home, create=True) as opened:
        opened.add_content(ENTRIES.encode(), "two.bib")
        opened.search("rats")
    return home


@pytest.fixture
def in_file(kb: Path, cli: Cli) -> Path:
    """The same with its index in a file of Milvus Lite."""
    needs("milvus")
    done = cli("reindex", "--index", f"milvus:{kb / 'milvus.db'}")
    assert done.exit_code == 0, done.stderr
    return kb


class Server:
    """Milvus Lite as a server, in a process of its own."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self._folder = folder
        self.start()

    def start(self) -> None:
        command = [sys.executable, "-m", "milvus_lite", "server", "--data-dir", str(self._folder)]
        command += ["--host", "127.0.0.1", "--port", str(self.port)]
        self._process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        for _ in range(600):
            with socket.socket() as tried:
                if tried.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.1)
        raise AssertionError("the server did not start in a minute")

    def stop(self) -> None:
        self._process.kill()
        self._process.wait()

    @property
    def index(self) -> str:
        return f"milvus:http://127.0.0.1:{self.port}"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    needs("milvus")
    running = Server(tmp_path / "server")
    yield running
    running.stop()


def keys(run: Cli | Run, query: str = "Miami") -> list[str]:
    done = run("search", query, "--format", "keys", "--mode", "keyword")
    assert "does not" not in done.stderr, done.stderr
    assert "Traceback" not in done.stderr
    return str(done.stdout).split()


@pytest.mark.parametrize(
    ("index", "said"),
    [
        ("faiss", "'local', 'milvus:FILE.db' (Milvus Lite) or 'milvus:http://HOST:19530'"),
        ("milvus:", "no index 'milvus:'"),
        ("milvus:index.txt", "ends with .db"),
        ("milvus:nowhere/index.db", "nowhere is not a folder"),
        ("milvus:http://me:secret@host:19530", "set CAUSALKB_MILVUS_TOKEN"),
        ("milvus:http://host:port", "is not the address of a Milvus"),
        ("milvus:ftp://host", "is not the address of a Milvus"),
        ("milvus:http://", "is not the address of a Milvus"),
    ],
)
def test_what_is_no_index_is_refused_and_nothing_changes(
    kb: Path, cli: Cli, index: str, said: str
) -> None:
    refused = cli("reindex", "--index", index)
    assert refused.exit_code == 2
    assert said in " ".join(refused.stderr.split())
    assert "secret" not in refused.stderr
    assert keys(cli) == ["wages1990"]


def test_a_file_among_those_that_reindex_deletes_is_refused(kb: Path, cli: Cli) -> None:
    refused = cli("reindex", "--index", f"milvus:{kb / 'index' / 'milvus.db'}")
    assert refused.exit_code == 2
    assert "emptied by 'reindex'" in " ".join(refused.stderr.split())


def test_without_the_extra_it_is_said_what_to_install(
    kb: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("pymilvus", "milvus_lite"):
        monkeypatch.setitem(sys.modules, module, None)
    refused = cli("reindex", "--index", f"milvus:{kb / 'milvus.db'}")
    assert refused.exit_code == 2
    assert "pip install 'causalkb[milvus]'" in " ".join(refused.stderr.split())
    assert keys(cli) == ["wages1990"]
    assert not (kb / "milvus.db").exists()


def test_a_search_on_this_machine_imports_nothing_of_it(kb: Path) -> None:
    code = (
        "import sys\nfrom causalkb import KnowledgeBase\n"
        f"with KnowledgeBase.open({str(kb)!r}) as kb:\n    assert kb.search('rats')\n"
        "print(*{'pymilvus', 'milvus_lite', 'grpc', 'pandas', 'pyarrow'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_a_restored_backup_names_no_server(kb: Path, tmp_path: Path, cli: Cli) -> None:
    with KnowledgeBase.open(kb) as opened:
        with opened.store.database.atomic():
            opened.store.database.set_meta("index", NOBODY)
        opened.backup(tmp_path / "backup.db")
        assert opened.stats().index == NOBODY
    assert cli("restore", tmp_path / "backup.db", "--kb", tmp_path / "other").exit_code == 0
    with KnowledgeBase.open(tmp_path / "other") as opened:
        assert opened.stats().index == "local"
        assert opened.search("Miami", mode="keyword")[0].work.key == "wages1990"


@pytest.mark.parametrize("part", Part)
def test_an_index_that_does_not_fit_on_the_disk_is_not_begun(
    kb: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch, part: Part
) -> None:
    usage = shutil.disk_usage(kb)
    nearly_full = usage._replace(free=1 << 20)
    if part is Part.VECTORS:
        (kb / "index" / "semantic.faiss").unlink()
    else:
        shutil.rmtree(kb / "index" / "keyword")
    with monkeypatch.context() as patch:
        patch.setattr(shutil, "disk_usage", lambda _: nearly_full)
        refused = cli("search", "rats")
    assert refused.exit_code == 2
    assert f"the {part.value} of the index may take 16 MiB" in " ".join(refused.stderr.split())
    assert keys(cli) == ["wages1990"]


def test_a_server_that_is_not_there_changes_nothing(kb: Path, cli: Cli) -> None:
    needs("milvus")
    refused = cli("reindex", "--index", NOBODY)
    assert refused.exit_code == 2
    assert "does not answer as it should" in refused.stderr
    with KnowledgeBase.open(kb) as opened:
        assert opened.stats().index == "local"
    assert keys(cli) == ["wages1990"]


def test_a_lost_connection_is_said_and_the_index_on_this_machine_does_without(
    kb: Path, cli: Cli, server: Server, tmp_path: Path
) -> None:
    assert cli("reindex", "--index", server.index).exit_code == 0
    assert keys(cli) == ["wages1990"]
    server.stop()
    for command in (("search", "rats"), ("add", tmp_path / "more.bib")):
        refused = cli(*command)
        assert refused.exit_code == 2
        assert f"{server.index} does not answer" in " ".join(refused.stderr.split())
        assert "reindex --index local" in " ".join(refused.stderr.split())
    assert "does not answer" in " ".join(cli("doctor").stdout.split())
    server.start()
    assert keys(cli, "tube") == ["crows2010"]
    server.stop()
    back = cli("reindex", "--index", "local")
    assert back.exit_code == 0
    assert "stays there" in back.stderr
    assert keys(cli, "tube") == ["crows2010"]


def test_a_connection_lost_in_an_open_knowledge_base_comes_back(kb: Path, server: Server) -> None:
    with KnowledgeBase.open(kb) as opened:
        opened.reindex(index=server.index)
        assert opened.search("Miami", mode="keyword")[0].work.key == "wages1990"
        server.stop()
        with pytest.raises(StoreError, match="does not answer"):
            opened.search("Miami", mode="keyword")
        server.start()
        assert opened.search("Miami", mode="keyword")[0].work.key == "wages1990"


def test_a_file_that_another_process_uses_is_waited_for(in_file: Path, run: Run) -> None:
    with KnowledgeBase.open(in_file) as opened:
        opened.search("rats")
        refused = run("search", "rats", CAUSALKB_WAIT="0.1")
        assert refused.returncode == 2
        assert "milvus.db is in use by another process" in " ".join(refused.stderr.split())
    assert keys(run) == ["wages1990"]


KILL = """
import os, signal, sys
from causalkb.search.milvus.connection import Connection
on = Connection.on
def killed(self, collection, method, **named):
    done = on(self, collection, method, **named)
    if collection.endswith(sys.argv[1]) and method == "upsert":
        os.kill(os.getpid(), signal.SIGKILL)
    return done
Connection.on = killed
from causalkb import KnowledgeBase
with KnowledgeBase.open(sys.argv[2]) as kb:
    kb.add(sys.argv[3]) if len(sys.argv) > 3 else kb.reindex()
"""


def killed(*args: object) -> None:
    done = subprocess.run(
        [sys.executable, "-c", KILL, *map(str, args)], capture_output=True, env=os.environ
    )
    assert done.returncode == -signal.SIGKILL


@pytest.mark.parametrize("part", Part)
def test_a_half_written_batch_is_said_and_completed(
    in_file: Path, run: Run, tmp_path: Path, part: Part
) -> None:
    killed(f"_{part.value}", in_file, tmp_path / "more.bib")
    done = run("search", "tube", "--format", "keys", "--limit", 1)
    assert done.stdout.split() == ["crows2010"]
    said = " ".join(done.stderr.split())
    assert f"the {part.value} of the index in milvus:" in said
    assert "were left unfinished by" in said
    with KnowledgeBase.open(in_file) as opened:
        assert opened.indexes.behind() == (0, 0, 0)
        index, last = opened.indexes.current(part), int(opened.store.passages.ids()[-1])
        assert index.extent(part) == (opened.stats().passages, last)


def test_a_reindex_that_was_killed_is_done_again(in_file: Path, run: Run) -> None:
    killed("_vectors", in_file)
    refused = run("search", "rats")
    assert refused.returncode == 2
    assert "was never finished by" in refused.stderr
    assert "'causalkb reindex'" in " ".join(refused.stderr.split())
    assert any("never finished" in found for found in run("doctor").stdout.splitlines())
    assert run("reindex").returncode == 0
    assert keys(run) == ["wages1990"]


def test_the_index_of_another_copy_is_not_used(
    kb: Path, cli: Cli, server: Server, tmp_path: Path
) -> None:
    assert cli("reindex", "--index", server.index).exit_code == 0
    copy = tmp_path / "copy"
    shutil.copytree(kb, copy)
    assert cli("add", tmp_path / "more.bib", "--kb", copy).exit_code == 0
    refused = cli("search", "rats")
    assert refused.exit_code == 2
    assert "was written for another copy or another state of it" in " ".join(refused.stderr.split())
    assert cli("doctor", "--fix").exit_code == 0
    assert keys(cli, "tube") == []
    assert keys(cli) == ["wages1990"]


def test_the_index_of_another_model_is_not_used(in_file: Path, cli: Cli) -> None:
    with KnowledgeBase.open(in_file) as opened, opened.store.database.atomic():
        opened.store.database.set_meta("fingerprint", "b" * 32)
    refused = cli("search", "rats")
    assert refused.exit_code in (0, 2)
    with KnowledgeBase.open(in_file) as opened:
        opened.reindex()
        assert opened.search("Miami")[0].work.key == "wages1990"


def test_a_collection_that_somebody_deleted_is_missed(kb: Path, cli: Cli, server: Server) -> None:
    from pymilvus import MilvusClient

    assert cli("reindex", "--index", server.index).exit_code == 0
    client = MilvusClient(server.index.removeprefix("milvus:"))
    for name in client.list_collections():
        if name.endswith("_words"):
            client.drop_collection(name)
    client.close()
    refused = cli("search", "rats")
    assert refused.exit_code == 2
    assert "is not there (words)" in " ".join(refused.stderr.split())
    assert cli("reindex").exit_code == 0
    assert keys(cli) == ["wages1990"]


def test_two_writers_at_once_are_told_and_what_they_wrote_is_not_used(tmp_path: Path) -> None:
    needs("milvus")
    from causalkb.search.milvus.index import Milvus

    opened = opener("milvus", tmp_path)
    assert isinstance(opened, Milvus)
    rows = np.eye(3, dtype=np.float32)
    first, second = (opened(tmp_path, "a" * 32, 3) for _ in range(2))
    first.delete(Part.VECTORS, None)
    first.upsert(Vectors(np.array([1, 2, 3], np.int64), rows), 5)
    begun = first._begin(Part.VECTORS)
    second.upsert(Vectors(np.array([4], np.int64), rows[:1]), 6)
    with pytest.raises(StoreError, match=r"changed at the same time by .*causalkb reindex"):
        first._end(Part.VECTORS, begun)
    again = opened(tmp_path, "a" * 32, 3)
    assert again.generation(Part.VECTORS) == -1
    assert "two at once" in again.trouble(Part.VECTORS)
    opened.close()
    assert STORE_ID


def test_the_folder_can_be_moved_with_its_file(in_file: Path, cli: Cli, tmp_path: Path) -> None:
    moved = tmp_path / "elsewhere"
    in_file.rename(moved)
    done = cli("search", "Miami", "--kb", moved, "--format", "keys", "--limit", 1)
    assert done.stdout.split() == ["wages1990"]
    with KnowledgeBase.open(moved) as opened:
        assert opened.stats().index == "milvus:milvus.db"


def test_back_on_this_machine_nothing_is_left_in_milvus(in_file: Path, cli: Cli) -> None:
    assert cli("reindex", "--index", "local").exit_code == 0
    assert list((in_file / "milvus.db" / "collections").iterdir()) == []
    assert keys(cli) == ["wages1990"]
