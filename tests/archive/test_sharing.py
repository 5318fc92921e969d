"""Two people share a folder through git: all that each of them adds arrives at the other."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from everything import RATS, everything, files

from causalkb import KnowledgeBase
from causalkb.records import Claim, ClaimRelation, Hypothesis, Question
from causalkb.vocabulary import Relation, Severity, Stance


class Person:
    """Someone with a knowledge base and a clone."""

    def __init__(self, name: str, folder: Path, kb: Path) -> None:
        self.shared = folder / name
        self.kb = KnowledgeBase.open(kb, create=True)
        self.name = name

    def git(self, *args: str, check: bool = True) -> str:
        who = ["-c", f"user.name={self.name}", "-c", f"user.email={self.name}@example.org"]
        command = ["git", "-C", str(self.shared), *who, *args]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert not check or done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def push(self) -> None:
        self.kb.export_all(self.shared)
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", f"by {self.name}")
        self.git("push", "-q", "origin", "main")

    def commit(self) -> None:
        self.kb.export_all(self.shared)
        self.git("add", "-A")
        self.git("commit", "-q", "-m", f"by {self.name}")

    def pull(self, *, check: bool = True) -> None:
        self.git("pull", "-q", "--no-rebase", "origin", "main", check=check)


@pytest.fixture
def people(kb_path: Path, tmp_path: Path) -> tuple[Person, Person]:
    """Ann with the small library, and Bob with what he made of the folder that she shares."""
    origin = tmp_path / "origin.git"
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", str(origin)], check=True)
    subprocess.run(["git", "clone", "-q", str(origin), str(tmp_path / "ann")], check=True)
    ann = Person("ann", tmp_path, kb_path)
    ann.git("checkout", "-q", "-b", "main")
    ann.push()
    subprocess.run(["git", "clone", "-q", str(origin), str(tmp_path / "bob")], check=True)
    bob = Person("bob", tmp_path, tmp_path / "bobs")
    assert bob.kb.import_all(bob.shared, embed=False).problems == ()
    return ann, bob


@pytest.fixture(autouse=True)
def closed(people: tuple[Person, Person]) -> object:
    yield
    for person in people:
        person.kb.close()


def test_what_two_people_add_in_different_places_arrives_at_both(
    people: tuple[Person, Person],
) -> None:
    ann, bob = people
    ann.kb.questions.put(Question("ours", "Ours?", "S."))
    ann.kb.hypotheses.put(Hypothesis("ours-is-so", "ours", "It is so."))
    ann.kb.claims.link(f"{RATS}#1", {"ours-is-so": Stance.SUPPORTS})
    ann.kb.claims.add("lalonde1986evaluating", Claim("Hers."))
    ann.push()
    bob.kb.tags.add("michotte1946", "read")
    bob.kb.add_content(b"@misc{bob2026, title={What Bob found}, year=2026}", "b.bib", embed=False)
    added = bob.kb.claims.add("bob2026", Claim("His."))
    bob.kb.claims.link(added, {}, [ClaimRelation(Relation.SUPPORTS, f"{RATS}#1", "why")])
    bob.commit()
    bob.pull()
    result = bob.kb.add(bob.shared, embed=False)
    assert result.problems == ()
    assert set(result.updated) == {RATS, "lalonde1986evaluating"}
    bob.push()
    ann.pull()
    result = ann.kb.add(ann.shared, embed=False)
    assert result.problems == ()
    assert "bob2026" in result.added
    assert everything(ann.kb) == everything(bob.kb)
    assert ann.kb.claims.of(RATS)[0].stances["ours-is-so"] is Stance.SUPPORTS
    ann.kb.export_all(ann.shared)
    assert ann.git("status", "--porcelain") == ""


def test_what_one_takes_out_is_gone_at_the_other(people: tuple[Person, Person]) -> None:
    ann, bob = people
    claims = len(bob.kb.claims.of(RATS))
    ann.kb.claims.remove(f"{RATS}#1")
    ann.kb.tags.remove("blaisdell2006causal", *ann.kb.works.get(RATS).tags)
    entry = ann.kb.works.bibtex(RATS)
    ann.kb.works.edit(RATS, "\n".join(ln for ln in entry.splitlines() if "volume" not in ln))
    ann.push()
    bob.pull()
    assert bob.kb.add(bob.shared, embed=False).problems == ()
    assert len(bob.kb.claims.of(RATS)) == claims - 1
    assert bob.kb.works.get(RATS).tags == ()
    assert "volume" not in bob.kb.works.get(RATS).fields
    assert everything(ann.kb) == everything(bob.kb)


def test_what_was_not_exported_yet_is_never_overwritten(people: tuple[Person, Person]) -> None:
    ann, bob = people
    claim = bob.kb.claims.get(f"{RATS}#1")
    ann.kb.claims.edit(claim.id, replace(claim, text="As Ann words it."))
    ann.kb.claims.add(RATS, Claim("Ann's third, about lesions."))
    ann.push()
    bob.kb.claims.edit(claim.id, replace(claim, text="As Bob words it."))
    mine = bob.kb.claims.add(RATS, Claim("Bob's own third: nothing about that."))
    bob.pull()
    result = bob.kb.add(bob.shared, embed=False)
    assert result.failed == ()
    told = " ".join(problem.reason for problem in result.problems)
    assert f"claim {claim.id} was changed here and there" in told
    assert f"claim {mine} of the folder is another than that of here" in told
    texts = [c.text for c in bob.kb.claims.of(RATS)]
    assert "As Bob words it." in texts
    assert "Bob's own third: nothing about that." in texts
    assert "Ann's third, about lesions." in texts
    again = bob.kb.add(bob.shared, embed=False)
    assert [c.text for c in bob.kb.claims.of(RATS)] == texts
    assert again.failed == ()
    bob.push()
    ann.pull()
    assert ann.kb.add(ann.shared, embed=False).failed == ()
    assert everything(ann.kb)["claims"] == everything(bob.kb)["claims"]


def test_a_conflict_is_named_with_its_line_and_costs_only_what_it_touches(
    people: tuple[Person, Person],
) -> None:
    ann, bob = people
    rats, jobs = f"{RATS}#1", "lalonde1986evaluating#1"
    for person, word in ((ann, "Ann"), (bob, "Bob")):
        claim = person.kb.claims.get(rats)
        person.kb.claims.edit(rats, replace(claim, text=f"As {word} words it."))
        person.kb.tags.add("michotte1946", f"read-by-{word}")
    ann.kb.claims.edit(jobs, replace(ann.kb.claims.get(jobs), text="Jobs, says Ann."))
    ann.kb.tags.add("kolmogorov1936", "probability")
    ann.push()
    bob.commit()
    bob.pull(check=False)
    before = everything(bob.kb)
    result = bob.kb.add(bob.shared, embed=False)
    failed = {Path(p.source).name: p for p in result.failed}
    assert set(failed) == {f"{RATS}.md", "psychology.bib"} or len(failed) == 2
    note = bob.shared / "notes" / f"{RATS}.md"
    line = note.read_text(encoding="utf-8").splitlines().index("<<<<<<< HEAD") + 1
    assert failed[f"{RATS}.md"].line == line
    assert "merge conflict (<<<<<<<)" in failed[f"{RATS}.md"].reason
    assert any("michotte1946" in p.reason for p in result.failed)
    after = everything(bob.kb)
    assert after["claims"][RATS] == before["claims"][RATS]
    assert after["works"]["michotte1946"] == before["works"]["michotte1946"]
    assert bob.kb.claims.get(jobs).text == "Jobs, says Ann."
    assert bob.kb.works.get("kolmogorov1936").tags == ("probability",)
    assert set(after["works"]) == set(before["works"])
    # An export would bury what was not read.
    with pytest.raises(Exception, match="nothing was written") as error:
        bob.kb.export_all(bob.shared)
    assert RATS in str(error.value)
    bob.git("checkout", "--theirs", ".")
    assert bob.kb.add(bob.shared, embed=False).failed == ()
    assert bob.kb.claims.get(rats).text == "As Ann words it."
    bob.git("add", "-A")
    bob.git("commit", "-q", "-m", "merged")
    bob.push()
    ann.pull()
    assert ann.kb.add(ann.shared, embed=False).failed == ()
    assert everything(ann.kb) == everything(bob.kb)


def test_two_claims_with_one_number_both_stay(people: tuple[Person, Person]) -> None:
    """As a person leaves it who resolves a conflict by keeping both sides."""
    ann, bob = people
    for person, word in ((ann, "lesions of the brain"), (bob, "why grackles differ")):
        person.kb.claims.add(RATS, Claim(f"A third claim: {word}."))
    ann.push()
    bob.commit()
    bob.pull(check=False)
    note = bob.shared / "notes" / f"{RATS}.md"
    lines = note.read_text(encoding="utf-8").splitlines(keepends=True)
    marks = ("<<<<<<<", "=======", ">>>>>>>")
    both = [line for line in lines if not line.startswith(marks)]
    text = "".join(both)
    if text.count("A third claim") == 2 and text.count("id: 3") == 1:  # git kept the id outside
        text = text.replace("  - text: 'A third", "    id: 3\n  - text: 'A third").replace(
            "    id: 3\n  - text: 'A third", "  - text: 'A third", 1
        )
    note.write_text(text, encoding="utf-8")
    result = bob.kb.add(bob.shared, embed=False)
    assert result.failed == ()
    (told,) = [p for p in result.problems if "the number 3" in p.reason]
    assert told.severity is Severity.WARNING
    assert told.source.endswith(f"{RATS}.md")
    texts = {c.id: c.text for c in bob.kb.claims.of(RATS)}
    assert len(texts) == 4
    bob.kb.export_all(bob.shared)
    bob.git("add", "-A")
    bob.git("commit", "-q", "-m", "merged")
    bob.git("push", "-q", "origin", "main")
    ann.pull()
    assert ann.kb.add(ann.shared, embed=False).failed == ()
    assert {c.id: c.text for c in ann.kb.claims.of(RATS)} == texts


def test_a_work_that_left_the_folder_stays_and_is_told(people: tuple[Person, Person]) -> None:
    ann, bob = people
    ann.kb.works.remove("michotte1946")
    ann.push()
    bob.pull()
    (problem,) = bob.kb.add(bob.shared, embed=False).problems
    assert "michotte1946" in problem.reason
    assert "causalkb remove" in problem.hint
    assert bob.kb.works.get("michotte1946")


def test_a_folder_of_strangers_does_not_change_what_is_here(
    kb: KnowledgeBase, tmp_path: Path, people: tuple[Person, Person]
) -> None:
    """Its work of the same key is another one, and its claims come under the key it gets here."""
    ann, bob = people
    folder = tmp_path / "strangers"
    shutil.copytree(ann.shared, folder, ignore=shutil.ignore_patterns(".git"))
    (folder / "works.bib").write_text(
        "@misc{lalonde1986evaluating, title={Something else altogether}, author={Zed, Zoe},"
        " year=1999}\n",
        encoding="utf-8",
    )
    (folder / "economics.bib").unlink(missing_ok=True)
    for note in (folder / "notes").glob("*.md"):
        note.unlink()
    (folder / "notes" / "lalonde1986evaluating.md").write_text(
        "---\nwork: lalonde1986evaluating\nclaims:\n  - text: Quite another claim.\n---\n",
        encoding="utf-8",
    )
    before = everything(bob.kb)
    result = bob.kb.add(folder, embed=False)
    assert result.failed == ()
    after = everything(bob.kb)
    same = {key: after["works"][key] for key in before["works"]}
    assert same == before["works"]
    assert {key: after["claims"][key] for key in before["claims"]} == before["claims"]
    (new,) = set(after["works"]) - set(before["works"])
    assert new != "lalonde1986evaluating"
    assert [claim.text for claim in bob.kb.claims.of(new)] == ["Quite another claim."]


def test_files_of_two_works_that_differ_only_in_case_are_two(
    kb: KnowledgeBase, tmp_path: Path
) -> None:
    for n, key in enumerate(
        ("smith2020", "Smith2020", "SMITH2020", "a" * 150 + "é" * 50, "con:x/../y")
    ):
        kb.add_content(
            f"@misc{{{key}, title={{Volume {n} of On {key}}}}}".encode(), "a.bib", embed=False
        )
        kb.claims.add(key, Claim(f"Claim of {key}."))
    kb.export_all(tmp_path / "out")
    names = [name.casefold() for name in files(tmp_path / "out")]
    assert len(names) == len(set(names))
    with KnowledgeBase.open(tmp_path / "other", create=True) as other:
        assert other.import_all(tmp_path / "out", embed=False).failed == ()
        assert everything(other) == everything(kb)
