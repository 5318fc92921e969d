"""What becomes of a stored work when another record of it arrives."""

from __future__ import annotations

from typing import Any

import pytest
from conftest import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from causalkb import KnowledgeBase
from causalkb.formats.bibtex.writer import format_work
from causalkb.ingest.merge import merge, spread
from causalkb.records import Person, Work

DOI = "10.1126/science.1121872"
POOR = f"@misc{{rats, title = {{Causal Reasoning in Rats}}, doi = {{{DOI}}}}}"
RICH = (
    f"@article{{blaisdell, title = {{Causal Reasoning in Rats}}, doi = {{{DOI}}}, year = 2006,"
    " author = {Blaisdell, Aaron P. and Sawa, Kosuke}, journal = {Science}, volume = {311},"
    " abstract = {Rats act.}, keywords = {rats}, mendeley-groups = {animals}}"
)


def add(kb: KnowledgeBase, text: str, name: str = "a.bib") -> Any:
    result = kb.add_content(text.encode(), name, embed=False)
    assert not result.failed
    return result


def test_a_richer_record_completes_a_poorer_one(empty: KnowledgeBase) -> None:
    add(empty, POOR, "poor.bib")
    assert add(empty, RICH, "rich.bib").updated == ("rats",)
    work = empty.works.get("rats")
    assert (work.type, work.year, work.venue) == ("article", 2006, "Science")
    assert [p.family for p in work.authors] == ["Blaisdell", "Sawa"]
    assert work.abstract == "Rats act."
    assert work.fields["mendeley-groups"] == "animals"


UNREADABLE = [
    ("year = {forthcoming}, doi = {10.1000/r}", "year = 2023, doi = {10.1000/r}", "year = {2023}"),
    ("date = {in press}, doi = {10.1000/r}", "year = 2023, doi = {10.1000/r}", "year = {2023}"),
    ("doi = {in press}", "doi = {10.1000/rats.2023}", "doi = {10.1000/rats.2023}"),
]


@pytest.mark.parametrize(("bad", "good", "written"), UNREADABLE)
@pytest.mark.parametrize("first", ["bad", "good"])
def test_a_readable_value_takes_the_place_of_text(
    empty: KnowledgeBase, bad: str, good: str, written: str, first: str
) -> None:
    entry = "@article{rats, title={Rats that act}, author={Roe, A.}, journal={J}, %s}"
    texts = [entry % bad, entry % good]
    for n, text in enumerate(texts if first == "bad" else texts[::-1]):
        add(empty, text, f"{n}.bib")
    before = empty.works.get("rats")
    text = empty.works.bibtex("rats")
    assert written in text
    assert "forthcoming" not in text
    assert "in press" not in text
    # A source that says the text again does not bring it back, and an edit costs nothing.
    add(empty, entry % bad, "again.bib")
    assert empty.works.get("rats") == before
    empty.works.edit("rats", text.replace("{J}", "{K}"))
    after = empty.works.get("rats")
    assert (after.year, after.doi, after.venue) == (before.year, before.doi, "K")


def test_text_that_was_stored_beside_a_readable_value_is_not_written() -> None:
    """Earlier versions stored both."""
    fields = {"year": "forthcoming", "doi": "in press"}
    text = format_work(Work("rats", year=2023, doi="10.1000/r", fields=fields))
    assert "year = {2023}" in text
    assert "doi = {10.1000/r}" in text
    assert "forthcoming" not in text
    assert "in press" not in text


def test_a_text_that_a_person_wrote_for_the_year_stays(empty: KnowledgeBase) -> None:
    entry = "@article{rats, title={Rats that act}, author={Roe, A.}, %s}"
    add(empty, entry % "year = {in press}, doi = {10.1000/r}")
    empty.works.edit("rats", empty.works.bibtex("rats").replace("in press", "forthcoming"))
    add(empty, entry % "year = 2023, doi = {10.1000/r}", "b.bib")
    assert empty.works.get("rats").fields["year"] == "forthcoming"
    assert empty.works.get("rats").year is None


