"""Questions and their hypotheses as YAML: reader and writer.

A list of questions, each with ``slug``, ``title``, ``statement``, optionally ``why`` and
``origin``, and ``hypotheses``; ``docs/evidence-model.md`` says
what a hypothesis may say.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any, TypeVar

from causalkb.errors import InputError, nearest
from causalkb.formats.yaml_text import Flow, dump, load
from causalkb.records import Hypothesis, Moderator, Question, Scope, Threshold
from causalkb.vocabulary import About, Facet, Form

_Word = TypeVar("_Word", bound=StrEnum)
_QUESTION = ("slug", "title", "statement", "why", "origin", "retired", "edited", "hypotheses")
_HYPOTHESIS = (
    *("slug", "statement", "form", "about", "wrong_if", "rivals", "scope", "moderators"),
    *("comparator", "threshold", "premises", "aliases", "retired", "edited"),
)


Edited = dict[str, bool]
"""Whether records are a user's own, by slug; those of which a file does not say it are left out."""


def read(text: str, source: str) -> list[tuple[Question, list[Hypothesis]]]:
    """Return the questions of a file, each with its hypotheses.

    Raises:
        InputError: The file is not of the expected form; the message says where.
    """
    return read_all(text, source)[0]


def read_all(
    text: str, source: str
) -> tuple[list[tuple[Question, list[Hypothesis]]], Edited, Edited]:
    """Return the questions of a file, and which questions and hypotheses are a user's own.

    Raises:
        InputError: As for :func:`read`.
    """
    items = load(text, source)
    if not isinstance(items, list):
        raise InputError(f"{source} must be a list of questions")
    found = [_question(item, source) for item in items]
    hypotheses = [said for item in items for said in item.get("hypotheses") or []]
    return found, _edited(items, source), _edited(hypotheses, source)


def _edited(items: Iterable[Mapping[str, Any]], source: str) -> Edited:
    return {
        " ".join(said["slug"].split()): _flag(said, f"{source}: {said['slug']}", "edited")
        for said in items
        if "edited" in said
    }


def _question(item: Any, source: str) -> tuple[Question, list[Hypothesis]]:
    said = _mapping(item, _QUESTION, "question", source)
    slug = _need(said, "slug", f"{source}: a question")
    where = f"{source}: question {slug}"
    question = Question(
        slug=slug,
        title=_need(said, "title", where),
        statement=_need(said, "statement", where),
        why=_line(said, "why", where),
        origin=_line(said, "origin", where),
        retired=_flag(said, where),
    )
    return question, [_hypothesis(h, slug, source) for h in _list(said, "hypotheses", where)]


def _hypothesis(item: Any, question: str, source: str) -> Hypothesis:
    said = _mapping(item, _HYPOTHESIS, f"hypothesis of {question}", source)
    slug = _need(said, "slug", f"{source}: a hypothesis of {question}")
    where = f"{source}: hypothesis {slug}"
    scope = _mapping(said.get("scope") or {}, ("populations", "paradigms"), "scope", where)
    return Hypothesis(
        slug=slug,
        question=question,
        statement=_need(said, "statement", where),
        retired=_flag(said, where),
        form=_word(said, "form", Form, where),
        wrong_if=_line(said, "wrong_if", where),
        about=_word(said, "about", About, where) or About.BEHAVIOUR,
        rivals=_texts(said, "rivals", where),
        scope=Scope(_texts(scope, "populations", where), _texts(scope, "paradigms", where)),
        moderators=tuple(_moderator(m, where) for m in _list(said, "moderators", where)),
        comparator=_line(said, "comparator", where),
        threshold=_threshold(said.get("threshold"), where),
        premises=_texts(said, "premises", where),
        aliases=_texts(said, "aliases", where),
    )


def _moderator(item: Any, where: str) -> Moderator:
    if isinstance(item, str):
        item = {"facet": item}
    said = _mapping(item, ("facet", "declared", "because"), "moderator", where)
    facet = _word(said, "facet", Facet, where)
    if facet is None:
        raise InputError(f"{where}: a moderator needs a 'facet'")
    return Moderator(facet, _line(said, "declared", where), _line(said, "because", where))


def _threshold(item: Any, where: str) -> Threshold | None:
    if not item:
        return None
    said = {"value": item} if isinstance(item, str) else item
    said = _mapping(said, ("value", "unit"), "threshold", where)
    try:
        return Threshold(float(_need(said, "value", where)), _line(said, "unit", where))
    except ValueError:
        raise InputError(f"{where}: {said['value']!r} is not a number (threshold)") from None


