"""The law of the writer: ``read(format_works(works)) == works``, on every field."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import bibtexparser
import pytest
from conftest import examples
from hypothesis import example, given, settings
from hypothesis import strategies as st

from causalkb.formats.bibtex.reader import read
from causalkb.formats.bibtex.writer import format_work, format_works
from causalkb.formats.latex import fold, without_markup
from causalkb.identifiers import venue_of
from causalkb.records import ParsedWork, Person, Problem, Work
from causalkb.text import clean
from causalkb.vocabulary import Field

FILES = sorted((Path(__file__).parent.parent / "data" / "bib").glob("*.bib"))

_NASTY = "{}\\%$\"'`@#&~^_-,;=() \tabcÄéøßжЯ三体🙂ע\u0301\u00a01é"


def reread(works: list[Work]) -> list[Work]:
    results = list(read(format_works(works).encode(), "export.bib"))
    assert not [result for result in results if isinstance(result, Problem) and works]
    return [result.work for result in results if isinstance(result, ParsedWork)]


def texts(max_size: int = 25) -> st.SearchStrategy[str]:
    """Text as the reader leaves it: without control characters and on one line."""
    anything = st.text(_NASTY, max_size=max_size) | st.text(
        st.characters(exclude_categories=["Cs"]), max_size=max_size
    )
    # Tags and mathematics within the text are read, not kept.
    return anything.map(clean).map(fold).filter(lambda text: text and without_markup(text) == text)


_particles = st.sampled_from(["", "von", "van der", "De", "de la"]) | texts(6)
_persons = st.builds(
    Person,
    family=texts(12)
    | st.sampled_from(["van der Berg", "others", "and", "al-Khwarizmi", "X and Y"]),
    given=st.just("") | texts(12),
    particle=_particles,
    suffix=st.sampled_from(["", "Jr.", "III"]) | texts(5),
) | texts(15).map(lambda name: Person(name, literal=True))
_fields = st.dictionaries(
    st.sampled_from(
        [
            "journal",
            "booktitle",
            "volume",
            "number",
            "pages",
            "keywords",
            "month",
            "file",
            "issn",
            "note",
            "publisher",
            "day",
            "mendeley-groups",
            "unknown",
            "annote",
            "series",
            "xref",
            "bdsk-url-1",
        ]
    ),
    texts(),
    max_size=5,
)


@st.composite
def _works(draw: st.DrawFn) -> Work:
    type = draw(st.sampled_from(["article", "book", "misc", "inproceedings", "unknown"]))
    fields = draw(_fields)
    return Work(
        key=draw(st.from_regex(r"[a-zA-Zé][\w:/+.'-]{0,8}", fullmatch=True)),
        type=type,
        title=draw(texts()),
        authors=tuple(draw(st.lists(_persons, max_size=3))),
        editors=tuple(draw(st.lists(_persons, max_size=2))),
        year=draw(st.none() | st.integers(1, 9999)),
        venue=venue_of(type, fields),
        doi=draw(st.sampled_from([None, "10.1126/science.1121872", "10.1000/a{b}(c)_d%x\\"])),
        arxiv=draw(st.sampled_from([None, "2305.00050", "hep-th/9901001"])),
        url=draw(st.none() | texts()),
        abstract=draw(st.none() | st.lists(texts(), min_size=1, max_size=3).map("\n\n".join)),
        field=draw(st.none() | st.sampled_from(Field)),
        fields=fields,
        questions=draw(st.sampled_from([(), ("interventions",), ("interventions", "definition")])),
        tags=tuple(draw(st.lists(texts(8), max_size=3))),
    )


def _without_names(work: Work) -> Work:
    return replace(work, authors=(), editors=())


@given(st.lists(_works(), min_size=1, max_size=2))
@settings(max_examples=examples(300), deadline=None)
def test_the_law(works: list[Work]) -> None:
    once = reread(works)
    assert [_without_names(work) for work in once] == [_without_names(work) for work in works]
    assert reread(once) == once


@given(st.lists(_persons, min_size=1, max_size=3).map(tuple))
@example((Person("1", "1", "ª"),))
@example((Person("1", "1", "''a"),))
@settings(max_examples=examples(300), deadline=None)
def test_the_law_for_names(authors: tuple[Person, ...]) -> None:
    [once] = reread([Work("a", title="A Title", authors=authors)])
    # A name is printed alike, whatever BibTeX takes for its particle: only small words.
    assert [person.name for person in once.authors] == [person.name for person in authors]
    assert reread([once]) == [once]


@given(_works())
@example(Work("a", title="T", abstract="0\n\n@("))
@example(Work("a", title="T", abstract="See\n \t@article{b"))
@settings(max_examples=examples(60), deadline=None)
def test_bibtexparser_reads_what_we_write(work: Work) -> None:
    library = bibtexparser.parse_string(format_work(work))
    assert not library.failed_blocks
    assert [entry.key for entry in library.entries] == [work.key]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_real_files(path: Path) -> None:
    works = [r.work for r in read(path.read_bytes(), path.name) if isinstance(r, ParsedWork)]
    again = [
        r.work
        for r in read(format_works(works).encode(), "export.bib")
        if isinstance(r, ParsedWork)
    ]
    assert again == works


def test_the_form_of_an_entry() -> None:
    work = Work(
        key="pearl1986",
        type="article",
        title="Fusion of DNA: What the Bayesian network says about 5% of_it",
        authors=(
            Person("Pearl", "Judea"),
            Person("Waals", "J.", "van der"),
            Person("van der Berg", "Given"),
            Person("Barnes and Noble", literal=True),
            Person("Aristotle"),
            Person("King", "Martin Luther", suffix="Jr."),
            Person.others(),
        ),
        year=1986,
        arxiv="2305.00050",
        field=Field.PHYSICS,
        fields={"journal": "R&D", "month": "May", "keywords": "a, b"},
        tags=("x", "y, z"),
    )
    assert format_work(work) == (
        "@article{pearl1986,\n"
        "  title = {Fusion of {DNA}: What the {Bayesian} network says about 5\\% of\\_it},\n"
        "  author = {Pearl, Judea and van der Waals, J. and {van der Berg}, Given"
        " and {Barnes and Noble} and Aristotle and King, Jr., Martin Luther and others},\n"
        "  year = {1986},\n"
        "  month = may,\n"
        "  journal = {R\\&D},\n"
        "  eprint = {2305.00050},\n"
        "  archiveprefix = {arXiv},\n"
        "  keywords = {a, b},\n"
        "  causalkb-field = {physics},\n"
        "  causalkb-tags = {x, {y, z}},\n"
        "}\n"
    )


@pytest.mark.parametrize(
    "value",
    [
        r"C\:\\Users\\me\\Zotero\\x.pdf:C\:\\Users\\me\\x.pdf:application/pdf",
        r"Full Text:/me/two  blanks/a_b~c#d%e--f.pdf:application/pdf;Snapshot:x{1}.html:text/html",
        ":a/b.pdf:PDF",
    ],
)
def test_names_of_files_come_out_byte_for_byte(value: str) -> None:
    results = list(read(f"@misc{{a, title = {{T}}, file = {{{value}}}}}".encode(), "a.bib"))
    [work] = [result.work for result in results if isinstance(result, ParsedWork)]
    assert f"  file = {{{value}}},\n" in format_work(work)


@pytest.mark.parametrize(
    "title",
    [
        "Learning {B}ayesian Networks",
        "{The Whole}",
        r"An $\epsilon$-Net",
        r"On \emph{Mus Musculus}",
        r"A {\em Long} Title: {DNA}",
    ],
)
def test_protected_capitals_and_mathematics_survive(title: str) -> None:
    text = f"@misc{{a,\n  title = {{{title}}},\n}}\n"
    results = list(read(text.encode(), "a.bib"))
    [work] = [result.work for result in results if isinstance(result, ParsedWork)]
    assert format_work(work) == text
    # A title that changed is written from the new text.
    assert title not in format_work(replace(work, title="Another {one}"))


@pytest.mark.parametrize(
    "title", [r"{B} \input{x}", r"{B} \def\x{y}", r"{B} \{", r"\write18{x} {B}"]
)
def test_latex_that_does_more_than_print_is_not_handed_on(title: str) -> None:
    results = list(read(f"@misc{{a, title = {{{title}}}}}".encode(), "a.bib"))
    works = [result.work for result in results if isinstance(result, ParsedWork)]
    assert not any(title in format_work(work) for work in works)
