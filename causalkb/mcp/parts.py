"""Records of the library → parts of answers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from causalkb import records
from causalkb.mcp import answers
from causalkb.mcp.pages import shortened, size
from causalkb.report.rows.hits import short_authors
from causalkb.report.rows.works import link_of

if TYPE_CHECKING:
    # What weighs and lints is imported by the first call that needs it: clients wait for the start.
    from causalkb.evidence.matrix import Matrix
    from causalkb.evidence.records import HypothesisBalance, WeighedClaim
    from causalkb.lint.findings import Finding

SIDES = ("supports", "contradicts", "qualifies", "neutral")


def listed(texts: Iterable[str], most: int) -> list[str]:
    """Return the first ``most`` of some texts, each a line long; how many are left out is said.

    >>> listed(["a", "b", "c"], 2)
    ['a', 'b', '1 more, not shown here']
    """
    every = list(texts)
    left = [f"{len(every) - most} more, not shown here"] if len(every) > most else []
    return [shortened(text, 300) for text in every[:most]] + left


def work_line(work: records.Work) -> answers.Work:
    """Return a work in a line."""
    return {
        "key": work.key,
        "warning": work.warning or None,
        "title": shortened(work.title, 300),
        "authors": short_authors(work),
        "year": work.year,
        "link": link_of(work),
    }


def hit(found: records.Hit) -> answers.Hit:
    """Return a search result."""
    passage = found.passage
    return {
        "work": work_line(found.work),
        "score": round(found.score, 3),
        "close": found.close,
        "passage": shortened(passage.text),
        "place": shortened(passage.locator or passage.kind.value, 200),
        "claims": [said(claim) for claim in found.claims[:5]],
    }


def said(claim: records.Claim) -> answers.Said:
    """Return a claim in a line."""
    return {
        "id": claim.id,
        "text": shortened(claim.text),
        "design": claim.design and claim.design.value,
    }


def claim(one: records.Claim, work: records.Work) -> answers.Claim:
    """Return a claim with its quote, its place and its links."""
    return {
        "id": one.id,
        "text": shortened(one.text),
        "quote": one.quote and shortened(one.quote),
        "quote_found": one.quote_checked,
        "place": one.locator and shortened(one.locator, 200),
        "design": one.design and one.design.value,
        "rung": one.rung and one.rung.value,
        "wording": one.wording and one.wording.value,
        "population": one.population,
        "paradigm": one.paradigm,
        "extent": one.extent and one.extent.value,
        "stances": [_stance(one, slug) for slug in one.stances],
        "relations": [
            {"relation": kind.value, "claim": other, "because": shortened(because)}
            for kind, other, because in one.relations
        ],
        "work": work_line(work),
    }


def _stance(one: records.Claim, slug: str) -> answers.Stance:
    warrant = one.warrant(slug)
    return {
        "hypothesis": slug,
        "stance": one.stances[slug].value,
        "directness": warrant.directness.value,
        "because": shortened(warrant.because),
    }


def named(slug: str, text: str, similarity: float | None = None) -> answers.Named:
    """Return a question or hypothesis."""
    score = None if similarity is None else round(similarity, 3)
    return {"slug": slug, "text": shortened(text), "similarity": score}


def balance(one: HypothesisBalance, claims: int) -> answers.Balance:
    """Return what the claims say of a hypothesis, with at most ``claims`` of each stance."""
    from causalkb.report.render.balance_words import groups_in_words, where_it_holds

    sides = [getattr(one, side) for side in SIDES]
    shown = [weighed for side in sides for weighed in side[:claims]]
    hypothesis, certainty = one.hypothesis, one.certainty
    return {
        "slug": hypothesis.slug,
        "statement": shortened(hypothesis.statement),
        "wrong_if": shortened(hypothesis.wrong_if),
        "verdict": one.verdict.value,
        "certainty": certainty.level.value if certainty else None,
        "reasons": listed(certainty.reasons, 20) if certainty else [],
        "groups": groups_in_words(one),
        "limits": listed(where_it_holds(one), 20),
        "overturned_by": listed(one.overturned_by, 50),
        "rivals": list(one.rivals),
        "claims": [weighed_claim(weighed) for weighed in shown],
        "claims_left_out": len(one.claims) - len(shown),
    }


def fitting_balance(one: HypothesisBalance, claims: int, room: int) -> answers.Balance:
    """Return a balance with at most ``claims`` of each stance, and fewer where they do not fit."""
    made = balance(one, claims)
    while claims and size(made) > room:
        claims -= 1 + claims // 4
        made = balance(one, claims)
    return made


def weighed_claim(one: WeighedClaim) -> answers.Weighed:
    """Return a claim with what the rule makes of it."""
    claim = one.claim
    return {
        "id": claim.id,
        "stance": one.stance.value,
        "counted": one.side and one.side.value,
        "fallen": list(one.fallen),
        "because": shortened(one.because),
        "text": shortened(claim.text),
        "quote": claim.quote and shortened(claim.quote),
        "place": claim.locator and shortened(claim.locator, 200),
        "design": claim.design and claim.design.value,
        "work": work_line(one.work),
    }


def finding(one: Finding) -> answers.Finding:
    """Return what the linter found."""
    return {
        "rule": one.rule,
        "level": one.level.value,
        "line": one.place.line if one.place else None,
        "sentence": shortened(one.subject),
        "message": shortened(one.message),
        "fix": shortened(one.fix),
        "details": listed(one.details, 20),
        "claims": listed(one.claims, 50),
        "works": listed(one.works, 50),
    }


def question(one: records.Question) -> answers.Named:
    """Return a question."""
    return named(one.slug, one.statement)


def row(matrix: Matrix, one: records.Claim) -> answers.Row:
    """Return a claim with its stances on the hypotheses of a matrix."""
    cells = {slug: matrix.cells.get((one.id, slug)) for slug in matrix.hypotheses}
    return {
        "id": one.id,
        "text": shortened(one.text, 500),
        "tells_apart": one.id in matrix.telling,
        "stances": {slug: stance.value for slug, stance in cells.items() if stance is not None},
    }
