"""``causalkb audit`` and ``suppression``: lines, formats, exit codes, on claims and on drafts."""

from __future__ import annotations

import json
import os
from pathlib import Path

import coffee_and_sleep
import pytest
from conftest import Cli, Run

coffee, audit, draft = coffee_and_sleep.coffee, coffee_and_sleep.audit, coffee_and_sleep.draft


# --- the knowledge base


def test_a_finding_is_a_line_as_compilers_write_it_with_a_fix_below(audit: Path, run: Run) -> None:
    done = run("audit")
    lines = done.stdout.splitlines()
    assert lines[0].startswith(
        "watch2001#1: warning: worded as causal (“causes”), but observational"
    )
    assert lines[0].endswith("[stronger-than-design]")
    assert lines[1] == "    Coffee causes insomnia in adults."
    assert lines[2].startswith("    fix: ")
    assert done.returncode == 1
    assert "1 warning, 5 notes in 4 claims and 1 hypothesis (--level note shows all)" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ((), 1),
        (("--fail-on", "error"), 0),
        (("--fail-on", "note"), 1),
        (("--level", "error"), 1),
        (("--question", "slep"), 2),
    ],
)
def test_exit_codes_say_what_ci_needs_to_know(
    audit: Path, cli: Cli, arguments: tuple[str, ...], code: int
) -> None:
    assert cli("audit", *arguments).exit_code == code


def test_an_unknown_question_is_told_with_the_nearest(audit: Path, cli: Cli) -> None:
    assert "did you mean sleep?" in cli("audit", "--question", "slep").stderr


def test_json_holds_everything_whatever_is_shown(audit: Path, cli: Cli) -> None:
    data = json.loads(cli("audit", "--format", "json", "--level", "error").stdout)
    assert data["checked"] == {"claims": 4, "hypotheses": 1}
    assert data["counts"] == {"error": 0, "warning": 1, "note": 5}
    first, *notes = data["findings"]
    assert first["rule"] == "stronger-than-design"
    assert first["claims"] == ["watch2001#1"]
    assert [f["rule"] for f in notes] == ["no-warrant"] * 4 + ["fragile"]
    assert first["suppressed"] is None


def test_sarif_has_rules_places_and_reasons(audit: Path, cli: Cli) -> None:
    cli("suppression", "add", "stronger-than-design", "watch2001#1", "They said so.")
    log = json.loads(cli("audit", "--format", "sarif").stdout)
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    for result in run["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"]
        assert result["level"] in ("error", "warning", "note")
        assert result["message"]["text"]
        assert result["locations"]
    suppressed = next(r for r in run["results"] if r["ruleId"] == "stronger-than-design")
    assert suppressed["suppressions"] == [{"kind": "external", "justification": "They said so."}]
    place = suppressed["locations"][0]
    assert place["logicalLocations"] == [{"fullyQualifiedName": "watch2001#1", "kind": "claim"}]
    assert place["physicalLocation"]["artifactLocation"]["uri"] == "notes/watch2001.md"


# --- suppressions


def test_an_exception_silences_until_it_is_taken_back(audit: Path, cli: Cli) -> None:
    made = cli("suppression", "add", "stronger-than-design", "watch2001#1", "As they say.")
    assert made.exit_code == 0
    passed = cli("audit")
    assert (passed.exit_code, passed.stdout) == (0, "")
    assert "1 suppressed" in passed.stderr
    shown = cli("audit", "--suppressed").stdout
    assert "watch2001#1: suppressed: worded as causal" in shown
    assert "    suppressed: As they say." in shown
    assert (
        cli("suppression", "list").stdout == "stronger-than-design\twatch2001#1\t\tAs they say.\n"
    )
    data = json.loads(cli("suppression", "list", "--format", "json").stdout)
    assert data[0]["reason"] == "As they say."
    assert cli("suppression", "remove", "stronger-than-design", "watch2001#1").exit_code == 0
    assert cli("audit").exit_code == 1


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("add", "stronger-than-desing", "watch2001#1", "x"), "did you mean stronger-than-design"),
        (("add", "fragile", "coffee-disturb", "x"), "did you mean coffee-disturbs"),
        (("add", "fragile", "coffee-disturbs", " "), "needs a reason"),
        (("add", "fragile", "coffee-disturbs", "x", "--work", "wach2001"), "watch2001"),
        (("remove", "fragile", "coffee-disturbs"), "no suppression"),
        (("list", "--format", "bibtex"), "'bibtex' is not one of"),
    ],
)
def test_a_wrong_exception_is_told(
    audit: Path, cli: Cli, arguments: tuple[str, ...], told: str
) -> None:
    result = cli("suppression", *arguments)
    assert result.exit_code == 2
    assert told in result.stderr


def test_exceptions_survive_backup_and_init(audit: Path, cli: Cli, tmp_path: Path) -> None:
    cli("suppression", "add", "fragile", "coffee-disturbs", "So few works.")
    cli("backup", tmp_path / "b.db")
    cli("suppression", "remove", "fragile", "coffee-disturbs")
    cli("restore", tmp_path / "b.db", "--yes")
    assert "So few works." in cli("suppression", "list").stdout


