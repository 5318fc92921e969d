"""A field of names → one text a name, also where something other than "and" stands between them.

Every repair is said, and what cannot be repaired is said as well: many authors never become one
silently. The text has its LaTeX decoded but for meaningful braces.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from causalkb.lazy import compiled_on_use

ROLE_NAMES = r"(?:eds?|editors?|editor\(s\)|hrsg|hg|herausgeber|coords?|comps?|dirs?)\.?"
"""What says behind a name that the person edited the book."""
_ROLE_BEHIND_COMMA = compiled_on_use(rf"(?<=[\w.]),\s*{ROLE_NAMES}\s*$")
_AND = compiled_on_use(r"[{}]|(?<!\S)and(?!\S)", re.IGNORECASE)
_AND_AT_INITIAL = compiled_on_use(r"(?<=[A-Z]\.)and(?= [A-Z])")
_AMPERSAND = compiled_on_use(r"(?<=\s)(?:&|\{&\})(?=\s)|[{}]")
_COMPANY = compiled_on_use(
    r"\b(?:Co|Inc|Ltd|LLC|LLP|GmbH|Corp|Company|Companies|Corporation|Sons|Associates|Partners"
    r"|Group|Press|Publishers|Institute|University|Department|Ministry|Society|Centers?|Centre)\b"
)
_SUFFIX = compiled_on_use(r"(?:Jr|Sr|jr|sr|JR|SR)\.?|I{2,3}|IV|VI{0,3}|2nd|3rd|4th|Ph\.? ?D\.?")
_EXTENDED = compiled_on_use(r"(?:family|given)\s*=", re.IGNORECASE)
"""How a name in biblatex's extended format begins, of which the values may hold any sign."""
_ET_AL = compiled_on_use(r"et[\s.]*al\.?", re.IGNORECASE)
_INITIALS = compiled_on_use(r"(?:[^\W\d_]\.?[\s-]*){1,4}")
_SUFFIX_BETWEEN_COMMAS = frozenset(
    ["fils", "père", "pere", "filho", "neto", "sobrinho", "junior", "senior", "jnr", "snr", "esq"]
)
"""Suffixes that are names as well, or part of the family name, unless commas set them off."""
# What stands between names in other languages and tables, where BibTeX has "and".
_OTHER_SEPARATOR = compiled_on_use(
    r"[{}]|\s+(?:und|et|with|mit|och|og|en|y|e|i)\s+|\s*[|•]\s*|\s+[+·]\s+|\s*/\s*"
)
_HAS_OTHER_SIGN = compiled_on_use(r"[|•·/+，、；]|\s(?:und|et|with|mit|och|og|en|y|e|i)\s")
_EAST_ASIAN = compiled_on_use(r"[{}]|\s*[，、；]\s*")
_WRITTEN_EAST_ASIAN = compiled_on_use(r"[\u3000-\u9fff\uac00-\ud7af\uff00-\uffef·\s]+")
_CAPITALS = r"[A-ZÀ-ÖØ-ÞĀ-Ž]"
_DOTTED = compiled_on_use(r"(?:[^\W\d_]\.[\s-]*){1,4}")
_FAMILY = rf"(?:(?:van|von|der|den|de|da|dos|di|du|del|la|le|el|al)\s)*{_CAPITALS}[\w'’-]*"
# Medline's form: "Watson JD", with particles and double names before the capitals.
_MEDLINE = compiled_on_use(
    rf"(?P<family>{_FAMILY}(?:\s{_FAMILY})*)\s(?P<given>(?-i:{_CAPITALS}){{1,3}}|"
    rf"{_CAPITALS}-{_CAPITALS})(?P<suffix>\s(?:Jr|Sr|II|III|IV|2nd|3rd))?\.?"
)
_WHOLE = compiled_on_use(r"(?:[^\W\d_]\.[\s-]*){1,4}\s*\S{2,}.*")
_TWO_WHOLE = compiled_on_use(
    rf"{_CAPITALS}\w{{2,}} {_CAPITALS}\w{{2,}}, {_CAPITALS}\w{{2,}} {_CAPITALS}\w{{2,}}"
)
_DOTTED_LAST = compiled_on_use(rf"{_FAMILY}\w\s(?:{_CAPITALS}\.-?){{1,3}}")
_INITIALS_LAST = "initials stand behind the names without a comma: read as 'Family, Given'"
_SHORT_FAMILY_NAMES = frozenset(
    re.findall(
        r"\S+",
        """
        AI AN AO BAI BAO BI BO CAI CAO CEN CHA CHE CHI CHU CUI DAI DAO DU FAN FU GAO GE GU GUO HAN
        HE HO HU HUA HUI JI JIA JIN KE KIM KO LAI LAU LE LEE LEI LI LIN LIU LO LU LUO LV MA MAI MAO
        MEI MO MOU NI NIE OH PAN PEI PU QI QIN QIU QU REN RUI SHA SHE SHI SHU SO SU SUI SUN TAN TAO
        TSE TU WAN WEI WEN WU XI XIA XIE XIN XU XUE YAN YAO YE YI YIM YIN YU YUE ZHA ZHE ZHU ZOU
        """,
    )
)
"""Family names that look like initials where a style writes family names in capitals."""
_PERSON_IN_GROUP = compiled_on_use(
    rf"{_FAMILY}(?:\s{_FAMILY}){{0,2}},\s*{_CAPITALS}[\w.'’-]*(?:\s\S+){{0,2}}"
)


