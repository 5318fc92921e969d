"""Where an index in Milvus is: a file for Milvus Lite, or the address of a server."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from causalkb.errors import InputError
from causalkb.paths import expanded

LOCAL = "local"
"""The name of the index on this machine: FAISS and Tantivy."""
SCHEME = "milvus:"
TOKEN = "CAUSALKB_MILVUS_TOKEN"
"""Environment variable: "user:password" or an API key of a server that wants one."""
_SUFFIX = ".db"


@dataclass(frozen=True, slots=True)
class Address:
    """One Milvus.

    Attributes:
        uri: As its client takes it: the path of a file, or ``http://host:port``.
        is_file: Whether it is a file, which Milvus Lite opens.
    """

    uri: str
    is_file: bool

    @property
    def shown(self) -> str:
        """What messages call it."""
        return SCHEME + self.uri


def to_stored(given: str, directory: Path) -> str:
    """Return the choice of an index as a knowledge base keeps it, "" for the one on this machine.

    Args:
        given: ``local``, ``milvus:FILE.db`` or ``milvus:http://host:port``.
        directory: The folder of the knowledge base. A file in it is kept relative to it, so that
            the folder can be moved.

    Raises:
        InputError: It is something else, or a file that cannot be.
    """
    if given == LOCAL:
        return ""
    if not given.startswith(SCHEME) or not given.removeprefix(SCHEME).strip():
        raise InputError(
            f"no index {given!r}: 'local', 'milvus:FILE.db' (Milvus Lite) or 'milvus:http://HOST:19530'"
        )
    uri = given.removeprefix(SCHEME).strip()
    if "://" in uri:
        return SCHEME + _server(uri)
    path = expanded(uri).absolute()
    if path.suffix != _SUFFIX:
        raise InputError(f"{path}: Milvus Lite wants a name that ends with {_SUFFIX}")
    if path.is_file():
        raise InputError(f"{path} is a file of something else; Milvus Lite makes a folder there")
    if not path.parent.is_dir():
        raise InputError(f"{path.parent} is not a folder; make it, or name another one")
    home = directory.absolute()
    if path.is_relative_to(home / "index"):
        raise InputError(f"{path.parent} is emptied by 'reindex'; name a place beside it")
    return SCHEME + str(path.relative_to(home) if path.is_relative_to(home) else path)


def _server(uri: str) -> str:
    parts = urlsplit(uri)
    try:
        fine = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port that is not a number, or too large
        fine = False
    if parts.username or parts.password:
        raise InputError(
            f"the knowledge base keeps the address, so no password belongs into it: set {TOKEN}"
        )
    if not fine or parts.query or parts.fragment or parts.path.strip("/").count("/"):
        raise InputError(f"{uri!r} is not the address of a Milvus: http://HOST:19530[/DATABASE]")
    return uri.rstrip("/")


def from_stored(stored: str, directory: Path) -> Address:
    """Return the Milvus that a knowledge base in ``directory`` names; see :func:`to_stored`."""
    uri = stored.removeprefix(SCHEME)
    if "://" in uri:
        return Address(uri, is_file=False)
    return Address(str(directory.absolute() / uri), is_file=True)
