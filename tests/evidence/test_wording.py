"""Levels of wording: one family of expressions at a time, as a reader would judge them."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from causalkb.report.serialize.grade import to_json
from causalkb.vocabulary import Wording
from causalkb.wording import grade, grade_sentences

NONE = """
    We examined whether exercise reduces pain.
    The aim of this study was to determine the effect of light on sleep.
    There is no evidence that the vaccine causes fever.
    Does coffee cause insomnia?
    Whether noise impairs learning is unknown.
    It is unclear whether noise impairs learning.
    Further studies are needed to clarify the effect of diet on mood.
    Doctors should be aware of these patients.
    Screening is recommended for all adults.
    Causal models are directed graphs over variables.
    The loss is an increasing function of the temperature.
    We propose an algorithm for causal discovery.
    Participants completed three questionnaires.
    These findings may contribute to the understanding of ageing.
    The study was designed to test if sleep affects mood.
    The method estimates causal effects on new data sets.
    Errors in composing causal effects along a graph add up.
    Small causal effects can be neither reliably ruled in nor out.
    The effect is identified under weaker assumptions.
    The effect of diet on mood has not been studied.
    Agents make meaningful progress on this task.
    The reports list labelled harms to users.
    Marginally significant results in instrumental-variable papers are misleading.
    The method identifies effects of policies that were tried.
    Such accounts spell out what makes things happen.
    Effects of training on memory in rats: a randomised trial.
    Genome-wide association studies have found many loci.
    Correlation does not imply causation.
    Selection bias may have affected our results.
    These results support the need for effective drugs.
    Scores were higher than 7.5 points.
    The new framework improves clinical understanding.
    The framework deepens the theoretical understanding.
    The score was lower than expected.
    It may be important to measure this in children.
    Rain fell on the hills.
    The drug did not reduce pain.
    The training had no effect on memory.
    Sleep was not affected.
    Free meals did nothing to improve grades.
    Honey does not accelerate healing.
    Vitamin C brings no additional relief.
    We found no evidence for an impact of screening on survival.
    There is a lack of evidence for an impact of the diet on mood.
    None of the three drugs eased pain.
    Neither heat nor cold reduced the swelling.
    The vaccine failed to prevent the fever.
    Heat is unlikely to help with pain.
    The drug did not ease pain or improve sleep.
    The effect of light on sleep was not significant.
    Lower fares did not bring more passengers.
    It is not because of the rain that the wall fell.
    Since 2010 the shop has sold bicycles.
    Since the war he has lived in Bern.
    He is so tall that he sees over the fence.
    So far nobody has come.
    We used a smaller sample because the data were incomplete.
    The results were mixed, so we repeated the analysis.
    Nobody knows how hard a doctor works.
    She works in a bank.
"""
CORRELATIONAL = """
    Suicide rates rise with unemployment.
    Children with pets miss fewer days of school.
    Asthma can run in families.
    Poor sleep and low income are bound up with each other.
    Married men were healthier.
    The children develop in a unique way.
    Height was associated with income.
    Height was not associated with income.
    There was no significant difference between the two groups.
    The groups did not differ in age.
    Mortality was higher in smokers than in non-smokers.
    Age predicts recovery.
    Obesity is a risk factor for stroke.
    Women were more likely to respond.
    Coffee may be associated with longer life.
    We found no evidence of an association between height and mood.
    A link between noise and blood pressure was observed.
    Scores decreased over time.
    Scores were significantly reduced in older rats.
    Patients showed reduced growth compared with controls.
    The strongest predictor of dropout was debt.
    Debt was associated with stress that harms families.
    Although noise may impair sleep, it was not associated with mood.
    More extensive training was associated with errors, which may be due to fatigue.
    Sales fell by half.
    People who exercise tend to live longer.
    Patients with low income had a twofold increased risk of relapse.
    The higher the price, the longer the queue.
    Subjects had significantly lower scores.
