from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from causalkb.identifiers import (
    arxiv_of,
    name_key,
    normalise_arxiv,
    normalise_doi,
    title_key,
    venue_of,
)
from causalkb.records import Person


@pytest.mark.parametrize(
    ("text", "doi"),
    [
        ("10.1126/science.1121872", "10.1126/science.1121872"),
        ("https://doi.org/10.1126/Science.1121872", "10.1126/science.1121872"),
        ("http://dx.doi.org/10.1016/0004-3702(86)90072-X", "10.1016/0004-3702(86)90072-x"),
        ("https://doi.org/10.1016/0004-3702%2886%2990072-X", "10.1016/0004-3702(86)90072-x"),
        ("doi:10.1145/3241036.", "10.1145/3241036"),
        ("DOI: https://doi.org/10.1145/3241036", "10.1145/3241036"),
        ('"https://doi.org/10.1145/3241036"', "10.1145/3241036"),
        (":10.1145/3241036", "10.1145/3241036"),
        ("(10.1145/3241036)", None),
        ("10.1145/3241036)", "10.1145/3241036"),
        ("science.1121872", None),
        ("10.1126", None),
        ("10.1126/", None),
        ("10.1000%2Fabc", "10.1000/abc"),
        ("doi:10.1000/abc%2F12%23b", "10.1000/abc/12#b"),
        ("10.1016/0010-0277%5B95%5D", "10.1016/0010-0277[95]"),
        ("10.1000/100%of", "10.1000/100%of"),
        ("10.1000/(SICI)1:2&lt;3::AID&amp;gt;4", "10.1000/(sici)1:2<3::aid>4"),
        ("10.1000/a\u200bb\ufeff", "10.1000/ab"),
        ("https://doi-org.proxy.example.edu/10.1000/abc", "10.1000/abc"),
        ("doi:/10.1000/abc", "10.1000/abc"),
        ("10/gfsbfm", "10/gfsbfm"),
        ("https://doi.org/gfsbfm", "10/gfsbfm"),
        ("gfsbfm", None),
        ("https://doi.org/10.1000/abc?utm_source=x", "10.1000/abc"),
        ("https://dx.doi.org/10.1000/abc#section", "10.1000/abc"),
        ("10.1000/abc (accessed 2020)", "10.1000/abc"),
        (r"\href{https://doi.org/10.1000/abc}{here}", "10.1000/abc"),
        ("https://www.biorxiv.org/content/10.1101/2020.01.01.1234v2", "10.1101/2020.01.01.1234"),
        ("https://example.org/doi/abs/10.1111/x.1?journalCode=y", "10.1111/x.1"),
        ("https://example.org/article/10.1088/1742/1/001/meta", "10.1088/1742/1/001"),
        ("10.1000/abc, 10.1000/def", None),
        ("", None),
    ],
)
def test_normalise_doi(text: str, doi: str | None) -> None:
    assert normalise_doi(text) == doi
    assert doi is None or normalise_doi(doi) == doi


@pytest.mark.parametrize(
    ("text", "arxiv"),
    [
        ("2305.00050", "2305.00050"),
        ("arXiv:2305.00050v2", "2305.00050"),
        ("ARXIV: 2305.00050 [cs.AI]", "2305.00050"),
        ("https://arxiv.org/abs/2305.00050v1", "2305.00050"),
        ("http://arxiv.org/pdf/2305.00050.pdf", "2305.00050"),
        ("10.48550/arXiv.2305.00050", "2305.00050"),
        ("hep-th/9901001", "hep-th/9901001"),
        ("math.PR/0605134v3", "math/0605134"),
        ("0704.0010", "0704.0010"),
        ("704.001", None),
        ("2399.00050", None),
        ("PMC12345", None),
        ("", None),
    ],
)
def test_normalise_arxiv(text: str, arxiv: str | None) -> None:
    assert normalise_arxiv(text) == arxiv
    assert arxiv is None or normalise_arxiv(arxiv) == arxiv


def test_arxiv_of_other_fields() -> None:
    assert arxiv_of({"journal": "arXiv preprint arXiv:2305.00050"}) == "2305.00050"
    assert arxiv_of({"journal": "CoRR", "volume": "abs/1907.02893"}) == "1907.02893"
    assert arxiv_of({"note": "arXiv:1907.02893 [stat]"}) == "1907.02893"
    assert arxiv_of({"note": "An answer to arXiv:1907.02893 and others"}) is None
    assert arxiv_of({}, url="http://arxiv.org/abs/1907.02893v3") == "1907.02893"
    assert arxiv_of({}, doi="10.48550/arxiv.1907.02893") == "1907.02893"
    assert arxiv_of({"journal": "Science"}, url="https://x.org", doi="10.1126/x") is None


@pytest.mark.parametrize(
    "titles",
    [
        ("Schölkopf", "Scholkopf", "SCHO\u0308LKOPF"),
        ("Causal Reasoning in Rats", "causal reasoning in  rats.", "Causal-Reasoning in “Rats”"),
        ("Sørensen & Łukasz", "Sorensen, Lukasz"),
        ("Straße", "STRASSE"),
        ("ﬁne", "fine"),
    ],
)
def test_equal_titles(titles: tuple[str, ...]) -> None:
    assert len({title_key(title) for title in titles}) == 1


def test_titles_in_any_script_stay_distinct() -> None:
    titles = [
        "Основные понятия теории вероятностей",
        "Теория вероятностей",
        "три",
        "трй",
        "三体",
        "三国",
        "הסיבתיות",
        "हिन्दी",
        "हिन्द",
        "???",
        "!!!",
        "🙂",
        "",
        "2+2",
    ]
    assert len({title_key(title) for title in titles}) == len(titles)


@given(st.text(max_size=30))
def test_title_key_is_empty_for_blanks_alone(title: str) -> None:
    assert (title_key(title) == "") == (title.split() == [])


def test_name_key() -> None:
    assert name_key(Person("Schölkopf", "Bernhard")) == name_key(Person("Scholkopf", "B."))
    assert name_key(Person("Smith", "A.")) != name_key(Person("Smith", "B."))
    assert name_key(Person("Berg", "A", "van der")) == name_key(Person("van der Berg", "A"))


def test_venue_of() -> None:
    assert venue_of("article", {"journaltitle": "Science"}) == "Science"
    assert venue_of("inproceedings", {"booktitle": "Proc", "publisher": "P"}) == "Proc"
    assert venue_of("phdthesis", {"school": "A School"}) == "A School"
    assert venue_of("misc", {"howpublished": "https://x.org"}) is None
    assert venue_of("misc", {}) is None
