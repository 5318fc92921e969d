"""Full texts of works: stored page by page, searched, quoted, kept through every change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from causalkb import Claim, InputError, KnowledgeBase, Work, WorkFile
from causalkb.ingest.documents import store_document
from causalkb.ingest.passages import rebuild_passages
from causalkb.store.works import Identity
from causalkb.vocabulary import PassageKind

PAGES = (
    ("p. 1", "Rats that pressed the lever expected food. They did not expect it after a"),
    ("p. 2", "tone that came by itself. Dolphins were not studied."),
)


FILE = WorkFile("/nowhere/rats.pdf", "a" * 64, 100, 2, "application/pdf")


def attach(kb: KnowledgeBase, key: str, file: WorkFile, pages: object = PAGES) -> bool:
    work_id = kb.store.works.id_of(key)
    with kb.store.database.atomic():
        changed = store_document(kb.store, work_id, pages, file)  # type: ignore[arg-type]
        rebuild_passages(kb.store, kb._session.chunk, work_id)
    kb.sync()
    return changed


@pytest.fixture
def rats(tmp_path: Path) -> Iterator[KnowledgeBase]:
    with KnowledgeBase.open(tmp_path / "rats", create=True) as kb:
        kb.add_content(b"@misc{rats, title={Levers and tones}, year={2006}}", "a.bib")
        assert attach(kb, "rats", FILE)
        yield kb


def test_a_page_is_found_with_its_locator(rats: KnowledgeBase) -> None:
    hit = rats.search("were dolphins studied", kind="passages", limit=1)[0]
    assert hit.passage is not None
    assert (hit.passage.kind, hit.passage.locator) == (PassageKind.TEXT, "p. 2")


def test_a_sentence_across_a_page_break_is_whole_where_it_begins(rats: KnowledgeBase) -> None:
    texts = {p.locator: p.text for p in rats.store.passages.of_work(1) if p.kind == "text"}
    assert texts["p. 1"].endswith("They did not expect it after a tone that came by itself.")
    assert texts["p. 2"] == "Dolphins were not studied."


def test_a_quote_is_looked_up_in_the_pages(rats: KnowledgeBase) -> None:
    quote = "after a tone that came by itself"
    claim_id = rats.claims.add("rats", Claim("Rats expect.", quote=quote))
    assert rats.claims.get(claim_id).quote_checked
    other = "cats purr at noon " * 9
    with pytest.raises(InputError, match=f"quote '{other[:60]}' does not occur"):
        rats.claims.add("rats", Claim("Rats expect.", quote=other))


def test_the_text_comes_back_with_undo_and_goes_along_with_a_merge(rats: KnowledgeBase) -> None:
    rats.works.remove("rats")
    rats.sync()
    assert rats.search("dolphins", kind="passages") == []
    rats.undo()
    rats.sync()
    assert rats.search("dolphins", kind="passages")[0].work.key == "rats"
    rats.add_content(b"@misc{mice, title={Of mice}, year={2006}}", "b.bib")
    rats.works.merge("mice", "rats")
    rats.sync()
    found = rats.search("dolphins", kind="passages")[0]
    assert (found.work.key, found.passage and found.passage.locator) == ("mice", "p. 2")
    rats.undo()
    rats.sync()
    assert rats.search("dolphins", kind="passages")[0].work.key == "rats"


def test_backup_restore_and_reindex_keep_the_text(rats: KnowledgeBase, tmp_path: Path) -> None:
    copy = rats.backup(tmp_path / "copy.db")
    KnowledgeBase.restore(copy, tmp_path / "other")
    with KnowledgeBase.open(tmp_path / "other") as other:
        other.reindex()
        assert other.search("dolphins", kind="passages")[0].work.key == "rats"
        assert [f for f in other.doctor() if f.check in ("passages", "indexes")] == []


def test_a_second_file_has_its_name_before_the_locators(rats: KnowledgeBase) -> None:
    more = WorkFile("/nowhere/supplement.pdf", "b" * 64, 100, 1, "application/pdf")
    attach(rats, "rats", more, [("p. 1", "Squirrels hoard nuts in autumn.")])
    hit = rats.search("squirrels hoard nuts", kind="passages", limit=1)[0]
    assert hit.passage is not None
    assert hit.passage.locator == "supplement.pdf, p. 1"


def test_the_same_again_changes_nothing_and_a_moved_file_is_known(
    rats: KnowledgeBase, tmp_path: Path
) -> None:
    assert not attach(rats, "rats", FILE)
    moved = replace(FILE, path=str(tmp_path / "rats.pdf"))
    attach(rats, "rats", moved)
    assert [f.path for f in rats.store.files.of_works([1])[1]] == [moved.path]


def test_a_text_of_no_file_is_what_doctor_deletes(rats: KnowledgeBase) -> None:
    rats.works.remove("rats")
    assert rats.store.files.unused_texts() == []  # 'undo' needs it
    with rats.store.database.atomic():
        rats.store.database.conn.execute("DELETE FROM undo")
    (found,) = [f for f in rats.doctor(fix=True) if f.check == "unused texts"]
    assert found.fixed
    assert not rats.store.files.has_text("a" * 64)


def test_a_work_without_a_title_is_not_left_unchunked(rats: KnowledgeBase) -> None:
    kb = rats
    with kb.store.database.atomic():
        work_id = kb.store.works.insert(Work("blank"), Identity())
        store_document(
            kb.store, work_id, [("p. 1", "Otters juggle.")], WorkFile("/x.pdf", "c" * 64)
        )
        kb.store.passages.postpone(work_id)
        kb.store.database.bump_generation()
    kb.sync()
    assert kb.search("otters juggle", kind="passages")[0].work.key == "blank"
