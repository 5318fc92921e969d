"""Citation keys that BibTeX takes for one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable


def same_in_bibtex(keys: Iterable[str]) -> list[tuple[str, ...]]:
    """Return the groups of keys that differ only in case, each sorted; groups by their first key.

    BibTeX compares keys without regard to case: of such a group it keeps the first entry of the
    file ("repeated entry") and prints that for each key. biber and pandoc tell them apart.

    >>> same_in_bibtex(["smith2020", "pearl2009", "Smith2020"])
    [('Smith2020', 'smith2020')]
    """
    groups: defaultdict[str, set[str]] = defaultdict(set)
    for key in keys:
        groups[key.lower()].add(key)
    return sorted(tuple(sorted(group)) for group in groups.values() if len(group) > 1)
