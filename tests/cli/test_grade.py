"""``causalkb grade``: contracts of its formats, exit codes and colours."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

Grade = Callable[..., Result]


@pytest.fixture
def grade() -> Grade:
    import causalkb.cli.grade  # noqa: F401  registers the command
    from causalkb.cli.main import app

    def call(*args: str, stdin: str | bytes | None = None, **env: str) -> Result:
        result = CliRunner().invoke(app, ["grade", *args], input=stdin, env=env)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return call


def test_into_a_pipe_goes_a_plain_row(grade: Grade) -> None:
    result = grade("Coffee may cause insomnia. Rain fell on us.")
    assert result.stdout == (
        "conditional\tcause\tCoffee may cause insomnia.\nnone\t\tRain fell on us.\n"
    )
    assert result.exit_code == 0


def test_unquoted_words_are_one_text(grade: Grade) -> None:
    assert (
        grade("Coffee", "causes", "insomnia").stdout == "causal\tcauses\tCoffee causes insomnia\n"
    )


def test_several_texts(grade: Grade) -> None:
    lines = grade("Coffee causes insomnia", "Tea is linked to sleep").stdout.splitlines()
    assert [line.split("\t")[0] for line in lines] == ["causal", "correlational"]


def test_jsonl_is_a_line_for_a_line(grade: Grade) -> None:
    result = grade(
        "-", "--format", "jsonl", stdin="Rain causes floods. It fell.\nIt was wet here.\n"
    )
    lines: list[dict[str, Any]] = [json.loads(line) for line in result.stdout.splitlines()]
    assert [list(line) for line in lines] == [["text", "wording", "cues"]] * 2
    assert [line["wording"] for line in lines] == ["causal", "none"]
    assert lines[0]["text"] == "Rain causes floods. It fell."
    assert lines[0]["cues"][0]["text"] == "causes"


def test_json_and_csv(grade: Grade) -> None:
    (one,) = json.loads(grade("Rain causes floods.", "-f", "json").stdout)
    assert one["wording"] == "causal"
    assert grade("Rain causes floods.", "-f", "csv").stdout.splitlines() == [
        "wording,cue,sentence",
        "causal,causes,Rain causes floods.",
    ]


def test_some_sentences_not_assessed(grade: Grade) -> None:
    result = grade("-", "-f", "jsonl", stdin=b"Rain causes floods.\n\xff\xfe\x00\x01\xff\n")
    assert [json.loads(line)["wording"] for line in result.stdout.splitlines()] == ["causal", None]
    assert "1 of 2 sentences not assessed: not text" in result.stderr
    assert result.exit_code == 1


@pytest.mark.parametrize(
    "stdin", ["", "Der Hund ist ein Tier und das ist gut.", b"\x00\x01\x02\x03"]
)
def test_nothing_assessed(grade: Grade, stdin: str | bytes) -> None:
    result = grade("-", stdin=stdin)
    assert result.exit_code == 2
    assert "not assessed" in result.stderr


def test_no_lines(grade: Grade) -> None:
    assert grade("-", "-f", "jsonl", stdin="").exit_code == 2


def test_a_format_it_does_not_have(grade: Grade) -> None:
    result = grade("Rain causes floods.", "-f", "bibtex")
    assert result.exit_code == 2
    assert "'bibtex' is not one of" in result.stderr


def test_a_terminal_gets_colour_and_the_reason(grade: Grade) -> None:
    text = "Coffee may cause insomnia. Rain fell on us. Wir sind das und die sind auch nicht so da."
    shown = grade(text, FORCE_COLOR="1", COLUMNS="100").stdout
    assert "\x1b[" in shown
    assert "“cause”: a cause acts, weakened by “may”" in shown
    assert "nothing here speaks of a relation" in shown
    assert "not assessed: language" in shown


def test_terminal_escapes_of_a_stranger_are_not_passed_on(grade: Grade) -> None:
    shown = grade("Coffee \x1b]0;evil\x07 causes insomnia", FORCE_COLOR="1", NO_COLOR="1").stdout
    assert "\x1b]" not in shown
    assert "\x07" not in shown
