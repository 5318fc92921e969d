"""Works that may be one: listed with a reason, set apart, or made one without losing anything."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from conftest import Cli

from causalkb import Claim, InputError, KnowledgeBase, Relation, UnknownError
from causalkb.records import ClaimRelation

PAPER = "author={Doe, Ann}, title={Invariant features under shift}, journal={Mind}"
BIB = f"""
@article{{one, {PAPER}, year=2020, volume=3}}
@article{{two, {PAPER}, year=2021, pages={{7--9}}, abstract={{Features shift.}}}}
@article{{three, author={{Doe, Ann}}, title={{Invariant features under shifts}}, year=2020,
  journal={{Mind}}}}
@article{{four, author={{Roe, Bob}}, title={{Invariant features under shift}}, year=2020}}
@misc{{pre, author={{Doe, Ann}}, title={{Invariant features under shift}}, year=2020,
  eprint={{2001.00001}}, archiveprefix={{arXiv}}}}
@article{{editorial1, author={{Doe, Ann}}, title={{Editorial}}, year=2020, pages={{1}}}}
@article{{editorial2, author={{Doe, Ann}}, title={{Editorial}}, year=2020, pages={{9}}}}
@article{{editorial3, author={{Roe, Bob}}, title={{Editorial}}, year=2020}}
@article{{other, author={{Doe, Ann}}, title={{Something quite different}}, year=2020}}
@incollection{{c1, author={{Poe, C}}, title={{Tools}}, booktitle={{B}}, doi={{10.1000/book}}}}
@incollection{{c2, author={{Noe, D}}, title={{Signs}}, booktitle={{B}}, doi={{10.1000/book}}}}
"""


def add(kb: KnowledgeBase, text: str, name: str = "a.bib") -> None:
    assert not kb.add_content(text.encode(), name, embed=False).failed


def pairs(kb: KnowledgeBase) -> dict[tuple[str, str], str]:
    return {(pair.work, pair.other): pair.reason for pair in kb.works.duplicates()}


def test_doubtful_pairs_are_listed_with_their_reason(empty: KnowledgeBase) -> None:
    add(empty, BIB)
    found = pairs(empty)
    assert found[("one", "two")] == "the same title and first author, but other years (2020, 2021)"
    assert "titles alike" in found[("one", "three")]
    assert found[("one", "four")] == "the same title and year, but other first authors"
    assert found[("c1", "c2")] == "the same DOI, but another title and first author"
    # Versions, pieces in other places and other works of one author are no duplicates.
    named = {key for pair in found for key in pair}
    assert not named & {"editorial1", "editorial2", "editorial3", "other"}
    assert not {("one", "pre"), ("two", "pre")} & found.keys()
    scores = [pair.score for pair in empty.works.duplicates()]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score < 1 for score in scores)


@pytest.mark.parametrize(
    ("one", "two", "reason"),
    [
        # 22 letters of 25 in common: as unlike as titles may be.
        (
            "@article{a, author={Doe, Ann}, title={Rats learn causes by tests old}, year=2020}}",
            "@article{b, author={Doe, Ann}, title={Rats learn causes by tests new}, year=2021}}",
            "titles alike (88 %) and the same first author",
        ),
        # A data set's title is only its name, which others of the author may have.
        (
            "@dataset{a, author={Doe, Ann}, title={Birdsong}, year=2020, publisher={Zenodo}}",
            "@dataset{b, author={Doe, Ann}, title={Birdsong}, year=2020, publisher={Dryad}}",
            "the same title, first author and year; nothing tells where each stands",
        ),
        (
            "@dataset{a, author={Doe, Ann}, title={Birdsong}, year=2020, publisher={Zenodo}}",
            "@dataset{b, author={Roe, Bob}, title={Birdsong}, year=2020, publisher={Dryad}}",
            None,
        ),
    ],
)
def test_what_may_be_one_and_why(
    empty: KnowledgeBase, one: str, two: str, reason: str | None
) -> None:
    add(empty, f"{one}\n{two}")
    assert empty.works.count() == 2
    assert pairs(empty).get(("a", "b")) == reason


def test_what_was_set_apart_is_not_listed_again(empty: KnowledgeBase) -> None:
    add(empty, BIB)
    assert empty.works.not_duplicates("two", "one")
    assert not empty.works.not_duplicates("one", "two")
    assert ("one", "two") not in pairs(empty)
    assert ("one", "three") in pairs(empty)
    with pytest.raises(UnknownError):
        empty.works.not_duplicates("one", "nobody")
    with pytest.raises(InputError, match="one work already"):
        empty.works.not_duplicates("one", "one")


@pytest.mark.parametrize("format", ["table", "json", "jsonl", "csv", "markdown", "keys"])
def test_the_list_in_every_format(empty: KnowledgeBase, cli: Cli, format: str) -> None:
    add(empty, BIB)
    first = empty.works.duplicates()[0]
    result = cli("duplicates", "--format", format)
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    if format == "json":
        assert json.loads(result.stdout)[0]["reason"] == first.reason
    elif format == "jsonl":
        assert json.loads(lines[0])["score"] == first.score
    elif format == "csv":
        rows = list(csv.DictReader(io.StringIO(result.stdout)))
        assert (rows[0]["work"], rows[0]["other"]) == (first.work, first.other)
    elif format == "keys":
        assert lines[0] == f"{first.work} {first.other}"
    else:
        assert first.work in result.stdout
        assert first.reason in result.stdout.replace("\\", "")
    assert cli("duplicates", "--format", "bibtex").exit_code == 2
    assert len(cli("duplicates", "--limit", "1", "--format", "keys").stdout.splitlines()) == 1


def test_set_apart_on_the_command_line(empty: KnowledgeBase, cli: Cli) -> None:
    add(empty, BIB)
    assert "are two works" in cli("duplicates", "--not", "one", "two").stderr
    assert "known already" in cli("duplicates", "--not", "two", "one").stderr
    assert "one two" not in cli("duplicates", "--format", "keys").stdout.splitlines()
    assert cli("duplicates", "--not", "one", "nobody").exit_code == 2


NOTE = """---
work: {key}
tags: [tag-{key}, shared]
questions: [interventions]
claims:
  - text: {text}
    design: experiment
    rung: intervention
    stance: {{interventions-necessary: supports}}
    tags: [mark-{key}]
    effects: [{{cause: shift of {key}, effect: error, sign: "+"}}]
