"""What an assistant gets from each tool, by the SDK's own client."""

from __future__ import annotations

import json
from typing import Any

import pytest
from clients import ask, refused, with_client

from causalkb import KnowledgeBase
from causalkb.records import Claim, Notice
from causalkb.vocabulary import NoticeKind, Stance

TOOLS = ["search", "show", "evidence", "claims", "matrix", "lint_text", "grade", "explain"]


@pytest.fixture
def tools(kb: KnowledgeBase) -> list[Any]:
    return list(with_client(kb, lambda client: client.list_tools()).tools)


def test_there_are_eight_tools_that_only_read(tools: list[Any]) -> None:
    assert [tool.name for tool in tools] == TOOLS
    for tool in tools:
        assert tool.annotations.read_only_hint
        assert tool.output_schema["type"] == "object"


def test_their_descriptions_cost_little(kb: KnowledgeBase, tools: list[Any]) -> None:
    """What a model reads of a tool: name, description and input schema."""
    texts = [
        json.dumps({"name": t.name, "description": t.description, "input_schema": t.input_schema})
        for t in tools
    ]
    assert sum(kb.encoder.count_tokens(texts)) <= 1_500


def test_search_gives_places_and_says_when_nothing_is_close(
    kb: KnowledgeBase,
) -> None:
    found = ask(kb, "search", query="rats that act expect less food")
    first = found["hits"][0]
    assert first["work"]["key"] == "blaisdell2006causal"
    assert first["close"]
    assert first["place"]
    assert not found["nothing_close"]
    assert ask(kb, "search", query="sourdough bread recipes")["nothing_close"]


def test_show_of_a_work_has_its_claims_with_stances_and_places(kb: KnowledgeBase) -> None:
    shown = ask(kb, "show", id="blaisdell2006causal")
    assert shown["work"]["title"] == "Causal Reasoning in Rats"
    assert shown["note"]
    assert shown["total_claims"] == len(shown["claims"])
    first = shown["claims"][0]
    assert first["id"] == "blaisdell2006causal#1"
    assert first["stances"]
    assert ask(kb, "show", id="blaisdell2006causal#1")["claims"] == [first]


def test_claims_are_filtered_and_counted(kb: KnowledgeBase) -> None:
    assert ask(kb, "claims")["total"] == 4
    found = ask(kb, "claims", hypothesis="observation-suffices", stance="contradicts")
    assert [one["id"] for one in found["claims"]] == ["lalonde1986evaluating#1"]
    assert found["claims"][0]["quote"] == "fail to replicate the experimental results"
    assert found["claims"][0]["quote_found"] is True
    assert ask(kb, "claims", design="position", question="models-in-ml")["total"] == 1
    assert ask(kb, "claims", work="blaisdell2006causal", population=None, stance=None)["total"] == 2


def test_evidence_of_nothing_lists_the_questions(kb: KnowledgeBase) -> None:
    questions = ask(kb, "evidence")["questions"]
    assert [one["slug"] for one in questions] == [
        "interventions",
        "animal-learning",
        "models-in-ml",
    ]
    assert questions[0]["hypotheses"] == ["interventions-necessary", "observation-suffices"]


def test_evidence_has_what_the_library_finds(kb: KnowledgeBase) -> None:
    found = ask(kb, "evidence", what="animal-learning", claims=1)
    balance = kb.evidence("animal-learning")
    assert [one["slug"] for one in found["hypotheses"]] == [
        one.hypothesis.slug for one in balance.hypotheses
    ]
    for made, one in zip(found["hypotheses"], balance.hypotheses, strict=True):
        assert made["verdict"] == one.verdict.value
        assert made["overturned_by"] == list(one.overturned_by)
        assert len(made["claims"]) + made["claims_left_out"] == len(one.claims)
    claim = found["hypotheses"][0]["claims"][0]
    assert (claim["stance"], claim["place"]) == ("supports", "p. 1020")
    assert found["gaps"]


def test_a_sentence_stands_for_the_nearest_hypothesis_or_for_none(kb: KnowledgeBase) -> None:
    found = ask(kb, "evidence", what="Language models recite causal answers from text.")
    assert found["nearest"][0]["slug"] == "llms-recite-causality"
    assert [one["slug"] for one in found["hypotheses"]] == ["llms-recite-causality"]
    nothing = ask(kb, "evidence", what="Coffee causes cancer in smokers.")
    assert nothing["nothing_close"]
    assert nothing["hypotheses"] == []
    assert len(nothing["nearest"]) == 3


def test_matrix_has_stances_and_ranks(kb: KnowledgeBase) -> None:
    found = ask(kb, "matrix", question="animal-learning")
    assert found["total"] == 1
    assert found["claims"][0]["stances"] == {
        "animals-represent-interventions": "supports",
        "association-explains-animals": "contradicts",
    }
    assert {rank["hypothesis"] for rank in found["ranks"]} == set(found["claims"][0]["stances"])


