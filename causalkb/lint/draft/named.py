"""Citations by author and year, "Pearl (2009)", resolved where one work of the store fits."""

from __future__ import annotations

import re
from collections.abc import Iterator

_NAME = r"(?:(?:van|von|de|der|den|di|da|la|le|Van|Von|De) ){0,2}[A-Z][\w’'-]{1,30}"
_NAMED = re.compile(
    rf"(?P<first>{_NAME})(?P<more>(?:, {_NAME}){{0,4}},? (?:and|&) {_NAME}| et al\.?)?(?:['’]s)?"
    r",? ?\(?(?P<year>(?:1[5-9]|20)\d\d)(?P<letter>[a-z])?\b"
)
_SPLIT = re.compile(r",? (?:and|&) |, ")


def named_works(text: str) -> Iterator[tuple[tuple[str, ...], bool, int]]:
    """Yield the family names, whether there are others ("et al."), and the year of each citation.

    >>> list(named_works("Pearl (2009) and Penn and Povinelli (2007) disagree."))
    [(('Pearl',), False, 2009), (('Penn', 'Povinelli'), False, 2007)]
    >>> list(named_works("As Kaplan et al. (2020) show, scale helps."))
    [(('Kaplan',), True, 2020)]
    """
    for found in _NAMED.finditer(text):
        if found["letter"]:
            # "2009a" tells two works of the list of references apart, which is not at hand.
            continue
        more = found["more"] or ""
        others = more.strip().startswith("et al")
        rest = () if others else tuple(name for name in _SPLIT.split(more) if name)
        yield (found["first"].removeprefix("As "), *rest), others, int(found["year"])
