"""Keywords of bibliographies as tags: reference managers export their tags as keywords."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from causalkb.formats.keywords import split_keywords
from causalkb.formats.nbib import ENTRY as SUBJECT_HEADINGS
from causalkb.records import ParsedItem, ParsedWork

_LONGEST = 100


def with_tags(items: Iterator[ParsedItem]) -> Iterator[ParsedItem]:
    """Yield what a reader yields, keywords of references as tags too; they stay a field.

    Not those of PubMed, which are the subject headings of its catalogue.
    """
    for item in items:
        if isinstance(item, ParsedWork) and not item.entry.startswith(SUBJECT_HEADINGS):
            words = split_keywords(item.work.fields.get("keywords", ""))
            words = tuple(word for word in words if len(word) <= _LONGEST)
            tags = tuple(dict.fromkeys((*item.work.tags, *words)))
            if tags != item.work.tags:
                item = replace(item, work=replace(item.work, tags=tags))
        yield item
