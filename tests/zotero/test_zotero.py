"""``add zotero:``: a library of Zotero, running or not, as works with what was marked in them."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import Cli
from zotero_library import ZoteroFile, rats

from causalkb import KnowledgeBase


@pytest.fixture
def file(tmp_path: Path) -> Iterator[ZoteroFile]:
    made = ZoteroFile(tmp_path / "Zotero" / "zotero.sqlite")
    yield made
    made.close()


def add(home: Path, source: object, **options: object) -> KnowledgeBase:
    base = KnowledgeBase.open(home, create=True)
    result = base.add(str(source), embed=False, **options)  # type: ignore[arg-type]
    assert not result.failed, result.problems
    return base


def test_an_item_becomes_a_work_with_its_fields(file: ZoteroFile, home: Path) -> None:
    rats(file)
    with add(home, file.path) as base:
        work = base.works.get("blaisdell_rats")
    assert work.title == "Causal reasoning in rats"
    assert [p.name for p in work.authors] == [
        "Blaisdell, Aaron P.",
        "van der Sawa, Kosuke",
        "Rat Lab",
    ]
    assert (work.type, work.year, work.venue, work.doi) == (
        "article", 2006, "Science", "10.1126/science.1121872")  # fmt: skip
    assert work.fields["date"] == "2006-02-17"
    assert work.fields["pmid"] == "16484500"
    assert work.fields["note"] == "read twice"
    assert work.fields["keywords"] == "Rattus norvegicus"
    assert work.tags == ("Causality/Rats mice", "to cite")


def test_what_was_marked_comes_with_page_colour_and_comment(file: ZoteroFile, home: Path) -> None:
    rats(file)
    with add(home, file.path, colours={"yellow": "supports", "#FF6666": "contradicts"}) as base:
        first, second, note = base.works.annotations("blaisdell_rats")
    assert (first.quote, first.comment) == ("Rats made correct inferences", "the main point")
    assert (first.locator, first.colour, first.side) == ("p. 1020", "yellow", "supports")
    assert first.link == "zotero://open-pdf/library/items/PDF00001?page=1&annotation=MARK0001"
    assert first.author == "ana"
    assert (second.locator, second.colour, second.side) == ("PDF p. 3", "red", "contradicts")
    assert (note.kind, note.quote, note.comment) == ("note", "", "# Mine\n\nThey *do*.")


def test_a_second_run_takes_only_what_is_new_or_changed(file: ZoteroFile, home: Path) -> None:
    item = rats(file)
    with add(home, file.path, colours={"green": "supports"}) as base:
        assert base.add(file.path, embed=False).unchanged == ("blaisdell_rats",)
        file.item("NEW00001", title="A paper on confounding by indication", date="2020-00-00 2020")
        pdf = file.conn.execute("SELECT itemID FROM items WHERE key = 'PDF00001'").fetchone()[0]
        file.mark("MARK0003", pdf, "a new one", colour="#5fb236", page=1)
        file.conn.execute("UPDATE itemAnnotations SET comment = 'changed' WHERE comment <> ''")
        file.conn.execute("DELETE FROM itemNotes WHERE parentItemID = ?", (item,))
        before = [one.id for one in base.works.annotations("blaisdell_rats")]
        result = base.add(file.path, embed=False)
        assert result.updated == ("blaisdell_rats",)
        assert len(result.added) == 1
        found = base.works.annotations("blaisdell_rats")
        assert [one.comment for one in found] == ["changed", "", ""]
        assert found[1].side == "supports", "what the colour means was said at the first run"
        assert found[0].id == before[0]
        base.undo()
        assert [one.id for one in base.works.annotations("blaisdell_rats")] == before


def test_notes_of_zotero_never_replace_the_own_note(file: ZoteroFile, home: Path) -> None:
    rats(file)
    with add(home, file.path) as base:
        base.works.save_note("blaisdell_rats", "---\nwork: blaisdell_rats\n---\nMy own words.\n")
        file.conn.execute("UPDATE itemNotes SET note = '<p>Theirs</p>'")
        base.add(file.path, embed=False)
        assert base.works.note("blaisdell_rats") == "My own words."
        assert base.works.annotations("blaisdell_rats")[-1].comment == "Theirs"


def test_what_was_marked_is_found(file: ZoteroFile, home: Path, cli: Cli) -> None:
    rats(file)
    with KnowledgeBase.open(home, create=True):
        pass
    assert cli("add", file.path).exit_code == 0
    [hit, *_] = json.loads(cli("search", "less food after own action", "-f", "json").stdout)["hits"]
    assert hit["passage"]["locator"].startswith("PDF p. 3")


def test_groups_are_read_and_feeds_and_the_bin_are_not(file: ZoteroFile, home: Path) -> None:
    file.item("GROUP001", library=2, title="Collider bias in our field", date="2020")
    file.item("FEED0001", library=3, title="News")
    file.bin(file.item("BINNED01", title="Thrown away"))
    with add(home, file.path) as base:
        assert [one.title for one in base.works.list()] == ["Collider bias in our field"]
        assert base.works.list()[0].year == 2020


def test_a_note_that_stands_alone_is_a_work(file: ZoteroFile, home: Path) -> None:
    file.note("ALONE001", "<h2>Ideas for a review</h2><p>Read Pearl.</p>")
    with add(home, file.path) as base:
        [work] = base.works.list()
        assert (work.type, work.title) == ("note", "Ideas for a review")
        assert "Read Pearl." in base.works.annotations(work.key)[0].comment


def test_works_that_are_gone_there_are_told_and_kept(
    file: ZoteroFile, home: Path, cli: Cli
) -> None:
    item = rats(file)
    with add(home, file.path):
        file.bin(item)
        file.item("OTHER001", title="Another paper")
    done = cli("add", file.path, "--no-embed")
    assert "no longer in Zotero, and still here: blaisdell_rats" in " ".join(done.stderr.split())
    with KnowledgeBase.open(home) as base:
        assert base.works.get("blaisdell_rats")


def test_marks_in_files_without_an_item_are_counted(file: ZoteroFile, home: Path) -> None:
    file.mark("MARK0009", file.attachment("LOOSE001", None, "storage:a.pdf"), "lost")
    file.item("OTHER001", title="Another paper")
    with KnowledgeBase.open(home, create=True) as base:
        [problem] = base.add(file.path, embed=False).problems
        assert problem.reason.startswith("1 annotations are in files")


# Citation keys


def test_the_native_key_comes_before_that_of_better_bibtex_and_extra(
    file: ZoteroFile, home: Path
) -> None:
    one = file.item(
        "AAAA0001", title="First paper", citationKey="native1", extra="Citation Key: x1"
    )
    two = file.item("AAAA0002", title="Second paper", extra="Citation Key: x2")
    file.item("AAAA0003", title="Third paper", extra="Citation Key: x3")
    other = sqlite3.connect(file.path.with_name("better-bibtex.sqlite"))
    other.execute("CREATE TABLE citationkey (itemID, itemKey, libraryID, citationKey, pinned)")
    other.executemany(
        "INSERT INTO citationkey VALUES (?, 'k', 1, ?, 0)", [(one, "bbt1"), (two, "bbt2")]
    )
    other.commit()
    other.close()
    with add(home, file.path) as base:
        assert sorted(base.works.keys()) == ["bbt2", "native1", "x3"]


# Safe copies


@pytest.mark.parametrize("wal", [False, True])
def test_a_running_zotero_is_read_with_what_it_wrote_last(
    tmp_path: Path, home: Path, wal: bool
) -> None:
    folder = tmp_path / "Zotero"
    script = (
        "import sys, pathlib\n"
        f"sys.path.insert(0, {str(Path(__file__).parent)!r})\n"
        "from zotero_library import ZoteroFile, rats\n"
        f"file = ZoteroFile(pathlib.Path({str(folder)!r}) / 'zotero.sqlite', wal={wal})\n"
        "file.lock(); rats(file); print('ready', flush=True); sys.stdin.read()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"ready\n"
        before = sorted((p.name, p.stat().st_mtime_ns) for p in folder.iterdir())
        with add(home, folder) as base:
            assert base.works.get("blaisdell_rats").year == 2006
        assert sorted((p.name, p.stat().st_mtime_ns) for p in folder.iterdir()) == before
        assert other.stdin is not None
        other.stdin.close()


def test_a_copy_that_is_half_written_is_rolled_back(
    file: ZoteroFile, tmp_path: Path, home: Path
) -> None:
    """A journal beside the file undoes what was not committed, as Zotero itself would."""
    rats(file)
    file.conn.execute("PRAGMA cache_size = 1")
    file.conn.execute("PRAGMA cache_spill = 1")
    file.conn.execute("BEGIN IMMEDIATE")
    for n in range(2000):
        file.conn.execute("INSERT INTO itemDataValues (value) VALUES (?)", (f"{n} " * 50,))
    file.conn.execute("DELETE FROM items")
    with add(home, file.path) as base:
        assert base.works.keys() == ["blaisdell_rats"]
    file.conn.execute("ROLLBACK")


# Where it is


def test_the_data_directory_is_found(
    tmp_path: Path, home: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    with KnowledgeBase.open(home, create=True):
        pass
    user = tmp_path / "user"
    monkeypatch.setenv("HOME", str(user))
    done = cli("add", "zotero:", "--no-embed")
    assert done.exit_code == 2
    assert "ZOTERO_DATA" in done.stderr
    for folder, key in ((user / "Zotero", "DEFAULT1"), (tmp_path / "moved", "PROFILE1"),
                        (tmp_path / "named", "NAMED001")):  # fmt: skip
        file = ZoteroFile(folder / "zotero.sqlite")
        file.conn.execute("UPDATE settings SET value = ?", (key,))
        file.item(key, title=f"The paper {key}", citationKey=key)
        file.close()
    assert "1 added" in cli("add", "zotero:", "--no-embed").stderr
    profile = user / ".zotero" / "zotero" / "abc.default" / "prefs.js"
    profile.parent.mkdir(parents=True)
    profile.write_text(
        'user_pref("extensions.zotero.useDataDir", true);\n'
        f'user_pref("extensions.zotero.dataDir", {json.dumps(str(tmp_path / "moved"))});\n'
    )
    assert "1 added" in cli("add", "zotero:", "--no-embed").stderr
    monkeypatch.setenv("ZOTERO_DATA", str(tmp_path / "named"))
    assert "1 added" in cli("add", "zotero:", "--no-embed").stderr
    assert sorted(cli("list", "-f", "keys").stdout.split()) == ["DEFAULT1", "NAMED001", "PROFILE1"]


# Bad input


def test_another_database_is_refused(tmp_path: Path, cli: Cli, kb_path: Path) -> None:
    path = tmp_path / "other.sqlite"
    conn = sqlite3.connect(path)
    conn.execute("CREATE TABLE mine (x)")
    conn.commit()
    conn.close()
    done = cli("add", path)
    assert done.exit_code == 2
    assert "not one of Zotero" in done.stderr


def test_a_damaged_library_costs_the_others_nothing(
    file: ZoteroFile, tmp_path: Path, cli: Cli, kb_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only a file that another program writes is waited for; this one stays as it is."""
    pauses: list[float] = []
    monkeypatch.setattr("time.sleep", pauses.append)
    rats(file)
    file.close()
    content = file.path.read_bytes()
    file.path.write_bytes(content[:4096] + b"\xff" * 8192 + content[12288:])
    bib = tmp_path / "a.bib"
    bib.write_text("@misc{fine2020, title = {Fine}, year = 2020}")
    done = cli("add", file.path, bib, "--no-embed")
    assert done.exit_code == 1
    assert "1 added" in done.stderr
    assert "damaged" in done.stderr
    assert sum(pauses) < 1


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("yellow", "COLOUR=SIDE"),
        ("yellow=agrees", "is not a side"),
        ("mauve=supports", "is not a colour"),
    ],
)
def test_a_colour_that_means_nothing_is_refused(
    file: ZoteroFile, cli: Cli, kb_path: Path, given: str, said: str
) -> None:
    done = cli("add", file.path, "--colour", given)
    assert (done.exit_code, said in done.stderr) == (2, True)


