"""In whatever order records come, the same works are there at the end."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import permutations

import pytest
from conftest import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from causalkb import KnowledgeBase

PEOPLE = ("Roe, Bob", "Doe, Ann", "Poe, Cat")
TITLES = (
    "Causal cognition in crows",
    "Invariant features under shift",
    "Editorial",
    "Reply to the commentaries",
)
PLACES = (
    ("phdthesis", "school={St Andrews}"),
    ("book", "publisher={OUP}"),
    ("techreport", "institution={NBER}, number={12}"),
    ("article", "journal={Mind}, volume=3, pages={1--20}"),
    ("article", "journal={Journal of Causal Inference}, volume=9, pages={7--9}"),
    ("inproceedings", "booktitle={ICML}, pages={1--10}"),
    ("inproceedings", "booktitle={NeurIPS Workshop on Causality}"),
    # No two titles stand on one page; who corrects a title leaves the rest as it is.
    ("incollection", "booktitle={Handbook of Crows}, pages={PAGE}, doi={10.1007/book}"),
    ("misc", "eprint={2101.00001}, archiveprefix={arXiv}"),
    ("misc", "eprint={2101.00002}, archiveprefix={arXiv}"),
    ("dataset", "url={https://data.org/1}, version={1}"),
)
ARXIV = "misc{ eprint={2101.00001}, archiveprefix={arXiv}}"
DOI = "article{ journal={Mind}, doi={10.1234/crows}}"
REPORT = "techreport{ institution={NBER}, number={12}}"
CHAPTER = "incollection{ booktitle={Handbook of Crows}, doi={10.1007/book}}"
EXTRA = ("", "abstract={Crows act.}", "note={read}", "keywords={crows}", "month=mar")

_RECORDS = st.lists(
    st.tuples(
        st.sampled_from(TITLES),
        st.sampled_from(PEOPLE),
        st.sampled_from((2005, 2006)),
        st.sampled_from(PLACES),
        st.sampled_from(EXTRA),
    ),
    min_size=2,
    max_size=7,
)


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    """A knowledge base that each example empties again."""
    with KnowledgeBase.open(tmp_path_factory.mktemp("scratch"), create=True) as base:
        yield base


def works_of(kb: KnowledgeBase, entries: list[tuple[int, str]]) -> tuple[set[frozenset[int]], int]:
    """Which entries became one work, and how many pairs of works are linked."""
    together: defaultdict[str, set[int]] = defaultdict(set)
    for name, entry in entries:
        result = kb.add_content(entry.encode(), f"{name}.bib", embed=False)
        (key,) = (*result.added, *result.updated, *result.unchanged)
        together[key].add(name)
        for gone in together.keys() - kb.works.keys():
            # The entry showed that two works are one.
            together[key] |= together.pop(gone)
    links = sum(len(work.versions) for work in kb.works.list())
    kb.works.remove(*kb.works.keys())
    return {frozenset(names) for names in together.values()}, links // 2


@given(_RECORDS, st.randoms(use_true_random=False))
# The same cases each time. Very rarely (once in a few thousand), the order still decides: where
# sources disagree on the form of a work, that of the first is what others are compared with.
@settings(derandomize=True, max_examples=examples(40), deadline=None)
def test_the_order_of_import_does_not_change_which_works_there_are(
    scratch: KnowledgeBase,
    records: list[tuple[str, str, int, tuple[str, str], str]],
    random: st.Random,
) -> None:
    entries = [
        (n, f"@{type}{{k{n}, title={{{title}}}, author={{{author}}}, year={year},"
            f" {place.replace('PAGE', str(100 * TITLES.index(title) + 7))}, {extra}}}")
        for n, (title, author, year, (type, place), extra) in enumerate(records)
    ]  # fmt: skip
    shuffled = list(entries)
    random.shuffle(shuffled)
    assert works_of(scratch, entries) == works_of(scratch, shuffled)


ONE = "Causal cognition in crows"
TWO = "Invariant features under shift"


@pytest.mark.parametrize(
    "records",
    [
        # One identifier: the third has the title of the first and the author of the second.
        [(ONE, "Roe, Bob", ARXIV), (TWO, "Doe, Ann", ARXIV), (ONE, "Doe, Ann", ARXIV)],
        [(ONE, "Roe, Bob", DOI), (TWO, "Doe, Ann", DOI), (ONE, "Doe, Ann", DOI)],
        # Another record knows the work by another title: it, too, leads to other versions.
        [(ONE, "Roe, Bob", ARXIV), (TWO, "Roe, Bob", ARXIV), (TWO, "Roe, Bob", REPORT)],
        [(ONE, "Roe, Bob", ARXIV), (TWO, "Roe, Bob", ARXIV), (ONE, "Roe, Bob", REPORT)],
        # Two chapters by one author with the DOI of their book.
        [(ONE, "Roe, Bob", CHAPTER), (TWO, "Roe, Bob", CHAPTER), (TWO, "Doe, Ann", CHAPTER)],
    ],
)
def test_each_order_of_three_records_gives_the_same_works(
    scratch: KnowledgeBase, records: list[tuple[str, str, str]]
) -> None:
    entries = [
        (n, f"@{place.replace('{', f'{{k{n}, title={{{title}}}, author={{{author}}},', 1)}")
        for n, (title, author, place) in enumerate(records)
    ]
    made = [works_of(scratch, list(order)) for order in permutations(entries)]
    assert all(one == made[0] for one in made), made


_FULL = st.lists(
    st.tuples(
        st.sampled_from((2005, 2006, 2007)),
        st.sampled_from(("@article{KEY, journal={Mind}", "@book{KEY, publisher={OUP}")),
    ),
    min_size=2,
    max_size=4,
    unique_by=lambda record: record[0],
)
_POOR = st.sampled_from(
    ("@misc{KEY", "@article{KEY, journal={Mind}", "@article{KEY, year={forthcoming}", "@book{KEY")
)


@given(_FULL, _POOR, st.sampled_from(("author={Roe, Bob},", "author={Roe},", "")))
@settings(derandomize=True, max_examples=examples(25), deadline=None)
def test_a_poor_record_goes_to_the_same_of_several_works_whichever_came_first(
    scratch: KnowledgeBase, full: list[tuple[int, str]], poor: str, author: str
) -> None:
    name = f", title={{{ONE}}}, "
    stored = [
        (n, f"{entry.replace('KEY', 'k')}{name} author={{Roe, Bob}}, year={year}}}")
        for n, (year, entry) in enumerate(full)
    ]
    last = (len(full), f"{poor.replace('KEY', 'poor')}{name} {author}}}")
    made = [works_of(scratch, [*order, last])[0] for order in permutations(stored)]
    assert all(one == made[0] for one in made), made


def test_a_record_that_shows_two_works_to_be_one_joins_them_and_undo_parts_them(
    scratch: KnowledgeBase,
) -> None:
    one, two, both = (
        f"@misc{{{key}, title={{{title}}}, author={{{author}}}, {ARXIV[6:]}".encode()
        for key, title, author in (
            ("a", ONE, "Roe, Bob"), ("b", TWO, "Doe, Ann"), ("c", ONE, "Doe, Ann"))
    )  # fmt: skip
    scratch.add_content(one, "one.bib", embed=False)
    scratch.add_content(two, "two.bib", embed=False)
    scratch.tags.add("b", "read")
    result = scratch.add_content(both, "both.bib", embed=False)
    assert next(p.reason for p in result.problems) == (
        "shows that a and b are one work: b was merged into a"
    )
    assert (result.updated, scratch.works.keys(), scratch.works.get("a").tags) == (
        ("a",),
        ["a"],
        ("read",),
    )
    assert scratch.works.get("b").key == "a"
    scratch.undo()
    assert sorted(scratch.works.keys()) == ["a", "b"]
    assert scratch.works.get("b").tags == ("read",)
    scratch.works.remove("a", "b")


def test_works_that_a_person_found_to_be_two_are_not_joined(scratch: KnowledgeBase) -> None:
    for key, title, author in (("a", ONE, "Roe, Bob"), ("b", TWO, "Doe, Ann")):
        entry = f"@misc{{{key}, title={{{title}}}, author={{{author}}}, {ARXIV[6:]}"
        scratch.add_content(entry.encode(), f"{key}.bib", embed=False)
    scratch.works.not_duplicates("a", "b")
    entry = f"@misc{{c, title={{{ONE}}}, author={{Doe, Ann}}, {ARXIV[6:]}"
    scratch.add_content(entry.encode(), "c.bib", embed=False)
    assert sorted(scratch.works.keys()) == ["a", "b"]
    scratch.works.remove("a", "b")
