"""What a person marked in a work in another program, and what became of a work later."""

from __future__ import annotations

from dataclasses import dataclass

from causalkb.vocabulary import AnnotationKind, NoticeKind


@dataclass(frozen=True, slots=True)
class Annotation:
    """A highlight, an underlined passage or a note that a person made in another program.

    ``quote`` is the marked text, "" for a note; ``comment`` the person's own words. ``colour`` is
    a name ("yellow"), or "#rrggbb" for one without a name; ``side`` the stance that the person gave
    it, "" for none. ``locator`` is the printed page ("p. 1020"), or "PDF p. 3" where none is known.
    ``entry`` is the source's own id, ``link`` an address that opens the place in the program.
    """

    kind: AnnotationKind
    entry: str
    quote: str = ""
    comment: str = ""
    colour: str = ""
    side: str = ""
    locator: str = ""
    position: int = 0
    author: str = ""
    link: str = ""
    changed_at: str = ""
    source: str = ""
    work: str = ""
    id: int = 0


@dataclass(frozen=True, slots=True)
class Notice:
    """What became of a work after it appeared: a retraction, a correction, a newer version.

    ``source`` says who reports it ("crossref"), ``notice`` is the DOI of the notice or the id of
    the newer version, ``day`` its date as far as known (ISO 8601).
    """

    kind: NoticeKind
    source: str
    notice: str = ""
    reason: str = ""
    day: str = ""
    work: str = ""

    @property
    def told(self) -> str:
        """What it says and who reports it, in a line.

        >>> Notice(NoticeKind.RETRACTION, "crossref", "10.1000/x", "error", "2020-01-02").told
        '2020-01-02: error (10.1000/x; says crossref)'
        """
        words = ": ".join(filter(None, (self.day, self.reason)))
        where = "; ".join(filter(None, (self.notice, f"says {self.source}")))
        return f"{words} ({where})".strip()

    @property
    def is_grave(self) -> bool:
        """Whether the work should not be relied on."""
        return self.kind in (NoticeKind.RETRACTION, NoticeKind.WITHDRAWAL)
