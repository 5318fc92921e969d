"""Where Zotero keeps its data: ``zotero:``, a folder or the file itself → the database.

The order: what the argument names, the environment variable ``ZOTERO_DATA``, the setting of the
profile in use (``prefs.js``), and ``~/Zotero``.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

from causalkb.errors import InputError
from causalkb.lazy import compiled_on_use
from causalkb.paths import expanded
from causalkb.store.foreign import is_database

SCHEME = "zotero:"
FILE = "zotero.sqlite"
_PROFILES = (
    "~/.zotero/zotero",
    "~/snap/zotero-snap/common/.zotero/zotero",
    "~/.var/app/org.zotero.Zotero/data/zotero",
    "~/.var/app/org.zotero.Zotero/.zotero/zotero",
    "~/Library/Application Support/Zotero",
)
_PREFERENCE = compiled_on_use(r'user_pref\("extensions\.zotero\.(\w+)",\s*(.*)\);\s*$')
_LARGEST_PREFERENCES = 4 * 2**20


def is_zotero(source: str | Path) -> bool:
    """Whether a source means a library of Zotero: by its name, or because it is a database.

    >>> is_zotero("zotero:"), is_zotero("/home/me/Zotero/zotero.sqlite"), is_zotero("zotero.bib")
    (True, True, False)
    """
    path = expanded(Path(source))
    if str(source).startswith(SCHEME) or path.name.casefold() == FILE:
        return True
    try:
        return (path / FILE).is_file() if path.is_dir() else path.is_file() and _is_database(path)
    except (OSError, ValueError):
        return False


def _is_database(path: Path) -> bool:
    with path.open("rb") as file:
        return is_database(file.read(16))


def database_of(source: str | Path) -> Path:
    """Return the database that a source means.

    Raises:
        InputError: There is none; the message says where it was looked for.
    """
    text = str(source).removeprefix(SCHEME)
    if text.strip("/ "):
        path = expanded(Path(text))
        path = path / FILE if path.is_dir() else path
        if not path.is_file():
            raise InputError(f"{path} does not exist; name the folder that holds {FILE}")
        return path
    tried = list(dict.fromkeys(_data_directories()))
    for folder in tried:
        if (folder / FILE).is_file():
            return folder / FILE
    raise InputError(
        f"no {FILE} in {' or '.join(map(str, tried))}; in Zotero, Settings > Advanced > Files and"
        f" Folders shows the data directory: 'causalkb add {SCHEME}/PATH', or set ZOTERO_DATA"
    )


def linked_base() -> Path | None:
    """Return the folder to which Zotero's linked files are relative, if one is set."""
    base = next((p["baseAttachmentPath"] for p in _preferences() if "baseAttachmentPath" in p), "")
    return Path(base) if base else None


def _data_directories() -> Iterator[Path]:
    if set_there := os.environ.get("ZOTERO_DATA"):
        yield expanded(Path(set_there))
        return
    for known in _preferences():
        if known.get("dataDir") and known.get("useDataDir", "true") != "false":
            yield Path(known["dataDir"])
    yield expanded(Path("~/Zotero"))


def _preferences() -> Iterator[dict[str, str]]:
    """Yield Zotero's settings in each profile, the one used last first."""
    roots = [Path(root).expanduser() for root in _PROFILES]
    if roaming := os.environ.get("APPDATA"):
        roots.append(Path(roaming) / "Zotero" / "Zotero")
    files = [
        file
        for root in roots
        for folder in (root, root / "Profiles")
        for file in folder.glob("*/prefs.js")
        if file.is_file()
    ]
    for file in sorted(files, key=lambda file: file.stat().st_mtime, reverse=True):
        yield _settings(file)


def _settings(file: Path) -> dict[str, str]:
    found: dict[str, str] = {}
    try:
        with file.open(encoding="utf-8", errors="replace") as opened:
            lines = opened.read(_LARGEST_PREFERENCES).splitlines()
    except OSError:
        return found
    for line in lines:
        if match := _PREFERENCE.match(line):
            try:
                found[match[1]] = str(json.loads(match[2])).replace("True", "true")
            except ValueError:
                continue
    return found