def test_lint_text_finds_what_lint_finds(kb: KnowledgeBase) -> None:
    draft = "Noise impairs sleep [@nobody2020]. Drought causes famine."
    found = ask(kb, "lint_text", text=draft)
    assert found["total"] == len(kb.lint(draft).open())
    assert found["sentences"] == 2
    assert found["findings"][0]["sentence"] in draft
    latex = ask(kb, "lint_text", text="Noise impairs sleep \\cite{nobody2020}.", syntax="latex")
    assert [one["rule"] for one in latex["findings"]][:1] == ["unknown-citation"]


def test_grade_names_the_words_that_decide(kb: KnowledgeBase) -> None:
    found = ask(kb, "grade", text="Sleep loss impairs memory. It rained.")
    assert found["wording"] == "causal"
    assert [one["wording"] for one in found["sentences"]] == ["causal", "none"]
    assert found["sentences"][0]["cues"] == ["impairs (causal)"]


def test_explain_lays_out_the_rivals(kb: KnowledgeBase) -> None:
    found = ask(kb, "explain", text="Sleep is associated with memory.")
    assert found["nothing_close"]
    assert [one["picture"] for one in found["rivals"]][:2] == ["X → Y", "Y → X"]
    assert ask(kb, "explain", text="Sleep", other="memory")["reading"].startswith("X is Sleep")


def test_a_retracted_work_is_never_shown_without_a_warning(kb: KnowledgeBase) -> None:
    key = "blaisdell2006causal"
    notice = Notice(NoticeKind.RETRACTION, "crossref")
    kb.store.notices.replace(kb.store.works.id_of(key), "crossref", [notice])
    hits = ask(kb, "search", query="rats that act expect less food")["hits"]
    evidence = ask(kb, "evidence", what="animals-represent-interventions")["hypotheses"][0]
    shown = [
        *(hit["work"] for hit in hits),
        ask(kb, "show", id=key)["work"],
        *(claim["work"] for claim in ask(kb, "claims", work=key)["claims"]),
        *(claim["work"] for claim in evidence["claims"]),
    ]
    warned = {work["key"]: work["warning"] for work in shown}
    assert warned[key] == "RETRACTED"
    assert {word for other, word in warned.items() if other != key} == {None}
    assert all(work["warning"] for work in shown if work["key"] == key)


MISTAKES = {
    "unknown key": ("show", {"id": "blaisdel2006causal"}, "did you mean blaisdell2006causal"),
    "unknown question": ("matrix", {"question": "animals"}, "no question 'animals'"),
    "unknown slug": ("evidence", {"what": "nothing"}, "no question or hypothesis 'nothing'"),
    "limit": ("search", {"query": "x", "limit": 0}, "limit must be between 1 and 100, not 0"),
    "claims": ("evidence", {"what": "x", "claims": -1}, "claims must be between 0 and 100"),
    "cursor": ("search", {"query": "rats", "cursor": "3-abcdef01"}, "belongs to another call"),
    "stance alone": ("claims", {"stance": "supports"}, "name that, too"),
    "design": ("claims", {"design": "guess"}, "'guess' is not a design; there are theorem"),
    "filter": ("search", {"query": "field:alchemy"}, "alchemy"),
    "empty": ("search", {"query": " "}, "empty"),
    "one thing": ("explain", {"text": "sleep"}, "Error executing tool explain"),
    "wrong type": ("search", {"query": "x", "limit": "many"}, "limit"),
    "missing": ("show", {}, "id"),
    "unknown tool": ("add", {}, "add"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_told_in_our_words(kb: KnowledgeBase, mistake: str) -> None:
    tool, arguments, told = MISTAKES[mistake]
    message = refused(kb, tool, **arguments)
    assert told in message
    assert "Traceback" not in message


def test_a_closed_knowledge_base_is_told(kb: KnowledgeBase) -> None:
    kb.close()
    assert "this knowledge base was closed" in refused(kb, "show", id="pearl2009causality")


def test_control_characters_of_the_data_do_not_come_out(kb: KnowledgeBase) -> None:
    text = "Red \x1b[31mtext\x00 turned \u202eround."
    kb.claims.add("liu2008", Claim(text, stances={"observation-suffices": Stance.SUPPORTS}))
    for tool, arguments in (
        ("show", {"id": "liu2008"}),
        ("claims", {"work": "liu2008"}),
        ("matrix", {"question": "interventions"}),
        ("evidence", {"what": "observation-suffices", "claims": 5}),
    ):
        sent = json.dumps(ask(kb, tool, **arguments), ensure_ascii=False)
        assert "Red text turned round." in sent
