"""Notes: Markdown with front matter, read by ``add``."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from causalkb import KnowledgeBase
from causalkb.records import Claim
from causalkb.vocabulary import Design, Rung, Sign, Stance, Wording

NOTE = """---
work: rats
questions: [animal-learning]
tags: [lab]
claims:
  - text: Rats tell doing from seeing.
    design: experiment
    rung: intervention
    wording: causal
    subject: rats
    stance: {animals-represent-interventions: supports}
    locator: p. 1
    quote: as if they told a lever press apart
    effects: [{cause: own action, effect: expectation, sign: "-"}]
    tags: [one]
  - text: Watching was enough to learn the structure.
    stance: {observation-suffices: supports}
---
First paragraph.

Second paragraph.
"""
RATS = "@article{rats, title = {Causal Reasoning in Rats}, year = {2006}}"


def put(kb: KnowledgeBase, text: str, name: str = "rats.md") -> Any:
    return kb.add_content(text.encode(), name, embed=False)


def state(kb: KnowledgeBase) -> list[str]:
    """Everything in the store but what is remembered of problems, as SQL."""
    told = ('"problems"', "not_undoable")  # of the import that failed
    return [
        line for line in kb.store.database.conn.iterdump() if not any(word in line for word in told)
    ]


def test_a_note_enriches_the_work_it_names(empty: KnowledgeBase) -> None:
    put(empty, RATS, "a.bib")
    assert put(empty, NOTE).updated == ("rats",)
    work = empty.works.get("rats")
    assert (work.title, work.type, work.year) == ("Causal Reasoning in Rats", "article", 2006)
    assert (work.questions, work.tags) == (("animal-learning",), ("lab",))
    assert empty.works.note("rats") == "First paragraph.\n\nSecond paragraph."
    first, second = empty.claims.of("rats")
    assert (first.id, second.id) == ("rats#1", "rats#2")
    assert (first.design, first.rung, first.wording) == (
        Design.EXPERIMENT,
        Rung.INTERVENTION,
        Wording.CAUSAL,
    )
    assert first.stances == {"animals-represent-interventions": Stance.SUPPORTS}
    assert (first.subject, first.locator, first.tags) == ("rats", "p. 1", ("one",))
    assert first.quote == "as if they told a lever press apart"
    assert [(e.cause, e.effect, e.sign) for e in first.effects] == [
        ("own action", "expectation", Sign.NEGATIVE)
    ]
    empty.sync()
    kinds = [p.kind.value for p in empty.store.passages.of_work(empty.store.works.id_of("rats"))]
    assert kinds == ["title", "note", "claim", "claim"]


def test_the_order_of_note_and_bibliography_does_not_matter(empty: KnowledgeBase) -> None:
    assert put(empty, NOTE).added == ("rats",)
    assert empty.works.get("rats").title == ""
    assert put(empty, RATS, "a.bib").updated == ("rats",)
    work = empty.works.get("rats")
    assert (work.title, work.type) == ("Causal Reasoning in Rats", "article")
    assert len(empty.claims.of("rats")) == 2


def test_a_note_may_bring_a_title_for_a_work_of_its_own(empty: KnowledgeBase) -> None:
    put(empty, NOTE.replace("work: rats", "work: mine\ntitle: My own thoughts"))
    assert empty.works.get("mine").title == "My own thoughts"


def test_the_same_note_again_changes_nothing(empty: KnowledgeBase) -> None:
    put(empty, NOTE)
    before = state(empty)
    assert put(empty, NOTE).unchanged == ("rats",)
    assert state(empty) == before


# An edited note


def test_an_edited_claim_keeps_its_id_and_a_deleted_one_goes(empty: KnowledgeBase) -> None:
    put(empty, NOTE)
    edited = NOTE.replace("Rats tell doing from seeing.", "Rats told doing from mere seeing.")
    start = edited.index("  - text: Watching")
    without = edited[:start] + edited[edited.index("---\nFirst") :]
    assert put(empty, without).updated == ("rats",)
    assert [(c.id, c.text) for c in empty.claims.of("rats")] == [
        ("rats#1", "Rats told doing from mere seeing.")
    ]
    # An id is never given twice: who cites rats#2 must not be sent to another claim.
    put(empty, without.replace("---\nFirst", "  - text: A third claim\n---\nFirst"))
    assert [c.id for c in empty.claims.of("rats")] == ["rats#1", "rats#3"]


def test_claims_put_in_another_order_keep_their_ids(empty: KnowledgeBase) -> None:
    put(empty, NOTE)
    start, end = NOTE.index("  - text: Rats"), NOTE.index("---\nFirst")
    middle = NOTE.index("  - text: Watching")
    swapped = NOTE[:start] + NOTE[middle:end] + NOTE[start:middle] + NOTE[end:]
    put(empty, swapped)
    texts = {c.id: c.text for c in empty.claims.of("rats")}
    assert texts["rats#1"].startswith("Rats tell")
    assert texts["rats#2"].startswith("Watching")


def test_what_was_made_by_hand_survives_an_edited_note(empty: KnowledgeBase) -> None:
    put(empty, NOTE)
    store = empty.store
    work_id, first = store.works.id_of("rats"), store.claims.id_of("rats#1")
    with store.database.atomic():
        store.claims.insert(work_id, Claim("Made by hand."), origin="hand")
        hand = replace(
            empty.claims.of("rats")[0], stances={"association-explains-animals": Stance.CONTRADICTS}
        )
        store.claims.update(first, hand, origin="hand")
    put(empty, NOTE.replace("locator: p. 1", "locator: p. 2"))
    claims = {c.id: c for c in empty.claims.of("rats")}
    assert claims["rats#3"].text == "Made by hand."
    assert claims["rats#1"].locator == "p. 2"
    assert claims["rats#1"].stances == {
        "animals-represent-interventions": Stance.SUPPORTS,
        "association-explains-animals": Stance.CONTRADICTS,
    }


def test_a_stance_taken_out_of_the_note_goes(empty: KnowledgeBase) -> None:
    put(empty, NOTE)
    put(empty, NOTE.replace("    stance: {observation-suffices: supports}\n", ""))
    assert empty.claims.of("rats")[1].stances == {}


def test_a_changed_stance_of_the_note_is_changed(empty: KnowledgeBase) -> None:
    put(empty, NOTE)
    put(empty, NOTE.replace("suffices: supports", "suffices: qualifies"))
    assert empty.claims.of("rats")[1].stances == {"observation-suffices": Stance.QUALIFIES}


def test_two_notes_on_one_work_last_one_stays(empty: KnowledgeBase) -> None:
    put(empty, NOTE, "one/rats.md")
    put(empty, NOTE.replace("First paragraph.", "Another."), "two/rats.md")
    assert (empty.works.note("rats") or "").startswith("Another.")


# Bad input: the line, the reason, the nearest match; and nothing stored

BAD = {
    "not closed": ("---\nwork: rats\n", 1, "front matter", ""),
    "unknown field": (NOTE.replace("tags: [lab]", "tag: [lab]"), 4, "'tag'", "tags"),
    "field twice": (NOTE.replace("tags: [lab]", "work: cats"), 4, "given twice", ""),
    "unknown question": (
        NOTE.replace("[animal-learning]", "[animal-learing]"), 3, "question", "animal-learning",
    ),
    "unknown hypothesis": (
        NOTE.replace("animals-represent-interventions", "animals-represent-intervention"),
        11, "hypothesis", "animals-represent-interventions",
    ),
    "unknown stance": (NOTE.replace(": supports}", ": suports}", 1), 11, "'suports'", "supports"),
    "unknown design": (NOTE.replace("experiment\n", "experimental\n"), 7, "design", "experiment"),
    "unknown rung": (NOTE.replace("intervention\n", "interventions\n"), 8, "rung", "intervention"),
    "unknown wording": (NOTE.replace("wording: causal", "wording: casual"), 9, "wording", "causal"),
    "unknown sign": (NOTE.replace('sign: "-"', "sign: minus"), 14, "sign", ""),
    "claim without text": (NOTE.replace("text: Rats tell doing from seeing.", "text:"), 6, "text",
                           "text: ..."),
    "effect without cause": (NOTE.replace("{cause: own action, ", "{"), 14, "cause", ""),
    "claims no list": ("---\nwork: rats\nclaims: none\n---\n", 3, "list", ""),
    "stance no pairs": (NOTE.replace("{animals-represent-interventions: supports}", "supports"),
                        11, "pairs", ""),
    "front matter no pairs": ("---\n- a\n- b\n---\n", 2, "pairs", ""),
    "broken YAML": (NOTE.replace("[lab]", "[lab"), 5, "YAML", "quotes"),
    "colon in a text": (NOTE.replace("seeing.", "seeing: yes: no"), 6, "YAML", "quotes"),
    "alias": (NOTE.replace("[lab]", "&x [lab]").replace("[animal-learning]", "*x"), 3, "alias", ""),
    "nested deeper than any sane note": ("---\nwork: " + "[" * 99_999 + "\n---\n", 2, "deep", ""),
    "not text": ("\x00\x01\x02\xff", 1, "binary", ""),
    "empty file": ("", 1, "empty", ""),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD)
def test_a_bad_note_fails_whole_with_line_reason_and_hint(empty: KnowledgeBase, case: str) -> None:
    text, line, reason, hint = BAD[case]
    put(empty, RATS, "a.bib")
    before = state(empty)
    result = put(empty, text)
    assert result.entries == len(result.failed) == 1
    problem = result.failed[0]
    assert problem.line == line
    assert reason in problem.reason
    assert hint in problem.hint
    assert state(empty) == before


OBSIDIAN = """---
aliases: [Rats, "Cause: and effect"]
citekey: rats
status:
  read: 2026-01-02
