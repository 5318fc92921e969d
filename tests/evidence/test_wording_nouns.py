"""Plurals that look like verbs of effect: "these works", "the leads", "bond yields"."""

from __future__ import annotations

import pytest

from causalkb.vocabulary import Wording
from causalkb.wording import grade

NOUNS = (
    "These works, and others, were read by two people.",
    "We read the works of Pearl.",
    "Three works on this subject exist.",
    "The works cited here are listed below.",
    "Most of these works, for example, use simulated data.",
    "Two earlier works and one book were left out.",
    "His later works well illustrate the style of the period.",
    "Other works too are listed there.",
    "Related works, by contrast, are discussed in the third section.",
    "Such works best suit readers with time.",
    "The collected works, in nine volumes, are in the library.",
    "The results are in the second table.",
    "These results, which were new in 1990, are in a table.",
    "Results of the survey in two towns are listed.",
    "The leads in the file were followed by the police.",
    "All leads to date are in the file.",
    "Several leads to the author of the letter were followed.",
    "The causes of the war are discussed in the second chapter.",
    "Causes the committee had listed are in the annex.",
    "The causes that they list are many.",
    "The effects listed in the annex are marked with a star.",
    "The drives of the computers were stored in a box.",
    "Two disk drives the size of a book were stored in a box.",
    "The shifts of the nurses begin at seven.",
    "The three shifts, early, late and night, begin at seven.",
    "Fresh produce is sold at the market on Monday.",
    "Produce the farmers bring is sold on Monday.",
    "The produce of the region is sold in town.",
    "Yields of maize in two regions are listed.",
    "Bond yields the bank reports are listed daily.",
    "The yields that farms report are listed by region.",
    "Charts of yields, prices and areas are in the annex.",
    "The influences the author names are Hume and Mill.",
    "The changes the editors made are listed.",
    "Changes the editors made are listed.",
    "Harms the report lists are marked with a star.",
    "The impacts the authors list are in the annex.",
    "The controls the laboratory uses are listed.",
    "Increases the agency reports are listed monthly.",
    "Cuts the ministry announced are listed below.",
    "The limits the agency sets are published.",
    "Delays the railway reports are published.",
    "Repairs the owner paid for are listed.",
    "The shape the artist drew is in the archive.",
    "The trigger the engineer built is in the archive.",
    "The drops the nurse keeps are in the cupboard.",
    "Stops the bus makes are listed on the map.",
    "Doubts about the works of the school remain on record.",
)
VERBS = (
    "The vaccine works.",
    "Deterrence works.",
    "The new rule works well.",
    "This drug works by blocking the receptor.",
    "The tax works because people respond to prices.",
    "The programme works for boys only.",
    "Smoking results in cancer.",
    "Stress leads to poor sleep.",
    "Noise causes the heart to race.",
    "Noise causes stress.",
    "The drug effects a cure in most patients.",
    "Fear drives people away.",
    "The subsidy shifts demand.",
    "The tax shifts the burden to workers.",
    "Heat produces stress in plants.",
    "The reform yields higher wages.",
    "Fresh air produces calm.",
    "Rain influences the harvest.",
    "Exercise benefits the heart.",
    "Pollution harms the lungs.",
    "Debt limits the choices of families.",
    "Heavy rain delays the harvest.",
    "The tax cuts emissions.",
    "The hormone controls the growth of bones.",
    "The gene shapes the wing.",
    "The alarm triggers the pump.",
    "The drug repairs the tissue.",
    "The barrier stops the flood.",
    "The change of the law increases the number of claims.",
    "Early works of restoration caused the collapse of the tower.",
)


@pytest.mark.parametrize("sentence", NOUNS)
def test_a_noun_is_no_cause(sentence: str) -> None:
    assert grade(sentence).wording is Wording.NONE


@pytest.mark.parametrize("sentence", VERBS)
def test_the_same_form_as_a_verb_is_one(sentence: str) -> None:
    assert grade(sentence).wording is Wording.CAUSAL
