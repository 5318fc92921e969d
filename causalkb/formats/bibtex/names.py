"""Lists of BibTeX names → persons, by BibTeX's rules where a name keeps to them.

The LaTeX is decoded first, except for the braces that hold a name together; so that every letter
is one character by the time words and commas are counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from causalkb.formats.bibtex.name_lists import (
    ROLE_NAMES,
    is_suffix,
    is_suffix_between_commas,
    split_at,
    split_outside_braces,
    split_persons,
)
from causalkb.formats.latex_names import decode_structure, plain_part
from causalkb.lazy import compiled_on_use
from causalkb.records import Person

_ET_AL = compiled_on_use(
    r",?\s*(?:\bet[\s.]*al(?:ii|ia|\b)\.?|\bu\.\s?a\.|\by\s+otros|\be\s+outros|\bи\s+др\.|(?<=\s)等)\s*$",
    re.IGNORECASE,
)
_ET_AL_FIRST = compiled_on_use(r"et[\s.]*al\b\.?\s*,\s*(?=\S)", re.IGNORECASE)
_MORE = compiled_on_use(
    r"\{?(?:al|(?:(?:many|various|\d+)\s+)?(?:others|more|colleagues|co-?workers|co-?authors))\.?\}?",
    re.IGNORECASE,
)
"""Text that stands for the other authors, as a name of its own."""
_EXTENDED = compiled_on_use(r"\s*\"?(?:family|given|prefix|suffix)(?:-i)?\s*=", re.IGNORECASE)
# Between two parts of it; a value may hold commas.
_EXTENDED_COMMA = compiled_on_use(r"[{}]|,(?=\s*\"?[a-z]+(?:-i)?\s*=)", re.IGNORECASE)
_EXTENDED_PART = compiled_on_use(r"\s*\"?([a-z-]+)\s*=\s*\"?(.*?)\"?\s*", re.I | re.DOTALL)
_DBLP_NUMBER = compiled_on_use(r"(?<=\w)\s\d{4}(?=\s*(?:,|$))")
_ROLE = compiled_on_use(rf"\s*[(\[]{ROLE_NAMES}[)\]]\s*$", re.IGNORECASE)
_FOOTNOTE_MARK = compiled_on_use(r"(?<=[\w.)])\s?[*†‡§¶⋆]+(?=\s*(?:,|$))")
_RAISED = compiled_on_use(r"[¹²³⁰⁴-⁹]+(?:[,\s]*[¹²³⁰⁴-⁹*†‡]+)*")
_ADDRESS = compiled_on_use(
    r"\s*[(\[<]?\s*(?:(?:orcid:?\s*)?(?:https?://orcid\.org/)?\d{4}-\d{4}-\d{4}-\d{3}[\dX]"
    r"|(?<![\w@])[\w.+-]+@[\w-]+(?:\.[\w-]+)+)(?:\s*[)\]>])?",
    re.IGNORECASE,
)
"""An ORCID or an e-mail address behind a name."""
_PARENTHESIS = compiled_on_use(r"\s*\(([^(){}]*[^\W\d_][^(){}]*)\)\s*$")
_PLACE = compiled_on_use(
    r"(?i:univ|instit|school|college|laborator|\bdep(?:t|artment)|hospital|cent(?:er|re)\b|academy"
    r"|\binc\b|\bltd\b|research|group)|\b[A-Z]{3,}\b"
)
_GROUP = compiled_on_use(
    r"the\s[^,]+|The\s[^,]+\s(?:Collaborations?|Consortium|Groups?|Team|Network|Investigators"
    r"|Committee|Council|Initiative|Project|Foundation|Institute|Society|Company|University)"
)
_INSTITUTION = compiled_on_use(
    r"(?:[^\W\d_][^\W\d_.'’-]*(?:\.[^\W\d_]\.?)*\s)+(?:Team|Organi[sz]ations?|Consortium|Collaboration|Committee|Council"
    r"|Associations?|Agency|Commission|Foundation|Institutes?|University|Corporation|Federation"
    r"|Initiative|Society|Investigators|Laborator(?:y|ies)|Ministry|Authority)"
    r"|(?:[^\W\d_][^\W\d_'’-]*\s)*(?:University|Ministry|Institutes?|Departments?|Bureau|Office|Centers?"
    r"|Centre|Council|Commission|Committee|Associations?|Society|Agency|Board|Academy|College|School)"
    r"\s(?:of|for|on)\s[^,{}]+"
)
"""The name of a body that should stand in braces."""
_TURNED = compiled_on_use(
    r"(?P<last>Team|Collaboration|Consortium|Organi[sz]ation|Association|Foundation|University"
    r"|Institute|Committee|Council|Agency|Commission|Society|Federation|Initiative|Network)"
    r",\s+(?P<first>(?:[^\s,.]{2,}\s)*[^\s,.]{2,})"
)
"""The same as Google Scholar turns it: "Collaboration, Open Science"."""
_SURNAMES_TOO = ("Council", "Agency", "Commission", "Society", "Committee", "Network")
_OF_A_BODY = compiled_on_use(
    r"^the\s|The\s|Team|Organi[sz]ation|Consorti|Collab|Comm|Counc|Associ|Agen|Found|Instit|Universit"
    r"|Corpor|Federa|Initia|Societ|Invest|Labor|Minist|Author|Network|Group|Project|Company|Depart"
    r"|Bureau|Office|Cent|Board|Academy|College|School"
)
"""One of the beginnings of words that the names of bodies above hold."""
_ODD = compiled_on_use(r"[^\w\s.,'’{}-]|[\d¹²³⁰⁴-⁹]")
"""Signs that no name of a person has; most lists of names hold none."""
_HANDLE = compiled_on_use(r"[^\w.'’ʼ-]|[\d_]")

PARTICLES = frozenset(
    re.findall(
        r"\S+",
        """
        van von der den de da do dos das del della delle degli dello di du d' la le les lo los ten
        ter te zu zur zum vom af av 't 's al el bin ibn ben bint abu st. op in
        """,
    )
)
"""Small words that begin a family name; a list is needed only where nothing else tells them."""
_CONNECTORS = frozenset(["y", "i", "e", "és"])
"""Small words within a double family name: Ramón y Cajal."""

_INITIAL = ("a", "a.")


@lru_cache(maxsize=8192)
def parse_names(text: str) -> tuple[tuple[Person, ...], tuple[str, ...]]:
    """Parse a BibTeX author or editor field, raw (with its LaTeX), into persons and warnings.

    >>> [person.name for person in parse_names("Ludwig van Beethoven and {Barnes and Noble}")[0]]
    ['van Beethoven, Ludwig', 'Barnes and Noble']
    """
    warnings: list[str] = []
    persons: list[Person] = []
    for name in split_persons(_without_addresses(decode_structure(text)), warnings):
        persons.extend(_persons(name, warnings))
        if len(persons) > 1 and persons[-1].is_others and persons[-2].is_others:
            persons.pop()
    return tuple(persons), tuple(dict.fromkeys(warnings))


def names_as_text(persons: Iterable[Person]) -> str:
    """Return persons as one line that :func:`parse_names` reads back, for a field of text.

    >>> names_as_text(parse_names("Immanuel Kant and {Barnes and Noble}")[0])
    'Kant, Immanuel and {Barnes and Noble}'
    """
    return " and ".join(
        f"{{{person.family}}}" if person.literal and not person.is_others else person.name
        for person in persons
    )


def _persons(name: str, warnings: list[str]) -> list[Person]:
    """The person of one name, and the others if it ends in "et al."."""
    if name.strip() in ("...", "…"):
        warnings.append("'...' stands for 'and others'")
        return [Person.others()]
    if name.strip(" .").casefold() in ("others", "{others}", "{et al.}", "{et al}", ""):
        return [Person.others()] if name.strip(" .") else []
    if _MORE.fullmatch(name.strip()):
        warnings.append(f"{name.strip(' {}')!r} stands for 'and others'")
        return [Person.others()]
    if _ET_AL.search(name):
        warnings.append("'et al.' stands for 'and others'")
        return [*_persons(_ET_AL.sub("", name).strip(" ,"), warnings), Person.others()]
    if first := _ET_AL_FIRST.match(name):
        warnings.append("'et al.' stands for 'and others'")
        return [*_persons(name[first.end() :], warnings), Person.others()]
    if _is_one_group(name):
        return _person(plain_part(name), literal=True)
    if _EXTENDED.match(name):
        return _extended(name)
    if institution := _institution(name, warnings):
        return institution
    if _ODD.search(name):
        name = _without_place(_without_marks(name), warnings)
    return _parse(name)


def _institution(name: str, warnings: list[str]) -> list[Person]:
    """The institution that a name without braces is, in a list; an empty one for a person."""
    if not _OF_A_BODY.search(name):
        return []
    if _GROUP.fullmatch(name):
        return _person(plain_part(name), literal=True)
    if (turned := _TURNED.fullmatch(name)) and not (
        turned["last"] in _SURNAMES_TOO and " " not in turned["first"]
    ):
        whole = f"{turned['first']} {turned['last']}"
        warnings.append(f"{name[:80]!r} is read as the institution {whole[:80]!r}")
        return _person(plain_part(whole), literal=True)
    if _INSTITUTION.fullmatch(name):
        warnings.append(f"{name[:80]!r} is read as one institution: write it in braces")
        return _person(plain_part(name), literal=True)
    return []


def _without_addresses(text: str) -> str:
    """A field of names without what tells of persons but is no part of a name."""
    if not _ODD.search(text):
        return text
    text = _dropped(_RAISED, text)
    rest = _dropped(_ADDRESS, text)
    return rest if rest.strip(" {}") else text


def _without_place(name: str, warnings: list[str]) -> str:
    """A name without the institution in parentheses behind it; other parentheses stay."""
    match = _PARENTHESIS.search(name)
    before = name[: match.start()] if match else ""
    if match is None or len(before.replace(",", " ").split()) < 2:
        return name
    if not _PLACE.search(match[1]):
        # A nickname, or the name in another script, belongs to the given name.
        words = before.rsplit(" ", 1)
        return name if "," in before else f"{words[1]}, {words[0]} ({match[1]})"
    warnings.append(f"'({match[1][:60]})' behind a name is left out")
    return before


def _without_marks(name: str) -> str:
    """A name without roles, DBLP's numbers and footnote marks; what stands in braces stays."""
    for mark in (_ROLE, _DBLP_NUMBER, _FOOTNOTE_MARK):
        name = _dropped(mark, name)
    return name


