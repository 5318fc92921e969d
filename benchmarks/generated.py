"""Large knowledge bases of generated works: the shipped corpus with as many more as one wants.

Words follow the frequencies of the shipped corpus with a long tail of made-up ones. A generated
passage borrows half of its words from one of the corpus, and its vector lies around that one's:
clustered as vectors of real texts are, and never computed by a model. Nothing is shipped.
"""

from __future__ import annotations

import random
import re
import shutil
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from causalkb import KnowledgeBase
from causalkb.ingest.identity import identity_of
from causalkb.records import Claim, Passage, Person, Work
from causalkb.store.store import Store
from causalkb.vocabulary import Design, Field, PassageKind, Stance

if TYPE_CHECKING:
    from numpy.typing import NDArray

CLAIM_EVERY = 5
"""One work of so many has a claim."""
STANCE_EVERY = 20
"""One claim of so many takes a side."""
_TAIL_OF_WORDS = 150_000
_FAMILIES = 60_000
_SPREAD = 0.9
"""Length of the noise that is added to a unit vector: cosines of some 0.74 to it."""
_TOGETHER = 10_000
_SYLLABLES = ("ka ro mi te su la ven dor pli qua ste nu bra fi gol ze the ri on ax").split()  # noqa: SIM905


@dataclass(frozen=True)
class Material:
    """What is drawn from: texts of the shipped corpus, their vectors (n, d), words, names."""

    texts: Sequence[Sequence[str]]
    vectors: NDArray[np.float32]
    words: Sequence[str]
    weights: NDArray[np.float64]
    families: Sequence[str]
    fingerprint: str
    questions: Sequence[str]
    hypotheses: Sequence[str]


def build(shipped: Path, target: Path, works: int, *, seed: int = 0) -> None:
    """Copy a knowledge base of the shipped corpus and add generated works, without an index.

    Args:
        shipped: The knowledge base, with vectors.
        target: The folder to make; there must be none.
        works: How many to add; passages are a fifth more, as one work in five has a claim.
        seed: The same gives the same works.
    """
    unfinished = target.with_name(f"{target.name}.part")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    with KnowledgeBase.open(shipped) as kb:
        kb.backup(unfinished / "causalkb.db")
    store = Store.open(unfinished)
    try:
        material = _material(store, random.Random(seed))
        for start in range(0, works, _TOGETHER):
            _add(store, material, range(start, min(works, start + _TOGETHER)), seed)
    finally:
        store.close()
    unfinished.rename(target)


def _material(store: Store, rng: random.Random) -> Material:
    database = store.database
    ids = store.passages.ids()
    held, vectors = store.passages.vectors(
        database.meta("fingerprint"), ids.tolist(), database.number("dimension")
    )
    rows = store.passages.many(held.tolist())
    texts = [re.findall(r"[A-Za-z][A-Za-z-]+", rows[i][1].text) for i in held.tolist()]
    counts = Counter(word for text in texts for word in text)
    words = [word for word, _ in counts.most_common()]
    invented = {_name(rng, 2, 5) for _ in range(_TAIL_OF_WORDS)} - set(words)
    tail = sorted(invented)
    # Zipf's law goes on where the corpus ends.
    ranks = np.arange(len(words) + 1, len(words) + 1 + len(tail))
    weights = np.array([*counts.values()], float)
    weights = np.concatenate([-np.sort(-weights), weights.max() / ranks])
    return Material(
        texts=texts,
        vectors=vectors,
        words=[*words, *tail],
        weights=np.cumsum(weights) / weights.sum(),
        families=sorted({_name(rng, 2, 4).capitalize() for _ in range(_FAMILIES)}),
        fingerprint=database.meta("fingerprint"),
        questions=store.questions.slugs(),
        hypotheses=store.questions.hypothesis_slugs(),
    )


def _name(rng: random.Random, least: int, most: int) -> str:
    return "".join(rng.choices(_SYLLABLES, k=rng.randint(least, most)))