def test_a_poorer_record_costs_a_richer_one_nothing(empty: KnowledgeBase) -> None:
    add(empty, RICH, "rich.bib")
    before = empty.works.get("blaisdell")
    assert add(empty, POOR, "poor.bib").unchanged == ("blaisdell",)
    assert empty.works.get("blaisdell") == before


def test_adding_the_same_again_changes_nothing(empty: KnowledgeBase) -> None:
    add(empty, RICH)
    generation = empty.store.database.generation
    passages = empty.store.passages.ids().tolist()
    assert add(empty, RICH).unchanged == ("blaisdell",)
    assert empty.store.database.generation == generation
    assert empty.store.passages.ids().tolist() == passages


def test_the_same_entry_twice_in_one_file_is_one_work_and_two_entries(empty: KnowledgeBase) -> None:
    result = add(empty, RICH + "\n" + RICH)
    assert result.added == ("blaisdell",)
    assert result.unchanged == ("blaisdell",)


def test_a_corrected_source_updates_what_it_said_itself(empty: KnowledgeBase) -> None:
    add(empty, RICH)
    assert add(empty, RICH.replace("{311}", "{312}")).updated == ("blaisdell",)
    assert empty.works.get("blaisdell").fields["volume"] == "312"


def test_a_second_source_only_completes_and_the_difference_is_told(empty: KnowledgeBase) -> None:
    add(empty, RICH)
    other = RICH.replace("year = 2006", "year = 1999").replace("{311}", "{312}")
    result = add(empty, other.replace("}}", "}, pages = {1--2}}"), "other.bib")
    work = empty.works.get("blaisdell")
    assert (work.year, work.fields["volume"], work.fields["pages"]) == (2006, "311", "1–2")
    assert "year" in result.warnings[0].reason
    assert "causalkb edit blaisdell" in result.warnings[0].hint


def test_a_second_source_cannot_correct_the_first(empty: KnowledgeBase) -> None:
    add(empty, RICH)
    add(empty, RICH.replace("{311}", "{312}"), "other.bib")
    add(empty, RICH.replace("{311}", "{313}"), "other.bib")
    assert empty.works.get("blaisdell").fields["volume"] == "311"


def test_a_field_that_a_source_no_longer_has_is_kept(empty: KnowledgeBase) -> None:
    add(empty, RICH)
    add(empty, RICH.replace(" volume = {311},", ""))
    assert empty.works.get("blaisdell").fields["volume"] == "311"


@pytest.mark.parametrize("source", ["a.bib", "b.bib"])
def test_hand_edits_win_over_any_import(empty: KnowledgeBase, source: str) -> None:
    add(empty, RICH)
    edited = RICH.replace("{311}", "{7}").replace("year = 2006", "year = 2007")
    # The text has no line of tags, so those that were made of its keywords go.
    assert set(empty.works.edit("blaisdell", edited)) == {"year", "volume", "tags"}
    add(empty, RICH.replace("{311}", "{312}").replace("year = 2006", "year = 2008"), source)
    work = empty.works.get("blaisdell")
    assert (work.year, work.fields["volume"]) == (2007, "7")


def test_a_field_deleted_by_hand_stays_deleted(empty: KnowledgeBase) -> None:
    add(empty, RICH)
    empty.works.edit("blaisdell", RICH.replace(" volume = {311},", ""))
    add(empty, RICH.replace("Rats act.", "Rats act again."))
    assert "volume" not in empty.works.get("blaisdell").fields
    assert empty.works.get("blaisdell").abstract == "Rats act again."


def test_a_tag_removed_by_hand_does_not_come_back_with_a_correction(empty: KnowledgeBase) -> None:
    tagged = RICH.replace("keywords", "causalkb-tags = {rats, lab}, keywords")
    add(empty, tagged)
    empty.tags.remove("blaisdell", "lab")
    add(empty, tagged.replace("{311}", "{312}"))
    assert empty.works.get("blaisdell").tags == ("rats",)
    add(empty, tagged.replace("{rats, lab}", "{rats, lab, maze}"))
    assert "maze" in empty.works.get("blaisdell").tags


