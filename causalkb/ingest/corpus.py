"""What ships with the corpus beside works and notes: questions, suppressions, documents."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from causalkb.files import read_utf8
from causalkb.formats import codings, questions, suppressions
from causalkb.formats.yaml_text import MAX_BYTES
from causalkb.ingest.questions import check_hypothesis
from causalkb.records import Document, DocumentKind
from causalkb.store.store import Store

DOCUMENT_FILES = {DocumentKind.TABLE: "tables/*.yaml", DocumentKind.SYNTHESIS: "syntheses/*.md"}
"""Where documents stand below a folder."""


def load_questions(store: Store, path: Path) -> int:
    """Store the questions and hypotheses of a YAML file and return how many changed.

    What a user edited or retired is left alone.

    Raises:
        InputError: The file is not of the expected form.
    """
    return _put_questions(store, path, shipped=False)


def load_shipped_questions(store: Store, path: Path) -> int:
    """Make the shipped questions and hypotheses those of a YAML file; return how many changed.

    Shipped hypotheses that the file does not have any more are retired; what a user edited or
    retired is left alone.

    Raises:
        InputError: The file is not of the expected form.
    """
    return _put_questions(store, path, shipped=True)


def _put_questions(store: Store, path: Path, *, shipped: bool) -> int:
    found = questions.read(read_utf8(path, MAX_BYTES), str(path))
    changed = 0
    with store.database.atomic():
        for question, hypotheses in found:
            changed += store.questions.put(question, shipped=True)
            for hypothesis in hypotheses:
                check_hypothesis(store, hypothesis)
                changed += store.questions.put_hypothesis(hypothesis, shipped=True)
        if shipped:
            changed += len(store.questions.retire_shipped(h.slug for _, hs in found for h in hs))
        if changed:
            store.database.bump_generation()
    return changed


def load_suppressions(store: Store, path: Path) -> int:
    """Make the shipped suppressions of the audit be those of a YAML file; return how many changed.

    What a user made or removed by hand is left alone.

    Raises:
        InputError: The file is not of the expected form.
    """
    found = suppressions.read(read_utf8(path, MAX_BYTES), str(path))
    with store.database.atomic():
        return store.suppressions.ship(replace(one.suppression, shipped=True) for one in found)


def load_documents(store: Store, root: Path) -> int:
    """Make the shipped tables and syntheses be those below a folder; return how many changed.

    What a user changed is left alone.

    Raises:
        InputError: A file cannot be read.
    """
    found = [
        Document(kind, path.stem, read_utf8(path, MAX_BYTES), shipped=True)
        for kind, pattern in DOCUMENT_FILES.items()
        for path in sorted(root.glob(pattern))
        if path.name.upper() != "README.MD"
    ]
    with store.database.atomic():
        return store.documents.ship(found)


def load_codings(store: Store, path: Path) -> int:
    """Store the shipped second readings that are not there; return how many were new.

    Raises:
        InputError: The file is not of the expected form.
    """
    held = {(one.coder, one.claim, one.hypothesis) for one in store.codings.all()}
    found = [
        one
        for one in codings.read(read_utf8(path, MAX_BYTES), str(path))
        if (one.coder, one.claim, one.hypothesis) not in held
    ]
    with store.database.atomic():
        return store.codings.put(found)
