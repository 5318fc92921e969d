"""Labelled sentences for ``benchmarks/wording.py``: our own and the public sets.

Each public set is cut into halves with one seed; a half is read, the other is only measured.
"""

from __future__ import annotations

import csv
import os
import random
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent
OWN = HERE / "wording-sentences.tsv"
OWN_2 = HERE / "wording-sentences-2.tsv"
OWN_3 = HERE / "wording-sentences-3.tsv"
OWN_4 = HERE / "wording-sentences-4.tsv"
OWN_5 = HERE / "wording-sentences-5.tsv"
DATA = Path(os.environ.get("WORDING_DATA") or HERE.parents[1] / "shared" / "data")
YU = DATA / "causal-wording-yu2019.csv"
PRESS = DATA / "causal-wording-press-releases.tsv"
NEWS = DATA / "causal-news"
EUREKALERT = DATA / "causal-wording-yu2020.csv"
SEED = 2019
_YU_LABELS = {"0": "none", "1": "causal", "2": "conditional", "3": "correlational"}
_PRESS_LABELS = {"0": "none", "1": "correlational", "2": "conditional", "3": "causal"}

Labelled = Sequence[tuple[str, str]]
"""(sentence, label) pairs; for news the labels are "cause" and "no cause"."""

_SIGNAL = re.compile(r"<SIG\d>(.*?)</SIG\d>")
_EXPLICIT = re.compile(
    r"""\b(?:
    because | due\ to | owing\ to | owed\b.*\bto | on\ account\ of | thanks\ to | since
    | so | so\ that | and\ so | so\ \w+\ that | thus | thereby | therefore | hence | consequently
    | results? | outcome | consequence | reason | in\ (?:the|their|its)?\ ?wake | in\ response\ to
    | arising | cause[sd]? | causing | result(?:s|ed|ing)? | leads? | led | leading
    | trigger\w* | spark\w* | prompt\w* | provo\w+ | evok\w+ | fuel\w* | spur\w* | catalyst
    | forc(?:es?|ed|ing) | left | leaves | leaving | kill(?:s|ed|ing) | injur(?:es|ed|ing)
    | affect\w* | creat\w+ | made | making | crippl\w+ | disrupt\w* | destroy\w* | delaying
    | embolden\w* | convinc\w+ | ensured | reinforced
    )\b(?!\ as\ to|\ out)""",
    re.VERBOSE,
)


def explicit_signal(marked: str) -> bool:
    """Whether the signal of a relation says that one thing brings about another.

    An explicit causal signal is a connective of reason or result ("because", "due to", "so that")
    or a verb or noun of effect ("led to", "sparked", "leaving", "the outcome of"). What is marked
    as a signal but states a purpose ("to", "demanding"), an occasion or a time ("over", "after",
    "following", "as", "when"), a condition or concession ("if", "despite"), an accompaniment
    ("with") or a bare preposition ("for", "by") is not one; nor is a relation without a signal.

    Args:
        marked: The sentence with its relation in tags, as in the column ``text_w_pairs``.
    """
    signals = [re.sub(r"</?ARG\d>", "", one).strip() for one in _SIGNAL.findall(marked)]
    return any(_EXPLICIT.search(one.lower()) for one in signals)


def halves(rows: Sequence[tuple[str, str]]) -> tuple[Labelled, Labelled]:
    """Return the half that was read and the half that is only measured."""
    shuffled = list(rows)
    random.Random(SEED).shuffle(shuffled)
    middle = len(shuffled) // 2
    return shuffled[:middle], shuffled[middle:]


def own_rows() -> list[dict[str, str]]:
    """Return our first sentences with both passes of labels, settled and independent."""
    return _tsv(OWN)


def own_later(number: int) -> Labelled:
    """Return our second, third, fourth or fifth sentences with their labels."""
    path = {2: OWN_2, 3: OWN_3, 4: OWN_4, 5: OWN_5}[number]
    return [(row["sentence"], row["label"]) for row in _tsv(path)]


def yu() -> tuple[Labelled, Labelled]:
    """Return the halves of Yu et al. (2019)."""
    rows = _csv(YU)
    return halves([(_repaired(r["sentence"]), _YU_LABELS[r["label"]]) for r in rows])


def eurekalert() -> tuple[Labelled, Labelled]:
    """Return the press releases of Yu et al. (2020), all read, and no held-out half."""
    return [(r["sentence"], _PRESS_LABELS[r["label"]]) for r in _csv(EUREKALERT)], []


def press() -> tuple[Labelled, Labelled]:
    """Return the halves of the press releases and their abstracts."""
    return halves([(r["sentence"], _PRESS_LABELS[r["strength"]]) for r in _tsv(PRESS)])


def news() -> tuple[Labelled, Labelled]:
    """Return the halves of the news; sentences with another kind of cause are left out."""
    explicit: Mapping[str, bool] = {
        row["text"]: True
        for row in _csv(NEWS / "spans.csv")
        if row["pair_label"] == "1" and explicit_signal(row["text_w_pairs"])
    }
    first, second = halves([(r["text"], r["label"]) for r in _csv(NEWS / "sentences.csv")])
    return _counting(first, explicit), _counting(second, explicit)


def _counting(rows: Labelled, explicit: Mapping[str, bool]) -> Labelled:
    named = {"0": "no cause", "1": "cause"}
    return [(text, named[label]) for text, label in rows if label == "0" or text in explicit]


def _csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _tsv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def _repaired(text: str) -> str:
    """Undo the escapes that the file carries in place of odd spaces."""
    return text.replace("\\xa0", " ").replace("\\u2009", " ").replace("\\u2029", " ")
