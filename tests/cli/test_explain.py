"""``explain`` as a person or a pipe meets it, on claims that make a path, a fork, and more."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from conftest import Cli, Run
from markdown_it import MarkdownIt

import causalkb.cli.explain  # noqa: F401 - registers the command
from causalkb import KnowledgeBase
from causalkb.cli import output

HOSTILE = "[bold]rain[/bold] <script>alert(1)</script> | **x** \x1b[31m"

# The text, design, rung and effects of each work's claim.
CLAIMS = {
    "path2001": (
        "Sleep loss lowered attention, and lapses of attention lowered recall.",
        *("experiment", "intervention"),
        '[{cause: sleep loss, effect: lapses of attention, sign: "+"},'
        ' {cause: lapses of attention, effect: recall of words, sign: "-"}]',
    ),
    "fork2002": (
        "Stress cost people sleep and made them forget words.",
        *("observational", "association"),
        '[{cause: work stress, effect: sleep loss, sign: "+"},'
        ' {cause: work stress, effect: recall of words, sign: "-"}]',
    ),
    "collider2003": (
        "Those who slept badly and those who forgot words came to the clinic more often.",
        *("observational", "association"),
        '[{cause: sleep loss, effect: visit to the clinic, sign: "+"},'
        ' {cause: recall of words, effect: visit to the clinic, sign: "-"}]',
    ),
    "direct2004": (
        "People kept awake for a night recalled fewer words.",
        *("experiment", "intervention"),
        '[{cause: sleep loss, effect: recall of words, sign: "-"}]',
    ),
    "null2005": (
        "A large replication found no effect of sleep loss on the recall of words.",
        *("experiment", "intervention"),
        '[{cause: sleep loss, effect: recall of words, sign: "0"}]',
    ),
    "biased2006": (
        "The link of sleep loss and recall in clinics is due to selection bias.",
        *("review", "association"),
        "[]",
    ),
    "cycle2007": (
        "Anxiety causes insomnia.",
        *("position", "association"),
        '[{cause: anxiety, effect: insomnia, sign: "+"}]',
    ),
    "cycle2008": (
        "Insomnia causes anxiety.",
        *("position", "association"),
        '[{cause: insomnia, effect: anxiety, sign: "+"}]',
    ),
    "hostile2009": (
        HOSTILE,
        *("position", "association"),
        "[{cause: '" + HOSTILE.replace("\x1b[31m", "") + "', effect: mood of frogs, sign: '+'}]",
    ),
}


@pytest.fixture(scope="module")
def sleepers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A knowledge base of the claims above; not to be changed."""
    folder = tmp_path_factory.mktemp("sleepers")
    entries = [f"@article{{{key}, title = {{On {key}}}, year = {key[-4:]}}}" for key in CLAIMS]
    (folder / "works.bib").write_text("\n".join(entries), encoding="utf-8")
    (folder / "notes").mkdir()
    for key, (text, design, rung, effects) in CLAIMS.items():
        relation = ""
        if key == "null2005":
            relation = '    relations: [{contradicts: "direct2004#1"}]\n'
        (folder / "notes" / f"{key}.md").write_text(
            f"---\nwork: {key}\nclaims:\n  - text: {json.dumps(text)}\n    design: {design}\n"
            f"    rung: {rung}\n    effects: {effects}\n{relation}---\n",
            encoding="utf-8",
        )
    with KnowledgeBase.open(folder / "kb", create=True) as base:
        base.add(folder / "works.bib")
        assert not base.add(folder / "notes").failed
    return folder / "kb"


@pytest.fixture
def asleep(sleepers: Path, home: Path) -> Path:
    """A copy of it, as the knowledge base that commands use."""
    shutil.copytree(sleepers, home)
    return home


def explained(cli: Cli, *args: object) -> dict[str, Any]:
    result = cli("explain", *args, "--format", "json")
    assert result.exit_code == 0, result.stderr
    data: dict[str, Any] = json.loads(result.stdout)
    return data


def ids(data: dict[str, Any], structure: str) -> dict[str, str]:
    """The claims that bear on a structure, with the side they are on."""
    (one,) = (rival for rival in data["rivals"] if rival["structure"] == structure)
    return {c["id"]: c["side"] for rung in one["rungs"] for c in rung["claims"]}


SENTENCE = "Sleep loss is associated with lower recall of words."


