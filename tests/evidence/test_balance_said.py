"""What is said besides the verdict: weights, explanations, contradictions, JSON, the document."""

from __future__ import annotations

import json
import math
import re
from pathlib import Path

import pytest
from balances import CON, PRO, balance, claim, one, work

from causalkb import KnowledgeBase
from causalkb.errors import InputError, UnknownError
from causalkb.evidence.balance import balance_of
from causalkb.evidence.balance_records import ContradictionKind
from causalkb.evidence.weights import DEFAULT_WEIGHTS, Weights
from causalkb.records import Effect, Filters
from causalkb.report.render.balance_words import explain, explain_rule
from causalkb.report.serialize.balance import to_json
from causalkb.vocabulary import Design, Relation, Sign, Stance

DOCUMENT = Path(__file__).parents[2] / "docs" / "evidence-model.md"


# Weights


def test_every_design_has_a_weight() -> None:
    assert set(DEFAULT_WEIGHTS.designs) == set(Design)
    assert DEFAULT_WEIGHTS.of(None) == min(DEFAULT_WEIGHTS.designs.values())


def test_weights_survive_a_round_trip() -> None:
    changed = Weights.from_mapping({"theorem": 3, "ratio": 1.5})
    assert Weights.from_mapping(changed.to_mapping()) == changed
    assert Weights.from_mapping({}) == DEFAULT_WEIGHTS


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"experimnt": 3}, ["'experimnt'", "did you mean experiment?", "theorem", "margin"]),
        ({3: 3}, ["'3'", "there are theorem"]),
        ({"review": -1}, ["'review'", "from 0 to 100", "-1"]),
        ({"review": "much"}, ["'review'", "'much'"]),
        ({"review": True}, ["'review'", "True"]),
        ({"review": math.nan}, ["'review'", "nan"]),
        ({"review": math.inf}, ["'review'", "inf"]),
        ({"margin": 0}, ["'margin'", "above 0"]),
        ({"ratio": 0.5}, ["'ratio'", "from 1"]),
    ],
)
def test_bad_weights_are_refused(values: dict[str, object], words: list[str]) -> None:
    with pytest.raises(InputError) as caught:
        Weights.from_mapping(values)
    assert all(word in str(caught.value) for word in words)


def test_weights_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "weights.yaml"
    path.write_text("experiment: 4\nmargin: 8\n", encoding="utf-8")
    assert Weights.from_file(path).of(Design.EXPERIMENT) == 4.0
    path.write_text(json.dumps(DEFAULT_WEIGHTS.to_mapping()), encoding="utf-8")
    assert Weights.from_file(path) == DEFAULT_WEIGHTS


@pytest.mark.parametrize("content", ["- 1", "", "a: [", "\x00", "experimnt: 3", "review: no"])
def test_bad_files_of_weights_are_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "weights.yaml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=r"weights\.yaml"):
        Weights.from_file(path)


def test_missing_file_of_weights(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        Weights.from_file(tmp_path / "none.yaml")


# Explanations


def test_rule_names_all_numbers() -> None:
    text = explain_rule(Weights.from_mapping({"theorem": 7.25, "margin": 11, "serious": 4.5}))
    for number in ("7.25", "11 points", "4.5 points", "2 times"):
        assert number in text
    assert all(design.value in text for design in Design)
    assert max(map(len, text.splitlines())) <= 100


def test_arithmetic_line_by_line() -> None:
    works = [work("a", "A, A", "B, B"), work("b", "B, B", "C, C"), work("d", "D, D")]
    claims = [claim("a"), claim("b", 1, PRO, Design.SIMULATION), claim("d", 1, CON)]
    claims += [claim("a", 2, Stance.QUALIFIES), claim("d", 2, CON, None, quote="x")]
    text = explain(one(works, claims))
    for words in (
        "h: contested",
        "for: 3.75 points",
        "3.00 of  3.00  experiment          a#1",
        "0.75 of  1.50  simulation          b#1  (shares authors with a",
        "against: 3.00 points",
        "same work as d#1, which counts for it; quote unchecked",
        "net: 3.75 - 3.00 = +0.75 points",
        "fragile: without any one of a, d it would change",
    ):
        assert words in text


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ("", "nothing that weighs anything"),
        ("a", "one work alone settles nothing"),
        ("aA", "ahead by 3.00 points (needed 5)"),
        ("ab", "ahead by 6.00 points (needed 5)"),
    ],
)
def test_reasons(keys: str, words: str) -> None:
    works = [work(f"{k}{n}", f"{k.upper()}, X") for n, k in enumerate(keys)]
    assert words in explain(one(works, [claim(w.key) for w in works]))


