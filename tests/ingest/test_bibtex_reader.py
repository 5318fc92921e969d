from __future__ import annotations

import logging
from pathlib import Path
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from causalkb.errors import InputError
from causalkb.ingest import readers
from causalkb.ingest.readers.bibtex import read
from causalkb.ingest.readers.bibtex_blocks import MAX_ENTRY_CHARS, split_blocks
from causalkb.ingest.readers.bibtex_source import decode_bytes
from causalkb.ingest.readers.latex import decode, decode_paragraphs, decode_verbatim
from causalkb.records import ParsedWork, Person, Problem, Work
from causalkb.vocabulary import Severity

BIB = Path(__file__).parent.parent / "data" / "bib"
FILES = sorted(BIB.glob("*.bib"))


def read_all(content: str | bytes) -> tuple[list[ParsedWork], list[Problem], list[Problem]]:
    """The works, failures and warnings of a file."""
    data = content.encode() if isinstance(content, str) else content
    results = list(read(data, "test.bib"))
    works = [result for result in results if isinstance(result, ParsedWork)]
    problems = [result for result in results if isinstance(result, Problem)]
    failed = [problem for problem in problems if problem.severity is Severity.FAILED]
    warnings = [problem for problem in problems if problem.severity is Severity.WARNING]
    return works, failed, warnings


def works_of(name: str) -> dict[str, Work]:
    works, failed, warnings = read_all((BIB / name).read_bytes())
    assert not failed
    assert not warnings
    return {parsed.work.key: parsed.work for parsed in works}


def only_work(content: str | bytes) -> Work:
    works, failed, _ = read_all(content)
    assert len(works) == 1
    assert not failed
    return works[0].work


# --- exports of the programs and pages that people take references from


def test_zotero() -> None:
    works = works_of("zotero.bib")
    rats = works["blaisdell_causal_2006"]
    assert rats.title == "Causal Reasoning in Rats"
    assert rats.authors[0] == Person("Blaisdell", "Aaron P.")
    assert (rats.year, rats.doi, rats.venue) == (2006, "10.1126/science.1121872", "Science")
    assert rats.fields["pages"] == "1020–1022"
    assert rats.fields["month"] == "February"
    assert rats.fields["file"].startswith(r"Full Text:C\:\\Users\\me")
    assert "year" not in rats.fields
    assert works["arjovsky_invariant_2020"].arxiv == "1907.02893"
    assert works["arjovsky_invariant_2020"].fields["note"] == "arXiv:1907.02893 [stat]"
    assert works["peters_elements_2017"].venue == "The MIT Press"


def test_better_biblatex() -> None:
    works = works_of("better_biblatex.bib")
    peters = works["petersCausalInferenceUsing2016"]
    assert (peters.year, peters.arxiv, peters.doi) == (2016, "1501.01332", "10.1111/rssb.12167")
    assert peters.fields["date"] == "2016-11"
    assert peters.fields["eprintclass"] == "stat"
    assert "eprint" not in peters.fields
    hume = works["humeTreatiseHumanNature1739"]
    assert hume.title == "A Treatise of Human Nature"
    assert (hume.year, hume.authors) == (1739, (Person("Hume", "David"),))
    kiciman = works["kicimanCausalReasoningLarge2023"]
    assert kiciman.authors[0] == Person("Kıcıman", "Emre")
    assert (kiciman.arxiv, kiciman.fields["eprint"]) == ("2305.00050", "2305.00050v1")


def test_mendeley() -> None:
    works = works_of("mendeley.bib")
    gopnik = works["Gopnik2004"]
    assert gopnik.title.startswith("A Theory of Causal Learning in Children: Causal Maps")
    assert gopnik.url is not None
    assert gopnik.url.endswith("111.1.3&x_y")
    assert works["Granger1969"].authors == (Person("Granger", "C. W. J."),)


def test_google_scholar() -> None:
    works = works_of("scholar.bib")
    assert works["kiciman2023causal"].arxiv == "2305.00050"
    assert works["godel1931formal"].title.startswith("Über formal unentscheidbare Sätze")
    assert works["vaswani2017attention"].authors[6] == Person("Kaiser", "Łukasz")


