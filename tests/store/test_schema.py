"""``schema.sql``: agrees with the vocabularies, and nothing is left hanging when a parent goes."""

from __future__ import annotations

import re
import sqlite3
import tomllib
from enum import StrEnum
from pathlib import Path

import pytest

from causalkb import KnowledgeBase, StoreError, vocabulary
from causalkb.paths import resource
from causalkb.store.database import FILE_NAME, SCHEMA_VERSION

ROOT = Path(__file__).parent.parent.parent
CHECKED = {
    ("works", "field"): vocabulary.Field,
    ("effects", "sign"): vocabulary.Sign,
    ("passages", "kind"): vocabulary.PassageKind,
    ("problems", "severity"): vocabulary.Severity,
    ("annotations", "kind"): vocabulary.AnnotationKind,
    ("notices", "kind"): vocabulary.NoticeKind,
}


@pytest.fixture
def conn(kb: KnowledgeBase) -> sqlite3.Connection:
    return kb.store.database.conn


def tables(conn: sqlite3.Connection) -> dict[str, str]:
    sql = "SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    return dict(conn.execute(sql))


@pytest.mark.parametrize(("table", "column"), CHECKED)
def test_check_lists_are_the_vocabularies(
    conn: sqlite3.Connection, table: str, column: str
) -> None:
    enum: type[StrEnum] = CHECKED[table, column]
    found = re.search(rf"CHECK \({column} IN \(([^)]*)\)", tables(conn)[table])
    assert found is not None
    assert re.findall(r"'([^']*)'", found[1]) == [member.value for member in enum]


def test_every_check_list_of_words_is_compared_above(conn: sqlite3.Connection) -> None:
    # Words of the store itself, which no record carries.
    own = {("work_people", "role"), ("claims", "origin"), ("stances", "origin"),
           ("claim_relations", "origin"), ("decisions", "decision"), ("candidates", "state"),
           ("suppressions", "origin"), ("vocabulary", "origin"),
           ("vocabulary", "observes"), ("documents", "kind"), ("documents", "origin")}  # fmt: skip
    found = {
        (table, column)
        for table, sql in tables(conn).items()
        for column in re.findall(r"CHECK \((\w+) IN \('", sql)
    }
    assert found == set(CHECKED) | own


def test_the_schema_file_alone_makes_the_store(conn: sqlite3.Connection) -> None:
    plain = sqlite3.connect(":memory:")
    plain.executescript(resource("schema.sql").read_text(encoding="utf-8"))
    assert tables(conn) == tables(plain)
    plain.close()


def test_every_table_is_strict_and_foreign_keys_are_on(conn: sqlite3.Connection) -> None:
    assert conn.execute("PRAGMA foreign_keys").fetchone() == (1,)
    assert conn.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    for name, sql in tables(conn).items():
        assert re.search(r"\)\s*STRICT", sql), name


def test_every_foreign_key_says_what_happens_on_delete(conn: sqlite3.Connection) -> None:
    for table in tables(conn):
        for row in conn.execute(f"PRAGMA foreign_key_list({table})"):
            action = row[6]
            assert action in ("CASCADE", "RESTRICT", "SET NULL"), (table, row)
            # A person is kept as long as a work names them; everything else goes with its parent.
            assert (action == "RESTRICT") == ((table, row[2]) == ("work_people", "people")), (
                table,
                row,
            )


def test_every_foreign_key_has_an_index(conn: sqlite3.Connection) -> None:
    # Decisions are few, and questions are retired, hardly ever deleted.
    for table in tables(conn).keys() - {"decisions"}:
        leading = {
            conn.execute(f"PRAGMA index_info('{index[1]}')").fetchone()[2]
            for index in conn.execute(f"PRAGMA index_list({table})").fetchall()
        }
        leading |= {row[1] for row in conn.execute(f"PRAGMA table_info({table})") if row[5]}
        for row in conn.execute(f"PRAGMA foreign_key_list({table})").fetchall():
            assert row[3] in leading, (table, row[3])


