"""Whether a disk has room for an index, before it is built."""

from __future__ import annotations

import shutil
from errno import ENOSPC
from pathlib import Path

from causalkb.search.search_index import KeptElsewhere, Part, SearchIndex

_OF_WORDS = 1_000
"""Bytes of a passage among the words, at most: 370 in the shipped corpus."""
_REWRITTEN = 50_000
"""Passages up to which an index may be written anew for every change."""
_SPARE = 16 << 20


def see_that_it_fits(
    index: SearchIndex, part: Part, sizes: tuple[int, int, int], folder: Path
) -> None:
    """See that there is room for passages that are about to be put into an index.

    Vectors are counted as they are, though of large collections they are kept in short; a file is
    replaced by a new one beside it.

    Args:
        index: The index.
        part: The part that they are put into.
        sizes: How many passages are new, how many it holds, and the length of a vector.
        folder: Of the index on this machine.

    Raises:
        OSError: There is not.
    """
    new, known, dimension = sizes
    what = f"the {part.value} of the index"
    if isinstance(index, KeptElsewhere):
        index.expect(new + known)
        if (needed := index.room(part, new)) is not None:
            check(*needed, what)
    elif new:
        of_one = _OF_WORDS if part is Part.WORDS else 4 * dimension + 16
        check(folder, (new + min(known, _REWRITTEN)) * of_one, what)


def check(folder: Path, needed: int, what: str) -> None:
    """See that a disk has room.

    Args:
        folder: Where it is written; it need not be there yet.
        needed: Bytes.
        what: What is written, such as "the vectors of the index".

    Raises:
        OSError: It has not.
    """
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    if free < needed + _SPARE:
        raise OSError(
            ENOSPC,
            f"{what} may take {_mib(needed + _SPARE)} in {folder}, where {_mib(free)} are free;"
            " make room and repeat the command. Nothing that was stored is lost",
        )


def _mib(size: int) -> str:
    return f"{size / 2**20:,.0f} MiB"
