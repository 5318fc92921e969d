"""The shipped hypotheses as people put them: "Models cheat: they latch on to whatever correlates".

A sentence in everyday words shares few words with the statement of a hypothesis and is not near it
by its vector. It is nearer to other such sentences, so several were written for each.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path


@lru_cache(maxsize=1)
def plain_words() -> Mapping[str, tuple[str, ...]]:
    """Return sentences that put a hypothesis as people talk, by its slug."""
    found: dict[str, tuple[str, ...]] = {}
    text = (Path(__file__).parent / "plain_words.tsv").read_text("utf-8")
    for line in text.splitlines()[1:]:
        slug, _, said = line.partition("\t")
        found[slug] = (*found.get(slug, ()), said)
    return found
