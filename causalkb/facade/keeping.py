"""Looking after a knowledge base: indexes, health, backups."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from causalkb.errors import InputError
from causalkb.facade.opened import Opened, Progress
from causalkb.records import Filters

if TYPE_CHECKING:
    from causalkb.doctor import Finding


class Keeping(Opened):
    """The verbs of maintenance."""

    def reindex(self, *, model: str | None = None, progress: Progress | None = None) -> None:
        """Build both indexes anew from the store; with ``model``, embed everything with it first.

        Raises:
            ModelError: The model cannot be loaded; nothing was changed.
        """
        if model is not None:
            self._model = model
            self.__dict__.pop("encoder", None)
        window = str(self.encoder.window)
        self.indexes.discard()
        if self.store.database.meta("window") not in ("", window):
            self._recut(progress)
        self.sync(progress)

    def _recut(self, progress: Progress | None) -> None:
        """Cut all works anew, for an encoder with another window."""
        from causalkb.ingest.importer import rebuild_passages

        ids = self.store.selection.works(Filters())
        for n, work_id in enumerate(ids, 1):
            with self.store.database.atomic():
                rebuild_passages(self.store, self._cut, work_id)
            if progress is not None:
                progress("Cutting passages", n, len(ids))

    def doctor(self, *, fix: bool = False) -> list[Finding]:
        """Check everything and return what is wrong, each with its fix; with ``fix``, mend it."""
        from causalkb.doctor import examine

        return examine(self, fix=fix)

    def backup(self, target: str | Path) -> Path:
        """Write a consistent copy of the store to one file, and return its path.

        Raises:
            InputError: The file exists already or cannot be written.
        """
        path = Path(target).expanduser()
        if path.exists():
            raise InputError(f"{path} exists already; name another file")
        try:
            self.store.database.backup(path)
        except OSError as error:
            raise InputError(f"cannot write {path}: {error}") from error
        return path