def test_arxiv_and_acl() -> None:
    works = works_of("arxiv.bib") | works_of("acl.bib")
    assert works["everitt2021agentincentives"].arxiv == "2102.01685"
    assert works["everitt2021agentincentives"].fields == {"primaryclass": "cs.AI"}
    assert works["schölkopf2021causalrepresentationlearning"].arxiv == "2102.11107"
    bert = works["devlin-etal-2019-bert"]
    assert bert.title.startswith("BERT: Pre-training")
    assert [person.family for person in bert.editors] == ["Burstein", "Doran", "Solorio"]
    assert bert.venue is not None
    assert "North American Chapter" in bert.venue


def test_publishers() -> None:
    works = works_of("publishers.bib")
    assert works["Gödel1931"].type == "article"
    assert works["Gödel1931"].fields["month"] == "Dec"
    assert works["PEARL1986241"].doi == "10.1016/0004-3702(86)90072-x"
    assert works["10.1145/3241036"].fields["pages"] == "54–60"
    assert works["9363924"].year == 2021


def test_scripts() -> None:
    works = works_of("scripts.bib")
    assert works["kolmogorov1936"].authors == (Person("Колмогоров", "Андрей Николаевич"),)
    assert works["liu2008"].title == "三体"
    assert works["aristotle"].authors == (Person("Aristotle"),)


# --- macros, concatenation, inheritance


def test_crossref_strings_and_xdata() -> None:
    works, failed, warnings = read_all((BIB / "crossref.bib").read_bytes())
    by_key = {parsed.work.key: parsed.work for parsed in works}
    assert list(by_key) == ["child", "orphan", "parent", "loop1", "loop2"]
    assert not failed
    child = by_key["child"]
    assert child.fields["booktitle"] == "Proceedings of a Conference"
    assert child.venue == "Proceedings of a Conference"
    assert (child.year, child.editors) == (2001, (Person("Itor", "Ed"),))
    assert child.fields["pages"] == "1–9"
    assert child.fields["publisher"] == "Association for Computing Machinery"
    assert child.fields["xref"] == "Parent"
    assert child.doi is None
    assert by_key["parent"].fields["month"] == "5 May"
    assert by_key["parent"].fields["address"] == "A Place"
    assert by_key["loop1"].year == 1999
    assert by_key["orphan"].fields["crossref"] == "nowhere"
    assert {warning.key for warning in warnings} == {"orphan", "loop1", "loop2"}


def test_an_undefined_macro_is_kept_with_a_warning() -> None:
    works, _, warnings = read_all("@misc{a, title={T}, journal = nature}")
    assert works[0].work.fields["journal"] == "nature"
    assert "'nature'" in warnings[0].reason


def test_macros_that_double_each_other_do_not_fill_the_memory() -> None:
    lines = ['@string{m0 = "0123456789"}']
    lines += [f"@string{{m{i} = m{i - 1} # m{i - 1}}}" for i in range(1, 60)]
    lines += ["@misc{a, title = m59}", "@misc{b, title = {T}}", "@misc{c, title = m16 # m16 # m16}"]
    works, failed, _ = read_all("\n".join(lines))
    assert [parsed.work.key for parsed in works] == ["a", "b"]
    assert "too large" in failed[0].reason


# --- entries that are not quite BibTeX


@pytest.mark.parametrize(
    ("content", "key"),
    [
        ("@article\n  {a,\n title = {T}}", "a"),
        ("@article(a, title = {T (1)}, year = 2000)", "a"),
        ("@ARTICLE{a, TITLE = {T}}", "a"),
        ("@article{a, title = {T},,}", None),
        ("@article{, title = {T}}", ""),
        ("@article{title = {T}}", ""),
        ("@article{a title = {T}}", "a"),
        ("@article{a:b/c+d'e, title = {T}}", "a:b/c+d'e"),
        ("noise @ here\n@article{a, title = {T}}", "a"),
    ],
)
def test_heads_of_entries(content: str, key: str | None) -> None:
    works, failed, _ = read_all(content)
    assert [parsed.work.key for parsed in works] == ([] if key is None else [key])
    assert len(works) + len(failed) == 1
    assert all(parsed.work.type == "article" for parsed in works)


