"""Which BibTeX fields hold text that is not LaTeX, and the names of months."""

from __future__ import annotations

VERBATIM = frozenset(
    [
        "eprint",
        "ids",
        "crossref",
        "xref",
        "xdata",
        "related",
        "options",
        "isbn",
        "issn",
        "howpublished-url",
        "eprinttype",
        "archiveprefix",
        "primaryclass",
        "eprintclass",
        # "~" is a mark of doubt in a date, not a tie.
        "date",
        "urldate",
        "origdate",
        "eventdate",
    ]
)
"""Fields that are read and written as they stand: ids, file names, options."""

FILES = frozenset(["file", "pdf", "local-url"])
"""Names of files, kept byte for byte: two blanks in a row and backslashes mean something."""

ADDRESSES = frozenset(["url", "doi", "ee", "link", "adsurl", "biburl"])
"""Web addresses and DOIs, in which a backslash only escapes the next character."""

MONTH_NAMES = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
"""What BibTeX's macros jan, feb, ... stand for."""
