"""An OpenAI-compatible endpoint: what it may refuse, break or get wrong."""

from __future__ import annotations

import json
import math
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from causalkb import InputError, Method, ModelError, ProbeResult, Settings, run_probe
from causalkb.language_models.letters import from_text, from_tokens
from tests.conftest import Cli

Answer = Callable[[dict[str, object]], Response]
PATH = "/v1/chat/completions"


def chat(text: str, tokens: dict[str, float] | None = None, **message: object) -> Response:
    """A chat completion, with the probabilities of its first token where given."""
    choice: dict[str, object] = {"message": {"role": "assistant", "content": text, **message}}
    if tokens is not None:
        top = [{"token": t, "logprob": math.log(p)} for t, p in tokens.items()]
        choice["logprobs"] = {"content": [{"token": text, "top_logprobs": top}]}
    return _json({"model": "tiny-2026", "choices": [choice]})


def _json(data: object, status: int = 200, **headers: str) -> Response:
    return Response(json.dumps(data), status, headers, content_type="application/json")


def error(message: str, status: int = 400, **headers: str) -> Response:
    return _json({"error": {"message": message}}, status, **headers)


class Server:
    """Runs the battery's smallest part against a fake server."""

    def __init__(self, server: HTTPServer, folder: Path) -> None:
        self.server = server
        self.folder = folder
        self.bodies: list[dict[str, object]] = []
        self.headers: list[str] = []

    def answers(self, answer: Answer) -> None:
        def handle(request: Request) -> Response:
            self.bodies.append(request.get_json())
            self.headers.append(request.headers.get("Authorization", ""))
            return answer(self.bodies[-1])

        self.server.expect_request(PATH, method="POST").respond_with_handler(handle)

    def run(self, **settings: object) -> ProbeResult:
        given = Settings(**{"first_wait": 0.01, "timeout": 5.0, **settings})  # type: ignore[arg-type]  # the tests name fields
        return run_probe(
            f"openai:{self.server.url_for('/v1')}#tiny",
            self.folder,
            families=["confounding"],
            groups=1,
            settings=given,
        )


