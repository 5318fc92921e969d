"""How something is added: the options that all ways of adding share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from causalkb.vocabulary import Keywords

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class AddOptions:
    """How to add; what each option does says ``KnowledgeBase.add``."""

    format: str | None = None
    colours: Mapping[str, str] | None = None
    files: str | Path | None = None
    keywords: Keywords | str = Keywords.TAGS
    embed: bool = True
    progress: Progress | None = None
    ocr: bool = True
