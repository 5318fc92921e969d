"""``add 10.1126/...``: records from Crossref, arXiv and OpenAlex, against a server of our own."""

from __future__ import annotations

import json
import os
import socket
import time
from pathlib import Path

import pytest
from conftest import Cli
from services import (
    DOI,
    NOTICE,
    Services,
    atom,
    crossref_answer,
    crossref_work,
    openalex_work,
    preprint,
    update,
)
from werkzeug import Request, Response

from causalkb import KnowledgeBase

CROSSREF = f"/works/{DOI}"


def add(cli: Cli, *sources: str) -> tuple[int, str]:
    done = cli("add", *sources, "--no-embed")
    return done.exit_code, " ".join(done.stderr.split())


def shown(cli: Cli, key: str) -> dict[str, object]:
    found: dict[str, object] = json.loads(cli("show", key, "-f", "json").stdout)
    return found


def test_a_doi_becomes_a_work(
    services: Services, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CAUSALKB_CONTACT", "me@example.org")
    services.answer(CROSSREF, crossref_answer(crossref_work()))
    code, said = add(cli, "https://doi.org/10.1126/Science.1121872")
    assert (code, "1 added" in said) == (0, True)
    work = shown(cli, DOI)
    assert (work["key"], work["title"], work["type"]) == (
        "blaisdell2006causal", "Causal Reasoning in Rats", "article")  # fmt: skip
    assert work["authors"] == ["Blaisdell, Aaron P.", "Waldmann, Michael R.", "The Rat Consortium"]
    assert work["abstract"] == "Rats made correct inferences for instrumental actions."
    assert (work["year"], work["venue"]) == (2006, "Science")
    assert work["fields"] == {
        "date": "2006-02-17", "issn": "0036-8075; 1095-9203", "journal": "Science",
        "number": "5763", "pages": "1020–1022", "volume": "311",
        "publisher": "American Association for the Advancement of Science (AAAS)",
    }  # fmt: skip
    [request] = services.seen
    assert "mailto:me@example.org" in request.headers["User-Agent"]
    assert request.args["mailto"] == "me@example.org"


def test_an_arxiv_id_becomes_a_work_once(services: Services, cli: Cli) -> None:
    services.answer("/api/query", atom(preprint()))
    code, said = add(cli, "arXiv:2305.16183", "https://arxiv.org/abs/2305.16183v1", "2305.16183")
    assert (code, "1 added, 0 updated, 2 unchanged" in said) == (0, True)
    work = shown(cli, "2305.16183")
    assert work["title"] == "Passive learning of active causal strategies in α agents"
    assert work["authors"] == ["Lampinen, Andrew Kyle", "Chan, Stephanie C. Y."]
    assert (work["year"], work["arxiv"], work["doi"]) == (2023, "2305.16183", None)
    assert cli("remove", str(work["key"]), "--yes").exit_code == 0
    assert "1 added" in add(cli, "2305.16183")[1]
    assert len(services.seen) == 1, "the second time, the answer is in the cache"


def test_an_answer_of_the_future_is_not_kept_for_ever(
    services: Services, cli: Cli, tmp_path: Path
) -> None:
    """Its clock was set back since: it does not wait until the clock is there again."""
    services.answer("/api/query", atom(preprint()))
    assert add(cli, "arXiv:2305.16183")[0] == 0
    for kept in (tmp_path / "online").rglob("*"):
        os.utime(kept, (4e9, 4e9))
    assert add(cli, "2305.16183")[0] == 0
    assert len(services.seen) == 2


def test_a_doi_of_another_agency_is_found_in_openalex(services: Services, cli: Cli) -> None:
    services.answer("/works/10.5281/zenodo.1", "Resource not found.", status=404)
    services.answer("/works/doi:10.5281/zenodo.1", openalex_work("10.5281/zenodo.1"))
    assert add(cli, "10.5281/zenodo.1")[0] == 0
    work = shown(cli, "10.5281/zenodo.1")
    assert (work["type"], work["abstract"]) == ("dataset", "Data on causes.")
    assert work["authors"] == ["Roe, Jane", "Smith, Ann B."]


def test_a_retraction_is_known_from_the_start(services: Services, cli: Cli) -> None:
    retracted = crossref_work(**{"updated-by": [update("retraction", NOTICE, "retraction-watch")]})
    services.answer(CROSSREF, crossref_answer(retracted))
    add(cli, DOI)
    [notice] = shown(cli, DOI)["notices"]  # type: ignore[misc]
    assert notice == {
        "kind": "retraction", "source": "crossref", "notice": NOTICE, "day": "2020-01-02",
        "reason": "Retraction (Retraction Watch)",
    }  # fmt: skip
    for command in (["list"], ["show", DOI], ["list", "-f", "markdown"]):
        assert "RETRACTED: Causal Reasoning in Rats" in cli(*command).stdout


def test_nothing_is_sent_without_an_identifier(
    services: Services, cli: Cli, tmp_path: Path
) -> None:
    bib = tmp_path / "a.bib"
    bib.write_text("@article{a, title = {T}, doi = {10.1126/science.1121872}}")
    assert add(cli, str(bib))[0] == 0
    named = tmp_path / "10.1126"
    named.mkdir()
    (named / "science.1121872").write_text("@misc{b, title = {A file with the name of a DOI}}")
    assert cli("add", named / "science.1121872", "--no-embed").exit_code == 0
    assert services.seen == []


# What goes wrong


@pytest.mark.parametrize(
    ("body", "options", "said"),
    [
        ("Resource not found.", {"status": 404}, "neither crossref nor openalex knows it"),
        ("<html>maintenance</html>", {}, "something other than JSON ('<html>maintenance"),
        ('{"message": [', {}, "something other than JSON"),
        ("[" * 100_000, {}, "something other than JSON"),
        ({"status": "ok", "message": "Hello"}, {}, "something that is not a record"),
        (crossref_answer(crossref_work("10.1000/other")), {}, "with another DOI, 10.1000/other"),
        ("", {"status": 403}, "refuses the request (status 403)"),
        ("", {"status": 301, "headers": {"Location": "http://evil.example/"}}, "another host"),
        ("busy", {"status": 503}, "crossref is busy (status 503)"),
        ("", {"status": 429, "headers": {"Retry-After": "3600"}}, "asks to wait 3600 seconds"),
        (b"x" * (17 * 2**20), {}, "more than 16 MiB"),
    ],
)  # fmt: skip
def test_a_wrong_answer_is_told_and_changes_nothing(
    services: Services, cli: Cli, body: object, options: dict[str, object], said: str
) -> None:
    services.answer(CROSSREF, body, **options)
    services.answer(f"/works/doi:{DOI}", "", status=404)
    services.answer("/api/query", atom(preprint()))
    code, told = add(cli, DOI, "arXiv:2305.16183")
    assert code == 1, "the other identifier is added"
    assert said in told
    assert cli("list", "-f", "keys").stdout.split() == ["lampinen2023passive"]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (atom(), "arxiv does not know it"),
        (atom(preprint("2401.00001v1")), "another id, 2401.00001"),
        ("<feed>", "not Atom"),
        ("<!DOCTYPE f [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><feed>&x;</feed>", "not Atom"),
        (atom("<entry><id>http://arxiv.org/api/errors#x</id><title>Error</title></entry>"),
         "does not know it"),
    ],
)  # fmt: skip
def test_a_wrong_answer_of_arxiv_is_told(
    services: Services, cli: Cli, body: str, said: str
) -> None:
    services.answer("/api/query", body)
    code, told = add(cli, "arXiv:2305.16183")
    assert (code, said in told) == (2, True), told


