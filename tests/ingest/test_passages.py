from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from conftest import examples
from hypothesis import example, given, settings
from hypothesis import strategies as st

from causalkb.ingest.chunks import chunk
from causalkb.records import Claim, Passage, Section, Work
from causalkb.sentences import sentences
from causalkb.vocabulary import PassageKind


def words_and_specials(text: str) -> int:
    """A tokenizer of four letters a token and two special tokens, as a plain callable."""
    return 2 + sum((len(word) + 3) // 4 for word in text.split())


def bytes_and_specials(text: str) -> int:
    """The worst tokenizer there is: a token for every byte."""
    return 2 + len(text.encode("utf-8", "replace"))


def each(count: Callable[[str], int]) -> Callable[[Sequence[str]], list[int]]:
    return lambda texts: [count(text) for text in texts]


def squeezed(text: str) -> str:
    return "".join(text.split())


def pieces(
    work: Work, *sections: Section, claims: tuple[Claim, ...] = (), window: int = 32
) -> list[Passage]:
    return chunk(work, sections, claims, window=window, count_tokens=each(words_and_specials))


def text_section(text: str, locator: str | None = None) -> Section:
    return Section(PassageKind.TEXT, text, locator)


def test_title_and_abstract_make_one_passage() -> None:
    (passage,) = pieces(Work("k", title="Rats reason", abstract="They intervene."))
    assert passage == Passage(PassageKind.ABSTRACT, "Rats reason. They intervene.")


def test_title_that_ends_a_sentence_gets_no_second_stop() -> None:
    (passage,) = pieces(Work("k", title="Do rats reason?", abstract="Yes."))
    assert passage.text == "Do rats reason? Yes."


@pytest.mark.parametrize("abstract", [None, "", "  \n"])
def test_work_without_abstract_is_its_title(abstract: str | None) -> None:
    assert pieces(Work("k", title="Rats reason", abstract=abstract)) == [
        Passage(PassageKind.TITLE, "Rats reason")
    ]


def test_work_without_any_text_has_no_passages() -> None:
    assert pieces(Work("k"), text_section(" \n\n ")) == []


def test_long_abstract_goes_on_in_numbered_parts_cut_at_sentence_ends() -> None:
    abstract = " ".join(f"Sentence number {n} says something." for n in range(12))
    found = pieces(Work("k", title="Title", abstract=abstract))
    assert [p.locator for p in found] == [None, *(f"part {n}" for n in range(2, len(found) + 1))]
    assert len(found) > 2
    assert all(p.text.endswith(".") for p in found)
    assert squeezed("".join(p.text for p in found)) == squeezed(f"Title. {abstract}")


def test_paragraphs_stay_together_while_they_fit_and_the_locator_says_which() -> None:
    text = "One short one.\n\nTwo short ones.\n\n" + "A third with many more words in it. " * 3
    found = pieces(Work("k"), text_section(text, "note"))
    assert [(p.text.split()[0], p.locator) for p in found] == [
        ("One", "note, ¶ 1–2"),
        ("A", "note, ¶ 3"),
    ]
    assert "\n\n" in found[0].text


def test_claims_become_passages_with_their_id_and_empty_ones_do_not() -> None:
    claims = (Claim("Rats intervene.", id="k#1", locator="p. 3"), Claim("  ", id="k#2"))
    assert pieces(Work("k"), claims=claims) == [
        Passage(PassageKind.CLAIM, "Rats intervene.", "p. 3", claim="k#1")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Smith et al. Report this.",
        "See e.g. Pearl for it.",
        "As in Fig. 3 and Eq. 4 there.",
        "J. S. Mill wrote it.",
        "Dr. Who came.",
        "It rose by 3.5 points.",
        "We ask i.e. Whether it holds.",
        "See Chaps. 2, viz. The first.",
        "It went on … and on.",
    ],
)
def test_abbreviations_initials_and_decimals_end_no_sentence(text: str) -> None:
    assert sentences(text) == [text]


def test_a_sentence_may_open_with_mathematics_or_after_an_initial() -> None:
    assert sentences("Both fail. $x$ causes $y$ … But how?") == [
        "Both fail.",
        "$x$ causes $y$ …",
        "But how?",
    ]
    assert sentences("We used plan B. The rest is in vol. 2. They agree.") == [
        "We used plan B.",
        "The rest is in vol. 2.",
        "They agree.",
    ]


def test_sentence_ends() -> None:
    assert sentences('He said "so." Then? Yes! 因为雨。所以湿。') == [
        'He said "so."',
        "Then?",
        "Yes!",
        "因为雨。",
        "所以湿。",
    ]


@settings(max_examples=examples(150), deadline=None)
@example(text="00000\xa0ࠀࠀ𐀀", window=18)
@given(
    text=st.text(
        alphabet=st.one_of(st.sampled_from("ab .\n。!?한é𝒳\t\u2003"), st.characters(codec="utf-8")),
        max_size=400,
    ),
    window=st.integers(10, 40),
)
def test_nothing_is_lost_and_everything_fits(text: str, window: int) -> None:
    for count in (words_and_specials, bytes_and_specials):
        found = chunk(Work("k"), [text_section(text)], window=window, count_tokens=each(count))
        assert squeezed("".join(p.text for p in found)) == squeezed(text)
        assert all(count(p.text) <= window for p in found)
        assert all(p.text.strip() for p in found)


@pytest.mark.parametrize(
    "text",
    [
        "word " * 40_000,
        "x" * 200_000,
        "b " * 3_000 + "x" * 100_000,
        "x" * 100_000 + " b" * 3_000,
    ],
    ids=["one sentence", "one word", "words then a run", "a run then words"],
)
def test_text_without_sentences_is_cut_in_reasonable_time(text: str) -> None:
    found = pieces(Work("k"), text_section(text), window=256)
    assert squeezed("".join(p.text for p in found)) == squeezed(text)
    assert all(words_and_specials(p.text) <= 256 for p in found)


def test_each_sentence_is_counted_a_bounded_number_of_times() -> None:
    counted = 0

    def count(text: str) -> int:
        nonlocal counted
        counted += len(text)
        return words_and_specials(text)

    text = "This sentence is one of many in a long text. " * 2_000
    chunk(Work("k"), [text_section(text)], window=256, count_tokens=each(count))
    assert counted < 5 * len(text)


def test_a_long_word_at_the_end_of_a_long_sentence_stays_whole() -> None:
    word = "x" * 100
    found = pieces(Work("k"), text_section(" ".join([*["a"] * 40, word])))
    assert word in " ".join(passage.text for passage in found).split()
