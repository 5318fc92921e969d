"""What an export may touch in a folder, and what an import may read there."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from conftest import Cli
from everything import RATS, everything, files

from causalkb import InputError, KnowledgeBase


def test_files_of_others_are_never_touched(kb: KnowledgeBase, tmp_path: Path) -> None:
    out = tmp_path / "out"
    (out / "notes").mkdir(parents=True)
    others = {"README.md": b"# Ours", "papers.bib": b"@misc{x}", "notes/ideas.md": b"Ideas."}
    for name, content in others.items():
        (out / name).write_bytes(content)
    kb.export_all(out)
    kb.works.remove(*kb.works.keys())
    done = kb.export_all(out)
    assert done.deleted > 3
    left = files(out)
    assert {name: left.get(name) for name in others} == others
    assert set(left) == {*others, "causalkb.yaml", "questions.yaml"}


def test_a_file_that_someone_else_wrote_stops_the_export_before_anything_is_written(
    kb: KnowledgeBase, tmp_path: Path, cli: Cli
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "economics.bib").write_text("@misc{mine, title={Mine}}\n", encoding="utf-8")
    before = files(out)
    result = cli("export", "--all", out)
    assert result.exit_code == 2
    assert "economics.bib" in result.stderr
    assert "--force" in result.stderr
    assert files(out) == before
    assert cli("export", "--all", out, "--force").exit_code == 0
    assert b"lalonde1986evaluating" in files(out)["economics.bib"]


def test_what_was_changed_since_the_last_export_is_not_overwritten_nor_deleted(
    kb: KnowledgeBase, tmp_path: Path
) -> None:
    kb.export_all(tmp_path)
    note = tmp_path / "notes" / f"{RATS}.md"
    note.write_text(
        note.read_text(encoding="utf-8").replace("Rats first", "My rats first"), encoding="utf-8"
    )
    with pytest.raises(InputError, match=RATS):
        kb.export_all(tmp_path)
    assert kb.add(tmp_path, embed=False).updated == (RATS,)
    assert (kb.works.note(RATS) or "").startswith("My rats first")
    assert kb.export_all(tmp_path).written == 0
    note.write_text(note.read_text(encoding="utf-8") + "\nMore.\n", encoding="utf-8")
    kb.works.remove(RATS)
    assert kb.export_all(tmp_path).left == (f"notes/{RATS}.md",)
    assert note.exists()


def test_nothing_is_written_through_a_link(kb: KnowledgeBase, tmp_path: Path) -> None:
    out, elsewhere = tmp_path / "out", tmp_path / "elsewhere"
    out.mkdir()
    elsewhere.mkdir()
    (elsewhere / "x.yaml").write_text("precious", encoding="utf-8")
    (out / "notes").symlink_to(elsewhere)
    with pytest.raises(InputError, match="is a link"):
        kb.export_all(out)
    (out / "notes").unlink()
    (out / "questions.yaml").symlink_to(elsewhere / "x.yaml")
    with pytest.raises(InputError, match="is a link"):
        kb.export_all(out, force=True)
    assert files(elsewhere) == {"x.yaml": b"precious"}


def test_a_full_folder_name_or_a_file_in_its_place_is_a_message(
    kb: KnowledgeBase, tmp_path: Path, cli: Cli
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    for place in (tmp_path / "file", tmp_path / "file" / "below", tmp_path / ("x" * 300)):
        result = cli("export", "--all", place)
        assert result.exit_code == 2
        assert "cannot write" in result.stderr
    assert cli("--kb", tmp_path / "n", "init", "--from", tmp_path / ("x" * 300)).exit_code == 2
    assert cli("--kb", tmp_path / "n", "init", "--from", tmp_path / "file").exit_code == 2


def test_init_from_wants_a_new_knowledge_base(kb: KnowledgeBase, tmp_path: Path, cli: Cli) -> None:
    cli("export", "--all", tmp_path / "out")
    result = cli("init", "--from", tmp_path / "out")
    assert result.exit_code == 2
    assert "causalkb add" in result.stderr


def test_a_knowledge_base_that_may_only_be_read_can_be_exported(
    kb: KnowledgeBase, tmp_path: Path, kb_path: Path
) -> None:
    kb.export_all(tmp_path / "out")
    expected = files(tmp_path / "out")
    kb.store.database.writable = False
    kb.export_all(tmp_path / "again")
    assert files(tmp_path / "again") == expected


# Hostile folders


@pytest.fixture
def out(kb: KnowledgeBase, tmp_path: Path) -> Path:
    kb.export_all(tmp_path / "out")
    return tmp_path / "out"


def read(out: Path, tmp_path: Path) -> tuple[list[str], dict[str, object]]:
    """Read a folder into a new knowledge base: what was told, and what is there then."""
    shutil.rmtree(tmp_path / "other", ignore_errors=True)
    with KnowledgeBase.open(tmp_path / "other", create=True) as other:
        result = other.import_all(out, embed=False)
        assert other.store.database.check_integrity() == []
        return [str(problem) for problem in result.problems], everything(other)


def test_links_pipes_and_devices_are_left_out(out: Path, tmp_path: Path, kb: KnowledgeBase) -> None:
    secret = tmp_path / "secret.md"
    secret.write_text("---\nwork: secret\n---\nSecret.\n", encoding="utf-8")
    secrets = tmp_path / "secrets"
    secrets.mkdir()
    shutil.copy(secret, secrets)
    (out / "notes" / "secret.md").symlink_to(secret)
    (out / "notes" / "more").symlink_to(secrets)
    (out / "syntheses").symlink_to(secrets)
    (out / "loop").symlink_to(out)
    os.mkfifo(out / "notes" / "pipe.md")
    os.mkfifo(out / "decisions.yaml")
    (out / "vocabulary.yaml").symlink_to("/dev/zero")
    told, said = read(out, tmp_path)
    assert said == everything(kb)
    for name in ("secret.md", "more", "syntheses", "loop", "pipe.md", "decisions.yaml"):
        assert any(name in line for line in told), name


BAD = {
    "questions.yaml": ["- *x", "a: [" * 500, "{}", "- slug: ../x\n  title: T\n  statement: S\n",
                       "\x00", "- slug: q\n  title: T\n  statement: S\n  hypotheses: 3\n"],
    "audit.yaml": ["- 3", "- {rule: r}", "x: y", "- {rule: r, subject: s, reason: [1]}"],
    "vocabulary.yaml": ["- 3", "population: 3", "population: {a/b/c: {meaning: m}}",
                        "stance: {maybe: {meaning: m}}", "population: {x: {evil: m}}"],
    "decisions.yaml": ["- 3", "3", "- {work: w, question: q, decision: accepted, passage: zz}",
                       "- {work: nobody, question: interventions, decision: accepted, passage: aa}",
                       "- {work: " + RATS + ", question: nix, decision: accepted, passage: aa}"],
    "candidates.yaml": ["- 3", "3", "- {work: w, quote: q, state: maybe}", "- {quote: q}",
                        "- {work: w, quote: q, state: never, draft: {n: x}}",
                        "- {work: nobody, quote: q, state: never}",
                        "- {work: w, quote: q, state: never, draft: {effects: [3]}}"],
    "codings.csv": ["a,b\n", "coder\n", '"', "\x00"],
    "shipped.csv": ["x", "work,source,entry,said\n" + RATS + ",corpus:x,y,not json\n",
                    "work,source,entry,said\n" + RATS + ",/home/x,y,{}\n"],
    "tables/x.yaml": ["<<<<<<< HEAD\n"],
    "causalkb.yaml": ["- 3", "shipped: 3\n"],
    "notes/x.md": ["---\nwork: x\ncausalkb: 3\n---\n", "\x00", "---\nwork: x\n<<<<<<< a\n---\n"],
    "works.bib": ["@misc{", "<<<<<<< HEAD\n=======\n>>>>>>> x\n"],
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_file_that_cannot_be_read_is_told_and_costs_no_other(
    out: Path, tmp_path: Path, kb: KnowledgeBase, name: str
) -> None:
    expected = everything(kb)
    for text in BAD[name]:
        (out / name).parent.mkdir(exist_ok=True)
        before = (out / name).read_bytes() if (out / name).exists() else None
        kept = before.decode() if before and name == "works.bib" else ""
        (out / name).write_text(kept + text, encoding="utf-8", newline="")
        told, said = read(out, tmp_path)
        if before is None:
            (out / name).unlink()
        else:
            (out / name).write_bytes(before)
        if name == "questions.yaml":  # what names them cannot be stored
            assert any("questions.yaml" in line for line in told), text
            continue
        if name not in ("causalkb.yaml", "shipped.csv"):
            assert any(name.split("/")[-1] in line for line in told), text
        works = said["works"]
        assert isinstance(works, dict)
        assert set(works) >= set(expected["works"]), text


def test_a_later_layout_is_refused(out: Path, tmp_path: Path) -> None:
    for version in ("2", "9" * 400, "one", "[1]"):
        (out / "causalkb.yaml").write_text(f"format: {version}\n", encoding="utf-8")
        with pytest.raises(InputError, match="newer causalkb"):
            read(out, tmp_path)


def test_a_huge_file_is_refused(out: Path, tmp_path: Path) -> None:
    with (out / "notes" / f"{RATS}.md").open("ab") as file:
        file.truncate(50 * 1024**2)
    with (out / "questions.yaml").open("ab") as file:
        file.truncate(1024**3)
    told, _ = read(out, tmp_path)
    assert any("questions.yaml" in line and "larger than" in line for line in told)
    assert any(RATS in line and "larger than" in line for line in told)