tags: [lab]
cssclass: |
  wide
  page
---
Text.
"""


def test_what_other_programs_keep_in_the_front_matter_stays(empty: KnowledgeBase) -> None:
    put(empty, RATS, "a.bib")
    assert put(empty, OBSIDIAN, "Some title.md").problems == ()
    assert empty.works.note("rats") == "Text."
    assert empty.works.get("rats").tags == ("lab",)
    text = empty.works.note_file("rats")
    for line in ('aliases: [Rats, "Cause: and effect"]', "  read: 2026-01-02", "cssclass: |"):
        assert line in text.splitlines()
    assert "work: rats\n" in text
    assert empty.works.save_note("rats", text).updated == ()
    assert empty.works.note_file("rats") == text
    changed = text.replace("2026-01-02", "2027-01-02")
    empty.works.save_note("rats", changed)
    assert empty.works.note_file("rats") == changed


@pytest.mark.parametrize("name", ["rats.md", "@rats.md", "notes/rats.md"])
def test_the_name_of_the_file_says_which_work_a_note_is_about(
    empty: KnowledgeBase, name: str
) -> None:
    put(empty, RATS, "a.bib")
    assert put(empty, NOTE.replace("work: rats\n", ""), name).updated == ("rats",)


def test_a_field_that_looks_misspelt_is_not_ignored(empty: KnowledgeBase) -> None:
    put(empty, RATS, "a.bib")
    for wrong in ("claim", "Claims", "question", "tag", "works"):
        (problem,) = put(empty, f"---\nwork: rats\n{wrong}: []\n---\n").problems
        assert problem.line == 3
        assert wrong in problem.reason


def test_all_that_is_wrong_is_told_at_once(empty: KnowledgeBase) -> None:
    bad = NOTE.replace("experiment\n", "guess\n").replace("wording: causal", "wording: strong")
    result = put(empty, bad)
    assert [p.line for p in result.problems] == [7, 9]
    assert len(result.failed) == 1


def test_a_yaml_bomb_is_refused_at_once(empty: KnowledgeBase) -> None:
    lines = ["a: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"b{n}: &a{n + 1} [{', '.join([f'*a{n}'] * 9)}]" for n in range(9)]
    result = put(empty, "---\nwork: rats\n" + "\n".join(lines) + "\n---\n")
    assert "alias" in result.failed[0].reason


def test_yaml_tags_construct_nothing(empty: KnowledgeBase, tmp_path: Path) -> None:
    mark = tmp_path / "run"
    put(empty, f"---\nwork: rats\ntags: !!python/object/apply:os.system ['touch {mark}']\n---\n")
    put(empty, f"---\nwork: !!python/object/apply:os.mkdir [{mark}]\n---\n")
    assert not mark.exists()


def test_a_date_a_number_and_a_yes_are_texts(empty: KnowledgeBase) -> None:
    put(empty, "---\nwork: 2006\ntags: [yes, 2001-01-01, 0704.0010]\n---\n")
    assert empty.works.get("2006").tags == ("0704.0010", "2001-01-01", "yes")


@pytest.mark.parametrize("encode", ["utf-8-sig", "utf-8"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_bom_and_windows_line_ends_are_read(
    empty: KnowledgeBase, encode: str, newline: str
) -> None:
    content = NOTE.replace("\n", newline).encode(encode)
    assert empty.add_content(content, "rats.md", embed=False).added == ("rats",)


def test_readme_files_of_a_folder_are_not_notes(empty: KnowledgeBase, tmp_path: Path) -> None:
    for name in ("README.md", "readme.md", "CHANGELOG.md", "CONTRIBUTING.md"):
        folder = tmp_path / "notes" / name.lower()
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("# Read me\n", encoding="utf-8")
    (tmp_path / "notes" / "rats.md").write_text(NOTE, encoding="utf-8")
    result = empty.add(tmp_path / "notes", embed=False)
    assert result.entries == len(result.added) == 1
