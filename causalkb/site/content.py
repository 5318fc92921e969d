"""What a site shows, read from the knowledge base once and before anything is written."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from typing import Any

from causalkb.collections.codings import Codings
from causalkb.collections.proposals import Proposals
from causalkb.collections.tables import Tables
from causalkb.errors import InputError
from causalkb.evidence.bearing import linked
from causalkb.evidence.graph import ClaimGraph, merge
from causalkb.evidence.map import Rows, gap_map
from causalkb.evidence.matrix import Matrix, matrix
from causalkb.formats.bibtex.writer import format_work
from causalkb.formats.jsonl import claim_to_dict, full_work
from causalkb.records import (
    Agreement,
    Claim,
    DocumentKind,
    EvidenceTable,
    Filters,
    Hypothesis,
    QuestionProgress,
    Term,
    Work,
)
from causalkb.report.summary.build import OVERVIEW, Wanted, Weighed, report_on, weigh
from causalkb.report.summary.records import MapView, Report
from causalkb.report.summary.views import map_view
from causalkb.session import Session
from causalkb.site.options import SiteOptions
from causalkb.site.published import is_private, published
from causalkb.store.store import Store

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Content:
    """What a site shows.

    Attributes:
        title: Its title.
        version: That of causalkb.
        report: The report on its questions.
        weighed: The questions with their balances.
        matrices: Claims against hypotheses, by question.
        map: The evidence gap map, questions × fields.
        graph: Causes and effects that its claims assert.
        works: The works, newest first, with what may be shown of each.
        claims: The claims of each work, by its key.
        all_claims: The claims of all works, by key and number.
        bibtex: The entry of each work, by its key.
        notes: The notes that may be shown, by the key of their work.
        private: How many notes are left out.
        tables: The evidence tables.
        syntheses: Texts by the slug of their question, or "overview".
        terms: Words of the vocabularies with their meanings.
        agreement: How far second readers agree with the first coding, by reader.
        progress: How far the works of each question were read for claims, by slug.
        titles: The title of each question in use, by slug.
        elsewhere: Hypotheses of questions that the site leaves out, by slug.
        all_works: Every work of the knowledge base, as it is, for citations.
        edition: SHA-256 of all this.
    """

    options: SiteOptions
    title: str
    version: str
    report: Report
    weighed: tuple[Weighed, ...]
    matrices: Mapping[str, Matrix]
    map: MapView
    graph: ClaimGraph
    works: tuple[Work, ...]
    claims: Mapping[str, tuple[Claim, ...]]
    all_claims: tuple[Claim, ...]
    bibtex: Mapping[str, str]
    notes: Mapping[str, str]
    private: int
    tables: tuple[EvidenceTable, ...]
    syntheses: Mapping[str, str]
    terms: tuple[Term, ...]
    agreement: Mapping[str, tuple[Agreement, ...]]
    progress: Mapping[str, QuestionProgress]
    titles: Mapping[str, str]
    elsewhere: Mapping[str, Hypothesis]
    all_works: Mapping[str, Work]
    edition: str


def content_of(session: Session, options: SiteOptions, progress: Progress | None) -> Content:
    """Read what a site shows.

    Raises:
        UnknownError: There is no such question.
        InputError: There are no questions, or a table cannot be read.
    """
    store = session.store
    titles = {question.slug: question.title for question in store.questions.all()}
    slugs = list(options.questions) or list(titles)
    if not slugs:
        raise InputError("no questions to show; 'causalkb init' loads the shipped ones")
    wanted = Wanted(tuple(slugs), day=options.day or "undated", claims=0)
    weighed = tuple(weigh(store, slugs, wanted, progress=progress))
    report = report_on(store, wanted, weighed)
    everything = store.works.many(store.selection.works(Filters()))
    works, claims = _works_and_claims(store, everything, weighed, options)
    ordered = tuple(claim for key in sorted(claims) for claim in claims[key])
    notes, private = _notes(store, (work.key for work in works), options)
    hypotheses = {h.slug: h for h in store.questions.hypotheses()}
    shown = {one.hypothesis.slug for item in weighed for one in item.balance.hypotheses}
    tables = _tables(Tables(session), claims if options.questions else None)
    documents = store.documents.all(DocumentKind.SYNTHESIS)
    wide = {"overview", "methods"} if not options.questions else {"methods"}
    found = gap_map(store, rows=Rows.QUESTIONS, among=options.questions)
    content: dict[str, Any] = {
        "report": report,
        "weighed": weighed,
        "matrices": {item.view.slug: _matrix(item) for item in weighed},
        "map": map_view(found, {}),
        "graph": merge(ordered),
        "works": works,
        "claims": claims,
        "all_claims": ordered,
        "bibtex": {work.key: format_work(work) for work in works},
        "notes": notes,
        "private": private,
        "tables": tables,
        "syntheses": {d.name: d.text for d in documents if d.name in wide or d.name in slugs},
        "terms": tuple(store.vocabularies.all()),
        "agreement": _agreement(Codings(session)),
        "progress": {one.question: one for one in Proposals(session).progress()},
        "titles": titles,
        "elsewhere": {slug: h for slug, h in hypotheses.items() if slug not in shown},
        "all_works": {work.key: work for work in everything.values()},
    }
    only = weighed[0].view.title if len(weighed) == 1 else OVERVIEW
    return Content(
        options=options,
        title=options.title or only,
        version=version("causalkb"),
        edition=_digest(content),
        **content,
    )


def _matrix(item: Weighed) -> Matrix:
    unit_of, near = linked(item.balance.works)
    return matrix(item.balance, unit_of, near)


def _works_and_claims(
    store: Store, works: Mapping[int, Work], weighed: Sequence[Weighed], options: SiteOptions
) -> tuple[tuple[Work, ...], dict[str, tuple[Claim, ...]]]:
    """All works; of chosen questions, those linked to them or with claims that bear on them."""
    ids = list(works)
    if options.questions:
        bearing = {key for item in weighed for one in item.balance.hypotheses for key in one.works}
        chosen = set(options.questions)
        ids = [n for n in ids if works[n].key in bearing or chosen & set(works[n].questions)]
    claims = store.claims.of_works(ids)
    found = {works[n].key: tuple(map(_without_coders, claims[n])) for n in ids}
    return tuple(published(works[n], options) for n in ids), found


def _without_coders(claim: Claim) -> Claim:
    """A claim without who entered it when, which is nobody else's business and differs by copy."""
    warrants = {slug: replace(said, by="", at="") for slug, said in claim.warrants.items()}
    return replace(claim, by="", at="", warrants=warrants)


