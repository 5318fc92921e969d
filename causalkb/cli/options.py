"""Options that several commands share, and their parsing."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from enum import StrEnum
from functools import wraps
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from causalkb.cli.completion import (
    complete_claim,
    complete_hypothesis,
    complete_id,
    complete_key,
    complete_paradigm,
    complete_population,
    complete_question,
    complete_question_or_hypothesis,
    complete_stance,
    complete_tag,
    complete_type,
)
from causalkb.errors import InputError, nearest
from causalkb.vocabulary import Design, Directness, Field, Relation, Rung, Sign, Stance, Timing

if TYPE_CHECKING:
    from causalkb.records import Claim, ClaimRelation, Effect, Filters, Warrant

__all__ = [
    "complete_claim",
    "complete_hypothesis",
    "complete_id",
    "complete_key",
    "complete_question",
    "complete_question_or_hypothesis",
    "complete_tag",
    "filtered",
    "grouped",
]

_Command = TypeVar("_Command", bound=Callable[..., None])


class WhoseKeys(StrEnum):
    """Under which citation keys works are written."""

    KB = "kb"
    MINE = "mine"


KeysOption = Annotated[
    WhoseKeys,
    typer.Option(
        "--keys", help="Citation keys as here, or as your own sources (Zotero, a .bib) have them."
    ),
]
OcrOption = Annotated[
    bool,
    typer.Option(
        "--ocr/--no-ocr", help="Recognise the text of scanned PDFs, where ocrmypdf is on PATH."
    ),
]
Key = Annotated[str, typer.Argument(help="Citation key of a work.", autocompletion=complete_key)]
Keys = Annotated[
    list[str],
    typer.Argument(
        help="Citation keys of works; - reads them from stdin.", autocompletion=complete_key
    ),
]
FieldOption = Annotated[
    list[Field] | None,
    typer.Option(
        "--field", metavar="FIELD", help=f"Discipline: {', '.join(Field)}; may be repeated."
    ),
]
QuestionOption = Annotated[
    list[str] | None,
    typer.Option(
        "--question",
        metavar="QUESTION",
        help="Causal question.",
        autocompletion=complete_question,
    ),
]
TagOption = Annotated[
    list[str] | None, typer.Option("--tag", metavar="TAG", help="Tag.", autocompletion=complete_tag)
]
StanceOption = Annotated[
    list[str] | None,
    typer.Option(
        "--stance",
        metavar="HYPOTHESIS=STANCE",
        help="Stance of a claim.",
        autocompletion=complete_stance,
    ),
]
DesignOption = Annotated[
    list[Design] | None,
    typer.Option(
        "--design",
        metavar="DESIGN",
        help=f"How the evidence was obtained: {', '.join(Design)}.",
    ),
]
RungOption = Annotated[
    list[Rung] | None,
    typer.Option("--rung", metavar="RUNG", help=f"Rung of Pearl's ladder: {', '.join(Rung)}."),
]
PopulationOption = Annotated[
    list[str] | None,
    typer.Option(
        "--population",
        help="Whom or what was studied: animals, humans/children, ...; may be repeated.",
        autocompletion=complete_population,
    ),
]
ParadigmOption = Annotated[
    list[str] | None,
    typer.Option(
        "--paradigm",
        help="The task or method: null-contingency, probing, ...; may be repeated.",
        autocompletion=complete_paradigm,
    ),
]
YearOption = Annotated[
    str | None, typer.Option("--year", metavar="2015[:2020]", help="Year, or range of years.")
]
TypeOption = Annotated[
    list[str] | None,
    typer.Option(
        "--type",
        metavar="TYPE",
        help="Entry type: article, book, ...",
        autocompletion=complete_type,
    ),
]
AuthorOption = Annotated[
    list[str] | None, typer.Option("--author", metavar="NAME", help="Author's name.")
]
VenueOption = Annotated[
    list[str] | None,
    typer.Option("--venue", metavar="NAME", help="Journal, conference or publisher; may be cut."),
]
HasClaimsOption = Annotated[
    bool | None,
    typer.Option(
        "--has-claims/--no-claims",
        " /--without-claims",
        help="Only works with, or without, claims.",
    ),
]


_FILTERS: dict[str, object] = {
    "field": FieldOption,
    "question": QuestionOption,
    "tag": TagOption,
    "stance": StanceOption,
    "design": DesignOption,
    "rung": RungOption,
    "population": PopulationOption,
    "paradigm": ParadigmOption,
    "year": YearOption,
    "type": TypeOption,
    "author": AuthorOption,
    "venue": VenueOption,
    "has_claims": HasClaimsOption,
}
"""The filters of every command that lists something, by parameter, in the order of the help."""


def filtered(*, without: Collection[str] = ()) -> Callable[[_Command], Callable[..., None]]:
    """Give a command the options that filter; it takes them as one ``wanted: Filters``.

    Args:
        without: Names of filters that make no sense for this command.
    """
    table = {name: kind for name, kind in _FILTERS.items() if name not in without}
    return grouped("wanted", table, _filters)


def grouped(
    name: str, table: Mapping[str, object], make: Callable[..., object]
) -> Callable[[_Command], Callable[..., None]]:
    """Give a command options that other commands have too; it takes them as one argument.

    Args:
        name: The argument of the command that takes them; keyword-only.
        table: The options by parameter, in the order of the help; each is ``None`` by default.
        make: Makes the argument of them, given by name.
    """

    def decorate(command: _Command) -> Callable[..., None]:
        @wraps(command)
        def run(*args: Any, **kwargs: Any) -> None:
            given = {option: kwargs.pop(option) for option in table}
            command(*args, **{name: make(**given)}, **kwargs)

        # Typer builds the options of a command from its evaluated signature; the type of the
        # one argument may not be imported for '--help' and must not be evaluated.
        command.__annotations__.pop(name)
        own = inspect.signature(command, eval_str=True).parameters.values()
        parameters = [p for p in own if p.name != name]
        parameters += [
            inspect.Parameter(option, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=kind)
            for option, kind in table.items()
        ]
        signature = inspect.Signature(parameters, return_annotation=None)
        run.__signature__ = signature  # type: ignore[attr-defined]  # typeshed has no such attribute
        run.__annotations__ = {p.name: p.annotation for p in parameters}
        return run

    return decorate


def _filters(
    *,
    field: list[Field] | None = None,
    question: list[str] | None = None,
    tag: list[str] | None = None,
    stance: list[str] | None = None,
    design: list[Design] | None = None,
    rung: list[Rung] | None = None,
    population: list[str] | None = None,
    paradigm: list[str] | None = None,
    year: str | None = None,
    type: list[str] | None = None,
    author: list[str] | None = None,
    venue: list[str] | None = None,
    has_claims: bool | None = None,
) -> Filters:
    """Build filters from the options of a command.

    Raises:
        InputError: A year or stance that cannot be read.
    """
    from causalkb.records import Filters
    from causalkb.search.query.query import merge_filters, parse_filter

    found = Filters(
        fields=tuple(field or ()),
        questions=tuple(question or ()),
        tags=tuple(tag or ()),
        designs=tuple(design or ()),
        rungs=tuple(rung or ()),
        populations=tuple(population or ()),
        paradigms=tuple(paradigm or ()),
        types=tuple(t.casefold() for t in type or ()),
        authors=tuple(author or ()),
        venues=tuple(venue or ()),
        has_claims=has_claims,
    )
    if year is not None:
        found = merge_filters(found, parse_filter("year", [year]))
    return merge_filters(found, parse_filter("stance", stance)) if stance else found


def ids(given: Iterable[str]) -> list[str]:
    """Return the ids given, each once; ``-`` stands for those on standard input.

    Raises:
        InputError: Standard input is asked for and holds none.
    """
    found: dict[str, None] = {}
    for one in given:
        if one != "-":
            found[one] = None
            continue
        words = sys.stdin.buffer.read().decode("utf-8", "replace").split()
        if not words:
            raise InputError("there are no ids on standard input; 'list --format keys' writes some")
        found.update(dict.fromkeys(words))
    return list(found)


def unknown_word(kind: str, word: str, allowed: Collection[str]) -> InputError:
    """Return the error for a word of an option that is not one of those allowed."""
    close = nearest(word, allowed)
    hint = f"did you mean {close[0]}? " if close else ""
    return InputError(f"{word!r} is not a {kind}; {hint}there are {', '.join(allowed)}")


def stances(given: list[str] | None) -> dict[str, Stance]:
    """Read ``hypothesis=stance`` pairs.

    Raises:
        InputError: One is not of that form, or names no stance.
    """
    from causalkb.search.query.query import parse_filter

    return dict(parse_filter("stance", given).stances) if given else {}


def warrants(
    given: list[str] | None,
    because: str = "",
    direct: bool | None = None,
    by: str = "",
    otherwise: str = "",
    timing: Timing | None = None,
    *,
    old: Claim | None = None,
) -> dict[str, Warrant]:
    """Return the warrant of each of the stances given; none where nothing was said.

    Of a stance that the ``old`` claim has, what is not said here stays.

    Raises:
        InputError: As for :func:`stances`.
    """
    from causalkb.records.claims import NO_WARRANT

    said: dict[str, Any] = {
        "because": because.strip(),
        "directness": direct is not None and (Directness.DIRECT if direct else Directness.INDIRECT),
        "by": by,
        "otherwise": otherwise.strip(),
        "timing": timing,
    }
    said = {name: value for name, value in said.items() if value}
    found: dict[str, Warrant] = {}
    for slug, stance in stances(given).items():
        kept = old.warrant(slug) if old and old.stances.get(slug) is stance else NO_WARRANT
        warrant = replace(kept, **said, at="" if by else kept.at)
        if warrant != NO_WARRANT:
            found[slug] = warrant
    return found


def effects(given: list[str] | None) -> tuple[Effect, ...]:
    """Read effects such as ``training data->causal errors:+``.

    Raises:
        InputError: One is not of that form, or has no such sign.
    """
    return tuple(_effect(text) for text in given or ())


def _effect(text: str) -> Effect:
    from causalkb.records import Effect

    cause, arrow, rest = text.partition("->")
    effect, _, sign = rest.rpartition(":") if rest[-2:-1] == ":" else (rest, "", "?")
    if not (arrow and cause.strip() and effect.strip()):
        raise InputError(
            f"{text!r} is not an effect; write 'CAUSE->EFFECT:SIGN', SIGN one of + - 0 ?"
        )
    try:
        return Effect(cause.strip(), effect.strip(), Sign(sign))
    except ValueError:
        raise InputError(
            f"{sign!r} is not the sign of an effect; allowed: {', '.join(Sign)}"
        ) from None


def relations(given: list[str] | None, because: str = "") -> tuple[ClaimRelation, ...]:
    """Read ``relation=claim`` pairs.

    Raises:
        InputError: One is not of that form, or names no relation.
    """
    return tuple(_relation(text, because) for text in given or ())


def _relation(text: str, because: str) -> ClaimRelation:
    from causalkb.records import ClaimRelation

    word, equals, claim = text.partition("=")
    if not equals or not claim.strip():
        raise InputError(f"{text!r} is not a relation; write RELATION=CLAIM")
    try:
        return ClaimRelation(Relation(word.strip()), claim.strip(), because)
    except ValueError:
        close = nearest(word, tuple(Relation))
        hint = f"did you mean {close[0]}? " if close else ""
        raise InputError(
            f"{word!r} is not a relation; {hint}allowed: {', '.join(Relation)}"
        ) from None