def filled(kb: KnowledgeBase) -> None:
    """Put a row into every table that hangs on works, claims, questions or hypotheses."""
    with kb.store.database.atomic():
        ids = (
            kb.store.works.id_of("blaisdell2006causal"),
            kb.store.works.id_of("michotte1946"),
        )
        kb.store.works.link_versions(*ids)
        kb.store.duplicates.set_apart(*ids)
        kb.store.provenance.mark_edited(ids[0], ["@title"])
        one, two = (kb.store.claims.id_of(f"blaisdell2006causal#{n}") for n in (1, 2))
        kb.store.database.conn.execute(
            "INSERT INTO claim_relations VALUES (?, ?, 'qualifies', '', 'hand')", (one, two)
        )
        kb.store.database.conn.execute(
            "INSERT INTO annotations (work_id, source, entry, kind, position, changed_at)"
            " VALUES (?, 'zotero:', 'A', 'highlight', 1, '')",
            ids[:1],
        )
        kb.store.database.conn.execute(
            "INSERT INTO notices (work_id, kind, source, seen_at)"
            " VALUES (?, 'retraction', 'crossref', '')",
            ids[:1],
        )


HANGING = ("work_fields", "work_people", "work_sources", "work_edits", "work_versions", "work_tags",
           "notes", "work_questions", "claims", "stances", "effects", "claim_tags",
           "claim_relations", "passages", "not_duplicates", "annotations", "notices")  # fmt: skip


def test_all_that_hangs_on_works_goes_with_them(kb: KnowledgeBase) -> None:
    filled(kb)
    conn = kb.store.database.conn
    for table in HANGING:
        assert conn.execute(f"SELECT count(*) FROM {table}").fetchone()[0], table
    conn.execute("DELETE FROM works")
    for table in HANGING:
        assert not conn.execute(f"SELECT count(*) FROM {table}").fetchone()[0], table
    assert kb.store.database.check_integrity() == []
    assert len(kb.questions.list()) == 3


def test_all_that_hangs_on_claims_goes_with_them(kb: KnowledgeBase) -> None:
    filled(kb)
    conn = kb.store.database.conn
    conn.execute("DELETE FROM claims")
    for table in ("stances", "effects", "claim_tags", "claim_relations"):
        assert not conn.execute(f"SELECT count(*) FROM {table}").fetchone()[0], table
    kinds = {row[0] for row in conn.execute("SELECT DISTINCT kind FROM passages")}
    assert "claim" not in kinds
    assert kb.store.works.count() == 12
    assert kb.store.database.check_integrity() == []


def test_hypotheses_stances_and_links_go_with_their_question(kb: KnowledgeBase) -> None:
    conn = kb.store.database.conn
    conn.execute("DELETE FROM questions WHERE slug = 'interventions'")
    assert "interventions" not in {h.question for h in kb.hypotheses.list()}
    assert "observation-suffices" not in kb.claims.of("blaisdell2006causal")[1].stances
    assert kb.works.get("pearl2009causality").questions == ()
    assert len(kb.claims.of("blaisdell2006causal")) == 2
    assert kb.store.database.check_integrity() == []


def test_a_person_whom_a_work_names_cannot_be_deleted(conn: sqlite3.Connection) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        conn.execute("DELETE FROM people")


def test_a_person_whom_no_work_names_any_more_is_forgotten(kb: KnowledgeBase) -> None:
    kb.works.remove("michotte1946")
    assert "Michotte" not in kb.store.selection.families()
    kb.works.remove("scholkopf2021towards")
    assert "Schölkopf" in kb.store.selection.families()


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO work_tags VALUES (999999, 'x')",
        "UPDATE works SET field = 'alchemy'",
        "UPDATE works SET key = '' WHERE id = 1",
        "UPDATE claims SET n = 0",
        "UPDATE claims SET estimate = 'about 3'",
        "UPDATE claims SET number = 0",
        "UPDATE effects SET sign = 'x'",
        "UPDATE works SET year = 'soon'",
        "INSERT INTO work_versions VALUES (2, 1)",
    ],
)
def test_the_store_refuses_what_the_model_does_not_allow(
    conn: sqlite3.Connection, sql: str
) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        conn.execute(sql)


