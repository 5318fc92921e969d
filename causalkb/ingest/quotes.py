"""Does a quote stand in the text of its work?"""

from __future__ import annotations

import re
import unicodedata

from causalkb.errors import InputError
from causalkb.ingest.documents import full_text
from causalkb.lazy import compiled_on_use
from causalkb.store.store import Store

_SAME = str.maketrans(
    {
        "“": '"',
        "”": '"',
        "„": '"',
        "’": "'",
        "‘": "'",
        "–": "-",
        "—": "-",
        "\u2010": "-",
        "…": "...",
    }
)

_WORD = compiled_on_use(r"[^\W\d_]{2,}")
_FEWEST = 2


def own_text(store: Store, work_id: int) -> str:
    """Return what the store has of a work's own words: abstract and full text, no notes."""
    work = store.works.many([work_id])[work_id]
    return "\n".join([work.abstract or "", full_text(store, work_id)])


def occurs(quote: str, text: str) -> bool:
    """Whether a quote stands in a text, up to case, white space, quotation marks and dashes.

    An ellipsis stands for anything left out.

    >>> occurs("rats … causal  models", "Rats can use “causal models”.")
    True
    """
    plain = _plain(text)
    position = 0
    for part in filter(None, (_plain(p) for p in re.split(r"\[?(?:\.{3}|…)\]?", quote))):
        found = plain.find(part, position)
        if found < 0:
            return False
        position = found + len(part)
    return True


def check_quote(store: Store, work_id: int, quote: str | None, unchecked: bool) -> bool | None:
    """Return whether a quote was found in its work's text; ``None`` without a quote.

    Raises:
        InputError: It has hardly a word, so that it would be found in any text; or there is text,
            the quote is not in it, and ``unchecked`` does not allow that.
    """
    if not quote:
        return None
    if len(_WORD.findall(quote)) < _FEWEST:
        raise InputError(
            f"the quote {quote[:60]!r} is too short to be looked up; quote at least {_FEWEST} words"
        )
    text = own_text(store, work_id)
    if text.strip() and occurs(quote, text):
        return True
    if text.strip() and not unchecked:
        raise InputError(
            f"the quote {quote[:60]!r} does not occur in the stored text of the work;"
            " mend it, or mark it as unchecked (--unchecked; 'unchecked: true' in a note)"
        )
    return False


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text.translate(_SAME)).casefold()
    return " ".join(re.sub(r"[\"']", "", folded).split())