"""
CONDITIONAL = """
    Fewer infections can be achieved by better ventilation.
    A tax could open the door to smuggling.
    It is thought that the chemical damages the liver.
    The drug may slow or even stop the disease.
    Coffee may cause insomnia.
    Sleep could improve memory.
    Noise appears to impair learning.
    Warm nests might lead to larger broods.
    The rise may be due to better reporting.
    Exercise may have a beneficial effect on mood.
    Stress might have reduced their accuracy.
    Diet may play a role in migraine.
    It is possible that noise harms the young birds.
    Sunlight probably prevents the infection.
    The effect of noise on sleep may be small.
    Had they been trained, the crows might have succeeded.
    A tax would reduce the use of plastic.
    It seems that noise impairs sleep.
    Our data raise the possibility that noise impairs sleep.
    The programme appears to have increased savings.
    The benefit is probably a consequence of sleep.
    Training has the potential to improve memory.
    Programmes that promote walking may have lasting benefits.
    The drug shows promise as a treatment for migraine.
    Training can improve memory.
    Coffee may help prevent gout.
    Perhaps sales fell because prices rose.
    Prices may have risen because demand grew.
    If we were to abolish the fee, more people would apply.
    Bad teeth may be behind some heart attacks.
"""
CAUSAL = """
    Scientists reveal how stress weakens bones.
    Researchers have discovered what causes the rare disease.
    Noise plays havoc with sleep.
    The operation did away with the need for insulin.
    Height is determined by many genes.
    Laughter is the best medicine.
    Coffee causes insomnia.
    The drug reduced pain.
    Pain was reduced by the drug.
    The new schedule led to fewer errors.
    The therapy is effective in reducing anxiety.
    The fall in prices was caused by cheap imports.
    Deaths due to smoke increased.
    Stress contributes to relapse.
    The effect of noise on sleep was large.
    Masks protect workers from dust.
    The treatment was safe and caused weight loss.
    If the drug had not been given, he would have died.
    Had prices not risen, demand would have increased.
    Higher fees make students more cautious.
    If they had not been trained, the crows would fail, because training enables them to plan.
    The programme was feasible and improved sleep.
    The drug, as compared with placebo, slowed the disease.
    Walking and swimming positively impact sleep.
    The risk was lowered by half by the new diet.
    The antibiotic reduced the fever.
    The leaflet improved knowledge of the disease.
    The subsidy crowded out private saving.
    The device reduces the need for surgery.
    The therapy was effective and should be offered to all.
    The training results in fewer errors.
    Exercise in older adults improved balance.
    Sales fell because prices rose.
    Because schools were closed, scores dropped.
    The harvest failed, so bread became dear.
    Since the state pays the bill, hospitals save nothing.
    Tariffs made steel dearer; therefore builders bought less of it.
    The dam burst and thus the valley was flooded.
    Voters were angry, hence the landslide.
    Wages stood still; consequently, families borrowed more.
    That is why the town emptied.
    The reason that crime fell is that lead was taken out of petrol.
    The reason crime fell is that lead was taken out of petrol.
    Rent control leads landlords to sell.
    Deterrence works.
    Thanks to the bridge, the island has a school again.
    Owing to the strike, no post was delivered.
    The scheme yields cleaner rivers.
    The unrest arises because the young see no future.
    If we raise the minimum wage, small shops will close.
    Sleep plays a role in memory.
    Premature babies risk mental health problems.
    Poverty breeds crime.
    The drug did not ease pain but improved sleep.
    Not only noise but also light impairs sleep.
    There is no doubt that smoking causes cancer.
    Protein and not sugar activates the cells.
