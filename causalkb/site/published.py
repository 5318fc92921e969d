"""What of a work is published: no path on a disk, no personal remark unless asked for."""

from __future__ import annotations

import re
from dataclasses import replace

from causalkb.records import Work
from causalkb.site.options import SiteOptions

_PATH_FIELDS = re.compile(r"file|files|pdf|local-url|localfile|bdsk-file-\d+|attachment[s]?|path")
_PATH = re.compile(
    r"(?:^|[\s;,:{])(?:file:/|~/|\\\\|[a-z]:[\\/](?!/)"
    r"|/(?:home|users|root|mnt|media|tmp|var|volumes|srv|data)/)"
    r"|:[^:]*:(?:application/)?pdf\s*$",
    re.IGNORECASE,
)
_PERSONAL = frozenset(
    (
        *("annote", "annotation", "annotations", "comment", "comments", "review", "notes"),
        *("private", "owner", "username", "groups", "mendeley-tags", "timestamp", "date-added"),
        *("date-modified", "rating", "read", "readstatus", "priority", "ranking", "relevance"),
    )
)


def published(work: Work, options: SiteOptions) -> Work:
    """Return a work with what the site may show of it.

    >>> work = Work("k", fields={"file": "/home/eve/k.pdf", "annote": "meh", "journal": "J"})
    >>> dict(published(work, SiteOptions()).fields)
    {'journal': 'J'}
    """
    fields = {
        name: value
        for name, value in work.fields.items()
        if (options.local_paths or not is_local(name, value))
        and (options.private_notes or _plain(name) not in _PERSONAL)
        and (options.abstracts or _plain(name) != "abstract")
    }
    url = work.url
    if url and not options.local_paths and _PATH.search(url):
        url = None
    return replace(
        work, abstract=work.abstract if options.abstracts else None, fields=fields, url=url
    )


def is_local(name: str, value: str) -> bool:
    """Whether a field holds a path on somebody's disk.

    >>> is_local("file", "k.pdf"), is_local("note", "~/k.pdf"), is_local("note", "In press.")
    (True, True, False)
    """
    return bool(_PATH_FIELDS.fullmatch(_plain(name)) or _PATH.search(value))


def _plain(name: str) -> str:
    """The name of a field; the LaTeX of one is kept beside it under ``latex-``."""
    return name.lower().removeprefix("latex-")


def is_private(front: str) -> bool:
    """Whether the front matter of a note says ``private: true``; other readings of "true" count.

    >>> is_private("status: read\\nprivate: yes\\n"), is_private("private: no\\n")
    (True, False)
    """
    found = re.search(r"(?mi)^[\"']?private[\"']?\s*:\s*[\"']?(\w*)", front)
    return found is not None and found[1].lower() not in (
        "false",
        "no",
        "off",
        "n",
        "0",
        "null",
        "",
    )