def test_repeated_and_empty_keys_have_names_of_their_own() -> None:
    content = "@misc{a, title={{O}ne}}\n@misc{a, title={{T}wo}}\n@misc{, title={Three}}"
    works, failed, _ = read_all(content)
    assert not failed
    assert [parsed.entry for parsed in works] == ["a", "a#2", "@3"]
    assert [parsed.work.key for parsed in works] == ["a", "a", ""]
    assert [parsed.work.title for parsed in works] == ["One", "Two", "Three"]
    assert [parsed.line for parsed in works] == [1, 2, 3]


def test_a_repeated_field_keeps_the_first_value() -> None:
    works, _, warnings = read_all("@misc{a,\n title = {One},\n Title = {Two}, year = 2000}")
    assert (works[0].work.title, works[0].work.year) == ("One", 2000)
    assert "twice" in warnings[0].reason


@pytest.mark.parametrize("value", ["{T}", '"T"'])
def test_a_missing_comma_is_repaired(value: str) -> None:
    works, _, warnings = read_all(f"@misc{{a, title = {value}\n year = {{2020}}\n volume = 3}}")
    work = works[0].work
    assert (work.title, work.year, work.fields) == ("T", 2020, {"volume": "3"})
    assert "no comma between 'title' and 'year'" in warnings[0].reason


def test_an_equation_in_a_value_is_no_missing_comma() -> None:
    works, _, warnings = read_all("@misc{a, title = {Let {x} y = 3}}")
    assert works[0].work.title == "Let x y = 3"
    assert not warnings


def test_an_at_sign_in_a_value_begins_no_entry() -> None:
    content = "@misc{a, title={T}, abstract = {Text\n@article{x,\n y = {z}}\n more, a@b.org},\n}"
    for text in (
        content,
        content.replace("abstract = {", 'abstract = "').replace("},\n}", '",\n}'),
    ):
        work = only_work(text)
        assert work.abstract is not None
        assert work.abstract.startswith("Text @articlex, y = z more")


def test_comments() -> None:
    works, failed, warnings = read_all(
        "% a comment\n@comment{jabref-meta: x;}\n%@misc{b, title={B}}\n"
        "@Comment{ @misc{c, title={C}} }\n@misc{a, title={A}}\n@comment{open"
    )
    assert [parsed.work.key for parsed in works] == ["a"]
    assert not failed
    assert ["'%'" in warning.reason for warning in warnings] == [True]


@pytest.mark.parametrize(
    "title",
    [r"Sets \{1\} and {\{}2{\}}", r"A \{ B", r"A \} B", r"\\{x}", r'{"}A{"}', r"G{\"o}del"],
)
def test_escaped_braces_and_quotes(title: str) -> None:
    works, failed, _ = read_all(
        f"@misc{{a, title = {{{title}}}, year = 2000}}\n@misc{{b, title={{B}}}}"
    )
    assert not failed
    assert [(parsed.work.key, parsed.work.year) for parsed in works] == [("a", 2000), ("b", None)]


# --- damage


def test_a_truncated_file_keeps_the_other_entries() -> None:
    works, failed, _ = read_all("@misc{a, title={A}}\n\n@misc{b,\n title = {B")
    assert [parsed.work.key for parsed in works] == ["a"]
    assert (failed[0].line, failed[0].key) == (3, "b")
    assert "file ends" in failed[0].reason
    assert failed[0].hint


@pytest.mark.parametrize("damage", ["{A", "{{A", "{A}}, x={", "", '"A', "{A} {", "}"])
def test_damage_to_one_entry_costs_no_other(damage: str) -> None:
    content = f"@misc{{a, title = {damage}, year = 2000}}\n"
    content += "@misc{b, title={B}}\n@misc{c, title={C}}"
    works, failed, _ = read_all(content)
    assert [parsed.work.key for parsed in works if parsed.work.key != "a"] == ["b", "c"]
    assert len(works) + len(failed) == 3


def test_text_after_an_entry_is_not_lost_silently() -> None:
    _, _, warnings = read_all("@misc{a, title = {T}}, year = {2000}}\n@misc{b, title={B}}")
    assert "text after the end of the entry" in warnings[0].reason


