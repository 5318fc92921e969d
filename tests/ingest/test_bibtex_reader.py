from __future__ import annotations

import pytest
from bibtex_files import BIB, only_work, read_all, works_of

from causalkb.formats.bibtex.writer import format_work
from causalkb.records import Person

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
        ("@article{a, title = {T},,}", "a"),
        ("@article{a, title = {T},\n , note = {N},,}", "a"),
        ("@article{a=1, title = {T}}", "a=1"),
        ("@article{year = 2000, title = {T}}", ""),
        ("@article{, title = {T}}", ""),
        ("@article{title = {T}}", ""),
        ("@article{a title = {T}}", "a"),
        ("@article{a:b/c+d'e, title = {T}}", "a:b/c+d'e"),
        ("noise @ here\n@article{a, title = {T}}", "a"),
    ],
)
def test_heads_of_entries(content: str, key: str) -> None:
    works, failed, _ = read_all(content)
    assert [parsed.work.key for parsed in works] == [key]
    assert not failed
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


def test_comments_between_fields_are_no_fields() -> None:
    works, failed, warnings = read_all(
        "@misc{a, % the first, they say\n title = {50% of it}, % = {x}\n % author = {Nobody},\n"
        ' note = "a % b", year = 2000 % the end\n}'
    )
    work = works[0].work
    assert (work.title, work.year, work.fields) == ("50% of it", 2000, {"note": "a % b"})
    assert not failed
    assert not warnings


def test_a_set_of_entries_is_no_work() -> None:
    works, failed, warnings = read_all("@set{s, entryset = {a}}\n@misc{a, title = {T}}")
    assert [parsed.work.key for parsed in works] == ["a"]
    assert not failed
    assert [(warning.key, "@set" in warning.reason) for warning in warnings] == [("s", True)]


def test_macros_of_the_preamble_stand_for_what_they_print() -> None:
    works, failed, warnings = read_all(
        r'@preamble{"\newcommand{\sortby}[1]{} " # "\DeclareRobustCommand{\VAN}[3]{#2}"}'
        r"@preamble{{\def\lang#1{#1}}}"
        r"@misc{a, author = {{\sortby{Bee}}Roe, Ann and {\VAN{Poe}{van}{Van}} {Poe}, Bob},"
        r" title = {A \lang{Title}}, year = {{\sortby{1973b}}1973}}"
    )
    work = works[0].work
    assert [person.name for person in work.authors] == ["Roe, Ann", "van Poe, Bob"]
    assert (work.title, work.year) == ("A Title", 1973)
    assert not failed
    assert not warnings


def test_a_book_within_a_book() -> None:
    works, _, warnings = read_all(
        "@bookinbook{a, title = {Letter One}, crossref = {b}}\n"
        "@inbook{c, title = {Part}, crossref = {mv}}\n"
        "@book{b, author = {Roe, Ann}, title = {Letters}, date = {1977}}\n"
        "@mvbook{mv, author = {Poe, Bob}, title = {All of It}, date = {1980}}"
    )
    letter, part = works[0].work, works[1].work
    assert (letter.venue, letter.fields["bookauthor"], letter.year) == ("Letters", "Roe, Ann", 1977)
    assert part.fields["maintitle"] == "All of It"
    assert not warnings


@pytest.mark.parametrize(
    ("fields", "url"),
    [
        (r"howpublished = {\url{https://x.org/a_b%20c}}", "https://x.org/a_b%20c"),
        (r"howpublished = {Blog, https://x.org/a\_b.}", "https://x.org/a_b"),
        (r"note = {Available at \url{http://x.org/~a}}", "http://x.org/~a"),
        (r"ee = {https://x.org/1}, url = {https://x.org/2}", "https://x.org/2"),
        (r"howpublished = {A blog}", None),
    ],
)
def test_addresses_outside_the_url_field(fields: str, url: str | None) -> None:
    assert only_work(f"@misc{{a, title = {{T}}, {fields}}}").url == url


def test_a_subtitle_is_part_of_the_title_and_comes_out_by_itself() -> None:
    entry = "@book{a, title = {Causes}, subtitle = {A reader}, year = 2000}"
    work = only_work(entry)
    assert work.title == "Causes: A reader"
    text = format_work(work)
    assert "title = {Causes}" in text
    assert "subtitle = {A reader}" in text
    assert only_work(text) == work


def test_other_people_keep_their_names() -> None:
    entry = r"@book{a, title = {T}, translator = {Nu\~nez, Eva and {Barnes and Noble}}}"
    work = only_work(entry)
    assert work.fields["translator"] == "Nuñez, Eva and {Barnes and Noble}"
    assert only_work(format_work(work)) == work


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
        ("year = {350 BCE}", -350, {"year": "350 BCE"}),
        ("year = {c. 95}", 95, {"year": "c. 95"}),
        ("year = {AD 79}", 79, {"year": "AD 79"}),
        ("year = {1982--1983}", 1982, {"year": "1982–1983"}),
        ("year = {2001, in press}", 2001, {"year": "2001, in press"}),
        ("date = {199X}", 1990, {"date": "199X"}),
        ("date = {0095-05}", 95, {"date": "0095-05"}),
        (r"year = {{\noopsort{1973b}}1973}", 1973, {}),
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