def _dropped(mark: re.Pattern[str], text: str) -> str:
    """A text without what a pattern finds outside braces."""
    if not mark.search(text):
        return text
    ends = [
        match.span()
        for match in mark.finditer(text)
        if text.count("{", 0, match.start()) <= text.count("}", 0, match.start())
    ]
    for start, end in reversed(ends):
        text = text[:start] + text[end:]
    return text


def _parse(name: str) -> list[Person]:
    sections = [_words(part) for part in split_outside_braces(name, ",")]
    while len(sections) > 1 and not sections[-1]:
        sections.pop()
    suffix: list[str] = []
    if len(sections) > 2 and is_suffix(sections[-1]) and not is_suffix(sections[1]):
        suffix = sections.pop()
    elif len(sections) > 2 and (
        is_suffix_between_commas(sections[1]) or not _is_given(sections[1])
    ):
        suffix = sections.pop(1)
    elif len(sections) == 2 and is_suffix(sections[1]) and len(sections[0]) > 1:
        suffix = sections.pop()
    if len(sections) == 1:
        given, particle, family = _first_von_last(sections[0])
        if not suffix and len(family) + len(given) > 2 and is_suffix(family[-1:]):
            suffix = family[-1:]
            given, particle, family = _first_von_last(sections[0][:-1])
    else:
        particle, family = _von_last(sections[0])
        given = [word for section in sections[1:] for word in section]
        if not suffix and len(given) > 1 and given[-1].rstrip(".") in ("Jr", "Sr"):
            suffix = [given.pop()]
        if family[0] in _INITIAL and len(family) > 1:
            given, family = [*given, family[0]], family[1:]
        if not suffix and len(family) > 1 and is_suffix(family[-1:]):
            suffix = [family.pop()]
    return _person(*_texts(family, given, particle, suffix))


