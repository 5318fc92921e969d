"""Papers as PDFs for ``pdf.py``: known sentences and identifiers, set as journals and reviewers do.

Drawn line by line with reportlab, because what is measured depends on the order of the lines in a
page: columns, hyphens at line ends, running heads, numbers in the margin, a stamp that is turned.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from causalkb.paths import resource
from causalkb.sentences import sentences

WIDTH, HEIGHT = A4
_FONT, _SIZE, _LEADING = "Times-Roman", 10, 12
_TOP, _BOTTOM = HEIGHT - 72, 72
_HYPHENATED = 9
"""Letters of a word from which it may be divided at a line's end."""


@dataclass(frozen=True)
class Style:
    """How a paper is set.

    ``numbers``: "" or where the numbers of lines are drawn: "before" each line, "after" it, or as
    a "block" before all lines of a page. ``identifier``: where it stands: "stamp", "foot", "head",
    "metadata" or "" for none.
    """

    name: str
    columns: int = 1
    numbers: str = ""
    identifier: str = "foot"


STYLES = (
    Style("one column", identifier="foot"),
    Style("two columns", 2, identifier="head"),
    Style("two columns, stamped", 2, identifier="stamp"),
    Style("three columns", 3, identifier="metadata"),
    Style("no identifier", 2, identifier=""),
    Style("lines numbered before", 1, "before", "foot"),
    Style("lines numbered after", 1, "after", ""),
    Style("two columns, lines numbered", 2, "block", ""),
)


@dataclass
class Made:
    """A paper that was made: its file, what it says and who it says it is."""

    style: Style
    title: str
    sentences: list[str]
    doi: str = ""
    arxiv: str = ""
    content: bytes = b""
    cited: list[str] = field(default_factory=list)


def pool() -> list[str]:
    """Return the sentences of the shipped notes, each once, without Markdown."""
    found: dict[str, None] = {}
    for path in sorted((resource("corpus") / "notes").glob("*.md")):
        body = path.read_text(encoding="utf-8").split("\n---\n", 1)[-1]
        for sentence in sentences(re.sub(r"[*_`\[\]#>]", "", body)):
            plain = " ".join(sentence.split())
            if (
                plain.isascii()
                and 40 < len(plain) < 300
                and plain[0].isupper()
                and plain[-1] == "."
            ):
                found[plain] = None
    return list(found)


def make(style: Style, pages: int, number: int, texts: Sequence[str]) -> Made:
    """Return a paper of a style, different for each ``number``."""
    chance = random.Random(f"{style.name} {number}")
    title = _title(chance, texts)
    paper = Made(style, title, [])
    if style.identifier == "stamp":
        paper.arxiv = (
            f"{chance.randint(15, 25):02d}{chance.randint(1, 12):02d}.{number % 100000:05d}"
        )
    elif style.identifier:
        journal, year = chance.choice("abcdef"), chance.randint(1990, 2025)
        paper.doi = f"10.{chance.randint(1000, 9999)}/j.{journal}{number}.{year}"
    _Setter(style, paper, chance, texts).set(pages)
    return paper


def write(folder: Path, count: int, pages: int) -> list[Made]:
    """Write papers of all styles in turn into a folder, and return them without their content."""
    texts = pool()
    folder.mkdir(parents=True, exist_ok=True)
    papers = []
    for number in range(count):
        paper = make(STYLES[number % len(STYLES)], pages, number, texts)
        (folder / f"{number:04d}.pdf").write_bytes(paper.content)
        paper.content = b""
        papers.append(paper)
    return papers


def _title(chance: random.Random, texts: Sequence[str]) -> str:
    words = [w.strip(".,;:()") for w in chance.choice(texts).split() if len(w) > 3]
    return " ".join(words[:9]).capitalize()


