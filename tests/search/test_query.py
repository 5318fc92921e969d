"""The query language: what is an operator, what is a word, what is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from causalkb.errors import InputError
from causalkb.records import Filters
from causalkb.search.query.query import MAX_CHARACTERS, merge_filters, parse_query
from causalkb.vocabulary import Design, Field, Rung, Stance


def test_plain_words_stay_as_typed_and_lose_their_punctuation_as_terms():
    query = parse_query("Are interventions necessary, or not?")
    assert query.text == "Are interventions necessary, or not?"
    assert query.terms == ("Are", "interventions", "necessary", "or", "not")
    assert query.filters == Filters()
    assert query.notes == ()


def test_phrases_are_quoted_and_part_of_the_text():
    query = parse_query('rats "causal  model" “do operator”')
    assert query.phrases == ("causal model", "do operator")
    assert query.terms == ("rats",)
    assert query.text == "rats causal model do operator"


def test_exclusions_of_words_and_phrases():
    query = parse_query('rats -pigeons -"causal model" -out-of-distribution')
    assert query.excluded == ("pigeons", "causal model", "out-of-distribution")
    assert query.text == "rats"


@pytest.mark.parametrize(
    "text", ["out-of-distribution", "x - y", "x -- y", "a–b — c", "do-calculus"]
)
def test_dashes_that_exclude_nothing(text):
    assert parse_query(text).excluded == ()


@pytest.mark.parametrize(
    "text",
    [
        "http://x.org/a",
        "foo:bar",
        "Causality: models",
        "author: pearl",
        "12:30",
        "x:",
        "::",
        "a :b",
    ],
)
def test_unknown_or_unfinished_prefixes_are_words(text):
    query = parse_query(f"rats {text}")
    assert query.filters == Filters()
    assert query.text == f"rats {text}"


def test_an_unknown_prefix_before_a_quote_is_a_word_before_a_phrase():
    query = parse_query('foo:"a b"')
    assert (query.terms, query.phrases) == (("foo",), ("a b",))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("author:pearl", Filters(authors=("pearl",))),
        ('author:"van der Laan"', Filters(authors=("van der Laan",))),
        ('author:"Laan, Mark"', Filters(authors=("Laan, Mark",))),
        ("(AUTHOR:pearl)", Filters(authors=("pearl",))),
        ("field:psychology", Filters(fields=(Field.PSYCHOLOGY,))),
        ('field:"Machine Learning"', Filters(fields=(Field.MACHINE_LEARNING,))),
        (
            "field:psychology,economics",
            Filters(fields=(Field.PSYCHOLOGY, Field.ECONOMICS)),
        ),
        ("question:interventions", Filters(questions=("interventions",))),
        ("tag:rats tag:ants", Filters(tags=("rats", "ants"))),
        ("type:Article", Filters(types=("article",))),
        ("design:experiment", Filters(designs=(Design.EXPERIMENT,))),
        ("rung:intervention", Filters(rungs=(Rung.INTERVENTION,))),
        ("key:pearl2009causality", Filters(keys=("pearl2009causality",))),
        ("stance:hyp=contradicts", Filters(stances=(("hyp", Stance.CONTRADICTS),))),
        ("year:2015", Filters(year_from=2015, year_to=2015)),
        ("year:2009-2015", Filters(year_from=2009, year_to=2015)),
        ("year:2009:2015", Filters(year_from=2009, year_to=2015)),
        ("year:2009..2015", Filters(year_from=2009, year_to=2015)),
        ("year:2009-", Filters(year_from=2009)),
        ("year:-2015", Filters(year_to=2015)),
        ("year:2000- year:-2010", Filters(year_from=2000, year_to=2010)),
    ],
)
def test_filters(text, expected):
    query = parse_query(text)
    assert query.filters == expected
    assert (query.text, query.terms) == ("", ())
    assert parse_query(f"rats {text} cause").text == "rats cause"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("field:psychologie", ["'psychologie'", "did you mean psychology?", "economics"]),
        ("rung:zzz", ["'zzz'", "association, intervention, counterfactual"]),
        ("design:experment", ["did you mean experiment?"]),
        ("stance:hyp=against", ["'against'", "contradicts"]),
        ("stance:contradicts", ["HYPOTHESIS=STANCE"]),
        ("year:soon", ["'soon'", "2009-2015"]),
        ("year:-", ["not a year"]),
        ("year:20155", ["20155"]),
        ("year:0", ["'0'"]),
        ("year:2015-2009", ["2015", "2009"]),
        ("year:2015 year:2009", ["2015", "2009"]),
        ("-field:psychology", ["cannot be excluded"]),
        ('tag:""', ["no value", "tag:rats"]),
        ("tag:,", ["no value"]),
    ],
)
def test_impossible_values_are_refused_with_what_is_possible(text, parts):
    with pytest.raises(InputError) as caught:
        parse_query(f"rats {text}")
    for part in parts:
        assert part in str(caught.value)


@pytest.mark.parametrize("text", ["", "   ", "\t\n", "\x00", '""', "-", "???", "👍", "* ( ) [ ]"])
def test_an_empty_query_is_refused(text):
    with pytest.raises(InputError, match="the query is empty"):
        parse_query(text)
    assert parse_query(f"{text} year:2015").text == ""


def test_a_query_that_only_excludes_is_refused_but_not_beside_a_filter():
    with pytest.raises(InputError, match="only excludes"):
        parse_query("-rats")
    assert parse_query("-rats field:psychology").excluded == ("rats",)


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ('rats "unclosed quote', ("rats", "unclosed", "quote")),
        ("rats* NEAR(x y)", ("rats", "NEAR", "x", "y")),
        ("a AND (b OR NOT c)", ("a", "AND", "b", "OR", "NOT", "c")),
        ("[rats] {ants}", ("rats", "ants")),
        ("👍 rats", ("rats",)),
        ("причина и следствие", ("причина", "и", "следствие")),
        ("因果推論，模型", ("因果推論", "模型")),
        ("ra\x00ts\ud800", ("ra", "ts")),
        ("Rats rats RATS", ("Rats", "rats", "RATS")),
    ],
)
def test_odd_text_is_words(text, terms):
    assert parse_query(text).terms == terms


@pytest.mark.parametrize("text", ["word " * 3_000, "x" * 10_000, '"' + "long " * 3_000 + '"'])
def test_long_text_is_cut_with_a_note_and_keeps_its_filters(text):
    query = parse_query(f"{text} year:2015")
    assert len(query.text) <= MAX_CHARACTERS
    assert "2,000" in query.notes[0]
    assert query.filters.year_from == 2015


@pytest.mark.timeout(60)
@pytest.mark.parametrize("piece", ["a:", "(-a ", "x", "é́"])
def test_of_an_endless_query_the_beginning_is_read(piece):
    assert "only its first 2,000 characters" in parse_query(piece * 50_000).notes[0]


@pytest.mark.timeout(60)
@pytest.mark.parametrize("piece", ['"', "-", "(", "year:", '-"'])
def test_endless_signs_are_no_query(piece):
    with pytest.raises(InputError):
        parse_query(piece * 50_000)


_operators = st.sampled_from(
    ['"', "-", ":", "year:", "field:", "author:", "tag:", "stance:", "=", "(", ")", "*", "NEAR("]
) | st.sampled_from([" ", "2015", "AND", "psychology", "因果", "\x00", "\ud800", "rats", ",", "é"])


@given(st.one_of(st.text(), st.lists(_operators).map("".join)))
def test_any_text_parses_or_is_an_input_error(text):
    try:
        query = parse_query(text)
    except InputError:
        return
    assert query.raw == text
    assert query.text or query.filters
    assert bool(query.text) == bool(query.terms or query.phrases)
    query.text.encode()


def test_merging_filters():
    merged = merge_filters(
        Filters(tags=("a", "b"), year_from=2000, has_claims=True),
        Filters(tags=("b", "c"), year_from=1990, year_to=2010),
    )
    assert merged == Filters(tags=("a", "b", "c"), year_from=2000, year_to=2010, has_claims=True)


def test_merging_filters_that_exclude_each_other():
    with pytest.raises(InputError, match="2011"):
        merge_filters(Filters(year_from=2011), Filters(year_to=2010))
    with pytest.raises(InputError, match="claims"):
        merge_filters(Filters(has_claims=True), Filters(has_claims=False))


_filters = st.builds(
    Filters,
    tags=st.lists(st.sampled_from("abc"), unique=True).map(tuple),
    year_from=st.none() | st.integers(1900, 2020),
    year_to=st.none() | st.integers(1900, 2020),
)


@given(_filters, _filters)
def test_merging_is_symmetric_in_the_years(a, b):
    def years(x, y):
        try:
            merged = merge_filters(x, y)
        except InputError:
            return None
        return merged.year_from, merged.year_to

    assert years(a, b) == years(b, a)
