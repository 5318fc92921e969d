"""One work, two versions of it, or two works: the same answer whichever record comes first."""

from __future__ import annotations

from itertools import permutations

import pytest

from causalkb import KnowledgeBase

HANDBOOK = (
    "booktitle={Handbook of Crows}, publisher={P}, year=2011, doi={10.1007/978-3-0000-1111-1}"
)
REPLY = "title={Reply to the commentaries}, author={Roe, Bob}, year=2003"
EDITORIAL = "title={Editorial}, author={Doe, Ann}, year=1999, journal={Cognition Letters}"
CROWS = "author={Roe, Bob}, title={Causal cognition in crows}"
SHIFT = "author={Doe, Ann}, title={Invariant features under shift}, year=2021"
SURVEY = "title={Panel Survey of Households}, author={{Bureau of Statistics}}, year=2015"

ONE = {
    "a short title with the second author left out, in one journal": (
        "@article{a, author={Roe, Bob}, title={Causality}, journal={Mind}, year=2005}",
        "@article{b, author={Roe, Bob and Doe, Ann}, title={Causality}, journal={Mind}, year=2005}",
    ),
    "a short title and the first of its authors, in two journals": (
        "@article{a, author={Roe, Bob and others}, title={Causality}, journal={Mind}, year=2005}",
        "@article{b, author={Roe, Bob and Doe, Ann}, title={Causality}, journal={Noûs}, year=2005}",
    ),
    "the same DOI with a corrected title": (
        "@article{a, author={Roe, B.}, title={Causes and their efects}, doi={10.1000/x}}",
        "@article{b, author={Roe, Bob}, title={Causes and their effects}, doi={10.1000/x}}",
    ),
    "the same DOI with another order of authors": (
        "@article{a, author={Roe, B. and Doe, A.}, title={On causes}, doi={10.1000/x}}",
        "@article{b, author={Doe, A. and Roe, B.}, title={On causes}, doi={10.1000/x}}",
    ),
    "the same DOI and year with another title": (
        "@article{a, author={Roe, B.}, title={Zur Ursache}, year=1999, doi={10.1000/x}}",
        "@article{b, author={Roe, B.}, title={On causes}, year=1999, doi={10.1000/x}}",
    ),
    "a book with the same DOI and year and another title": (
        "@book{a, author={Roe, B.}, title={Zur Ursache}, year=1999, doi={10.1000/x}}",
        "@book{b, author={Roe, B.}, title={On causes}, year=1999, doi={10.1000/x}}",
    ),
    "one with a DOI alone, the other with its journal": (
        "@article{a, " + CROWS + ", year=2006, doi={10.1000/x}}",
        "@article{b, " + CROWS + ", year=2006, journal={Mind}}",
    ),
    "the same DOI a year later, shortened": (
        "@article{a, author={Roe, B.}, title={Causes of behaviour in crows and apes}, year=1999,"
        " journal={Mind}, doi={10.1000/x}}",
        "@article{b, author={Roe, B.}, title={On the causes of behaviour in crows}, year=2000,"
        " journal={Mind}, doi={10.1000/x}}",
    ),
    "the same DOI with and without the subtitle": (
        "@book{a, author={Roe, B.}, title={Causes of behaviour}, doi={10.1000/x}}",
        "@book{b, author={Roe, B.}, title={Causes of behaviour: a primer}, doi={10.1000/x}}",
    ),
    "a journal abbreviated": (
        "@article{a, " + CROWS + ", year=2006, journal={J. Comp. Psychol.}, volume=3}",
        "@article{b, " + CROWS + ", year=2006, journal={Journal of Comparative Psychology}}",
    ),
    "a conference by its acronym": (
        "@inproceedings{a, " + SHIFT + ", booktitle={ICML}}",
        "@inproceedings{b, " + SHIFT
        + ", booktitle={Proceedings of the 38th International Conference on Machine Learning}}",
    ),
    "proceedings as a journal": (
        "@article{a, " + SHIFT + ", journal={NeurIPS}}",
        "@inproceedings{b, " + SHIFT
        + ", booktitle={Advances in Neural Information Processing Systems 34}}",
    ),
    "proceedings in full as a journal": (
        "@article{a, " + SHIFT + ", journal={Proceedings of the Machine Vision Forum}}",
        "@inproceedings{b, " + SHIFT + ", booktitle={Machine Vision Forum}}",
    ),
    "proceedings as a book of chapters": (
        "@incollection{a, " + SHIFT + ", booktitle={Computer Vision}, pages={3--9}}",
        "@inproceedings{b, " + SHIFT + ", booktitle={Computer Vision: ECCV}, pages={3--9}}",
    ),
    "a record that does not say where it appeared": (
        "@phdthesis{a, " + CROWS + ", school={St Andrews}, year=2005}",
        "@misc{b, " + CROWS + ", year=2005}",
    ),
    "the pages of the first edition online": (
        "@article{a, " + CROWS + ", year=2006, journal={Mind}, pages={1--12}}",
        "@article{b, " + CROWS + ", year=2006, journal={Mind}, volume=5, pages={311--322}}",
    ),
    "an author without given name": (
        "@article{a, title={Causal cognition in crows}, author={Roe}, year=2006, journal={Mind}}",
        "@article{b, " + CROWS + ", year=2006, journal={Mind}}",
    ),
    "a generic title with the same journal and page": (
        "@article{a, " + EDITORIAL + ", volume=12, pages={1--2}}",
        "@article{b, " + EDITORIAL + ", pages={1}}",
    ),
    "a generic title and nothing else, said twice": (
        "@misc{a, " + REPLY + "}",
        "@misc{b, " + REPLY + "}",
    ),
    "a data set with the same address and version": (
        "@dataset{a, " + SURVEY + ", version={2}, url={https://www.stat.org/panel/}}",
        "@dataset{b, " + SURVEY + ", version={2}, url={http://stat.org/panel}}",
    ),
}  # fmt: skip