def _is_given(words: list[str]) -> bool:
    """Whether words at the place of a suffix are given names: more than a short abbreviation."""
    return not is_suffix(words) and any(re.fullmatch(r"[^\W\d_][a-z]{3,}", word) for word in words)


def _texts(*parts: list[str]) -> list[str]:
    return [" ".join(map(plain_part, words)) for words in parts]


def _first_von_last(words: list[str]) -> tuple[list[str], list[str], list[str]]:
    """Given names, particle and family name of "First von Last"; the last word is family."""
    small = [n for n, word in enumerate(words[:-1]) if _is_small(word)]
    # "bell hooks" and "danah boyd" have no particle.
    if small and small[0] == 0 and words[0].casefold() not in PARTICLES:
        small = [n for n in small if words[n].casefold() in PARTICLES]
    if not small:
        return words[:-1], [], words[-1:]
    first, last = small[0], small[-1]
    if first > 1 and words[first - 1].istitle() and words[first - 1].casefold() in PARTICLES:
        # "Van den Berg" is a family name, with its first word written large.
        return words[: first - 1], [], words[first - 1 :]
    if first == last and first > 1 and words[first] in _CONNECTORS:
        return words[: first - 1], [], words[first - 1 :]
    return words[:first], words[first : last + 1], words[last + 1 :]


