"""JSON-LD as another program reads it: rdflib, with no network."""

from __future__ import annotations

import json
import socket
from pathlib import Path

import pytest
from conftest import Cli
from hostile import fill
from rdflib import RDF, Graph, Literal, Namespace, URIRef

from causalkb import Claim, ClaimRelation, KnowledgeBase, Relation, Stance, Warrant
from causalkb.formats.jsonld import RELATIONS, STANCES, address

SCHEMA = Namespace("https://schema.org/")
CITO = Namespace("http://purl.org/spar/cito/")
OWN = "causalkb://vocabulary/"
# Written down from the vocabularies' own pages, so that a slip in the writer is seen.
OF_SCHEMA = """
    ScholarlyArticle Article NewsArticle Book Chapter Report Thesis Dataset WebPage
    SoftwareSourceCode CreativeWork Periodical Person Organization Claim Quotation Question
    identifier name author editor datePublished isPartOf publisher pagination isbn issn abstract
    keywords genre about sameAs url givenName familyName honorificSuffix text appearance citation
    description creativeWorkStatus correction
"""
OF_CITO = """
    Citation hasCitingEntity hasCitedEntity hasCitationCharacterization supports disagreesWith
    qualifies discusses confirms disputes refutes reviews updates
"""
TERMS = {
    *(SCHEMA[name] for name in OF_SCHEMA.split()),
    *(CITO[name] for name in OF_CITO.split()),
    URIRef("http://purl.org/dc/terms/hasVersion"),
    RDF.type,
}
OWN_TERMS = {
    *("design", "rung", "wording", "population", "paradigm", "extent", "form", "wrongIf"),
    *("quoteChecked", "sampleSize", "directness", "relation", "locator", "hasRival"),
}


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object) -> None:
        raise AssertionError("reading the document must fetch nothing")

    monkeypatch.setattr(socket.socket, "connect", refuse)


def graph_of(text: str) -> Graph:
    return Graph().parse(data=text, format="json-ld")


def check_terms(graph: Graph) -> None:
    """Every property and class is a term of schema.org, of CiTO, or one of ours."""
    used = {*graph.predicates(), *graph.objects(predicate=RDF.type)}
    ours = {str(term).removeprefix(OWN) for term in used if str(term).startswith(OWN)}
    assert ours <= OWN_TERMS
    assert {term for term in used if not str(term).startswith(OWN)} <= TERMS


def test_works_claims_and_stances_are_those_of_the_knowledge_base(kb: KnowledgeBase) -> None:
    exported = kb.export("jsonld")
    graph = graph_of(exported.text)
    check_terms(graph)
    assert exported.works == 12
    works = {str(one).removeprefix("causalkb://work/") for one in graph.subjects(SCHEMA.name)
             if str(one).startswith("causalkb://work/")}  # fmt: skip
    assert works == set(kb.works.keys())
    stances = {
        (address("claim", claim.id), STANCES[stance], address("hypothesis", slug))
        for claim in kb.claims.list()
        for slug, stance in claim.stances.items()
    }
    found = {
        (str(s), str(p).removeprefix(CITO), str(o))
        for s, p, o in graph
        if str(o).startswith("causalkb://hypothesis/") and p != CITO.hasCitedEntity
    }
    assert found == stances
    assert len(list(graph.subjects(RDF.type, CITO.Citation))) == len(stances)


def test_a_work_has_its_people_place_and_identifiers(kb: KnowledgeBase) -> None:
    graph = graph_of(kb.export("jsonld").text)
    work = URIRef("causalkb://work/blaisdell2006causal")
    assert graph.value(work, RDF.type) == SCHEMA.ScholarlyArticle
    assert graph.value(work, SCHEMA.datePublished) == Literal("2006")
    assert graph.value(work, SCHEMA.sameAs) == URIRef("https://doi.org/10.1126/science.1121872")
    people = {
        str(graph.value(one, SCHEMA.familyName)) for one in graph.objects(work, SCHEMA.author)
    }
    assert "Waldmann" in people
    assert URIRef("causalkb://question/interventions") in graph.objects(work, SCHEMA.about)
    claim = URIRef("causalkb://claim/lalonde1986evaluating%231")
    quotation = graph.value(claim, SCHEMA.citation)
    assert str(graph.value(quotation, SCHEMA.text)) == "fail to replicate the experimental results"


def test_every_relation_and_its_reason_is_there(kb: KnowledgeBase) -> None:
    target = "blaisdell2006causal#1"
    slug = "animals-represent-interventions"
    claim = Claim(
        "A second look.",
        stances={slug: Stance.NEUTRAL},
        warrants={slug: Warrant("it did not test that")},
        relations=tuple(ClaimRelation(kind, target, f"why {kind}") for kind in Relation),
    )
    name = kb.claims.add("liu2008", claim)
    graph = graph_of(kb.export("jsonld").text)
    check_terms(graph)
    query = """
        PREFIX cito: <http://purl.org/spar/cito/> PREFIX s: <https://schema.org/>
        PREFIX own: <causalkb://vocabulary/>
        SELECT ?word ?how ?why WHERE { ?c a cito:Citation ; cito:hasCitingEntity ?claim ;
            cito:hasCitationCharacterization ?how ; own:relation ?word ; s:description ?why }
    """
    rows = graph.query(query, initBindings={"claim": URIRef(address("claim", name))})
    found = {(str(row[0]), str(row[1]), str(row[2])) for row in rows}
    expected = {(kind.value, str(CITO[RELATIONS[kind]]), f"why {kind}") for kind in Relation}
    assert found == {*expected, ("neutral", str(CITO.discusses), "it did not test that")}
    for kind in Relation:
        assert (URIRef(address("claim", name)), CITO[RELATIONS[kind]],
                URIRef(address("claim", target))) in graph  # fmt: skip


def test_the_command_writes_it_with_filters(cli: Cli, kb: KnowledgeBase, tmp_path: Path) -> None:
    out = tmp_path / "animals.jsonld"
    assert cli("export", "--question", "animal-learning", "-o", out).exit_code == 0
    document = json.loads(out.read_text(encoding="utf-8"))
    kinds = [node["id"].split("/")[2] for node in document["@graph"] if "id" in node]
    assert kinds.count("work") == len(
        cli("list", "--question", "animal-learning").stdout.splitlines()
    )
    assert cli("export", "-f", "jsonld").stdout == kb.export("jsonld").text
    assert kb.export("jsonld").text == kb.export("jsonld").text


def test_hostile_fields_stay_text(home: Path) -> None:
    with KnowledgeBase.open(home, create=True) as kb:
        fill(kb)
        text = kb.export("jsonld").text
    graph = graph_of(text)
    check_terms(graph)
    for one in graph.objects():
        if isinstance(one, URIRef):
            assert str(one).startswith(("https://", "http://", "causalkb://"))
            assert not set(str(one)) & set(' <>"{}|\\^`')
    assert "\u202e" not in text
    assert "\x1b" not in text
