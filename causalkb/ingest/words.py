"""Whether the words that an entry uses exist: questions, hypotheses and vocabularies."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from causalkb.errors import InputError, nearest
from causalkb.lazy import compiled_on_use
from causalkb.records import Claim, ParsedWork, Problem, Term
from causalkb.store.store import Store
from causalkb.store.vocabularies import OPEN
from causalkb.vocabulary import Severity

_LISTING = {
    "question": "questions",
    "hypothesis": "hypotheses",
    "population": "vocabulary population",
    "paradigm": "vocabulary paradigm",
    "concern": "vocabulary concern",
}


_NAME = compiled_on_use(r"[a-z0-9]+(-[a-z0-9]+)*(/[a-z0-9]+(-[a-z0-9]+)*)?")
_MOST = 80


def check_term(term: Term) -> None:
    """Make sure that a word of a user's own may be stored.

    Raises:
        InputError: The kind cannot be extended, or the word has no usable name or no meaning.
    """
    if term.kind not in OPEN:
        raise InputError(
            f"the words for {term.kind} decide how evidence is counted and cannot be added to;"
            f" these can: {', '.join(OPEN)}"
        )
    if not _NAME.fullmatch(term.name) or len(term.name) > _MOST:
        raise InputError(
            f"{term.name!r} is not a usable name: lower-case letters and digits joined by"
            " hyphens, with at most one slash, such as 'plants/maize'"
        )
    if "/" in term.name and term.kind != "population":
        raise InputError("only populations have two levels with a slash between them")
    if not term.meaning.strip():
        raise InputError(f"{term.name} needs a meaning (one plain sentence)")
    if term.observes not in ("", "output", "internals", "both"):
        raise InputError("'observes' must be output, internals or both")


def unknown_words(store: Store, item: ParsedWork) -> list[Problem]:
    """Return a problem for each word that does not exist: a note fails, a .bib entry is kept."""
    known: dict[str, set[str]] = {"question": set(store.questions.slugs())}
    used = [("question", slug, f"questions.{slug}") for slug in item.work.questions]
    if item.claims:
        known["hypothesis"] = {*store.questions.hypothesis_slugs(), *store.questions.aliases()}
        for kind in ("population", "paradigm", "concern"):
            known[kind] = set(store.vocabularies.names(kind))
        used += [use for claim in item.claims for use in _uses(claim)]
    problems: list[Problem] = []
    for kind, word, place in dict.fromkeys(used):
        if word in known[kind]:
            continue
        close = nearest(word, known[kind])
        hint = f"did you mean {close[0]}?" if close else f"'causalkb {_LISTING[kind]}' shows all"
        failed = item.by_key and not problems
        problems.append(
            Problem(
                source=item.source,
                reason=f"no {kind} {word!r}",
                line=item.lines.get(place, item.line),
                key=item.work.key or None,
                hint=hint,
                severity=Severity.FAILED if failed else Severity.WARNING,
            )
        )
    return problems


def _uses(claim: Claim) -> Iterable[tuple[str, str, str]]:
    """The words of a claim that are looked up: kind, word, and the place to report."""
    for slug in claim.stances:
        yield "hypothesis", slug, f"stance.{slug}"
    for kind, word in (("population", claim.population), ("paradigm", claim.paradigm)):
        if word is not None:
            yield kind, word, f"{kind}.{word}"
    for word in claim.concerns:
        yield "concern", word, f"concern.{word}"


def check_words(store: Store, claim: Claim) -> None:
    """Make sure that the words of a claim exist.

    Raises:
        UnknownError: One does not; it carries the nearest.
    """
    for slug in claim.stances:
        store.questions.hypothesis(slug)
    for kind, word in (("population", claim.population), ("paradigm", claim.paradigm)):
        if word is not None:
            store.vocabularies.check(kind, [word])
    store.vocabularies.check("concern", claim.concerns)


def with_present_slugs(store: Store, claims: Sequence[Claim]) -> list[Claim]:
    """Return claims whose stances name hypotheses by their present slugs, not by former ones."""
    aliases = store.questions.aliases()
    if not any(slug in aliases for claim in claims for slug in claim.stances):
        return list(claims)
    return [
        replace(
            claim,
            stances={aliases.get(slug, slug): side for slug, side in claim.stances.items()},
            warrants={aliases.get(slug, slug): why for slug, why in claim.warrants.items()},
        )
        for claim in claims
    ]