"""
CASES = [
    (level, sentence.strip())
    for level, block in (
        (Wording.NONE, NONE),
        (Wording.CORRELATIONAL, CORRELATIONAL),
        (Wording.CONDITIONAL, CONDITIONAL),
        (Wording.CAUSAL, CAUSAL),
    )
    for sentence in block.strip().splitlines()
]


@pytest.mark.parametrize(("level", "sentence"), CASES)
def test_level(level: Wording, sentence: str) -> None:
    assert grade(sentence).wording is level


@pytest.mark.parametrize(("level", "sentence"), CASES)
def test_cues_are_where_they_say(level: Wording, sentence: str) -> None:
    one = grade(sentence)
    assert all(one.text[cue.start : cue.end] == cue.text for cue in one.cues)
    if level is not Wording.NONE:
        assert [cue.kind for cue in one.deciding] == [level.value]


@pytest.mark.parametrize(("level", "sentence"), CASES)
def test_case_and_space_do_not_matter(level: Wording, sentence: str) -> None:
    assert grade(f"  {sentence.upper()}\n").wording is level


def test_a_silenced_cue_is_shown_with_what_silences_it() -> None:
    one = grade("We examined whether exercise reduces pain.")
    (cue,) = [cue for cue in one.cues if cue.text == "reduces"]
    assert "not asserted" in cue.why
    assert [cue.kind for cue in one.deciding] == ["aim"]


def test_the_hedge_that_is_named_is_not_the_weakest() -> None:
    (cue,) = grade("It may be that noise can harm sleep.").deciding
    assert cue.why == "a cause acts, weakened by “may”"


def test_a_denied_effect_is_shown_as_one() -> None:
    one = grade("The drug did not reduce pain.")
    assert [(cue.text, cue.kind, cue.why) for cue in one.deciding] == [
        ("reduce", "denied", "a cause acts, denied")
    ]


def test_a_denied_association_keeps_its_level_and_says_so() -> None:
    one = grade("Height was not associated with income.")
    assert one.wording is Wording.CORRELATIONAL
    assert [cue.why for cue in one.deciding] == ["association word, denied"]


def test_a_text_has_the_strongest_wording_of_its_sentences() -> None:
    text = "Height was associated with income. Coffee may cause insomnia. We sampled adults."
    one = grade(text)
    assert (one.wording, one.sentences) == (Wording.CONDITIONAL, 3)
    assert [cue.text for cue in one.deciding] == ["cause"]
    assert text[one.deciding[0].start : one.deciding[0].end] == "cause"
    assert [s.wording for s in grade_sentences(text)] == [
        Wording.CORRELATIONAL,
        Wording.CONDITIONAL,
        Wording.NONE,
    ]
    assert {s.sentences for s in grade_sentences(text)} == {1}


def test_abbreviations_do_not_end_sentences() -> None:
    text = "Noise (cf. Fig. 2; Smith et al. 2019) rose by 1.5 dB, e.g. at night. It fell later."
    assert len(grade_sentences(text)) == 2


def test_json_holds_the_contract() -> None:
    made = to_json(grade("Coffee causes insomnia."))
    assert list(made) == ["text", "wording", "cues"]
    assert made["wording"] == "causal"
    assert made["cues"][0]["start"] == 7


def test_grading_imports_nothing_heavy() -> None:
    code = (
        "import sys; from causalkb.wording import grade; grade('Rain causes floods.');"
        "heavy = {'numpy', 'torch', 'onnxruntime', 'rich', 'sqlite3'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_the_errors_that_the_documentation_shows_are_those_of_today() -> None:
    page = (Path(__file__).parents[2] / "docs" / "causal-wording.md").read_text("utf-8")
    shown = re.findall(r"^\| (\w+) \| (\w+) \| \*([^*]+)\* \|", page, re.MULTILINE)
    assert len(shown) == 10
    for label, graded, sentence in shown:
        assert label != graded
        assert grade(sentence).wording == graded, sentence


def test_the_scale_of_the_documentation() -> None:
    page = (Path(__file__).parents[2] / "docs" / "causal-wording.md").read_text("utf-8")
    rows = re.findall(r"^\| `(\w+)` \| [^|]+ \| \*([^*]+)\* \|", page, re.MULTILINE)
    assert [level for level, _ in rows] == [level.value for level in Wording]
    for level, examples in rows:
        assert {one.wording for one in grade_sentences(examples)} == {level}