ONE |= {
    "an umlaut spelt out": (
        "@article{a, title={Causal cognition in crows}, author={Köhler, W.}, year=2006}",
        "@article{b, title={Causal cognition in crows}, author={Koehler, W.}, year=2006}",
    ),
    "a particle left out, and one put behind": (
        "@article{a, title={Causal cognition in crows}, author={van der Roe, Bob}, year=2006}",
        "@article{b, title={Causal cognition in crows}, author={Roe, Bob}, year=2006}",
        "@article{c, title={Causal cognition in crows}, author={Roe, Bob van der}, year=2006}",
    ),
    "an institution without braces": (
        "@report{a, author={{World Crow Organization}}, title={Report on crows}, year=2006}",
        "@report{b, author={World Crow Organization}, title={Report on crows}, year=2006}",
    ),
    "an edition in words": (
        "@book{a, " + CROWS + ", year=2006, edition={2nd}}",
        "@book{b, " + CROWS + ", year=2006, edition={Second}}",
    ),
}

LINKED = {
    "thesis and book": (
        "@phdthesis{a, " + CROWS + ", school={St Andrews}, year=2005}",
        "@book{b, " + CROWS + ", publisher={OUP}, isbn={1}, year=2005}",
    ),
    "thesis and book of the year after": (
        "@thesis{a, " + CROWS + ", institution={St Andrews}, year=2005}",
        "@book{b, " + CROWS + ", publisher={OUP}, year=2006}",
    ),
    "report and article": (
        "@techreport{a, " + CROWS + ", institution={NBER}, number={123}, year=2005}",
        "@article{b, " + CROWS + ", journal={AER}, volume=95, year=2005}",
    ),
    "working paper given as an article, and the article": (
        "@article{a, " + CROWS + ", journal={IZA Discussion Papers}, number={123}, year=2005}",
        "@article{b, " + CROWS + ", journal={Econometrica}, volume=95, year=2005}",
    ),
    "workshop and conference": (
        "@inproceedings{a, " + SHIFT + ", booktitle={ICLR Workshop on Robustness}}",
        "@inproceedings{b, " + SHIFT + ", booktitle={ICML}, pages={1--10}}",
    ),
    "workshop and conference with one arXiv id": (
        "@inproceedings{a, " + SHIFT + ", booktitle={ICML 2021 Workshop}, eprint={2101.00001}}",
        "@inproceedings{b, " + SHIFT + ", booktitle={NeurIPS}, eprint={2101.00001}}",
    ),
    "conference and journal": (
        "@inproceedings{a, " + SHIFT + ", booktitle={Proceedings of UAI}, pages={1--10}}",
        "@article{b, " + SHIFT + ", journal={Journal of Causal Inference}, volume=9}",
    ),
    "conference and journal, each with its DOI": (
        "@inproceedings{a, " + SHIFT + ", booktitle={AISTATS}, doi={10.1000/c}}",
        "@article{b, " + SHIFT + ", journal={Journal of Causal Inference}, doi={10.1000/j}}",
    ),
    "guideline that two journals print": (
        "@article{a, " + SHIFT + ", journal={Lancet}, volume=370, pages={1453}, doi={10.1000/l}}",
        "@article{b, " + SHIFT + ", journal={BMJ}, volume=335, pages={806}, doi={10.1000/b}}",
    ),
    "chapter and article": (
        "@incollection{a, " + SHIFT + ", booktitle={Handbook of Crows}, pages={1--20}}",
        "@article{b, " + SHIFT + ", journal={Mind}, volume=3}",
    ),
    "post and preprint": (
        "@online{a, " + SHIFT + ", url={https://www.lesswrong.com/posts/abc}}",
        "@misc{b, " + SHIFT + ", eprint={2101.00001}, archiveprefix={arXiv}}",
    ),
    "data set and its article": (
        "@dataset{a, " + SHIFT + ", publisher={Zenodo}, doi={10.5281/zenodo.1}}",
        "@article{b, " + SHIFT + ", journal={Scientific Data}, doi={10.1038/s1}}",
    ),
    "preprint and paper, both with the DOI of the preprint": (
        "@misc{a, " + SHIFT + ", doi={10.48550/arXiv.2101.00001}}",
        "@inproceedings{b, " + SHIFT + ", booktitle={ICML}, doi={10.48550/arXiv.2101.00001}}",
    ),
}  # fmt: skip

