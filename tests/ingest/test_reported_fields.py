"""Fields as public reports of bugs in other programs show them, and what exports make of them."""

from __future__ import annotations

from typing import Any

import pytest
from bibtex_files import only_work, read_all

from causalkb.formats.csl.writer import to_csl
from causalkb.formats.latex import decode
from causalkb.records import Work


def entry(fields: str, type: str = "article") -> Work:
    return only_work(f"@{type}{{k, author={{Doe, A}}, title={{T}}, {fields}}}")


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        # Symbols and operators that the library for LaTeX does not know.
        (r"$A \ne B$ and $\neg A \lor B$", "A ≠ B and ¬ A ∨ B"),
        (r"$\Pr(Y \mid X)$, $\argmin_x f$, $\det A$", "Pr(Y | X), argmin_x f, det A"),
        (r"$A \iff B$, $A \models B$", "A ⇔ B, A ⊨ B"),
        (r"$\texttt{foo}$, $\widehat{R}$, $\widetilde{O}(n)$", "foo, R̂, Õ(n)"),
        (r"$\binom{n}{k}$, 5$^{\rm th}$", "(n choose k), 5^th"),
        # Numbers raised in text are not digits of the number before.
        (r"10\textsuperscript{6} cells, 1\textsuperscript{st}", "10^6 cells, 1st"),
        (r"H\textsubscript{2}O, \ce{CO2}", "H2O, CO2"),
        # Quotation marks.
        (r"\enquote{On} sense, \mkbibquote{a \enquote{b}}", "“On” sense, “a ‘b’”"),
        (r"\enquote*{a} \textquote[x]{b}", "‘a’ “b”"),
        (r"\textquotedblleft Why\textquotedblright{} so", "“Why” so"),
        (r"\guillemotleft a\guillemotright{} b", "«a» b"),
        ("?`Que? !`Hola! Why?``So''", "¿Que? ¡Hola! Why?“So”"),
        # TeX swallows the blank behind a macro.
        (r"A\textemdash B, 5\textmu m, and\slash or", "A—B, 5µm, and/or"),
        (r"\lbrack x\rbrack", "[x]"),
        # Blanks set as formulas, quantities, accents of mathematics in names and words.
        (r"10$\,$000, 5$~$km, \SI{5}{\kilo\meter}", "10 000, 5 km, 5 kilo meter"),
        (r"Schr$\ddot{o}$dinger", "Schrödinger"),
        (r"Gel{\cprime}fand pairs", "Gelʹfand pairs"),
        (r"{\'\u a}, \'\^{e}, \v{\j}", "ắ, ế, ǰ"),
    ],
)
def test_latex(latex: str, text: str) -> None:
    assert decode(latex) == text


@pytest.mark.parametrize(
    ("fields", "parts"),
    [
        ("year=2000, month={01}", [[2000, 1]]),
        ('year=2000, month="03 May"', [[2000, 5, 3]]),
        ("year=2000, month={M{\\\"a}rz}", [[2000, 3]]),
        ("year=2000, month={ao{\\^u}t}", [[2000, 8]]),
        ("year=2000, month={12 Mai}", [[2000, 5, 12]]),
        ("year=2000, month={enero}", [[2000, 1]]),
        # EDTF counts a year 0 before our era; CSL and historians do not.
        ("date={-0349}", [[-350]]),
        ("date={-0876/-0866}", [[-877], [-867]]),
        ("date={0000}", [[-1]]),
        ("year={-350}", [[-350]]),
        ("date={2015-22/2016-24}", [[2015], [2016]]),
    ],
)  # fmt: skip
def test_dates(fields: str, parts: list[list[int]]) -> None:
    assert to_csl(entry(fields))["issued"] == {"date-parts": parts}


@pytest.mark.parametrize(
    "fields",
    [
        "lastchecked={2004-07-22}",
        "lastaccessed={July 22, 2004}",
        "note={[Online; accessed 22-July-2004]}",
        "note={Retrieved 22 July 2004 from \\url{https://x.org/a}}",
        "howpublished={\\url{https://x.org}}, note={Last visited on 22 July 2004.}",
    ],
)
def test_accessed(fields: str) -> None:
    assert to_csl(entry(fields, "misc"))["accessed"] == {"date-parts": [[2004, 7, 22]]}


@pytest.mark.parametrize(
    ("written", "page"),
    [
        ("1---10", "1-10"),
        ("1 -- 10", "1-10"),
        ("1 - 10", "1-10"),
        ("1‐10", "1-10"),
        ("1−10", "1-10"),
        ("pp. 1--10", "1-10"),
        ("S.~3--4", "3-4"),
        ("A-1--A-9", "A-1-A-9"),
        ("Article 5", "Article 5"),
    ],
)  # fmt: skip
def test_pages(written: str, page: str) -> None:
    assert to_csl(entry(f"pages={{{written}}}"))["page"] == page


