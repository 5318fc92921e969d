"""Is it the same work? Seen through adding two records and looking at what is there."""

from __future__ import annotations

import pytest

from causalkb import KnowledgeBase


def bib(key: str, type: str = "article", **fields: str) -> str:
    return f"@{type}{{{key},\n" + "".join(f"  {n} = {{{v}}},\n" for n, v in fields.items()) + "}\n"


def keys(kb: KnowledgeBase, *entries: str) -> list[str]:
    """The keys of what is stored after each entry came from a source of its own."""
    for n, entry in enumerate(entries):
        result = kb.add_content(entry.encode(), f"source{n}.bib", embed=False)
        assert not result.failed
    return kb.store.works.keys()


@pytest.mark.parametrize(
    "spelling",
    [
        "10.1126/science.1121872",
        "10.1126/SCIENCE.1121872",
        "https://doi.org/10.1126/science.1121872",
        "http://dx.doi.org/10.1126/science.1121872",
        "doi:10.1126/science.1121872",
        "DOI: 10.1126/science.1121872.",
        "https://www.doi.org/10.1126%2Fscience.1121872",
        " 10.1126/science.1121872 ",
    ],
)
def test_one_doi_in_all_spellings_is_one_work(empty: KnowledgeBase, spelling: str) -> None:
    first = bib("a", title="Causal Reasoning in Rats", doi="10.1126/science.1121872")
    assert keys(empty, first, bib("b", title="Something quite else", doi=spelling)) == ["a"]


@pytest.mark.parametrize(
    "fields",
    [
        {"eprint": "2102.11107v3", "archiveprefix": "arXiv"},
        {"eprint": "arXiv:2102.11107", "eprinttype": "arxiv"},
        {"url": "https://arxiv.org/abs/2102.11107v1"},
        {"url": "http://arxiv.org/pdf/2102.11107v2.pdf"},
        {"journal": "arXiv preprint arXiv:2102.11107"},
        {"doi": "10.48550/arXiv.2102.11107"},
        {"note": "arXiv:2102.11107 [cs]"},
    ],
)
def test_an_arxiv_id_is_the_same_in_every_version_and_place(
    empty: KnowledgeBase, fields: dict[str, str]
) -> None:
    first = bib("a", "misc", title="Towards it", eprint="2102.11107", archiveprefix="arXiv")
    assert keys(empty, first, bib("b", "misc", title="A corrected title", **fields)) == ["a"]


@pytest.mark.parametrize(
    ("title", "author"),
    [
        ("CAUSALITY: MODELS, REASONING AND INFERENCE", "Pearl, Judea"),
        ("Causality --- models, reasoning, and inference", "J. Pearl"),
        ("{C}ausality. Models, Reasoning and Inference", "Pearl, J"),
    ],
)
def test_title_year_and_first_author_identify_a_work(
    empty: KnowledgeBase, title: str, author: str
) -> None:
    one = bib("a", title="Causality: Models, Reasoning and Inference", author="Pearl, Judea",
              year="2000")  # fmt: skip
    title = title.replace(", and", " and")
    assert keys(empty, one, bib("b", title=title, author=author, year="2000")) == ["a"]


def test_accents_and_latex_do_not_make_another_work(empty: KnowledgeBase) -> None:
    one = bib("a", title="La perception de la causalité", author="Michotte, Albért", year="1946")
    two = bib("b", title=r"La perception de la causalit{\'e}", author="Michotte, Albert",
              year="1946")  # fmt: skip
    three = bib("c", title="La perception de la causalite", author="Michotte, A.", year="1946")
    assert keys(empty, one, two, three) == ["a"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Основные понятия теории вероятностей", "Основные понятия теории игр"),
        ("三体", "黑暗森林"),
        ("因果推断", "因果推理"),
        ("σ", "τ"),
        ("!?", "?!"),
    ],
)
def test_titles_in_any_script_stay_distinct(empty: KnowledgeBase, one: str, other: str) -> None:
    first = bib("a", title=one, author="刘慈欣", year="2008")
    second = bib("b", title=other, author="刘慈欣", year="2008")
    assert keys(empty, first, second) == ["a", "b"]


@pytest.mark.parametrize(
    "other",
    [
        {"year": "2001"},
        {"author": "Hume, David"},
        {"title": "Causal Inference in Statistics"},
    ],
)
def test_another_year_author_or_title_is_another_work(
    empty: KnowledgeBase, other: dict[str, str]
) -> None:
    fields = {"title": "Causal Inference", "author": "Pearl, Judea", "year": "2000"}
    assert keys(empty, bib("a", **fields), bib("b", **{**fields, **other})) == ["a", "b"]


def test_a_short_title_without_author_and_year_identifies_nothing(empty: KnowledgeBase) -> None:
    one = bib("a", title="Introduction", author="Pearl, Judea", year="2000")
    assert keys(empty, one, bib("b", title="Introduction")) == ["a", "b"]


def test_two_dois_are_two_works_in_spite_of_one_title(empty: KnowledgeBase) -> None:
    fields = {"title": "Causal Inference in Practice", "author": "Roe, Ann", "year": "2000",
              "journal": "Annals"}  # fmt: skip
    one, two = bib("a", **fields, doi="10.1000/1"), bib("b", **fields, doi="10.1000/2")
    assert keys(empty, one, two) == ["a", "b"]


