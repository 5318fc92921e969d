"""``causalkb mcp``: how long a client waits, and what the tools cost in tokens.

Everything goes over standard input and output, as clients do it. The baseline of the start is the
SDK alone: a server with one tool that does nothing. The baseline of a warm search is
``KnowledgeBase.search_full`` in a process of its own, without the protocol. Both take turns with
what they are compared to. (A script named ``mcp.py`` would hide the SDK from its neighbours.)

    python benchmarks/mcp_server.py [--kb PATH] [--runs 9] [--calls 40]
"""

from __future__ import annotations

import argparse
import compileall
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import yaml

import causalkb
from causalkb import KnowledgeBase

SDK_ALONE = """
from mcp.server.mcpserver import MCPServer
server = MCPServer("alone", log_level="WARNING")
@server.tool()
def nothing() -> str:
    return ""
server.run("stdio")
"""
LIBRARY = """
import json, sys, time
from causalkb import KnowledgeBase
with KnowledgeBase.open(sys.argv[1]) as kb:
    for line in sys.stdin:
        began = time.perf_counter()
        kb.search_full(json.loads(line), limit=9)
        print(time.perf_counter() - began, flush=True)
"""
CALLS: dict[str, dict[str, Any]] = {
    "show": {"id": "blaisdell2006causal"},
    "evidence (a question)": {"what": "interventions"},
    "evidence (a sentence)": {"what": "Observational data recover what experiments show."},
    "claims": {"question": "models-in-ml"},
    "matrix": {"question": "interventions"},
    "lint_text": {"text": "Rats reason causally [@blaisdell2006causal]. Coffee causes cancer."},
    "grade": {"text": "Sleep loss impairs memory. It rained."},
    "explain": {"text": "minimum wage", "other": "employment"},
}


