"""How well are sentences that state a finding chosen, and their fields read off?

    python benchmarks/candidates.py [--claims FILE] [--roles FILE] [--spans FILE] [--kb PATH]

``--claims`` is the validation part of Achakulvisut et al. 2019 ("Claim Extraction in Biomedical
Publications using Deep Discourse Model and Transfer Learning"), ``--roles`` the development part of
CSAbstruct (Cohan et al. 2019), ``--spans`` relations of the Causal News Corpus (Tan et al. 2022);
none is in the repository, and nothing was trained on the first. ``--kb`` is a knowledge base with
the shipped corpus: its claims are read from title and text. Fields are read by models trained anew
on four fifths of the works, in turn; hypotheses get no vote from the claims of the same work.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from time import process_time

import numpy as np

from causalkb import KnowledgeBase
from causalkb.candidates.fields import FIELDS, Guess, effects
from causalkb.candidates.learned import Learned, alike, fit
from causalkb.candidates.near import Nearest
from causalkb.candidates.roles import Role, judge
from causalkb.candidates.stated import with_stated
from causalkb.candidates.vectors import Vectors
from causalkb.evidence.suggest import Suggester
from causalkb.wording.grader import grade

sys.path.insert(0, str(Path(__file__).parent.parent / "scripts"))
PARTS = 5


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--claims", type=Path)
    parser.add_argument("--roles", type=Path)
    parser.add_argument("--spans", type=Path)
    parser.add_argument("--kb", type=Path)
    given = parser.parse_args()
    if given.claims:
        _choice(given.claims)
    if given.roles:
        _roles(given.roles)
    if given.spans:
        _spans(given.spans)
    if given.kb:
        for field in ("design", "population", "paradigm", "rung"):
            _field(given.kb, field)
        with KnowledgeBase.open(given.kb) as kb:
            _learned(kb)
            _hypotheses(kb)


def _f1(pairs: Sequence[tuple[bool, bool]]) -> str:
    """Of (said, true) pairs."""
    right = sum(s and t for s, t in pairs)
    said, true = sum(s for s, _ in pairs), sum(t for _, t in pairs)
    precision, recall = right / max(said, 1), right / max(true, 1)
    f1 = 2 * right / max(said + true, 1)
    return f"F1 {f1:.3f}, precision {precision:.3f}, recall {recall:.3f}"


def _read(path: Path) -> Iterator[dict[str, list[str]]]:
    for line in path.read_text("utf-8").splitlines():
        yield json.loads(line)


def _choice(path: Path) -> None:
    pairs: dict[str, list[tuple[bool, bool]]] = {"claims": [], "last sentence": []}
    start, count, best3 = process_time(), 0, []
    for one in _read(path):
        truth = [label == "1" for label in one["labels"]]
        scores = [judged.score for judged in judge(one["sentences"])]
        count += 1
        pairs["claims"] += [(s >= 0.5, t) for s, t in zip(scores, truth, strict=True)]
        last = len(truth) - 1
        pairs["last sentence"] += [(n == last, t) for n, t in enumerate(truth)]
        if any(truth):
            first = sorted(range(len(scores)), key=lambda n: -scores[n])[:3]
            best3.append(any(truth[n] for n in first))
    seconds = process_time() - start
    for name, found in pairs.items():
        print(f"{name:<16} {_f1(found)}")
    print(f"a claim among the first three: {sum(best3) / len(best3):.3f} of {len(best3)} abstracts")
    print(f"1,000 abstracts: {1000 * seconds / count:.1f} s of processor time, sentences alone")


def _roles(path: Path) -> None:
    pairs = []
    for one in _read(path):
        found = judge(one["sentences"])
        for judged, label in zip(found, one["labels"], strict=True):
            pairs.append((judged.role is Role.RESULT, label == "result"))
    print(f"{'result':<16} {_f1(pairs)}")


_EXPLICIT = """
    because; because of; due to; led to; leading to; caused; caused by; causing; resulted in
    resulting in; as a result; as a result of; triggered; triggered by; sparked; sparked by
    prompted; prompted by; forced; thanks to; owing to