# --- drafts


def test_a_draft_is_checked_against_the_works_that_it_cites(
    audit: Path, run: Run, draft: Path
) -> None:
    before = draft.read_bytes()
    done = run("lint", "draft.md")
    heads = [line for line in done.stdout.splitlines() if not line.startswith(" ")]
    assert heads[0] == (
        "draft.md:3:1: error: “causes” is causal; watch2001 (observational) carries at most"
        " correlational [overclaim]"
    )
    fourth = [line for line in heads if line.startswith("draft.md:4:")]
    assert not any("[overclaim]" in line for line in fourth), "an experiment carries it"
    third = [line for line in heads if line.startswith("draft.md:3:")]
    assert third[1].endswith("is mixed: 2 groups for, 2 against [verdict]")
    assert "    against: null2003#1 (experiment): Coffee did not delay sleep" in done.stdout
    assert any(
        line.startswith("draft.md:5:") and "watch2010 is not in the knowledge base" in line
        for line in heads
    )
    assert not any(line.startswith("draft.md:6:") for line in heads), "suppressed"
    assert "    would carry: “is associated with” for “causes”" in done.stdout
    assert "did you mean watch2001" in done.stdout
    assert done.returncode == 1
    assert draft.read_bytes() == before, "it never rewrites"


def test_what_was_silenced_is_kept_with_its_reason(audit: Path, cli: Cli, draft: Path) -> None:
    shown = cli("lint", "draft.md", "--suppressed").stdout
    assert "draft.md:6:1: suppressed: “ruins”" in shown
    assert "    suppressed: a colleague's measurements, in press" in shown
    log = json.loads(cli("lint", "draft.md", "--format", "sarif").stdout)
    suppressed = [r for r in log["runs"][0]["results"] if "suppressions" in r]
    assert [r["suppressions"][0]["kind"] for r in suppressed] == ["inSource"]
    region = suppressed[0]["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 6, "startColumn": 1, "endLine": 6, "endColumn": 19}


def test_standard_input_says_what_it_is(audit: Path, cli: Cli) -> None:
    text = "Coffee causes insomnia \\cite{watch2001}. % or so\n"
    found = cli("lint", "-", "--as", "latex", stdin=text)
    assert "“causes” is causal; watch2001" in found.stdout
    found = cli("lint", "-", stdin="Coffee causes insomnia [@watch2001].")
    assert found.stdout.startswith("stdin.md:1:1: error:")


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("empty.md", b"", "empty.md: no text"),
        ("image.md", b"\x89PNG\x00\x01\x02" * 50, "image.md: not text"),
        ("large.md", b"Coffee causes insomnia. " * 120_000, "large.md: too long"),
        ("markup.md", b"```\nx = 1\n```\n", "markup.md: markup only"),
        ("fremd.md", b"Kaffee verursacht Schlaflosigkeit bei Erwachsenen.", "language"),
        ("paper.pdf", b"%PDF-1.4", "tells no markup"),
        ("missing.md", None, "missing.md: no such file"),
    ],
)
def test_what_cannot_be_judged_is_said_and_costs_the_others_nothing(
    audit: Path,
    cli: Cli,
    draft: Path,
    name: str,
    content: bytes | None,
    told: str,
) -> None:
    if content is not None:
        Path(name).write_bytes(content)
    alone = cli("lint", name)
    assert told in alone.stderr
    assert alone.stdout == ""
    assert alone.exit_code == 2
    together = cli("lint", name, "draft.md")
    assert told in together.stderr
    assert "draft.md:3:1: error" in together.stdout
    assert together.exit_code == 1


def test_options_of_the_knowledge_base_are_none_of_drafts(
    audit: Path, cli: Cli, draft: Path
) -> None:
    result = cli("audit", "draft.md", "--question", "sleep")
    assert result.exit_code == 2
    assert "for the knowledge base" in result.stderr


def test_audit_of_a_draft_still_works_and_tells_the_new_way(
    audit: Path, cli: Cli, draft: Path
) -> None:
    now = cli("lint", "draft.md", "--format", "json")
    before = cli("audit", "draft.md", "--format", "json")
    assert (before.stdout, before.exit_code) == (now.stdout, now.exit_code)
    assert "'causalkb lint DRAFT'" in before.stderr
    assert "DRAFT" not in cli("audit", "--help").stdout.split("Options:")[0].split("\n")[0]
    assert cli("lint").exit_code == 2


def test_a_former_option_still_works(audit: Path, cli: Cli, draft: Path) -> None:
    shown = cli("lint", "draft.md", "--suppressed").stdout
    assert "suppressed:" in shown
    assert cli("lint", "draft.md", "--excused").stdout == shown
    assert "--excused" not in cli("lint", "--help").stdout


