"""Lists of BibTeX names → persons. Names are split first and decoded after, part by part."""

from __future__ import annotations

import logging
import re
from functools import lru_cache

from causalkb.formats.latex import decode
from causalkb.records import Person

logging.getLogger("bibtexparser").addHandler(logging.NullHandler())

_ET_AL = re.compile(r",?\s*\bet[\s~.]*al\b\.?\s*$", re.IGNORECASE)
_DANGLING_AND = re.compile(r"(?:^|(?<=\s))and\s*$|^\s*and\s", re.IGNORECASE)
_EXTENDED = re.compile(r"\s*(?:family|given|prefix|suffix)\s*=", re.IGNORECASE)
_EXTENDED_PART = re.compile(r"\s*([a-z-]+)\s*=(.*)", re.IGNORECASE | re.DOTALL)


@lru_cache(maxsize=8192)
def parse_names(text: str) -> tuple[tuple[Person, ...], tuple[str, ...]]:
    """Parse a BibTeX author or editor field, raw (with its LaTeX), into persons and warnings.

    >>> [person.name for person in parse_names("Ludwig van Beethoven and {Barnes and Noble}")[0]]
    ['van Beethoven, Ludwig', 'Barnes and Noble']
    """
    warnings: list[str] = []
    persons: list[Person] = []
    for name in _split_list(text, warnings):
        persons.extend(_persons(name, warnings))
    return tuple(persons), tuple(dict.fromkeys(warnings))


def _split_list(text: str, warnings: list[str]) -> list[str]:
    from bibtexparser.middlewares.names import split_multiple_persons_names

    text = _DANGLING_AND.sub("", text.strip())
    names: list[str] = split_multiple_persons_names(text)
    if len(names) == 1 and len(parts := split_outside_braces(names[0], ";")) > 1:
        warnings.append("names are separated by ';' instead of 'and'")
        names = parts
    return [name for name in (name.strip() for name in names) if name]


def _persons(name: str, warnings: list[str]) -> list[Person]:
    """The persons of one name: normally one, more where the separator was wrong."""
    if name.casefold() in ("others", "{others}"):
        return [Person.others()]
    if _ET_AL.search(name):
        warnings.append("'et al.' stands for 'and others'")
        name = _ET_AL.sub("", name).strip()
        return [*(_persons(name, warnings) if name else ()), Person.others()]
    if _is_one_group(name):
        literal = decode(name)
        return [Person(literal, literal=True)] if literal else []
    if _EXTENDED.match(name):
        return _person(**_extended_parts(name))
    commas = split_outside_braces(name, ",")
    if len(commas) > 3:
        if all(" " in part.strip() for part in commas):
            warnings.append("names are separated by ',' instead of 'and'")
            return [person for part in commas for person in _persons(part.strip(), warnings)]
        warnings.append(f"name {decode(name)[:80]!r} has too many commas")
    return _parse_name(name)


def _parse_name(name: str) -> list[Person]:
    from bibtexparser.middlewares.names import parse_single_name_into_parts

    parts = parse_single_name_into_parts(name, strict=False)
    first, von, last = list(parts.first), list(parts.von), list(parts.last)
    # bibtexparser takes letters of scripts without case for lower case, and so for a particle.
    if von and not any(_has_case(word) for word in von):
        if "," in name:
            last = von + last
        else:
            first = first + von
        von = []
    return _person(" ".join(last), " ".join(first), " ".join(von), " ".join(parts.jr))


def _person(family: str = "", given: str = "", prefix: str = "", suffix: str = "") -> list[Person]:
    family, given, prefix, suffix = (decode(part) for part in (family, given, prefix, suffix))
    if not family:
        family, given = given, ""
    return [Person(family, given, prefix, suffix)] if family else []


def _extended_parts(name: str) -> dict[str, str]:
    """The parts of a name in biblatex's extended format: ``family=Doe, given=Jane``."""
    parts: dict[str, str] = {}
    for piece in split_outside_braces(name, ","):
        match = _EXTENDED_PART.match(piece)
        if match and match[1].lower() in ("family", "given", "prefix", "suffix"):
            parts[match[1].lower()] = match[2]
    return parts


def _has_case(word: str) -> bool:
    return any(char.lower() != char.upper() for char in decode(word))


def _is_one_group(name: str) -> bool:
    """Whether one pair of braces encloses the whole name."""
    if not (name.startswith("{") and name.endswith("}")):
        return False
    depth = 0
    for brace in re.finditer(r"[{}]", name):
        depth += 1 if brace[0] == "{" else -1
        if depth == 0:
            return brace.end() == len(name)
    return False


def split_outside_braces(text: str, separator: str) -> list[str]:
    """Split at a separator of one character, but not within braces.

    >>> split_outside_braces("a, {b, c}", ",")
    ['a', ' {b, c}']
    """
    parts: list[str] = []
    depth = start = 0
    for mark in re.finditer(r"&\w{1,12};|[{}" + re.escape(separator) + "]", text):
        if mark[0] == "{":
            depth += 1
        elif mark[0] == "}":
            depth = max(0, depth - 1)
        elif mark[0] == separator and depth == 0:
            parts.append(text[start : mark.start()])
            start = mark.end()
    parts.append(text[start:])
    return parts
