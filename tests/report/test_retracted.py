"""A retracted work is shown as such wherever it is cited, exported or weighed."""

from __future__ import annotations

import json

import pytest

from causalkb import KnowledgeBase
from causalkb.records import Notice
from causalkb.vocabulary import NoticeKind

KEY = "blaisdell2006causal"


@pytest.fixture
def retracted(kb: KnowledgeBase) -> KnowledgeBase:
    notice = Notice(NoticeKind.RETRACTION, "crossref", "10.1000/x", "data were made up")
    kb.store.notices.replace(kb.store.works.id_of(KEY), "crossref", [notice])
    return kb


def citing(kb: KnowledgeBase, text: str) -> list[str]:
    findings = kb.lint(text).findings
    return [one.message for one in findings if one.rule == "retracted-citation"]


@pytest.mark.parametrize("citation", [f"[@{KEY}]", "(Blaisdell et al. 2006)"])
def test_a_draft_that_cites_it_is_told(retracted: KnowledgeBase, citation: str) -> None:
    (message,) = citing(retracted, f"Rats tell seeing from doing {citation}.\n")
    assert "RETRACTED" in message
    assert "data were made up" in message


def test_a_draft_that_says_so_is_left_alone(retracted: KnowledgeBase, kb: KnowledgeBase) -> None:
    assert citing(retracted, f"A report on rats was retracted [@{KEY}].\n") == []
    assert citing(kb, "Apes did not [@liu2008].\n") == []


def test_the_audit_names_its_claims(retracted: KnowledgeBase) -> None:
    found = [one for one in retracted.audit().findings if one.rule == "retracted-work"]
    assert {one.works for one in found} == {(KEY,)}
    assert all("10.1000/x" in one.message for one in found)


def test_frames_and_linked_data_carry_it(retracted: KnowledgeBase) -> None:
    works = retracted.to_frames().works.set_index("key")
    assert list(works.index[works["retracted"]]) == [KEY]
    assert "data were made up" in works.loc[KEY, "notices"][0]
    document = json.loads(retracted.export(format="jsonld").text)
    status = {
        node["id"]: node["creativeWorkStatus"]
        for node in document["@graph"]
        if "creativeWorkStatus" in node
    }
    assert status == {f"causalkb://work/{KEY}": "Retracted"}
