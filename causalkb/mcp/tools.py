"""The tools that find and weigh: each answers with what one method of the library returns.

Their docstrings and signatures are what an assistant reads of them, and what it pays for in tokens.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator

from causalkb.errors import InputError
from causalkb.knowledge_base import KnowledgeBase
from causalkb.mcp import answers, parts
from causalkb.mcp.pages import LARGEST, MOST, Page, shortened
from causalkb.records import (
    Claim,
    Filters,
    Hit,
    HypothesisMatch,
    Question,
    SearchResult,
    Work,
)
from causalkb.vocabulary import Design, SearchKind, Stance


def _nothing(value: object) -> object:
    return "" if value is None else value


Text = Annotated[str, BeforeValidator(_nothing)]
"""A text that may be left out. Some clients send null for that; a schema with null in it would
cost three times as many tokens, and others do not understand it."""
Side = Annotated[
    Literal["", "supports", "contradicts", "qualifies", "neutral"], BeforeValidator(_nothing)
]
CLOSE = 0.5
"""Cosine from which a hypothesis bears on a sentence: as for cited claims in
``causalkb.lint.draft.bearing``."""
DEPTH, DEEPER = 20, 5
"""Hits of the first search, and how many times more the next one finds where pages lead on."""
WHOLE = 2**31
"""Bytes of an answer that is asked for whole, however long."""


class ReadingTools:
    """The tools ``search``, ``show``, ``claims``, ``evidence`` and ``matrix``."""

    def __init__(self, kb: KnowledgeBase, room: int = LARGEST) -> None:
        """Answer from an open knowledge base, with at most ``room`` bytes an answer."""
        self._kb = kb
        self._room = room

    def search(
        self,
        query: str,
        kind: Literal["works", "passages", "claims"] = "works",
        limit: int = 8,
        cursor: Text = "",
    ) -> answers.Search:
        """Find works by meaning and words.

        In the query: "exact phrase", -not, author:pearl year:2010-2020 field:economics
        question:SLUG design:experiment tag:x.
        """
        page = Page.of(("search", query, kind), cursor, limit, self._room)
        found, hits = self._found(query, SearchKind(kind), page.stop + 1)
        answer: answers.Search = {
            "nothing_close": not found.questions and not any(one.close for one in hits),
            "questions": [
                parts.named(one.question.slug, one.question.statement, one.score)
                for one in found.questions
            ],
            "notes": parts.listed(found.notes, 10),
            "hits": [],
            "cursor": None,
        }
        page.fill(answer, "hits", hits[page.start :], parts.hit)
        return answer

    def _found(self, query: str, kind: SearchKind, wanted: int) -> tuple[SearchResult, list[Hit]]:
        """Search, and return at least ``wanted`` hits, where there are, in an order of their own.

        A deeper search may put hits in another order. So that no page repeats or misses one, what
        a search of a lesser depth found stays before what a deeper one adds.
        """
        hits: dict[tuple[str, int], Hit] = {}
        depth = DEPTH
        while True:
            found = self._kb.search_full(query, kind=kind, limit=depth)
            for one in found.hits:
                passage = 0 if kind is SearchKind.WORKS else one.passage.id
                hits.setdefault((one.work.key, passage), one)
            if len(hits) >= wanted or len(found.hits) < depth:
                return found, list(hits.values())
            depth *= DEEPER

    def show(self, id: str, limit: int = 10, cursor: Text = "", full: bool = False) -> answers.Show:
        """Show a work (key, DOI or arXiv id) or a claim (key#n).

        With abstract, note, claims, quotes and places. full: long texts whole.
        """
        room = WHOLE if full else self._room
        page = Page.of(("show", id), cursor, limit, room)
        one_claim = self._kb.claims.is_id(id)
        claims, work = self._of_claim(id) if one_claim else self._of_work(id)
        texts = {
            "abstract": work.abstract,
            "note": None if one_claim else self._kb.works.note(work.key),
        }
        shown = {name: text and shortened(text, room // 5) for name, text in texts.items()}
        answer: answers.Show = {
            "work": parts.work_line(work),
            "venue": work.venue and shortened(work.venue, 300),
            "field": work.field and work.field.value,
            "questions": parts.listed(work.questions, 30),
            "tags": parts.listed(work.tags, 30),
            "versions": parts.listed(work.versions, 30),
            "abstract": shown["abstract"],
            "note": shown["note"],
            "left_out": [f"the end of the {n}" for n, text in texts.items() if shown[n] != text],
            "total_claims": len(claims),
            "claims": [],
            "cursor": None,
        }
        page.fill(answer, "claims", claims[page.start :], lambda one: parts.claim(one, work))
        return answer

    def _of_claim(self, name: str) -> tuple[list[Claim], Work]:
        claim = self._kb.claims.get(name)
        return [claim], self._kb.works.get(claim.work)

    def _of_work(self, name: str) -> tuple[list[Claim], Work]:
        work = self._kb.works.get(name)
        return self._kb.claims.of(work.key), work

    def claims(
        self,
        hypothesis: Text = "",
        stance: Side = "",
        question: Text = "",
        work: Text = "",
        design: Text = "",
        population: Text = "",
        limit: int = 10,
        cursor: Text = "",
    ) -> answers.Claims:
        """List claims with quote, place and stances; every argument narrows."""
        if stance and not hypothesis:
            raise InputError("a stance is taken on a hypothesis; name that, too")
        sides = (Stance(stance),) if stance else tuple(Stance)
        filters = Filters(
            stances=tuple((hypothesis, side) for side in sides if hypothesis),
            questions=(question,) if question else (),
            keys=(self._kb.works.get(work).key,) if work else (),
            designs=(_design(design),) if design else (),
            populations=(population,) if population else (),
        )
        page = Page.of(("claims", filters), cursor, limit, self._room)
        found = self._kb.claims.list(filters, limit=limit + 1, offset=page.start)
        works = {key: self._kb.works.get(key) for key in {one.work for one in found}}
        total = self._kb.claims.count(filters)
        answer: answers.Claims = {"total": total, "claims": [], "cursor": None}
        page.fill(answer, "claims", found, lambda one: parts.claim(one, works[one.work]))
        return answer

    def evidence(self, what: Text = "", claims: int = 2, cursor: Text = "") -> answers.Evidence:
        """Weigh the claims on a question, a hypothesis (slug), or the hypothesis nearest to a
        sentence: verdict, certainty, why, what would overturn it.

        claims: shown of each stance. Without what: all questions.
        """
        if not 0 <= claims <= MOST:
            raise InputError(f"claims must be between 0 and {MOST}, not {claims}")
        page = Page.of(("evidence", what, claims), cursor, MOST, self._room)
        near = self._kb.hypotheses.nearest(what) if len(what.split()) > 1 else []
        answer = _evidence(near)
        if not what:
            page.fill(answer, "questions", self._kb.questions.list()[page.start :], self._question)
        elif not answer["nothing_close"]:
            balance = self._kb.evidence(near[0].hypothesis.slug if near else what)
            answer["question"] = parts.question(balance.question)
            answer["gaps"] = parts.listed((gap.text for gap in balance.gaps), 30)
            page.fill(
                answer,
                "hypotheses",
                balance.hypotheses[page.start :],
                lambda one: parts.fitting_balance(one, claims, self._room // 2),
            )
        return answer

    def _question(self, one: Question) -> answers.Question:
        slugs = [hypothesis.slug for hypothesis in self._kb.hypotheses.list(one.slug)]
        text = shortened(one.statement, 500)
        return {"slug": one.slug, "text": text, "hypotheses": slugs}

    def matrix(self, question: str, limit: int = 20, cursor: Text = "") -> answers.Matrix:
        """Set claims against rival hypotheses of a question: which tell them apart?"""
        from causalkb.report.render.matrix_formats import summary

        page = Page.of(("matrix", question), cursor, limit, self._room)
        found = self._kb.matrix(question)
        statements = {one.slug: one.statement for one in self._kb.hypotheses.list(found.question)}
        answer: answers.Matrix = {
            "question": parts.named(found.question, found.title),
            "summary": summary(found),
            "ranks": [
                {
                    "hypothesis": rank.hypothesis,
                    "statement": shortened(statements.get(rank.hypothesis, ""), 300),
                    "inconsistent": rank.inconsistent,
                    "groups": rank.groups,
                }
                for rank in found.ranks
            ],
            "total": len(found.claims),
            "claims": [],
            "cursor": None,
        }
        page.fill(answer, "claims", found.claims[page.start :], lambda one: parts.row(found, one))
        return answer


def _evidence(near: list[HypothesisMatch]) -> answers.Evidence:
    return {
        "nothing_close": bool(near) and near[0].similarity < CLOSE,
        "questions": [],
        "question": None,
        "nearest": [
            parts.named(one.hypothesis.slug, one.hypothesis.statement, one.similarity)
            for one in near
        ],
        "gaps": [],
        "hypotheses": [],
        "cursor": None,
    }


def _design(word: str) -> Design:
    try:
        return Design(word)
    except ValueError:
        raise InputError(f"{word!r} is not a design; there are {', '.join(Design)}") from None
