"""Putting a finished site in the place of the one before, without a moment of half a site.

The site is built in a folder beside the target and takes its name in the end. Files in the target
that no site of ours wrote (``CNAME``, ``.git``) are copied over first, so that nothing of others is
lost. A folder that is not a site and not empty is left alone unless ``force`` is given.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from causalkb.errors import InputError
from causalkb.files import sync_folder
from causalkb.site.changes import FORMAT, MANIFEST, VERSION, manifest_of


class Target:
    """A folder that a site is written to.

    Args:
        folder: The folder; it is made where there is none.
        forbidden: A folder that must not be inside it: the knowledge base.
        force: Write into a folder that holds other files.

    Raises:
        InputError: It is a file, holds other files, or holds the knowledge base.
    """

    def __init__(self, folder: Path, forbidden: Path, *, force: bool = False) -> None:
        self.folder = folder.resolve()
        self._before = self.folder.with_name(f".{self.folder.name}.causalkb-before")
        self._recover()
        if forbidden.resolve().is_relative_to(self.folder):
            raise InputError(f"{folder}: holds the knowledge base; name another folder")
        if self.folder.exists() and not self.folder.is_dir():
            raise InputError(f"{folder}: is a file; name a folder")
        self._former = manifest_of(self.folder)
        empty = not self.folder.is_dir() or not any(self.folder.iterdir())
        if not empty and self._former is None and not force:
            raise InputError(
                f"{folder}: is not empty and not a site of causalkb; name another folder, or let"
                " --force write the site beside what is there"
            )

    def _recover(self) -> None:
        """Finish or take back what an interrupted run left."""
        if not self._before.is_dir():
            return
        if self.folder.exists():
            shutil.rmtree(self._before)
        else:
            self._before.rename(self.folder)

    @contextmanager
    def writing(self) -> Iterator[Site]:
        """Yield the new site; when the block ends without an error, it takes the folder's place.

        Raises:
            InputError: A file cannot be written.
        """
        try:
            self.folder.parent.mkdir(parents=True, exist_ok=True)
            made = tempfile.mkdtemp(
                prefix=f".{self.folder.name}.", suffix=".part", dir=self.folder.parent
            )
        except OSError as error:
            raise _cannot(error, self.folder) from error
        part = Path(made)
        try:
            site = Site(part)
            yield site
            site.finish()
            self._carry_over(part, site.names)
            part.chmod(0o755)  # a temporary folder is closed to others
            self._swap(part)
        except OSError as error:
            raise _cannot(error, self.folder) from error
        finally:
            shutil.rmtree(part, ignore_errors=True)

    def _carry_over(self, part: Path, names: set[str]) -> None:
        if not self.folder.is_dir():
            return
        listed = (self._former or {}).get("files")
        former = set(listed) if isinstance(listed, list) else set()
        former.add(MANIFEST)
        ours = {parent.as_posix() for name in former | names for parent in Path(name).parents}
        for path in sorted(self.folder.rglob("*")):
            name = path.relative_to(self.folder).as_posix()
            target = part / name
            if name in former or name in names or name in ours:
                continue
            if path.is_dir() and not path.is_symlink():
                target.mkdir(parents=True, exist_ok=True)  # git needs its empty folders
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, target, follow_symlinks=False)

    def _swap(self, part: Path) -> None:
        if self.folder.exists():
            self.folder.rename(self._before)
        part.rename(self.folder)
        sync_folder(self.folder.parent)
        shutil.rmtree(self._before, ignore_errors=True)


class Site:
    """A site in the making: files by their name within it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.names: set[str] = set()
        self.size = 0
        self.about: dict[str, Any] = {}
        """What the manifest says besides the files."""

    def write(self, name: str, content: str | bytes) -> None:
        """Write a file."""
        path = self._folder / name
        if name not in self.names and len(Path(name).parts) > 1:
            path.parent.mkdir(parents=True, exist_ok=True)
        data = content.encode("utf-8") if isinstance(content, str) else content
        path.write_bytes(data)
        self.names.add(name)
        self.size += len(data)

    def finish(self) -> None:
        """Write the manifest."""
        data = {"format": FORMAT, "version": VERSION, **self.about, "files": sorted(self.names)}
        self.write(MANIFEST, json.dumps(data, ensure_ascii=False, indent=1) + "\n")


def _cannot(error: OSError, folder: Path) -> InputError:
    return InputError(f"{folder}: cannot be written: {error.strerror or error}")
