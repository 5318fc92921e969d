"""The shipped corpus: sources, ledger and notes agree, and every reference resolves."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

import pytest
import yaml

from causalkb.formats.registry import read_source
from causalkb.identifiers import title_key
from causalkb.records import ParsedWork, Problem
from causalkb.vocabulary import Design, Extent, Field, Rung

CORPUS = Path(__file__).parent.parent / "corpus"
CHECKABLE = {"title", "authors", "year", "venue", "identifiers", "finding"}


def read(pattern: str) -> list[ParsedWork]:
    items = [item for path in sorted(CORPUS.glob(pattern)) for item in read_source(path)]
    problems = [str(item) for item in items if isinstance(item, Problem)]
    assert problems == []
    return [item for item in items if isinstance(item, ParsedWork)]


@pytest.fixture(scope="module")
def works() -> list[ParsedWork]:
    return read("*.bib")


@pytest.fixture(scope="module")
def notes() -> list[ParsedWork]:
    return read("notes/*.md")


@pytest.fixture(scope="module")
def ledger() -> list[dict[str, str]]:
    with (CORPUS / "verification.tsv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.fixture(scope="module")
def hypotheses() -> dict[str, str]:
    questions = yaml.safe_load((CORPUS / "questions.yaml").read_text(encoding="utf-8"))
    return {h["slug"]: q["slug"] for q in questions for h in q["hypotheses"]}


def test_every_work_has_title_people_year_and_field(works: list[ParsedWork]) -> None:
    for item in works:
        work = item.work
        assert work.title, work.key
        assert work.authors or work.editors, work.key
        assert work.year is not None, work.key
        assert isinstance(work.field, Field), work.key
        assert work.questions, work.key
        assert item.source.endswith(f"{work.field.value}.bib"), work.key
        assert work.abstract is None, f"{work.key}: abstracts belong to their publishers"


def test_keys_identifiers_and_titles_are_unique(works: list[ParsedWork]) -> None:
    for values in (
        [w.work.key for w in works],
        [w.work.doi for w in works if w.work.doi],
        [w.work.arxiv for w in works if w.work.arxiv],
        [title_key(w.work.title) for w in works],
    ):
        assert [value for value, n in Counter(values).items() if n > 1] == []


def test_identifiers_are_well_formed(works: list[ParsedWork]) -> None:
    for item in works:
        work = item.work
        assert work.doi is None or re.fullmatch(r"10\.\d{4,9}/\S+", work.doi), work.key
        arxiv = r"\d{4}\.\d{4,5}|[a-z-]+(\.[A-Z]{2})?/\d{7}"
        assert work.arxiv is None or re.fullmatch(arxiv, work.arxiv), work.key
        assert work.url is None or re.fullmatch(r"https?://\S+", work.url), work.key


def test_the_ledger_has_exactly_one_row_for_every_work(
    works: list[ParsedWork], ledger: list[dict[str, str]]
) -> None:
    rows = Counter(row["key"] for row in ledger)
    assert rows == Counter(item.work.key for item in works)


def test_every_row_says_what_was_checked_where_and_when(ledger: list[dict[str, str]]) -> None:
    for row in ledger:
        checked = {part.strip() for part in row["checked"].split(",")}
        assert "title" in checked, row["key"]
        assert checked <= CHECKABLE, row["key"]
        assert row["source"].strip(), row["key"]
        assert re.fullmatch(r"20\d\d-\d\d-\d\d", row["date"]), row["key"]


def test_every_note_is_of_a_work_and_named_for_it(
    works: list[ParsedWork], notes: list[ParsedWork]
) -> None:
    keys = {item.work.key for item in works}
    for item in notes:
        assert item.work.key in keys, item.source
        assert Path(item.source).stem == item.work.key


def test_claims_were_only_made_where_the_finding_was_seen(
    notes: list[ParsedWork], ledger: list[dict[str, str]]
) -> None:
    seen = {row["key"] for row in ledger if "finding" in row["checked"]}
    # What another source says of a work names that source at each claim.
    first_hand = [
        item.work.key
        for item in notes
        if any(claim.extent is not Extent.SECONDARY for claim in item.claims or ())
    ]
    assert [key for key in first_hand if key not in seen] == []


def test_every_question_and_hypothesis_in_the_notes_exists(
    works: list[ParsedWork], notes: list[ParsedWork], hypotheses: dict[str, str]
) -> None:
    questions = set(hypotheses.values())
    for item in works + notes:
        assert set(item.work.questions) <= questions, item.work.key
        for claim in item.claims or ():
            assert set(claim.stances) <= set(hypotheses), item.work.key


def test_every_claim_has_a_design(notes: list[ParsedWork]) -> None:
    assert [item.work.key for item in notes for c in item.claims or () if c.design is None] == []


# What was varied in the evidence, by how it was obtained (CODING.md). Where both may hold: either.
RUNGS = {
    Design.THEOREM: {None},
    Design.POSITION: {None},
    Design.REVIEW: {None},
    Design.OBSERVATIONAL: {Rung.ASSOCIATION},
    Design.EXPERIMENT: {Rung.INTERVENTION, Rung.COUNTERFACTUAL},
    Design.NATURAL_EXPERIMENT: {Rung.INTERVENTION},
    Design.WITHIN_STUDY_COMPARISON: {Rung.INTERVENTION},
    Design.EVALUATION: {Rung.ASSOCIATION, Rung.INTERVENTION},
    Design.META_ANALYSIS: {Rung.ASSOCIATION, Rung.INTERVENTION},
    Design.SIMULATION: set(Rung),
}


def test_what_was_varied_agrees_with_the_design(notes: list[ParsedWork]) -> None:
    claims = [(item.work.key, claim) for item in notes for claim in item.claims or ()]
    wrong = [
        (key, claim.text)
        for key, claim in claims
        if claim.design is not None and claim.rung not in RUNGS[claim.design]
    ]
    assert wrong == []


def test_claims_have_one_spelling(notes: list[ParsedWork]) -> None:
    other = re.compile(r"\d\s?%|\bpercent\b|(?:andom|eneral|egular|ptim|inim|axim)iz|udgement")
    said = [
        (item.work.key, found.group())
        for item in notes
        for claim in item.claims or ()
        for text in (claim.text, *(one.because for one in claim.warrants.values()))
        if (found := other.search(text))
    ]
    assert said == []


def test_what_was_settled_is_what_the_notes_say(notes: list[ParsedWork]) -> None:
    claims = {
        f"{item.work.key}#{number}": claim
        for item in notes
        for number, claim in enumerate(item.claims or (), 1)
    }
    with (CORPUS / "settlements.tsv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    differ = []
    for row in rows:
        claim, slug = claims[row["claim"]], row["hypothesis"]
        stance = claim.stances.get(slug)
        now = {
            "stance": stance,
            "directness": stance and claim.warrant(slug).directness,
            "design": claim.design,
            "population": claim.population,
        }[row["variable"]]
        if str(now or "none") != row["settled"]:
            differ.append((row["claim"], row["variable"], slug, row["settled"], str(now)))
    assert differ == []


def test_no_long_sentence_is_shared_by_two_notes(notes: list[ParsedWork]) -> None:
    sentences: Counter[str] = Counter()
    for item in notes:
        prose = " ".join((item.note or "").split())
        found = {s for s in re.split(r"(?<=[.!?])\s+", prose) if len(s.split()) >= 12}
        sentences.update(found)
    assert [s for s, n in sentences.items() if n > 1] == []


def test_the_corpus_has_the_promised_breadth(
    works: list[ParsedWork], notes: list[ParsedWork]
) -> None:
    fields = Counter(item.work.field for item in works)
    questions = Counter(q for item in works for q in item.work.questions)
    claims = sum(len(item.claims or ()) for item in notes)
    assert len(works) >= 360
    assert fields[Field.MACHINE_LEARNING] + fields[Field.AI_SAFETY] >= 180
    assert fields[Field.PHYSICS] >= 8
    assert len(notes) >= 260
    assert claims >= 600
    assert len(questions) == 10
    assert min(questions.values()) >= 15