---
A note on {key}.
"""


@pytest.fixture
def world(empty: KnowledgeBase) -> KnowledgeBase:
    """Works of which two are one, with notes, claims and links of all kinds."""
    add(empty, BIB)
    for key, text in (("one", "Features shift"), ("two", "Errors grow"), ("four", "Birds sing")):
        add(empty, NOTE.format(key=key, text=text), f"{key}.md")
    empty.claims.link("four#1", {}, relations=[ClaimRelation(Relation.REBUTS, "two#1")])
    empty.suppressions.add("fragile", "interventions-necessary", "looked at", ["two"])
    empty.suppressions.add("no-locator", "two#1", "looked at")
    empty.works.not_duplicates("two", "three")
    empty.sync()
    return empty


def everything(kb: KnowledgeBase) -> dict[str, object]:
    return {
        "works": {work.key: work for work in kb.works.list()},
        "claims": kb.claims.list(),
        "notes": {work.key: kb.works.note(work.key) for work in kb.works.list()},
        "duplicates": pairs(kb),
        "rules": {s.subject for s in kb.suppressions.list()},
    }


def test_a_merge_keeps_all_that_hung_on_either(world: KnowledgeBase) -> None:
    before = world.works.get("one")
    done = world.works.merge("one", "two")
    assert (done.key, done.claims) == ("one", {"two#1": "one#2"})
    assert set(done.taken) == {"abstract", "pages"}
    assert set(done.differing) == {"year"}
    work = world.works.get("one")
    assert (work.title, work.year, work.fields["volume"]) == (before.title, 2020, "3")
    assert (work.abstract, work.fields["pages"]) == ("Features shift.", "7–9")
    assert work.versions == ("pre",)
    assert work.tags == ("shared", "tag-one", "tag-two")
    assert world.works.note("one") == "A note on one.\n\nA note on two."
    claim = world.claims.get("one#2")
    assert (claim.text, claim.tags, claim.effects[0].cause) == (
        "Errors grow", ("mark-two",), "shift of two",
    )  # fmt: skip
    assert claim.stances == world.claims.get("one#1").stances
    assert [r.other for r in world.claims.get("four#1").relations] == ["one#2"]
    suppressed = {s.subject: s.works for s in world.suppressions.list()}
    assert suppressed == {"interventions-necessary": ("one",), "one#2": ()}
    assert ("one", "three") not in pairs(world)
    assert world.works.count() == 10
    assert world.store.database.check_integrity() == []
    # A number is never given twice, and the text is found.
    assert world.claims.add("one", Claim("A third")) == "one#3"
    assert world.search("errors grow", kind="claims")[0].claims[0].id == "one#2"


def test_the_old_key_goes_on_working(world: KnowledgeBase, tmp_path: Path) -> None:
    world.works.merge("one", "two")
    assert world.works.get("two").key == "one"
    assert [f.rule for f in world.lint("Shift raises errors [@two].").findings] == [
        f.rule for f in world.lint("Shift raises errors [@one].").findings
    ]
    # The file that had both still has both, and nothing comes back.
    result = world.add_content(BIB.encode(), "a.bib", embed=False)
    assert (result.added, result.updated) == ((), ())
    assert len(result.unchanged) == 11
    # A note of the old key would undo the claims of the other note.
    changed = NOTE.format(key="two", text="Errors grow much").encode()
    result = world.add_content(changed, "two.md", embed=False)
    assert "two was merged into one" in result.failed[0].reason
    assert len(world.claims.of("one")) == 2
    # Merged again, the first of three names is known too.
    world.works.merge("four", "one")
    assert world.works.get("two").key == "four"
    assert world.works.get("one").key == "four"


def test_undo_brings_both_back(world: KnowledgeBase) -> None:
    before = everything(world)
    world.works.merge("one", "two")
    world.undo()
    assert everything(world) == before
    assert world.store.database.check_integrity() == []
    with pytest.raises(UnknownError):
        world.claims.get("one#2")


def test_what_was_edited_by_hand_is_kept(world: KnowledgeBase) -> None:
    text = world.works.bibtex("two")
    world.works.edit("two", text.replace("{Mind}", "{Mind and Matter}"))
    world.works.merge("one", "two")
    assert world.works.get("one").venue == "Mind and Matter"
    add(world, BIB.replace("volume=3", "volume=4").replace("{Mind}", "{Mind!}"))
    assert world.works.get("one").venue == "Mind and Matter"
    assert world.works.get("one").fields["volume"] == "4"


def test_what_was_taken_out_by_hand_stays_out(world: KnowledgeBase) -> None:
    text = world.works.bibtex("two")
    world.works.edit("two", "".join(x for x in text.splitlines(True) if "Mind" not in x))
    world.works.merge("one", "two")
    assert world.works.get("one").venue is None


def test_what_was_deleted_by_hand_stays_deleted(world: KnowledgeBase) -> None:
    text = world.works.bibtex("two")
    lines = [line for line in text.splitlines() if "journal" not in line]
    world.works.edit("two", "\n".join(lines))
    world.works.merge("one", "two")
    assert world.works.get("one").venue is None


def test_merging_on_the_command_line(world: KnowledgeBase, cli: Cli) -> None:
    result = cli("merge", "one", "two")
    assert result.exit_code == 0
    assert "one took" in result.stderr
    assert "two#1 is one#2 now" in result.stderr
    assert "had another year" in result.stderr
    assert cli("show", "two", "--format", "keys").stdout.strip() == "one"
    assert cli("undo").exit_code == 0
    assert cli("show", "two", "--format", "keys").stdout.strip() == "two"
    assert cli("merge", "one", "one").exit_code == 2
    assert cli("merge", "one", "nobody").exit_code == 2
