"""``kb.vocabulary``: the words that claims, stances and hypotheses may use."""

from __future__ import annotations

import builtins
import re

from causalkb.collections.collection import Collection
from causalkb.errors import InputError, UnknownError
from causalkb.records import Term

_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*(/[a-z0-9]+(-[a-z0-9]+)*)?")
_MOST = 80


class Vocabulary(Collection):
    """The vocabularies of a knowledge base, by kind."""

    def kinds(self) -> builtins.list[str]:
        """Return the kinds of words: population, paradigm, design, stance, ..."""
        return self._store.vocabularies.kinds()

    def list(self, kind: str | None = None) -> builtins.list[Term]:
        """Return the words of one kind or of all, each with its meaning and an example.

        Raises:
            UnknownError: There is no such kind.
        """
        if kind is not None and kind not in self.kinds():
            raise UnknownError("vocabulary", kind, self.kinds(), f"there are {self._named()}")
        return self._store.vocabularies.all(kind)

    def add(self, term: Term) -> bool:
        """Add a word of one's own, or change one; return whether anything changed.

        Raises:
            UnknownError: There is no such kind.
            InputError: The kind cannot be extended, or the word has no usable name or no meaning.
        """
        from causalkb.store.vocabularies import OPEN

        self.list(term.kind)
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
        with self._store.database.atomic():
            return self._store.vocabularies.put(term)

    def remove(self, kind: str, name: str) -> None:
        """Remove a word of one's own that no claim uses.

        Raises:
            UnknownError: There is no such word.
            InputError: It is shipped, or claims use it.
        """
        terms = {term.name: term for term in self.list(kind)}
        if name not in terms:
            raise UnknownError(kind, name, terms, f"'causalkb vocabulary {kind}' shows all")
        if terms[name].shipped:
            raise InputError(f"{name} ships with causalkb and stays")
        uses = self._store.vocabularies.uses(kind, name)
        if uses:
            raise InputError(f"{uses} claims use {name}; change them first")
        with self._store.database.atomic():
            self._store.vocabularies.remove(kind, name)

    def _named(self) -> str:
        return ", ".join(self.kinds())
