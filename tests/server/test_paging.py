"""Answers stay small, and cursors lead through everything exactly once."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from clients import with_client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mcp import Client

from causalkb import (
    Claim,
    Effect,
    Hypothesis,
    InputError,
    KnowledgeBase,
    Sign,
    Stance,
    Warrant,
)
from causalkb.mcp.pages import LARGEST, Page, shortened, size


@pytest.fixture(scope="module")
def shipped(corpus: Path) -> Iterator[KnowledgeBase]:
    with KnowledgeBase.open(corpus) as kb:
        yield kb


CALLS = {
    "search": ("hits", {"query": "are interventions necessary?", "limit": 100}),
    "claims": ("claims", {"question": "interventions", "limit": 100}),
    "evidence": ("hypotheses", {"what": "models-in-ml", "claims": 100}),
    "matrix": ("claims", {"question": "models-in-ml", "limit": 100}),
    "grade": ("sentences", {"text": "Sleep loss impairs memory. It rained. " * 200, "limit": 100}),
}


@pytest.mark.parametrize("tool", CALLS)
def test_pages_are_small_and_hold_everything_once(shipped: KnowledgeBase, tool: str) -> None:
    name, arguments = CALLS[tool]

    async def pages(client: Client) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        while len(found) < 4 and (not found or found[-1]["cursor"]):
            cursor = found[-1]["cursor"] if found else ""
            answer = await client.call_tool(tool, {**arguments, "cursor": cursor})
            assert not answer.is_error
            assert len(answer.content[0].text.encode()) <= LARGEST
            found.append(dict(answer.structured_content))
        return found

    found = with_client(shipped, pages)
    assert len(found) > 1
    items = [json.dumps(item) for page in found for item in page[name]]
    assert all(page[name] for page in found)
    if tool != "grade":
        assert len(set(items)) == len(items)
    if tool in ("claims", "matrix", "grade") and not found[-1]["cursor"]:
        assert len(items) == found[0]["total"]


def test_a_work_is_shown_whole_where_that_is_asked_for(kb: KnowledgeBase) -> None:
    note = "All of it matters. " * 4_000
    kb.works.save_note("liu2008", f"---\nwork: liu2008\n---\n{note}\n")
    arguments = {"id": "liu2008"}
    short = with_client(kb, lambda c: c.call_tool("show", arguments)).structured_content
    assert size(short) <= LARGEST
    assert short["left_out"] == ["the end of the note"]
    whole = with_client(kb, lambda c: c.call_tool("show", {**arguments, "full": True}))
    assert whole.structured_content["note"].strip() == note.strip()
    assert whole.structured_content["left_out"] == []


@pytest.fixture(scope="module")
def long(library: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    """A knowledge base in which every text is long and there are many of each."""
    folder = tmp_path_factory.mktemp("long") / "kb"
    shutil.copytree(library, folder)
    text = "Sleep loss impairs memory, and that again and again. " * 60
    with KnowledgeBase.open(folder) as kb:
        for n in range(12):
            kb.claims.add(
                "liu2008",
                Claim(
                    f"{n} {text}",
                    locator=text,
                    subject=text,
                    stances={one.slug: Stance.SUPPORTS for one in kb.hypotheses.list()},
                    warrants={one.slug: Warrant(text) for one in kb.hypotheses.list()},
                    effects=(Effect(f"sleep loss {text}", f"memory {n} {text}", Sign.POSITIVE),),
                ),
            )
        for n in range(60):
            slug = f"h{n}"
            kb.hypotheses.put(Hypothesis(slug, "interventions", f"{slug} {text}", wrong_if=text))
        yield kb


LONG = {
    "search": {"query": "sleep loss", "limit": 100},
    "show": {"id": "liu2008", "limit": 100},
    "claims": {"work": "liu2008", "limit": 100},
    "evidence": {"what": "interventions", "claims": 100},
    "matrix": {"question": "interventions", "limit": 100},
    "lint_text": {"text": "Sleep loss impairs memory [@nobody]. " * 300, "limit": 100},
    "grade": {"text": f"Sleep {'loss ' * 3_000} impairs memory. It rained." * 3},
    "explain": {"text": "sleep loss", "other": "memory"},
}


@pytest.mark.parametrize("tool", LONG)
def test_no_answer_is_larger_however_long_the_texts_are(long: KnowledgeBase, tool: str) -> None:
    answer = with_client(long, lambda client: client.call_tool(tool, LONG[tool]))
    assert not answer.is_error, answer.content[0].text
    assert len(answer.content[0].text.encode()) <= LARGEST


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.integers(1, 400), max_size=60), st.integers(1, 100), st.integers(100, 2_000))
def test_every_item_is_on_one_page(lengths: list[int], limit: int, room: int) -> None:
    items = [f"{n}:" + "x" * length for n, length in enumerate(lengths)]
    cursor, seen = "", list[str]()
    while True:
        page = Page.of(("test",), cursor, limit, room)
        answer: dict[str, Any] = {}
        page.fill(answer, "items", items[page.start :], str)
        assert size(answer) <= room or len(answer["items"]) == 1
        assert len(answer["items"]) <= limit
        seen += answer["items"]
        cursor = answer["cursor"]
        if not cursor:
            break
    assert seen == items


@given(st.text(), st.integers(2, 50))
def test_a_text_is_never_longer_than_was_asked(text: str, most: int) -> None:
    short = shortened(text, most)
    assert len(short) <= most + 1
    assert short == text or short.endswith(" …")


@given(st.text(max_size=20))
def test_any_text_given_as_a_cursor_is_refused(text: str) -> None:
    asked = ("q",)
    if text and text != Page.of(asked, "", 10, LARGEST).cursor(0):
        with pytest.raises(InputError, match="cursor"):
            Page.of(asked, text, 10, LARGEST)