def _mapping(item: Any, allowed: Sequence[str], what: str, where: str) -> dict[str, Any]:
    if not isinstance(item, dict):
        raise InputError(f"{where}: a {what} must be 'name: value' pairs")
    for name in item:
        if name not in allowed:
            close = nearest(str(name), allowed)
            hint = f"did you mean {close[0]}? " if close else ""
            raise InputError(
                f"{where}: {name!r} is not a field of a {what}; {hint}there are"
                f" {', '.join(allowed)}"
            )
    return item


def _line(said: Mapping[str, Any], name: str, where: str) -> str:
    value = said.get(name, "")
    if not isinstance(value, str):
        raise InputError(f"{where}: {name!r} must be a text")
    return " ".join(value.split())


def _need(said: Mapping[str, Any], name: str, where: str) -> str:
    value = _line(said, name, where)
    if not value:
        raise InputError(f"{where}: {name!r} is missing")
    return value


def _flag(said: Mapping[str, Any], where: str, name: str = "retired") -> bool:
    value = _line(said, name, where).casefold()
    if value not in ("", "true", "false"):
        raise InputError(f"{where}: {name!r} must be true or false, not {value!r}")
    return value == "true"


def _list(said: Mapping[str, Any], name: str, where: str) -> list[Any]:
    value = said.get(name) or []
    if not isinstance(value, list):
        raise InputError(f"{where}: {name!r} must be a list")
    return value


def _texts(said: Mapping[str, Any], name: str, where: str) -> tuple[str, ...]:
    values = [" ".join(v.split()) if isinstance(v, str) else "" for v in _list(said, name, where)]
    if not all(values):
        raise InputError(f"{where}: {name!r} must be a list of texts")
    return tuple(dict.fromkeys(values))


def _word(said: Mapping[str, Any], name: str, words: type[_Word], where: str) -> _Word | None:
    value = _line(said, name, where)
    if not value:
        return None
    try:
        return words(value)
    except ValueError:
        close = nearest(value, tuple(words))
        hint = f"did you mean {close[0]}? " if close else ""
        raise InputError(
            f"{where}: {value!r} is not a {name}; {hint}there are {', '.join(words)}"
        ) from None


def write(
    questions: Iterable[tuple[Question, Sequence[Hypothesis]]],
    edited_questions: Edited | None = None,
    edited_hypotheses: Edited | None = None,
) -> str:
    """Return questions with their hypotheses as YAML; :func:`read_all` gives the same back."""
    mine, own = edited_questions or {}, edited_hypotheses or {}
    return dump([_written(question, hypotheses, mine, own) for question, hypotheses in questions])


def _written(
    question: Question, hypotheses: Sequence[Hypothesis], mine: Edited, own: Edited
) -> dict[str, Any]:
    return _filled(
        {
            "slug": question.slug,
            "title": question.title,
            "statement": question.statement,
            "why": question.why,
            "origin": question.origin,
            "retired": question.retired,
            "edited": _said(mine, question.slug),
            "hypotheses": [_written_hypothesis(h, own) for h in hypotheses],
        }
    )


def _said(edited: Edited, slug: str) -> str:
    """Return "true", "false", or "" where nothing is to be said."""
    return str(edited[slug]).lower() if slug in edited else ""


def _written_hypothesis(hypothesis: Hypothesis, own: Edited) -> dict[str, Any]:
    threshold = hypothesis.threshold
    scope = {
        "populations": list(hypothesis.scope.populations),
        "paradigms": list(hypothesis.scope.paradigms),
    }
    return _filled(
        {
            "slug": hypothesis.slug,
            "statement": hypothesis.statement,
            "form": hypothesis.form and hypothesis.form.value,
            "about": hypothesis.about.value if hypothesis.about is About.MECHANISM else "",
            "wrong_if": hypothesis.wrong_if,
            "rivals": list(hypothesis.rivals),
            "scope": _filled(scope),
            "moderators": [
                _filled({"facet": m.facet.value, "declared": m.declared, "because": m.because})
                for m in hypothesis.moderators
            ],
            "comparator": hypothesis.comparator,
            "threshold": (
                Flow(_filled({"value": threshold.value, "unit": threshold.unit}))
                if threshold
                else None
            ),
            "premises": list(hypothesis.premises),
            "aliases": list(hypothesis.aliases),
            "retired": hypothesis.retired,
            "edited": _said(own, hypothesis.slug),
        }
    )


def _filled(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value}