def _von_last(words: list[str]) -> tuple[list[str], list[str]]:
    """Particle and family name of what stands before a comma."""
    small = [n for n, word in enumerate(words[:-1]) if _is_small(word)]
    # A family name may have small words within: Ortega y Gasset.
    if not small or small[0] != 0:
        return [], words
    return words[: small[-1] + 1], words[small[-1] + 1 :]


def _person(
    family: str = "",
    given: str = "",
    particle: str = "",
    suffix: str = "",
    *,
    literal: bool = False,
) -> list[Person]:
    if not family:
        family, given = given, ""
    if not family:
        return []
    alone = not (given or particle or suffix)
    # One word is a name of one part, unless it is a handle: jacob_cannell, @gwern.
    literal = alone and (literal or _HANDLE.search(family) is not None)
    return [Person(family, given, particle, suffix, literal)]


def _extended(name: str) -> list[Person]:
    """The person of a name in biblatex's extended format: ``family=Doe, given=Jane``."""
    parts: dict[str, str] = {}
    for piece in split_at(name, _EXTENDED_COMMA):
        if match := _EXTENDED_PART.fullmatch(piece):
            parts[match[1].lower()] = plain_part(match[2])
    family, particle = parts.get("family", ""), parts.get("prefix", "")
    if particle and not all(map(_is_small, particle.split())):
        # Only small words are particles for BibTeX.
        family, particle = f"{particle} {family}".strip(), ""
    return _person(family, parts.get("given", ""), particle, parts.get("suffix", ""))


def _words(text: str) -> list[str]:
    """The words outside braces; a hyphen binds."""
    return [word for part in split_outside_braces(text, " ") if (word := part.strip())]


def _is_small(word: str) -> bool:
    """Whether the first letter outside braces is small, in a script that has capitals.

    An "a." alone is the initial of a given name, which some programs write small.
    """
    depth = 0
    for char in word:
        if char in "{}":
            depth += 1 if char == "{" else -1
        elif char.isalpha() and depth == 0:
            return char.islower() and char.upper() != char and word not in _INITIAL
    return False


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
