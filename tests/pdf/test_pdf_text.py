"""What is made of the text of a PDF: columns, line numbers, heads, hyphens, references, titles."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pdf_papers import RATS, Paper, numbered_lines

from causalkb.formats.pdf.front import Line, front_of
from causalkb.formats.pdf.glyphs import HYPHEN, plain
from causalkb.formats.pdf.layout import pages_of
from causalkb.formats.pdf.line_numbers import without_line_numbers
from causalkb.formats.pdf.reader import read
from causalkb.records import ParsedWork

WORDS = ("otters", "beavers", "badgers", "weasels", "martens", "stoats", "minks", "ferrets",
         "polecats", "wolverines")  # fmt: skip


def text_of(content: bytes, name: str = "a.pdf") -> ParsedWork:
    (item,) = read(content, name)
    assert isinstance(item, ParsedWork)
    return item


def whole(item: ParsedWork) -> str:
    assert item.text is not None
    return " ".join(" ".join(text for _, text in item.text.pages).split())


def different(count: int) -> list[str]:
    return [
        f"In the year {1900 + n} the {WORDS[n % 10]} of the {WORDS[n // 10 % 10]} valley were"
        f" counted by {n} observers, who found that {WORDS[n % 7]} outnumber {WORDS[n % 3]}."
        for n in range(count)
    ]


@pytest.mark.parametrize("columns", [1, 2, 3])
def test_sentences_stay_whole_in_columns(columns: int) -> None:
    sentences = different(60)
    paper = Paper(pages=[[" ".join(sentences[:30])], [" ".join(sentences[30:])]], columns=columns)
    text = whole(text_of(paper.content()))
    assert [s for s in sentences if s not in text] == []


@pytest.mark.parametrize("after", [False, True])
def test_numbers_of_lines_go_and_other_numbers_stay(after: bool) -> None:
    words = " ".join(different(40)).split()
    lines = [" ".join(words[n : n + 12]) for n in range(0, len(words), 12)]
    text = whole(text_of(numbered_lines(lines, after=after)))
    assert [s for s in different(40) if s not in text] == []


def test_running_heads_and_page_numbers_go() -> None:
    pages = [[" ".join(different(60)[n * 12 : n * 12 + 12])] for n in range(5)]
    item = text_of(Paper(pages=pages, head="Author and Writer: Journal of Rats").content())
    assert "Journal of Rats" not in whole(item)
    assert item.text is not None
    assert [locator for locator, _ in item.text.pages] == [f"p. {n}" for n in range(1, 6)]


def test_the_reference_list_goes_and_an_appendix_stays() -> None:
    references = [f"[{n}] Doe, J. ({1960 + n}). On {n} rats. doi:10.9999/x.{n}" for n in range(30)]
    paper = Paper(references=[*references, "Appendix A", *different(30)])
    text = whole(text_of(paper.content()))
    assert "On 7 rats" not in text
    assert different(30)[20] in text
    assert text_of(paper.content()).work.doi is None


def test_a_section_that_is_called_references_but_lists_none_stays() -> None:
    paper = Paper(references=["Rats were referred to us by a breeder, who kept them well."] * 9)
    assert "referred to us by a breeder" in whole(text_of(paper.content()))


def test_a_hyphen_at_a_line_end_is_joined_unless_the_document_writes_it() -> None:
    page = (
        f"We ran an experi{HYPHEN}ment in the first{HYPHEN}stage of it.\nThe first-stage was new."
    )
    (text,) = pages_of([plain(page)]).texts
    assert (
        " ".join(text.split())
        == "We ran an experiment in the first-stage of it. The first-stage was new."
    )


def test_a_word_that_a_page_break_divides_stands_on_the_first_page() -> None:
    found = pages_of([plain(f"It was an experi{HYPHEN}"), "ment of ours."]).texts
    assert found == ("It was an experiment", "of ours.")


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=("Cs",))), max_size=6))
def test_any_text_becomes_pages_of_the_same_number(pages: list[str]) -> None:
    assert len(pages_of([plain(page) for page in pages]).texts) == len(pages)


@given(st.lists(st.sampled_from(["Rats ran.", "7", "12 rats", "in 1999", ""]), max_size=30))
def test_lines_without_rising_numbers_stay_as_they_are(lines: list[str]) -> None:
    assert without_line_numbers(lines) == lines


# Title and identifiers


def front(*lines: str, second: tuple[str, ...] = (), name: str = "", **metadata: str):  # type: ignore[no-untyped-def]
    return front_of([Line(line) for line in lines], second, metadata, name)


def test_the_title_is_what_is_largest_unless_the_metadata_is_right() -> None:
    assert text_of(Paper().content()).work.title == "Rats learn causes from their own interventions"
    false = Paper(metadata={"title": "Microsoft Word - draft7.docx"})
    assert text_of(false.content()).work.title == Paper().title
    true = Paper(title="RATS LEARN CAUSES", metadata={"title": "Rats Learn Causes"})
    assert text_of(true.content()).work.title == "Rats Learn Causes"


def test_a_doi_of_the_reference_list_is_not_the_works_own() -> None:
    references = [f"[{n}] Doe, J. ({1990 + n}). Rats. doi:10.9999/ref.{n}" for n in range(9)]
    assert text_of(Paper(references=references).content()).work.doi is None
    own = Paper(references=references, foot="https://doi.org/10.1234/Own.7")
    assert text_of(own.content()).work.doi == "10.1234/own.7"


@pytest.mark.parametrize(
    ("lines", "doi"),
    [
        (["Rats", "doi: 10.1000/182."], "10.1000/182"),
        (["Rats", "Journal of Rats 3 (2020) https://doi.org/10.1016/j.rat.2020.01.", "002"],
         "10.1016/j.rat.2020.01.002"),
        (["Rats", "Doe et al. Rats (2020) 18:3 https://doi.org/10.1186/s12-1"], "10.1186/s12-1"),
        (["Rats", "Citation: Doe, J. (2020). Rats. doi:10.1371/r.7"], "10.1371/r.7"),
        (["Rats", "3. Roe, J. (2010). Mice. doi:10.1371/r.8"], ""),
        (["Rats", "Data are at https://doi.org/10.5061/dryad.abc"], ""),
        (["Rats", "The code is available at", "https://doi.org/10.1234/code"], ""),
        (["Rats", "as Doe (2019, doi:10.1234/doe) has shown in rats and in all other mammals"], ""),
        (["Rats", "Comment on: doi:10.1234/other"], ""),
    ],
)  # fmt: skip
def test_which_doi_of_the_first_page_counts(lines: list[str], doi: str) -> None:
    assert front(*lines).doi == doi


def test_metadata_and_the_files_name_may_say_the_identifier() -> None:
    assert front("Rats", Subject="Nature, doi:10.1038/s41586-020-1").doi == "10.1038/s41586-020-1"
    assert front("Rats", name="2305.00050v3.pdf").arxiv == "2305.00050"
    assert front("Rats", "https://doi.org/10.48550/arXiv.2305.00050").arxiv == "2305.00050"


def test_the_stamp_of_arxiv_counts_and_a_preprint_that_is_cited_does_not() -> None:
    stamped = front("arXiv:math/0605134v2 [math.PR] 5 May 2006", "Rats")
    assert (stamped.arxiv, stamped.version, stamped.title) == ("math/0605134", "v2", "")
    assert front("Rats", "Abstract", "as in arXiv:2305.00050, rats run").arxiv == ""


def test_a_title_over_two_lines_with_a_hyphen() -> None:
    lines = [Line(f"On interven{HYPHEN}", 20), Line("tions by rats", 20), Line("x" * 40, 10)]
    assert front_of(lines, [], {}).title == "On interventions by rats"


def test_a_file_without_a_title_is_called_after_itself(tmp_path: Path) -> None:
    import pdf_papers

    (tmp_path / "notes on rats.pdf").write_bytes(pdf_papers.scanned(2, text_on=[2]))
    found = read((tmp_path / "notes on rats.pdf").read_bytes(), "notes on rats.pdf")
    (work,) = [item for item in found if isinstance(item, ParsedWork)]
    assert work.work.title == "notes on rats"
    assert RATS[1] in whole(work)
