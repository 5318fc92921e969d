"""The collections of one knowledge base in Milvus, and the row that says what each holds.

Vectors, words, the vocabulary of the words, and ``state`` with one row for each part. There is no
transaction over several calls; so a writer first puts its name into the row, then changes passages,
and last notes the new mark and takes its name out. What an interruption leaves is the old mark with
a name, and some passages more or fewer: ids never come back with another content, so that the
difference of ids completes it.
"""

from __future__ import annotations

import json
import os
import socket
from dataclasses import asdict, dataclass, field
from typing import Any
from uuid import uuid4

from causalkb.search.milvus.connection import Connection
from causalkb.search.milvus.words import FIELDS, sparse
from causalkb.search.search_index import Part

FORMAT = 1
"""To be counted up when a collection changes: one of another format is built anew."""
LONGEST = 65_535
"""Bytes that a text field of Milvus takes."""
_LONGEST_WORD = 400
SHORT = "IVF_SQ8"
"""How a server indexes vectors of many passages: in short."""
_STRONG = "Strong"  # what one process has written, the next one finds
_SHARD = 25_000_000
"""Passages for which a collection gets a shard: a writer each."""
_SHORTENED = 10_000_000
"""Passages from which a server keeps vectors with eight bits a number."""
_EF = 128
"""Neighbours that are looked at in the graph of a server, at least."""
_NPROBE = 128
"""Cells that are looked at."""
BM25_K1, BM25_B = 1.2, 0.75
"""The constants of Tantivy, so that both engines rank alike."""
_BM25 = {"inverted_index_algo": "DAAT_MAXSCORE", "bm25_k1": BM25_K1, "bm25_b": BM25_B}


@dataclass(frozen=True, slots=True)
class Held:
    """What a collection holds, as the row in ``state`` says.

    Attributes:
        mark: The mark of its last writer, -1 before the first has ended.
        count: Passages in it when that writer ended.
        highest: The highest id that it has held.
        encoder: The fingerprint of the encoder; "" for words.
        dimension: Length of a vector; 0 for words.
        writer: Who changes it, or was interrupted; "" for nobody.
        kind: How Milvus indexes its vectors.
        lengths: Tokens that all passages together had in each field, those since deleted included.
        added: How many passages these were.
        format: :data:`FORMAT` of who made it.
    """

    mark: int = -1
    count: int = 0
    highest: int = 0
    encoder: str = ""
    dimension: int = 0
    writer: str = ""
    kind: str = ""
    lengths: dict[str, int] = field(default_factory=dict)
    added: int = 0
    format: int = FORMAT


def search_parameters(kind: str, limit: int) -> dict[str, int]:
    """Return how thoroughly vectors are searched that are indexed in some way."""
    if kind == "HNSW":
        return {"ef": max(_EF, 2 * limit)}
    return {"nprobe": _NPROBE} if kind == SHORT else {}


def own_name() -> str:
    """Return a name for this writer that no other has, fit to be read."""
    return f"{socket.gethostname()}, process {os.getpid()} ({uuid4().hex[:8]})"


