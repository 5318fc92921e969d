"""The tools for what someone writes: ``lint_text``, ``grade`` and ``explain``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from causalkb.knowledge_base import KnowledgeBase
from causalkb.mcp import answers, parts
from causalkb.mcp.pages import LARGEST, Page, shortened
from causalkb.mcp.tools import Text

if TYPE_CHECKING:
    from causalkb.explanations.records import Rival
    from causalkb.wording import Grade

_SHOWN = 5
"""Claims named for each explanation, and claims near without a recorded effect."""


class DraftTools:
    """The tools ``lint_text``, ``grade`` and ``explain``."""

    def __init__(self, kb: KnowledgeBase, room: int = LARGEST) -> None:
        """Answer from an open knowledge base, with at most ``room`` bytes an answer."""
        self._kb = kb
        self._room = room

    def lint_text(
        self,
        text: str,
        syntax: Literal["markdown", "latex", "text"] = "markdown",
        limit: int = 20,
        cursor: Text = "",
    ) -> answers.Lint:
        """Find causal sentences of a draft that say more than their evidence; cite works as
        [@key] or \\\\cite{key}."""
        from causalkb.lint.findings import Level
        from causalkb.report.rows.findings import of_level

        page = Page.of(("lint_text", text, syntax), cursor, limit, self._room)
        audit = self._kb.lint(text, "draft", syntax)
        found = [one for level in Level for one in of_level(audit, level)]
        answer: answers.Lint = {
            "sentences": dict(audit.checked).get("sentences", 0),
            "unassessed": parts.listed(map(str, audit.unassessed), 20),
            "total": len(found),
            "findings": [],
            "cursor": None,
        }
        page.fill(answer, "findings", found[page.start :], parts.finding)
        return answer

    def grade(self, text: str, limit: int = 50, cursor: Text = "") -> answers.Grades:
        """Grade how causal each sentence is worded: none, correlational, conditional, causal."""
        from causalkb.wording import grade, grade_sentences

        page = Page.of(("grade", text), cursor, limit, self._room)
        whole, found = grade(text), grade_sentences(text)
        answer: answers.Grades = {
            "wording": whole.wording and whole.wording.value,
            "total": len(found),
            "sentences": [],
            "cursor": None,
        }
        page.fill(answer, "sentences", found[page.start :], _sentence)
        return answer

    def explain(self, text: str, other: Text = "") -> answers.Explain:
        """Lay out rival explanations of "X is associated with Y" (or text=X, other=Y), the claims
        on each, and what to adjust for."""
        from causalkb.explanations.records import ABOUT, ASSUMES
        from causalkb.report.render import explanation_words as words

        found = self._kb.explain(text, other or None, limit=_SHOWN)
        ways = found.ways
        return {
            "nothing_close": not found.matched,
            "reading": shortened(words.reading_of(found)),
            "taken_for": {
                name: parts.listed((one.label for one in variable.matches), 10)
                for name, variable in (("X", found.x), ("Y", found.y))
            },
            "rivals": [_rival(one) for one in found.rivals],
            "tells_apart": list(words.distinctions([one.structure for one in found.rivals])),
            "paths": parts.listed(map(words.chain, (*ways.forward, *ways.backward)), 10),
            "adjust": parts.listed(words.adjusting(ways, found.x.text, found.y.text), 10),
            "near": [parts.said(one.claim) for one in found.near],
            "notes": parts.listed([*words.unmatched(found), ABOUT, ASSUMES], 10),
        }


def _sentence(one: Grade) -> answers.Sentence:
    return {
        "text": shortened(one.text),
        "wording": one.wording and one.wording.value,
        "cues": parts.listed((f"{cue.text} ({cue.kind})" for cue in one.cues), 20),
        "not_assessed": one.reason or None,
    }


def _rival(one: Rival) -> answers.Rival:
    from causalkb.report.render import explanation_words as words

    structure = one.structure
    return {
        "name": structure.name,
        "picture": structure.picture,
        "predicts": {
            words.TESTS[p.test]: words.answer(p.test, p.linked) for p in structure.predictions
        },
        "total_claims": len(one.bearings),
        "claims": [
            f"{b.side.value}: {b.claim.id}: {shortened(b.claim.text, 300)}"
            f" ({shortened(b.why, 100)})"
            for b in one.bearings[:_SHOWN]
        ],
    }
