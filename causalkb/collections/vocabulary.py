"""``kb.vocabulary``: the words that claims, stances and hypotheses may use."""

from __future__ import annotations

import builtins

from causalkb.collections.collection import Collection
from causalkb.errors import InputError, UnknownError
from causalkb.records import Term


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
        from causalkb.ingest.words import check_term

        self.list(term.kind)
        check_term(term)
        with self._store.database.atomic():
            changed = self._store.vocabularies.put(term)
            if changed:
                self._not_undoable("vocabulary add")
        return changed

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
            self._not_undoable("vocabulary remove")

    def _named(self) -> str:
        return ", ".join(self.kinds())
