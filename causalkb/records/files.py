"""The files of works and the texts that are read from them."""

from __future__ import annotations

from dataclasses import dataclass

FROM_FILE = "from-file"
"""Tag of works of which only a document tells: its title, as far as it could be read. What a
bibliography says of such a work replaces that, and takes the tag away."""


@dataclass(frozen=True, slots=True)
class WorkFile:
    """A file of a work: a paper, a supplement, a saved page.

    Attributes:
        path: Where it was last seen.
        sha256: Hash of its content in hexadecimal digits, "" where it was not read.
        bytes: Its size, ``None`` where it was not read.
        pages: How many pages it has, ``None`` where it has none (a web page) or it was not read.
        media_type: Such as "application/pdf".
        source: What named it: "add", the path of a bibliography, or another program's name for it.
        reader: What read it, with a version.
        version: Which version of the work it is ("arXiv:2401.01234v2"), "" for the work itself.
    """

    path: str
    sha256: str = ""
    bytes: int | None = None
    pages: int | None = None
    media_type: str = ""
    source: str = "add"
    reader: str = ""
    version: str = ""

    @property
    def recognised(self) -> bool:
        """Whether text of it was recognised from pictures (OCR), and so may have errors."""
        return self.reader.endswith("ocrmypdf")


@dataclass(frozen=True, slots=True)
class FullText:
    """The text of a file: each page or part with its locator ("p. 2", "§ 3", or ``None``).

    Within a page, paragraphs are separated by an empty line. ``titles`` are what may be the title
    of the work, by which it is found where it is there already.
    """

    file: WorkFile
    pages: tuple[tuple[str | None, str], ...]
    titles: tuple[str, ...] = ()
