"""The draft linter: causal sentences against the evidence of a small knowledge base on sleep."""

from __future__ import annotations

import pytest
from drafts import SLEEP, Linter

from causalkb import KnowledgeBase
from causalkb.lint.draft import Syntax
from causalkb.lint.findings import Level
from causalkb.lint.rules import RULES

NAP = """---
work: {key}
claims:
  - text: Attention after a rest of twenty minutes was measured in group {n}.
    design: experiment
    rung: intervention
    population: {who}
    stance: {{naps-sharpen-attention: {stance}}}
    locator: p. 1
---
A trial.
"""


@pytest.fixture(scope="module")
def lint(tmp_path_factory: pytest.TempPathFactory) -> Linter:
    folder = tmp_path_factory.mktemp("sleep") / "kb"
    base = KnowledgeBase.open(folder, create=True)
    base.add_questions(SLEEP / "questions.yaml")
    assert not base.add(SLEEP).problems
    for n, (who, stance) in enumerate(
        [("humans/adults", "supports")] * 4 + [("humans/children", "contradicts")] * 4
    ):
        key = f"nap{2010 + n}trial"
        entry = (
            f"@article{{{key}, title={{Naps {n}}}, author={{N{'abcdefgh'[n]}p, Q.}}, year=2010}}"
        )
        base.add_content(entry.encode(), f"{key}.bib", embed=False)
        note = NAP.format(key=key, who=who, stance=stance, n=n)
        base.add_content(note.encode(), f"{key}.md")
    return Linter(base)


# With citations: wording against designs


def test_causal_wording_of_an_observational_study_is_an_error(lint: Linter) -> None:
    found = lint.found("Loud traffic at night reduces sleep [@cohort2020noise].")["overclaim"]
    assert found.level is Level.ERROR
    assert found.message == (
        "“reduces” is causal; cohort2020noise (observational) carries at most correlational"
    )
    assert "an experiment" in found.fix
    assert "would carry: “is associated with less” for “reduces”" in found.details
    assert found.claims == ("cohort2020noise#1",)
    assert found.works == ("cohort2020noise",)
    assert found.subject == "Loud traffic at night reduces sleep."


@pytest.mark.parametrize(
    "draft",
    [
        "Loud traffic at night is associated with shorter sleep [@cohort2020noise].",
        "Bright light in the evening delays the onset of sleep [@light2017trial].",
        "Bright light in the evening delays sleep [@light2017trial; @cohort2020noise].",
        "We asked whether traffic noise reduces sleep [@cohort2020noise].",
        "Does traffic noise reduce sleep [@cohort2020noise]?",
        "City noise may harm the health of its inhabitants [@essay2015noise].",
    ],
)
def test_wording_within_the_licence_is_no_finding(lint: Linter, draft: str) -> None:
    found = lint.found(draft)
    assert set(found) <= {"verdict"}
    assert all(finding.level is Level.NOTE for finding in found.values())


def test_hedged_wording_of_an_observational_study_is_a_warning(lint: Linter) -> None:
    found = lint.found("Loud traffic at night may reduce sleep [@cohort2020noise].")["overclaim"]
    assert found.level is Level.WARNING
    assert "may be associated with less" in found.details[0]


def test_an_argument_carries_hedged_wording_only(lint: Linter) -> None:
    found = lint.found("City noise harms the health of everyone [@essay2015noise].")["overclaim"]
    assert "(position) carries at most conditional" in found.message
    assert "would carry: “may harm” for “harms”" in found.details


def test_an_experiment_among_the_citations_carries_the_wording(lint: Linter) -> None:
    draft = "Traffic noise at night shortens sleep [@cohort2020noise; @trial2018noise]."
    assert "overclaim" not in lint.found(draft)


def test_a_claim_on_something_else_makes_the_finding_less_sure(lint: Linter) -> None:
    found = lint.found("Coffee improves the memory of students [@cohort2020noise].")["overclaim"]
    assert found.level is Level.WARNING
    assert "none of the claims recorded of cohort2020noise is near this sentence" in found.details


