"""Trains the small models that ``suggest --claims`` reads fields off sentences with.

    python scripts/train_candidates.py [--roles csabstruct-train.jsonl]

``roles`` comes from CSAbstruct (Cohan et al. 2019, Apache-2.0), the others from the claims of the
shipped corpus. Needs scikit-learn, which sentence-transformers brings along.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from causalkb import KnowledgeBase
from causalkb.candidates.roles import cues_in, role_features
from causalkb.candidates.words import topic_features

FOLDER = Path(__file__).parent.parent / "causalkb" / "candidates" / "models"
FIELDS = ("design", "population", "paradigm", "rung")
Rows = Sequence[Mapping[str, float]]


def main() -> None:
    """Train."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--roles", type=Path)
    parser.add_argument("--kb", type=Path, help="a knowledge base with the shipped corpus")
    given = parser.parse_args()
    FOLDER.mkdir(exist_ok=True)
    if given.roles:
        rows, labels = read_roles(given.roles)
        _write("roles", *fit(rows, labels, fewest=12, strength=0.03), smallest=0.01)
    if given.kb:
        for field in FIELDS:
            rows, labels, _ = read_claims(given.kb, field)
            _write(field, *fit(rows, labels, fewest=3, strength=1.0), smallest=0.12)


def read_roles(path: Path) -> tuple[Rows, list[str]]:
    """Return the features and roles of all sentences."""
    found: list[Mapping[str, float]] = []
    labels: list[str] = []
    for line in path.read_text("utf-8").splitlines():
        one = json.loads(line)
        sentences = one["sentences"]
        cues = [cues_in(sentence) for sentence in sentences]
        found += [role_features(sentences, n, cues) for n in range(len(sentences))]
        labels += one["labels"]
    return found, labels


def read_claims(path: Path, field: str) -> tuple[Rows, list[str], list[str]]:
    """Return features, value of a field and key of the work of the claims that have the field."""
    with KnowledgeBase.open(path) as kb:
        titles = {work.key: work.title for work in kb.works.list()}
        claims = [one for one in kb.claims.list() if getattr(one, field)]
    rows = [topic_features(titles[one.work], one.text) for one in claims]
    return rows, [str(getattr(one, field)) for one in claims], [one.work for one in claims]


def fit(
    rows: Rows, labels: Sequence[str], *, fewest: int, strength: float
) -> tuple[list[str], LogisticRegression]:
    """Return the features that occur often enough, and the model over them."""
    counts = Counter(feature for row in rows for feature in row)
    kept = [{k: v for k, v in row.items() if counts[k] >= fewest} for row in rows]
    vectorizer = DictVectorizer()
    matrix = vectorizer.fit_transform(kept)
    fitted = LogisticRegression(C=strength, max_iter=150, tol=1e-3).fit(matrix, labels)
    return list(vectorizer.feature_names_), fitted


def _write(name: str, features: list[str], fitted: LogisticRegression, *, smallest: float) -> None:
    weights = {
        feature: [
            part
            for at, weight in enumerate(fitted.coef_[:, n])
            if abs(weight) >= smallest
            for part in (at, round(float(weight), 2))
        ]
        for n, feature in enumerate(features)
    }
    weights = {feature: row for feature, row in weights.items() if row}
    data = {
        "classes": [str(c) for c in fitted.classes_],
        "bias": [round(float(b), 3) for b in fitted.intercept_],
        "weights": weights,
    }
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    (FOLDER / f"{name}.json").write_text(text.replace("],", "],\n") + "\n", "utf-8")
    print(f"{name}: {len(weights)} features, {len(text):,} characters")


if __name__ == "__main__":
    main()