def test_hostile_values_do_no_harm(file: ZoteroFile, home: Path) -> None:
    item = rats(file)
    file.set(item, "title", "Rats \x1b[31m<script>alert(1)</script>\u202e")
    file.note("NOTE0009", "<div>" * 3000 + "deep" + "</div>" * 3000, item)
    file.conn.execute("UPDATE collections SET parentCollectionID = collectionID")
    file.conn.execute("UPDATE itemAnnotations SET position = '{{' || pageLabel, pageLabel = ''")
    file.conn.execute("INSERT INTO retractedItems VALUES (?, '[[', 0)", (item,))
    with add(home, file.path) as base:
        work = base.works.get("blaisdell_rats")
        assert "\x1b" not in work.title
        assert work.tags == ("to cite",)
        found = base.works.annotations("blaisdell_rats")
        assert found[0].locator == ""
        assert "deep" in found[-1].comment


# What comes out again


def test_their_keys_come_out_again(file: ZoteroFile, cli: Cli, kb_path: Path) -> None:
    rats(file)
    file.close()
    assert cli("add", file.path, "--no-embed").exit_code == 0
    key = "blaisdell2006causal"  # it was here before, under this key
    assert json.loads(cli("show", "blaisdell_rats", "-f", "json").stdout)["key"] == key
    ours, theirs = (
        cli("show", key, "-f", "bibtex", *more).stdout for more in ([], ["--keys", "mine"])
    )
    assert f"{{{key}," in ours
    assert "{blaisdell_rats," in theirs
    assert "{blaisdell_rats," in cli("export", "--keys", "mine").stdout
    assert "{michotte1946," in cli("export", "--keys", "mine").stdout
    found = cli("search", "rats", "-f", "keys", "--keys", "mine", "--mode", "keyword").stdout
    assert "blaisdell_rats" in found.split()