def test_a_work_without_claims_or_design_says_nothing(lint: Linter) -> None:
    unread = lint.found("Noise raises blood pressure [@unread2013noise].")["no-claims"]
    assert unread.level is Level.NOTE
    assert "no claim is recorded" in unread.message
    undesigned = lint.found("Noise raises blood pressure [@undesigned2014noise].")["no-claims"]
    assert "no design is recorded" in undesigned.message
    assert "claim edit undesigned2014noise#1" in undesigned.fix


def test_a_work_of_unknown_evidence_beside_a_weak_one_makes_it_a_warning(lint: Linter) -> None:
    draft = "Loud traffic at night reduces sleep [@cohort2020noise; @unread2013noise]."
    found = lint.found(draft)["overclaim"]
    assert found.level is Level.WARNING
    assert "no claim is recorded of unread2013noise" in found.details


def test_another_claim_of_the_work_that_carries_the_wording_makes_it_a_note(
    lint: Linter,
) -> None:
    found = lint.found("Larger models improve the staging of sleep [@scores2022models].")[
        "overclaim"
    ]
    assert found.level is Level.NOTE
    assert any("but would carry it: scores2022models#2" in line for line in found.details)


def test_a_sentence_that_goes_on_has_the_citation_of_the_one_before(lint: Linter) -> None:
    draft = "One study counted cars [@cohort2020noise]. This loud traffic at night reduces sleep."
    found = lint.found(draft)["overclaim"]
    assert found.subject == "This loud traffic at night reduces sleep."


def test_a_conclusion_far_from_the_work_cited_before_is_ones_own(lint: Linter) -> None:
    draft = "One study counted cars [@cohort2020noise]. This leads to long queues in shops."
    found = lint.found(draft)["uncited"]
    assert found.level is Level.NOTE
    assert "a conclusion of your own" in found.message


@pytest.mark.parametrize(
    "draft",
    [
        "He wrote “noise causes deafness in all of us” on the wall of the hall.",
        'He wrote "Noise causes deafness." on the wall of the hall.',
        "Reduce the noise at night in your own house.",
    ],
)
def test_quotations_and_requests_claim_nothing(lint: Linter, draft: str) -> None:
    assert lint(draft).findings == ()


def test_arguments_and_unspecified_reviews_are_no_errors(lint: Linter) -> None:
    found = lint.found("City noise harms the health of everyone [@essay2015noise].")["overclaim"]
    assert found.level is Level.WARNING


# Stances


def test_a_citation_that_takes_the_other_side_is_told(lint: Linter) -> None:
    found = lint.found("Magnets on the body relieve chronic pain [@magnets2016trial].")
    assert found["against"].level is Level.WARNING
    assert found["against"].claims == ("magnets2016trial#1",)
    assert "verdict" not in found


@pytest.mark.parametrize(
    "draft",
    [
        "Magnets worn on the body do not relieve chronic pain [@magnets2016trial].",
        "Road sounds at several levels changed neither the length nor the depth of a night"
        " [@null2019noise].",
    ],
)
def test_reporting_what_a_work_found_is_not_held_against_it(lint: Linter, draft: str) -> None:
    assert "against" not in lint.found(draft)


def test_a_causal_sentence_on_what_is_mixed_hears_of_both_sides(lint: Linter) -> None:
    found = lint.found("Traffic noise at night shortens sleep [@trial2018noise].")["verdict"]
    assert found.level is Level.WARNING
    assert "noise-shortens-sleep; the verdict on it is mixed" in found.message
    assert "2 groups for, 2 against" in found.message
    shown = "\n".join(found.details)
    assert "against: null2019noise#1 (experiment)" in shown
    assert "for: trial2018noise#1 (experiment)" in shown


def test_who_cites_both_sides_has_told_it(lint: Linter) -> None:
    draft = "Traffic noise at night shortens sleep [@trial2018noise; but see @null2019noise]."
    assert [f.level for f in lint(draft).findings] == [Level.NOTE]


def test_what_the_evidence_leans_against_is_told(lint: Linter) -> None:
    found = lint.found("Magnets worn on the body relieve chronic pain [@essay2015noise].")
    assert "is leaning-against" in found["verdict"].message
    assert "0 groups for, 4 against" in found["verdict"].message
    assert found["verdict"].level is Level.WARNING


# Hypotheses restated, causal verb or not