def split_persons(text: str, warnings: list[str]) -> list[str]:
    """Split a field into its names, and add to ``warnings`` what was wrong between them."""
    if text.count("{") != text.count("}"):
        text = text.replace("{", "").replace("}", "")
    if _AND_AT_INITIAL.search(text):
        warnings.append("a blank is missing before 'and'")
        text = _AND_AT_INITIAL.sub(" and", text)
    names = split_at(_opened(text, warnings), _AND)
    if len(names) > 1 and not all(name.strip() for name in names[1:-1]):
        warnings.append("'and' stands twice without a name between")
    found: list[str] = []
    for name in names:
        role = _ROLE_BEHIND_COMMA.search(name) if "," in name else None
        if role and len(name[: role.start()].split()) > 1:
            name = name[: role.start()]
        found += _by_semicolon(name.strip(), warnings)
    found = [part for name in found for part in _by_other_sign(name, warnings)]
    found = [part for name in found for part in _by_ampersand(name, warnings)]
    last = len(found) - 1
    found = [
        part
        for n, name in enumerate(found)
        for part in _by_comma(name, warnings, found, listed=n < last)
    ]
    _doubt(found, warnings)
    return _medline(found, warnings)


def is_suffix(words: list[str]) -> bool:
    """Whether words are a suffix such as "Jr." or "III"."""
    return len(words) == 1 and _SUFFIX.fullmatch(words[0]) is not None


def is_suffix_between_commas(words: list[str]) -> bool:
    """The same for what stands between two commas, where fewer words can be given names.

    >>> is_suffix_between_commas(["fils"]), is_suffix_between_commas(["Jr."])
    (True, True)
    """
    alone = len(words) == 1 and words[0].rstrip(".").casefold() in _SUFFIX_BETWEEN_COMMAS
    return alone or is_suffix(words)


def split_outside_braces(text: str, separator: str) -> list[str]:
    """Split at a separator of one character, but not within braces.

    >>> split_outside_braces("a, {b, c}", ",")
    ['a', ' {b, c}']
    """
    if separator not in text:
        return [text]
    return split_at(text, re.compile("[{}" + re.escape(separator) + "]"))


def split_at(text: str, marks: re.Pattern[str]) -> list[str]:
    """Split at what a pattern finds outside braces; the pattern has to find braces, too."""
    parts: list[str] = []
    depth = start = 0
    for mark in marks.finditer(text):
        if mark[0] == "{":
            depth += 1
        elif mark[0] == "}":
            depth = max(0, depth - 1)
        elif depth == 0:
            parts.append(text[start : mark.start()])
            start = mark.end()
    parts.append(text[start:])
    return parts


