"""Chunking works into passages: at sentence ends, each fitting the encoder's window."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from causalkb.lazy import compiled_on_use
from causalkb.records import Claim, Passage, Section, Work
from causalkb.sentences import sentences
from causalkb.vocabulary import PassageKind

CountTokens = Callable[[Sequence[str]], list[int]]
"""Counts the tokens of each of some texts, special ones included; many at once is faster."""

_SPACE = compiled_on_use(r"(?<=\S)\s+(?=\S)")
_PAGE = compiled_on_use(r"(?:^|, )p\. \S+$")
_PARAGRAPH = compiled_on_use(r"\n\s*\n")


def chunk(
    work: Work,
    sections: Iterable[Section],
    claims: Iterable[Claim] = (),
    *,
    window: int,
    count_tokens: CountTokens,
) -> list[Passage]:
    """Return the passages of a work.

    Title and abstract make the first; what does not fit goes on in further ones. Sections (a note,
    a full text) are chunked paragraph by paragraph, small paragraphs together; a sentence longer
    than the window is split between words. No text is lost.

    Args:
        work: Title and abstract.
        sections: Longer texts.
        claims: Each becomes a passage of its own; their ids must be set.
        window: Most tokens of a passage, special ones included.
        count_tokens: Counts tokens.
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
        (self._special,) = count_tokens([""])
        self.room = window - self._special

    def surely(self, text: str) -> bool:
        """Whether a text is so short that it fits however it is tokenized."""
        return len(text) <= self.room and _bytes(text) <= self.room

    def __call__(self, text: str) -> bool:
        return self.surely(text) or self.size(text) <= self.room

    def size(self, text: str) -> int:
        """Return the tokens of a text without the special ones."""
        return self.sizes([text])[0]

    def sizes(self, texts: Sequence[str]) -> list[int]:
        """Return the tokens of each text without the special ones."""
        return [count - self._special for count in self._count(texts)]


def _bytes(text: str) -> int:
    """A bound on a text's tokens: a character may give several (Hangul, emoji), a byte does not."""
    return len(text) if text.isascii() else len(text.encode("utf-8", "replace"))


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
        if section.locator and _PAGE.search(section.locator):
            place = section.locator  # found and cited without counting paragraphs
        elif section.locator:
            place = f"{section.locator}, {place}"
        for piece in _pieces("\n\n".join(group), fits):
            yield Passage(section.kind, piece, place)
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
    """Split a text at sentence ends, as few pieces as go, filled from the front."""
    if fits.surely(text):
        return [text]
    pieces = list(_fill(sentences(text), fits))
    if len(pieces) > 1:
        return pieces
    # One piece keeps its line breaks, unless it is its odd white space that does not fit.
    whole = all(_bytes(text) <= _bytes(piece) for piece in pieces) or fits(text)
    return [text] if whole else pieces


def _fill(sentences: Sequence[str], fits: _Fits) -> Iterator[str]:
    """Join sentences into pieces that fit; one that does not fit alone is split further.

    Tokens of sentences are added up, so each is counted once and not again with every sentence
    that follows it: counting is most of the work of storing a bibliography.
    """
    held: list[str] = []
    size = 0
    for sentence, tokens_alone in zip(sentences, fits.sizes(sentences), strict=True):
        for part, tokens in _parts(sentence, tokens_alone, fits):
            if held and size + tokens > fits.room:
                yield from _joined(held, size, fits)
                held, size = [], 0
            held.append(part)
            size += tokens
    yield from _joined(held, size, fits)


def _joined(sentences: Sequence[str], size: int, fits: _Fits) -> Iterator[str]:
    """Join sentences; in two where the sum of their tokens was not that of the joined text.

    Where sentences meet, some tokenizers count a token more: only near the limit is it looked at.
    """
    text = " ".join(sentences)
    if len(sentences) < 2 or size + len(sentences) <= fits.room or fits.size(text) <= fits.room:
        yield text
        return
    middle = len(sentences) // 2
    for half in (sentences[:middle], sentences[middle:]):
        yield from _joined(half, fits.size(" ".join(half)), fits)


def _parts(text: str, size: int, fits: _Fits) -> list[tuple[str, int]]:
    """Return a sentence with its tokens; one too long is halved, between words where it can be."""
    if len(text) < 2 or size <= fits.room:
        return [(text, size)]
    middle = len(text) // 2
    after = _SPACE.search(text, middle)
    before = text[:middle].rstrip().rsplit(maxsplit=1)
    if after is not None:
        split_at = after.start()
    else:
        split_at = middle if len(before) < 2 else len(text[:middle].rstrip()) - len(before[1])
    halves = (text[:split_at], text[split_at:].lstrip())
    sizes = fits.sizes(halves)
    return [part for half, n in zip(halves, sizes, strict=True) for part in _parts(half, n, fits)]
