"""The tool that proposes claims, which is offered only where it was asked for."""

from __future__ import annotations

from typing import Any

from clients import with_client

from causalkb import KnowledgeBase


def test_a_proposal_waits_and_makes_no_claim(kb: KnowledgeBase) -> None:
    work = next(one for one in kb.works.list() if one.abstract)
    quote = " ".join(str(work.abstract).split()[:12])
    before = kb.claims.count()

    async def propose(client: Any) -> tuple[Any, Any, Any]:
        tools = (await client.list_tools()).tools
        given = {"work": work.key, "quote": quote, "sentence": "In other words."}
        good = await client.call_tool("propose_claim", given)
        bad = await client.call_tool("propose_claim", {**given, "quote": "It never said this."})
        return tools, good, bad

    tools, good, bad = with_client(kb, propose, write=True)
    (tool,) = (one for one in tools if one.name == "propose_claim")
    assert not tool.annotations.read_only_hint
    assert good.structured_content == {"new": True, "waits": True}
    assert bad.is_error
    assert "not in the stored text" in bad.content[0].text
    assert kb.claims.count() == before
    assert kb.proposals.claims(work.key, at_least=0).found[0].quote == quote
