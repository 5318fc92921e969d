"""``doctor --online``: retractions, corrections and newer versions, and what they change."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import Cli
from services import (
    DOI,
    NOTICE,
    Services,
    atom,
    crossref_answer,
    crossref_list,
    crossref_work,
    openalex_work,
    preprint,
    update,
)
from werkzeug import Request, Response
from zotero_library import ZoteroFile, rats

from causalkb import Claim, Design, KnowledgeBase, Stance

LIBRARY = """
@article{rats, title = {Causal Reasoning in Rats}, doi = {10.1126/science.1121872}, year = 2006}
@article{odd, title = {A paper with an odd DOI}, doi = {10.1000/a,b|c}, year = 2001}
@article{second, title = {A second paper}, doi = {10.1000/second}, year = 2002}
@misc{passive, title = {Passive learning}, eprint = {2305.16183v1}, archiveprefix = {arXiv}}
@misc{other, title = {A withdrawn preprint}, eprint = {2401.00001}, archiveprefix = {arXiv}}
@book{pearl, title = {Causality}, year = 2009}
"""


@pytest.fixture
def shelf(services: Services, home: Path) -> Services:
    with KnowledgeBase.open(home) as base:
        base.add_content(LIBRARY.encode(), "a.bib", embed=False)
    services.answer(
        "/api/query",
        atom(
            preprint("2305.16183v3", doi="10.5555/published"),
            preprint("2401.00001v2", comment="This paper has been withdrawn by the authors"),
        ),
    )
    return services


def crossref(services: Services, *, own: bool = True, notice: bool = True) -> None:
    """Answer ``/works`` for Crossref (a filter of doi: or updates:) and for OpenAlex."""

    def answer(request: Request) -> Response:
        asked = request.args["filter"]
        if "per-page" in request.args:
            results = [{"id": "W1", "doi": f"https://doi.org/{DOI}", "is_retracted": True}]
            body: object = {"meta": {}, "results": results if DOI in asked else []}
        elif asked.startswith("updates:"):
            found = crossref_work(NOTICE, **{"update-to": [update("retraction", DOI)]})
            body = crossref_list(*([found] if notice and DOI in asked else []))
        else:
            told = [update("retraction", NOTICE), update("corrigendum", "10.1126/corr")]
            found = crossref_work(**({"updated-by": told} if own else {}))
            body = crossref_list(*([found] if DOI in asked else []))
        return Response(json.dumps(body))

    services.handle("/works", answer)
    # A DOI with a comma cannot stand in a filter.
    services.answer("/works/10.1000/a,b|c", crossref_answer(crossref_work("10.1000/a,b|c")))
    services.answer("/works/doi:10.1000/a,b|c", openalex_work("10.1000/a,b|c"))


def test_what_became_of_works_is_told_and_kept(shelf: Services, cli: Cli) -> None:
    crossref(shelf)
    done = cli("doctor", "--online", "-f", "json")
    found = [one for one in json.loads(done.stdout) if one["check"] == "online"]
    assert done.exit_code == 1
    keys = {key for one in found for key in one["keys"]}
    assert keys == {"rats", "passive", "other"}
    told = "\n".join(one["what"] for one in found)
    assert f"rats: retraction: 2020-01-02: Retraction ({NOTICE}; says crossref)" in told
    assert "rats: retraction: marked as retracted (says openalex)" in told
    assert "rats: correction: 2020-01-02: Corrigendum (10.1126/corr; says crossref)" in told
    assert "passive: newer-version: 2023-10-30: seen was v1 (2305.16183v3; says arxiv)" in told
    assert "passive: newer-version: published (10.5555/published; says arxiv)" in told
    assert "other: withdrawal: 2023-10-30: This paper has been withdrawn" in told
    assert "1 work without a DOI or arXiv id" in told
    assert "WITHDRAWN: A withdrawn preprint" in cli("list").stdout


def test_an_old_record_without_updated_by_is_found_by_its_notice(shelf: Services, cli: Cli) -> None:
    crossref(shelf, own=False)
    assert f"({NOTICE}; says crossref)" in cli("doctor", "--online").stdout


def test_what_is_no_longer_said_is_forgotten(shelf: Services, cli: Cli) -> None:
    crossref(shelf)
    cli("doctor", "--online")
    shelf.server.clear()
    crossref(shelf, own=False, notice=False)
    shelf.answer("/api/query", atom(preprint("2305.16183v1"), preprint("2401.00001v1")))
    found = cli("doctor", "--online").stdout
    assert "says crossref" not in found
    assert "says openalex" in found
    assert "passive:" not in found


def test_a_service_that_fails_costs_nothing_of_the_others(shelf: Services, cli: Cli) -> None:
    crossref(shelf)
    cli("doctor", "--online")
    shelf.server.clear()
    shelf.answer("/works", "down", status=500)
    shelf.answer("/api/query", atom(preprint("2305.16183v4")))
    found = cli("doctor", "--online").stdout
    assert "crossref is busy (status 500)" in found
    assert f"({NOTICE}; says crossref)" in found, "what was known before is kept"
    assert "2305.16183v4" in found


def test_without_online_nothing_is_asked(shelf: Services, cli: Cli) -> None:
    cli("doctor")
    assert shelf.seen == []


def test_a_retraction_is_told_in_evidence_and_lowers_certainty(
    kb_path: Path, cli: Cli, tmp_path: Path
) -> None:
    with KnowledgeBase.open(kb_path) as base:
        for n in range(4):
            bib = f"@article{{w{n}, title = {{Work {n}}}, author = {{Author{n}, A.}}, year = 2010}}"
            base.add_content(bib.encode(), "b.bib", embed=False)
        for key in ("w0", "w1", "w2", "w3", "blaisdell2006causal"):
            sides = {"interventions-necessary": Stance.SUPPORTS}
            claim = Claim("Acting was needed.", design=Design.EXPERIMENT, stances=sides)
            base.claims.add(key, claim)
    file = ZoteroFile(tmp_path / "Zotero" / "zotero.sqlite")
    item = rats(file)
    file.retract(item, date="2020-01-02", reasons=["Error in Data"], retractionDOI="10.1126/x")
    file.close()
    done = cli("add", file.path, "--no-embed")
    assert done.exit_code == 0
    assert "retraction: 2020-01-02: Error in Data (10.1126/x; says zotero)" in done.stderr
    assert "RETRACTED: " in cli("search", "rats", "--mode", "keyword").stdout
    assert "RETRACTED" in cli("report", "interventions", "-o", "-").stdout
    after = json.loads(cli("evidence", "interventions", "-f", "json").stdout)
    claims = [c for h in after["hypotheses"] for c in h["claims"] if c["retracted"]]
    assert {claim["work"] for claim in claims} == {"blaisdell2006causal"}
    reasons = [
        reason
        for hypothesis in after["hypotheses"]
        if hypothesis["certainty"]
        for reason in hypothesis["certainty"]["reasons"]
    ]
    assert any("retracted: 1 of" in reason for reason in reasons), after["hypotheses"]
