"""Editions of a site: what changed, the feed, an interrupted run, and the local server."""

from __future__ import annotations

import threading
import urllib.error
import urllib.request
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from causalkb import Claim, Design, InputError, KnowledgeBase, SiteOptions, Stance
from causalkb.errors import CausalKBError
from causalkb.site.options import SiteBuilt
from causalkb.site.server import serve_site
from tests.conftest import Cli
from tests.site.test_site import files

ATOM = "{http://www.w3.org/2005/Atom}"


def test_editions_follow_one_another_in_page_and_feed(kb: KnowledgeBase, tmp_path: Path) -> None:
    folder = tmp_path / "site"
    first = kb.site(folder, SiteOptions(day="2026-11-01"))
    claim = Claim(
        "Pigeons <b>do</b> not.",
        design=Design.EXPERIMENT,
        stances={"animals-represent-interventions": Stance.CONTRADICTS},
    )
    kb.claims.add("lalonde1986evaluating", claim)
    second = kb.site(folder, SiteOptions(day="2026-11-25", compare=folder))
    assert first.edition != second.edition
    page = (folder / "changes.html").read_text(encoding="utf-8")
    assert "Since the edition of 2026-11-01" in page
    assert "New claim: Pigeons &lt;b&gt;do&lt;/b&gt; not." in page
    assert 'href="works/lalonde1986evaluating.html"' in page
    assert "New claim" in (folder / "index.html").read_text(encoding="utf-8")
    # An edition that says the same adds nothing.
    third = kb.site(folder, SiteOptions(day="2026-11-28", compare=folder))
    assert third.edition == second.edition
    feed = ElementTree.parse(folder / "feed.xml").getroot()
    titles = [entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")]
    assert titles == ["Edition of 2026-11-25", "Edition of 2026-11-01"]
    said = feed.findtext(f"{ATOM}entry/{ATOM}content") or ""
    assert "<li>New claim: Pigeons &lt;b&gt;do&lt;/b&gt; not." in said


def test_a_report_in_json_serves_as_an_earlier_edition(
    kb_path: Path, cli: Cli, tmp_path: Path
) -> None:
    old = tmp_path / "old.json"
    assert cli("report", "-o", old, "--date", "2026-10-01").exit_code == 0
    assert cli("remove", "zecevic2023causal", "--yes").exit_code == 0
    done = cli("site", tmp_path / "site", "--compare", old, "--date", "2026-11-25")
    assert done.exit_code == 0, done.stderr
    page = (tmp_path / "site" / "changes.html").read_text(encoding="utf-8")
    assert "Since the edition of 2026-10-01" in page
    assert "[zecevic2023causal]" in page


def test_what_cannot_be_compared_is_refused(kb_path: Path, cli: Cli, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    (empty / "causalkb-site.json").write_text('{"format": "causalkb-site", "editions": [1]}')
    for old, words in ((tmp_path, "not a site"), (empty, "damaged"), (tmp_path / "x", "no such")):
        done = cli("site", tmp_path / "site", "--compare", old, "--date", "2026-11-25")
        assert (done.exit_code, words in done.stderr) == (2, True), done.stderr
    undated = cli("site", tmp_path / "site", "--compare", empty)
    assert undated.exit_code == 2
    assert "--date" in undated.stderr
    assert not (tmp_path / "site").exists()


def test_an_interrupted_run_leaves_the_site_before(
    kb: KnowledgeBase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "site"
    kb.site(folder)
    before = files(folder)

    def interrupt(what: str, done: int, total: int) -> None:
        if what == "Writing pages":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        kb.site(folder, SiteOptions(title="Another"), progress=interrupt)
    assert files(folder) == before
    assert [path.name for path in tmp_path.iterdir() if "site" in path.name] == ["site"]
    # Between the two renames of a swap there is a moment without the folder.
    folder.rename(tmp_path / ".site.causalkb-before")
    kb.site(folder)
    assert files(folder) == before


def test_chosen_questions_bring_their_works_only(kb: KnowledgeBase, tmp_path: Path) -> None:
    kb.site(tmp_path / "site", SiteOptions(questions=("models-in-ml",)))
    made = files(tmp_path / "site")
    assert "questions/models-in-ml.html" in made
    assert "questions/interventions.html" not in made
    assert "works/zecevic2023causal.html" in made
    assert "works/blaisdell2006causal.html" not in made
    with pytest.raises(CausalKBError, match="models-in-ml"):
        kb.site(tmp_path / "other", SiteOptions(questions=("models-in-m",)))


def test_a_theme_is_loaded_last(kb: KnowledgeBase, tmp_path: Path) -> None:
    theme = tmp_path / "theme.css"
    theme.write_text(":root { --link: #804000; }")
    kb.site(tmp_path / "site", SiteOptions(theme=theme))
    page = (tmp_path / "site" / "works" / "zecevic2023causal.html").read_text(encoding="utf-8")
    assert page.index("assets/site.css") < page.index('href="../assets/theme.css"')
    assert (tmp_path / "site" / "assets" / "theme.css").read_text() == theme.read_text()
    with pytest.raises(InputError, match="no such file"):
        kb.site(tmp_path / "site", SiteOptions(theme=tmp_path / "none.css"))


def get(address: str, **headers: str) -> tuple[int, str]:
    try:
        request = urllib.request.Request(address, headers=headers)
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        error.close()
        return error.code, ""


def test_the_server_shows_the_site_and_follows_the_knowledge_base(
    kb_path: Path, cli: Cli, tmp_path: Path
) -> None:
    shown, changed, stop = threading.Event(), threading.Event(), threading.Event()
    addresses: list[str] = []

    def ready(address: str, built: SiteBuilt) -> None:
        addresses.append(address)
        shown.set()

    def serve() -> None:
        with KnowledgeBase.open(kb_path) as base:
            serve_site(
                base._session,
                tmp_path / "site",
                SiteOptions(),
                port=0,
                ready=ready,
                rebuilt=lambda _: changed.set(),
                until=stop,
            )

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        assert shown.wait(60)
        status, page = get(addresses[0])
        assert (status, "The questions at a glance" in page) == (200, True)
        assert get(addresses[0] + "works/")[0] == 404
        assert get(addresses[0] + "../kb/causalkb.db")[0] == 404
        assert get(addresses[0], Host="evil.example")[0] == 403
        assert cli("tag", "zecevic2023causal", "parrots").exit_code == 0
        assert changed.wait(60)
        assert "parrots" in get(addresses[0] + "works/zecevic2023causal.html")[1]
    finally:
        stop.set()
        thread.join(60)


def test_a_question_says_how_far_its_works_were_read(kb: KnowledgeBase, tmp_path: Path) -> None:
    kb.site(tmp_path / "site")
    progress = list(kb.proposals.progress())
    assert progress
    for one in progress:
        page = (tmp_path / "site" / "questions" / f"{one.question}.html").read_text("utf-8")
        works = f"Of {one.works:,} linked work{'' if one.works == 1 else 's'}, "
        claims = f"{one.with_claims} {'has' if one.with_claims == 1 else 'have'} claims, "
        seen = f"{one.looked_at} {'was' if one.looked_at == 1 else 'were'} looked at without one, "
        left = f"{one.waiting} {'waits' if one.waiting == 1 else 'wait'} to be read."
        assert works + claims + seen + left in page
