"""The pages of a site: where each is, which template makes it, and what that gets."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from causalkb.evidence.graph import ABOUT
from causalkb.evidence.records import Verdict, is_unchecked
from causalkb.records import Claim, Hypothesis, Work
from causalkb.report.render import matrix_formats, table_formats
from causalkb.report.render.balance_arithmetic import RULE
from causalkb.report.render.escape import xml_text
from causalkb.report.rows.works import authors, facts, link_of
from causalkb.report.summary.records import HypothesisView, QuestionView
from causalkb.site.changes import History
from causalkb.site.content import Content
from causalkb.site.graph_parts import parts_of
from causalkb.site.links import Links
from causalkb.site.search_data import filters_of, in_words
from causalkb.text import clean_line
from causalkb.vocabulary import Design, Extent, Relation

WORKS_ON_A_PAGE = 1000
CLAIMS_AT_ONCE = 5000
"""Of more claims, the search page fetches the words only when claims are searched."""
_INCOMING = {
    Relation.REPLICATES: "replicated by",
    Relation.FAILS_TO_REPLICATE: "not replicated by",
    Relation.REBUTS: "rebutted by",
    Relation.QUALIFIES: "qualified by",
    Relation.CONTRADICTS: "contradicted by",
    Relation.SUPPORTS: "supported by",
    Relation.SYNTHESISES: "synthesised by",
    Relation.SUPERSEDES: "superseded by",
}


@dataclass(frozen=True, slots=True)
class Page:
    """A page that is not rendered yet; ``path`` is relative to the site's folder."""

    path: str
    template: str
    title: str
    variables: Mapping[str, Any] = field(default_factory=dict)

    @property
    def root(self) -> str:
        """What leads from the page to the folder of the site."""
        return "../" * self.path.count("/")


