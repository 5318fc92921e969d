"""Where a word stands in its sentence decides what it does to the grade."""

from __future__ import annotations

import pytest

from causalkb.vocabulary import Wording
from causalkb.wording import grade, grade_sentences


@pytest.mark.parametrize(
    ("sentence", "wording"),
    [
        # What is kept apart is no effect; records that keep something have one.
        ("Good records kept the firm afloat.", Wording.CAUSAL),
        ("We kept records of the firm.", Wording.NONE),
        # The first word of a sentence asks, too.
        ("Analyse causal effects of noise on sleep.", Wording.NONE),
        # A comma within a question does not end it.
        ("We ask whether noise, at night, harms sleep.", Wording.NONE),
        # An aim that is said to have had an effect, with a hedge and without.
        ("Attempts to lower prices seem to have caused riots.", Wording.CONDITIONAL),
        ("Attempts to lower prices sparked riots.", Wording.CAUSAL),
        # "Made" is light only before its object, a noun of the work: not after it.
        ("Choices made us rich.", Wording.CAUSAL),
        ("Prices rose, prompting protests.", Wording.CAUSAL),
        # "And" goes on with a predicate only where one has begun: "was" ends the question here.
        ("Records say what the diet was and increased intake of salt.", Wording.NONE),
        # Who acts stands before the verb, however the sentence begins.
        ("In this long and cold spring, we avoided the road.", Wording.NONE),
        # A participle after a noun modifies it; the verb of the sentence decides.
        ("The firm resulting from the merger may harm trade.", Wording.CONDITIONAL),
        # What is surely said decides, though something hedged comes before it.
        ("Rest may ease pain, but noise harms sleep.", Wording.CAUSAL),
        # An effect that was examined is not asserted.
        ("The effect of noise on sleep was also examined.", Wording.NONE),
        # What joins a sentence to the one before is no part of its clause.
        ("But if the dose were doubled, more patients would recover.", Wording.CONDITIONAL),
        ("And if prices rose, sales would fall.", Wording.CONDITIONAL),
        ("But because prices rose, sales fell.", Wording.CAUSAL),
        # What patients do is not what a cause does; nor is what befalls the results.
        ("The trial enrolled people that reduced their intake of salt.", Wording.NONE),
        ("Results are limited by high risk of bias.", Wording.NONE),
        ("Wages are limited by high risk of war.", Wording.CAUSAL),
        # What underlies something has it as its object; otherwise the word is an adjective.
        ("The underlying theme is adaptability.", Wording.NONE),
        ("We found the brain pathways underlying sleep.", Wording.CAUSAL),
        # After "had", a word of change is an adjective; after a comma, among adjectives, too.
        ("Cells lacking the gene had elevated levels of the protein.", Wording.CORRELATIONAL),
        ("Small immediate rewards outperformed larger, delayed rewards.", Wording.CORRELATIONAL),
        # After "thus" comes a clause, whatever its subject looks like.
        ("The dam broke; thus a rising river filled the town.", Wording.CAUSAL),
        # "Even if" is no condition; the subject of a reason may be long.
        ("Prices will fall even if taxes rise.", Wording.CORRELATIONAL),
        ("Prices will fall if taxes rise.", Wording.CAUSAL),
        ("The shop closed since all of the systems represented high expenditures.", Wording.CAUSAL),
        # An amount is an object.
        ("The reactor produced up to 50 grams of sugar.", Wording.CAUSAL),
    ],
)
def test_the_place_of_a_word_decides(sentence: str, wording: Wording) -> None:
    assert grade(sentence).wording is wording


@pytest.mark.parametrize(
    ("sentence", "wording"),
    [
        # "Since" gives a reason before a clause, not before a time, after "have" or at the end.
        ("Shops stayed shut since the road closed.", Wording.CAUSAL),
        ("Shops stayed shut since January when the factory closed.", Wording.NONE),
        ("The schools have since closed.", Wording.NONE),
        ("They were lame ever since the war began.", Wording.NONE),
        ("The shops were shut since", Wording.NONE),
        # Nor where the main clause, from its first word, denies: it gives grounds for a judgement.
        ("These cases are not shown here, since they are shown elsewhere.", Wording.NONE),
        # What the writers do or conclude has grounds, no cause.
        ("Consequently, we describe the plan in detail.", Wording.NONE),
        ("He was ill, so the data stayed in a drawer.", Wording.NONE),
        # A result is a clause.
        ("It rained, so umbrellas.", Wording.NONE),
        ("Their idea will be treated as if it were an illness.", Wording.NONE),
        # What works does something; works are books.
        ("The plans worked and were cheap.", Wording.CAUSAL),
        ("The plan works, in theory,", Wording.CAUSAL),
        ("Tolstoy works, in two volumes, are long.", Wording.NONE),
    ],
)
def test_a_connective_joins_clauses_on_the_world(sentence: str, wording: Wording) -> None:
    assert grade(sentence).wording is wording


def test_the_word_that_says_most_is_named_as_the_hedge() -> None:
    (cue,) = grade("It can possibly improve sleep.").deciding
    assert "“possibly”" in cue.why


def test_each_grade_of_a_text_is_that_of_one_sentence() -> None:
    assert [one.sentences for one in grade_sentences("Rain causes floods. It fell.")] == [1, 1]
    assert grade("Rain causes floods. It fell.").sentences == 2
