"""causalkb: a literature and evidence knowledge base on causality for AI safety.

>>> from causalkb import KnowledgeBase
>>> KnowledgeBase.open("/nowhere")
Traceback (most recent call last):
    ...
causalkb.errors.StoreError: no knowledge base in /nowhere; 'causalkb init' creates one (or name ...
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from causalkb.errors import CausalKBError, InputError, ModelError, StoreError, UnknownError

if TYPE_CHECKING:
    from causalkb.knowledge_base import KnowledgeBase
    from causalkb.records import Filters
    from causalkb.wording import grade

__version__ = "0.1.0"
__all__ = [
    "CausalKBError",
    "Filters",
    "InputError",
    "KnowledgeBase",
    "ModelError",
    "StoreError",
    "UnknownError",
    "grade",
]


def __getattr__(name: str) -> object:
    # Lazy, so that 'causalkb --help' does not pay for what it does not use.
    if name == "KnowledgeBase":
        from causalkb.knowledge_base import KnowledgeBase

        return KnowledgeBase
    if name == "Filters":
        from causalkb.records import Filters

        return Filters
    if name == "grade":
        from causalkb.wording import grade

        return grade
    raise AttributeError(f"module 'causalkb' has no attribute {name!r}")
