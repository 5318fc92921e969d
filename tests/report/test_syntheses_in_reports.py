"""A report opens with the synthesis of its question, with citations as references."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import causalkb.cli.report  # noqa: F401 - registers the command
from causalkb import KnowledgeBase

Cli = Callable[..., Any]
TEXT = """# Experiments

**Rats** that `acted` expected less [@blaisdell2006causal#1], which nobody disputes [@nobody2000].

## What would change our minds

- More <b>rats</b> & *other* animals, as [a page](https://evil.example) asks; @lalonde1986evaluating
  hid the control group.
- Fewer.
"""
FILTERS = (("--since", "1980"), ("--search", "rats"))


def with_text(cli: Cli, kb: KnowledgeBase, name: str = "interventions") -> None:
    kb.documents.put("synthesis", name, TEXT)


class TestMarkdown:
    def test_the_report_opens_with_it(self, cli: Cli, kb: KnowledgeBase) -> None:
        with_text(cli, kb)
        text = cli("report", "interventions").stdout
        at = text.index("**Rats**")
        assert at < text.index("## References")
        assert at < text.index("| ")
        told = text[at : text.index("Fewer", at)]
        assert (
            "that `acted` expected less ([Blaisdell et al., 2006](#ref-blaisdell2006causal))"
            in told
        )
        assert "### What would change our minds" in told
        assert "[LaLonde, 1986](#ref-lalonde1986evaluating)" in told
        assert "evil.example" not in text

    def test_what_names_no_work_stays_text(self, cli: Cli, kb: KnowledgeBase) -> None:
        with_text(cli, kb)
        assert "@nobody2000" in cli("report", "interventions").stdout

    def test_the_works_it_cites_are_references(self, cli: Cli, kb: KnowledgeBase) -> None:
        kb.documents.put("synthesis", "models-in-ml", TEXT)
        text = cli("report", "models-in-ml").stdout
        assert "Causal Reasoning in Rats" in text[text.index("## References") :]

    def test_without_a_synthesis_there_is_none(self, cli: Cli, kb: KnowledgeBase) -> None:
        before = cli("report", "models-in-ml").stdout
        with_text(cli, kb)
        assert cli("report", "models-in-ml").stdout == before

    def test_filtered_claims_are_not_what_it_speaks_of(self, cli: Cli, kb: KnowledgeBase) -> None:
        with_text(cli, kb)
        for filters in FILTERS:
            result = cli("report", "interventions", *filters)
            assert result.exit_code == 0 or filters[0] == "--search"
            assert "**Rats**" not in result.stdout


class TestOverview:
    def test_a_report_on_all_questions_opens_with_it(self, cli: Cli, kb: KnowledgeBase) -> None:
        with_text(cli, kb, "overview")
        text = cli("report").stdout
        assert text.index("## Overview") < text.index("**Rats**") < text.index("in a table")
        assert text.count("**Rats**") == 1

    def test_a_report_on_some_does_not(self, cli: Cli, kb: KnowledgeBase) -> None:
        with_text(cli, kb, "overview")
        assert "**Rats**" not in cli("report", "interventions", "models-in-ml").stdout


class TestHtml:
    def test_it_is_set_and_escaped(self, cli: Cli, kb: KnowledgeBase) -> None:
        with_text(cli, kb)
        html = cli("report", "interventions", "-f", "html").stdout
        assert "<strong>Rats</strong> that <code>acted</code>" in html
        assert "&lt;b&gt;rats" in html
        assert "<b>rats" not in html
        assert "<em>other</em>" in html
        assert "evil.example" not in html
        assert "blaisdell2006causal#1" not in html[: html.index("References")].split("Rats")[0]
