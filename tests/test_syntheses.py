"""The shipped texts and tables: they cite what there is, and say of verdicts what the rule says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from causalkb import KnowledgeBase
from causalkb.lint.findings import Level

CORPUS = Path(__file__).parent.parent / "corpus"
TEXTS = sorted((CORPUS / "syntheses").glob("*.md"))
VERDICT = re.compile(r"`([a-z0-9-]+)`\s(?:is|are)\s\*\*([a-z-]+)\*\*(?:\s\(([a-z\s]+)\scertainty)?")
CITED = re.compile(r"@([\w:.+-]*\w)(#\d+)?")


@pytest.fixture(scope="module")
def verdicts(corpus: Path) -> dict[str, tuple[str, str]]:
    with KnowledgeBase.open(corpus) as kb:
        return {
            one.hypothesis.slug: (
                one.verdict.value,
                one.certainty.level.value if one.certainty else "",
            )
            for question in kb.questions.slugs()
            for one in kb.evidence(question).hypotheses
        }


def test_each_question_has_a_text() -> None:
    questions = re.findall(
        r"^- slug: (\S+)", (CORPUS / "questions.yaml").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert {path.stem for path in TEXTS} >= set(questions)


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_what_a_text_says_of_verdicts_is_what_evidence_says(
    path: Path, verdicts: dict[str, tuple[str, str]]
) -> None:
    said = VERDICT.findall(path.read_text(encoding="utf-8"))
    assert len(said) >= 3
    for slug, verdict, certainty in said:
        assert verdicts[slug][0] == verdict, slug
        assert " ".join(certainty.split()) in ("", verdicts[slug][1]), slug


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_a_text_has_its_length_and_cites_what_there_is(path: Path, corpus: Path) -> None:
    text = path.read_text(encoding="utf-8")
    words = len(re.sub(r"\[@[^\]]*\]", "", text).split())
    assert 450 <= words <= (1300 if path.stem == "overview" else 900)
    cited = CITED.findall(text)
    assert len(cited) >= 10
    with KnowledgeBase.open(corpus) as kb:
        claims = set(kb.claims.ids())
        for key, number in cited:
            kb.works.get(key)
            assert not number or key + number in claims, key + number


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_the_linter_finds_nothing_above_a_note(path: Path, corpus: Path) -> None:
    with KnowledgeBase.open(corpus) as kb:
        found = kb.lint(path).open(Level.WARNING)
    assert [(f.place and f.place.line, f.rule, f.message) for f in found] == []


def test_tables_say_no_more_than_their_claims(corpus: Path) -> None:
    with KnowledgeBase.open(corpus) as kb:
        tables = {table.name: table for table in kb.tables.list()}
        assert set(tables) >= {"inductive-biases", "probes-of-models"}
        assert len(tables["inductive-biases"].rows) >= 16
        for table in tables.values():
            assert kb.tables.check(table) == []
