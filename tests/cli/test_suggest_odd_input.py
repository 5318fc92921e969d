"""``suggest --claims`` of texts and models that are not what one expects: a clear account."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from conftest import Cli
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from causalkb import KnowledgeBase
from causalkb.search.embedding.encoder import Encoder

GERMAN = (
    "Viele frühere Arbeiten haben das Lernen von Ratten untersucht. Die Ergebnisse zeigen, dass"
    " Ratten Ursachen von bloßen Zusammenhängen unterscheiden."
)
CHINESE = "以前的研究表明大鼠可以学习关联。结果表明,大鼠能够区分原因和相关性。"


def library(cli: Cli, tmp_path: Path, *abstracts: str) -> None:
    records = [
        {"id": f"w{n}", "type": "article-journal", "title": f"{n}", "abstract": one}
        | {"author": [{"family": "Abel"}], "issued": {"date-parts": [[2000 + n]]}}
        for n, one in enumerate(abstracts)
    ]
    path = tmp_path / "odd.json"
    path.write_text(json.dumps(records), "utf-8")
    cli("init", "--empty")
    assert cli("add", "--no-embed", path).exit_code == 0


@pytest.mark.parametrize("abstract", [GERMAN, CHINESE], ids=["German", "Chinese"])
def test_a_text_in_another_language_is_quoted_and_nothing_is_guessed(
    cli: Cli, tmp_path: Path, abstract: str
) -> None:
    library(cli, tmp_path, abstract)
    result = cli("suggest", "--claims", "--all", "--format", "jsonl")
    assert result.exit_code == 0
    best = json.loads(result.stdout.splitlines()[0])
    assert abstract.endswith(best["quote"])
    for field in ("design", "population", "paradigm", "rung", "n"):
        assert best[field] is None, best["cues"]
    assert best["effects"] == []


def test_works_without_a_sentence_to_quote_are_told(cli: Cli, tmp_path: Path) -> None:
    library(cli, tmp_path, "", "E = mc^2. 0.1 0.2 0.3 Table 2.", "RESULTS AND DISCUSSION.")
    result = cli("suggest", "--claims", "--all", "--format", "jsonl")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "3 works without a sentence to quote" in result.stderr
    asked = cli("review", "--claims", stdin="y")
    assert asked.exit_code == 0
    assert "no candidates" in asked.stderr
    assert cli("claims", "--format", "keys").stdout == ""


def test_what_a_model_drafted_before_it_failed_waits(
    cli: Cli, tmp_path: Path, httpserver: HTTPServer
) -> None:
    quote = "We found that {} press the lever for food."
    library(cli, tmp_path, quote.format("rats"), quote.format("pigeons"))
    asked: list[str] = []

    def slow_then_broken(request: Request) -> Response:
        asked.append(request.get_json()["messages"][0]["content"])
        if len(asked) > 1:
            return Response("no", 401)
        time.sleep(0.3)
        which = "rats" if "rats" in asked[0] else "pigeons"
        said = json.dumps([{"quote": quote.format(which), "sentence": "They press it."}])
        answer = {"choices": [{"message": {"role": "assistant", "content": said}}]}
        return Response(json.dumps(answer), content_type="application/json")

    httpserver.expect_request("/v1/chat/completions").respond_with_handler(slow_then_broken)
    model = f"openai:{httpserver.url_for('/v1')}#tiny"
    result = cli("suggest", "--claims", "--all", "--model", model)
    assert result.exit_code != 0
    assert "1 drafts wait" in result.stderr or "1 draft waits" in result.stderr
    assert "Traceback" not in result.output
    found = cli("suggest", "--claims", "--all", "--format", "jsonl").stdout.splitlines()
    drafted = [one for one in map(json.loads, found) if "They press it." in str(one["cues"])]
    assert len(drafted) == 1
    assert cli("claims", "--format", "keys").stdout == ""


def test_a_sentence_is_encoded_once(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library(cli, tmp_path, "We found that rats press the lever. These results suggest a habit.")
    cli("question", "add", "habits", "Do rats have habits?")
    cli("hypothesis", "add", "habits", "rats-do", "Rats have habits.")
    encoded: list[str] = []
    encode = Encoder.encode

    def counted(self: Encoder, texts: Sequence[str], *more: Any) -> Any:
        encoded.extend(texts)
        return encode(self, texts, *more)

    with KnowledgeBase.open() as kb:
        kb.reindex()
        monkeypatch.setattr(Encoder, "encode", counted)
        found = kb.proposals.claims(at_least=0).found
        kb.proposals.set_claim_aside(found[0])
        kb.proposals.in_order(found)
        kb.proposals.claims(at_least=0)
    assert {one.quote for one in found} <= set(encoded)
    assert len(encoded) == len(set(encoded))


@pytest.mark.parametrize("width", [80, 120])
def test_the_screen_of_a_candidate(
    cli: Cli, tmp_path: Path, width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    told = " ".join(f"Nothing much was known of the squirrels of forest {n}." for n in range(30))
    library(cli, tmp_path, f"{told} We found that squirrels hide nuts when others watch.", "")
    cli("question", "add", "animals", "Do animals reason causally?")
    cli("hypothesis", "add", "animals", "they-do", "Squirrels hide nuts for a reason.")
    cli("hypothesis", "add", "animals", "they-do-not", "Squirrels hide nuts by habit.")
    cli("claim", "add", "w1", "Jays hide nuts.", "--stance", "they-do=supports")
    cli("claim", "add", "w1", "Habit explains it.", "--stance", "they-do-not=supports")
    shown = cli("review", "--claims", stdin="2q")
    assert "1 work without a candidate" in shown.stderr
    lines = shown.stdout.splitlines()
    assert max(map(len, lines)) <= width
    (head,) = [line for line in lines if line.startswith("w0 ")]
    assert head.split() == ["w0", "0"]
    (first,) = [line for line in lines if line.strip().startswith("…")]
    assert first.split("…")[1].split()[0] in told.split()
    # The claims of a hypothesis come with it when it is chosen.
    jays, habit = shown.stdout.index("Jays hide"), shown.stdout.index("Habit explains")
    chosen = shown.stdout.index("no side on")
    assert min(jays, habit) < chosen < max(jays, habit)
