"""Which files a knowledge base as text consists of, and what they are called."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import quote, unquote

from causalkb.records import DocumentKind, Work
from causalkb.vocabulary import Field

MARKER = "causalkb.yaml"
QUESTIONS = "questions.yaml"
VOCABULARY = "vocabulary.yaml"
SUPPRESSIONS = "audit.yaml"
CODINGS = "codings.csv"
DECISIONS = "decisions.yaml"
CANDIDATES = "candidates.yaml"
ANNOTATIONS = "annotations.yaml"
NOTICES = "notices.yaml"
SHIPPED = "shipped.csv"
FILES = "files.csv"
NOTES = "notes"
FOLDERS = {DocumentKind.TABLE: ("tables", ".yaml"), DocumentKind.SYNTHESIS: ("syntheses", ".md")}
"""Folder and suffix of each kind of document."""
WITHOUT_FIELD = "works.bib"
BIBLIOGRAPHIES = frozenset({WITHOUT_FIELD, *(f"{field.value}.bib" for field in Field)})
"""The files that hold the records of works."""
FORMAT = 1
"""The version of this layout; a later one is refused."""
READ_ME = f"""\
# A knowledge base of causalkb as text. 'causalkb init --from DIR' makes a knowledge base of it,
# 'causalkb add DIR' brings what changed into yours, 'causalkb export --all DIR' writes it again.
format: {FORMAT}
"""
_LONGEST = 180
"""Bytes of a file's name; file systems allow 255."""


def is_archive(folder: Path) -> bool:
    """Whether a folder holds a whole knowledge base as text: it says so, or has questions."""
    try:
        root = folder.expanduser()
        return (root / MARKER).is_file() or (root / QUESTIONS).is_file()
    except (OSError, RuntimeError, ValueError):  # a name too long, a home that does not exist
        return False


def bibliography(work: Work) -> str:
    """Return the file that holds the record of a work."""
    return WITHOUT_FIELD if work.field is None else f"{work.field.value}.bib"


def note_files(keys: Iterable[str]) -> dict[str, str]:
    """Return the file of each work's note.

    Two names that differ only in the letter case would be one file on some systems, so that all
    but the first get a number; a name too long for a file is cut, and made unique by a hash.

    >>> note_files(["smith2020", "Smith2020", "DBLP:conf/x"])["smith2020"]
    'notes/smith2020~2.md'
    """
    from causalkb.formats.note.writer import file_name

    taken: dict[str, int] = {}
    files = {}
    for key in sorted(keys):
        stem = _short(file_name(key).removesuffix(".md"))
        folded = unicodedata.normalize("NFC", stem).casefold()
        taken[folded] = taken.get(folded, 0) + 1
        number = f"~{taken[folded]}" if taken[folded] > 1 else ""
        files[key] = f"{NOTES}/{stem}{number}.md"
    return files


def note_key(path: str) -> str:
    """Return the key that a note's file is named for, as far as the name tells."""
    return unquote(Path(path).stem)


def document_file(kind: DocumentKind, name: str) -> str:
    """Return the file of a document.

    >>> document_file(DocumentKind.SYNTHESIS, "overview")
    'syntheses/overview.md'
    """
    folder, suffix = FOLDERS[kind]
    stem = quote(name, safe="+@-_ ")
    return f"{folder}/{stem}{suffix}"


def document_name(path: str) -> str:
    """Return the name of the document in a file."""
    return unquote(Path(path).stem)


def _short(stem: str) -> str:
    if len(stem) <= _LONGEST:
        return stem
    return f"{stem[: _LONGEST - 17]}~{hashlib.sha256(stem.encode()).hexdigest()[:16]}"
