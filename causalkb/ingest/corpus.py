"""What ships with the corpus beside works and notes: questions, hypotheses, suppressions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from causalkb.errors import InputError
from causalkb.files import read_file
from causalkb.formats import questions
from causalkb.formats.yaml_text import MAX_BYTES
from causalkb.ingest.questions import check_hypothesis
from causalkb.records import Suppression
from causalkb.store.store import Store


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
    try:
        found = questions.read(read_file(path, MAX_BYTES).decode(), str(path))
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path} cannot be read: {error}") from error
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
    try:
        suppressions = [
            Suppression(
                rule=item["rule"],
                subject=item["subject"],
                reason=" ".join(item["reason"].split()),
                works=tuple(item.get("works", ())),
                shipped=True,
            )
            for item in _items(path)
        ]
    except (KeyError, TypeError, AttributeError) as error:
        raise InputError(f"{path}: a suppression lacks {error}") from error
    with store.database.atomic():
        return store.suppressions.ship(suppressions)


def _items(path: Path) -> list[dict[str, Any]]:
    try:
        items = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise InputError(f"{path} is not valid YAML: {error}") from error
    if not isinstance(items, list):
        raise InputError(f"{path} must be a list")
    return items