PREPRINT = {"title": "Causal Parrots May Talk", "author": "Zečević, Matej", "year": "2022",
            "eprint": "2308.13067", "archiveprefix": "arXiv"}  # fmt: skip


@pytest.mark.parametrize("swap", [False, True])
@pytest.mark.parametrize(
    "published",
    [
        {"year": "2023", "journal": "TMLR"},
        {"year": "2022", "journal": "TMLR"},
        {"year": "2023", "journal": "TMLR", "doi": "10.1000/tmlr.1"},
        {"year": "2023", "journal": "TMLR", "eprint": "2308.13067", "archiveprefix": "arXiv"},
    ],
)
def test_preprint_and_published_version_are_two_linked_works(
    empty: KnowledgeBase, published: dict[str, str], swap: bool
) -> None:
    authors = "Zečević, Matej and Willig, Moritz"
    pre = bib("pre", "misc", **PREPRINT)
    pub = bib("pub", title="Causal Parrots May Talk", author=authors, **published)
    assert keys(empty, *((pub, pre) if swap else (pre, pub))) == ["pre", "pub"]
    assert empty.works.get("pre").versions == ("pub",)
    assert empty.works.get("pub").versions == ("pre",)
    # Nothing of one went into the other.
    assert empty.works.get("pre").year == 2022
    assert empty.works.get("pre").venue is None
    assert len(empty.works.get("pub").authors) == 2


def test_versions_are_shown_and_go_with_a_removed_work(empty: KnowledgeBase) -> None:
    pub = bib("pub", title=PREPRINT["title"], author="Zečević, Matej", journal="TMLR", year="2023")
    keys(empty, bib("pre", "misc", **PREPRINT), pub)
    empty.works.remove("pre")
    assert empty.works.get("pub").versions == ()


def test_a_bare_title_is_completed_by_the_preprint_and_not_taken_for_a_version(
    empty: KnowledgeBase,
) -> None:
    bare = bib("bare", "misc", title=PREPRINT["title"], author=PREPRINT["author"], year="2022")
    assert keys(empty, bare, bib("pre", "misc", **PREPRINT)) == ["bare"]
    assert empty.works.get("bare").arxiv == "2308.13067"


# A source that changes its mind, and sources that only look alike


def test_a_source_that_mends_a_title_means_the_same_work(empty: KnowledgeBase) -> None:
    wrong = bib("pearl", title="Causalty: Models and Reasonnig", year="2000").encode()
    right = bib("pearl", title="Causality: Models and Reasoning", year="2009").encode()
    empty.add_content(wrong, "a.bib", embed=False)
    result = empty.add_content(right, "a.bib", embed=False)
    assert result.updated == ("pearl",)
    assert empty.works.get("pearl").title == "Causality: Models and Reasoning"
    assert empty.works.get("pearl").year == 2009


def test_an_entry_without_key_put_before_others_does_not_overwrite_them(
    empty: KnowledgeBase,
) -> None:
    old = bib("", title="Causal reasoning in rats", author="Blaisdell, Aaron", year="2006")
    new = bib("", title="The philosophy of probability", author="Hume, David", year="1748")
    empty.add_content(old.encode(), "a.bib", embed=False)
    result = empty.add_content((new + old).encode(), "a.bib", embed=False)
    assert (len(result.added), len(result.unchanged), len(result.updated)) == (1, 1, 0)
    assert empty.works.get("blaisdell2006causal").title == "Causal reasoning in rats"
    assert empty.works.get("hume1748philosophy").title == "The philosophy of probability"


def test_two_files_of_one_name_with_one_key_do_not_overwrite_each_other(
    empty: KnowledgeBase,
) -> None:
    # "citation.bib" from a publisher's page, or one entry after the other through '-'.
    one = bib("smith2020", title="Counterfactual regret", author="Smith, Ann", year="2020")
    two = bib("smith2020", title="Bees and flowers", author="Smith, Ann", year="2020")
    empty.add_content(one.encode(), "stdin.bib", embed=False)
    result = empty.add_content(two.encode(), "stdin.bib", embed=False)
    assert result.added == ("smith2020a",)
    assert "smith2020a" in result.warnings[0].reason
    assert empty.works.get("smith2020").title == "Counterfactual regret"


@pytest.mark.parametrize(
    "title",
    [
        "In brief",
        "Books received",
        "List of reviewers",
        "Concluding remarks",
        "Publisher correction",
        "Preface to the second edition",
        "Q&A",
        "Inhaltsverzeichnis",
        "Введение",
        "前言",
    ],
)
def test_titles_of_columns_need_their_place(empty: KnowledgeBase, title: str) -> None:
    common = {"title": title, "year": "1990", "journal": "Mind", "volume": "1"}
    found = keys(empty, bib("a", pages="3", **common), bib("b", pages="77", **common))
    assert found == ["a", "b"]
    assert keys(empty, bib("a", pages="3", **common)) == ["a", "b"]
