"""The keyword index on disk: its Tantivy schema, opening it without writing, replacing it whole.

The generation is the content of one special document, so that it is written by the same atomic
commit (the rename of Tantivy's ``meta.json``) as the passages it describes.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tantivy import Document, Index, Query, Schema, SchemaBuilder, Searcher

from causalkb.errors import StoreError
from causalkb.search.keyword.analysis import PLAIN, STEMMED, analyzer

FORMAT = "causalkb keyword index 3"
"""To be counted up when schema or analysis change: an index of another format is rebuilt."""

_META = "meta.json"
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
        raise StoreError(_why(error, directory)) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise StoreError(_why(error, directory)) from error


def _why(error: BaseException, directory: Path) -> str:
    if "LockBusy" in str(error):
        return f"another process is writing the keyword index in {directory}; try again later"
    return f"the keyword index in {directory} failed ({error}); `causalkb reindex` builds it anew"


def intact(directory: Path) -> bool:
    """Whether every file has the checksum that Tantivy wrote into its footer. Reads every byte.

    A file ends with a JSON footer, the footer's length and a magic number (little-endian, 4 bytes
    each); what goes before has its CRC-32 in the footer.
    """
    try:
        meta = json.loads((directory / _META).read_bytes())
        segments = {entry["segment_id"].replace("-", "") for entry in meta["segments"]}
        return all(
            _has_checksum(file.read_bytes())
            for file in directory.iterdir()
            if file.name.split(".")[0] in segments
        )
    except (ValueError, KeyError, TypeError, AttributeError, OSError):
        return False


def _seen_damaged(directory: Path) -> bool:
    """Whether an index that is read whole in a moment is damaged; Tantivy itself looks at little.

    Another process may commit meanwhile, which deletes files: then it is for Tantivy to tell.
    """
    try:
        before = (directory / _META).read_bytes()
        if sum(file.stat().st_size for file in directory.iterdir()) > _QUICK or intact(directory):
            return False
        return (directory / _META).read_bytes() == before
    except OSError:
        return False


def _has_checksum(content: bytes) -> bool:
    length = int.from_bytes(content[-8:-4], "little")
    body, footer = content[: -8 - length], content[-8 - length : -8]
    return bool(json.loads(footer)["crc"] == zlib.crc32(body))


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
    except (ValueError, KeyError, TypeError, AttributeError, OSError):
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
