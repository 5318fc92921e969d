"""Mutations of untrusted input: bytes, lines, tokens of the formats, and pieces of other inputs."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence

MOST_BYTES = 1 << 16
"""A longer input is cut off: it would only be slow, and lengths have tests of their own."""
_NUMBER = re.compile(rb"\d+")
_NUMBERS = (b"0", b"-1", b"1e999", b"9" * 25, b"2147483648", b"9223372036854775808", b"NaN", b"1_0")
TOKENS: tuple[bytes, ...] = tuple(
    token if isinstance(token, bytes) else token.encode("utf-8", "surrogatepass")
    for token in (
        *(
            "@article{",
            "@comment{",
            "@string{a = ",
            "}",
            "{" * 40,
            '"',
            "\\",
            "\\'{",
            "$",
            "%",
            "#",
        ),
        *("\\href{", "\\begin{", "\\cite{", "\\verb|", "\\newcommand", "\\input{/etc/passwd}"),
        *(
            "TY  - ",
            "ER  - ",
            "PMID- ",
            "AU  - ",
            "DO  - 10.1/",
            "\n---\n",
            "---",
            ": ",
            "- ",
            "? ",
        ),
        *("&a", "*a", "<<: ", "!!python/object", "!!binary ", "!!int ", "|", ">", "~", "[", "]"),
        *(
            "claims:\n",
            "stance: ",
            "relations: ",
            "work: ",
            "{a: b}",
            "null",
            "true",
            ".inf",
            "=1+1",
        ),
        *(
            '{"',
            '":',
            "[[",
            "]]",
            "\\ud800",
            "\\u0000",
            "\ud800",
            "\x00",
            "\x1b[2J",
            "\x9b31m",
            "\r",
        ),
        *(
            "\u202e",
            "\u2028",
            "\ufeff",
            "\U000e0041",
            "\u0130",
            "ß",
            "ﬁ",
            "e\u0301" * 8,
            "因",
            "\x85",
        ),
        *(
            "author:",
            "year:",
            "-",
            '"',
            "(",
            "year:2000-",
            "question:",
            "*",
            "~",
            "OR",
            "AND",
            "NOT",
        ),
        *(
            "<",
            ">",
            "</",
            "<!--",
            "<![CDATA[",
            "&#0;",
            "&lt;",
            "&#x110000;",
            "<script>",
            "<!ENTITY a",
        ),
        *("{{", "}}", "{%", "%}", "{{ ''.__class__ }}", "{% for a in range(9) %}", "{% endfor %}"),
        *(
            ",",
            ";",
            "\t",
            "'",
            "../",
            "/",
            "file://",
            "http://",
            "10.1234/",
            "arXiv:",
            "#1",
            "[@",
            "]",
        ),
        *(
            b"\xff\xfe",
            b"\xfe\xff",
            b"\xef\xbb\xbf",
            b"\xc0\x80",
            b"\xf4\x90",
            b"PK\x03\x04",
            b"%PDF-",
        ),
        *("obj", "endobj", "stream\n", "/Kids", "/Length 9", "xref", "trailer", "/Annots", "/Type"),
    )
)

Change = Callable[[random.Random, bytes, Sequence[bytes]], bytes]


def _place(chance: random.Random, data: bytes) -> int:
    return chance.randrange(len(data) + 1)


def _stretch(chance: random.Random, data: bytes) -> tuple[int, int]:
    start = _place(chance, data)
    return start, min(len(data), start + int(2 ** chance.uniform(0, 10)))


def _flip(chance: random.Random, data: bytes, _: Sequence[bytes]) -> bytes:
    made = bytearray(data)
    for _n in range(chance.choice((1, 1, 1, 4, 16))):
        if made:
            made[chance.randrange(len(made))] ^= 1 << chance.randrange(8)
    return bytes(made)


def _overwrite(chance: random.Random, data: bytes, _: Sequence[bytes]) -> bytes:
    start, end = _stretch(chance, data)
    value = chance.choice((b"\x00", b"\xff", b" ", b"\n", bytes([chance.randrange(256)])))
    return data[:start] + value * (end - start) + data[end:]


def _delete(chance: random.Random, data: bytes, _: Sequence[bytes]) -> bytes:
    start, end = _stretch(chance, data)
    return data[:start] + data[end:]


def _repeat(chance: random.Random, data: bytes, _: Sequence[bytes]) -> bytes:
    start, end = _stretch(chance, data)
    return data[:end] + data[start:end] * chance.choice((1, 1, 2, 50)) + data[end:]


def _cut_off(chance: random.Random, data: bytes, _: Sequence[bytes]) -> bytes:
    place = _place(chance, data)
    return data[:place] if chance.random() < 0.7 else data[place:]


def _token(chance: random.Random, data: bytes, _: Sequence[bytes]) -> bytes:
    place = _place(chance, data)
    end = place if chance.random() < 0.7 else min(len(data), place + chance.randrange(1, 9))
    return data[:place] + chance.choice(TOKENS) + data[end:]


def _splice(chance: random.Random, data: bytes, others: Sequence[bytes]) -> bytes:
    other = chance.choice(others)
    start, end = _stretch(chance, other)
    place = _place(chance, data)
    return data[:place] + other[start:end] + data[place:]


def _lines(chance: random.Random, data: bytes, _: Sequence[bytes]) -> bytes:
    lines = data.splitlines(keepends=True)
    if len(lines) < 2:
        return data
    one, two = (chance.randrange(len(lines)) for _n in range(2))
    kind = chance.randrange(4)
    if kind == 0:
        del lines[one]
    elif kind == 1:
        lines.insert(two, lines[one])
    elif kind == 2:
        lines[one], lines[two] = lines[two], lines[one]
    else:
        lines[one] = b" " * chance.randrange(1, 5) + lines[one]
    return b"".join(lines)


def _number(chance: random.Random, data: bytes, _: Sequence[bytes]) -> bytes:
    found = list(_NUMBER.finditer(data))
    if not found:
        return data
    one = chance.choice(found)
    return data[: one.start()] + chance.choice(_NUMBERS) + data[one.end() :]


def _encoding(chance: random.Random, data: bytes, _: Sequence[bytes]) -> bytes:
    text = data.decode("utf-8", "replace")
    return text.encode(chance.choice(("utf-16", "utf-16-le", "latin-1", "utf-32")), "replace")


_CHANGES: tuple[Change, ...] = (
    *(_flip, _overwrite, _delete, _repeat, _cut_off, _token, _token, _token, _splice),
    *(_splice, _lines, _lines, _number),
)


def mutated(
    chance: random.Random, data: bytes, others: Sequence[bytes], *, in_place: bool = False
) -> bytes:
    """Return an input changed in one to eight ways, drawn from ``chance`` alone.

    ``in_place`` keeps every byte where it is, as in a database, where all is found by its offset.
    """
    if in_place:
        for _n in range(chance.choice((1, 1, 2, 4, 8))):
            data = chance.choice((_flip, _flip, _overwrite))(chance, data, others)
        return data
    for _n in range(chance.choice((1, 1, 2, 2, 3, 4, 8))):
        data = chance.choice(_CHANGES)(chance, data, others)
    if chance.random() < 0.01:
        data = _encoding(chance, data, others)
    return data[:MOST_BYTES]