def test_pdfs_of_zotero_are_read_and_nothing_outside_its_folder(
    file: ZoteroFile, home: Path, tmp_path: Path
) -> None:
    from reportlab.pdfgen.canvas import Canvas

    item = rats(file)
    for place in (file.path.parent / "storage" / "PDF00001" / "Blaisdell 2006.pdf",
                  tmp_path / "outside.pdf"):  # fmt: skip
        place.parent.mkdir(parents=True, exist_ok=True)
        canvas = Canvas(str(place))
        canvas.drawString(72, 720, f"A sentence that stands in {place.stem} alone.")
        canvas.save()
    file.attachment("LINKED01", item, str(tmp_path / "outside.pdf"), mode=2)
    file.attachment("EVIL0001", item, "storage:../../../outside.pdf")
    with KnowledgeBase.open(home, create=True) as base:
        result = base.add(file.path, embed=False)
        told = " ".join(problem.reason for problem in result.problems)
        assert "lies outside" in told
        work_id = base.store.works.id_of("blaisdell_rats")
        [stored] = base.store.files.of_works([work_id])[work_id]
        assert stored.path.endswith("PDF00001/Blaisdell 2006.pdf")
        result = base.add(file.path, files=tmp_path, embed=False)
        assert len(base.store.files.of_works([work_id])[work_id]) == 2


