"""A real process, spoken to in lines of JSON as clients do."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from clients import Wire
from conftest import Cli


@pytest.fixture
def wire(kb_path: Path) -> Iterator[Wire]:
    server = Wire()
    yield server
    server.process.kill()
    server.process.communicate()


def test_a_session_from_the_first_line_to_the_last(wire: Wire) -> None:
    hello = wire.initialize()
    assert hello["serverInfo"]["name"] == "causalkb"
    assert "nothing_close" in hello["instructions"]
    tools = wire.ask("tools/list")["result"]["tools"]
    assert len(tools) == 8
    assert all("outputSchema" in tool for tool in tools)
    found = wire.ask("tools/call", name="search", arguments={"query": "rats reason causally"})
    assert found["result"]["structuredContent"]["hits"][0]["work"]["key"] == "blaisdell2006causal"
    assert wire.end() == (0, "")


def test_what_is_wrong_is_answered_and_the_session_goes_on(wire: Wire) -> None:
    wire.initialize()
    assert wire.process.stdin is not None
    for line, code in (
        (b"this is not JSON\n", -32700),
        (b'{"jsonrpc": "2.0", "id": 7, "method": "tools/li\n', -32700),
        (b"[1, 2]\n", -32600),
        (b'{"id": 7}\n', -32600),
        (b"\xff\xfe\n", -32700),
    ):
        wire.process.stdin.write(line)
        wire.process.stdin.flush()
        assert wire.process.stdout is not None
        answer = json.loads(wire.process.stdout.readline())
        assert (answer["jsonrpc"], answer["id"], answer["error"]["code"]) == ("2.0", None, code)
    wrong = wire.ask("tools/call", name="show", arguments={"id": "pearl2009causalty"})
    assert wrong["result"]["isError"]
    assert "did you mean pearl2009causality" in wrong["result"]["content"][0]["text"]
    assert wire.ask("nothing/like/it")["error"]["code"] == -32601
    lost = wire.ask("resources/read", uri="causalkb://work/nobody2020")
    assert "no work 'nobody2020'" in lost["error"]["message"]
    empty = wire.ask("prompts/get", name="weigh_claim", arguments={})
    assert empty["error"]["code"] == -32602
    assert "claim" in empty["error"]["message"]
    shown = wire.ask("tools/call", name="show", arguments={"id": "pearl2009causality"})
    assert not shown["result"]["isError"]
    code, errors = wire.end()
    assert code == 0
    assert "Traceback" not in errors


def test_a_client_that_goes_before_it_is_answered_leaves_no_fault(kb_path: Path) -> None:
    wire = Wire()
    with wire.process as process:
        wire.initialize()
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        wire.send({"jsonrpc": "2.0", "id": 9, "method": "ping"})
        process.stdin.close()
        assert (process.wait(30), process.stderr.read()) == (0, b"")


def test_requests_that_are_sent_at_once_are_all_answered(wire: Wire) -> None:
    """Eight at the same time, before the model and the indexes were opened."""
    wire.initialize()
    assert wire.process.stdout is not None
    calls = [("search", {"query": f"causality {n}"}) for n in range(4)]
    calls += [("evidence", {"what": "Rats know what they did."}), ("grade", {"text": "It rained."})]
    calls += [("lint_text", {"text": "Rain causes floods."}), ("show", {"id": "liu2008"})]
    for n, (tool, arguments) in enumerate(calls, 100):
        parameters = {"name": tool, "arguments": arguments}
        wire.send({"jsonrpc": "2.0", "id": n, "method": "tools/call", "params": parameters})
    answers = [json.loads(wire.process.stdout.readline()) for _ in calls]
    assert sorted(answer["id"] for answer in answers) == list(range(100, 108))
    assert not any(answer["result"].get("isError") for answer in answers)


def test_what_another_process_adds_is_found_without_a_new_start(
    wire: Wire, cli: Cli, tmp_path: Path
) -> None:
    wire.initialize()
    query = {"query": "zebrafish larvae and optic flow"}
    wire.ask("tools/call", name="search", arguments=query)
    entry = "@misc{fish2020, title={Zebrafish larvae and optic flow}, year={2020}}"
    (tmp_path / "fish.bib").write_text(entry, encoding="utf-8")
    assert cli("add", tmp_path / "fish.bib").exit_code == 0
    found = wire.ask("tools/call", name="search", arguments=query)["result"]["structuredContent"]
    assert found["hits"][0]["work"]["key"] == "fish2020"
    assert cli("remove", "--yes", "fish2020").exit_code == 0
    gone = wire.ask("tools/call", name="search", arguments=query)["result"]["structuredContent"]
    assert "fish2020" not in {hit["work"]["key"] for hit in gone["hits"]}


def test_nothing_heavy_is_imported_before_the_first_search(kb_path: Path) -> None:
    script = (
        "import sys, causalkb\n"
        "from causalkb.mcp.server import build\n"
        f"with causalkb.KnowledgeBase.open({str(kb_path)!r}) as kb:\n"
        "    build(kb)\n"
        "heavy = {'torch', 'transformers', 'pandas', 'onnxruntime', 'faiss', 'tantivy', 'scipy',"
        " 'sklearn', 'lxml', 'networkx', 'tokenizers'}\n"
        "print(*sorted(heavy & set(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == ""


def test_no_knowledge_base_is_told_before_anything_is_served(cli: Cli, tmp_path: Path) -> None:
    done = cli("--kb", tmp_path / "none", "mcp")
    assert done.exit_code == 2
    assert "no knowledge base in" in done.stderr


def test_a_missing_extra_is_told(kb_path: Path, tmp_path: Path) -> None:
    """A package of that name that is not the SDK stands for one that is missing or too old."""
    (tmp_path / "mcp.py").touch()
    done = subprocess.run(
        [sys.executable, "-c", "from causalkb.cli.main import main; main()", "mcp"],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        cwd=tmp_path,
    )
    assert done.returncode == 2
    assert "pip install 'causalkb[mcp]'" in done.stderr
    assert done.stdout == ""