"""
_SIGNALS = frozenset(re.split(r"[;\n]\s*", _EXPLICIT.strip()))


def _spans(path: Path) -> None:
    right = total = 0
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            marked = row["text_w_pairs"] or ""
            signals = re.findall(r"<SIG\d>(.*?)</SIG\d>", marked)
            ends = [re.search(rf"<ARG{n}>(.*?)</ARG{n}>", marked) for n in (0, 1)]
            if len(signals) != 1 or signals[0].lower().strip() not in _SIGNALS or not all(ends):
                continue
            total += 1
            parts = [re.sub(r"<[^>]*>", "", end.group(1)) if end else "" for end in ends]
            found = effects(grade(row["text"]))
            right += any(_half(parts[0], e.cause) and _half(parts[1], e.effect) for e in found)
    print(f"cause and effect {right / max(total, 1):.3f} of {total} explicit relations")


def _half(marked: str, found: str) -> bool:
    words, said = set(marked.lower().split()), set(found.lower().split())
    return len(words & said) >= len(words) / 2


def _field(path: Path, field: str) -> None:
    from sklearn.feature_extraction import DictVectorizer
    from train_candidates import fit, read_claims

    rows, labels, works = read_claims(path, field)
    part = {work: n % PARTS for n, work in enumerate(dict.fromkeys(works))}
    right = top = 0
    for held in range(PARTS):
        seen = [n for n, work in enumerate(works) if part[work] != held]
        asked = [n for n, work in enumerate(works) if part[work] == held]
        names, fitted = fit(
            [rows[n] for n in seen], [labels[n] for n in seen], fewest=3, strength=1.0
        )
        vectorizer = DictVectorizer()
        vectorizer.fit([dict.fromkeys(names, 1.0)])
        said = fitted.predict(vectorizer.transform([rows[n] for n in asked]))
        right += sum(s == labels[n] for s, n in zip(said, asked, strict=True))
        top += sum(
            s.partition("/")[0] == labels[n].partition("/")[0]
            for s, n in zip(said, asked, strict=True)
        )
    frequent = max(labels.count(one) for one in set(labels)) / len(labels)
    kinds = f", {top / len(labels):.3f} at the first level" if field == "population" else ""
    print(
        f"{field:<16} right {right / len(labels):.3f} of {len(labels)} claims"
        f" (the most frequent {frequent:.3f}){kinds}"
    )


def _learned(kb: KnowledgeBase) -> None:
    """Fields as the claims of other works have them; each tenth of the works is left out once."""
    whole = Learned(kb.store, _vectors(kb), Nearest(kb.store).by_words)
    near = alike(whole.coded, whole.coded)
    titles = {work.key: work.title for work in kb.works.list()}
    for field in FIELDS:
        rows = [n for n, one in enumerate(whole.claims) if getattr(one, field)]
        labels = [str(getattr(whole.claims[n], field)) for n in rows]
        keys = [whole.claims[n].work for n in rows]
        part = {key: n % 10 for n, key in enumerate(dict.fromkeys(keys))}
        said: dict[int, Guess] = {}
        these = near[np.ix_(rows, rows)]
        for held in range(10):
            seen = [n for n, key in enumerate(keys) if part[key] != held]
            asked = [n for n, key in enumerate(keys) if part[key] == held]
            values, weights = fit(these[np.ix_(seen, seen)], [labels[n] for n in seen])
            scores = these[np.ix_(asked, seen)] @ weights
            said |= {
                n: Guess(values[row.argmax()], "", float(row.max()))
                for n, row in zip(asked, scores, strict=True)
            }
        texts = [(titles[whole.claims[n].work], whole.claims[n].text) for n in rows]
        full = [with_stated({field: said[n]}, *text)[field] for n, text in enumerate(texts)]
        for name, found in (
            ("by claims of other works", [said[n] for n in range(len(rows))]),
            ("and as the text states it", full),
        ):
            both = [(one.value, label) for one, label in zip(found, labels, strict=True)]
            right = np.mean([one == label for one, label in both])
            kind = np.mean([a.split("/")[0] == b.split("/")[0] for a, b in both])
            print(f"{field:<16} {name}: right {right:.3f}; first level {kind:.3f}")


def _hypotheses(kb: KnowledgeBase) -> None:
    titles = {work.key: work.title for work in kb.works.list()}
    claims = [one for one in kb.claims.list() if one.stances]
    texts = [one.text for one in claims]
    owners = [kb.store.works.id_of(one.work) for one in claims]
    read = Suggester(kb.store, kb.indexes.fingerprint, kb.indexes.dimension).hypotheses
    for name, nearest in (
        ("words", Nearest(kb.store)),
        ("words, vectors", Nearest(kb.store, read, _vectors(kb))),
    ):
        found = nearest.of(texts, [titles[one.work] for one in claims], owners)
        hits = [
            any(h.slug in claim.stances for h in near)
            for claim, near in zip(claims, found, strict=True)
        ]
        print(f"hypotheses by {name}: one right among five {np.mean(hits):.3f} of {len(hits)}")


def _vectors(kb: KnowledgeBase) -> Vectors:
    return Vectors(kb.store, kb.indexes.fingerprint, kb.indexes.dimension, kb.encoder.encode)


if __name__ == "__main__":
    main()