def test_an_entry_that_is_too_large() -> None:
    works, failed, _ = read_all(
        f"@misc{{a, abstract={{{'x' * MAX_ENTRY_CHARS}}}}}\n@misc{{b, title={{B}}}}"
    )
    assert [parsed.work.key for parsed in works] == ["b"]
    assert "larger than 1024 KiB" in failed[0].reason


@pytest.mark.parametrize("depth", [100, 5_000, 200_000])
def test_absurd_nesting(depth: int) -> None:
    content = f"@misc{{a, title={{{'{' * depth}x{'}' * depth}}}}}\n@misc{{b, title={{B}}}}"
    works, failed, _ = read_all(content)
    assert works[-1].work.title == "B"
    assert len(works) + len(failed) == 2


@pytest.mark.parametrize(
    "piece", ["@a{", "@misc{a,\n", "@a(", '@a("', "{", "}", "\\{", "$", "%@a{\n"]
)
def test_hostile_repetition_takes_linear_time(piece: str) -> None:
    content = piece * 20_000 + "\n@misc{b, title={B}}"
    start = perf_counter()
    works, failed, _ = read_all(content)
    # Linear takes half a second at most here; quadratic takes minutes.
    assert perf_counter() - start < 20
    assert len(works) + len(failed) == sum(block.is_entry for block in split_blocks(content))


# --- bytes


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_encodings(encoding: str) -> None:
    data = "@book{a, title = {Überlegungen}}".encode(encoding)
    works, failed, warnings = read_all(data)
    assert works[0].work.title == "Überlegungen"
    assert (failed, warnings) == ([], [])


def test_lines_that_are_not_utf8() -> None:
    data = "@misc{a,\n title = {Grün}}\r\n".encode() + "@misc{b, title = {Grün “x”}}".encode(
        "cp1252"
    )
    works, _, warnings = read_all(data)
    assert [parsed.work.title for parsed in works] == ["Grün", "Grün “x”"]
    assert [parsed.line for parsed in works] == [1, 3]
    assert len(warnings) == 1
    assert (warnings[0].line, "Windows-1252" in warnings[0].reason) == (3, True)


@pytest.mark.parametrize("newline", ["\r\n", "\r", "\n"])
def test_line_ends(newline: str) -> None:
    works, _, _ = read_all(newline.join(["% x", "@misc{a,", " title = {Two", " Words}}"]))
    assert (works[0].line, works[0].work.title) == (2, "Two Words")


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"<!DOCTYPE html><html>@misc{a, title={T}}</html>", "HTML"),
        (b"  <html>", "HTML"),
        (b"<?xml version='1.0'?>", "XML"),
        (b"%PDF-1.7 \x00\x01", "PDF"),
        (b"PK\x03\x04abc", "ZIP"),
        (b"\x00\x01\x02\x00" * 100, "binary"),
        (b"TY  - JOUR\nER  -", "RIS"),
        (b'[{"title": "x"}]', "JSON"),
    ],
)
def test_other_formats(data: bytes, name: str) -> None:
    works, failed, warnings = read_all(data)
    assert (works, warnings) == ([], [])
    assert len(failed) == 1
    assert name in failed[0].reason
    assert "BibTeX" in failed[0].hint


@pytest.mark.parametrize("data", [b"", b"\n\n", b"just text", b"@comment{x}", b"@article"])
def test_nothing_to_read_is_one_warning(data: bytes) -> None:
    works, failed, warnings = read_all(data)
    assert (works, failed) == ([], [])
    assert len(warnings) == 1


def test_control_characters_are_stripped() -> None:
    work = only_work("@misc{a\x00b, title = {R\x1b[31med\x07 \u202etitle\u2066 &#27;[0m &#8238;x}}")
    assert (work.key, work.title) == ("ab", "Red title [0m x")


def test_nothing_is_written_to_stderr(capfd: pytest.CaptureFixture[str]) -> None:
    logging.getLogger("bibtexparser").propagate = True
    read_all("@misc{a, title = {T} = , x y}\n@misc{b, title={\\begin{x} $\\frac{$ \\emph}}")
    assert capfd.readouterr().err == ""