def _opened(text: str, warnings: list[str]) -> str:
    """A field whose persons all stand in one pair of braces, without it."""
    inner = text.strip()
    if not (inner.startswith("{") and inner.endswith("}")):
        return text
    if inner.count("{") > 1:
        names = split_at(inner[1:-1], _AND)
        grouped = all(re.fullmatch(r"\s*\{[^{}]*\}\s*", name) for name in names)
        return inner[1:-1] if grouped and len(names) > 1 else text
    names = re.split(r"\sand\s", inner[1:-1], flags=re.IGNORECASE)
    if len(names) < 2 or not all(_PERSON_IN_GROUP.fullmatch(name.strip()) for name in names):
        return text
    warnings.append("one pair of braces holds all names: read as names of persons")
    return inner[1:-1]


def _by_semicolon(name: str, warnings: list[str]) -> list[str]:
    parts = [part.strip() for part in split_outside_braces(name, ";")]
    if len(parts) > 1 and _EXTENDED.match(name):
        return [name]
    if len(parts) > 1:
        warnings.append("names are separated by ';' instead of 'and'")
    return [part for part in parts if part]


def _by_other_sign(name: str, warnings: list[str]) -> list[str]:
    """The names in one text where a sign or a word of another language stands between them."""
    if not _HAS_OTHER_SIGN.search(name) or _EXTENDED.match(name):
        return [name]
    if _WRITTEN_EAST_ASIAN.fullmatch(name):
        parts = [part.strip() for part in split_at(name, _EAST_ASIAN) if part.strip()]
        if len(parts) == 2 and "，" in name and min(map(len, parts)) == 1:
            return [", ".join(parts)]  # a family name of one sign and a given name
    else:
        parts = [part.strip(" ,") for part in split_at(name, _OTHER_SEPARATOR)]
        if len(parts) < 2 or _COMPANY.search(name) or not all(map(_is_whole, parts)):
            return [name]
    if len(parts) < 2:
        return [name]
    warnings.append("names are separated by other signs than 'and'")
    return parts


def _is_whole(name: str) -> bool:
    """Whether a text is a family and a given name, in either order."""
    family, comma, given = name.partition(",")
    if comma:
        return bool(_first(family).isupper() and _first(given).isupper() and "," not in given)
    words = name.split()
    return len(words) > 1 and _first(words[0]).isupper() and _first(words[-1]).isupper()


def _first(text: str) -> str:
    return text.strip()[:1]


def _by_ampersand(name: str, warnings: list[str]) -> list[str]:
    if "&" not in name:
        return [name]
    parts = [part.strip() for part in split_at(name, _AMPERSAND)]
    if len(parts) == 1:
        return parts
    if _COMPANY.search(name):
        warnings.append(f"{_shown(name)} is read as one institution: write it in braces")
        return ["{" + name.replace("{", "").replace("}", "") + "}"]
    warnings.append("names are separated by '&' instead of 'and'")
    if "," not in parts[-1]:
        # "Ann Roe, Bob Poe & Cat Doe": where the last name has no comma, those before have none.
        parts = [
            f"{part}," if all(" " in section.strip() for section in part.split(",")) else part
            for part in parts[:-1]
        ] + parts[-1:]
    return [part for part in parts if part]


def _is_family_given(name: str) -> bool:
    """Whether a name has one comma, and that behind its family name."""
    sections = [section.strip() for section in split_outside_braces(name, ",")]
    return len(sections) == 2 and all(sections) and not _persons_of(sections, many=False)


