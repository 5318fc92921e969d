"""The keyword index on disk: its Tantivy schema, opening it without writing, replacing it whole.

The generation is the content of one special document, so that it is written by the same atomic
commit (the rename of Tantivy's ``meta.json``) as the passages it describes. Tantivy puts a checksum
into each file of a segment, but looks at none when it opens them, and has none of ``meta.json``.
So a file of ours, the seal, is written after each commit: it holds the checksums of all of them.
"""

from __future__ import annotations

import errno
import json
import os
import re
import shutil
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tantivy import Document, Index, Query, Schema, SchemaBuilder, Searcher

from causalkb.errors import StoreError
from causalkb.files import write_atomically
from causalkb.search.keyword.analysis import PLAIN, STEMMED, analyzer
from causalkb.search.search_index import DamagedIndexError

FORMAT = "causalkb keyword index 3"
"""To be counted up when schema or analysis change: an index of another format is rebuilt."""

_META = "meta.json"
_SEAL = "causalkb.json"
_FOOTER = 128
"""Bytes at the end of a file that hold its footer and little more."""
_NOT_READABLE = (ValueError, KeyError, TypeError, AttributeError, OSError)
_QUICK = 16 << 20
"""Bytes of an index that is checked whole whenever it is opened, in some ten milliseconds."""


@dataclass(frozen=True, slots=True)
class OpenIndex:
    """An index that was read successfully, as it stood at one commit."""

    index: Index
    searcher: Searcher
    generation: int