class Pages:
    """All pages of a site, in the order in which they are written."""

    def __init__(self, content: Content, links: Links, history: History) -> None:
        self.content, self.links, self.history = content, links, history

    def __iter__(self) -> Iterator[Page]:
        yield self._home()
        if "overview" in self.content.syntheses:
            yield Page("overview.html", "overview.html.j2", "Overview")
        for item in self.content.weighed:
            yield self._question(item.view)
            yield from (self._hypothesis(item.view, one) for one in item.view.hypotheses)
        yield from self._lists_of_works()
        yield from map(self._work, self.content.works)
        yield from self._tables()
        yield self._graph()
        yield self._methods()
        yield Page("changes.html", "changes.html.j2", "Changes", {"history": self.history})
        yield Page("cite.html", "cite.html.j2", "Cite this edition")
        yield self._search()

    def __len__(self) -> int:
        content = self.content
        hypotheses = sum(len(item.view.hypotheses) for item in content.weighed)
        lists = len(_chunks(content.works))
        tables = len(content.tables) + bool(content.tables)
        overview = "overview" in content.syntheses
        return (
            6 + overview + len(content.weighed) + hypotheses + lists + len(content.works) + tables
        )

    def _home(self) -> Page:
        verdicts = {
            item.view.slug: Counter(one.verdict for one in item.view.hypotheses)
            for item in self.content.weighed
        }
        order = [verdict.value for verdict in Verdict]
        return Page(
            "index.html",
            "home.html.j2",
            "",
            {
                "verdicts": verdicts,
                "order": order,
                "balances": self.balances,
                "history": self.history,
            },
        )

    def _question(self, view: QuestionView) -> Page:
        matrix = self.content.matrices[view.slug]
        labels = {one.slug: one.label for one in view.hypotheses}
        heads = {
            one.slug: f'<a href="../{self.links.hypothesis(one.slug)}"'
            f' title="{xml_text(one.statement)}">{one.label}</a>'
            for one in view.hypotheses
        }
        return Page(
            self.links.question(view.slug),
            "question.html.j2",
            view.title,
            {
                "question": view,
                "synthesis": self.content.syntheses.get(view.slug, ""),
                "matrix": matrix_formats.to_table(matrix, 0, heads, self._from_below),
                "matrix_summary": matrix_formats.summary(matrix),
                "legend": matrix_formats.LEGEND,
                "ranks": [
                    (rank, labels.get(rank.hypothesis, rank.hypothesis)) for rank in matrix.ranks
                ],
                "pairs": [
                    (labels[a], labels[b], both, apart) for a, b, both, apart in matrix.pairs
                ],
                "balance": self.balances,
            },
        )

    def _from_below(self, claim_id: str) -> str:
        address = self.links.claim(claim_id)
        return f"../{address}" if address else ""

    @cached_property
    def balances(self) -> dict[str, Any]:
        """The balance of each hypothesis, by slug."""
        return {
            one.hypothesis.slug: one
            for item in self.content.weighed
            for one in item.balance.hypotheses
        }

    @cached_property
    def claims(self) -> dict[str, Claim]:
        """The claims by id."""
        return {claim.id: claim for claim in self.content.all_claims}

    @cached_property
    def warnings(self) -> dict[str, str]:
        """What became of works that were retracted and the like, by key."""
        return {work.key: work.warning for work in self.content.works if work.warning}

    @cached_property
    def labels(self) -> dict[str, tuple[QuestionView, HypothesisView]]:
        """The question and the view of each hypothesis, by slug."""
        return {
            one.slug: (item.view, one)
            for item in self.content.weighed
            for one in item.view.hypotheses
        }

    def _hypothesis(self, question: QuestionView, one: HypothesisView) -> Page:
        balance = self.balances[one.slug]
        return Page(
            self.links.hypothesis(one.slug),
            "hypothesis.html.j2",
            f"{one.label}: {one.name}",
            {
                "question": question,
                "one": one,
                "balance": balance,
                "claims": self.claims,
                "warnings": self.warnings,
                "fallen": [weighed for weighed in balance.claims if weighed.fallen],
                "rivals": [(slug, self.statement(slug)) for slug in balance.rivals],
                "incoming": self.incoming,
            },
        )

    def statement(self, slug: str) -> str:
        """What a hypothesis says, of this site or not; its slug where there is no such one."""
        if slug in self.labels:
            return self.labels[slug][1].statement
        found: Hypothesis | None = self.content.elsewhere.get(slug)
        return clean_line(found.statement) if found else slug

    @cached_property
    def incoming(self) -> Mapping[str, list[tuple[str, str, str]]]:
        """What other claims say of a claim: the relation in words, their id, and why."""
        found: defaultdict[str, list[tuple[str, str, str]]] = defaultdict(list)
        for claim in self.content.all_claims:
            for relation in claim.relations:
                words = _INCOMING[relation.relation]
                found[relation.other].append((words, claim.id, relation.because))
        return dict(found)

    def _lists_of_works(self) -> Iterator[Page]:
        ordered = sorted(
            self.content.works, key=lambda w: (authors(w).casefold(), w.year or 0, w.key)
        )
        chunks = _chunks(ordered)
        names = ["works.html", *(f"works-{n}.html" for n in range(2, len(chunks) + 1))]
        spans = [f"{_short(chunk[0])} – {_short(chunk[-1])}" if chunk else "" for chunk in chunks]
        for n, chunk in enumerate(chunks):
            variables = {
                "works": chunk,
                "others": list(zip(names, spans, strict=True)),
                "here": names[n],
                "count": {work.key: len(self.content.claims[work.key]) for work in chunk},
            }
            yield Page(names[n], "works.html.j2", "Works", variables)

    def _work(self, work: Work) -> Page:
        versions = [(key, self.content.all_works.get(key)) for key in work.versions]
        hidden = {
            "doi",
            "arxiv",
            "url",
            "questions",
            "versions",
            "tags",
            "authors",
            "year",
            "venue",
        }
        return Page(
            self.links.work(work.key),
            "work.html.j2",
            work.heading or work.key,
            {
                "work": work,
                "authors": authors(work),
                "facts": [(n, v) for n, v in facts(work) if n not in hidden],
                "link_to": link_of(work),
                "statement": self.statement,
                "note": self.content.notes.get(work.key, ""),
                "claims": self.content.claims[work.key],
                "versions": versions,
                "bibtex": self.content.bibtex[work.key],
                "labels": self.labels,
                "incoming": self.incoming,
                "balances": self.balances,
                "unchecked": is_unchecked,
            },
        )

    def _tables(self) -> Iterator[Page]:
        if self.content.tables:
            yield Page("tables.html", "tables.html.j2", "Evidence tables")
        for table in self.content.tables:
            yield Page(
                self.links.table(table.name),
                "table.html.j2",
                table.title,
                {
                    "table": table,
                    "html": table_formats.to_table(table, self._from_below),
                    "meanings": [c for c in table.columns if c.meaning],
                },
            )

    def _graph(self) -> Page:
        graph = self.content.graph
        return Page(
            "graph.html",
            "graph.html.j2",
            "Causes and effects",
            {"graph": graph, "parts_of": parts_of(graph), "about": ABOUT},
        )

    def _methods(self) -> Page:
        claims = self.content.all_claims
        kinds: defaultdict[str, list[Any]] = defaultdict(list)
        for term in self.content.terms:
            kinds[term.kind].append(term)
        used = {
            "population": Counter(claim.population for claim in claims),
            "paradigm": Counter(claim.paradigm for claim in claims),
            "design": Counter(claim.design.value if claim.design else None for claim in claims),
        }
        extents = Counter(claim.extent.value if claim.extent else "" for claim in claims)
        return Page(
            "methods.html",
            "methods.html.j2",
            "Methods",
            {
                "text": self.content.syntheses.get("methods", ""),
                "rule": _steps(RULE),
                "claims": claims,
                "quoted": sum(bool(claim.quote) for claim in claims),
                "unchecked": sum(is_unchecked(claim) for claim in claims),
                "designs": [(d.value, used["design"][d.value]) for d in Design],
                "extents": [(e.value, extents[e.value]) for e in Extent] + [("", extents[""])],
                "fields": Counter(
                    in_words(work.field.value) if work.field else "" for work in self.content.works
                ),
                "terms": kinds,
                "used": used,
                "agreement": self.content.agreement,
            },
        )

    def _search(self) -> Page:
        split = len(self.content.all_claims) > CLAIMS_AT_ONCE
        variables = {"filters": filters_of(self.content), "split": split}
        return Page("search.html", "search.html.j2", "Search", variables)


def _chunks(works: Sequence[Work]) -> list[Sequence[Work]]:
    return [works[n : n + WORKS_ON_A_PAGE] for n in range(0, len(works), WORKS_ON_A_PAGE)] or [()]


def _short(work: Work) -> str:
    return clean_line(authors(work))[:24].rstrip(" ,;") or work.key


def _steps(rule: str) -> list[str]:
    """The rule as paragraphs; those with a table of their own keep their lines."""
    steps: list[str] = []
    for line in rule.splitlines()[2:]:
        if line[:1].isdigit():
            steps.append(line)
        elif steps:
            steps[-1] += f"\n{line.strip()}" if line.startswith("   ") else f"\n{line}"
    return steps
