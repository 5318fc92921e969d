"""A folder of text files → all that it says, and what is wrong with it, file by file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from causalkb.archive import layout
from causalkb.archive import marked as marked_files
from causalkb.archive.conflicts import Conflict, conflicts_in, without_conflicts
from causalkb.archive.contents import (
    APART,
    EDITED,
    VERSIONS,
    Contents,
    HypothesisEntry,
    NoteEntry,
    QuestionEntry,
    WorkEntry,
    number_of,
)
from causalkb.archive.export import file_digest
from causalkb.archive.folder import Folder
from causalkb.archive.proposed import read_candidates_file, read_decisions_file
from causalkb.archive.shipped import shipped
from causalkb.archive.to_files import SHIPPED_COLUMNS
from causalkb.archive.work_files import files_from
from causalkb.errors import InputError
from causalkb.formats import codings, questions, suppressions, words
from causalkb.formats.note import reader as note_reader
from causalkb.formats.note.reader import MAX_NOTE
from causalkb.formats.registry import can_be_read, is_document, read_content, suffixes
from causalkb.formats.tabular import read_rows
from causalkb.formats.yaml_text import MAX_BYTES, load
from causalkb.records import Document, DocumentKind, ParsedItem, ParsedWork, Problem
from causalkb.store.origins import SHIPPED
from causalkb.store.provenance import MERGED
from causalkb.vocabulary import Severity

_BIBTEX = (re.compile(r"@"), re.compile(r"\}\s*$"))
_LIST = (re.compile(r"- "), None)
_ROWS = (re.compile(""), None)
_KEY = re.compile(r"^@\w+\s*\{\s*([^,\s{}]+)\s*,", re.MULTILINE)
_RESOLVE = "resolve it in an editor ('git status' lists such files), then read the folder again"


@dataclass(slots=True)
class Parsed:
    """What a folder says.

    Attributes:
        contents: Its records.
        items: Its works and notes as readers found them, by key.
        problems: What could not be read, with file and line.
        files: Hashes of the files that were read whole and are named as an export names them.
        failed: Kinds of records, and works' notes (``notes KEY``), of which something is missing
            because a file could not be read.
        marked: Whether causalkb wrote the folder.
    """

    contents: Contents = field(default_factory=Contents)
    works: list[ParsedWork] = field(default_factory=list)
    notes: dict[str, ParsedWork] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    files: dict[str, str] = field(default_factory=dict)
    failed: set[str] = field(default_factory=set)
    marked: bool = False


def parse_folder(path: Path) -> Parsed:
    """Read a folder of text files.

    Raises:
        InputError: It cannot be read, or a newer causalkb wrote it.
    """
    try:
        folder = Folder(path)
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror or error}") from error
    reading = _Reading(folder)
    reading.run()
    return reading.parsed


class _Reading:
    def __init__(self, folder: Folder) -> None:
        self._folder = folder
        self.parsed = Parsed()
        self._older: set[str] = set()

    def run(self) -> None:
        """Read every file, those first that others refer to."""
        files = self._folder.files
        if layout.MARKER in files:
            self._marker()
        for path, read, kinds in (
            (layout.VOCABULARY, self._words, ("words",)),
            (layout.QUESTIONS, self._questions, ("questions", "hypotheses")),
            (layout.SUPPRESSIONS, self._suppressions, ("suppressions",)),
            (layout.CODINGS, self._codings, ("codings",)),
            (layout.DECISIONS, self._decisions, ("decisions",)),
            (layout.CANDIDATES, self._candidates, ("candidates",)),
            (layout.ANNOTATIONS, self._annotations, ("annotations",)),
            (layout.NOTICES, self._notices, ("notices",)),
            (layout.FILES, self._work_files, ("files",)),
            (layout.SHIPPED, self._shipped, ()),
        ):
            if path in files:
                self._read_file(path, read, kinds)
        notes = (".md", ".markdown", ".txt")
        known = {s for s in suffixes() if s not in notes and not is_document(Path(f"x{s}"))}
        own = {layout.CODINGS, layout.FILES, layout.SHIPPED}
        for path in files:
            place = Path(self._folder.place(path))
            # A table beside the bibliographies may hold something else than references.
            if place.suffix.lower() in known and path not in own and can_be_read(place):
                self._bibliography(path)
        for kind, (inside, suffix) in layout.FOLDERS.items():
            for path in files:
                if path.startswith(f"{inside}/") and path.endswith(suffix):
                    self._document(path, kind)
        self._notes([path for path in files if self._may_be_a_note(path)])
        self.parsed.problems += self._folder.problems

    def _may_be_a_note(self, path: str) -> bool:
        inside = path.split("/")[0]
        if inside == layout.FOLDERS[DocumentKind.SYNTHESIS][0] or not path.endswith(".md"):
            return False
        # Pages beside a folder of notes describe the whole.
        apart = self.parsed.marked or any(f.startswith("notes/") for f in self._folder.files)
        return inside == layout.NOTES or not apart

    def _problem(self, path: str, reason: str, line: int | None = None, **more: Any) -> None:
        self.parsed.problems.append(Problem(self._folder.place(path), reason, line, **more))

    def _text(self, path: str, limit: int = MAX_BYTES) -> str | None:
        content = self._folder.read(path, limit)
        if content is None:
            return None
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            self._problem(path, "is not UTF-8 text", hint="save it as UTF-8")
            return None
        self.parsed.files[path] = file_digest(content)
        return text.replace("\r\n", "\n")

    def _refuse(self, path: str, kinds: tuple[str, ...]) -> None:
        self.parsed.files.pop(path, None)
        self.parsed.failed.update(kinds)

    # The files of which there is one

    def _marker(self) -> None:
        self.parsed.marked = True
        text = self._text(layout.MARKER) or ""
        said = load(text, self._folder.place(layout.MARKER)) if not conflicts_in(text) else None
        said = said if isinstance(said, dict) else {}
        version = str(said.get("format", layout.FORMAT))
        if not version.isdigit() or int(version[:9]) > layout.FORMAT:
            raise InputError(
                f"{self._folder.root} was written by a newer causalkb (format {version[:20]},"
                f" this one knows {layout.FORMAT}); upgrade causalkb"
            )
        older = said.get("shipped")
        self._older = set(map(str, older)) if isinstance(older, list) else set()

    def _read_file(
        self, path: str, read: Callable[[str, str], None], kinds: tuple[str, ...]
    ) -> None:
        text = self._text(path)
        if text is None:
            self._refuse(path, kinds)
            return
        begins, ends = _ROWS if path.endswith(".csv") else _LIST
        kept, conflicts = without_conflicts(text, begins, ends)
        self._name_conflicts(path, conflicts)
        if conflicts:
            self._refuse(path, kinds)
        try:
            read(kept, self._folder.place(path))
        except InputError as error:
            self._refuse(path, kinds)
            place = self._folder.place(path)
            reason = str(error).removeprefix(f"{place}: ").removeprefix(f"{place} ")
            if not conflicts:
                self._problem(path, reason)

    def _name_conflicts(
        self, path: str, conflicts: list[Conflict], names: dict[int, str] | None = None
    ) -> None:
        for one in conflicts:
            lines = f"lines {one.first} to {one.last} were left out"
            keys = (names or {}).get(one.marker, "")
            reason = f"a merge conflict (<<<<<<<): {lines}{f': {keys}' if keys else ''}"
            self._problem(path, reason, one.marker, hint=_RESOLVE)

    def _words(self, text: str, place: str) -> None:
        found = words.read(text, place)
        self.parsed.contents.words = {f"{term.kind} {term.name}": term for term in found}

    def _questions(self, text: str, place: str) -> None:
        found, mine, own = questions.read_all(text, place)
        ours, contents = shipped(), self.parsed.contents
        for question, hypotheses in found:
            slug = question.slug
            edited = mine.get(slug, slug not in ours.questions)
            contents.questions[slug] = QuestionEntry(question, edited)
            for one in hypotheses:
                edited = own.get(one.slug, one.slug not in ours.hypotheses)
                contents.hypotheses[one.slug] = HypothesisEntry(one, edited)

    def _suppressions(self, text: str, place: str) -> None:
        ours = shipped().suppressions
        for one, is_shipped, retired in suppressions.read(text, place):
            name = f"{one.rule} {one.subject}"
            origin = name in ours if is_shipped is None else is_shipped
            one = replace(one, shipped=origin)
            self.parsed.contents.suppressions[name] = (one, retired)

    def _codings(self, text: str, place: str) -> None:
        for one in codings.read(text, place):
            self.parsed.contents.codings[f"{one.claim} {one.hypothesis} {one.coder}"] = one

    def _decisions(self, text: str, place: str) -> None:
        self.parsed.contents.decisions = read_decisions_file(text, place)

    def _candidates(self, text: str, place: str) -> None:
        self.parsed.contents.candidates = read_candidates_file(text, place)

    def _annotations(self, text: str, place: str) -> None:
        self.parsed.contents.annotations = marked_files.read_annotations_file(text, place)

    def _notices(self, text: str, place: str) -> None:
        self.parsed.contents.notices = marked_files.read_notices_file(text, place)

    def _shipped(self, text: str, place: str) -> None:
        rows = [row for _, row in read_rows(text, SHIPPED_COLUMNS, place)]
        # Only what ships has the same name everywhere: other names are files of someone's machine.
        self.parsed.contents.shipped = [
            (work, source, entry, said)
            for work, source, entry, said in rows
            if source.startswith(SHIPPED) or source == MERGED
        ]

    def _work_files(self, text: str, place: str) -> None:
        self.parsed.contents.files |= files_from(text, place)

    # Works, notes, documents

    def _bibliography(self, path: str) -> None:
        content = self._folder.read(path)
        if content is None:
            self.parsed.failed.add("works")
            return
        if path in layout.BIBLIOGRAPHIES:
            self.parsed.files[path] = file_digest(content)
        if b"<<<<<<<" in content or b">>>>>>>" in content:
            text = content.decode("utf-8", "surrogateescape").replace("\r\n", "\n")
            kept, conflicts = without_conflicts(text, *_BIBTEX)
            if conflicts:
                lines = text.split("\n")
                blocks = {c.marker: "\n".join(lines[c.first - 1 : c.last]) for c in conflicts}
                keys = {
                    marker: ", ".join(dict.fromkeys(_KEY.findall(block)))
                    for marker, block in blocks.items()
                }
                self._name_conflicts(path, conflicts, keys)
                self._refuse(path, ("works",))
                content = kept.encode("utf-8", "surrogateescape")
        for item in self._items(path, content):
            if isinstance(item, Problem):
                self.parsed.problems.append(item)
                if item.severity is Severity.FAILED:
                    self._refuse(path, ("works",))
            elif isinstance(item, ParsedWork):
                self._work(item)

    def _items(self, path: str, content: bytes) -> Iterator[ParsedItem]:
        place = self._folder.place(path)
        try:
            yield from read_content(content, place)
        except InputError as error:  # nothing reads it
            reason = str(error).removeprefix(f"{place}: ")
            yield Problem(place, reason)

    def _work(self, item: ParsedWork) -> None:
        fields = dict(item.work.fields)
        lists = [_listed(fields.pop(name, "")) for name in (EDITED, VERSIONS, APART)]
        edited, versions, apart = lists
        work = replace(item.work, fields=fields, versions=versions)
        works = self.parsed.contents.works
        if work.key and work.key in works:
            reason = "is there twice; what the first lacks was taken from the second"
            self._say(item, f"the key {work.key} {reason}")
        else:
            works[work.key] = WorkEntry(work, edited, apart)
        self.parsed.works.append(replace(item, work=replace(work, versions=())))

    def _document(self, path: str, kind: DocumentKind) -> None:
        text = self._text(path)
        if text is None:
            return
        markers = conflicts_in(text)
        if markers:
            self._conflict(path, markers[0])
            self._refuse(path, ("documents",))
            return
        name = layout.document_name(path)
        own = path in self._older or shipped().document(kind, name) == text
        document = Document(kind, name, text, shipped=own)
        self.parsed.contents.documents[f"{kind.value} {name}"] = document

    def _conflict(self, path: str, line: int) -> None:
        reason = "a merge conflict (<<<<<<<): the file was left out"
        self._problem(path, reason, line, hint=_RESOLVE)

    def _notes(self, paths: list[str]) -> None:
        files: dict[str, str] = {}
        for path in paths:
            for item in self._note(path):
                key = item.work.key
                if key in files:
                    place = self._folder.place(files[key])
                    self._problem(path, f"{place} is the note of {key} already", 1, key=key,
                                  hint="move what you need there and delete this file")  # fmt: skip
                    continue
                files[key] = path
                item, entry = self._numbered(item)
                self.parsed.notes[key] = item
                self.parsed.contents.notes[key] = entry
        names = layout.note_files(files)
        for key, path in files.items():
            if names[key] != path:
                self.parsed.files.pop(path, None)

    def _note(self, path: str) -> Iterator[ParsedWork]:
        text = self._text(path, MAX_NOTE)
        markers = conflicts_in(text or "")
        if markers:
            self._conflict(path, markers[0])
        if text is None or markers:
            self._refuse(path, (f"notes {layout.note_key(path)}",))
            return
        place = self._folder.place(path)
        for item in note_reader.read(text.encode("utf-8", "replace"), place):
            if isinstance(item, ParsedWork):
                yield item
            else:
                self.parsed.problems.append(item)
                self._refuse(path, (f"notes {item.key or layout.note_key(path)}",))

    def _numbered(self, item: ParsedWork) -> tuple[ParsedWork, NoteEntry]:
        """Return a note whose claims have different numbers; the first that has one keeps it."""
        claims, taken = list(item.claims or ()), set[str]()
        for n, claim in enumerate(claims):
            if claim.id in taken:
                number = number_of(claim.id)
                reason = f"two claims have the number {number}; the second gets another"
                self._say(item, f"{reason}: {claim.text[:60]!r}")
                claim = replace(claim, id="")
            taken |= {claim.id} - {""}
            claims[n] = replace(claim, work=item.work.key)
        marks = item.marks
        numbers = [int(n) for n in marks.get("numbers", ()) if n.isdigit() and len(n) < 10]
        entry = NoteEntry(
            text=item.note or "",
            front=item.front,
            claims=tuple(claims),
            by_hand=marks.get("by-hand", ()),
            numbers=max(numbers, default=0),
            quotes=marks.get("quotes", ()),
        )
        return replace(item, claims=tuple(claims)), entry

    def _say(self, item: ParsedWork, reason: str) -> None:
        self.parsed.problems.append(
            Problem(item.source, reason, item.line, item.work.key, severity=Severity.WARNING)
        )


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part for part in (part.strip() for part in text.split(",")) if part)
