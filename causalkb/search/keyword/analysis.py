"""From text to the tokens that the keyword index holds; queries and highlighting use the same.

A token is a run of letters and digits, lower-cased and folded to ASCII where it is Latin
("Schölkopf" → "scholkopf"). Chinese, Japanese and Korean characters are tokens of their own,
because those scripts put no spaces between words, and are searched as phrases. A symbol of one or
two letters and its index are one token ("CO_2" and "R^2" as "CO2" and "R2"). *Plain* tokens stop
there and serve names and spelling; *stems* also pass the English Porter2 stemmer (Porter 2001, as
in Tantivy).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache

from tantivy import Filter, TextAnalyzer, TextAnalyzerBuilder, Tokenizer

STEMMED = "causalkb-stemmed"
PLAIN = "causalkb-plain"

_LONGEST = 80  # bytes; longer tokens are base64, not words

_CJK = (
    "\u2e80-\u2fdf\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff"
)


@cache
def _cjk() -> re.Pattern[str]:
    # Compiled at need: it takes milliseconds, and ASCII text never needs it.
    return re.compile(f"[{_CJK}]")


@cache
def _special() -> re.Pattern[str]:
    """What the tokenizer cannot take as it is.

    CJK characters (to be set apart), letters with combining marks (to be composed), soft hyphens
    and the marks of short symbols (to be dropped) and lone surrogates (not encodable).
    """
    marks = "\u00ad|(?<=[^\\W\\d_])(?<![^\\W\\d_]{3})[_^](?=[0-9])"
    return re.compile(f"[{_CJK}][\u3099\u309a]?|[^\\W_][\u0300-\u036f]+|{marks}|[\ud800-\udfff]")


@cache
def _perhaps_special() -> re.Pattern[str]:
    """One of the characters without which nothing is special; finding none takes a tenth."""
    return re.compile(f"[{_CJK}\u0300-\u036f\u00ad_^\ud800-\udfff]")


_FUNCTION_WORDS = """
    a about after all also am an and any are as at be because been before being but by can could
    did do does doing for from had has have he her here him his how i if in into is it its
    itself just me more most my no nor not of on or other our ours over own same she should so
    some such than that the their theirs them then there these they this those through to too
    under until up us very was we were what when where whether which while who whom whose why
    will with would you your yours
"""
STOP_WORDS = frozenset(_FUNCTION_WORDS.split())
"""Words that rank nothing: indexed, since phrases need them, but dropped from loose words."""


def analyzer(name: str) -> TextAnalyzer:
    """The analyzer called ``STEMMED`` or ``PLAIN``; its input must have passed `prepare`."""
    builder = TextAnalyzerBuilder(Tokenizer.simple()).filter(Filter.remove_long(_LONGEST))
    builder = builder.filter(Filter.lowercase()).filter(Filter.ascii_fold())
    return (builder.filter(Filter.stemmer("english")) if name == STEMMED else builder).build()


_analyzer = cache(analyzer)


def prepare(text: str) -> str:
    """Text as the tokenizer wants it: composed, CJK characters apart, indices joined."""
    if text.isascii() and "_" not in text and "^" not in text:
        return text
    if not _perhaps_special().search(text):
        return text
    return _special().sub(lambda match: _replacement(match[0]), text)


def _replacement(special: str) -> str:
    if special in "\u00ad_^":
        return ""
    if "\ud800" <= special <= "\udfff":
        return " "
    composed = unicodedata.normalize("NFC", special)
    return f" {composed} " if _cjk().match(composed) else composed


def plain_tokens(text: str) -> list[str]:
    """The plain tokens of a text.

    >>> plain_tokens("Schölkopf's out-of-distribution 因果")
    ['scholkopf', 's', 'out', 'of', 'distribution', '因', '果']
    """
    tokens: list[str] = _analyzer(PLAIN).analyze(prepare(text))
    return tokens


def stems(text: str) -> list[str]:
    """The stems of the plain tokens of a text."""
    found: list[str] = _analyzer(STEMMED).analyze(prepare(text))
    return found


@lru_cache(maxsize=10_000)
def stem(token: str) -> str:
    """The stem of a plain token.

    >>> stem("interventions"), stem("causality")
    ('intervent', 'causal')
    """
    stems: list[str] = _stemmer().analyze(token)
    return stems[0] if stems else token


@cache
def _stemmer() -> TextAnalyzer:
    return TextAnalyzerBuilder(Tokenizer.raw()).filter(Filter.stemmer("english")).build()


def is_cjk(token: str) -> bool:
    """Whether a token is a single Chinese, Japanese or Korean character."""
    return len(token) == 1 and not token.isascii() and _cjk().match(token) is not None


@lru_cache(maxsize=256)
def stem_spans(text: str) -> tuple[list[str], list[int], list[int]]:
    """The stems of a text, and the start and end of each in characters. Linear time.

    The lists are kept for the next query that finds the text, and are not to be changed.
    """
    prepared = prepare(text)
    tokens = _analyzer(STEMMED).pre_tokenize(prepared).tokens
    stems = [token.text for token in tokens]
    starts = [token.char_offset_from for token in tokens]
    ends = [token.char_offset_to for token in tokens]
    if prepared is text or prepared == text:
        return stems, starts, ends
    origin = _origins(text)
    # The end is taken from the last character, since what follows a token may have been inserted.
    return (
        stems,
        [origin[start][0] for start in starts],
        [origin[end - 1][1] for end in ends],
    )


def _origins(text: str) -> list[tuple[int, int]]:
    """For every character of the prepared text, the span of ``text`` that it stands for."""
    origins: list[tuple[int, int]] = []
    for start, end, piece in _pieces(text):
        if piece is None:
            origins += [(index, index + 1) for index in range(start, end)]
        else:
            origins += [(start, end)] * len(piece)
    return origins


def _pieces(text: str) -> Iterator[tuple[int, int, str | None]]:
    done = 0
    for match in _special().finditer(text):
        yield done, match.start(), None
        yield match.start(), match.end(), _replacement(match[0])
        done = match.end()
    yield done, len(text), None