@pytest.mark.usefixtures("asleep")
class TestClaims:
    def test_every_structure_has_the_claims_that_bear_on_it(self, cli: Cli) -> None:
        data = explained(cli, SENTENCE)
        assert [v["label"] for v in data["x"]["labels"]] == ["sleep loss"]
        assert [v["label"] for v in data["y"]["labels"]] == ["recall of words"]
        assert ids(data, "x-causes-y") == {
            "path2001#1": "for",
            "direct2004#1": "for",
            "null2005#1": "against",
        }
        assert ids(data, "y-causes-x") == {}
        assert ids(data, "common-cause") == {"fork2002#1": "for"}
        assert ids(data, "selection") == {"collider2003#1": "for", "biased2006#1": "for"}
        assert ids(data, "chance") == {"null2005#1": "for"}

    def test_the_rungs_say_what_they_tell_apart(self, cli: Cli) -> None:
        data = explained(cli, "sleep loss", "recall of words")
        forward = data["rivals"][0]["rungs"]
        assert [one["rung"] for one in forward] == ["intervention"]
        assert forward[0]["tells"] == (
            "only X → Y predicts that Y changes when X is set; a step shows its own arrow only"
        )

    def test_the_graph_shows_paths_and_what_to_adjust_for(self, cli: Cli) -> None:
        graph = explained(cli, "sleep loss", "recall of words")["graph"]
        assert [route["labels"] for route in graph["paths"]["x_to_y"]] == [
            ["sleep loss", "recall of words"],
            ["sleep loss", "lapses of attention", "recall of words"],
        ]
        assert [one["label"] for one in graph["forks"]] == ["work stress"]
        assert [one["label"] for one in graph["colliders"]] == ["visit to the clinic"]
        assert graph["adjustment"]["adjust_for"] == ["work stress"]
        assert graph["adjustment"]["avoid"] == ["lapses of attention", "visit to the clinic"]

    def test_a_passive_swaps_and_says_so(self, cli: Cli) -> None:
        data = explained(cli, "Recall of words is impaired by sleep loss.")
        assert (data["x"]["text"], data["y"]["text"]) == ("sleep loss", "Recall of words")
        assert data["reading"] == {"cue": "impaired", "wording": "causal", "swapped": True}

    def test_a_sentence_need_not_be_quoted(self, cli: Cli) -> None:
        data = explained(cli, *SENTENCE.split())
        assert (data["x"]["text"], data["y"]["text"]) == ("Sleep loss", "recall of words")

    def test_a_cycle_is_named_and_nothing_adjusted_for(self, cli: Cli) -> None:
        data = explained(cli, "anxiety", "insomnia")
        adjustment = data["graph"]["adjustment"]
        assert (adjustment["status"], adjustment["adjust_for"]) == ("cycle", [])
        assert set(adjustment["cycle"]) == {"anxiety", "insomnia"}
        assert ids(data, "x-causes-y") == {"cycle2007#1": "for"}
        assert ids(data, "y-causes-x") == {"cycle2008#1": "for"}

    def test_things_that_no_claim_names_still_have_rivals(self, cli: Cli) -> None:
        result = cli("explain", "glaciers", "opera", "-f", "json")
        data = json.loads(result.stdout)
        assert len(data["rivals"]) == 5
        assert not data["x"]["labels"]
        assert data["graph"]["adjustment"]["status"] == "unconnected"
        assert result.exit_code == 0
        assert "no recorded effect bears on it" in result.stderr

    def test_near_claims_are_bounded_and_not_repeated(self, cli: Cli) -> None:
        data = explained(cli, "sleep loss", "visit to the clinic", "--limit", 1)
        assert len(data["near"]) == 1
        listed = set().union(*(ids(data, one["structure"]) for one in data["rivals"]))
        assert data["near"][0]["id"] not in listed

    def test_a_lower_similarity_takes_more_labels(self, cli: Cli) -> None:
        strict = explained(cli, "lack of sleep", "remembering words")
        loose = explained(cli, "lack of sleep", "remembering words", "--at-least", "0.4")
        assert len(loose["x"]["labels"]) > len(strict["x"]["labels"])

    def test_it_is_the_same_in_another_process(self, run: Run) -> None:
        first = run("explain", SENTENCE)
        assert first.returncode == 0, first.stderr
        assert run("explain", SENTENCE).stdout == first.stdout


def test_help_names_the_threshold_in_use(cli: Cli) -> None:
    from causalkb.explanations.variables import AT_LEAST

    assert f"default: {AT_LEAST}" in " ".join(
        cli("explain", "--help", COLUMNS="300").stdout.split()
    )


