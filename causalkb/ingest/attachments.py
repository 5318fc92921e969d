"""Files that bibliographies name (BibTeX's ``file``, RIS's ``L1``): read only inside given folders.

A bibliography may come from anyone, so that no path in it leads out of its own folder, or of the
folder that the user names (``add --files DIR``): not by "..", not as an absolute path, not by a
symbolic link. Pipes and devices are not opened.
"""

from __future__ import annotations

import re
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath, PureWindowsPath

from causalkb.ingest.account import warning
from causalkb.ingest.reading_files import Read, read_for
from causalkb.lazy import compiled_on_use
from causalkb.records import ParsedItem, ParsedWork, Problem
from causalkb.store.store import Store

_MOST = 50
"""Files of one entry."""
_TOLD = 3
"""Entries with files out of reach that are told one by one; more are told together."""
_NAMES = ("file", "localfile", "local-url", "pdf")
"""BibTeX fields that reference managers use."""
_SEPARATOR = compiled_on_use(r"(?<!\\);")
_COLON = compiled_on_use(r"(?<!\\):")
_ADDRESS = compiled_on_use(r"(?:[^:]*:)?(?:https?|ftp)\\?://", re.IGNORECASE)
_DRIVE = compiled_on_use(r"^[A-Za-z]$")


def named_files(text: str) -> list[str]:
    r"""Return the paths that a ``file`` field names, as JabRef, Zotero and Mendeley write them.

    >>> named_files(r"Full text:files/12/a.pdf:application/pdf;:C\:\\b.pdf:PDF")
    ['files/12/a.pdf', 'C:\\b.pdf']
    >>> named_files("papers/a.pdf"), named_files(":/home/u/b.pdf:pdf")
    (['papers/a.pdf'], ['/home/u/b.pdf'])
    >>> named_files(r"https://x.org/a.pdf"), named_files(r"Full text:http\://x.org/a.pdf:PDF")
    ([], [])
    """
    return [path for part in _SEPARATOR.split(text) if (path := _path(part.strip()))]


def _path(part: str) -> str:
    if _ADDRESS.match(part):
        return ""  # of a page: no file here
    pieces = _COLON.split(part)
    if len(pieces) > 1 and _DRIVE.match(pieces[0]):  # C:\papers\a.pdf, without a description
        pieces = [":".join(pieces[:2]), *pieces[2:]]
    if len(pieces) >= 4 and _DRIVE.match(pieces[1]):
        pieces = [pieces[0], ":".join(pieces[1:3]), *pieces[3:]]
    path = pieces[1] if len(pieces) >= 3 else pieces[0] or pieces[-1]
    return re.sub(r"\\([:;\\])", r"\1", path).strip()


@dataclass(slots=True)
class Attachments:
    """Collects the files that the entries of a source name, and reads them after the import.

    Attributes:
        store: The knowledge base.
        folders: The folders in which files may be; the first is that of the bibliography.
    """

    store: Store
    folders: Sequence[Path]
    _named: list[tuple[ParsedWork, list[str]]] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether no entry so far names a file."""
        return not self._named

    def watch(self, items: Iterator[ParsedItem]) -> Iterator[ParsedItem]:
        """Hand items on and remember which files they name."""
        for item in items:
            if isinstance(item, ParsedWork) and (paths := _paths_of(item)):
                # Only what leads back to the work is kept: a library may be large.
                self._named.append((replace(item, claims=None, note=None, text=None), paths))
            yield item

    def read(self, source: str) -> Iterator[tuple[Read, str]]:
        """Yield what each file holds and its path; then the problems, of all entries at once."""
        from causalkb.formats.registry import is_document

        out_of_reach: list[tuple[ParsedWork, str, str]] = []
        for item, paths in self._named:
            said = self.store.provenance.said(source, item.entry)
            if said is None:
                continue  # the entry failed, and was told
            key = self.store.works.key_of(said[0])
            for path in paths[:_MOST]:
                file, reason = self._find(path)
                if file is None:
                    out_of_reach.append((item, path, reason))
                elif is_document(file):
                    yield read_for(self.store, file, key, source), str(file)
        if problems := _problems(out_of_reach, self.folders[0]):
            yield iter(problems), f"files of {source}"

    def _find(self, path: str) -> tuple[Path | None, str]:
        """Return the file that a path means, or why it is not read."""
        reason = "is not there"
        for folder in self.folders:
            for candidate in _candidates(path, folder, tails=folder is not self.folders[0]):
                file, why = inside(candidate, self.folders)
                if file is not None:
                    return file, ""
                reason = why if why != "is not there" else reason
        return None, reason


def inside(path: Path, folders: Sequence[Path]) -> tuple[Path | None, str]:
    """Return a path, links followed, if it is a regular file in one of some folders; else why not.

    >>> inside(Path("/tmp/../etc/passwd"), [Path("/tmp")])
    (None, 'lies outside')
    """
    try:
        real = path.resolve()
        if not any(real.is_relative_to(folder.resolve()) for folder in folders):
            return None, "lies outside"
        mode = real.stat().st_mode
    except (OSError, RuntimeError, ValueError):  # a null byte, a loop of links, a name too long
        return None, "is not there"
    if not stat.S_ISREG(mode):
        return None, "is a folder, a pipe or a device"
    return real, ""


def _candidates(path: str, folder: Path, *, tails: bool) -> Iterator[Path]:
    """Yield where a path may lead: as it is, and below a folder that has been moved.

    A path such as ``C:\\Users\\me\\Zotero\\storage\\AB12\\a.pdf`` is looked for in the folder that
    the user named, by its last parts.
    """
    windows = bool(re.match(r"[A-Za-z]:[\\/]", path)) or ("\\" in path and "/" not in path)
    parts = (PureWindowsPath(path) if windows else PurePosixPath(path)).parts
    yield folder.joinpath(*parts)  # what is absolute stays as it is
    if tails:
        names = [part for part in parts if part not in ("/", "..")][1 if windows else 0 :]
        yield from (folder.joinpath(*names[n:]) for n in range(len(names)))


def _paths_of(item: ParsedWork) -> list[str]:
    fields = item.work.fields
    return [path for name in _NAMES if name in fields for path in named_files(fields[name])]


def _problems(out_of_reach: Sequence[tuple[ParsedWork, str, str]], folder: Path) -> list[Problem]:
    """Return a warning for each file that is not read, or one for all where there are many."""
    hint = "'causalkb add --files DIR' also reads files in DIR"

    def reason(path: str, why: str) -> str:
        return f"its file {path[:200]} {why}{f' of {folder}' if why == 'lies outside' else ''}"

    if len(out_of_reach) > _TOLD:
        item, path, why = out_of_reach[0]
        count = len(out_of_reach)
        text = f"{count} files that entries name were not read: the first, {path[:200]}, {why}"
        whole = replace(item, line=None, work=replace(item.work, key=""))
        return [warning(whole, text + (f" of {folder}" if why == "lies outside" else ""), hint)]
    return [
        warning(item, f"{reason(path, why)}; it was not read", hint)
        for item, path, why in out_of_reach
    ]