# --- LaTeX


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"{B}ayesian {{DNA}}", "Bayesian DNA"),
        (r"\emph{a} \textit{b} \textbf{c}", "a b c"),
        (r"CO\textsubscript{2}", "CO2"),
        (r"R\&D 5\% \#1 a\_b \$5", "R&D 5% #1 a_b $5"),
        (r"5% of $100 and $20", "5% of $100 and $20"),
        (r"\emph{5% of {x}} rest", "5% of x rest"),
        (r"1--2 --- ``quoted'' a~b", "1–2 — “quoted” a b"),
        (r"\'{\i} \'\i{} \'e \'{e} {\'e}", "í í é é é"),
        (r"\o stergaard {\o} \ss{} stra{\ss}e", "østergaard ø ß straße"),
        (r"\v{c} \v c {\"o} {\c c} \c{c} \H{o} \k{a} \r{a} \~n \=a", "č č ö ç ç ő ą å ñ ā"),
        (r"a\textendash b \textemdash{} \ldots", "a– b — …"),
        (r"see \url{https://x.org/a%20b_c~d}", "see https://x.org/a%20b_c~d"),
        (r"$\alpha$ \(\beta\) $x^2$ $x_{ij}$", "α β x^2 x_ij"),
        (r"$\frac{1}{2}$ $p < 0.05$", "1/2 p < 0.05"),
        (r"\textbackslash{}a \{b\} \textasciitilde{} \^{}", "\\a {b} ~ ^"),
        (r"\LaTeX{} and \unknown{kept} \cite{gone}x", "LaTeX and kept x"),
        ("a\n\n  b\tc\u00a0d", "a b c d"),
        (r"AT&amp;T &lt;5", "AT&T <5"),
        (r"{\it a} {\em b}", "a b"),
        ("\\", "\\"),
        (r"$\frac{$", None),
        (r"\begin{itemize}\item a\end{itemize}", "* a"),
        ("naïve 三体 🙂", "naïve 三体 🙂"),
    ],
)
def test_latex(latex: str, text: str | None) -> None:
    decoded = decode(latex)
    assert text is None or decoded == text


def test_paragraphs_survive_in_abstracts_only() -> None:
    assert decode_paragraphs("One\ntwo.\n \n\n{T}hree") == "One two.\n\nThree"
    work = only_work("@misc{a, title={A\n\nB}, abstract={A\n\nB}, note={A\n\nB}}")
    assert (work.title, work.abstract, work.fields["note"]) == ("A B", "A\n\nB", "A\n\nB")


def test_addresses_are_not_decoded() -> None:
    assert decode_verbatim("https://x.org/~a/b%20c--d", address=True) == "https://x.org/~a/b%20c--d"
    assert decode_verbatim(r"{10.1000/a\_b{\_}c}", address=True) == "10.1000/a_b_c"
    assert decode_verbatim(r"C\:\\a\_b") == r"C\:\\a\_b"


# --- attributes


@pytest.mark.parametrize(
    ("fields", "year", "kept"),
    [
        ("year = 2019", 2019, {}),
        ("year = {{2019}}", 2019, {}),
        ("date = {2019}", 2019, {}),
        ("date = {2019-05-03}", 2019, {"date": "2019-05-03"}),
        ("date = {2019/2020}", 2019, {"date": "2019/2020"}),
        ("year = {c. 1739}", 1739, {"year": "c. 1739"}),
        ("year = {in press}", None, {"year": "in press"}),
        ("year = {in press}, date = {2020-01}", 2020, {"year": "in press", "date": "2020-01"}),
        ("year = 20190503", None, {"year": "20190503"}),
    ],
)
def test_years(fields: str, year: int | None, kept: dict[str, str]) -> None:
    work = only_work(f"@misc{{a, title={{T}}, {fields}}}")
    assert (work.year, work.fields) == (year, kept)


def test_malformed_identifiers_are_kept_with_a_warning() -> None:
    content = "@misc{a, title={T}, doi={not a doi}, eprint={PMC1}, archiveprefix={arXiv}}"
    works, _, warnings = read_all(content)
    work = works[0].work
    assert (work.doi, work.arxiv) == (None, None)
    assert work.fields == {"doi": "not a doi", "eprint": "PMC1", "archiveprefix": "arXiv"}
    assert [warning.key for warning in warnings] == ["a", "a"]