def _by_comma(name: str, warnings: list[str], names: Sequence[str], *, listed: bool) -> list[str]:
    """The names in one text that should hold one, where commas stand between several.

    Args:
        name: The text between two "and".
        warnings: Where to say what was repaired.
        names: All texts between "and".
        listed: Whether another name follows: a comma at the end is then one before "and".
    """
    sections = [section.strip() for section in split_outside_braces(name, ",")]
    oxford = listed and len(sections) > 1 and not sections[-1]
    sections = [section for section in sections if section]
    if len(sections) > 1 and _ET_AL.fullmatch(sections[-1]):
        sections.pop()
    joined: list[str] = []
    for section in sections:
        # In braces anything may be meant as a suffix.
        in_braces = len(sections) == 3 and section.startswith("{") and section.endswith("}")
        suffix = is_suffix_between_commas if len(sections) == 3 else is_suffix
        if joined and (suffix(section.split()) or (in_braces and section is sections[1])):
            joined[-1] += ", " + section
        else:
            joined.append(section)
    if len(joined) < 2 or "=" in name:
        return [name.strip(" ,")] if sections else []
    several = _persons_of(joined, many=len(joined) > 2 or oxford)
    if several and len(joined) == 2 and not oxford and any(map(_is_family_given, names)):
        warnings.append(f"{_shown(name)} is read as one person: check that it is not two")
        return [name.strip(" ,")]
    if several:
        warnings.append("names are separated by ',' instead of 'and'")
        return several
    if len(joined) > 2:
        warnings.append(f"name {_shown(name)} has too many commas: check that it is one person")
    return [name.strip(" ,")]


def _persons_of(sections: list[str], *, many: bool) -> list[str]:
    """The names that sections between commas form, or nothing if they are parts of one name."""
    medline = [_MEDLINE.fullmatch(section) for section in sections]
    if all(medline):
        # "Eades III, Harley D." is one person, "Petrov IV, Smith K" are two.
        suffix = medline[0] is not None and is_suffix([medline[0]["given"]])
        dotted = len(sections) == 2 and sections[1].endswith(".")
        return [] if suffix and dotted else sections
    words = [len(section.split()) for section in sections]
    if all(_WHOLE.fullmatch(section) and n > 1 for section, n in zip(sections, words, strict=True)):
        return sections
    if len(sections) % 2 == 0 and len(sections) > 2:
        families, given = sections[::2], sections[1::2]
        initials = all(map(_INITIALS.fullmatch, given)) and not any(
            map(_DOTTED.fullmatch, families)
        )
        if initials or (min(words) == 1 and max(words) < 4):
            return [f"{one}, {other}" for one, other in zip(families, given, strict=True)]
    if many and min(words) > 1:
        return sections
    # "Roe, A., B. Poe, and C. Doe": only the first name is turned round.
    turned = len(sections) > 2 and words[0] == 1 and _INITIALS.fullmatch(sections[1])
    if turned and min(words[2:]) > 1 and all(map(_WHOLE.fullmatch, sections[2:])):
        return [f"{sections[0]}, {sections[1]}", *sections[2:]]
    return []


def _doubt(names: list[str], warnings: list[str]) -> None:
    """Say where two whole names may stand around a comma, as the other names have none."""
    with_comma = [name for name in names if "," in name]
    if len(with_comma) == 1 < len(names) and _TWO_WHOLE.fullmatch(with_comma[0]):
        warnings.append(f"{_shown(with_comma[0])} is read as one person: check that it is not two")


def _medline(names: list[str], warnings: list[str]) -> list[str]:
    """Names in Medline's form ("Watson JD") with the comma that they lack, if all are."""
    plain = [name for name in names if name.casefold() != "others" and "al." not in name]
    if len(plain) < 2 or not all(_MEDLINE.fullmatch(name) for name in plain):
        if not any(map(_DOTTED_LAST.fullmatch, names)):
            return names
        warnings.append(_INITIALS_LAST)
        return [
            ", ".join(name.rsplit(" ", 1)) if _DOTTED_LAST.fullmatch(name) else name
            for name in names
        ]
    if all(name.split()[-1] in _SHORT_FAMILY_NAMES for name in plain):
        warnings.append("the last words in capitals are read as family names, not as initials")
        return names
    warnings.append(_INITIALS_LAST)
    return [_with_comma(name) for name in names]


def _with_comma(name: str) -> str:
    match = _MEDLINE.fullmatch(name)
    if match is None:
        return name
    suffix = f", {match['suffix'].strip()}" if match["suffix"] else ""
    return f"{match['family']}{suffix}, {match['given']}"


def _shown(name: str) -> str:
    return repr(name.replace("{", "").replace("}", "")[:80])
