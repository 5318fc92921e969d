"""A query that names a work puts that work first: by identifier, key, author and year, acronym."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from causalkb import KnowledgeBase
from causalkb.errors import InputError, UnknownError
from causalkb.records import Work
from tests.conftest import Cli


@pytest.fixture(scope="module")
def shipped(corpus: Path) -> Iterator[KnowledgeBase]:
    with KnowledgeBase.open(corpus) as base:
        yield base


def _author_and_year(work: Work) -> str:
    families = [person.family for person in work.authors]
    if len(families) == 2:
        return f"{families[0]} and {families[1]} {work.year}"
    return f"{families[0]} et al. ({work.year})" if families[2:] else f"{families[0]}, {work.year}"


@pytest.mark.parametrize(
    ("query", "key"),
    [
        ("Blaisdell 2006", "blaisdell2006causal"),
        ("blaisdell et al 2006", "blaisdell2006causal"),
        ("(Pearl, 2009)", "pearl2009causality"),
        ("Judea Pearl 2009", "pearl2009causality"),
        ("zecevic 2023", "zecevic2023causal"),
        ("10.1126/science.1121872", "blaisdell2006causal"),
        ("DOI 10.1126/SCIENCE.1121872.", "blaisdell2006causal"),
        ("https://doi.org/10.1126/science.1121872", "blaisdell2006causal"),
        ("2308.13067", "zecevic2023causal"),
        ("arXiv: 2308.13067v2", "zecevic2023causal"),
        ("https://arxiv.org/abs/2308.13067", "zecevic2023causal"),
        ("pearl2009causality", "pearl2009causality"),
        ("[@pearl2009causality]", "pearl2009causality"),
    ],
)
@pytest.mark.parametrize("mode", ["hybrid", "keyword", "semantic"])
def test_a_named_work_comes_first(kb: KnowledgeBase, query: str, key: str, mode: str) -> None:
    first = kb.search(query, mode=mode)[0]
    assert (first.work.key, first.ranks["known"]) == (key, 1)


@pytest.mark.parametrize("query", ["causality 2009", "rats 2006", "Pearl", "2009", "Pearl 1998"])
def test_other_queries_name_nothing(kb: KnowledgeBase, query: str) -> None:
    assert all("known" not in hit.ranks for hit in kb.search(query))


APA = (
    "Blaisdell, A. P., Sawa, K., Leising, K. J., & Waldmann, M. R. (2006)."
    " Causal reasoning in rats. Science, 311(5763), 1020–1022."
)


@pytest.mark.parametrize(
    ("query", "key"),
    [
        ("Pearl's 2009 book on causality", "pearl2009causality"),
        ("the 2009 book by Judea Pearl", "pearl2009causality"),
        ("J. Pearl '09", "pearl2009causality"),
        ("Pearl, J. (2009, p. 43)", "pearl2009causality"),
        ("PEARL 2009b", "pearl2009causality"),
        ("cf. Pearl 2009, ch. 3", "pearl2009causality"),
        ("Pearl2009", "pearl2009causality"),
        ("pearl2009causalty", "pearl2009causality"),
        ("Pearl's Causality", "pearl2009causality"),
        ("Causality by Judea Pearl", "pearl2009causality"),
        ("Blaisdel 2006", "blaisdell2006causal"),
        ("Blaisdlel and colleagues (2006)", "blaisdell2006causal"),
        ("Blaisdell et al.'s (2006) study", "blaisdell2006causal"),
        ("Blaisdell u.a. 2006", "blaisdell2006causal"),
        ("Blaisdell 2006 rats", "blaisdell2006causal"),
        (APA, "blaisdell2006causal"),
        ("Blaisdell A, Sawa K, et al. Causal reasoning in rats. 2006.", "blaisdell2006causal"),
        ("causal reasoning in rats", "blaisdell2006causal"),
        ("see https://doi.org/10.1126/science.1121872", "blaisdell2006causal"),
        (r"\citep[p. 3]{blaisdell2006causal}", "blaisdell2006causal"),
        ("arxiv.org/pdf/2308.13067", "zecevic2023causal"),
        ("arxiv 2308.13067", "zecevic2023causal"),
        ("Zečević 2023", "zecevic2023causal"),
    ],
)
def test_a_work_is_named_as_people_write_it(kb: KnowledgeBase, query: str, key: str) -> None:
    first = kb.search(query, mode="keyword")[0]
    assert (first.work.key, first.ranks["known"], first.close) == (key, 1, True)


@pytest.mark.parametrize(
    "query",
    [
        *("rats in 2006", "2006 rats reasoning", "a study from 2006", "the 2009 paper", "'09"),
        *("Pearl 2009 pigeons", "Pearl's 2009 work on rats", "causalty 2009", "models 2009"),
        *("Causality", "causality in rats", "white noise 2006", '"Blaisdell" 2006'),
    ],
)
def test_a_topic_with_a_year_names_nothing(kb: KnowledgeBase, query: str) -> None:
    assert all("known" not in hit.ranks for hit in kb.search(query, mode="keyword"))


def test_an_identifier_that_no_work_has_is_told(cli: Cli, kb_path: Path) -> None:
    said = cli("search", "10.1126/science.1121873", "--mode", "keyword")
    assert "no work has the DOI 10.1126/science.1121873" in said.stderr
    for query in ("doi:10.1126/science.1121873", "rats key:blaisdel2006causal"):
        refused = cli("search", query)
        assert (refused.exit_code, refused.stdout) == (2, "")
        assert "did you mean 10.1126/science.1121872" in refused.stderr or (
            "did you mean blaisdell2006causal" in refused.stderr
        )
    assert "did you mean 2308.13067" in cli("show", "2308.13068").stderr


def test_filters_hold_for_named_works(kb: KnowledgeBase) -> None:
    found = kb.search("Blaisdell 2006 year:2009-")
    assert "blaisdell2006causal" not in [hit.work.key for hit in found]


@pytest.mark.parametrize(
    "query",
    [
        "doi:10.1126/science.1121872",
        "doi:https://doi.org/10.1126/Science.1121872",
        "rats doi:10.1126/science.1121872",
    ],
)
def test_doi_filter(kb: KnowledgeBase, query: str) -> None:
    assert [hit.work.key for hit in kb.search(query)] == ["blaisdell2006causal"]


@pytest.mark.parametrize("query", ["arxiv:2308.13067", "arXiv:2308.13067v3"])
def test_arxiv_filter(kb: KnowledgeBase, query: str) -> None:
    assert [hit.work.key for hit in kb.search(query)] == ["zecevic2023causal"]


@pytest.mark.parametrize("query", ["doi:pending", "arxiv:soon"])
def test_impossible_identifiers_are_refused(kb: KnowledgeBase, query: str) -> None:
    with pytest.raises(InputError, match="is not a"):
        kb.search(query)


def test_isbn_in_either_length(empty: KnowledgeBase, tmp_path: Path) -> None:
    file = tmp_path / "books.bib"
    file.write_text(
        "@book{one, title={One}, isbn={978-0-521-89560-6}}\n@book{two, title={Two}}",
        encoding="utf-8",
    )
    empty.add(file)
    for query in ("978-0-521-89560-6", "9780521895606", "ISBN 052189560X", "0-521-89560-X"):
        first = empty.search(query)[0]
        assert (first.work.key, first.ranks["known"]) == ("one", 1)


def test_an_acronym_that_a_passage_defines(empty: KnowledgeBase, tmp_path: Path) -> None:
    file = tmp_path / "works.bib"
    file.write_text(
        "@article{a, title={Quick Zebra Voting (QZV) in herds}}\n"
        "@article{b, title={QZV revisited: more on QZV}}",
        encoding="utf-8",
    )
    empty.add(file)
    assert empty.search("QZV")[0].work.key == "a"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("CO2", ["formulas"]),
        ("H2O emissions", ["formulas"]),
        ("SO4", ["formulas"]),
        ("R2", ["formulas"]),
        ('"H_2O emissions"', ["formulas"]),
        ("Al2O3", ["tags"]),
        ("estimators", ["names"]),
        ("n_estimators", ["names"]),
    ],
)
def test_formulas_are_found_as_people_type_them(
    empty: KnowledgeBase, tmp_path: Path, query: str, found: list[str]
) -> None:
    file = tmp_path / "a.bib"
    file.write_text(
        "@misc{formulas, title = {CO$_2$ and H$_2$O emissions, $\\mathrm{SO}_4$ and $R^2$}}\n"
        "@misc{tags, title = {Layers of Al<sub>2</sub>O<sub>3</sub>}}\n"
        "@misc{names, title = {What n\\_estimators does}}\n",
        encoding="utf-8",
    )
    empty.add(file, embed=False)
    assert [hit.work.key for hit in empty.search(query, mode="keyword")] == found


def test_commands_take_identifiers(cli: Cli, kb_path: Path) -> None:
    shown = cli("show", "https://doi.org/10.1126/science.1121872")
    assert shown.exit_code == 0
    assert "Causal Reasoning in Rats" in shown.output
    assert cli("tag", "arXiv:2308.13067v1", "parrots").exit_code == 0
    assert "zecevic2023causal" in cli("list", "--tag", "parrots", "-f", "keys").output
    assert cli("remove", "10.1126/science.1121872", "--yes").exit_code == 0
    assert cli("show", "blaisdell2006causal").exit_code != 0


def test_an_unknown_identifier_is_an_unknown_work(kb: KnowledgeBase) -> None:
    with pytest.raises(UnknownError):
        kb.works.get("10.1234/nothing")


def test_the_command_marks_named_works(cli: Cli, kb_path: Path) -> None:
    found = json.loads(cli("search", "Blaisdell 2006", "-f", "json").output)
    assert found["hits"][0]["ranks"]["known"] == 1
    assert found["hits"][0]["score"] == 1.0


@pytest.mark.parametrize(
    ("has", "query"),
    [
        (lambda w: w.authors and w.year, _author_and_year),
        (lambda w: w.doi, lambda w: w.doi),
        (lambda w: w.arxiv, lambda w: f"arXiv: {w.arxiv}v2"),
    ],
    ids=["author-year", "doi", "arxiv"],
)
def test_twenty_of_the_shipped_corpus(
    shipped: KnowledgeBase, has: Callable[[Work], object], query: Callable[[Work], str]
) -> None:
    works = random.Random(20).sample([work for work in shipped.works.list() if has(work)], 20)
    found = shipped.search_many([query(work) for work in works], limit=10)
    assert all("known" in hits[0].ranks for hits in found)
    misses = [
        work.key
        for work, hits in zip(works, found, strict=True)
        if work.key not in [hit.work.key for hit in hits if "known" in hit.ranks]
    ]
    assert misses == []
    first = [h[0].work.key == w.key for w, h in zip(works, found, strict=True)]
    assert sum(first) >= 19  # two works may share authors and year


@pytest.mark.parametrize(
    ("acronym", "key"),
    [
        ("IRM", "arjovsky2019irm"),
        ("ICP", "peters2016icp"),
        ("ICM", "parascandolo2018mechanisms"),
        ("CID", "everitt2019frameworks"),
    ],
)
def test_acronyms_of_the_shipped_corpus(shipped: KnowledgeBase, acronym: str, key: str) -> None:
    assert shipped.search(acronym)[0].work.key == key
