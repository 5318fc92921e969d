"""Which BibTeX fields hold text that is not LaTeX."""

from __future__ import annotations

VERBATIM = frozenset(
    [
        "eprint",
        "file",
        "pdf",
        "ids",
        "crossref",
        "xref",
        "xdata",
        "related",
        "options",
        "isbn",
        "issn",
        "local-url",
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
