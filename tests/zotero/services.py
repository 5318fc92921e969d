"""Answers in the shapes of Crossref, arXiv and OpenAlex, and a server that gives them."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

DOI = "10.1126/science.1121872"
NOTICE = "10.1126/science.999999"


def crossref_work(doi: str = DOI, **more: Any) -> dict[str, Any]:
    """A record as ``/works/{doi}`` has it, shortened."""
    return {
        "DOI": doi.upper(),
        "type": "journal-article",
        "title": ["Causal Reasoning in Rats"],
        "container-title": ["Science"],
        "short-container-title": ["Science"],
        "author": [
            {"given": "Aaron P.", "family": "Blaisdell", "sequence": "first", "affiliation": []},
            {"given": "Michael R.", "family": "Waldmann", "sequence": "additional"},
            {"name": "The Rat Consortium", "sequence": "additional", "affiliation": []},
        ],
        "issued": {"date-parts": [[2006, 2, 17]]},
        "published-print": {"date-parts": [[2006, 2, 17]]},
        "volume": "311",
        "issue": "5763",
        "page": "1020-1022",
        "publisher": "American Association for the Advancement of Science (AAAS)",
        "abstract": "<jats:p>Rats made correct inferences for"
        " <jats:italic>instrumental</jats:italic> actions.</jats:p>",
        "ISSN": ["0036-8075", "1095-9203"],
        "URL": f"https://doi.org/{doi}",
        "reference": [{"key": "r1", "DOI": "10.1000/other"}],
        "is-referenced-by-count": 300,
        "relation": {},
        "license": [{"URL": "https://example.org"}],
        **more,
    }


def crossref_answer(message: Any, type: str = "work") -> dict[str, Any]:
    return {
        "status": "ok",
        "message-type": type,
        "message-version": "1.0.0",
        "message": message,
    }


def crossref_list(*works: dict[str, Any]) -> dict[str, Any]:
    found = {"facets": {}, "total-results": len(works), "items": list(works), "items-per-page": 20}
    return crossref_answer(found, "work-list")


def update(kind: str, doi: str, source: str = "publisher") -> dict[str, Any]:
    """An entry of ``update-to`` or ``updated-by``."""
    return {
        "updated": {"date-parts": [[2020, 1, 2]], "date-time": "2020-01-02T00:00:00Z"},
        "DOI": doi,
        "type": kind,
        "label": kind.capitalize(),
        "source": source,
    }


def atom(*entries: str) -> str:
    """A feed as arXiv's API gives it."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<feed xmlns="http://www.w3.org/2005/Atom"><title type="html">ArXiv Query</title>'
        "<id>http://arxiv.org/api/x</id>"
        '<opensearch:totalResults xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/">1'
        "</opensearch:totalResults>" + "".join(entries) + "</feed>"
    )


def preprint(identifier: str = "2305.16183v2", comment: str = "", doi: str = "") -> str:
    """An entry of such a feed."""
    space = 'xmlns:arxiv="http://arxiv.org/schemas/atom"'
    return (
        f"<entry><id>http://arxiv.org/abs/{identifier}</id>"
        "<updated>2023-10-30T12:00:00Z</updated><published>2023-05-25T15:49:25Z</published>"
        "<title>Passive learning of active\n  causal strategies in $\\alpha$ agents</title>"
        "<summary>  What can be learned about causality\n from passive data?</summary>"
        "<author><name>Andrew Kyle Lampinen</name></author>"
        "<author><name>Stephanie C. Y. Chan</name></author>"
        + (f"<arxiv:comment {space}>{comment}</arxiv:comment>" if comment else "")
        + (f"<arxiv:doi {space}>{doi}</arxiv:doi>" if doi else "")
        + f'<arxiv:primary_category {space} term="cs.LG" scheme="http://arxiv.org/schemas/atom"/>'
        '<category term="cs.LG" scheme="http://arxiv.org/schemas/atom"/></entry>'
    )


def openalex_work(doi: str, **more: Any) -> dict[str, Any]:
    return {
        "id": "https://openalex.org/W1",
        "doi": f"https://doi.org/{doi}",
        "title": "A data set of causal questions",
        "type": "dataset",
        "publication_year": 2021,
        "publication_date": "2021-03-04",
        "authorships": [
            {"raw_author_name": "Roe, Jane", "author": {"display_name": "Jane Roe"}},
            {"author": {"display_name": "Ann B. Smith"}},
        ],
        "primary_location": {"source": {"display_name": "Zenodo"}},
        "biblio": {"volume": None, "issue": None, "first_page": None, "last_page": None},
        "abstract_inverted_index": {"causes.": [2], "Data": [0], "on": [1]},
        "is_retracted": False,
        **more,
    }


class Services:
    """The three services on one local server; keeps the requests that came."""

    def __init__(self, server: HTTPServer) -> None:
        self.server = server
        self.seen: list[Request] = []

    def answer(self, path: str, body: Any, **options: Any) -> None:
        """Answer a path with JSON (of a dictionary), text or bytes."""
        if isinstance(body, dict):
            body = json.dumps(body)
        self.handle(path, lambda _: Response(body, **options))

    def handle(self, path: str, make: Callable[[Request], Response]) -> None:
        def noted(request: Request) -> Response:
            self.seen.append(request)
            return make(request)

        self.server.expect_request(path).respond_with_handler(noted)

    @property
    def paths(self) -> list[str]:
        return [request.path for request in self.seen]