@pytest.mark.usefixtures("asleep")
class TestOutput:
    def test_a_pipe_gets_plain_rows_of_one_width(self, cli: Cli) -> None:
        rows = [line.split("\t") for line in cli("explain", SENTENCE).stdout.splitlines()]
        assert {len(row) for row in rows} == {8}
        kinds = [row[0] for row in rows]
        assert {"thing", "label", "predicts", "claim", "path", "fork", "collider"} <= set(kinds)
        assert kinds.count("predicts") == 25
        assert "not of the world" in rows[-1][-1]

    @pytest.mark.parametrize("width", [60, 80, 120])
    def test_a_terminal_gets_a_list_that_fits(
        self, cli: Cli, monkeypatch: pytest.MonkeyPatch, width: int
    ) -> None:
        monkeypatch.setattr(output, "to_terminal", lambda: True)
        text = cli("explain", SENTENCE, NO_COLOR="1", COLUMNS=str(width)).stdout
        for word in ("X → Y", "X ← Z → Y", "chance", "adjust for: work stress"):
            assert word in " ".join(text.split())
        assert "not of the world" in text
        assert "\x1b" not in text
        assert "…" not in text.replace("Y …", "").replace("X …", "")
        assert max(map(len, text.splitlines())) <= width

    def test_a_limit_leaves_claims_out_and_says_so(
        self, cli: Cli, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(output, "to_terminal", lambda: True)
        text = cli("explain", SENTENCE, "--limit", 1, NO_COLOR="1", COLUMNS="80").stdout
        assert "and 2 more" in text

    def test_markdown_is_a_document(self, cli: Cli) -> None:
        text = cli("explain", SENTENCE, "-f", "markdown").stdout
        html = MarkdownIt("commonmark").enable("table").render(text)
        assert html.count("<table>") == 1
        assert html.count("<tr>") == 6
        assert "<li>Taken for X: sleep loss (same label)" in html
        assert "adjust for: work stress" in html
        assert html.rstrip().endswith("missing.</em></p>")

    @pytest.mark.parametrize("form", ["table", "json", "markdown"])
    def test_hostile_text_does_no_harm(self, cli: Cli, form: str) -> None:
        result = cli("explain", HOSTILE, "mood of frogs <img src=x>", "-f", form)
        assert result.exit_code == 0
        assert "\x1b" not in result.stdout
        if form == "markdown":
            html = MarkdownIt("commonmark").enable("table").render(result.stdout)
            assert "<script" not in html
            assert "<img" not in html
            assert "<strong>x</strong>" not in html

    def test_hostile_text_on_a_terminal(self, cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(output, "to_terminal", lambda: True)
        text = cli("explain", HOSTILE, "mood of frogs", NO_COLOR="1", COLUMNS="200").stdout
        assert "\x1b" not in text
        assert "[bold]rain[/bold]" in text


@pytest.mark.usefixtures("asleep")
@pytest.mark.parametrize(
    ("args", "says"),
    [
        ([""], "no text"),
        (["storks"], "two things as two arguments"),
        (["Kaffee verursacht Krebs"], "not assessed: language"),
        (["<b></b>"], "markup only"),
        (["\x01\ufffd\ufffd\ufffd"], "not text"),
        (["sleep " * 1_000], "6,000 characters"),
        (["sleep", "Sleep."], "needs two"),
        (["sleep", ""], "not text"),
        ([SENTENCE, "--limit", "0"], "limit"),
        ([SENTENCE, "--at-least", "2"], "at-least"),
        ([SENTENCE, "--format", "bibtex"], "format"),
    ],
)
def test_misuse_ends_with_a_line_and_2(cli: Cli, args: list[str], says: str) -> None:
    result = cli("explain", *args)
    assert result.exit_code == 2
    assert says in re.sub(r"\s+", " ", result.stderr)
    assert result.stdout == ""


def test_without_a_knowledge_base(cli: Cli) -> None:
    result = cli("explain", SENTENCE)
    assert result.exit_code == 2
    assert result.stderr.startswith("causalkb: ")


@pytest.mark.usefixtures("empty")
def test_without_claims_there_are_still_rivals(cli: Cli) -> None:
    assert len(explained(cli, SENTENCE)["rivals"]) == 5


def test_nothing_heavy_is_imported(asleep: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "causalkb.cli.main", "explain", SENTENCE],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-500:]
    modules = set(re.findall(r"\|\s+(\w+)(?:\.[\w.]+)?$", done.stderr, re.MULTILINE))
    assert "networkx" in modules
    assert not modules & {"torch", "transformers", "sentence_transformers", "pandas", "scipy"}
