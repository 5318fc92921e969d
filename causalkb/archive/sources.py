"""Adding files and folders: a folder that holds a whole knowledge base is read as one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from causalkb.archive.layout import is_archive
from causalkb.ingest.account import total
from causalkb.ingest.adding import Session, add_files
from causalkb.ingest.options import AddOptions
from causalkb.records import AddResult


def add_sources(
    session: Session,
    sources: Sequence[str | Path],
    options: AddOptions,
) -> AddResult:
    """Add files and folders and return the account; see ``KnowledgeBase.add``."""
    folders = [source for source in sources if options.format is None and is_archive(Path(source))]
    others = [source for source in sources if source not in folders]
    results = []
    for folder in folders:
        from causalkb.archive.adding import add_folder  # what few need, and imports much

        embed = options.embed and folder is folders[-1] and not others
        results.append(add_folder(session, folder, replace(options, embed=embed)))
        if results[-1].interrupted:
            return total(results)
    if others or not folders:
        results.append(add_files(session, others, options))
    return total(results)
