"""Knowledge bases that hold something of every kind, and all that one says, through its methods."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from causalkb import KnowledgeBase
from causalkb.records import (
    Claim,
    ClaimRelation,
    Coding,
    Document,
    DocumentKind,
    Effect,
    Estimate,
    Hypothesis,
    Moderator,
    Question,
    Scope,
    Term,
    Threshold,
    Warrant,
)
from causalkb.store.candidates import CandidateState
from causalkb.store.provenance import MERGED
from causalkb.vocabulary import (
    About,
    Design,
    Directness,
    Extent,
    Facet,
    Form,
    Relation,
    Rung,
    Sign,
    Stance,
    Wording,
)

RATS = "blaisdell2006causal"
OBSIDIAN = """---
work: kolmogorov1936
aliases: [Probability calculus]
status: to read  # soon
---
A note from Obsidian.

---
With a rule across the page, and a line of --- in it.
"""


def fill(kb: KnowledgeBase) -> None:
    """Put something of every kind into the small library."""
    kb.vocabulary.add(Term("paradigm", "maze-with-doors", "A maze.", "a maze", "output"))
    kb.vocabulary.add(Term("population", "plants/maize", "Maize."))
    kb.questions.put(Question("own-question", "Do plants learn?", "Or not?", "Why: it matters."))
    kb.hypotheses.put(
        Hypothesis(
            "plants-learn",
            "own-question",
            'They do: "always" — 日本',
            form=Form.QUANTITY,
            wrong_if="They do not.",
            about=About.MECHANISM,
            rivals=("plants-do-not", "not-there-yet"),
            scope=Scope(("plants/maize", "animals"), ("maze-with-doors",)),
            moderators=(Moderator(Facet.PERIOD, "2026-01-01", "because"),),
            comparator="stones",
            threshold=Threshold(0.5, "percent"),
            premises=("Light exists.",),
            aliases=("maize-learns",),
        )
    )
    kb.hypotheses.put(Hypothesis("plants-do-not", "own-question", "No.", retired=True))
    kb.hypotheses.put(
        replace(kb.hypotheses.get("observation-suffices"), statement="Reworded by hand.")
    )
    text = kb.works.bibtex(RATS)
    kb.works.edit(RATS, text.replace("Causal Reasoning in Rats", "Causal {Reasoning} in R\\&D"))
    kb.tags.add("lalonde1986evaluating", "to read", "jobs/training")
    own = Claim(
        "Maize grows towards light: yes, it does # so.",
        design=Design.EXPERIMENT,
        rung=Rung.INTERVENTION,
        wording=Wording.CAUSAL,
        subject="maize",
        population="plants/maize",
        paradigm="maze-with-doors",
        extent=Extent.FULL,
        version="v2",
        n=12,
        estimate=Estimate(0.25, "sd", 0.1, 0.5),
        concerns=(),
        premises=("Light exists.",),
        locator="p. 3",
        stances={"plants-learn": Stance.SUPPORTS, "observation-suffices": Stance.NEUTRAL},
        warrants={
            "plants-learn": Warrant("it grew: 3 cm", Directness.INDIRECT, "AB", "2026-02-03")
        },
        effects=(Effect("light", "growth", Sign.POSITIVE), Effect("dark", "growth")),
        tags=("growth",),
        by="CD",
        at="2026-03-04",
    )
    first = kb.claims.add("lalonde1986evaluating", own)
    gone = kb.claims.add("lalonde1986evaluating", Claim("This one goes."))
    kb.claims.remove(gone)
    kb.claims.link(
        f"{RATS}#1",
        {"plants-learn": Stance.CONTRADICTS},
        [ClaimRelation(Relation.REBUTS, first, "for another reason")],
    )
    kb.add_content(OBSIDIAN.encode(), "kolmogorov1936.md", embed=False)
    waits = "---\nwork: michotte1946\nclaims:\n  - text: It waits.\n    relations:\n"
    kb.add_content(
        f'{waits}      - {{supports: "nobody2030#4", because: later}}\n---\n'.encode(),
        "michotte1946.md",
        embed=False,
    )
    kb.suppressions.add("fragile", "plants-learn", "It is: known.", [RATS])
    store = kb.store
    with store.database.atomic():
        store.documents.put(Document(DocumentKind.SYNTHESIS, "own-question", "# Plants\n\nGrow.\n"))
        store.documents.put(Document(DocumentKind.TABLE, "plants", "rows:\n  - a: 1\n"))
        store.codings.put(
            [Coding("=EF", first, "plants-learn", "none", "indirect", "review", "", "2026", True)],
        )
        work_id = store.works.id_of(RATS)
        store.decisions.put(work_id, hypothesis="plants-learn", text="shown", accepted=False)
        store.decisions.put(work_id, question="own-question", text="shown", accepted=True)
        store.candidates.put(
            work_id,
            CandidateState(
                "Rats expected less: food.",
                "waiting",
                "p. 3",
                {
                    "n": 12,
                    "sentence": "Rats know.",
                    "effects": [{"cause": "a tone", "effect": "food", "sign": "+"}],
                },
                "some-model",
            ),
        )
        store.candidates.put(work_id, CandidateState("=Others knew it.", "never", "abstract"))
        store.candidates.put(work_id, CandidateState("A claim was made.", "accepted"))
        store.works.link_versions(work_id, store.works.id_of("michotte1946"))
        store.duplicates.set_apart(work_id, store.works.id_of("kolmogorov1936"))
        store.provenance.record_source(work_id, MERGED, "rats-of-2006", {})


def everything(kb: KnowledgeBase) -> dict[str, Any]:
    """Return all that a knowledge base says."""
    keys = kb.works.keys()
    ids = {key: kb.store.works.id_of(key) for key in keys}
    questions = kb.store.questions.all(retired=True)
    return {
        "works": {key: kb.works.get(key) for key in keys},
        "apart": sorted(
            sorted(map(kb.store.works.key_of, pair)) for pair in kb.store.duplicates.apart()
        ),
        "merged": kb.store.provenance.merged_into("rats-of-2006"),
        "edited": {key: kb.store.provenance.edited(ids[key]) for key in keys},
        "notes": {key: (kb.works.note(key), kb.store.works.note_front(key)) for key in keys},
        "claims": {key: kb.claims.of(key) for key in keys},
        "signed": {c.id: c.at for key in keys for c in kb.claims.of(key) if c.by},
        "marks": {key: kb.store.origins.by_hand([row]).get(row, []) for key, row in ids.items()},
        "numbers": {key: kb.store.origins.numbers_used([row])[row] for key, row in ids.items()},
        "waiting": [row[1:] for row in kb.store.relations.waiting_relations()],
        "questions": questions,
        "hypotheses": {q.slug: kb.hypotheses.list(q.slug, retired=True) for q in questions},
        "own": (kb.store.origins.edited_questions(), kb.store.origins.edited_hypotheses()),
        "words": sorted(kb.vocabulary.list(), key=repr),
        "suppressions": kb.store.suppressions.with_retired(),
        "documents": kb.store.documents.all(),
        "codings": kb.store.codings.all(),
        "candidates": kb.store.candidates.all(),
        "decisions": sorted(
            repr((kb.store.works.key_of(d.work_id), replace(d, work_id=0)))
            for d in kb.store.decisions.all()
        ),
    }


def files(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".git/" not in path.as_posix()
    }
