"""Files of lines ``TAG - value`` (RIS, PubMed's NBIB) → records, and what their values mean.

rispy, the library for RIS, reads a file with a byte order mark, or with one blank before the
hyphen, as no record at all, joins records whose end is missing, drops a repeated title or DOI, and
says nothing of it; so records are cut here, and what is odd is told with its line.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from causalkb.formats.latex import without_markup
from causalkb.identifiers import normalise_doi
from causalkb.lazy import compiled_on_use
from causalkb.records import Person, Problem
from causalkb.text import clean, clean_line
from causalkb.vocabulary import Severity

_PARTICLE = compiled_on_use(r"((?:[a-zà-ÿ][\w'’]* )+)(\S.*)", re.DOTALL)
_INITIALS = compiled_on_use(r"((?:[^\W\d_a-z]\.[ -]?)+)((?!(?:[^\W\d_]\.))\S.*)")
_SUFFIXES = r"(Jr|Sr|2nd|3rd|4th|II|III|IV)\.?"
_INITIALS_LAST = compiled_on_use(
    r"(\S.*?) (?!AI\b)([^\W\d_a-z]{1,3}(?:-[^\W\d_a-z])?|(?:[^\W\d_a-z]\.[ -]?)+)"
    rf"(?: {_SUFFIXES})?"
)
_SUFFIX_LAST = compiled_on_use(rf"(\S.*) {_SUFFIXES}")
_ONE_WORD = compiled_on_use(r"[^\W\d_][^\W\d_'’-]*[^\W\d_.]")
_QUOTED = compiled_on_use(r"\"([^\"]+)\"")
_TIME = compiled_on_use(r"\d{1,2}:\d\d\S*")
_GIVEN_FIRST = compiled_on_use(r"([^\W\d_]\w+(?: [^\W\d_]\.?)*) ([^\W\d_]\w+)")
_BODY = compiled_on_use(
    r"\b(university|institute|institut|organi[sz]ation|group|team|consortium|association|society"
    r"|committee|council|department|agency|bank|office|bureau|ministry|commission|foundation"
    r"|centre|center|network|collaboration|corporation|laborator(y|ies)|inc|llc|ltd|deepmind"
    r"|openai|anthropic|investigators|trial|study)\b",
    re.IGNORECASE,
)
_ET_AL = compiled_on_use(r",?\s*\bet\.?\s*al\b\.?\s*$|^others$", re.IGNORECASE)
_KEY = compiled_on_use(r"(?!ITEM-\d+$)[^\W\d_][\w:.+/-]*\d[\w:.+/-]*")
_YEAR = compiled_on_use(r"(?<!\d)(1\d|20)\d\d(?!\d)")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


@dataclass(slots=True)
class Record:
    """One record: its values by tag, in the order of the file, and where it begins."""

    line: int
    values: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    odd: list[tuple[int, str]] = field(default_factory=list)
    """Lines with what is odd about them."""

    def take(self, *tags: str) -> list[str]:
        """Remove tags and return their values, clean, without blanks and repetitions."""
        said = [value for tag in tags for value in self.values.pop(tag, ())]
        if not said:
            return said
        found = [clean_line(without_markup(value)) for value in said]
        return list(dict.fromkeys(value for value in found if value))

    def names(self, *tags: str) -> list[str]:
        """Remove tags and return the names in them; two authors of one name are two.

        Of several tags the first that is there counts, with those of the others that it lacks.
        """
        found: list[str] = []
        for tag in tags:
            said = [clean_line(without_markup(value)) for value in self.values.pop(tag, ())]
            known = frozenset(found)
            found += [name for name in said if name and name not in known]
        return found

    def text(self, *tags: str) -> str | None:
        """Remove tags and return their values as paragraphs, ``None`` if there are none."""
        found = [clean(without_markup(v)).strip() for tag in tags for v in self.values.pop(tag, ())]
        return "\n\n".join(dict.fromkeys(value for value in found if value)) or None

    def rest(self, prefix: str) -> dict[str, str]:
        """Return what is left as fields ``prefix-tag``."""
        left = {tag: self.take(tag) for tag in list(self.values)}
        return {f"{prefix}-{tag.lower()}": "; ".join(v) for tag, v in left.items() if v}


def name_of(text: str) -> Person | None:
    """Return a person from a name as reference managers write it, ``None`` from a blank one.

    >>> name_of("van der Laan, Mark J.")
    Person(family='Laan', given='Mark J.', particle='van der', suffix='', literal=False)
    >>> name_of("Y. LeCun").name, name_of("Roe AP").name, name_of("Open Science Group").literal
    ('LeCun, Y.', 'Roe, A. P.', True)
    """
    text = text.strip(" ,;")
    if not text:
        return None
    if _ET_AL.fullmatch(text):
        return Person.others()
    if "," in text:
        family, given, *suffix = (part.strip() for part in text.split(","))
        if not any(suffix) and (last := _SUFFIX_LAST.fullmatch(given)):
            given, suffix = last[1], [last[2]]
        return _person(family, given, ", ".join(suffix))
    if _BODY.search(text) is None:
        if match := _INITIALS.fullmatch(text):
            return _person(match[2], match[1].strip())
        if match := _INITIALS_LAST.fullmatch(text):
            letters = (
                match[2] if "." in match[2] else " ".join(f"{c}." for c in match[2] if c != "-")
            )
            return _person(match[1], letters.strip(), match[3] or "")
        match = _GIVEN_FIRST.fullmatch(text)
        if match and (not match[2].isupper() or match[1].isupper()):
            return _person(match[2], match[1])
        if _ONE_WORD.fullmatch(text):
            return Person(text)
    return Person(text, literal=True)


def _person(family: str, given: str, suffix: str = "") -> Person:
    particle = ""
    if quoted := _QUOTED.fullmatch(family):
        return Person(quoted[1], given, particle, suffix)  # how CSL keeps a particle in the name
    if match := _PARTICLE.fullmatch(family):
        particle, family = match[1].strip(), match[2]
    if not family:
        family, given = given, ""
    return Person(family, given, particle, suffix)


def people_of(names: Iterable[str]) -> tuple[Person, ...]:
    """Return the people of names, one each, or several separated by semicolons."""
    parts = [part for name in names for part in name.split(";")]
    cut = [(_ET_AL.sub("", part).strip(), _ET_AL.search(part)) for part in parts]
    found = [person for text, _ in cut if (person := name_of(text))]
    if any(et_al for _, et_al in cut):
        found.append(Person.others())
    return tuple(found)


def date_of(values: Iterable[str]) -> tuple[int | None, dict[str, str]]:
    """Return the year, and the fields that keep what else the values say of the date.

    >>> date_of(["2006/02/17/"]), date_of(["2020///Nov-Dec"]), date_of(["in press"])
    ((2006, {'date': '2006-02-17'}), (2020, {'month': 'Nov-Dec'}), (None, {'year': 'in press'}))
    """
    fields: dict[str, str] = {}
    year = None
    for value in values:
        match = _YEAR.search(value)
        if match is None:
            fields.setdefault("year", value)
        elif year is None or year == int(match[0]):
            year = int(match[0])
            before = value[: match.start()].strip(" /,-")
            after = value[match.end() :]
            fields.update(
                _within_a_year(year, after if after.strip(" /") or not before else _turned(before))
            )
    if year is not None:
        fields.pop("year", None)
    return year, fields


def _turned(before: str) -> str:
    """What stands before a year, month first: "17 Feb" of "17 Feb 2006"."""
    words = [word for word in re.split(r"[\s/,.-]+", before) if word]
    turned = len(words) == 2 and words[0].isdecimal() and (int(words[0]) > 12 or words[1].isalpha())
    return " ".join(reversed(words) if turned else words)


def _within_a_year(year: int, text: str) -> dict[str, str]:
    parts = [
        part for part in re.split(r"[/\s]+|-(?=\d)", text) if part and not _TIME.fullmatch(part)
    ]
    if not parts:
        return {}
    number = parts[0] if parts[0].isdecimal() else ""
    if not number and parts[0][:3].casefold() in _MONTHS and parts[0].isalpha():
        number = str(_MONTHS.index(parts[0][:3].casefold()) + 1)
    if not number or not 1 <= int(number) <= 12 or len(parts) > 2:
        return {"month": " ".join(parts)}
    day = parts[1] if len(parts) == 2 else ""
    if day and not (day.isdecimal() and 1 <= int(day) <= 31):
        return {"month": " ".join(parts)}
    return {"date": f"{year}-{int(number):02}" + (f"-{int(day):02}" if day else "")}


def doi_of(values: Iterable[str], odd: list[tuple[int, str]], line: int) -> tuple[str | None, str]:
    """Return the first readable DOI, else "" or the first text that stands in its place."""
    texts = list(values)
    dois = list(dict.fromkeys(doi for text in texts if (doi := normalise_doi(text))))
    if len(dois) > 1:
        odd.append((line, f"there are {len(dois)} DOIs; {dois[0]} was kept, not {dois[1]}"))
    if dois:
        return dois[0], ""
    if texts:
        odd.append((line, f"{texts[0][:80]!r} is not a DOI"))
        return None, texts[0]
    return None, ""


def pages_of(first: str, last: str) -> str:
    """Return pages as a bibliography gives them.

    >>> pages_of("12", "20"), pages_of("12-20", "20"), pages_of("e4", "")
    ('12–20', '12–20', 'e4')
    """
    if re.search(r"\d\s*[-–]+\s*\w", first):
        return re.sub(r"\s*[-–]+\s*", "–", first)
    return f"{first}–{last}" if first and last and last != first else first or last


def key_in(values: Iterable[str]) -> str:
    """Return the first of some ids that looks like a citation key, "" if none does.

    >>> key_in(["12345", "ITEM-1", "roe2006crows"]), key_in(["http://example.org/1"])
    ('roe2006crows', '')
    """
    return next((v.strip() for v in values if _KEY.fullmatch(v.strip()) and "//" not in v), "")


def warnings_of(record: Record, source: str, key: str | None, hint: str) -> Iterator[Problem]:
    """Yield what is odd about a record."""
    for line, reason in record.odd:
        yield Problem(source, reason, line, key, hint, Severity.WARNING)
