"""Trains the small models with which the linter judges a sentence and what it cites.

    python scripts/train_lint.py --kb KB

``KB`` holds the shipped corpus. The sentences are those of ``benchmarks/lint-development.tsv`` and
of the linter's own tests, with sentences of the shipped notes, and claims of each work set against
its other claims, which are sound. Works are left out in turn to choose the log odds from which a
sentence gets a finding. Needs scikit-learn, which sentence-transformers brings along.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from causalkb import KnowledgeBase
from causalkb.lint.draft import Syntax, evidence_of, lint
from causalkb.lint.draft.case import Case
from causalkb.lint.draft.evidence import Evidence, Nearby
from causalkb.lint.draft.extent import features as of_extent
from causalkb.lint.draft.learned import TABLE
from causalkb.lint.draft.opposite import features as of_opposites
from causalkb.lint.findings import Finding

ROOT = Path(__file__).parent.parent
OURS = ROOT / "tests" / "data" / "lint"
KINDS = {
    **dict.fromkeys(("against", "denied", "direction", "null"), "opposite"),
    **dict.fromkeys(("extent", "exceptions", "population"), "extent"),
    "sound": "sound",
}
"""Kinds of sentences in the files, and the model that should find them."""
FEATURES: dict[str, Callable[[Case], Mapping[str, float]]] = {
    "extent": of_extent,
    "opposite": of_opposites,
}
FALSE = {"extent": 0.001, "opposite": 0.002}
"""The share of sound sentences that may get a warning from each model."""
NEAR = 0.45
"""Least cosine of sentences of notes, and of claims, to what they are compared with."""
WEIGHT = 0.5
"""What these count beside sentences that were written for it."""
STRENGTH = 0.1
"""Inverse strength of the penalty on weights of standardised features."""


@dataclass(frozen=True)
class Row:
    """A sentence with what it is, the work that it cites and how much it counts."""

    kind: str
    case: Case
    weight: float


def main() -> None:
    """Train."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kb", type=Path, required=True)
    with KnowledgeBase.open(parser.parse_args().kb) as kb:
        rows = [*written(kb), *noted(kb), *recorded(kb)]
    table = {name: trained(name, rows) for name in FEATURES}
    TABLE.write_text(json.dumps(table, indent=1, sort_keys=True) + "\n", "utf-8")


def cases_of(kb: KnowledgeBase, sentences: list[str]) -> list[Case | None]:
    """Return sentences with what they cite, ``None`` of those that the linter does not judge."""
    held: dict[int, Case] = {}

    def look(case: Case, _: Evidence) -> Iterator[Finding]:
        held[case.place.line] = case
        return iter(())

    session = kb._session
    evidence = evidence_of(session.store, session.encoder.encode_queries)
    text = "\n\n".join(sentences) + "\n"
    lint(text, file="set.md", syntax=Syntax.MARKDOWN, evidence=evidence, judging=look)
    return [held.get(2 * n + 1) for n in range(len(sentences))]


def written(kb: KnowledgeBase) -> Iterator[Row]:
    """Yield the sentences that were written for it."""
    found: list[tuple[str, str]] = []
    names = ("planted-faults", "planted-faults-2", "sound", "sound-2")
    files = [ROOT / "benchmarks" / "lint-development.tsv", *(OURS / f"{n}.tsv" for n in names)]
    for path in files:
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
                kind = KINDS.get(row.get("kind") or "", "") or (
                    "sound" if "sound" in path.name else ""
                )
                if "sound" in path.name:
                    kind = "sound"
                if kind:
                    found.append((kind, row["sentence"]))
    cases = cases_of(kb, [sentence for _, sentence in found])
    for (kind, _), case in zip(found, cases, strict=True):
        if case is not None and case.nearby.cited:
            yield Row(kind, case, 1.0)


def noted(kb: KnowledgeBase) -> Iterator[Row]:
    """Yield sentences of the shipped notes, each citing the work of its note."""
    sentences = []
    for path in sorted((ROOT / "corpus" / "notes").glob("*.md")):
        body = path.read_text("utf-8").split("\n---", 1)[-1]
        for one in re.split(r"(?<=[.!?])\s+(?=[A-Z])", " ".join(body.split())):
            if 6 <= len(one.split()) <= 40 and not re.search(r"[@\[\]*#`|]", one):
                sentences.append(f"{one.rstrip('.')} [@{path.stem}].")
    for case in cases_of(kb, sentences[::3]):
        if case is not None and case.nearby.cited and case.nearby.cited[0][1] >= NEAR:
            yield Row("sound", case, WEIGHT)


def recorded(kb: KnowledgeBase) -> Iterator[Row]:
    """Yield claims, each set against the other claims of its work."""
    claims = [claim for claim in kb.claims.list() if "@" not in claim.text]
    sentences = [f"{claim.text.rstrip('.')} [@{claim.work}]." for claim in claims]
    for claim, case in zip(claims, cases_of(kb, sentences), strict=True):
        if case is None:
            continue
        others = tuple(one for one in case.nearby.cited if one[0].id != claim.id)
        if others and others[0][1] >= NEAR:
            nearby = Nearby(case.nearby.claims, others, case.nearby.hypotheses)
            yield Row("sound", replace(case, nearby=nearby), WEIGHT)


def trained(name: str, rows: list[Row]) -> dict[str, object]:
    """Return bias, weights and least log odds of a model."""
    rows = [row for row in rows if row.kind in (name, "sound")]
    named = DictVectorizer(sparse=False)
    values = named.fit_transform([dict(FEATURES[name](row.case)) for row in rows])
    labels = np.array([row.kind == name for row in rows])
    weights = np.array([row.weight for row in rows])
    works = np.array([row.case.cited[0] for row in rows])
    odds = np.zeros(len(rows))
    for train, test in GroupKFold(10).split(values, labels, works):
        fitted = fit(values[train], labels[train], weights[train])
        odds[test] = fitted.decision_function(values[test])
    # Sentences of notes and claims are sound but for what nobody recorded; they count less.
    own = ~labels & (weights == 1)
    ranked = np.sort(odds[own])[::-1]
    least = float(ranked[int(FALSE[name] * len(ranked))]) + 1e-6
    print(
        f"{name}: of {labels.sum()} {np.mean(odds[labels] >= least):.3f} found;"
        f" of {own.sum()} sound {np.mean(odds[own] >= least):.4f},"
        f" of {(weights < 1).sum()} notes and claims {np.mean(odds[weights < 1] >= least):.4f}"
    )
    fitted = fit(values, labels, weights)
    scale, logistic = fitted[0], fitted[1]
    slopes = logistic.coef_[0] / scale.scale_
    bias = float(logistic.intercept_[0] - (slopes * scale.mean_).sum())
    kept = {
        str(feature): round(float(slope), 3)
        for feature, slope in zip(named.get_feature_names_out(), slopes, strict=True)
    }
    return {"bias": round(bias, 3), "least": round(least, 3), "weights": kept}


def fit(
    values: NDArray[np.float64], labels: NDArray[np.bool_], weights: NDArray[np.float64]
) -> Pipeline:
    """Return a logistic regression on standardised features."""
    model = make_pipeline(StandardScaler(), LogisticRegression(C=STRENGTH, max_iter=5_000))
    return model.fit(values, labels, logisticregression__sample_weight=weights)


if __name__ == "__main__":
    main()
