"""Odd text: an honest refusal, no guess, and bounded time."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator, Mapping
from itertools import product
from pathlib import Path
from types import ModuleType

import pytest
from conftest import PATTERN, examples
from hypothesis import given, settings
from hypothesis import strategies as st

from causalkb import wording
from causalkb.lazy import compiled_on_use
from causalkb.wording import grade, grade_sentences, language
from causalkb.wording.language import NotAssessed
from causalkb.wording.patterns import Patterns

SIZE = 100_000
ADVERSARIAL = [
    (unit * (SIZE // len(unit) + 1))[:SIZE]
    for unit in (
        "a", "a ", "A. ", "a-", "a'", "'", "-", " ", "\n", "\n ", "\t\n", "<", "<a", "<a>", "&",
        "&a", "\\", "\\a", "{", "$", "1", "1,", "1.", ".", "...", "?!", "(", "\"", "\ufffd", "\x00",
        "é", "中", "。", "may ", "may cause ", "whether ", "effect of ", "no evidence ", "more ",
        "role of ", "to study ", "further studies ", "higher than ", "it is possible that ",
        "increased ", "by ", "results in ",
        "have a ", "cause, ", "not ", "really ", "should; ", "e.g. ", "J. ", "1) \n",
    )
]  # fmt: skip


MODULES = [
    importlib.import_module("causalkb.sentences"),
    *(
        importlib.import_module(module.name)
        for module in pkgutil.iter_modules(wording.__path__, f"{wording.__name__}.")
    ),
]


def _within(value: object, seen: set[int]) -> Iterator[object]:
    """Yield what a value holds, itself first: contents, and attributes of our classes."""
    if id(value) in seen or isinstance(value, (str, bytes, int, float, ModuleType)):
        return
    seen.add(id(value))
    yield value
    if isinstance(value, Mapping):
        inner: list[object] = [*value.keys(), *value.values()]
    elif isinstance(value, (list, tuple, set, frozenset)):
        inner = list(value)
    elif getattr(value, "__module__", "").startswith(wording.__name__):
        inner = [
            *getattr(value, "__dict__", {}).values(),
            *(getattr(value, "__defaults__", ()) or ()),
        ]
    else:
        inner = []
    for one in inner:
        yield from _within(one, seen)


EVERYTHING = [
    value
    for seen in [set[int]()]
    for module in MODULES
    for value in _within(dict(vars(module)), seen)
]
EXPRESSIONS = list(dict.fromkeys(v for v in EVERYTHING if isinstance(v, PATTERN)))
CUE_PATTERNS = [value for value in EVERYTHING if isinstance(value, Patterns)]


def test_no_regular_expression_is_hidden_from_these_tests() -> None:
    """Every call of ``re`` in the package compiles, and what it compiles is found above."""
    compiled = 0
    for module in MODULES:
        assert module.__file__
        for node in ast.walk(ast.parse(Path(module.__file__).read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom):
                assert node.module != "re", module.__name__
            if not isinstance(node, ast.Call):
                continue
            if isinstance(node.func, ast.Name) and node.func.id == compiled_on_use.__name__:
                compiled += 1
            if (
                isinstance(node.func, ast.Attribute)
                and isinstance(node.func.value, ast.Name)
                and node.func.value.id == "re"
            ):
                assert node.func.attr == "compile", (module.__name__, node.lineno)
                compiled += 1
    assert compiled == len(EXPRESSIONS) > 5


@pytest.mark.parametrize("expression", EXPRESSIONS, ids=lambda e: e.pattern[:30])
def test_no_regular_expression_explodes(expression: re.Pattern[str]) -> None:
    for text in ADVERSARIAL:
        for line in (text + "!x", text):
            expression.match(line)
            for n, _ in enumerate(expression.finditer(line)):
                if n > 2_000:
                    break


def test_grading_takes_bounded_time() -> None:
    for text in ADVERSARIAL:
        for given_text in (text, text[: language.MAX_SENTENCE]):
            grade(given_text)


def test_no_cue_pattern_explodes() -> None:
    """Each pattern of words again and again, whole and cut short, in a very long sentence."""
    sources = [source for patterns in CUE_PATTERNS for source in patterns.sources]
    assert len(sources) > 200
    texts: set[str] = set()
    for source in sources:
        words = [re.sub(r"[@~?]", "", part).split("|")[0] for part in source.split()]
        named = [word for word in words if not word.startswith("_")]
        texts |= {" ".join(named) + " ", named[0] + " "}
    length = language.MAX_SENTENCE // 4
    for text in sorted(texts):
        grade((text * length)[:length])


def test_long_text_of_cues_takes_bounded_time() -> None:
    sources = [source for patterns in CUE_PATTERNS for source in patterns.sources]
    words = re.sub(r"_\d+|[@~?|]", " ", " . ".join(sources)) + " . "
    grade((words * (SIZE // len(words) + 1))[:SIZE])


@pytest.mark.parametrize(
    "text",
    [
        "Coffee causes insomnia. " * 420_000,
        "a" * 10_000_000,
        "\x00\xff" * 5_000_000,
        "<p>" * 3_500_000,
        "Der Regen verursacht Schlaf. " * 350_000,
    ],
    ids=lambda text: text[:6],
)
def test_ten_megabytes_are_refused_at_once(text: str) -> None:
    one = grade(text)
    assert (one.wording, one.why_not) == (None, NotAssessed.TOO_LONG)
    assert [part.why_not for part in grade_sentences(text)] == [NotAssessed.TOO_LONG]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", NotAssessed.EMPTY),
        (" \n\t ", NotAssessed.EMPTY),
        ("…", NotAssessed.EMPTY),
        ("?! —", NotAssessed.EMPTY),
        ("x" * (language.MAX_TEXT + 1), NotAssessed.TOO_LONG),
        ("word " * 1000, NotAssessed.TOO_LONG),
        ("\x00\x01\x02\x03 PNG \x00\x00\x10", NotAssessed.BINARY),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF".decode("utf-8", "replace"), NotAssessed.BINARY),
        ("<div><p></p></div>", NotAssessed.MARKUP),
        ("{ } $$ ### ***", NotAssessed.MARKUP),
        ("\\begin{itemize}\\item\\end{itemize}", NotAssessed.MARKUP),
        ("12 34 56.7", NotAssessed.LANGUAGE),
        (
            "Rauchen verursacht Krebs und ist der Grund für die meisten Todesfälle.",
            NotAssessed.LANGUAGE,
        ),
        (
            "Le tabac cause le cancer et augmente la mortalité dans les villes.",
            NotAssessed.LANGUAGE,
        ),
        ("El tabaco causa cáncer y aumenta la mortalidad en las ciudades.", NotAssessed.LANGUAGE),
        ("Il fumo causa il cancro e aumenta la mortalità nelle città.", NotAssessed.LANGUAGE),
        ("Roken veroorzaakt kanker en het is een groot probleem.", NotAssessed.LANGUAGE),
        ("Курение вызывает рак.", NotAssessed.LANGUAGE),
        ("吸烟导致癌症。", NotAssessed.LANGUAGE),
        ("التدخين يسبب السرطان", NotAssessed.LANGUAGE),
        ("qwrt zxcv bnmp", NotAssessed.LANGUAGE),
    ],
)
def test_what_cannot_be_graded_is_not(text: str, reason: NotAssessed) -> None:
    one = grade(text)
    assert (one.assessed, one.wording, one.why_not, one.cues) == (False, None, reason, ())
    assert one.reason == f"not assessed: {reason.value}"


def test_a_foreign_sentence_among_english_ones_is_left_out() -> None:
    one = grade("Coffee may cause insomnia. Der Hund ist ein Tier und das ist auch gut so.")
    assert one.assessed
    assert one.wording == "conditional"
    assert one.reason == "1 of 2 sentences not assessed"


def test_short_sentences_are_in_the_language_of_their_text() -> None:
    assert [one.wording for one in grade_sentences("Methods. Rain is the cause of floods.")] == [
        "none",
        "causal",
    ]


@settings(max_examples=examples(150), deadline=None)
@given(st.text(max_size=400))
def test_any_text_gets_an_answer(text: str) -> None:
    one = grade(text)
    assert one.assessed == (one.wording is not None)
    assert all(text[cue.start : cue.end] == cue.text for cue in one.cues)
    assert grade(text) == one


def test_joining_words_get_an_answer_in_any_order() -> None:
    """Rules look at what stands before and after such a word: there may be nothing."""
    for words in product(("works", "since", "so", "if", ","), repeat=5):
        grade(" ".join(words))


_FEW = (
    *("causes", "caused", "causing", "is", "was", "that", "which", "of", "and", "not", "because"),
    *("effect", "affects", "may", "people", "in", "by", "to"),
)


@pytest.mark.parametrize("length", [1, 2, 3])
def test_texts_of_a_few_words_get_an_answer(length: int) -> None:
    """Such as headings and cells of tables."""
    for words in product(_FEW, repeat=length):
        grade(" ".join(words))


def test_a_pattern_cannot_begin_with_a_gap() -> None:
    with pytest.raises(ValueError, match="begins with a word"):
        Patterns[int]({}).add("_3 cause", 1)


def test_gaps_stay_within_the_clause() -> None:
    patterns = Patterns[int]({"det": ["the"]})
    patterns.add("effect _3 on @det? mood", 1)
    assert [f.end for f in patterns.at(["effect", "of", "noise", "on", "the", "mood"], 0)] == [6]
    assert patterns.at(["effect", ";", "noise", "on", "mood"], 0) == []


@pytest.mark.parametrize(
    "text",
    [
        "The pump, the pride of the old mill, reduced",
        "The tax, that relic of the last war, raised",
        "The mill, the last of its kind in the valley, ruined",
    ],
)
def test_a_sentence_may_end_at_its_verb(text: str) -> None:
    assert grade(text).assessed