def _notes(store: Store, keys: Iterable[str], options: SiteOptions) -> tuple[dict[str, str], int]:
    notes, private = {}, 0
    for key in keys:
        text = store.works.note(key)
        if not text:
            continue
        if is_private(store.works.note_front(key)) and not options.private_notes:
            private += 1
        else:
            notes[key] = text
    return notes, private


def _tables(tables: Tables, claims: Mapping[str, object] | None) -> tuple[EvidenceTable, ...]:
    """The evidence tables; of chosen questions, those that rest on a work of theirs."""
    found = tables.list()
    if claims is not None:
        found = [t for t in found if any(c.rpartition("#")[0] in claims for c in t.claims)]
    # The table of inductive biases answers the oldest question of those who read this.
    return tuple(
        sorted(found, key=lambda table: (not table.name.startswith("inductive"), table.name))
    )


def _agreement(codings: Codings) -> dict[str, tuple[Agreement, ...]]:
    return {coder: tuple(codings.agreement(coder)[0]) for coder in codings.coders()}


def _digest(content: Mapping[str, Any]) -> str:
    """SHA-256 of all that a reader sees but the date and the looks."""
    from causalkb.report.render import table_formats

    claims = content["claims"]
    said = {
        "questions": content["report"].data["questions"],
        "works": [
            full_work(work, (), content["notes"].get(work.key))
            | {"claims": [claim_to_dict(claim) for claim in claims[work.key]]}
            | {"notices": [notice.told for notice in work.notices]}
            for work in content["works"]
        ],
        "tables": [table_formats.to_json(table) for table in content["tables"]],
        "syntheses": content["syntheses"],
    }
    text = json.dumps(said, ensure_ascii=True, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()