def test_hostile_text_leaves_no_trace_on_the_terminal(audit: Path, cli: Cli, draft: Path) -> None:
    draft.write_text("Coffee causes [red]x[/red] \x1b[31mred\x1b[0m [@k\x1b2001].\n")
    for env in ({}, {"FORCE_COLOR": "1", "NO_COLOR": "1"}):
        result = cli("lint", "draft.md", **env)
        assert "\x1b[31m" not in result.stdout + result.stderr


def test_nothing_heavy_is_imported_for_a_draft(audit: Path, draft: Path) -> None:
    import subprocess
    import sys

    code = (
        "import sys; from causalkb.cli.main import app\n"
        "try:\n    app(['audit', 'draft.md'])\nexcept SystemExit:\n    pass\n"
        "print({'torch', 'transformers', 'pandas', 'networkx'} & set(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.splitlines()[-1] == "set()"


# --- what a fuzz campaign found


def test_names_that_are_no_utf8_are_read_and_told(audit: Path, cli: Cli, draft: Path) -> None:
    name = os.fsdecode(b"\xff.md")
    Path(name).write_text("Coffee causes insomnia [@watch2001].")
    log = json.loads(cli("lint", name, "--format", "sarif").stdout)
    place = log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "%FF.md"
    assert cli("lint", name).exit_code == 1
    refused = cli("suppression", "add", "fragile", os.fsdecode(b"\xff"), "x")
    assert refused.exit_code == 2
    assert "UTF-8" in refused.stderr


def test_each_result_of_sarif_has_a_fingerprint_of_its_own(
    audit: Path, cli: Cli, draft: Path
) -> None:
    draft.write_text(
        "Coffee causes insomnia [@watch2001].\n\nCoffee causes insomnia [@watch2001].\n"
    )
    Path("other.md").write_text(draft.read_text())
    log = json.loads(cli("lint", "draft.md", "other.md", "--format", "sarif").stdout)
    prints = [r["partialFingerprints"]["causalkb/v1"] for r in log["runs"][0]["results"]]
    assert len(prints) == 8
    assert len(set(prints)) == 8
    draft.write_text("A line more.\n\n" + draft.read_text())
    log = json.loads(cli("lint", "draft.md", "other.md", "--format", "sarif").stdout)
    assert [r["partialFingerprints"]["causalkb/v1"] for r in log["runs"][0]["results"]] == prints


def test_sarif_tells_what_was_not_assessed_and_what_a_subject_is(
    audit: Path, cli: Cli, draft: Path
) -> None:
    log = json.loads(cli("lint", "nope.md", "--format", "sarif").stdout)
    (invocation,) = log["runs"][0]["invocations"]
    assert "nope.md" in invocation["toolExecutionNotifications"][0]["message"]["text"]
    log = json.loads(cli("audit", "--format", "sarif").stdout)
    kinds = {
        place["fullyQualifiedName"]: place["kind"]
        for result in log["runs"][0]["results"]
        for place in result["locations"][0]["logicalLocations"]
    }
    claims = {f"{key}#1": "claim" for key in coffee_and_sleep.WORKS}
    assert kinds == claims | {"coffee-disturbs": "hypothesis"}


def test_json_carries_no_control_characters(audit: Path, cli: Cli, draft: Path) -> None:
    draft.write_text("Noise ruins sleep. <!-- causalkb: ok a\u202eb\u009b31m reason -->\n")
    text = cli("lint", "draft.md", "--format", "json").stdout
    assert "reason" in text
    assert not {"\u202e", "\u009b"} & set(text)


def test_a_draft_named_twice_is_checked_once(audit: Path, cli: Cli, draft: Path) -> None:
    assert cli("lint", "draft.md", "draft.md").stdout == cli("lint", "draft.md").stdout


def test_where_there_is_nothing_to_audit_it_says_so(home: Path, cli: Cli) -> None:
    cli("init", "--empty")
    result = cli("audit")
    assert result.exit_code == 2
    assert "no claims" in result.stderr


def test_a_claim_that_cannot_be_graded_is_told(audit: Path, cli: Cli) -> None:
    cli("claim", "add", "null2003", "Kaffee und Tee sind nicht das Gleiche.", "--locator", "p. 1")
    assert "not assessed: the wording of 1 claim: language" in cli("audit").stderr


@pytest.mark.parametrize(
    ("rule", "subject"),
    [("stale-suppression", "coffee-disturbs"), ("fragile", "watch2001#1"), ("no-locator", "sleep")],
)
def test_an_exception_that_could_never_excuse_is_refused(
    audit: Path, cli: Cli, rule: str, subject: str
) -> None:
    assert cli("suppression", "add", rule, subject, "because").exit_code == 2


def test_the_name_before_still_works(cli: Cli, kb_path: Path) -> None:
    assert (
        cli("suppression", "list", "-f", "json").stdout
        == cli("suppression", "list", "-f", "json").stdout
    )
    assert " exception " not in cli("--help").stdout
