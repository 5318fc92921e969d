"""``causalkb site``: what is written, where, and that nothing of others is lost."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from causalkb import InputError, KnowledgeBase, Notice, SiteOptions
from causalkb.vocabulary import NoticeKind
from tests.conftest import Cli


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_a_site_has_a_page_for_everything(kb: KnowledgeBase, tmp_path: Path) -> None:
    built = kb.site(tmp_path / "site")
    made = files(tmp_path / "site")
    assert (built.files, built.size) == (len(made), sum(map(len, made.values())))
    for question in kb.questions.list():
        assert f"questions/{question.slug}.html" in made
    for hypothesis in kb.hypotheses.list():
        assert f"hypotheses/{hypothesis.slug}.html" in made
    keys = kb.works.keys()
    for key in keys:
        assert f"works/{key}.html" in made
    page = made["works/blaisdell2006causal.html"].decode()
    for claim in kb.claims.of("blaisdell2006causal"):
        assert f'id="claim-{claim.id.rpartition("#")[2]}"' in page
    for name in ("index", "works", "graph", "methods", "changes", "cite", "search"):
        assert f"{name}.html" in made
    assert {".nojekyll", "CITATION.cff", "edition.json", "downloads/works.bib"} <= set(made)
    assert "sitemap.xml" not in made  # it takes absolute addresses
    assert "feed.xml" not in made  # it takes dates


def test_the_same_knowledge_base_gives_the_same_bytes(kb: KnowledgeBase, tmp_path: Path) -> None:
    first = kb.site(tmp_path / "one")
    second = kb.site(tmp_path / "two")
    assert first.edition == second.edition
    assert files(tmp_path / "one") == files(tmp_path / "two")


def test_a_folder_with_other_files_is_left_alone(kb_path: Path, cli: Cli, tmp_path: Path) -> None:
    folder = tmp_path / "public"
    folder.mkdir()
    (folder / "thesis.tex").write_text("years of work")
    refused = cli("site", folder)
    assert refused.exit_code == 2
    assert "not empty" in refused.stderr
    assert files(folder) == {"thesis.tex": b"years of work"}
    assert cli("site", folder, "--force").exit_code == 0
    assert (folder / "thesis.tex").read_text() == "years of work"
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".public")]


def test_a_later_site_takes_the_place_of_an_earlier_one(kb: KnowledgeBase, tmp_path: Path) -> None:
    folder = tmp_path / "site"
    kb.site(folder)
    (folder / "CNAME").write_text("evidence.example.org")
    kb.works.remove("zecevic2023causal")
    kb.site(folder)
    assert not (folder / "works" / "zecevic2023causal.html").exists()
    assert (folder / "CNAME").read_text() == "evidence.example.org"
    kept = json.loads((folder / "causalkb-site.json").read_text())
    assert "CNAME" not in kept["files"]


def test_the_folder_of_the_knowledge_base_is_never_written_to(kb: KnowledgeBase) -> None:
    with pytest.raises(InputError, match="holds the knowledge base"):
        kb.site(kb.directory.parent, force=True)


@pytest.mark.parametrize("url", ["ftp://example.org", "javascript:alert(1)", "https://a b", "x"])
def test_an_address_that_is_not_one_is_refused(kb: KnowledgeBase, tmp_path: Path, url: str) -> None:
    with pytest.raises(InputError, match="is not like https://"):
        kb.site(tmp_path / "site", SiteOptions(base_url=url))
    assert not (tmp_path / "site").exists()


def test_a_retraction_is_shown_with_the_work_and_its_claims(
    kb: KnowledgeBase, tmp_path: Path
) -> None:
    before = kb.site(tmp_path / "site")
    notice = Notice(NoticeKind.RETRACTION, "crossref", "10.1/x", reason="<b>fabricated</b> data")
    with kb.store.database.atomic():
        key = kb.store.works.id_of("blaisdell2006causal")
        kb.store.notices.replace(key, "crossref", [notice])
    after = kb.site(tmp_path / "site")
    assert before.edition != after.edition
    made = files(tmp_path / "site")
    page = made["works/blaisdell2006causal.html"].decode()
    assert "Retraction." in page
    assert "<b>fabricated" not in page
    warning = kb.works.get("blaisdell2006causal").warning
    assert warning
    assert warning in made["hypotheses/animals-represent-interventions.html"].decode()
