"""Proposals of links: what is proposed, what decisions change, and that nothing links itself."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from causalkb import KnowledgeBase
from causalkb.errors import InputError, UnknownError
from causalkb.evidence.exemplars import Exemplars
from causalkb.evidence.proposals import Decided, Proposal, ProposalKind, Walk, ordered, sentences
from causalkb.records import Claim, Passage
from causalkb.vocabulary import PassageKind, Stance

PAPERS = """
@article{crows, title={Crows use tools and act on causes}, author={Crow, A.},
 abstract={We asked whether crows tell apart what they have done from what they have merely seen.
 Crows intervened on a lever. They expected no food after their own action.}}
@article{monkeys, title={Monkeys act on causes}, author={Ape, B.},
 abstract={Monkeys distinguished outcomes of their own interventions from events they had merely
 seen. Associative learning does not explain what they did.}}
@article{prices, title={Prices of housing in Oslo}, author={Hus, C.},
 abstract={We describe the prices of flats by district.}}
"""
CROWS = ("crows", ProposalKind.HYPOTHESIS, "animals-represent-interventions")
BARE = 0.05
"""Low, so that a small knowledge base has proposals of every kind."""


@pytest.fixture
def animals(kb: KnowledgeBase) -> KnowledgeBase:
    assert len(kb.add_content(PAPERS.encode(), "papers.bib").added) == 3
    return kb


def find(kb: KnowledgeBase, wanted: tuple[str, ProposalKind, str]) -> Proposal | None:
    found = kb.proposals.list(wanted[0], at_least=0.0)
    return next((p for p in found if (p.work, p.kind, p.slug) == wanted), None)


def proposal(kb: KnowledgeBase, wanted: tuple[str, ProposalKind, str] = CROWS) -> Proposal:
    found = find(kb, wanted)
    assert found is not None
    return found


def links(kb: KnowledgeBase) -> tuple[object, ...]:
    works = {work.key: work.questions for work in kb.works.list()}
    return works, {c.id: (c.text, c.stances) for c in kb.claims.list()}


def test_the_right_question_and_hypothesis_come_first(animals: KnowledgeBase) -> None:
    found = animals.proposals.list("crows", at_least=BARE)
    best = {kind: next(p for p in found if p.kind is kind) for kind in ProposalKind}
    assert best[ProposalKind.QUESTION].slug == "animal-learning"
    # One claim supports the one and contradicts the other: which, only a person can say.
    assert "animals" in best[ProposalKind.HYPOTHESIS].slug
    assert best[ProposalKind.QUESTION].nearest == "blaisdell2006causal"
    assert all(0 <= p.score <= 1 for p in found)


def test_what_resembles_nothing_is_not_proposed(animals: KnowledgeBase) -> None:
    assert animals.proposals.list("prices") == []


def test_proposing_and_putting_off_link_nothing(animals: KnowledgeBase) -> None:
    before = links(animals)
    for one in animals.proposals.list(at_least=0.0):
        animals.proposals.put_off(one)
    assert links(animals) == before


def test_links_that_exist_are_not_proposed(animals: KnowledgeBase) -> None:
    assert animals.proposals.list(at_least=0.0)
    for one in animals.proposals.list(at_least=0.0):
        assert one.slug not in animals.works.get(one.work).questions
        assert all(one.slug not in claim.stances for claim in animals.claims.of(one.work))


def test_works_without_a_question_come_first_and_skipped_ones_last(
    animals: KnowledgeBase,
) -> None:
    found = animals.proposals.list(at_least=BARE)
    linked = [bool(animals.works.get(p.work).questions) for p in found]
    assert linked == sorted(linked)
    assert True in linked
    animals.proposals.put_off(found[0])
    again = animals.proposals.list(at_least=BARE)
    assert again[-1].name == found[0].name
    assert [p.skipped for p in again] == [False] * (len(again) - 1) + [True]


def test_the_order_is_the_same_every_time(animals: KnowledgeBase) -> None:
    assert animals.proposals.list(at_least=0.0) == animals.proposals.list(at_least=0.0)
    with KnowledgeBase.open(animals.directory) as other:
        assert other.proposals.list(at_least=0.0) == animals.proposals.list(at_least=0.0)


def test_a_score_that_is_just_enough_is_enough(animals: KnowledgeBase) -> None:
    for one in animals.proposals.list(at_least=BARE, limit=2):
        assert one.name in {p.name for p in animals.proposals.list(at_least=one.score)}


def test_limit_and_kinds(animals: KnowledgeBase) -> None:
    every = animals.proposals.list(at_least=0.0)
    assert animals.proposals.list(at_least=0.0, limit=3) == every[:3]
    only = animals.proposals.list(at_least=0.0, kinds=[ProposalKind.QUESTION])
    assert {p.kind for p in only} == {ProposalKind.QUESTION}


def test_an_unknown_work_is_refused(animals: KnowledgeBase) -> None:
    with pytest.raises(UnknownError, match="crows"):
        animals.proposals.list("crow")


def test_an_empty_knowledge_base_has_nothing_to_propose(empty: KnowledgeBase) -> None:
    assert empty.proposals.list() == []


@pytest.mark.parametrize("kind", list(ProposalKind))
def test_a_rejected_proposal_never_returns(animals: KnowledgeBase, kind: ProposalKind) -> None:
    rejected = set()
    # Until nothing is left: each rejection may bring up another passage, but never the same again.
    while found := animals.proposals.list("crows", at_least=0.0, kinds=[kind]):
        assert not rejected & {p.name for p in found}
        rejected.add(found[0].name)
        animals.proposals.decide(found[0], accept=False)
        assert len(rejected) < 100
    animals.reindex()
    assert animals.proposals.list("crows", at_least=0.0, kinds=[kind]) == []


def test_a_rejected_passage_lowers_similar_ones_a_little_and_others_hardly(
    animals: KnowledgeBase,
) -> None:
    monkeys = ("monkeys", CROWS[1], CROWS[2])
    prices = ("prices", CROWS[1], CROWS[2])
    before = proposal(animals, monkeys).score, proposal(animals, prices).score
    animals.proposals.decide(proposal(animals), accept=False)
    after = proposal(animals, monkeys).score, proposal(animals, prices).score
    assert before[0] * 0.5 <= after[0] < before[0] * 0.98
    assert before[1] * 0.999 <= after[1] <= before[1]


def test_an_accepted_question_raises_the_score_of_a_near_work(animals: KnowledgeBase) -> None:
    crows, monkeys = (
        (key, ProposalKind.QUESTION, "animal-learning") for key in ("crows", "monkeys")
    )
    before = proposal(animals, monkeys).score
    decided = animals.proposals.decide(proposal(animals, crows), accept=True)
    assert decided.claim is None
    assert animals.works.get("crows").questions == ("animal-learning",)
    assert proposal(animals, monkeys).score > before


def test_an_accepted_hypothesis_makes_a_claim_and_raises_the_score_of_a_near_passage(
    animals: KnowledgeBase,
) -> None:
    monkeys = ("monkeys", CROWS[1], CROWS[2])
    before = proposal(animals, monkeys).score
    decided = animals.proposals.decide(proposal(animals), accept=True, stance="supports")
    (claim,) = animals.claims.of("crows")
    assert claim.id == decided.claim == "crows#1"
    # A sentence of the abstract, and the one that is about the hypothesis; not the title.
    assert claim.text.startswith("We asked whether crows tell apart")
    assert claim.stances == {CROWS[2]: Stance.SUPPORTS}
    assert proposal(animals, monkeys).score > before
    assert find(animals, CROWS) is None


def test_a_claim_that_is_the_passage_takes_the_stance(animals: KnowledgeBase) -> None:
    animals.claims.add("crows", Claim("Crows expect no food after acting on the lever themselves."))
    found = proposal(animals)
    claims = [p for p in animals.proposals.list("crows", at_least=0.0) if p.passage.claim]
    one = next(p for p in claims if p.kind is ProposalKind.HYPOTHESIS)
    decided = animals.proposals.decide(one, accept=True, stance=Stance.QUALIFIES)
    assert decided.claim == "crows#1"
    assert animals.claims.get("crows#1").stances == {one.slug: Stance.QUALIFIES}
    assert len(animals.claims.of("crows")) == 1
    assert found.work == "crows"


def test_a_stance_survives_when_the_work_is_added_again(animals: KnowledgeBase) -> None:
    animals.proposals.decide(proposal(animals), accept=True, stance="contradicts")
    animals.add_content(PAPERS.replace("Crow, A.", "Crow, Ada").encode(), "papers.bib")
    assert animals.claims.get("crows#1").stances == {CROWS[2]: Stance.CONTRADICTS}


def test_a_hypothesis_needs_a_stance(animals: KnowledgeBase) -> None:
    before = links(animals)
    with pytest.raises(InputError, match="supports, contradicts, qualifies"):
        animals.proposals.decide(proposal(animals), accept=True)
    assert links(animals) == before
    assert find(animals, CROWS) is not None


def test_a_title_alone_asserts_nothing(animals: KnowledgeBase) -> None:
    animals.add_content(b"@article{jays, title={Jays act on causes}, author={Jay, D.}}", "jays.bib")
    one = proposal(animals, ("jays", CROWS[1], CROWS[2]))
    assert one.passage.kind is PassageKind.TITLE
    with pytest.raises(InputError, match="asserts nothing"):
        animals.proposals.decide(one, accept=True, stance="supports")
    assert animals.claims.of("jays") == []
    animals.proposals.decide(one, accept=True, stance="supports", claim=Claim("Jays intervene."))
    assert animals.claims.get("jays#1").text == "Jays intervene."


@pytest.mark.parametrize("accept", [True, False])
def test_a_decision_can_be_undone(animals: KnowledgeBase, accept: bool) -> None:
    before, one = links(animals), proposal(animals)
    decided = animals.proposals.decide(one, accept=accept, stance="supports" if accept else None)
    assert find(animals, CROWS) != one
    animals.undo(decided.command)
    assert links(animals) == before
    animals.sync()
    again = proposal(animals)
    assert (again.name, again.score) == (one.name, pytest.approx(one.score))


def test_accept_above_links_questions_only(animals: KnowledgeBase) -> None:
    claims = animals.claims.list()
    expected = animals.proposals.list(at_least=0.2, kinds=[ProposalKind.QUESTION])
    linked = animals.proposals.accept_above(0.2)
    assert [p.name for p in linked] == [p.name for p in expected]
    assert linked
    assert all(p.slug in animals.works.get(p.work).questions for p in linked)
    assert animals.claims.list() == claims
    animals.undo()
    assert animals.works.get("crows").questions == ()


def test_accept_above_wants_a_score(animals: KnowledgeBase) -> None:
    with pytest.raises(InputError, match="between 0 and 1"):
        animals.proposals.accept_above(60)


def test_a_claim_form_gives_back_the_claim(animals: KnowledgeBase) -> None:
    claim = animals.claims.get("blaisdell2006causal#1")
    form = animals.proposals.claim_form("blaisdell2006causal", claim)
    again = animals.proposals.read_claim_form("blaisdell2006causal", form)
    assert (again.text, again.stances, again.effects) == (claim.text, claim.stances, claim.effects)
    with pytest.raises(InputError, match="experiment"):
        animals.proposals.read_claim_form(
            "x", form.replace("design: experiment", "design: experimnt")
        )
    with pytest.raises(InputError, match="exactly one"):
        animals.proposals.read_claim_form("x", "---\nwork: x\n---\n")


# The rule itself

DIMENSION = 6


def unit(values: list[float]) -> np.ndarray:
    vector = np.array(values, np.float32)
    return vector / np.linalg.norm(vector)


vectors = st.lists(
    st.floats(-1, 1, width=16), min_size=DIMENSION, max_size=DIMENSION
).filter(lambda v: sum(x * x for x in v) > 0.01).map(unit)  # fmt: skip


def exemplars(
    linked: list[tuple[np.ndarray, int]], rejected: list[tuple[np.ndarray, int]]
) -> Exemplars:
    """Two targets with a statement each; owners count from 1, statements last."""
    every = [v for v, _ in linked] + [np.eye(DIMENSION, dtype=np.float32)[n] for n in (0, 1)]
    labels = np.zeros((len(every), 2), np.float32)
    for n, target in enumerate([t for _, t in linked] + [0, 1]):
        labels[n, target] = 1
    return Exemplars(
        targets=("a", "b"),
        vectors=np.array(every),
        owners=np.array([*range(1, len(linked) + 1), 0, 0], np.int64),
        labels=labels,
        names=[str(n) for n in range(len(every))],
        statements=2,
        rejected=np.array([v for v, _ in rejected], np.float32).reshape(-1, DIMENSION),
        rejected_owners=np.arange(1, len(rejected) + 1) + 500,
        rejected_targets=np.array([t for _, t in rejected], np.int64),
    )


pairs = st.lists(st.tuples(vectors, st.integers(0, 1)), max_size=25)
OWNER = np.array([999], np.int64)


@given(vectors, pairs, pairs, vectors)
def test_laws_of_the_score(
    passage: np.ndarray,
    linked: list[tuple[np.ndarray, int]],
    rejected: list[tuple[np.ndarray, int]],
    new: np.ndarray,
) -> None:
    def score(more: list[tuple[np.ndarray, int]], less: list[tuple[np.ndarray, int]]) -> np.ndarray:
        return exemplars(more, less).score(passage[None, :], OWNER)[0]

    before = score(linked, rejected)
    assert np.all((before >= 0) & (before <= 1 + 1e-6))
    # One exemplar more never lowers its target, one rejection more never raises any.
    assert score([*linked, (new, 0)], rejected)[0] >= before[0] - 1e-5
    after = score(linked, [*rejected, (new, 0)])
    assert after[0] <= before[0] + 1e-6
    assert after[1] == pytest.approx(before[1], abs=1e-6)
    # Nor does the order in which links were made matter.
    assert score(linked[::-1], rejected[::-1]) == pytest.approx(before, abs=1e-4)


@given(vectors, pairs)
def test_a_work_does_not_vote_for_itself(
    passage: np.ndarray, linked: list[tuple[np.ndarray, int]]
) -> None:
    without = exemplars(linked, []).score(passage[None, :], np.array([1], np.int64))
    moved = [(passage, linked[0][1]), *linked[1:]] if linked else []
    same = exemplars(moved, []).score(passage[None, :], np.array([1], np.int64))
    assert same == pytest.approx(without, abs=1e-6)


def test_a_passage_of_the_same_work_in_other_words_counts_as_rejected() -> None:
    one = np.eye(DIMENSION, dtype=np.float32)[0]
    near = unit([1, 0.2, 0, 0, 0, 0])
    held = exemplars([(one, 0)], [(near, 0)])
    assert held.score(one[None, :], np.array([501], np.int64))[0, 0] == 0
    assert held.score(one[None, :], np.array([7], np.int64))[0, 0] > 0


def test_a_statement_weighs_more_than_a_passage_that_was_linked() -> None:
    one, _, three, *_ = np.eye(DIMENSION, dtype=np.float32)
    held = exemplars([(three, 0)], [])
    said, linked = held.score(np.array([one, three]), np.repeat(OWNER, 2))[:, 0]
    assert said > linked > 0


def test_the_nearest_exemplar_is_one_of_the_same_target() -> None:
    _, _, three, four, *_ = np.eye(DIMENSION, dtype=np.float32)
    held = exemplars([(three, 1), (four, 0)], [])
    assert held.nearest(unit([0, 0, 2, 1, 0, 0]), 999, 0)[0] == "1"
    assert held.nearest(unit([0, 0, 2, 1, 0, 0]), 999, 1)[0] == "0"


# Walking through proposals


def made(work: str, slug: str, score: float, *, skipped: bool = False) -> Proposal:
    passage = Passage(PassageKind.NOTE, f"text of {work}")
    return Proposal(work, ProposalKind.QUESTION, slug, score, passage, skipped=skipped)


def test_the_proposals_of_a_work_stand_together() -> None:
    found = [made("a", "x", 0.5), made("b", "x", 0.9), made("b", "y", 0.4), made("c", "x", 0.95)]
    order = [(p.work, p.slug) for p in ordered(found, linked={"c"})]
    assert order == [("b", "x"), ("b", "y"), ("a", "x"), ("c", "x")]


def test_a_skipped_proposal_comes_once_more_at_the_end() -> None:
    found = [made("a", "x", 0.5), made("b", "x", 0.4)]
    walk = Walk(lambda: found)
    seen = []
    while (one := walk.next()) is not None:
        seen.append(one.work)
        walk.skip()
    assert seen == ["a", "b", "a", "b"]
    assert walk.summary() == "linked 0 questions and 0 hypotheses, rejected 0, skipped 2"
    assert walk.back() is None


def test_a_question_is_decided_for_a_work_and_a_hypothesis_for_one_passage() -> None:
    first, other = made("a", "x", 0.5), made("a", "x", 0.4)
    other = replace(other, passage=Passage(PassageKind.NOTE, "another text"))
    for kind, left in ((ProposalKind.QUESTION, 0), (ProposalKind.HYPOTHESIS, 1)):
        both = [replace(one, kind=kind) for one in (first, other)]
        walk = Walk(partial(list, both))
        proposal = walk.next()
        assert proposal is not None
        walk.decide(Decided(proposal, accepted=False))
        assert walk.left == left


def test_sentences() -> None:
    text = "Rats learn (Smith et al. 2006). Do they? “Yes.” It is e.g. a start."
    assert sentences(text)[0] == "Rats learn (Smith et al. 2006)."
    assert " ".join(sentences(text)) == text
    assert sentences("  ") == []


def test_the_corpus_has_proposals(corpus: Path) -> None:
    with KnowledgeBase.open(corpus) as kb:
        found = kb.proposals.list()
        assert found
        of_one = kb.proposals.list(found[0].work)
        assert {proposal.work for proposal in of_one} == {found[0].work}