def test_what_was_marked_travels_as_text(file: ZoteroFile, home: Path, tmp_path: Path) -> None:
    item = rats(file)
    file.retract(item, date="2020-01-02", reasons=["Error in Data"], retractionDOI="10.1126/x")
    folder = tmp_path / "text"
    with add(home, file.path, colours={"yellow": "supports"}) as base:
        base.export_all(folder)
        before = base.works.annotations("blaisdell_rats")
    with KnowledgeBase.open(tmp_path / "other", create=True) as other:
        assert not other.import_all(folder, embed=False).problems
        found = other.works.annotations("blaisdell_rats")
        assert [replace(one, id=0) for one in found] == [replace(one, id=0) for one in before]
        assert other.works.get("blaisdell_rats").warning == "RETRACTED"
        assert not other.add(file.path, embed=False).failed
        found = other.works.annotations("blaisdell_rats")
        assert [one.side for one in found] == ["supports", "", ""], "sides are kept"
        other.export_all(tmp_path / "again")
    for name in ("annotations.yaml", "notices.yaml"):
        assert (tmp_path / "again" / name).read_bytes() == (folder / name).read_bytes()
    (folder / "annotations.yaml").write_text("- work: x\n  kind: highlight\n")
    with KnowledgeBase.open(tmp_path / "third", create=True) as third:
        assert "needs work, source" in str(third.import_all(folder, embed=False).problems)


def test_backup_and_merge_keep_what_was_marked(
    file: ZoteroFile, home: Path, tmp_path: Path
) -> None:
    rats(file)
    with add(home, file.path) as base:
        base.add_content(b"@article{rats2, title = {Rats once more}}", "a.bib", embed=False)
        base.works.merge("rats2", "blaisdell_rats")
        assert len(base.works.annotations("rats2")) == 3
        base.backup(tmp_path / "backup.db")
        base.works.remove("rats2")
        base.undo()
        assert len(base.works.annotations("rats2")) == 3
        base.works.remove("rats2")
    KnowledgeBase.restore(tmp_path / "backup.db", home)
    with KnowledgeBase.open(home) as base:
        assert len(base.works.annotations("rats2")) == 3