def test_a_busy_service_is_asked_again_when_it_says(services: Services, cli: Cli) -> None:
    times: list[float] = []

    def busy_once(request: Request) -> Response:
        times.append(time.monotonic())
        if len(times) == 1:
            return Response("slow down", 429, {"Retry-After": "1"})
        return Response(json.dumps(crossref_answer(crossref_work())))

    services.handle(CROSSREF, busy_once)
    assert add(cli, DOI)[0] == 0
    assert times[1] - times[0] >= 1


def test_a_service_that_drips_or_hangs_is_left(
    services: Services, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    from causalkb.online import client

    monkeypatch.setattr(client, "LONGEST", 0.3)
    monkeypatch.setattr(client, "_SILENCE", 0.5)

    def drip(request: Request) -> Response:
        def parts() -> object:
            for _ in range(20):
                time.sleep(0.1)
                yield b" "

        return Response(parts())  # type: ignore[arg-type]

    def hang(request: Request) -> Response:
        time.sleep(1.5)
        return Response("{}")

    services.handle(CROSSREF, drip)
    services.handle("/works/10.1000/hangs", hang)
    code, told = add(cli, DOI, "10.1000/hangs")
    assert code == 2
    assert "answers too slowly" in told
    assert "did not answer within" in told


def test_offline_is_said(cli: Cli, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAUSALKB_CROSSREF_URL", "http://127.0.0.1:9")
    with KnowledgeBase.open(home, create=True):
        pass
    code, told = add(cli, DOI)
    assert code == 2
    assert "crossref cannot be reached at 127.0.0.1:9" in told
    assert "is this machine online?" in told


@pytest.mark.parametrize(
    ("name", "value"),
    [("CAUSALKB_CROSSREF_URL", "file:///etc/passwd"), ("CAUSALKB_CONTACT", "me\r\nX: y")],
)
def test_a_setting_that_cannot_be_used_is_named(
    services: Services, cli: Cli, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    code, told = add(cli, DOI)
    assert (code, name in told) == (2, True)


def test_the_suite_reaches_nothing_but_this_machine() -> None:
    with pytest.raises(OSError, match="a test wanted"):
        socket.create_connection(("api.crossref.org", 443))
    with pytest.raises(OSError, match="a test wanted"), socket.socket() as one:
        one.connect(("192.0.2.1", 443))