TWO = {
    "one short title, with and without a second author, in two journals": (
        "@article{a, author={Roe, Bob}, title={Causality}, journal={Mind}, year=2005}",
        "@article{b, author={Roe, Bob and Doe, Ann}, title={Causality}, journal={Noûs}, year=2005}",
    ),
    "a generic title and nothing else that agrees": (
        "@article{a, " + REPLY + ", journal={Behavioral and Brain Sciences}, pages={101--110}}",
        "@article{b, " + REPLY + ", journal={Noûs}, pages={7--9}}",
    ),
    "a generic title on another page": (
        "@article{a, " + EDITORIAL + ", volume=12, pages={1--2}}",
        "@article{b, " + EDITORIAL + ", volume=12, pages={201--202}}",
    ),
    "a generic title in another volume": (
        "@article{a, " + EDITORIAL + ", volume=12}",
        "@article{b, " + EDITORIAL + ", volume=13}",
    ),
    "a generic title of which one record does not say where": (
        "@article{a, " + EDITORIAL + ", volume=12, pages={1--2}}",
        "@article{b, title={Editorial}, author={Doe, Ann}, year=1999}",
    ),
    "book reviews": (
        "@article{a, title={Book review}, author={Doe, A}, year=1999, journal={Mind}, pages={3}}",
        "@article{b, title={Book Review}, author={Doe, A}, year=1999, journal={Mind}, pages={9}}",
    ),
    "an introduction to a book and one to an issue": (
        "@incollection{a, title={Introduction}, author={Doe, Ann}, year=2011, booktitle={Crows}}",
        "@article{b, title={Introduction to the special issue}, author={Doe, Ann}, year=2011}",
    ),
    "introductions to two books": (
        "@incollection{a, title={Introduction}, author={Doe, Ann}, year=2011, booktitle={Crows}}",
        "@incollection{b, title={Introduction}, author={Doe, Ann}, year=2011, booktitle={Apes}}",
    ),
    "two versions of a data set": (
        "@dataset{a, " + SURVEY + ", version={1.0}}",
        "@dataset{b, " + SURVEY + ", version={2.0}}",
    ),
    "two data sets with one name at two addresses": (
        "@misc{a, " + SURVEY + ", url={https://stat.org/panel/wave-1}}",
        "@misc{b, " + SURVEY + ", url={https://stat.org/panel/wave-2}}",
    ),
    "two volumes of a book": (
        "@book{a, " + CROWS + ", year=2006, publisher={P}, volume=1}",
        "@book{b, " + CROWS + ", year=2006, publisher={P}, volume=2}",
    ),
    "two parts in one journal": (
        "@article{a, " + CROWS + ", year=2006, journal={Mind}, number=1, pages={1--9}}",
        "@article{b, " + CROWS + ", year=2006, journal={Mind}, number=2, pages={40--49}}",
    ),
}  # fmt: skip