def test_schema_and_corpus_are_packaged() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    forced = project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    assert forced == {"schema.sql": "causalkb/_data/schema.sql", "corpus": "causalkb/_data/corpus"}
    for name in forced:
        assert resource(name).exists()


# Opening what is not, or no longer, a knowledge base


def test_a_missing_one_is_an_error_and_leaves_no_file_behind(home: Path) -> None:
    with pytest.raises(StoreError, match="causalkb init"):
        KnowledgeBase.open(home)
    assert not home.exists()


def test_a_database_of_another_program_is_left_alone(home: Path) -> None:
    home.mkdir()
    conn = sqlite3.connect(home / FILE_NAME)
    conn.execute("CREATE TABLE mine (x)")
    conn.commit()
    conn.close()
    with pytest.raises(StoreError, match="not a causalkb"):
        KnowledgeBase.open(home, create=True)
    conn = sqlite3.connect(home / FILE_NAME)
    assert [row[0] for row in conn.execute("SELECT name FROM sqlite_schema")] == ["mine"]
    assert conn.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    conn.close()


@pytest.mark.parametrize("content", [b"", b"no database at all", b"SQLite format 3\0" + b"x" * 99])
def test_a_file_that_is_no_database_is_left_alone(home: Path, content: bytes) -> None:
    home.mkdir()
    (home / FILE_NAME).write_bytes(content)
    with pytest.raises(StoreError):
        KnowledgeBase.open(home, create=True)
    assert (home / FILE_NAME).read_bytes() == content


def test_text_beside_a_readable_year_or_doi_goes_with_version_5(kb_path: Path) -> None:
    conn = sqlite3.connect(kb_path / FILE_NAME)
    conn.executescript(
        "UPDATE meta SET value = '4' WHERE key = 'schema_version'; DROP TABLE not_duplicates;"
        "UPDATE works SET doi = '10.1000/x' WHERE key = 'michotte1946';"
    )
    rows = [("michotte1946", "doi", "in press"), ("michotte1946", "year", "forthcoming"),
            ("blaisdell2006causal", "date", "2006-02")]  # fmt: skip
    sql = "INSERT OR REPLACE INTO work_fields SELECT id, ?2, ?3 FROM works WHERE key = ?1"
    conn.executemany(sql, rows)
    conn.commit()
    conn.close()
    with KnowledgeBase.open(kb_path) as kb:
        assert not {"doi", "year"} & kb.works.get("michotte1946").fields.keys()
        assert kb.works.get("blaisdell2006causal").fields["date"] == "2006-02"
        assert kb.works.duplicates() == []


def test_one_of_a_newer_version_is_left_alone(kb_path: Path) -> None:
    conn = sqlite3.connect(kb_path / FILE_NAME)
    conn.execute("UPDATE meta SET value = ? WHERE key = 'schema_version'", (SCHEMA_VERSION + 1,))
    conn.execute("UPDATE meta SET value = '9.8.7' WHERE key = 'written_by'")
    conn.commit()
    conn.close()
    before = (kb_path / FILE_NAME).read_bytes()
    with pytest.raises(StoreError, match=r"9\.8\.7.*upgrade causalkb"):
        KnowledgeBase.open(kb_path)
    assert (kb_path / FILE_NAME).read_bytes() == before
    assert list(kb_path.glob("before-*")) == []


def test_the_folder_may_have_any_name(tmp_path: Path) -> None:
    folder = tmp_path / "a b%20?#ü 三体"
    with KnowledgeBase.open(folder, create=True) as base:
        base.add_content(b"@misc{k, title = {T}}", "a.bib", embed=False)
    with KnowledgeBase.open(folder) as base:
        assert base.store.works.keys() == ["k"]
