"""Years and dates as bibliographies write them → numbers.

biblatex dates are those of the Extended Date/Time Format (EDTF, ISO 8601-2): ranges, seasons,
"?" and "~" for what is doubtful. The ``year``, ``month`` and ``day`` of BibTeX are free text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from causalkb.lazy import compiled_on_use
from causalkb.text import fold

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_OTHER_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "enero ene gennaio genn",
            "fevrier fevr fev fevereiro",
            "maart mrt",
            "avril avr abril abr",
            "mai mayo maggio magg maio mei maj",
            "juin giugno giu",
            "juillet juil luglio lug",
            "agosto ago aout",
            "settembre sett setembro set",
            "oktober okt ottobre ott outubro out",
            "",
            "dezember dez dezembro dicembre diciembre dic",
        ),
        1,
    )
    for name in names.split()
}
"""Months of German, French, Italian, Spanish, Portuguese and Dutch that do not begin as in English,
without accents."""
_SEASONS = {"spr": 1, "sum": 2, "aut": 3, "fal": 3, "win": 4}
_SEASON_OF_EDTF = {21: 1, 22: 2, 23: 3, 24: 4}

_CIRCA = r"(?:c\.?|ca\.?|circa|approx\.?|around|about|um|vers|~|≈|∼)"
_PLAIN_YEAR = compiled_on_use(r"-?(?:[1-9]\d{0,3}|0[1-9]\d\d|00[1-9]\d)")
_ANY_YEAR = compiled_on_use(r"(?<![\d.])(?:1\d|20)\d\d(?!\d)")
_BCE = compiled_on_use(
    r"(?<!\d)(\d{1,4})(?:\s*[-–/]\s*\d{1,4})?\s*(?:B\.?\s?C\.?(?:\s?E\.?)?)(?!\w)", re.I
)
_CE = compiled_on_use(
    r"(?:A\.?D\.?\s*(\d{1,4})|(\d{1,4})\s*(?:C\.?E\.?|A\.?D\.?))(?!\w)", re.IGNORECASE
)
_CIRCA_YEAR = compiled_on_use(rf"\[?(?<!\w){_CIRCA}\s*(\d{{1,4}})(?!\d)", re.IGNORECASE)
_DECADE = compiled_on_use(r"(?<!\d)(1\d|20)(\d?)[XxUu?-]{1,2}(?![\w-])|(?<!\d)((?:1\d|20)\d0)s")
_DOUBTFUL = compiled_on_use(rf"(?<!\w){_CIRCA}\s*\d|\d\s*[?~]|^\[\s*\d{{4}}\s*\]$", re.IGNORECASE)
_RANGE = compiled_on_use(
    r"(?<!\d)((?:1\d|20)\d\d)\s*(?:--?|–|—|/)\s*((?:1\d|20)\d\d|\d\d)(?!\d)(?!-\d)"
)
_EDTF = compiled_on_use(
    r"(?P<year>[+-]?\d{4}|\d{3}X|\d{2}XX)(?:-(?P<month>\d{2}|\d(?!\d)|XX)(?:-(?P<day>\d{1,2}|XX))?)?"
    r"(?:T[\d:.,Z+-]*)?(?P<doubt>[?~%])?",
    re.IGNORECASE,
)
_MONTH_WORD = compiled_on_use(r"[^\W\d_]{3,}")
_DAY = compiled_on_use(r"(?<!\d)(0?[1-9]|[12]\d|3[01])(?!\d)")


@dataclass(frozen=True, slots=True)
class Dated:
    """A date or a range of dates; each part is a year with, perhaps, a month and a day.

    ``season`` is 1 (spring) to 4 (winter), 0 for none.
    """

    parts: tuple[tuple[int, ...], ...]
    circa: bool = False
    season: int = 0


def year_of(text: str, *, edtf: bool = False) -> int | None:
    """Return the (first) year that a text names, negative before our era, or ``None``.

    Args:
        text: The value of a ``year`` or ``date``.
        edtf: Whether it is a date of biblatex, where four digits are a year of any age, and years
            before our era are counted as astronomers do, with a year 0: "-0349" is 350 BCE.

    >>> year_of("350 BCE"), year_of("c. 95"), year_of("1982--1983"), year_of("forthcoming")
    (-350, 95, 1982, None)
    >>> year_of("-0349", edtf=True), year_of("-349")
    (-350, -349)
    """
    text = text.strip()
    if edtf and (match := _EDTF.match(text)) and match["year"].lstrip("+-").isdigit():
        return _of_our_era(int(match["year"]))
    if _PLAIN_YEAR.fullmatch(text):
        return int(text)
    if match := _BCE.search(text):
        return -int(match[1])
    if match := _ANY_YEAR.search(text):
        return int(match[0])
    if match := _CE.search(text) or _CIRCA_YEAR.search(text):
        return int(match[1] or match[2]) if match.re is _CE else int(match[1])
    if match := _DECADE.search(text):
        return int(match[3] or (match[1] + (match[2] or "0") + "0"))
    return None


def parse_date(text: str) -> Dated | None:
    """Return a date of biblatex, or a day, month and year in words, or ``None``.

    >>> parse_date("2011-09-24/2011-09-26").parts, parse_date("1723~").circa
    (((2011, 9, 24), (2011, 9, 26)), True)
    >>> parse_date("12 March 2004").parts, parse_date("2015-22").season
    (((2004, 3, 12),), 2)
    """
    ends = [end.strip() for end in text.split("/")]
    dates = [found for end in ends if (found := _single(end)) is not None]
    if dates and all(_EDTF.fullmatch(end) or end in ("", "..", "unknown") for end in ends):
        parts = tuple(part for date in dates[:2] for part in date.parts)
        season = 0 if len(parts) > 1 else dates[0].season
        return Dated(parts, any(date.circa for date in dates), season)
    year = year_of(text, edtf=True)
    if year is None:
        return None
    rest = re.sub(rf"(?<!\d){abs(year)}(?!\d)", " ", text, count=1)
    if not _MONTH_WORD.search(rest):
        return Dated(_years(text, year), _is_doubtful(text))
    return _with_month(year, rest, "", _is_doubtful(text))


def issued(fields: Mapping[str, str], year: int | None) -> Dated | None:
    """Return when a work appeared, from its ``date``, or from ``year``, ``month`` and ``day``."""
    if "date" in fields and (found := parse_date(fields["date"])):
        return found
    text = fields.get("year", "")
    if year is None:
        return None
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text) and (found := parse_date(text)):
        return found
    month = fields.get("month", "")
    if not month:
        return Dated(_years(text, year), _is_doubtful(text))
    return _with_month(year, month, fields.get("day", ""), _is_doubtful(text))


def _single(text: str) -> Dated | None:
    match = _EDTF.fullmatch(text)
    if match is None:
        return None
    digits = match["year"].upper()
    parts = [_of_our_era(int(digits.replace("X", "0")))]
    season = 0
    if match["month"] and match["month"].isdigit():
        month = int(match["month"])
        season = _SEASON_OF_EDTF.get(month, 0)
        if 1 <= month <= 12:
            parts.append(month)
            if match["day"] and match["day"].isdigit() and 1 <= int(match["day"]) <= 31:
                parts.append(int(match["day"]))
    return Dated((tuple(parts),), bool(match["doubt"]) or "X" in digits, season)


def _of_our_era(astronomical: int) -> int:
    """The year as historians count it: the year before 1 is the year -1."""
    return astronomical if astronomical > 0 else astronomical - 1


def astronomical(year: int) -> int:
    """Return a year, negative before our era, as EDTF counts it: with a year 0.

    >>> astronomical(-350), astronomical(-1), astronomical(2006)
    (-349, 0, 2006)
    """
    return year + 1 if year < 0 else year


def _years(text: str, year: int) -> tuple[tuple[int, ...], ...]:
    """One year, or the two of a range; "1814/1995" is an edition of 1995, not a range."""
    match = _RANGE.search(text)
    if match is None or int(match[1]) != year:
        return ((year,),)
    last = int(match[2]) if len(match[2]) == 4 else year // 100 * 100 + int(match[2])
    reprint = "/" in match[0] and last - year > 10
    return ((year,), (last,)) if last > year and not reprint else ((year,),)


def _with_month(year: int, month: str, day: str, circa: bool) -> Dated:
    months = [number for word in re.findall(r"[^\W\d_]+", month) if (number := _month(word))]
    numbers = [int(number) for number in _DAY.findall(month)]
    if not months and numbers and not re.search(r"[^\W\d_]", month):
        # A month in digits: "3", "03", "3--4".
        months, numbers = [number for number in numbers if number <= 12], []
    if not months:
        season = next((_SEASONS[w[:3]] for w in month.casefold().split() if w[:3] in _SEASONS), 0)
        return Dated(((year,),), circa, season)
    days = [int(number) for number in _DAY.findall(day)] or numbers
    if len(months) == 1:
        ends = days[:2] or [0]
        parts = tuple((year, months[0], *([end] if end else [])) for end in ends)
    elif len(days) >= 2:
        parts = tuple((year, *pair) for pair in zip(months[:2], days[:2], strict=True))
    else:
        parts = tuple((year, number) for number in months[:2])
    if len(parts) == 2 and parts[1] <= parts[0]:
        parts = parts[:1]
    return Dated(parts, circa)


def _month(word: str) -> int:
    name = fold(word)
    if name[:3] in _MONTHS:
        return _MONTHS.index(name[:3]) + 1
    return _OTHER_MONTHS.get(name, 0)


def _is_doubtful(text: str) -> bool:
    return _DOUBTFUL.search(text) is not None