TWO |= {
    "a name of three words at two addresses": (
        "@misc{a, author={Roe, Bob}, title={Crow Field Notes}, year=2015, url={https://a.org/1}}",
        "@misc{b, author={Roe, Bob}, title={Crow Field Notes}, year=2015, url={https://a.org/2}}",
    ),
    "data of which one record says where they stand": (
        "@dataset{a, " + CROWS + ", year=2006, version={1}, url={https://a.org/1}}",
        "@dataset{b, " + CROWS + ", year=2006, version={1}}",
    ),
}

TWO |= {
    "two editions of a year": (
        "@book{a, " + CROWS + ", year=2006, edition={1}}",
        "@book{b, " + CROWS + ", year=2006, edition={Second}}",
    ),
    "two translations": (
        "@book{a, author={Kant, I}, title={Critique of reason}, year=1998, translator={Roe, B}}",
        "@book{b, author={Kant, I}, title={Critique of reason}, year=1998, translator={Poe, C}}",
    ),
    "a word in two encyclopedias": (
        "@inreference{a, author={Roe, B}, title={Causation}, booktitle={Crow Almanac}, year=2010}",
        "@inreference{b, author={Roe, B}, title={Causation}, booktitle={Big Lexicon}, year=2010}",
    ),
}

WARNED = {
    "chapters with the DOI of their book": (
        "@incollection{a, author={Roe, Bob}, title={Causes}, pages={1--20}, " + HANDBOOK + "}",
        "@incollection{b, author={Poe, Cat}, title={Tools}, pages={21--40}, " + HANDBOOK + "}",
        "@book{c, editor={Doe, Ann}, title={Handbook of Crows}, publisher={P}, year=2011,"
        " doi={10.1007/978-3-0000-1111-1}}",
    ),
    "two chapters of one author with the DOI of their book": (
        "@incollection{a, author={Roe, Bob}, title={Causes}, pages={1--20}, " + HANDBOOK + "}",
        "@incollection{b, author={Roe, Bob}, title={Tools}, pages={21--40}, " + HANDBOOK + "}",
    ),
    "a chapter of the editor with the DOI of the book": (
        "@incollection{a, author={Doe, Ann}, title={What crows know}, " + HANDBOOK + "}",
        "@book{b, editor={Doe, Ann}, title={Handbook of Crows}, year=2011,"
        " doi={10.1007/978-3-0000-1111-1}}",
    ),
    "papers with the DOI of their proceedings": (
        "@inproceedings{a, author={Roe, B}, title={A}, booktitle={FAccT}, doi={10.1145/1}}",
        "@inproceedings{b, author={Poe, C}, title={B}, booktitle={FAccT}, doi={10.1145/1}}",
        "@proceedings{c, title={FAccT 21}, doi={10.1145/1}}",
    ),
    "the DOI of another paper of the author, elsewhere": (
        "@inproceedings{a, author={Roe, B}, title={The crow treebank}, booktitle={Workshop on"
        " Treebanks}, year=2002, doi={10.1007/t}}",
        "@inproceedings{b, author={Roe, B}, title={Developments in a scheme of annotation and what"
        " came of them}, booktitle={Language Resources}, year=2002, doi={10.1007/t}}",
    ),
    "the DOI of another paper of the author, of other years": (
        "@article{a, author={Roe, B}, title={Corpus, concordance, collocation}, year=1991,"
        " doi={10.2307/1}}",
        "@techreport{b, author={Roe, B}, title={Preliminary recommendations on types}, year=1996,"
        " doi={10.2307/1}}",
    ),
    "the DOI of another paper of the author, in a record without a year": (
        "@inproceedings{a, author={Roe, B}, title={Getting to know your corpus}, year=2012,"
        " booktitle={Text and Speech}, doi={10.1007/k}}",
        "@misc{b, author={Roe, B}, title={How to evaluate what one has}, doi={10.1007/k}}",
    ),
    "two parts with the DOI of one": (
        "@article{a, author={Roe, B}, title={Structure for coordination, Part I}, year=1998,"
        " journal={Glot}, volume=3, number=7, pages={3--9}, doi={10.1515/g}}",
        "@article{b, author={Roe, B}, title={Structure for coordination, Part II}, year=1998,"
        " journal={Glot}, volume=3, number=8, pages={3--6}, doi={10.1515/g}}",
    ),
    "an arXiv id copied from another entry": (
        "@misc{a, author={Roe, B}, title={Causes in models}, eprint={2101.00001}}",
        "@misc{b, author={Poe, C}, title={Tools for agents}, eprint={2101.00001}}",
    ),
    "abstracts of a meeting with the DOI of the volume": (
        "@article{a, author={Roe, B}, title={Sleep and causes}, journal={Sleep}, doi={10.1093/s}}",
        "@article{b, author={Poe, C}, title={Noise and sleep}, journal={Sleep}, doi={10.1093/s}}",
    ),
    "one title, author and year with two DOIs": (
        "@article{a, " + SHIFT + ", journal={Mind}, doi={10.1000/1}}",
        "@article{b, " + SHIFT + ", journal={Mind}, doi={10.1000/2}}",
    ),
}  # fmt: skip