def neighbours(
    vectors: NDArray[np.float32], chosen: NDArray[np.int64], rng: np.random.Generator
) -> NDArray[np.float32]:
    """Return unit vectors (n, d) around the rows ``chosen`` (n,) of some vectors."""
    noise = rng.standard_normal((len(chosen), vectors.shape[1]), np.float32)
    noise *= _SPREAD / np.linalg.norm(noise, axis=1, keepdims=True)
    made = vectors[chosen] + noise
    return np.asarray(made / np.linalg.norm(made, axis=1, keepdims=True), np.float32)


def _add(store: Store, material: Material, numbers: range, seed: int) -> None:
    rng = np.random.default_rng([seed, numbers.start])
    # A few texts stand for much, most for little, as with topics of a field.
    share = np.cumsum(np.arange(1, len(material.texts) + 1) ** -0.5)
    ranks = np.searchsorted(share / share[-1], rng.random(len(numbers)))
    chosen = np.random.default_rng(seed).permutation(len(material.texts))[ranks]
    texts: list[str] = []
    sources: list[int] = []
    with store.database.atomic():
        for n, source in zip(numbers, chosen.tolist(), strict=True):
            work = _work(material, n, source, rng)
            work_id = store.works.insert(work, identity_of(work))
            whole = f"{work.title}. {work.abstract}"
            passages = [Passage(PassageKind.ABSTRACT, whole)]
            claims: dict[str, int] = {}
            if n % CLAIM_EVERY == 0:
                claim = _claim(material, n, source, rng)
                row = store.claims.insert(work_id, claim, origin="hand")
                name = f"{work.key}#1"
                claims[name] = row
                passages.append(Passage(PassageKind.CLAIM, claim.text, claim=name))
            store.passages.replace(work_id, passages, claims)
            texts += [passage.text for passage in passages]
            sources += [source] * len(passages)
        vectors = neighbours(material.vectors, np.array(sources, np.int64), rng)
        store.passages.put_vectors(material.fingerprint, texts, vectors)
        store.database.bump_generation()


def _words(material: Material, source: int, count: int, rng: np.random.Generator) -> list[str]:
    """Half of the words from one text, half from all."""
    own = material.texts[source] or ["causal"]
    some = rng.integers(0, len(own), count // 2)
    others = np.searchsorted(material.weights, rng.random(count - count // 2))
    picked = [own[i] for i in some.tolist()] + [material.words[i] for i in others.tolist()]
    order = rng.permutation(len(picked))
    return [picked[i] for i in order.tolist()]


def _work(material: Material, n: int, source: int, rng: np.random.Generator) -> Work:
    fields = list(Field)
    families = np.minimum(rng.zipf(1.2, 1 + n % 4), len(material.families)) - 1
    return Work(
        key=f"generated{n}",
        type="article",
        title=" ".join(_words(material, source, 6 + n % 6, rng)).capitalize(),
        authors=tuple(
            Person(material.families[i], given)
            for i, given in zip(families.tolist(), ("Ann", "Bo", "Chen", "Dana"), strict=False)
        ),
        year=2025 - int(rng.integers(0, 75)),
        venue=f"Journal {n % 400}",
        doi=f"10.5555/generated.{n}",
        abstract=" ".join(_words(material, source, 60 + n % 60, rng)) + ".",
        field=fields[n % len(fields)],
        fields={"journal": f"Journal {n % 400}"},
        questions=(material.questions[n % len(material.questions)],) if n % 5 == 0 else (),
    )


def _claim(material: Material, n: int, source: int, rng: np.random.Generator) -> Claim:
    claim = Claim(
        text=" ".join(_words(material, source, 18, rng)).capitalize() + ".",
        design=list(Design)[n % len(Design)],
        n=20 + n % 200,
    )
    if n % (CLAIM_EVERY * STANCE_EVERY):
        return claim
    slug = material.hypotheses[n % len(material.hypotheses)]
    return replace(claim, stances={slug: Stance.SUPPORTS if n % 3 else Stance.CONTRADICTS})
