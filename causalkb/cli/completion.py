"""What shell completion offers: what is in the knowledge base that the command line names."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from causalkb.errors import CausalKBError
from causalkb.vocabulary import Design, Field, Rung, Stance

if TYPE_CHECKING:
    from causalkb.knowledge_base import KnowledgeBase

Known = Callable[["KnowledgeBase", typer.Context], Iterable[str]]


def _complete(known: Known) -> Callable[[typer.Context, str], list[str]]:
    def complete(ctx: typer.Context, incomplete: str) -> list[str]:
        from causalkb.cli.app import opened

        try:
            with opened(_folder(ctx)) as kb:
                return [word for word in known(kb, ctx) if word.startswith(incomplete)]
        except (CausalKBError, OSError):
            return []  # completion has nobody to tell that there is no knowledge base

    return complete


def _folder(ctx: typer.Context) -> Path | None:
    """The knowledge base that the line names so far, after or before the command."""
    here: typer.Context | None = ctx
    while here is not None:
        folder = here.params.get("kb")
        if folder is not None:
            return Path(folder)
        here = here.parent  # type: ignore[assignment]  # Typer's contexts have Typer's parents
    return None


def _hypotheses(kb: KnowledgeBase, ctx: typer.Context) -> Iterable[str]:
    """Those of the question that the line names, where it names one."""
    # The parser gives up at an option without a value, and leaves the words before it as they are.
    words = [ctx.params.get("question"), ctx.params.get("what"), *ctx.args]
    slugs = kb.questions.slugs()
    question = next((word for word in words if isinstance(word, str) and word in slugs), None)
    return [one.slug for one in kb.hypotheses.list(question)]


def _stances(kb: KnowledgeBase, ctx: typer.Context) -> Iterable[str]:
    return [f"{slug}={stance.value}" for slug in _hypotheses(kb, ctx) for stance in Stance]


def _filters(kb: KnowledgeBase, ctx: typer.Context) -> Iterable[str]:
    """Every ``prefix:value`` of the query language whose values are known."""
    values: dict[str, Iterable[str]] = {
        "field": Field,
        "design": Design,
        "rung": Rung,
        "question": kb.questions.slugs(),
        "tag": [tag.name for tag in kb.tags.list()],
        "stance": _stances(kb, ctx),
        "type": _types(kb, ctx),
        "author": (),
        "year": (),
    }
    for prefix, known in values.items():
        yield f"{prefix}:"
        yield from (f"{prefix}:{value}" for value in known)


def _types(kb: KnowledgeBase, _ctx: typer.Context) -> Iterable[str]:
    return [word for word in kb.stats().types if word != "(none)"]


def _terms(kind: str) -> Known:
    return lambda kb, _: [term.name for term in kb.vocabulary.list(kind)]


def _subjects(kb: KnowledgeBase, _ctx: typer.Context) -> Iterable[str]:
    return [*(one.slug for one in kb.hypotheses.list()), *kb.claims.ids()]


def _rules(_kb: KnowledgeBase, _ctx: typer.Context) -> Iterable[str]:
    from causalkb.lint.rules import KNOWLEDGE_BASE

    return [rule.id for rule in KNOWLEDGE_BASE]


complete_concern = _complete(_terms("concern"))
complete_paradigm = _complete(_terms("paradigm"))
complete_population = _complete(_terms("population"))
complete_vocabulary = _complete(lambda kb, _: kb.vocabulary.kinds())
complete_claim = _complete(lambda kb, _: kb.claims.ids())
complete_filter = _complete(_filters)
complete_hypothesis = _complete(_hypotheses)
complete_id = _complete(lambda kb, _: [*kb.works.keys(), *kb.claims.ids()])
complete_key = _complete(lambda kb, _: kb.works.keys())
complete_question = _complete(lambda kb, _: kb.questions.slugs())
complete_question_or_hypothesis = _complete(
    lambda kb, ctx: [*kb.questions.slugs(), *_hypotheses(kb, ctx)]
)
complete_rule = _complete(_rules)
complete_stance = _complete(_stances)
complete_subject = _complete(_subjects)
complete_tag = _complete(lambda kb, _: [tag.name for tag in kb.tags.list()])
complete_type = _complete(_types)
