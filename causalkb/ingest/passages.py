"""Cutting works into passages: at sentence ends, each fitting the encoder's window."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from causalkb.records import Claim, Passage, Section, Work
from causalkb.vocabulary import PassageKind

CountTokens = Callable[[str], int]

_SPECIAL = 2
"""Tokens that an encoder adds to every text."""
_ABBREVIATION = re.compile(
    r"(?:\b(?:[A-Z]|et al|e\.g|i\.e|cf|vs|viz|resp|approx|ca|fig|figs|eq|eqs|sec|ch|no|nos|vol|pp?"
    r"|ed|eds|dr|prof|mr|mrs|ms|st|jr|sr|inc|dept|univ)\.)$",
    re.IGNORECASE,
)
# A full stop ends a sentence where a space and no lower-case letter follows; CJK needs no space.
_END = re.compile(r"(?<=[.!?…])[\"'”’)\]]*\s+(?=[^\sa-z])|(?<=[。！？])")
_PARAGRAPH = re.compile(r"\n\s*\n")


def cut(
    work: Work,
    sections: Iterable[Section],
    claims: Iterable[Claim] = (),
    *,
    window: int,
    count_tokens: CountTokens,
) -> list[Passage]:
    """Return the passages of a work.

    Title and abstract make the first; what does not fit goes on in further ones. Sections (a note,
    a full text) are cut paragraph by paragraph, small paragraphs together; a sentence longer than
    the window is cut between words. No text is lost.

    Args:
        work: Title and abstract.
        sections: Longer texts.
        claims: Each becomes a passage of its own; their ids must be set.
        window: Most tokens of a passage, special ones included.
        count_tokens: Counts the tokens of a text, special ones included.
    """
    fits = _Fits(window, count_tokens)
    passages = list(_head(work, fits))
    for section in sections:
        passages += _section(section, fits)
    passages += [
        Passage(PassageKind.CLAIM, claim.text, claim.locator, claim=claim.id)
        for claim in claims
        if claim.text.strip()
    ]
    return passages


class _Fits:
    """Whether a text fits the window; counts tokens only where the length leaves it open."""

    def __init__(self, window: int, count_tokens: CountTokens) -> None:
        self.window = window
        self._count = count_tokens

    def __call__(self, text: str) -> bool:
        # A token covers at least one character.
        return len(text) + _SPECIAL <= self.window or self._count(text) <= self.window


def _head(work: Work, fits: _Fits) -> Iterator[Passage]:
    title = work.title.strip()
    abstract = (work.abstract or "").strip()
    if not title and not abstract:
        return
    if not abstract:
        pieces, kind = _pieces(title, fits), PassageKind.TITLE
    else:
        stop = "" if not title or title[-1] in ".?!" else "."
        pieces = _pieces(f"{title}{stop} {abstract}".strip(), fits)
        kind = PassageKind.ABSTRACT
    for n, piece in enumerate(pieces, 1):
        yield Passage(kind, piece, None if n == 1 else f"part {n}")


def _section(section: Section, fits: _Fits) -> Iterator[Passage]:
    paragraphs = [p.strip() for p in _PARAGRAPH.split(section.text) if p.strip()]
    number = 1
    for group in _together(paragraphs, fits):
        place = f"¶ {number}" if len(group) == 1 else f"¶ {number}–{number + len(group) - 1}"
        locator = f"{section.locator}, {place}" if section.locator else place
        for piece in _pieces("\n\n".join(group), fits):
            yield Passage(section.kind, piece, locator)
        number += len(group)


def _together(paragraphs: Sequence[str], fits: _Fits) -> Iterator[list[str]]:
    """Group neighbouring paragraphs as long as they fit one passage together."""
    group: list[str] = []
    for paragraph in paragraphs:
        if group and not fits("\n\n".join([*group, paragraph])):
            yield group
            group = []
        group.append(paragraph)
    if group:
        yield group


def _pieces(text: str, fits: _Fits) -> list[str]:
    """Cut a text at sentence ends, as few pieces as go, filled from the front."""
    return [text] if fits(text) else list(_fill(_sentences(text), fits, " ", _words))


def _words(sentence: str, fits: _Fits) -> list[str]:
    return list(_fill(sentence.split(), fits, " ", _characters))


def _characters(word: str, fits: _Fits) -> list[str]:
    """Cut a run without spaces; half by half, because tokens per character vary by script."""
    if fits(word) or len(word) < 2:
        return [word]
    middle = len(word) // 2
    return _characters(word[:middle], fits) + _characters(word[middle:], fits)


def _fill(
    parts: Iterable[str], fits: _Fits, glue: str, smaller: Callable[[str, _Fits], list[str]]
) -> Iterator[str]:
    """Join parts into pieces that fit; a part that does not fit alone is cut ``smaller``."""
    held: list[str] = []
    size = 0
    for part in parts:
        # Adding up lengths first keeps this linear: tokens are counted near the limit only.
        if held and not (
            size + len(part) + _SPECIAL <= fits.window or fits(glue.join([*held, part]))
        ):
            yield glue.join(held)
            held, size = [], 0
        if not held and not fits(part):
            *done, last = smaller(part, fits)
            yield from done
            part = last
        held.append(part)
        size += len(part) + len(glue)
    if held:
        yield glue.join(held)


def _sentences(text: str) -> list[str]:
    """Split a text into sentences.

    >>> _sentences("Rats (Fig. 3) did, e.g. here. Smith et al. agree. It was 3.5. Was it?")
    ['Rats (Fig. 3) did, e.g. here.', 'Smith et al. agree.', 'It was 3.5.', 'Was it?']
    """
    sentences: list[str] = []
    start = 0
    for end in _END.finditer(text):
        if _ABBREVIATION.search(text[max(start, end.start() - 12) : end.start()]):
            continue
        sentences.append(text[start : end.start()] + end.group().rstrip())
        start = end.end()
    sentences.append(text[start:])
    return [s.strip() for s in sentences if s.strip()]
