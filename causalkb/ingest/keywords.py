"""Keywords of bibliographies as tags: reference managers export their tags as keywords."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from causalkb.formats.nbib import ENTRY as SUBJECT_HEADINGS
from causalkb.records import ParsedItem, ParsedWork
from causalkb.text import clean_line

_LONGEST = 100


def with_tags(items: Iterator[ParsedItem]) -> Iterator[ParsedItem]:
    """Yield what a reader yields, keywords of references as tags too; they stay a field.

    Not those of PubMed, which are the subject headings of its catalogue.
    """
    for item in items:
        if isinstance(item, ParsedWork) and not item.entry.startswith(SUBJECT_HEADINGS):
            words = keywords_of(item.work.fields.get("keywords", ""))
            tags = tuple(dict.fromkeys((*item.work.tags, *words)))
            if tags != item.work.tags:
                item = replace(item, work=replace(item.work, tags=tags))
        yield item


def keywords_of(text: str) -> tuple[str, ...]:
    """Return the keywords of a field, each once.

    >>> keywords_of("rats, causes"), keywords_of("learning, causal; rats")
    (('rats', 'causes'), ('learning, causal', 'rats'))
    """
    words = (clean_line(word) for word in text.split(";" if ";" in text else ","))
    return tuple(dict.fromkeys(word for word in words if 0 < len(word) <= _LONGEST))