def test_a_doi_in_the_url() -> None:
    work = only_work("@misc{a, title={T}, url={https://doi.org/10.1145/3241036}}")
    assert work.doi == "10.1145/3241036"


def test_an_eprint_of_another_archive_is_no_arxiv_id() -> None:
    work = only_work("@misc{a, title={T}, eprint={1912.0791}, eprinttype={jstor}}")
    assert (work.arxiv, work.fields["eprint"]) == (None, "1912.0791")


def test_causalkb_fields() -> None:
    works, _, warnings = read_all(
        "@misc{a, title={T}, causalkb-field={physics}, causalkb-tags={x, {y, z}}}\n"
        "@misc{b, title={T}, causalkb-field={alchemy}}"
    )
    assert (works[0].work.field, works[0].work.tags) == ("physics", ("x", "y, z"))
    assert works[1].work.field is None
    assert "alchemy" in warnings[0].reason


# --- properties


@given(
    st.binary(max_size=400)
    | st.text(alphabet='@a{}(),="\\%#$\n\r é\x00', max_size=200).map(str.encode)
)
@settings(max_examples=400, deadline=None)
def test_random_bytes_never_raise_and_the_account_adds_up(data: bytes) -> None:
    works, failed, _ = read_all(data)
    text, _ = decode_bytes(data, "test.bib")
    entries = sum(block.is_entry for block in split_blocks(text))
    assert len(works) + len(failed) in ({entries} if entries else {0, 1})


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_damage_to_one_entry_never_costs_the_others(data: st.DataObject) -> None:
    """Delete and insert something anywhere in one entry of a real file."""
    path = data.draw(st.sampled_from([path for path in FILES if path.name != "crossref.bib"]))
    content = path.read_text(encoding="utf-8")
    blocks = [block for block in split_blocks(content) if block.is_entry]
    starts = [sum(map(len, content.splitlines(True)[: block.line - 1])) for block in blocks]
    victim = data.draw(st.integers(0, len(blocks) - 1))
    end = [*starts, len(content)][victim + 1]
    at = data.draw(st.integers(starts[victim], end - 1))
    deleted = data.draw(st.integers(0, min(5, end - 1 - at)))
    inserted = data.draw(st.text(alphabet='{}"@,=#%\\ ab', max_size=4))
    damaged = content[:at] + inserted + content[at + deleted :]

    works, failed, _ = read_all(damaged)
    assert len(works) + len(failed) == sum(block.is_entry for block in split_blocks(damaged))
    before = [parsed.work for parsed in read_all(content)[0]]
    after = [parsed.work for parsed in works]
    for index, work in enumerate(before):
        assert index == victim or work in after


@given(
    st.lists(st.tuples(st.integers(0, 5000), st.text(max_size=5)), max_size=8),
    st.sampled_from(FILES),
)
@settings(max_examples=150, deadline=None)
def test_mutated_files_never_raise(mutations: list[tuple[int, str]], path: Path) -> None:
    content = path.read_text(encoding="utf-8")
    for position, text in mutations:
        position %= len(content)
        content = content[:position] + text + content[position + len(text) // 2 :]
    works, failed, _ = read_all(content)
    text = decode_bytes(content.encode(), "test.bib")[0]
    assert len(works) + len(failed) == sum(block.is_entry for block in split_blocks(text))


# --- the registry


def test_read_source(tmp_path: Path) -> None:
    path = tmp_path / "A Library.BIB"
    path.write_text("@misc{a, title={T}}")
    [parsed] = readers.read_source(path)
    assert parsed.source == str(path)


def test_sources_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    large = tmp_path / "large.bib"
    large.write_bytes(b"x" * 101)
    monkeypatch.setattr(readers, "MAX_SOURCE_BYTES", 100)
    (tmp_path / "refs.docx").touch()
    for path, message in [
        (tmp_path / "missing.bib", "no such file"),
        (tmp_path, "is a directory"),
        (large, "split it"),
        (tmp_path / "refs.docx", ".bib, .bibtex, .md"),
    ]:
        with pytest.raises(InputError, match=message):
            readers.read_source(path)


def test_suffixes() -> None:
    assert readers.reader_for("a.bib") is readers.reader_for(".BibTeX") is read
    with pytest.raises(InputError, match="without suffix"):
        readers.reader_for("README")