@pytest.mark.parametrize(
    ("draft", "level", "said"),
    [
        ("Traffic noise at night makes for short sleep.", Level.WARNING, "is mixed"),
        ("Noise shortens our sleep.", Level.NOTE, "is mixed"),
        ("Noise shortens sleep.", Level.WARNING, "is mixed"),
        (
            "After lunch a short nap sharpens the attention of people.",
            Level.WARNING,
            "depends on population with",
        ),
        ("For years, dreams store the memories of the day.", Level.WARNING, "is insufficient"),
        ("Dreams of the day for years.", Level.WARNING, "is insufficient"),
        ("In the evening bright light delays sleep onset.", Level.NOTE, "is leaning-for"),
        ("Magnets worn on the body relieve chronic pain.", Level.WARNING, "is leaning-against"),
    ],
)
def test_a_sentence_that_restates_a_hypothesis_hears_the_verdict(
    lint: Linter, draft: str, level: Level, said: str
) -> None:
    found = lint.found(draft)["verdict"]
    assert (found.level, said in found.message) == (level, True), found.message


def test_what_it_depends_on_is_named_on_both_sides(lint: Linter) -> None:
    found = lint.found("A short nap after lunch sharpens the attention of people.")["verdict"]
    assert "for humans/adults, against humans/children" in found.message


@pytest.mark.parametrize(
    "draft",
    [
        "The evidence that traffic noise at night shortens sleep is mixed.",
        "Traffic noise at night may shorten sleep.",
        "According to one essay, traffic noise at night shortens sleep.",
        "That traffic noise at night shortens sleep is disputed.",
        "The attention of people after a short nap at lunch depends on their age.",
    ],
)
def test_who_says_that_it_is_not_settled_gets_a_note_at_most(lint: Linter, draft: str) -> None:
    levels = {f.level for f in lint(draft).findings if f.rule == "verdict"}
    assert levels <= {Level.NOTE}


@pytest.mark.parametrize(
    "draft",
    [
        "Does traffic noise at night shorten sleep?",
        "We ask whether traffic noise at night shortens sleep.",
        "Traffic noise was recorded at night.",
        "The volunteers slept beside a road.",
        "Magnets were worn on the body for a month.",
        "Bright light was switched on in the evening.",
        "Naps after lunch are common in warm countries.",
        "# Traffic noise at night shortens sleep",
        "Traffic noise played at night shortened the sleep of volunteers [@trial2018noise].",
        # Nearer to the hypothesis than to what the work found, but hardly other words for it.
        "Bright light in the evening: a delayed onset of sleep [@light2017trial].",
        # Of a brief statement it has one end only.
        "Memories of the day last for years.",
    ],
)
def test_questions_methods_and_reports_restate_nothing(lint: Linter, draft: str) -> None:
    assert "verdict" not in lint.found(draft)


# Without citations


def test_uncited_shows_the_evidence_for_and_against(lint: Linter) -> None:
    found = lint.found("Traffic noise at night shortens sleep.")["uncited"]
    assert found.level is Level.WARNING
    shown = "\n".join(found.details)
    assert "for it: trial2018noise#1 (experiment)" in shown
    assert "against it: null2019noise#1 (experiment)" in shown
    assert "weaker: “is associated with less” for “shortens”" in shown
    assert "noise-shortens-sleep mixed" in found.message


def test_uncited_is_a_note_where_the_evidence_licenses_it(lint: Linter) -> None:
    found = lint.found("Bright light in the evening delays the onset of sleep.")["uncited"]
    assert found.level is Level.NOTE
    assert "light2017trial" in found.works


def test_uncited_with_nothing_near_says_so(lint: Linter) -> None:
    found = lint.found("The new railway line caused a boom in hotel bookings.")["uncited"]
    assert found.level is Level.WARNING
    assert "holds nothing near it" in found.message


@pytest.mark.parametrize(
    "draft",
    ["We find that our training improves the accuracy of pilots.", "Coffee may improve memory."],
)
def test_own_results_and_hedges_without_citation_are_notes(lint: Linter, draft: str) -> None:
    assert lint.found(draft)["uncited"].level is Level.NOTE


# Citations


