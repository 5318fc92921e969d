"""Hand-written reference lists: they are not prose, whatever verbs their titles hold."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from causalkb.lint.markup.prose import Block, plain

_HEADING = re.compile(
    r"(?:\d{1,2}\.?|[A-Z]\.)?\s{0,3}(?:list of )?(?:references|bibliography|works cited"
    r"|literature(?: cited)?|cited literature|sources)(?: and notes)?:?$",
    re.IGNORECASE,
)
_NAME = r"(?:(?:van|von|de|der|den|di|da|la|le) ){0,2}[A-Z][\w’'-]{1,30}"
_INITIALS = r"(?:[A-Z]\.[ -]?){1,4}"
_ONE = rf"(?:{_NAME}, {_INITIALS}|{_INITIALS} ?{_NAME}|{_NAME} [A-Z]{{1,3}})"
_ENTRY = re.compile(
    rf"(?:\[\w{{1,20}}\]|\d{{1,3}}\.|[-*•])?\s{{0,3}}{_ONE}"
    rf"(?:(?:,| and| &|, and|, &|;) ?(?:{_ONE}|et al\.?)){{0,30}}"
    r"[.,:]?\s{0,3}[(\[]?(?:1[5-9]|20)\d\d[a-z]?[)\]]?[.,:]"
)
"""Authors with initials, then a year: "Pearl, J. (2009). ..."."""
_MOST = 600
"""Characters of a block that are looked at."""


def without_references(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Return the blocks that are not part of a reference list.

    A list is what follows a heading that names it, up to the next heading, and every block that
    begins with authors and a year as an entry does.
    """
    return tuple(_prose(blocks))


def _prose(blocks: Sequence[Block]) -> Iterator[Block]:
    inside = False
    for block in blocks:
        text = plain(block.text[:_MOST])
        # A short block that is only the word may be a heading that the markup does not mark.
        names = len(text) < 40 and bool(_HEADING.fullmatch(text.strip("#*= ")))
        if names or block.heading:
            inside = names
        if not (inside or _ENTRY.match(text)):
            yield block