def new_schema() -> Schema:
    """The schema. ``words`` holds all unstemmed, for spelling; ``format`` marks the generation."""
    builder = SchemaBuilder()
    builder.add_integer_field("id", indexed=True, fast=True)
    for name in ("title", "text", "labels"):
        builder.add_text_field(name, tokenizer_name=STEMMED)
    builder.add_text_field("people", tokenizer_name=PLAIN)
    builder.add_text_field("words", tokenizer_name=PLAIN, index_option="basic")
    builder.add_text_field("format", tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("generation", fast=True)
    return builder.build()


def register(index: Index) -> None:
    """Give an index the analyzers that its schema names."""
    for name in (STEMMED, PLAIN):
        index.register_tokenizer(name, analyzer(name))


def generation_document(generation: int) -> Document:
    """The special document that carries the generation."""
    document = Document()
    document.add_text("format", FORMAT)
    document.add_integer("generation", generation)
    return document


def open_index(directory: Path) -> OpenIndex | None:
    """Open the index in a directory; ``None`` if it is missing, damaged or of another format.

    Nothing is written to the directory, which may be read-only.
    """
    if not (directory / _META).is_file() or _seen_damaged(directory):
        return None
    # A schema of another version lacks our fields, which Tantivy reports in the same way as damage.
    with suppress(StoreError), failures(directory):
        if os.access(directory, os.W_OK):
            return _read(directory)
        with _linked(directory) as links:
            return _read(links)
    return None


@contextmanager
def failures(directory: Path) -> Iterator[None]:
    """Turn whatever Tantivy raises over an index into a StoreError.

    Over damaged files that is ValueError, TypeError (an id is missing) or pyo3's PanicException,
    which derives from BaseException and cannot be imported.
    """
    try:
        yield
    except (ValueError, TypeError, OSError) as error:
        raise _ours(error, directory) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise _ours(error, directory) from error


def _ours(error: BaseException, directory: Path) -> StoreError:
    if "LockBusy" in str(error):
        return StoreError(
            f"another process is writing the keyword index in {directory}; try again later"
        )
    why = f"the keyword index in {directory} failed ({error})"
    # What the operating system refuses, Tantivy tells in the words of Rust.
    number = re.search(r"os error (\d+)", str(error))
    refused = int(number[1]) if number else getattr(error, "errno", None)
    if refused not in (None, errno.ENOENT):
        return StoreError(f"{why}; nothing that was stored is lost: repeat the command")
    return DamagedIndexError(f"{why}; `causalkb reindex` builds it anew")


def intact(directory: Path) -> bool:
    """Whether every file has the checksum that was written for it. Reads every byte.

    A file of a segment ends with a JSON footer, the footer's length and a magic number
    (little-endian, 4 bytes each); what goes before has its CRC-32 in the footer.
    """
    try:
        return _fits_seal(directory) and all(
            _has_checksum(file.read_bytes()) for file in _files_of_segments(directory)
        )
    except _NOT_READABLE:
        return False


def _files_of_segments(directory: Path) -> list[Path]:
    """Return the files of the segments that the last commit names.

    Raises:
        ValueError, KeyError, TypeError, AttributeError, OSError: It is damaged or missing.
    """
    meta = json.loads((directory / _META).read_bytes())
    segments = {entry["segment_id"].replace("-", "") for entry in meta["segments"]}
    return [file for file in directory.iterdir() if file.name.split(".")[0] in segments]


def seal(directory: Path) -> None:
    """Write down the checksums of what was committed, with a checksum of its own.

    Raises:
        OSError: It cannot be written; what was committed counts all the same.
    """
    meta = (directory / _META).read_bytes()
    body = json.dumps(
        {
            "opstamp": json.loads(meta)["opstamp"],
            "meta": zlib.crc32(meta),
            "files": {file.name: _footer(file) for file in _files_of_segments(directory)},
        }
    ).encode()
    write_atomically(directory / _SEAL, [b"%08x" % zlib.crc32(body), body])


def _fits_seal(directory: Path) -> bool:
    """Whether the list of segments and the ends of their files are those that were sealed.

    After a commit that was not sealed, because its process was killed, what it wrote counts.

    Raises:
        ValueError, KeyError, TypeError, AttributeError, OSError: It is damaged or missing.
    """
    content = (directory / _SEAL).read_bytes()
    if int(content[:8], 16) != zlib.crc32(content[8:]):
        return False
    sealed = json.loads(content[8:])
    meta = (directory / _META).read_bytes()
    if json.loads(meta)["opstamp"] <= sealed["opstamp"] and zlib.crc32(meta) != sealed["meta"]:
        return False
    return all(
        _footer(file) == sealed["files"].get(file.name, _footer(file))
        for file in _files_of_segments(directory)
    )


def _seen_damaged(directory: Path) -> bool:
    """Whether an index is seen to be damaged: of one that is not small, by what stands in the seal.

    Another process may commit meanwhile, which deletes files: then it is for Tantivy to tell.
    """
    try:
        before = (directory / _META).read_bytes()
        small = sum(file.stat().st_size for file in directory.iterdir()) <= _QUICK
        if intact(directory) if small else _fits_seal(directory):
            return False
        return (directory / _META).read_bytes() == before
    except OSError:
        return not (directory / _SEAL).is_file()
    except _NOT_READABLE:
        return True


def _has_checksum(content: bytes) -> bool:
    length = int.from_bytes(content[-8:-4], "little")
    body, footer = content[: -8 - length], content[-8 - length : -8]
    return bool(json.loads(footer)["crc"] == zlib.crc32(body))


def _footer(file: Path) -> int:
    """Return the checksum of the end of a file, where Tantivy has put that of the whole."""
    with file.open("rb") as opened:
        opened.seek(-min(_FOOTER, opened.seek(0, os.SEEK_END)), os.SEEK_END)
        return zlib.crc32(opened.read())


def remove_orphans(directory: Path) -> None:
    """Delete lists of deletions that a killed writer left and no commit names.

    Tantivy refuses to write a list where there is one of the same name, and the next writer comes
    to the same name. To be called with the writer's lock, so that nobody else's are taken.
    """
    try:
        meta = json.loads((directory / _META).read_bytes())
        current = {
            f"{entry['segment_id'].replace('-', '')}.{entry['deletes']['opstamp']}.del"
            for entry in meta["segments"]
            if entry.get("deletes")
        }
    except _NOT_READABLE:
        return  # none yet, or damaged: the commit says so
    for file in directory.glob("*.del"):
        if file.name not in current:
            file.unlink(missing_ok=True)


def _read(directory: Path) -> OpenIndex | None:
    index = Index.open(str(directory))
    # One commit is read and kept: no thread that watches the directory, no change under a search.
    index.config_reader("manual")
    register(index)
    searcher = index.searcher()
    marker = Query.term_query(index.schema, "format", FORMAT)
    hits = searcher.search(marker, limit=1, count=False).hits
    if not hits:
        return None
    (generation,) = searcher.fast_field_values("generation", [hits[0][1]])
    return None if generation is None else OpenIndex(index, searcher, int(generation))


@contextmanager
def _linked(directory: Path) -> Iterator[Path]:
    """A temporary directory with links to the files of a read-only index.

    Even for reading, Tantivy wants to lock a file in the directory. Once opened, the files are
    mapped into memory and the links are not needed any more.
    """
    with tempfile.TemporaryDirectory(prefix="causalkb-", ignore_cleanup_errors=True) as name:
        links = Path(name)
        for file in directory.iterdir():
            if file.name.startswith("."):
                continue
            try:
                (links / file.name).symlink_to(file.resolve())
            except OSError:  # Windows without the privilege to link
                shutil.copyfile(file, links / file.name)
        yield links


def create(directory: Path) -> Index:
    """Start an empty index in a directory, which must exist."""
    index = Index(new_schema(), path=str(directory))
    index.config_reader("manual")
    register(index)
    return index


def temporary(directory: Path) -> Path:
    """A fresh directory beside ``directory``; what crashed rebuilds left is removed first."""
    directory.parent.mkdir(parents=True, exist_ok=True)
    leftovers = (f"{directory.name}.new-", f"{directory.name}.old-")
    for stale in directory.parent.iterdir():
        if stale.name.startswith(leftovers):
            shutil.rmtree(stale, ignore_errors=True)
    return Path(tempfile.mkdtemp(prefix=f"{directory.name}.new-", dir=directory.parent))


def put_in_place(fresh: Path, directory: Path) -> None:
    """Let a finished index take the place of whatever is in ``directory``.

    A crash between the two renames leaves no index; the next use builds it from the store.
    """
    fresh.chmod(directory.parent.stat().st_mode & 0o777)
    if directory.exists():
        old = Path(tempfile.mkdtemp(prefix=f"{directory.name}.old-", dir=directory.parent))
        directory.rename(old / "index")
        fresh.rename(directory)
        shutil.rmtree(old, ignore_errors=True)
    else:
        fresh.rename(directory)
    _sync(directory.parent)


def share(directory: Path) -> None:
    """Make the list of segments as readable as the directory (Tantivy makes it private)."""
    with suppress(OSError):
        (directory / _META).chmod(directory.stat().st_mode & 0o666)


def _sync(directory: Path) -> None:
    if os.name == "nt":  # Windows cannot open directories
        return
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
