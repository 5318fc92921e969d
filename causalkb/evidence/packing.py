"""The largest number of works no two of which share a person: set packing, exactly.

Works are numbered; a set of works is a whole number with a bit for each, and ``near[i]`` holds the
works that share a person with work ``i``. Most sets are settled by rules that lose nothing (a work
all of whose neighbours are neighbours of one another can always be taken); what is left is
searched, and where the search grows too long, handed to SciPy's solver (HiGHS).
"""

from __future__ import annotations

from collections.abc import Sequence

_MOST = 3000
"""Branchings after which the solver takes over."""


class Packing:
    """Counts independent works within one set that hangs together."""

    def __init__(self, near: Sequence[int]) -> None:
        """Keep the neighbours of each work, as bits."""
        self._near = near
        self._known: dict[int, int] = {0: 0}
        self._left = _MOST

    def count(self, works: int) -> int:
        """Return how many of some works (bits), at most, share nobody with one another."""
        if works not in self._known:
            self._left = _MOST
            try:
                found = self._search(works)
            except _TooLongError:
                found = _solve(self._near, works)
            self._known[works] = found
        return self._known[works]

    def _search(self, works: int) -> int:
        if works in self._known:
            return self._known[works]
        taken, left = 0, works
        while left:
            best, most = -1, -1
            reduced = False
            rest = left
            while rest:
                bit = rest & -rest
                rest ^= bit
                around = self._near[bit.bit_length() - 1] & left
                if self._all_near(around):
                    taken += 1
                    left &= ~(around | bit)
                    reduced = True
                    break
                if around.bit_count() > most:
                    best, most = bit, around.bit_count()
            if not reduced:
                taken += self._branch(left, best)
                break
        self._known[works] = taken
        return taken

    def _branch(self, works: int, bit: int) -> int:
        self._left -= 1
        if self._left < 0:
            raise _TooLongError
        around = self._near[bit.bit_length() - 1]
        with_it = 1 + self._search(works & ~(around | bit))
        return max(with_it, self._search(works & ~bit))

    def _all_near(self, works: int) -> bool:
        """Whether each two of some works share somebody."""
        rest = works
        while rest:
            bit = rest & -rest
            rest ^= bit
            if works & ~(self._near[bit.bit_length() - 1] | bit):
                return False
        return True


class _TooLongError(Exception):
    """The search would take too long."""


def _solve(near: Sequence[int], works: int) -> int:
    """Return the same by mixed-integer programming (``scipy.optimize.milp``)."""
    import numpy as np
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array

    positions = [n for n in range(works.bit_length()) if works >> n & 1]
    place = {n: i for i, n in enumerate(positions)}
    rows: list[int] = []
    columns: list[int] = []
    count = 0
    for group in _cliques(near, works):
        rows += [count] * len(group)
        columns += [place[n] for n in group]
        count += 1
    pairs = csr_array((np.ones(len(rows)), (rows, columns)), shape=(count, len(positions)))
    found = milp(
        -np.ones(len(positions)),
        constraints=LinearConstraint(pairs, ub=1),
        integrality=np.ones(len(positions)),
        bounds=Bounds(0, 1),
        options={"time_limit": 20},
    )
    # Where it stopped early, what it found is a lower bound: never more groups than there are.
    return round(-found.fun) if found.x is not None else 1


def _cliques(near: Sequence[int], works: int) -> list[list[int]]:
    """Cover all pairs of neighbours by sets all of whose members are neighbours."""
    groups: list[list[int]] = []
    covered: set[tuple[int, int]] = set()
    for one in (n for n in range(works.bit_length()) if works >> n & 1):
        around = near[one] & works
        for two in (n for n in range(one + 1, works.bit_length()) if around >> n & 1):
            if (one, two) in covered:
                continue
            group, common = [one, two], near[one] & near[two] & works
            while common:
                bit = common & -common
                member = bit.bit_length() - 1
                group.append(member)
                common &= near[member]
            group.sort()
            covered |= {(a, b) for i, a in enumerate(group) for b in group[i + 1 :]}
            groups.append(group)
    return groups