def test_every_citation_of_a_work_that_is_not_held_is_told(lint: Linter) -> None:
    draft = (
        "Rain fell [@chort2020noise]. Rivers rose, says @nowhere1999.\n\n> So it is [@gone2001]."
    )
    found = lint(draft).findings
    assert [(f.rule, f.subject) for f in found] == [
        ("unknown-citation", "chort2020noise"),
        ("unknown-citation", "nowhere1999"),
        ("unknown-citation", "gone2001"),
    ]
    assert found[0].fix == "did you mean cohort2020noise?"


def test_a_citation_that_does_not_exist_is_no_licence_and_no_lack_of_one(lint: Linter) -> None:
    found = lint.found("Traffic noise reduces sleep [@chort2020noise].")
    assert set(found) == {"unknown-citation", "verdict"}


# Silence


@pytest.mark.parametrize(
    ("draft", "syntax"),
    [
        ("Rain causes floods. <!-- causalkb: ok well known -->", Syntax.MARKDOWN),
        ("Rain causes floods. # causalkb: ok well known", Syntax.MARKDOWN),
        ("<!-- causalkb: ok well known -->\n\nRain causes\nfloods.", Syntax.MARKDOWN),
        ("# causalkb: ok well known\nRain causes floods.", Syntax.MARKDOWN),
        ("Rain causes\nfloods. # causalkb:ok well known", Syntax.TEXT),
        ("# causalkb: ok well known\nRain causes floods.", Syntax.TEXT),
        ("Rain causes floods. % causalkb: ok well known", Syntax.LATEX),
        ("Dry.\n\n  % causalkb: ok well known\nRain causes floods.", Syntax.LATEX),
    ],
)
def test_a_reason_silences_but_hides_nothing(lint: Linter, draft: str, syntax: Syntax) -> None:
    audit = lint(draft, syntax)
    (found,) = audit.findings
    assert (found.rule, found.suppressed) == ("uncited", "well known")
    assert audit.open() == ()


def test_without_a_reason_nothing_is_silenced(lint: Linter) -> None:
    found = lint.found("Rain causes floods. <!-- causalkb: ok -->")
    assert found["uncited"].suppressed == ""
    assert found["no-reason"].level is Level.WARNING


def test_a_marker_covers_its_own_line_only(lint: Linter) -> None:
    audit = lint("Rain causes floods. # causalkb: ok why\n\nWind causes storms.")
    assert [f.suppressed for f in audit.findings] == ["why", ""]


def test_a_marker_in_code_is_an_example(lint: Linter) -> None:
    draft = "Write `<!-- causalkb: ok -->`.\n\n```\n# causalkb: ok\n```\n\nRain causes floods."
    assert set(lint.found(draft)) == {"uncited"}


# What is read


def test_headings_that_name_an_effect_claim_nothing(lint: Linter) -> None:
    draft = "# Effects of noise on sleep\n\n## Noise causes deafness\n\nSee below for more on this."
    (found,) = lint(draft).findings
    assert found.subject == "Noise causes deafness"


@pytest.mark.parametrize("syntax", Syntax)
def test_a_long_draft_of_each_kind(lint: Linter, syntax: Syntax) -> None:
    cite = "\\cite{cohort2020noise}" if syntax is Syntax.LATEX else "[@cohort2020noise]"
    draft = f"Loud traffic at night reduces sleep {cite}. Rain fell on the hills.\n\n" * 50
    audit = lint(draft, syntax)
    assert [f.rule for f in audit.findings if f.rule == "overclaim"] == ["overclaim"] * 50
    assert dict(audit.checked) == {"sentences": 100, "causal claims": 50, "citations": 50}
    assert audit.unassessed == ()


def test_findings_are_short_and_of_known_rules(lint: Linter) -> None:
    long = "very " * 60
    cites = ["", "[@cohort2020noise]", "[@essay2015noise; @unread2013noise]", "[@null2019noise]"]
    draft = "".join(
        f"The {long}loud noise of cities {verb} the {long}short sleep {cite}.\n\n"
        for verb in ("reduces", "may reduce", "has a large effect on", "leads to")
        for cite in cites
    )
    found = lint(draft).findings
    for finding in found:
        assert finding.rule in RULES
        assert len(finding.message) < 160
        assert all(len(line) < 200 and "\n" not in line for line in (*finding.details, finding.fix))