@pytest.fixture
def fake(httpserver: HTTPServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Server:
    monkeypatch.delenv("CAUSALKB_PROBE_KEY", raising=False)
    return Server(httpserver, tmp_path / "run")


def prompt_of(body: dict[str, object]) -> str:
    messages = body["messages"]
    assert isinstance(messages, list)
    return str(messages[0]["content"])


def test_letters_are_read_off_log_probabilities(fake: Server) -> None:
    fake.answers(lambda _: chat("A", {"A": 0.4, " A": 0.2, "B": 0.1, "The": 0.2}))
    result = fake.run()
    assert result.run.model.method is Method.LETTERS
    assert result.run.model.revision == "tiny-2026"
    assert result.run.answers[0].orders[0] == pytest.approx((0.6, 0.1))
    assert result.families[0].mass == pytest.approx(0.7)
    assert result.families[0].first_letter == 1
    assert not result.families[0].measurable
    assert all(body["max_tokens"] == 1 for body in fake.bodies)


def test_without_log_probabilities_text_is_read_and_that_is_said(fake: Server) -> None:
    def answer(body: dict[str, object]) -> Response:
        text = prompt_of(body)
        right = "A" if "A) Yes" in text else "B"
        return chat(f"The answer is {right}) Yes.")

    fake.answers(answer)
    result = fake.run()
    assert result.run.model.method is Method.TEXT
    assert "no log-probabilities" in result.run.model.remarks[0]
    one = result.families[0]
    assert (one.parse_rate, one.same_in_all_orders) == (1, 1)
    assert one.accuracy == 0.5
    assert one.second_accuracy is None
    assert result.run.answers[0].texts[0].startswith("The answer is")


def test_refused_log_probabilities_fall_back_on_text(fake: Server) -> None:
    def answer(body: dict[str, object]) -> Response:
        return error("logprobs is not supported") if "logprobs" in body else chat("A")

    fake.answers(answer)
    result = fake.run()
    assert result.run.model.method is Method.TEXT
    assert "refuses log-probabilities" in result.run.model.remarks[0]


def test_refused_log_probabilities_are_told_where_letters_are_wanted(fake: Server) -> None:
    fake.answers(lambda _: error("logprobs is not supported"))
    with pytest.raises(ModelError, match="--method text reads generated answers"):
        fake.run(method="letters")


def test_thoughts_are_no_answer(fake: Server) -> None:
    fake.answers(lambda _: chat("<think>Surely A? No.</think>\n\nB"))
    result = fake.run()
    assert "thoughts are not read" in result.run.model.remarks[-1]
    assert fake.bodies[-1]["max_tokens"] == 4096
    assert all(letters == (0, 1) for letters in result.run.answers[0].orders)


def test_thoughts_that_come_apart_are_noticed(fake: Server) -> None:
    fake.answers(lambda _: chat("B", {"B": 0.9}, reasoning_content="A or B ..."))
    result = fake.run()
    assert result.run.model.method is Method.TEXT
    assert fake.bodies[-1]["max_tokens"] == 4096


def test_wrong_letters_and_malformed_answers_count_as_none(fake: Server) -> None:
    replies = iter(["B", "E", "", "Neither", "A or B", None, "B", "B"])

    def answer(body: dict[str, object]) -> Response:
        text = next(replies, "B")
        return _json({"choices": "none"}) if text is None else chat(text)

    fake.answers(answer)
    result = fake.run(method="text")
    answered = [any(letters) for one in result.run.answers for letters in one.orders]
    assert answered == [False] * 5 + [True] * 3
    assert result.families[0].parse_rate == 3 / 8


@pytest.mark.parametrize("first", [429, 500, 503])
def test_a_busy_endpoint_is_asked_again(fake: Server, first: int) -> None:
    turns = iter(range(10**6))

    def answer(body: dict[str, object]) -> Response:
        if next(turns) % 3 == 0:
            return error("slow down", first, **{"Retry-After": "0"})
        return chat("A", {"A": 0.9, "B": 0.1})

    fake.answers(answer)
    assert fake.run().families[0].parse_rate == 1


def test_answers_that_are_not_json_end_the_run_and_it_goes_on_later(fake: Server) -> None:
    turns = iter(range(10**6))

    def broken(body: dict[str, object]) -> Response:
        return Response("<html>") if next(turns) > 4 else chat("A", {"A": 0.9, "B": 0.1})

    fake.answers(broken)
    with pytest.raises(ModelError, match=r"not a JSON object.*the same command goes on"):
        fake.run()
    kept = (fake.folder / "answers.jsonl").read_bytes()
    assert kept.count(b"\n") == 1
    fake.server.clear_all_handlers()
    fake.answers(lambda _: chat("B", {"A": 0.1, "B": 0.9}))
    assert fake.run().run.complete
    assert (fake.folder / "answers.jsonl").read_bytes().startswith(kept)


def test_a_slow_endpoint_is_given_up(fake: Server) -> None:
    def slow(body: dict[str, object]) -> Response:
        time.sleep(0.2)
        return chat("A")

    fake.answers(slow)
    with pytest.raises(ModelError, match=r"no answer within 0.05 seconds \(6 tries\)"):
        fake.run(timeout=0.05)


def test_nobody_there(fake: Server, tmp_path: Path) -> None:
    with pytest.raises(
        ModelError, match=r"http://127.0.0.1:9/v1/\S+ cannot be reached: .* running"
    ):
        run_probe("openai:http://127.0.0.1:9/v1#m", tmp_path, settings=Settings(first_wait=0.001))


def test_many_calls_need_a_yes(fake: Server, cli: Cli, tmp_path: Path) -> None:
    fake.answers(lambda body: chat("A", {"A": 0.6, "B": 0.3} if "logprobs" in body else None))
    model = f"openai:{fake.server.url_for('/v1')}#counted"
    asked = cli("probe", "run", model, "--out", tmp_path / "a", "--price", "1,2")
    assert asked.exit_code == 2
    assert "This takes about 2,401 calls, 3" in asked.stderr
    assert " tokens read and at most 2,401 written, at most 0.3" in asked.stderr
    assert "Add --yes" in asked.stderr
    # What a client of an earlier test gave up may reach the server now.
    assert [body["model"] for body in fake.bodies].count("counted") == 1  # the trial
    thinks = ["probe", "run", model, "--out", tmp_path / "b", "--method", "text"]
    told = cli(*thinks, "--tokens", 4096, "--price", "1,2").stderr
    assert f"at most {2313 * 4096:,} written, at most 1" in told
    few = cli("probe", "run", model, "--out", tmp_path / "c", "--groups", 1, "--families", "choice")
    assert few.exit_code == 0


def test_parameters_that_are_refused_are_left_out(fake: Server) -> None:
    def answer(body: dict[str, object]) -> Response:
        for name, told in (
            ("max_tokens", "use 'max_completion_tokens' instead of 'max_tokens'"),
            ("temperature", "temperature does not support 0"),
            ("seed", "unknown field: seed"),
        ):
            if name in body:
                return error(told)
        return chat("A", {"A": 0.9})

    fake.answers(answer)
    fake.run()
    assert set(fake.bodies[-1]) == {
        "model",
        "messages",
        "max_completion_tokens",
        "logprobs",
        "top_logprobs",
    }


@pytest.mark.parametrize(
    ("status", "message", "told"),
    [
        (401, "invalid key", "put the key into the variable CAUSALKB_PROBE_KEY"),
        (404, "model 'tiny' not found", "check the model"),
        (400, "this model does not support chat", "take the model's instruct version"),
        (400, "prompt exceeds the context of 128 tokens", "raise the context"),
    ],
)
def test_refusals_say_what_to_do(fake: Server, status: int, message: str, told: str) -> None:
    fake.answers(lambda _: error(message, status))
    with pytest.raises(ModelError, match=told):
        fake.run()


def test_the_key_goes_to_the_endpoint_and_nowhere_else(
    fake: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CAUSALKB_PROBE_KEY", "sk-not-to-be-stored")
    fake.answers(lambda _: chat("A", {"A": 0.9}))
    fake.run()
    assert set(fake.headers) == {"Bearer sk-not-to-be-stored"}
    for file in fake.folder.iterdir():
        assert b"sk-not" not in file.read_bytes()


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("openai:http://example.org/v1#m", "would go to example.org unencrypted"),
        ("openai:https://u:p@example.org/v1#m", "a key in the address"),
        ("openai:http://localhost/v1", "names no model"),
        ("openai:ftp://localhost#m", "is not an address"),
        ("openai:nonsense#m", "is not an address"),
    ],
)
def test_addresses_that_are_refused(
    name: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CAUSALKB_PROBE_KEY", "sk-secret")
    with pytest.raises(InputError, match=told):
        run_probe(name, tmp_path)


@pytest.mark.parametrize(
    ("text", "letter"),
    [
        ("B", "B"),
        (" b", None),
        ("(B)", "B"),
        ("B) No", "B"),
        ("**B**", "B"),
        ("Answer: B", "B"),
        ("The answer is B because A is wrong.", "B"),
        ("A or B", None),
        ("I cannot tell.", None),
        ("<think>A", None),
        ("thoughts without a beginning, A</think>B", "B"),
        ("", None),
    ],
)
def test_letters_in_text(text: str, letter: str | None) -> None:
    assert from_text(text, "ABC") == tuple(float(one == letter) for one in "ABC")


def test_letters_in_broken_lists_of_tokens() -> None:
    entries = [{"token": "A", "logprob": 3.0}, {"token": "B"}, "B", {"logprob": 0}, None]
    assert from_tokens(entries, "AB") == (1.0, 0.0)