def test_and_others_is_completed_by_the_full_list(empty: KnowledgeBase) -> None:
    short = RICH.replace(" and Sawa, Kosuke", " and others")
    add(empty, short, "short.bib")
    assert empty.works.get("blaisdell").authors[-1].is_others
    add(empty, RICH, "full.bib")
    assert [p.family for p in empty.works.get("blaisdell").authors] == ["Blaisdell", "Sawa"]
    assert not add(empty, short, "third.bib").problems
    assert len(empty.works.get("blaisdell").authors) == 2


def test_and_others_is_not_completed_by_a_list_of_other_people(empty: KnowledgeBase) -> None:
    add(empty, RICH.replace(" and Sawa, Kosuke", " and others"))
    other = RICH.replace("Blaisdell, Aaron P. and Sawa", "Hume, David and Kant, Immanuel and Sawa")
    result = add(empty, other, "other.bib")
    assert empty.works.get("blaisdell").authors[0].family == "Blaisdell"
    assert "authors" in result.warnings[0].reason


# For any two records of one work

_TEXT = st.text("abc é三\u0301", min_size=1, max_size=5)


@pytest.mark.parametrize(
    ("title", "kept"),
    [
        ("Causes with {SQL} and more", None),
        ("Causes in {W}ords", "Causes in {W}ords"),
    ],
)
def test_the_latex_of_a_title_comes_only_with_the_title(
    empty: KnowledgeBase, title: str, kept: str | None
) -> None:
    for name, said in (("a", "Causes in Words"), ("b", title)):
        entry = f"@misc{{{name}, title={{{said}}}, author={{Roe, B}}, eprint={{2101.00001}}}}"
        empty.add_content(entry.encode(), f"{name}.bib", embed=False)
    assert empty.works.get("a").fields.get("latex-title") == kept


_PEOPLE = st.lists(st.builds(Person, family=_TEXT, given=st.just("") | _TEXT), max_size=3).flatmap(
    lambda people: st.sampled_from([tuple(people), (*people, Person.others())])
)
_WORKS = st.builds(
    Work,
    key=st.just("k"),
    type=st.sampled_from(["misc", "article", "book"]),
    title=st.just("") | _TEXT,
    authors=_PEOPLE,
    editors=_PEOPLE,
    year=st.none() | st.integers(1900, 1903),
    doi=st.sampled_from([None, "10.1/a", "10.1/b"]),
    url=st.none() | _TEXT,
    abstract=st.none() | _TEXT,
    fields=st.dictionaries(st.sampled_from(["journal", "volume", "note", "x"]), _TEXT, max_size=4),
)
_EDITED = st.sets(st.sampled_from(["@title", "@year", "journal", "@authors"]))


@given(_WORKS, _WORKS, _EDITED)
@settings(max_examples=examples(150), deadline=None)
def test_a_merge_never_loses_a_field(stored: Work, incoming: Work, edited: set[str]) -> None:
    mine, theirs = spread(stored), spread(incoming)
    merged = merge(stored, incoming, {}, edited)
    result = spread(merged.work)
    assert result.keys() == mine.keys() | (theirs.keys() - edited)
    for name, value in mine.items():
        if name in edited:
            assert result[name] == value
    assert set(merged.changed) == {n for n in result if result[n] != mine.get(n)}
    # Merging the same again changes nothing.
    assert merge(merged.work, incoming, {}, edited).changed == ()


@given(_WORKS, _WORKS)
@settings(max_examples=examples(100), deadline=None)
def test_a_merge_keeps_every_name_of_a_list(stored: Work, incoming: Work) -> None:
    before = [p for p in stored.authors if not p.is_others]
    after = merge(stored, incoming, {}, set()).work.authors
    assert [p.family for p in after][: len(before)] == [p.family for p in before] or not before