@pytest.mark.parametrize(
    ("written", "url"),
    [
        (r"http://x.org/{\~{}}ann", "http://x.org/~ann"),
        (r"http://x.org/a\textunderscore b\string_c\string~d", "http://x.org/a_b_c~d"),
        (r"http://x.org/a\textasciitilde b", "http://x.org/a~b"),
        ("<http://x.org/a>", "http://x.org/a"),
        (r"\href{http://x.org/a}{link}", "http://x.org/a"),
        (r"http://x.org/?a=1\&amp;b=2&amp;c", "http://x.org/?a=1&b=2&c"),
        ("http://x.org/a https://y.org/b", "http://x.org/a"),
    ],
)
def test_addresses(written: str, url: str) -> None:
    assert entry(f"url={{{written}}}").url == url


@pytest.mark.parametrize(
    "written",
    [
        "10.1000/x, https://doi.org/10.1000/x",
        "//doi.org/10.1000/x",
        "https://doi.org/10.1000/x/",
        r"10.1000\slash x",
        "$10.1000/x$",
    ],
)
def test_dois(written: str) -> None:
    assert entry(f"doi={{{written}}}").doi == "10.1000/x"
    assert entry("note={doi: 10.1000/x}").doi == "10.1000/x"


@pytest.mark.parametrize(
    "fields",
    [
        "arxivId={2101.00001}, archivePrefix={arXiv}",
        "eid={arXiv:2101.00001}",
        "publisher={arXiv preprint arXiv:2101.00001}",
        "institution={arXiv 2101.00001}",
        "note={Preprint at https://arxiv.org/abs/2101.00001}",
        "note={Available at arXiv:2101.00001v2 [cs.LG]}",
    ],
)
def test_arxiv_ids(fields: str) -> None:
    assert entry(fields).arxiv == "2101.00001"
    assert entry("note={See also arXiv:2101.00001 for a critique}").arxiv is None


@pytest.mark.parametrize(
    ("fields", "type", "variable", "value"),
    [
        ("langid={ngerman}", "book", "language", "de-DE"),
        ("hyphenation={british}", "book", "language", "en-GB"),
        ("language={pt-BR}", "book", "language", "pt-BR"),
        ("type={patentus}, number={US1}", "patent", "genre", "U.S. patent"),
        ("keyword={a, b}", "article", "keyword", "a, b"),
        # Without a definition in the file, as ADS writes journals.
        ("journal={J}, articleno={12}, numpages={20}", "article", "number", "12"),
        ("journal={J}, Article-Number={e12}", "article", "number", "e12"),
        ("journal={J}, art_number={12}", "article", "number", "12"),
        ("journal={J}, author_keywords={a; b}", "article", "keyword", "a, b"),
        ("eprint={12345}, eprinttype={pubmed}", "article", "PMID", "12345"),
        ("address={New York}, location={Rome}", "inproceedings", "event-place", "Rome"),
        ("type={Report}, institution={I}", "techreport", "genre", "Report"),
        (r"journal={\prl}", "article", "container-title", "Physical Review Letters"),
        (r"journal={\myjournal}", "article", "container-title", "myjournal"),
    ],
)
def test_csl_variables(fields: str, type: str, variable: str, value: Any) -> None:
    assert to_csl(entry(fields, type))[variable] == value


def test_what_endnote_writes_as_the_type_is_no_genre() -> None:
    assert "genre" not in to_csl(entry("journal={J}, type={Journal Article}"))


def test_fields_of_xdata_by_name() -> None:
    works, _, warnings = read_all(
        "@xdata{mac-m, publisher={Macmillan}, location={New York}}\n"
        "@xdata{people, author={Roe, B and Poe, C}}\n"
        "@book{a, title={A}, author={Doe, A and xdata=people-author-2},"
        " publisher={xdata=mac-m-publisher}}\n"
        "@book{b, title={B}, author={xdata=people-author}, location={xdata=mac-m-volume}}"
    )
    first, second = (parsed.work for parsed in works)
    assert [p.family for p in first.authors] == ["Doe", "Poe"]
    assert first.fields["publisher"] == "Macmillan"
    assert [p.family for p in second.authors] == ["Roe", "Poe"]
    assert "has no 'volume'" in warnings[0].reason


def test_titles_of_parents() -> None:
    works, _, _ = read_all(
        "@inproceedings{c, author={Doe, A}, title={C}, crossref={p}}\n"
        "@proceedings{p, title={Proceedings of the Crows}, booktitle={Proc. Crow}, year=2001}"
    )
    assert works[0].work.fields["booktitle"] == "Proc. Crow"


def test_a_comma_too_many_behind_the_key() -> None:
    assert only_work("@misc{k,, title={T},,}").title == "T"
