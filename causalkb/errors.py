"""The one family of errors that causalkb raises on purpose.

The library raises them; only ``causalkb.cli`` turns them into messages and exit codes.
Every message says what is wrong, where, and what to do next.
"""

from __future__ import annotations

import errno
import os

TYPE_CHECKING = False  # as in causalkb/__init__.py
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class CausalKBError(Exception):
    """Base of all errors of causalkb; its text is fit to be shown to a user."""


class InputError(CausalKBError):
    """A source, query or value given by the user cannot be used."""


class UnknownError(CausalKBError):
    """An id that is not in the knowledge base; carries the nearest existing ones.

    Attributes:
        kind: What was looked for ("work", "question", "tag", ...).
        name: The id that was given.
        nearest: Existing ids that resemble it, best first, at most five; ``meant`` come first.
    """

    def __init__(
        self,
        kind: str,
        name: str,
        known: Iterable[str],
        hint: str = "",
        *,
        meant: Sequence[str] = (),
    ) -> None:
        self.kind = kind
        self.name = name
        self.nearest = [*meant, *nearest(name, known)][:5]
        text = f"no {kind} {name!r}"
        if self.nearest:
            text += "; did you mean " + " or ".join(self.nearest[:3]) + "?"
        elif hint:
            text += f"; {hint}"
        super().__init__(text)


class StoreError(CausalKBError):
    """The knowledge base itself is missing, damaged, locked or of a newer version."""


class ConflictError(CausalKBError):
    """A record was changed by someone else since it was read; nothing was stored.

    Attributes:
        present: The record as it is now, in the form in which it was given.
    """

    def __init__(self, what: str, present: str) -> None:
        self.present = present
        super().__init__(f"{what} was changed meanwhile by another process; nothing was stored")


class ModelError(CausalKBError):
    """The embedding model cannot be loaded, exported or verified."""


class OnlineError(CausalKBError):
    """A service on the network cannot be reached, or did not answer as it should."""


def not_text(error: UnicodeEncodeError) -> str:
    r"""Say what characters cannot be written as UTF-8.

    >>> not_text(UnicodeEncodeError("utf-8", "rats \udcef", 5, 6, "surrogates not allowed"))
    "'�' is not text that can be stored or looked up; use UTF-8"
    """
    from causalkb.text import clean_line

    found = clean_line(error.object[error.start : error.end])
    return f"{found!r} is not text that can be stored or looked up; use UTF-8"


NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
"""Errors of the system that say that a file may not grow: a full disk, a quota, a limit."""
_SQLITE_NO_ROOM = {10, 13}
"""SQLITE_IOERR, which stands for a limit on the size of files as well, and SQLITE_FULL."""


def reason(error: Exception) -> str:
    """Return why something could not be written, with what to look at where that is not plain.

    >>> reason(OSError(errno.EFBIG, os.strerror(errno.EFBIG)))
    "File too large (is a quota, or a limit on the size of files, reached? see 'ulimit -f')"
    """
    said = str(getattr(error, "strerror", None) or error)
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in _SQLITE_NO_ROOM:
        return (
            f"{said} (is the disk full, or a quota or a limit on the size of files reached?"
            " see 'df' and 'ulimit -f')"
        )
    if getattr(error, "errno", None) == errno.EFBIG and said == os.strerror(errno.EFBIG):
        said += " (is a quota, or a limit on the size of files, reached? see 'ulimit -f')"
    return said


def in_words(error: BaseException) -> str | None:
    """Return what a user is told of an error; ``None`` of one that is a fault of the program.

    >>> in_words(InputError("limit must be at least 1, not 0")), in_words(KeyError("x"))
    ('limit must be at least 1, not 0', None)
    """
    if isinstance(error, CausalKBError):
        return str(error)
    import sqlite3  # after the usual case: grading, for one, needs no database

    if isinstance(error, sqlite3.OperationalError) and not is_damage(error):
        # Only what the outside world causes: a full disk, a lock, a read-only file system.
        return f"the knowledge base cannot be used just now: {reason(error)}"
    if isinstance(error, sqlite3.DatabaseError):
        return f"the knowledge base is damaged: {error}; see 'causalkb doctor'"
    if isinstance(error, UnicodeEncodeError):
        return not_text(error)
    if isinstance(error, OverflowError):
        return f"a number is too large: {error}"
    if isinstance(error, MemoryError):
        # SQLite raises it over some damaged files, too, in which a length is beyond all bounds.
        return (
            "there is not enough memory for this, or the knowledge base is damaged;"
            " see 'causalkb doctor'"
        )
    if isinstance(error, OSError):
        return f"{reason(error)}{f': {error.filename}' if error.filename else ''}"
    return None


def is_damage(error: BaseException) -> bool:
    """Whether an error of SQLite says that the file is damaged, not that it cannot be used now.

    Text that is not UTF-8 is noticed by Python, whose error has no code of SQLite.
    """
    import sqlite3

    if isinstance(error, sqlite3.OperationalError):
        return not hasattr(error, "sqlite_errorcode")
    return isinstance(error, sqlite3.DatabaseError) and not isinstance(
        error, sqlite3.IntegrityError | sqlite3.ProgrammingError | sqlite3.InterfaceError
    )


ALIKE = 60.0
"""Least similarity (0-100, rapidfuzz ``ratio``) of an existing name to one that does not exist."""


def nearest(name: str, known: Iterable[str], limit: int = 5) -> Sequence[str]:
    """Return up to ``limit`` of ``known`` that resemble ``name``, best first; case is ignored.

    >>> nearest("perl2009causality", ["pearl2009causality", "hume1739treatise"])
    ['pearl2009causality']
    """
    # Imported at need: few commands end with an error.
    from rapidfuzz import fuzz, process

    folded = name.casefold()
    pool = {word: word.casefold() for word in known if word}  # a damaged store may give none
    found = process.extract(folded, pool, scorer=fuzz.ratio, limit=limit, score_cutoff=ALIKE)
    close = [word for _, _, word in found]
    close += [w for w, f in pool.items() if folded and f.startswith(folded) and w not in close]
    return close[:limit]
