"""Material for the benchmarks: the CISI test collection, synthetic abstracts and .bib files.

CISI (1,460 abstracts of information science, judged queries) is read from ``CISI_PATH`` or
``../shared/data/cisi``; it is public but not part of this repository. Where it is missing,
abstracts are made of a small vocabulary instead, which serves for speed but not for quality.
"""

from __future__ import annotations

import os
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

CISI = Path(
    os.environ.get("CISI_PATH") or Path(__file__).resolve().parents[2] / "shared" / "data" / "cisi"
)
_FIELD = re.compile(r"^\.([ITAWXB])\b ?(.*)$")
_SENTENCE = re.compile(r"(?<=[.?!]) +(?=[A-Z])")
_FAMILY = ('Sch{\\"o}lkopf', "Ze{\\v c}evi{\\'c}", "Pearl", "Gopnik", 'B{\\"u}hlmann', "Waldmann")
_GIVEN = ("Bernhard", "Mat{\\v e}j", "Judea", "Alison", "Peter", "Jos{\\'e}", "Ren{\\'e}e")
_ACCENTED = (r"Erd{\H o}s", 'na{\\"\\i}ve', "caf\\'e", "Poincar{\\'e}", "$\\alpha$", 'M{\\"o}bius')
_NOUNS = """
    causal model intervention observation rats pigeons language policy agent evidence structure
    learning experiment variable effect cause representation prior sample efficiency transfer
    confounder graph counterfactual physics market belief incentive network training human
"""
_LINKS = """
    of and in the a that with from under for by is are learns predicts
"""


@dataclass(frozen=True, slots=True)
class Text:
    """A title with its abstract."""

    title: str
    abstract: str

    @property
    def whole(self) -> str:
        """Title and abstract as one passage, as :mod:`causalkb.ingest.chunks` joins them."""
        stop = "" if not self.title or self.title[-1] in ".?!" else "."
        return f"{self.title}{stop} {self.abstract}".strip()


@dataclass(frozen=True, slots=True)
class Collection:
    """Documents, queries and judgements, each by id."""

    documents: Mapping[str, Text]
    queries: Mapping[str, str]
    relevant: Mapping[str, frozenset[str]]


def load_cisi(folder: Path = CISI) -> Collection | None:
    """Read CISI; only queries with judgements are kept. ``None`` where it is missing."""
    if not (folder / "CISI.ALL").is_file():
        return None
    documents = {
        number: Text(fields.get("T", ""), fields.get("W", ""))
        for number, fields in _smart(folder / "CISI.ALL")
    }
    relevant: dict[str, set[str]] = {}
    for line in (folder / "CISI.REL").read_text(encoding="latin-1").splitlines():
        query, document = line.split()[:2]
        relevant.setdefault(query, set()).add(document)
    queries = {
        number: " ".join(fields[name] for name in ("T", "W") if fields.get(name))
        for number, fields in _smart(folder / "CISI.QRY")
        if number in relevant
    }
    return Collection(documents, queries, {q: frozenset(d) for q, d in relevant.items()})


def _smart(path: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield (number, text by field letter) of a file in SMART format."""
    number, letter = "", ""
    lines: dict[str, list[str]] = {}
    for line in path.read_text(encoding="latin-1").splitlines():
        field = _FIELD.match(line)
        if field is None:
            lines.setdefault(letter, []).append(line)
        elif field[1] == "I":
            if number:
                yield number, {k: " ".join(" ".join(v).split()) for k, v in lines.items()}
            number, lines = field[2].strip(), {}
        else:
            letter = field[1]
            if field[2].strip():
                lines.setdefault(letter, []).append(field[2])
    if number:
        yield number, {k: " ".join(" ".join(v).split()) for k, v in lines.items()}


def abstracts(count: int, *, sentences: tuple[int, int] | None = None, seed: int = 0) -> list[Text]:
    """Return different texts: CISI itself, then its sentences mixed anew; else made-up ones.

    Args:
        count: How many.
        sentences: The fewest and most of an abstract; then no text is CISI's own.
        seed: The same gives the same texts.
    """
    rng = random.Random(seed)
    collection = load_cisi()
    real = [] if collection is None else [t for t in collection.documents.values() if t.abstract]
    texts = real[:count] if sentences is None else []
    pool = [s for text in real for s in _SENTENCE.split(text.abstract)]
    titles = [text.title for text in real]
    while len(texts) < count:
        if pool:
            title = f"{rng.choice(titles)} {len(texts)}"
            texts.append(
                Text(title, " ".join(rng.choices(pool, k=rng.randint(*(sentences or (3, 8))))))
            )
        else:
            body = " ".join(_sentence(rng) for _ in range(rng.randint(*(sentences or (4, 12)))))
            texts.append(Text(f"{_sentence(rng)[:-1]} {len(texts)}", body))
    return texts


def _sentence(rng: random.Random) -> str:
    nouns, links = _NOUNS.split(), _LINKS.split()
    words = [rng.choice(nouns if n % 2 else links) for n in range(rng.randint(8, 22))]
    return f"{' '.join(words).capitalize()}."


def bibtex(texts: Sequence[Text], *, prefix: str = "bench", accents: float = 0.0) -> bytes:
    """Return a .bib file of texts; entry n has the key ``{prefix}{n}`` and a DOI of its own.

    Args:
        texts: What becomes title and abstract.
        prefix: What keys begin with.
        accents: Share of entries with LaTeX accents, macros and formulae.
    """
    rng = random.Random(1)
    entries: list[str] = []
    for n, text in enumerate(texts):
        latex = rng.random() < accents
        people = " and ".join(
            f"{rng.choice(_FAMILY)}, {rng.choice(_GIVEN)}" if latex else f"Author{n % 97}, Ann"
            for _ in range(rng.randint(1, 4))
        )
        abstract = escape(text.abstract)
        if latex:
            words = abstract.split(" ")
            for _ in range(max(1, len(words) // 25)):
                words.insert(rng.randint(0, len(words)), rng.choice(_ACCENTED))
            abstract = " ".join(words)
        entries.append(
            f"@article{{{prefix}{n},\n  author = {{{people}}},\n"
            f"  title = {{{escape(text.title)}}},\n  journal = {{Journal of Benchmarks}},\n"
            f"  year = {{{1950 + n % 70}}},\n  doi = {{10.5555/{prefix}.{n}}},\n"
            f"  url = {{https://example.org/{prefix}/{n}?a=1&b=2}},\n"
            f"  abstract = {{{abstract}}}\n}}\n"
        )
    return "\n".join(entries).encode()


def escape(text: str) -> str:
    """Return text that BibTeX reads as it stands."""
    return re.sub(r"([&%$#_])", r"\\\1", re.sub(r"[{}\\~^]", " ", text))
