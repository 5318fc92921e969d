"""The sentences of a work that may be quoted: marked ones, those of the abstract, of a full text.

What is not prose is left out: headings, table rows that a PDF tore apart, formulas, references.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from causalkb.records import Annotation, Section
from causalkb.sentences import spans
from causalkb.text import clean_line

_CONCLUDES = re.compile(
    r"^\W*(?:\d{1,2}(?:\.\d)*\.?\s*)?(?:general )?(?:conclusions?|discussion|concluding remarks"
    r"|summary)\b.{0,40}$",
    re.IGNORECASE,
)
_ENDS = re.compile(
    r"^\W*(?:\d{1,2}\.?\s*)?(?:references|bibliography|acknowledge?ments?|works cited|funding"
    r"|appendix|supplementary \w+)\W*$",
    re.IGNORECASE,
)
_HEADING = re.compile(r"^\W*(?:\d{1,2}(?:\.\d{1,2})*\.?\s+)?[A-Z][\w ,:&-]{2,60}$")
_PARAGRAPH = re.compile(r"\n\s*\n")
_SHORTEST, _LONGEST = 5, 90
"""Words of a sentence that may be a claim."""
_UNSPACED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]")
"""Letters of Thai, Japanese and Chinese, which do not part words by spaces; two make a word."""
_LETTERS = 0.7
"""Least share of letters among what is not a space: table rows and formulas have fewer."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its place.

    ``marked`` says who marked it, "" if nobody did, ``side`` what the colour stands for;
    ``concludes`` whether it stands in a
    conclusion or discussion; ``text`` is what stands around it.
    """

    quote: str
    locator: str
    text: str
    marked: str = ""
    side: str = ""
    concludes: bool = False


def is_prose(sentence: str) -> bool:
    """Whether a sentence may be one of prose.

    >>> is_prose("Rats expected less food after they had intervened.")
    True
    >>> is_prose("0.31 0.22 0.45 Model A 12 13 14 15")
    False
    """
    words = sentence.split()
    solid = "".join(words)
    unspaced = len(_UNSPACED.findall(solid))
    if 2 * unspaced > len(solid):
        return _SHORTEST <= unspaced / 2 <= _LONGEST and unspaced >= _LETTERS * len(solid)
    if not _SHORTEST <= len(words) <= _LONGEST or not solid:
        return False
    letters = sum(c.isalpha() for c in solid)
    whole = sum(len(w) > 1 and w.strip("()[],.;:\"'").isalpha() for w in words)
    return letters >= _LETTERS * len(solid) and whole >= len(words) / 2 and not sentence.isupper()


def marked(annotations: Iterable[Annotation]) -> Iterator[Sentence]:
    """Yield the sentences that a person marked in another program; what is marked counts as is.

    A passage of few words is left out, unless its colour stands for a side: then a person meant it
    as evidence, however short it is.
    """
    for one in annotations:
        quote = clean_line(one.quote)
        if len(quote.split()) >= (2 if one.side else _SHORTEST):
            program = one.source.partition(" ")[0].partition(":")[0]
            who = f"marked in {program or 'another program'}"
            said = f"{one.colour}: {one.side}" if one.side else one.colour
            yield Sentence(quote, one.locator, quote, f"{who} {said}".strip(), one.side)


def of_abstract(abstract: str) -> list[Sentence]:
    """Return all sentences of an abstract in order; headings and apparatus are among them."""
    return [Sentence(clean_line(abstract[a:b]), "abstract", abstract) for a, b in spans(abstract)]


def of_sections(sections: Sequence[Section]) -> Iterator[list[Sentence]]:
    """Yield the prose of each paragraph of a full text, up to its references."""
    concludes = False
    for n, section in enumerate(sections):
        for paragraph in _PARAGRAPH.split(section.text):
            line = clean_line(paragraph)
            if _ENDS.match(line) and n >= len(sections) // 3:
                return
            if _HEADING.match(line) and len(line.split()) <= 8:
                concludes = bool(_CONCLUDES.match(line))
                continue
            whole = [clean_line(paragraph[a:b]) for a, b in spans(paragraph)]
            place = section.locator or ""
            found = [Sentence(s, place, line, concludes=concludes) for s in whole if is_prose(s)]
            if found:
                yield found
