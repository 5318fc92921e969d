"""What a site is to show, and what came of writing one."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from causalkb.errors import InputError
from causalkb.paths import expanded
from causalkb.report.summary.build import day_of
from causalkb.text import clean_line


@dataclass(frozen=True, slots=True)
class SiteOptions:
    """What a site is to show.

    Attributes:
        title: Its title; default: that of its only question, else that of an overview.
        base_url: Where it will be published (http or https); needed for a sitemap and for absolute
            addresses in the feed. Links between pages are relative in any case.
        day: The date that the edition bears (2026-11-25); default: ``SOURCE_DATE_EPOCH``, else
            none, so that the same knowledge base gives the same bytes on any day.
        questions: Slugs of the questions it covers, with the works that bear on them; empty: all.
        theme: A style sheet that is loaded after the site's own.
        compare: An earlier edition: the folder of a site, or a report in JSON.
        abstracts: Show abstracts.
        local_paths: Show fields that hold paths on somebody's disk.
        private_notes: Show notes whose front matter says ``private: true``, and fields for personal
            remarks (``annote``, ``review``, ...).
    """

    title: str = ""
    base_url: str = ""
    day: str = ""
    questions: tuple[str, ...] = ()
    theme: Path | None = None
    compare: Path | None = None
    abstracts: bool = False
    local_paths: bool = False
    private_notes: bool = False

    def checked(self) -> SiteOptions:
        """Return them with words tidied and paths expanded.

        Raises:
            InputError: The address or the date is not one, or dates are needed and missing.
        """
        dated = self.day or os.environ.get("SOURCE_DATE_EPOCH")
        day = day_of(self.day or None) if dated else ""
        if self.compare is not None and not day:
            raise InputError(
                "what changed needs the date of this edition: add --date 2026-11-25 (the day)"
            )
        return replace(
            self,
            title=clean_line(self.title),
            base_url=_address(self.base_url),
            day=day,
            questions=tuple(dict.fromkeys(self.questions)),
            theme=None if self.theme is None else expanded(self.theme),
            compare=None if self.compare is None else expanded(self.compare),
        )


def _address(text: str) -> str:
    """Return the address of the site's folder, with a slash at its end, or "".

    Raises:
        InputError: It is not an address of http or https.
    """
    address = text.strip()
    if not address:
        return ""
    try:
        parts = urlsplit(address)
    except ValueError:
        parts = urlsplit("")
    plain = (
        not any(c.isspace() or c in "<>\"'`\\" for c in address) and clean_line(address) == address
    )
    if parts.scheme not in ("http", "https") or not parts.netloc or not plain or parts.query:
        raise InputError(f"--base-url: {address!r} is not like https://example.org/evidence/")
    return address if address.endswith("/") else f"{address}/"


@dataclass(frozen=True, slots=True)
class SiteBuilt:
    """A site that was written.

    Attributes:
        folder: Where it is.
        pages: How many pages it has.
        files: How many files, pages included.
        size: Bytes of all of them.
        edition: SHA-256 of what the site says, 64 hexadecimal digits; the date is not part of it.
    """

    folder: Path
    pages: int
    files: int
    size: int
    edition: str
