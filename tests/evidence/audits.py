"""A knowledge base with one hypothesis for the tests of the audit, and how it is filled."""

from __future__ import annotations

from dataclasses import replace

from causalkb import KnowledgeBase
from causalkb.lint.findings import Finding
from causalkb.records import Claim, Hypothesis, Question, Warrant
from causalkb.vocabulary import Design, Form, Stance, Wording

CAUSAL = "Coffee causes insomnia."
LINKED = "Coffee is associated with insomnia."


def asked(base: KnowledgeBase) -> KnowledgeBase:
    """Put in one question and one hypothesis."""
    base.questions.put(Question("sleep", "Sleep?", "What disturbs sleep?"))
    base.hypotheses.put(
        Hypothesis(
            "coffee",
            "sleep",
            "Coffee causes insomnia.",
            form=Form.GENERIC,
            wrong_if="Drinkers sleep as long as others.",
        )
    )
    return base


def a_claim(text: str = LINKED, design: str = "observational", **more: object) -> Claim:
    return replace(Claim(text, design=Design(design), locator="p. 1"), **more)  # type: ignore[arg-type]


def add_work(base: KnowledgeBase, key: str, authors: str = "", *claims: Claim, **more: str) -> None:
    """Add a work with its claims; without authors it has one of its own."""
    fields = {"title": f"On {key}", "author": authors or f"{key.title()}, A.", "year": "2020"}
    body = ", ".join(f"{name} = {{{value}}}" for name, value in (fields | more).items())
    base.add_content(f"@article{{{key}, {body}}}".encode(), f"{key}.bib", embed=False)
    for claim in claims:
        base.claims.add(key, claim, unchecked=True)


def bearing(
    stance: str = "supports",
    population: str = "humans/adults",
    design: str = "experiment",
    **more: object,
) -> Claim:
    """A claim on the hypothesis, with a warrant."""
    given: dict[str, object] = {
        "subject": "some of them",
        "wording": Wording.NONE,
        "population": population,
        "stances": {"coffee": Stance(stance)},
        "warrants": {"coffee": Warrant("they slept less")},
    }
    return a_claim("Coffee bears on sleep here.", design, **(given | more))


def add_many(base: KnowledgeBase, count: int, claim: Claim, prefix: str = "w") -> None:
    """Add works of groups that have nobody in common."""
    for n in range(count):
        key = f"{prefix}{'abcdefgh'[n]}"
        add_work(base, key, "", claim)


def say_of_hypothesis(base: KnowledgeBase, **more: object) -> None:
    """Say more of the hypothesis."""
    base.hypotheses.put(replace(base.hypotheses.get("coffee"), **more))  # type: ignore[arg-type]


def open_findings(base: KnowledgeBase, rule: str) -> list[Finding]:
    return [f for f in base.audit().findings if f.rule == rule and not f.suppressed]


def add_rival(base: KnowledgeBase) -> None:
    base.hypotheses.put(
        Hypothesis(
            "worry",
            "sleep",
            "Worry alone keeps people awake.",
            form=Form.GENERIC,
            wrong_if="The calm are awake as often.",
            rivals=("coffee",),
        )
    )
