"""Options that several commands share, their parsing, and what shell completion offers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

import typer

from causalkb.errors import CausalKBError
from causalkb.records import Filters
from causalkb.vocabulary import Design, Field, Rung


def _complete(known: Callable[[], list[str]]) -> Callable[[str], list[str]]:
    def complete(incomplete: str) -> list[str]:
        try:
            return [word for word in known() if word.startswith(incomplete)]
        except CausalKBError:
            return []  # completion has nobody to tell that there is no knowledge base

    return complete


def _keys() -> list[str]:
    from causalkb.cli.app import opened

    with opened(None) as kb:
        return kb.store.works.keys()


def _questions() -> list[str]:
    from causalkb.cli.app import opened

    with opened(None) as kb:
        return kb.store.questions.slugs()


def _tags() -> list[str]:
    from causalkb.cli.app import opened

    with opened(None) as kb:
        return list(kb.store.works.tags())


complete_key = _complete(_keys)
complete_question = _complete(_questions)
complete_tag = _complete(_tags)

Key = Annotated[str, typer.Argument(help="Citation key of a work.", autocompletion=complete_key)]
Keys = Annotated[
    list[str], typer.Argument(help="Citation keys of works.", autocompletion=complete_key)
]
FieldOption = Annotated[
    list[Field] | None, typer.Option("--field", help="Discipline; may be repeated.")
]
QuestionOption = Annotated[
    list[str] | None,
    typer.Option("--question", help="Causal question.", autocompletion=complete_question),
]
TagOption = Annotated[
    list[str] | None, typer.Option("--tag", help="Tag.", autocompletion=complete_tag)
]
StanceOption = Annotated[
    list[str] | None,
    typer.Option("--stance", metavar="HYPOTHESIS=STANCE", help="Stance of a claim."),
]
DesignOption = Annotated[
    list[Design] | None, typer.Option("--design", help="How the evidence was obtained.")
]
RungOption = Annotated[list[Rung] | None, typer.Option("--rung", help="Rung of Pearl's ladder.")]
YearOption = Annotated[
    str | None, typer.Option("--year", metavar="2015[:2020]", help="Year, or range of years.")
]
TypeOption = Annotated[
    list[str] | None, typer.Option("--type", help="Entry type: article, book, ...")
]
AuthorOption = Annotated[list[str] | None, typer.Option("--author", help="Author's name.")]
HasClaimsOption = Annotated[
    bool | None,
    typer.Option("--has-claims/--no-claims", help="Only works with, or without, claims."),
]


def filters(
    *,
    field: list[Field] | None = None,
    question: list[str] | None = None,
    tag: list[str] | None = None,
    stance: list[str] | None = None,
    design: list[Design] | None = None,
    rung: list[Rung] | None = None,
    year: str | None = None,
    type: list[str] | None = None,
    author: list[str] | None = None,
    has_claims: bool | None = None,
) -> Filters:
    """Build filters from the options of a command.

    Raises:
        InputError: A year or stance that cannot be read.
    """
    from causalkb.retrieval.query import merge_filters, parse_filter

    found = Filters(
        fields=tuple(field or ()),
        questions=tuple(question or ()),
        tags=tuple(tag or ()),
        designs=tuple(design or ()),
        rungs=tuple(rung or ()),
        types=tuple(t.casefold() for t in type or ()),
        authors=tuple(author or ()),
        has_claims=has_claims,
    )
    if year is not None:
        found = merge_filters(found, parse_filter("year", [year]))
    return merge_filters(found, parse_filter("stance", stance)) if stance else found
