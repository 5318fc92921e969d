"""One thing that is wrong with a knowledge base."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DoctorFinding:
    """One thing that is wrong.

    Attributes:
        what: What is wrong, in one line.
        fix: What the user can do, or what ``doctor --fix`` does.
        fixable: Whether ``doctor --fix`` fixes it.
        fixed: Whether it was fixed just now.
        check: What was looked at: "store", "relations", "works" and others.
        keys: Keys of the works concerned, where it is about works.
    """

    what: str
    fix: str
    fixable: bool = False
    fixed: bool = False
    check: str = ""
    keys: tuple[str, ...] = ()