def cases(found: dict[str, tuple[str, ...]]) -> pytest.MarkDecorator:
    orders = [(n, order) for n, entries in found.items() for order in permutations(entries)]
    names = [f"{name}-{n}" for n, (name, _) in enumerate(orders)]
    return pytest.mark.parametrize("entries", [order for _, order in orders], ids=names)


def add(kb: KnowledgeBase, entries: tuple[str, ...]) -> list[str]:
    """Add entries from a source each, twice; return the warnings of the first time."""
    warnings = []
    for n, entry in enumerate(entries):
        result = kb.add_content(entry.encode(), f"{n}.bib", embed=False)
        assert not result.failed
        warnings += [w.reason for w in result.warnings]
    for n, entry in enumerate(entries):
        assert len(kb.add_content(entry.encode(), f"{n}.bib", embed=False).unchanged) == 1
    return warnings


@cases(ONE)
def test_one_work(empty: KnowledgeBase, entries: tuple[str, ...]) -> None:
    add(empty, entries)
    assert empty.works.count() == 1


@cases(LINKED)
def test_versions_are_two_linked_works(empty: KnowledgeBase, entries: tuple[str, ...]) -> None:
    alone = {}
    for n, entry in enumerate(entries):
        empty.add_content(entry.encode(), f"alone{n}.bib", embed=False)
        (key,) = empty.works.keys()
        alone[key] = empty.works.get(key).fields
        empty.works.remove(key)
    warnings = add(empty, entries)
    assert {key: empty.works.get(key).versions for key in ("a", "b")} == {"a": ("b",), "b": ("a",)}
    # Nothing of one went into the other, and there is nothing to worry about.
    assert {key: empty.works.get(key).fields for key in ("a", "b")} == alone
    assert warnings == []


@cases(TWO)
def test_two_works(empty: KnowledgeBase, entries: tuple[str, ...]) -> None:
    add(empty, entries)
    assert [work.versions for work in empty.works.list()] == [(), ()]


@cases(WARNED)
def test_works_that_share_what_only_one_should_have_stay_apart_with_a_warning(
    empty: KnowledgeBase, entries: tuple[str, ...]
) -> None:
    warnings = add(empty, entries)
    assert empty.works.count() == len(entries)
    assert all(work.versions == () for work in empty.works.list())
    assert len(warnings) == len(entries) - 1
    assert all("kept as a work of its own" in w for w in warnings)


@pytest.mark.parametrize(("venue", "key"), [("Mind", "a"), ("Noûs", "b")])
def test_a_poor_record_goes_to_the_work_in_its_venue(
    empty: KnowledgeBase, venue: str, key: str
) -> None:
    add(empty, ("@article{a, " + CROWS + ", year=2005, journal={Mind}}",
                "@article{b, " + CROWS + ", year=2009, journal={Noûs}}"))  # fmt: skip
    poor = "@article{c, " + CROWS + ", journal={" + venue + "}, note={read}}"
    assert empty.add_content(poor.encode(), "c.bib", embed=False).updated == (key,)


def test_a_corrected_title_with_a_doi_that_was_missing_is_the_same_work(
    empty: KnowledgeBase,
) -> None:
    first = "@article{a, author={Roe, Bob}, title={Causal cogntion in crows}, year=2006}"
    again = first.replace("cogntion", "cognition").replace("year=2006", "doi={10.1000/x}")
    for entry in (first, again):
        assert not empty.add_content(entry.encode(), "a.bib", embed=False).failed
    (work,) = empty.works.list()
    assert (work.title, work.doi) == ("Causal cognition in crows", "10.1000/x")
