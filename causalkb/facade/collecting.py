"""What goes in and changes: adding, editing, tagging, removing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from causalkb.errors import InputError
from causalkb.facade.opened import Opened, Progress
from causalkb.records import AddResult, ParsedWork, Problem


class Collecting(Opened):
    """The verbs that add and change works."""

    def add(
        self,
        *sources: str | Path,
        embed: bool = True,
        progress: Progress | None = None,
    ) -> AddResult:
        """Add files and folders (BibTeX, notes) and return the account.

        Args:
            sources: Files, or folders that are searched for files of a known kind.
            embed: Embed and index at once; otherwise the next search does.
            progress: Called as work goes on.

        Raises:
            InputError: A source does not exist or holds nothing to read. Bad entries are not
                raised but reported in the result.
        """
        from causalkb.ingest.sources import expand

        files = expand(sources)
        parsed = ((_read(file), str(file.resolve())) for file in files)
        return self._add(parsed, embed=embed, progress=progress)

    def add_content(
        self,
        content: bytes,
        name: str,
        *,
        embed: bool = True,
        progress: Progress | None = None,
    ) -> AddResult:
        """Add what a file called ``name`` would hold; its suffix tells the format.

        Raises:
            InputError: There is no reader for the suffix.
        """
        from causalkb.formats.registry import reader_for

        items = reader_for(name)(content, name)
        return self._add([(items, name)], embed=embed, progress=progress)

    def add_corpus(self, progress: Progress | None = None) -> AddResult:
        """Load all that ships with causalkb: questions, works, notes, exceptions of the audit.

        Edits by hand stay.
        """
        from causalkb.formats.registry import read_source
        from causalkb.ingest.corpus import load_exceptions
        from causalkb.ingest.sources import expand
        from causalkb.paths import resource

        root = resource("corpus")
        self.add_questions(root / "questions.yaml")
        load_exceptions(self.store, root / "audit.yaml")
        parsed = (
            (read_source(file), f"corpus:{file.relative_to(root).as_posix()}")
            for file in expand([root])
        )
        return self._add(parsed, embed=True, progress=progress)

    def add_questions(self, path: Path | None = None) -> int:
        """Store the questions and hypotheses of a YAML file (default: the shipped ones)."""
        from causalkb.ingest.corpus import load_questions
        from causalkb.paths import resource

        return load_questions(self.store, path or resource("corpus") / "questions.yaml")

    def _add(
        self,
        parsed: Iterable[tuple[Iterator[ParsedWork | Problem], str]],
        *,
        embed: bool,
        progress: Progress | None,
    ) -> AddResult:
        from causalkb.ingest.importer import Importer, total

        importer = Importer(self.store, self._cut if embed else None)
        results: list[AddResult] = []
        try:
            for items, source in parsed:
                before = sum(r.entries for r in results)
                note = None if progress is None else _counting(progress, before)
                results.append(importer.run(items, source, note))
                if results[-1].interrupted:
                    break
            results.append(AddResult(problems=tuple(importer.relate())))
            if embed and not any(r.interrupted for r in results):
                self.sync(progress)
        except KeyboardInterrupt:
            # Between two entries or while embedding: the account of what is stored is not lost.
            results.append(AddResult(interrupted=True))
        return total(results)

    def remove(self, *keys: str) -> None:
        """Delete works with their passages, claims and links: all of them or none.

        Raises:
            UnknownError: There is no such key.
        """
        work_ids = [self.store.works.id_of(key) for key in keys]
        with self.store.database.atomic():
            command = self.store.undo.begin()
            for work_id in work_ids:
                self.store.undo.keep(command, "remove", work_id)
            for work_id in work_ids:
                self.store.works.remove(work_id)
            self.store.database.bump_generation()

    def edit(self, key: str, text: str) -> list[str]:
        """Make a work say what an edited BibTeX entry says, and return what changed.

        Raises:
            UnknownError: There is no such key.
            InputError: The text is not exactly one readable entry, or its new key is taken.
        """
        from causalkb.ingest.edit import apply_edit, parse_edit

        return apply_edit(self.store, self._cut, key, parse_edit(text))

    def tag(self, key: str, *tags: str, remove: bool = False) -> int:
        """Add tags to a work, or remove them, and return how many that changed.

        Raises:
            UnknownError: There is no such key, or a tag to remove that the work does not have.
        """
        from causalkb.ingest.edit import change_tags

        return change_tags(self.store, self._cut, key, tags, remove=remove)


def _read(file: Path) -> Iterator[ParsedWork | Problem]:
    """Read a file; one that cannot be read any more is a failure and costs the others nothing."""
    from causalkb.formats.registry import read_source

    try:
        return read_source(file)
    except InputError as error:
        return iter([Problem(str(file), str(error).removeprefix(f"{file}: "))])


def _counting(progress: Progress, before: int) -> Callable[[int], None]:
    return lambda done: progress("Reading entries", before + done, 0)
