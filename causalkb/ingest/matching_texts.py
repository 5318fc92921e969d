"""Which work a document is the text of: by its content, identifiers, or a title on its first page.

The identity rules are those of ``causalkb.ingest.identity``, with two differences that come from
what a document is. The title is looked for among all lines before the abstract, because which of
them are the title is a guess; then a name of the first author must stand there too. And the text of
another version of a work that is here (the preprint of an article) becomes that work's text, with
the version noted beside the file, where the version itself is not here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from causalkb.identifiers import title_key
from causalkb.ingest.identity import Verdict, compare
from causalkb.records import ParsedWork, Person, Work
from causalkb.store.store import Store
from causalkb.store.works import Identity
from causalkb.text import fold

_SAFE = 12
"""Characters that a normalised title needs to be looked for among the lines of a page."""
_NEAR = 88.0
"""Least similarity (0-100, rapidfuzz ``partial_ratio``) of a title to the lines of a page."""
_SHARED_BY_TITLE = 1


@dataclass(frozen=True, slots=True)
class _Found:
    row_id: int
    work: Work
    same: bool
    strength: int

    @property
    def order(self) -> tuple[bool, int, int]:
        return self.same, self.strength, -self.row_id


def as_text_of_known(store: Store, item: ParsedWork) -> ParsedWork:
    """Return a document as an entry that names its work by key, if the work is here.

    Such an entry only adds identifiers that the work lacks. Another is returned as it is, but for a
    DOI that is that of another work: the document only cites it.
    """
    assert item.text is not None
    if item.by_key:
        return item
    if attached := store.files.with_content(item.text.file.sha256):
        return _entry_of(item, store.works.many([attached[0][0]])[attached[0][0]], same=True)
    lines = " ".join([*item.text.titles, *(text for _, text in item.text.pages[:1])])
    candidates = [
        found
        for row_id, stored in store.works.many(_candidates(store, item)).items()
        if (found := _judge(item.work, row_id, stored, lines)) is not None
    ]
    if candidates:
        best = max(candidates, key=lambda found: found.order)
        return _entry_of(item, best.work, same=best.same)
    if item.work.doi and store.works.find(Identity(doi=item.work.doi)):
        return replace(item, work=replace(item.work, doi=None))
    return item


def _candidates(store: Store, item: ParsedWork) -> list[int]:
    """Return works that share an identifier with a document, or a title with its first lines."""
    assert item.text is not None
    keys = {title_key(title) for title in (item.work.title, *item.text.titles)}
    wanted = [Identity(item.work.doi, item.work.arxiv)]
    wanted += [Identity(title_key=key) for key in sorted(keys) if len(key) >= _SAFE]
    return sorted({row_id for identity in wanted for row_id, *_ in store.works.find(identity)})


def _judge(work: Work, row_id: int, stored: Work, lines: str) -> _Found | None:
    """Return how a document is related to a stored work, ``None`` if it is not its text."""
    author = _author_on_page(stored, lines)
    titled = _title_on_page(stored, lines)
    probe = replace(work, year=None)
    if titled:
        probe = replace(probe, title=stored.title)
    if author is not None:
        probe = replace(probe, authors=(author,))
    found = compare(probe, stored)
    if found.verdict not in (Verdict.SAME, Verdict.VERSION):
        return None
    if found.strength <= _SHARED_BY_TITLE and author is None and (stored.authors or stored.editors):
        return None
    shares_stamp = bool(work.arxiv and work.arxiv == stored.arxiv)
    if found.strength > _SHARED_BY_TITLE and stored.title and not (titled or shares_stamp):
        return None  # a DOI that is cited: the work has another title
    return _Found(row_id, stored, found.verdict is Verdict.SAME, found.strength)


def _author_on_page(stored: Work, lines: str) -> Person | None:
    first = next((p for p in stored.authors or stored.editors if not p.is_others), None)
    if first is None:
        return None
    family, page = fold(first.family), fold(lines)
    return first if family and family in page else None


def _title_on_page(stored: Work, lines: str) -> bool:
    key, page = title_key(stored.title), title_key(lines)
    if not key:
        return False
    if key in page:
        return True
    from rapidfuzz import fuzz

    return len(key) >= _SAFE and fuzz.partial_ratio(key, page[:20_000]) >= _NEAR


def _entry_of(item: ParsedWork, stored: Work, *, same: bool) -> ParsedWork:
    """Return a document as an entry of a stored work."""
    assert item.text is not None
    work = Work(stored.key)
    file = item.text.file
    if same:
        arxiv = item.work.arxiv if stored.arxiv is None else None
        doi = item.work.doi if stored.doi is None else None
        work = replace(work, arxiv=arxiv, doi=doi)
    elif item.work.doi and not file.version:
        file = replace(file, version=f"doi:{item.work.doi}")
    return replace(item, work=work, by_key=True, text=replace(item.text, file=file))
