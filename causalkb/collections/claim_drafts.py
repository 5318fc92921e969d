"""What ``kb.proposals`` does with language models: let them draft claims, which then wait."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from causalkb.collections.claim_sheets import ClaimSheets
from causalkb.errors import ModelError
from causalkb.records import Drafted, Filters, Work
from causalkb.session import Progress

if TYPE_CHECKING:
    from causalkb.candidates.near import Nearest
    from causalkb.language_models.opening import Settings

_CONTEXT = 8_192
"""Tokens of a local model's context, unless told: a prompt takes up to some 6,000."""


class ClaimDrafts(ClaimSheets):
    """Drafts by a language model.

    A part of :class:`causalkb.collections.proposals.Proposals`.
    """

    _nearest: Callable[[], Nearest]

    def prompts(
        self, key: str | Sequence[str] | None = None, filters: Filters | None = None
    ) -> list[str]:
        """Return what a model would be sent of each work that has a text; nothing is sent.

        Raises:
            UnknownError: There is no such work, or a filter names what is not there.
        """
        from causalkb.candidates.drafting import show

        works = self._works_of(key, filters)
        near = self._nearest()
        shown = [show(self._store, work, work_id, near) for work_id, work in works]
        return [one.prompt for one in shown if one is not None]

    def draft_claims(
        self,
        model: str,
        key: str | Sequence[str] | None = None,
        filters: Filters | None = None,
        *,
        settings: Settings | None = None,
        progress: Progress | None = None,
    ) -> Drafted:
        """Let a model draft claims of works; each waits, marked with the model's name.

        Works that it drafted claims of before are passed over, so that a run that broke off goes
        on. A draft whose quote is not in the text, word for word, is dropped and counted.

        Args:
            model: "openai:BASE_URL#MODEL" or "local:PATH.gguf".
            key: Citation key of a work, or several; default: all that pass the filters.
            filters: Which works, where no key is given.
            settings: Of the model.
            progress: Called while works are read.

        Raises:
            InputError: The name is none of a model that writes.
            ModelError: A local model cannot be loaded. An endpoint that fails while works are
                read ends the run, and the account says why.
            UnknownError: There is no such work, or a filter names what is not there.
        """
        from causalkb.candidates.drafting import read, show
        from causalkb.language_models.opening import Settings, open_writer

        works = self._works_of(key, filters)
        settings = settings or Settings(context=_CONTEXT, tries=3)
        near = self._nearest()
        total = Drafted()
        writer = open_writer(model, settings)
        try:
            for done, (work_id, work) in enumerate(works, 1):
                if any(one.by == writer.name for one in self._states(work_id).values()):
                    total = replace(total, before=total.before + 1)
                    continue
                shown = show(self._store, work, work_id, near)
                if shown is None:
                    total = replace(total, without_text=total.without_text + 1)
                    continue
                try:
                    answer = writer.write(shown.prompt)
                except ModelError as error:
                    return replace(total, stopped=str(error))
                found = read(self._store, work, work_id, shown, answer, writer.name)
                with self._store.database.atomic():
                    new = sum(self._store.candidates.put(work_id, one) for one in found.good)
                total = replace(
                    total,
                    asked=total.asked + 1,
                    added=total.added + new,
                    known=total.known + len(found.good) - new,
                    not_there=total.not_there + found.not_there,
                    unreadable=total.unreadable + found.unreadable,
                )
                if progress is not None:
                    progress("Asking the model", done, len(works))
        finally:
            writer.close()
        return total

    def _works_of(
        self, key: str | Sequence[str] | None, filters: Filters | None
    ) -> Sequence[tuple[int, Work]]:
        ids = self._ids_of(key, filters)
        works = self._store.works.many(ids)
        return [(work_id, works[work_id]) for work_id in ids]

    def _ids_of(self, key: str | Sequence[str] | None, filters: Filters | None) -> Sequence[int]:
        """Row ids of the works with these keys, or of all that pass."""
        if key is None:
            return [*self._store.selection.works(filters or Filters())]
        keys = (key,) if isinstance(key, str) else key
        works = self._store.works
        return [*dict.fromkeys(works.id_of(works.known_as(one)) for one in keys)]