class _Setter:
    """Sets one paper."""

    def __init__(self, style: Style, paper: Made, chance: random.Random, texts: Sequence[str]):
        self._style, self._paper, self._chance, self._texts = style, paper, chance, texts
        self._buffer = BytesIO()
        self._canvas = Canvas(self._buffer, pagesize=A4, invariant=1)
        self._width = (WIDTH - 120 - 20 * (style.columns - 1)) / style.columns
        self._count = 0

    def set(self, pages: int) -> None:
        paper, canvas = self._paper, self._canvas
        if self._style.identifier == "metadata":
            canvas.setTitle(paper.title)
            canvas.setSubject(f"doi:{paper.doi}")
        lines = self._lines()
        for page in range(1, pages + 1):
            last = page == pages
            self._furniture(page)
            top = self._front() if page == 1 else _TOP
            self._columns(top, self._references() if last else lines)
            canvas.showPage()
        canvas.save()
        paper.content = self._buffer.getvalue()
        # The last sentence may go on where the references begin: it is not on any page.
        del paper.sentences[self._done :]

    def _furniture(self, page: int) -> None:
        canvas, paper = self._canvas, self._paper
        canvas.setFont(_FONT, 8)
        head = f"Author et al.: {paper.title[:40]}" if page % 2 else "Journal of Causes 12 (3)"
        canvas.drawString(60, HEIGHT - 45, f"{head} {page}")
        where = self._style.identifier
        if where == "foot" and page == 1:
            canvas.drawString(60, 40, f"https://doi.org/{paper.doi}")
        if where == "head" and page <= 2:
            canvas.drawString(60, HEIGHT - 32, f"Received 3 May 2020. DOI: {paper.doi}")
        if where == "stamp" and page == 1:
            canvas.saveState()
            canvas.translate(30, 250)
            canvas.rotate(90)
            canvas.setFont(_FONT, 20)
            canvas.drawString(0, 0, f"arXiv:{paper.arxiv}v2  [cs.LG]  5 Jan 2024")
            canvas.restoreState()

    def _front(self) -> float:
        y = HEIGHT - 90.0
        for line in _broken(self._paper.title.split(), WIDTH - 160, None, 17):
            self._canvas.setFont("Times-Bold", 17)
            self._canvas.drawCentredString(WIDTH / 2, y, line)
            y -= 21
        self._canvas.setFont(_FONT, 11)
        self._canvas.drawCentredString(WIDTH / 2, y - 4, "Ann Author, Bo Writer and Cy Reader")
        return y - 34

    def _lines(self) -> Iterator[str]:
        """Yield the lines of endless paragraphs, a heading now and then."""
        self._done = 0
        yield "Abstract"
        while True:
            own = self._chance.sample(self._texts, self._chance.randint(3, 6))
            words = [word for sentence in own for word in sentence.split()]
            yield from _broken(words, self._width, self._chance)
            self._paper.sentences += own
            self._done = len(self._paper.sentences) - len(own)
            if self._chance.random() < 0.15:
                yield self._chance.choice(["2. Methods", "3 Results", "Discussion", "4.1 A test"])

    def _references(self) -> Iterator[str]:
        yield "References"
        for n in range(1, 400):
            doi = f"10.{self._chance.randint(1000, 9999)}/ref.{n}"
            self._paper.cited.append(doi)
            text = f"[{n}] Smith, J. and Doe, A. ({1950 + n % 70}). On one thing. Journal {n}, 1-9."
            yield from _broken([*text.split(), f"doi:{doi}"], self._width, None)

    def _columns(self, top: float, lines: Iterator[str]) -> None:
        drawn: list[tuple[float, float, str]] = []
        for column in range(self._style.columns):
            x = 60 + column * (self._width + 20)
            y = top
            while y > _BOTTOM:
                drawn.append((x, y, next(lines)))
                y -= _LEADING
        if self._style.numbers == "block":
            for x, y, _ in drawn:
                self._number(x, y)
        for x, y, line in drawn:
            if self._style.numbers == "before":
                self._number(x, y)
            self._canvas.setFont(_FONT, _SIZE)
            self._canvas.drawString(x, y, line)
            if self._style.numbers == "after":
                self._number(WIDTH, y)

    def _number(self, x: float, y: float) -> None:
        self._count += 1
        self._canvas.setFont("Helvetica", 6)
        place = 45 if x < WIDTH / 2 else WIDTH - 45
        self._canvas.drawString(place, y, f"{self._count:03d}")


def _broken(
    words: Sequence[str], width: float, chance: random.Random | None, size: float = _SIZE
) -> Iterator[str]:
    """Break words into lines; with ``chance``, half of the long words at line ends are divided."""
    line = ""
    for word in words:
        longer = f"{line} {word}".strip()
        if stringWidth(longer, _FONT, size) <= width:
            line = longer
            continue
        letters = word.strip(".,;:()")
        if chance and len(letters) >= _HYPHENATED and word.isalpha() and chance.random() < 0.5:
            at = chance.randint(3, len(word) - 3)
            begun = f"{line} {word[:at]}-".strip()
            if stringWidth(begun, _FONT, size) <= width:
                yield begun
                line = word[at:]
                continue
        if line:
            yield line
        line = word
    if line:
        yield line