class Collections:
    """The collections of one knowledge base."""

    def __init__(self, connection: Connection, store_id: str) -> None:
        """Name them after the knowledge base; nothing is opened yet.

        Args:
            connection: To the Milvus.
            store_id: Of the knowledge base: 32 hexadecimal digits.
        """
        self._connection = connection
        self._prefix = f"causalkb_{store_id}"

    def name(self, part: Part) -> str:
        """Return the name of the collection of a part."""
        return f"{self._prefix}_{part.value}"

    @property
    def vocabulary(self) -> str:
        """The name of the collection of all words."""
        return f"{self._prefix}_vocabulary"

    @property
    def _state(self) -> str:
        return f"{self._prefix}_state"

    def held(self, part: Part) -> Held | None:
        """Return what a part holds, ``None`` where there is no such collection.

        Raises:
            StoreError: Milvus cannot be reached.
        """
        has = self._connection.call
        if not has("has_collection", self._state) or not has("has_collection", self.name(part)):
            return None
        rows = self._connection.on(
            self._state, "query", filter=f'part == "{part.value}"', output_fields=["state"]
        )
        try:
            return Held(**json.loads(rows[0]["state"])) if rows else None
        except (ValueError, TypeError, KeyError):
            return Held(format=-1)

    def note(self, part: Part, held: Held) -> None:
        """Write what a part holds.

        Raises:
            StoreError: Milvus cannot be reached.
        """
        row = {"part": part.value, "state": json.dumps(asdict(held)), "unused": [0.0, 0.0]}
        self._connection.on(self._state, "upsert", data=[row])

    def count(self, part: Part) -> int:
        """Return how many passages a part has.

        Raises:
            StoreError: Milvus cannot be reached.
        """
        counted = self._connection.on(
            self.name(part), "query", filter="", output_fields=["count(*)"]
        )
        return int(counted[0]["count(*)"])

    def create(self, part: Part, dimension: int, expected: int) -> str:
        """Make an empty collection for a part, in the place of one that is there.

        Args:
            part: Which.
            dimension: Length of a vector.
            expected: Passages that it is to hold: of many, a server keeps vectors in short, and
                shares them out.

        Returns:
            How Milvus indexes its vectors.

        Raises:
            StoreError: Milvus cannot be reached, or refuses.
        """
        dense: dict[str, Any] = {}
        if not self._connection.call("has_collection", self._state):
            self._create_state()
        self._connection.forget(self.name(part))
        types = self._connection.library.DataType
        schema, indexes = self._empty()
        schema.add_field("id", types.INT64, is_primary=True)
        if part is Part.VECTORS:
            schema.add_field("vector", types.FLOAT_VECTOR, dim=dimension)
            dense = self._dense(expected)
            indexes.add_index("vector", metric_type="IP", **dense)
        else:
            for name in FIELDS:
                self._add_text(schema, indexes, name)
            self._create_vocabulary()
        self._put(self.name(part), schema, indexes, num_shards=1 + expected // _SHARD)
        return str(dense.get("index_type", ""))

    def _dense(self, expected: int) -> dict[str, Any]:
        if self._connection.is_lite:
            return {"index_type": "FLAT"}  # exact; Milvus Lite is for small collections
        if expected < _SHORTENED:
            return {"index_type": "HNSW", "params": {"M": 16, "efConstruction": 200}}
        cells = 1 << (round(4 * expected**0.5) - 1).bit_length()
        return {"index_type": SHORT, "params": {"nlist": min(65_536, cells)}}

    def _add_text(self, schema: Any, indexes: Any, name: str) -> None:
        """Add a field of tokens with blanks between them, and its BM25 vector."""
        pymilvus = self._connection.library
        schema.add_field(
            name,
            pymilvus.DataType.VARCHAR,
            max_length=LONGEST,
            enable_analyzer=True,
            enable_match=True,
            analyzer_params={"tokenizer": "standard"},
        )
        schema.add_field(sparse(name), pymilvus.DataType.SPARSE_FLOAT_VECTOR)
        schema.add_function(
            pymilvus.Function(
                name=f"{name}_to_bm25",
                function_type=pymilvus.FunctionType.BM25,
                input_field_names=[name],
                output_field_names=[sparse(name)],
            )
        )
        kind = {"index_type": "SPARSE_INVERTED_INDEX", "metric_type": "BM25"}
        indexes.add_index(sparse(name), **kind, params=_BM25)

    def _create_vocabulary(self) -> None:
        types = self._connection.library.DataType
        self._connection.forget(self.vocabulary)
        schema, indexes = self._empty()
        schema.add_field("word", types.VARCHAR, max_length=_LONGEST_WORD, is_primary=True)
        schema.add_field("stem", types.VARCHAR, max_length=_LONGEST_WORD)
        schema.add_field("texts", types.INT64)
        schema.add_field("people", types.INT64)
        self._put(self.vocabulary, *_with_a_vector(types, schema, indexes))

    def _create_state(self) -> None:
        types = self._connection.library.DataType
        schema, indexes = self._empty()
        schema.add_field("part", types.VARCHAR, max_length=64, is_primary=True)
        schema.add_field("state", types.VARCHAR, max_length=LONGEST)
        self._put(self._state, *_with_a_vector(types, schema, indexes))

    def _empty(self) -> tuple[Any, Any]:
        client = self._connection.library.MilvusClient
        return (
            client.create_schema(auto_id=False, enable_dynamic_field=False),
            client.prepare_index_params(),
        )

    def _put(self, name: str, schema: Any, indexes: Any, **more: Any) -> None:
        self._connection.call(
            "create_collection",
            name,
            schema=schema,
            index_params=indexes,
            consistency_level=_STRONG,
            **more,
        )

    def drop(self) -> None:
        """Delete them all.

        Raises:
            StoreError: Milvus cannot be reached.
        """
        for name in (self._state, self.vocabulary, *map(self.name, Part)):
            self._connection.forget(name)


def _with_a_vector(types: Any, schema: Any, indexes: Any) -> tuple[Any, Any]:
    """Add the vector that Milvus wants in every collection."""
    schema.add_field("unused", types.FLOAT_VECTOR, dim=2)
    indexes.add_index("unused", index_type="FLAT", metric_type="IP")
    return schema, indexes
