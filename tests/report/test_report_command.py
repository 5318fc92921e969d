"""``causalkb report`` as a person and a script meet it."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hostile import fill
from syrupy.assertion import SnapshotAssertion

import causalkb.cli.report  # noqa: F401 - registers the command
from causalkb import KnowledgeBase
from causalkb.report import limits

Cli = Callable[..., Any]
DAY = ("--date", "2026-11-25")


@pytest.mark.usefixtures("kb_path")
class TestReport:
    def test_a_question(self, cli: Cli, snapshot: SnapshotAssertion) -> None:
        result = cli("report", "interventions", *DAY)
        assert (result.exit_code, result.stderr) == (0, "")
        assert result.stdout == snapshot

    def test_all_questions_have_an_overview(self, cli: Cli) -> None:
        text = cli("report", *DAY).stdout
        assert "## Overview" in text
        headings = re.findall(r"^## (.+)$", text, flags=re.MULTILINE)
        assert len(headings) == 6
        assert headings[-2:] == ["References", "How this report was made"]

    def test_several_questions_in_the_order_given(self, cli: Cli) -> None:
        data = json.loads(cli("report", "models-in-ml", "interventions", "-f", "json").stdout)
        assert [q["question"]["slug"] for q in data["questions"]] == [
            "models-in-ml",
            "interventions",
        ]

    def test_the_same_bytes_again(self, cli: Cli, tmp_path: Path) -> None:
        for suffix in ("md", "html", "json", *(("tex", "docx") if shutil.which("pandoc") else ())):
            one, two = tmp_path / f"one.{suffix}", tmp_path / "again" / f"one.{suffix}"
            two.parent.mkdir(exist_ok=True)
            for file in (one, two):
                # 2026-11-25 00:00 UTC
                result = cli("report", "-o", file, SOURCE_DATE_EPOCH="1795564800")
                assert result.exit_code == 0, result.stderr
            assert one.read_bytes() == two.read_bytes()
        assert "2026-11-25" in (tmp_path / "one.md").read_text(encoding="utf-8")

    def test_pictures_and_bibliography_go_beside_it(self, cli: Cli, tmp_path: Path) -> None:
        file = tmp_path / "my report.md"
        assert cli("report", "interventions", "-o", file, "--bib").exit_code == 0
        assert {path.name for path in tmp_path.iterdir() if path.is_file()} == {
            "my report.md",
            "my report.bib",
            "my-report-interventions.svg",
        }
        text = file.read_text(encoding="utf-8")
        assert "](my-report-interventions.svg)" in text
        keys = set(re.findall(r"^@\w+\{([^,]+),", (tmp_path / "my report.bib").read_text(), re.M))
        data = json.loads(cli("report", "interventions", "-f", "json").stdout)
        assert keys == {reference["key"] for reference in data["references"]}
        assert keys == {"blaisdell2006causal", "lalonde1986evaluating"}

    def test_nothing_is_overwritten_without_force(self, cli: Cli, tmp_path: Path) -> None:
        file, picture = tmp_path / "r.md", tmp_path / "r-interventions.svg"
        picture.write_text("mine")
        result = cli("report", "interventions", "-o", file)
        assert result.exit_code == 2
        assert "--force" in result.stderr
        assert not file.exists()
        assert picture.read_text() == "mine"
        assert cli("report", "interventions", "-o", file, "--force").exit_code == 0
        assert picture.read_text().startswith("<svg")
        assert not list(tmp_path.glob("*.part"))

    def test_since_restricts_and_says_so(self, cli: Cli) -> None:
        text = cli("report", "--since", "2020").stdout
        assert "**Only a part is covered:** year: from 2020 on." in text
        assert "blaisdell" not in text
        assert "No claims that pass the filters bear on this question" in text

    def test_filters_restrict(self, cli: Cli) -> None:
        data = json.loads(
            cli("report", "interventions", "--design", "experiment", "-f", "json").stdout
        )
        claims = [c for h in data["questions"][0]["hypotheses"] for c in h["claims"]]
        assert {claim["design"] for claim in claims} == {"experiment"}
        assert data["made"]["filters"] == ["design: experiment"]

    def test_few_claims_in_full(self, cli: Cli, kb: KnowledgeBase) -> None:
        fill(kb)
        text = cli("report", "bad", "--claims", "2", "--table").stdout
        # One work has ten claims for it and one ten against it; all twenty qualify the other.
        assert text.count("\n8 further claims, by design:") == 2
        assert text.count("\n18 further claims, by design:") == 1
        assert "further claim" not in cli("report", "bad", "--claims", "0").stdout

    def test_wording_that_outruns_the_design_is_marked(self, cli: Cli, kb: KnowledgeBase) -> None:
        assert "more causally" not in cli("report", "interventions").stdout
        kb.add_content(b"@article{sure2020, title={Sure}, author={Bold, B}}", "b.bib", embed=False)
        note = (
            "---\nwork: sure2020\nclaims:\n  - text: Watching makes learners act.\n"
            "    design: observational\n    wording: causal\n"
            "    stance: {observation-suffices: supports}\n---\nA note.\n"
        )
        kb.add_content(note.encode(), "sure2020.md", embed=False)
        text = cli("report", "interventions").stdout
        assert "n.d.](#ref-sure2020)) **(worded more causally than its design" in text
        assert "## Worded more causally than the design can carry" in text
        data = json.loads(cli("report", "interventions", "-f", "json").stdout)
        assert data["questions"][0]["overstated"] == ["sure2020#1"]

    def test_a_search(self, cli: Cli) -> None:
        text = cli("report", "--search", "rats", "--limit", "3", *DAY).stdout
        assert text.startswith("# Works on “rats”\n")
        assert re.search(r"^### [123]\. Causal Reasoning in Rats$", text, re.MULTILINE)
        assert "## What these claims bear on" in text
        assert "3 works, best match first" in text
        html = cli("report", "--search", "rats", "-f", "html").stdout
        assert '<li><a href="#works">Works</a></li>' in html
        result = cli("report", "interventions", "--search", "rats")
        assert result.exit_code == 2
        assert "--question" in result.stderr

    def test_misuse_is_told(self, cli: Cli, tmp_path: Path) -> None:
        for arguments, words in (
            (("report", "interventoins"), "did you mean interventions"),
            (("report", "-o", tmp_path / "r.pdf"), "the suffix names no format"),
            (("report", "--style", "appa"), "did you mean apa"),
            (("report", "--style", tmp_path / "no.csl"), "no such file"),
            (("report", "--date", "yesterday"), "not a date"),
            (("report", "-f", "docx"), "needs a file"),
            (("report", "--bib"), "beside the report"),
            (("report", "-f", "html", "--citations", "pandoc"), "for Markdown"),
            (("report", "--template", tmp_path), "report.html.j2, report.md.j2 is in it"),
            (("report", "--tag", "no-such-tag"), "no-such-tag"),
        ):
            result = cli(*arguments)
            assert result.exit_code == 2, arguments
            assert words in result.stderr, (arguments, result.stderr)
            assert result.stdout == ""
        assert cli("report", SOURCE_DATE_EPOCH="soon").exit_code == 2

    def test_without_pandoc_it_says_what_to_do(self, cli: Cli) -> None:
        result = cli("report", "interventions", "-f", "latex", PATH="/nowhere")
        assert result.exit_code == 2
        assert "pandoc.org" in result.stderr

    def test_citations_for_pandoc(self, cli: Cli, tmp_path: Path) -> None:
        file = tmp_path / "r.md"
        arguments = ("-o", file, "--citations", "pandoc", "--bib", "--table")
        assert cli("report", "animal-learning", *arguments).exit_code == 0
        text = file.read_text(encoding="utf-8")
        assert text.startswith("---\nbibliography: r.bib\n")
        assert "[@blaisdell2006causal, p. 1020]" in text
        assert "::: {#refs}\n:::" in text


@pytest.mark.usefixtures("kb_path")
class TestCompare:
    def test_nothing_changed(self, cli: Cli, tmp_path: Path) -> None:
        old = tmp_path / "old.json"
        cli("report", "-o", old, *DAY)
        text = cli("report", "--compare", old).stdout
        assert "## What changed since 2026-11-25" in text
        assert "Nothing: verdicts, claims and works are the same." in text

    def test_works_claims_and_verdicts(self, cli: Cli, kb_path: Path, tmp_path: Path) -> None:
        old = tmp_path / "old.json"
        cli("report", "interventions", "-o", old, *DAY)
        with KnowledgeBase.open(kb_path) as base:
            for n, name in enumerate(("Ada", "Bob", "Cyd", "Dee")):
                bib = f"@article{{new{n}, title={{New {n}}}, author={{{name}, X}}, year={{2026}}}}"
                base.add_content(bib.encode(), "new.bib", embed=False)
                note = (
                    f"---\nwork: new{n}\nclaims:\n  - text: Acting helps, says {name}.\n"
                    "    design: experiment\n"
                    "    stance: {interventions-necessary: supports}\n---\nA note.\n"
                )
                base.add_content(note.encode(), f"new{n}.md", embed=False)
        text = cli("report", "interventions", "--compare", old).stdout
        assert "- Verdict moved: H1 “" in text
        assert "and is leaning-for (" in text
        assert "- New claim: Acting helps, says Ada. ([Ada, 2026](#ref-new0))" in text
        assert "- New works (4): " in text
        restricted = cli("report", "interventions", "--compare", old, "--since", "2026").stdout
        assert "The filters differ" in restricted
        assert "- Claim gone: " in restricted

    def test_a_report_of_the_former_rule_is_read(self, cli: Cli, tmp_path: Path) -> None:
        old = tmp_path / "old.json"
        cli("report", "interventions", "-o", old, *DAY)
        data = json.loads(old.read_text(encoding="utf-8"))
        data["version"] = 1
        for hypothesis in data["questions"][0]["hypotheses"]:
            for name in ("groups", "certainty", "form"):
                del hypothesis[name]
            hypothesis |= {"weight": 3.5, "verdict": "contested"}
        old.write_text(json.dumps(data), encoding="utf-8")
        text = cli("report", "interventions", "--compare", old).stdout
        assert "was contested (+3.50 points by the former rule) and is " in text

    def test_other_files_are_refused(self, cli: Cli, tmp_path: Path) -> None:
        file = tmp_path / "old.json"
        damaged = {"format": "causalkb-report", "version": 1, "questions": 3, "search": None}
        for content in ("{", "[]", "{}", json.dumps(damaged), json.dumps(damaged | {"version": 9})):
            file.write_text(content)
            result = cli("report", "--compare", file)
            assert result.exit_code == 2, content
            assert result.stderr.startswith("causalkb: ")
        assert cli("report", "--compare", tmp_path / "none.json").exit_code == 2


@pytest.mark.usefixtures("kb_path")
class TestTemplates:
    def test_a_block_is_overridden(self, cli: Cli, tmp_path: Path) -> None:
        (tmp_path / "report.md.j2").write_text(
            '{% extends "default/report.md.j2" %}\n'
            "{% block about %}For the *reading* group.{% endblock %}\n"
            "{% block missing %}{{ super() }}{% endblock %}\n"
        )
        text = cli("report", "interventions", "--template", tmp_path).stdout
        assert "For the *reading* group." in text
        assert "Generated by" not in text
        assert "## What is missing" in text
        assert "\\#" not in text

    def test_a_template_is_in_a_sandbox_and_its_faults_are_told(
        self, cli: Cli, tmp_path: Path
    ) -> None:
        for source in (
            "{{ report.__class__.__mro__ }}",
            "{{ nothing }}",
            "{% block",
            "{{ report.title.no_such() }}",
            '{% include "report.md.j2" %}',
            '{% include "../secret" %}',
            "{{ 1 / 0 }}",
            "{{ report|no_such_filter }}",
        ):
            (tmp_path / "report.md.j2").write_text(source)
            result = cli("report", "interventions", "--template", tmp_path)
            assert result.exit_code == 2, source
            assert "report.md.j2" in result.stderr or "secret" in result.stderr

    @pytest.mark.parametrize(
        ("source", "told"),
        [
            (
                "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
                "loops",
            ),
            ("{{ 'x' * 10000000000 }}", "memory"),
            ("{{ 'x'.ljust(10000000000) }}", "memory"),
            ("{{ ['x'] * 10000000000 }}", "memory"),
        ],
        ids=["nested loops", "a product", "a width", "a list"],
    )
    def test_a_template_has_an_end(
        self, cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str, told: str
    ) -> None:
        monkeypatch.setattr(limits, "SECONDS", 1)
        (tmp_path / "report.md.j2").write_text(source)
        result = cli("report", "interventions", "--template", tmp_path)
        assert result.exit_code == 2
        assert told in result.stderr
        assert str(tmp_path) in result.stderr


def test_without_a_knowledge_base(cli: Cli) -> None:
    result = cli("report")
    assert result.exit_code == 2
    assert result.stderr.startswith("causalkb: ")


@pytest.mark.usefixtures("empty")
def test_without_claims_it_says_so(cli: Cli) -> None:
    result = cli("report", "interventions", *DAY)
    assert result.exit_code == 0
    assert "No claims in this knowledge base bear on this question" in result.stdout
    assert cli("report", "-f", "html").exit_code == 0
    assert json.loads(cli("report", "-f", "json").stdout)["references"] == []


def test_graded_wording_marks_what_outruns_its_design(cli, kb_path, tmp_path) -> None:
    claim = "Coffee causes longer lives in adults."
    added = cli("claim", "add", "pearl2009causality", claim, "--design", "observational",
                "--stance", "observation-suffices=supports")  # fmt: skip
    assert added.exit_code == 0, added.stderr
    plain = cli("report", "interventions", "-o", "-", "--date", "2026-01-01")
    graded = cli("report", "interventions", "-o", "-", "--date", "2026-01-01", "--grade-wording")
    assert graded.exit_code == 0, graded.stderr
    marked = "worded more causally than"
    assert marked not in plain.stdout
    assert marked in graded.stdout