# Contradictions


def test_stated_contradictions_come_first_then_effects_then_stances() -> None:
    works = [work(k, f"{k.upper()}, X") for k in "abcdef"]
    up, down = Effect("Rain", "Growth.", Sign.POSITIVE), Effect("rain", "growth", Sign.NONE)
    claims = [
        claim("a"),
        claim("b", 1, CON),
        claim("c", 1, PRO, Design.REVIEW, effects=(up,)),
        claim("d", 1, PRO, Design.REVIEW, effects=(down,)),
        claim("e", 1, CON, Design.REVIEW, relations=((Relation.CONTRADICTS, "f#1"),)),
        claim("f", 1, PRO, Design.REVIEW),
    ]
    found = balance(works, claims).contradictions
    assert [(p.kind, p.first.id, p.second.id, p.hypothesis) for p in found] == [
        (ContradictionKind.STATED, "f#1", "e#1", "h"),
        (ContradictionKind.EFFECT, "c#1", "d#1", None),
        (ContradictionKind.STANCE, "a#1", "b#1", "h"),
    ]
    assert "Rain" in found[1].why


def test_a_pair_about_the_same_subject_is_preferred() -> None:
    works = [work(k, f"{k.upper()}, X") for k in "abc"]
    rats = {"subject": "Rats"}
    claims = [claim("a"), claim("b", 1, PRO, Design.REVIEW, **rats), claim("c", 1, CON, **rats)]
    (pair,) = balance(works, claims).contradictions
    assert (pair.kind, pair.first.id, pair.second.id) == (ContradictionKind.SUBJECT, "b#1", "c#1")


def test_works_with_a_common_author_are_not_paired_by_stance() -> None:
    works = [work("a", "A, A"), work("b", "A, A", "B, B")]
    assert balance(works, [claim("a"), claim("b", 1, CON)]).contradictions == ()


# From a store, and as JSON


def test_balance_of_a_store(kb: KnowledgeBase) -> None:
    slug = next(
        q.slug
        for q in kb.store.questions.all()
        if any(hb.claims for hb in balance_of(kb.store, q.slug).hypotheses)
    )
    found = balance_of(kb.store, slug)
    claims = [w for hb in found.hypotheses for w in hb.claims]
    data = json.loads(json.dumps(to_json(found)))
    assert data["question"]["slug"] == slug
    for hb, given in zip(found.hypotheses, data["hypotheses"], strict=True):
        assert given["slug"] == hb.hypothesis.slug
        assert given["verdict"] == hb.verdict.value
        assert (given["supports"], len(given["claims"])) == (len(hb.supports), len(hb.claims))
        assert {"weight", "fragile", "overturned_by", "statement"} <= given.keys()
    design = claims[0].claim.design
    assert design is not None
    only = balance_of(kb.store, slug, Filters(designs=(design,)))
    assert {w.claim.design for hb in only.hypotheses for w in hb.claims} == {design}


def test_retired_hypotheses_are_left_out(kb: KnowledgeBase) -> None:
    from dataclasses import replace

    question = kb.store.questions.all()[0]
    first, *rest = kb.store.questions.hypotheses(question.slug)
    with kb.store.database.atomic():
        kb.store.questions.put_hypothesis(replace(first, retired=True))
    found = balance_of(kb.store, question.slug)
    assert [hb.hypothesis.slug for hb in found.hypotheses] == [h.slug for h in rest]
    assert found.of(first.slug) is None


def test_unknown_question(kb: KnowledgeBase) -> None:
    with pytest.raises(UnknownError):
        balance_of(kb.store, "no-such-question")


# The document


def test_the_document_has_the_numbers_of_the_code() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `([a-z-]+)` \| ([\d.]+) \|", text, flags=re.MULTILINE))
    assert {name: float(value) for name, value in rows.items()} == DEFAULT_WEIGHTS.to_mapping()
    assert f"margin of {DEFAULT_WEIGHTS.margin:g} points" in " ".join(text.split())
