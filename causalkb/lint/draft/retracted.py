"""Citations of works that were retracted, withdrawn or are doubted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from causalkb.lint.findings import Finding, Level
from causalkb.lint.markup.prose import Citation, Lines, Sentence
from causalkb.records import Work

_SAYS_SO = re.compile(r"\b(?:retract|withdr[ae]w|expressions? of concern)", re.IGNORECASE)


def retracted(
    citations: Iterable[Citation],
    sentences: Sequence[Sentence],
    works: Mapping[str, Work],
    lines: Lines,
    file: str,
) -> Iterator[Finding]:
    """Yield a finding for each citation of such a work, unless its sentence says so itself.

    Args:
        citations: All citations of a draft.
        sentences: Its sentences.
        works: The works that are cited, by the key in the draft.
        lines: Its lines.
        file: The file name that places carry.
    """
    for citation in citations:
        work = works.get(citation.key)
        if work is None or not work.warning:
            continue
        around = [s.text for s in sentences if s.start <= citation.start < s.end]
        if any(_SAYS_SO.search(text) for text in around):
            continue
        yield Finding(
            rule="retracted-citation",
            level=Level.WARNING,
            subject=citation.key,
            message=f"{work.key} is marked {work.warning}: {work.notices[0].told}",
            fix="say so in the sentence, or cite another work",
            place=lines.place(file, citation.start, citation.end),
            works=(work.key,),
        )
