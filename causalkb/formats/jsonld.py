"""Works, claims and hypotheses → JSON-LD: schema.org with stances and relations in CiTO.

Works are ``ScholarlyArticle``, ``Book``, ... of schema.org (https://schema.org, version 29), claims
and hypotheses ``Claim``. Stances and relations are properties of CiTO (Peroni and Shotton 2012,
J. Web Semantics 17:33-43), each also as a ``cito:Citation`` that says why. What neither knows
(design, population, ...) stands in a vocabulary of its own, ``causalkb://vocabulary/``. The context
is part of the document: nothing has to be fetched to read it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from urllib.parse import quote

from causalkb.formats.csl.writer import to_csl
from causalkb.records import Claim, Hypothesis, Person, Question, Work
from causalkb.text import clean
from causalkb.vocabulary import Relation, Stance

STANCES = {
    Stance.SUPPORTS: "supports",
    Stance.CONTRADICTS: "disagreesWith",
    Stance.QUALIFIES: "qualifies",
    Stance.NEUTRAL: "discusses",
}
"""The property of CiTO that stands for a stance."""
RELATIONS = {
    Relation.REPLICATES: "confirms",
    Relation.FAILS_TO_REPLICATE: "disputes",
    Relation.REBUTS: "refutes",
    Relation.QUALIFIES: "qualifies",
    Relation.CONTRADICTS: "disagreesWith",
    Relation.SUPPORTS: "supports",
    Relation.SYNTHESISES: "reviews",
    Relation.SUPERSEDES: "updates",
}
"""The property of CiTO that stands for a relation; the citation has the exact word as well."""
_LINKS = sorted({*STANCES.values(), *RELATIONS.values()})
_OWN = (
    *("design", "rung", "wording", "population", "paradigm", "extent", "form", "wrongIf"),
    *("quoteChecked", "sampleSize", "directness", "relation", "locator", "otherwise", "timing"),
)
CONTEXT: dict[str, Any] = {
    "@vocab": "https://schema.org/",
    "cito": "http://purl.org/spar/cito/",
    "dcterms": "http://purl.org/dc/terms/",
    "causalkb": "causalkb://vocabulary/",
    "id": "@id",
    "type": "@type",
    "Citation": "cito:Citation",
    **{name: {"@id": f"cito:{name}", "@type": "@id"} for name in _LINKS},
    "citing": {"@id": "cito:hasCitingEntity", "@type": "@id"},
    "cited": {"@id": "cito:hasCitedEntity", "@type": "@id"},
    "characterization": {"@id": "cito:hasCitationCharacterization", "@type": "@id"},
    "hasVersion": {"@id": "dcterms:hasVersion", "@type": "@id"},
    **{name: {"@id": name, "@type": "@id"} for name in ("about", "appearance", "sameAs", "url")},
    **{name: f"causalkb:{name}" for name in _OWN},
    "hasRival": {"@id": "causalkb:hasRival", "@type": "@id"},
}
_TYPES = {
    **dict.fromkeys(("article", "article-journal", "paper-conference"), "ScholarlyArticle"),
    **dict.fromkeys(("manuscript", "document"), "CreativeWork"),
    "article-magazine": "Article",
    "article-newspaper": "NewsArticle",
    "book": "Book",
    "chapter": "Chapter",
    "dataset": "Dataset",
    "report": "Report",
    "software": "SoftwareSourceCode",
    "thesis": "Thesis",
    "webpage": "WebPage",
}
"""Types of CSL → types of schema.org."""
_VARIABLES = {"page": "pagination", "ISBN": "isbn", "ISSN": "issn"}
_ADDRESS = re.compile(r"https?://[^\s<>\"{}|\\^`]+")


def address(kind: str, name: str) -> str:
    """Return what identifies a record, as in the resources of ``causalkb mcp``.

    >>> address("claim", "rats2006#1")
    'causalkb://claim/rats2006%231'
    """
    return f"causalkb://{kind}/{quote(name, safe='')}"


def format_document(
    works: Iterable[tuple[Work, Sequence[Claim]]],
    hypotheses: Iterable[Hypothesis],
    questions: Iterable[Question],
) -> str:
    """Return a JSON-LD document of works with their claims, hypotheses and questions."""
    graph: list[dict[str, Any]] = []
    for work, claims in works:
        graph.append(work_node(work))
        for claim in claims:
            graph.append(claim_node(claim))
            graph += _citations(claim)
    graph += [hypothesis_node(one) for one in hypotheses]
    graph += [question_node(one) for one in questions]
    document = {"@context": CONTEXT, "@graph": [_without_gaps(node) for node in graph]}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def work_node(work: Work) -> dict[str, Any]:
    """Return a work of schema.org."""
    item = to_csl(work)
    venue = work.venue or item.get("container-title")
    periodical = item["type"] in ("article-journal", "article-magazine", "article-newspaper")
    return {
        "id": address("work", work.key),
        "type": _TYPES.get(item["type"], "CreativeWork"),
        "identifier": [work.key, f"doi:{work.doi}"] if work.doi else [work.key],
        "name": work.title,
        "author": [_person(one) for one in work.authors if not one.is_others],
        "editor": [_person(one) for one in work.editors if not one.is_others],
        "datePublished": None if work.year is None else str(work.year),
        "isPartOf": venue
        and {"type": "Periodical" if periodical else "CreativeWork", "name": venue},
        "publisher": (name := item.get("publisher")) and {"type": "Organization", "name": name},
        **{ours: item.get(theirs) for theirs, ours in _VARIABLES.items()},
        "abstract": work.abstract,
        "keywords": list(work.tags),
        "genre": work.field and work.field.value,
        "about": [address("question", slug) for slug in work.questions],
        "sameAs": list(_elsewhere(work)),
        "url": work.url if _ADDRESS.fullmatch(work.url or "") else None,
        "hasVersion": [address("work", key) for key in work.versions],
        "creativeWorkStatus": work.warning.capitalize() or None,
        "correction": [f"{notice.kind.value}: {notice.told}" for notice in work.notices],
    }


def _elsewhere(work: Work) -> Iterator[str]:
    if work.doi:
        yield f"https://doi.org/{quote(work.doi, safe='/:;().-_')}"
    if work.arxiv:
        yield f"https://arxiv.org/abs/{quote(work.arxiv, safe='/.')}"


def _person(one: Person) -> dict[str, Any]:
    if one.literal:
        return {"type": "Organization", "name": one.family}
    family = f"{one.particle} {one.family}".strip()
    return {
        "type": "Person",
        "name": " ".join(part for part in (one.given, family, one.suffix) if part),
        "givenName": one.given,
        "familyName": family,
        "honorificSuffix": one.suffix,
    }


def claim_node(claim: Claim) -> dict[str, Any]:
    """Return a claim of schema.org; its quote is a ``Quotation`` in which the claim appears."""
    work = address("work", claim.work)
    words = ("design", "rung", "wording", "extent")
    node: dict[str, Any] = {
        "id": address("claim", claim.id),
        "type": "Claim",
        "identifier": claim.id,
        "text": claim.text,
        "appearance": [work],
        **{name: (word := getattr(claim, name)) and word.value for name in words},
        "population": claim.population,
        "paradigm": claim.paradigm,
        "sampleSize": claim.n,
        "locator": claim.locator,
        "keywords": list(claim.tags),
    }
    if claim.quote:
        quotation = {"type": "Quotation", "text": claim.quote, "isPartOf": {"id": work}}
        node["citation"] = {**quotation, "quoteChecked": claim.quote_checked}
    for slug, stance in claim.stances.items():
        node.setdefault(STANCES[stance], []).append(address("hypothesis", slug))
    for kind, other, _ in claim.relations:
        node.setdefault(RELATIONS[kind], []).append(address("claim", other))
    return node


def _citations(claim: Claim) -> Iterator[dict[str, Any]]:
    """Yield each stance and relation of a claim as a record with its reason."""
    citing = address("claim", claim.id)
    for slug, stance in claim.stances.items():
        warrant = claim.warrant(slug)
        yield {
            "type": "Citation",
            "citing": citing,
            "cited": address("hypothesis", slug),
            "characterization": f"cito:{STANCES[stance]}",
            "relation": stance.value,
            "directness": warrant.directness.value,
            "description": warrant.because,
            "otherwise": warrant.otherwise,
            "timing": warrant.timing and warrant.timing.value,
        }
    for kind, other, because in claim.relations:
        yield {
            "type": "Citation",
            "citing": citing,
            "cited": address("claim", other),
            "characterization": f"cito:{RELATIONS[kind]}",
            "relation": kind.value,
            "description": because,
        }


def hypothesis_node(one: Hypothesis) -> dict[str, Any]:
    """Return a hypothesis as a claim of schema.org that is about its question."""
    return {
        "id": address("hypothesis", one.slug),
        "type": "Claim",
        "identifier": one.slug,
        "text": one.statement,
        "about": [address("question", one.question)],
        "form": one.form and one.form.value,
        "wrongIf": one.wrong_if,
        "hasRival": [address("hypothesis", slug) for slug in one.rivals],
    }


def question_node(one: Question) -> dict[str, Any]:
    """Return a question of schema.org."""
    return {
        "id": address("question", one.slug),
        "type": "Question",
        "identifier": one.slug,
        "name": one.title,
        "text": one.statement,
        "description": one.why,
    }


def _without_gaps(value: Any) -> Any:
    """Return data without what is not known, and without control characters."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list):
        return [_without_gaps(one) for one in value]
    if isinstance(value, dict):
        known = {name: _without_gaps(one) for name, one in value.items()}
        return {name: one for name, one in known.items() if one not in (None, "", [])}
    return value