class Server:
    """A server in a process of its own, spoken to in lines of JSON."""

    def __init__(self, command: list[str]) -> None:
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )

    def ask(self, method: str, **parameters: object) -> tuple[dict[str, Any], float]:
        """Return the result of a request, and the seconds until it came."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        request = {"jsonrpc": "2.0", "id": 1, "method": method, "params": parameters}
        began = time.perf_counter()
        self.process.stdin.write(json.dumps(request).encode() + b"\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        return json.loads(line)["result"], time.perf_counter() - began

    def initialize(self) -> None:
        """Shake hands."""
        client = {"name": "benchmark", "version": "1"}
        self.ask("initialize", protocolVersion="2025-06-18", capabilities={}, clientInfo=client)
        assert self.process.stdin is not None
        done = {"jsonrpc": "2.0", "method": "notifications/initialized"}
        self.process.stdin.write(json.dumps(done).encode() + b"\n")

    def memory(self) -> float:
        """Return the peak memory in MiB, where the system tells."""
        status = Path(f"/proc/{self.process.pid}/status")
        if not status.exists():
            return float("nan")
        line = next(x for x in status.read_text().splitlines() if x.startswith("VmHWM"))
        return int(line.split()[1]) / 1024

    def end(self) -> float:
        """End it, and return the seconds of processor time that it took."""
        before = os.times()
        self.process.communicate()
        after = os.times()
        return (
            after.children_user
            + after.children_system
            - (before.children_user + before.children_system)
        )


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--kb", type=Path, help="default: the shipped corpus, loaded into a new one"
    )
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--calls", type=int, default=40)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = arguments.kb or Path(temporary) / "kb"
        if arguments.kb is None:
            with KnowledgeBase.open(folder, create=True) as kb:
                kb.add_corpus()
        # As pip does at installation; the environment may keep Python from doing it when it runs.
        compileall.compile_dir(str(Path(causalkb.__file__).parent), quiet=1)
        ours = [sys.executable, "-m", "causalkb.cli.main", "--kb", str(folder), "mcp"]
        starting(ours, arguments.runs)
        searching(ours, folder, arguments.calls)
        describing(ours, folder)


def starting(ours: list[str], runs: int) -> None:
    """Measure from the spawn to the answer of ``initialize``."""
    commands = {"SDK alone": [sys.executable, "-c", SDK_ALONE], "causalkb mcp": ours}
    wall: dict[str, list[float]] = {name: [] for name in commands}
    cpu: dict[str, list[float]] = {name: [] for name in commands}
    for turn in range(runs + 1):
        for name, command in commands.items():
            began = time.perf_counter()
            server = Server(command)
            server.initialize()
            spent = time.perf_counter() - began
            used = server.end()
            if turn:  # the first one warms the disk cache
                wall[name].append(spent)
                cpu[name].append(used)
    base = statistics.median(cpu["SDK alone"])
    print(
        f"{'until initialize is answered':<32}{'median s':>9}{'least s':>9}{'cpu s':>8}{'ratio':>7}"
    )
    for name in commands:
        used = statistics.median(cpu[name])
        print(
            f"{name:<32}{statistics.median(wall[name]):>9.3f}{min(wall[name]):>9.3f}"
            f"{used:>8.3f}{used / base:>7.2f}"
        )


def searching(ours: list[str], folder: Path, calls: int) -> None:
    """Measure warm searches against the library, then every other tool."""
    path = Path(__file__).with_name("queries.yaml")
    queries = [one["query"] for one in yaml.safe_load(path.read_text(encoding="utf-8"))][:calls]
    server = Server(ours)
    server.initialize()
    library = subprocess.Popen(
        [sys.executable, "-c", LIBRARY, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert library.stdin is not None
    assert library.stdout is not None
    _, first = server.ask("tools/call", name="search", arguments={"query": "causality"})
    library.stdin.write('"causality"\n')
    library.stdin.flush()
    library.stdout.readline()
    wire, direct, sizes = [], [], []
    for query in queries:
        answer, spent = server.ask("tools/call", name="search", arguments={"query": query})
        wire.append(spent)
        sizes.append(len(answer["content"][0]["text"].encode()))
        library.stdin.write(json.dumps(query) + "\n")
        library.stdin.flush()
        direct.append(float(library.stdout.readline()))
    library.communicate()
    print(f"\nfirst search (loads the model) {first:.3f} s; {len(queries)} warm ones:")
    print(f"{'':<32}{'median ms':>10}{'least ms':>10}{'kB':>7}")
    for name, times in (("KnowledgeBase.search_full", direct), ("search over the wire", wire)):
        size = f"{statistics.median(sizes) / 1000:>7.1f}" if times is wire else ""
        print(f"{name:<32}{1e3 * statistics.median(times):>10.1f}{1e3 * min(times):>10.1f}{size}")
    for name, asked in CALLS.items():
        times = []
        for _ in range(6):
            answer, spent = server.ask("tools/call", name=name.split()[0], arguments=asked)
            times.append(spent)
        size = len(answer["content"][0]["text"].encode()) / 1000
        middle, least = 1e3 * statistics.median(times[1:]), 1e3 * min(times)
        print(f"{name:<32}{middle:>10.1f}{least:>10.1f}{size:>7.1f}")
    print(f"peak memory {server.memory():.0f} MiB")
    server.end()


def describing(ours: list[str], folder: Path) -> None:
    """Count the tokens of what a model reads of the tools (WordPiece of the default model)."""
    server = Server(ours)
    server.initialize()
    tools = server.ask("tools/list")[0]["tools"]
    server.end()
    read = [
        json.dumps({key: t[key] for key in ("name", "description", "inputSchema")}) for t in tools
    ]
    typed = [json.dumps(tool["outputSchema"]) for tool in tools]
    with KnowledgeBase.open(folder) as kb:
        count = kb.encoder.count_tokens
        print(
            f"\n{len(tools)} tools: {sum(count(read))} tokens of names, descriptions and input"
            f" schemas; {sum(count(typed))} of output schemas, which most clients do not pass on"
        )


if __name__ == "__main__":
    main()
