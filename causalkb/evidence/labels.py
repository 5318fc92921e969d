"""When two labels of a cause or an effect mean the same variable: case, space and a final stop."""

from __future__ import annotations

from causalkb.text import clean_line

_TRAILING = " .,;:!?…"


def tidy_label(text: str) -> str:
    r"""Return a label fit to be shown: one line, no trailing punctuation, no controls.

    >>> tidy_label(" Rain \n today.")
    'Rain today'
    """
    line = clean_line(text)
    # A label of nothing but punctuation stays as it is.
    return line.rstrip(_TRAILING) or line


def label_key(text: str) -> str:
    """Return what two spellings of the same label have in common.

    >>> label_key("Rain.") == label_key("rain")
    True
    """
    return tidy_label(text).casefold()
