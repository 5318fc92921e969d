"""What ships with the corpus beside works and notes: questions, hypotheses, suppressions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from causalkb.errors import InputError
from causalkb.records import Hypothesis, Question, Suppression
from causalkb.store.store import Store


def load_questions(store: Store, path: Path) -> int:
    """Store the questions and hypotheses of a YAML file and return how many changed.

    What a user edited or retired is left alone.

    Raises:
        InputError: The file is not of the expected form.
    """
    changed = 0
    with store.database.atomic():
        for item in _items(path):
            try:
                question = Question(
                    slug=item["slug"],
                    title=item["title"],
                    statement=item["statement"],
                    why=item.get("why", ""),
                    origin=item.get("origin", ""),
                )
                changed += store.questions.put(question, shipped=True)
                for entry in item["hypotheses"]:
                    hypothesis = Hypothesis(entry["slug"], question.slug, entry["statement"])
                    changed += store.questions.put_hypothesis(hypothesis, shipped=True)
            except (KeyError, TypeError) as error:
                raise InputError(f"{path}: a question lacks {error}") from error
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
