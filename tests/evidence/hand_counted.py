"""A small knowledge base whose map and graph can be counted by hand."""

from __future__ import annotations

from pathlib import Path

from causalkb import KnowledgeBase
from causalkb.records import Hypothesis, Question
from causalkb.store.store import Store

BIB = b"""
@article{rats2006, title={Rats}, author={Blaisdell, Aaron}, year={2006},
  causalkb-field={animal-cognition}}
@article{crows2012, title={Crows}, author={Taylor, Alex}, year={2012},
  causalkb-field={animal-cognition}}
@article{jobs1986, title={Jobs}, author={LaLonde, Robert}, year={1986},
  causalkb-field={economics}}
@article{silent2020, title={Silent}, author={Nobody, Nina}, year={2020},
  causalkb-field={physics}}
@article{fieldless2021, title={Fieldless}, author={Drifter, Dan}, year={2021}}
"""

NOTES = {
    "rats2006": """questions: [acting]
claims:
  - text: Rats reason about their own actions.
    design: experiment
    rung: intervention
    stance: {acting-needed: supports, watching-enough: contradicts}
    effects: [{cause: Lever press, effect: tone, sign: "+"}]
  - text: The effect is small.
    design: experiment
    stance: {acting-needed: qualifies}
    effects: [{cause: "lever  press.", effect: Tone, sign: "?"}]
""",
    "crows2012": """questions: [acting]
claims:
  - text: Crows that watch do not learn to act.
    design: experiment
    rung: intervention
    stance: {acting-needed: supports}
    effects: [{cause: lever press, effect: tone, sign: "-"}]
""",
    "jobs1986": """questions: [acting, knowing]
claims:
  - text: Observational estimates miss the experimental ones.
    design: natural-experiment
    rung: association
    stance: {watching-enough: contradicts, knowing-helps: supports}
    effects:
      - {cause: training, effect: earnings, sign: "+"}
      - {cause: training, effect: earnings, sign: "-"}
""",
    "silent2020": "questions: [knowing]\n",
    "fieldless2021": """questions: [acting]
claims:
  - text: Acting may not be needed.
    stance: {acting-needed: contradicts}
""",
}


def fill(folder: Path) -> KnowledgeBase:
    """Make the knowledge base and leave it open."""
    base = KnowledgeBase.open(folder, create=True)
    ask(base.store)
    base.add_content(BIB, "works.bib", embed=False)
    for key, front in NOTES.items():
        note = f"---\nwork: {key}\n{front}---\nA note.\n"
        result = base.add_content(note.encode(), f"{key}.md", embed=False)
        assert not result.problems, result.problems
    return base


def ask(store: Store) -> None:
    """Add two questions with three hypotheses in use and one that is retired."""
    with store.database.atomic():
        for slug in ("acting", "knowing"):
            store.questions.put(Question(slug, f"Is {slug} worth it?", f"On {slug}."))
        for slug, question, retired in (
            ("acting-needed", "acting", False),
            ("watching-enough", "acting", False),
            ("old-idea", "acting", True),
            ("knowing-helps", "knowing", False),
        ):
            text = f"It is so: {slug}."
            store.questions.put_hypothesis(Hypothesis(slug, question, text, retired))
