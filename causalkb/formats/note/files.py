"""The reader for files of Markdown: notes with front matter, and those without.

Without front matter, a file that is named like a citation key is the note of that work; a long text
is a document, which may be the full text of a work that is here; anything else is a note that is
about no work, and so a work of type ``note``.
"""

from __future__ import annotations

from collections.abc import Iterator

from causalkb.formats.documents.plain import read_markdown, refusal
from causalkb.formats.note import OWN_NOTE, reader
from causalkb.formats.note.obsidian import inline_tags
from causalkb.lazy import compiled_on_use
from causalkb.records import ParsedItem, ParsedWork, Problem, Work
from causalkb.text import clean, decode

_WORD = compiled_on_use(r"\w+")
_LONG = 1500
"""Words from which on a text without front matter is taken for a paper, not for a note."""


def read(content: bytes, source: str) -> Iterator[ParsedItem]:
    """Yield the work that a file of Markdown is, or is about, or the problems that it has.

    Never raises for any content.

    >>> [parsed] = read(b"# Rats and levers\\nSee [[roe2006]]. #rats", "Rats and levers.md")
    >>> parsed.work.type, parsed.work.title, parsed.work.tags
    ('note', 'Rats and levers', ('rats',))
    """
    named = reader.key_of_file(source)
    if reader.has_front_matter(content) or not named:
        yield from reader.read(content, source)
        return
    problem = refusal(content, source)
    if problem is not None:
        yield problem
        return
    text = clean(decode(content)).strip()
    if not reader.is_like_a_key(source) and len(_WORD.findall(text)) >= _LONG:
        yield read_markdown(content, source)
    elif len(content) > reader.MAX_NOTE:
        yield Problem(source, f"the note is larger than {reader.MAX_NOTE // 2**20} MiB")
    else:
        yield _note(text, source, named)


def _note(text: str, source: str, named: str) -> ParsedWork:
    tags = inline_tags(text)
    if reader.is_like_a_key(source):
        work = Work(named, tags=tags)
        return ParsedWork(work, source, 1, entry=named, by_key=True, note=text)
    title = reader.heading_of(text) or named
    work = Work(named, type=OWN_NOTE, title=title, tags=tags)
    return ParsedWork(work, source, 1, entry=f"@{OWN_NOTE}", note=text)
